//! Mistakes in tables: results as printed, and participants' answers.

use super::{Mistake, edit, more, other};
use crate::answers::{PARTICIPANTS, RESPONSES, answered};
use crate::driver::Draft;

const DESCRIBE: &str = "data/quantitative/reported/describe.csv";
const CHANGE: &str = "data/quantitative/reported/change.csv";
const SHARE: &str = "data/quantitative/reported/share.csv";

pub fn mistakes() -> Vec<Mistake> {
    [columns(), rows(), figures(), answers()].into_iter().flatten().collect()
}

fn columns() -> Vec<Mistake> {
    let s = Draft::minimal;
    vec![
        edit("A column renamed", s(), CHANGE, "ci_high,p,es", "«ci_hi»,p,es").tells("unknown-column", "`ci_high`"),
        edit("A column with capitals", s(), DESCRIBE, "mean,sd", "«Mean»,sd").tells("unknown-column", "`mean`"),
        edit("A column of another name", s(), CHANGE, "n,change,", "n,«difference»,")
            .tells("unknown-column", "`change`"),
        other(
            "A column taken out",
            s().with(SHARE, "variable,timepoint,level,count,total\ngender,,female,20,32\ngender,,male,12,32\n"),
            SHARE,
            "the column `percent` is taken out of every row",
        )
        .seen_in(SHARE, "«variable»,")
        .tells("missing-column", "percent"),
        edit("A column twice", s(), SHARE, "count,total,percent", "count,«count»,percent")
            .tells("duplicate-column", "`total`"),
        other(
            "Semicolons between the cells",
            s().with(SHARE, s().text(SHARE).replace(',', ";")),
            SHARE,
            "semicolons stand for commas",
        )
        .seen_in(SHARE, "«variable;timepoint;level;count;total;percent»")
        .tells("csv-separator", "commas"),
    ]
}

fn rows() -> Vec<Mistake> {
    let s = Draft::minimal;
    vec![
        edit("A cell too many", s(), DESCRIBE, "49.0,9.1,30,66", "49.0,9,1,30«,66»").tells("csv-width", "9.1"),
        edit("A cell too few", s(), DESCRIBE, "strain,T2,20,8.6,5.9,0,22", "strain,T2,20,8.6,5.9,0«»")
            .tells("csv-width", "comma"),
        edit("A quote that is not closed", s(), DESCRIBE, "strain,T1,32", "«\"»strain,T1,32")
            .tells("csv-syntax", "close"),
        edit("A row twice", s(), DESCRIBE, "strain,T2,20,8.6,5.9,0,22", "«strain,T1,20,8.6,5.9,0,22»")
            .tells("duplicate-row", "line 5"),
        edit("A scale misspelt", s(), DESCRIBE, "wellbeing,T1", "«welbeing»,T1")
            .tells("unknown-reference", "`wellbeing`"),
        edit("A scale by its label", s(), DESCRIBE, "wellbeing,T1", "«Wellbeing»,T1")
            .tells("unknown-reference", "`wellbeing`"),
        edit("A timepoint by its label", s(), DESCRIBE, "strain,T2", "strain,«After»")
            .tells("unknown-reference", "`T2`"),
        edit("A change from later to earlier", s(), CHANGE, "strain,T1,T2", "strain,«T2»,T1")
            .tells("comparison-order", "`from`"),
    ]
}

fn figures() -> Vec<Mistake> {
    let s = Draft::minimal;
    vec![
        edit("A decimal comma", s(), DESCRIBE, "49.0,9.1", "49.0,«\"9,1\"»").tells("not-a-number", "`9.1`"),
        edit("A thousands comma", s(), SHARE, "female,20,32,62.5", "female,20,«\"3,200\"»,")
            .tells("not-a-number", "`3200`"),
        edit("A dash for a minus", s(), CHANGE, "-0.90", "«–0.90»").tells("not-a-number", "`-0.90`"),
        edit("A per cent sign", s(), SHARE, "62.5", "«62.5%»").tells("not-a-number", "`62.5`"),
        edit("A p value with its sign", s(), CHANGE, "0.414", "«p = .414»").tells("not-a-number", "`.414`"),
        edit("Stars of significance", s(), CHANGE, "0.020", "«0.020*»").tells("not-a-number", "`0.020`"),
        edit("Words for a number", s(), CHANGE, "0.414", "«n.s.»").tells("not-a-number", "leave the cell empty"),
        edit("A spreadsheet's error", s(), CHANGE, "0.43", "«#DIV/0!»").tells("not-a-number", "formula"),
        edit("A date made of a number", s(), SHARE, "female,20", "female,«20-Jan»").tells("not-a-number", "date"),
        edit("A fraction of people", s(), SHARE, "female,20", "female,«20.5»").tells("not-a-number", "whole"),
        edit("A count over its total", s(), SHARE, "20,32,62.5", "«200»,32,62.5").tells("count-over-total", "total"),
        edit("Two figures in a cell", s(), DESCRIBE, "49.0,9.1,30", "«49.0 (9.1)»,,30")
            .tells("not-a-number", "one figure"),
    ]
}

fn answers() -> Vec<Mistake> {
    let a = answered;
    vec![
        edit("An answer out of range", a(), RESPONSES, "P03,T1,5", "P03,T1,«55»").tells("out-of-range", "no answer"),
        edit("A column misspelt", a(), RESPONSES, "visits", "«vists»").tells("unknown-column", "`visits`"),
        edit("A decimal comma", a(), RESPONSES, ",12.5,", ",«\"12,5\"»,").tells("decimal-comma", "`12.5`"),
        edit("A date made of a number", a(), RESPONSES, ",12.5,", ",«12-May»,")
            .tells("date-for-number", "plain format"),
        edit("A spreadsheet's error", a(), RESPONSES, ",12.5,", ",«#DIV/0!»,").tells("error-cell", "value"),
        edit("A participant misspelt", a(), RESPONSES, "P03,T1", "«p3»,T1").tells("unknown-participant", "`P03`"),
        edit("A timepoint that is not there", a(), RESPONSES, "P03,T1", "P03,«T3»").tells("unknown-timepoint", "T1"),
        edit("A level misspelt", a(), PARTICIPANTS, "woman", "«womam»").tells("unknown-level", "`Woman`"),
        more("A participant registered twice", a(), PARTICIPANTS, "«P03»,31,1,garden\n")
            .tells("participant-twice", "line 2"),
        edit("A quote that is not closed", a(), RESPONSES, "P01,T1", "«\"»P01,T1").tells("csv-syntax", "close"),
    ]
}
