//! People and their words as they come out of real files: whose words an excerpt holds, all of them, and once.

use crate::driver::{Draft, Ran};

const MEMO: &str = "data/qualitative/memos/01.md";
const EXCERPTS: &str = "data/qualitative/excerpts.csv";
const FRONT: &str = "---\ncodes: [talking]\n---\n\n";

/// A study of words alone: two themes, three codes, and a table of its excerpts.
fn words() -> Draft {
    Draft::numbers()
        .with("content/numbers.md", "# Findings\n\n{{ table t }}\n")
        .with("content/displays.yaml", "tables:\n  - {id: t, kind: excerpts, caption: Excerpts.}\n")
        .with(
            "data/study.yaml",
            "timepoints:\n  - {id: T1, month: 0}\n  - {id: T2, month: 1}\nstrands:\n  - {id: interviews, label: Interviews}\n\
             attribution: '(?<person>P[0-9]+)-(?<timepoint>T[0-9])'\ndisclosure: {profile: open}\n",
        )
        .with(
            "data/qualitative/codebook.yaml",
            "themes:\n  - id: company\n    label: Company\n    codes:\n      - {id: talking, label: Talking}\n      \
             - {id: missing-out, label: Missing out}\n  - id: other\n    label: Other\n    codes:\n      - {id: rest, label: Rest}\n",
        )
}

fn memo(body: &str) -> Draft {
    words().with(MEMO, format!("{FRONT}{body}"))
}

fn rows(rows: &str) -> Draft {
    words().with(EXCERPTS, format!("attribution,codes,text\n{rows}"))
}

/// Code, excerpt and words of each row of the table of excerpts, after a build of which nothing is said but notes.
#[track_caller]
fn printed(draft: &Draft) -> Vec<(String, String, String)> {
    let study = draft.write();
    let ran = study.run(&["build"]);
    assert!(ran.code == 0 && !ran.stderr.contains("warning") && !ran.stderr.contains("error"), "{}", ran.stderr);
    let table = String::from_utf8(study.read("build/tables/t.csv")).expect("UTF-8");
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let rows = reader.records().map(|row| {
        let row = row.expect("a row");
        let words = row[2].trim_start_matches('‘').trim_end_matches('’').to_owned();
        (row[0].split(": ").last().unwrap_or_default().to_owned(), row[1].to_owned(), words)
    });
    rows.collect()
}

#[track_caller]
fn one_printed(draft: &Draft) -> String {
    let mut rows = printed(draft);
    assert_eq!(rows.len(), 1, "{rows:?}");
    rows.remove(0).2
}

/// What is said of each fault: its code, its line, and the first hint.
fn told(draft: &Draft) -> Vec<(String, u32, String)> {
    let Ran { stdout, .. } = draft.run(&["check", "--format", "json"]);
    let said: serde_json::Value = serde_json::from_str(&stdout).expect("JSON");
    let said = said["diagnostics"].as_array().expect("a list").iter().filter(|told| told["severity"] != "note");
    let said = said.map(|told| {
        let line = told["line"].as_u64().unwrap_or(0);
        let hint = told["hint"].as_str().unwrap_or_default().to_owned();
        (told["code"].as_str().expect("a code").to_owned(), u32::try_from(line).expect("a line"), hint)
    });
    said.collect()
}

#[track_caller]
fn codes(draft: &Draft) -> Vec<(String, u32)> {
    told(draft).into_iter().map(|(code, line, _)| (code, line)).collect()
}

#[track_caller]
fn says(draft: &Draft, wanted: &[(&str, u32)]) {
    let wanted: Vec<(String, u32)> = wanted.iter().map(|(code, line)| ((*code).to_owned(), *line)).collect();
    assert_eq!(codes(draft), wanted, "{:?}", told(draft));
}

