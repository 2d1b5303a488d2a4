//! The figures that are shown of a part of a study: what each is made of, and the bounds that its rounding leaves.

use std::collections::{BTreeMap, BTreeSet};

use super::family::Families;
use super::forms::{Form, Of, Side};
use super::moments::{Moments, Variate};
use super::says::{Says, says};
use super::unit::Unit;
use crate::analyse::{Contrasted, Field, Findings, Kind, Known, Source, StudyResult};
use crate::guard::numbers::plan::Plan;
use crate::model::{ChangeSign, Comparison, Described, EffectSize, LevelId, TimepointId};
use crate::stats::StudentT;

/// A figure by the position of its result.
pub type Figure = (usize, Field);

/// Figures that are shown and the same, with the closed interval of what is shown as they are.
pub struct Shown {
    pub figures: Vec<Figure>,
    pub form: Form,
    pub low: f64,
    pub high: f64,
}

/// The findings before and after rounding, and what is withheld of them already.
pub struct Publication<'a> {
    pub exact: &'a Findings,
    pub rounded: &'a Findings,
    pub plan: &'a Plan,
    pub families: &'a Families,
    /// Bounds of figures that are in print, too, of as many people, where print and data agree.
    pub printed: BTreeMap<Figure, (f64, f64)>,
}

impl<'a> Publication<'a> {
    pub fn of(exact: &'a Findings, rounded: &'a Findings, plan: &'a Plan, families: &'a Families) -> Self {
        let results = exact.results().iter().enumerate();
        let places: BTreeMap<(&str, Source), usize> =
            results.map(|(at, result)| ((bare(result), result.source), at)).collect();
        let mut printed = BTreeMap::new();
        for ((address, source), at) in &places {
            let (true, Some(beside)) = (*source == Source::Computed, places.get(&(*address, Source::Reported))) else {
                continue;
            };
            let (computed, reported) = (&exact.results()[*at], &exact.results()[*beside]);
            let sizes = reported.value(Field::N).zip(computed.value(Field::N));
            if sizes.is_some_and(|(one, other)| one != other) {
                continue;
            }
            for (field, quantity) in &reported.fields {
                let known = quantity.known().zip(computed.value(*field));
                if let Some((known, _)) =
                    known.filter(|(known, value)| known.low <= *value + 1e-9 && *value <= known.high + 1e-9)
                {
                    printed.insert((*at, *field), (known.low, known.high));
                }
            }
        }
        Self { exact, rounded, plan, families, printed }
    }

    /// A figure as it is shown, where it is.
    pub fn shown(&self, (at, field): Figure) -> Option<&Known> {
        let result = &self.rounded.results()[at];
        result.quantity(field).filter(|_| !self.plan.hides(at, field)).and_then(|quantity| quantity.known())
    }
}

/// An address without its source.
pub fn bare(result: &StudyResult) -> &str {
    let address = result.address.as_str();
    address.strip_prefix("reported.").or(address.strip_prefix("computed.")).unwrap_or(address)
}

/// Makes the samples of a part of a study and its figures.
pub struct Reader<'a, 'b> {
    pub moments: Moments<'a>,
    pub shown: Vec<Shown>,
    /// Figures that say something of sums, and nobody knows what.
    pub unread: Vec<Figure>,
    publication: &'b Publication<'b>,
    unit: &'a Unit,
    sign: f64,
    /// Where in `shown` a form with its bounds stands.
    known: BTreeMap<String, usize>,
    read: BTreeSet<Figure>,
}

impl<'a, 'b> Reader<'a, 'b> {
    pub fn read(unit: &'a Unit, publication: &'b Publication<'b>) -> Self {
        let sign = match unit.scored.study.conventions.change {
            ChangeSign::LaterMinusEarlier => 1.0,
            ChangeSign::EarlierMinusLater => -1.0,
        };
        let (moments, known) = (Moments::of(unit), BTreeMap::new());
        let (shown, unread, read) = (Vec::new(), Vec::new(), BTreeSet::new());
        let mut reader = Self { moments, shown, unread, publication, unit, sign, known, read };
        for (at, result) in publication.exact.results().iter().enumerate() {
            if result.source == Source::Computed && reader.is_of_unit(&result.kind) {
                reader.result(at, result);
                reader.leave_none_out(at, result);
            }
        }
        reader
    }

