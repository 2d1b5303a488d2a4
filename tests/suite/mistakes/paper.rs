//! Mistakes in the manifest, the list of chapters, the chapters, the bibliography and what is around the paper.

use super::{Mistake, edit, more, other, write};
use crate::driver::Draft;

const BOOK: &str = "book.toml";
const SUMMARY: &str = "content/SUMMARY.md";
const METHODS: &str = "content/methods.md";
const RESULTS: &str = "content/results.md";
const PAPER: &str = "content/paper.yaml";
const REFERENCES: &str = "content/references.bib";

pub fn mistakes() -> Vec<Mistake> {
    [manifest(), chapters(), prose(), images(), references(), around()].into_iter().flatten().collect()
}

fn manifest() -> Vec<Mistake> {
    let s = Draft::minimal;
    vec![
        edit(
            "A title whose quote is not closed",
            s(),
            BOOK,
            "title = \"Gardening for strength\"",
            "title = «\"Gardening for strength»",
        )
        .tells("toml-syntax", "close the quotation mark"),
        edit(
            "A title without quotes",
            s(),
            BOOK,
            "title = \"Gardening for strength\"",
            "title = «Gardening for strength»",
        )
        .tells("toml-syntax", "title = \"Gardening for strength\""),
        edit(
            "The curled quotes of a word processor",
            s(),
            BOOK,
            "title = \"Gardening for strength\"",
            "title = «“Gardening for strength”»",
        )
        .tells("toml-syntax", "straight"),
        edit("Yes for true", s(), BOOK, "draft = true", "draft = «yes»").tells("toml-syntax", "draft = true"),
        edit("A list that is not closed", s(), BOOK, "[\"A. Author\"]", "«[»\"A. Author\"").tells("toml-syntax", "`]`"),
        edit("A name without its brackets", s(), BOOK, "[\"A. Author\"]", "«\"A. Author\"»")
            .tells("wrong-type", "[\"A. Author\"]"),
        edit("A table whose bracket is not closed", s(), BOOK, "[output.synthesist]", "«[output.synthesist»")
            .tells("toml-syntax", "[output.synthesist]"),
        edit("A misspelt setting", s(), BOOK, "draft = true", "«darft» = true").tells("unknown-key", "`draft`"),
        edit("A misspelt key of the book", s(), BOOK, "language = ", "«langauge» = ")
            .tells("unknown-key", "`language`"),
        edit("A misspelt table", s(), BOOK, "[output.synthesist]", "[output.«synthesis»]")
            .tells("unknown-key", "`synthesist`"),
        edit("A colon for the equals sign", s(), BOOK, "language = \"en\"", "language«:» \"en\"")
            .tells("toml-syntax", "language = "),
        edit("A folder of prose that is not there", s(), BOOK, "src = \"content\"", "src = «\"contents\"»")
            .tells("no-folder", "`content`"),
        edit("A language in words", s(), BOOK, "language = \"en\"", "language = «\"English\"»")
            .tells("malformed-language", "`en`"),
        edit("A style by a name that it has not", s(), BOOK, "draft = true", "csl = «\"american-medical-asociation\"»")
            .tells("unknown-csl", "`american-medical-association`"),
        edit(
            "A style file that is a web page",
            s().with("house.csl", "<!DOCTYPE html>\n<html><body>Not found</body></html>\n"),
            BOOK,
            "draft = true",
            "csl = «\"house.csl\"»",
        )
        .tells("bad-csl", "zotero.org/styles"),
        edit("A template that is not there", s(), BOOK, "draft = true", "template = «\"artcle\"»")
            .tells("no-template", "`article`"),
    ]
}

fn chapters() -> Vec<Mistake> {
    let s = Draft::minimal;
    vec![
        edit("A chapter whose file is misspelt", s(), SUMMARY, "methods.md", "«method.md»")
            .tells("no-chapter", "`methods.md`"),
        edit("A chapter with a capital", s(), SUMMARY, "methods.md", "«Methods.md»")
            .tells("no-chapter", "`methods.md`"),
        edit("A chapter without its link", s(), SUMMARY, "- [Methods](methods.md)", "- «Methods»")
            .tells("bad-summary", "- [Methods](methods.md)"),
        edit("A path from the root", s(), SUMMARY, "methods.md", "«/methods.md»")
            .tells("outside-study", "`methods.md`"),
        edit("A link that is not closed", s(), SUMMARY, "- [Methods](methods.md)", "- «[Methods](methods.md»")
            .tells("bad-summary", "- [Methods](methods.md)"),
        edit("A space between title and file", s(), SUMMARY, "- [Methods](methods.md)", "- «[Methods] (methods.md)»")
            .tells("bad-summary", "- [Methods](methods.md)"),
        edit(
            "A chapter listed twice",
            s(),
            SUMMARY,
            "- [Results](results.md)",
            "- [Results](results.md)\n- [Results](«results.md»)",
        )
        .tells("bad-summary", "once"),
        write("A chapter that is not listed", s(), "content/limits.md", "«#» Limits\n\nFew took part.\n")
            .warns("unlisted-chapter", "- [Limits](limits.md)"),
        other("No list of chapters", s().without(SUMMARY), SUMMARY, "is not there")
            .tells("unreadable-file", "- [Title](file.md)"),
    ]
}