#[test]
fn words_of_two_people_are_never_one_excerpt() {
    let merged = memo(
        "> First words of one person.\n> — P03-T1\n> Second words, of another person.\n> — P07-T1 [missing-out]\n\n\
         > Third.\n> — P09-T2\n>\n> Fourth words, after a quoted blank line.\n> — P10-T2\n",
    );
    says(&merged, &[("inner-attribution", 6), ("inner-attribution", 11)]);
    // Followed, the hint gives four excerpts.
    let parted = memo(
        "> First words of one person.\n> — P03-T1\n\n> Second words, of another person.\n> — P07-T1 [missing-out]\n\n\
         > Third.\n> — P09-T2\n\n> Fourth words, after a quoted blank line.\n> — P10-T2\n",
    );
    assert_eq!(printed(&parted).len(), 4);
    for inner in [
        "> One.\n> – P03-T1\n> Two.\n> — P07-T1\n",
        "> One.\n> -- P03-T1 [rest]\n> Two.\n> — P07-T1\n",
        "> One.\n> ―\u{a0}P03-T1\n> Two.\n> — P07-T1\n",
        "> One.\n> — p03-t1.\n> Two.\n> — P07-T1\n",
        "> One.\n> P03-T1\n> Two.\n> — P07-T1\n",
        "> One.\n>> — P03-T1\n> Two.\n> — P07-T1\n",
    ] {
        says(&memo(inner), &[("inner-attribution", 6)]);
    }
    says(&memo("> One. — P03-T1\n> Two.\n> — P07-T1\n"), &[("inner-attribution", 5)]);
    says(&rows("P01-T1,talking,\"One.\n— P03-T1\nTwo.\"\n"), &[("inner-attribution", 3)]);
    says(&rows("P01-T1,talking,One. — P01-T1\n"), &[("inner-attribution", 2)]);
}

#[test]
fn dashes_of_speech_are_no_attributions() {
    let spoken = "> — How was it?\n> - Late - and P07 knew.\n> – T1 was worse\n> — P07-T1\n";
    assert_eq!(one_printed(&memo(spoken)), "— How was it? - Late - and P07 knew. – T1 was worse");
    // A form that fits anything tells an attribution by its standing elsewhere as one.
    let loose = |body: &str| {
        memo(body).edit("data/study.yaml", "(?<person>P[0-9]+)-(?<timepoint>T[0-9])", "(?<person>[A-Za-z ]+)")
    };
    assert_eq!(one_printed(&loose("> Yes.\n> - and then I left\n> — Ann\n")), "Yes. - and then I left");
    says(&loose("> Yes.\n> — Bob\n> No.\n> — Ann\n\n> Well.\n> — Bob\n"), &[("inner-attribution", 6)]);
}

#[test]
fn a_line_without_its_mark_is_nobodys_words() {
    says(&memo("> Words\nof whom?\n> — P03-T1\n"), &[("unmarked-line", 6)]);
    says(&memo("> Words.\n> — P03-T1\nThe memo goes on.\n"), &[("unmarked-line", 7)]);
    assert_eq!(one_printed(&memo("> Words.\n— P03-T1\n\nThe memo goes on.\n")), "Words.");
    says(&memo("> Words.\n\n> — P03-T1\n"), &[("no-attribution", 5)]);
    assert_eq!(one_printed(&memo("> Words.\n>\n> — P03-T1\n")), "Words.");
    for lost in ["    > Words.\n    > — P03-T1\n", "```\n> Words.\n> — P03-T1\n```\n", "<div>\n> Words.\n</div>\n"]
    {
        assert_eq!(codes(&memo(lost))[0].0, "unread-excerpt", "{lost}");
    }
    says(&memo("> W.\n> — P03-T1\n\n“Words.”\n\n— P07-T1\n"), &[("unread-excerpt", 10)]);
    assert_eq!(
        one_printed(&memo("> W.\n> — P03-T1\n\n<!--\n> left out\n> — P07-T1\n-->\n\n- P07-T1 says more\n")),
        "W."
    );
}

/// As people say it, and as it is printed: nothing is a mark.
const SIGNS: [&str; 8] = [
    "It was f**k this and s**t that, all day.",
    "He took 2*3 and 4*5 tablets, the * ones *.",
    "We met at 5~6 or ~~ 7 and ~8~ times, under_score_d, -- then --- no...",
    "His name was ``D``, \"quoted\" and 'so', $5 or $6, {{ corpus.excerpts }} and {{.",
    "# not a heading, [@doe2020] @tbl-t [^1] [link](x.md) ![no](y.png), a \\ b",
    "x < y > z & <3, http-ish // : | a | b |",
    "> 5 of them",
    "[…] and [laughs] and [[two]] [ref]: x",
];

