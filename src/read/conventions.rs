//! `conventions` of `data/study.yaml`: by what the study's figures are read, and its words measured.

use super::decode::Decoder;
use super::names::Names;
use super::node::{Kind, Node};
use crate::diag::Diagnostic;
use crate::model::{
    Adjustment, ChangeSign, CitationKey, Conventions, EffectSize, Equivalence, FitVocabulary, Magnitude, SpreadLimits,
};

/// The keys of the conventions, which people write beside them by mistake.
pub const KEYS: [&str; 8] =
    ["change", "effect-size", "confidence", "adjust", "fit", "equivalence", "magnitude", "spread"];

pub fn conventions(d: &mut Decoder<'_>, node: Option<&Node>, keys: &Names) -> Option<Conventions> {
    let mut conventions = Conventions::default();
    let Some(node) = node else { return Some(conventions) };
    let mut fields = d.fields(node, "conventions mapping")?;
    let signs = [
        ("later-minus-earlier", ChangeSign::LaterMinusEarlier),
        ("earlier-minus-later", ChangeSign::EarlierMinusLater),
    ];
    let sizes = [
        ("sd-baseline-pairs", EffectSize::SdBaselinePairs),
        ("sd-baseline-all", EffectSize::SdBaselineAll),
        ("sd-change", EffectSize::SdChange),
        ("sd-average", EffectSize::SdAverage),
    ];
    let adjustments = [("none", Adjustment::None), ("holm", Adjustment::Holm), ("bh", Adjustment::BenjaminiHochberg)];
    let fits = [FitVocabulary::Fetters2013, FitVocabulary::Farmer2006].map(|fit| (fit.as_str(), fit));
    if let Some(sign) = d.optional(&mut fields, "change", |d, n| d.choice(n, &signs)) {
        conventions.change = sign;
    }
    if let Some(size) = d.optional(&mut fields, "effect-size", |d, n| d.choice(n, &sizes)) {
        conventions.effect_size = size;
    }
    if let Some(adjust) = d.optional(&mut fields, "adjust", |d, n| d.choice(n, &adjustments)) {
        conventions.adjust = adjust;
    }
    if let Some(fit) = d.optional(&mut fields, "fit", |d, n| d.choice(n, &fits)) {
        conventions.fit = fit;
    }
    let confidence = d.optional(&mut fields, "confidence", |d, n| {
        let level = d.number(n)?;
        if level > 0.5 && level < 1.0 {
            return Some(level);
        }
        let message = "a confidence level lies between 0.5 and 1, such as 0.95";
        let mut diagnostic = Diagnostic::error("out-of-range", message).at(&d.place(n));
        if (50.0..100.0).contains(&level) {
            diagnostic = diagnostic.hint(format!("write {level} per cent as `{}`", level / 100.0));
        }
        d.sink.push(diagnostic);
        None
    });
    conventions.confidence = confidence.unwrap_or(conventions.confidence);
    conventions.equivalence = d.optional(&mut fields, "equivalence", |d, n| equivalence(d, n, "smd", keys));
    conventions.magnitude = d.optional(&mut fields, "magnitude", |d, n| magnitude(d, n, keys));
    conventions.spread = d.optional(&mut fields, "spread", spread).unwrap_or_default();
    d.finish(fields);
    Some(conventions)
}

/// A bound with its source: `{smd: 0.5, citation: key}`, or of a scale `{difference: 3, citation: key}`.
pub fn equivalence(d: &mut Decoder<'_>, node: &Node, unit: &'static str, keys: &Names) -> Option<Equivalence> {
    let mut fields = d.fields(node, "equivalence bound")?;
    let bound = d.required(&mut fields, unit, |d, n| {
        let bound = d.number(n)?;
        if bound > 0.0 {
            return Some(bound);
        }
        d.report(n, "out-of-range", "an equivalence bound is greater than 0");
        None
    });
    let citation = d.required(&mut fields, "citation", |d, n| citation(d, n, keys));
    d.finish(fields);
    Some(Equivalence { bound: bound?, citation: citation? })
}

fn citation(d: &mut Decoder<'_>, node: &Node, keys: &Names) -> Option<CitationKey> {
    let key = d.name(node)?;
    keys.check(&key.value, &key.origin, d.sink).then(|| CitationKey::new(key.value))
}

/// A rule by its name, or the study's own: `{custom: [0.1, 0.3, 0.5], citation: key}`.
fn magnitude(d: &mut Decoder<'_>, node: &Node, keys: &Names) -> Option<Magnitude> {
    if !matches!(node.kind, Kind::Map(_)) {
        let rules = [("cohen-1988", false), ("sawilowsky-2009", true)];
        let finer = d.choice(node, &rules)?;
        return Some(if finer { Magnitude::Sawilowsky2009 } else { Magnitude::Cohen1988 });
    }
    let mut fields = d.fields(node, "rule for sizes")?;
    let from = d.required(&mut fields, "custom", |d, n| {
        let numbers = d.list(n, |d, item| d.number(item))?;
        match numbers[..] {
            [small, medium, large] if 0.0 < small && small < medium && medium < large => Some([small, medium, large]),
            _ => {
                let message = "sizes are three numbers in rising order: where small, medium and large begin";
                d.report(n, "malformed-range", message);
                None
            }
        }
    });
    let citation = d.required(&mut fields, "citation", |d, n| citation(d, n, keys));
    d.finish(fields);
    Some(Magnitude::Custom { from: from?, citation: citation? })
}

/// From which share of the excerpts on one participant, or one site, is too much.
fn spread(d: &mut Decoder<'_>, node: &Node) -> Option<SpreadLimits> {
    let mut fields = d.fields(node, "spread setting")?;
    let mut limits = SpreadLimits::default();
    let share = |d: &mut Decoder<'_>, n: &Node| {
        let share = d.number(n)?;
        if share > 0.0 && share <= 1.0 {
            return Some(share);
        }
        d.report(n, "out-of-range", "a share lies between 0 and 1, such as 0.5");
        None
    };
    limits.participant = d.optional(&mut fields, "participant", share).unwrap_or(limits.participant);
    limits.site = d.optional(&mut fields, "site", share).unwrap_or(limits.site);
    let least = d.optional(&mut fields, "least", Decoder::whole).and_then(|least| usize::try_from(least).ok());
    limits.least = least.unwrap_or(limits.least);
    d.finish(fields);
    Some(limits)
}
