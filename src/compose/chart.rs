//! What each kind of chart shows, as inert data: every number is final and nothing is computed from it but positions.
//!
//! This file draws nothing and knows no colour, font or size; `typeset` does that. `shown` and `marks` say what a mark
//! or the label of a row stands for, so that a reader who points at it is led there; nothing of them is drawn.

use super::shown::Shown;

/// What each mark of a list shows, in the order of the list; shorter, or empty, where that is not known.
pub type Marks = Vec<Option<Shown>>;

/// A chart, ready to be drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum Chart {
    Trajectories(Trajectories),
    ChangeForest(ChangeForest),
    NormProfile(NormProfile),
    ThemesByTimepoint(ThemesByTimepoint),
    EvidenceMap(EvidenceMap),
    EvidenceSpread(EvidenceSpread),
    JointDisplay(JointDisplay),
    Distribution(Distribution),
    ParticipantFlow(ParticipantFlow),
}

impl Chart {
    /// Whether there is nothing to draw but labels.
    pub fn is_empty(&self) -> bool {
        match self {
            Chart::Trajectories(chart) => !chart.panels.iter().any(TrajectoryPanel::has_means),
            Chart::ChangeForest(chart) => {
                let mut rows = chart.groups.iter().flat_map(|group| &group.rows);
                !rows.any(|row| row.changes.iter().any(Option::is_some))
            }
            Chart::NormProfile(chart) => {
                let mut rows = chart.groups.iter().flat_map(|group| &group.rows);
                !rows.any(|row| row.distances.iter().any(Option::is_some))
            }
            Chart::ThemesByTimepoint(chart) => chart.bases.iter().all(|base| *base == 0),
            Chart::EvidenceMap(chart) => chart.rows.is_empty(),
            Chart::EvidenceSpread(chart) => chart.sites.is_empty(),
            Chart::JointDisplay(chart) => chart.rows.is_empty(),
            Chart::Distribution(chart) => {
                let mut waves = chart.panels.iter().flat_map(|panel| panel.waves.iter().flatten());
                !waves.any(|wave| wave.count > 0)
            }
            Chart::ParticipantFlow(chart) => chart.columns.is_empty(),
        }
    }
}

/// A point on the study's time axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    /// The timepoint's id, short enough for an axis.
    pub id: String,
    pub label: String,
    pub month: f64,
}

/// Which direction of a scale is the good one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Polarity {
    HigherIsBetter,
    LowerIsBetter,
    Neither,
}

/// An estimate with its interval; the interval is absent where it is undefined.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    pub value: f64,
    pub interval: Option<(f64, f64)>,
}

/// A small multiple of means over time, one panel a scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Trajectories {
    pub ticks: Vec<Tick>,
    /// Such as `95%`.
    pub confidence: String,
    pub panels: Vec<TrajectoryPanel>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct TrajectoryPanel {
    /// The instrument, for a heading over its panels.
    pub group: String,
    pub title: String,
    /// The scale's own range, where it is known.
    pub range: Option<(f64, f64)>,
    pub polarity: Polarity,
    /// Mean and SD of the reference population.
    pub norm: Option<(f64, f64)>,
    /// One entry a tick; `None` where nothing was measured.
    pub means: Vec<Option<Estimate>>,
    /// Number of people behind each mean.
    pub counts: Vec<Option<u64>>,
    /// The scale, and the result of each mean.
    pub shown: Option<Shown>,
    pub marks: Marks,
    /// Decimals of the scale, for axis labels.
    pub decimals: usize,
    /// Where groups are compared, a series each in the groups' order, drawn instead of `means`; else empty.
    pub groups: Vec<GroupSeries>,
    /// Every participant's own course, one entry a tick, drawn thin behind the means; empty where it is not wanted.
    pub courses: Vec<Vec<Option<f64>>>,
}

/// The means of one group over time.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupSeries {
    pub label: String,
    /// One entry a tick.
    pub means: Vec<Option<Estimate>>,
    pub counts: Vec<Option<u64>>,
    pub marks: Marks,
}

impl TrajectoryPanel {
    fn has_means(&self) -> bool {
        let groups = self.groups.iter().flat_map(|group| &group.means);
        self.means.iter().chain(groups).any(Option::is_some)
    }
}

