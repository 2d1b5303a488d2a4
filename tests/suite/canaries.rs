//! Canaries planted in every input of a study, and the search for them in every output.
//!
//! Each is a word of its own, so that one that is found tells where it came from. They are looked for as bytes, in
//! UTF-16 both ways, in hexadecimal and base 64 of these, inside every compressed stream of a PDF and of a PNG, and among
//! the letters on the pages.

use std::collections::BTreeMap;
use std::io::Read;

use flate2::read::ZlibDecoder;
use memchr::memmem;
use regex::Regex;
use tempfile::TempDir;

use crate::driver::{Draft, Study, files_under, repository};
use crate::page;

/// What is planted where. Only what stands with an attribution may be seen, and only under `open`.
const CANARIES: [(&str, &str); 24] = [
    ("ZQPERSON", "ids of participants in the data"),
    ("ZQNAME", "a column of names that the study does not publish"),
    ("ZQMAIL", "a column of e-mail addresses that the study does not publish"),
    ("ZQINTERVIEWER", "a column of the answers that the study does not publish"),
    ("ZQAUTHOR", "the author of a memo"),
    ("ZQMEMO", "the prose of a memo"),
    ("ZQFILE", "the name of a memo's file beside an id"),
    ("ZQHTML", "a comment in a chapter"),
    ("ZQYAML", "comments in YAML"),
    ("ZQTOML", "a comment in the manifest"),
    ("ZQBIB", "a comment in the bibliography"),
    ("ZQTYPST", "a comment in the template"),
    ("ZQTERA", "a comment of Tera in the template"),
    ("ZQEXIF", "EXIF of a JPEG"),
    ("ZQXMP", "XMP of a JPEG"),
    ("ZQIPTC", "IPTC of a JPEG"),
    ("ZQCOMMENT", "a comment of a JPEG"),
    ("ZQTEXT", "a text chunk of a PNG"),
    ("ZQGIF", "a comment of a GIF"),
    ("ZQWEBP", "XMP of a WebP"),
    ("ZQSVG", "comments, metadata and attributes of an SVG"),
    ("ZQUSER", "variables of the environment"),
    ("ZQFOLDER", "the folders in which the study lies"),
    ("ZQUNUSED", "a reference that nothing cites"),
];

/// Attributions: sites and people. They are as they are under `open`, and nowhere else.
const ATTRIBUTED: [&str; 2] = ["ZQSITE", "ZQPW"];

/// The study of stroke peers with canaries in all that it is made of.
fn planted(profile: &str) -> (TempDir, Study) {
    let root = repository().join("tests/studies/stroke-peers");
    let mut draft = Draft::empty();
    for part in ["book.toml", "content", "data"] {
        for path in files_under(&root.join(part)) {
            let name = path.strip_prefix(&root).expect("it lies there").to_string_lossy().into_owned();
            let text = std::fs::read_to_string(&path).expect("text");
            draft = draft.with(&name, attributed(&name, &text));
        }
    }
    for name in ["paper.typ", "style.typ"] {
        let text = std::fs::read_to_string(repository().join("templates/article").join(name)).expect("a template");
        let tera = if name == "paper.typ" { "\n<# ZQTERA #>\n" } else { "" };
        draft = draft.with(&format!("templates/article/{name}"), format!("// ZQTYPST\n{text}\n/* ZQTYPST */\n{tera}"));
    }
    let people = draft.text("data/quantitative/participants.csv");
    let people = columns(&people, ",name,email", |at| format!(",ZQNAME{at},ZQMAIL{at}@example.org"));
    let answers = draft.text("data/quantitative/responses.csv");
    let answers = columns(&answers, ",met_by", |at| format!(",ZQINTERVIEWER{}", at % 3));
    let memo = draft.text("data/qualitative/memos/01-people-who-know.md");
    let memo = memo.replace("author: IH", "author: ZQAUTHOR # ZQYAML").replace("\n---\n", "\n---\nZQMEMO said so.\n\n");
    let pictures =
        [("a.jpg", jpeg()), ("b.png", png()), ("c.gif", gif()), ("d.webp", webp()), ("e.svg", svg().into_bytes())];
    let shown: String = pictures.iter().map(|(name, _)| format!("\n![A picture]({name})\n")).collect();
    draft = draft
        .with("data/quantitative/participants.csv", people)
        .with("data/quantitative/responses.csv", answers)
        .without("data/qualitative/memos/01-people-who-know.md")
        .with("data/qualitative/memos/01-ZQPW12.md", memo)
        .append("content/discussion.md", "\nOne of them, ZQSITE0-ZQPW12-T1/1, is ZQSITE0-ZQPW12.\n<!-- ZQHTML -->\n")
        .append("content/discussion.md", &shown)
        .with("content/more-ZQPW12.md", "# More\n\nOf the work there is more to say.\n")
        .append("content/SUMMARY.md", "\n[More](more-ZQPW12.md)\n")
        .append(
            "content/references.bib",
            "\n% ZQBIB\n@misc{other, title = {ZQUNUSED}, author = {ZQUNUSED}, year = {2001}}\n",
        )
        .append("book.toml", "# ZQTOML\n")
        .append("data/qualitative/codebook.yaml", "\n# ZQYAML\n")
        .append("content/displays.yaml", "\n# ZQYAML\n")
        .append("content/propositions.yaml", "\n# ZQYAML\n")
        .edit("data/study.yaml", "[interviewer]}", "[interviewer, name, email, met_by]} # ZQYAML")
        .edit("data/study.yaml", "profile: open", &format!("profile: {profile}"));
    for (name, bytes) in pictures {
        draft = draft.with(&format!("content/{name}"), bytes);
    }
    let folder = TempDir::with_prefix("synthesist-").expect("a temporary folder");
    let study = Study::at(folder.path().join("ZQFOLDER").join("ZQFOLDER-study"));
    let written = draft.write();
    for path in files_under(&written.root) {
        let name = path.strip_prefix(&written.root).expect("it lies there").to_string_lossy().into_owned();
        study.put(&name, std::fs::read(&path).expect("a readable file"));
    }
    (folder, study)
}

