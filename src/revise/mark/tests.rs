//! A marked paper holds both papers: without the one kind of marks it is the other.

use proptest::prelude::*;

use super::super::passages::leaf;
use super::*;
use crate::compose::Section;
use crate::diag::Origin;
use crate::model::Csl;

fn place() -> Place {
    Place::Known(Origin::start_of(&"a.md".into()))
}

fn inline(kind: InlineKind) -> Inline {
    Inline { kind, place: place() }
}

fn block(kind: BlockKind) -> Block {
    Block { kind, place: place() }
}

/// Words, the second of them emphasised; behind them a footnote of the same words where it is wanted.
fn running(text: &str, note: bool) -> Vec<Inline> {
    let mut out = Vec::new();
    for (index, word) in text.split_inclusive(' ').enumerate() {
        let word = inline(InlineKind::Text(word.to_owned()));
        out.push(if index == 1 { inline(InlineKind::Emphasis(vec![word])) } else { word });
    }
    if note {
        let content = Some(vec![block(BlockKind::Paragraph(running(text, false)))]);
        out.push(inline(InlineKind::Footnote { label: "n".to_owned(), content }));
    }
    out
}

fn document(blocks: &[(u8, String)]) -> Document {
    let blocks = blocks.iter().map(|(shape, text)| {
        let paragraph = |note: bool| block(BlockKind::Paragraph(running(text, note)));
        match shape {
            0 => block(BlockKind::Heading { level: 1, label: None, content: running(text, false) }),
            1 => block(BlockKind::List { start: None, items: vec![vec![paragraph(false)], vec![paragraph(false)]] }),
            2 => block(BlockKind::Quote(vec![paragraph(false)])),
            3 => paragraph(true),
            _ => paragraph(false),
        }
    });
    let chapters = vec![Section { file: "a.md".into(), blocks: blocks.collect() }];
    Document {
        title: String::new(),
        subtitle: None,
        short_title: String::new(),
        kind: None,
        language: "en".to_owned(),
        authors: Vec::new(),
        affiliations: Vec::new(),
        keywords: Vec::new(),
        date: None,
        notice: Vec::new(),
        licence: Vec::new(),
        summary: Vec::new(),
        chapters,
        declarations: Vec::new(),
        appendices: Vec::new(),
        displays: Vec::new(),
        bibliography: None,
        printed: Default::default(),
        cites: false,
        csl: Csl::Named("apa".to_owned()),
        template: "article".to_owned(),
        standards: Vec::new(),
        draft: true,
        simulated: false,
        images: Vec::new(),
        revision: None,
    }
}

fn edition(document: &Document) -> Edition {
    Edition {
        form: crate::revise::edition::FORM,
        front: indexmap::IndexMap::new(),
        pages: None,
        propositions: Vec::new(),
        displays: Vec::new(),
        parts: parts(document),
        results: Vec::new(),
    }
}

/// Every paragraph that has words, of the new paper or of the old one.
fn said(blocks: &[Block], new: bool, out: &mut Vec<String>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) => {
                let mut notes = Vec::new();
                let text = text_of(content, new, true, &mut notes);
                out.extend((!text.is_empty()).then_some(text));
                out.extend(notes);
            }
            BlockKind::List { items, .. } => items.iter().for_each(|item| said(item, new, out)),
            BlockKind::Quote(blocks) | BlockKind::Changed(blocks) => said(blocks, new, out),
            _ => {}
        }
    }
}

fn text_of(content: &[Inline], new: bool, kept: bool, notes: &mut Vec<String>) -> String {
    let each = content.iter().map(|inline| match &inline.kind {
        InlineKind::Deleted(text) => {
            if new {
                String::new()
            } else {
                text.clone()
            }
        }
        InlineKind::Inserted(content) => text_of(content, new, kept && new, notes),
        InlineKind::Emphasis(content) | InlineKind::Strong(content) => text_of(content, new, kept, notes),
        kind => {
            if let InlineKind::Footnote { content: Some(blocks), .. } = kind {
                said(blocks, new, notes);
            }
            if kept { leaf(kind) } else { String::new() }
        }
    });
    each.collect()
}

fn texts() -> impl Strategy<Value = Vec<(u8, String)>> {
    proptest::collection::vec((0..6u8, "[a-e]{1,2}( [a-e]{1,2}){0,5}"), 1..7)
}

proptest! {
    #[test]
    fn a_marked_paper_holds_both(old in texts(), new in texts()) {
        let (old, new) = (document(&old), document(&new));
        let revision = Revision { title: String::new(), summary: String::new(), sections: Vec::new() };
        let marked = mark(&edition(&old), &new, revision);
        for (is_new, whole) in [(true, &new), (false, &old)] {
            let (mut wanted, mut found) = (Vec::new(), Vec::new());
            said(&whole.chapters[0].blocks, true, &mut wanted);
            said(&marked.chapters[0].blocks, is_new, &mut found);
            prop_assert_eq!(found, wanted, "new: {}", is_new);
        }
    }

    #[test]
    fn a_paper_beside_itself_has_no_marks(text in texts()) {
        let paper = document(&text);
        let revision = Revision { title: String::new(), summary: String::new(), sections: Vec::new() };
        prop_assert_eq!(mark(&edition(&paper), &paper, revision).chapters, paper.chapters);
    }
}