#[test]
fn words_are_printed_as_they_were_said() {
    for signs in SIGNS {
        assert_eq!(one_printed(&memo(&format!("> {signs}\n> — P03-T1\n"))), signs);
        assert_eq!(one_printed(&rows(&format!("P03-T1,talking,\"{}\"\n", signs.replace('"', "\"\"")))), signs);
    }
    let block = "> # One\n> ---\n> - two\n> 1. three\n> | a | b |\n> |---|---|\n>\n> ```\n> code\n> ```\n> — P03-T1\n";
    assert_eq!(one_printed(&memo(block)), "# One --- - two 1. three | a | b | |---|---| ``` code ```");
    assert_eq!(
        one_printed(&memo("> A line that ends\\\n> and goes on   \n> here.\n> — P03-T1\n")),
        "A line that ends and goes on here."
    );
    assert_eq!(one_printed(&memo("> > All of it\n> > nested.\n> > — P03-T1\n")), "All of it nested.");
}

#[test]
fn words_are_literal_on_every_page() {
    let study = memo(&format!("> {}\n> — P03-T1\n", SIGNS[0])).edit(
        "content/numbers.md",
        "{{ table t }}",
        "{{ table t }}\n\nOf them.",
    );
    let study = study.write();
    study.run(&["build"]).ended(0);
    for file in ["build/paper.json", "build/tables/t.csv"] {
        let text = String::from_utf8(study.read(file)).expect("UTF-8");
        assert!(text.contains("f**k this and s**t that"), "{file}: {text}");
    }
}

#[test]
fn signs_of_an_export_are_told() {
    says(&rows("P03-T1,talking,Tom &amp; I<br>left\n"), &[("excerpt-signs", 2), ("excerpt-signs", 2)]);
    says(&rows("P03-T1,talking,I donâ€™t\n"), &[("excerpt-signs", 2)]);
    says(&memo("> The \\* of it\n> — P03-T1\n"), &[("excerpt-signs", 5)]);
    assert_eq!(one_printed(&rows("P03-T1,talking,R&D; a \\* b <b ÃÂ c\n")), "R&D; a \\* b <b ÃÂ c");
}

#[test]
fn a_row_a_code_is_one_excerpt() {
    let export = rows(
        "P01-T1,talking,First words.\nP01-T1,missing-out,First  words.\nP02-T1,talking,Other.\nP02-T1,missing-out,Other words.\n\
         P01-T2,rest,First words.\nP03-T1,rest,First words.\n",
    );
    let study = export.write();
    study.run(&["build"]).ended(0);
    let results = study.json("build/results.json");
    let count = |address: &str, field: &str| {
        let mut found = results.as_array().expect("a list").iter().filter(|result| result["address"] == address);
        found.next().unwrap_or_else(|| panic!("{address}"))[field].as_f64()
    };
    assert_eq!(count("theme.company", "excerpts"), Some(3.0), "{results}");
    assert_eq!(count("code.missing-out", "excerpts"), Some(2.0));
    assert_eq!(count("corpus", "excerpts"), Some(5.0));
    let ids: Vec<String> = printed(&export).into_iter().map(|(_, id, _)| id).collect();
    assert_eq!(ids, ["P01-T1/1", "P02-T1/1", "P01-T1/1", "P02-T1/2", "P01-T2/1", "P03-T1/1"]);
    // Across memos and rows, too.
    let both =
        memo("> First words.\n> — P01-T1\n").with(EXCERPTS, "attribution,codes,text\nP01-T1,rest,First words.\n");
    assert_eq!(printed(&both).len(), 2);
    // Where it may not have been meant, it is said.
    says(&rows("P01-T1,talking,I went home.\nP01-T1,rest,i went home\n"), &[("excerpt-twice", 3)]);
    says(&rows("P01-T1,talking,“I went” home.\nP01-T1,rest,\"\"\"I went\"\" home\"\n"), &[("excerpt-twice", 3)]);
    says(&rows("P01-T1,talking,Yes.\nP01-T1,talking,Yes.\n"), &[("excerpt-twice", 3)]);
    assert_eq!(printed(&rows("P01-T1,talking,Yes.\nP01-T1,talking,Yes and no.\n")).len(), 2);
}

