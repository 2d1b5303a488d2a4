//! Studies with one mistake each, of the kind that people make, and the exact words in which they are told.
//!
//! The words stand in `tests/suite/broken/`, a file a mistake; `BLESS=1 cargo test` writes them anew. Read them as the
//! person who made the mistake: does the place point at it, and does the hint help?

use crate::answers::{PARTICIPANTS, RESPONSES, answered, study};
use crate::driver::{Draft, errors, files_under, matches_file, repository};

const BOOK: &str = "book.toml";
const SUMMARY: &str = "content/SUMMARY.md";
const METHODS: &str = "content/methods.md";
const RESULTS: &str = "content/results.md";
const PAPER: &str = "content/paper.yaml";
const PROPOSITIONS: &str = "content/propositions.yaml";
const DISPLAYS: &str = "content/displays.yaml";
const REFERENCES: &str = "content/references.bib";
const STUDY: &str = "data/study.yaml";
const INSTRUMENTS: &str = "data/quantitative/instruments.yaml";
const DESCRIBE: &str = "data/quantitative/reported/describe.csv";
const CHANGE: &str = "data/quantitative/reported/change.csv";
const AGAIN: &str = "data/quantitative/reported/again.csv";
const SHARE: &str = "data/quantitative/reported/share.csv";
const CODEBOOK: &str = "data/qualitative/codebook.yaml";
const SECOND: &str = "data/qualitative/second-coding.csv";
const MEMO: &str = "data/qualitative/memos/purpose.md";

