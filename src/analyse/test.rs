//! Which test a result holds.

use super::field::{Field, Role};
use super::finding::{Kind, Source, StudyResult};
use crate::stats::Method;

/// A test that was run here, or that follows from printed means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Test {
    Paired,
    Means(Method),
    SignedRankExact,
    SignedRankNormal,
}

impl Test {
    /// What a field is a figure of; `None` where it is of no test, or of one that a source ran and nobody names.
    pub fn of(field: Field, result: &StudyResult) -> Option<Self> {
        let tests = matches!(field.role(), Role::P | Role::Statistic | Role::DegreesOfFreedom | Role::RankSum);
        if !tests && field != Field::WilcoxonExact {
            return None;
        }
        match &result.kind {
            Kind::Change { .. } if result.source == Source::Reported => None,
            Kind::Change { .. } => match field {
                Field::W | Field::PWilcoxon | Field::WilcoxonExact => {
                    let exact = result.value(Field::WilcoxonExact)? > 0.0;
                    Some(if exact { Test::SignedRankExact } else { Test::SignedRankNormal })
                }
                Field::P | Field::PHolm | Field::PBh | Field::T | Field::Df => Some(Test::Paired),
                _ => None,
            },
            Kind::Norm { .. } if result.value(Field::NormN).is_some() => Some(Test::Means(Method::Welch)),
            Kind::Norm { .. } => Some(Test::Means(Method::OneSample)),
            Kind::Contrast { .. } | Kind::Attrition { level: None, .. } => Some(Test::Means(Method::Welch)),
            Kind::Attrition { level: Some(_), .. }
            | Kind::DescribeScale { .. }
            | Kind::DescribeVariable { .. }
            | Kind::Share { .. }
            | Kind::Theme { .. }
            | Kind::Code { .. }
            | Kind::Corpus { .. }
            | Kind::Family { .. }
            | Kind::Reliability { .. }
            | Kind::Missing { .. }
            | Kind::Flow { .. }
            | Kind::Agreement { .. } => None,
        }
    }

    /// Its name in running text.
    pub fn name(self) -> String {
        match self {
            Test::Paired => "paired t-test".to_owned(),
            Test::Means(method) => method.to_string(),
            Test::SignedRankExact => "exact Wilcoxon signed-rank test".to_owned(),
            Test::SignedRankNormal => "Wilcoxon signed-rank test by the normal approximation".to_owned(),
        }
    }
}
