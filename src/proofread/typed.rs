//! Numbers as they stand in a sentence, and those that are no figures of the study.

use super::sentence::{Kind, Sentence, Token};

/// A number as it was typed.
pub struct Typed {
    /// Without its sign.
    pub value: f64,
    pub decimals: usize,
    pub percent: bool,
}

impl Typed {
    pub fn parse(token: &Token) -> Option<Self> {
        let text = token.text.trim_start_matches(['-', '\u{2212}', '+']);
        let percent = text.ends_with('%');
        let plain = text.trim_end_matches('%').replace(',', "");
        let decimals = plain.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        // `3.0.1` is a version.
        let sound = plain.matches('.').count() <= 1 && plain.len() < 16;
        let value = plain.parse().ok().filter(|_| sound)?;
        Some(Self { value, decimals, percent })
    }

    /// Whether a value rounds to what was typed.
    pub fn is(&self, value: f64) -> bool {
        let scale = 10f64.powi(self.decimals as i32);
        // Half a unit, and a little for what binary fractions cannot hold.
        ((value.abs() - self.value) * scale).abs() <= 0.5 + 1e-9
    }
}

/// Whether digits that match nothing say something of the data: they have decimals, or are counted in people or per
/// cent.
pub fn claims_something(typed: &Typed, sentence: &Sentence, at: usize) -> bool {
    const PEOPLE: [&str; 9] =
        ["participants", "people", "patients", "respondents", "pairs", "women", "men", "workers", "interviews"];
    let next = sentence.get(at + 1).is_some_and(|next| next.is_one_of(&PEOPLE));
    let sample = at > 1 && sentence[at - 1].text == "=" && sentence[at - 2].is("n");
    typed.decimals > 0 || typed.percent || next || sample
}

/// Numbers that are none of the study's results: years, dates, names of tables, hedged reckonings.
pub fn passed_over(sentence: &Sentence, at: usize) -> bool {
    const NAMED: [&str; 34] = [
        "table",
        "tables",
        "figure",
        "figures",
        "fig",
        "section",
        "sections",
        "chapter",
        "appendix",
        "box",
        "step",
        "stage",
        "phase",
        "wave",
        "study",
        "site",
        "sites",
        "question",
        "item",
        "items",
        "version",
        "v",
        "proposition",
        "propositions",
        "page",
        "pages",
        "p",
        "pp",
        "volume",
        "footnote",
        "part",
        "day",
        "week",
        "model",
    ];
    const HEDGES: [&str; 12] = [
        "about",
        "around",
        "roughly",
        "approximately",
        "some",
        "nearly",
        "almost",
        "circa",
        "perhaps",
        "say",
        "well",
        "ca",
    ];
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    const UNITS: [&str; 14] = [
        "month", "months", "year", "years", "week", "weeks", "day", "days", "minute", "minutes", "hour", "hours",
        "decimals", "point",
    ];
    let token = &sentence[at];
    let before = |back: usize| at.checked_sub(back).map(|at| &sentence[at]);
    let next = sentence.get(at + 1);
    let whole = !token.text.contains('.');
    let year = whole && token.text.len() == 4 && (token.text.starts_with("19") || token.text.starts_with("20"));
    let named = before(1).is_some_and(|token| token.is_one_of(&NAMED));
    // `about 0.046 to 0.055`, `about 50.0 and 49.7`: the hedge reaches to the second.
    let hedge = |back: usize| before(back).is_some_and(|token| token.is_one_of(&HEDGES));
    let second = before(1).is_some_and(|token| token.is_one_of(&["to", "and", "or", "–", "-"]))
        && before(2).is_some_and(|token| token.kind == Kind::Number);
    let hedged = hedge(1) || (second && hedge(3));
    let dated =
        next.is_some_and(|next| next.is_one_of(&MONTHS)) || before(1).is_some_and(|token| token.is_one_of(&MONTHS));
    let unit = whole && next.is_some_and(|next| next.is_one_of(&UNITS));
    let bound = before(1).is_some_and(|token| matches!(token.text.as_str(), "<" | ">" | "≤" | "≥"));
    let joined = next
        .is_some_and(|next| next.range.start == token.range.end && matches!(next.text.as_str(), "/" | "–"))
        && whole;
    year || named || hedged || dated || unit || bound || joined
}