#[test]
fn memos_are_read_or_told() {
    let memo = |words: &str, id: &str| format!("{FRONT}> {words}\n> — {id}-T1\n");
    let folder = words()
        .with(MEMO, memo("a", "P01"))
        .with("data/qualitative/memos/02.MD", memo("b", "P02"))
        .with("data/qualitative/memos/03.markdown", memo("c", "P03"))
        .with("data/qualitative/memos/sub/05.md", memo("e", "P05"));
    let read: Vec<String> = printed(&folder).into_iter().map(|(_, id, _)| id).collect();
    assert_eq!(read, ["P01-T1/1", "P02-T1/1", "P03-T1/1", "P05-T1/1"]);
    for (name, hint) in [
        ("04.txt", "name it 04.md"),
        ("sub/04.txt", "name it sub/04.md"),
        ("04", "name it 04.md"),
        ("04.docx", "copy its words into a file of plain text, 04.md, and move it elsewhere"),
        ("04.md.bak", "move it out of the folder, or name it with the ending .md, if it is a memo"),
        (".04.md", "name it 04.md"),
    ] {
        let said = told(&folder.clone().with(&format!("data/qualitative/memos/{name}"), memo("d", "P04")));
        assert_eq!(said, [("misnamed-file".to_owned(), 1, hint.to_owned())], "{name}");
    }
    printed(&folder.with("data/qualitative/memos/Thumbs.db", "x").with("data/qualitative/memos/._01.md", "x"));
}

#[test]
fn front_matter_may_be_written_as_editors_leave_it() {
    let text = "---\ncodes: [talking]\n---\n> a\n> — P01-T1\n";
    for front in [
        text.replace("---\n", "---  \n"),
        text.replacen("---\n> a", "...\n> a", 1),
        format!("\n\n{text}"),
        format!("\u{feff}{text}"),
        format!("\u{feff}\n{}", text.replace('\n', "\r\n")),
        text.replace("---\n", "---\t\n"),
    ] {
        assert_eq!(one_printed(&words().with(MEMO, &front)), "a", "{front:?}");
    }
    let unknown = words().with(MEMO, text.replace("---\n", "---  \n").replace("[talking]", "[talkin]"));
    says(&unknown, &[("unknown-reference", 2)]);
    says(&words().with(MEMO, format!("\n\n{}", text.replace("[talking]", "[talkin]"))), &[("unknown-reference", 4)]);
}

#[test]
fn codes_are_named_as_exports_name_them() {
    let export = rows(
        "P01-T1,Missing out; Talking,a\nP01-T1,Company/Talking,b\nP02-T1,Company > Talking,c\nP02-T1,MISSING_OUT,d\n\
         P02-T1,Codes\\\\Company\\Missing out,e\nP03-T1,\"Missing out, Talking\",f\nP03-T1,missing-out talking,g\n\
         P03-T1,\"Talking\nRest\",h\nP03-T1,Talking|rest,i\nP04-T1,Company: Talking,j\nP04-T1,\"Company :: Talking\",k\n",
    );
    let found = printed(&export);
    let of =
        |code: &str| found.iter().filter(|(own, ..)| own == code).map(|(.., words)| words.as_str()).collect::<String>();
    assert_eq!((of("Talking"), of("Missing out"), of("Rest")), ("abcfghijk".into(), "adefg".into(), "hi".into()));
    // Each slip is told once.
    says(
        &rows("P01-T1,Missing outt,a\nP01-T1,\"Talkin, Rest\",b\n"),
        &[("unknown-reference", 2), ("unknown-reference", 3)],
    );
    says(&rows("P01-T1,Company,a\nP01-T1,Other > Talking,b\n"), &[("unknown-reference", 2), ("unknown-reference", 3)]);
    let body = "> a\n> — P01-T1 [Missing out, Talking]\n\n> b\n> — P02-T1\n";
    let labelled = words().with(MEMO, format!("---\ncodes: [missing OUT, Rest]\n---\n{body}"));
    assert_eq!(printed(&labelled).len(), 4);
    let second = "excerpt,codes\nP01-T1/1,Missing out; Talking\nP02-T1/1,rest\n";
    printed(&labelled.with("data/qualitative/second-coding.csv", second));
    let shown = rows("P01-T1,talking,a\nP01-T1,rest,b\n").edit(
        "content/displays.yaml",
        "kind: excerpts",
        "kind: excerpts, codes: [Rest]",
    );
    assert_eq!(one_printed(&shown), "b");
}

