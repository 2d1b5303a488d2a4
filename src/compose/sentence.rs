//! A whole result in its usual sentence form, for `{{ ADDRESS }}` and for the text column of charts.

use super::number;
use crate::analyse::{Field, Findings, Kind, StudyResult, Unit, WITHHELD};
use crate::model::Measures;

/// The unit of a result's figures.
pub fn unit(findings: &Findings, result: &StudyResult) -> Unit {
    Unit::of(result, &findings.study.measures)
}

/// What a printed figure is called on the page.
pub fn field_label(field: Field) -> &'static str {
    match field {
        Field::Mean => "mean",
        Field::Sd => "SD",
        Field::Min => "minimum",
        Field::Max => "maximum",
        Field::CiLow => "lower limit",
        Field::CiHigh => "upper limit",
        Field::Es => "effect size",
        Field::Percent => "per cent",
        other => other.as_str(),
    }
}

/// A field as text, or nothing where it is absent.
pub fn shown(findings: &Findings, result: &StudyResult, field: Field) -> Option<String> {
    shown_of(&findings.study.measures, result, field)
}

fn shown_of(measures: &Measures, result: &StudyResult, field: Field) -> Option<String> {
    Some(number::field(field, result.quantity(field)?.known()?, None, Unit::of(result, measures)))
}

/// A field as it stands in a table: a figure that is withheld has a mark there.
pub fn shown_or_mark(findings: &Findings, result: &StudyResult, field: Field) -> Option<String> {
    match result.quantity(field)?.withheld() {
        Some(withheld) => Some(number::withheld(field, withheld)),
        None => shown(findings, result, field),
    }
}

/// `p = 0.020`, or `p < 0.001` where only a bound is known; no line breaks in it.
pub fn p_clause(p: &str) -> String {
    equation("p", p)
}

/// `n = 30`, `t(28) = 2.05`, `alpha < 0.7`: a sign before the value takes the place of the equals sign.
fn equation(name: &str, value: &str) -> String {
    match value.strip_prefix(['<', '>']) {
        Some(bound) => format!("{name}{KEPT}{}{KEPT}{bound}", &value[..1]),
        None => format!("{name}{KEPT}={KEPT}{value}"),
    }
}

/// The blank at which no line breaks.
const KEPT: char = '\u{a0}';

/// The usual sentence form of a result, made of what is there; `None` where nothing is. No line breaks within one
/// figure and its name.
pub fn whole(findings: &Findings, result: &StudyResult) -> Option<String> {
    form(&findings.study.measures, findings.study.conventions.confidence, result)
}

fn form(measures: &Measures, confidence: f64, result: &StudyResult) -> Option<String> {
    let level = format!("{}{KEPT}CI", number::level(confidence));
    let mut form = Form { measures, result, level, parts: Vec::new() };
    form.usual();
    if form.parts.is_empty() {
        form.anything();
    }
    let parts = form.parts;
    match (parts.is_empty(), result.withholds()) {
        (true, true) => Some(WITHHELD.to_owned()),
        (true, false) => None,
        // A sample's size alone says that there is more.
        (false, true) if parts.iter().all(|part| part.starts_with("n\u{a0}=")) => {
            Some(format!("{}, the rest withheld", parts.join(", ")))
        }
        _ => Some(parts.join(", ")),
    }
}

/// A sentence form in the making.
struct Form<'a> {
    measures: &'a Measures,
    result: &'a StudyResult,
    /// `95% CI`.
    level: String,
    parts: Vec<String>,
}

