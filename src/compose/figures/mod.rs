//! Each kind of figure: results in, chart data out. Units are turned here so that a chart computes nothing.

mod people;
mod scales;
mod voices;

use super::chart::{Chart, Mark, Tick};
use crate::model::{FigureKind, Study, TimepointId};
use crate::synthesise::{Grid, Verdict};

/// Makes the data of a figure of its kind.
pub fn chart(kind: &FigureKind, grid: &Grid) -> Chart {
    let findings = &grid.findings;
    match kind {
        FigureKind::Trajectories { scales, groups, participants } => {
            Chart::Trajectories(scales::trajectories(scales, *groups, *participants, findings))
        }
        FigureKind::Distribution { scales, timepoints, groups } => {
            Chart::Distribution(people::distribution(scales, timepoints, *groups, findings))
        }
        FigureKind::ParticipantFlow { groups } => Chart::ParticipantFlow(people::flow(*groups, findings)),
        FigureKind::ChangeForest { comparisons, scales } => {
            Chart::ChangeForest(scales::change_forest(comparisons, scales, findings))
        }
        FigureKind::NormProfile { timepoints, scales } => {
            Chart::NormProfile(scales::norm_profile(timepoints, scales, findings))
        }
        FigureKind::ThemesByTimepoint { level } => Chart::ThemesByTimepoint(voices::by_timepoint(*level, findings)),
        FigureKind::EvidenceMap => Chart::EvidenceMap(voices::evidence_map(grid)),
        FigureKind::EvidenceSpread { level } => Chart::EvidenceSpread(voices::evidence_spread(*level, findings)),
        FigureKind::JointDisplay { rows } => Chart::JointDisplay(voices::joint_display(rows, findings)),
    }
}

fn ticks(study: &Study, only: Option<&[TimepointId]>) -> Vec<Tick> {
    let wanted = study.timepoints.iter().filter(|t| only.is_none_or(|only| only.contains(&t.id)));
    wanted.map(|t| Tick { id: t.id.to_string(), label: t.label.clone(), month: t.month }).collect()
}

fn confidence(study: &Study) -> String {
    super::number::level(study.conventions.confidence)
}

fn mark(verdict: Verdict) -> Mark {
    match verdict {
        Verdict::Holds => Mark::Holds,
        Verdict::Contradicted => Mark::Contradicted,
        Verdict::CannotTell => Mark::CannotTell,
    }
}