#[test]
fn a_label_of_two_codes_is_an_error_unless_the_theme_stands_before_it() {
    let book = |draft: Draft| draft.edit("data/qualitative/codebook.yaml", "label: Missing out", "label: Rest");
    says(&book(rows("P01-T1,Rest,a\n")), &[("ambiguous-name", 2)]);
    assert_eq!(printed(&book(rows("P01-T1,Other/Rest,a\nP02-T1,Company > Rest,b\nP03-T1,rest,c\n"))).len(), 3);
}

#[test]
fn an_attribution_that_nobody_can_tell_from_a_right_one_says_why() {
    for (written, why) in [
        ("P02\u{200b}-T1", "write `P02-T1`: the two differ in a sign that is not seen (U+200B)"),
        ("P02–T1", "write `P02-T1`: the two differ in hyphens, blanks or other signs"),
        ("p02-T1", "write `P02-T1`: the two differ in capital and small letters"),
    ] {
        let said = told(&rows(&format!("P01-T1,talking,a\n{written},talking,b\n")));
        assert!(
            matches!(&said[..], [(code, 3, hint)] if code == "bad-attribution" && hint.starts_with(why)),
            "{said:?}"
        );
    }
}

#[test]
fn speakers_and_sites_whose_ids_differ_in_writing_are_told() {
    says(
        &rows("P01-T1,talking,a\nP1-T1,talking,b\nP001-T2,rest,c\nP03-T1,talking,c\n"),
        &[("id-written-two-ways", 3), ("id-written-two-ways", 4)],
    );
    let any = |text: &str| {
        rows(text).edit(
            "data/study.yaml",
            "(?<person>P[0-9]+)-(?<timepoint>T[0-9])",
            "(?:(?<site>[A-Za-z]+[0-9]*)/)?(?<person>.+)-(?<timepoint>T[0-9])",
        )
    };
    for (one, other) in
        [("P03", "p03"), ("Zo\u{eb}", "Zoe\u{308}"), ("P 03", "P\u{a0}03"), ("P03", "\u{420}03"), ("12", "12.0")]
    {
        says(&any(&format!("{one}-T1,talking,a\n{other}-T2,talking,b\n")), &[("id-written-two-ways", 3)]);
    }
    says(&any("S1/P03-T1,talking,a\ns1/P03-T2,talking,b\n"), &[("id-written-two-ways", 3)]);
    for (one, other) in [("P1", "P10"), ("1-12", "11-2"), ("Ann", "Anna"), ("S1/P3", "S2/P03")] {
        says(&any(&format!("{one}-T1,talking,a\n{other}-T2,talking,b\n")), &[]);
    }
}

const RESPONSES: &str = "data/quantitative/responses.csv";
const INSTRUMENTS: &str = "data/quantitative/instruments.yaml";

/// A study of numbers alone: one scale of three items, and two timepoints.
fn numbers(responses: &str) -> Draft {
    Draft::numbers()
        .with(
            "data/study.yaml",
            "timepoints:\n  - {id: T1, month: 0}\n  - {id: T2, month: 1}\nstrands:\n  - {id: survey, label: Survey}\ndisclosure: {profile: open}\n",
        )
        .with(
            INSTRUMENTS,
            "instruments:\n  - id: q\n    name: Q\n    scales:\n      - {id: strain, label: Strain, better: lower, \
             items: [q1, q2, q3], item-range: [1, 5], score: mean, decimals: 2}\n",
        )
        .with(RESPONSES, format!("participant,timepoint,q1,q2,q3\n{responses}"))
}

