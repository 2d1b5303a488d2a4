//! Results as they were printed elsewhere.

use super::{CitationKey, Comparison, LevelId, Printed, ScaleId, TimepointId, VariableId};
use crate::diag::Origin;

/// What a row of `describe.csv` describes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Described {
    Scale(ScaleId),
    Variable(VariableId),
}

impl Described {
    pub fn as_str(&self) -> &str {
        match self {
            Described::Scale(id) => id.as_str(),
            Described::Variable(id) => id.as_str(),
        }
    }
}

#[derive(Debug, Clone)]
pub struct DescribeRow {
    pub subject: Described,
    pub timepoint: Option<TimepointId>,
    pub n: Option<u64>,
    pub mean: Option<Printed>,
    pub sd: Option<Printed>,
    pub min: Option<Printed>,
    pub max: Option<Printed>,
    pub note: Option<String>,
    pub origin: Origin,
}

#[derive(Debug, Clone)]
pub struct ChangeRow {
    pub scale: ScaleId,
    pub comparison: Comparison,
    pub n: Option<u64>,
    /// In the study's sign convention, like the limits and the effect size.
    pub change: Option<Printed>,
    pub ci_low: Option<Printed>,
    pub ci_high: Option<Printed>,
    pub p: Option<Printed>,
    pub es: Option<Printed>,
    pub note: Option<String>,
    pub origin: Origin,
}

#[derive(Debug, Clone)]
pub struct ShareRow {
    pub variable: VariableId,
    pub timepoint: Option<TimepointId>,
    pub level: LevelId,
    pub count: Option<u64>,
    pub total: Option<u64>,
    pub percent: Option<Printed>,
    pub note: Option<String>,
    pub origin: Origin,
}

/// Where a file of reported results was taken from.
#[derive(Debug, Clone)]
pub struct SourceNote {
    pub citation: Option<CitationKey>,
    pub table: Option<String>,
    pub page: Option<String>,
}

#[derive(Debug, Clone, Default)]
pub struct Reported {
    pub describe: Vec<DescribeRow>,
    pub change: Vec<ChangeRow>,
    pub share: Vec<ShareRow>,
    pub describe_source: Option<SourceNote>,
    pub change_source: Option<SourceNote>,
    pub share_source: Option<SourceNote>,
}
