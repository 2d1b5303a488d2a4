//! New ids for the people who are quoted, for their sites and their excerpts.
//!
//! The new numbers tell nothing of the old ones. They follow neither the old ids nor the order of the files, which is
//! often that of the old ids, but the hashes of what each person is quoted with: whoever has the paper could make the
//! same order, and learns nothing from it. They are the same at every build, and move only where an excerpt does.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::{Attribution, ExcerptId, Participant, Qualitative, Timepoint};
use crate::read::sha256;

/// Who stands for whom. It is in no output.
#[derive(Debug, Default)]
pub struct People {
    new: BTreeMap<Participant, Participant>,
    attributions: BTreeMap<Arc<str>, Arc<str>>,
    excerpts: BTreeMap<ExcerptId, ExcerptId>,
    /// Sites that people had.
    pub sites: BTreeSet<Arc<str>>,
    /// How a person is written without a timepoint, such as `S6-PW02`, and how the new one is.
    pub stems: BTreeMap<String, String>,
}

impl People {
    /// Numbers everybody who is quoted; under `as-is` everybody stays who they are.
    pub fn of(qualitative: &Qualitative, timepoints: &[Timepoint], policy: Attribution) -> Self {
        if policy == Attribution::AsIs {
            return Self::default();
        }
        let excerpts = &qualitative.excerpts;
        let mut keys: BTreeMap<&Participant, (String, usize)> = BTreeMap::new();
        for (at, excerpt) in excerpts.iter().enumerate() {
            let words: Vec<&str> = excerpt.text.markdown.split_whitespace().collect();
            let key = (sha256(words.join(" ").as_bytes()), at);
            keys.entry(&excerpt.participant).and_modify(|least| *least = key.clone().min(least.clone())).or_insert(key);
        }
        let mut order: Vec<&Participant> = keys.keys().copied().collect();
        order.sort_by_key(|person| &keys[person]);
        let old: Vec<String> = excerpts.iter().map(|excerpt| excerpt.id.attribution.to_lowercase()).collect();
        let letters = site_names(&order, policy);
        let prefix = prefix(&old);
        let width = order.len().to_string().len().max(2);
        let mut people =
            Self { sites: order.iter().filter_map(|person| person.site.clone()).collect(), ..Self::default() };
        for (index, person) in order.into_iter().enumerate() {
            let site = person.site.as_ref().and_then(|site| letters.get(site)).map(|name| Arc::from(name.as_str()));
            let name = format!("{prefix}{:0width$}", index + 1);
            people.new.insert(person.clone(), Participant { site, person: name.into() });
        }
        let mut counts: BTreeMap<Arc<str>, usize> = BTreeMap::new();
        for excerpt in excerpts {
            let label = people.label(&excerpt.participant);
            let attribution: Arc<str> = match &excerpt.timepoint {
                Some(timepoint) => format!("{label}-{timepoint}").into(),
                None => label.as_str().into(),
            };
            let number = counts.entry(attribution.clone()).or_default();
            *number += 1;
            let id = ExcerptId { attribution: attribution.clone(), number: *number };
            people.excerpts.insert(excerpt.id.clone(), id);
            people.attributions.insert(excerpt.id.attribution.clone(), attribution);
            people.stems.insert(stem(&excerpt.id.attribution, timepoints), label);
        }
        people
    }

    pub fn is_empty(&self) -> bool {
        self.new.is_empty()
    }

    /// The new id of an excerpt; an id of nothing stays as it is.
    pub fn excerpt(&self, old: &ExcerptId) -> ExcerptId {
        self.excerpts.get(old).cloned().unwrap_or_else(|| old.clone())
    }

    pub fn participant(&self, old: &Participant) -> Participant {
        self.new.get(old).cloned().unwrap_or_else(|| old.clone())
    }

    /// Old attributions with the new ones.
    pub fn attributions(&self) -> impl Iterator<Item = (&str, &str)> {
        self.attributions.iter().map(|(old, new)| (&**old, &**new))
    }