/// Rows of people with these ids at these timepoints.
fn rows_of(ids: &[(&str, &str)]) -> String {
    let answers = |at: usize| format!("{},{},{}", at % 5 + 1, (at + 1) % 5 + 1, (at + 2) % 4 + 1);
    ids.iter().enumerate().map(|(at, (id, timepoint))| format!("{id},{timepoint},{}\n", answers(at))).collect()
}

#[test]
fn participants_whose_ids_differ_in_writing_are_told() {
    let zeros = rows_of(&[("001", "T1"), ("002", "T1"), ("010", "T1"), ("1", "T2"), ("2", "T2"), ("010", "T2")]);
    says(&numbers(&zeros), &[("id-written-two-ways", 5), ("id-written-two-ways", 6)]);
    for (one, other) in [
        ("S25", "s25"),
        ("P03", "P-03"),
        ("P03", "P3"),
        ("P03", "P03\u{200b}"),
        ("P 03", "P\u{a0}03"),
        ("Zo\u{eb}", "Zoe\u{308}"),
        ("12", "12.0"),
        ("P03", "\u{420}03"),
    ] {
        // Rows of one only where the other has none: one person.
        let apart = numbers(&rows_of(&[(one, "T1"), ("X1", "T1"), (other, "T2"), ("X1", "T2")]));
        says(&apart, &[("id-written-two-ways", 4)]);
        assert_eq!(apart.run(&["check"]).code, 1, "{one} {other}");
    }
    // Both at one timepoint may be two people, but not where nobody sees a difference.
    let both = |one: &str, other: &str| numbers(&rows_of(&[(one, "T1"), (other, "T1"), ("X1", "T1")]));
    says(&both("P1", "P01"), &[("id-written-two-ways", 3)]);
    assert_eq!(both("P1", "P01").run(&["check"]).code, 0);
    assert_eq!(both("P03", "P03\u{200b}").run(&["check"]).code, 1);
    let accepted = both("P1", "P01")
        .append("data/study.yaml", "accept:\n  - {code: id-written-two-ways, about: P01, reason: They are two.}\n");
    says(&accepted, &[]);
    // Followed, the hint leaves nothing to say.
    says(&numbers(&zeros.replace("\n1,", "\n001,").replace("\n2,", "\n002,")), &[]);
    for (one, other) in [("P1", "P10"), ("1-12", "11-2"), ("P1", "Q1"), ("100", "1")] {
        says(&numbers(&rows_of(&[(one, "T1"), (other, "T2")])), &[]);
    }
}

#[test]
fn an_id_that_the_file_of_participants_has_in_another_way_is_told_with_the_difference() {
    for (id, why) in [
        ("p01", "did you mean `P01`? the two differ in capital and small letters"),
        ("P01\u{200b}", "did you mean `P01`? the two differ in a sign that is not seen (U+200B)"),
        ("P1", "did you mean `P01`? the two differ in leading zeros"),
    ] {
        let registered = numbers(&rows_of(&[(id, "T1"), ("P02", "T1")]))
            .with("data/quantitative/participants.csv", "participant\nP01\nP02\n");
        let said = told(&registered);
        assert!(
            matches!(&said[..], [(code, 2, hint)] if code == "unknown-participant" && hint.starts_with(why)),
            "{said:?}"
        );
    }
}

#[test]
fn a_row_of_totals_is_nobody() {
    let people = rows_of(&[("P01", "T1"), ("P02", "T1"), ("P03", "T1"), ("P04", "T1"), ("P05", "T1")]);
    let said = [("totals-row", 7)];
    for row in [
        "Mean,T1,3,3,2.2",
        "TOTAL,,15,15,11",
        "Sum,T1,15,15,11",
        "SD,T1,1.58,1.58,1.3",
        "N,T1,5,5,5",
        "Average:,T1,3,3,2",
        "Gesamt,,15,15,11",
        "Max,T1,5,5,4",
        "Std. deviation,,1,1,1",
        ",Mean,3,3,2.2",
    ] {
        let study = numbers(&format!("{people}{row}\n"));
        says(&study, &said);
    }
    // Above, and between, and in the file of participants.
    says(&numbers(&format!("Mean,T1,3,3,3\n{people}")), &[("totals-row", 2)]);
    let register = |last: &str| {
        numbers(&people)
            .with("data/quantitative/participants.csv", format!("participant\nP01\nP02\nP03\nP04\nP05\n{last}"))
    };
    says(&register("Total\n"), &[("totals-row", 7)]);
    says(&register(""), &[]);
    // By its values: the means of the others, which nobody can answer.
    let known = rows_of(&[("P01", "T1"), ("P02", "T1"), ("P03", "T1"), ("P04", "T1"), ("P05", "T1"), ("P06", "T1")]);
    says(&numbers(&format!("{known}Ø,T1,2.67,2.83,2.83\n")), &[("totals-row", 8)]);
    // Somebody may be called so among names.
    let named = rows_of(&[("Ann", "T1"), ("Max", "T1"), ("Bob", "T1"), ("Sue", "T1")]);
    says(&numbers(&named), &[]);
}

