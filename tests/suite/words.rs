//! Guarding who speaks, in whole studies: new ids wherever old ones stand, and what is told of excerpts.

use crate::driver::{Draft, Study, repository};

const STUDY: &str = "data/study.yaml";
const MEMO: &str = "data/qualitative/memos/purpose.md";
const METHODS: &str = "content/methods.md";

/// The small study under a profile, with a table of its excerpts.
fn draft(disclosure: &str) -> Draft {
    let displays = Draft::minimal().text("content/displays.yaml");
    let quotes = "tables:\n  - id: quotes\n    kind: excerpts\n    caption: Who said S1-P1-T1 and “S1-P2”.\n";
    Draft::minimal()
        .edit(STUDY, "{profile: open}", &format!("{{{disclosure}}}"))
        .with("content/displays.yaml", displays.replacen("tables:\n", quotes, 1))
        .append(METHODS, "\n{{ table quotes }}\n")
}

fn csv(study: &Study, name: &str) -> String {
    String::from_utf8(study.read(&format!("build/tables/{name}.csv"))).expect("UTF-8")
}

#[test]
fn under_open_everybody_is_as_the_files_name_them() {
    let study = draft("profile: open").write();
    study.run(&["build"]).ended(0);
    assert!(csv(&study, "quotes").contains("S1-P1-T1/1"));
}

/// The letter before a new number is one that no old id has there.
#[test]
fn new_ids_are_wherever_old_ones_were() {
    for (profile, wanted) in [("profile: standard", "A-R0"), ("profile: strict", "R0")] {
        let study = draft(profile).append(METHODS, "\nBoth s1\u{2011}p2-t2/1 and S1\\-P1 said so.\n").write();
        study.run(&["build"]).ended(0);
        let quotes = csv(&study, "quotes");
        let ids: Vec<&str> = quotes.lines().filter_map(|line| line.split(',').nth(1)).collect();
        assert!(ids.iter().any(|id| id.starts_with(wanted)), "{quotes}");
        let grid = study.json("build/grid.json").to_string();
        assert!(grid.contains(&format!("excerpt {wanted}")), "{grid}");
        let paper = crate::page::letters(&study.read("build/paper.pdf"));
        for old in ["S1P", "s1p", "S1\u{2011}P"] {
            assert!(
                !paper.contains(old) && !quotes.contains("S1-P") && !grid.contains("S1-P"),
                "{old} under {profile}"
            );
        }
        let person = |timepoint: &str| {
            let id = ids.iter().find(|id| id.contains(&format!("-{timepoint}/"))).expect("an excerpt");
            id.split(&format!("-{timepoint}")).next().expect("a person").replace('-', "")
        };
        let said = format!("Both{}T2/1and{}saidso.", person("T2"), person("T1"));
        assert!(paper.contains(&said), "{said}");
    }
}

/// Neither other old numbers nor another order of the files moves anybody's new number.
#[test]
fn new_numbers_follow_what_was_said() {
    let built = |draft: Draft| {
        let study = draft.write();
        study.run(&["build"]).ended(0);
        csv(&study, "quotes")
    };
    let plain = || draft("profile: strict");
    let first = built(plain());
    let swapped = ["S1-P1", "S1-P2", "S7-P9"];
    let exchange = |text: String| {
        text.replace(swapped[0], "@")
            .replace(swapped[1], swapped[2])
            .replace('@', "S1-P2")
            .replace(swapped[2], swapped[0])
    };
    let mut other = plain();
    for path in [MEMO, "content/propositions.yaml", "content/displays.yaml"] {
        let text = exchange(other.text(path));
        other = other.with(path, text);
    }
    assert_eq!(built(other), first);
}

#[test]
fn what_cannot_be_replaced_is_an_error() {
    let second = "\n> Another place altogether.\n> — S2-P2-T1\n";
    let told =
        draft("profile: standard").append(MEMO, second).append(METHODS, "\nThis is what P2 said.\n").run(&["check"]);
    assert!(
        told.stderr.contains("error[typed-attribution]: `P2` is a part of more than one id, and ids are renumbered\n  --> content/methods.md:"),
        "{}",
        told.stderr
    );
    let theme = draft("profile: standard").edit("content/displays.yaml", "id: quotes", "id: s1-p1-t1");
    let theme = theme.edit(METHODS, "{{ table quotes }}", "{{ table s1-p1-t1 }}").run(&["check"]);
    assert!(
        theme.stderr.contains("error[typed-attribution]: the id `s1-p1-t1` holds the id of a participant"),
        "{}",
        theme.stderr
    );
}

#[test]
fn a_site_that_is_typed_is_told_and_may_be_accepted() {
    let study = draft("profile: strict").append(METHODS, "\nMost of it was said at site 1.\n");
    let told = study.run(&["check"]).stderr;
    assert!(told.contains("warning[typed-site]: `site 1` is a site as the old ids name it"), "{told}");
    let accept = "accept:\n  - {code: typed-site, about: site 1, reason: It has a hundred gardeners}\n";
    let told = study.append(STUDY, accept).run(&["check"]).stderr;
    assert!(told.contains("note[typed-site]") && told.contains("= accepted: It has a hundred gardeners"), "{told}");
}

