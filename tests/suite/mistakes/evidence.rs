//! Mistakes in the synthesis: propositions, displays, codebook, memos and excerpts.

use super::{Mistake, edit, more, write};
use crate::answers::answered;
use crate::driver::Draft;

const PROPOSITIONS: &str = "content/propositions.yaml";
const DISPLAYS: &str = "content/displays.yaml";
const CODEBOOK: &str = "data/qualitative/codebook.yaml";
const MEMO: &str = "data/qualitative/memos/purpose.md";
const EXCERPTS: &str = "data/qualitative/excerpts.csv";
const SECOND: &str = "data/qualitative/second-coding.csv";

pub fn mistakes() -> Vec<Mistake> {
    [propositions(), expectations(), displays(), codebook(), memos(), excerpts()].into_iter().flatten().collect()
}

fn propositions() -> Vec<Mistake> {
    let s = Draft::minimal;
    vec![
        edit("A tab for indentation", s(), PROPOSITIONS, "    note: Within", "«\t»note: Within")
            .tells("yaml-syntax", "spaces"),
        edit("A key one space too far left", s(), PROPOSITIONS, "    fit: discordance", "   «fit»: discordance")
            .tells("yaml-syntax", "4 spaces"),
        edit("A key one space too far right", s(), PROPOSITIONS, "    note: Within", "     «note»: Within")
            .tells("yaml-syntax", "4 spaces"),
        edit("A colon in a sentence", s(), PROPOSITIONS, "text: Wellbeing rose.", "text: Wellbeing«:» it rose.")
            .tells("yaml-syntax", "text: \"Wellbeing: it rose.\""),
        edit(
            "A quote that is not closed",
            s(),
            PROPOSITIONS,
            "statement: It is tiring, too.",
            "statement: «\"»It is tiring, too.",
        )
        .tells("yaml-syntax", "close"),
        edit(
            "A sentence that begins with a quote",
            s(),
            PROPOSITIONS,
            "statement: It is tiring, too.",
            "statement: \"It\" «i»s tiring, too.",
        )
        .tells("yaml-syntax", "'\"It\" is tiring, too.'"),
        edit("A key misspelt that must be there", s(), PROPOSITIONS, "statement: It is", "«statment»: It is")
            .tells("unknown-key", "`statement`"),
        edit("The first key misspelt", s(), PROPOSITIONS, "propositions:\n", "«propositon»:\n")
            .tells("unknown-key", "`propositions`"),
        edit("A comma left out between braces", s(), CODEBOOK, "id: tiredness, label", "id: tiredness «label»")
            .tells("yaml-syntax", ", label: "),
        edit(
            "A space that does not break at the beginning",
            s(),
            PROPOSITIONS,
            "    note: Within",
            "«\u{a0}»   note: Within",
        )
        .tells("yaml-syntax", "space bar"),
        edit(
            "A key that stands twice",
            s(),
            PROPOSITIONS,
            "    note: Within a year.\n",
            "    note: Within a year.\n    «note»: Within a month.\n",
        )
        .tells("duplicate-key", "line 4"),
        edit("A list item without its dash", s(), PROPOSITIONS, "  - id: tiring", "    «id»: tiring")
            .tells("duplicate-key", "- id"),
        edit("A dash without a space", s(), PROPOSITIONS, "  - id: tiring", "  «-»id: tiring")
            .tells("yaml-syntax", "- id"),
        edit("No space after a colon", s(), PROPOSITIONS, "    note: Within a year.", "    «note:Within a year.»")
            .tells("colon-space", "note: Within a year."),
        edit(
            "A space that does not break",
            s(),
            PROPOSITIONS,
            "    note: Within a year.",
            "    «note:\u{a0}Within a year.»",
        )
        .tells("colon-space", "note: Within a year."),
        edit(
            "A text that begins with emphasis",
            s(),
            PROPOSITIONS,
            "statement: It is tiring, too.",
            "statement: «*It* is tiring, too.»",
        )
        .tells("yaml-syntax", "statement: \"*It* is tiring, too.\""),
        edit(
            "A text that begins with a citation",
            s(),
            PROPOSITIONS,
            "statement: It is tiring, too.",
            "statement: «[@doe2020] says so.»",
        )
        .tells("yaml-syntax", "statement: \"[@doe2020] says so.\""),
        edit(
            "An apostrophe within single quotes",
            s(),
            PROPOSITIONS,
            "statement: It is tiring, too.",
            "statement: 'It'«s» tiring, too.'",
        )
        .tells("yaml-syntax", "\"It's tiring, too.\""),
        edit(
            "A number sign in a text",
            s(),
            PROPOSITIONS,
            "statement: It is tiring, too.",
            "statement: Item «#3 is tiring, too.»",
        )
        .warns("text-cut", "\"Item #3 is tiring, too.\""),
        edit("No colon", s(), PROPOSITIONS, "statement: It is tiring, too.", "«statement It is tiring, too.»")
            .tells("yaml-syntax", "statement: It is tiring, too."),
        edit("An equals sign for the colon", s(), PROPOSITIONS, "fit: confirmation", "«fit = confirmation»")
            .tells("yaml-syntax", "fit: confirmation"),
        edit(
            "A text that is not indented",
            s(),
            PROPOSITIONS,
            "statement: It is tiring, too.",
            "statement: >-\n    «It is tiring, too.»",
        )
        .tells("yaml-syntax", "two spaces"),
        edit(
            "Findings without their dash",
            s(),
            PROPOSITIONS,
            "        - text: Wellbeing rose.\n",
            "          «t»ext: Wellbeing rose.\n",
        )
        .tells("wrong-type", "- "),
        edit("An id in words", s(), PROPOSITIONS, "id: stronger", "id: «Makes People Stronger»")
            .tells("malformed-id", "`makes-people-stronger`"),
        edit("An id used twice", s(), PROPOSITIONS, "id: tiring", "id: «stronger»")
            .tells("duplicate-id", "propositions.yaml:2"),
        edit(
            "A strand that is not there",
            s(),
            PROPOSITIONS,
            "      quantitative:\n        - text: Wellbeing rose.",
            "      «quantitive»:\n        - text: Wellbeing rose.",
        )
        .tells("unknown-reference", "`quantitative`"),
        edit("A fit of another spelling", s(), PROPOSITIONS, "fit: confirmation", "fit: «confirmed»")
            .tells("unknown-choice", "`confirmation`"),
        edit("A discordance without its meaning", s(), PROPOSITIONS, "    interpretation: Tiredness passes.\n", "")
            .seen_in(PROPOSITIONS, "fit: «discordance»")
            .tells("no-interpretation", "interpretation: "),
    ]
}

