//! A YAML or TOML document as a tree of nodes with places; scalars keep the text that was written.

use std::ops::Range;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::{self, MapAccess, SeqAccess, Visitor};
use serde_yaml::Spanned;

use super::{toml_fault, yaml_fault};
use crate::diag::{Diagnostic, Origin, Sink};

/// A file that is being read: its path from the study's root, and its text.
#[derive(Debug, Clone)]
pub struct File {
    pub path: Arc<str>,
    pub text: Arc<str>,
}

impl File {
    pub fn place(&self, span: &Range<usize>) -> Origin {
        Origin::of_range(&self.path, &self.text, span.clone())
    }

    pub fn start(&self) -> Origin {
        Origin::start_of(&self.path)
    }
}

#[derive(Debug, Clone)]
pub struct Node {
    pub kind: Kind,
    /// Bytes of the file.
    pub span: Range<usize>,
}

#[derive(Debug, Clone)]
pub enum Kind {
    Null,
    /// As written; `text` says whether it was a string and not a bare number or boolean.
    Scalar {
        value: String,
        text: bool,
    },
    List(Vec<Node>),
    Map(Vec<(Node, Node)>),
}

impl Kind {
    /// For messages: what was found.
    pub fn name(&self) -> &'static str {
        match self {
            Kind::Null => "nothing",
            Kind::Scalar { .. } => "a single value",
            Kind::List(_) => "a list",
            Kind::Map(_) => "a mapping",
        }
    }
}

/// Parses a YAML document; a syntax error goes into the sink.
pub fn parse_yaml(file: &File, sink: &mut Sink) -> Option<Node> {
    let options = serde_yaml::options! {
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        duplicate_keys: serde_yaml::options::DuplicateKeyPolicy::PassThrough,
        with_snippet: false,
    };
    match serde_yaml::from_str_with_options::<Spanned<Raw>>(&file.text, options) {
        Ok(raw) => {
            let root = node(raw, &file.text);
            cut(&root, file, sink);
            Some(root)
        }
        Err(error) => {
            sink.push(syntax_error(file, &error));
            None
        }
    }
}

/// Warns of texts that a number sign ends, as in `Item #3`: what follows it is a comment, and not read.
fn cut(node: &Node, file: &File, sink: &mut Sink) {
    match &node.kind {
        Kind::Null => {}
        Kind::Scalar { value, text: true } if file.text.get(node.span.clone()) == Some(value) => {
            let rest = file.text.get(node.span.end..).unwrap_or("").lines().next().unwrap_or("");
            let sign = rest.trim_start();
            let blank = rest.len() - sign.len();
            if blank > 0 && sign.starts_with('#') && sign[1..].starts_with(|c: char| c.is_ascii_digit()) {
                let at = node.span.end + blank;
                let message = "this begins a comment, and the text ends before it";
                let diagnostic =
                    Diagnostic::warning("text-cut", message).at(&file.place(&(at..at + sign.trim_end().len())));
                let whole = format!("{value} {}", sign.trim_end());
                sink.push(diagnostic.hint(format!("if it belongs to the text, put all in quotes: `\"{whole}\"`")));
            }
        }
        Kind::Scalar { .. } => {}
        Kind::List(items) => items.iter().for_each(|item| cut(item, file, sink)),
        Kind::Map(entries) => entries.iter().for_each(|(_, value)| cut(value, file, sink)),
    }
}

fn syntax_error(file: &File, error: &serde_yaml::Error) -> Diagnostic {
    let rendered = error.without_snippet().to_string();
    let message = rendered.split(" at line ").next().unwrap_or(&rendered).trim_end_matches('.').to_owned();
    let whole = |number: u64| usize::try_from(number).unwrap_or(1);
    let (line, column) = error.location().map_or((1, 1), |at| (whole(at.line()), whole(at.column())));
    yaml_fault::fault(file, line, column, &message)
}

/// A value as the parser sees it, before numbers get their written form back.
enum Raw {
    Null,
    Text(String),
    Bare,
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<Raw>, Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: de::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Raw, E> {
        Ok(Raw::Bare)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Bare)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Bare)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Bare)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Bare)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Bare)
    }

    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Raw::Map(entries))
    }
}

fn node(raw: Spanned<Raw>, text: &str) -> Node {
    let span = span_of(&raw.referenced, text);
    // The parser gives of a list or mapping in brackets the first of them alone.
    let span = match raw.value {
        Raw::List(_) | Raw::Map(_) => span.start..brackets(text, span.start).unwrap_or(span.end),
        _ => span,
    };
    let written = || text.get(span_of(&raw.defined, text)).unwrap_or("").trim().to_owned();
    let kind = match raw.value {
        Raw::Null => Kind::Null,
        Raw::Text(value) => Kind::Scalar { value, text: true },
        Raw::Bare => Kind::Scalar { value: written(), text: false },
        Raw::List(items) => Kind::List(items.into_iter().map(|item| node(item, text)).collect()),
        Raw::Map(entries) => Kind::Map(entries.into_iter().map(|(k, v)| (node(k, text), node(v, text))).collect()),
    };
    Node { kind, span }
}