/// A test a mistake, and the list of all.
macro_rules! mistakes {
    ($($name:ident: $make:expr;)*) => {
        $(
            #[test]
            fn $name() {
                let make: fn(Draft) -> Draft = $make;
                told(stringify!($name), make(Draft::minimal()));
            }
        )*

        const NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}

/// Nothing is built, the exit status is 1, and the words are those of the reference.
#[track_caller]
fn told(name: &str, draft: Draft) {
    let study = draft.write();
    let ran = study.run(&["build"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""), "standard error:\n{}", ran.stderr);
    assert!(study.products().is_empty(), "a study with errors builds nothing");
    let checked = study.run(&["check"]);
    assert_eq!((checked.code, errors(&checked.stderr)), (1, errors(&ran.stderr)), "`check` finds what `build` finds");
    matches_file(&format!("suite/broken/{name}.txt"), &ran.stderr);
}

#[test]
fn the_study_is_sound_without_a_mistake() {
    Draft::minimal().run(&["check"]).quiet();
}

#[test]
fn every_reference_belongs_to_a_mistake() {
    for path in files_under(&repository().join("tests/suite/broken")) {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        assert!(NAMES.contains(&name.as_str()), "{name}.txt belongs to no test");
    }
}

mistakes! {
    again_of_no_result: |s| s.with(AGAIN, "address,field,printed,place\nchange.welbeing.T1-T2,es,0.43,text\n");
    again_of_no_field: |s| s.with(AGAIN, "address,field,printed,place\nchange.wellbeing.T1-T2,effect,0.43,text\n");
    again_of_nothing_printed: |s| s.with(AGAIN, "address,field,printed,place\nchange.wellbeing.T1-T2,t,2.1,text\n");
    again_without_a_place: |s| s.with(AGAIN, "address,field,printed,place\nchange.wellbeing.T1-T2,es,0.43,\n");
    again_that_is_no_number: |s| s.with(AGAIN, "address,field,printed,place\nchange.wellbeing.T1-T2,es,medium,text\n");
    // The manifest
    no_study: |_| Draft::empty().with("readme.txt", "Nothing here.");
    manifest_syntax: |s| s.edit(BOOK, "title = \"Gardening for strength\"", "title = Gardening for strength");
    manifest_without_title: |s| s.edit(BOOK, "title = \"Gardening for strength\"\n", "");
    manifest_without_book: |s| s.edit(BOOK, "[book]\ntitle = \"Gardening for strength\"\nauthors = [\"A. Author\"]\nlanguage = \"en\"\nsrc = \"content\"\n", "");
    manifest_empty: |s| s.with(BOOK, "");
    manifest_unknown_key: |s| s.edit(BOOK, "draft = true", "drafts = true");
    manifest_draft_not_boolean: |s| s.edit(BOOK, "draft = true", "draft = \"yes\"");
    manifest_unknown_csl: |s| s.edit(BOOK, "draft = true", "csl = \"vancouverr\"");
    manifest_csl_file_missing: |s| s.edit(BOOK, "draft = true", "csl = \"house.csl\"");
    manifest_csl_file_broken: |s| s.edit(BOOK, "draft = true", "csl = \"house.csl\"").with("house.csl", "<style>");
    manifest_language_in_words: |s| s.edit(BOOK, "language = \"en\"", "language = \"English\"");
    manifest_builds_into_the_prose: |s| s.edit(BOOK, "build-dir = \"build\"", "build-dir = \"content\"");
    manifest_unknown_standard: |s| s.edit(BOOK, "draft = true", "pdf-standard = [\"ua1\"]");
    manifest_standards_that_clash: |s| s.edit(BOOK, "draft = true", "pdf-standard = [\"a-2a\", \"a-3a\"]");
    manifest_unknown_template: |s| s.edit(BOOK, "draft = true", "template = \"letter\"");
    manifest_template_without_paper: |s| s.with("templates/article/style.typ", "");
    manifest_builds_nowhere: |s| s.edit(BOOK, "build-dir = \"build\"", "build-dir = \"\"");
    manifest_csl_file_outside: |s| s.edit(BOOK, "draft = true", "csl = \"../house.csl\"");
    manifest_builds_outside: |s| s.edit(BOOK, "build-dir = \"build\"", "build-dir = \"../out\"");

    // YAML
    yaml_tab: |s| s.edit(PROPOSITIONS, "    note: Within", "\tnote: Within");
    yaml_missing_quote: |s| s.edit(STUDY, "T[0-9])\"", "T[0-9])");
    yaml_colon_in_text: |s| s.edit(PROPOSITIONS, "text: Wellbeing rose.", "text: Wellbeing: it rose.");
    yaml_open_bracket: |s| s.edit(PAPER, "[gardening, mixed methods]", "[gardening, mixed methods");
    yaml_bad_indentation: |s| s.edit(PROPOSITIONS, "    fit: discordance", "   fit: discordance");
    yaml_empty: |s| s.with(PROPOSITIONS, "");
    yaml_duplicate_key: |s| s.edit(STUDY, "  effect-size:", "  change: later-minus-earlier\n  effect-size:");
    yaml_misspelt_key: |s| s.edit(PROPOSITIONS, "    note: Within a year.", "    notes: Within a year.");
    yaml_misspelt_required_key: |s| s.edit(PROPOSITIONS, "statement: It is", "statment: It is");
    yaml_stray_key: |s| s.edit(STUDY, "conventions:", "colour: green\nconventions:");
    yaml_key_without_value: |s| s.edit(PROPOSITIONS, "statement: It is tiring, too.", "statement:");
    yaml_list_for_mapping: |s| s.edit(STUDY, "conventions:\n  change:", "conventions:\n  - change:")
        .edit(STUDY, "  effect-size:", "  - effect-size:");
    yaml_text_for_list: |s| s.edit(PAPER, "[gardening, mixed methods]", "gardening, mixed methods");
    yaml_wrong_choice: |s| s.edit(INSTRUMENTS, "better: higher", "better: high");
    yaml_not_utf_8: |s| {
        let latin: Vec<u8> = s.text(PAPER).replace("The Garden", "Gärten").chars().map(|c| c as u8).collect();
        s.with(PAPER, latin)
    };

    // The study
    study_missing: |s| s.without(STUDY);
    study_no_timepoints: |s| s.edit(STUDY, "timepoints:\n  - {id: T1, label: Before, month: 0}\n  - {id: T2, label: After, month: 6}\n", "");
    study_timepoint_id: |s| s.edit(STUDY, "{id: T1, label: Before", "{id: T-1, label: Before");
    study_timepoint_order: |s| s.edit(STUDY, "month: 6", "month: 0");
    study_duplicate_strand: |s| s.edit(STUDY, "id: qualitative", "id: quantitative");
    study_attribution_syntax: |s| s.edit(STUDY, "T[0-9])\"", "T[0-9]\"");
    study_attribution_without_person: |s| s.edit(STUDY, "?<person>", "?<who>");
    study_confidence_in_percent: |s| s.edit(STUDY, "  effect-size:", "  confidence: 95\n  effect-size:");
    study_group_without_people: |s| s.append(STUDY, "group: arm\n");
    study_timepoint_value_twice: |s| s.edit(STUDY, "month: 0", "month: 0, value: 1").edit(STUDY, "month: 6", "month: 6, value: 1");
    study_timepoint_value_of_another: |s| s.edit(STUDY, "month: 0", "month: 0, value: T2");
    study_layout_pattern: |s| s.append(STUDY, "layout: {wide: \"{items}_{timepoint}\"}\n");
    study_layout_one_name_for_two: |s| s.append(STUDY, "layout: {participant: id, timepoint: id}\n");
    study_layout_unknown_key: |s| s.append(STUDY, "layout: {ignored: [x]}\n");

    // Measures
    measures_duplicate_scale: |s| s.edit(INSTRUMENTS, "id: strain", "id: wellbeing");
    measures_id_with_capitals: |s| s.edit(INSTRUMENTS, "id: wellness", "id: Wellness_Q");
    measures_range_reversed: |s| s.edit(INSTRUMENTS, "[14, 70]", "[70, 14]");
    measures_decimal_comma: |s| s.edit(INSTRUMENTS, "mean: 51.6", "mean: \"51,6\"");
    measures_norm_without_spread: |s| s.edit(INSTRUMENTS, "sd: 8.7", "sd: 0");
    measures_unknown_citation: |s| s.edit(INSTRUMENTS, "    citation: roe2018", "    citation: row2018");
    measures_categorical_without_levels: |s| s.edit(INSTRUMENTS, "kind: continuous", "kind: categorical");

    scoring_reverse_without_range: |_| study().edit(INSTRUMENTS, "        item-range: [0, 9]\n", "");
    scoring_reverse_of_another: |_| study().edit(INSTRUMENTS, "reverse: [w3]", "reverse: [w33]");
    scoring_item_twice: |_| study().edit(INSTRUMENTS, "[w1, w2, w3]", "[w1, w3, w3]");
    scoring_no_items: |_| study().edit(INSTRUMENTS, "[w1, w2, w3]", "[]");
    scoring_too_many_missing: |_| study().edit(INSTRUMENTS, "at-most: 1", "at-most: 3");
    scoring_unknown_fill: |_| study().edit(INSTRUMENTS, "person-mean", "zero");
    scoring_impossible_range: |_| study().edit(INSTRUMENTS, "item-range: [0, 9]", "item-range: [0, 9]\n        range: [0, 30]");
    scoring_impossible_range_of_a_mean: |_| study()
        .edit(INSTRUMENTS, "item-range: [0, 9]", "item-range: [0, 9]\n        range: [0, 27]\n        score: mean");
    scoring_range_without_items: |_| study().edit(INSTRUMENTS, "range: [0, 30]", "item-range: [0, 30]");
    scoring_step: |_| study().edit(INSTRUMENTS, "range: [0, 30]", "step: 0");
    scoring_total_of_nothing_known: |_| study().edit(INSTRUMENTS, "range: [0, 30]", "total-of: [wellbeing, stress]");
    scoring_total_of_itself: |_| study().edit(INSTRUMENTS, "range: [0, 30]", "total-of: [strain]");
    scoring_total_in_a_circle: |_| study().edit(INSTRUMENTS, "range: [0, 30]", "total-of: [sum]")
        .edit(INSTRUMENTS, "variables:\n", "      - {id: sum, label: Sum, better: neither, total-of: [wellbeing, strain]}\nvariables:\n");
    scoring_total_with_items: |_| study().edit(INSTRUMENTS, "range: [0, 30]", "items: [s1]\n        total-of: [wellbeing]");
    scoring_total_of_impossible_range: |_| study().edit(INSTRUMENTS, "range: [0, 30]", "range: [0, 30]\n        total-of: [wellbeing]");
    scoring_two_scales_of_one_column: |_| study().edit(INSTRUMENTS, "range: [0, 30]", "column: x").edit(INSTRUMENTS, "item-range: [0, 9]", "item-range: [0, 9]\n        column: x");
    scoring_variable_for_item: |_| study().edit(INSTRUMENTS, "[w1, w2, w3]", "[age, w2, w3]");
    measures_level_value_twice: |_| study().edit(INSTRUMENTS, "value: 2", "value: 1");
    measures_level_value_of_another: |_| study().edit(INSTRUMENTS, "value: 2", "value: female");

    // Reported results
    csv_unknown_column: |s| s.edit(CHANGE, "ci_high,p,es", "ci_hi,p,es");
    csv_missing_column: |s| s.edit(SHARE, "count,total,percent", "count,total").edit(SHARE, "20,32,62.5", "20,32")
        .edit(SHARE, "12,32,37.5", "12,32");
    csv_duplicate_column: |s| s.edit(SHARE, "count,total,percent", "count,count,percent");
    csv_ragged_row: |s| s.edit(DESCRIBE, "49.0,9.1", "49.0,9,1");
    csv_decimal_comma_before_an_empty_cell: |s| s.edit(DESCRIBE, "49.0,9.1,30,66\n", "49,0,9.1,30,\n");
    csv_decimal_comma: |s| s.edit(DESCRIBE, "49.0,9.1", "49.0,\"9,1\"");
    csv_word_for_number: |s| s.edit(CHANGE, "0.414", "n.s.");
    csv_fraction_for_count: |s| s.edit(SHARE, "female,20,", "female,20.5,");
    csv_unknown_scale: |s| s.edit(DESCRIBE, "wellbeing,T1", "welbeing,T1");
    csv_unknown_timepoint: |s| s.edit(DESCRIBE, "strain,T2", "strain,T3");
    csv_missing_timepoint: |s| s.edit(DESCRIBE, "strain,T2", "strain,");
    csv_duplicate_row: |s| s.edit(DESCRIBE, "strain,T2", "strain,T1");
    csv_comparison_reversed: |s| s.edit(CHANGE, "strain,T1,T2", "strain,T2,T1");
    csv_unknown_level: |s| s.edit(SHARE, ",,male,", ",,men,");
    csv_count_over_total: |s| s.edit(SHARE, "20,32,62.5", "200,32,62.5");
    csv_unclosed_quote: |s| s.edit(DESCRIBE, "strain,T1,32", "\"strain,T1,32");
    csv_semicolons: |s| { let text = s.text(SHARE).replace(',', ";"); s.with(SHARE, text) };

    // Participants
    answers_empty_file: |_| answered().with(RESPONSES, "");
    answers_header_only: |_| answered().with(RESPONSES, "participant,timepoint,w1,w2,w3,strain\n");
    answers_in_two_files: |_| answered().with("data/quantitative/responses.sav", "");
    answers_misnamed: |_| answered().with("data/quantitative/Response.csv", "participant\n");
    answers_in_an_old_workbook: |_| answered().without(RESPONSES).with("data/quantitative/responses.xls", "");
    answers_in_utf_16: |_| {
        let bytes = answered().text(RESPONSES).encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
        answered().with(RESPONSES, [&[0xff, 0xfe], &bytes[..]].concat())
    };
    answers_workbook_named_csv: |_| answered().with(RESPONSES, b"PK\x03\x04\x14\x00");
    answers_out_of_range: |_| answered().edit(RESPONSES, "P03,T1,5", "P03,T1,55");
    answers_score_out_of_range: |_| answered().edit(RESPONSES, ",12.5,", ",112.5,");
    answers_participant_twice: |_| answered().edit(RESPONSES, "P02,after", "P02,before");
    answers_participant_registered_twice: |_| answered().append(PARTICIPANTS, "P01,31,1,garden\n");
    answers_unknown_column: |_| answered().edit(RESPONSES, "visits", "vists");
    answers_column_to_ignore: |_| answered().edit(RESPONSES, "services", "comment").edit(RESPONSES, "Crisis team", "fine");
    answers_many_unknown_columns: |_| answered()
        .with(RESPONSES, "participant,timepoint,q1,q2,q3,q4,q5,q6\nP01,T1,1,2,3,4,5,6\n");
    answers_item_among_participants: |_| answered().edit(PARTICIPANTS, "age,", "w1,");
    answers_decimal_comma: |_| answered().edit(RESPONSES, ",12.5,", ",\"12,5\",");
    answers_date_for_number: |_| answered().edit(RESPONSES, ",12.5,", ",12-May,");
    answers_text_for_number: |_| answered().edit(RESPONSES, ",12.5,", ",often,");
    answers_fraction_of_a_count: |_| answered().edit(RESPONSES, "130,", "1.5,");
    answers_negative_count: |_| answered().edit(RESPONSES, "130,", "-9,");
    answers_without_id: |_| answered().edit(RESPONSES, "P03,T1", ",T1");
    answers_without_timepoint: |_| answered().edit(RESPONSES, "P03,T1", "P03,");
    answers_unknown_timepoint: |_| answered().edit(RESPONSES, "P03,T1", "P03,T11");
    answers_unknown_participant: |_| answered().edit(RESPONSES, "P03,T1", "p3,T1");
    answers_stranger: |_| answered().edit(RESPONSES, "P03,T1", "Q77,T1");
    answers_unknown_level: |_| answered().edit(PARTICIPANTS, "woman", "femal");
    answers_unknown_level_of_several: |_| answered().edit(RESPONSES, "doctor; nurse", "doctor; midwife");
    answers_ragged_row: |_| answered().edit(RESPONSES, "12.5,130,", "12,5,130,");
    answers_unclosed_quote: |_| answered().edit(RESPONSES, "P01,T1", "\"P01,T1");
    answers_duplicate_column: |_| answered().edit(RESPONSES, "w1,w2", "w1,w1");
    answers_without_a_column_of_ids: |_| answered().edit(PARTICIPANTS, "participant", "person");
    answers_without_timepoints: |_| answered().edit(RESPONSES, "timepoint", "week");
    answers_missing_items: |_| answered().edit(RESPONSES, "w2,w3", "x,y").append(STUDY, "layout: {ignore: [x, y]}\n");
    answers_column_without_name: |_| answered().edit(RESPONSES, "visits,services", "visits,");
    answers_same_column_twice: |_| answered().append(STUDY, "layout: {wide: \"{item}.{timepoint}\"}\n")
        .with(RESPONSES, "participant,strain.T2,strain.2\nP01,1,2\n");
    answers_ambiguous_column: |_| answered().append(STUDY, "layout: {wide: \"{item}{timepoint}\"}\n")
        .edit(STUDY, "value: 2", "value: 12").edit(STUDY, "month: 0}", "month: 0, value: 2}")
        .edit(INSTRUMENTS, "[w1, w2, w3]", "[w, w1, w3]")
        .with(RESPONSES, "participant,w12\nP01,2\n");
    answers_wide_with_a_gap: |_| answered().append(STUDY, "layout: {wide: \"{item}.{timepoint}\"}\n")
        .with(RESPONSES, "participant,w1.T1,w3.T1,w1.T2,w2.T2\nP01,1,2,3,4\n");
    answers_group_missing: |_| answered().edit(STUDY, "group: arm", "group: armm").append(STUDY, "layout: {ignore: [arm]}\n");
    answers_group_not_categorical: |_| answered().edit(STUDY, "group: arm", "group: age");
    answers_group_written_two_ways: |_| answered().edit(PARTICIPANTS, "1,garden", "1,Garden");
    answers_group_changes: |_| answered().edit(RESPONSES, "services", "arm").edit(RESPONSES, "doctor; nurse", "garden")
        .edit(RESPONSES, "1,nurse", "1,garden").edit(RESPONSES, "Crisis team", "garden").edit(RESPONSES, "4,doctor", "4,garden");
    answers_many_faults: |_| {
        let rows = (1..2000).map(|at| format!("P{at},{},12,\"1,5\",x,40,1,\n", at % 3)).collect::<String>();
        let header = "participant,timepoint,w1,w2,w3,strain,visits,services\n";
        answered().without(PARTICIPANTS).edit(STUDY, "group: arm\n", "").with(RESPONSES, format!("{header}{rows}"))
    };
    answers_faults_in_many_columns: |_| {
        let header: String = (1..=12).map(|at| format!(",i{at}")).collect();
        let items = header.trim_start_matches(',').replace(',', ", ");
        let rows = (1..100).map(|at| format!("P{at},T1{}\n", ",77".repeat(12))).collect::<String>();
        answered().without(PARTICIPANTS).edit(STUDY, "group: arm\n", "").edit(INSTRUMENTS, "[w1, w2, w3]", &format!("[{items}]"))
            .edit(INSTRUMENTS, "[w3]", "[]").with(RESPONSES, format!("participant,timepoint{header}\n{rows}"))
    };
    answers_several_at_once: |_| answered()
        .edit(PARTICIPANTS, "woman", "femal").edit(PARTICIPANTS, "P02,NA", "P02,x")
        .edit(RESPONSES, "P01,T1", "P09,T1").edit(RESPONSES, "P03,T1,5", "P03,T8,55").edit(RESPONSES, "strain", "strian");

    // Codes and memos
    codebook_duplicate_code: |s| s.edit(CODEBOOK, "id: tiredness", "id: purpose");
    codebook_unknown_valence: |s| s.edit(CODEBOOK, "valence: positive", "valence: good");
    memo_without_front_matter: |s| s.edit(MEMO, "---\ncodes: [purpose]\nauthor: AB\ndate: 2024-01-02\nverbatim: false\n---\n", "");
    memo_without_codes: |s| s.edit(MEMO, "codes: [purpose]\n", "");
    memo_unknown_code: |s| s.edit(MEMO, "codes: [purpose]", "codes: [purpos]");
    memo_unknown_key: |s| s.edit(MEMO, "author: AB", "authors: AB");
    memo_excerpt_without_attribution: |s| s.edit(MEMO, "\n> — S1-P1-T1", "");
    memo_bad_attribution: |s| s.edit(MEMO, "> — S1-P1-T1", "> — Person 1, first interview");
    memo_unknown_timepoint: |s| s.edit(MEMO, "> — S1-P1-T1", "> — S1-P1-T4");
    memo_unknown_code_in_brackets: |s| s.edit(MEMO, "[purpose, tiredness]", "[purpose, tirednes]");
    memo_excerpt_without_text: |s| s.edit(MEMO, "> There was a reason to get up.\n", "");

    second_coding_of_nothing: |s| s.with(SECOND, "excerpt,codes\nS1-P1-T1/2,purpose\n");
    second_coding_unknown_code: |s| s.with(SECOND, "excerpt,codes\nS1-P1-T1/1,purpose;tirednes\n");
    second_coding_twice: |s| s.with(SECOND, "excerpt,codes\nS1-P1-T1/1,purpose\nS1-P1-T1/1,tiredness\n");

    // Propositions
    proposition_duplicate_id: |s| s.edit(PROPOSITIONS, "id: tiring", "id: stronger");
    proposition_unknown_strand: |s| s.edit(PROPOSITIONS, "      qualitative:\n        - text: Some", "      qualitativ:\n        - text: Some");
    proposition_discordance_unexplained: |s| s.edit(PROPOSITIONS, "    interpretation: Tiredness passes.\n", "");
    proposition_unknown_fit: |s| s.edit(PROPOSITIONS, "fit: confirmation", "fit: confirmed");
    proposition_fit_of_others: |s| s.edit(PROPOSITIONS, "fit: confirmation", "fit: agreement");
    evidence_unknown_result: |s| s.edit(PROPOSITIONS, "result: change.wellbeing.T1-T2", "result: change.welbeing.T1-T2");
    evidence_unknown_code: |s| s.edit(PROPOSITIONS, "code: purpose", "code: purposes");
    evidence_unknown_theme_timepoint: |s| s.edit(PROPOSITIONS, "theme: effort", "theme: effort.T7");
    evidence_unknown_excerpt: |s| s.edit(PROPOSITIONS, "S1-P2-T2/1", "S1-P2-T2/2");
    evidence_of_two_kinds: |s| s.edit(PROPOSITIONS, "{theme: effort}", "{theme: effort, code: tiredness}");
    evidence_expects_of_excerpt: |s| s.edit(PROPOSITIONS, "{excerpt: S1-P2-T2/1}", "{excerpt: S1-P2-T2/1, expect: [better]}");
    expect_malformed: |s| s.edit(PROPOSITIONS, "\"abs(smd) < 0.5\"", "\"smd below 0.5\"");
    expect_misspelt_word: |s| s.edit(PROPOSITIONS, "[not-significant]", "[not-signficant]");
    expect_decimal_comma: |s| s.edit(PROPOSITIONS, "\"abs(smd) < 0.5\"", "\"abs(smd) < 0,5\"");
    expect_not_a_list: |s| s.edit(PROPOSITIONS, "expect: [not-significant]", "expect: {p: 0.05}");
    expect_unknown_field: |s| s.edit(PROPOSITIONS, "abs(smd)", "abs(es)");
    expect_misplaced_word: |s| s.edit(PROPOSITIONS, "\"participants >= 2\"", "increase");
    expect_better_without_polarity: |s| s.edit(INSTRUMENTS, "better: higher", "better: neither");

    // Displays
    display_unknown_kind: |s| s.edit(DISPLAYS, "kind: change-forest", "kind: forest");
    display_table_kind_for_figure: |s| s.edit(DISPLAYS, "kind: change-forest", "kind: change");
    display_without_alt: |s| s.edit(DISPLAYS, "    alt: Two rows with a mark and a line each.\n", "");
    display_without_caption: |s| s.edit(DISPLAYS, "    caption: Changes.\n", "");
    display_duplicate_id: |s| s.edit(DISPLAYS, "id: grid", "id: change");
    display_option_of_another_kind: |s| s.edit(DISPLAYS, "    kind: propositions\n", "    kind: propositions\n    scales: [strain]\n");
    display_unknown_scale: |s| s.edit(DISPLAYS, "    kind: change-forest\n", "    kind: change-forest\n    scales: [stress]\n");
    display_unknown_comparison: |s| s.edit(DISPLAYS, "    kind: change-forest\n", "    kind: change-forest\n    comparisons: [T2-T1]\n");
    display_list_in_caption: |s| s.edit(DISPLAYS, "caption: The grid.", "caption: \"- The grid.\"");

    // Chapters
    summary_missing: |s| s.without(SUMMARY);
    summary_malformed: |s| s.edit(SUMMARY, "- [Methods](methods.md)", "- Methods");
    chapter_missing: |s| s.edit(SUMMARY, "methods.md", "method.md");
    abstract_not_a_chapter: |s| s.edit(PAPER, "abstract.md", "summary.md");
    chapter_without_title: |s| s.edit(METHODS, "# Methods {#sec-methods}\n\n", "");
    chapter_with_two_titles: |s| s.edit(METHODS, "## Sample", "# Sample");
    chapter_skips_a_level: |s| s.edit(METHODS, "## Sample", "### Sample");
    paper_unknown_affiliation: |s| s.edit(PAPER, "affiliations: [here]", "affiliations: [her]");
    paper_without_date: |s| s.edit(PAPER, "date: 2024-05-06\n", "");
    paper_bad_date: |s| s.edit(PAPER, "2024-05-06", "6 May 2024");

    // Prose
    prose_unknown_address: |s| s.edit(RESULTS, "{{ change.wellbeing.T1-T2 }}", "{{ change.wellbeing.T1-T3 }}");
    prose_unknown_field: |s| s.edit(METHODS, "female.percent", "female.percentage");
    prose_absent_value: |s| s.edit(RESULTS, "{{ change.wellbeing.T1-T2 }}", "{{ change.wellbeing.T1-T2.t }}");
    prose_unknown_function: |s| s.edit(RESULTS, "{{ code.purpose.participants }}", "{{ word(code.purpose.participants) }}");
    prose_decimals_of_a_whole: |s| s.edit(RESULTS, "{{ change.wellbeing.T1-T2 }}", "{{ change.wellbeing.T1-T2:2 }}");
    prose_words_of_a_fraction: |s| s.edit(METHODS, "{{ share.gender.female.percent }}", "{{ words(share.gender.female.percent) }}");
    prose_unclosed_braces: |s| s.edit(RESULTS, "{{ code.purpose.participants }}", "{{ code.purpose.participants }");
    prose_unknown_citation: |s| s.edit(METHODS, "[@doe2020, p. 3]", "[@doe2002, p. 3]");
    prose_malformed_citation: |s| s.edit(METHODS, "[@doe2020, p. 3]", "[@doe2020; roe2018]");
    prose_unknown_target: |s| s.edit(RESULTS, "@tbl-change", "@tbl-changes");
    prose_unknown_section: |s| s.edit(RESULTS, "@sec-methods", "@sec-method");
    prose_section_id_without_sec: |s| s.edit(METHODS, "{#sec-methods}", "{#methods}");
    prose_unknown_display: |s| s.edit(RESULTS, "{{ table change }}", "{{ table changes }}");
    prose_display_in_a_sentence: |s| s.edit(RESULTS, "{{ table change }}", "As here: {{ table change }}");
    prose_display_placed_twice: |s| s.append(RESULTS, "\n{{ figure forest }}\n");
    prose_unknown_command: |s| s.edit(METHODS, "\\frac{1}{n}", "\\fract{1}{n}");
    prose_lone_dollar: |s| s.edit(METHODS, "Most were women", "Most were women, paid $5");
    prose_citation_unclosed: |s| s.edit(METHODS, "[@doe2020, p. 3]", "[@doe2020, p. 3");
    prose_misnamed_target: |s| s.edit(RESULTS, "@tbl-change", "@table-change");
    prose_unclosed_group: |s| s.edit(METHODS, "\\frac{1}{n}", "\\frac{1}{n");
    prose_html: |s| s.append(METHODS, "\n<div>Some text.</div>\n");
    prose_inline_html: |s| s.edit(METHODS, "Most were women", "Most were <b>women</b>");
    prose_unknown_footnote: |s| s.edit(RESULTS, "\n[^one]: As *printed* excerpts go.\n", "");
    prose_html_around_comment: |s| s.append(METHODS, "\n<div>Text <!-- a comment -->\n");
    prose_image_missing: |s| s.append(METHODS, "\n![A garden](garden.png)\n");
    prose_image_without_description: |s| s.append(METHODS, "\n![](garden.svg)\n").with("content/garden.svg", SVG);
    prose_image_from_the_network: |s| s.append(METHODS, "\n![A garden](https://example.org/garden.png)\n");
    prose_image_outside: |s| s.append(METHODS, "\n![A garden](../garden.png)\n").with("garden.png", "");
    prose_image_in_a_sentence: |s| s.append(METHODS, "\nSee ![A garden](garden.svg) here.\n").with("content/garden.svg", SVG);
    prose_image_damaged: |s| s.append(METHODS, "\n![A garden](garden.png)\n").with("content/garden.png", "no image");
    prose_emoji: |s| s.edit(METHODS, "Most were women", "Most were women 👩‍🌾");
    prose_control_character: |s| s.edit(METHODS, "Most were women", "Most were \u{7}women");

    prose_display_in_a_list: |s| s.edit(RESULTS, "{{ table change }}", "- {{ table change }}");
    prose_image_of_unknown_kind: |s| s.append(METHODS, "\n![A garden](garden.tiff)\n").with("content/garden.tiff", "");
    prose_image_in_a_caption: |s| s.edit(DISPLAYS, "caption: The grid.", "caption: \"![A garden](garden.svg)\"").with("content/garden.svg", SVG);
    prose_link_to_nothing: |s| s.append(METHODS, "\nSee [there](#sec-nowhere).\n");
    prose_link_without_place: |s| s.append(METHODS, "\nSee [there]().\n");
    prose_too_many_decimals: |s| s.edit(METHODS, "female.percent", "female.percent:3");
    prose_decimals_of_a_count: |s| s.edit(METHODS, "female.percent", "female.count:1");
    prose_p_without_decimals: |s| s.edit(RESULTS, "{{ change.wellbeing.T1-T2 }}", "{{ change.wellbeing.T1-T2.p:0 }}");
    prose_percent_of_a_percentage: |s| s.edit(METHODS, "{{ share.gender.female.percent }}", "{{ percent(share.gender.female.percent) }}");
    prose_unknown_proposition: |s| s.edit(RESULTS, "{{ code.purpose.participants }}", "{{ synthesis.stronge.claims }}");
    prose_unknown_count_of_the_grid: |s| s.edit(RESULTS, "{{ code.purpose.participants }}", "{{ synthesis.stronger.holding }}");
    prose_nested_too_deeply: |s| s.append(METHODS, &format!("\n{}deep\n", "> ".repeat(200)));

    // References
    bib_syntax: |s| s.edit(REFERENCES, "  title = {On gardens},", "  title = {On gardens,");
    bib_duplicate_key: |s| s.edit(REFERENCES, "@book{roe2018,", "@book{doe2020,");
    bib_missing: |s| s.without(REFERENCES);

    // Templates
    template_tera_syntax: |s| s.with("templates/article/paper.typ", "<% if title %>\n<< title >>\n");
    template_unknown_variable: |s| s.with("templates/article/paper.typ", "= << titel >>\n");
    template_typst_syntax: |s| s.with("templates/article/paper.typ", "#import \"/style.typ\": *\n#let x = (\n")
        .with("templates/article/style.typ", include_str!("../../templates/article/style.typ"));
}

const SVG: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"10\"><rect width=\"9\" height=\"9\"/></svg>";

/// A comment is for other authors.
#[test]
fn comments_are_left_out() {
    let comments = "\n<!-- one line -->\n\nSome <!-- within --> text.\n\n<!--\nthree\n\nlines\n-->\n";
    Draft::minimal().append(METHODS, comments).run(&["check"]).quiet();
}

/// What is escaped is text.
#[test]
fn escaped_signs_are_text() {
    let text = "\nIt cost \\$5, said \\@doe2020 \\[^two] of \\{{ change }} to a@b.org.\n";
    Draft::minimal().append(METHODS, text).run(&["check"]).quiet();
}

#[test]
fn a_footnote_that_nothing_calls_is_told() {
    let ran = Draft::minimal().append(METHODS, "\n[^lost]: Words.\n").run(&["check"]);
    assert_eq!(
        (ran.code, ran.stderr.as_str()),
        (
            0,
            "\
warning[idle-footnote]: nothing calls the footnote `lost`
 --> content/methods.md:9:1
  |
9 | [^lost]: Words.
  | ^^^^^^^
  = help: put `[^lost]` where it belongs, or take it out
1 warning
"
        )
    );
}

#[test]
fn a_citation_without_brackets_is_told() {
    let ran = Draft::minimal().edit(METHODS, "We asked twice [@doe2020, p. 3]", "As @doe2020 did").run(&["check"]);
    assert_eq!(
        (ran.code, ran.stderr.as_str()),
        (
            0,
            "\
note[uncited-reference]: nothing cites `doe2020`, so it is not in the list of references
 --> content/references.bib:1:10
  |
1 | @article{doe2020,
  |          ^^^^^^^
warning[bare-citation]: `@doe2020` without brackets around it is printed as text
 --> content/methods.md:3:4
  |
3 | As @doe2020 did, and averaged: $m = \\frac{1}{n}$.
  |    ^^^^^^^^
  = help: a citation is `[@doe2020]`; an at sign meant as text is `\\@`
1 warning, 1 note
"
        )
    );
}

/// One run tells every mistake of every file, each at its place.
#[test]
fn several_mistakes_are_told_at_once() {
    let ran = Draft::minimal()
        .edit(BOOK, "draft = true", "drafts = true")
        .edit(PAPER, "2024-05-06", "6 May 2024")
        .edit(SUMMARY, "methods.md", "method.md")
        .edit(DESCRIBE, "strain,T2", "strain,T3")
        .edit(CHANGE, "strain,T1", "stress,T1")
        .edit(CHANGE, "0.020", "0,020")
        .edit(SHARE, "female,20", "female,40")
        .edit(MEMO, "[purpose, tiredness]", "[purpose, tirednes]")
        .edit(PROPOSITIONS, "code: purpose", "code: purposes")
        .edit(PROPOSITIONS, "[not-significant]", "[insignificant]")
        .edit(DISPLAYS, "kind: change-forest", "kind: forest")
        .run(&["check", "--format", "json"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let told = report["diagnostics"].as_array().expect("a list").iter().map(|told| {
        let [file, code] = ["file", "code"].map(|key| told[key].as_str().expect("text"));
        format!("{file}:{}:{} {code}", told["line"], told["column"])
    });
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            "book.toml:15:1 unknown-key",
            "content/paper.yaml:7:7 malformed-date",
            "content/SUMMARY.md:5:13 no-chapter",
            "data/quantitative/reported/describe.csv:6:8 unknown-reference",
            "data/quantitative/reported/change.csv:2:39 csv-width",
            "data/quantitative/reported/change.csv:3:1 unknown-reference",
            "data/quantitative/reported/share.csv:2:16 count-over-total",
            "data/qualitative/memos/purpose.md:14:24 unknown-reference",
            "content/propositions.yaml:15:22 unknown-reference",
            "content/propositions.yaml:24:54 malformed-expect",
            "content/displays.yaml:11:11 unknown-kind",
        ]
    );
}