/// Ids of people become canaries: in the data of one kind, in attributions of another.
fn attributed(name: &str, text: &str) -> String {
    let pattern = |text: &str| Regex::new(text).expect("a sound pattern");
    if name.starts_with("data/quantitative/") && name.ends_with(".csv") {
        return pattern(r"(?m)^P([0-9]{2}),").replace_all(text, "ZQPERSON$1,").into_owned();
    }
    if name == "data/study.yaml" {
        let old = r#""(?<person>P[0-9]{2})-(?<timepoint>T[0-9])""#;
        assert!(text.contains(old));
        return text.replace(old, r#""(?<site>ZQSITE[0-9])-(?<person>ZQPW[0-9]{2})-(?<timepoint>T[0-9])""#);
    }
    let id = pattern(r"\bP([0-9])([0-9])-T");
    id.replace_all(text, |found: &regex::Captures<'_>| {
        let number: usize = [&found[1], &found[2]].concat().parse().expect("two digits");
        format!("ZQSITE{}-ZQPW{number:02}-T", number % 3)
    })
    .into_owned()
}

fn columns(text: &str, header: &str, row: impl Fn(usize) -> String) -> String {
    let lines = text.lines().enumerate();
    lines.map(|(at, line)| if at == 0 { format!("{line}{header}\n") } else { format!("{line}{}\n", row(at)) }).collect()
}

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(repository().join("tests/suite/canaries").join(name)).expect("a picture")
}

/// A photograph that stands on its side, with everything that a camera and an archive leave in it.
fn jpeg() -> Vec<u8> {
    let segment = |marker: u8, body: &[u8]| {
        [&[0xff, marker], &u16::try_from(body.len() + 2).expect("short").to_be_bytes()[..], body].concat()
    };
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x02".to_vec();
    exif.extend([0x01, 0x0f, 0, 2, 0, 0, 0, 7, 0, 0, 0, 38]);
    exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0]);
    exif.extend(b"\0\0\0\0ZQEXIF\0");
    let plain = fixture("plain.jpg");
    let metadata = [
        segment(0xe1, &exif),
        segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>ZQXMP</x:xmpmeta>"),
        segment(0xed, b"Photoshop 3.0\08BIM\x04\x04\0\0ZQIPTC"),
        segment(0xfe, b"ZQCOMMENT"),
    ];
    [&plain[..2], &metadata.concat(), &plain[2..], b"ZQCOMMENT"].concat()
}

fn png() -> Vec<u8> {
    let plain = fixture("plain.png");
    let mut sum = flate2::Crc::new();
    let body = b"tEXtAuthor\0ZQTEXT";
    sum.update(body);
    let length = u32::try_from(body.len() - 4).expect("short").to_be_bytes();
    [&plain[..33], &length[..], body, &sum.sum().to_be_bytes(), &plain[33..]].concat()
}

fn gif() -> Vec<u8> {
    let plain = fixture("plain.gif");
    let at = plain.len() - 1;
    [&plain[..at], b"\x21\xfe\x05ZQGIF\0", &plain[at..]].concat()
}

fn webp() -> Vec<u8> {
    let mut webp = [fixture("plain.webp"), b"XMP \x06\0\0\0ZQWEBP".to_vec()].concat();
    let length = u32::try_from(webp.len() - 8).expect("short").to_le_bytes();
    webp[4..8].copy_from_slice(&length);
    webp
}

