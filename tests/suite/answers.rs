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
    assert_eq!((group.label.as_str(), levels), ("Arm", vec![("waiting-list", "Waiting list"), ("garden", "Garden")]));
    assert_eq!(fact("arm").values, Values::Small(vec![1, 1, 0]));
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
