//! Cells of participants' files as they come from SPSS, Qualtrics, REDCap, R and Excel: what they mean, or what is said.

use std::fs;

use synthesist::diag::{Palette, Sink, Sources, render};
use synthesist::model::{Answers, Study, Values};
use synthesist::read::read;

use crate::driver::{Draft, repository};

const STUDY: &str = "data/study.yaml";
const INSTRUMENTS: &str = "data/quantitative/instruments.yaml";
const RESPONSES: &str = "data/quantitative/responses.csv";
const PARTICIPANTS: &str = "data/quantitative/participants.csv";

const TIMES: &str = "timepoints:\n  - {id: T1, month: 0}\n";
const TWO: &str = "timepoints:\n  - {id: T1, month: 0}\n  - {id: T2, month: 1}\n";
const REST: &str = "strands: [{id: survey, label: Survey}]\ndisclosure: {profile: open}\n";

/// A scale of three items, with more keys.
fn scale(more: &str) -> String {
    format!(
        "instruments:\n  - id: q\n    name: Q\n    scales:\n      - {{id: strain, label: Strain, better: lower, \
         items: [q1, q2, q3], score: mean{more}}}\n"
    )
}

/// A variable with levels.
fn variable(levels: &str) -> String {
    format!("variables:\n  - {{id: kids, label: Children, kind: categorical, levels: [{levels}]}}\n")
}

fn study(study: &str, instruments: &str) -> Draft {
    Draft::numbers().with(STUDY, format!("{study}{REST}")).with(INSTRUMENTS, instruments)
}

fn spss(name: &str) -> Vec<u8> {
    fs::read(repository().join("tests/suite/field/answers").join(name)).expect("a file of the tests")
}

/// The study, where it can be read, and all that is told.
fn reading(draft: &Draft) -> (Option<Study>, String) {
    let folder = draft.write();
    let (mut sources, mut sink) = (Sources::default(), Sink::new());
    let read = read(&folder.root, &mut sources, &mut sink);
    let told = sink.diagnostics().iter().map(|told| render(told, &sources, Palette::Plain)).collect();
    (read.ok(), told)
}

#[track_caller]
fn quiet(draft: &Draft) -> Answers {
    let (study, told) = reading(draft);
    assert_eq!(told, "");
    study.and_then(|study| study.answers).expect("there are answers")
}

/// The answers, where nothing but these words is told: the code, and parts of the text.
#[track_caller]
fn told_with(draft: &Draft, severity: &str, code: &str, parts: &[&str]) -> Option<Answers> {
    let (study, told) = reading(draft);
    assert_eq!(told.matches(&format!("{severity}[{code}]")).count(), 1, "{told}");
    assert_eq!(
        told.matches("error[").count() + told.matches("warning[").count() + told.matches("note[").count(),
        1,
        "{told}"
    );
    parts.iter().for_each(|part| assert!(told.contains(part), "`{part}` is not told:\n{told}"));
    study.and_then(|study| study.answers)
}

#[track_caller]
fn refused(draft: &Draft, code: &str, parts: &[&str]) {
    assert!(told_with(draft, "error", code, parts).is_none());
}

fn numbers(values: &Values, people: usize) -> Vec<Option<f64>> {
    match values {
        Values::Small(values) => values
            .iter()
            .map(|v| (*v != i8::MIN).then(|| f64::from(*v)))
            .chain([None].into_iter().cycle())
            .take(people)
            .collect(),
        Values::Numbers(values) => values.iter().map(|v| (!v.is_nan()).then_some(*v)).take(people).collect(),
        Values::Sets(_) => panic!("one value each"),
    }
}

/// A column of facts or of the first timepoint.
#[track_caller]
fn column(answers: &Answers, name: &str) -> Vec<Option<f64>> {
    let tables = [&answers.facts].into_iter().chain(&answers.waves);
    let column = tables.filter_map(|table| table.column(name)).next().unwrap_or_else(|| panic!("no column {name}"));
    numbers(&column.values, answers.people.len())
}

#[track_caller]
fn wave(answers: &Answers, at: usize, name: &str) -> Vec<Option<f64>> {
    numbers(&answers.waves[at].column(name).expect("a column").values, answers.people.len())
}

/// How many people have each level.
fn counts(values: &[Option<f64>]) -> Vec<usize> {
    (0..3).map(|level| values.iter().filter(|value| **value == Some(f64::from(level))).count()).collect()
}