fn svg() -> String {
    let coded = base64(&jpeg());
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/ZQSVG" width="40" height="20">
<!-- ZQSVG --><metadata>ZQSVG</metadata><title>ZQSVG</title>
<g inkscape:label="ZQSVG" data-author="ZQSVG"><rect width="20" height="20" fill="#1e5a96"/></g>
<image x="20" width="20" height="20" href="data:image/jpeg;base64,{coded}"/></svg>"##
    )
}

fn base64(bytes: &[u8]) -> String {
    let digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let held = (0..3).fold(0_u32, |held, at| held << 8 | u32::from(three.get(at).copied().unwrap_or(0)));
        for at in 0..4 {
            let digit = char::from(digits[(held >> (18 - 6 * at) & 63) as usize]);
            out.push(if at <= three.len() { digit } else { '=' });
        }
    }
    out
}

/// A word as bytes, in UTF-16 both ways, and in hexadecimal of these.
fn forms(word: &str) -> Vec<Vec<u8>> {
    let wide: Vec<u8> = word.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let narrow: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let plain = word.as_bytes().to_vec();
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let coded = [&plain, &wide, &narrow].map(|bytes| [hex(bytes), hex(bytes).to_uppercase()].map(String::into_bytes));
    coded.into_iter().flatten().chain([plain, wide, narrow]).collect()
}

/// In base 64 a word looks different at each of three places; its middle is certain.
fn coded(word: &str) -> Vec<Vec<u8>> {
    let shifted = (0..3_usize).map(|shift| {
        let coded = base64(&[vec![0; shift], word.as_bytes().to_vec()].concat());
        coded.as_bytes()[(shift * 8).div_ceil(6)..(shift + word.len()) * 8 / 6].to_vec()
    });
    shifted.collect()
}

/// A file as it is, and everything that is compressed in it; of a PDF its letters, too.
fn views(name: &str, bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut views = vec![bytes.to_vec()];
    if name.ends_with(".png") {
        views[0] = without_pixels(bytes);
    }
    for at in starts(&views[0]) {
        let mut inflated = Vec::new();
        let _ = ZlibDecoder::new(&views[0][at..]).take(1 << 24).read_to_end(&mut inflated);
        if inflated.len() > 8 {
            views.push(inflated);
        }
    }
    if name.ends_with(".pdf") {
        views.push(page::letters(bytes).into_bytes());
    }
    views
}

/// Where something compressed may begin: in a large file behind the word `stream`, in a small one anywhere.
fn starts(bytes: &[u8]) -> Vec<usize> {
    let places: Vec<usize> = if bytes.len() < 20_000 {
        (0..bytes.len().saturating_sub(2)).collect()
    } else {
        let streams = memmem::find_iter(bytes, b"stream").map(|at| at + 6);
        streams.flat_map(|at| [at + 1, at + 2]).filter(|at| at + 2 < bytes.len()).collect()
    };
    // The two bytes with which zlib begins are a multiple of 31.
    let zlib = |at: &usize| bytes[*at] == 0x78 && u16::from_be_bytes([bytes[*at], bytes[at + 1]]).is_multiple_of(31);
    places.into_iter().filter(zlib).collect()
}

/// A PNG without the chunks of its pixels.
fn without_pixels(bytes: &[u8]) -> Vec<u8> {
    let (mut out, mut at) = (bytes[..8].to_vec(), 8);
    while let Some(length) = bytes.get(at..at + 4) {
        let length = u32::from_be_bytes(length.try_into().expect("four bytes")) as usize;
        if &bytes[at + 4..at + 8] != b"IDAT" {
            out.extend(&bytes[at..at + 12 + length]);
        }
        at += 12 + length;
    }
    out
}

fn any_of(views: &[Vec<u8>], forms: &[Vec<u8>]) -> bool {
    forms.iter().map(memmem::Finder::new).any(|form| views.iter().any(|view| form.find(view).is_some()))
}

fn holds(views: &[Vec<u8>], word: &str) -> bool {
    any_of(views, &forms(word)) || any_of(views, &coded(word))
}

/// The words that any output holds, with the outputs.
fn sung(products: &BTreeMap<String, Vec<u8>>, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (name, bytes) in products {
        let views = views(name, bytes);
        // All canaries begin alike: where nothing does, only the base 64 of each is looked for.
        let begun = any_of(&views, &forms("ZQ"));
        let there = |word: &str| any_of(&views, &coded(word)) || begun && any_of(&views, &forms(word));
        let there = words.iter().filter(|word| there(word) || name.contains(**word));
        found.extend(there.map(|word| format!("{word} in {name}")));
    }
    found
}

