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

/// A piece of Markdown, from a chapter or from a YAML value; or somebody's words, in which no sign is a mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    pub markdown: Arc<str>,
    /// Whether these are words as they were said: empty lines part paragraphs, line ends lines, and that is all.
    literal: bool,
    file: Arc<str>,
    /// The whole file, and the bytes of it that hold this text.
    whole: Arc<str>,
    span: Range<usize>,
    /// Whether the bytes are the text itself, not a YAML scalar that folds or escapes it.
    verbatim: bool,
    /// What the author wrote, where other words stand for some of it.
    mended: Option<Arc<Mended>>,
}

/// The author's own words of a text, and which of them others stand for.
#[derive(Debug, PartialEq, Eq)]
struct Mended {
    written: Arc<str>,
    /// In order, none over another.
    edits: Vec<Edit>,
}

/// Bytes of the text as it is, and of the text as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Edit {
    now: Range<usize>,
    written: Range<usize>,
}

impl Mended {
    /// The bytes as they were written that some bytes stand for; of an edit the whole.
    fn written(&self, part: Range<usize>) -> Range<usize> {
        self.at(part.start, false)..self.at(part.end, true)
    }

    fn at(&self, now: usize, is_end: bool) -> usize {
        let mut last = Edit { now: 0..0, written: 0..0 };
        for edit in &self.edits {
            if edit.now.start >= now {
                break;
            }
            if now < edit.now.end {
                return if is_end { edit.written.end } else { edit.written.start };
            }
            last = edit.clone();
        }
        last.written.end + (now - last.now.end)
    }
}

impl Text {
    /// A stretch of a file that is Markdown as it stands.
    pub fn verbatim(file: &Arc<str>, whole: &Arc<str>, span: Range<usize>) -> Self {
        let markdown = Arc::from(&whole[span.clone()]);
        Self { markdown, literal: false, file: file.clone(), whole: whole.clone(), span, verbatim: true, mended: None }
    }

    /// A value that a YAML scalar at these bytes of the file stands for.
    pub fn scalar(markdown: impl Into<Arc<str>>, file: &Arc<str>, whole: &Arc<str>, span: Range<usize>) -> Self {
        Self {
            markdown: markdown.into(),
            literal: false,
            file: file.clone(),
            whole: whole.clone(),
            span,
            verbatim: false,
            mended: None,
        }
    }

    /// Words that somebody said, which stand at these bytes of the file: no sign in them is Markdown.
    pub fn words(words: impl Into<Arc<str>>, file: &Arc<str>, whole: &Arc<str>, span: Range<usize>) -> Self {
        Self { literal: true, ..Self::scalar(words, file, whole, span) }
    }

    pub fn is_literal(&self) -> bool {
        self.literal
    }

    /// A part of a text that is Markdown as it stands; of another the whole.
    pub fn part(&self, range: Range<usize>) -> Self {
        if !self.verbatim {
            return self.clone();
        }
        if let Some(mended) = &self.mended {
            return self.mended_part(mended, range);
        }
        Self::verbatim(&self.file, &self.whole, self.span.start + range.start..self.span.start + range.end)
    }

    fn mended_part(&self, mended: &Mended, range: Range<usize>) -> Self {
        let written = mended.written(range.clone());
        let inside = mended.edits.iter().filter(|edit| range.start <= edit.now.start && edit.now.end <= range.end);
        let edits = inside.map(|edit| Edit {
            now: edit.now.start - range.start..edit.now.end - range.start,
            written: edit.written.start - written.start..edit.written.end - written.start,
        });
        let edits = edits.collect();
        Self {
            markdown: Arc::from(&self.markdown[range]),
            literal: self.literal,
            file: self.file.clone(),
            whole: self.whole.clone(),
            span: self.span.start + written.start..self.span.start + written.end,
            verbatim: true,
            mended: Some(Arc::new(Mended { written: Arc::from(&mended.written[written]), edits })),
        }
    }

    /// The text with other words in some places; each keeps its place in the file. The ranges stand in order, none over
    /// another. What was put in before is taken for the author's own.
    #[must_use]
    pub fn with_words(&self, words: &[(Range<usize>, String)]) -> Self {
        let (mut now, mut edits, mut done) = (String::new(), Vec::new(), 0);
        for (range, word) in words {
            now.push_str(&self.markdown[done..range.start]);
            let start = now.len();
            now.push_str(word);
            edits.push(Edit { now: start..now.len(), written: range.clone() });
            done = range.end;
        }
        now.push_str(&self.markdown[done..]);
        let mended = Mended { written: self.markdown.clone(), edits };
        Self { markdown: now.into(), mended: Some(Arc::new(mended)), ..self.clone() }
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
        let (markdown, part) = match &self.mended {
            Some(mended) => (&mended.written, mended.written(part)),
            None => (&self.markdown, part),
        };
        if self.verbatim {
            let start = self.span.start + part.start;
            return Origin::of_range(&self.file, &self.whole, start..self.span.start + part.end);
        }
        let raw = &self.whole[self.span.clone()];
        let wanted = markdown.get(part.clone()).unwrap_or("");
        let needle = wanted.split_whitespace().next().unwrap_or("");
        if needle.is_empty() {
            return self.origin();
        }
        let needle = if raw.contains(wanted) { wanted } else { needle };
        let earlier = markdown.get(..part.start).map_or(0, |before| before.matches(needle).count());
        match raw.match_indices(needle).nth(earlier) {
            Some((at, found)) => {
                let start = self.span.start + at;
                Origin::of_range(&self.file, &self.whole, start..start + found.len())
            }
            None => self.origin(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_words_keep_their_place() {
        let file: Arc<str> = Arc::from("a.md");
        let whole: Arc<str> = Arc::from("one AAA two\nBB three");
        let text = Text::verbatim(&file, &whole, 0..whole.len());
        let mended = text.with_words(&[(4..7, "P1".into()), (12..14, "Q-99".into())]);
        assert_eq!(&*mended.markdown, "one P1 two\nQ-99 three");
        let place = |text: &Text, word: &str| {
            let at = text.markdown.find(word).expect("the word stands there");
            let origin = text.place(at..at + word.len());
            (origin.line, origin.column, origin.width)
        };
        assert_eq!(place(&mended, "P1"), (1, 5, 3));
        assert_eq!(place(&mended, "two"), (1, 9, 3));
        assert_eq!(place(&mended, "Q-99"), (2, 1, 2));
        assert_eq!(place(&mended, "three"), (2, 4, 5));
        let part = mended.part(7..21);
        assert_eq!((&*part.markdown, place(&part, "three")), ("two\nQ-99 three", (2, 4, 5)));
    }
}
