//! Chance that can be repeated: the only random numbers of the program.
//!
//! The generator is ChaCha with 8 rounds (Bernstein 2008), keyed with the seed as eight bytes, the lowest first, and
//! zeros after them. Each purpose draws from a stream of its own, so that a scale more leaves the others as they were.
//! Everything that is made of the bits is made here, so that a seed gives the same data on every machine.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

#[derive(Debug, Clone)]
pub struct Chance {
    bits: ChaCha8Rng,
}

impl Chance {
    /// The stream of a purpose, named by a word.
    pub fn new(seed: u64, purpose: &str) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        let mut bits = ChaCha8Rng::from_seed(key);
        bits.set_stream(fnv(purpose));
        Self { bits }
    }

    /// A number from 0 to 1, 1 not included, in steps of 2⁻⁵³.
    pub fn unit(&mut self) -> f64 {
        (self.bits.next_u64() >> 11) as f64 * (-53_f64).exp2()
    }

    /// A whole number below `n`, each as likely as the other; 0 where `n` is 0.
    ///
    /// Reference: Lemire (2019), Fast random integer generation in an interval, ACM Transactions on Modeling and
    /// Computer Simulation 29(1), 3.
    pub fn below(&mut self, n: usize) -> usize {
        let n = n as u64;
        let mut wide = u128::from(self.bits.next_u64()) * u128::from(n);
        if (wide as u64) < n {
            let least = n.wrapping_neg() % n;
            while (wide as u64) < least {
                wide = u128::from(self.bits.next_u64()) * u128::from(n);
            }
        }
        (wide >> 64) as usize
    }

    /// A standard normal deviate.
    ///
    /// Reference: Box & Muller (1958), A note on the generation of random normal deviates, Annals of Mathematical
    /// Statistics 29(2), 610–611.
    pub fn normal(&mut self) -> f64 {
        let radius = (-2.0 * libm::log(1.0 - self.unit())).sqrt();
        radius * libm::cos(std::f64::consts::TAU * self.unit())
    }

    /// Any order as likely as the other.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

/// Fowler, Noll and Vo's hash (FNV-1a, 64 bits).
fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::Chance;

    #[test]
    fn a_seed_gives_the_same_numbers_for_ever() {
        let mut chance = Chance::new(1, "wellbeing");
        let drawn: Vec<usize> = (0..8).map(|_| chance.below(1000)).collect();
        let mut again = Chance::new(1, "wellbeing");
        assert_eq!(drawn, (0..8).map(|_| again.below(1000)).collect::<Vec<_>>());
        let mut other = Chance::new(1, "workload");
        assert_ne!(drawn, (0..8).map(|_| other.below(1000)).collect::<Vec<_>>());
        let mut other = Chance::new(2, "wellbeing");
        assert_ne!(drawn, (0..8).map(|_| other.below(1000)).collect::<Vec<_>>());
    }

    #[test]
    fn every_number_below_is_about_as_likely() {
        let mut chance = Chance::new(7, "dice");
        let mut counts = [0; 6];
        (0..60_000).for_each(|_| counts[chance.below(6)] += 1);
        assert!(counts.iter().all(|count| (9_500..10_500).contains(count)), "{counts:?}");
        let normal: Vec<f64> = (0..20_000).map(|_| chance.normal()).collect();
        let mean = normal.iter().sum::<f64>() / 20_000.0;
        let variance = normal.iter().map(|z| (z - mean).powi(2)).sum::<f64>() / 20_000.0;
        assert!(mean.abs() < 0.03 && (variance - 1.0).abs() < 0.04, "{mean} {variance}");
    }
}
