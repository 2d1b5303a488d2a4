//! The words of direction, likeness and significance, and what each says of a result.

/// What a word says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sense {
    /// The later score is lower.
    Down,
    /// The later score is higher.
    Up,
    /// The change goes to the scale's good side.
    Improved,
    /// To the other side.
    Worsened,
    /// Lower than before, than the norm or than the other group.
    Low,
    High,
    /// On the good side of what came before, of the norm or of the other group.
    Better,
    Worse,
    /// No change to speak of.
    Same,
    /// No distance to speak of.
    Similar,
    /// Beneath the norm.
    Below,
    Above,
    Significant,
    NotSignificant,
    /// A distance between two, on whichever side.
    Differ,
    /// Sizes of a standardised difference, by the study's rule or else Cohen's.
    Small,
    Medium,
    Large,
    /// Under what is medium.
    Slight,
    /// More than negligible.
    Substantial,
    HalfSd,
    OneSd,
}

impl Sense {
    /// Whether the word tells of the passing of time.
    pub fn is_change(self) -> bool {
        matches!(self, Sense::Down | Sense::Up | Sense::Improved | Sense::Worsened | Sense::Same)
    }

    /// Whether the word sets one thing beside another.
    pub fn is_comparison(self) -> bool {
        use Sense::{Above, Below, Better, Differ, High, Low, Similar, Worse};
        matches!(self, Low | High | Better | Worse | Similar | Below | Above | Differ)
    }

    pub fn is_significance(self) -> bool {
        matches!(self, Sense::Significant | Sense::NotSignificant)
    }

    /// Whether the word says that there is nothing, or nothing to speak of.
    pub fn is_absence(self) -> bool {
        matches!(self, Sense::Same | Sense::Similar)
    }

    /// Whether the word says how much.
    pub fn is_size(self) -> bool {
        use Sense::{HalfSd, Large, Medium, OneSd, Slight, Small, Substantial};
        matches!(self, Small | Medium | Large | Slight | Substantial | HalfSd | OneSd)
    }
}

/// A word in its forms, and where it does not mean what it says.
pub struct Entry {
    pub sense: Sense,
    /// Separated by spaces; a phrase has its words joined by `_`.
    pub forms: &'static str,
    /// It says something else before one of these.
    pub not_before: &'static str,
    /// It says something else after one of these.
    pub not_after: &'static str,
    /// It says this only before one of these; anything will do where it is empty.
    pub only_before: &'static str,
}

const fn entry(sense: Sense, forms: &'static str) -> Entry {
    Entry { sense, forms, not_before: "", not_after: "", only_before: "" }
}

impl Entry {
    const fn not_before(self, not_before: &'static str) -> Self {
        Self { not_before, ..self }
    }

    const fn not_after(self, not_after: &'static str) -> Self {
        Self { not_after, ..self }
    }

    const fn only_before(self, only_before: &'static str) -> Self {
        Self { only_before, ..self }
    }
}

/// What may follow a comparative that is part of a name or of a rule: `lower limit`, `a higher score is better`.
const NAMES: &str = "limit limits bound bounds end ends case education score scores value values order side half third \
                     quartile is are";

/// What stands after `similar` and `comparable` where something is claimed, and not `comparable professionals` named.
const CLAIMS: &str = "to with and or between across at in over throughout after before , . ; : ) END";

