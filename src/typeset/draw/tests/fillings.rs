//! Charts of every kind, filled with nothing, with the usual and with the worst.

use crate::compose::chart::*;

/// What a chart is filled with.
#[derive(Clone, Copy)]
pub struct Filling {
    words: &'static [&'static str],
    numbers: &'static [f64],
    counts: &'static [u64],
    /// Length of every list, and how far it is off for lists that belong together.
    length: usize,
    off: usize,
}

const HOSTILE_WORDS: &[&str] = &[
    "<script>&\"'</text>]]>",
    "A label of two hundred characters that goes on and on without ever coming to its point, and so has to be wrapped, shortened or otherwise kept from running into whatever lies on its right-hand side, as here",
    "\u{5d0}\u{5d9}\u{5db}\u{5d5}\u{5ea} \u{5d7}\u{5d9}\u{5d9}\u{5dd} (\u{627}\u{644}\u{639}\u{631}\u{628}\u{64a}\u{629}) \u{202e}abc",
    "\u{0}\u{1b}[31m\u{fffe}\t\r\n\u{85}",
    "Donaudampfschifffahrtselektrizit\u{e4}tenhauptbetriebswerkbauunterbeamtengesellschaft",
    "",
    "\u{751f}\u{6d3b}\u{306e}\u{8cea}\u{1f600}",
];
const HOSTILE_NUMBERS: &[f64] =
    &[f64::NAN, 3.0, f64::INFINITY, -1e300, f64::MAX, 3.0, f64::NEG_INFINITY, -0.0, 5e-324, 0.4];

pub const FILLINGS: [Filling; 6] = [
    filling(&["Wellbeing", "T1"], &[0.2, -0.4, 0.9], &[4, 0, 12], 0, 0),
    filling(&["Wellbeing", "T1"], &[3.0], &[4], 1, 0),
    filling(&["Wellbeing", "T1", "Measure of Job Satisfaction"], &[0.2, -0.4, 0.9, 0.1], &[4, 0, 12], 3, 0),
    filling(&["a", "b"], &[7.0, 7.0], &[0], 4, 2),
    filling(HOSTILE_WORDS, HOSTILE_NUMBERS, &[0, 1, u64::MAX, 17], 4, 1),
    filling(HOSTILE_WORDS, HOSTILE_NUMBERS, &[1, 2, 3000], 13, 5),
];

const fn filling(
    words: &'static [&'static str],
    numbers: &'static [f64],
    counts: &'static [u64],
    length: usize,
    off: usize,
) -> Filling {
    Filling { words, numbers, counts, length, off }
}

impl Filling {
    fn word(&self, i: usize) -> String {
        self.words[i % self.words.len()].to_owned()
    }

    fn number(&self, i: usize) -> f64 {
        self.numbers[i % self.numbers.len()]
    }

    fn count(&self, i: usize) -> u64 {
        self.counts[i % self.counts.len()]
    }

    fn many<T>(&self, make: impl Fn(usize) -> T) -> Vec<T> {
        (0..self.length).map(make).collect()
    }

    /// A list that should be as long as another, and may not be.
    fn odd<T>(&self, make: impl Fn(usize) -> T) -> Vec<T> {
        (0..self.length.saturating_sub(self.off)).map(make).collect()
    }

    fn ticks(&self) -> Vec<Tick> {
        self.many(|i| Tick { id: self.word(i), label: self.word(i + 1), month: self.number(i) })
    }

    fn estimate(&self, i: usize) -> Option<Estimate> {
        let interval = (!i.is_multiple_of(3)).then(|| (self.number(i + 1), self.number(i + 2)));
        (i % 5 < 4).then(|| Estimate { value: self.number(i), interval })
    }

    fn polarity(&self, i: usize) -> Polarity {
        [Polarity::HigherIsBetter, Polarity::LowerIsBetter, Polarity::Neither][i % 3]
    }

