//! Whether the fit that an author states can be that of strands with these findings: who speaks, and for which side.
//!
//! Fit is the author's judgement. Only what the stances and the silences of the row rule out is told.

use super::grid::{Cell, Row};
use super::verdict::Verdict;
use crate::analyse::Findings;
use crate::diag::{Diagnostic, Sink};
use crate::model::{Fit, Stance};

/// Warns of silent strands that nobody accounts for, and of a fit that the row's own findings rule out.
pub fn check(findings: &Findings, rows: &[Row], sink: &mut Sink) {
    for row in rows {
        let proposition = &findings.study.propositions[row.index];
        let fit = proposition.fit.as_ref();
        let doubted = fit.and_then(|fit| Some((fit, doubt(fit.value, row)?)));
        let silent: Vec<&str> =
            row.cells.iter().filter(|cell| cell.findings.is_empty()).map(|cell| cell.strand.as_str()).collect();
        let owned = fit.is_some_and(|fit| fit.value == Fit::Silence);
        if !silent.is_empty() && !owned && proposition.interpretation.is_none() {
            let message = format!("proposition `{}`: no finding from {}", row.id, silent.join(" and "));
            let hint = "add what that strand says, or say in `interpretation` what its silence means";
            let diagnostic = Diagnostic::warning("silent-strand", message).at(&proposition.origin);
            let diagnostic = diagnostic.about(row.id.to_string()).hint(hint);
            // The silence is the cause; of the fit no second word is needed.
            sink.push(match doubted {
                Some((fit, _)) => {
                    diagnostic.hint(format!("the fit `{}` needs two strands that speak", fit.value.as_str()))
                }
                None => diagnostic,
            });
            continue;
        }
        if let Some((fit, why)) = doubted {
            let name = fit.value.as_str();
            let message = format!("proposition `{}` has the fit `{name}`, and {why}", row.id);
            let diagnostic = match fit.value {
                Fit::Silence => Diagnostic::warning("no-silence", message),
                Fit::Confirmation
                | Fit::Agreement
                | Fit::Expansion
                | Fit::PartialAgreement
                | Fit::Discordance
                | Fit::Dissonance => Diagnostic::warning("doubtful-fit", message),
            };
            sink.push(diagnostic.at(&fit.origin).about(row.id.to_string()).hint(remedy(fit.value)));
        }
    }
}

/// The ids of strands, in a sentence.
fn names<'a>(cells: impl Iterator<Item = &'a Cell>) -> String {
    cells.map(|cell| format!("`{}`", cell.strand)).collect::<Vec<_>>().join(" and ")
}

fn remedy(fit: Fit) -> &'static str {
    match fit {
        Fit::Silence => "choose another fit, or take out the findings that are none",
        Fit::Confirmation | Fit::Agreement | Fit::Expansion | Fit::PartialAgreement => {
            "choose another fit, or enter the findings and the `stance` of each that make it this one"
        }
        Fit::Discordance | Fit::Dissonance => {
            "choose another fit, or give the finding that speaks against it `stance: challenges` or `qualifies`"
        }
    }
}

/// What a strand says to a proposition, taken together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    /// A finding supports it, and none challenges it.
    For,
    /// A finding challenges it, and none supports it.
    Against,
    /// Some of both, only qualified, or not stated of every finding.
    Open,
}

impl Side {
    fn of(cell: &Cell) -> Self {
        let any = |stance| cell.findings.iter().any(|finding| finding.stance == Some(stance));
        let unsaid = cell.findings.iter().any(|finding| finding.stance.is_none());
        match (any(Stance::Supports), any(Stance::Challenges)) {
            (true, false) if !unsaid => Side::For,
            (false, true) if !unsaid => Side::Against,
            _ => Side::Open,
        }
    }
}

/// Why a row cannot have this fit, as the end of a sentence; `None` where it can.
fn doubt(fit: Fit, row: &Row) -> Option<String> {
    let speaking: Vec<&Cell> = row.cells.iter().filter(|cell| !cell.findings.is_empty()).collect();
    let among = |side: Side| names(speaking.iter().copied().filter(|cell| Side::of(cell) == side));
    let (pro, contra) = (among(Side::For), among(Side::Against));
    let all = |stance| speaking.iter().flat_map(|cell| &cell.findings).all(|finding| finding.stance == Some(stance));
    let one_strand = match &speaking[..] {
        [] => Some("no strand has a finding on it".to_owned()),
        [only] => Some(format!("only `{}` has a finding on it", only.strand)),
        _ => None,
    };
    let opposed =
        || (!pro.is_empty() && !contra.is_empty()).then(|| format!("{pro} supports it where {contra} challenges it"));
    match fit {
        Fit::Silence => match speaking.len() {
            0 => one_strand,
            speaking if speaking == row.cells.len() => Some("every strand speaks".to_owned()),
            _ => None,
        },
        // Strands that all speak against a proposition agree with one another.
        Fit::Confirmation | Fit::Agreement | Fit::PartialAgreement | Fit::Expansion => one_strand.or_else(opposed),
        Fit::Discordance | Fit::Dissonance => one_strand.or_else(|| {
            let gainsaid = row.claims().any(|claim| claim.verdict == Verdict::Contradicted);
            match (gainsaid, all(Stance::Supports), all(Stance::Challenges)) {
                (false, true, _) => Some("every finding of every strand supports it".to_owned()),
                (false, _, true) => Some("every finding of every strand challenges it".to_owned()),
                _ => None,
            }
        }),
    }
}
