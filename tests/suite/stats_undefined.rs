//! Where a number does not exist the `stats` room says why, in words.

use synthesist::stats::{
    Confidence, StudentT, Summary, Undefined, benjamini_hochberg, holm, mean, mean_interval, normal_quantile,
    normal_two_sided_p, one_sample, standardised_mean_difference, welch, wilson,
};

fn flat() -> Summary {
    Summary::new(20, 5.0, 0.0).expect("a summary")
}

fn usual() -> Confidence {
    Confidence::new(0.95).expect("a level")
}

#[test]
fn summaries() {
    assert_eq!(Summary::new(0, 1.0, 1.0), Err(Undefined::NoObservations));
    assert_eq!(Summary::new(1, 1.0, 1.0), Err(Undefined::OneObservation));
    assert_eq!(Summary::new(9, f64::NAN, 1.0), Err(Undefined::NotFinite));
    assert_eq!(Summary::new(9, 1.0, f64::INFINITY), Err(Undefined::NotFinite));
    assert_eq!(Summary::new(9, 1.0, -1.0), Err(Undefined::NegativeDeviation));
    assert_eq!(Summary::of(&[]), Err(Undefined::NoObservations));
    assert_eq!(Summary::of(&[3.0]), Err(Undefined::OneObservation));
    assert_eq!(Summary::of(&[3.0, f64::NAN]), Err(Undefined::NotFinite));
    assert_eq!(mean(&[]), Err(Undefined::NoObservations));
    assert_eq!(mean(&[3.0]), Ok(3.0));
    assert_eq!(mean(&[f64::MAX, f64::MAX]), Err(Undefined::NotFinite));
}

#[test]
fn without_spread() {
    let flat = flat();
    assert_eq!(mean_interval(&flat, usual()), Err(Undefined::ZeroVariance));
    assert_eq!(one_sample(&flat, 4.0, usual()), Err(Undefined::ZeroVariance));
    assert_eq!(welch(&flat, &flat, usual()), Err(Undefined::ZeroVariance));
    assert_eq!(standardised_mean_difference(1.0, 0.0), Err(Undefined::ZeroVariance));
}

/// One group without spread is enough for Welch's test: its degrees of freedom
/// are those of the other group.
#[test]
fn one_flat_group() {
    let other = Summary::new(12, 4.0, 1.5).expect("a summary");
    let got = welch(&other, &flat(), usual()).expect("a comparison");
    assert_eq!(got.df, 11.0);
    assert_eq!(got.se, 1.5 / 12.0_f64.sqrt());
}

#[test]
fn out_of_range() {
    for level in [0.0, 1.0, 95.0, -0.5, f64::NAN] {
        assert_eq!(Confidence::new(level), Err(Undefined::ConfidenceLevel));
    }
    for df in [0.0, -3.0] {
        assert_eq!(StudentT::new(df), Err(Undefined::DegreesOfFreedom));
    }
    assert_eq!(StudentT::new(f64::NAN), Err(Undefined::NotFinite));
    let law = StudentT::new(1.0).expect("degrees of freedom");
    assert_eq!(law.two_sided_p(f64::INFINITY), Err(Undefined::NotFinite));
    assert_eq!(law.two_sided_quantile(0.0), Err(Undefined::NotAProbability));
    assert_eq!(law.two_sided_quantile(1.0), Ok(0.0));
    assert_eq!(law.two_sided_quantile(5e-324), Err(Undefined::NotFinite));
    assert_eq!(normal_quantile(1.0), Err(Undefined::NotAProbability));
    assert_eq!(normal_two_sided_p(f64::NAN), Err(Undefined::NotFinite));
    assert_eq!(standardised_mean_difference(1.0, -2.0), Err(Undefined::NegativeDeviation));
    assert_eq!(wilson(0, 0, usual()), Err(Undefined::NoObservations));
    assert_eq!(wilson(3, 2, usual()), Err(Undefined::CountAboveTotal));
    assert_eq!(holm(&[0.2, 1.2]), Err(Undefined::NotAProbability));
    assert_eq!(benjamini_hochberg(&[f64::NAN]), Err(Undefined::NotAProbability));
    assert_eq!(holm(&[]), Ok(Vec::new()));
}

#[test]
fn in_words() {
    let all = [
        (Undefined::NoObservations, "there are no observations"),
        (Undefined::OneObservation, "one observation has no spread, two are needed"),
        (Undefined::ZeroVariance, "all values are alike, the variance is zero"),
        (Undefined::NegativeDeviation, "a standard deviation cannot be below zero"),
        (Undefined::NotFinite, "a value is not a finite number"),
        (Undefined::DegreesOfFreedom, "there are too few degrees of freedom"),
        (Undefined::NotAProbability, "a probability must lie between 0 and 1"),
        (Undefined::ConfidenceLevel, "a confidence level must lie between 0 and 1, both excluded"),
        (Undefined::CountAboveTotal, "the count is larger than the total"),
    ];
    for (reason, words) in all {
        assert_eq!(reason.to_string(), words);
    }
}