fn prose() -> Vec<Mistake> {
    let s = Draft::minimal;
    vec![
        edit(
            "A value that is not closed",
            s(),
            RESULTS,
            "{{ code.purpose.participants }}",
            "«{{» code.purpose.participants } ",
        )
        .tells("malformed-value", "}}"),
        edit(
            "A single brace for two",
            s(),
            RESULTS,
            "{{ code.purpose.participants }}",
            "«{ code.purpose.participants }»",
        )
        .tells("malformed-value", "{{ code.purpose.participants }}"),
        edit("A brace too many", s(), RESULTS, "{{ code.purpose.participants }}", "{{ code.purpose.participants }}«}»")
            .tells("malformed-value", "take it out"),
        edit("A misspelt address", s(), RESULTS, "{{ change.wellbeing.T1-T2 }}", "{{ «change.welbeing.T1-T2» }}")
            .tells("unknown-address", "`change.wellbeing.T1-T2`"),
        edit(
            "A timepoint that is not there",
            s(),
            RESULTS,
            "{{ change.wellbeing.T1-T2 }}",
            "{{ «change.wellbeing.T1-T3» }}",
        )
        .tells("unknown-address", "change.wellbeing.T1-T2"),
        edit(
            "A misspelt field",
            s(),
            METHODS,
            "{{ share.gender.female.percent }}",
            "{{ «share.gender.female.precent» }}",
        )
        .tells("unknown-field", "`percent`"),
        edit(
            "An address with a capital",
            s(),
            RESULTS,
            "{{ change.wellbeing.T1-T2 }}",
            "{{ «Change.Wellbeing.T1-T2» }}",
        )
        .tells("unknown-address", "`change.wellbeing.T1-T2`"),
        edit("A misspelt citation", s(), METHODS, "[@doe2020, p. 3]", "[@«doe2002», p. 3]")
            .tells("unknown-reference", "`doe2020`"),
        edit("A citation without its sign", s(), METHODS, "[@doe2020, p. 3]", "«[doe2020]»")
            .warns("bare-citation", "[@doe2020]"),
        edit(
            "A dash for a hyphen in an address",
            s(),
            RESULTS,
            "{{ change.wellbeing.T1-T2 }}",
            "{{ «change.wellbeing.T1–T2» }}",
        )
        .tells("malformed-value", "change.wellbeing.T1-T2"),
        edit(
            "A misspelt address with its field",
            s(),
            "content/abstract.md",
            "change.wellbeing.T1-T2.n",
            "change.welbeing.T1-T2.n",
        )
        .seen_in("content/abstract.md", "«words(change.welbeing.T1-T2.n)»")
        .tells("unknown-address", "`change.wellbeing.T1-T2.n`"),
        edit("Two citations with a comma", s(), METHODS, "[@doe2020, p. 3]", "[«@doe2020, @roe2018»]")
            .tells("malformed-citation", "[@doe2020; @roe2018]"),
        edit("A page without its comma", s(), METHODS, "[@doe2020, p. 3]", "[«@doe2020 p. 3»]")
            .tells("malformed-citation", "[@doe2020, p. 3]"),
        edit("A bracket that is not closed", s(), METHODS, "[@doe2020, p. 3]", "«[@»doe2020, p. 3")
            .tells("malformed-citation", "]"),
        edit("A reference to a table that is not there", s(), RESULTS, "@tbl-change", "«@tbl-changes»")
            .tells("unknown-target", "`@tbl-change`"),
        edit("A display whose name is misspelt", s(), RESULTS, "{{ table change }}", "{{ table «chnage» }}")
            .tells("unknown-display", "`change`"),
        more("A display placed twice", s(), RESULTS, "\n«{{ figure forest }}»\n").tells("placed-twice", "@fig-forest"),
        edit("A display in a sentence", s(), RESULTS, "{{ table change }}", "As here: «{{ table change }}»")
            .tells("display-in-text", "empty line"),
        edit(
            "An id that is no part of its heading",
            s(),
            METHODS,
            "# Methods {#sec-methods}",
            "# Methods\n\n{#sec-methods}",
        )
        .seen_in(RESULTS, "and «@sec-methods»")
        .tells("unknown-target", "methods.md:3"),
        edit("A heading without a space", s(), METHODS, "## Sample", "«##»Sample").tells("heading-space", "## Sample"),
        edit("A title without a space", s(), METHODS, "# Methods {#sec-methods}", "«#»Methods {#sec-methods}")
            .tells("heading-space", "# Methods"),
        edit("A level of heading left out", s(), METHODS, "## Sample", "«### Sample»").tells("skipped-level", "##"),
        edit("A second title", s(), METHODS, "## Sample", "«# Sample»").tells("second-title", "## Sample"),
        edit("A footnote without its text", s(), RESULTS, "\n[^one]: As *printed* excerpts go.\n", "")
            .seen_in(RESULTS, "people.«[^one]»")
            .tells("unknown-footnote", "[^one]: "),
        more("A link that leads nowhere", s(), METHODS, "\nSee [the garden]«[garden]».\n")
            .tells("bad-link", "[garden]: "),
        edit("HTML in a chapter", s(), METHODS, "Most were women", "Most were «<b>»women</b>").tells("raw-html", "**"),
        edit("A price", s(), METHODS, "Most were women", "Most were women, paid «$»5").tells("lone-dollar", "\\$"),
        edit("A table whose ruler is too short", s(), "content/details.md", "|-----------|------:|", "«|-----------|»")
            .tells("malformed-table", "|---|---|"),
    ]
}

