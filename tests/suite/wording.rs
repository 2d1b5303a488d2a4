//! Words of direction, likeness and significance: where they must be told, at the exact word, and where they must not.

use proptest::prelude::*;

use crate::driver::Draft;

pub const INSTRUMENTS: &str = "\
instruments:
  - id: wellness
    name: The Wellness Questionnaire
    scales:
      - {id: wellbeing, label: Wellbeing, range: [14, 70], better: higher, norm: {mean: 51.6, sd: 8.7, n: 7020}}
      - {id: strain, label: Strain, range: [0, 30], better: lower}
      - {id: fatigue, label: Mental fatigue, range: [0, 40], better: lower, norm: {mean: 20.0, sd: 8.0, n: 900}}
      - {id: pride, label: Pride, range: [1, 5], better: higher, norm: {mean: 3.0, sd: 0.6, n: 900}}
      - {id: ease, label: Ease, range: [1, 5], better: neither, norm: {mean: 3.0, sd: 0.6, n: 900}}
";

// Wellbeing rises significantly and lies near its norm; strain rises a little; fatigue falls significantly and lies far
// below its norm; pride falls significantly and lies far above its norm; ease does not move and lies at its norm.
const DESCRIBE: &str = "\
scale,timepoint,n,mean,sd,min,max
wellbeing,T1,32,49.0,9.1,30,66
wellbeing,T2,20,52.9,7.7,38,69
strain,T1,32,8.0,5.5,0,21
strain,T2,20,8.6,5.9,0,22
fatigue,T1,32,10.0,5.0,0,25
fatigue,T2,20,6.0,5.0,0,25
pride,T1,32,4.20,0.50,1,5
pride,T2,20,3.80,0.50,1,5
ease,T1,32,3.01,0.60,1,5
ease,T2,20,3.02,0.60,1,5
";

const CHANGE: &str = "\
scale,from,to,n,change,ci_low,ci_high,p,es
wellbeing,T1,T2,20,3.9,0.67,7.13,0.020,0.43
strain,T1,T2,20,0.6,-0.90,2.10,0.414,0.11
fatigue,T1,T2,20,-4.2,-6.50,-1.90,0.001,-0.84
pride,T1,T2,20,-0.4,-0.72,-0.08,0.016,-0.80
ease,T1,T2,20,0.01,-0.20,0.22,0.920,0.02
";

const W: &str = "change.wellbeing.T1-T2";
const S: &str = "change.strain.T1-T2";
const F: &str = "change.fatigue.T1-T2";
const P: &str = "change.pride.T1-T2";
const E: &str = "change.ease.T1-T2";
const WN: &str = "norm.wellbeing.T2";
const FN: &str = "norm.fatigue.T1";
const PN: &str = "norm.pride.T1";
const EN: &str = "norm.ease.T1";

