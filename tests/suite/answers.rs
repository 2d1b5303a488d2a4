//! Participant-level data: one table in every form gives the same answers, to the bit.

use synthesist::diag::{Palette, Sink, Sources, render};
use synthesist::model::{Answers, Study, Values};
use synthesist::read::read;

use crate::driver::Draft;

pub const PARTICIPANTS: &str = "data/quantitative/participants.csv";
pub const RESPONSES: &str = "data/quantitative/responses.csv";

/// The minimal study, with two scales of items and one that is scored already.
pub fn study() -> Draft {
    Draft::minimal()
        .edit("data/study.yaml", "{id: T2, label: After, month: 6}", "{id: T2, label: After, month: 6, value: 2}")
        .with("data/quantitative/instruments.yaml", INSTRUMENTS)
}

/// The same with its participants and their answers.
pub fn answered() -> Draft {
    study().append("data/study.yaml", "group: arm\n").with(PARTICIPANTS, PEOPLE).with(RESPONSES, LONG)
}

const INSTRUMENTS: &str = "\
instruments:
  - id: wellness
    name: The Wellness Questionnaire
    citation: roe2018
    scales:
      - id: wellbeing
        label: Wellbeing
        items: [w1, w2, w3]
        reverse: [w3]
        item-range: [0, 9]
        missing: {at-most: 1, fill: person-mean}
        better: higher
        norm: {mean: 51.6, sd: 8.7, n: 7020, population: adults, citation: roe2018}
      - id: strain
        label: Strain
        range: [0, 30]
        better: lower
variables:
  - {id: age, label: Age, kind: continuous, unit: years, decimals: 1}
  - {id: visits, label: Visits, kind: count}
  - id: gender
    label: Gender
    kind: categorical
    levels:
      - {id: female, label: Woman, value: 1}
      - {id: male, label: Man, value: 2}
  - id: services
    label: Services
    kind: categorical
    multiple: true
    levels: [doctor, nurse, crisis-team]
";

const PEOPLE: &str = "\
participant,age,gender,arm
P03,44.5,woman,Waiting list
P01,31,1,garden
P02,NA,2,garden
";

const LONG: &str = "\
participant,timepoint,w1,w2,w3,strain,visits,services
P01,T1,3,0,9,12.5,130,doctor; nurse
P01,2,4,1,,-0,2,
P03,T1,5,5,5,30,0,Crisis team
P02,T1,9,NA,8,7,1,nurse
P02,after,1,2,3,7.25,4,doctor
";

/// The study, or what is said of it.
pub fn reading(draft: &Draft) -> Result<Study, String> {
    let folder = draft.write();
    let (mut sources, mut sink) = (Sources::default(), Sink::new());
    let read = read(&folder.root, &mut sources, &mut sink);
    let told: String = sink.diagnostics().iter().map(|told| render(told, &sources, Palette::Plain)).collect();
    match read {
        Ok(study) if told.is_empty() => Ok(study),
        _ => Err(told),
    }
}

#[track_caller]
pub fn answers(draft: &Draft) -> Answers {
    reading(draft).unwrap_or_else(|told| panic!("{told}")).answers.expect("there are answers")
}

/// Everything of the answers but where they stood: numbers by their bits.
pub fn content(answers: &Answers) -> Vec<String> {
    let mut out = vec![format!("{:?} simulated {}", answers.people, answers.simulated)];
    for table in [&answers.facts].into_iter().chain(&answers.waves) {
        out.push(format!("{} lines", table.lines.len()));
        for column in &table.columns {
            let values = match &column.values {
                Values::Small(values) => format!("{values:?}"),
                Values::Numbers(values) => {
                    format!("{:?}", values.iter().map(|value| value.to_bits()).collect::<Vec<_>>())
                }
                Values::Sets(values) => format!("{values:?}"),
            };
            out.push(format!("{} {values}", column.name));
        }
    }
    out
}

