//! What of the study a cell of a table or a mark of a chart shows, so that a reader who points at it can be led there.

use crate::analyse::{Field, StudyResult};
use crate::diag::Origin;
use crate::model::{Address, Subject};
use crate::synthesise::Claim;

/// A result, or some of its fields; without an address a place in the files alone, such as an excerpt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The row, claim or excerpt that it stands for.
    pub origin: Origin,
    pub address: Option<Address>,
    /// The fields that are shown: two for a range. Empty for the result as a whole.
    pub fields: Vec<Field>,
}

impl Shown {
    /// A result as a whole.
    pub fn whole(result: &StudyResult) -> Self {
        Self::fields(result, &[])
    }

    /// Some fields of a result.
    pub fn fields(result: &StudyResult, fields: &[Field]) -> Self {
        Self { origin: result.origin.clone(), address: Some(result.address.clone()), fields: fields.to_vec() }
    }

    /// A place in the files that is no result.
    pub fn at(origin: &Origin) -> Self {
        Self { origin: origin.clone(), address: None, fields: Vec::new() }
    }

    /// A claim, with the result, code or theme that it is about.
    pub fn claim(claim: &Claim) -> Self {
        let at = |kind: &str, id: &str, timepoint: &Option<crate::model::TimepointId>| match timepoint {
            Some(timepoint) => Address::new(format!("{kind}.{id}.{timepoint}")),
            None => Address::new(format!("{kind}.{id}")),
        };
        let address = match &claim.subject {
            Subject::Result(address) => Some(address.clone()),
            Subject::Code(id, timepoint) => Some(at("code", id.as_str(), timepoint)),
            Subject::Theme(id, timepoint) => Some(at("theme", id.as_str(), timepoint)),
            Subject::Excerpt(_) => None,
        };
        Self { origin: claim.origin.clone(), address, fields: Vec::new() }
    }

    /// The address with its field, where one alone is shown.
    pub fn full_address(&self) -> Option<String> {
        let address = self.address.as_ref()?;
        Some(match &self.fields[..] {
            [field] => format!("{address}.{}", field.as_str()),
            _ => address.to_string(),
        })
    }
}
