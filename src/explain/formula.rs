//! The formula of each field, with names and with numbers.
//!
//! A template holds names in braces: `{sd}` is a field of the result itself, `{from.sd}` one of the result that the
//! word before the point stands for, `{quantile}` the quantile of Student's t for the study's level. `docs/statistics.md`
//! has the references.

use crate::analyse::{Contrasted, Field, Findings, Kind, StudyResult};
use crate::model::{ChangeSign, Comparison, EffectSize, ScaleId, TimepointId};
use crate::stats::StudentT;

/// A formula of one field of one result.
pub struct Formula {
    pieces: Vec<Piece>,
}

enum Piece {
    Words(String),
    Own(Field),
    Other(String, Field),
    Quantile,
}

impl Formula {
    /// The formula by which a field is made; `None` where there is none to show.
    pub fn of(field: Field, result: &StudyResult, findings: &Findings) -> Option<Self> {
        let template = template(field, result, findings)?;
        let mut pieces = Vec::new();
        let mut rest = template.as_str();
        while let Some((words, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}')?;
            pieces.push(Piece::Words(words.to_owned()));
            pieces.push(match name.split_once('.') {
                _ if name == "quantile" => Piece::Quantile,
                None => Piece::Own(Field::parse(name)?),
                Some((other, field)) => Piece::Other(address(other, result)?, Field::parse(field)?),
            });
            rest = after;
        }
        pieces.push(Piece::Words(rest.to_owned()));
        Some(Self { pieces })
    }

    /// With the names of what goes in.
    pub fn names(&self) -> String {
        let name = |piece: &Piece| match piece {
            Piece::Words(words) => words.clone(),
            Piece::Own(field) => field.as_str().to_owned(),
            Piece::Other(address, field) => format!("{address}.{}", field.as_str()),
            Piece::Quantile => "t".to_owned(),
        };
        self.pieces.iter().map(name).collect()
    }

    /// With the numbers, at full precision; `None` where one of them is absent.
    pub fn numbers(&self, result: &StudyResult, findings: &Findings) -> Option<String> {
        let number = |piece: &Piece| match piece {
            Piece::Words(_) => None,
            Piece::Own(field) => result.value(*field),
            Piece::Other(address, field) => findings.get(address)?.value(*field),
            Piece::Quantile => {
                let tail = 1.0 - findings.study.conventions.confidence;
                let df = result.value(Field::Df).or_else(|| Some(result.value(Field::N)? - 1.0))?;
                StudentT::new(df).and_then(|t| t.two_sided_quantile(tail)).ok()
            }
        };
        let mut out = String::new();
        for (at, piece) in self.pieces.iter().enumerate() {
            if let Piece::Words(words) = piece {
                out.push_str(words);
                continue;
            }
            let value = number(piece)?;
            let squared = matches!(self.pieces.get(at + 1), Some(Piece::Words(words)) if words.starts_with('²'));
            let operated = out.trim_end().ends_with(['−', '+', '×', '/', '√']);
            match value < 0.0 {
                true if squared || operated => out.push_str(&format!("(−{})", -value)),
                true => out.push_str(&format!("−{}", -value)),
                false => out.push_str(&value.to_string()),
            }
        }
        Some(out)
    }

    /// Whether it is nothing but names, numbers and operators, so that anyone can work it out.
    pub fn is_arithmetic(&self) -> bool {
        self.pieces.iter().all(|piece| match piece {
            Piece::Words(words) => words.chars().all(|c| c.is_ascii_digit() || " −+×/√²()".contains(c)),
            _ => true,
        })
    }
}

/// The address that a word of a template stands for.
fn address(word: &str, result: &StudyResult) -> Option<String> {
    let describe = |scale: &ScaleId, at: &TimepointId| format!("describe.{scale}.{at}");
    let corpus = |at: &Option<TimepointId>| at.as_ref().map_or("corpus".to_owned(), |at| format!("corpus.{at}"));
    let bare = match (word, &result.kind) {
        ("from", Kind::Change { scale, comparison }) => describe(scale, &comparison.from),
        ("family", Kind::Change { comparison, .. }) => format!("family.{comparison}"),
        ("corpus", Kind::Theme { timepoint, .. } | Kind::Code { timepoint, .. }) => corpus(timepoint),
        _ => return None,
    };
    let beside = result.address.as_str().starts_with("reported.");
    let bare = if beside { format!("reported.{bare}") } else { bare };
    Some(match &result.group {
        Some(group) => format!("{bare}@{group}"),
        None => bare,
    })
}

