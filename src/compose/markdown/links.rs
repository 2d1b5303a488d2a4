//! Links and images: where they lead, and whether that is there.

use std::ops::Range;

use pulldown_cmark::{LinkType, TagEnd};

use super::blocks::Reader;
use super::inlines::Gathered;
use super::{Events, headings};
use crate::compose::document::{chapter_label, plain};
use crate::compose::inline::Piece;
use crate::diag::Diagnostic;
use crate::model::Role;

impl Reader<'_, '_> {
    /// Where a link leads on paper: the web, a mail address, or a part of this paper, written `#sec-id`.
    pub(super) fn link(&mut self, kind: LinkType, url: &str, range: &Range<usize>) -> Option<String> {
        if kind == LinkType::Email {
            return Some(format!("mailto:{url}"));
        }
        if let Some(label) = url.strip_prefix('#') {
            return self.part_link(label, range);
        }
        let scheme = url.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
        match scheme.as_deref() {
            Some("http" | "https" | "mailto" | "doi") => Some(url.to_owned()),
            None if url.split('#').next().is_some_and(|path| path.ends_with(".md")) => self.chapter_link(url, range),
            _ => {
                let hint = "a link begins with `https:` or `mailto:`, names a section as `#sec-id`, or a chapter as `chapter.md`";
                self.report("bad-link", "this link leads nowhere on paper", range, hint);
                None
            }
        }
    }

    /// An image needs a description.
    pub(super) fn image(&mut self, url: &str, range: &Range<usize>, events: &mut Events<'_>, out: &mut Gathered) {
        let alt = plain(&self.only_inlines(events, TagEnd::Image, range));
        if alt.trim().is_empty() {
            let hint = format!("say what it shows between the brackets: `![What it shows]({url})`");
            self.report("no-alt", "this image has no description for readers who cannot see it", range, &hint);
            return;
        }
        let study = &self.context.grid.findings.study;
        let file = format!("{}/{}", study.manifest.src, url.trim_start_matches("./"));
        if !study.images.iter().any(|image| *image.file == *file) {
            self.report("no-image", "an image can stand in a chapter only", range, "move it into a chapter");
            return;
        }
        out.pieces.push(Piece::Image { file, alt, place: self.place(range) });
    }

    /// A link to another chapter, or to a section of it: `methods.md`, `methods.md#sec-sample`. The path counts from the
    /// chapter's own file, or from the folder of prose.
    fn chapter_link(&mut self, url: &str, range: &Range<usize>) -> Option<String> {
        let study = &self.context.grid.findings.study;
        let (path, fragment) = url.split_once('#').map_or((url, None), |(path, fragment)| (path, Some(fragment)));
        let here = self.text.origin().file;
        let home = here.rsplit_once('/').map_or("", |(home, _)| home);
        let files = [joined(home, path), joined(&study.manifest.src, path)];
        let found = study.chapters.iter().find(|chapter| files.iter().any(|file| *file == *chapter.file));
        let Some(chapter) = found else {
            let names = study.chapters.iter().filter_map(|chapter| chapter.file.strip_prefix(&*study.manifest.src));
            let names: Vec<&str> = names.map(|name| name.trim_start_matches('/')).collect();
            let diagnostic = Diagnostic::error("unknown-target", format!("there is no chapter `{path}`"))
                .at(&self.text.place(range.clone()))
                .suggest(path, names.iter().copied())
                .hint(format!("the chapters are {}", names.join(", ")));
            self.sink.push(diagnostic);
            return None;
        };
        match fragment {
            Some(label) => self.part_link(label, range),
            // Its title is not printed.
            None if chapter.role == Role::Abstract => None,
            None => {
                let own = headings(&chapter.text).into_iter().next().and_then(|title| title.label);
                let own = own.filter(|label| self.context.targets.iter().any(|target| target.label == *label));
                Some(format!("#{}", own.unwrap_or_else(|| chapter_label(&chapter.file))))
            }
        }
    }

    fn part_link(&mut self, label: &str, range: &Range<usize>) -> Option<String> {
        if self.context.targets.iter().any(|target| target.label == label) {
            return Some(format!("#{label}"));
        }
        let known = self.context.targets.iter().map(|target| target.label.as_str());
        let diagnostic = Diagnostic::error("unknown-target", format!("`#{label}` points at nothing"))
            .at(&self.text.place(range.clone()))
            .suggest(label, known)
            .hint(
                "a section can be named where its heading has `{#sec-id}`, a table or figure as `#tbl-ID` or `#fig-ID`",
            );
        self.sink.push(diagnostic);
        None
    }
}

/// A path from a folder, with its steps up and its stays taken.
fn joined(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = if path.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join("/")
}