fn expectations() -> Vec<Mistake> {
    let s = Draft::minimal;
    vec![
        edit(
            "Evidence whose address is misspelt",
            s(),
            PROPOSITIONS,
            "result: change.wellbeing.T1-T2",
            "result: «change.welbeing.T1-T2»",
        )
        .tells("unknown-address", "`change.wellbeing.T1-T2`"),
        edit("Evidence whose code is misspelt", s(), PROPOSITIONS, "code: purpose", "code: «purposes»")
            .tells("unknown-reference", "`purpose`"),
        edit("Evidence whose kind is misspelt", s(), PROPOSITIONS, "{theme: effort}", "{«themes»: effort}")
            .tells("unknown-key", "`theme`"),
        edit("A theme for a code", s(), PROPOSITIONS, "{theme: effort}", "{code: «effort»}")
            .tells("unknown-reference", "theme: effort"),
        edit("An excerpt that is not there", s(), PROPOSITIONS, "excerpt: S1-P2-T2/1", "excerpt: «S1-P2-T2/2»")
            .tells("unknown-reference", "`S1-P2-T2/1`"),
        edit("An expectation misspelt", s(), PROPOSITIONS, "[not-significant]", "[«not-signifcant»]")
            .tells("malformed-expect", "`not-significant`"),
        edit("A bracket too many", s(), PROPOSITIONS, "[significant, better]", "[significant, better]«]»")
            .tells("yaml-syntax", "take it out"),
        edit(
            "A brace that is not closed",
            s(),
            PROPOSITIONS,
            "- {result: change.strain.T1-T2, expect: [not-significant]}",
            "- «{»result: change.strain.T1-T2, expect: [not-significant]",
        )
        .tells("yaml-syntax", "`}`"),
        edit("An expectation that begins with a sign", s(), PROPOSITIONS, "[not-significant]", "[«> 0.3»]")
            .tells("yaml-syntax", "\"> 0.3\""),
        edit("A single equals sign", s(), PROPOSITIONS, "\"participants >= 2\"", "«\"participants = 2\"»")
            .tells("malformed-expect", "`participants == 2`"),
        edit("A sign of mathematics", s(), PROPOSITIONS, "\"participants >= 2\"", "«\"participants ≥ 2\"»")
            .tells("malformed-expect", "`participants >= 2`"),
        edit(
            "Curled quotes around an expectation",
            s(),
            PROPOSITIONS,
            "\"participants >= 2\"",
            "«“participants >= 2”»",
        )
        .tells("malformed-expect", "straight"),
        edit("A decimal comma in an expectation", s(), PROPOSITIONS, "\"abs(smd) < 0.5\"", "«\"abs(smd) < 0,5\"»")
            .tells("malformed-expect", "`abs(smd) < 0.5`"),
        edit(
            "Two expectations without brackets",
            s(),
            PROPOSITIONS,
            "- {result: change.wellbeing.T1-T2, expect: [significant, better]}",
            "- result: change.wellbeing.T1-T2\n              expect: «significant, better»",
        )
        .tells("malformed-expect", "[significant, better]"),
        edit("A field that the result has not", s(), PROPOSITIONS, "\"abs(smd) < 0.5\"", "«\"abs(es) < 0.5\"»")
            .tells("unknown-field", "smd"),
        edit(
            "An expectation of an excerpt",
            s(),
            PROPOSITIONS,
            "{excerpt: S1-P2-T2/1}",
            "{excerpt: S1-P2-T2/1, «expect»: [significant]}",
        )
        .tells("expect-on-excerpt", "take"),
    ]
}

