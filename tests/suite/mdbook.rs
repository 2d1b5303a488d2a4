//! `mdbook-synthesist`, as mdBook itself calls it: chapters filled, pages that lead to each other, the paper beside them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use mdbook_core::config::Config;
use mdbook_driver::MDBook;
use mdbook_preprocessor::PreprocessorContext;
use tempfile::TempDir;

use crate::driver::{Draft, Ran, Study, files_under, repository};
use crate::html::{Token, attribute, chapter, ids, said, tokens, unbalanced};
use crate::page::{letters, plain};

const PLUGIN: &str = env!("CARGO_BIN_EXE_mdbook-synthesist");

/// What mdBook made of a study.
struct Made {
    folder: TempDir,
}

impl Made {
    fn root(&self) -> &Path {
        self.folder.path()
    }

    /// The pages by their names; `print` is all of them in one, `404` and `toc` are mdBook's own.
    fn pages(&self) -> BTreeMap<String, String> {
        let html = self.root().join("html");
        let pages = files_under(&html).into_iter().filter(|path| path.extension().is_some_and(|kind| kind == "html"));
        let pages = pages.map(|path| {
            let name = path.strip_prefix(&html).expect("it lies there").to_string_lossy().replace('\\', "/");
            (name, fs::read_to_string(path).expect("a readable page"))
        });
        pages.filter(|(name, _)| !["404.html", "toc.html"].contains(&name.as_str())).collect()
    }

    fn pdf(&self) -> Vec<u8> {
        fs::read(self.root().join("synthesist/paper.pdf")).expect("a paper")
    }
}

/// A study's book as mdBook loads it, with the plug-in of this build.
fn book(root: &Path, folder: &Path) -> MDBook {
    let mut config = Config::from_disk(root.join("book.toml")).expect("mdBook reads it");
    config.set("preprocessor.synthesist.command", PLUGIN).expect("a setting");
    config.set("output.html", BTreeMap::<String, String>::new()).expect("a setting");
    config.set("output.synthesist.command", PLUGIN).expect("a setting");
    config.build.build_dir = folder.to_owned();
    MDBook::load_with_config(root, config).expect("mdBook loads the book")
}

fn built(study: &Study) -> Made {
    let folder = TempDir::with_prefix("synthesist-book-").expect("a temporary folder");
    book(&study.root, folder.path()).build().expect("mdBook builds the book");
    Made { folder }
}

/// What mdBook sends to a preprocessor.
fn sent(root: &Path, renderer: &str, served: bool) -> String {
    let mut book = book(root, Path::new("build"));
    if served {
        book.config.set("output.html.live-reload-endpoint", "__livereload").expect("a setting");
    }
    let context = PreprocessorContext::new(root.to_owned(), book.config.clone(), renderer.to_owned());
    serde_json::to_string(&(context, &book.book)).expect("JSON")
}

fn plugin(arguments: &[&str], input: &str) -> Ran {
    let mut command = Command::new(PLUGIN);
    command.args(arguments).env_remove("NO_COLOR").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the plug-in can be started");
    // One that says how it is called does not read.
    let _ = child.stdin.take().expect("an input").write_all(input.as_bytes());
    let output = child.wait_with_output().expect("it ends");
    Ran {
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
        code: output.status.code().expect("it ends by itself"),
    }
}

/// Every link within the book leads to a file that is there, and to a name in it.
fn links_lead_somewhere(made: &Made) -> usize {
    let pages = made.pages();
    let names: BTreeMap<&String, BTreeSet<String>> =
        pages.iter().map(|(name, page)| (name, ids(&tokens(page)).into_iter().collect())).collect();
    let mut count = 0;
    for (name, page) in &pages {
        for link in attribute(&chapter(page), "href") {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            count += 1;
            let (path, fragment) = link.split_once('#').unwrap_or((&link, ""));
            let target =
                if path.is_empty() { PathBuf::from(name) } else { Path::new(name).with_file_name("").join(path) };
            let target = normal(&unescaped(&target.to_string_lossy()));
            let known = names.get(&target).unwrap_or_else(|| panic!("{name}: `{link}` leads to no page"));
            assert!(known.contains(&unescaped(fragment)), "{name}: `{link}` leads to nothing on its page");
        }
    }
    count
}

