//! The three verdicts, and how they add up.

/// Whether evidence bears a claim out. Ordered from best to worst, so that the worst of several stands for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    Holds,
    CannotTell,
    Contradicted,
}

impl Verdict {
    /// In words, the same on the page, in JSON and on the terminal.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Holds => "holds",
            Verdict::CannotTell => "cannot tell",
            Verdict::Contradicted => "contradicted",
        }
    }

    /// What several verdicts come to: contradicted if any is, else cannot tell if any is, else holds. Nothing at all
    /// cannot be told.
    pub fn all(verdicts: impl IntoIterator<Item = Verdict>) -> Verdict {
        verdicts.into_iter().max().unwrap_or(Verdict::CannotTell)
    }
}
