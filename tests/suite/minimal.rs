//! The smallest study that has some of everything: files by their path from its root.
//!
//! It is sound, so that a test that breaks one thing sees that one thing reported and nothing else.

/// The files of the study, in no particular order.
pub const FILES: [(&str, &str); 17] = [
    ("book.toml", BOOK),
    ("content/SUMMARY.md", SUMMARY),
    ("content/abstract.md", ABSTRACT),
    ("content/methods.md", METHODS),
    ("content/results.md", RESULTS),
    ("content/details.md", DETAILS),
    ("content/paper.yaml", PAPER),
    ("content/propositions.yaml", PROPOSITIONS),
    ("content/displays.yaml", DISPLAYS),
    ("content/references.bib", REFERENCES),
    ("data/study.yaml", STUDY),
    ("data/quantitative/instruments.yaml", INSTRUMENTS),
    ("data/quantitative/reported/describe.csv", DESCRIBE),
    ("data/quantitative/reported/change.csv", CHANGE),
    ("data/quantitative/reported/share.csv", SHARE),
    ("data/qualitative/codebook.yaml", CODEBOOK),
    ("data/qualitative/memos/purpose.md", MEMO),
];

const BOOK: &str = r#"[book]
title = "Gardening for strength"
authors = ["A. Author"]
language = "en"
src = "content"

[build]
build-dir = "build"
create-missing = false

[output.html]

[output.synthesist]
optional = true
draft = true
"#;

const SUMMARY: &str = "\
# Summary

[Abstract](abstract.md)

- [Methods](methods.md)
- [Results](results.md)

[Details](details.md)
";

const ABSTRACT: &str = "\
# Abstract

Wellbeing rose in {{ words(change.wellbeing.T1-T2.n) }} gardeners.
";

const METHODS: &str = "\
# Methods {#sec-methods}

We asked twice [@doe2020, p. 3], and averaged: $m = \\frac{1}{n}$.

## Sample

Most were women ({{ share.gender.female.percent }} %).
";

const RESULTS: &str = "\
# Results

Wellbeing rose: {{ change.wellbeing.T1-T2 }}. See @tbl-change, @fig-forest, @prop-stronger and @sec-methods.

{{ table change }}

{{ figure forest }}

Purpose was spoken of by {{ code.purpose.participants }} people.[^one]

{{ table grid }}

[^one]: As *printed* excerpts go.
";

const DETAILS: &str = "\
# Details

What was asked.

| Scale     | Items |
|-----------|------:|
| Wellbeing |    14 |
";

const PAPER: &str = "\
authors:
  - {name: A. Author, affiliations: [here], email: a@example.org, corresponding: true}
affiliations:
  - {id: here, name: The Garden}
abstract: abstract.md
keywords: [gardening, mixed methods]
date: 2024-05-06
declarations:
  - {label: Funding, text: None.}
";

const PROPOSITIONS: &str = "\
propositions:
  - id: stronger
    statement: Gardening makes people stronger.
    note: Within a year.
    findings:
      quantitative:
        - text: Wellbeing rose.
          evidence:
            - {result: change.wellbeing.T1-T2, expect: [significant, better]}
            - {result: norm.wellbeing.T2, expect: [\"abs(smd) < 0.5\"]}
      qualitative:
        - text: People spoke of purpose.
          stance: supports
          evidence:
            - {code: purpose, expect: [\"participants >= 2\"]}
            - {excerpt: S1-P2-T2/1}
    fit: confirmation
  - id: tiring
    statement: It is tiring, too.
    findings:
      quantitative:
        - text: Strain did not change.
          evidence:
            - {result: change.strain.T1-T2, expect: [not-significant]}
      qualitative:
        - text: Some were worn out.
          stance: supports
          evidence:
            - {theme: effort}
    fit: discordance
    interpretation: Tiredness passes.
";

const DISPLAYS: &str = "\
tables:
  - id: change
    kind: change
    caption: How scores changed.
    note: CI, confidence interval.
  - id: grid
    kind: propositions
    caption: The grid.
figures:
  - id: forest
    kind: change-forest
    caption: Changes.
    alt: Two rows with a mark and a line each.
";

const REFERENCES: &str = "\
@article{doe2020,
  author = {Doe, Jane},
  title = {On gardens},
  journal = {Journal of Gardens},
  volume = {1},
  pages = {1--9},
  year = {2020},
}

@book{roe2018,
  author = {Roe, Richard},
  title = {Norms},
  publisher = {Press},
  address = {London},
  year = {2018},
}
";

const STUDY: &str = "\
timepoints:
  - {id: T1, label: Before, month: 0}
  - {id: T2, label: After, month: 6}
strands:
  - {id: quantitative, label: Numbers}
  - {id: qualitative, label: Words}
attribution: \"S(?<site>[0-9]+)-P(?<person>[0-9]+)-(?<timepoint>T[0-9])\"
conventions:
  change: later-minus-earlier
  effect-size: sd-baseline-pairs
disclosure: {profile: open}
";

const INSTRUMENTS: &str = "\
instruments:
  - id: wellness
    name: The Wellness Questionnaire
    short: WQ
    citation: roe2018
    scales:
      - id: wellbeing
        label: Wellbeing
        range: [14, 70]
        better: higher
        decimals: 1
        norm: {mean: 51.6, sd: 8.7, n: 7020, population: adults, citation: roe2018}
      - id: strain
        label: Strain
        range: [0, 30]
        better: lower
        decimals: 1
variables:
  - {id: age, label: Age, kind: continuous, unit: years, decimals: 1}
  - id: gender
    label: Gender
    kind: categorical
    levels:
      - {id: female, label: Female}
      - {id: male, label: Male}
";

const DESCRIBE: &str = "\
scale,timepoint,n,mean,sd,min,max
age,,32,42.9,9.0,26,59
wellbeing,T1,32,49.0,9.1,30,66
wellbeing,T2,20,52.9,7.7,38,69
strain,T1,32,8.0,5.5,0,21
strain,T2,20,8.6,5.9,0,22
";

const CHANGE: &str = "\
scale,from,to,n,change,ci_low,ci_high,p,es
wellbeing,T1,T2,20,3.9,0.67,7.13,0.020,0.43
strain,T1,T2,20,0.6,-0.90,2.10,0.414,0.11
";

const SHARE: &str = "\
variable,timepoint,level,count,total,percent
gender,,female,20,32,62.5
gender,,male,12,32,37.5
";

const CODEBOOK: &str = "\
themes:
  - id: growth
    label: Growth
    definition: What gardening gives.
    codes:
      - {id: purpose, label: Purpose, definition: Having something to do., valence: positive}
  - id: effort
    label: Effort
    codes:
      - {id: tiredness, label: Tiredness, valence: negative}
";

const MEMO: &str = "\
---
codes: [purpose]
author: AB
date: 2024-01-02
verbatim: false
---
Purpose is what most spoke of.

> There was a reason to get up.
> — S1-P1-T1

> The beans had to be watered,
> and nobody else would do it.
> — S1-P2-T2 [purpose, tiredness]
";