/// Standardised changes, one column of intervals a comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeForest {
    /// Such as `T1 to T2`.
    pub comparisons: Vec<String>,
    /// What the printed change of each comparison is, such as `T1 − T2`.
    pub differences: Vec<String>,
    /// What a unit of the axis is, such as `SDs of T1`.
    pub unit: String,
    /// What significant means, such as `p < 0.05, unadjusted`.
    pub significance: String,
    pub confidence: String,
    pub groups: Vec<ForestGroup>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ForestGroup {
    pub label: String,
    pub rows: Vec<ForestRow>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ForestRow {
    pub label: String,
    /// The scale.
    pub shown: Option<Shown>,
    /// One entry a comparison. Positive is an improvement: the sign is already turned by the scale's polarity.
    pub changes: Vec<Option<ForestChange>>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ForestChange {
    pub estimate: Estimate,
    pub significant: bool,
    /// Still significant after Holm's adjustment.
    pub holm_significant: bool,
    /// The change in the scale's own units with its interval, as printed in the table beside, such as `3.9 (0.67 to 7.13)`.
    pub text: String,
    /// The p value as printed, such as `0.020`.
    pub p: String,
    /// The printed interval does not hold its change in its middle; the row is marked.
    pub doubtful: bool,
    pub shown: Option<Shown>,
}

/// Distance from the norm in norm SDs, a row a scale, a mark a timepoint.
#[derive(Debug, Clone, PartialEq)]
pub struct NormProfile {
    pub ticks: Vec<Tick>,
    /// Such as `95%`.
    pub confidence: String,
    pub groups: Vec<ProfileGroup>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ProfileGroup {
    pub label: String,
    pub rows: Vec<ProfileRow>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ProfileRow {
    pub label: String,
    pub polarity: Polarity,
    /// One entry a tick, in norm SDs, with the interval of the difference; positive is above the norm.
    pub distances: Vec<Option<Estimate>>,
    /// The scale, and the result of each distance.
    pub shown: Option<Shown>,
    pub marks: Marks,
}

/// Participants who carry each theme or code, a column a timepoint.
#[derive(Debug, Clone, PartialEq)]
pub struct ThemesByTimepoint {
    pub ticks: Vec<Tick>,
    /// Participants with any excerpt at each tick: what the shares are of.
    pub bases: Vec<u64>,
    pub groups: Vec<ThemeGroup>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ThemeGroup {
    pub label: String,
    pub rows: Vec<ThemeRow>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ThemeRow {
    pub label: String,
    /// Participants at each tick.
    pub participants: Vec<u64>,
    /// The same as a share of that tick's base, 0 to 1; `None` where the base is empty.
    pub shares: Vec<Option<f64>>,
    /// The theme or code over all timepoints, and at each.
    pub shown: Option<Shown>,
    pub marks: Marks,
}

/// The verdict of a claim, cell or row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    Holds,
    CannotTell,
    Contradicted,
}

/// Propositions against strands and evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct EvidenceMap {
    /// Labels of the strands: the columns.
    pub strands: Vec<String>,
    pub rows: Vec<EvidenceMapRow>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct EvidenceMapRow {
    pub number: usize,
    pub statement: String,
    /// Such as `Confirmation`.
    pub fit: String,
    pub verdict: Mark,
    /// How many claims hold and how many do not, in a few short lines.
    pub tally: Vec<String>,
    /// One entry a strand: a mark for every claim, in the order of the grid; empty where the strand is silent.
    pub cells: Vec<Vec<ClaimMark>>,
    /// The proposition.
    pub shown: Option<Shown>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ClaimMark {
    pub verdict: Mark,
    pub shown: Option<Shown>,
    /// A claim of this finding's stance: supports unless said otherwise.
    pub stance: StanceMark,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StanceMark {
    Supports,
    Qualifies,
    Challenges,
}

/// Whom each theme rests on: a row a theme or code, a column a participant, grouped by site.
#[derive(Debug, Clone, PartialEq)]
pub struct EvidenceSpread {
    /// Sites in order, with their participants.
    pub sites: Vec<SpreadSite>,
    pub groups: Vec<SpreadGroup>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct SpreadSite {
    pub label: String,
    /// Short labels of the participants, such as `PW01`.
    pub participants: Vec<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct SpreadGroup {
    pub label: String,
    pub rows: Vec<SpreadRow>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct SpreadRow {
    pub label: String,
    /// Excerpts of each participant, in the order of the columns over all sites.
    pub excerpts: Vec<u64>,
    /// Largest share that one participant holds, 0 to 1.
    pub top_share: Option<f64>,
    /// The theme or code, and the first excerpt of each participant.
    pub shown: Option<Shown>,
    pub marks: Marks,
}

/// A scale's change beside its themes' prevalence and their excerpts.
#[derive(Debug, Clone, PartialEq)]
pub struct JointDisplay {
    pub ticks: Vec<Tick>,
    pub confidence: String,
    pub rows: Vec<JointRow>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct JointRow {
    pub panel: TrajectoryPanel,
    /// What the numbers say in a line, such as `T1 to T2: 3.9 (0.67 to 7.13), p = 0.020`; one a comparison.
    pub changes: Vec<String>,
    /// The result of each change.
    pub marks: Marks,
    pub themes: Vec<ThemeRow>,
    pub excerpts: Vec<JointExcerpt>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct JointExcerpt {
    pub text: String,
    pub attribution: String,
    pub shown: Option<Shown>,
}

/// Every participant's score by timepoint, a panel a scale, with median and quartiles.
#[derive(Debug, Clone, PartialEq)]
pub struct Distribution {
    pub ticks: Vec<Tick>,
    /// Labels of the groups that are compared; empty where everybody stands together.
    pub groups: Vec<String>,
    pub panels: Vec<DistributionPanel>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct DistributionPanel {
    /// The instrument, for a heading over its panels.
    pub group: String,
    pub title: String,
    /// The scale's own range, where it is known.
    pub range: Option<(f64, f64)>,
    pub polarity: Polarity,
    /// Mean and SD of the reference population.
    pub norm: Option<(f64, f64)>,
    /// Decimals of the scale, for axis labels.
    pub decimals: usize,
    /// One entry a tick, and in it one a group; a single one where there are no groups.
    pub waves: Vec<Vec<DistributionWave>>,
    /// The scale.
    pub shown: Option<Shown>,
    /// The courses of participants with scores at two timepoints or more; empty where they are too many to be drawn.
    pub courses: Vec<Course>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct DistributionWave {
    /// Number of participants with a score.
    pub count: u64,
    /// First quartile, median and third quartile; absent where nobody has a score.
    pub quartiles: Option<(f64, f64, f64)>,
    pub spread: Spread,
    pub shown: Option<Shown>,
}

/// How the scores of a timepoint are shown.
#[derive(Debug, Clone, PartialEq)]
pub enum Spread {
    /// A mark a participant, in ascending order.
    Dots(Vec<f64>),
    /// Too many for marks of their own: how many lie from `low` to below `high`, bins of equal width in ascending order.
    Bins(Vec<Bin>),
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bin {
    pub low: f64,
    pub high: f64,
    pub count: u64,
}

/// One participant's scores.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// Position of their group; 0 where there are none.
    pub group: usize,
    /// One entry a tick.
    pub values: Vec<Option<f64>>,
}

/// Who answered what when, from everybody enrolled down to those who answered at every timepoint.
#[derive(Debug, Clone, PartialEq)]
pub struct ParticipantFlow {
    pub ticks: Vec<Tick>,
    /// Everybody together, where the columns are groups.
    pub enrolled: u64,
    pub shown: Option<Shown>,
    /// A column a group; a single one without a label where there are none.
    pub columns: Vec<FlowColumn>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct FlowColumn {
    pub label: String,
    pub enrolled: u64,
    /// One entry a tick.
    pub waves: Vec<FlowWave>,
    /// Those who answered at every timepoint.
    pub complete: u64,
    /// The result of those enrolled and of those who answered at every timepoint.
    pub shown: Option<Shown>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowWave {
    /// Participants with any answer here.
    pub answered: u64,
    /// Who answered at the timepoint before and not here; at the first timepoint, enrolled and not here.
    pub lost: u64,
    /// Who answered here, not at the timepoint before, and at an earlier one.
    pub returned: u64,
    /// Who answered here for the first time, after the first timepoint.
    pub joined: u64,
    pub shown: Option<Shown>,
}
