//! How a chart looks: colours, sizes in points, weights of lines. Nothing is drawn here.

use super::text::Face;

/// A colour as red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ink(pub u8, pub u8, pub u8);

impl Ink {
    /// The colour on paper with so much of itself left, from 0 to 1.
    pub fn pale(self, share: f64) -> Ink {
        let mix = |ink: u8, paper: u8| (f64::from(ink) * share + f64::from(paper) * (1.0 - share)).round() as u8;
        Ink(mix(self.0, PAPER.0), mix(self.1, PAPER.1), mix(self.2, PAPER.2))
    }
}

pub const PAPER: Ink = Ink(255, 255, 255);
pub const INK: Ink = Ink(34, 34, 34);
/// Second voice: axis numbers, column heads, cues.
pub const SOFT: Ink = Ink(94, 94, 94);
pub const AXIS: Ink = Ink(110, 110, 110);
pub const GRID: Ink = Ink(222, 222, 222);
/// Rules between rows and groups.
pub const RULE: Ink = Ink(176, 176, 176);
/// Reference bands and the empty part of a bar.
pub const BAND: Ink = Ink(233, 233, 230);
/// The norm's own line.
pub const NORM: Ink = Ink(136, 136, 130);
/// One participant's line among many, where it belongs to no group.
pub const COURSE: Ink = Ink(110, 110, 110);
/// The one accent, Okabe and Ito's blue; dark enough to stand out in greyscale.
pub const ACCENT: Ink = Ink(0, 114, 178);
/// The accent as a ground, behind marks.
pub const TINT: Ink = Ink(231, 241, 248);

/// Groups that are compared: apart for every kind of colour vision, and as greys.
pub const GROUPS: [Ink; 4] = [ACCENT, Ink(224, 123, 0), INK, Ink(0, 158, 115)];

/// How much of its colour a participant's line keeps among so many: the more, the paler.
pub fn among(lines: usize) -> f64 {
    match lines {
        0..=12 => 0.55,
        13..=40 => 0.42,
        41..=120 => 0.3,
        _ => 0.2,
    }
}

/// Weights of lines.
pub const HAIR: f64 = 0.4;
pub const THIN: f64 = 0.5;
pub const LINE: f64 = 0.8;
pub const STRONG: f64 = 1.1;

/// Sizes of text.
pub const SMALL: f64 = 6.5;
pub const TEXT: f64 = 7.5;
/// From baseline to baseline, in ems.
pub const LEADING: f64 = 1.2;
/// Half the height of a capital, in ems: what centres a line on a row.
pub const HALF_CAP: f64 = 0.33;

/// Radius of the usual mark.
pub const MARK: f64 = 2.3;
/// Between a heading and what it heads, a label and its mark.
pub const GAP: f64 = 4.0;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// How a piece of text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    pub size: f64,
    pub face: Face,
    pub ink: Ink,
    pub anchor: Anchor,
}

pub const BODY: Style = Style { size: TEXT, face: Face::Regular, ink: INK, anchor: Anchor::Start };
pub const NOTE: Style = Style { size: SMALL, face: Face::Regular, ink: SOFT, anchor: Anchor::Start };
pub const HEAD: Style = Style { size: TEXT, face: Face::Semibold, ink: INK, anchor: Anchor::Start };

impl Style {
    pub const fn middle(self) -> Style {
        Style { anchor: Anchor::Middle, ..self }
    }

    pub const fn end(self) -> Style {
        Style { anchor: Anchor::End, ..self }
    }

    pub const fn italic(self) -> Style {
        Style { face: Face::Italic, ..self }
    }

    pub const fn semibold(self) -> Style {
        Style { face: Face::Semibold, ..self }
    }

    pub const fn ink(self, ink: Ink) -> Style {
        Style { ink, ..self }
    }

    pub fn leading(self) -> f64 {
        self.size * LEADING
    }
}
