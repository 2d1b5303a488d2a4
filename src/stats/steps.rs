//! Decimal data as whole multiples of one step, so that what is made of them is exact.
//!
//! 0.1, 2.675 and 7 / 3 are not held by a double, and sums of them depend on their last bits: two changes of 0.3 may be
//! two numbers, and a mean change of nothing 1.85e-17. But all data that people write down, and the means of items that
//! are made of them, are whole multiples of some step: of 0.1, of 1 / 3, of 1 / 60. Counted in steps they are whole
//! numbers; sums, differences, ranks and squares of these are exact, and a result is rounded once, at its end.

/// The most parts that 1 is divided into.
const MOST_PARTS: u64 = 1 << 40;

/// The most steps of a value. Up to here a double tells a whole number from what lies beside it with ten bits to spare,
/// so that no number is a multiple by chance; and sums of products fit into an i128.
const MOST_STEPS: f64 = (1_u64 << 42) as f64;

/// The largest denominator that is looked for in a mean of items, as 3 in 7 / 3.
const MOST_DENOMINATOR: f64 = 1e6;

/// One number of so many has a fraction of its own size by chance.
const BY_CHANCE: f64 = (1_u64 << 12) as f64;

/// How far a number may lie from its multiple, as a share of its size: four units of the last place. Data that went
/// through another program may be off by one or two.
const SLACK: f64 = 1.0 / (1_u64 << 50) as f64;

/// A step of which numbers are whole multiples: 1 / `parts`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    parts: u64,
}

impl Step {
    /// Whole numbers.
    pub const ONE: Self = Self { parts: 1 };

    /// The greatest step of which all values are whole multiples, but for the last bits of a double.
    ///
    /// `None` where there is none that means anything: for values that are no decimals of up to 15 digits and no means
    /// of few, for a step finer than 2⁻⁴⁰, for values of more than 2⁴² steps, and if a value is not finite. Moving a
    /// value to its multiple changes it by four units of its last place at most.
    pub fn of(values: impl Iterator<Item = f64>) -> Option<Self> {
        let (mut step, mut largest) = (Self::ONE, 0.0_f64);
        for value in values {
            if !value.is_finite() {
                return None;
            }
            largest = largest.max(value.abs());
            if !step.fits(value) {
                step = step.and(Self::of_one(value)?)?;
            }
        }
        (largest * step.parts as f64 <= MOST_STEPS).then_some(step)
    }

    /// The greatest step of which the multiples of both are multiples.
    pub fn and(self, other: Self) -> Option<Self> {
        let parts = (self.parts / common_divisor(self.parts, other.parts)).checked_mul(other.parts)?;
        (parts <= MOST_PARTS).then_some(Self { parts })
    }

    /// How many steps make 1.
    pub fn parts(self) -> u64 {
        self.parts
    }

    /// How many steps a value is.
    pub fn count(self, value: f64) -> i64 {
        // Beside 1.5 · 2⁵² a double holds whole numbers only, so that the sum is rounded to one; it is in the last bits.
        const SHIFT: f64 = 1.5 * (1_u64 << 52) as f64;
        (value * self.parts as f64 + SHIFT).to_bits() as i64 - SHIFT.to_bits() as i64
    }

    /// The sum of all values, in steps.
    pub(super) fn total(self, values: &[f64]) -> i128 {
        // A chunk stays within a word of the machine.
        let chunk = |values: &[f64]| values.iter().map(|value| self.count(*value)).sum::<i64>();
        values.chunks(1 << 20).map(|values| i128::from(chunk(values))).sum()
    }

    /// So many steps divided by `divisor`, correctly rounded: the double that is nearest to the true value.
    pub fn quotient(self, steps: i128, divisor: u64) -> f64 {
        const EXACT: u64 = 1 << 53;
        match (i64::try_from(steps), self.parts.checked_mul(divisor)) {
            (Ok(steps), Some(1)) if steps.unsigned_abs() <= EXACT => steps as f64,
            (Ok(steps), Some(parts)) if steps.unsigned_abs() <= EXACT && parts <= EXACT => steps as f64 / parts as f64,
            _ => quotient(steps, i128::from(self.parts) * i128::from(divisor)),
        }
    }

    fn fits(self, value: f64) -> bool {
        let steps = value * self.parts as f64;
        if steps.abs() > MOST_STEPS {
            return false;
        }
        let whole = self.count(value) as f64;
        (whole - steps).abs() <= whole.abs() * SLACK
    }

