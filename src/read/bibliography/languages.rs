//! Names of languages as bibliographies have them, and their codes.

/// The code of a language that is named, or that is a code already.
pub fn code(name: &str) -> Option<String> {
    let name = name.trim().to_lowercase();
    let code = match name.as_str() {
        "english" | "american" | "usenglish" | "canadian" | "eng" => "en",
        "british" | "ukenglish" | "australian" | "newzealand" => "en-GB",
        "german" | "ngerman" | "austrian" | "naustrian" | "swissgerman" | "nswissgerman" | "deutsch" | "ger"
        | "deu" => "de",
        "french" | "francais" | "français" | "frenchb" | "acadian" | "canadien" | "fre" | "fra" => "fr",
        "spanish" | "español" | "espanol" | "spa" => "es",
        "portuguese" | "brazilian" | "brazil" | "portuges" | "por" => "pt",
        "italian" | "ita" => "it",
        "dutch" | "dut" | "nld" => "nl",
        "swedish" | "swe" => "sv",
        "danish" | "dan" => "da",
        "norwegian" | "norsk" | "nynorsk" | "bokmal" | "nor" => "nb",
        "finnish" | "fin" => "fi",
        "polish" | "pol" => "pl",
        "czech" | "cze" => "cs",
        "slovak" => "sk",
        "slovene" | "slovenian" => "sl",
        "croatian" => "hr",
        "serbian" => "sr",
        "hungarian" | "magyar" | "hun" => "hu",
        "romanian" => "ro",
        "bulgarian" => "bg",
        "greek" | "gre" | "ell" => "el",
        "turkish" | "tur" => "tr",
        "russian" | "rus" => "ru",
        "ukrainian" => "uk",
        "arabic" | "ara" => "ar",
        "hebrew" | "heb" => "he",
        "persian" | "farsi" => "fa",
        "chinese" | "chi" | "zho" => "zh",
        "japanese" | "jpn" => "ja",
        "korean" | "kor" => "ko",
        "latin" => "la",
        "catalan" => "ca",
        "basque" => "eu",
        "icelandic" => "is",
        _ => {
            let mut parts = name.split(['-', '_']);
            let language =
                parts.next().filter(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_alphabetic()))?;
            let region =
                parts.next().filter(|part| part.len() == 2).map(|region| format!("-{}", region.to_uppercase()));
            return Some(format!("{language}{}", region.unwrap_or_default()));
        }
    };
    Some(code.to_owned())
}
