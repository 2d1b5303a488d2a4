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

/// Where the cells of a row stand, by the names of their columns.
#[derive(Debug, Clone, Default)]
pub struct Places(Vec<(&'static str, Origin)>);

impl Places {
    pub fn new(places: Vec<(&'static str, Origin)>) -> Self {
        Self(places)
    }

    /// The columns of the row's filled cells.
    pub fn columns(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|(name, _)| *name)
    }

    /// The cell of a column, if the row has that column.
    pub fn of(&self, column: &str) -> Option<&Origin> {
        self.0.iter().find(|(name, _)| *name == column).map(|(_, origin)| origin)
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
    /// The standard error of the mean.
    pub se: Option<Printed>,
    pub median: Option<Printed>,
    pub note: Option<String>,
    pub origin: Origin,
    pub places: Places,
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
    /// Student's t of the pairs, and its degrees of freedom.
    pub t: Option<Printed>,
    pub df: Option<Printed>,
    /// The standard deviation of the changes, and the standard error of their mean.
    pub sd: Option<Printed>,
    pub se: Option<Printed>,
    /// The correlation of the two measurements.
    pub r: Option<Printed>,
    pub note: Option<String>,
    pub origin: Origin,
    pub places: Places,
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
    pub places: Places,
}

/// A figure that the source prints a second time, in another place.
#[derive(Debug, Clone)]
pub struct AgainRow {
    /// The result that it repeats, and the column of its row, such as `change.wellbeing.T1-T2` and `es`.
    pub address: String,
    pub field: String,
    pub printed: Printed,
    /// Where it stands, such as `text, p. 7`.
    pub place: String,
    pub note: Option<String>,
    pub origin: Origin,
    pub places: Places,
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
    pub again: Vec<AgainRow>,
    pub describe_source: Option<SourceNote>,
    pub change_source: Option<SourceNote>,
    pub share_source: Option<SourceNote>,
}

impl DescribeRow {
    /// The address of its result.
    pub fn address(&self) -> String {
        match &self.timepoint {
            Some(timepoint) => format!("describe.{}.{timepoint}", self.subject.as_str()),
            None => format!("describe.{}", self.subject.as_str()),
        }
    }
}

impl ChangeRow {
    /// The address of its result.
    pub fn address(&self) -> String {
        format!("change.{}.{}", self.scale, self.comparison)
    }
}

impl ShareRow {
    /// The address of its result.
    pub fn address(&self) -> String {
        match &self.timepoint {
            Some(timepoint) => format!("share.{}.{timepoint}.{}", self.variable, self.level),
            None => format!("share.{}.{}", self.variable, self.level),
        }
    }
}

impl Reported {
    /// Every row by the address of its result, with the places of its cells.
    pub fn rows(&self) -> impl Iterator<Item = (String, &Places)> {
        let describe = self.describe.iter().map(|row| (row.address(), &row.places));
        let change = self.change.iter().map(|row| (row.address(), &row.places));
        describe.chain(change).chain(self.share.iter().map(|row| (row.address(), &row.places)))
    }
}
