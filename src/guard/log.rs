//! What was kept back or changed, and why: for the file of the ethics committee.

pub use super::words::Found;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// A figure is not shown.
    Withheld,
    /// An id stands for another.
    Renumbered,
    /// A part is left out.
    Removed,
}

impl Action {
    pub fn as_str(self) -> &'static str {
        match self {
            Action::Withheld => "withheld",
            Action::Renumbered => "renumbered",
            Action::Removed => "removed",
        }
    }
}

/// One thing that was done. It names no value that is withheld, and nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub action: Action,
    /// Such as an address with its field.
    pub about: String,
    /// The rule that asked for it, such as `small-count`.
    pub rule: &'static str,
    /// In words.
    pub why: String,
}

/// Everything that was done, in the order of the results and excerpts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Log {
    pub entries: Vec<Entry>,
    /// What in the excerpts could tell who speaks; whether it is accepted stands with its diagnostic.
    pub found: Vec<Found>,
}
