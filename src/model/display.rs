//! The tables and figures that the author asks for.

use super::{CodeId, Comparison, DisplayId, ExcerptId, InstrumentId, ScaleId, Text, ThemeId, TimepointId, VariableId};
use crate::diag::Origin;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shape {
    Table,
    Figure,
}

impl Shape {
    pub fn as_str(self) -> &'static str {
        match self {
            Shape::Table => "table",
            Shape::Figure => "figure",
        }
    }
}

#[derive(Debug, Clone)]
pub struct Display {
    pub id: DisplayId,
    pub kind: DisplayKind,
    pub caption: Text,
    /// What a reader who cannot see a figure is told; tables have none.
    pub alt: Option<Text>,
    pub note: Option<Text>,
    pub landscape: bool,
    pub origin: Origin,
}

impl Display {
    pub fn shape(&self) -> Shape {
        match self.kind {
            DisplayKind::Table(_) => Shape::Table,
            DisplayKind::Figure(_) => Shape::Figure,
        }
    }
}

#[derive(Debug, Clone)]
pub enum DisplayKind {
    Table(TableKind),
    Figure(FigureKind),
}

/// Whether rows are themes or codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    Theme,
    Code,
}

/// What a table of the audit lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditShow {
    /// Printed figures that are not those of the data.
    Differences,
    /// All printed figures beside those of the data.
    All,
    /// Printed figures that cannot stand together, and those of which that cannot be told, where these are wanted.
    Findings { undecided: bool },
}

/// A table with the options of its kind; lists hold everything where the author named nothing.
#[derive(Debug, Clone)]
pub enum TableKind {
    Participants { variables: Vec<VariableId>, groups: bool },
    Shares { variable: VariableId, timepoints: Vec<TimepointId> },
    Outcomes { instruments: Vec<InstrumentId>, timepoints: Vec<TimepointId>, groups: bool },
    Change { comparisons: Vec<Comparison>, scales: Vec<ScaleId>, groups: bool },
    Pairs { comparisons: Vec<Comparison>, scales: Vec<ScaleId> },
    Contrasts { scales: Vec<ScaleId>, timepoints: Vec<TimepointId>, comparisons: Vec<Comparison> },
    Reliability { scales: Vec<ScaleId>, timepoints: Vec<TimepointId> },
    Missing { scales: Vec<ScaleId>, timepoints: Vec<TimepointId> },
    Attrition { scales: Vec<ScaleId>, variables: Vec<VariableId> },
    Agreement { codes: Vec<CodeId> },
    Audit { show: AuditShow },
    Propositions,
    Excerpts { codes: Vec<CodeId>, at_most: Option<usize> },
    Codebook,
    Coverage,
}

#[derive(Debug, Clone)]
pub enum FigureKind {
    /// With a line a group, and with every participant's own course, where that is wanted.
    Trajectories {
        scales: Vec<ScaleId>,
        groups: bool,
        participants: bool,
    },
    Distribution {
        scales: Vec<ScaleId>,
        timepoints: Vec<TimepointId>,
        groups: bool,
    },
    ParticipantFlow {
        groups: bool,
    },
    ChangeForest {
        comparisons: Vec<Comparison>,
        scales: Vec<ScaleId>,
    },
    NormProfile {
        timepoints: Vec<TimepointId>,
        scales: Vec<ScaleId>,
    },
    ThemesByTimepoint {
        level: Level,
    },
    EvidenceMap,
    EvidenceSpread {
        level: Level,
    },
    JointDisplay {
        rows: Vec<JointRequest>,
    },
}

/// A row of a joint display: a scale beside codes or themes and excerpts.
#[derive(Debug, Clone)]
pub struct JointRequest {
    pub scale: ScaleId,
    pub codes: Vec<CodeId>,
    pub themes: Vec<ThemeId>,
    pub excerpts: Vec<ExcerptId>,
}