const NAMED: &str = "> I told Karim that I would, at Quay Street.\n> — S1-P1-T2\n";

#[test]
fn what_tells_who_speaks_is_told_at_its_word() {
    let study = draft("profile: standard").append(MEMO, &format!("\n{NAMED}"));
    let told = study.run(&["check"]).stderr;
    let karim = "\
warning[excerpt-identifier]: `Karim` looks like a name, which can tell who speaks
  --> data/qualitative/memos/purpose.md:16:10
   |
16 | > I told Karim that I would, at Quay Street.
   |          ^^^^^
";
    assert!(told.contains(karim) && told.contains("`Quay Street` looks like a place"), "{told}");
    let open = study.clone().edit(STUDY, "profile: standard", "profile: open").run(&["check"]).stderr;
    assert!(open.contains("note[excerpt-identifier]: `Karim`") && !open.contains("warning[excerpt"), "{open}");
}

/// By the study's list, by the excerpt's id as the files have it, by the word, by both.
#[test]
fn findings_in_excerpts_are_silenced() {
    let study = draft("profile: standard").append(MEMO, &format!("\n{NAMED}"));
    let known = study.clone().edit(STUDY, "profile: standard", "profile: standard, known-words: [Karim, Quay Street]");
    assert!(!known.run(&["check"]).stderr.contains("excerpt-identifier"));
    for (about, notes) in [("S1-P1-T2/1", 2), ("Karim", 1), ("S1-P1-T2/1.Quay Street", 1)] {
        let accept =
            format!("accept:\n  - {{code: excerpt-identifier, about: {about}, reason: Read by S1-P1 herself}}\n");
        let study = study.clone().append(STUDY, &accept).write();
        let told = study.run(&["check"]).stderr;
        assert_eq!(told.matches("note[excerpt-identifier]").count(), notes, "{about}: {told}");
        assert_eq!(told.matches("warning[excerpt-identifier]").count(), 2 - notes, "{about}: {told}");
        let log = study.run(&["disclosure"]).ended(0);
        assert_eq!(log.matches("; accepted: Read by A-R").count(), notes, "{log}");
        assert!(!log.contains("S1-P1") && !log.contains("Karim") && !log.contains("Quay"), "{log}");
    }
}

#[test]
fn what_few_are_is_told_without_its_count() {
    let small = "> I get my 6 year old daughter to school.\n> — S1-P1-T2\n";
    let variable = "\nvariables:\n  - id: household\n    label: Household\n    kind: categorical\n    levels: [{id: child-at-home, label: child at home}]\n";
    let study = draft("profile: standard").append(MEMO, &format!("\n{small}"));
    let instruments = study.text("data/quantitative/instruments.yaml");
    let study = if instruments.contains("\nvariables:\n") {
        study.with("data/quantitative/instruments.yaml", instruments.replacen("\nvariables:\n", variable, 1))
    } else {
        study.append("data/quantitative/instruments.yaml", variable)
    };
    let share = study.text("data/quantitative/reported/share.csv");
    let width = share.lines().next().expect("a header").split(',').count();
    let row = ["household", "", "child-at-home", "1", "23", "4.3", ""][..width].join(",");
    let told = study.append("data/quantitative/reported/share.csv", &format!("{row}\n")).run(&["check"]).stderr;
    let wanted = "names `child at home`, of which there is a small count in the participants table\n  --> data/qualitative/memos/purpose.md:16:9";
    assert!(told.contains(wanted), "{told}");
    assert!(told.contains("warning[excerpt-identifier]: `6 year old` looks like an age"), "{told}");
}

/// The worked example is public; who starts from it with figures that are not finds everybody guarded.
#[test]
fn the_root_study_is_guarded_under_every_profile() {
    let old = regex::Regex::new(r"S[1-7][-\u{2011}]?PW0[0-9]").expect("a sound pattern");
    for profile in ["standard", "strict"] {
        let study = Study::copy_of(repository());
        study.edit(STUDY, "disclosure: {profile: open}", &format!("disclosure: {{profile: {profile}}}"));
        let ran = study.run(&["build"]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert!(!ran.stderr.contains("excerpt-identifier") && !ran.stderr.contains("typed-"), "{}", ran.stderr);
        for (name, bytes) in study.products() {
            let text = if name.ends_with(".pdf") {
                crate::page::letters(&bytes)
            } else {
                String::from_utf8_lossy(&bytes).into_owned()
            };
            assert!(!old.is_match(&text), "{name} under {profile}");
        }
        let log = study.run(&["disclosure"]).ended(0);
        assert!(log.contains("renumbered (attribution)") && !old.is_match(&log), "{log}");
    }
}

#[test]
fn under_open_nothing_is_withheld() {
    let log = Draft::minimal().run(&["disclosure"]).quiet();
    assert!(log.contains("Profile       open\n") && log.contains("Nothing is withheld or changed.\n"), "{log}");
    let json = Draft::minimal().run(&["disclosure", "--format", "json"]).quiet();
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!((json["profile"].as_str(), json["entries"].as_array().map(Vec::len)), (Some("open"), Some(0)));
}
