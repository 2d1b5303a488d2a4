//! By what a study measures its words: what counts as equal, what as small or large, and what as narrow.

use super::CitationKey;

/// A difference that is too small to matter, with its source.
///
/// `comparable` holds of a difference whose whole confidence interval lies inside of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Equivalence {
    /// The largest difference to either side, greater than 0: in SDs as the study's convention, in points of the scale
    /// as the scale's own.
    pub bound: f64,
    pub citation: CitationKey,
}

/// The words for the size of a standardised difference, sign aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Size {
    Negligible,
    Small,
    Medium,
    Large,
    VeryLarge,
    Huge,
}

/// Where small, medium and large begin after Cohen 1988, in SDs.
const COHEN_1988: [f64; 3] = [0.2, 0.5, 0.8];

/// Where small, medium, large, very large and huge begin after Sawilowsky 2009, in SDs.
const SAWILOWSKY_2009: [f64; 5] = [0.2, 0.5, 0.8, 1.2, 2.0];

/// From here on a standardised difference is small, where a study names no rule of its own (Cohen 1988).
pub const SMALL_SMD: f64 = COHEN_1988[0];

/// From here on it is medium: half an SD, which is also what people commonly notice (Norman, Sloan and Wyrwich 2003).
pub const MEDIUM_SMD: f64 = COHEN_1988[1];

/// From here on it is large.
pub const LARGE_SMD: f64 = COHEN_1988[2];

/// Whose sizes these are.
#[derive(Debug, Clone, PartialEq)]
pub enum Magnitude {
    /// Cohen 1988: small from 0.2, medium from 0.5, large from 0.8.
    Cohen1988,
    /// Sawilowsky 2009: as Cohen's up to large, very large from 1.2, huge from 2.
    Sawilowsky2009,
    /// The study's own: where small, medium and large begin, each greater than the one before.
    Custom { from: [f64; 3], citation: CitationKey },
}

impl Magnitude {
    pub fn as_str(&self) -> &'static str {
        match self {
            Magnitude::Cohen1988 => "cohen-1988",
            Magnitude::Sawilowsky2009 => "sawilowsky-2009",
            Magnitude::Custom { .. } => "custom",
        }
    }

    /// From where to where a size reaches: the lower end belongs to it, the upper end, infinite for the largest size, to
    /// the next. `None` for a size that the rule does not have.
    pub fn range(&self, size: Size) -> Option<(f64, f64)> {
        let from = self.from();
        let begins = |at: usize| if at == 0 { Some(0.0) } else { from.get(at - 1).copied() };
        let at = size as usize;
        Some((begins(at)?, begins(at + 1).unwrap_or(f64::INFINITY)))
    }

    /// Where small begins and each larger size, in rising order: every threshold that the rule has.
    pub fn from(&self) -> &[f64] {
        match self {
            Magnitude::Cohen1988 => &COHEN_1988,
            Magnitude::Sawilowsky2009 => &SAWILOWSKY_2009,
            Magnitude::Custom { from, .. } => from,
        }
    }
}

/// How much of a theme or proposition one participant or one site may carry before it is warned of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SpreadLimits {
    /// Of the excerpts, from one participant; from 0 to 1.
    pub participant: f64,
    /// Of the excerpts, from one site; from 0 to 1.
    pub site: f64,
    /// Fewer excerpts than this are too few to speak of a share.
    pub least: usize,
}

impl Default for SpreadLimits {
    fn default() -> Self {
        Self { participant: 0.5, site: 0.6, least: 6 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_meet_without_a_gap() {
        let own = Magnitude::Custom { from: [0.1, 0.3, 0.5], citation: CitationKey::new("key") };
        for rule in [Magnitude::Cohen1988, Magnitude::Sawilowsky2009, own] {
            let sizes = [Size::Negligible, Size::Small, Size::Medium, Size::Large, Size::VeryLarge, Size::Huge];
            let ranges: Vec<(f64, f64)> = sizes.iter().filter_map(|size| rule.range(*size)).collect();
            assert_eq!(ranges[0].0, 0.0);
            assert!(ranges.windows(2).all(|pair| pair[0].1 == pair[1].0 && pair[0].0 < pair[0].1));
            assert_eq!(ranges[ranges.len() - 1].1, f64::INFINITY);
        }
        assert_eq!(Magnitude::Cohen1988.range(Size::Huge), None);
    }
}
