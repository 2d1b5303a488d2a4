//! A finding for each rule on a change that nothing speaks against, or that lacks an input.

use super::Tables;
use super::blame::{Set, bits};
use super::change::{named, place};
use super::effect;
use super::figure::Reading;
use super::finding::{Finding, Verdict};
use super::scene::{CHANGE, DF, ES, HIGH, LOW, MEAN_FROM, MEAN_TO, N, P, R, SD, SD_FROM, SD_TO, SE, Scene, T};
use super::wave;
use super::words::listed;

/// `bad` are the figures that were found wrong; `sound` says whether there are none.
pub fn relations(scene: &Scene<'_>, bad: Set, sound: bool, tables: &Tables<'_>, found: &mut Vec<Finding>) {
    let all = scene.all();
    let has = |set: Set| all & set == set;
    let interval = has(LOW | HIGH) || all & CHANGE != 0 && all & (LOW | HIGH) != 0;
    let number = all & (N | DF) != 0;
    let spread = all & (SD | SE) != 0;
    let lacks = |wanted: &[(bool, &'static str)]| -> Option<String> {
        let missing: Vec<String> = wanted.iter().filter(|(has, _)| !has).map(|(_, name)| (*name).to_owned()).collect();
        (!missing.is_empty()).then(|| listed(&missing))
    };
    let means = has(MEAN_FROM | MEAN_TO);
    let same = scene.same_people();
    let checks: [(&'static str, Set, Set, bool, Option<String>); 8] = [
        (
            "change-in-middle",
            CHANGE,
            LOW | HIGH,
            has(CHANGE),
            lacks(&[(all & LOW != 0, "lower limit"), (all & HIGH != 0, "upper limit")]),
        ),
        (
            "p-against-interval",
            P,
            LOW | HIGH | N,
            has(P),
            lacks(&[(interval, "interval"), (number, "number of pairs")]),
        ),
        ("p-against-t", P, T | DF, has(P | T), lacks(&[(number, "degrees of freedom")])),
        ("df-against-n", DF, N, has(DF), lacks(&[(has(N), "number of pairs")])),
        (
            "interval-against-sd",
            if all & SD != 0 { SD } else { SE },
            LOW | HIGH | N,
            spread,
            lacks(&[(interval, "interval"), (number, "number of pairs")]),
        ),
        (
            "t-against-change",
            T,
            CHANGE,
            has(T),
            lacks(&[(has(CHANGE), "change"), (interval || spread, "interval or standard error")]),
        ),
        (
            "means-against-change",
            CHANGE,
            MEAN_FROM | MEAN_TO,
            has(CHANGE),
            lacks(&[(means, "means"), (same || !means, "means of the people measured twice")]),
        ),
        (
            "sd-of-change",
            if all & SD != 0 { SD } else { SE },
            SD_FROM | SD_TO | R,
            spread && has(SD_FROM | SD_TO),
            lacks(&[(has(R), "correlation"), (same, "SDs of the people measured twice")]),
        ),
    ];
    for (rule, bit, beside, asked, lacks) in checks {
        if !asked || (bit | beside) & bad != 0 {
            continue;
        }
        found.push(plain(scene, rule, bit, lacks));
    }
    if bad & ES == 0 && scene.figure(ES).is_some() {
        found.push(effect_size(scene, bad, tables));
    }
    if sound && !scene.possible(all, Reading::Rounded) {
        found.push(cut_off(scene, all));
    }
    found.extend(part_of_timepoint(scene, bad));
}

fn plain(scene: &Scene<'_>, rule: &'static str, bit: Set, lacks: Option<String>) -> Finding {
    let (column, name) = named(bit);
    let (address, origin) = place(scene, bit);
    let text = scene.figure(bit).map_or("", |printed| printed.text()).to_owned();
    let (verdict, message) = match lacks {
        Some(lacks) => (
            Verdict::CannotTell,
            format!("The {name} of {text} cannot be judged without the {lacks}, which the source does not print."),
        ),
        None => (Verdict::Consistent, format!("The {name} of {text} fits the figures beside it.")),
    };
    Finding::new(rule, address, origin, verdict).field(column).printed(text).say(message)
}

/// By what an effect size was divided, where any denominator fits.
fn effect_size(scene: &Scene<'_>, bad: Set, tables: &Tables<'_>) -> Finding {
    let (from, to) = (scene.row.comparison.from.as_str(), scene.row.comparison.to.as_str());
    let text = scene.figure(ES).map_or("", |printed| printed.text()).to_owned();
    let (address, origin) = place(scene, ES);
    let said = |verdict: Verdict, message: String| {
        Finding::new("effect-size", address.clone(), origin, verdict).field("es").printed(text.clone()).say(message)
    };
    if scene.figure(CHANGE).is_none() || bad & CHANGE != 0 {
        return said(
            Verdict::CannotTell,
            format!("The effect size of {text} cannot be judged without a sound change."),
        );
    }
    let mut fits = effect::fitting(scene);
    let stated = effect::Denominator::of(tables.conventions.effect_size);
    fits.sort_by_key(|denominator| !tables.stated || *denominator != stated);
    if let [first, ..] = fits[..] {
        let message = format!("The effect size of {text} can be the change divided by {}.", first.words(from, to));
        return said(Verdict::Consistent, message);
    }
    let n = scene.row.n.map_or("the people measured twice".to_owned(), |n| format!("the {n} people measured twice"));
    let usual = [effect::Over::From, effect::Over::To, effect::Over::Average, effect::Over::Change];
    let tried: Vec<String> = effect::Denominator::all()
        .filter(|denominator| denominator.is_known(scene) && denominator.correction == effect::Correction::None)
        .filter(|denominator| usual.contains(&denominator.over))
        .map(|denominator| denominator.words(from, to))
        .collect();
    let known = if tried.is_empty() { String::new() } else { format!("does not follow from {}; it ", listed(&tried)) };
    let message = match scene.same_people() {
        true => format!(
            "The effect size of {text} {known}may have been divided by something else, which the source does not print."
        ),
        false => format!(
            "The effect size of {text} {known}cannot be judged without the SD at {from} of {n}, which the source does not print."
        ),
    };
    let rounded = scene.figure(CHANGE).filter(|change| effect::of_rounded(scene, change));
    let rounded = rounded.map(|change| format!(" It would follow from a change of exactly {}.", change.text()));
    said(Verdict::CannotTell, message + &rounded.unwrap_or_default())
}

/// A row that is possible only if a figure was cut off; the figure, where one alone explains it.
fn cut_off(scene: &Scene<'_>, all: Set) -> Finding {
    let single = bits(all & !N).find(|bit| scene.possible(all & !bit, Reading::Rounded));
    let (address, origin) = single.map_or((scene.row.address(), &scene.row.origin), |bit| place(scene, bit));
    let finding = Finding::new("cut-off", address, origin, Verdict::Consistent);
    match single {
        Some(bit) => {
            let (column, name) = named(bit);
            let text = scene.figure(bit).map_or("", |printed| printed.text());
            finding
                .field(column)
                .printed(text)
                .say(format!("The {name} of {text} fits only if figures of this row were cut off, not rounded."))
        }
        None => finding.say("The figures of this row fit only if some of them were cut off, not rounded."),
    }
}

/// What was left out here since it is impossible at a timepoint by itself.
fn part_of_timepoint(scene: &Scene<'_>, bad: Set) -> Option<Finding> {
    let faulty = scene.faulty[0] | scene.faulty[1];
    (faulty & (wave::MEAN | wave::SD) != 0 && bad == 0 && scene.same_people()).then(|| {
        Finding::new("means-against-change", scene.row.address(), &scene.row.origin, Verdict::CannotTell)
            .say("A figure of one of the two timepoints is impossible, so that it was left out here.")
    })
}
