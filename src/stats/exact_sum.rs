//! Sums as if nothing were rounded until the end, and then once.
//!
//! Such a sum has one value, whatever the order of its terms: this is what
//! keeps every bit of a result where people are sorted otherwise. It knows
//! nothing of means.
//!
//! Reference: Neal (2015), Fast exact summation using small and large
//! superaccumulators, arXiv:1505.05571.

/// Chunks of 32 bits from the last place of the smallest double, 2⁻¹⁰⁷⁴, to
/// beyond the largest, with space for 2⁶⁴ terms.
const CHUNKS: usize = 68;

/// A term adds less than 2⁵³ to a chunk, so that this many stay within an i64.
const TERMS_BETWEEN_CARRIES: u32 = 1000;

/// 2⁻¹⁰⁷⁴, the unit of the lowest chunk.
const UNIT: f64 = f64::from_bits(1);

/// A sum on its way: a whole number of 2⁻¹⁰⁷⁴, held in signed chunks.
#[derive(Debug, Clone)]
pub(super) struct ExactSum {
    chunks: [i64; CHUNKS],
    terms_left: u32,
    finite: bool,
}

impl ExactSum {
    /// The sum of nothing, 0.
    pub(super) fn new() -> Self {
        Self { chunks: [0; CHUNKS], terms_left: TERMS_BETWEEN_CARRIES, finite: true }
    }

    /// One term more.
    pub(super) fn add(&mut self, value: f64) {
        let bits = value.to_bits();
        let exponent = bits >> 52 & 0x7ff;
        let fraction = bits & ((1 << 52) - 1);
        self.finite &= exponent != 0x7ff;
        // A subnormal has the exponent of the smallest normal, and no hidden bit.
        let hidden = u64::from(exponent != 0) << 52;
        let place = exponent.max(1) - 1;
        let (chunk, shift) = ((place / 32) as usize, place % 32);
        let significand = fraction | hidden;
        let low = (significand << shift & 0xffff_ffff) as i64;
        let high = (significand >> (32 - shift)) as i64;
        // All ones for a negative value: flips the bits, and adds the one that is missing then.
        let sign = bits as i64 >> 63;
        self.chunks[chunk] += (low ^ sign) - sign;
        self.chunks[chunk + 1] += (high ^ sign) - sign;
        self.terms_left -= 1;
        if self.terms_left == 0 {
            self.carry();
        }
    }

    /// The sum, rounded to the nearest double, ties to even; never −0.
    ///
    /// Infinite if it is too large, NaN if a term was not finite.
    pub(super) fn total(mut self) -> f64 {
        if !self.finite {
            return f64::NAN;
        }
        self.carry();
        let negative = self.chunks[CHUNKS - 1] < 0;
        if negative {
            self.chunks.iter_mut().for_each(|chunk| *chunk = -*chunk);
            self.carry();
        }
        let size = self.size();
        if negative { -size } else { size }
    }

    /// Brings every chunk but the last to 0 … 2³² − 1.
    fn carry(&mut self) {
        let mut carried = 0;
        for chunk in &mut self.chunks[..CHUNKS - 1] {
            let whole = *chunk + carried;
            *chunk = whole & 0xffff_ffff;
            carried = whole >> 32;
        }
        self.chunks[CHUNKS - 1] += carried;
        self.terms_left = TERMS_BETWEEN_CARRIES;
    }

    /// The rounded value of chunks that are carried and not negative.
    fn size(&self) -> f64 {
        let top = self.chunks.iter().rposition(|&chunk| chunk != 0).unwrap_or(0);
        let chunk = |at: usize| self.chunks[at] as u128;
        if top < 2 {
            return (chunk(1) << 32 | chunk(0)) as f64 * UNIT;
        }
        if top >= CHUNKS - 2 {
            return f64::INFINITY;
        }
        // More than 64 bits; of all that lies below, one bit tells whether it is something.
        let below = u128::from(self.chunks[..top - 2].iter().any(|&chunk| chunk != 0));
        let leading = chunk(top) << 64 | chunk(top - 1) << 32 | chunk(top - 2) | below;
        // Half of the scale at a time: the whole may be too large for a double.
        let half_scale = f64::from_bits((1023 + 16 * (top as u64 - 2)) << 52);
        leading as f64 * UNIT * half_scale * half_scale
    }
}

/// The sum of all values, rounded once.
pub(super) fn exact_sum(values: impl Iterator<Item = f64>) -> f64 {
    let mut sum = ExactSum::new();
    values.for_each(|value| sum.add(value));
    sum.total()
}
