//! LaTeX in a bibliography's texts to the characters that it prints.
//!
//! What the author wrote is data: nothing here is ever run. A command that is not known is told at its place, and its
//! argument is printed.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::commands::{self, Command};
use super::value::{Style, Value};

/// Braces within braces beyond this are refused, so that no text exhausts the stack.
const DEEPEST: usize = 60;

/// What cannot be turned into characters, each with its bytes in the text and what is said of it.
pub type Faults = Vec<(Range<usize>, String)>;

/// A text as it is printed. What cannot be converted goes into `faults`, with its bytes counted from `at`.
pub fn converted(text: &str, at: usize, faults: &mut Faults) -> Value {
    let mut reader = Reader { text, at: 0, from: at, out: Value::default(), faults, depth: 0 };
    reader.sequence(false, &mut Vec::new());
    let mut out = reader.out;
    for (part, _) in &mut out.parts {
        *part = part.nfc().collect();
    }
    out
}

struct Reader<'t, 'f> {
    text: &'t str,
    at: usize,
    from: usize,
    out: Value,
    faults: &'f mut Faults,
    depth: usize,
}

impl Reader<'_, '_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn eat(&mut self) -> Option<char> {
        let sign = self.peek()?;
        self.at += sign.len_utf8();
        Some(sign)
    }

    fn eaten(&mut self, what: &str) -> bool {
        let is = self.rest().starts_with(what);
        if is {
            self.at += what.len();
        }
        is
    }

    fn fault(&mut self, range: Range<usize>, message: String) {
        self.faults.push((self.from + range.start..self.from + range.end, message));
    }

    /// Reads to the end of the text, or of the group that is open. Styles that a declaration such as `\em` turned on
    /// end with it.
    fn sequence(&mut self, protected: bool, styles: &mut Vec<Style>) {
        while let Some(sign) = self.peek() {
            match sign {
                '}' => {
                    if self.depth > 0 {
                        break;
                    }
                    self.eat();
                }
                '{' => self.group(),
                '\\' => self.command(protected, styles),
                '$' => self.dollar(protected),
                '~' => {
                    self.eat();
                    self.out.push("\u{a0}", protected);
                }
                '-' | '`' | '\'' => self.ligature(protected),
                _ if sign.is_whitespace() && sign != '\u{a0}' => {
                    let end = self.rest().find(|c: char| !c.is_whitespace()).unwrap_or(self.rest().len());
                    self.at += end;
                    self.out.push(" ", protected);
                }
                _ => {
                    self.eat();
                    if !super::value::is_mark(sign) && !sign.is_control() {
                        self.out.push_char(sign, protected);
                    }
                }
            }
        }
        while let Some(style) = styles.pop() {
            self.out.push_char(style.off(), protected);
        }
    }

    fn ligature(&mut self, protected: bool) {
        for (written, printed) in [("---", "—"), ("--", "–"), ("``", "“"), ("''", "”")] {
            if self.eaten(written) {
                return self.out.push(printed, protected);
            }
        }
        let sign = self.eat().unwrap_or(' ');
        self.out.push_char(if sign == '`' { '‘' } else { sign }, protected);
    }

    /// A group keeps its capitals, unless a command opens it: `{\"o}` is a letter, `{\em …}` a style.
    fn group(&mut self) {
        let open = self.at;
        self.eat();
        if self.depth >= DEEPEST {
            self.fault(open..open + 1, format!("braces stand within more than {DEEPEST} others"));
            self.at = self.text.len();
            return;
        }
        let special = self.peek() == Some('\\');
        self.depth += 1;
        self.sequence(!special, &mut Vec::new());
        self.depth -= 1;
        self.eaten("}");
    }

    /// The text of an argument in braces, or of the next sign or command; `None` at the end.
    fn argument(&mut self, protected: bool) -> Option<Value> {
        self.skip_space();
        let kept = std::mem::take(&mut self.out);
        let mut empty = false;
        match self.peek() {
            Some('{') if self.depth < DEEPEST => {
                self.eat();
                self.depth += 1;
                self.sequence(protected, &mut Vec::new());
                self.depth -= 1;
                self.eaten("}");
            }
            Some('\\') if self.depth < DEEPEST => {
                self.depth += 1;
                self.command(protected, &mut Vec::new());
                self.depth -= 1;
            }
            Some('}' | '{' | '\\') | None => empty = true,
            Some(sign) => {
                self.eat();
                self.out.push_char(sign, protected);
            }
        }
        let argument = std::mem::replace(&mut self.out, kept);
        (!empty).then_some(argument)
    }

    /// The bytes of an argument in braces, as written.
    fn raw_argument(&mut self) -> Option<String> {
        self.skip_space();
        if self.peek() != Some('{') {
            return None;
        }
        let (start, mut open) = (self.at + 1, 0_usize);
        for (index, sign) in self.text[self.at..].char_indices() {
            match sign {
                '{' => open += 1,
                '}' => open -= 1,
                _ => {}
            }
            if open == 0 {
                let end = self.at + index;
                self.at = end + 1;
                return Some(self.text[start..end].to_owned());
            }
        }
        None
    }

    fn skip_space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn command(&mut self, protected: bool, styles: &mut Vec<Style>) {
        let start = self.at;
        self.eat();
        let name = commands::name(self.rest()).to_owned();
        self.at += name.len();
        let letters = name.starts_with(|c: char| c.is_ascii_alphabetic());
        let range = start..self.at;
        match commands::command(&name) {
            Command::Prints(text) => {
                // `\o` ends its name with the space behind it, `\&` does not.
                if letters {
                    self.skip_space();
                    self.eaten("{}");
                }
                self.out.push(text, protected);
            }
            Command::Accent(mark) => self.accent(mark, protected),
            Command::Around(style) => {
                let argument = self.argument(true).unwrap_or_default();
                self.out.push_char(style.on(), true);
                self.out.append(argument);
                self.out.push_char(style.off(), true);
            }
            Command::Switch(style) => {
                self.skip_space();
                if !styles.contains(&style) {
                    self.out.push_char(style.on(), protected);
                    styles.push(style);
                }
            }
            Command::Content => {
                if let Some(argument) = self.argument(protected) {
                    self.out.append(argument);
                }
            }
            Command::Quoted(open, close) => {
                let argument = self.argument(protected).unwrap_or_default();
                self.out.push(open, protected);
                self.out.append(argument);
                self.out.push(close, protected);
            }
            Command::Verbatim => {
                let argument = self.raw_argument().unwrap_or_default();
                self.out.push(&super::links::unescaped(&argument), true);
            }
            Command::Link => {
                self.raw_argument();
                if let Some(argument) = self.argument(protected) {
                    self.out.append(argument);
                }
            }
            Command::Nothing => self.skip_space(),
            Command::Dropped => drop(self.raw_argument()),
            Command::Maths => {
                let start = self.at;
                let source = self.raw_argument().unwrap_or_default();
                self.maths(&source, start + 1, protected);
            }
            Command::MathsIn(close) => match self.rest().find(close) {
                Some(end) => {
                    let (source, start) = (self.rest()[..end].to_owned(), self.at);
                    self.at += end + close.len();
                    self.maths(&source, start, protected);
                }
                None => self.out.push(&format!("\\{name}"), protected),
            },
            Command::Unknown => self.unknown(&name, range, protected),
        }
    }

    fn unknown(&mut self, name: &str, range: Range<usize>, protected: bool) {
        let message = format!("what the LaTeX command `\\{name}` prints is not known here");
        self.fault(range, message);
        if self.peek() == Some('{')
            && let Some(argument) = self.argument(protected)
        {
            return self.out.append(argument);
        }
        self.out.push(&format!("\\{name}"), protected);
    }

    fn accent(&mut self, mark: char, protected: bool) {
        let argument = self.argument(protected).map(|value| value.plain()).unwrap_or_default();
        let mut signs = argument.chars();
        let base = match signs.next() {
            Some('ı') => 'i',
            Some('ȷ') => 'j',
            Some(sign) => sign,
            None => return self.out.push(commands::alone(mark), protected),
        };
        self.out.push_char(base, protected);
        self.out.push_char(mark, protected);
        self.out.push(signs.as_str(), protected);
    }

    /// Mathematics between dollar signs, as Pandoc tells them from sums of money: no space stands within the signs, and
    /// no digit behind them.
    fn dollar(&mut self, protected: bool) {
        let start = self.at;
        self.eat();
        let double = self.eaten("$");
        let close = if double { "$$" } else { "$" };
        let end = closing(self.rest(), close);
        let Some(end) = end else {
            return self.out.push(close, protected);
        };
        let (source, behind) = (&self.rest()[..end], &self.rest()[end + close.len()..]);
        let money = source.starts_with(char::is_whitespace)
            || source.ends_with(char::is_whitespace)
            || source.is_empty()
            || behind.starts_with(|c: char| c.is_ascii_digit());
        if money && !double {
            return self.out.push("$", protected);
        }
        let source = source.to_owned();
        let inside = self.at;
        self.at += end + close.len();
        match super::maths::converted(&source) {
            Some(value) => self.out.append(value),
            None => {
                let written = self.text[start..self.at].to_owned();
                let message = "this mathematics has no plain characters, and is printed as it is written".to_owned();
                self.fault(inside - close.len()..self.at, message);
                self.out.push(&written, true);
            }
        }
    }

    fn maths(&mut self, source: &str, at: usize, protected: bool) {
        match super::maths::converted(source) {
            Some(value) => self.out.append(value),
            None => {
                let message = "this mathematics has no plain characters, and is printed as it is written".to_owned();
                self.fault(at..at + source.len(), message);
                self.out.push(source, protected);
            }
        }
    }
}

