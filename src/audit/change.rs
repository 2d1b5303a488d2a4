//! What each change says beside its interval, its test, its effect size and its two timepoints.

use super::Tables;
use super::accuse::{Suspicion, accuse, suspicion};
use super::blame::Set;
use super::divided::{Divided, of_table};
use super::figure::Reading;
use super::finding::Finding;
use super::reach::Reach;
use super::relations::relations;
use super::scene::{CHANGE, FIGURES, HIGH, LOW, MEAN_FROM, MEAN_TO, N, SD_FROM, SD_TO, Scene};
use super::shared::Evidence;
use super::wave::Wave;
use super::wave_findings::Faulty;
use crate::diag::Origin;
use crate::model::{ChangeSign, DescribeRow, Described, TimepointId};

pub fn findings(tables: &Tables<'_>, faulty: &Faulty) -> Vec<Finding> {
    let (scenes, divided) = scenes(tables, faulty);
    let suspicions: Vec<Option<Suspicion>> = scenes.iter().map(suspicion).collect();
    let evidence = Evidence::of(&scenes, &suspicions);
    let mut found: Vec<Finding> = divided.against_study(&scenes, tables).into_iter().collect();
    for (at, scene) in scenes.iter().enumerate() {
        let bad = match &suspicions[at] {
            None => 0,
            Some(suspicion) => accuse(at, suspicion, &evidence, &scenes, &mut found),
        };
        relations(scene, bad, suspicions[at].is_none(), tables, &mut found);
    }
    found
}

/// The scenes of a table, with the sign and the denominators by which it was made.
pub fn scenes<'a>(tables: &Tables<'a>, faulty: &Faulty) -> (Vec<Scene<'a>>, Divided) {
    let mut scenes = bare(tables, faulty);
    if !tables.stated {
        let factor = guessed_sign(&scenes);
        scenes.iter_mut().for_each(|scene| scene.factor = factor);
    }
    let divided = of_table(&scenes, tables);
    for scene in &mut scenes {
        scene.denominators = divided.of_row(scene);
    }
    (scenes, divided)
}

/// Each change with its two timepoints.
pub fn bare<'a>(tables: &Tables<'a>, faulty: &Faulty) -> Vec<Scene<'a>> {
    let row_of = |subject: &Described, timepoint: &TimepointId| -> Option<&'a DescribeRow> {
        let rows = &tables.reported.describe;
        rows.iter().find(|row| row.subject == *subject && row.timepoint.as_ref() == Some(timepoint))
    };
    let stated = match tables.conventions.change {
        ChangeSign::LaterMinusEarlier => 1.0,
        ChangeSign::EarlierMinusLater => -1.0,
    };
    let mut scenes: Vec<Scene<'a>> = Vec::new();
    for row in &tables.reported.change {
        let subject = Described::Scale(row.scale.clone());
        let rows = [row_of(&subject, &row.comparison.from), row_of(&subject, &row.comparison.to)];
        let faulty = rows.map(|row| row.and_then(|row| faulty.get(&row.address()).copied()).unwrap_or(0));
        let [from, to] = rows.map(|row| row.map(|row| Wave::new(row, tables.measures)));
        scenes.push(Scene {
            row,
            from,
            to,
            faulty,
            factor: Some(stated),
            reach: Reach::Student(tables.conventions.confidence),
            denominators: Vec::new(),
            held: Vec::new(),
        });
    }
    scenes
}

/// The sign with which more changes, and more intervals, agree with their means; `None` where neither is better.
fn guessed_sign(scenes: &[Scene<'_>]) -> Option<f64> {
    let fits = |factor: f64| {
        let same = scenes.iter().filter(|scene| scene.same_people());
        same.map(|scene| {
            let tried = Scene { factor: Some(factor), ..(*scene).clone() };
            let votes = |bits: Set| {
                let set = tried.all() & (bits | MEAN_FROM | MEAN_TO | N);
                usize::from(tried.all() & bits != 0 && tried.possible(set, Reading::Either))
            };
            votes(CHANGE) + votes(LOW | HIGH)
        })
        .sum::<usize>()
    };
    let (later, earlier) = (fits(1.0), fits(-1.0));
    match later.cmp(&earlier) {
        std::cmp::Ordering::Greater => Some(1.0),
        std::cmp::Ordering::Less => Some(-1.0),
        std::cmp::Ordering::Equal => None,
    }
}

/// The column of a figure, and its name.
pub fn named(bit: Set) -> (&'static str, &'static str) {
    FIGURES.into_iter().find(|(other, ..)| *other == bit).map_or(("n", "n"), |(_, column, name)| (column, name))
}

/// ` at T1` for a figure of a timepoint; else nothing.
pub fn at_timepoint(scene: &Scene<'_>, bit: Set) -> String {
    match bit {
        MEAN_FROM | SD_FROM => format!(" at {}", scene.row.comparison.from),
        MEAN_TO | SD_TO => format!(" at {}", scene.row.comparison.to),
        _ => String::new(),
    }
}

/// The address and the cell of a figure.
pub fn place<'s>(scene: &'s Scene<'_>, bit: Set) -> (String, &'s Origin) {
    let (column, _) = named(bit);
    let wave = match bit {
        MEAN_FROM | SD_FROM => scene.from.as_ref(),
        MEAN_TO | SD_TO => scene.to.as_ref(),
        _ => None,
    };
    match wave {
        Some(wave) => (wave.row.address(), wave.row.places.of(column).unwrap_or(&wave.row.origin)),
        None => (scene.row.address(), scene.row.places.of(column).unwrap_or(&scene.row.origin)),
    }
}