#[test]
fn people_are_sorted_and_their_answers_with_them() {
    let study = reading(&answered()).unwrap_or_else(|told| panic!("{told}"));
    let answers = study.answers.as_ref().expect("there are answers");
    assert_eq!(answers.people.iter().map(|id| &**id).collect::<Vec<_>>(), ["P01", "P02", "P03"]);
    assert_eq!(&*answers.facts.file, PARTICIPANTS);
    assert_eq!(answers.facts.lines, [3, 4, 2]);
    let fact = |name: &str| answers.facts.column(name).expect("a column");
    assert_eq!((fact("age").number(0), fact("age").number(1), fact("age").number(2)), (Some(31.0), None, Some(44.5)));
    assert_eq!(fact("gender").values, Values::Small(vec![0, 1, 0]));
    let group = study.group().expect("a variable of groups");
    let levels: Vec<_> = group.levels.iter().map(|level| (level.id.as_str(), level.label.as_str())).collect();
    assert_eq!((group.label.as_str(), levels), ("Arm", vec![("garden", "Garden"), ("waiting-list", "Waiting list")]));
    assert_eq!(fact("arm").values, Values::Small(vec![0, 0, 1]));
    let wave = |at: usize, name: &str| answers.waves[at].column(name).expect("a column");
    assert_eq!(answers.waves[0].lines, [2, 5, 4]);
    assert_eq!(answers.waves[1].lines, [3, 6, 0]);
    assert_eq!(wave(0, "w1").values, Values::Small(vec![3, 9, 5]));
    assert_eq!(wave(0, "w2").values, Values::Small(vec![0, i8::MIN, 5]));
    assert_eq!(wave(1, "w3").values, Values::Small(vec![i8::MIN, 3, i8::MIN]));
    assert_eq!((wave(0, "strain").number(0), wave(0, "strain").at), (Some(12.5), 6));
    assert_eq!(wave(1, "strain").number(0).map(f64::to_bits), Some(0), "no answer is minus zero");
    assert_eq!((wave(0, "visits").number(0), wave(1, "visits").number(2)), (Some(130.0), None));
    assert_eq!(wave(0, "services").values, Values::Sets(vec![Some(3), Some(2), Some(4)]));
    assert_eq!(wave(1, "services").values, Values::Sets(vec![None, Some(1), None]));
    assert!(answers.took_part(1, 1) && !answers.took_part(1, 2) && !answers.simulated);
}

/// The long table with another separator.
fn separated(by: &str) -> String {
    LONG.replace("doctor; nurse", "\"doctor; nurse\"").replace(',', by)
}

#[test]
fn separators_and_encodings_are_found_out() {
    let wanted = content(&answers(&answered()));
    let same = |draft: &Draft| assert_eq!(content(&answers(draft)), wanted);
    for separator in [";", "\t"] {
        same(&answered().with(RESPONSES, separated(separator)));
    }
    same(&answered().with(RESPONSES, format!("sep=;\r\n{}", separated(";").replace('\n', "\r\n"))));
    same(&answered().with(RESPONSES, format!("\u{feff}{LONG}")));
    same(&answered().with(RESPONSES, LONG.replace('\n', "\r\n")));
    same(&answered().with(
        RESPONSES,
        LONG.replace(',', "\",\"").replace('\n', "\"\n\"").trim_end_matches('"').replacen(
            "participant",
            "\"participant",
            1,
        ),
    ));
    same(&answered().with(RESPONSES, LONG.trim_end()));
    same(&answered().with(RESPONSES, LONG.replace('\n', "\n\n") + ",,,,,,,\n"));
    same(&answered().with(RESPONSES, LONG.replace('\n', ",,\n")));
    let mut rows: Vec<&str> = LONG.lines().collect();
    rows[1..].reverse();
    same(&answered().with(RESPONSES, rows.join("\n")));
}

/// A name that is no ASCII is the same person in either encoding.
#[test]
fn windows_1252_is_read_for_what_it_is() {
    let unicode = |text: &str| text.replace("P01", "Zoë – P1").replace("Waiting list", "Gärtner");
    let latin = |text: &str| -> Vec<u8> {
        let byte = |c| if c == '–' { 0x96 } else { u8::try_from(u32::from(c)).expect("it is Latin") };
        unicode(text).chars().map(byte).collect()
    };
    let wanted = answered().with(PARTICIPANTS, unicode(PEOPLE)).with(RESPONSES, unicode(LONG));
    let wanted = reading(&wanted).unwrap_or_else(|told| panic!("{told}"));
    let found = answered().with(PARTICIPANTS, latin(PEOPLE)).with(RESPONSES, latin(LONG));
    let found = reading(&found).unwrap_or_else(|told| panic!("{told}"));
    assert_eq!(wanted.group().expect("a group").levels[1].label, "Gärtner");
    assert_eq!(found.group().expect("a group").levels[1].label, "Gärtner");
    let content = |study: &Study| content(study.answers.as_ref().expect("answers"));
    assert_eq!(content(&found), content(&wanted));
    assert!(content(&found)[0].contains("Zoë – P1"));
}

