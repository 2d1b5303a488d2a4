//! `book.toml`: mdBook's manifest, in which our settings stand under `[output.synthesist]`.

use super::decode::{Decoder, Fields};
use super::folder::Folder;
use super::node::{Node, parse_toml};
use crate::diag::{Diagnostic, Origin, Sink};
use crate::model::{At, Csl, Manifest, PdfStandard};

/// The template that the program brings.
const BUILT_IN: &str = "article";

pub fn manifest(folder: &mut Folder<'_>, sink: &mut Sink) -> Option<Manifest> {
    if !folder.exists("book.toml") {
        let message = match folder.exists(".") {
            true => "this folder is not a study: it has no book.toml",
            false => "the study's folder is not there",
        };
        sink.push(Diagnostic::error("no-study", message).hint("name the study's folder with `-C DIR`"));
        return None;
    }
    let file = folder.text("book.toml", sink)?;
    let root = parse_toml(&file, sink)?;
    let mut d = Decoder { file: &file, sink };
    let mut top = d.fields(&root, "manifest")?;
    if d.near(&mut top, &["book", "build", "output"]) {
        return None;
    }
    let Some(book) = top.get("book") else {
        let diagnostic = Diagnostic::error("missing-key", "the manifest has no `[book]` table").at(&file.start());
        sink.push(diagnostic.hint("add `[book]`, and below it `title = \"…\"`"));
        return None;
    };
    let mut book = d.fields(book, "`[book]` table")?;
    let title = d.required(&mut book, "title", Decoder::string);
    let authors = d.optional(&mut book, "authors", |d, n| d.list(n, Decoder::string)).unwrap_or_default();
    let language = d.optional(&mut book, "language", language).unwrap_or_else(|| "en".to_owned());
    let named = |name: &str| At { value: name.to_owned(), origin: file.start() };
    let src = d.optional(&mut book, "src", Decoder::name).unwrap_or_else(|| named("src"));
    d.near(&mut book, &["title", "authors", "language", "src", "description"]);
    let build_dir = top
        .get("build")
        .and_then(|node| d.fields(node, "`[build]` table"))
        .and_then(|mut build| {
            let folder = d.optional(&mut build, "build-dir", Decoder::name);
            d.near(&mut build, &["build-dir", "create-missing"]);
            folder
        })
        .unwrap_or_else(|| named("build"));
    if let Some(node) = top.get("preprocessor") {
        preprocessor(&mut d, node);
    }
    let ours = top.get("output").and_then(|node| d.fields(node, "`[output]` table"));
    let ours = ours.and_then(|mut output| {
        let ours = output.get("synthesist");
        d.near(&mut output, &["synthesist", "html"]);
        ours
    });
    let settings = match ours {
        Some(node) => settings(&mut d, node),
        None => Some(Settings::default()),
    };
    let (settings, title) = (settings?, title?);
    for (what, path) in [("src", &src), ("build-dir", &build_dir)] {
        if leaves_study(&path.value) {
            let message = format!("`{what}` must be a folder inside the study, not `{}`", path.value);
            sink.push(Diagnostic::error("outside-study", message).at(&path.origin));
        }
    }
    if !leaves_study(&build_dir.value)
        && let Some(owner) = owner_of(folder, &build_dir.value, &src.value)
    {
        let message = format!("`build-dir` must not be {owner}: `{}`", build_dir.value);
        sink.push(
            Diagnostic::error("outside-study", message).at(&build_dir.origin).hint("name another, such as `build`"),
        );
    }
    let home = src.value.trim_end_matches('/');
    if !leaves_study(&src.value) && !folder.exists(home) {
        let folders = folder.folders();
        let diagnostic = Diagnostic::error("no-folder", format!("there is no folder `{home}` with the prose"))
            .at(&src.origin)
            .suggest(home, folders.iter().map(String::as_str))
            .hint("`src` in book.toml names the folder in which SUMMARY.md and the chapters stand");
        sink.push(diagnostic);
        return None;
    }
    template(folder, &settings.template, sink);
    let csl = csl(folder, &settings.csl, sink)?;
    Some(Manifest {
        title,
        authors,
        language,
        src: src.value.trim_end_matches('/').to_owned(),
        build_dir: build_dir.value,
        template: settings.template.value,
        csl,
        pdf_standards: settings.standards,
        draft: settings.draft,
    })
}

/// Folders in which version control keeps what is its own.
const VERSION_CONTROL: [&str; 4] = [".git", ".hg", ".svn", ".jj"];

/// Whose folder a build folder would be, where it is not free for builds.
fn owner_of(folder: &Folder<'_>, build: &str, src: &str) -> Option<&'static str> {
    let parts: Vec<String> = build.split('/').map(str::to_lowercase).collect();
    let own = |part: &&String| !matches!(part.as_str(), "" | ".");
    if parts.iter().any(|part| VERSION_CONTROL.contains(&part.as_str())) {
        return Some("a folder of the version control");
    }
    // A book whose prose lies in the study's own folder has its builds in a folder of it.
    let inputs = [src, "data", "templates"].into_iter().filter(|input| !matches!(*input, "." | "./"));
    let taken = parts.iter().find(own).is_none() || inputs.into_iter().any(|input| folder.overlap(build, input));
    taken.then_some("a folder of the study's own files")
}

/// A BCP 47 tag: a language of two or three letters, then subtags.
fn language(d: &mut Decoder<'_>, node: &Node) -> Option<String> {
    let tag = d.string(node)?;
    let mut parts = tag.split('-');
    let letters = |part: &str, from: usize, to: usize| {
        (from..=to).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphabetic())
    };
    let sound = parts.next().is_some_and(|first| letters(first, 2, 3))
        && parts.all(|part| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric()));
    if !sound {
        let diagnostic = Diagnostic::error("malformed-language", format!("`{tag}` is not a language tag"));
        d.sink.push(diagnostic.at(&d.place(node)).hint("write one such as `en`, `en-GB` or `de`"));
        return None;
    }
    Some(tag)
}

