//! The name that was probably meant.

/// The question whether the nearest of the known names was meant.
pub fn meant<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    crate::diag::nearest(wrong, known).map(|name| format!("did you mean `{name}`?"))
}