    /// The step of one value: of a decimal, or of a fraction.
    fn of_one(value: f64) -> Option<Self> {
        let mut parts = 1;
        for _ in 0..=6 {
            let step = Self { parts };
            if step.fits(value) {
                let steps = step.count(value).unsigned_abs();
                return Some(Self { parts: parts / common_divisor(parts, steps) });
            }
            parts *= 10;
        }
        Self::of_fraction(value).or_else(|| Self::of_decimal(value))
    }

    /// By the continued fraction of the value.
    fn of_fraction(value: f64) -> Option<Self> {
        let (mut before, mut parts) = (0.0, 1.0);
        let mut rest = value.abs().fract();
        while rest > 0.0 {
            let inverse = rest.recip();
            let next = inverse.floor() * parts + before;
            // Among so many fractions one lies beside any number.
            if next > MOST_DENOMINATOR || next * next * value.abs() * SLACK * BY_CHANCE > 1.0 {
                return None;
            }
            (before, parts, rest) = (parts, next, inverse.fract());
            let step = Self { parts: parts as u64 };
            if step.fits(value) {
                return Some(step);
            }
        }
        None
    }

    /// By the digits of a decimal that has more than six places.
    fn of_decimal(value: f64) -> Option<Self> {
        let text = format!("{:e}", value.abs());
        let (digits, exponent) = text.split_once('e')?;
        let digits = digits.len() - usize::from(digits.contains('.'));
        let places = i32::try_from(digits).ok()? - 1 - exponent.parse::<i32>().ok()?;
        let parts = 10_u64.checked_pow(u32::try_from(places).ok()?)?;
        (digits <= 15 && parts <= MOST_PARTS).then_some(Self { parts })
    }
}

/// Values with the last bits of a decimal or a fraction where others stood, such as 0.3 for 0.1 + 0.2; as they are
/// where they have no common step.
pub fn settled(mut values: Vec<f64>) -> Vec<f64> {
    if let Some(step) = Step::of(values.iter().copied()) {
        values.iter_mut().for_each(|value| *value = step.quotient(i128::from(step.count(*value)), 1));
    }
    values
}

/// What is left of each of `to` when `from` is taken away, in the order of the lists: the decimal that this is.
///
/// Without a common step, as of scores that another program standardised, differences whose sizes lie within 4ε of the
/// largest value of each other, ε = 2⁻⁵², are what rounding alone can make of one, and are made alike; and of nothing
/// but rounding there is no difference.
pub fn differences(from: &[f64], to: &[f64]) -> Vec<f64> {
    let both = || from.iter().zip(to);
    match Step::of(from.iter().chain(to).copied()) {
        Some(step) => {
            let steps = |value: f64| i128::from(step.count(value));
            both().map(|(from, to)| step.quotient(steps(*to) - steps(*from), 1)).collect()
        }
        None => {
            let largest = from.iter().chain(to).fold(0.0_f64, |largest, value| largest.max(value.abs()));
            alike(both().map(|(from, to)| to - from).collect(), 4.0 * f64::EPSILON * largest)
        }
    }
}

/// Numbers with one size where sizes differ by no more than `rounding`, 0 with them.
fn alike(mut numbers: Vec<f64>, rounding: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..numbers.len()).collect();
    order.sort_by(|a, b| numbers[*a].abs().total_cmp(&numbers[*b].abs()));
    let mut size = 0.0;
    for at in order {
        if numbers[at].abs() - size > rounding {
            size = numbers[at].abs();
        } else {
            numbers[at] = size.copysign(numbers[at]) + 0.0;
        }
    }
    numbers
}

/// `first` less `second` as the decimals or fractions that they stand for, correctly rounded: 21.3 − 20.1 is 1.2.
///
/// The plain difference of the doubles where they stand for none.
pub fn difference(first: f64, second: f64) -> f64 {
    if first == 0.0 || second == 0.0 {
        return first - second;
    }
    match Step::of([first, second].into_iter()) {
        Some(step) => step.quotient(i128::from(step.count(first)) - i128::from(step.count(second)), 1),
        None => first - second,
    }
}