fn normal(path: &str) -> String {
    let mut steps: Vec<&str> = Vec::new();
    for step in path.split('/') {
        match step {
            ".." => {
                steps.pop().expect("no link leaves the book");
            }
            "" | "." => {}
            step => steps.push(step),
        }
    }
    steps.join("/")
}

fn unescaped(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits: Vec<u8> = rest.by_ref().take(2).collect();
            let digits = std::str::from_utf8(&digits).expect("two digits");
            bytes.push(u8::from_str_radix(digits, 16).expect("hexadecimal"));
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).expect("UTF-8")
}

/// Ids stand once on a page, and what is opened is closed.
fn pages_are_sound(made: &Made) {
    for (name, page) in made.pages() {
        let all = ids(&tokens(&page));
        let once: BTreeSet<&String> = all.iter().collect();
        assert_eq!(all.len(), once.len(), "{name} has an id twice");
        assert_eq!(unbalanced(&chapter(&page)), None, "{name}");
        assert!(!page.contains("{{") && !page.contains("[@"), "{name} shows what should be filled");
    }
}

/// Whether the letters stand on the page in one piece, or in two where a page or a float comes between.
fn stands(page: &str, wanted: &str) -> bool {
    if page.contains(wanted) {
        return true;
    }
    let cuts: Vec<usize> = wanted.char_indices().map(|(at, _)| at).skip(1).collect();
    // What stands in a piece of the page does so in any shorter piece.
    let longest = cuts.partition_point(|cut| page.contains(&wanted[..*cut]));
    cuts[..longest].iter().rev().any(|cut| page.contains(&wanted[*cut..]))
}

/// Every sentence, heading, item and row of the book is in the PDF; how many there are.
fn says_what_the_paper_says(made: &Made) -> usize {
    let paper = letters(&made.pdf()).replace('\u{2011}', "").to_lowercase();
    let mut count = 0;
    for (name, page) in made.pages().iter().filter(|(name, _)| *name != "print.html") {
        for unit in said(&chapter(page)) {
            for sentence in unit.split_inclusive(". ") {
                // A hyphen that does not break is printed as any other.
                let wanted = plain(&sentence.replace('\u{2011}', "-")).to_lowercase();
                count += 1;
                assert!(stands(&paper, &wanted), "{name} says what the paper does not:\n{sentence}");
            }
        }
    }
    assert!(!stands(&paper, "thisisnowhereinanypaper"));
    count
}

fn count(tokens: &[Token], wanted: &str) -> usize {
    tokens.iter().filter(|token| matches!(token, Token::Open(name, _) if name == wanted)).count()
}

#[test]
fn it_says_for_whom_it_works() {
    for (renderer, code) in [("html", 0), ("markdown", 0), ("test", 1), ("synthesist", 1)] {
        assert_eq!(plugin(&["supports", renderer], "").code, code, "{renderer}");
    }
}

#[test]
fn by_hand_it_says_what_it_is_for() {
    let ran = plugin(&[], "");
    assert_eq!((ran.stdout.as_str(), ran.code), ("", 2));
    assert!(ran.stderr.contains("[preprocessor.synthesist]") && ran.stderr.contains("[output.synthesist]"));
    assert_eq!(plugin(&["--help"], "").stdout, ran.stderr);
    assert!(plugin(&["--version"], "").stdout.starts_with("mdbook-synthesist "));
    assert_eq!(plugin(&["build"], "").code, 2);
    for input in ["no JSON", "{}", "[]", "[1, 2]", "7"] {
        let ran = plugin(&[], input);
        assert_eq!((ran.stdout.as_str(), ran.code), ("", 2), "{input}");
        assert!(ran.stderr.starts_with("error[mdbook]: standard input is not what mdBook sends"), "{}", ran.stderr);
    }
}