/// Where mathematics ends: at the sign that no backslash stands before.
fn closing(text: &str, close: &str) -> Option<usize> {
    let mut escaped = false;
    for (index, sign) in text.char_indices() {
        if !escaped && text[index..].starts_with(close) {
            return Some(index);
        }
        escaped = sign == '\\' && !escaped;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        let mut faults = Faults::new();
        let value = converted(text, 0, &mut faults);
        assert_eq!(faults, [], "{text}");
        value.plain()
    }

    #[test]
    fn accents_and_letters() {
        for (written, printed) in [
            (r#"M{\"u}ller"#, "Müller"),
            (r#"na{\"\i}ve caf\'e {\ss}"#, "naïve café ß"),
            (r"{\O}sterg{\aa}rd, {\AA}se", "Østergård, Åse"),
            (r"Jan{\'a}{\v c}ek Ho{\v{r}}ava Erd{\H{o}}s", "Janáček Hořava Erdős"),
            (r"\c{C}a\u{g}lar \k{a} \L{}\'od\'z \O re", "Çağlar ą Łódź Øre"),
            (r"50\% of \_x \& \#1 \$5 \{a\}", "50% of _x & #1 $5 {a}"),
            (r"a--b---c ``quoted'' Smith~J\ldots", "a–b—c “quoted” Smith\u{a0}J…"),
            (r"\emph{E. coli} in {\em italics} and \textbf{bold}", "E. coli in italics and bold"),
            (r"\textsuperscript{th} \url{https://a.org/b_c} \href{x}{words}", "th https://a.org/b_c words"),
            (r"$\alpha$ and $p < 0.05$, H$_2$O, 10$^{th}$, $n=30$", "α and p < 0.05, H₂O, 10th, n = 30"),
            (r"Costs $5 or $6 more", "Costs $5 or $6 more"),
            (r"\noopsort{2}A \mbox{B} \enquote{C}", "A B “C”"),
        ] {
            assert_eq!(plain(written), printed, "{written}");
        }
    }

    #[test]
    fn code_is_words() {
        let mut faults = Faults::new();
        let text = r##"T $#read("/references.bib")$ end"##;
        assert_eq!(converted(text, 0, &mut faults).plain(), text);
        assert_eq!(faults.len(), 1);
        let mut faults = Faults::new();
        assert_eq!(converted(r"a \vspace{3} \weird b", 10, &mut faults).plain(), r"a 3 \weird b");
        assert_eq!(faults.iter().map(|(at, _)| at.clone()).collect::<Vec<_>>(), [12..19, 23..29]);
        let mut faults = Faults::new();
        converted(&"{".repeat(100_000), 0, &mut faults);
        converted(&r"\emph".repeat(100_000), 0, &mut faults);
        converted(&r"\'".repeat(100_000), 0, &mut faults);
    }
}
