//! `serve` in a real browser: every kind of file edited, broken and mended; places asked for; and who can use the page.

use crate::chromium::{Browser, SETTLED};
use crate::driver::{Draft, Study, repository};
use crate::resident::{CSL, FONT, Serving, draft};

/// What is seen of a save.
enum Seen {
    /// Words of a page, without their spaces.
    Page(&'static str),
    /// In the panel of the last save.
    Changes(&'static str),
    /// In the panel of the grid.
    Grid(&'static str),
    /// A page looks different.
    Look,
    /// Nothing shows it.
    Nothing,
}

use Seen::{Changes, Grid, Look, Nothing, Page};

/// A file, some of its words, the same in error, the same changed, and what is seen of that.
const KINDS: [(&str, &str, &str, &str, Seen); 23] = [
    ("book.toml", "\"Gardening for strength\"", "Gardening", "\"Digging for strength\"", Page("Diggingforstrength")),
    (
        "content/SUMMARY.md",
        "- [Methods](methods.md)\n- [Results](results.md)",
        "- [Methods](method.md)\n- [Results](results.md)",
        "- [Results](results.md)\n- [Methods](methods.md)",
        Look,
    ),
    (
        "content/results.md",
        "Purpose was spoken of",
        "Purpose [@nobody] was spoken of",
        "Purpose was talked of",
        Page("Purposewastalkedof"),
    ),
    ("content/paper.yaml", "name: A. Author", "nam: A. Author", "name: B. Author", Page("B.Author")),
    (
        "content/propositions.yaml",
        "[significant, better]",
        "[significant, bettter]",
        "[significant, worse]",
        Grid("significant, worse"),
    ),
    (
        "content/displays.yaml",
        "caption: How scores changed.",
        "captain: How scores changed.",
        "caption: How the scores changed.",
        Page("Howthescoreschanged."),
    ),
    ("content/references.bib", "title = {On gardens},", "title = {On gardens,", "title = {On plots},", Page("Onplots")),
    ("content/plain.csl", "prefix=\"(\"", "prefix=(", "prefix=\"[\"", Page("[Doe")),
    ("content/images/plot.svg", "<rect width=\"8\"", "<rect width=\"8", "<rect width=\"4\"", Look),
    (
        "data/study.yaml",
        "later-minus-earlier",
        "later-minus-sooner",
        "earlier-minus-later",
        Changes("change.wellbeing.T1-T2.change"),
    ),
    ("data/quantitative/instruments.yaml", "mean: 51.6", "mean: much", "mean: 41.6", Changes("norm.wellbeing")),
    (
        "data/quantitative/reported/describe.csv",
        "strain,T2,20,8.6",
        "strain,T2,20,much",
        "strain,T2,20,8.7",
        Changes("describe.strain.T2.mean"),
    ),
    (
        "data/quantitative/reported/change.csv",
        "0.414,0.11",
        "often,0.11",
        "0.014,0.11",
        Changes("change.strain.T1-T2.p"),
    ),
    (
        "data/quantitative/reported/share.csv",
        "female,20,32,62.5",
        "femal,20,32,62.5",
        "female,20,31,64.5",
        Changes("share.gender.female"),
    ),
    ("data/quantitative/reported/reported.yaml", "table: Table 1", "tabel: Table 1", "table: Table 2", Nothing),
    ("data/quantitative/participants.csv", "P2,male", "P2,mal", "P2,female", Changes("share.gender.female")),
    ("data/quantitative/responses.csv", "P2,T2,49", "P2,T2,x", "P2,T2,39", Changes("change.wellbeing.T1-T2")),
    ("data/qualitative/codebook.yaml", "label: Purpose", "labl: Purpose", "label: Purposes", Page("Purposes")),
    (
        "data/qualitative/memos/purpose.md",
        "[purpose, tiredness]",
        "[purpose, tirednes]",
        "[tiredness]",
        Changes("code.purpose"),
    ),
    (
        "data/qualitative/excerpts.csv",
        "S2-P1-T2,tiredness",
        "S2-P1-T2,tirednes",
        "S2-P1-T1,tiredness",
        Changes("code.tiredness"),
    ),
    (
        "data/qualitative/second-coding.csv",
        "S1-P2-T2/1,tiredness",
        "S1-P2-T2/9,tiredness",
        "S1-P2-T2/1,purpose;tiredness",
        Changes("agreement"),
    ),
    ("templates/article/paper.typ", "[<< title >>],", "[<< titel >>],", "[<< title >> for all],", Page("forall")),
    (
        "templates/article/style.typ",
        "#let display-figure(",
        "#let = (",
        "#let unused = 1\n#let display-figure(",
        Nothing,
    ),
];

/// A file of each kind is broken, which stands over the last good page with its place, and mended with other words, which
/// are seen; nothing else of the page is touched, and nothing is asked of any other host.
#[test]
fn a_file_of_every_kind_is_seen_in_the_browser() {
    let Some(mut browser) = Browser::start() else { return };
    let study = draft().write();
    let serving = Serving::of(&study);
    browser.open(&serving.address);
    for (path, right, wrong, other, seen) in &KINDS {
        let text = String::from_utf8(study.read(path)).expect("UTF-8");
        assert!(text.contains(right), "`{right}` stands in {path}");
        let keys = browser.value("state.pages.map((page) => page.key).join(' ')");
        broken(&mut browser, path, || study.put(path, text.replacen(right, wrong, 1)));
        assert_eq!(browser.value("state.pages.map((page) => page.key).join(' ')"), keys, "{path}: the last good page");
        mended(&mut browser, path, || study.put(path, text.replacen(right, other, 1)));
        match seen {
            Page(words) => {
                let all = "[...document.querySelectorAll('.words')].map((one) => one.textContent).join('')";
                browser.until(&format!("{all}.replace(/\\s/g, '').includes('{words}')"));
            }
            Changes(words) => drop(browser.until(&format!("find('changes').textContent.includes('{words}')"))),
            Grid(words) => drop(browser.until(&format!("find('grid').textContent.includes('{words}')"))),
            Look => assert_ne!(browser.value("state.pages.map((page) => page.key).join(' ')"), keys, "{path}"),
            Nothing => {}
        }
    }
    // A font has no words, and one that is none is left out.
    mended(&mut browser, "a font", || study.put("templates/fonts/Mine.ttf", &FONT[..100]));
    mended(&mut browser, "a font", || study.put("templates/fonts/Mine.ttf", FONT));
    assert!(CSL.contains("prefix=\"(\""), "the style is the one that was edited");
    undisturbed(&browser, &serving);
}

/// Saves an error, and sees it over the last good page, with the file that it is in.
#[track_caller]
fn broken(browser: &mut Browser, path: &str, save: impl FnOnce()) {
    let version = browser.value("state.version");
    save();
    browser.until(&format!("state.version > {version}"));
    let told = browser.value("find('fault').hidden ? '' : find('fault').textContent");
    let told = told.as_str().expect("words");
    assert!(told.starts_with("The last good paper is shown: ") && told.contains(path), "{path}: {told:?}");
    // What is wrong with a file of which no line is at fault is said where the file is named.
    let places = "[...find('fault').querySelectorAll('a')].map((link) => link.textContent)";
    let places = browser.value(&format!("{places}.filter((place) => /^\\S+:\\d+:\\d+$/.test(place)).length"));
    assert!(places.as_u64() > Some(0), "{path}: {told}");
}

/// Saves what is right again, and sees the error gone and the paper as the state has it.
#[track_caller]
fn mended(browser: &mut Browser, path: &str, save: impl FnOnce()) {
    let version = browser.value("state.version");
    save();
    browser.until(&format!("state.version > {version}"));
    let told = browser.value("find('fault').hidden ? '' : find('fault').textContent");
    assert_eq!(told, "", "{path}");
    browser.until(SETTLED);
}

/// Nothing went wrong in the page, and it spoke to nobody but the program.
#[track_caller]
fn undisturbed(browser: &Browser, serving: &Serving) {
    assert!(browser.faults.is_empty(), "{:?}", browser.faults);
    let own = format!("http://{}/", serving.address);
    let other: Vec<&String> = browser.requests.iter().filter(|request| !request.starts_with(&own)).collect();
    assert!(other.is_empty() && browser.requests.len() > 5, "{other:?}");
}

/// After a save the reader is where they were, and pages that look the same are the same pictures.
#[test]
fn a_save_leaves_the_rest_alone() {
    let Some(mut browser) = Browser::start() else { return };
    let long = "We asked about every garden that is named in the register.\n\n".repeat(150);
    let study = draft().append("content/methods.md", &format!("\n{long}")).write();
    let serving = Serving::of(&study);
    browser.open(&serving.address);
    browser.value(
        "window.sheets = [...find('paper').children]; window.pictures = sheets.map((one) => one.querySelector('img'))",
    );
    let count = browser.value("sheets.length").as_u64().expect("a number");
    assert!(count > 2, "{count} pages are too few");
    browser.value("find('paper').scrollTop = 500");
    // The last chapter alone; what stands before it stays.
    study.edit("content/details.md", "What was asked.", "What was really asked.");
    browser.until("state.version > 1");
    browser.until(SETTLED);
    assert_eq!(browser.value("find('paper').scrollTop"), 500);
    assert_eq!(browser.value("sheets.every((sheet, at) => find('paper').children[at] === sheet)"), true);
    let kept = browser.value("pictures.filter((one, at) => sheets[at].querySelector('img') === one).length");
    let changed = browser.value("state.changes.pages.length").as_u64().expect("a number");
    assert!(changed > 0 && kept == count - changed, "{kept} of {count} are kept, {changed} look different");
    undisturbed(&browser, &serving);
}

/// Scrolls something of a page into view and clicks on it; gives what the panel then tells.
#[track_caller]
fn asked(browser: &mut Browser, which: &str) -> String {
    let place = browser.until(&format!(
        "window.lists?.flatMap((list, page) => list.map((one) => ({{ ...one, page }}))).find((one) => {which})"
    ));
    let number = |value: &serde_json::Value| value.as_f64().expect("a number");
    let area: Vec<f64> = place["area"].as_array().expect("an area").iter().map(number).collect();
    let middle = ((area[0] + area[2]) / 2.0, (area[1] + area[3]) / 2.0);
    let page = &place["page"];
    let point = browser.value(&format!(
        "(() => {{ const sheet = find('paper').children[{page}]; sheet.scrollIntoView(); \
         const scale = sheet.clientWidth / sheet.dataset.width; const paper = find('paper'); \
         paper.scrollTop += {} * scale - 200; const box = sheet.getBoundingClientRect(); \
         return [box.left + {} * scale, box.top + {} * scale] }})()",
        middle.1, middle.0, middle.1
    ));
    browser.value("find('found').replaceChildren()");
    browser.click(number(&point[0]), number(&point[1]));
    browser.until("find('found').textContent.length > 0");
    assert_eq!(browser.value("document.querySelectorAll('.spot.chosen').length"), 1, "what was asked about is framed");
    browser.value("find('found').innerText").as_str().expect("words").to_owned()
}

/// What can be asked for on all pages, so that a test finds something to click on.
fn list(browser: &mut Browser) {
    let all = "Promise.all(state.pages.map((_, page) => fetch(`places?page=${page}`).then((answer) => answer.json())))\
               .then((lists) => { window.lists = lists })";
    browser.value(all);
}

#[test]
fn a_click_tells_where_it_comes_from() {
    let Some(mut browser) = Browser::start() else { return };
    let study = Study::copy_of(repository());
    let serving = Serving::of(&study);
    browser.open(&serving.address);
    list(&mut browser);
    let sentence = asked(&mut browser, "one.file.startsWith('content/') && one.file.endsWith('.md')");
    assert!(sentence.starts_with("content/") && sentence.contains("used "), "{sentence}");
    let cell = asked(&mut browser, "one.address === 'describe.wellbeing.T2.sd' && one.file.endsWith('.csv')");
    assert!(cell.starts_with("data/quantitative/reported/describe.csv:") && cell.contains("printed "), "{cell}");
    let range = asked(&mut browser, "one.address === 'describe.wellbeing.T1' && one.fields.join() === 'min,max'");
    assert!(range.contains("\nmin") && range.contains("\nmax") && !range.contains("\nmean"), "{range}");
    let mark = asked(&mut browser, "one.address === 'change.prospects.T1-T2' && one.area[2] - one.area[0] > 100");
    assert!(mark.starts_with("data/quantitative/reported/change.csv:") && mark.contains("es_baseline_all"), "{mark}");
    let claim = asked(&mut browser, "one.file === 'content/propositions.yaml' && one.address");
    assert!(claim.starts_with("content/propositions.yaml:"), "{claim}");
    // A link to the editor leads to the very line.
    let link = browser.value("find('found').querySelector('a').href");
    assert!(link.as_str().is_some_and(|link| link.starts_with("vscode://file/")), "{link}");
    // The same without a mouse: the list of the page that is in view.
    browser.value("find('paper').scrollTop = 0");
    browser.key("4");
    browser.until("find('heard').textContent.startsWith('On page 1:') && find('places').querySelector('button')");
    browser.value("find('found').replaceChildren(); find('places').querySelector('button').focus()");
    assert_eq!(browser.value("document.querySelectorAll('.spot.at').length"), 1, "the focus is framed on the page");
    browser.value("document.activeElement.click()");
    browser.until("find('found').textContent.length > 0");
    undisturbed(&browser, &serving);
}

/// Every control has a name and is reached by the keyboard, words stand out from their ground, a phone shows all of it,
/// and paper nothing but the pages.
#[test]
fn everybody_can_use_the_page() {
    let Some(mut browser) = Browser::start() else { return };
    // A fault and a remark, so that all panels hold something.
    let study = Draft::minimal().write();
    let serving = Serving::of(&study);
    browser.open(&serving.address);
    study.edit("data/quantitative/reported/change.csv", "7.13,0.020", "7.13,0.210");
    browser.until("state.version > 1");
    browser.until(SETTLED);

    let nameless = "[...document.querySelectorAll('button, a, [role=tab], [role=tabpanel], main, aside, section')]\
        .filter((one) => !(one.getAttribute('aria-label') || one.textContent.trim() \
            || document.getElementById(one.getAttribute('aria-labelledby'))?.textContent.trim()))\
        .map((one) => one.outerHTML)";
    assert_eq!(browser.value(nameless), serde_json::json!([]));
    let lost = "[...document.querySelectorAll('[aria-controls], [aria-labelledby]')].filter((one) => \
        !['aria-controls', 'aria-labelledby'].every((name) => !one.hasAttribute(name) \
            || document.getElementById(one.getAttribute(name)))).map((one) => one.outerHTML)";
    assert_eq!(browser.value(lost), serde_json::json!([]));
    let said = browser.value(
        "[document.documentElement.lang, find('status').getAttribute('role'), \
        find('fault').getAttribute('role'), find('found').getAttribute('aria-live')].join(' ')",
    );
    assert_eq!(said, "en status alert polite");

    for scheme in ["light", "dark"] {
        browser.media("screen", scheme);
        for tab in ["1", "2", "3", "4"] {
            browser.key(tab);
            let faint = browser.value(CONTRAST);
            assert_eq!(faint, serde_json::json!([]), "{scheme}, tab {tab}");
        }
    }
    let ground = "getComputedStyle(document.body).backgroundColor";
    let dark = browser.value(ground);
    browser.media("screen", "light");
    assert_ne!(browser.value(ground), dark);

    // The keyboard reaches everything, in the order of the page.
    browser.value("document.activeElement.blur()");
    let mut reached = Vec::new();
    for _ in 0..12 {
        browser.call(
            "Input.dispatchKeyEvent",
            serde_json::json!({"type": "keyDown", "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}),
        );
        reached.push(browser.value("document.activeElement.id || document.activeElement.className"));
    }
    let order = ["skip", "smaller", "larger", "toggle", "paper"];
    let mut rest = reached.iter().filter_map(serde_json::Value::as_str);
    for wanted in order.iter().take(4) {
        assert!(rest.any(|one| one == *wanted), "{wanted} in {reached:?}");
    }
    assert!(rest.any(|one| one.starts_with("tab-")), "{reached:?}");

    browser.window(390, 844);
    for tab in ["1", "2", "3", "4"] {
        browser.key(tab);
        let wide = "[document.documentElement, ...document.querySelectorAll('#paper, #panel, [role=tabpanel], header')]\
            .filter((one) => one.scrollWidth > Math.max(one.clientWidth, 0) && one.clientWidth > 0)\
            .map((one) => `${one.tagName} ${one.id} ${one.scrollWidth} ${one.clientWidth}`)";
        assert_eq!(browser.value(wide), serde_json::json!([]), "tab {tab}");
    }
    browser.window(1280, 800);
    browser.media("print", "light");
    let shown = "['header', '#panel', '#fault'].filter((one) => getComputedStyle(document.querySelector(one)).display !== 'none')";
    assert_eq!(browser.value(shown), serde_json::json!([]));
    assert_eq!(browser.value("getComputedStyle(document.querySelector('.sheet')).display"), "block");
    undisturbed(&browser, &serving);
}

/// Words in the panel and the head that stand out from their ground by less than 4.5 to 1, as WCAG 2 counts it.
const CONTRAST: &str = "(() => { \
    const parts = (colour) => colour.match(/[\\d.]+/g).map(Number); \
    const light = (colour) => { const [r, g, b] = parts(colour).map((one) => { const s = one / 255; \
        return s <= 0.03928 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4 }); return 0.2126 * r + 0.7152 * g + 0.0722 * b }; \
    const ground = (one) => { while (one) { const colour = getComputedStyle(one).backgroundColor; \
        if (parts(colour)[3] !== 0) return colour; one = one.parentElement } return 'rgb(255, 255, 255)' }; \
    return [...document.querySelectorAll('header *, #panel *, #fault *')].filter((one) => \
        [...one.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim()) && one.checkVisibility()) \
      .filter((one) => { const pair = [light(getComputedStyle(one).color), light(ground(one))].sort((a, b) => b - a); \
        return (pair[0] + 0.05) / (pair[1] + 0.05) < 4.5 }).map((one) => `${one.outerHTML.slice(0, 120)} ${getComputedStyle(one).color}`) })()";

/// The stills of the guide: `cargo test --test suite -- --ignored pictures_of_the_guide` writes them into docs/images/.
#[test]
#[ignore = "it writes pictures, for people to look at"]
fn pictures_of_the_guide() {
    let Some(mut browser) = Browser::start() else { return };
    let study = Study::copy_of(repository());
    let serving = Serving::of(&study);
    browser.open(&serving.address);
    list(&mut browser);
    let keep = |browser: &mut Browser, name: &str| {
        browser.until("[...document.querySelectorAll('.sheet img')].every((one) => one.complete)");
        browser.until("document.querySelectorAll('.fresh').length === 0");
        let path = repository().join("docs/images").join(format!("serve-{name}.png"));
        std::fs::write(path, browser.picture()).expect("a picture can be written");
    };
    // The grid beside its page.
    asked(&mut browser, "one.file === 'content/propositions.yaml' && one.address");
    browser.key("2");
    browser.value("find('grid').querySelectorAll('details')[1].open = true");
    keep(&mut browser, "grid");
    // A mark of a chart.
    asked(&mut browser, "one.address === 'change.prospects.T1-T3' && one.area[2] - one.area[0] > 100");
    keep(&mut browser, "mark");
    // What a save changed.
    let change = "data/quantitative/reported/change.csv";
    let text = String::from_utf8(study.read(change)).expect("UTF-8");
    let row = text.lines().find(|line| line.starts_with("prospects,T1,T2")).expect("the row is there").to_owned();
    let mut cells: Vec<&str> = row.split(',').collect();
    cells[7] = "0.210";
    study.put(change, text.replace(&row, &cells.join(",")));
    browser.until("state.version > 1");
    browser.until(SETTLED);
    browser.key("3");
    browser.value("find('paper').children[state.changes.pages.at(-1) - 1].scrollIntoView()");
    keep(&mut browser, "changes");
    // An error over the last good page.
    let text = String::from_utf8(study.read("content/abstract.md")).expect("UTF-8");
    study.put("content/abstract.md", text.replacen(".n }}", ".nn }}", 1).replacen(".mean }}", ".meen }}", 1));
    browser.until("state.version > 2");
    browser.key("1");
    browser.value("find('paper').scrollTop = 0");
    keep(&mut browser, "error");
}