#[test]
fn another_mdbook_is_told_so() {
    for input in [r#"[{"mdbook_version": "0.4.40"}, {"sections": []}]"#, r#"{"version": "0.4.40"}"#] {
        let ran = plugin(&[], input);
        assert_eq!(ran.code, 2);
        assert!(ran.stderr.contains("this is mdBook 0.4.40"), "{}", ran.stderr);
    }
    let ran = plugin(&[], r#"{"version": "0.5.0"}"#);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("what mdBook sent cannot be read"), "{}", ran.stderr);
}

#[test]
fn the_worked_example_as_a_book() {
    let made = built(&Study::at(repository()));
    pages_are_sound(&made);
    assert!(links_lead_somewhere(&made) > 300);
    assert!(says_what_the_paper_says(&made) > 900);
    let pages = made.pages();
    let first = chapter(&pages["index.html"]);
    assert_eq!(count(&first, "header"), 1, "the title stands over the first page");
    assert_eq!(pages.values().filter(|page| page.contains("syn-masthead\"")).count(), 3, "first page, index, print");
    let results = chapter(&pages["results-quantitative.html"]);
    assert!(said(&results).iter().any(|text| text.contains("32 peer workers")));
    assert_eq!(count(&results, "table"), count(&results, "caption"));
    let scopes = attribute(&results, "scope");
    for scope in ["col", "colgroup", "row", "rowgroup"] {
        assert!(scopes.iter().any(|found| found == scope), "no head has the scope `{scope}`");
    }
    let charts: Vec<String> =
        attribute(&results, "src").into_iter().filter(|src| src.starts_with("data:image/svg+xml;base64,")).collect();
    assert_eq!(charts.len(), count(&results, "img"));
    assert!(charts.len() >= 2);
    assert!(attribute(&results, "alt").iter().all(|alt| alt.len() > 20));
    let links = attribute(&results, "href");
    assert!(links.iter().any(|link| link.starts_with("references.html#ref-")), "{links:?}");
    let synthesis = attribute(&chapter(&pages["synthesis.html"]), "href");
    assert!(synthesis.contains(&"results-quantitative.html#tbl-outcomes".to_owned()), "{synthesis:?}");
    assert!(pages.contains_key("declarations.html") && pages.contains_key("references.html"));
    // What the plug-in builds as a renderer is what the program builds.
    let paper = synthesist::cli::products(&mut synthesist::cli::Run::quiet(), repository(), false).ok();
    let (_, products) = paper.expect("it builds");
    for (path, bytes) in &products {
        let written = fs::read(made.root().join("synthesist").join(path)).unwrap_or_default();
        assert!(written == *bytes, "{path} is not what `synthesist build` makes");
    }
}

/// Chapters in folders, a README, a name that is taken, and words that are markup elsewhere.
fn nested() -> Study {
    Draft::minimal()
        .with(
            "content/SUMMARY.md",
            "# Summary\n\n[Abstract](abstract.md)\n\n# Part\n\n- [Methods](parts/README.md)\n  - [Deep](<parts/deep/a b.md>)\n- [Results](results.md)\n- [Sources](references.md)\n- [Not yet]()\n\n---\n\n[Details](details.md)\n",
        )
        .without("content/methods.md")
        .with("content/parts/README.md", "# Methods {#sec-methods}\n\nWe asked twice [@doe2020, p. 3] [@roe2018]; see @tbl-change.\n")
        .with(
            "content/parts/deep/a b.md",
            "# Deep *down* {#sec-deep}\n\nFrom @sec-methods to @fig-forest, [back](#sec-methods), $\\bar{x}_1 < 3$ &amp; \\<b\\>.\n\n## Twice\n\n    <script>alert(\"&\")</script>\n\n    \\# no *heading* {{ x }}\n\n## Twice\n\n1. One\n\n   > Quoted & \\<kept\\>\n\n2. Two[^n] and again[^n]\n\n[^n]: A *note* with @prop-stronger.\n",
        )
        .with("content/references.md", "# Sources {#sec-sources}\n\nPlain words.\n")
        .write()
}

#[test]
fn chapters_in_folders_lead_to_each_other() {
    let study = nested();
    let made = built(&study);
    assert!(links_lead_somewhere(&made) > 30);
    let pages = made.pages();
    assert!(pages.contains_key("references.html") && pages.contains_key("references-2.html"));
    let deep = chapter(&pages["parts/deep/a b.html"]);
    assert_eq!(unbalanced(&deep), None);
    let links = attribute(&deep, "href");
    for wanted in ["../index.html#sec-methods", "../../results.html#fig-forest", "../../results.html#prop-stronger"] {
        assert!(links.iter().any(|link| link == wanted), "no `{wanted}` in {links:?}");
    }
    let text: String =
        deep.iter().filter_map(|t| if let Token::Text(text) = t { Some(text.as_str()) } else { None }).collect();
    assert!(text.contains("<script>alert(\"&\")</script>\n\n\\# no *heading* {{ x }}"), "{text}");
    assert!(text.contains("& <b>.") && text.contains("Quoted & <kept>"), "{text}");
    let named = ids(&deep);
    assert!(named.contains(&"twice".to_owned()) && named.contains(&"twice-1".to_owned()), "{named:?}");
    assert_eq!(count(&deep, "math"), 1);
    assert_eq!(named.iter().filter(|id| id.starts_with("note-")).count(), 1);
    let order: Vec<usize> = ["results.html", "declarations.html", "references-2.html", "details.html"]
        .iter()
        .map(|page| {
            fs::read_to_string(made.root().join("html/toc.html")).expect("a list").find(page).expect("it is listed")
        })
        .collect();
    assert!(order.is_sorted(), "declarations and references stand before the appendices: {order:?}");
}

/// Whatever the citation style: numbers, authors and years, or notes.
#[test]
fn citations_read_as_on_paper() {
    let cited = "Before [@doe2020; @roe2018, p. 3] and [@roe2018] [@doe2020]. Again [@doe2020].";
    for style in ["elsevier-vancouver", "apa", "chicago-notes", "nature", "ieee", "modern-language-association"] {
        let draft = Draft::minimal()
            .edit("book.toml", "draft = true", &format!("draft = false\ncsl = \"{style}\""))
            .append("content/details.md", &format!("\n{cited}\n"));
        let made = built(&draft.write());
        assert!(says_what_the_paper_says(&made) > 30, "{style}");
        assert!(links_lead_somewhere(&made) > 20, "{style}");
        pages_are_sound(&made);
    }
}

#[test]
fn a_broken_study_stops_the_book() {
    let study = Draft::minimal().append("content/results.md", "\n{{ describe.wellbieng.T1.mean }}\n").write();
    let folder = TempDir::with_prefix("synthesist-book-").expect("a temporary folder");
    assert!(book(&study.root, folder.path()).build().is_err());
    let ran = plugin(&[], &sent(&study.root, "html", false));
    assert_eq!((ran.stdout.as_str(), ran.code), ("", 1));
    assert!(ran.stderr.contains("--> content/results.md:15:1") || ran.stderr.contains("--> content/results.md:"));
    assert!(ran.stderr.contains("error[unknown-address]"), "{}", ran.stderr);
}

/// Who serves the book sees the errors where the chapters were, and mdBook goes on.
#[test]
fn a_broken_study_is_told_where_it_is_served() {
    let study = Draft::minimal().append("content/results.md", "\n{{ describe.wellbieng.T1.mean }}\n").write();
    let ran = plugin(&[], &sent(&study.root, "html", true));
    assert_eq!(ran.code, 0);
    let book: mdbook_core::book::Book = serde_json::from_str(&ran.stdout).expect("a book");
    for chapter in book.chapters() {
        assert!(chapter.content.contains("The study has 1 error"), "{}", chapter.content);
        assert!(chapter.content.contains("content/results.md:") && chapter.content.contains("did you mean"));
    }
}

/// The other renderer that takes the chapters gets them without a look of their own.
#[test]
fn markdown_is_filled_too() {
    let ran = plugin(&[], &sent(&Draft::minimal().write().root, "markdown", false));
    let book: mdbook_core::book::Book = serde_json::from_str(&ran.stdout).expect("a book");
    let text: String = book.chapters().map(|chapter| chapter.content.as_str()).collect();
    assert!(text.contains("62.5 %") && !text.contains("<style>") && !text.contains("{{"), "{text}");
}

/// Where participants are guarded the book shows what the paper shows, and mdBook is kept from copying what is not
/// guarded until somebody says that they see to it.
#[test]
fn a_guarded_study_is_guarded_in_the_book() {
    let study = Draft::minimal()
        .edit("data/study.yaml", "disclosure: {profile: open}", "disclosure: {profile: standard}")
        .edit("data/quantitative/reported/share.csv", "20,32,62.5", "29,32,90.6")
        .edit("data/quantitative/reported/share.csv", "12,32,37.5", "3,32,9.4")
        .append("content/results.md", "\n> The beans had to be watered.\n>\n> S1-P2-T2\n")
        .write();
    let ran = plugin(&[], &sent(&study.root, "html", false));
    assert_eq!((ran.stdout.as_str(), ran.code), ("", 1));
    assert!(ran.stderr.contains("error[mdbook-copies]: mdBook copies content/"), "{}", ran.stderr);
    assert_eq!(plugin(&[], &sent(&study.root, "markdown", false)).code, 0, "that renderer copies nothing");
    let served = plugin(&[], &sent(&study.root, "html", true));
    assert_eq!(served.code, 0, "who serves a book on their own machine is only warned");
    assert!(served.stderr.contains("warning[mdbook-copies]"), "{}", served.stderr);
    study.put(
        "book.toml",
        [study.read("book.toml"), b"\n[preprocessor.synthesist]\ncopies-removed = true\n".to_vec()].concat(),
    );
    let made = built(&study);
    assert!(says_what_the_paper_says(&made) > 30);
    let pages = made.pages();
    assert!(pages.values().all(|page| !page.contains("S1-P2")), "who speaks has a new id");
    assert!(pages.values().any(|page| page.contains("withheld")), "small counts are withheld");
}

/// A book without anything to cite, declare or show.
#[test]
fn the_smallest_book() {
    let study = "timepoints: [{id: T1, label: Once, month: 0}]\nstrands: [{id: words, label: Words}]\ndisclosure: {profile: open}\n";
    let made = built(&Draft::numbers().with("data/study.yaml", study).write());
    let pages = made.pages();
    assert!(!pages.contains_key("references.html") && !pages.contains_key("declarations.html"));
    assert!(pages["index.html"].contains("Nothing is said of them."));
}

#[test]
fn the_starters_are_books() {
    for kind in ["mixed", "quantitative", "qualitative"] {
        let folder = TempDir::with_prefix("synthesist-new-").expect("a temporary folder");
        let root = folder.path().join("study");
        let ran = Study::at(folder.path()).run(&["new", root.to_str().expect("UTF-8"), "--from", kind]);
        assert_eq!(ran.code, 0);
        let study = Study::at(root);
        // They guard their people, and so would not let mdBook copy what it copies.
        assert_eq!(plugin(&[], &sent(&study.root, "html", false)).code, 1);
        study.edit("book.toml", "[preprocessor.synthesist]\n", "[preprocessor.synthesist]\ncopies-removed = true\n");
        let made = built(&study);
        pages_are_sound(&made);
        assert!(links_lead_somewhere(&made) > 10, "{kind}");
        assert!(says_what_the_paper_says(&made) > 50, "{kind}");
    }
}