    fn is_of_unit(&self, kind: &Kind) -> bool {
        let of = |id: &str| self.unit.series.iter().any(|series| series.subject.as_str() == id);
        match kind {
            Kind::DescribeScale { scale, .. }
            | Kind::Norm { scale, .. }
            | Kind::Change { scale, .. }
            | Kind::Contrast { scale, .. } => of(scale.as_str()),
            Kind::DescribeVariable { variable, .. } => of(variable.as_str()),
            Kind::Attrition { subject, level: None } => of(subject.as_str()),
            // No sums of scores: alpha is of items, which are shown nowhere; counts have rules of their own.
            Kind::Reliability { .. }
            | Kind::Family { .. }
            | Kind::Share { .. }
            | Kind::Attrition { level: Some(_), .. }
            | Kind::Missing { .. }
            | Kind::Flow { .. }
            | Kind::Theme { .. }
            | Kind::Code { .. }
            | Kind::Corpus { .. }
            | Kind::Agreement { .. } => false,
        }
    }

    /// Notes the figures that say something of sums and were not read.
    fn leave_none_out(&mut self, at: usize, result: &StudyResult) {
        let fields = result.fields.iter().map(|(field, _)| (at, *field));
        let unread = fields.filter(|figure| says(figure.1) == Says::Sums && self.publication.shown(*figure).is_some());
        let unread: Vec<Figure> = unread.filter(|figure| !self.read.contains(figure)).collect();
        self.unread.extend(unread);
    }

    fn result(&mut self, at: usize, result: &StudyResult) {
        match &result.kind {
            Kind::DescribeScale { scale, timepoint } => {
                self.describe(at, result, &Described::Scale(scale.clone()), Some(timepoint));
            }
            Kind::DescribeVariable { variable, timepoint } => {
                self.describe(at, result, &Described::Variable(variable.clone()), timepoint.as_ref());
            }
            Kind::Norm { scale, timepoint } => {
                self.norm(at, result, &Described::Scale(scale.clone()), timepoint);
            }
            Kind::Change { scale, comparison } => {
                self.change(at, result, &Described::Scale(scale.clone()), comparison);
            }
            Kind::Contrast { scale, when, first, second } => {
                let subject = Described::Scale(scale.clone());
                let Some(variate) = (match when {
                    Contrasted::At(timepoint) => self.series(&subject, Some(timepoint)).map(Variate::One),
                    Contrasted::Change(comparison) => self.difference(&subject, comparison),
                }) else {
                    return;
                };
                let sides = [first, second].map(|group| self.sample(Some(group)));
                self.compared(at, result, variate, sides);
            }
            Kind::Attrition { subject, level: None } => {
                let first = self.unit.scored.study.timepoints.first().map(|first| first.id.clone());
                let variate = self.series(subject, None).or_else(|| self.series(subject, first.as_ref()));
                if let Some(series) = variate {
                    let sides = self.completers();
                    self.compared(at, result, Variate::One(series), sides);
                }
            }
            Kind::Reliability { .. }
            | Kind::Family { .. }
            | Kind::Share { .. }
            | Kind::Attrition { level: Some(_), .. }
            | Kind::Missing { .. }
            | Kind::Flow { .. }
            | Kind::Theme { .. }
            | Kind::Code { .. }
            | Kind::Corpus { .. }
            | Kind::Agreement { .. } => {}
        }
    }

    fn series(&self, subject: &Described, timepoint: Option<&TimepointId>) -> Option<usize> {
        let study = &self.unit.scored.study;
        let wave = match timepoint {
            Some(timepoint) => Some(study.timepoints.iter().position(|known| known.id == *timepoint)?),
            None => None,
        };
        self.unit.series.iter().position(|series| series.subject == *subject && series.wave == wave)
    }

    fn difference(&self, subject: &Described, comparison: &Comparison) -> Option<Variate> {
        let series = |timepoint| self.series(subject, Some(timepoint));
        Some(self.turned(series(&comparison.from)?, series(&comparison.to)?))
    }

    /// The change with the sign of the study.
    fn turned(&self, from: usize, to: usize) -> Variate {
        if self.sign > 0.0 { Variate::Difference(from, to) } else { Variate::Difference(to, from) }
    }

    /// The people of a group, or everybody.
    fn sample(&self, group: Option<&LevelId>) -> Vec<u32> {
        let everybody = 0..self.unit.people() as u32;
        let Some(level) = group else { return everybody.collect() };
        let study = &self.unit.scored.study;
        let column = study.answers.as_ref().zip(study.group());
        let column = column.and_then(|(answers, group)| Some((answers.facts.column(group.id.as_str())?, group)));
        let Some((column, variable)) = column else { return Vec::new() };
        let wanted = variable.levels.iter().position(|known| known.id == *level).map(|at| at as f64);
        everybody.filter(|person| column.number(*person as usize) == wanted).collect()
    }