fn built(profile: &str) -> (Study, BTreeMap<String, Vec<u8>>, TempDir) {
    let (folder, study) = planted(profile);
    let environment =
        ["USER", "USERNAME", "LOGNAME", "HOME", "HOSTNAME", "HOST", "NAME", "EMAIL"].map(|name| (name, "ZQUSER"));
    let ran = study.run_in(&["build"], &environment);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let mut products = study.products();
    for (name, arguments) in [
        ("stdout of results", vec!["results", "--format", "json"]),
        ("stdout of grid", vec!["grid", "--format", "csv"]),
        ("stdout of disclosure", vec!["disclosure"]),
        ("stdout of disclosure as JSON", vec!["disclosure", "--format", "json"]),
    ] {
        products.insert(name.to_owned(), study.run_in(&arguments, &environment).stdout.into_bytes());
    }
    (study, products, folder)
}

#[test]
fn no_canary_is_in_any_output() {
    let never: Vec<&str> = CANARIES.iter().map(|(word, _)| *word).collect();
    let with_site = Regex::new(r"Oneofthem,([A-C]P[0-9]{2})T1/1,is([A-C]P[0-9]{2})\.").expect("a sound pattern");
    let without_site = Regex::new(r"Oneofthem,(P[0-9]{2})T1/1,is(P[0-9]{2})\.").expect("a sound pattern");
    for profile in ["open", "standard", "strict"] {
        let (_study, products, _folder) = built(profile);
        assert!(products.len() > 20);
        let mut words = never.clone();
        if profile != "open" {
            words.extend(ATTRIBUTED);
        }
        let found = sung(&products, &words);
        assert!(found.is_empty(), "{profile}: {}", found.join(", "));
        let paper = page::letters(&products["paper.pdf"]);
        match profile {
            "open" => assert!(paper.contains("ZQSITE0ZQPW12T1/1") || paper.contains("ZQPW12"), "as the files have it"),
            "standard" => {
                let ids = with_site.captures(&paper).expect("a typed id is the new one");
                assert_eq!(ids[1], ids[2]);
            }
            _ => {
                assert!(without_site.is_match(&paper), "a typed id is the new one, and has no site");
            }
        }
    }
}

/// The search finds what is there, however it is put in.
#[test]
fn a_canary_that_is_there_is_found() {
    let word = "ZQPLANTED";
    let deflated = |bytes: &[u8]| {
        let mut out = Vec::new();
        flate2::bufread::ZlibEncoder::new(bytes, flate2::Compression::best()).read_to_end(&mut out).expect("in memory");
        out
    };
    let wide: Vec<u8> = word.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let hex: String = wide.iter().map(|byte| format!("{byte:02X}")).collect();
    let cases = [
        word.as_bytes().to_vec(),
        wide.clone(),
        format!("<{hex}>").into_bytes(),
        [b"1 0 obj <</Length 9>> stream\n".to_vec(), deflated(format!("(x) Tj ({word}) Tj").as_bytes())].concat(),
        [b"zTXtAuthor\0\0".to_vec(), deflated(format!("by {word}, for you").as_bytes())].concat(),
        base64(format!("xy{word}z").as_bytes()).into_bytes(),
    ];
    for case in cases {
        assert!(holds(&views("a.bin", &case), word), "{case:?}");
    }
    assert!(!holds(&views("a.bin", &deflated(b"nothing of the kind is in here")), word));
    for (name, bytes) in [("a.jpg", jpeg()), ("b.png", png()), ("c.gif", gif()), ("d.webp", webp())] {
        assert!(holds(&views(name, &bytes), "ZQ"), "{name} is planted");
    }
}

/// A paper whose title is a canary sings from its metadata and its pages: the search reads both.
#[test]
fn a_canary_on_the_page_is_found() {
    let study = Draft::minimal().edit("book.toml", "title = \"", "title = \"ZQTITLE ").write();
    study.run(&["build"]).ended(0);
    let paper = study.read("build/paper.pdf");
    assert!(page::letters(&paper).contains("ZQTITLE") && holds(&views("a.bin", &paper), "ZQTITLE"));
}

/// What was turned by its camera stays turned: the page is as high as the picture is wide.
#[test]
fn a_photograph_stays_as_it_stood() {
    let show = |bytes: Vec<u8>| {
        let study = Draft::minimal()
            .append("content/methods.md", "\n![A picture](a.jpg)\n")
            .with("content/a.jpg", bytes)
            .write();
        study.run(&["build"]).ended(0);
        study.read("build/paper.pdf")
    };
    let (turned, plain) = (show(jpeg()), show(fixture("plain.jpg")));
    assert!(!holds(&views("a.pdf", &turned), "ZQEXIF"));
    assert_ne!(turned.len(), plain.len(), "the orientation is kept");
}
