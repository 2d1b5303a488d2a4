//! The known name nearest to a misspelt one.

/// The nearest of the known names, where it is near enough to be what was meant: at most a third of its letters off,
/// or the same but for case and separators. A name of two letters is near to none: `T3` is not a slip for `T1`. Of equally near names the first in alphabetical order.
pub fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |name: &str| name.to_lowercase().replace(['_', ' ', '.'], "-");
    known
        .into_iter()
        .filter(|name| *name != wrong)
        .map(|name| (strsim::damerau_levenshtein(&plain(wrong), &plain(name)), name))
        .filter(|(distance, name)| *distance <= name.chars().count().max(wrong.chars().count()) / 3)
        .min()
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_is_mended_and_a_stranger_is_not() {
        let known = ["wellbeing", "workload", "pay"];
        assert_eq!(nearest("welbeing", known), Some("wellbeing"));
        assert_eq!(nearest("Work_Load", known), Some("workload"));
        assert_eq!(nearest("leadership", known), None);
        assert_eq!((nearest("T3", ["T1", "T2"]), nearest("t1", ["T1", "T2"])), (None, Some("T1")));
    }
}
