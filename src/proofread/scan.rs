//! Letters to tokens: words, numbers, values, citations and marks.

use std::ops::Range;

use super::sentence::{Kind, Token};

/// A letter of running text and where it stands.
#[derive(Debug, Clone)]
pub struct Letter {
    pub letter: char,
    pub range: Range<usize>,
    pub quoted: bool,
}

/// The tokens of a block.
pub fn tokens(letters: &[Letter]) -> Vec<Token> {
    let mut scan = Scan { letters, at: 0, quoted: false, found: Vec::new() };
    while scan.at < letters.len() {
        scan.step();
    }
    scan.found
}

struct Scan<'a> {
    letters: &'a [Letter],
    at: usize,
    /// Within double quotation marks.
    quoted: bool,
    found: Vec<Token>,
}

impl Scan<'_> {
    fn peek(&self, ahead: usize) -> char {
        self.letters.get(self.at + ahead).map_or('\0', |letter| letter.letter)
    }

    fn before(&self) -> char {
        self.at.checked_sub(1).map_or(' ', |at| self.letters[at].letter)
    }

    fn step(&mut self) {
        let c = self.peek(0);
        match c {
            c if c.is_whitespace() => self.at += 1,
            '"' => {
                self.quoted = !self.quoted;
                self.take(Kind::Mark, 1);
            }
            '\u{201c}' | '\u{201d}' => {
                self.quoted = c == '\u{201c}';
                self.take(Kind::Mark, 1);
            }
            '{' if self.peek(1) == '{' => self.enclosed(Kind::Value, "}}"),
            '[' if self.peek(1) == '@' => self.enclosed(Kind::Citation, "]"),
            '@' => self.word(Kind::Mark),
            c if c.is_alphabetic() => self.word(Kind::Word),
            c if self.number_begins(c) => self.number(),
            _ => self.take(Kind::Mark, 1),
        }
    }

    /// Takes some letters as one token.
    fn take(&mut self, kind: Kind, count: usize) {
        let end = (self.at + count).min(self.letters.len());
        let taken = &self.letters[self.at..end];
        let (Some(first), Some(last)) = (taken.first(), taken.last()) else { return };
        let text: String = taken.iter().map(|letter| letter.letter).collect();
        let quoted = self.quoted || first.quoted;
        let (lower, range) = (text.to_lowercase().replace('\u{2019}', "'"), first.range.start..last.range.end);
        self.found.push(Token { kind, text, lower, range, quoted });
        self.at = end;
    }

    /// Something that reaches to its closing marks; all that is left where they are missing.
    fn enclosed(&mut self, kind: Kind, close: &str) {
        let close: Vec<char> = close.chars().collect();
        let rest = &self.letters[self.at..];
        let found =
            rest.windows(close.len()).position(|window| window.iter().map(|l| l.letter).eq(close.iter().copied()));
        let end = found.map_or(rest.len(), |at| at + close.len());
        self.take(kind, end);
        if let Some(token) = self.found.last_mut().filter(|token| token.kind == Kind::Value) {
            token.text = token.text.trim_start_matches('{').trim_end_matches('}').trim().to_owned();
        }
    }

    /// Letters and digits with hyphens, apostrophes and underscores between them; an address in the network whole.
    fn word(&mut self, kind: Kind) {
        let mut count = 1;
        loop {
            let (c, next) = (self.peek(count), self.peek(count + 1));
            let joins = matches!(c, '-' | '\u{2011}' | '\'' | '\u{2019}' | '_') && next.is_alphanumeric();
            if !(c.is_alphanumeric() || joins) {
                break;
            }
            count += 1;
        }
        if self.peek(count) == ':' && self.peek(count + 1) == '/' {
            while !matches!(self.peek(count), '\0' | ')' | '>') && !self.peek(count).is_whitespace() {
                count += 1;
            }
            return self.take(Kind::Mark, count);
        }
        self.take(kind, count);
    }

    fn number_begins(&self, c: char) -> bool {
        let free = !self.before().is_alphanumeric();
        let digit = |ahead: usize| self.peek(ahead).is_ascii_digit();
        c.is_ascii_digit()
            || (c == '.' && digit(1) && free)
            || (matches!(c, '-' | '\u{2212}' | '+')
                && free
                && !matches!(self.before(), ')' | '}')
                && (digit(1) || (self.peek(1) == '.' && digit(2))))
    }

    fn number(&mut self) {
        let mut count = usize::from(!self.peek(0).is_ascii_digit());
        loop {
            let (c, next) = (self.peek(count), self.peek(count + 1));
            let thousands = c == ','
                && (1..4).all(|ahead| self.peek(count + ahead).is_ascii_digit())
                && !self.peek(count + 4).is_ascii_digit();
            if !(c.is_ascii_digit() || (c == '.' && next.is_ascii_digit()) || thousands) {
                break;
            }
            count += 1;
        }
        let (c, next) = (self.peek(count), self.peek(count + 1));
        let compound = c.is_alphabetic()
            || (matches!(c, '-' | '\u{2011}') && next.is_alphabetic())
            || (matches!(c, '/' | ':') && next.is_alphanumeric())
            || self.found.last().is_some_and(|token| {
                matches!(token.text.as_str(), "/" | ":")
                    && Some(token.range.end) == self.letters.get(self.at).map(|l| l.range.start)
            });
        if compound {
            // `14-item`, `3rd`, `10:30`, `16/LO`: a name, not a figure.
            return self.word(Kind::Word);
        }
        self.take(Kind::Number, if c == '%' { count + 1 } else { count });
    }
}

#[cfg(test)]
mod tests {
    use super::super::sentence::{Kind, sentences};

    fn found(text: &str, kind: Kind) -> Vec<String> {
        let all = sentences(text).concat();
        all.into_iter().filter(|token| token.kind == kind).map(|token| token.text).collect()
    }

    #[test]
    fn numbers_are_told_from_names() {
        let text =
            "At T1 the 14-item scale gave -3.9 (p = .020), 1,005 of them 12.5%; see 10:30, 16/LO and https://a.b/10.1.";
        assert_eq!(found(text, Kind::Number), ["-3.9", ".020", "1,005", "12.5%"]);
        assert_eq!(found("`3.9` and $4.1$ and 5.2 [@doe2020, p. 3]", Kind::Number), ["5.2"]);
        assert_eq!(found("1. It is 7.1\n2. It is 7.2", Kind::Number), ["7.1", "7.2"]);
        assert_eq!(found("# Part 2.1\n\n> 3.1\n\n| a |\n|---|\n| 4.1 |\n\nBut 5.1.", Kind::Number), ["5.1"]);
    }

    #[test]
    fn sentences_end_where_they_end() {
        let count = |text: &str| sentences(text).len();
        assert_eq!(count("It fell by 3.9 points. It rose."), 2);
        assert_eq!(count("It fell, e.g. by some. Then {{ a.b }} rose."), 2);
        assert_eq!(count("See Fig. 2 for this, cf. Smith et al. 2020."), 1);
    }

    #[test]
    fn every_token_has_its_place() {
        let text = "Of {{ corpus.excerpts }} *none* fell—5.2 was “it”.";
        for token in sentences(text).concat() {
            let written = &text[token.range.clone()];
            assert!(written.contains(&token.text), "{token:?} at {written}");
        }
        let quoted: Vec<String> =
            sentences(text).concat().into_iter().filter(|t| t.quoted && t.kind == Kind::Word).map(|t| t.text).collect();
        assert_eq!(quoted, ["none", "it"]);
    }
}