fn displays() -> Vec<Mistake> {
    let s = Draft::minimal;
    vec![
        edit("A kind misspelt", s(), DISPLAYS, "kind: change-forest", "kind: «change-forrest»")
            .tells("unknown-kind", "`change-forest`"),
        edit(
            "A kind left out, and a caption",
            s(),
            DISPLAYS,
            "    kind: change\n    caption: How scores changed.\n",
            "",
        )
        .seen_in(DISPLAYS, "  - «id»: change")
        .tells("missing-key", "kind: ")
        .times(2),
        edit(
            "A dash one space too far left",
            s(),
            DISPLAYS,
            "figures:\n  - id: forest\n    kind",
            "figures:\n - id: forest\n    «kind»",
        )
        .tells("yaml-syntax", "3 spaces"),
        edit("A figure without a description", s(), DISPLAYS, "    alt: Two rows with a mark and a line each.\n", "")
            .seen_in(DISPLAYS, "  - «id»: forest")
            .tells("missing-key", "alt: "),
        edit(
            "A display that no chapter places",
            s(),
            DISPLAYS,
            "figures:\n",
            "  - id: outcomes\n    kind: outcomes\n    caption: Scores.\nfigures:\n",
        )
        .seen_in(DISPLAYS, "id: «outcomes»")
        .warns("unplaced-display", "{{ table outcomes }}"),
        edit(
            "A comparison that is not reported",
            s(),
            DISPLAYS,
            "kind: change\n",
            "kind: change\n    comparisons: [«T1-T3»]\n",
        )
        .tells("unknown-reference", "T1-T2"),
        edit(
            "A scale misspelt",
            s(),
            DISPLAYS,
            "kind: change-forest\n",
            "kind: change-forest\n    scales: [«welbeing»]\n",
        )
        .tells("unknown-reference", "`wellbeing`"),
    ]
}

fn codebook() -> Vec<Mistake> {
    let s = Draft::minimal;
    vec![
        edit("A code that stands twice", s(), CODEBOOK, "id: tiredness", "id: «purpose»")
            .tells("duplicate-id", "codebook.yaml:6"),
        edit(
            "A comma in a definition",
            s(),
            CODEBOOK,
            "definition: Having something to do., valence",
            "definition: Having something to do, «all day», valence",
        )
        .tells("unknown-key", "quotes"),
        edit("A valence of another name", s(), CODEBOOK, "valence: negative", "valence: «bad»")
            .tells("unknown-choice", "negative"),
    ]
}