fn some(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().map(|value| Some(*value).filter(|value| !value.is_nan())).collect()
}

const NONE: f64 = f64::NAN;

#[test]
fn big_endian_files_are_read_as_r_reads_them() {
    let instruments = scale(", item-range: [1, 5]")
        + "variables:\n  - {id: gender, label: Gender, kind: categorical, levels: [{id: m, label: Männlich}, {id: w, label: Weiblich}]}\n";
    let draft = study(&format!("{TIMES}layout: {{participant: id}}\ngroup: gender\n"), &instruments)
        .with("data/quantitative/responses.sav", spss("sav-bigend.sav"));
    let answers = quiet(&draft);
    assert_eq!(&*answers.people[0], "Åsa01");
    assert_eq!(column(&answers, "q1"), some(&[2., 3., 4., 5., 1., 2., 3., 4., 5., 1.]));
    assert_eq!(column(&answers, "q2"), some(&[2., 3., 4., NONE, 1., 2., 3., 4., 5., 1.]));
    assert_eq!(column(&answers, "q3"), some(&[2., 2., 2., 2., NONE, 2., 2., 2., 2., 2.]));
    assert_eq!(counts(&column(&answers, "gender")), [7, 3, 0]);
    let draft = study(&format!("{TIMES}layout: {{participant: id}}\n"), &scale(""))
        .with("data/quantitative/responses.sav", spss("sav-bigend-norange.sav"));
    assert_eq!(column(&quiet(&draft), "q1"), some(&[2., 3., 4., 5., 1., 2., 3., 4., 5., 1.]));
}

/// Plain, in codes and in packed blocks; long texts, ranges that are missing, missing texts; values by R's haven 2.5.1.
#[test]
fn both_byte_orders_of_each_storage_give_the_same() {
    let instruments = "instruments:\n  - id: q\n    name: Q\n    scales:\n      - {id: strain, label: Strain, better: lower, items: [q1, q2]}\n\
        variables:\n  - {id: gender, label: Gender, kind: categorical, levels: [{id: f, label: Kvinna}, {id: m, label: Man}]}\n  \
        - {id: town, label: Town, kind: categorical, levels: [north, south]}\n";
    let draft = study(&format!("{TIMES}layout: {{participant: id, ignore: [note]}}\n"), instruments);
    for name in [
        "little-plain.sav",
        "little-codes.sav",
        "little-blocks.zsav",
        "big-plain.sav",
        "big-codes.sav",
        "big-blocks.zsav",
    ] {
        let ending = name.rsplit('.').next().unwrap_or_default();
        let answers = quiet(&draft.clone().with(&format!("data/quantitative/responses.{ending}"), spss(name)));
        assert_eq!(&*answers.people[5], "Åsa6", "{name}");
        assert_eq!(column(&answers, "q1"), some(&[1., 2., 3.5, NONE, NONE, NONE]), "{name}");
        assert_eq!(column(&answers, "q2"), some(&[5., 4., 3., 2., 1., NONE]), "{name}");
        assert_eq!(column(&answers, "gender"), some(&[0., 1., 0., 1., NONE, 0.]), "{name}");
        assert_eq!(column(&answers, "town"), some(&[0., 1., 0., NONE, 1., 0.]), "{name}");
    }
}

#[test]
fn a_files_own_missing_value_is_missing() {
    let draft =
        study(TIMES, &scale(", item-range: [1, 5]")).with("data/quantitative/responses.sav", spss("sav-sysmis2.sav"));
    let answers = quiet(&draft);
    assert_eq!(column(&answers, "q1"), some(&[1., 2., 3., 4., 5., 1., 2., 3., NONE, 4.]));
    assert_eq!(column(&answers, "q3"), some(&[3., 4., 5., 1., 2., 3., NONE, 5., 1., 2.]));
}