    fn panel(&self, i: usize) -> TrajectoryPanel {
        TrajectoryPanel {
            group: self.word(i / 2),
            title: self.word(i),
            range: i.is_multiple_of(2).then(|| (self.number(i + 3), self.number(i))),
            polarity: self.polarity(i),
            norm: (!i.is_multiple_of(4)).then(|| (self.number(i + 1), self.number(i + 2))),
            means: self.odd(|j| self.estimate(i + j)),
            counts: self.odd(|j| (!j.is_multiple_of(3)).then(|| self.count(j))),
            shown: None,
            marks: Vec::new(),
            decimals: [1, 0, 400][i % 3],
            groups: if i % 3 == 1 { self.odd(|j| self.series(i + j)) } else { Vec::new() },
            courses: if i.is_multiple_of(3) { Vec::new() } else { self.many(|j| self.course(i + j)) },
        }
    }

    fn series(&self, i: usize) -> GroupSeries {
        GroupSeries {
            label: self.word(i),
            means: self.many(|j| self.estimate(i + j)),
            counts: self.odd(|j| (!j.is_multiple_of(3)).then(|| self.count(i + j))),
            marks: Vec::new(),
        }
    }

    fn course(&self, i: usize) -> Vec<Option<f64>> {
        self.odd(|j| (!(i + j).is_multiple_of(4)).then(|| self.number(i + j)))
    }

    fn wave(&self, i: usize) -> DistributionWave {
        let bin = |j: usize| Bin { low: self.number(i + j), high: self.number(i + j + 1), count: self.count(i + j) };
        let spread = match i % 3 {
            0 => Spread::Bins(self.many(bin)),
            _ => Spread::Dots((0..i % 9 * self.length).map(|j| self.number(j / i.max(1))).collect()),
        };
        let quartiles = (i % 4 < 3).then(|| (self.number(i), self.number(i + 1), self.number(i + 2)));
        DistributionWave { count: self.count(i), quartiles, spread, shown: None }
    }

    fn distribution(&self, i: usize) -> DistributionPanel {
        DistributionPanel {
            group: self.word(i / 2),
            title: self.word(i),
            range: i.is_multiple_of(2).then(|| (self.number(i + 3), self.number(i))),
            polarity: self.polarity(i),
            norm: (!i.is_multiple_of(4)).then(|| (self.number(i + 1), self.number(i + 2))),
            decimals: [1, 0, 400][i % 3],
            waves: self.odd(|j| (0..self.length.min(3)).map(|k| self.wave(i + j + k)).collect()),
            shown: None,
            courses: self.many(|j| Course { group: j, values: self.course(i + j) }),
        }
    }

    fn flow(&self, i: usize) -> FlowColumn {
        FlowColumn {
            label: self.word(i),
            enrolled: self.count(i),
            waves: self.odd(|j| FlowWave {
                answered: self.count(i + j),
                lost: self.count(i + j + 1),
                returned: self.count(i + j + 2),
                joined: self.count(j),
                shown: None,
            }),
            complete: self.count(i + 1),
            shown: None,
        }
    }

    fn change(&self, i: usize) -> Option<ForestChange> {
        self.estimate(i).map(|estimate| ForestChange {
            shown: None,
            estimate,
            significant: i.is_multiple_of(2),
            holm_significant: i.is_multiple_of(4),
            text: self.word(i),
            p: self.word(i + 1),
            doubtful: i.is_multiple_of(3),
        })
    }

    fn theme(&self, i: usize) -> ThemeRow {
        ThemeRow {
            shown: None,
            marks: Vec::new(),
            label: self.word(i),
            participants: self.odd(|j| self.count(i + j)),
            shares: self.many(|j| (!j.is_multiple_of(4)).then(|| self.number(i + j))),
        }
    }

