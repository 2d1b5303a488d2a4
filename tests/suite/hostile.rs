//! What authors write is data: no text of theirs runs, opens a file, breaks out of its place or stops the program.

use crate::driver::Draft;
use crate::page::{letters, plain};

/// Texts that mean something to Typst, Tera, SVG, Markdown, YAML or a terminal.
const HOSTILE: [&str; 20] = [
    "#read(\"/etc/passwd\")",
    "#eval(\"1\") ] [ #panic()",
    "$x$ and $",
    "@doe2020 @tbl-change",
    "\\ back\\slash \\u{41}",
    "// comment /* comment */ */",
    "`code` ```",
    "<script>alert(1)</script> &amp; <!--",
    "<< title >> <% if x %> {{ title }} {% x %}",
    "= Heading",
    "- item + item 1. item",
    "*bold* _emph_ ~ -- --- ...",
    "]]> </text> <tspan>",
    "\"double\" 'single' “curly”",
    "%s %n {0} ${HOME} $(id)",
    "e\u{301}\u{301}\u{301} a\u{30a}\u{308}",
    "\u{202e}txet tfel-ot-thgir\u{202c}",
    "a\u{a0}b\u{200b}c\u{ad}d\u{feff}e",
    "|pipe| ;semicolon, \"comma\"",
    "C:\\Windows\\.. ../../etc/passwd",
];

/// As a scalar of YAML and as a string of TOML.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("any text is JSON").replace('\u{feff}', "\\uFEFF")
}

/// A study whose every field of plain text is given by its number, and which shows all of them.
fn study(field: impl Fn(usize) -> String) -> Draft {
    let q = |index: usize| quoted(&field(index));
    Draft::minimal()
        .edit("book.toml", "\"Gardening for strength\"", &q(0))
        .edit("data/study.yaml", "label: Before", &format!("label: {}", q(1)))
        .edit("data/study.yaml", "label: Words", &format!("label: {}", q(2)))
        .edit("data/quantitative/instruments.yaml", "The Wellness Questionnaire", &q(3))
        .edit("data/quantitative/instruments.yaml", "short: WQ", &format!("short: {}", q(4)))
        .edit("data/quantitative/instruments.yaml", "label: Wellbeing", &format!("label: {}", q(5)))
        .edit("data/quantitative/instruments.yaml", "population: adults", &format!("population: {}", q(6)))
        .edit("data/quantitative/instruments.yaml", "label: Age", &format!("label: {}", q(7)))
        .edit("data/quantitative/instruments.yaml", "unit: years", &format!("unit: {}", q(8)))
        .edit("data/quantitative/instruments.yaml", "label: Female", &format!("label: {}", q(9)))
        .edit("data/qualitative/codebook.yaml", "label: Growth", &format!("label: {}", q(10)))
        .edit("data/qualitative/codebook.yaml", "label: Purpose", &format!("label: {}", q(11)))
        .edit("content/paper.yaml", "name: A. Author", &format!("name: {}", q(12)))
        .edit("content/paper.yaml", "name: The Garden", &format!("name: {}", q(13)))
        .edit("content/paper.yaml", "[gardening, mixed methods]", &format!("[{}]", q(14)))
        .edit("content/paper.yaml", "label: Funding", &format!("label: {}", q(15)))
        .append("content/paper.yaml", &format!("subtitle: {}\nshort-title: {}\nkind: {}\n", q(16), q(17), q(18)))
        .with("data/quantitative/reported/reported.yaml", format!("change: {{table: {}, page: {}}}\n", q(19), q(0)))
        .with(
            "content/displays.yaml",
            "\
tables:
  - {id: people, kind: participants, caption: People.}
  - {id: outcomes, kind: outcomes, caption: Outcomes.}
  - {id: change, kind: change, caption: Change.}
  - {id: grid, kind: propositions, caption: Grid.}
  - {id: quotes, kind: excerpts, caption: Excerpts.}
  - {id: codes, kind: codebook, caption: Codes.}
  - {id: cover, kind: coverage, caption: Coverage.}
figures:
  - {id: lines, kind: trajectories, caption: Lines., alt: Lines.}
  - {id: forest, kind: change-forest, caption: Forest., alt: Forest.}
  - {id: profile, kind: norm-profile, caption: Profile., alt: Profile.}
  - {id: themes, kind: themes-by-timepoint, caption: Themes., alt: Themes.}
  - {id: map, kind: evidence-map, caption: Map., alt: Map.}
  - {id: spread, kind: evidence-spread, caption: Spread., alt: Spread., level: theme}
  - {id: joint, kind: joint-display, caption: Joint., alt: Joint., rows: [{scale: wellbeing, codes: [purpose]}]}
",
        )
        .append(
            "content/details.md",
            "
{{ table people }}

{{ table outcomes }}

{{ table quotes }}

{{ table codes }}

{{ table cover }}

{{ figure lines }}

{{ figure profile }}

{{ figure themes }}

{{ figure map }}

{{ figure spread }}

{{ figure joint }}
",
        )
}