const WIDE: &str = "\
participant,w1_T1,w2_T1,w3_T1,strain_T1,visits_T1,services_T1,w1_2,w2_2,w3_2,strain_2,visits_2,services_2
P03,5,5,5,30,0,Crisis team,,,,,,
P01,3,0,9,12.5,130,doctor;nurse,4,1,,0,2,
P02,9,,8,7,1,2,1,2,3,7.25,4,doctor
";

#[test]
fn a_wide_table_says_the_same_as_a_long_one() {
    let layout = "layout:\n  wide: \"{item}_{timepoint}\"\n";
    let wide =
        answered().append("data/study.yaml", layout).with(RESPONSES, WIDE.replace(",2,1,2,3,7", ",nurse,1,2,3,7"));
    let wide = answers(&wide);
    assert_eq!(
        content(&wide).into_iter().filter(|line| !line.ends_with(" lines")).collect::<Vec<_>>(),
        content(&answers(&answered())).into_iter().filter(|line| !line.ends_with(" lines")).collect::<Vec<_>>()
    );
    assert_eq!((&wide.waves[0].lines, &wide.waves[1].lines), (&vec![3, 4, 2], &vec![3, 4, 2]));
    assert_eq!(wide.waves[1].column("w1").map(|column| column.at), Some(8));
    // The timepoint may come first, and other signs stand between.
    let turned = |name: &str| match name.split_once('_') {
        Some((item, timepoint)) => format!("t{timepoint}.{item}"),
        None => name.to_owned(),
    };
    let (header, rows) = WIDE.split_once('\n').expect("a header");
    let header: Vec<String> = header.split(',').map(turned).collect();
    let table = format!("{}\n{}", header.join(","), rows.replace(",2,1,2,3,7", ",nurse,1,2,3,7"));
    let layout = "layout:\n  wide: \"t{timepoint}.{item}\"\n";
    assert_eq!(content(&answers(&answered().append("data/study.yaml", layout).with(RESPONSES, table))), content(&wide));
}

/// One wide table may hold everything: what was asked once has no timepoint in its column's name.
#[test]
fn one_file_may_hold_facts_and_answers() {
    let once = "participant,age,gender,arm\n";
    let mut lines = PEOPLE.lines().skip(1).map(|line| line.split_once(',').expect("cells").1);
    let mut out = String::new();
    for (at, line) in WIDE.replace(",2,1,2,3,7", ",nurse,1,2,3,7").lines().enumerate() {
        let more = if at == 0 { once.trim().trim_start_matches("participant,") } else { lines.next().expect("a line") };
        out += &format!("{line},{more}\n");
    }
    let layout = "layout: {wide: \"{item}_{timepoint}\"}\n";
    let draft = answered().append("data/study.yaml", layout).without(PARTICIPANTS).with(RESPONSES, out);
    assert_eq!(content(&answers(&draft)), content(&answers(&answered())));
    // In a long table the group may stand in every row of a person.
    let arm = |line: &str| match &line[..3] {
        "par" => "arm",
        "P03" => "Waiting list",
        _ => "garden",
    };
    let long: String = LONG.lines().map(|line| format!("{line},{}\n", arm(line))).collect();
    let draft = answered().without(PARTICIPANTS).with(RESPONSES, long);
    let found = answers(&draft);
    assert_eq!(found.facts.column("arm").map(|column| &column.values), Some(&Values::Small(vec![0, 0, 1])));
}

