//! Names of authors and editors, as BibTeX takes them apart, and as exports of other programs write them.

use hayagriva::types::Person;

use super::value::{Value, is_mark};
use crate::model::marks::OTHERS;

/// What is odd about a list of names, with what to write.
pub struct Oddity {
    pub message: String,
    pub hint: String,
}

/// A sign, and whether braces protect it.
type Sign = (char, bool);

/// The persons of a list; `and others` is a person by the name of [`OTHERS`].
pub fn persons(value: &Value, odd: &mut Vec<Oddity>) -> Vec<Person> {
    let signs: Vec<Sign> = value
        .parts
        .iter()
        .flat_map(|(text, kept)| {
            text.chars().filter(|c| !is_mark(*c)).map(|c| if c == '\u{a0}' { ' ' } else { c }).map(|c| (c, *kept))
        })
        .collect();
    if let Some(person) = labelled(&signs) {
        return vec![person];
    }
    let mut names = split_at_and(&signs);
    if let Some(more) = lists(&names, odd) {
        names = more;
    }
    let indexed = names.len() > 1 && names.iter().all(|name| is_others(name) || reversed(name).is_some());
    let mut persons = Vec::new();
    for name in &names {
        if is_others(name) {
            persons.push(body(OTHERS));
        } else if let Some(person) = labelled(name) {
            persons.push(person);
        } else if let Some(person) = reversed(name).filter(|person| indexed || initials_of(person) > 1) {
            persons.push(person);
        } else if let Some(person) = person(name, odd) {
            persons.push(person);
        }
    }
    if indexed && let Some(Person { name, given_name: Some(given), .. }) = persons.first() {
        odd.push(Oddity {
            message: format!("these names are read as family name and initials, such as `{name}` and `{given}`"),
            hint: format!("put a comma after the family name: `{name}, {given}`"),
        });
    }
    persons
}

fn body(name: &str) -> Person {
    Person { name: name.to_owned(), given_name: None, prefix: None, suffix: None, comma_suffix: false, alias: None }
}

