//! Where a number does not exist the `stats` room says why, in words.

use synthesist::stats::{
    Confidence, FisherF, Pairs, StudentT, Summary, Undefined, average_sd, benjamini_hochberg, cohen_kappa,
    cronbach_alpha, extremes, holm, mean, mean_interval, normal_quantile, normal_two_sided_p, one_sample, quartiles,
    signed_rank, standardised_mean_difference, welch, wilson,
};

use crate::golden::usual;

fn flat() -> Summary {
    Summary::new(20, 5.0, 0.0).expect("a summary")
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

/// As in R, a standard deviation that is rounding and nothing else is none:
/// 0.1 + 0.2 and 0.3 would be tested with t = 10¹⁶.
#[test]
fn with_the_spread_of_rounding() {
    let rounded = Summary::of(&[0.1 + 0.2, 0.3, 0.3, 0.1 + 0.2]).expect("a summary");
    assert_eq!((rounded.mean(), rounded.sd()), (0.3, 0.0));
    assert_eq!(rounded.standard_error(), Err(Undefined::ZeroVariance));
    assert_eq!(mean_interval(&rounded, usual()), Err(Undefined::ZeroVariance));
    assert_eq!(one_sample(&rounded, 0.0, usual()), Err(Undefined::ZeroVariance));
    assert_eq!(welch(&rounded, &rounded, usual()), Err(Undefined::ZeroVariance));
    // R's bound: 10 · 2⁻⁵² of the mean.
    let bound = 10.0 * f64::EPSILON;
    assert!(Summary::new(4, 1.0, 2.0 * bound).expect("a summary").standard_error().is_ok());
    assert!(Summary::new(4, 1.0, 1.99 * bound).expect("a summary").standard_error().is_err());
}

#[test]
fn order() {
    assert_eq!(quartiles(&mut []), Err(Undefined::NoObservations));
    assert_eq!(quartiles(&mut [1.0, f64::NAN]), Err(Undefined::NotFinite));
    assert_eq!(quartiles(&mut [1.0, f64::INFINITY]), Err(Undefined::NotFinite));
    assert_eq!(extremes(&[]), Err(Undefined::NoObservations));
    assert_eq!(extremes(&[f64::NAN, 2.0]), Err(Undefined::NotFinite));
    assert_eq!(extremes(&[2.0]), Ok((2.0, 2.0)));
    // Never −0.
    let (least, most) = extremes(&[-0.0, -0.0]).expect("values");
    assert!(least.is_sign_positive() && most.is_sign_positive());
    assert!(quartiles(&mut [-0.0; 5]).expect("values").median.is_sign_positive());
}

#[test]
fn pairs() {
    assert_eq!(Pairs::of(&[], &[]), Err(Undefined::NoPairs));
    assert_eq!(Pairs::of(&[1.0, 2.0], &[1.0]), Err(Undefined::UnequalLengths));
    assert_eq!(Pairs::of(&[1.0], &[2.0]), Err(Undefined::OneObservation));
    assert_eq!(Pairs::of(&[1.0, f64::NAN], &[2.0, 3.0]), Err(Undefined::NotFinite));
    assert_eq!(Pairs::of(&[1.0, 2.0], &[2.0, f64::INFINITY]), Err(Undefined::NotFinite));
    assert_eq!(Pairs::of(&[f64::MAX, 0.0], &[f64::MIN, 0.0]), Err(Undefined::NotFinite));

    let constant = Pairs::of(&[4.0, 4.0, 4.0], &[1.0, 2.0, 6.0]).expect("pairs");
    assert_eq!(constant.r, Err(Undefined::ZeroVariance));
    assert_eq!(standardised_mean_difference(constant.change.mean(), constant.from.sd()), Err(Undefined::ZeroVariance));
    assert!(one_sample(&constant.change, 0.0, usual()).is_ok());
    assert_eq!(average_sd(&constant.from, &constant.to), constant.to.sd() / 2.0);

    let shifted = Pairs::of(&[1.0, 5.0, 2.0], &[3.0, 7.0, 4.0]).expect("pairs");
    assert_eq!((shifted.change.mean(), shifted.change.sd(), shifted.r), (2.0, 0.0, Ok(1.0)));
    assert_eq!(one_sample(&shifted.change, 0.0, usual()), Err(Undefined::ZeroVariance));
}

#[test]
fn signed_ranks() {
    assert_eq!(signed_rank(&[]), Err(Undefined::NoObservations));
    assert_eq!(signed_rank(&[0.0, -0.0, 0.0]), Err(Undefined::NoDifference));
    assert_eq!(signed_rank(&[1.0, f64::NAN]), Err(Undefined::NotFinite));
    assert_eq!(signed_rank(&[f64::NEG_INFINITY]), Err(Undefined::NotFinite));
    // What a t-test cannot do: everybody changed alike.
    assert_eq!(signed_rank(&[2.0; 6]).map(|got| (got.w, got.exact)), Ok((21.0, true)));
}

#[test]
fn alphas() {
    let (one, other): ([f64; 3], [f64; 3]) = ([1.0, 2.0, 4.0], [5.0, 4.0, 2.0]);
    assert_eq!(cronbach_alpha(&[], usual()), Err(Undefined::NoObservations));
    assert_eq!(cronbach_alpha(&[&one], usual()), Err(Undefined::OneItem));
    assert_eq!(cronbach_alpha(&[&one, &other[..2]], usual()), Err(Undefined::UnequalLengths));
    assert_eq!(cronbach_alpha(&[&[], &[]], usual()), Err(Undefined::NoObservations));
    assert_eq!(cronbach_alpha(&[&[1.0], &[2.0]], usual()), Err(Undefined::OneObservation));
    assert_eq!(cronbach_alpha(&[&one, &[1.0, f64::NAN, 2.0]], usual()), Err(Undefined::NotFinite));
    assert_eq!(cronbach_alpha(&[&[3.0; 4], &[1.0; 4]], usual()), Err(Undefined::ZeroVariance));
    // An item and its reverse: every sum is 6.
    assert_eq!(cronbach_alpha(&[&one, &other], usual()), Err(Undefined::ZeroVariance));
    // And the same in decimals, where the sums differ in the last place.
    let (tenths, reversed) = ([0.1, 0.7, 0.3, 0.45], [0.2, -0.4, 0.0, -0.15]);
    assert!((0..4).any(|at| tenths[at] + reversed[at] != tenths[0] + reversed[0]));
    assert_eq!(cronbach_alpha(&[&tenths, &reversed], usual()), Err(Undefined::ZeroVariance));
}

#[test]
fn kappas() {
    assert_eq!(cohen_kappa(&[], usual()), Err(Undefined::NoObservations));
    assert_eq!(cohen_kappa(&[vec![0, 0], vec![0, 0]], usual()), Err(Undefined::NoObservations));
    assert_eq!(cohen_kappa(&[vec![1, 2]], usual()), Err(Undefined::NotSquare));
    assert_eq!(cohen_kappa(&[vec![1, 2], vec![3]], usual()), Err(Undefined::NotSquare));
    assert_eq!(cohen_kappa(&[vec![9]], usual()), Err(Undefined::OneCategory));
    assert_eq!(cohen_kappa(&[vec![0, 0], vec![0, 9]], usual()), Err(Undefined::OneCategory));
    assert_eq!(cohen_kappa(&[vec![u64::MAX, 1], vec![1, 1]], usual()), Err(Undefined::NotFinite));
    // One category each, but not the same: no agreement, and none to be expected.
    assert_eq!(cohen_kappa(&[vec![0, 9], vec![0, 0]], usual()).map(|got| (got.kappa, got.se)), Ok((0.0, 0.0)));
    // One rater used one category: kappa is 0 whatever the other did, and so is its error, to the bit.
    assert_eq!(cohen_kappa(&[vec![41, 5], vec![0, 0]], usual()).map(|got| (got.kappa, got.se)), Ok((0.0, 0.0)));
    assert!(cohen_kappa(&[vec![1 << 40, 0], vec![0, 1 << 40]], usual()).is_ok());
    assert_eq!(cohen_kappa(&[vec![1 << 40, 1], vec![0, 1 << 40]], usual()), Err(Undefined::NotFinite));
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
    for df in [(0.0, 5.0), (5.0, -1.0)] {
        assert_eq!(FisherF::new(df.0, df.1), Err(Undefined::DegreesOfFreedom));
    }
    assert_eq!(FisherF::new(5.0, f64::NAN), Err(Undefined::NotFinite));
    let law = FisherF::new(0.1, 5.0).expect("degrees of freedom");
    assert_eq!(law.lower_quantile(0.0), Err(Undefined::NotAProbability));
    assert_eq!(law.upper_quantile(1.0), Err(Undefined::NotAProbability));
    assert_eq!(law.lower_quantile(1e-300), Err(Undefined::NotFinite));
    assert_eq!(law.upper_tail(f64::INFINITY), Err(Undefined::NotFinite));
    assert_eq!((law.lower_tail(0.0), law.upper_tail(-1.0)), (Ok(0.0), Ok(1.0)));
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
        (Undefined::NoPairs, "nobody has both values"),
        (Undefined::UnequalLengths, "the lists differ in length"),
        (Undefined::NoDifference, "all differences are zero"),
        (Undefined::OneItem, "one item has no consistency, two are needed"),
        (Undefined::NotSquare, "the table does not have as many rows as columns"),
        (Undefined::OneCategory, "both raters used one category only, so that chance alone agrees fully"),
    ];
    for (reason, words) in all {
        assert_eq!(reason.to_string(), words);
    }
}
