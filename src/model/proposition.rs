//! The synthesis as the author states it: propositions, findings, evidence and what is expected of it.

use super::{Address, At, CodeId, ExcerptId, PropositionId, Size, StrandId, Text, ThemeId, TimepointId};
use crate::diag::Origin;

#[derive(Debug, Clone)]
pub struct Proposition {
    pub id: PropositionId,
    pub statement: Text,
    pub note: Option<Text>,
    /// One entry a strand of the study, in the study's order; empty where the strand is silent.
    pub findings: Vec<(StrandId, Vec<Finding>)>,
    pub fit: Option<At<Fit>>,
    pub interpretation: Option<Text>,
    pub origin: Origin,
}

#[derive(Debug, Clone)]
pub struct Finding {
    pub text: Text,
    pub stance: Option<Stance>,
    pub evidence: Vec<Evidence>,
    pub origin: Origin,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stance {
    Supports,
    Qualifies,
    Challenges,
}

impl Stance {
    pub fn as_str(self) -> &'static str {
        match self {
            Stance::Supports => "supports",
            Stance::Qualifies => "qualifies",
            Stance::Challenges => "challenges",
        }
    }
}

/// What a finding rests on, and what it expects of it.
#[derive(Debug, Clone)]
pub struct Evidence {
    pub subject: Subject,
    pub expect: Vec<At<Expect>>,
    /// Why the author keeps a claim that the evidence contradicts.
    pub contradiction: Option<Text>,
    pub origin: Origin,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    Result(Address),
    Code(CodeId, Option<TimepointId>),
    Theme(ThemeId, Option<TimepointId>),
    Excerpt(ExcerptId),
}

impl Subject {
    /// The address of the result that the evidence is; an excerpt has none.
    pub fn address(&self) -> Option<Address> {
        let at = |kind: &str, id: &str, timepoint: &Option<TimepointId>| {
            Address::new(match timepoint {
                Some(timepoint) => format!("{kind}.{id}.{timepoint}"),
                None => format!("{kind}.{id}"),
            })
        };
        match self {
            Subject::Result(address) => Some(address.clone()),
            Subject::Code(id, timepoint) => Some(at("code", id.as_str(), timepoint)),
            Subject::Theme(id, timepoint) => Some(at("theme", id.as_str(), timepoint)),
            Subject::Excerpt(_) => None,
        }
    }
}

impl std::fmt::Display for Subject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self, self.address()) {
            (Subject::Excerpt(id), _) => write!(f, "excerpt {id}"),
            (_, Some(address)) => write!(f, "{address}"),
            (_, None) => Ok(()),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    Less,
    AtMost,
    Greater,
    AtLeast,
    Equal,
    NotEqual,
}

impl Operator {
    pub const ALL: [Operator; 6] =
        [Operator::AtMost, Operator::AtLeast, Operator::Equal, Operator::NotEqual, Operator::Less, Operator::Greater];

    pub fn as_str(self) -> &'static str {
        match self {
            Operator::Less => "<",
            Operator::AtMost => "<=",
            Operator::Greater => ">",
            Operator::AtLeast => ">=",
            Operator::Equal => "==",
            Operator::NotEqual => "!=",
        }
    }
}

macro_rules! words {
    ($($variant:ident = $name:literal),* $(,)?) => {
        /// A word of `expect`; the guide says what each means.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Word { $($variant),* }

        impl Word {
            pub const ALL: &[Word] = &[$(Word::$variant),*];

            pub fn as_str(self) -> &'static str {
                match self { $(Word::$variant => $name),* }
            }
        }
    };
}

words! {
    Increase = "increase",
    Decrease = "decrease",
    Better = "better",
    Worse = "worse",
    Significant = "significant",
    NotSignificant = "not-significant",
    HolmSignificant = "holm-significant",
    BhSignificant = "bh-significant",
    Comparable = "comparable",
    OverOneSd = "over-one-sd",
    Negligible = "negligible",
    Small = "small",
    Medium = "medium",
    Large = "large",
    VeryLarge = "very-large",
    Huge = "huge",
}

impl Word {
    /// The size that the word names, where it names one.
    pub fn size(self) -> Option<Size> {
        match self {
            Word::Negligible => Some(Size::Negligible),
            Word::Small => Some(Size::Small),
            Word::Medium => Some(Size::Medium),
            Word::Large => Some(Size::Large),
            Word::VeryLarge => Some(Size::VeryLarge),
            Word::Huge => Some(Size::Huge),
            _ => None,
        }
    }
}

/// One thing that is expected of a result.
#[derive(Debug, Clone, PartialEq)]
pub enum Expect {
    Compare { field: String, absolute: bool, operator: Operator, number: f64, text: String },
    Word(Word),
}

impl Expect {
    pub fn as_str(&self) -> &str {
        match self {
            Expect::Compare { text, .. } => text,
            Expect::Word(word) => word.as_str(),
        }
    }
}

/// How the strands of a proposition fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    Confirmation,
    Expansion,
    Discordance,
    Agreement,
    PartialAgreement,
    Silence,
    Dissonance,
}

/// Whose words for fit the study uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FitVocabulary {
    /// Fetters, Curry and Creswell 2013.
    Fetters2013,
    /// Farmer and others 2006.
    Farmer2006,
}

impl FitVocabulary {
    pub fn as_str(self) -> &'static str {
        match self {
            FitVocabulary::Fetters2013 => "fetters-2013",
            FitVocabulary::Farmer2006 => "farmer-2006",
        }
    }

    pub fn words(self) -> &'static [Fit] {
        match self {
            FitVocabulary::Fetters2013 => &[Fit::Confirmation, Fit::Expansion, Fit::Discordance],
            FitVocabulary::Farmer2006 => &[Fit::Agreement, Fit::PartialAgreement, Fit::Silence, Fit::Dissonance],
        }
    }
}

impl Fit {
    pub fn as_str(self) -> &'static str {
        match self {
            Fit::Confirmation => "confirmation",
            Fit::Expansion => "expansion",
            Fit::Discordance => "discordance",
            Fit::Agreement => "agreement",
            Fit::PartialAgreement => "partial-agreement",
            Fit::Silence => "silence",
            Fit::Dissonance => "dissonance",
        }
    }

    /// As it is printed on the page.
    pub fn label(self) -> &'static str {
        match self {
            Fit::Confirmation => "Confirmation",
            Fit::Expansion => "Expansion",
            Fit::Discordance => "Discordance",
            Fit::Agreement => "Agreement",
            Fit::PartialAgreement => "Partial agreement",
            Fit::Silence => "Silence",
            Fit::Dissonance => "Dissonance",
        }
    }

    /// Whether the author must say what to make of it.
    pub fn needs_interpretation(self) -> bool {
        matches!(self, Fit::Discordance | Fit::Silence | Fit::Dissonance)
    }
}