struct Settings {
    template: At<String>,
    csl: At<String>,
    standards: Vec<PdfStandard>,
    draft: bool,
}

impl Default for Settings {
    fn default() -> Self {
        let named = |name: &str| At { value: name.to_owned(), origin: Origin::start_of(&"book.toml".into()) };
        Self {
            template: named(BUILT_IN),
            csl: named("elsevier-vancouver"),
            standards: vec![PdfStandard::Ua1, PdfStandard::A2a],
            draft: true,
        }
    }
}

fn settings(d: &mut Decoder<'_>, node: &Node) -> Option<Settings> {
    let mut fields: Fields<'_> = d.fields(node, "`[output.synthesist]` table")?;
    let mut settings = Settings::default();
    fields.get("optional");
    fields.get("command");
    if let Some(template) = d.optional(&mut fields, "template", Decoder::id) {
        settings.template = template;
    }
    if let Some(csl) = d.optional(&mut fields, "csl", Decoder::name) {
        settings.csl = csl;
    }
    if let Some(draft) = d.optional(&mut fields, "draft", Decoder::boolean) {
        settings.draft = draft;
    }
    let known = PdfStandard::ALL.map(|standard| (standard.as_str(), standard));
    let standards = d.optional(&mut fields, "pdf-standard", |d, n| {
        let chosen = d.list(n, |d, item| d.choice(item, &known))?;
        if chosen.iter().filter(|standard| **standard != PdfStandard::Ua1).count() > 1 {
            d.report(n, "pdf-standard", "a PDF keeps to one of the PDF/A standards at most");
        }
        Some(chosen)
    });
    if let Some(standards) = standards {
        settings.standards = standards;
    }
    d.finish(fields);
    Some(settings)
}

/// What stands under `[preprocessor.synthesist]` is for mdBook and its plug-in; here it is only seen to be spelt right.
fn preprocessor(d: &mut Decoder<'_>, node: &Node) {
    let all = d.fields(node, "`[preprocessor]` table");
    let Some(node) = all.and_then(|mut all| all.get("synthesist")) else { return };
    let Some(mut fields) = d.fields(node, "`[preprocessor.synthesist]` table") else { return };
    for key in ["command", "before", "after", "renderers"] {
        fields.get(key);
    }
    d.optional(&mut fields, "optional", Decoder::boolean);
    d.optional(&mut fields, "copies-removed", Decoder::boolean);
    d.finish(fields);
}

/// A template is a folder with a `paper.typ`; the built-in one need not be there.
fn template(folder: &Folder<'_>, At { value: name, origin }: &At<String>, sink: &mut Sink) {
    let files = folder.list(&format!("templates/{name}"), &[".typ"]);
    if (files.is_empty() && name == BUILT_IN) || files.iter().any(|file| file == "paper.typ") {
        return;
    }
    let message = format!("there is no file templates/{name}/paper.typ");
    let hint = match name == BUILT_IN {
        true => format!("copy a whole template there, or take the folder templates/{BUILT_IN} away"),
        false => format!("write `{BUILT_IN}`, the template that the program brings, or make that file"),
    };
    sink.push(Diagnostic::error("no-template", message).at(origin).hint(hint));
}

/// Whether a path leads out of the study's folder, or to nothing in it.
fn leaves_study(path: &str) -> bool {
    path.is_empty() || path.starts_with('/') || path.split('/').any(|part| part == "..")
}

/// A style of the citation library by its name, or a `.csl` file of the study.
fn csl(folder: &mut Folder<'_>, At { value: name, origin }: &At<String>, sink: &mut Sink) -> Option<Csl> {
    use hayagriva::archive::ArchivedStyle;
    if name.ends_with(".csl") {
        if leaves_study(name) || !folder.exists(name) {
            let message = format!("there is no file {name} in the study");
            sink.push(
                Diagnostic::error("unknown-csl", message).at(origin).hint("the path counts from the study's root"),
            );
            return None;
        }
        let file = folder.text(name, sink)?;
        return match hayagriva::citationberg::IndependentStyle::from_xml(&file.text) {
            Ok(_) => Some(Csl::File { path: name.clone(), text: file.text }),
            Err(error) => {
                let xml = file.text.trim_start().starts_with("<?xml") || file.text.contains("<style");
                let reason = if xml { format!(": {error}") } else { String::new() };
                let message = format!("{name} is not a citation style that can be used{reason}");
                let hint = "download the style itself, a file that ends in .csl, from https://www.zotero.org/styles";
                sink.push(Diagnostic::error("bad-csl", message).at(origin).hint(hint));
                None
            }
        };
    }
    if name == "vancouver" {
        let message = "Typst has retired the style name `vancouver`";
        let hint = "name one of `elsevier-vancouver`, `springer-vancouver` and `nlm-citation-sequence`";
        sink.push(Diagnostic::error("unknown-csl", message).at(origin).hint(hint));
        return None;
    }
    if ArchivedStyle::by_name(name).is_some() {
        return Some(Csl::Named(name.clone()));
    }
    let known = ArchivedStyle::all().iter().flat_map(|style| style.names()).copied();
    let diagnostic = Diagnostic::error("unknown-csl", format!("there is no citation style `{name}`"))
        .at(origin)
        .suggest(name, known)
        .hint("name a style that Typst ships, or a `.csl` file of the study");
    sink.push(diagnostic);
    None
}