/// Builds the study with each hostile text in another field, and finds the texts on the page as they were written.
fn rotated(by: usize) {
    let text = |index: usize| HOSTILE[(index * 7 + by) % HOSTILE.len()].to_owned();
    let study = study(text).write();
    assert_eq!(study.run(&["build"]).quiet(), "build/paper.pdf\n");
    let page = letters(&study.read("build/paper.pdf")).to_lowercase();
    assert!(!page.contains("root:x:0"), "no file of the machine is on the page");
    for index in [0, 2, 3, 5, 9, 10, 11, 12, 13, 14, 15, 16, 18] {
        // Marks that are not seen, and letters that are set from right to left, need not be copied as they were written.
        let words = plain(&text(index)).to_lowercase();
        let seen = words.chars().all(|c| !matches!(c, '\u{300}'..='\u{36f}' | '\u{202a}'..='\u{202e}' | '\u{feff}'));
        if seen {
            assert!(page.contains(&words), "field {index}: the page does not say `{words}`");
        }
    }
    for (name, bytes) in study.products().iter().filter(|(name, _)| name.ends_with(".svg")) {
        let svg = std::str::from_utf8(bytes).expect("UTF-8");
        let svg = roxmltree::Document::parse(svg).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(svg.descendants().all(|node| !node.has_tag_name("script")), "{name}");
    }
}

#[test]
fn plain_fields_are_text_0() {
    rotated(0);
}

#[test]
fn plain_fields_are_text_1() {
    rotated(1);
}

#[test]
fn plain_fields_are_text_2() {
    rotated(2);
}

#[test]
fn plain_fields_are_text_3() {
    rotated(3);
}

/// A study whose every field of Markdown holds a text.
fn marked(text: &str) -> Draft {
    let q = quoted(text);
    let line = text.replace('\n', " ");
    Draft::minimal()
        .edit("content/propositions.yaml", "statement: Gardening makes people stronger.", &format!("statement: {q}"))
        .edit("content/propositions.yaml", "note: Within a year.", &format!("note: {q}"))
        .edit("content/propositions.yaml", "text: Wellbeing rose.", &format!("text: {q}"))
        .edit("content/propositions.yaml", "interpretation: Tiredness passes.", &format!("interpretation: {q}"))
        .edit("content/displays.yaml", "caption: The grid.", &format!("caption: {q}"))
        .edit("content/displays.yaml", "note: CI, confidence interval.", &format!("note: {q}"))
        .edit("content/displays.yaml", "alt: Two rows with a mark and a line each.", &format!("alt: {q}"))
        .edit("content/paper.yaml", "text: None.", &format!("text: {q}"))
        .append("content/paper.yaml", &format!("notice: {q}\nlicence: {q}\n"))
        .edit("data/qualitative/codebook.yaml", "definition: What gardening gives.", &format!("definition: {q}"))
        .edit("data/qualitative/memos/purpose.md", "Purpose is what most spoke of.", &line)
        .edit("data/qualitative/memos/purpose.md", "There was a reason to get up.", &line)
        .append("content/methods.md", &format!("\n{text}\n\n- {line}\n\n> {line}\n\n| {line} |\n|---|\n| x |\n"))
        .edit("content/methods.md", "## Sample", &format!("## Sample {line}"))
}

/// Builds, or says at its place what cannot be set; never anything else.
#[test]
fn markdown_builds_or_is_refused_clearly() {
    let further = [
        "[a](javascript:alert(1))",
        "![](x.png)",
        "[^1]",
        "{{ ",
        "}}",
        "{{ table }}",
        "$\\input{/etc/passwd}$",
        "$\\def\\a{\\a}\\a$",
        "<br>",
        "&lt;b&gt; &#x202e;",
        "***",
        "[@",
        "[@]",
        "[@;]",
        "\\",
        "{#sec-x}",
        "~~a~~ ^b^",
        "a\\\nb",
        "```typst\n#panic()\n```",
    ];
    for text in HOSTILE.iter().chain(&further) {
        let study = marked(text).write();
        let ran = study.run(&["build"]);
        match ran.code {
            0 => assert_eq!(ran.stdout, "build/paper.pdf\n"),
            _ => {
                assert_eq!((ran.code, ran.stdout.as_str()), (1, ""), "`{text}`");
                let heads = ran.stderr.lines().filter(|line| line.starts_with("error["));
                let places = ran.stderr.lines().filter(|line| line.trim_start().starts_with("--> "));
                assert!(places.count() >= heads.clone().count() && heads.count() > 0, "`{text}`:\n{}", ran.stderr);
                assert!(!ran.stderr.contains("error[typesetting]"), "`{text}` reached Typst:\n{}", ran.stderr);
                assert!(study.products().is_empty());
            }
        }
    }
}

