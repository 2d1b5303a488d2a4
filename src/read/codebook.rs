//! `data/qualitative/codebook.yaml`: themes and their codes.

use super::decode::Decoder;
use super::folder::Folder;
use super::names::Unique;
use super::node::Node;
use crate::diag::{Severity, Sink};
use crate::model::{Code, CodeId, Codebook, Theme, ThemeId, Valence};

const FILE: &str = "data/qualitative/codebook.yaml";

/// The codebook, and whether the file could be read whole; a study of numbers alone has none.
pub fn codebook(folder: &mut Folder<'_>, sink: &mut Sink) -> (Codebook, bool) {
    if !folder.exists(FILE) {
        return (Codebook::default(), !folder.missed(FILE));
    }
    let before = sink.count(Severity::Error);
    let Some(file) = folder.text(FILE, sink) else { return (Codebook::default(), false) };
    let Some(root) = folder.yaml(&file, sink) else { return (Codebook::default(), false) };
    let mut d = Decoder { file: &file, sink };
    let Some(mut fields) = d.fields(&root, "codebook") else { return (Codebook::default(), false) };
    let mut seen = Unique::default();
    let themes = d.required(&mut fields, "themes", |d, n| d.list(n, |d, n| theme(d, n, &mut seen)));
    d.finish(fields);
    let complete = sink.count(Severity::Error) == before;
    (Codebook { themes: themes.unwrap_or_default() }, complete)
}

fn theme(d: &mut Decoder<'_>, node: &Node, seen: &mut Unique) -> Option<Theme> {
    let mut fields = d.fields(node, "theme")?;
    let id = d.required(&mut fields, "id", Decoder::id);
    let label = d.required(&mut fields, "label", Decoder::string);
    let definition = d.optional(&mut fields, "definition", Decoder::text);
    if let Some(id) = &id {
        seen.claim("theme or code", id, d.sink);
    }
    let codes = d.required(&mut fields, "codes", |d, n| d.list(n, |d, n| code(d, n, seen)));
    d.finish(fields);
    let id = id?;
    Some(Theme { id: ThemeId::new(id.value), label: label?, definition, codes: codes?, origin: id.origin })
}

fn code(d: &mut Decoder<'_>, node: &Node, seen: &mut Unique) -> Option<Code> {
    let mut fields = d.fields(node, "code")?;
    let valences = [Valence::Positive, Valence::Negative, Valence::Mixed, Valence::Neutral].map(|v| (v.as_str(), v));
    let id = d.required(&mut fields, "id", Decoder::id);
    let label = d.required(&mut fields, "label", Decoder::string);
    let definition = d.optional(&mut fields, "definition", Decoder::text);
    let valence = d.optional(&mut fields, "valence", |d, n| d.choice(n, &valences));
    d.finish(fields);
    let id = id?;
    seen.claim("theme or code", &id, d.sink);
    Some(Code { id: CodeId::new(id.value), label: label?, definition, valence, origin: id.origin })
}