#[test]
fn a_wrong_header_is_no_damage_and_a_cut_file_is() {
    let draft = study(TIMES, &scale(", item-range: [1, 5]"));
    let with = |bytes: Vec<u8>| draft.clone().with("data/quantitative/responses.sav", bytes);
    let sound = spss("sav-casesize.sav");
    assert_eq!(quiet(&with(sound.clone())).people.len(), 10);
    let declaring = |cases: i32| {
        let mut bytes = sound.clone();
        bytes[80..84].copy_from_slice(&cases.to_le_bytes());
        bytes
    };
    let read = told_with(&with(declaring(5)), "warning", "doubtful-file", &["5 cases, and holds 10", "all of them"]);
    assert_eq!(read.expect("answers").people.len(), 10);
    assert_eq!(quiet(&with(declaring(-1))).people.len(), 10);
    refused(&with(declaring(20)), "damaged-file", &["20 cases, and ends after 10"]);
    refused(&with(sound[..sound.len() - 3].to_vec()), "damaged-file", &["within a case, after 9 cases"]);
    refused(&with(sound[..300].to_vec()), "damaged-file", &["before its cases begin"]);
}

#[test]
fn weights_are_told_and_so_is_encryption() {
    let instruments = "instruments:\n  - id: q\n    name: Q\n    scales:\n      - {id: strain, label: Strain, better: lower, items: [q1, q2]}\n";
    let draft = study(&format!("{TIMES}layout: {{participant: id, ignore: [note, gender, town]}}\n"), instruments);
    let weighted = draft.clone().with("data/quantitative/responses.sav", spss("weighted.sav"));
    told_with(&weighted, "warning", "weights-not-used", &["`gender`", "unweighted"]).expect("answers");
    let encrypted = [&[0x1c, 0, 0, 0, 0, 0, 0, 0][..], b"ENCRYPTEDSAV", &[0x15, 0, 0, 0, 7, 8, 9]].concat();
    refused(&draft.with("data/quantitative/responses.sav", encrypted), "unknown-format", &["encrypted", "password"]);
}

#[test]
fn labels_of_a_file_decide_and_never_mix_with_codes() {
    let kids = variable("{id: '0', label: '0'}, {id: '1', label: '1'}, {id: '2', label: '2'}");
    let draft = study(TIMES, &kids).with("data/quantitative/participants.sav", spss("sav-label-shift.sav"));
    assert_eq!(counts(&column(&quiet(&draft), "kids")), [3, 5, 2]);
    let levels = "levels: [{id: female, label: Female, value: 0}, {id: male, label: Male, value: 1}]";
    let gender = format!("variables:\n  - {{id: gender, label: Gender, kind: categorical, {levels}}}\n");
    let draft = study(TIMES, &gender).with("data/quantitative/participants.sav", spss("sav-haven73.sav"));
    refused(&draft, "label-against-value", &["`1` of `gender` as `Female`", "`value: 1` is the level `male`"]);
    // The hint, followed: R says 6 and 4.
    let followed = draft.with(INSTRUMENTS, gender.replace(", value: 0", "").replace(", value: 1", ""));
    assert_eq!(counts(&column(&quiet(&followed), "gender")), [6, 4, 0]);
}

#[test]
fn all_cells_of_a_column_say_what_they_name() {
    let kids =
        variable("{id: none, label: '0', value: 1}, {id: one, label: '1', value: 2}, {id: two, label: '2', value: 3}");
    let file = |cells: &[&str]| {
        let rows: String = cells.iter().enumerate().map(|(at, cell)| format!("P{at},{cell}\n")).collect();
        study(TIMES, &kids).with(PARTICIPANTS, format!("participant,kids\n{rows}"))
    };
    assert_eq!(counts(&column(&quiet(&file(&["1", "2", "3", "1"])), "kids")), [2, 1, 1]);
    assert_eq!(counts(&column(&quiet(&file(&["0", "1", "2", "1"])), "kids")), [1, 2, 1]);
    let (none, told) = reading(&file(&["1", "2"]));
    assert!(
        none.is_none() && told.contains("`1` in column `kids` may be the `value` of `none` and the label of `one`"),
        "{told}"
    );
    // Timepoints likewise, and each text of a list.
    let times =
        "timepoints:\n  - {id: A, label: '0', month: 0, value: 1}\n  - {id: B, label: '1', month: 1, value: [2, 3]}\n";
    let file = |cells: [&str; 2]| {
        let rows: String = cells.iter().map(|cell| format!("P1,{cell},1,2,3\n")).collect();
        study(times, &scale("")).with(RESPONSES, format!("participant,timepoint,q1,q2,q3\n{rows}"))
    };
    assert_eq!(wave(&quiet(&file(["1", "3"])), 1, "q1"), some(&[1.0]));
    assert_eq!(wave(&quiet(&file(["0", "1"])), 1, "q1"), some(&[1.0]));
}

