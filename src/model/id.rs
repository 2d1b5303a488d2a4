//! Ids: one type each, so that a code is never taken for a theme.

use std::fmt;
use std::sync::Arc;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            pub fn new(id: impl Into<Arc<str>>) -> Self {
                Self(id.into())
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

ids! {
    /// A result's one name, such as `change.wellbeing.T1-T2`; whether there is such a result is not said.
    Address,
    /// A key of the bibliography.
    CitationKey,
    CodeId,
    DisplayId,
    InstrumentId,
    LevelId,
    PropositionId,
    ScaleId,
    StrandId,
    ThemeId,
    TimepointId,
    VariableId,
}

/// Two timepoints between which a change is measured, written `T1-T2`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Comparison {
    pub from: TimepointId,
    pub to: TimepointId,
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.from, self.to)
    }
}
