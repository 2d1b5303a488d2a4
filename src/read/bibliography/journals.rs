//! Short titles of journals, by the words of ISO 4.
//!
//! A title is shortened only where each of its words is known: a wrong abbreviation is worse than none.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Words and how they are shortened; see its own first lines.
static TABLE: LazyLock<Table> = LazyLock::new(|| Table::new(include_str!("title-words.txt")));

#[derive(Default)]
struct Table {
    words: BTreeMap<&'static str, Option<&'static str>>,
    stems: BTreeMap<&'static str, Option<&'static str>>,
}

impl Table {
    fn new(text: &'static str) -> Self {
        let mut table = Self::default();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let Some((word, short)) = line.split_once(' ') else { continue };
            let short = (short != "–").then_some(short);
            match word.strip_suffix('-') {
                Some(stem) => table.stems.insert(stem, short),
                None => table.words.insert(word, short),
            };
        }
        table
    }

    /// How a word is printed; `None` where it is not known. The longest stem decides.
    fn short(&self, word: &str) -> Option<Option<&'static str>> {
        let lower = word.to_lowercase();
        if let Some(found) = self.words.get(lower.as_str()) {
            return Some(*found);
        }
        let plural = lower.strip_suffix('s').and_then(|singular| self.words.get(singular));
        if let Some(found) = plural {
            return Some(*found);
        }
        let ends = lower.char_indices().map(|(at, _)| at).rev();
        ends.filter(|at| *at > 2).find_map(|at| self.stems.get(&lower[..at])).copied()
    }
}

/// Titles whose words are shortened as those of no other.
const WHOLE: [(&str, &str); 4] = [
    ("new england journal of medicine", "N. Engl. J. Med."),
    ("medical journal of australia", "Med. J. Aust."),
    ("proceedings of the national academy of sciences", "Proc. Natl. Acad. Sci. U. S. A."),
    ("cochrane database of systematic reviews", "Cochrane Database Syst. Rev."),
];

/// Words that a short title leaves out.
const LEFT_OUT: [&str; 12] = ["the", "of", "and", "for", "in", "on", "to", "a", "an", "with", "&", "from"];

/// A journal's short title, such as `J. Adv. Nurs.`; `None` where a word is not known, or where nothing is shortened.
pub fn abbreviated(title: &str) -> Option<String> {
    // An abbreviation already.
    if title.contains('.') {
        return None;
    }
    let title = title.split_once(" (").map_or(title, |(title, _)| title);
    let lower = title.to_lowercase();
    let bare = lower.strip_prefix("the ").unwrap_or(&lower);
    if let Some((_, short)) = WHOLE.iter().find(|(whole, _)| *whole == bare) {
        return Some((*short).to_owned());
    }
    let words: Vec<&str> = title.split([' ', '\u{a0}', ':', ',', '/', '–']).filter(|word| !word.is_empty()).collect();
    let kept: Vec<&&str> = words.iter().filter(|word| !LEFT_OUT.contains(&word.to_lowercase().as_str())).collect();
    // A title of one word is not shortened.
    if kept.len() < 2 {
        return None;
    }
    let mut out = Vec::new();
    for word in kept {
        out.push(word.split('-').map(part_of).collect::<Option<Vec<_>>>()?.join("-"));
    }
    let short = out.join(" ");
    (short != title).then_some(short)
}

fn part_of(word: &str) -> Option<String> {
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    // BMJ, PLoS, JMIR and their like are names.
    if capitals > 1 {
        return Some(word.to_owned());
    }
    let short = TABLE.short(word)?;
    Some(match short {
        None => word.to_owned(),
        Some(short) => {
            let mut signs = short.chars();
            let first = signs.next().map(|sign| if capitals > 0 { sign.to_ascii_uppercase() } else { sign });
            let mut short: String = first.into_iter().collect();
            short.push_str(signs.as_str());
            // Letters that only the point would save are not saved.
            if short.trim_end_matches('.').chars().count() + 1 >= word.chars().count() && short.ends_with('.') {
                return Some(word.to_owned());
            }
            short
        }
    })
}

#[cfg(test)]
mod tests {
    use super::abbreviated;

    /// As the catalogue of the National Library of Medicine has them, with the points of ISO 4.
    #[test]
    fn titles_of_the_field() {
        for (title, short) in [
            ("Journal of Advanced Nursing", "J. Adv. Nurs."),
            ("Health and Quality of Life Outcomes", "Health Qual. Life Outcomes"),
            ("British Journal of Psychiatry", "Br. J. Psychiatry"),
            ("The British Journal of General Practice", "Br. J. Gen. Pract."),
            ("American Journal of Public Health", "Am. J. Public Health"),
            ("International Journal of Mental Health Nursing", "Int. J. Ment. Health Nurs."),
            ("Journal of Mental Health", "J. Ment. Health"),
            ("Qualitative Health Research", "Qual. Health Res."),
            ("Community Mental Health Journal", "Community Ment. Health J."),
            ("Social Science & Medicine", "Soc. Sci. Med."),
            ("Mental Health and Social Inclusion", "Ment. Health Soc. Incl."),
            ("Journal of Mixed Methods Research", "J. Mixed Methods Res."),
            ("BMC Health Services Research", "BMC Health Serv. Res."),
            ("BMJ Quality & Safety", "BMJ Qual. Saf."),
            ("Annals of Internal Medicine", "Ann. Intern. Med."),
            ("Psychological Medicine", "Psychol. Med."),
            ("Statistics in Medicine", "Stat. Med."),
            ("Journal of the Royal Society of Medicine", "J. R. Soc. Med."),
            ("Journal of Clinical Epidemiology", "J. Clin. Epidemiol."),
            ("Administration and Policy in Mental Health", "Adm. Policy Ment. Health"),
            ("Psychiatric Rehabilitation Journal", "Psychiatr. Rehabil. J."),
            ("Journal of Personality and Social Psychology", "J. Pers. Soc. Psychol."),
            ("BMC Medical Research Methodology", "BMC Med. Res. Methodol."),
            ("New England Journal of Medicine", "N. Engl. J. Med."),
            ("Addiction", ""),
            ("The Lancet", ""),
            ("J. Adv. Nurs.", ""),
            ("BMJ Open", ""),
            ("Journal of Underwater Basketry", ""),
        ] {
            assert_eq!(abbreviated(title).unwrap_or_default(), short, "{title}");
        }
    }

    #[test]
    fn the_table_is_in_order() {
        let lines: Vec<&str> = include_str!("title-words.txt").lines().filter(|line| !line.starts_with('#')).collect();
        let mut words: Vec<&str> = lines.iter().filter_map(|line| line.split(' ').next()).collect();
        assert_eq!(words.len(), lines.len());
        let count = words.len();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), count);
    }
}