/// Sentences with the word that must be told between guillemets, and their evidence.
const FALSE: [(&str, &[&str]); 69] = [
    ("Their mood ‹fell›.", &[W]),
    ("Wellbeing ‹fell› over six months.", &[W]),
    ("Wellbeing had ‹fallen› by then.", &[W]),
    ("There was a ‹fall› in wellbeing.", &[W]),
    ("Wellbeing ‹dropped› by a few points.", &[W]),
    ("A ‹drop› in wellbeing was seen.", &[W]),
    ("Wellbeing ‹decreased› after joining.", &[W]),
    ("Wellbeing ‹declined›.", &[W]),
    ("Gardening ‹reduced› wellbeing.", &[W]),
    ("A ‹reduction› of wellbeing followed.", &[W]),
    ("Wellbeing was ‹lower› than before.", &[W]),
    ("Wellbeing ‹went down› within the year.", &[W]),
    ("Wellbeing ‹worsened›.", &[W]),
    ("Wellbeing ‹deteriorated› within months.", &[W]),
    ("A ‹deterioration› of wellbeing was measured.", &[W]),
    ("Wellbeing was ‹worse› at the end.", &[W]),
    ("Fatigue ‹rose› over the year.", &[F]),
    ("Mental fatigue ‹increased›.", &[F]),
    ("The ‹increase› in fatigue was large.", &[F]),
    ("Fatigue ‹grew› from month to month.", &[F]),
    ("Fatigue ‹went up›.", &[F]),
    ("Fatigue was ‹higher› at six months.", &[F]),
    ("Fatigue ‹worsened› over the year.", &[F]),
    ("Fatigue became ‹worse›.", &[F]),
    ("Strain ‹improved›.", &[S]),
    ("Strain ‹fell›.", &[S]),
    ("Strain had ‹decreased› slightly.", &[S]),
    ("Pride ‹improved› with time.", &[P]),
    ("Pride ‹increased›.", &[P]),
    ("Pride ‹rose› in every site.", &[P]),
    ("Pride was ‹better› at the end.", &[P]),
    ("Wellbeing was ‹unchanged›.", &[W]),
    ("Wellbeing remained ‹stable›.", &[W]),
    ("Wellbeing was ‹maintained› over the year.", &[W]),
    ("Pride was ‹sustained› throughout.", &[P]),
    ("Fatigue stayed ‹the same›.", &[F]),
    ("There was ‹no change› in fatigue.", &[F]),
    ("Wellbeing did ‹not change›.", &[W]),
    ("Wellbeing ‹didn't change›.", &[W]),
    ("Fatigue ‹changed little›.", &[F]),
    ("Wellbeing did not ‹rise›.", &[W]),
    ("Wellbeing did not ‹increase› significantly.", &[W]),
    ("Wellbeing never ‹rose›.", &[W]),
    ("Fatigue didn't ‹fall›.", &[F]),
    ("Neither pride nor anything else ‹fell›.", &[P]),
    ("There was no ‹decline› in pride.", &[P]),
    ("There was no significant ‹decline› in pride.", &[P]),
    ("Pride did not ‹worsen›.", &[P]),
    ("Strain rose ‹significantly›.", &[S]),
    ("There was a ‹significant› rise in strain.", &[S]),
    ("The change in strain was ‹significant›.", &[S]),
    ("The rise in wellbeing was not ‹significant›.", &[W]),
    ("Wellbeing rose, but not ‹significantly›.", &[W]),
    ("The rise in wellbeing was ‹non-significant›.", &[W]),
    ("The change in fatigue was no longer ‹significant›.", &[F]),
    ("Fatigue was ‹higher› than the norm.", &[FN]),
    ("Fatigue was ‹higher› than among nurses.", &[FN]),
    ("Fatigue lay ‹above› the norm.", &[FN]),
    ("Fatigue ‹exceeded› its norm.", &[FN]),
    ("Pride was ‹lower› than the population norm.", &[PN]),
    ("Pride lay ‹below› the norm.", &[PN]),
    ("Pride was ‹worse› than the norm.", &[PN]),
    ("Fatigue was ‹similar› to the norm.", &[FN]),
    ("Pride was ‹comparable› to that of nurses.", &[PN]),
    ("Pride was ‹close to› its norm.", &[PN]),
    ("Pride was not significantly ‹above› the norm.", &[PN]),
    ("Strain rose, and wellbeing ‹fell›.", &[S, W]),
    ("Wellbeing rose while pride ‹rose›, too.", &[W, P]),
    ("Wellbeing and pride ‹rose›.", &[W, P]),
];