/// The lexicon. Where two entries begin with the same word the longer phrase is tried first.
pub const LEXICON: &[Entry] = &[
    entry(Sense::Down, "fell fall falls fallen falling")
        .not_before("under within outside into between due short back silent away ill asleep behind apart"),
    entry(Sense::Down, "dropped drop drops dropping").not_before("out in-centre"),
    entry(Sense::Down, "decreased decrease decreases decreasing went_down gone_down go_down going_down"),
    entry(Sense::Down, "declined decline declines declining").not_before("support participation an the invitation"),
    entry(Sense::Down, "reduced reduce reduces reducing reduction reductions"),
    entry(Sense::Down, "lowered lowers lowering diminished diminishes diminishing shrank shrunk dwindled waned dipped"),
    entry(Sense::Up, "rose rise rises risen rising").not_after("give gave gives given giving"),
    entry(Sense::Up, "increased increase increases increasing went_up gone_up go_up going_up climbed climbs climbing"),
    entry(Sense::Up, "grew grows grown"),
    entry(Sense::Up, "doubled trebled tripled surged heightened soared soars"),
    entry(Sense::Down, "halved lessened eased abated tapered plummeted sank sunk plunged"),
    entry(Sense::Improved, "improved improve improves improving improvement improvements").not_after("for"),
    entry(Sense::Improved, "gain_in gains_in"),
    entry(Sense::Worsened, "worsened worsen worsens worsening deteriorated deteriorate deteriorates deteriorating"),
    entry(Sense::Worsened, "deterioration exacerbated exacerbates exacerbation"),
    entry(Sense::Low, "lower").not_before(NAMES),
    entry(Sense::High, "higher").not_before(NAMES),
    entry(Sense::Better, "better").not_before(NAMES).not_after("or"),
    entry(Sense::Worse, "worse poorer").not_before(NAMES).not_after("or"),
    entry(Sense::Same, "unchanged stable maintained sustained constant the_same remained_level stayed_level"),
    entry(Sense::Same, "no_change no_changes little_change not_change little_changed changed_little"),
    entry(Sense::Same, "hardly_changed not_changed barely_changed not_alter not_altered unaltered steady static"),
    entry(Sense::Same, "remained_flat stayed_flat remained_constant plateaued"),
    entry(Sense::Similar, "similar comparable equivalent").only_before(CLAIMS),
    entry(Sense::Similar, "not_differed no_differences indistinguishable identical no_worse no_better"),
    entry(Sense::Differ, "differed differs differ different_from difference_between differences_between"),
    entry(Sense::Small, "small").only_before("SIZED"),
    entry(Sense::Medium, "medium moderate medium-sized").only_before("SIZED"),
    entry(Sense::Large, "large huge large-sized").only_before("SIZED"),
    entry(Sense::Slight, "slightly marginally minimally a_little").only_before("MOVED"),
    entry(Sense::Slight, "slight marginal minimal tiny minor trivial negligible").only_before("SIZED"),
    entry(Sense::Substantial, "substantially considerably markedly dramatically greatly sharply").only_before("MOVED"),
    entry(Sense::Substantial, "substantial considerable marked dramatic sharp sizeable").only_before("SIZED"),
    entry(Sense::HalfSd, "half_a_standard_deviation half_an_sd half_a_sd half_of_a_standard_deviation"),
    entry(
        Sense::OneSd,
        "one_standard_deviation one_sd a_full_standard_deviation one_full_standard_deviation a_whole_sd",
    ),
    entry(Sense::Similar, "close_to in_line_with on_a_par_with not_differ no_different no_difference equal_to"),
    entry(
        Sense::Similar,
        "returned_to_normal back_to_normal returned_to_the_norm back_to_the_norm returned_to_its_norm",
    )
    .not_before("life work working duties activities activity routine routines hours functioning practice"),
    entry(Sense::Below, "below beneath under").only_before("NORM"),
    entry(Sense::Above, "above exceeded exceeds exceed exceeding").only_before("NORM"),
    entry(Sense::Significant, "significant significantly significance")
        .not_before("other others level threshold")
        .not_after("clinically practically personally socially"),
    entry(Sense::NotSignificant, "non-significant non-significantly nonsignificant nonsignificantly insignificant"),
];

/// What a size is said of: `a large effect`, `the fall was small`.
pub const SIZED: &[&str] = &[
    "effect",
    "effects",
    "difference",
    "differences",
    "change",
    "changes",
    "increase",
    "increases",
    "decrease",
    "decreases",
    "rise",
    "fall",
    "drop",
    "decline",
    "reduction",
    "reductions",
    "improvement",
    "improvements",
    "gain",
    "gains",
    "deterioration",
];

/// How words begin that say which way something went or lies.
pub const MOVED: &[&str] = &[
    "fell", "fall", "rose", "ris", "increas", "decreas", "improv", "declin", "worse", "deterior", "reduc", "drop",
    "lower", "higher", "better", "grew", "grow", "chang", "differ", "below", "above", "diminish", "gain",
];

