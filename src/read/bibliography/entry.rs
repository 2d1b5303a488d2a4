//! An entry in the citation library's own types.

use hayagriva::Entry as Work;
use hayagriva::types::{
    EntryType, FormatString, MaybeTyped, Numeric, PageRanges, Person, PersonRole, PersonsWithRoles, Publisher,
    QualifiedUrl,
};

use super::dates::{self, Read};
use super::inherit::{Entry, Field};
use super::kinds::{Kind, kind};
use super::lines::Lines;
use super::names::{self, Oddity};
use super::value::Value;
use super::{journals, languages, links, numbers};
use crate::diag::{Diagnostic, Sink};
use crate::model::Beside;

/// Makes the library's entry of what was read, and notes what the library has no place for. Values that cannot be used
/// go into `said`.
pub fn work(entry: &Entry, lines: &Lines, said: &mut Sink) -> (Work, Beside) {
    let mut maker = Maker { entry, lines, said, beside: Beside::default() };
    let kind = maker.kind();
    let work = maker.work(kind);
    (work, maker.beside)
}

pub struct Maker<'a> {
    pub entry: &'a Entry,
    lines: &'a Lines,
    said: &'a mut Sink,
    beside: Beside,
}

impl Maker<'_> {
    pub fn field(&self, names: &[&str]) -> Option<&Field> {
        names.iter().filter_map(|name| self.entry.fields.get(*name)).find(|field| !field.value.is_empty())
    }

    pub fn has(&self, name: &str) -> bool {
        self.field(&[name]).is_some()
    }

    fn plain(&self, names: &[&str]) -> Option<String> {
        self.field(names).map(|field| field.value.plain())
    }

    fn format(&self, names: &[&str]) -> Option<FormatString> {
        self.field(names).map(|field| field.value.format())
    }

    fn warn(&mut self, field: &Field, message: String, hint: String) {
        let origin = self.lines.origin(&field.at);
        self.said.push(Diagnostic::warning("bib-value", message).at(&origin).about(&self.entry.key).hint(hint));
    }

    fn kind(&mut self) -> Kind {
        let Some(found) = kind(self) else {
            let message =
                format!("`@{}` is no kind of reference that is known here, and is printed as `@misc`", self.entry.kind);
            let origin = self.lines.origin(&self.entry.kind_at);
            let diagnostic = Diagnostic::warning("bib-value", message).at(&origin).about(&self.entry.key);
            self.said.push(diagnostic.suggest(&self.entry.kind, super::kinds::NAMES));
            return Kind::Other(EntryType::Misc);
        };
        found
    }

    fn work(&mut self, kind: Kind) -> Work {
        let key = self.entry.key.as_str();
        let mut work = Work::new(key, kind.entry_type());
        let version =
            self.plain(&["version"]).filter(|_| matches!(kind, Kind::Other(EntryType::Misc | EntryType::Web)));
        let title = self.title("").map(|mut title| {
            if let Some(version) = version {
                title.push(&format!(" (Version {version})"), true);
            }
            title
        });
        if let Some(title) = title {
            let short = self.field(&["shorttitle"]).map(|field| Box::new(field.value.chunked()));
            work.set_title(FormatString { value: title.chunked(), short });
        }
        let mut editors = self.people(&mut work, kind);
        if matches!(kind.entry_type(), EntryType::Chapter) || kind == Kind::Within(EntryType::Proceedings) {
            // They are those of the book.
        } else if !editors.is_empty() {
            work.set_editors(std::mem::take(&mut editors));
        }
        self.date(&mut work);
        self.numbers(&mut work, kind);
        self.identifiers(&mut work);
        self.address(&mut work);
        self.words(&mut work, kind);
        let mut parents = Vec::new();
        match kind {
            Kind::Within(EntryType::Proceedings) => {
                // The library would print the title of proceedings twice, and takes it from a book, too.
                parents.push(self.container(editors, EntryType::Book));
                parents.push(Work::new(key, EntryType::Proceedings));
            }
            Kind::Within(container) => parents.push(self.container(editors, container)),
            Kind::Whole | Kind::Part | Kind::Report | Kind::Thesis | Kind::Other(_) => {
                self.publisher(&mut work, kind);
                parents.extend(self.series(kind));
            }
        }
        parents.extend(self.event());
        if let Some(date) = self.plain(&["origdate", "origyear"])
            && let Read::Date(date, _) = dates::date_field(&date)
        {
            let mut original = Work::new(key, EntryType::Original);
            original.set_date(date);
            parents.push(original);
        }
        work.set_parents(parents);
        work
    }

    /// A title with what follows it: `title`, `subtitle` and `titleaddon`, or those of the book.
    fn title(&self, of: &str) -> Option<Value> {
        let get = |name: &str| self.field(&[&format!("{of}{name}")]).map(|field| field.value.clone());
        let mut title = get("title").or_else(|| get("subtitle"))?;
        if let Some(subtitle) = get("subtitle").filter(|subtitle| *subtitle != title) {
            joined(&mut title, subtitle, ": ");
        }
        if let Some(addon) = get("titleaddon") {
            joined(&mut title, addon, ". ");
        }
        if of.is_empty()
            && let Some(mut main) = self.title("main").filter(|main| main.plain() != title.plain())
        {
            joined(&mut main, title, ": ");
            return Some(main);
        }
        Some(title)
    }

    fn persons(&mut self, name: &str) -> Vec<Person> {
        let Some(field) = self.field(&[name]).cloned() else { return Vec::new() };
        let mut odd = Vec::new();
        let persons = names::persons(&field.value, &mut odd);
        for Oddity { message, hint } in odd {
            self.warn(&field, message, hint);
        }
        persons
    }

    /// Everybody but the editors, who are given back.
    fn people(&mut self, work: &mut Work, kind: Kind) -> Vec<Person> {
        let authors = self.persons("author");
        let holders = self.persons("holder");
        let authors = if authors.is_empty() { holders } else { authors };
        let mut affiliated = Vec::new();
        let mut editors = Vec::new();
        for (field, of) in [
            ("editor", "editortype"),
            ("editora", "editoratype"),
            ("editorb", "editorbtype"),
            ("editorc", "editorctype"),
        ] {
            let persons = self.persons(field);
            if persons.is_empty() {
                continue;
            }
            let role = self.plain(&[of]).map(|role| role.to_lowercase());
            match role.as_deref() {
                Some("compiler") => affiliated.push(PersonsWithRoles::new(persons, PersonRole::Compiler)),
                Some("collaborator") => affiliated.push(PersonsWithRoles::new(persons, PersonRole::Collaborator)),
                Some("organizer") => affiliated.push(PersonsWithRoles::new(persons, PersonRole::Organizer)),
                Some("director") => affiliated.push(PersonsWithRoles::new(persons, PersonRole::Director)),
                Some("translator") => affiliated.push(PersonsWithRoles::new(persons, PersonRole::Translator)),
                _ => editors.extend(persons),
            }
        }
        for (field, role) in [
            ("translator", PersonRole::Translator),
            ("annotator", PersonRole::Annotator),
            ("commentator", PersonRole::Commentator),
            ("introduction", PersonRole::Introduction),
            ("foreword", PersonRole::Foreword),
            ("afterword", PersonRole::Afterword),
        ] {
            let persons = self.persons(field);
            if !persons.is_empty() {
                affiliated.push(PersonsWithRoles::new(persons, role));
            }
        }
        if !authors.is_empty() {
            work.set_authors(authors);
        } else if editors.is_empty()
            && matches!(kind, Kind::Report | Kind::Other(EntryType::Web | EntryType::Misc | EntryType::Repository))
            && let Some(body) = self.corporate()
        {
            // BibTeX's own styles name the organisation where nobody else is named.
            work.set_authors(vec![body]);
        }
        if !affiliated.is_empty() {
            work.set_affiliated(affiliated);
        }
        editors
    }

    fn corporate(&self) -> Option<Person> {
        let name = self.plain(&["institution", "organization"])?;
        Some(Person { name, given_name: None, prefix: None, suffix: None, comma_suffix: false, alias: None })
    }

    fn date(&mut self, work: &mut Work) {
        let read = match (self.field(&["date"]).cloned(), self.field(&["year"]).cloned()) {
            (Some(field), _) => {
                let read = dates::date_field(&field.value.plain());
                if read == Read::Unclear {
                    let hint = "write `2026`, `2026-05` or `2026-05-31`".to_owned();
                    self.warn(&field, format!("`{}` is no date that is known here", field.value.plain()), hint);
                }
                read
            }
            (None, Some(field)) => self.year(&field),
            (None, None) => Read::Unclear,
        };
        let state = self.plain(&["pubstate"]).map(|state| match state.to_lowercase().as_str() {
            "inpress" => "in press".to_owned(),
            "inpreparation" => "in preparation".to_owned(),
            "prepublished" => "pre-published".to_owned(),
            _ => state,
        });
        match read {
            Read::Date(date, end) => {
                work.set_date(date);
                self.beside.until = end;
                return;
            }
            Read::Words(words) if words != "n.d." && words.to_lowercase() != "nd" => {
                self.beside.instead_of_date = Some(words)
            }
            Read::Words(_) | Read::Unclear => self.beside.instead_of_date = state,
        }
        if self.beside.instead_of_date.is_some() {
            let year = crate::model::marks::INSTEAD_OF_DATE;
            work.set_date(hayagriva::types::Date { year, month: None, day: None, approximate: false, season: None });
        }
    }

    fn year(&mut self, field: &Field) -> Read {
        let (month, day) = (self.plain(&["month"]), self.plain(&["day"]));
        let (read, bad) = dates::three_fields(&field.value.plain(), month.as_deref(), day.as_deref());
        if read == Read::Unclear {
            let hint = "write four digits: `year = {2026}`".to_owned();
            self.warn(field, format!("`{}` is no year", field.value.plain()), hint);
        }
        for name in bad {
            let Some(field) = self.field(&[name]).cloned() else { continue };
            let message = format!("`{}` is no {name}, and is left out", field.value.plain());
            let hint = if name == "month" { "write `may`, `May` or `5`" } else { "write a number that the month has" };
            self.warn(&field, message, hint.to_owned());
        }
        read
    }

    fn numbers(&mut self, work: &mut Work, kind: Kind) {
        if let Some(range) = self.pages() {
            work.set_page_range(range);
        }
        // Of a part of a book the library takes the chapter for a number of its own.
        let within = matches!(kind, Kind::Within(_)) && self.has("pages");
        if let Some(chapter) = self.plain(&["chapter"]).filter(|_| !within) {
            work.set_chapter(numbers::number_or_words(&chapter));
        }
        if let Some(total) = self.plain(&["pagetotal"]).and_then(|total| total.parse::<Numeric>().ok()) {
            work.set_page_total(total);
        }
        if let Some(version) = self.plain(&["version"]) {
            work.set_keyed_serial_number("version", version);
        }
        let number = self.plain(&["number", "serial"]);
        if let Some(number) = number.filter(|_| matches!(kind, Kind::Report | Kind::Thesis | Kind::Other(_))) {
            work.set_keyed_serial_number("serial", numbers::serial(&number));
        }
    }

    /// Pages, or the number of an article that has no pages but its own.
    fn pages(&self) -> Option<MaybeTyped<PageRanges>> {
        let pages = self.plain(&["pages", "page"]);
        let article = self.plain(&["eid", "articleno", "articlenumber", "article-number", "elocation-id"]);
        match (pages, article) {
            (Some(pages), Some(article)) if pages.starts_with("1-") || pages.starts_with("1–") || pages == article => {
                Some(numbers::pages(&article))
            }
            (Some(pages), _) => Some(numbers::pages(&pages)),
            (None, Some(article)) => Some(numbers::pages(&article)),
            (None, None) => None,
        }
    }

    fn identifiers(&mut self, work: &mut Work) {
        if let Some(field) = self.field(&["doi"]).cloned() {
            match links::doi(&field.written) {
                Some(doi) => work.set_doi(doi),
                None => {
                    let message = format!("`{}` is no DOI, and is left out", field.value.plain());
                    self.warn(
                        &field,
                        message,
                        "a DOI begins with `10.`, such as `10.1186/s12888-022-03999-9`".to_owned(),
                    );
                }
            }
        }
        if let Some(isbn) = self.plain(&["isbn"]) {
            work.set_isbn(isbn);
        }
        if let Some(issn) = self.plain(&["issn"]) {
            work.set_issn(issn);
        }
        let digits = |text: String| text.trim_start_matches(|c: char| !c.is_ascii_digit()).to_owned();
        let eprint = self.plain(&["eprint"]);
        let of = self.plain(&["eprinttype"]).map(|of| of.to_lowercase()).unwrap_or_default();
        let pmid = self.plain(&["pmid"]).or_else(|| eprint.clone().filter(|_| of == "pubmed"));
        if let Some(pmid) = pmid.map(digits).filter(|pmid| !pmid.is_empty()) {
            work.set_pmid(pmid);
        }
        if let Some(pmcid) = self.plain(&["pmcid", "pmc"]).map(digits).filter(|pmcid| !pmcid.is_empty()) {
            work.set_pmcid(format!("PMC{pmcid}"));
        }
        if let Some(eprint) = eprint.filter(|_| of == "arxiv") {
            work.set_arxiv(eprint.trim_start_matches("arXiv:").to_owned());
        }
    }

    fn address(&mut self, work: &mut Work) {
        let url = self.field(&["url"]).cloned();
        let url = url.or_else(|| self.field(&["howpublished"]).filter(|field| is_address(&field.written)).cloned());
        let url = url.or_else(|| self.field(&["note"]).filter(|field| is_address(&field.written)).cloned());
        let Some(field) = url else { return };
        match links::address(&field.written) {
            Ok(Some(address)) => {
                let bare = links::doi(&field.written)
                    .filter(|_| address.url.host_str().is_some_and(|host| host.ends_with("doi.org")));
                match (bare, work.doi().map(str::to_owned)) {
                    // An address that only leads where the DOI does is not printed beside it.
                    (Some(bare), Some(doi)) if bare.eq_ignore_ascii_case(&doi) => return,
                    (Some(bare), None) => return work.set_doi(bare),
                    _ => {}
                }
                let visit_date = self.visited();
                self.beside.address = Some(address.printed).filter(|printed| *printed != address.url.as_str());
                work.set_url(QualifiedUrl { value: address.url, visit_date });
            }
            Ok(None) => {
                let message = format!("`{}` is no address, and is left out", field.value.plain());
                self.warn(&field, message, "an address begins with `https://`".to_owned());
            }
            Err(scheme) => {
                let message = format!("an address that begins with `{scheme}:` is left out");
                self.warn(&field, message, "a reference leads to addresses with `https:` or `http:` only".to_owned());
            }
        }
    }

    fn visited(&mut self) -> Option<hayagriva::types::Date> {
        if let Some(field) =
            self.field(&["urldate", "lastchecked", "lastaccessed", "accessed", "date-accessed", "lastvisited"]).cloned()
        {
            return match dates::date_field(&field.value.plain()) {
                Read::Date(date, _) => Some(date),
                Read::Words(_) | Read::Unclear => {
                    let message = format!("`{}` is no date that is known here", field.value.plain());
                    self.warn(&field, message, "write the day on which you saw it: `2026-05-31`".to_owned());
                    None
                }
            };
        }
        let note = self.plain(&["note"])?;
        let lower = note.to_lowercase();
        let at = ["accessed", "retrieved", "last accessed", "cited"]
            .iter()
            .find_map(|word| Some(lower.find(word)? + word.len()))?;
        match dates::date_field(
            note.get(at..)?.trim_start_matches([':', ' ']).trim_start_matches("on ").trim_end_matches(['.', ']', ')']),
        ) {
            Read::Date(date, _) => Some(date),
            Read::Words(_) | Read::Unclear => None,
        }
    }

    fn words(&mut self, work: &mut Work, kind: Kind) {
        let note = self.field(&["note"]).or_else(|| self.field(&["addendum"]));
        if let Some(note) = note.filter(|field| !is_address(&field.written)) {
            work.set_note(note.value.format());
        }
        if let Some(genre) = super::kinds::genre(self, kind) {
            work.set_genre(genre);
        }
        if let Some(code) = self.plain(&["langid", "language", "hyphenation"]).as_deref().and_then(languages::code)
            && let Ok(language) = code.parse()
        {
            work.set_language(language);
        }
        if let Some(archive) = self.format(&["library", "archive"]) {
            work.set_archive(archive);
        }
    }

    /// Publisher and place, with the body that stands for a publisher: university, institution, organisation.
    fn publisher(&mut self, work: &mut Work, kind: Kind) {
        let first: &[&str] = match kind {
            Kind::Thesis | Kind::Report => &["institution", "publisher", "organization"],
            Kind::Whole | Kind::Part | Kind::Within(_) | Kind::Other(_) => {
                &["publisher", "organization", "institution"]
            }
        };
        let how =
            self.field(&["howpublished"]).filter(|field| !is_address(&field.written)).map(|field| field.value.format());
        // The body that stands for the author is not repeated as its own publisher; styles see to that themselves.
        let name = self.format(first).or(how);
        let location = self.format(&["location"]);
        if name.is_some() || location.is_some() {
            work.set_publisher(Publisher::new(name, location));
        }
        if self.has("publisher")
            && let Some(body) = self.format(&["organization", "institution"])
        {
            work.set_organization(body);
        }
        if matches!(kind, Kind::Whole | Kind::Part)
            && let Some(edition) = self.plain(&["edition"])
        {
            work.set_edition(numbers::edition(&edition));
        }
        if matches!(kind, Kind::Whole | Kind::Part | Kind::Other(_)) {
            if let Some(volume) = self.plain(&["volume"]) {
                work.set_volume(numbers::number_or_words(&volume));
            }
            if let Some(total) = self.plain(&["volumes"]).and_then(|total| total.parse::<Numeric>().ok()) {
                work.set_volume_total(total);
            }
        }
    }

    /// The journal, book or proceedings that the work stands in.
    fn container(&mut self, editors: Vec<Person>, container: EntryType) -> Work {
        let mut parent = Work::new(&self.entry.key, container);
        let journal = matches!(container, EntryType::Periodical | EntryType::Newspaper);
        let title = if journal { self.title("journal").or_else(|| self.title("book")) } else { self.book_title() };
        if let Some(title) = title.or_else(|| self.title("journal")) {
            let mut format = title.format();
            if journal {
                format.value = title.kept();
                let short = self.field(&[
                    "shortjournal",
                    "shortjournaltitle",
                    "journal-iso",
                    "journalabbr",
                    "abbrev_source_title",
                ]);
                let short = short.map(|field| field.value.chunked());
                let made = || journals::abbreviated(&title.plain()).map(|short| Value::of(&short).chunked());
                format.short = short.or_else(made).map(Box::new);
            }
            parent.set_title(format);
        }
        if let Some(volume) = self.plain(&["volume"]) {
            parent.set_volume(numbers::number_or_words(&volume));
        }
        let issue = self.plain(&["number"]).or_else(|| self.plain(&["issue"]));
        if journal {
            if let Some(issue) = issue {
                parent.set_issue(numbers::number_or_words(&issue));
            }
        } else {
            if let Some(edition) = self.plain(&["edition"]) {
                parent.set_edition(numbers::edition(&edition));
            }
            let authors = self.persons("bookauthor");
            if !authors.is_empty() {
                parent.set_authors(authors);
            }
            if !editors.is_empty() {
                parent.set_editors(editors);
            }
            if let Some(series) = self.series(Kind::Whole) {
                parent.set_parents(vec![series]);
            }
        }
        let name = if journal { None } else { self.format(&["publisher", "organization", "institution"]) };
        let location = self.format(&["location"]).filter(|_| !journal);
        if name.is_some() || location.is_some() {
            parent.set_publisher(Publisher::new(name, location));
        }
        parent
    }

    fn book_title(&self) -> Option<Value> {
        let book = self.title("book");
        match (self.title("main"), book) {
            (Some(mut main), Some(book)) if main.plain() != book.plain() => {
                joined(&mut main, book, ": ");
                Some(main)
            }
            (main, book) => book.or(main),
        }
    }

    /// The series, and the number that the work has in it.
    fn series(&self, kind: Kind) -> Option<Work> {
        let title = self.format(&["series"])?;
        let mut series = Work::new(&self.entry.key, EntryType::Book);
        series.set_title(title);
        if let Some(number) = self.plain(&["number"]).filter(|_| matches!(kind, Kind::Whole | Kind::Part)) {
            series.set_volume(numbers::number_or_words(&number));
        }
        match kind {
            Kind::Whole | Kind::Part | Kind::Within(_) => Some(series),
            // The library looks for the series of all else behind a parent that has none of its own.
            Kind::Report | Kind::Thesis | Kind::Other(_) => {
                let mut behind = Work::new(&self.entry.key, EntryType::Performance);
                behind.set_title(series.title().cloned().unwrap_or_default());
                let mut between = Work::new(&self.entry.key, EntryType::Performance);
                between.set_parents(vec![behind]);
                Some(between)
            }
        }
    }

    fn event(&self) -> Option<Work> {
        let (title, place) = (self.format(&["eventtitle"]), self.format(&["venue"]));
        let date = self.plain(&["eventdate"]).map(|date| dates::date_field(&date));
        if title.is_none() && place.is_none() && date.is_none() {
            return None;
        }
        let mut event = Work::new(&self.entry.key, EntryType::Conference);
        if let Some(title) = title {
            event.set_title(title);
        }
        if let Some(place) = place {
            event.set_location(place);
        }
        if let Some(Read::Date(date, _)) = date {
            event.set_date(date);
        }
        Some(event)
    }
}

fn joined(title: &mut Value, more: Value, by: &str) {
    let ends = title.plain().ends_with(['?', '!', '.', ':', ';']);
    title.push(if ends { " " } else { by }, true);
    title.append(more);
}

/// Whether a text is an address and nothing else.
fn is_address(text: &str) -> bool {
    let text = text.trim();
    let whole = text.strip_prefix("\\url{").is_some_and(|rest| {
        rest.trim_end_matches('.').find('}') == Some(rest.trim_end_matches('.').len().saturating_sub(1))
    });
    whole || (text.starts_with("http") && text.contains("://") && !text.contains(char::is_whitespace))
}