fn template(field: Field, result: &StudyResult, findings: &Findings) -> Option<String> {
    let owned = |text: &str| Some(text.to_owned());
    match &result.kind {
        Kind::DescribeScale { .. } | Kind::DescribeVariable { .. } => owned(described(field)?),
        Kind::Norm { .. } => owned(norm(field, result)?),
        Kind::Change { comparison, .. } => {
            by_interval(field, result).map_or_else(|| change(field, comparison, result, findings), owned)
        }
        Kind::Contrast { when, .. } => owned(contrast(field, Some(when))?),
        Kind::Attrition { level: None, .. } => owned(contrast(field, None)?),
        Kind::Attrition { level: Some(_), .. } => owned(match field {
            Field::PercentFirst => "100 × {count_first} / {total_first}",
            Field::PercentSecond => "100 × {count_second} / {total_second}",
            Field::Difference => "{percent_first} − {percent_second}",
            _ => return None,
        }),
        Kind::Share { .. } => owned(match field {
            Field::Percent => "100 × {count} / {total}",
            Field::CiLow | Field::CiHigh => "Wilson’s interval of {count} out of {total}, in per cent",
            _ => return None,
        }),
        Kind::Family { .. } => owned(match field {
            Field::Tests => "p values of the comparison",
            Field::Significant => "p values below the level of significance, of {tests}",
            Field::HolmSignificant => "p values below it after Holm’s adjustment for {tests} tests",
            Field::BhSignificant => "p values below it after Benjamini and Hochberg’s adjustment for {tests} tests",
            _ => return None,
        }),
        Kind::Reliability { .. } => owned(match field {
            Field::N => "people who answered all {items} items",
            Field::Alpha => {
                "items / (items − 1) × (1 − sum of the items’ variances / variance of their sum), {items} items"
            }
            Field::CiLow | Field::CiHigh => "Feldt’s interval by F, from {alpha}, {n} people and {items} items",
            _ => return None,
        }),
        Kind::Missing { .. } => owned(match field {
            Field::Missing => "{participants} − {n}",
            Field::Percent => "100 × {missing} / {participants}",
            _ => return None,
        }),
        Kind::Theme { .. } | Kind::Code { .. } => owned(match field {
            Field::Share => "{participants} / {corpus.participants}",
            Field::TopShare => "excerpts of the participant who gave most / {excerpts}",
            _ => return None,
        }),
        Kind::Agreement { .. } => owned(match field {
            Field::Kappa => "(observed agreement − agreement by chance) / (1 − agreement by chance), over {n} excerpts",
            Field::CiLow | Field::CiHigh => "{kappa} ± z × its standard error, cut at 1",
            _ => return None,
        }),
        Kind::Flow { .. } | Kind::Corpus { .. } => None,
    }
}

fn described(field: Field) -> Option<&'static str> {
    Some(match field {
        Field::Mean => "sum of the scores / {n}",
        Field::Sd => "√(sum of (score − {mean})² / ({n} − 1))",
        Field::Se => "{sd} / √{n}",
        Field::CiLow => "{mean} − {quantile} × {sd} / √{n}",
        Field::CiHigh => "{mean} + {quantile} × {sd} / √{n}",
        Field::Q1 | Field::Median | Field::Q3 => "quantile of type 7, by linear interpolation of the {n} sorted scores",
        _ => return None,
    })
}

fn norm(field: Field, result: &StudyResult) -> Option<&'static str> {
    let welch = result.value(Field::NormN).is_some();
    Some(match field {
        Field::Difference => "{mean} − {norm_mean}",
        Field::Smd => "{difference} / {norm_sd}",
        Field::T if welch => "{difference} / √({sd}² / {n} + {norm_sd}² / {norm_n})",
        Field::T => "{difference} / ({sd} / √{n})",
        Field::Df if welch => {
            "({sd}² / {n} + {norm_sd}² / {norm_n})² / (({sd}² / {n})² / ({n} − 1) + ({norm_sd}² / {norm_n})² / ({norm_n} − 1))"
        }
        Field::Df => "{n} − 1",
        Field::P => "2 × P(T > |{t}|), T of Student with {df} degrees of freedom",
        Field::CiLow if welch => "{difference} − {quantile} × √({sd}² / {n} + {norm_sd}² / {norm_n})",
        Field::CiHigh if welch => "{difference} + {quantile} × √({sd}² / {n} + {norm_sd}² / {norm_n})",
        Field::CiLow => "{difference} − {quantile} × {sd} / √{n}",
        Field::CiHigh => "{difference} + {quantile} × {sd} / √{n}",
        _ => return None,
    })
}

