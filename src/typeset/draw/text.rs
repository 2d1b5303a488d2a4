//! Text before it is drawn: the registered font measures it, and it is cleaned, wrapped and shortened to fit.

use std::fmt;
use std::sync::OnceLock;

use plotters::style::{FontDesc, FontFamily, FontStyle, register_font};

use super::theme::Style;

/// The family that every chart is set in.
pub const FAMILY: &str = "Source Sans 3";

/// What a sum of widths may be off by.
const TOLERANCE: f64 = 0.01;
const ELLIPSIS: &str = "…";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    Regular,
    Italic,
    Semibold,
}

impl Face {
    /// Plotters knows no semibold: it travels as bold, and `canvas` gives it its own weight back.
    pub fn plotters(self) -> FontStyle {
        match self {
            Face::Regular => FontStyle::Normal,
            Face::Italic => FontStyle::Italic,
            Face::Semibold => FontStyle::Bold,
        }
    }
}

/// A file that is not a font.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnreadableFont(Face);

impl fmt::Display for UnreadableFont {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let face = match self.0 {
            Face::Regular => "regular",
            Face::Italic => "italic",
            Face::Semibold => "semibold",
        };
        write!(f, "the {face} face of `{FAMILY}` is not a font that can be read")
    }
}

impl std::error::Error for UnreadableFont {}

/// What is known of a face.
struct Measure {
    /// Ascender less descender in ems, which is the unit that Plotters scales a font by.
    line_height: f64,
    /// Advances of the Latin characters in ems, so that not every letter is looked up again.
    advances: Vec<f64>,
}

/// In the order of `Face`.
static MEASURES: OnceLock<[Measure; 3]> = OnceLock::new();

/// Plotters measures in whole units: so many in an em.
const PER_EM: f64 = 10_000.0;
/// Width of a character where no font is known, in ems.
const ESTIMATE: f64 = 0.56;

/// Gives the charts their font; the first call counts, and later ones change nothing.
///
/// Without it charts are still drawn, with the width of text estimated.
pub fn register_fonts(regular: &[u8], italic: &[u8], semibold: &[u8]) -> Result<(), UnreadableFont> {
    if MEASURES.get().is_some() {
        return Ok(());
    }
    let measures =
        [register(Face::Regular, regular)?, register(Face::Italic, italic)?, register(Face::Semibold, semibold)?];
    MEASURES.get_or_init(|| measures);
    Ok(())
}

fn register(face: Face, bytes: &[u8]) -> Result<Measure, UnreadableFont> {
    let line_height = line_height(bytes).ok_or(UnreadableFont(face))?;
    // Plotters wants a font that lives as long as the program; it is given one, once.
    let bytes: &'static [u8] = Box::leak(bytes.to_vec().into_boxed_slice());
    register_font(FAMILY, face.plotters(), bytes).map_err(|_| UnreadableFont(face))?;
    let advances = ('\0'..'\u{250}').map(|c| measured(c, face, line_height));
    Ok(Measure { line_height, advances: advances.collect() })
}

/// Ascender less descender in ems, from the tables `head` and `hhea`.
fn line_height(font: &[u8]) -> Option<f64> {
    let short = |at: usize| Some(i16::from_be_bytes(font.get(at..at + 2)?.try_into().ok()?));
    let long = |at: usize| Some(u32::from_be_bytes(font.get(at..at + 4)?.try_into().ok()?) as usize);
    let table = |name: &[u8; 4]| {
        let count = usize::from(short(4)?.unsigned_abs());
        let entry = (0..count).map(|i| 12 + 16 * i).find(|&at| font.get(at..at + 4) == Some(name))?;
        long(entry + 8)
    };
    let em = f64::from(short(table(b"head")? + 18)?);
    let horizontal = table(b"hhea")?;
    let height = f64::from(short(horizontal + 4)?) - f64::from(short(horizontal + 6)?);
    (em > 0.0 && height > 0.0).then_some(height / em)
}

