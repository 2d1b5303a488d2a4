//! The kinds of BibTeX's and BibLaTeX's references, and the library's types that print them.

use hayagriva::types::{EntryType, FormatString};

use super::entry::Maker;

/// How a work stands in the world, which says where its fields belong.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// In a journal, a book or proceedings of this type.
    Within(EntryType),
    /// A book by itself.
    Whole,
    /// A part of a book that has no title of its own.
    Part,
    Report,
    Thesis,
    Other(EntryType),
}

impl Kind {
    pub fn entry_type(self) -> EntryType {
        match self {
            Kind::Within(EntryType::Periodical | EntryType::Newspaper | EntryType::Proceedings) => EntryType::Article,
            Kind::Within(_) => EntryType::Chapter,
            Kind::Whole | Kind::Part => EntryType::Book,
            Kind::Report => EntryType::Report,
            Kind::Thesis => EntryType::Thesis,
            Kind::Other(of) => of,
        }
    }
}

/// Kinds by name, for suggestions.
pub const NAMES: [&str; 34] = [
    "article",
    "book",
    "mvbook",
    "inbook",
    "bookinbook",
    "suppbook",
    "booklet",
    "collection",
    "mvcollection",
    "incollection",
    "suppcollection",
    "dataset",
    "manual",
    "misc",
    "online",
    "patent",
    "periodical",
    "suppperiodical",
    "proceedings",
    "mvproceedings",
    "inproceedings",
    "reference",
    "mvreference",
    "inreference",
    "report",
    "software",
    "thesis",
    "unpublished",
    "conference",
    "electronic",
    "mastersthesis",
    "phdthesis",
    "techreport",
    "www",
];

pub fn kind(maker: &Maker<'_>) -> Option<Kind> {
    let has = |name: &str| maker.has(name);
    let periodical = |maker: &Maker<'_>| {
        let subtype = maker.field(&["entrysubtype"]).map(|field| field.value.plain().to_lowercase());
        Kind::Within(if subtype.as_deref() == Some("newspaper") { EntryType::Newspaper } else { EntryType::Periodical })
    };
    Some(match maker.entry.kind.as_str() {
        "article" | "suppperiodical" | "review" | "journal" => {
            if has("journaltitle") || !has("booktitle") {
                periodical(maker)
            } else {
                Kind::Within(EntryType::Book)
            }
        }
        "newspaper" => Kind::Within(EntryType::Newspaper),
        "book" | "mvbook" | "collection" | "mvcollection" | "proceedings" | "mvproceedings" | "reference"
        | "mvreference" | "manual" | "booklet" => Kind::Whole,
        // BibTeX's own `@inbook` is the book, and says which chapter or pages are meant.
        "inbook" if !has("booktitle") && !has("maintitle") => Kind::Part,
        "inbook" | "bookinbook" | "suppbook" | "incollection" | "suppcollection" | "inreference" => {
            Kind::Within(EntryType::Book)
        }
        "inproceedings" | "conference" | "paper" => Kind::Within(EntryType::Proceedings),
        "report" | "techreport" => Kind::Report,
        "thesis" | "phdthesis" | "mastersthesis" | "mathesis" | "bachelorsthesis" | "candthesis" => Kind::Thesis,
        "online" | "electronic" | "www" | "webpage" => Kind::Other(EntryType::Web),
        "misc" | "set" | "letter" | "bibnote" | "commentary" | "performance" | "unspecified" | "other" => {
            if has("journaltitle") && (has("volume") || has("number") || has("pages")) {
                periodical(maker)
            } else {
                Kind::Other(EntryType::Misc)
            }
        }
        "unpublished" => Kind::Other(EntryType::Manuscript),
        "patent" => Kind::Other(EntryType::Patent),
        "dataset" | "data" => Kind::Other(EntryType::Misc),
        "software" | "program" | "computerprogram" => Kind::Other(EntryType::Repository),
        "periodical" => Kind::Other(EntryType::Periodical),
        "standard" => Kind::Report,
        "legislation" | "legal" => Kind::Other(EntryType::Legislation),
        "jurisdiction" => Kind::Other(EntryType::Case),
        "audio" | "music" => Kind::Other(EntryType::Audio),
        "video" | "movie" => Kind::Other(EntryType::Video),
        "image" | "artwork" => Kind::Other(EntryType::Artwork),
        _ => return None,
    })
}

/// What kind of thesis or report a work is, in words.
pub fn genre(maker: &Maker<'_>, kind: Kind) -> Option<FormatString> {
    let written = maker.field(&["type"]);
    if let Some(field) = written {
        let words = match field.value.plain().to_lowercase().as_str() {
            "phdthesis" => "PhD thesis",
            "mathesis" => "Master’s thesis",
            "bathesis" => "Bachelor’s thesis",
            "candthesis" => "Candidate thesis",
            "techreport" => "Technical report",
            "resreport" => "Research report",
            "software" => "Computer software",
            "datacd" => "Data CD",
            "audiocd" => "Audio CD",
            _ => return Some(field.value.format()),
        };
        return Some(FormatString::with_value(words));
    }
    let words = match (kind, maker.entry.kind.as_str()) {
        (_, "phdthesis") => "PhD thesis",
        (_, "mastersthesis" | "mathesis") => "Master’s thesis",
        (_, "bachelorsthesis") => "Bachelor’s thesis",
        (_, "techreport") => "Technical report",
        (_, "dataset" | "data") => "Data set",
        _ => return None,
    };
    Some(FormatString::with_value(words))
}