/// What the interval of a change tells where the source prints neither the change nor a test.
fn by_interval(field: Field, result: &StudyResult) -> Option<&'static str> {
    let printed = |field| result.quantity(field)?.known()?.printed.as_ref();
    let (low, high) = (printed(Field::CiLow)?, printed(Field::CiHigh)?);
    let spans = low.value() < 0.0 && high.value() > 0.0;
    Some(match field {
        Field::P if spans => "not under the level of significance: 0 lies between {ci_low} and {ci_high}",
        Field::P => "under the level of significance: 0 does not lie between {ci_low} and {ci_high}",
        Field::Direction if result.value(Field::Change).is_none() => {
            "the side of zero on which all of {ci_low} to {ci_high} lies"
        }
        _ => return None,
    })
}

fn change(field: Field, comparison: &Comparison, result: &StudyResult, findings: &Findings) -> Option<String> {
    let conventions = &findings.study.conventions;
    let size = match conventions.effect_size {
        EffectSize::SdBaselinePairs => Field::EsBaselinePairs,
        EffectSize::SdBaselineAll => Field::EsBaselineAll,
        EffectSize::SdChange => Field::EsChange,
        EffectSize::SdAverage => Field::EsAverage,
    };
    let (from, to) = (&comparison.from, &comparison.to);
    let text = match (if field == Field::Es { size } else { field }, conventions.change) {
        (Field::N, _) => return Some(format!("people with a score at {from} and at {to}")),
        (Field::Change, ChangeSign::LaterMinusEarlier) => "{mean_to} − {mean_from}",
        (Field::Change, ChangeSign::EarlierMinusLater) => "{mean_from} − {mean_to}",
        (Field::Sd, _) => "√(sum of (difference − {change})² / ({n} − 1))",
        (Field::Se, _) => "{sd} / √{n}",
        (Field::CiLow, _) => "{change} − {quantile} × {se}",
        (Field::CiHigh, _) => "{change} + {quantile} × {se}",
        (Field::T, _) => "{change} / {se}",
        (Field::Df, _) => "{n} − 1",
        (Field::P, _) => "2 × P(T > |{t}|), T of Student with {df} degrees of freedom",
        (Field::PHolm, _) => "{p}, adjusted by Holm among {family.tests} tests",
        (Field::PBh, _) => "{p}, adjusted by Benjamini and Hochberg among {family.tests} tests",
        (Field::EsBaselinePairs, _) => "{change} / {sd_from}",
        (Field::EsBaselineAll, _) => "{change} / {from.sd}",
        (Field::EsChange, _) => "{change} / {sd}",
        (Field::EsAverage, _) => "{change} / (({sd_from} + {sd_to}) / 2)",
        (Field::R, _) => "Pearson’s correlation of the {n} pairs",
        (Field::W, _) => "sum of the ranks of the positive differences, zeros dropped",
        (Field::PWilcoxon, _) => match result.value(Field::WilcoxonExact) {
            Some(exact) if exact > 0.0 => {
                "Wilcoxon’s signed-rank test: twice the smaller tail of {w} over all signs of the ranks, exact"
            }
            Some(_) => "Wilcoxon’s signed-rank test: {w} by the normal approximation, corrected for ties",
            None => "Wilcoxon’s signed-rank test of {w}",
        },
        (Field::WilcoxonExact, _) => "1 where the p value is exact, under 50 differences that are not 0; else 0",
        (Field::Direction, _) => "1 where the later mean is higher, −1 where it is lower",
        _ => return None,
    };
    Some(text.to_owned())
}

fn contrast(field: Field, when: Option<&Contrasted>) -> Option<&'static str> {
    Some(match field {
        Field::Difference => "{mean_first} − {mean_second}",
        Field::Smd => {
            "{difference} / √((({n_first} − 1) × {sd_first}² + ({n_second} − 1) × {sd_second}²) / ({n_first} + {n_second} − 2))"
        }
        Field::Se => "√({sd_first}² / {n_first} + {sd_second}² / {n_second})",
        Field::T => "{difference} / {se}",
        Field::Df => {
            "({sd_first}² / {n_first} + {sd_second}² / {n_second})² / (({sd_first}² / {n_first})² / ({n_first} − 1) + ({sd_second}² / {n_second})² / ({n_second} − 1))"
        }
        Field::P => "2 × P(T > |{t}|), T of Student with {df} degrees of freedom",
        Field::CiLow => "{difference} − {quantile} × {se}",
        Field::CiHigh => "{difference} + {quantile} × {se}",
        Field::MeanFirst | Field::MeanSecond => match when {
            Some(Contrasted::Change(_)) => "mean of the group’s changes",
            Some(Contrasted::At(_)) => "mean of the group’s scores",
            None => "mean at the first timepoint",
        },
        _ => return None,
    })
}
