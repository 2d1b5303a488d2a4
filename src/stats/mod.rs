//! The numbers: summaries, tests, intervals and adjustments.
//!
//! The room is pure arithmetic. It knows nothing of studies, files or pages,
//! it formats no number, and it draws no conclusion from a p-value.
//!
//! From the ground up: [`Undefined`] says why a number does not exist; `law`
//! holds the distributions, the only door to `statrs`, on the `incomplete_beta`
//! beneath it; `steps` counts decimals in whole numbers; `moments` makes a
//! [`Summary`] of data or takes one as reported;
//! `interval`, `compare` and `proportion` work on summaries and counts;
//! `adjust` corrects a family of p-values; and `span`, `plane`, `spread` and
//! `grim` say which numbers can stand together.
//!
//! Invariants: inputs are checked where they are made ([`Summary`],
//! [`Confidence`], [`StudentT`]) and nowhere again; every number returned is
//! finite, but for the ends of a [`Span`]; what cannot be computed is an
//! [`Undefined`], never NaN.

mod undefined;

mod incomplete_beta;
mod law;

mod exact_sum;
mod steps;
mod tally;

mod moments;

mod compare;
mod interval;
mod order;
mod pairs;
mod proportion;
mod signed_rank;

mod agreement;
mod item_rest;
mod reliability;

mod adjust;

mod grim;
mod plane;
mod span;
mod spread;

pub use adjust::{benjamini_hochberg, holm};
pub use agreement::{Kappa, cohen_kappa};
pub use compare::{Comparison, Method, average_sd, one_sample, pooled_sd, standardised_mean_difference, welch};
pub use grim::possible_on_grid;
pub use interval::{Confidence, MeanInterval, mean_interval};
pub use item_rest::{Against, item_rest, items_against};
pub use law::{FisherF, StudentT, normal_quantile, normal_two_sided_p, normal_upper_tail};
pub use moments::{Summary, mean};
pub use order::{Quartiles, extremes, quartiles};
pub use pairs::Pairs;
pub use plane::{Half, Region};
pub use proportion::{ProportionInterval, wilson};
pub use reliability::{Alpha, cronbach_alpha};
pub use signed_rank::{SignedRank, signed_rank};
pub use span::{Grid, Span};
pub use spread::Sample;
pub use steps::{Step, difference, difference_of_means, differences, quotient, settled};
pub use undefined::Undefined;