/// The mean of the first values less that of the second, rounded once. `None` for no values and where there is no
/// common step.
pub fn difference_of_means(first: &[f64], second: &[f64]) -> Option<f64> {
    let step = Step::of(first.iter().chain(second).copied())?;
    let (m, n) = (first.len() as i128, second.len() as i128);
    let steps = step.total(first).checked_mul(n)?.checked_sub(step.total(second).checked_mul(m)?)?;
    (m > 0 && n > 0).then(|| quotient(steps, i128::from(step.parts) * m * n))
}

/// A quotient of whole numbers, correctly rounded; the divisor is above 0.
pub fn quotient(dividend: i128, divisor: i128) -> f64 {
    let size = dividend.unsigned_abs();
    let divisor = divisor.unsigned_abs();
    let exact = 1_u128 << 53;
    let value = if size <= exact && divisor <= exact {
        // Two doubles, and one rounding.
        size as f64 / divisor as f64
    } else {
        // 64 bits of the quotient at least, and one that tells whether there is more.
        let shift = (64 + bits(divisor)).saturating_sub(bits(size)).min(size.leading_zeros());
        let (mut whole, mut rest) = ((size << shift) / divisor, (size << shift) % divisor);
        let mut scale = shift;
        while bits(whole) < 64 && rest > 0 && bits(rest) < 128 {
            rest <<= 1;
            whole = (whole << 1) | (rest / divisor);
            rest %= divisor;
            scale += 1;
        }
        (whole | u128::from(rest > 0)) as f64 * 0.5_f64.powi(scale as i32)
    };
    if dividend < 0 { -value } else { value }
}

fn bits(value: u128) -> u32 {
    128 - value.leading_zeros()
}

fn common_divisor(mut a: u64, mut b: u64) -> u64 {
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(values: &[f64]) -> Option<u64> {
        Step::of(values.iter().copied()).map(Step::parts)
    }

    #[test]
    fn a_step_is_found() {
        assert_eq!(parts(&[1.0, -3.0, 0.0]), Some(1));
        assert_eq!(parts(&[0.25, 12.5, -1.0]), Some(4));
        assert_eq!(parts(&[2.675]), Some(40));
        assert_eq!(parts(&[0.1, 0.2, 0.1 + 0.2]), Some(10));
        assert_eq!(parts(&[5.0 / 3.0, 1.25, 11.0 / 7.0]), Some(84));
        assert_eq!(parts(&[1234567.125, 0.001]), Some(1000));
        assert_eq!(parts(&[0.123456789]), Some(1_000_000_000));
        assert_eq!(parts(&[1e12]), Some(1));
        for none in [2.0_f64.sqrt(), std::f64::consts::PI, 1.0e-17, f64::NAN, f64::INFINITY, 1e300, 12345.678901234567]
        {
            assert_eq!(parts(&[none]), None, "{none}");
        }
    }

    #[test]
    fn a_quotient_is_rounded_once() {
        assert_eq!((quotient(107, 40), quotient(-1, 3), quotient(0, 7)), (2.675, -1.0 / 3.0, 0.0));
        // Beyond 2⁵³: (2⁶⁰ + 1) / 2⁵⁹, and a tie that one unit far below breaks.
        assert_eq!(quotient((1 << 60) + 1, 1 << 59), 2.0);
        assert_eq!(quotient((1 << 100) + (1 << 47) + 1, 1 << 100), 1.0 + f64::EPSILON);
        assert_eq!(quotient((1 << 100) + (1 << 47), 1 << 100), 1.0);
        assert_eq!(quotient(10_i128.pow(30), 3 * 10_i128.pow(29)), 10.0 / 3.0);
        assert_eq!(quotient(1, i128::MAX), 2.0_f64.powi(-127));
    }

    #[test]
    fn differences_are_decimals() {
        assert_eq!(differences(&[3.0, 0.1, 1234.4], &[3.3, 0.4, 1234.7]), [0.3, 0.3, 0.3]);
        assert_eq!((difference(21.3, 20.1), difference(0.3, 0.1 + 0.2)), (1.2, 0.0));
        assert_eq!(difference_of_means(&[0.1, 0.2], &[0.3, 0.0, 0.15]), Some(0.0));
        let root = 2.0_f64.sqrt();
        let odd = differences(&[root, 1.0 + root, 3.0], &[root + 0.3, 1.3 + root, 3.0]);
        assert_eq!((odd[0], odd[2]), (odd[1], 0.0));
    }
}