impl Form<'_> {
    fn get(&self, field: Field) -> Option<String> {
        shown_of(self.measures, self.result, field)
    }

    fn has(&self, field: Field) -> bool {
        self.result.quantity(field).is_some_and(|quantity| quantity.known().is_some())
    }

    /// `SD 9.1`.
    fn named(&mut self, name: &str, field: Field) {
        self.parts.extend(self.get(field).map(|value| format!("{}{KEPT}{value}", kept(name))));
    }

    /// `n = 30`.
    fn equals(&mut self, name: &str, field: Field) {
        self.parts.extend(self.get(field).map(|value| equation(name, &value)));
    }

    /// `range 3 to 9`, or the one limit that is there.
    fn between(&mut self, name: &str, low: (&str, Field), high: (&str, Field)) {
        match (self.get(low.1), self.get(high.1)) {
            (Some(from), Some(to)) => {
                self.parts.push(kept(&format!("{name} {}", number::interval(&from, &to))));
            }
            _ => {
                self.named(low.0, low.1);
                self.named(high.0, high.1);
            }
        }
    }

    fn interval(&mut self) {
        let level = self.level.clone();
        let (low, high) = (format!("lower limit of the {level}"), format!("upper limit of the {level}"));
        self.between(&level, (&low, Field::CiLow), (&high, Field::CiHigh));
    }

    /// p, or where it is not there the t that it is looked up for.
    fn test(&mut self) {
        match (self.get(Field::P), self.get(Field::T), self.get(Field::Df)) {
            (Some(p), ..) => self.parts.push(p_clause(&p)),
            (None, Some(t), Some(df)) => self.parts.push(equation(&format!("t({df})"), &t)),
            (None, Some(t), None) => self.parts.push(equation("t", &t)),
            (None, None, _) => {}
        }
    }

    fn counted(&mut self, field: Field, what: &str) {
        self.parts.extend(count(self.result, field, what).map(|text| kept(&text)));
    }

    /// `24 of 64 (37.5%)`, or so much of it as is there, after a word or two.
    fn share(&mut self, lead: &str, count: Field, total: Field, percent: Option<Field>) {
        let percent = percent.and_then(|field| self.get(field)).map(|percent| format!("{percent}%"));
        let text = match of_total(self.measures, self.result, count, total) {
            Some(of) => match percent {
                Some(percent) => format!("{of} ({percent})"),
                None => of,
            },
            None => match (self.get(count), self.get(total), percent) {
                (Some(count), _, Some(percent)) => format!("{count} ({percent})"),
                (Some(count), _, None) => count,
                (None, Some(total), Some(percent)) => format!("{percent} of {total}"),
                (None, Some(total), None) => equation("n", &total),
                (None, None, Some(percent)) => percent,
                (None, None, None) => return,
            },
        };
        self.parts.push(kept(&format!("{lead}{text}")));
    }

    fn usual(&mut self) {
        match &self.result.kind {
            Kind::DescribeScale { .. } | Kind::DescribeVariable { .. } => self.described(),
            Kind::Norm { .. } => {
                self.named("mean", Field::Mean);
                self.named("norm", Field::NormMean);
                self.named("difference", Field::Difference);
                self.interval();
                self.named("standardised", Field::Smd);
                self.test();
            }
            Kind::Change { .. } => {
                self.named("mean change", Field::Change);
                self.interval();
                self.test();
                self.named("ES", Field::Es);
                self.equals("n", Field::N);
            }
            Kind::Share { .. } => self.share("", Field::Count, Field::Total, Some(Field::Percent)),
            Kind::Theme { .. } | Kind::Code { .. } => {
                self.counted(Field::Participants, "participant");
                self.counted(Field::Excerpts, "excerpt");
            }
            Kind::Corpus { .. } => {
                self.counted(Field::Excerpts, "excerpt");
                self.counted(Field::Participants, "participant");
            }
            Kind::Family { .. } => {
                self.counted(Field::Tests, "test");
                self.named("significant", Field::Significant);
                self.named("after Holm", Field::HolmSignificant);
            }
            Kind::Reliability { .. } => {
                self.named("Cronbach’s alpha", Field::Alpha);
                self.interval();
                self.equals("n", Field::N);
            }
            Kind::Attrition { level: Some(_), .. } => {
                self.share("", Field::CountFirst, Field::TotalFirst, Some(Field::PercentFirst));
                let lead = if self.parts.is_empty() { "drop-outs " } else { "against " };
                self.share(lead, Field::CountSecond, Field::TotalSecond, Some(Field::PercentSecond));
            }
            Kind::Contrast { .. } | Kind::Attrition { .. } => {
                let both = self.has(Field::MeanFirst) && self.has(Field::MeanSecond);
                let (first, second) = if both { ("mean", "against") } else { ("first mean", "second mean") };
                self.named(first, Field::MeanFirst);
                self.named(second, Field::MeanSecond);
                self.named("difference", Field::Difference);
                self.interval();
                self.test();
            }
            Kind::Missing { .. } => match (self.get(Field::Missing), self.get(Field::Participants)) {
                (Some(none), Some(all)) => self.parts.push(kept(&format!("without a score {none} of {all}"))),
                (Some(none), None) => self.parts.push(kept(&format!("without a score {none}"))),
                (None, _) => self.counted(Field::Participants, "participant"),
            },
            Kind::Flow { .. } => {
                self.counted(Field::Participants, "participant");
                self.named("missing", Field::Missing);
            }
            Kind::Agreement { .. } => {
                self.named("Cohen’s kappa", Field::Kappa);
                self.interval();
                self.equals("n", Field::N);
            }
        }
    }

    fn described(&mut self) {
        self.named("mean", Field::Mean);
        self.named("SD", Field::Sd);
        if !self.has(Field::Sd) {
            let printed =
                |field| self.result.quantity(field).and_then(|q| q.known()).is_some_and(|k| k.printed.is_some());
            if printed(Field::Se) || !self.has(Field::Mean) {
                self.named("SE", Field::Se);
            }
        }
        // A median that a source prints is there to be read; of computed results the mean is the usual one.
        if self.result.source == crate::analyse::Source::Reported || !self.has(Field::Mean) {
            self.named("median", Field::Median);
            self.between("IQR", ("first quartile", Field::Q1), ("third quartile", Field::Q3));
        }
        self.between("range", ("minimum", Field::Min), ("maximum", Field::Max));
        if !self.has(Field::Mean) {
            self.interval();
        }
        self.equals("n", Field::N);
    }

    /// Where none of the usual figures is there, whatever is.
    fn anything(&mut self) {
        for (field, _) in &self.result.fields {
            match field {
                Field::Direction | Field::NormMean | Field::NormSd | Field::NormN => {}
                Field::N => self.equals("n", *field),
                Field::Df => self.equals("df", *field),
                Field::T => self.equals("t", *field),
                Field::R => self.equals("r", *field),
                Field::W => self.equals("W", *field),
                field if field.is_p() => self.equals(&kept(&spelled(*field)), *field),
                field => self.named(&spelled(*field), *field),
            }
        }
    }
}