    fn completers(&self) -> [Vec<u32>; 2] {
        let Some(answers) = &self.unit.scored.study.answers else { return [Vec::new(), Vec::new()] };
        let there = |wave: usize, person: &u32| answers.took_part(wave, *person as usize);
        let last = answers.waves.len().saturating_sub(1);
        let (stayed, left) =
            (0..self.unit.people() as u32).filter(|person| there(0, person)).partition(|person| there(last, person));
        [stayed, left]
    }

    /// The sample of those who have a number.
    fn node(&mut self, variate: Variate, people: &[u32]) -> usize {
        let there = |series: &usize, person: &u32| !self.unit.series[*series].values[*person as usize].is_nan();
        let people = people.iter().copied().filter(|person| match &variate {
            Variate::One(series) => there(series, person),
            Variate::Difference(from, to) => there(from, person) && there(to, person),
        });
        let people = people.collect();
        self.moments.node(variate, people)
    }

    fn add(&mut self, at: usize, field: Field, form: Form) {
        let Some(known) = self.publication.shown((at, field)) else { return };
        let (mut low, mut high) = (known.low, known.high);
        if let Some(printed) = self.publication.printed.get(&(at, field)) {
            (low, high) = (low.max(printed.0), high.min(printed.1));
        }
        let slack = 1e-9 * (1.0 + low.abs().max(high.abs()).min(1e6));
        self.push((at, field), form, low - slack, high + slack);
    }

    /// Many results have a mean or an SD in common.
    fn push(&mut self, figure: Figure, form: Form, low: f64, high: f64) {
        self.read.insert(figure);
        let key = format!("{form:?} {} {}", low.to_bits(), high.to_bits());
        match self.known.get(&key) {
            Some(same) => self.shown[*same].figures.push(figure),
            None => {
                self.known.insert(key, self.shown.len());
                self.shown.push(Shown { figures: vec![figure], form, low, high });
            }
        }
    }

    /// A p value bounds its t.
    fn add_p(&mut self, at: usize, df: Option<f64>, form: Form) {
        let result = &self.publication.exact.results()[at];
        let (Some(df), Some(p)) = (df, result.value(Field::P)) else { return };
        for field in [Field::P, Field::PHolm, Field::PBh] {
            let Some(known) = self.publication.shown((at, field)) else { continue };
            let (low, high) = match field {
                Field::P => (known.low, known.high),
                _ => self.publication.families.bounds(at, field, p),
            };
            let t = |p: f64| {
                let t = StudentT::new(df).and_then(|law| law.two_sided_quantile(p.clamp(1e-300, 1.0)));
                t.unwrap_or(f64::INFINITY)
            };
            let (low, high) = (t(high), if low <= 0.0 { f64::INFINITY } else { t(low) });
            self.push((at, field), form, low - 1e-9, high + 1e-9);
        }
    }

    fn describe(&mut self, at: usize, result: &StudyResult, subject: &Described, when: Option<&TimepointId>) {
        let Some(series) = self.series(subject, when) else { return };
        let node = self.node(Variate::One(series), &self.sample(result.group.as_ref()));
        self.add(at, Field::Mean, Form::Mean { node, less: 0.0, over: 1.0 });
        self.add(at, Field::Sd, Form::Sd(node));
        self.add(at, Field::Se, Form::Error(node));
        self.limits(at, node, 0.0);
    }

    fn limits(&mut self, at: usize, node: usize, less: f64) {
        if let Some(errors) = self.errors(Some(self.moments.nodes[node].n - 1.0)) {
            self.add(at, Field::CiLow, Form::Limit { node, less, errors: -errors });
            self.add(at, Field::CiHigh, Form::Limit { node, less, errors });
        }
    }

    /// How many standard errors an interval reaches.
    fn errors(&self, df: Option<f64>) -> Option<f64> {
        let outside = 1.0 - self.unit.scored.study.conventions.confidence;
        StudentT::new(df?).and_then(|law| law.two_sided_quantile(outside)).ok()
    }