/// Width in points.
pub fn width(text: &str, style: Style) -> f64 {
    ems(text, style.face) * style.size
}

/// Width of the widest word, which no line can be narrower than without cutting it.
pub fn widest_word<'a>(texts: impl IntoIterator<Item = &'a str>, style: Style) -> f64 {
    widest(texts.into_iter().flat_map(str::split_whitespace), style)
}

/// Width of the widest.
pub fn widest<'a>(texts: impl IntoIterator<Item = &'a str>, style: Style) -> f64 {
    texts.into_iter().map(|text| width(&clean(text), style)).fold(0.0, f64::max)
}

fn ems(text: &str, face: Face) -> f64 {
    let Some(measures) = MEASURES.get() else {
        return ESTIMATE * text.chars().count() as f64;
    };
    let measure = &measures[face as usize];
    let advance = |c: char| match measure.advances.get(c as usize) {
        Some(advance) => *advance,
        None => measured(c, face, measure.line_height),
    };
    text.chars().map(advance).sum()
}

/// The advance of a character as Plotters measures it, in ems.
fn measured(c: char, face: Face, line_height: f64) -> f64 {
    let size = line_height * PER_EM;
    let font = FontDesc::new(FontFamily::Name(FAMILY), size, face.plotters());
    match font.layout_box(c.encode_utf8(&mut [0; 4])) {
        Ok(((left, _), (right, _))) => f64::from(right - left) / PER_EM,
        Err(_) => ESTIMATE,
    }
}

/// One line with single spaces, free of the characters that XML has no room for.
pub fn clean(text: &str) -> String {
    let legal = text.replace(|c: char| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'), " ");
    legal.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text, or as much of it as fits with an ellipsis.
pub fn shorten(text: &str, style: Style, room: f64) -> String {
    let text = clean(text);
    if width(&text, style) <= room + TOLERANCE {
        return text;
    }
    let mut left = room - width(ELLIPSIS, style);
    let mut short = String::new();
    for c in text.chars() {
        left -= width(c.encode_utf8(&mut [0; 4]), style);
        if left < 0.0 {
            break;
        }
        short.push(c);
    }
    if room < width(ELLIPSIS, style) {
        return String::new();
    }
    short.truncate(short.trim_end().len());
    short + ELLIPSIS
}

/// Lines no wider than the room, at most so many; what is left over ends in an ellipsis.
pub fn wrap(text: &str, style: Style, room: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let text = clean(text);
    for word in text.split(' ').flat_map(|word| pieces(word, style, room)) {
        let longer = if line.is_empty() { word.clone() } else { format!("{line} {word}") };
        if line.is_empty() || width(&longer, style) <= room + TOLERANCE {
            line = longer;
        } else {
            lines.push(std::mem::replace(&mut line, word));
        }
    }
    lines.push(line);
    if lines.len() > most.max(1) {
        let rest = lines.split_off(most.max(1) - 1).join(" ");
        lines.push(shorten(&rest, style, room));
    }
    lines
}

/// A word, broken where it is wider than a whole line; a letter that is cut from its neighbour gets a hyphen.
fn pieces(word: &str, style: Style, room: f64) -> Vec<String> {
    if width(word, style) <= room + TOLERANCE {
        return vec![word.to_owned()];
    }
    let hyphen = width("-", style);
    let mut pieces: Vec<String> = Vec::new();
    let (mut piece, mut left) = (String::new(), room - hyphen);
    for c in word.chars() {
        let step = width(c.encode_utf8(&mut [0; 4]), style);
        if step > left && !piece.is_empty() {
            let latin = |c: char| c.is_alphabetic() && c < '\u{250}';
            if latin(c) && piece.chars().next_back().is_some_and(latin) {
                piece.push('-');
            }
            pieces.push(std::mem::take(&mut piece));
            left = room - hyphen;
        }
        left -= step;
        piece.push(c);
    }
    pieces.push(piece);
    pieces
}