/// A field's name in words: `SD`, `mean from`, `p holm`.
fn spelled(field: Field) -> String {
    match field {
        Field::Se => "SE".to_owned(),
        Field::PHolm => "p (Holm)".to_owned(),
        Field::PBh => "p (Benjamini–Hochberg)".to_owned(),
        Field::PWilcoxon => "p (Wilcoxon)".to_owned(),
        Field::MeanFrom => "earlier mean".to_owned(),
        Field::MeanTo => "later mean".to_owned(),
        Field::SdFrom => "earlier SD".to_owned(),
        Field::SdTo => "later SD".to_owned(),
        Field::SdFirst => "first SD".to_owned(),
        Field::SdSecond => "second SD".to_owned(),
        Field::NFirst => "first n".to_owned(),
        Field::NSecond => "second n".to_owned(),
        Field::EsBaselinePairs | Field::EsBaselineAll | Field::EsChange | Field::EsAverage => "ES".to_owned(),
        Field::Smd => "standardised".to_owned(),
        Field::Q1 => "first quartile".to_owned(),
        Field::Q3 => "third quartile".to_owned(),
        Field::BhSignificant => "after Benjamini–Hochberg".to_owned(),
        Field::Percent | Field::PercentFirst | Field::PercentSecond => "per cent".to_owned(),
        other => field_label(other).replace('_', " "),
    }
}

/// With blanks at which no line breaks.
fn kept(text: &str) -> String {
    text.replace(' ', "\u{a0}")
}

/// `7 of 32`, `fewer than 5 of 32`.
fn of_total(measures: &Measures, result: &StudyResult, count: Field, total: Field) -> Option<String> {
    let of = |field| match result.quantity(field)?.withheld() {
        Some(withheld) => Some(number::withheld_in_words(field, withheld)),
        None => shown_of(measures, result, field),
    };
    let all = result.quantity(total)?.withheld().is_none();
    if !all {
        return Some(number::withheld_in_words(count, result.quantity(count)?.withheld()?));
    }
    Some(format!("{} of {}", of(count)?, of(total)?))
}

