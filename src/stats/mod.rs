//! The numbers: summaries, tests, intervals and adjustments.
//!
//! The room is pure arithmetic. It knows nothing of studies, files or pages,
//! it formats no number, and it draws no conclusion from a p-value.
//!
//! From the ground up: [`Undefined`] says why a number does not exist; `law`
//! holds the distributions, the only door to `statrs`, on the `incomplete_beta`
//! beneath it; `moments` makes a [`Summary`] of data or takes one as reported;
//! `interval`, `compare` and `proportion` work on summaries and counts; and
//! `adjust` corrects a family of p-values.
//!
//! Invariants: inputs are checked where they are made ([`Summary`],
//! [`Confidence`], [`StudentT`]) and nowhere again; every number returned is
//! finite; what cannot be computed is an [`Undefined`], never NaN.

mod undefined;

mod incomplete_beta;
mod law;

mod moments;

mod compare;
mod interval;
mod proportion;

mod adjust;

pub use adjust::{benjamini_hochberg, holm};
pub use compare::{Comparison, Method, one_sample, standardised_mean_difference, welch};
pub use interval::{Confidence, MeanInterval, mean_interval};
pub use law::{StudentT, normal_quantile, normal_two_sided_p, normal_upper_tail};
pub use moments::{Summary, mean};
pub use proportion::{ProportionInterval, wilson};
pub use undefined::Undefined;