/// Sentences in which nothing is to be told.
const TRUE: [(&str, &[&str]); 89] = [
    ("Wellbeing rose over six months.", &[W]),
    ("Wellbeing rose significantly.", &[W]),
    ("Wellbeing improved significantly within the year.", &[W]),
    ("Wellbeing did not fall.", &[W]),
    ("Wellbeing did not fall significantly.", &[W]),
    ("There was no decline in wellbeing.", &[W]),
    ("Wellbeing was higher than before.", &[W]),
    ("Fatigue fell, which is an improvement.", &[F]),
    ("Fatigue decreased and pride declined.", &[F, P]),
    ("Fatigue did not rise.", &[F]),
    ("Fatigue was lower and wellbeing higher.", &[F, W]),
    ("Strain did not rise significantly.", &[S]),
    ("Strain rose, but not significantly.", &[S]),
    ("Strain rose a little, though not significantly.", &[S]),
    ("Strain did not change.", &[S]),
    ("Strain was unchanged.", &[S]),
    ("Strain remained stable.", &[S]),
    ("The rise in strain was non-significant.", &[S]),
    ("There was no significant change in strain.", &[S]),
    ("Strain was neither significantly higher nor lower.", &[S]),
    ("Strain worsened slightly.", &[S]),
    ("Ease was similar to the norm.", &[EN]),
    ("Ease was close to its norm.", &[EN]),
    ("Ease did not change, and was comparable to the norm.", &[E, EN]),
    ("Ease was not significantly above the norm.", &[EN]),
    ("Wellbeing at the end was close to that of the population.", &[WN]),
    ("Wellbeing was comparable to the norm.", &[WN]),
    ("Fatigue lay below the norm.", &[FN]),
    ("Fatigue was significantly lower than the norm.", &[FN]),
    ("Fatigue was not above the norm.", &[FN]),
    ("Fatigue was better than the norm, and it fell further.", &[FN, F]),
    ("Pride was above the norm, although it fell.", &[PN, P]),
    ("Pride was higher than among nurses, and declined.", &[PN, P]),
    ("Pride stood well above its norm after training.", &[PN]),
    // Not said of the evidence
    ("People dropped out when pride was asked about.", &[P]),
    ("Those who had dropped out had more pride.", &[W]),
    ("A higher score is better.", &[P]),
    ("The lower limit lies near zero.", &[W]),
    ("Higher education was common among them.", &[P]),
    ("We asked whether wellbeing fell.", &[W]),
    ("Wellbeing could have fallen.", &[W]),
    ("If wellbeing fell, nobody said so.", &[W]),
    ("Did wellbeing fall?", &[W]),
    ("Wellbeing might decline later.", &[W]),
    ("The aim was to reduce wellbeing inequalities.", &[W]),
    ("They wanted to improve strain.", &[S]),
    ("The source has wellbeing as *lower*.", &[W]),
    ("Some called their wellbeing “worse”.", &[W]),
    ("The change is clinically significant for strain.", &[S]),
    ("Significant others noticed no strain.", &[S]),
    ("After Holm's correction the rise in wellbeing was not significant.", &[W]),
    ("No adjusted value for wellbeing was significant.", &[W]),
    ("They declined support, and wellbeing was asked again.", &[W]),
    ("This gave rise to questions on fatigue.", &[F]),
    ("The p for strain fell under the conventional level.", &[W]),
    ("Comparable professionals were asked about fatigue.", &[FN]),
    ("Fatigue fell short of what was feared.", &[F]),
    // Of several results any may be meant
    ("Scores rose.", &[W, F]),
    ("Scores fell.", &[W, F]),
    ("All this was significant.", &[W, S]),
    ("Wellbeing rose and fatigue fell.", &[W, F]),
    ("Wellbeing rose; fatigue fell; pride fell as well.", &[W, F, P]),
    ("Wellbeing had risen, and fatigue and pride had fallen.", &[W, F, P]),
    ("While fatigue fell, wellbeing rose.", &[W, F]),
    ("Wellbeing rose whereas pride declined.", &[W, P]),
    ("Wellbeing, unlike pride, rose.", &[W, P]),
    ("Not only wellbeing rose.", &[W]),
    ("Wellbeing rose rather than fell.", &[W]),
    ("Pride fell and remained low.", &[P]),
    ("Ease hardly moved.", &[E]),
    ("Strain increased within six months.", &[S]),
    ("The increase in strain was not significant.", &[S]),
    ("Fatigue, lower at the end, was below its norm from the start.", &[F, FN]),
    ("Pride did fall significantly.", &[P]),
    ("Wellbeing went up.", &[W]),
    ("Without any decline in wellbeing the year ended.", &[W]),
    // Said of something else, or the other way round.
    ("Pride was rated significantly higher after training than at six months.", &[P]),
    ("Pride was higher at the start than later.", &[P]),
    ("As demands rose, pride fell significantly.", &[P]),
    ("Despite increased support, pride fell.", &[P]),
    ("Expectations had risen, and pride fell significantly.", &[P]),
    ("The rise in wellbeing was sustained.", &[W]),
    ("The increase in wellbeing was maintained to the end.", &[W]),
    ("Pride fell, and the same happened to fatigue.", &[P, F]),
    ("Pride fell by six months, then rose again.", &[P]),
    ("Disagreement rose and pride fell.", &[P]),
    ("Fewer people thought that their pride had improved.", &[P]),
    ("The norm of pride was lower.", &[PN]),
    ("Nurses reported lower pride.", &[PN]),
];