fn count(result: &StudyResult, field: Field, what: &str) -> Option<String> {
    let value = result.value(field)?;
    Some(crate::diag::plural(value as usize, what))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::{Contrasted, Known, Quantity, Source};
    use crate::model::{Comparison, Described, LevelId, Printed, ScaleId, TimepointId};

    /// A kind, the fields that its sentence shows wherever they are there, and further ones that it has.
    type Case = (Kind, &'static [Field], &'static [Field]);

    fn cases() -> Vec<Case> {
        use Field::{
            Alpha, Change, CiHigh, CiLow, Count, CountFirst, CountSecond, Df, Difference, Direction, Es, Excerpts,
            HolmSignificant, Kappa, Max, Mean, MeanFirst, MeanFrom, MeanSecond, Median, Min, Missing, N, NormMean,
            NormSd, P, PHolm, PWilcoxon, Participants, Percent, PercentFirst, PercentSecond, Q1, Q3, R, Sd, SdTo, Se,
            Share, Significant, Smd, T, Tests, Total, TotalFirst, TotalSecond, W,
        };
        let (scale, timepoint, level) = (ScaleId::new("s"), TimepointId::new("T1"), LevelId::new("l"));
        let comparison = Comparison { from: timepoint.clone(), to: TimepointId::new("T2") };
        vec![
            (
                Kind::DescribeScale { scale: scale.clone(), timepoint: timepoint.clone() },
                &[N, Mean, Sd, Min, Max, Median, Q1, Q3],
                &[Se, CiLow],
            ),
            (
                Kind::Norm { scale: scale.clone(), timepoint: timepoint.clone() },
                &[Mean, NormMean, Difference, CiLow, CiHigh, Smd, P],
                &[N, T, Df, NormSd],
            ),
            (
                Kind::Change { scale: scale.clone(), comparison: comparison.clone() },
                &[Change, CiLow, CiHigh, P, Es, N],
                &[T, Df, Sd, Se, R, W, MeanFrom, SdTo, PHolm, PWilcoxon, Direction],
            ),
            (
                Kind::Share { variable: crate::model::VariableId::new("v"), timepoint: None, level: level.clone() },
                &[Count, Percent],
                &[Total, CiLow],
            ),
            (Kind::Code { code: crate::model::CodeId::new("c"), timepoint: None }, &[Excerpts, Participants], &[Share]),
            (Kind::Family { comparison }, &[Tests, Significant, HolmSignificant], &[]),
            (
                Kind::Contrast {
                    scale: scale.clone(),
                    when: Contrasted::At(timepoint.clone()),
                    first: level.clone(),
                    second: level.clone(),
                },
                &[MeanFirst, MeanSecond, Difference, CiLow, CiHigh, P],
                &[T, Df, Se, Smd],
            ),
            (
                Kind::Attrition { subject: Described::Scale(scale.clone()), level: Some(level) },
                &[CountFirst, PercentFirst, CountSecond, PercentSecond],
                &[TotalFirst, TotalSecond, Difference],
            ),
            (Kind::Missing { scale: scale.clone(), timepoint: timepoint.clone() }, &[Missing], &[Participants, N]),
            (Kind::Flow { timepoint: None }, &[Participants, Missing], &[]),
            (Kind::Reliability { scale, timepoint }, &[Alpha, CiLow, CiHigh, N], &[Field::Items]),
            (Kind::Agreement { code: crate::model::CodeId::new("c") }, &[Kappa, CiLow, CiHigh, N], &[]),
        ]
    }

    /// Every subset of the fields of every kind: what is there is printed, and nothing has a hole.
    #[test]
    fn a_sentence_form_prints_what_is_there() {
        let origin = crate::diag::Origin::start_of(&"x.csv".into());
        for (kind, shown_always, further) in cases() {
            let all: Vec<Field> = shown_always.iter().chain(further).copied().collect();
            for subset in 0..1_u32 << all.len() {
                // Each figure is another number, so that it can be found.
                let value = |at: usize| Quantity::exact((110 + at) as f64);
                let fields: Vec<(Field, Quantity)> = all
                    .iter()
                    .enumerate()
                    .map(|(at, field)| {
                        let there = subset >> at & 1 == 1;
                        (*field, if there { value(at) } else { Quantity::absent("not there") })
                    })
                    .collect();
                let there: Vec<Field> =
                    fields.iter().filter(|(_, quantity)| quantity.known().is_some()).map(|(field, _)| *field).collect();
                let result = StudyResult {
                    address: crate::model::Address::new("x"),
                    source: Source::Reported,
                    kind: kind.clone(),
                    group: None,
                    origin: origin.clone(),
                    fields,
                };
                let text = form(&crate::model::Measures::default(), 0.95, &result);
                let says_something = there
                    .iter()
                    .any(|field| !matches!(field, Field::Direction | Field::NormMean | Field::NormSd | Field::NormN));
                assert!(text.is_some() || !says_something, "{there:?} of {kind:?} prints nothing");
                let Some(text) = text else { continue };
                let plain = text.replace('\u{a0}', " ");
                for hole in ["()", "  ", ", ,", " ,", "NaN", "inf", "= ,", "%%"] {
                    assert!(!plain.contains(hole), "{there:?}: {plain}");
                }
                assert!(!plain.trim().is_empty() && plain.trim() == plain, "{there:?}: {plain:?}");
                assert!(!plain.ends_with([',', '=', '(']) && !plain.starts_with([',', '=']), "{plain}");
                for (at, field) in shown_always.iter().enumerate().filter(|(_, field)| there.contains(field)) {
                    let wanted = if field.is_p() { "p > ".to_owned() } else { (110 + at).to_string() };
                    assert!(plain.contains(&wanted), "{field:?} is lost in `{plain}`");
                }
            }
        }
    }

    #[test]
    fn a_bound_takes_the_place_of_the_equals_sign() {
        assert_eq!(
            (p_clause("0.020"), p_clause("<0.001")),
            ("p\u{a0}=\u{a0}0.020".into(), "p\u{a0}<\u{a0}0.001".into())
        );
        let printed = Printed::parse("0.000").map(Printed::as_p);
        let shown = |quantity: &Quantity| {
            quantity.known().map(|known: &Known| number::field(Field::P, known, None, Unit::Pure))
        };
        assert_eq!(shown(&Quantity::printed(printed.as_ref())).as_deref(), Some("<0.001"));
    }
}