#[test]
fn what_means_no_answer_is_no_answer() {
    let region = "variables:\n  - {id: region, label: Region, kind: categorical, levels: [{id: na, label: North America, value: 'NA'}, \
                  {id: eu, label: Europe, value: EU}]}\n";
    let draft = study(TWO, region).with(PARTICIPANTS, "participant,region\nP1,NA\nP2,EU\nP3,NA\n");
    refused(&draft, "missing-is-answer", &["`NA` means no answer", "`value` of the level `na`", "`no-answer: []`"]);
    let followed = draft.with(INSTRUMENTS, region.replace("levels:", "no-answer: [], levels:"));
    assert_eq!(counts(&column(&quiet(&followed), "region")), [2, 1, 0]);
    let rows = "participant,q1,q2,q3\nP1,9,2,3\nP2,1,-99,3\n";
    let draft = study(&format!("{TIMES}layout: {{missing: ['9', '-99']}}\n"), &scale(", item-range: [0, 10]"))
        .with(RESPONSES, rows);
    refused(&draft, "missing-is-answer", &["`9` means no answer", "0 to 10", "`no-answer: [\"-99\"]`"]);
    let followed = draft.with(INSTRUMENTS, scale(", item-range: [0, 10], no-answer: ['-99']"));
    let answers = quiet(&followed);
    assert_eq!((column(&answers, "q1"), column(&answers, "q2")), (some(&[9.0, 1.0]), some(&[2.0, NONE])));
}

#[test]
fn sentinel_codes_are_known() {
    let rows = |code: &str| {
        format!("participant,q1,q2,q3\nP1,1,2,3\nP2,2,{code},3\nP3,3,4,5\nP4,5,4,3\nP5,1,1,2\nP6,2,2,3\nP7,1,2,3\n")
    };
    let ranged = study(TIMES, &scale(", item-range: [1, 5]"));
    let free = study(TIMES, &scale(""));
    for code in ["-99", "999", "99", "88", "9"] {
        let with = |draft: &Draft| draft.clone().with(RESPONSES, rows(code));
        refused(&with(&ranged), "out-of-range", &["mostly marks that there is no answer", "[NA, ", code]);
        told_with(&with(&free), "warning", "sentinel-code", &["`q2`", "between 1 and 4", "`no-answer: [NA,"])
            .expect("answers");
    }
    // The hints, followed.
    let followed = study(TIMES, &scale(", item-range: [1, 5], no-answer: [NA, 9]")).with(RESPONSES, rows("9"));
    assert_eq!(column(&quiet(&followed), "q2")[1], None);
    let followed = study(&format!("{TIMES}layout: {{missing: [NA, '-99']}}\n"), &scale(", item-range: [1, 5]"));
    assert_eq!(column(&quiet(&followed.with(RESPONSES, rows("-99"))), "q2")[1], None);
    // A scale to 10 has a 9, and one to 9, too.
    quiet(&study(TIMES, &scale("")).with(RESPONSES, rows("9").replace("P7,1,2,3", "P7,1,10,3")));
    quiet(&study(TIMES, &scale("")).with(RESPONSES, rows("9").replace("P7,1,2,3", "P7,1,7,3")));
}

const LIKERT: &str = "answers: {strongly disagree: 1, disagree: 2, neither: 3, agree: 4, strongly agree: 5}";