    fn norm(&mut self, at: usize, result: &StudyResult, subject: &Described, timepoint: &TimepointId) {
        let Some(series) = self.series(subject, Some(timepoint)) else { return };
        let node = self.node(Variate::One(series), &self.sample(result.group.as_ref()));
        let (Some(less), Some(over)) = (result.value(Field::NormMean), result.value(Field::NormSd)) else { return };
        self.add(at, Field::Mean, Form::Mean { node, less: 0.0, over: 1.0 });
        self.add(at, Field::Sd, Form::Sd(node));
        self.add(at, Field::Difference, Form::Mean { node, less, over: 1.0 });
        self.add(at, Field::Smd, Form::Mean { node, less, over });
        match result.value(Field::NormN) {
            None => {
                // n − 1.
                self.read.insert((at, Field::Df));
                self.add(at, Field::T, Form::T { node, less, whole: false });
                self.add_p(at, result.value(Field::Df), Form::T { node, less, whole: true });
                self.limits(at, node, less);
            }
            Some(n) => self.two(at, result, [Side::Node(node), Side::Fixed(n, less, over)]),
        }
    }

    fn two(&mut self, at: usize, result: &StudyResult, [first, second]: [Side; 2]) {
        let df = result.value(Field::Df);
        let form = |of| Form::Two { first, second, of };
        self.add(at, Field::Se, form(Of::Error));
        self.add(at, Field::T, form(Of::T));
        self.add(at, Field::Df, form(Of::Degrees));
        self.add_p(at, df, Form::TwoT { first, second });
        if let Some(errors) = self.errors(df) {
            self.add(at, Field::CiLow, form(Of::Limit(-errors)));
            self.add(at, Field::CiHigh, form(Of::Limit(errors)));
        }
    }

    fn compared(&mut self, at: usize, result: &StudyResult, variate: Variate, [one, other]: [Vec<u32>; 2]) {
        let (first, second) = (self.node(variate, &one), self.node(variate, &other));
        for (node, mean, sd) in
            [(first, Field::MeanFirst, Field::SdFirst), (second, Field::MeanSecond, Field::SdSecond)]
        {
            self.add(at, mean, Form::Mean { node, less: 0.0, over: 1.0 });
            self.add(at, sd, Form::Sd(node));
        }
        let sides = [Side::Node(first), Side::Node(second)];
        self.add(at, Field::Difference, Form::Two { first: sides[0], second: sides[1], of: Of::Difference });
        self.add(at, Field::Smd, Form::Two { first: sides[0], second: sides[1], of: Of::PooledSds });
        self.two(at, result, sides);
    }

    fn change(&mut self, at: usize, result: &StudyResult, subject: &Described, comparison: &Comparison) {
        let Some(from) = self.series(subject, Some(&comparison.from)) else { return };
        let Some(to) = self.series(subject, Some(&comparison.to)) else { return };
        let sample = self.sample(result.group.as_ref());
        let change = self.node(self.turned(from, to), &sample);
        let pairs = self.moments.nodes[change].people.clone();
        let [before, after] = [from, to].map(|series| self.node(Variate::One(series), &pairs));
        let everybody = self.node(Variate::One(from), &sample);
        for (field, node) in [(Field::MeanFrom, before), (Field::MeanTo, after), (Field::Change, change)] {
            self.add(at, field, Form::Mean { node, less: 0.0, over: 1.0 });
        }
        for (field, node) in [(Field::SdFrom, before), (Field::SdTo, after), (Field::Sd, change)] {
            self.add(at, field, Form::Sd(node));
        }
        self.add(at, Field::R, Form::R { from: before, to: after, change });
        self.add(at, Field::Se, Form::Error(change));
        self.read.insert((at, Field::Df));
        self.limits(at, change, 0.0);
        self.add(at, Field::T, Form::T { node: change, less: 0.0, whole: false });
        self.add_p(at, result.value(Field::Df), Form::T { node: change, less: 0.0, whole: true });
        let sds = [
            (Field::EsBaselinePairs, EffectSize::SdBaselinePairs, [before, before]),
            (Field::EsBaselineAll, EffectSize::SdBaselineAll, [everybody, everybody]),
            (Field::EsChange, EffectSize::SdChange, [change, change]),
            (Field::EsAverage, EffectSize::SdAverage, [before, after]),
        ];
        for (field, convention, sds) in sds {
            self.add(at, field, Form::Over { change, sds });
            if convention == self.unit.scored.study.conventions.effect_size {
                self.add(at, Field::Es, Form::Over { change, sds });
            }
        }
        self.add(at, Field::Direction, Form::Sign(change));
    }
}