#[test]
fn the_layout_names_the_columns() {
    let coded = LONG.replace("T1,3,0,9", "T1,3,-99,9").replace("-0,2", "-99.0,2");
    let renamed = coded.replace("participant,timepoint", "pid,when").replace("services", "services,q_1,q_2,note");
    let renamed = renamed
        .lines()
        .map(|line| if line.starts_with("pid") { format!("{line}\n") } else { format!("{line},x,y,z\n") });
    let layout = "layout: {participant: pid, timepoint: when, ignore: [q_*, note], missing: [NA, -99]}\n";
    let draft = answered().append("data/study.yaml", layout);
    let draft =
        draft.with(PARTICIPANTS, PEOPLE.replace("participant", "pid")).with(RESPONSES, renamed.collect::<String>());
    let found = answers(&draft);
    assert_eq!(found.waves[0].columns.len(), 6);
    assert_eq!(found.waves[0].column("w2").and_then(|column| column.number(0)), None, "-99 means no answer here");
    assert_eq!(found.waves[1].column("strain").and_then(|column| column.number(0)), None, "and so it does as -99.0");
}

#[test]
fn a_study_of_one_timepoint_needs_no_column_for_it() {
    let once = |line: &str| {
        line.split(',').enumerate().filter(|(at, _)| *at != 1).map(|(_, cell)| cell).collect::<Vec<_>>().join(",")
    };
    let rows: Vec<String> =
        LONG.lines().filter(|line| !line.contains(",2,4") && !line.contains("after")).map(once).collect();
    let draft = Draft::empty();
    let draft = ["book.toml", "content/SUMMARY.md", "data/study.yaml"]
        .iter()
        .fold(draft, |draft, path| draft.with(path, answered().text(path)));
    let draft = draft
        .edit("content/SUMMARY.md", &answered().text("content/SUMMARY.md"), "# Summary\n")
        .edit("data/study.yaml", "  - {id: T2, label: After, month: 6, value: 2}\n", "")
        .with(
            "data/quantitative/instruments.yaml",
            INSTRUMENTS.replace(", citation: roe2018", "").replace("    citation: roe2018\n", ""),
        )
        .with(PARTICIPANTS, PEOPLE)
        .with(RESPONSES, rows.join("\n"));
    let found = answers(&draft);
    assert_eq!(found.waves.len(), 1);
    assert_eq!(found.waves[0].column("w1").map(|column| &column.values), Some(&Values::Small(vec![3, 9, 5])));
}

#[test]
fn simulated_data_say_so() {
    let marked: String = LONG
        .lines()
        .map(|line| format!("{line},{}\n", if line.starts_with('p') { "simulated" } else { "yes" }))
        .collect();
    assert!(answers(&answered().with(RESPONSES, marked)).simulated);
    let empty: String =
        LONG.lines().map(|line| format!("{line},{}\n", if line.starts_with('p') { "simulated" } else { "" })).collect();
    assert!(!answers(&answered().with(RESPONSES, empty)).simulated);
}

/// Every file of answers is among the inputs, with the hash of its bytes.
#[test]
fn the_files_are_hashed() {
    let study = reading(&answered()).unwrap_or_else(|told| panic!("{told}"));
    let hash = |path: &str| study.inputs.iter().find(|(input, _)| &**input == path).map(|(_, hash)| hash.clone());
    assert_eq!(hash(RESPONSES), Some(synthesist::read::sha256(LONG.as_bytes())));
    assert_eq!(hash(PARTICIPANTS), Some(synthesist::read::sha256(PEOPLE.as_bytes())));
}

#[test]
fn a_second_coder_may_find_several_codes_or_none() {
    let path = "data/qualitative/second-coding.csv";
    let draft = Draft::minimal().with(path, "excerpt,codes\nS1-P2-T2/1,purpose;tiredness purpose\nS1-P1-T1/1,\n");
    let study = reading(&draft).unwrap_or_else(|told| panic!("{told}"));
    let coded: Vec<(String, Vec<&str>)> = study
        .qualitative
        .second_coding
        .iter()
        .map(|coding| (coding.excerpt.to_string(), coding.codes.iter().map(|code| code.as_str()).collect()))
        .collect();
    assert_eq!(coded, [("S1-P2-T2/1".to_owned(), vec!["purpose", "tiredness"]), ("S1-P1-T1/1".to_owned(), vec![])]);
}