    /// Everybody under the new id, in its order.
    pub fn labels(&self) -> BTreeSet<String> {
        self.new.keys().map(|person| self.label(person)).collect()
    }

    /// Site and person under their new names, such as `A-P03`.
    fn label(&self, old: &Participant) -> String {
        let new = self.participant(old);
        match &new.site {
            Some(site) => format!("{site}-{}", new.person),
            None => new.person.to_string(),
        }
    }
}

/// A letter for each site in the order of its first person, so that no letter tells a number; none where sites go.
fn site_names(order: &[&Participant], policy: Attribution) -> BTreeMap<Arc<str>, String> {
    let mut sites: Vec<&Arc<str>> = Vec::new();
    for site in order.iter().filter_map(|person| person.site.as_ref()) {
        if !sites.contains(&site) {
            sites.push(site);
        }
    }
    if policy == Attribution::WithoutSite {
        return BTreeMap::new();
    }
    let letters = |at: usize| match at {
        0..26 => char::from(b'A' + at as u8).to_string(),
        _ => format!("{}{}", char::from(b'A' + (at / 26 - 1).min(25) as u8), char::from(b'A' + (at % 26) as u8)),
    };
    let numbers = |at: usize| (at + 1).to_string();
    let lettered = sites.iter().any(|site| site.len() <= 2 && site.chars().all(char::is_alphabetic));
    let name = |at: usize| if lettered { numbers(at) } else { letters(at) };
    sites.into_iter().enumerate().map(|(at, site)| (site.clone(), name(at))).collect()
}

/// A letter that no old id has before a number: a new id must never be taken for an old one.
fn prefix(old: &[String]) -> &'static str {
    let used = |letter: &str| {
        old.iter().any(|id| {
            id.match_indices(letter).any(|(at, _)| id[at + letter.len()..].starts_with(|c: char| c.is_ascii_digit()))
        })
    };
    ["P", "R", "Q", "V", "W", "Y"].into_iter().find(|letter| !used(&letter.to_lowercase())).unwrap_or("Person")
}

/// An attribution without its timepoint: `S6-PW02-T2` is `S6-PW02`, `Rider 02 (Before)` is `Rider 02`.
fn stem(attribution: &str, timepoints: &[Timepoint]) -> String {
    let alone = |at: usize, id: &str| {
        let before = attribution[..at].chars().next_back();
        let after = attribution[at + id.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    };
    let found = timepoints.iter().filter_map(|timepoint| {
        let id = timepoint.id.as_str();
        let at = attribution.rmatch_indices(id).map(|(at, _)| at).find(|at| alone(*at, id))?;
        Some((at, id.len()))
    });
    let Some((at, length)) = found.max() else { return attribution.to_owned() };
    let mark = |c: char| !c.is_alphanumeric();
    let before = attribution[..at].trim_end_matches(mark);
    let after = attribution[at + length..].trim_start_matches(mark);
    match (before.is_empty(), after.is_empty()) {
        (false, true) => before.to_owned(),
        (true, _) => after.to_owned(),
        (false, false) => format!("{before}-{after}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::TimepointId;

    fn timepoint(id: &str) -> Timepoint {
        Timepoint { id: TimepointId::new(id), label: id.to_owned(), month: 0.0, values: Vec::new() }
    }

    #[test]
    fn a_stem_is_the_person_alone() {
        let timepoints = [timepoint("T1"), timepoint("T2"), timepoint("Before")];
        let stems = [
            ("S6-PW02-T2", "S6-PW02"),
            ("Rider 02 (Before)", "Rider 02"),
            ("T1-north-ann3", "north-ann3"),
            ("S1-T1-P4", "S1-P4"),
            ("T12-T1", "T12"),
            ("P07", "P07"),
        ];
        for (attribution, wanted) in stems {
            assert_eq!(stem(attribution, &timepoints), wanted);
        }
    }

    #[test]
    fn a_new_id_is_never_taken_for_an_old_one() {
        assert_eq!(prefix(&["s6-pw02-t2".to_owned()]), "P");
        assert_eq!(prefix(&["p12-t1".to_owned()]), "R");
    }
}
