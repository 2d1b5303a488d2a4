//! The name that was probably meant, and in what it differs where nobody sees it.

/// The question whether the nearest of the known names was meant; of two that look the same it says what parts them.
pub fn meant<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let known: Vec<&str> = known.into_iter().collect();
    let same = |name: &&&str| **name != wrong && seen(name) == seen(wrong);
    if let Some(name) = known.iter().find(same) {
        return Some(format!("did you mean `{name}`? the two differ in {}", difference(wrong, name)));
    }
    crate::diag::nearest(wrong, known).map(|name| format!("did you mean `{name}`?"))
}

/// A sign that is not seen: zero-width spaces and joiners, marks of direction, soft hyphens.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
        || (c.is_control() && !c.is_whitespace())
}

/// A name as it looks: without what is not seen, all blanks alike.
fn seen(name: &str) -> String {
    let plain: String = name.chars().filter(|c| !is_invisible(*c)).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn difference(wrong: &str, right: &str) -> String {
    let invisible = |name: &str| name.chars().find(|c| is_invisible(*c));
    let blank = |name: &str| name.chars().find(|c| c.is_whitespace() && *c != ' ');
    match (invisible(wrong).or_else(|| invisible(right)), blank(wrong).or_else(|| blank(right))) {
        (Some(c), _) => format!("a sign that is not seen (U+{:04X})", u32::from(c)),
        (None, Some('\n' | '\r')) => "a line break".to_owned(),
        (None, Some(c)) => format!("a blank of another kind (U+{:04X})", u32::from(c)),
        (None, None) => "the number of blanks".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn what_nobody_sees_is_named() {
        let said = |wrong: &str| meant(wrong, ["q1 how tense?", "q2"]).unwrap_or_default();
        assert!(said("q1\u{a0}how tense?").ends_with("differ in a blank of another kind (U+00A0)"));
        assert!(said("q\u{200b}2").ends_with("differ in a sign that is not seen (U+200B)"));
        assert!(said("q1  how tense?").ends_with("differ in the number of blanks"));
        assert!(said("q1 how\ntense?").ends_with("differ in a line break"));
        assert_eq!(said("q1 how tens?"), "did you mean `q1 how tense?`?");
    }
}
