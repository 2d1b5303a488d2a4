//! The part that each field plays where scores may be told.

use crate::analyse::Field;

/// What a figure of scores says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// Something of sums and sums of squares.
    Sums,
    /// How many people there are, or what is known without the study.
    Known,
    /// Something of an order or of ranks, or of items: `persons` and `groups` decide of it.
    Order,
}

/// The part that every field plays in a result of scores. One that is not read below though it says something of
/// sums is withheld.
pub fn says(field: Field) -> Says {
    use Field::{
        Alpha, BhSignificant, Change, CiHigh, CiLow, Codes, Complete, CompleteItems, Count, CountFirst, CountSecond,
        Df, Difference, Direction, Es, EsAverage, EsBaselineAll, EsBaselinePairs, EsChange, Excerpts, Filled,
        HolmSignificant, Items, Joined, Kappa, Lost, Max, Mean, MeanFirst, MeanFrom, MeanSecond, MeanTo, Median, Min,
        Missing, N, NFirst, NSecond, NormMean, NormN, NormSd, P, PBh, PHolm, PWilcoxon, Partial, Participants, Percent,
        PercentFirst, PercentSecond, Q1, Q3, R, Returned, Sd, SdFirst, SdFrom, SdSecond, SdTo, Se, Share, Significant,
        Sites, Smd, T, Tests, Themes, TopShare, Total, TotalFirst, TotalSecond, Unanswered, W, WilcoxonExact,
    };
    match field {
        Mean | Sd | Se | CiLow | CiHigh | Difference | Smd | T | P | PHolm | PBh | MeanFrom | MeanTo | SdFrom
        | SdTo | R | Change | Es | EsBaselinePairs | EsBaselineAll | EsChange | EsAverage | Direction | MeanFirst
        | SdFirst | MeanSecond | SdSecond | Df => Says::Sums,
        N | Missing | NormMean | NormSd | NormN | NFirst | NSecond | Items | Tests | Participants | Total
        | TotalFirst | TotalSecond | Complete | Lost | Returned | Joined | CompleteItems | Filled | Partial
        | Unanswered | Excerpts | Sites | Share | TopShare | Codes | Themes | Kappa => Says::Known,
        Min | Q1 | Median | Q3 | Max | W | PWilcoxon | WilcoxonExact | Alpha => Says::Order,
        // Of families, whose bounds every p value has; of counts, which `shares` sees to.
        Significant | HolmSignificant | BhSignificant | Count | Percent | CountFirst | PercentFirst | CountSecond
        | PercentSecond => Says::Known,
    }
}
