//! Faults of papers that were found in use: what Markdown would lose, marks of other programs, links that lead nowhere.

use serde_json::Value;

use crate::driver::{Draft, errors};

/// A study with one chapter.
fn chapter(text: &str) -> Draft {
    Draft::numbers()
        .edit("book.toml", "optional = true", "optional = true\ncsl = \"american-medical-association\"")
        .with("content/numbers.md", format!("# Numbers\n\n{text}"))
        .with("content/cat.bib", "")
        .with("content/references.bib", "@article{cat2014, author={Cat, N.}, title={T}, journal={J}, year={2014}}\n")
        .with(
            "content/x.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\"><path d=\"M0 0h8v8z\"/></svg>",
        )
        .with(
            "data/study.yaml",
            "timepoints:\n  - {id: T1, label: Before, month: 0}\nstrands:\n  - {id: a, label: A}\n",
        )
}

/// Severity, code, line and hint of everything that is told of the prose, but for remarks.
fn told(study: &Draft) -> Vec<(String, String, u64, String)> {
    let ran = study.run(&["check", "--format", "json"]);
    let report: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let told = report["diagnostics"].as_array().expect("a list").iter();
    let told = told.filter(|told| told["severity"] != "note" && told["code"] != "uncited-reference");
    let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
    told.map(|told| {
        (text(&told["severity"]), text(&told["code"]), told["line"].as_u64().unwrap_or(0), text(&told["hint"]))
    })
    .collect()
}