fn text(signs: &[Sign]) -> String {
    let text: String = signs.iter().map(|(sign, _)| *sign).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a name stands for those who are not named.
fn is_others(name: &[Sign]) -> bool {
    let name = text(name).to_lowercase();
    matches!(name.trim_end_matches(['.', ',']), "others" | "et al" | "etal" | "and others")
}

/// The names between the words `and` that stand outside of braces.
fn split_at_and(signs: &[Sign]) -> Vec<Vec<Sign>> {
    let mut names = vec![Vec::new()];
    for word in words(signs) {
        let and = word.len() == 3 && word.iter().all(|(_, kept)| !kept) && text(&word).eq_ignore_ascii_case("and");
        let last = names.last_mut().expect("there is always one");
        if and {
            names.push(Vec::new());
        } else {
            if !last.is_empty() {
                last.push((' ', false));
            }
            last.extend(word);
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// Words at spaces outside of braces.
fn words(signs: &[Sign]) -> Vec<Vec<Sign>> {
    signs
        .split(|(sign, kept)| !kept && sign.is_whitespace())
        .filter(|word| !word.is_empty())
        .map(<[Sign]>::to_vec)
        .collect()
}

fn at_commas(signs: &[Sign]) -> Vec<Vec<Sign>> {
    signs.split(|(sign, kept)| !kept && *sign == ',').map(<[Sign]>::to_vec).collect()
}

/// Lists that other programs write: names between semicolons, or `Doe, J., Roe, K.` without the word `and`.
fn lists(names: &[Vec<Sign>], odd: &mut Vec<Oddity>) -> Option<Vec<Vec<Sign>>> {
    let mut out = Vec::new();
    let mut any = false;
    for name in names {
        let parts: Vec<Vec<Sign>> = name.split(|(sign, kept)| !kept && *sign == ';').map(<[Sign]>::to_vec).collect();
        if parts.len() > 1 {
            any = true;
            out.extend(parts.into_iter().filter(|part| !text(part).is_empty()));
            continue;
        }
        let parts: Vec<Vec<Sign>> = at_commas(name).into_iter().filter(|part| !text(part).is_empty()).collect();
        let pairs = parts.len() > 3
            && parts.len().is_multiple_of(2)
            && parts.chunks(2).all(|pair| is_initials(&text(&pair[1])));
        if pairs {
            any = true;
            for pair in parts.chunks(2) {
                let mut one = pair[0].clone();
                one.push((',', false));
                one.extend(pair[1].iter().copied());
                out.push(one);
            }
        } else if parts.len() > 2 && parts.iter().all(|part| reversed(part).is_some()) {
            any = true;
            out.extend(parts);
        } else {
            out.push(name.clone());
        }
    }
    if !any {
        return None;
    }
    let all: Vec<String> = out.iter().map(|name| text(name)).collect();
    odd.push(Oddity {
        message: format!("these are read as {} names, between which no `and` stands", all.len()),
        hint: format!("write `and` between names: `{} and …`", all.first().map_or("", String::as_str)),
    });
    Some(out)
}

/// Whether a text is initials and nothing else: `J.`, `J. A.`, `J.-P.`, `JA`.
fn is_initials(text: &str) -> bool {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
    let others = text.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | ' '));
    (1..=4).contains(&letters.len()) && others && letters.iter().all(|c| c.is_uppercase()) && !letters.is_empty()
}

/// `Smith JA`, as PubMed writes: the family name first, then bare initials without a point or a comma.
fn reversed(name: &[Sign]) -> Option<Person> {
    let words = words(name);
    let (last, family) = words.split_last()?;
    let bare = |word: &[Sign]| word.iter().all(|(sign, kept)| !kept && *sign != ',');
    if family.is_empty() || !words.iter().all(|word| bare(word)) {
        return None;
    }
    let initials = text(last);
    let capitals = (1..=3).contains(&initials.chars().count()) && initials.chars().all(|c| c.is_ascii_uppercase());
    let family: Vec<String> = family.iter().map(|word| text(word)).collect();
    let named = family.iter().any(|word| word.chars().any(char::is_lowercase) && !word.contains('.'));
    let suffix = matches!(initials.as_str(), "II" | "III" | "IV" | "VI");
    let given = family.iter().any(|word| word.chars().filter(|c| c.is_alphabetic()).count() < 2);
    (capitals && named && !suffix && !given && family.len() < 4 && !is_organisation(&family.join(" ")))
        .then(|| Person { given_name: Some(spaced(&initials)), ..body(&family.join(" ")) })
}

fn initials_of(person: &Person) -> usize {
    person.given_name.as_deref().unwrap_or("").chars().filter(|c| c.is_alphabetic()).count()
}

/// BibLaTeX's own way: `family=Berg, given=Jan, prefix=van der, useprefix=true`.
fn labelled(signs: &[Sign]) -> Option<Person> {
    let whole = text(signs);
    if !whole.contains("family=") && !whole.contains("family =") || whole.contains(" and ") {
        return None;
    }
    let mut person = body("");
    let mut prefix = String::new();
    for part in at_commas(signs) {
        let part = text(&part);
        let (label, value) = part.split_once('=')?;
        let value = value.trim().trim_matches('"').to_owned();
        match label.trim() {
            "family" => person.name = value,
            "given" => person.given_name = Some(value),
            "suffix" => person.suffix = Some(value),
            "prefix" => prefix = value,
            _ => {}
        }
    }
    if !prefix.is_empty() {
        person.name = format!("{prefix} {}", person.name);
    }
    (!person.name.is_empty()).then_some(person)
}

/// One person or organisation.
fn person(name: &[Sign], odd: &mut Vec<Oddity>) -> Option<Person> {
    let whole = text(name);
    let mut parts: Vec<Vec<Sign>> = at_commas(name).into_iter().filter(|part| !text(part).is_empty()).collect();
    if name.iter().all(|(sign, kept)| *kept || sign.is_whitespace()) || parts.is_empty() {
        return (!parts.is_empty()).then(|| body(&whole));
    }
    if name.iter().all(|(_, kept)| !kept) && is_organisation(&whole) {
        odd.push(Oddity {
            message: format!("`{whole}` is read as the name of an organisation"),
            hint: format!("put it in braces of its own, so that it is not taken apart: `{{{whole}}}`"),
        });
        return Some(body(&whole));
    }
    if parts.len() > 3 {
        odd.push(Oddity {
            message: format!("`{whole}` has too many commas for one name, and is printed as it is written"),
            hint: "write `Family, Given and Family, Given`; an organisation stands in braces of its own".to_owned(),
        });
        return Some(body(&whole));
    }
    let mut suffix = None;
    if parts.len() == 3 {
        // `King, Jr., Martin`, and `King, Martin, Jr.` as other programs have it.
        let at = if is_suffix(&text(&parts[2])) && !is_suffix(&text(&parts[1])) { 2 } else { 1 };
        suffix = Some(text(&parts.remove(at)));
    }
    let (family, given) = match parts.as_slice() {
        [family, given] if !is_suffix(&text(given)) => (words(family), text(given)),
        [family, last] => {
            suffix = Some(text(last));
            let (given, family) = unified(words(family));
            (family, given)
        }
        [whole] if suffix.is_none() => {
            let mut words = words(whole);
            suffix = words.pop_if(|word| is_suffix(&text(word))).map(|word| text(&word));
            let (given, family) = unified(words);
            (family, given)
        }
        [whole] => {
            let (given, family) = unified(words(whole));
            (family, given)
        }
        _ => return None,
    };
    let mut family = family;
    if suffix.is_none() && family.len() > 1 {
        suffix = family.pop_if(|word| is_suffix(&text(word))).map(|word| text(&word));
    }
    let family: Vec<String> = family.iter().map(|word| text(word)).collect();
    let given = spaced(&given);
    Some(Person { given_name: (!given.is_empty()).then_some(given), suffix, ..body(&family.join(" ")) })
}

fn is_suffix(text: &str) -> bool {
    matches!(
        text.trim_end_matches('.'),
        "Jr" | "Sr" | "jr" | "sr" | "Jnr" | "Snr" | "II" | "III" | "IV" | "Junior" | "Senior"
    ) && text.len() > 1
}

/// `Given von Family`: the given names and the words of the family name, its particles among them.
fn unified(words: Vec<Vec<Sign>>) -> (String, Vec<Vec<Sign>>) {
    let lower = |word: &Vec<Sign>| {
        word.iter().find(|(sign, _)| sign.is_alphabetic()).is_some_and(|(sign, kept)| !kept && sign.is_lowercase())
    };
    let count = words.len();
    let family = words[..count.saturating_sub(1)].iter().position(lower).unwrap_or(count.saturating_sub(1));
    let given: Vec<String> = words[..family].iter().map(|word| text(word)).collect();
    (given.join(" "), words[family..].to_vec())
}

/// Initials apart from each other: `J.A.` and `JA` are `J. A.`, `J.-P.` stays.
fn spaced(given: &str) -> String {
    let given = given.trim();
    let letters = given.chars().count();
    if (2..=3).contains(&letters) && given.chars().all(|c| c.is_ascii_uppercase()) {
        return given.chars().map(|c| format!("{c}.")).collect::<Vec<_>>().join(" ");
    }
    let mut out = String::new();
    let mut before = ' ';
    for sign in given.chars() {
        if before == '.' && sign.is_alphabetic() {
            out.push(' ');
        }
        out.push(sign);
        before = sign;
    }
    out
}

/// Whether a name without a comma is that of an organisation, by its words.
fn is_organisation(name: &str) -> bool {
    const WORDS: [&str; 44] = [
        "academy",
        "administration",
        "agency",
        "alliance",
        "association",
        "authority",
        "board",
        "bureau",
        "center",
        "centre",
        "coalition",
        "collaboration",
        "collaborators",
        "college",
        "commission",
        "committee",
        "consortium",
        "corporation",
        "council",
        "department",
        "federation",
        "force",
        "foundation",
        "fund",
        "government",
        "group",
        "gmbh",
        "hospital",
        "inc",
        "institute",
        "institution",
        "investigators",
        "ltd",
        "ministry",
        "network",
        "office",
        "organisation",
        "organization",
        "programme",
        "service",
        "services",
        "society",
        "team",
        "university",
    ];
    if name.contains(',') {
        return false;
    }
    let words: Vec<String> = name.split_whitespace().map(|word| word.trim_end_matches('.').to_lowercase()).collect();
    words.len() > 1
        && words.iter().any(|word| WORDS.contains(&word.as_str()) || matches!(word.as_str(), "of" | "for" | "the"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(written: &str) -> (Vec<String>, usize) {
        let value = super::super::latex::converted(written, 0, &mut Vec::new());
        let mut odd = Vec::new();
        let persons = persons(&value, &mut odd).into_iter().map(|person| {
            let part = |part: Option<String>| part.map(|part| format!("|{part}")).unwrap_or_default();
            format!("{}{}{}", person.name.replace(OTHERS, "…"), part(person.given_name), part(person.suffix))
        });
        (persons.collect(), odd.len())
    }

    #[test]
    fn names_are_taken_apart() {
        for (written, names) in [
            ("Knuth, Donald E. and Jan van der Berg", vec!["Knuth|Donald E.", "van der Berg|Jan"]),
            ("van der Berg, Jan and de la Cruz, Maria", vec!["van der Berg|Jan", "de la Cruz|Maria"]),
            ("King, Jr., Martin Luther and Smith III, J.A.", vec!["King|Martin Luther|Jr.", "Smith|J. A.|III"]),
            ("Martin Luther King Jr. and Gates, William, III", vec!["King|Martin Luther|Jr.", "Gates|William|III"]),
            ("{World Health Organization} and {Smith, Inc.}", vec!["World Health Organization", "Smith, Inc."]),
            (
                "{{National Institute for Health and Care Excellence}}",
                vec!["National Institute for Health and Care Excellence"],
            ),
            ("Buggey, Tom and others", vec!["Buggey|Tom", "…"]),
            ("Buggey, Tom and et al.", vec!["Buggey|Tom", "…"]),
            (r#"M{\"u}ller, J{\"o}rg and {\O}sterg{\aa}rd, {\AA}se"#, vec!["Müller|Jörg", "Østergård|Åse"]),
            (
                "{Barnes and Noble} and Gaius Julius {Caesar Augustus}",
                vec!["Barnes and Noble", "Caesar Augustus|Gaius Julius"],
            ),
            ("family=Berg, given=Jan, prefix=van der, useprefix=true", vec!["van der Berg|Jan"]),
            ("O'Neil, Pat and Sartre, J.-P. and Plato", vec!["O'Neil|Pat", "Sartre|J.-P.", "Plato"]),
            ("王, 小明 and Иванов, Иван", vec!["王|小明", "Иванов|Иван"]),
        ] {
            assert_eq!(read(written), (names.into_iter().map(str::to_owned).collect(), 0), "{written}");
        }
    }

    #[test]
    fn other_programs_lists_are_read_and_told() {
        for (written, names) in [
            ("Smith, J., Jones, K. L., Brown, M.", vec!["Smith|J.", "Jones|K. L.", "Brown|M."]),
            ("Smith, John; Jones, Kate", vec!["Smith|John", "Jones|Kate"]),
            ("Smith JA and Jones K", vec!["Smith|J. A.", "Jones|K"]),
            ("World Health Organization", vec!["World Health Organization"]),
        ] {
            assert_eq!(read(written), (names.into_iter().map(str::to_owned).collect(), 1), "{written}");
        }
    }
}
