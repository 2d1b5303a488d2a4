//! A text of a bibliography: its characters, which of them keep their capitals, and where italics begin and end.

use hayagriva::types::{ChunkKind, ChunkedString, FormatString, StringChunk};

/// A style within a text. The citation library knows none within a title, so that a pair of private signs stands for
/// it from here to [the printed reference](crate::compose).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    Italic,
    Bold,
    SmallCaps,
    Raised,
    Lowered,
}

impl Style {
    pub fn on(self) -> char {
        crate::model::marks::on(self.index())
    }

    pub fn off(self) -> char {
        crate::model::marks::off(self.index())
    }

    fn index(self) -> u32 {
        match self {
            Style::Italic => 0,
            Style::Bold => 1,
            Style::SmallCaps => 2,
            Style::Raised => 3,
            Style::Lowered => 4,
        }
    }
}

/// Whether a sign is one of those that this program keeps for itself.
pub fn is_mark(sign: char) -> bool {
    crate::model::marks::is_mark(sign)
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Value {
    /// Texts, each with whether it is protected by braces.
    pub parts: Vec<(String, bool)>,
}

impl Value {
    pub fn of(text: &str) -> Self {
        Self { parts: vec![(text.to_owned(), false)] }
    }

    pub fn push(&mut self, text: &str, protected: bool) {
        if text.is_empty() {
            return;
        }
        match self.parts.last_mut() {
            Some((last, kept)) if *kept == protected => last.push_str(text),
            _ => self.parts.push((text.to_owned(), protected)),
        }
    }

    pub fn push_char(&mut self, sign: char, protected: bool) {
        self.push(sign.encode_utf8(&mut [0; 4]), protected);
    }

    pub fn append(&mut self, other: Value) {
        for (text, protected) in other.parts {
            self.push(&text, protected);
        }
    }

    /// The words alone.
    pub fn plain(&self) -> String {
        let text: String = self.parts.iter().flat_map(|(text, _)| text.chars()).filter(|c| !is_mark(*c)).collect();
        text.trim().to_owned()
    }

    pub fn is_empty(&self) -> bool {
        self.plain().is_empty()
    }

    /// The words with their own capitals kept: the name of a journal is written as it is.
    pub fn kept(&self) -> ChunkedString {
        let parts = self.parts.iter().map(|(text, _)| (text.clone(), true)).collect();
        Value { parts }.chunked()
    }

    /// For the citation library. Spaces at its ends are taken off, and several together are one.
    pub fn chunked(&self) -> ChunkedString {
        let mut chunks: Vec<StringChunk> = Vec::new();
        let mut space = true;
        for (text, protected) in &self.parts {
            let mut kept = String::new();
            for sign in text.chars() {
                let blank = sign == ' ';
                if !(blank && space) {
                    kept.push(sign);
                }
                space = blank;
            }
            let kind = if *protected { ChunkKind::Verbatim } else { ChunkKind::Normal };
            if !kept.is_empty() {
                chunks.push(StringChunk::new(kept, kind));
            }
        }
        if let Some(last) = chunks.last_mut() {
            last.value.truncate(last.value.trim_end_matches(' ').len());
        }
        ChunkedString(chunks)
    }

    pub fn format(&self) -> FormatString {
        FormatString { value: self.chunked(), short: None }
    }
}