#[test]
fn answers_in_words_are_counted_as_the_study_says() {
    let rows =
        "participant,timepoint,q1,q2,q3\nP1,T1,Agree,Strongly  AGREE,3\nP1,T2,disagree,5 (Strongly agree),neither\n";
    let draft = study(TWO, &scale(&format!(", item-range: [1, 5], {LIKERT}"))).with(RESPONSES, rows);
    let answers = quiet(&draft);
    assert_eq!(
        [wave(&answers, 0, "q1"), wave(&answers, 0, "q2"), wave(&answers, 0, "q3")],
        [4.0, 5.0, 3.0].map(|n| some(&[n]))
    );
    assert_eq!([wave(&answers, 1, "q1"), wave(&answers, 1, "q2")], [2.0, 5.0].map(|n| some(&[n])));
    // On the instrument, and wide.
    let instrument = scale(", item-range: [1, 5]").replace("    scales:", &format!("    {LIKERT}\n    scales:"));
    let wide = study(&format!("{TWO}layout: {{wide: '{{item}}_{{timepoint}}'}}\n"), &instrument).with(
        RESPONSES,
        "participant,q1_T1,q2_T1,q3_T1,q1_T2,q2_T2,q3_T2\nP1,Agree,Strongly agree,3,disagree,5,neither\n",
    );
    assert_eq!(wave(&quiet(&wide), 1, "q1"), some(&[2.0]));
    let with = |cell: &str| draft.clone().with(RESPONSES, rows.replace("Agree,S", &format!("{cell},S")));
    refused(
        &with("Strongly agre"),
        "unknown-answer",
        &["did you mean `strongly agree`?", "the labels are strongly disagree, disagree"],
    );
    refused(&with("4 (Strongly agree)"), "unknown-answer", &["4 by its number, and 5 by its label"]);
    refused(&with("7"), "out-of-range", &["1 to 5"]);
    let beyond = study(TWO, &scale(", item-range: [0, 4], answers: {never: 0, always: 5}"))
        .with(RESPONSES, "participant,timepoint,q1,q2,q3\nP1,T1,never,1,2\n");
    refused(&beyond, "out-of-range", &["`always` counts as 5, outside of `item-range`, 0 to 4"]);
    let twice = study(TWO, &scale(", answers: {never: 0, Never: 1}"))
        .with(RESPONSES, "participant,timepoint,q1,q2,q3\nP1,T1,never,1,2\n");
    refused(&twice, "duplicate-key", &["same label"]);
}

#[test]
fn answers_in_words_are_known_as_such() {
    let draft = study(TIMES, &scale(", item-range: [1, 5]"));
    let with = |cell: &str| draft.clone().with(RESPONSES, format!("participant,q1,q2,q3\nP1,1,2,3\nP2,{cell},2,3\n"));
    refused(&with("5 (Strongly agree)"), "not-a-number", &["`answers: {\"strongly agree\": 5, …}`"]);
    refused(&with("Strongly agree"), "not-a-number", &["`answers: {\"strongly agree\": …}`"]);
    refused(&with("n/a"), "not-a-number", &["`layout: {missing: [NA, \"n/a\"]}`"]);
    // Followed, the first hint counts everybody; the other way drops nobody without a word.
    let followed = study(TIMES, &scale(", item-range: [1, 5], answers: {'strongly agree': 5}"));
    let followed = followed.with(RESPONSES, "participant,q1,q2,q3\nP1,1,2,3\nP2,5 (Strongly agree),2,3\n");
    assert_eq!(column(&quiet(&followed), "q1"), some(&[1.0, 5.0]));
    let dropped =
        study(&format!("{TIMES}layout: {{missing: ['5 (Strongly agree)']}}\n"), &scale(", item-range: [1, 5]"));
    refused(
        &dropped.with(RESPONSES, "participant,q1,q2,q3\nP1,1,2,3\n"),
        "missing-is-answer",
        &["the answer 5", "`answers:"],
    );
    let dropped = study(&format!("{TIMES}layout: {{missing: ['Strongly agree']}}\n"), &scale(", item-range: [1, 5]"));
    let dropped = dropped.with(RESPONSES, "participant,q1,q2,q3\nP1,1,2,3\n");
    told_with(&dropped, "warning", "missing-is-answer", &["looks like the label"]).expect("answers");
}

const QUALTRICS: &str = "\
StartDate,ResponseId,q1,q2,q3
Start Date,Response ID,\"In the last week … - I felt tense\",\"In the last week … - I felt
worn out\",\"In the last week … - I slept badly\"
\"{\"\"ImportId\"\":\"\"startDate\"\",\"\"timeZone\"\":\"\"Europe/London\"\"}\",\"{\"\"ImportId\"\":\"\"_recordId\"\"}\",\"{\"\"ImportId\"\":\"\"QID1_1\"\"}\",\"{\"\"ImportId\"\":\"\"QID1_2\"\"}\",\"{\"\"ImportId\"\":\"\"QID1_3\"\"}\"
2026-01-01 10:00:00,R_1,2,3,4
2026-01-02 10:00:00,R_2,3,4,5
";

