//! Mistakes in what describes the study: timepoints, strands, conventions, instruments.

use super::{Mistake, edit};
use crate::answers::study as scored;
use crate::driver::Draft;

const STUDY: &str = "data/study.yaml";
const INSTRUMENTS: &str = "data/quantitative/instruments.yaml";

pub fn mistakes() -> Vec<Mistake> {
    [frame(), instruments()].into_iter().flatten().collect()
}

fn frame() -> Vec<Mistake> {
    let s = Draft::minimal;
    vec![
        edit("Timepoints out of order", s(), STUDY, "label: After, month: 6", "label: After, month: «0»").tells("timepoint-order", "order"),
        edit("A month in words", s(), STUDY, "month: 6", "month: «six»").tells("not-a-number", "digits"),
        edit("No timepoints, and a strand without its label", s(), STUDY, "timepoints:\n  - {id: T1, label: Before, month: 0}\n  - {id: T2, label: After, month: 6}\nstrands:\n  - {id: quantitative, label: Numbers}\n", "«strands»:\n  - {id: quantitative}\n").tells("missing-key", "- {id: ").times(2),
        edit("No space after a colon", s(), STUDY, "label: Before", "«label:Before»").tells("colon-space", "label: Before"),
        edit("A backslash in double quotes", s(), STUDY, "P(?<person>[0-9]+)", "P(?<person>«\\d»+)").tells("yaml-syntax", "single quotes"),
        edit("A pattern whose bracket is not closed", s(), STUDY, "\"S(?<site>[0-9]+)-P(?<person>[0-9]+)-(?<timepoint>T[0-9])\"", "«\"S(?<site>[0-9]+)-P(?<person>[0-9]+)-(?<timepoint>T[0-9]\"»").tells("bad-attribution", "`)`"),
        edit("Curled quotes around a pattern", s(), STUDY, "\"S(?<site>[0-9]+)-P(?<person>[0-9]+)-(?<timepoint>T[0-9])\"", "«“S(?<site>[0-9]+)-P(?<person>[0-9]+)-(?<timepoint>T[0-9])”»").tells("bad-attribution", "straight"),
        edit("A dash without a space", s(), STUDY, "- {id: T2", "«-»{id: T2").tells("yaml-syntax", "- {id: T2"),
        edit("Strands by their names alone", s(), STUDY, "  - {id: quantitative, label: Numbers}\n", "  - «quantitative»\n").tells("wrong-type", "{id: quantitative"),
        edit("A pattern without the person", s(), STUDY, "\"S(?<site>[0-9]+)-P(?<person>[0-9]+)-(?<timepoint>T[0-9])\"", "«\"S(?<site>[0-9]+)-P([0-9]+)-(?<timepoint>T[0-9])\"»").tells("bad-attribution", "(?<person>"),
        edit("A convention misspelt", s(), STUDY, "change: later-minus-earlier", "change: «later-minus-earler»").tells("unknown-choice", "`later-minus-earlier`"),
        edit("A key of the conventions too far left", s(), STUDY, "  effect-size:", "«effect-size»:").tells("unknown-key", "conventions"),
        edit("A level of confidence in per cent", s(), STUDY, "  effect-size:", "  confidence: «95»\n  effect-size:").tells("out-of-range", "0.95"),
        edit("A value of the wrong kind", s(), STUDY, "{profile: open}", "«open»").tells("wrong-type", "{profile: open}"),
    ]
}

fn instruments() -> Vec<Mistake> {
    let s = Draft::minimal;
    vec![
        edit("A range with a dash", s(), INSTRUMENTS, "[14, 70]", "«14-70»").tells("wrong-type", "[14, 70]"),
        edit("A range turned round", s(), INSTRUMENTS, "[14, 70]", "«[70, 14]»").tells("malformed-range", "[14, 70]"),
        edit("A good side of another name", s(), INSTRUMENTS, "better: higher", "better: «up»")
            .tells("unknown-choice", "higher"),
        edit("A decimal comma in a norm", s(), INSTRUMENTS, "mean: 51.6", "mean: 51,«6»").tells("unknown-key", "51.6"),
        edit("A decimal comma in quotes", s(), INSTRUMENTS, "mean: 51.6", "mean: «\"51,6\"»")
            .tells("not-a-number", "51.6"),
        edit(
            "A source that is not in the bibliography",
            s(),
            INSTRUMENTS,
            "    citation: roe2018",
            "    citation: «roe2008»",
        )
        .tells("unknown-reference", "`roe2018`"),
        edit("An id with a capital and an underscore", s(), INSTRUMENTS, "id: wellness", "id: «Wellness_Q»")
            .tells("malformed-id", "`wellness-q`"),
        edit("A reversed item that is none of the items", scored(), INSTRUMENTS, "reverse: [w3]", "reverse: [«w33»]")
            .tells("unknown-reference", "`w3`"),
        edit("Items written as a range", scored(), INSTRUMENTS, "[w1, w2, w3]", "«w1-w3»")
            .tells("wrong-type", "[w1, w2, w3]"),
        edit(
            "A variable without its levels",
            s(),
            INSTRUMENTS,
            "id: age, label: Age, kind: continuous",
            "id: «age», label: Age, kind: categorical",
        )
        .tells("missing-key", "levels: "),
    ]
}