/// The end of the brackets that open at a place on the same line.
fn brackets(text: &str, start: usize) -> Option<usize> {
    let line = text.get(start..)?.lines().next()?;
    if !line.starts_with(['[', '{']) {
        return None;
    }
    let (mut open, mut quote) = (0_usize, None);
    for (at, sign) in line.char_indices() {
        match (quote, sign) {
            (Some(mark), sign) if mark == sign => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if line[..at].ends_with([' ', '[', '{', ',']) => quote = Some(sign),
            (None, '[' | '{') => open += 1,
            (None, ']' | '}') => open -= 1,
            _ => {}
        }
        if open == 0 {
            return Some(start + at + 1);
        }
    }
    None
}

fn span_of(at: &serde_yaml::Location, text: &str) -> Range<usize> {
    let (Some(start), Some(len)) = (at.span().byte_offset(), at.span().byte_len()) else { return 0..0 };
    let start = usize::try_from(start).unwrap_or(0).min(text.len());
    start..(start + usize::try_from(len).unwrap_or(0)).min(text.len())
}

/// Parses a TOML document; every syntax error goes into the sink.
pub fn parse_toml(file: &File, sink: &mut Sink) -> Option<Node> {
    let (table, errors) = toml::de::DeTable::parse_recoverable(&file.text);
    let mut lines = Vec::new();
    for error in &errors {
        let span = error.span().unwrap_or(0..0);
        // One slip is told once, whatever the parser makes of the rest of the line.
        let line = file.place(&span).line;
        if lines.contains(&line) {
            continue;
        }
        lines.push(line);
        let slip = toml_fault::fault(file, span, error.message().lines().next().unwrap_or(""));
        // A list that is not closed makes a fault of every line below.
        let open = slip.message.contains("opens a list");
        sink.push(slip);
        if open {
            break;
        }
    }
    errors.is_empty().then(|| toml_table(table.get_ref(), table.span()))
}

fn toml_table(table: &toml::de::DeTable<'_>, span: Range<usize>) -> Node {
    let entry = |(key, value): (&toml::Spanned<toml::de::DeString<'_>>, &toml::Spanned<toml::de::DeValue<'_>>)| {
        let key_node = Node { kind: Kind::Scalar { value: key.get_ref().to_string(), text: true }, span: key.span() };
        (key_node, toml_value(value.get_ref(), value.span()))
    };
    Node { kind: Kind::Map(table.iter().map(entry).collect()), span }
}

fn toml_value(value: &toml::de::DeValue<'_>, span: Range<usize>) -> Node {
    use toml::de::DeValue;
    let bare = |value: String| Kind::Scalar { value, text: false };
    let kind = match value {
        DeValue::Table(table) => return toml_table(table, span),
        DeValue::Array(items) => Kind::List(items.iter().map(|item| toml_value(item.get_ref(), item.span())).collect()),
        DeValue::String(text) => Kind::Scalar { value: text.to_string(), text: true },
        DeValue::Boolean(value) => bare(value.to_string()),
        DeValue::Integer(number) => bare(number.as_str().to_owned()),
        DeValue::Float(number) => bare(number.as_str().to_owned()),
        DeValue::Datetime(moment) => bare(moment.to_string()),
    };
    Node { kind, span }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yaml(text: &str) -> (Option<Node>, Sink) {
        let mut sink = Sink::new();
        let file = File { path: "a.yaml".into(), text: text.into() };
        (parse_yaml(&file, &mut sink), sink)
    }

    #[test]
    fn scalars_keep_what_was_written_and_where() {
        let text = "norm: {mean: 3.70, sd: '0.5'}\nlist:\n  - a: yes\n  - >-\n    folded\n    text\n";
        let (node, _) = yaml(text);
        let Some(Node { kind: Kind::Map(entries), .. }) = node else { panic!("a mapping") };
        let Kind::Map(norm) = &entries[0].1.kind else { panic!("a mapping") };
        let Kind::Scalar { value, text: false } = &norm[0].1.kind else { panic!("a bare number") };
        assert_eq!(value, "3.70");
        assert_eq!(&text[norm[0].1.span.clone()], "3.70");
        assert_eq!(&text[norm[0].0.span.clone()], "mean");
        let Kind::Scalar { value, text: true } = &norm[1].1.kind else { panic!("a string") };
        assert_eq!(value, "0.5");
        assert!(text[norm[1].1.span.clone()].contains("0.5"));
        let Kind::List(items) = &entries[1].1.kind else { panic!("a list") };
        assert!(text[items[1].span.clone()].contains("folded"), "{:?}", &text[items[1].span.clone()]);
    }

    #[test]
    fn duplicate_keys_reach_the_reader_and_bombs_do_not() {
        let (node, _) = yaml("a: 1\na: 2\n");
        assert!(matches!(node, Some(Node { kind: Kind::Map(entries), .. }) if entries.len() == 2));
        let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for i in 1..9 {
            let row: Vec<String> = (0..10).map(|_| format!("*a{}", i - 1)).collect();
            bomb.push_str(&format!("a{i}: &a{i} [{}]\n", row.join(", ")));
        }
        let (node, sink) = yaml(&bomb);
        assert!(node.is_none() && sink.diagnostics().len() == 1);
    }
}
