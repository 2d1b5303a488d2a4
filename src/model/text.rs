//! Text that the author wrote, and where it stands.

use std::ops::Range;
use std::sync::Arc;

use crate::diag::Origin;

/// A value with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At<T> {
    pub value: T,
    pub origin: Origin,
}

/// A piece of Markdown, from a chapter or from a YAML value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    pub markdown: Arc<str>,
    file: Arc<str>,
    /// The whole file, and the bytes of it that hold this text.
    whole: Arc<str>,
    span: Range<usize>,
    /// Whether the bytes are the text itself, not a YAML scalar that folds or escapes it.
    verbatim: bool,
}

impl Text {
    /// A stretch of a file that is Markdown as it stands.
    pub fn verbatim(file: &Arc<str>, whole: &Arc<str>, span: Range<usize>) -> Self {
        let markdown = Arc::from(&whole[span.clone()]);
        Self { markdown, file: file.clone(), whole: whole.clone(), span, verbatim: true }
    }

    /// A value that a YAML scalar at these bytes of the file stands for.
    pub fn scalar(markdown: impl Into<Arc<str>>, file: &Arc<str>, whole: &Arc<str>, span: Range<usize>) -> Self {
        Self { markdown: markdown.into(), file: file.clone(), whole: whole.clone(), span, verbatim: false }
    }

    /// A part of a text that is Markdown as it stands; of another the whole.
    pub fn part(&self, range: Range<usize>) -> Self {
        if !self.verbatim {
            return self.clone();
        }
        Self::verbatim(&self.file, &self.whole, self.span.start + range.start..self.span.start + range.end)
    }

    pub fn is_empty(&self) -> bool {
        self.markdown.trim().is_empty()
    }

    /// Where the text begins.
    pub fn origin(&self) -> Origin {
        Origin::of_range(&self.file, &self.whole, self.span.start..self.span.start)
    }

    /// The place of a part of the text in its file.
    ///
    /// A scalar may be folded or escaped, so the part is looked for: the same occurrence of the same words.
    pub fn place(&self, part: Range<usize>) -> Origin {
        if self.verbatim {
            let start = self.span.start + part.start;
            return Origin::of_range(&self.file, &self.whole, start..self.span.start + part.end);
        }
        let raw = &self.whole[self.span.clone()];
        let wanted = self.markdown.get(part.clone()).unwrap_or("");
        let needle = wanted.split_whitespace().next().unwrap_or("");
        if needle.is_empty() {
            return self.origin();
        }
        let needle = if raw.contains(wanted) { wanted } else { needle };
        let earlier = self.markdown.get(..part.start).map_or(0, |before| before.matches(needle).count());
        match raw.match_indices(needle).nth(earlier) {
            Some((at, found)) => {
                let start = self.span.start + at;
                Origin::of_range(&self.file, &self.whole, start..start + found.len())
            }
            None => self.origin(),
        }
    }
}
