//! People who may be one, since their ids differ in writing only.

use indexmap::IndexMap;

use super::fault::grouped;
use super::rows::Place;
use crate::diag::{Diagnostic, Severity, Sink, Sources, difference, folded};
use crate::read::speakers::{severity, two_ways};

/// Pairs that are told one by one.
const TOLD: usize = 5;

/// Everybody by what is the same of all ways of writing the id.
#[derive(Default)]
pub struct Written {
    by_folded: IndexMap<String, u32>,
    pairs: Vec<Pair>,
}

struct Pair {
    first: usize,
    second: usize,
    /// Where the second stands; of the first pairs alone.
    place: Option<Place>,
}

/// How the rows of two people lie to each other.
pub enum Lie {
    /// Each has a row of their own at one timepoint, or in a file of people.
    Together,
    /// Each has rows only where the other has none.
    Apart,
}

impl Written {
    /// Notes a person who was met for the first time; whether somebody with an id like theirs was met before.
    pub fn meets(&mut self, id: &str, person: usize) -> bool {
        let number = u32::try_from(person).unwrap_or(u32::MAX);
        let first = *self.by_folded.entry(folded(id)).or_insert(number);
        if first == number {
            return false;
        }
        self.pairs.push(Pair { first: first as usize, second: person, place: None });
        self.pairs.len() <= 2 * TOLD
    }

    /// Where the person stands who was noted last.
    pub fn place(&mut self, place: Place) {
        if let Some(pair) = self.pairs.last_mut() {
            pair.place = Some(place);
        }
    }

    /// Tells the pairs: `id` is that of a person, `line` says where they stand first, `lie` how the rows of two do.
    pub fn tell(
        self,
        id: impl Fn(usize) -> String,
        line: impl Fn(usize) -> String,
        lie: impl Fn(usize, usize) -> Lie,
        sources: &mut Sources,
        sink: &mut Sink,
    ) {
        let mut more = [0_usize; 2];
        let mut told = 0;
        let mut last = None;
        for Pair { first, second, place } in self.pairs {
            let (one, other) = (id(first), id(second));
            let Some(what) = difference(&one, &other) else { continue };
            let rows = lie(first, second);
            let apart = matches!(rows, Lie::Apart);
            let severity = if apart { Severity::Error } else { severity(what) };
            let Some(place) = place.filter(|_| told < TOLD) else {
                more[usize::from(severity == Severity::Error)] += 1;
                continue;
            };
            told += 1;
            let hint = match rows {
                Lie::Apart => format!(
                    "`{one}` stands {}, and each has answers only where the other has none: write the id in one way in all rows",
                    line(first)
                ),
                Lie::Together => format!(
                    "`{one}` stands {}, and both have a row: write the id in one way if they are one; if they are two, accept this, or give them ids that differ in more",
                    line(first)
                ),
            };
            let mut diagnostic = two_ways(&other, &one, what, "people", severity).at(&place.origin).hint(hint);
            diagnostic.message.push_str(&place.aside);
            sink.push(diagnostic);
            last = Some(place.origin.clone());
            if let Some(line) = place.line {
                sources.insert_line(&place.origin.file, place.origin.line, line);
            }
        }
        for (count, severity) in [(more[1], Severity::Error), (more[0], Severity::Warning)] {
            if let Some(origin) = last.as_ref().filter(|_| count > 0) {
                let message = format!("… and {} more like it", grouped(count as u64));
                sink.push(Diagnostic::new(severity, "id-written-two-ways", message).at(origin));
            }
        }
    }
}