pub fn study() -> Draft {
    Draft::minimal()
        .with("data/quantitative/instruments.yaml", INSTRUMENTS)
        .with("data/quantitative/reported/describe.csv", DESCRIBE)
        .with("data/quantitative/reported/change.csv", CHANGE)
        .without("data/quantitative/reported/share.csv")
        .with("content/SUMMARY.md", "# Summary\n\n- [Text](text.md)\n")
        .with("content/text.md", "# Text\n\nNothing is said.\n")
        .with("content/displays.yaml", "tables: []\n")
        .with("content/paper.yaml", "authors: [{name: A. Author}]\ndate: 2024-05-06\n")
}

/// The places of all words that are told, and the messages, of a study with these findings.
fn told<'a>(sentences: impl IntoIterator<Item = (&'a str, &'a [&'a str])>) -> Vec<(u64, u64, String)> {
    let mut yaml = String::from(
        "propositions:\n  - id: all\n    statement: All.\n    interpretation: None.\n    findings:\n      quantitative:\n",
    );
    for (sentence, evidence) in sentences {
        let evidence: Vec<String> =
            evidence.iter().map(|address| format!("{{result: {address}, expect: [\"n > 0\"]}}")).collect();
        yaml.push_str(&format!("        - {{text: \"{}\", evidence: [{}]}}\n", sentence, evidence.join(", ")));
    }
    let ran = study().with("content/propositions.yaml", yaml).run(&["check", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&ran.ended(0)).expect("JSON");
    let all = report["diagnostics"].as_array().expect("a list").iter();
    all.filter(|d| d["code"] == "wording")
        .map(|d| {
            let number = |key: &str| d[key].as_u64().expect("a place");
            (number("line"), number("column"), d["message"].as_str().unwrap_or_default().to_owned())
        })
        .collect()
}

/// The findings begin on this line, and the text of each in this column.
const LINE: usize = 7;
const COLUMN: usize = 19;

#[test]
fn a_word_that_its_evidence_contradicts_is_told_at_the_word() {
    let bare: Vec<String> = FALSE.iter().map(|(sentence, _)| sentence.replace(['‹', '›'], "")).collect();
    let found = told(bare.iter().zip(FALSE).map(|(sentence, (_, evidence))| (sentence.as_str(), evidence)));
    let mut wrong = Vec::new();
    for (at, (sentence, _)) in FALSE.iter().enumerate() {
        let (before, rest) = sentence.split_once('‹').expect("a word");
        let word = rest.split_once('›').expect("its end").0;
        let column = COLUMN + before.chars().count();
        let here: Vec<_> = found.iter().filter(|(line, ..)| *line == (LINE + at) as u64).collect();
        match here[..] {
            [(_, found, message)] if *found == column as u64 && message.contains(&format!("`{word}`")) => {}
            _ => wrong.push(format!("{sentence}: {here:?}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_word_that_fits_or_is_said_of_something_else_is_not_told() {
    let found = told(TRUE);
    let named: Vec<String> =
        found.iter().map(|(line, _, message)| format!("{}: {message}", TRUE[*line as usize - LINE].0)).collect();
    assert!(named.is_empty(), "{}", named.join("\n"));
}

/// The lines of a chapter with a word that is told, and the word.
fn told_in_prose(prose: &str) -> Vec<(u64, String)> {
    let ran = study()
        .with("content/text.md", prose)
        .with("content/propositions.yaml", "propositions: []\n")
        .run(&["check", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&ran.ended(0)).expect("JSON");
    let all = report["diagnostics"].as_array().expect("a list").iter();
    let word = |message: &str| message.split('`').nth(1).expect("a word").to_owned();
    all.filter(|d| d["code"] == "wording")
        .map(|d| (d["line"].as_u64().expect("a line"), word(d["message"].as_str().expect("a message"))))
        .collect()
}

/// In prose the values of a sentence are its evidence.
#[test]
fn prose_is_read_beside_the_values_that_it_binds() {
    let prose = "# Text

Wellbeing fell by {{ change.wellbeing.T1-T2.change }} points (*p* = {{ change.wellbeing.T1-T2.p }}). Wellbeing rose by
{{ change.wellbeing.T1-T2.change }}, and strain fell by {{ change.strain.T1-T2.change }}. Strain rose
({{ change.strain.T1-T2 }}), significantly. Fatigue lay {{ abs(norm.fatigue.T1.smd):1 }} SD above the norm.

Wellbeing fell. Pride fell by {{ change.pride.T1-T2.change }}, and trust rose. Strain rose by
{{ change.strain.T1-T2.change }} and fatigue fell by {{ change.fatigue.T1-T2.change }}.
";
    let found = told_in_prose(prose);
    let found: Vec<(u64, &str)> = found.iter().map(|(line, word)| (*line, word.as_str())).collect();
    assert_eq!(found, [(3, "fell"), (4, "fell"), (5, "significantly"), (5, "above")]);
}

/// Two figures in a sentence and a typed bound of p are read beside the word and the result.
#[test]
fn figures_of_a_sentence_are_read_beside_its_words() {
    let prose = "# Text

Wellbeing increased significantly ({{ change.wellbeing.T1-T2 }}).
Strain increased significantly ({{ change.strain.T1-T2 }}).
Fatigue rose from {{ describe.fatigue.T1.mean }} to {{ describe.fatigue.T2.mean }}.
Fatigue fell from {{ describe.fatigue.T1.mean }} (SD {{ describe.fatigue.T1.sd }}) to {{ describe.fatigue.T2.mean }}.
From {{ describe.pride.T1.mean }} to {{ describe.pride.T2.mean }} pride increased.
Pride fell from 3.8 to 4.2.
Pride improved from 4.2 (SD 0.5) to 3.8.
Pride fell by 0.4 (95% interval from 0.1 to 0.7) from 4.2 to 3.8.
There was a change in strain (*p* < 0.05; {{ change.strain.T1-T2 }}).
There was a change in fatigue (*p* < 0.05; {{ change.fatigue.T1-T2 }}).
Fatigue changed by {{ change.fatigue.T1-T2.change }} points (p > .05).
We take p < 0.05 as the level for strain, {{ change.strain.T1-T2.change }}.
Strain changed by {{ change.strain.T1-T2.change }} points and fatigue by {{ change.fatigue.T1-T2.change }} (p < 0.05).
The interval for strain ({{ change.strain.T1-T2 }}) includes both a fall and a rise.
";
    let lines: Vec<u64> = told_in_prose(prose).into_iter().map(|(line, _)| line).collect();
    assert_eq!(lines, [4, 5, 7, 8, 9, 11, 13]);
}

/// A claim that the author keeps knowingly is not told again at its word; another language is not read.
#[test]
fn what_is_kept_or_foreign_is_left_alone() {
    let yaml = "propositions:
  - id: all
    statement: All.
    interpretation: None.
    findings:
      quantitative:
        - text: Wellbeing fell.
          evidence:
            - {result: change.wellbeing.T1-T2, expect: [decrease]}
";
    let wording = |draft: Draft| draft.run(&["check"]).stderr.matches("[wording]").count();
    let draft = study().with("content/propositions.yaml", yaml);
    assert_eq!(wording(draft.clone()), 1);
    assert_eq!(
        wording(draft.clone().edit("content/propositions.yaml", "[decrease]", "[decrease], contradiction: As printed")),
        0
    );
    assert_eq!(wording(draft.edit("book.toml", "language = \"en\"", "language = \"de\"")), 0);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    /// Of a significant change a direction and its negation are never both told, and never both passed over.
    #[test]
    fn a_negation_turns_a_word(rises in any::<bool>(), points in 10_u32..90, which in 0_usize..8) {
        let verbs = [
            ("fell", "fall"), ("dropped", "drop"), ("decreased", "decrease"), ("declined", "decline"),
            ("rose", "rise"), ("increased", "increase"), ("improved", "improve"), ("worsened", "worsen"),
        ];
        let (past, base) = verbs[which];
        let sign = if rises { "" } else { "-" };
        let change = format!(
            "scale,from,to,n,change,ci_low,ci_high,p,es\nwellbeing,T1,T2,20,{sign}{points}.0,,,0.001,\n"
        );
        let yaml = format!("propositions:
  - id: all
    statement: All.
    interpretation: None.
    findings:
      quantitative:
        - {{text: Wellbeing {past}., evidence: [{{result: change.wellbeing.T1-T2, expect: [\"n > 0\"]}}]}}
        - {{text: Wellbeing did not {base}., evidence: [{{result: change.wellbeing.T1-T2, expect: [\"n > 0\"]}}]}}
");
        let ran = study()
            .with("data/quantitative/reported/change.csv", change)
            .with("content/propositions.yaml", yaml)
            .run(&["check"]);
        let said = |line: usize| ran.stderr.contains(&format!("content/propositions.yaml:{line}:"));
        prop_assert!(said(7) != said(8), "{}", ran.stderr);
    }
}