/// Words of studies other than this one.
pub const LITERATURE: &[&str] = &[
    "literature",
    "studies",
    "previous",
    "previously",
    "prior",
    "review",
    "reviews",
    "meta-analysis",
    "meta-analyses",
    "trials",
    "authors",
    "elsewhere",
    "et",
    "researchers",
    "scholars",
];

/// Words before those of other studies that set the study beside them: it is still the study that is spoken of.
pub const BESIDE_OTHERS: &[&str] =
    &["unlike", "contrary", "contrast", "line", "consistent", "than", "like", "with", "as", "echoing", "confirming"];

/// Words of what people think, which is not what was measured.
pub const THOUGHT: &[&str] = &[
    "felt",
    "feel",
    "feels",
    "feeling",
    "thought",
    "think",
    "believed",
    "believe",
    "said",
    "say",
    "told",
    "perceived",
    "noticed",
    "described",
    "agreed",
    "stated",
    "recalled",
    "wished",
    "worried",
    "feared",
    "sensed",
    "considered",
    "perception",
    "perceptions",
    "belief",
    "beliefs",
    "opinion",
];

/// Words that name groups of people who are set against each other.
pub const GROUPS: &[&str] = &[
    "controls",
    "control",
    "intervention",
    "comparison",
    "arm",
    "arms",
    "group",
    "groups",
    "women",
    "men",
    "girls",
    "boys",
    "males",
    "females",
    "placebo",
    "completers",
    "drop-outs",
    "dropouts",
    "non-completers",
    "older",
    "younger",
    "waiting-list",
    "wait-list",
    "sites",
    "counterparts",
    "non-users",
    "sexes",
    "genders",
];

/// Words that name a norm.
pub const NORM: &[&str] =
    &["norm", "norms", "normative", "population", "average", "averages", "reference", "benchmark"];

/// Words that name those with whom a norm or another group is concerned, after `than`.
pub const OTHERS: &[&str] = &[
    "among",
    "those",
    "that",
    "comparable",
    "comparison",
    "nurses",
    "professionals",
    "controls",
    "control",
    "others",
    "people",
    "staff",
    "workers",
    "adults",
    "theirs",
    "other",
];

/// Words that turn what follows.
pub const NEGATORS: &[&str] = &[
    "not", "no", "never", "neither", "nor", "without", "none", "hardly", "nobody", "nothing", "cannot", "failed",
    "instead", "rather",
];

/// Words that make a clause a question, a wish or a condition.
pub const HEDGES: &[&str] = &[
    "whether",
    "if",
    "would",
    "could",
    "may",
    "might",
    "should",
    "unless",
    "expect",
    "expected",
    "hypothesised",
    "hypothesized",
    "hypothesis",
    "predicted",
    "hoped",
    "aimed",
    "assumed",
    "perhaps",
    "possibly",
    "suppose",
    "imagine",
    "can",
    "aim",
    "aims",
    "objective",
    "objectives",
    "sought",
    "seeks",
    "intended",
    "planned",
    "designed",
    "hoping",
    "hypothesise",
    "hypothesize",
    "hypotheses",
    "unclear",
    "unknown",
    "powered",
    "detect",
    "anticipated",
    "unlikely",
    "defined",
];

/// Words that begin a clause of their own.
pub const TURNS: &[&str] = &[
    "but", "while", "whereas", "although", "though", "however", "yet", "which", "who", "whose", "where", "until",
    "because", "since", "except", "despite", "when",
];

/// Words that say that a test was corrected for others, so that its own p is not meant.
pub const CORRECTED: &[&str] = &[
    "holm",
    "holm's",
    "bonferroni",
    "benjamini",
    "hochberg",
    "correction",
    "corrected",
    "adjusted",
    "adjustment",
    "adjusting",
    "correcting",
    "multiplicity",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_form_stands_twice() {
        let mut forms: Vec<&str> = LEXICON.iter().flat_map(|entry| entry.forms.split(' ')).collect();
        forms.sort_unstable();
        let all = forms.len();
        forms.dedup();
        assert_eq!(forms.len(), all);
    }
}