#[test]
fn rows_below_the_header_that_are_no_participants_are_read_past() {
    let draft = study(
        &format!("{TIMES}layout: {{participant: ResponseId, ignore: [StartDate]}}\n"),
        &scale(", item-range: [1, 5]"),
    );
    let with = |text: &str| draft.clone().with(RESPONSES, text);
    let answers = told_with(&with(QUALTRICS), "note", "header-row", &["lines 2 and 4", "Qualtrics"]).expect("answers");
    assert_eq!((answers.people.len(), column(&answers, "q1")), (2, some(&[2.0, 3.0])));
    let old = "StartDate,ResponseId,q1,q2,q3\nStart Date,Response ID,Tense,Worn,Slept\n2026,R_1,2,3,4\n";
    let answers = told_with(&with(old), "note", "header-row", &["this line is a second header"]).expect("answers");
    assert_eq!(answers.people.len(), 1);
    let monkey = "StartDate,ResponseId,q1,q2,q3\n,,Tense,Worn,Slept\n2026,R_1,2,3,4\n";
    assert_eq!(told_with(&with(monkey), "note", "header-row", &["no participant"]).expect("answers").people.len(), 1);
    let questions =
        "StartDate,ResponseId,q1,q2,q3\nwhen,code,I felt tense,I was worn out,I slept badly\n2026,R_1,2,3,4\n";
    refused(&with(questions), "header-row", &["second header, or answers in words", "delete it"]);
    let again = "StartDate,ResponseId,q1,q2,q3\n2026,R_1,2,3,4\nStartDate,ResponseId,q1,q2,q3\n2026,R_2,2,3,4\n";
    assert_eq!(told_with(&with(again), "warning", "header-row", &["again"]).expect("answers").people.len(), 2);
    refused(
        &with(&again.replace("\nStartDate,ResponseId,q1,q2", "\nStartDate,ResponseId,q2,q1")),
        "header-row",
        &["other columns"],
    );
}

#[test]
fn one_event_of_several_arms_is_one_timepoint() {
    let times = "timepoints:\n  - {id: T1, month: 0, value: [baseline_arm_1, baseline_arm_2]}\n  - {id: T2, month: 6, value: [followup_arm_1, followup_arm_2]}\n";
    let layout = |ignore: &str| {
        format!(
            "{times}layout: {{participant: record_id, timepoint: redcap_event_name, ignore: [{ignore}, q_complete]}}\n"
        )
    };
    let rows: String = (1..5)
        .flat_map(|id| ["baseline", "followup"].map(|event| format!("{id},{event}_arm_{},,,1,2,3,2\n", 1 + id / 3)))
        .collect();
    let file = format!(
        "record_id,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance,q1,q2,q3,q_complete\n{rows}"
    );
    let draft = study(&layout("redcap_repeat*"), &scale(", item-range: [1, 5]")).with(RESPONSES, file);
    let answers = quiet(&draft);
    assert_eq!((answers.people.len(), wave(&answers, 1, "q1").len()), (4, 4));
    let swallowed = draft.with(STUDY, layout("redcap*") + REST);
    refused(&swallowed, "ignored-column", &["`redcap*`", "`redcap_event_name`", "the column of timepoints"]);
}

#[test]
fn marks_in_numbers_are_told_apart() {
    let instruments = "instruments:\n  - id: w\n    name: W\n    scales: [{id: steps, label: Steps, better: higher}]\n";
    let with =
        |cell: &str| study(TIMES, instruments).with(RESPONSES, format!("participant,steps\nP1,3\nP2,\"{cell}\"\n"));
    refused(&with("1,150"), "thousands-separator", &["write the number without it: `1150`"]);
    refused(&with("1 150"), "thousands-separator", &["`1150`"]);
    refused(&with("0,150"), "decimal-comma", &["`0.150`"]);
    refused(&with("11,5"), "decimal-comma", &["`11.5`"]);
    for error in ["#NV", "#NAME?", "#DIV/0!", "#WERT!", "#BEZUG!", "#¡VALOR!", "#N/D", "Err:502", "#VALEUR!", "#####"]
    {
        refused(&with(error), "error-cell", &[&format!("`{error}`")]);
    }
}

/// An error of a spreadsheet names nobody, no timepoint and no level.
#[test]
fn errors_of_a_spreadsheet_name_nothing() {
    let kids = variable("none, some");
    let draft = study(TWO, &(scale("") + &kids));
    let rows = |id: &str, time: &str, kids: &str| {
        format!("participant,timepoint,q1,q2,q3,kids\nP1,T1,1,2,3,none\n{id},{time},1,2,3,{kids}\n")
    };
    for (id, time, kids, column) in
        [("#NV", "T2", "none", "participant"), ("P2", "#REF!", "none", "timepoint"), ("P2", "T2", "#WERT!", "kids")]
    {
        refused(&draft.clone().with(RESPONSES, rows(id, time, kids)), "error-cell", &[&format!("column `{column}`")]);
    }
}

