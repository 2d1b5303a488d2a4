//! Which characters can be printed: those that one of the fonts has.

use typst::text::FontBook;

use crate::diag::{Diagnostic, Origin, Sink};

/// So many characters of a text are named that no font has.
const NAMED: usize = 6;

const ONE: &str = "take it out, or put a font that has it into templates/fonts/";
const MANY: &str = "take them out, or put a font that has them into templates/fonts/";

/// The characters of all fonts together.
pub struct Glyphs {
    ranges: Vec<(u32, u32)>,
}

/// Tells of characters in what repeats other words, such as labels in tables and charts: each once, and none that was
/// told of where it is written. A place among the data is nearer to where that is than others.
pub fn tell_repeated(repeated: Vec<(char, Origin)>, sink: &mut Sink) {
    let mut rest: Vec<(char, Origin)> = Vec::new();
    for (c, place) in repeated {
        let sign = format!("(U+{:04X})", u32::from(c));
        if sink.diagnostics().iter().any(|told| told.code == "no-glyph" && told.message.contains(&sign)) {
            continue;
        }
        match rest.iter_mut().find(|(known, _)| *known == c) {
            Some((_, known)) if place.file.starts_with("data/") && !known.file.starts_with("data/") => *known = place,
            Some(_) => {}
            None => rest.push((c, place)),
        }
    }
    while let Some((_, place)) = rest.first().cloned() {
        let (here, others) = rest.into_iter().partition(|(_, other)| *other == place);
        rest = others;
        let here: Vec<(char, Origin)> = here;
        Glyphs::tell(here.into_iter().map(|(c, _)| c), &|_| place.clone(), sink);
    }
}

impl Glyphs {
    pub fn new(book: &FontBook) -> Self {
        let infos = (0..).map_while(|index| book.info(index));
        let mut points: Vec<u32> = infos.flat_map(|info| info.coverage.iter()).collect();
        points.sort_unstable();
        points.dedup();
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for point in points {
            match ranges.last_mut() {
                Some((_, end)) if *end + 1 == point => *end = point,
                _ => ranges.push((point, point)),
            }
        }
        Self { ranges }
    }

    /// Tells of the characters of a text that cannot be printed, all at once.
    pub fn tell(missing: impl IntoIterator<Item = char>, place: &dyn Fn(char) -> Origin, sink: &mut Sink) {
        let mut distinct: Vec<char> = Vec::new();
        missing.into_iter().for_each(|c| {
            if !distinct.contains(&c) {
                distinct.push(c);
            }
        });
        let Some(first) = distinct.first() else { return };
        let all_control = distinct.iter().all(|c| c.is_control());
        let named = distinct.iter().take(NAMED).map(|c| match c.is_control() {
            true => format!("U+{:04X}", u32::from(*c)),
            false => format!("`{c}` (U+{:04X})", u32::from(*c)),
        });
        let named: Vec<String> = named.collect();
        let rest = distinct.len().saturating_sub(NAMED);
        let more = if rest == 0 { String::new() } else { format!(" and {rest} more") };
        let named = match &named[..] {
            [init @ .., last] if more.is_empty() && !init.is_empty() => format!("{} and {last}", init.join(", ")),
            _ => format!("{}{more}", named.join(", ")),
        };
        let (message, hint) = match (all_control, distinct.len()) {
            (true, 1) => (format!("the control character {named} cannot be printed"), "take it out"),
            (true, _) => (format!("the control characters {named} cannot be printed"), "take them out"),
            (false, 1) => (format!("no font has a glyph for {named}"), ONE),
            (false, _) => (format!("no font has glyphs for {named}"), MANY),
        };
        sink.push(Diagnostic::error("no-glyph", message).at(&place(*first)).hint(hint));
    }

    /// Whether a character is printed, or is one of those that print nothing.
    pub fn has(&self, c: char) -> bool {
        let invisible = matches!(
            c,
            '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
                | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        );
        let point = u32::from(c);
        let at = self.ranges.partition_point(|(start, _)| *start <= point);
        let covered = at > 0 && self.ranges[at - 1].1 >= point;
        invisible || c.is_whitespace() || (covered && !c.is_control())
    }
}
