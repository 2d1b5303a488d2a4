//! The private signs that stand for styles within a reference's texts, for which the citation library has no other way.
//!
//! They are between the reader of the bibliography and the printed reference only: no input brings them in, and no
//! output holds one.

/// The first of the signs; pairs of on and off follow.
const FIRST: u32 = 0xF_E100;

/// Behind the text of a number that is to be printed as it was written.
pub const LITERAL: &str = "\u{FE1F0}0";

/// The name of those whom `and others` stands for.
pub const OTHERS: &str = "\u{FE1F1}others";

/// The year of a work that has words in place of a date: it sorts behind all others.
pub const INSTEAD_OF_DATE: i32 = 98_765;

/// Where the sign of a style is turned on.
pub fn on(style: u32) -> char {
    char::from_u32(FIRST + 2 * style).unwrap_or('\u{fffd}')
}

/// Where the sign of a style is turned off.
pub fn off(style: u32) -> char {
    char::from_u32(FIRST + 2 * style + 1).unwrap_or('\u{fffd}')
}

/// The style that a sign turns on (`true`) or off.
pub fn style(sign: char) -> Option<(u32, bool)> {
    let index = u32::from(sign).checked_sub(FIRST)?;
    (index < 10).then_some((index / 2, index.is_multiple_of(2)))
}

/// Whether a sign is kept for this program's own use.
pub fn is_mark(sign: char) -> bool {
    (0xF_E100..=0xF_E1FF).contains(&u32::from(sign))
}