#[test]
fn row_names_are_read_past() {
    let rows =
        "\"\",\"participant\",\"q1\",\"q2\",\"q3\"\n\"1\",\"P01\",2,3,4\n\"2\",\"P02\",3,4,5\n\"5\",\"P03\",3,4,5\n";
    let draft = study(TIMES, &scale(", item-range: [1, 5]"));
    let answers = told_with(&draft.clone().with(RESPONSES, rows), "note", "row-names", &["not read"]).expect("answers");
    assert_eq!(answers.people.len(), 3);
    let followed = study(&format!("{TIMES}layout: {{ignore: ['']}}\n"), &scale(", item-range: [1, 5]"));
    assert_eq!(quiet(&followed.with(RESPONSES, rows)).people.len(), 3);
    // What comes twice is no name of a row, and one column is told once.
    let other = rows.replace("\"2\",\"P02\"", "\"1\",\"P02\"");
    refused(&draft.with(RESPONSES, other), "unknown-column", &["stands in a column without a name"]);
}

#[test]
fn a_file_that_cannot_be_read_is_told_once() {
    let draft = study(TIMES, &scale("")).with("data/quantitative/responses.xlsx", "no workbook");
    refused(&draft, "unknown-format", &["not an Excel workbook"]);
}

#[test]
fn lines_that_end_with_a_carriage_return_are_lines() {
    let file = "participant,q1,q2,q3\rP1,1,2,3\rP2,1,x y,3\r";
    let draft = study(TIMES, &scale(", item-range: [1, 5]")).with(RESPONSES, file);
    refused(&draft, "not-a-number", &["responses.csv:3:6", "P2,1,x y,3"]);
}

/// A label of the file that the map lacks, a map whose labels are digits, and labels that are other numbers.
#[test]
fn labels_and_codes_of_answers_are_held_against_each_other() {
    let map = scale(", answers: {'0': 1, '1': 2, '2': 3}");
    let draft = study(TIMES, &map).with(RESPONSES, "participant,q1,q2,q3\nP1,0,1,2\nP2,1,2,0\n");
    assert_eq!(column(&quiet(&draft), "q1"), some(&[1.0, 2.0]));
    refused(&draft.with(RESPONSES, "participant,q1,q2,q3\nP1,0,1,3\n"), "unknown-answer", &["`3` in column `q3`"]);
    let kids = "variables:\n  - {id: kids, label: Children, kind: count}\n";
    let draft = study(TIMES, kids).with("data/quantitative/participants.sav", spss("sav-label-shift.sav"));
    told_with(&draft, "warning", "label-against-value", &["`1` of `kids` as `0`", "the code is taken"])
        .expect("answers");
}

#[test]
fn titles_above_a_header_are_told() {
    let file = "Export of 1 May 2024,,,\n\nparticipant,q1,q2,q3\nP1,1,2,3\n";
    let draft = study(TIMES, &scale(", item-range: [1, 5]"));
    refused(
        &draft.clone().with(RESPONSES, file),
        "header-row",
        &["the header stands in line 3", "delete what stands above"],
    );
    quiet(&draft.clone().with(RESPONSES, file.split_once("\n\n").expect("two parts").1));
    refused(&draft.with(RESPONSES, "participant|q1|q2|q3\nP1|1|2|3\n"), "csv-separator", &["`|`"]);
}

/// Negative answers, as a scale from -3 to 3 has them, are answers.
#[test]
fn negative_answers_are_no_marks() {
    let rows: String = (0..20).map(|i| format!("P{i},{},{},{}\n", i % 7 - 3, i % 5 - 2, i % 3 - 1)).collect();
    quiet(&study(TIMES, &scale("")).with(RESPONSES, format!("participant,q1,q2,q3\n{rows}")));
    let lone: String =
        (0..20).map(|i| format!("P{i},{},2,{}\n", i % 5 + 1, if i == 3 { -1 } else { i % 4 + 1 })).collect();
    let lone = study(TIMES, &scale("")).with(RESPONSES, format!("participant,q1,q2,q3\n{lone}"));
    told_with(&lone, "warning", "sentinel-code", &["`-1` stands once in column `q3`"]).expect("answers");
}