fn memos() -> Vec<Mistake> {
    let s = Draft::minimal;
    vec![
        edit("A memo whose head is not closed", s(), MEMO, "verbatim: false\n---\n", "verbatim: false\n")
            .seen_in(MEMO, "«---»\ncodes")
            .tells("no-front-matter", "second line of `---`"),
        edit(
            "A memo without a head",
            s(),
            MEMO,
            "---\ncodes: [purpose]\nauthor: AB\ndate: 2024-01-02\nverbatim: false\n---\nPurpose is",
            "«P»urpose is",
        )
        .tells("no-front-matter", "---"),
        edit("A code that is not in the codebook", s(), MEMO, "codes: [purpose]", "codes: [«purpos»]")
            .tells("unknown-reference", "`purpose`"),
        edit(
            "A code in brackets that is not in the codebook",
            s(),
            MEMO,
            "[purpose, tiredness]",
            "[purpose, «tirednes»]",
        )
        .tells("unknown-reference", "`tiredness`"),
        edit(
            "An excerpt without its attribution",
            s(),
            MEMO,
            "> There was a reason to get up.\n> — S1-P1-T1\n",
            "«>» There was a reason to get up.\n",
        )
        .tells("no-attribution", "> — "),
        edit(
            "An attribution below its excerpt",
            s(),
            MEMO,
            "> There was a reason to get up.\n> — S1-P1-T1\n",
            "«>» There was a reason to get up.\n\n— S1-P1-T1\n",
        )
        .tells("no-attribution", "> — S1-P1-T1"),
        edit("An attribution of another form", s(), MEMO, "> — S1-P1-T1", "> — «P1, T1»")
            .tells("bad-attribution", "S1-P2-T2"),
        edit("A timepoint that is not there", s(), MEMO, "> — S1-P1-T1", "> — S1-P1-«T9»")
            .tells("unknown-reference", "T1, T2"),
        edit("Codes without brackets", s(), MEMO, "codes: [purpose]", "codes: «purpose»")
            .tells("wrong-type", "[purpose]"),
    ]
}

fn excerpts() -> Vec<Mistake> {
    let s = Draft::minimal;
    let a = || {
        let study = answered().text("data/study.yaml");
        let study = study.replace(
            "S(?<site>[0-9]+)-P(?<person>[0-9]+)-(?<timepoint>T[0-9])",
            "(?<person>P[0-9]+)-(?<timepoint>T[0-9])",
        );
        let memo = answered().text(MEMO).replace("S1-P1-T1", "P01-T1").replace("S1-P2-T2", "P02-T2");
        answered().with("data/study.yaml", study).with(MEMO, memo).edit(PROPOSITIONS, "S1-P2-T2/1", "P02-T2/1")
    };
    vec![
        write(
            "A code that is not in the codebook",
            s(),
            EXCERPTS,
            "attribution,codes,text\nS1-P1-T1,purpose «tired»,It grew.\n",
        )
        .tells("unknown-reference", "tiredness"),
        write(
            "A comma in an excerpt",
            s(),
            EXCERPTS,
            "attribution,codes,text\nS1-P1-T1,purpose,It grew and«, well, it grew.»\n",
        )
        .tells("csv-width", "double quotes"),
        write(
            "An excerpt that stands twice",
            s(),
            EXCERPTS,
            "attribution,codes,text\n«S1-P1-T1»,purpose,There was a reason to get up.\n",
        )
        .warns("excerpt-twice", "purpose.md:9"),
        edit("A participant who is not among the participants", a(), MEMO, "> — P01-T1", "> — «P10-T1»")
            .warns("unknown-speaker", "participants.csv")
            .among_others(),
        write("A second coding of an excerpt that is not there", s(), SECOND, "excerpt,codes\n«S1-P1-T1/2»,purpose\n")
            .tells("unknown-reference", "`S1-P1-T1/1`"),
        write("A second coding with another code", s(), SECOND, "excerpt,codes\nS1-P1-T1/1,purpose; «meaning»\n")
            .tells("unknown-reference", "purpose"),
        write(
            "A second coding with two rows for an excerpt",
            s(),
            SECOND,
            "excerpt,codes\nS1-P1-T1/1,purpose\n«S1-P1-T1/1»,tiredness\n",
        )
        .tells("duplicate-row", "line 2"),
        more("An excerpt's dash without its mark", s(), MEMO, "\n«>» It was late.\nS1-P1-T1\n")
            .tells("no-attribution", "> — S1-P1-T1"),
    ]
}