    fn map_row(&self, i: usize) -> EvidenceMapRow {
        let marks = [Mark::Holds, Mark::CannotTell, Mark::Contradicted];
        let stances = [StanceMark::Supports, StanceMark::Qualifies, StanceMark::Challenges];
        let claim = |j: usize| ClaimMark { verdict: marks[j % 3], shown: None, stance: stances[j / 2 % 3] };
        EvidenceMapRow {
            shown: None,
            number: [i, usize::MAX][i % 2],
            statement: self.word(i),
            fit: self.word(i + 1),
            verdict: marks[i % 3],
            tally: self.many(|j| self.word(i + j)),
            cells: self.odd(|j| (0..(i * j) % 40).map(claim).collect()),
        }
    }

    pub fn charts(&self) -> Vec<Chart> {
        let rows = |i: usize| self.many(|j| self.word(i + j));
        vec![
            Chart::Trajectories(Trajectories {
                ticks: self.ticks(),
                confidence: self.word(0),
                panels: self.many(|i| self.panel(i)),
            }),
            Chart::ChangeForest(ChangeForest {
                comparisons: rows(0),
                differences: rows(3),
                unit: self.word(1),
                significance: self.word(4),
                confidence: self.word(2),
                groups: self.many(|i| ForestGroup {
                    label: self.word(i),
                    rows: self.odd(|j| ForestRow {
                        shown: None,
                        label: self.word(j),
                        changes: self.odd(|k| self.change(i + j + k)),
                    }),
                }),
            }),
            Chart::NormProfile(NormProfile {
                ticks: self.ticks(),
                confidence: self.word(2),
                groups: self.many(|i| ProfileGroup {
                    label: self.word(i),
                    rows: self.odd(|j| ProfileRow {
                        shown: None,
                        marks: Vec::new(),
                        label: self.word(j),
                        polarity: self.polarity(j),
                        distances: self.many(|k| self.estimate(i + j + k)),
                    }),
                }),
            }),
            Chart::ThemesByTimepoint(ThemesByTimepoint {
                ticks: self.ticks(),
                bases: self.odd(|i| self.count(i)),
                groups: self.many(|i| ThemeGroup { label: self.word(i), rows: self.odd(|j| self.theme(i + j)) }),
            }),
            Chart::EvidenceMap(EvidenceMap { strands: rows(0), rows: self.many(|i| self.map_row(i)) }),
            Chart::EvidenceSpread(EvidenceSpread {
                sites: self.many(|i| SpreadSite { label: self.word(i), participants: rows(i) }),
                groups: self.many(|i| SpreadGroup {
                    label: self.word(i),
                    rows: self.odd(|j| SpreadRow {
                        shown: None,
                        marks: Vec::new(),
                        label: self.word(j),
                        excerpts: (0..self.length * 2).map(|k| self.count(j + k)).collect(),
                        top_share: (!j.is_multiple_of(3)).then(|| self.number(j)),
                    }),
                }),
            }),
            Chart::JointDisplay(JointDisplay {
                ticks: self.ticks(),
                confidence: self.word(0),
                rows: self.many(|i| JointRow {
                    marks: Vec::new(),
                    panel: self.panel(i),
                    changes: rows(i),
                    themes: self.odd(|j| self.theme(j)),
                    excerpts: self.many(|j| JointExcerpt {
                        text: self.word(i + j),
                        attribution: self.word(j),
                        shown: None,
                    }),
                }),
            }),
            Chart::Distribution(Distribution {
                ticks: self.ticks(),
                groups: self.odd(|i| self.word(i)),
                panels: self.many(|i| self.distribution(i)),
            }),
            Chart::Distribution(Distribution {
                ticks: self.ticks(),
                groups: Vec::new(),
                panels: self.many(|i| self.distribution(i + 1)),
            }),
            Chart::ParticipantFlow(ParticipantFlow {
                shown: None,
                ticks: self.ticks(),
                enrolled: self.count(0),
                columns: self.many(|i| self.flow(i)),
            }),
            Chart::ParticipantFlow(ParticipantFlow {
                shown: None,
                ticks: self.ticks(),
                enrolled: self.count(2),
                columns: vec![self.flow(2)],
            }),
        ]
    }
}
