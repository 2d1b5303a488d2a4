//! Which characters can be printed: those that one of the fonts has.

use typst::text::FontBook;

/// The characters of all fonts together.
pub struct Glyphs {
    ranges: Vec<(u32, u32)>,
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