/// One paragraph that says one thing wrong: severity, code, and words of the hint.
const MARKS: [(&str, &str, &str, &str); 66] = [
    // Rows of another length than the head.
    ("| a | b |\n|---|---|\n| 1 | 2 | 3 |", "error", "table-width", "give the head a cell more"),
    ("| a | b |\n|---|---|\n| `x|y` | 2 |", "error", "table-width", "within backticks"),
    ("| a | b |\n|---|---|\n| 1 |", "error", "table-width", "each empty cell"),
    ("| a | b |\n|---|---|\n| 1 | 2 |\nText below.", "error", "table-width", "an empty line after the table"),
    ("| a | b |\n|---|---|\n| 1 | 2 |\n: Caption", "error", "table-width", "no caption"),
    ("|a|b|\n|1|2|", "error", "malformed-table", "|---|---|"),
    ("a    b\n---  ---\n1    2", "error", "malformed-table", "|---|---|"),
    ("+---+---+\n| a | b |\n+---+---+", "error", "foreign-mark", "between `|`"),
    // Footnotes and links that Markdown leaves out.
    ("A[^n] b.\n\n[^n]: First.\n\n[^n]: Second.", "error", "duplicate-footnote", "another name"),
    ("A[^N] b.\n\n[^n]: First.\n\n[^m]: Second.", "warning", "idle-footnote", "[^m]"),
    ("A b.\n\n[^n]: First[^m].\n\n[^m]: Second.", "warning", "idle-footnote", "[^n]"),
    ("A [d] b.\n\n[d]: https://a.b\n[D]: https://a.c", "error", "duplicate-link", "another name"),
    ("A b.\n\n[Note]: important", "warning", "idle-link", "\\[Note]"),
    ("A [b][c] d.", "error", "bad-link", "[c]: "),
    ("A [b][] d.", "error", "bad-link", "round brackets"),
    ("A [b] (https://a.b) c.", "error", "bad-link", "[words](https://a.b)"),
    ("A [b](https://a.b \"c\") d.", "warning", "unprinted-title", "in the text"),
    ("![a](x.svg \"A caption\")", "warning", "unprinted-title", "below the image"),
    ("See [b](other.md).", "error", "unknown-target", "numbers.md"),
    ("See [b](numbers.md#sec-none).", "error", "unknown-target", "{#sec-id}"),
    ("See [b](#sec-none).", "error", "unknown-target", "{#sec-id}"),
    // What becomes something else than was meant.
    ("A paragraph of words.\n---", "warning", "underlined-heading", "an empty line before a rule"),
    ("    Four spaces make code of it.", "warning", "indented-code", "fewer than four"),
    ("```\nopen", "error", "unclosed-code", "the same signs"),
    ("Words. <!-- open", "error", "unclosed-comment", "-->"),
    ("<!-- open", "error", "unclosed-comment", "-->"),
    ("1. a\n  - b\n2. c", "warning", "unnested-list", "3 spaces"),
    ("Costs rose by\n- 5 points.", "warning", "line-start", "\\-"),
    ("The value was\n> 0.05 there.", "warning", "line-start", "\\>"),
    ("• one\n• two", "warning", "no-list", "`- `"),
    ("a) one\nb) two", "warning", "no-list", "`- `"),
    ("Some:\n2. one\n3. two", "warning", "no-list", "an empty line above"),
    ("## Sets {a, b}", "error", "unknown-attribute", "\\{"),
    ("## Sets {.unnumbered}", "warning", "unknown-attribute", "take it out"),
    ("A ~b~ c.", "error", "foreign-mark", "~~b~~"),
    ("**bold ** c.", "warning", "lone-asterisks", "**bold**"),
    // Marks of other programs.
    ("::: {.note}\nBox\n:::", "error", "foreign-mark", "boxes"),
    ("Term\n: Meaning", "error", "foreign-mark", "**Term.**"),
    ("#. one", "error", "foreign-mark", "1. "),
    ("```{r}\nx\n```", "error", "foreign-mark", "displays.yaml"),
    ("A `r mean(x)` b.", "error", "foreign-mark", "{{ ADDRESS }}"),
    ("A {ref}`x` b.", "error", "foreign-mark", "@tbl-ID"),
    ("(one)=", "error", "foreign-mark", "{#sec-id}"),
    ("A^[note] b.", "error", "foreign-mark", "[^name]"),
    ("A x^2^ b.", "error", "foreign-mark", "$x^{2}$"),
    ("A R^2 b.", "warning", "foreign-mark", "$R^{2}$"),
    ("A 10^-3 b.", "warning", "foreign-mark", "$10^{-3}$"),
    ("A H~2~O b.", "error", "foreign-mark", "$H_{2}$"),
    ("A [b]{.c} d.", "error", "foreign-mark", "with the brackets"),
    ("![a](x.svg){width=50%}", "error", "foreign-mark", "as wide as the text"),
    ("![a](x.svg){#fig-x}", "error", "foreign-mark", "displays.yaml"),
    ("A [-@cat2014] b.", "error", "malformed-citation", "[@cat2014]"),
    ("A [see @cat2014] b.", "warning", "bare-citation", "[@cat2014]"),
    ("A @cat2041 b.", "warning", "bare-citation", "[@cat2014]"),
    ("A @Tbl-x b.", "error", "unknown-target", "@tbl-ID"),
    ("A @eq-x b.", "error", "unknown-target", "@tbl-ID"),
    ("A \\newpage b.", "error", "foreign-mark", "take it out"),
    ("A \\cite{cat2014} b.", "error", "foreign-mark", "[@cat2014]"),
    ("A \\ref{x} b.", "error", "foreign-mark", "@tbl-ID"),
    ("A \\alpha b.", "error", "foreign-mark", "$\\alpha$"),
    ("A \\( x^2 \\) b.", "error", "foreign-mark", "$x^2$"),
    ("A {{< pagebreak >}} b.", "error", "foreign-mark", "take it out"),
    ("A ``b'' c.", "error", "foreign-mark", "\"words\""),
    ("A &nbps; b.", "warning", "foreign-mark", "\\&"),
    ("> [!NOTE]\n> a", "error", "foreign-mark", "in words"),
    ("- [ ] a\n- b", "warning", "foreign-mark", "what is done"),
];

#[test]
fn what_would_be_lost_or_printed_as_it_stands_is_told_once() {
    for (text, severity, code, hint) in MARKS {
        let found = told(&chapter(&format!("{text}\n")));
        assert_eq!(found.len(), 1, "{text}\n{found:#?}");
        let (how, what, line, help) = &found[0];
        assert_eq!((how.as_str(), what.as_str()), (severity, code), "{text}");
        assert!(*line >= 3 && help.contains(hint), "{text}\n{line}: {help}");
    }
}

/// Prose with signs in it that mean nothing by themselves.
const SOUND: &str = r#"Signs such as ^ and ~ and & and # are text, and so are a~b, ~5 to ~6, Q&A; R&D, {a, b} and [sic].