/// What opens again and again comes to an end, and the stack holds.
#[test]
fn depth_without_end() {
    let deep = [
        "> ".repeat(3000) + "x",
        "- ".repeat(3000) + "x",
        "*a ".repeat(3000),
        "**_".repeat(1000) + "x" + &"_**".repeat(1000),
        "[".repeat(5000) + "x" + &"](y)".repeat(5000),
        "$".to_owned() + &"{".repeat(3000) + "x" + &"}".repeat(3000) + "$",
        "$".to_owned() + &"\\frac{".repeat(1000) + "x" + &"}{y}".repeat(1000) + "$",
        "$".to_owned() + &"x^{".repeat(1000) + "x" + &"}".repeat(1000) + "$",
        "{{ ".repeat(3000),
        "`".repeat(9999),
    ];
    for text in deep {
        let ran = Draft::minimal().append("content/methods.md", &format!("\n{text}\n")).run(&["build"]);
        assert!(ran.code <= 1 && !ran.stderr.contains("error[typesetting]"), "`{}…`:\n{}", &text[..9], ran.stderr);
    }
    for text in
        ["[".repeat(20_000), "{a: ".repeat(20_000), "- ".repeat(20_000) + "x", "a:\n".to_owned() + &" b:\n".repeat(9)]
    {
        let ran = Draft::minimal().with("data/study.yaml", text).run(&["check"]);
        assert_eq!(ran.code, 1, "{}", ran.stderr);
    }
    let ran = Draft::minimal().append("book.toml", &format!("x = {}", "[".repeat(20_000))).run(&["check"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
}

/// Ten thousand letters without a space, in every field at once.
#[test]
fn a_word_without_end() {
    let word = "abcdefghij".repeat(1000);
    let study = study(|index| if index == 5 { word.clone() } else { word[..200].to_owned() }).write();
    let ran = study.run(&["build"]);
    assert!(ran.code == 0 || ran.stderr.contains("error[overflow]"), "{}", ran.stderr);
    let ran = marked(&word[..1000]).append("content/methods.md", &format!("\n{word}\n")).run(&["build"]);
    assert!(ran.code == 0 || ran.stderr.contains("error[overflow]"), "{}", ran.stderr);
}

#[test]
fn a_bibliography_is_text() {
    let draft = Draft::minimal().edit(
        "content/references.bib",
        "title = {On gardens}",
        "title = {\\#read(\"/etc/passwd\") ] @x \\& <b> // `y` */ 100\\% \\_under}",
    );
    let study = draft.write();
    let ran = study.run(&["build"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let page = letters(&study.read("build/paper.pdf"));
    assert!(page.contains("/etc/passwd") && !page.contains("root:x:0"), "{page}");
}

/// What a terminal would obey is shown as space.
#[test]
fn messages_do_not_steer_the_terminal() {
    let draft =
        Draft::minimal().edit("content/methods.md", "Most were women", "Most \u{1b}[31m\u{202e} women @tbl-none");
    let ran = draft.run(&["check"]);
    assert_eq!(ran.code, 1);
    assert!(!ran.stderr.contains('\u{1b}') && !ran.stderr.contains('\u{202e}'), "{:?}", ran.stderr);
}

#[test]
fn paths_stay_in_the_study() {
    for path in ["../outside.md", "/etc/passwd", "a/../../outside.md"] {
        let ran = Draft::minimal().edit("content/SUMMARY.md", "methods.md", path).run(&["build"]);
        assert_eq!(ran.code, 1, "{path}");
        assert!(ran.stderr.contains("error[outside-study]"), "{path}: {}", ran.stderr);
    }
}

/// Files that are no text of anybody: empty ones, and such as are all of one byte.
#[test]
fn files_of_nothing() {
    let paths: Vec<&str> = crate::minimal::FILES.iter().map(|(path, _)| *path).collect();
    for path in paths {
        for content in [&b""[..], &b"\n\n\n"[..], &[0; 64][..], &[0xff; 64][..], &[b'['; 4096][..], &b"---\n---\n"[..]]
        {
            let ran = Draft::minimal().with(path, content).run(&["check"]);
            assert!(ran.code <= 1, "{path}: {}", ran.stderr);
            assert!(ran.code <= 1, "{path}: {}", ran.stderr);
            assert!(
                ran.code == 0 || ran.stderr.contains("error[") || ran.stderr.contains("contradicted"),
                "{path}: {}",
                ran.stderr
            );
        }
    }
}

/// Line ends of Windows and a mark at the start of a file change nothing.
#[test]
fn windows_files_are_read() {
    let mut draft = Draft::minimal();
    for (path, text) in crate::minimal::FILES {
        draft = draft.with(path, format!("\u{feff}{}", text.replace('\n', "\r\n")));
    }
    draft.run(&["check"]).quiet();
}