fn images() -> Vec<Mistake> {
    let s = Draft::minimal;
    let svg =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><rect width=\"9\" height=\"9\"/></svg>";
    vec![
        more("An image that is not there", s(), METHODS, "\n«![A garden](garden.png)»\n")
            .tells("no-image", "content/garden.png"),
        more(
            "An image with a space in its name",
            s().with("content/my garden.svg", svg),
            METHODS,
            "\n![A garden](«my garden.svg»)\n",
        )
        .tells("bad-link", "<my garden.svg>"),
        more(
            "An image with another ending",
            s().with("content/garden.svg", svg),
            METHODS,
            "\n«![A garden](garden.png)»\n",
        )
        .tells("no-image", "`garden.svg`"),
        more("An image with a capital", s().with("content/Garden.svg", svg), METHODS, "\n«![A garden](garden.svg)»\n")
            .tells("no-image", "`Garden.svg`"),
        more(
            "A PDF for an image",
            s().with("content/garden.pdf", "%PDF-1.7"),
            METHODS,
            "\n«![A garden](garden.pdf)»\n",
        )
        .tells("unknown-image", "PNG or SVG"),
        more(
            "An image of another folder",
            s().with("images/garden.svg", svg),
            METHODS,
            "\n«![A garden](../images/garden.svg)»\n",
        )
        .tells("outside-study", "content/"),
        more("An image without a description", s().with("content/garden.svg", svg), METHODS, "\n«![](garden.svg)»\n")
            .tells("no-alt", "![What it shows](garden.svg)"),
        more(
            "An image that is a web page",
            s().with("content/garden.png", "<!DOCTYPE html>"),
            METHODS,
            "\n«![A garden](garden.png)»\n",
        )
        .tells("damaged-image", "export it again"),
    ]
}

fn references() -> Vec<Mistake> {
    let s = Draft::minimal;
    vec![
        edit("A reference that is not closed", s(), REFERENCES, "  year = {2020},\n}\n", "  year = {2020},\n")
            .seen_in(REFERENCES, "«@article{doe2020»,")
            .tells("bib-syntax", "}"),
        edit("A field that is not closed", s(), REFERENCES, "title = {On gardens},", "title = «{»On gardens,")
            .tells("bib-syntax", "title = {On gardens},"),
        edit(
            "A comma left out in a reference",
            s(),
            REFERENCES,
            "journal = {Journal of Gardens},",
            "journal = {Journal of Gardens}«»",
        )
        .tells("bib-syntax", "comma"),
        edit("A key used twice", s(), REFERENCES, "@book{roe2018,", "@book{«doe2020»,").tells("bib-syntax", "line 1"),
        edit("A reference without its at sign", s(), REFERENCES, "@book{", "«book»{").tells("bib-syntax", "@book{"),
        edit("A quotation mark that is not closed", s(), REFERENCES, "title = {Norms},", "title = «\"»Norms,")
            .tells("bib-syntax", "\"Norms\","),
        edit("A reference without a key", s(), REFERENCES, "@book{roe2018,", "@book{«»").tells("bib-syntax", "key"),
    ]
}

fn around() -> Vec<Mistake> {
    let s = Draft::minimal;
    vec![
        edit("A date of another form", s(), PAPER, "2024-05-06", "«06.05.2024»").tells("malformed-date", "2024-05-06"),
        edit("No date", s(), PAPER, "date: 2024-05-06\n", "").seen_in(PAPER, "«a»uthors:").tells("no-date", "date: "),
        edit("No space after a colon", s(), PAPER, "{id: here, name: The Garden}", "{id: here, «name:The Garden»}")
            .tells("colon-space", "name: The Garden"),
        edit("An affiliation that is not there", s(), PAPER, "affiliations: [here]", "affiliations: [«hear»]")
            .tells("unknown-reference", "here"),
        edit("An abstract without its ending", s(), PAPER, "abstract: abstract.md", "abstract: «abstract»")
            .tells("unknown-reference", "`abstract.md`"),
        edit("A list without brackets", s(), PAPER, "[gardening, mixed methods]", "«gardening, mixed methods»")
            .tells("wrong-type", "[gardening, mixed methods]"),
        edit("A bracket that is not closed", s(), PAPER, "[gardening, mixed methods]", "«[»gardening, mixed methods")
            .tells("yaml-syntax", "]"),
        edit(
            "An author without a name",
            s(),
            PAPER,
            "{name: A. Author, ",
            "{«affiliations»: [here], corresponding: true, orcid: x}\n  - {name: B. Author, ",
        )
        .tells("missing-key", "name: "),
    ]
}