Stars: \* p < .05, ** p < .01, *** p < .001. Written are 0.45**, 2 \* 3, a == b, x := 3, C:\Users\me and 50 \% of $x^2$.

Mail n@example.org and @somebody, 10:30, a::b, "quoted" 'words' -- and --- dashes... and `r = 0.5`, `x^2^`, `{r}`.

A [link](https://example.org), a [second one][d], a chapter ([this](numbers.md)), a note[^a], H<sub-- no, and a note[^a].

[d]: https://example.org
[//]: # (a comment)
[^a]: One `a|b` note.

## A heading that is underlined no more

Shorter heading
---------------

| a `x\|y` | b |
|:---|---:|
| 1 \| 2 | |
| 3 | 4 |

1. one

   more of it

   - nested
     - deeper

2. two

- a
  - b
- c
      code_of(it)

> A quotation,
> 5 of them. It ends.

Smith said: 1. that it was so
and 2. that it was not.
A. Author and
B. Author wrote it.

```text
::: {.box}
\newpage x^2^ [^none]
```

    call(f, x = 3)

***

~~struck~~ ~~out~~ and \{.class} and \^[x] and \~a\~ and \:::.
"#;

#[test]
fn sound_prose_is_left_alone() {
    let sound = SOUND.replace(", H<sub-- no", "");
    assert_eq!(told(&chapter(&sound)), Vec::new());
}

#[test]
fn front_matter_of_a_chapter_is_told_alone() {
    let study = chapter("").with("content/numbers.md", "---\ntitle: X\nauthor: Y\n---\n\n# Numbers\n\nText.\n");
    let found = told(&study);
    assert!(
        matches!(&found[..], [(_, code, 1, hint)] if code == "front-matter" && hint.contains("paper.yaml")),
        "{found:?}"
    );
}

/// A link to a chapter leads to its title, in a chapter before and behind it, whether the title has an id or none.
#[test]
fn links_between_chapters_lead_there() {
    let study = chapter("To [two](two.md), [its part](two.md#sec-part), [three](part/three.md), [app](app.md).\n")
        .with(
            "content/SUMMARY.md",
            "# Summary\n\n- [Numbers](numbers.md)\n- [Two](two.md)\n  - [Three](part/three.md)\n\n[App](app.md)\n",
        )
        .with("content/two.md", "# Two\n\nBack to [one](./numbers.md).\n\n## Part {#sec-part}\n\nText.\n")
        .with("content/part/three.md", "# Three {#sec-three}\n\nTo [two](../two.md) and [one](numbers.md).\n")
        .with("content/app.md", "# App\n\nText.\n");
    assert_eq!(told(&study), Vec::new());
    let ran = study.run(&["build"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

/// What `build` refuses, `check` refuses in the same words: the study, and words of the error.
fn refused() -> Vec<(&'static str, Draft, &'static str)> {
    let s = Draft::minimal;
    let template = |text: &str| {
        s().with("templates/article/paper.typ", text)
            .with("templates/article/style.typ", include_str!("../../templates/article/style.typ"))
    };
    let book = |more: &str| s().edit("book.toml", "draft = true", &format!("draft = true\n{more}"));
    let methods = |more: &str| s().append("content/methods.md", more);
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><rect width=\"9\" height=\"9\"/>";
    vec![
        ("an empty formula", methods("\n$$ $$\n"), "nothing in it"),
        ("a formula of spaces", methods("\nA $\\,$ b.\n"), "nothing in it"),
        ("a character without a glyph", methods("\nA 🦀 b.\n"), "`🦀`"),
        ("one in the title", s().edit("book.toml", "Gardening for", "漢 Gardening for"), "`漢`"),
        ("one in a name", s().edit("content/paper.yaml", "A. Author", "漢 Author"), "`漢`"),
        (
            "one in a label",
            s().edit("data/quantitative/instruments.yaml", "label: Wellbeing", "label: 漢 Wellbeing"),
            "`漢`",
        ),
        ("one in a caption", s().edit("content/displays.yaml", "caption: How scores changed.", "caption: 漢"), "`漢`"),
        ("one in a reference", s().edit("content/references.bib", "On gardens", "On 漢 gardens"), "`漢`"),
        ("a damaged image", methods("\n![A garden](g.svg)\n").with("content/g.svg", svg), "cannot be read"),
        ("a template that is none", template("<% if x %>"), "the template cannot be used"),
        ("a template that Typst refuses", template("#import \"/style.typ\": *\n#nothing()"), "unknown variable"),
        (
            "a template with a font that is not there",
            template("#set text(font: \"Nowhere\")\nA"),
            "unknown font family",
        ),
        ("a font that is none", s().with("templates/fonts/a.ttf", "no font"), "is no font"),
        ("no date", s().edit("content/paper.yaml", "date: 2024-05-06\n", ""), "needs the paper's date"),
        ("standards that clash", book("pdf-standard = [\"a-2a\", \"a-3a\"]"), "PDF/A"),
        ("a style that is not there", book("csl = \"nowhere\""), "nowhere"),
    ]
}

#[test]
fn check_refuses_what_build_refuses() {
    for (title, study, words) in refused() {
        let study = study.write();
        let (checked, built) = (study.run(&["check"]), study.run(&["build"]));
        assert_eq!((checked.code, built.code), (1, 1), "{title}\n{}\n{}", checked.stderr, built.stderr);
        let found = errors(&checked.stderr);
        assert_eq!(found, errors(&built.stderr), "{title}");
        assert!(found.len() == 1 && found[0].contains(words), "{title}: {found:#?}");
        assert!(study.products().is_empty(), "{title}");
    }
}

#[test]
fn characters_without_a_glyph_are_told_all_at_once() {
    let study = chapter("A 🦀 b 漢 c 🦀.\n\nAnd 字.\n");
    let found = errors(&study.run(&["check"]).stderr);
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found[0].contains("`🦀` (U+1F980) and `漢` (U+6F22)") && found[1].contains("`字`"), "{found:#?}");
}

/// A chapter that got another name on disk, and one that got another title.
#[test]
fn renamed_chapters_are_told() {
    let moved =
        chapter("Text.\n").with("content/figures-and-numbers.md", "# Numbers\n\nText.\n").without("content/numbers.md");
    let found = told(&moved);
    assert!(
        matches!(&found[..], [(_, code, 3, hint)] if code == "no-chapter" && hint.contains("figures-and-numbers.md")),
        "{found:?}"
    );
    let said = chapter("Text.\n").edit("content/SUMMARY.md", "[Numbers]", "[Outlook]").run(&["check"]).stderr;
    assert!(said.contains("note[chapter-name]") && said.contains("`Outlook`") && said.contains("`Numbers`"), "{said}");
}

/// What the hints say, written as they say it.
const MENDED: &str = r##"A note[^name], a link to [words](https://a.b), [words][label] and <https://a.b>.

[^name]: Its text.

[label]: https://a.c

Mathematics: $x^{2}$, $R^{2}$, $10^{-3}$, $H_{2}$, $x_{b}$, $\alpha$ and $$a = b$$ in the line.

Signs: \^[note], x\^2\^, H\~2\~O, \{.class}, \[[page]], \[Note]: important, \== a, \`\`b, \&nbps;, \#pagebreak(), \@smith2020,
\\newpage, \$5, \{{ no value }}, \<b>, \*\*stars, \| stroke \| and \`r mean(x)\`.

[@cat2014] said *words*, **words**, "words" and ~~words~~.

**Term.** What it means.

- one
- two

1. a
   - b
2. c

Costs rose by \- 5 points, and the value was \> 0.05 there.

| a | b |
|---|---|
| `x\|y` | 2 |
| 1 | |

## Sets \{a, b\} {#sec-sets}

See @sec-sets and [this](#sec-sets), or [that](numbers.md#sec-sets).

A paragraph of words.

---

```
code, closed
```

<!-- a comment, closed -->

![What it shows](x.svg)
"##;

#[test]
fn what_the_hints_say_is_understood() {
    assert_eq!(told(&chapter(MENDED)), Vec::new());
}

/// A head that is repeated may hold no link: one with a footnote, a link or a citation stands once.
#[test]
fn links_in_the_head_of_a_long_table_are_set() {
    let rows: String = (0..60).map(|row| format!("| {row} | x | y |\n")).collect();
    let text = format!("| a[^n] | [b](https://a.b) | [@cat2014] |\n|---|---|---|\n{rows}\n[^n]: A note.\n");
    let ran = chapter(&text).run(&["build"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}