/// 40 people's answers to four items of anxiety, of which the third is worded the other way.
fn anxiety(options: &str) -> Draft {
    const ITEMS: [&str; 4] = [
        "4442341442132433432522442243343233342432",
        "3342332444313223334513442134233242432242",
        "2324433224534223123143224533323423334444",
        "3342321432223432542533442134343333444432",
    ];
    let rows: String = (0..40)
        .map(|person| {
            let answers: Vec<&str> = ITEMS.iter().map(|item| &item[person..=person]).collect();
            format!("P{:02},T1,{}\n", person + 1, answers.join(","))
        })
        .collect();
    numbers("").with(RESPONSES, format!("participant,timepoint,a1,a2,a3,a4\n{rows}")).edit(
        INSTRUMENTS,
        "items: [q1, q2, q3], item-range: [1, 5]",
        &format!("items: [a1, a2, a3, a4], {options}"),
    )
}

#[test]
fn an_item_that_is_turned_the_wrong_way_is_named() {
    let said = |options: &str| {
        let said = anxiety(options).run(&["check"]);
        assert_eq!(said.code, 0);
        said.stderr
    };
    let forgotten = said("item-range: [1, 5]");
    assert!(forgotten.contains("warning[item-direction]: `a3` runs against the other items of `strain` (item-rest correlation −0.73 at T1, n = 40)"), "{forgotten}");
    // Followed, the hint leaves nothing to say; what is turned needlessly is named, too.
    assert_eq!(said("item-range: [1, 5], reverse: [a3]"), "");
    let needless = said("item-range: [1, 5], reverse: [a3, a4]");
    assert!(needless.contains("`a4` runs against") && needless.contains("take `a4` out of `reverse`"), "{needless}");
}

#[test]
fn a_range_that_the_answers_do_not_have_is_told() {
    for range in ["[0, 5]", "[1, 7]", "[0, 7]"] {
        let study = anxiety(&format!("item-range: {range}, reverse: [a3]"));
        let said = told(&study);
        assert!(
            matches!(&said[..], [(code, _, hint)] if code == "range-unused" && hint.starts_with("write `item-range: [1, 5]`")),
            "{said:?}"
        );
        assert!(said[0].2.contains("than it should"), "{said:?}");
    }
    for sound in ["item-range: [1, 5], reverse: [a3]", "item-range: [1, 6], reverse: [a3]"] {
        says(&anxiety(sound), &[]);
    }
}

#[test]
fn speakers_who_are_all_written_otherwise_than_the_participants_are_told_once() {
    let both = |ids: [&str; 3]| {
        let people: Vec<(&str, &str)> = ids.iter().flat_map(|id| [(*id, "T1"), (*id, "T2")]).collect();
        let survey = numbers(&rows_of(&people));
        rows("P01-T1,talking,a\nP02-T1,talking,b\nP03-T2,rest,c\n")
            .with(INSTRUMENTS, survey.text(INSTRUMENTS))
            .with(RESPONSES, survey.text(RESPONSES))
    };
    let ways = |draft: &Draft| codes(draft).iter().filter(|(code, _)| code == "id-written-two-ways").count();
    assert_eq!(ways(&both(["P01", "P02", "P03"])), 0);
    assert_eq!(ways(&both(["p01", "p02", "p03"])), 1);
    assert_eq!(ways(&both(["P1", "P2", "P3"])), 1);
    assert_eq!(ways(&both(["A1", "A2", "A3"])), 0);
}
