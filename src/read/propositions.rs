//! `content/propositions.yaml`: the grid as its author states it.

use super::decode::Decoder;
use super::folder::Folder;
use super::names::{Named, Names, Unique};
use super::node::{Kind, Node};
use crate::diag::{Diagnostic, Sink};
use crate::model::{
    Address, At, CodeId, Evidence, ExcerptId, Expect, Finding, Fit, FitVocabulary, Operator, Proposition,
    PropositionId, Stance, Strand, Subject, ThemeId, TimepointId, Word,
};

/// What propositions may refer to. Results are looked up later, where they are known.
pub struct Known<'a> {
    pub strands: &'a [Strand],
    pub strand_names: Names,
    pub timepoints: Names,
    pub themes: Names,
    pub codes: Names,
    pub excerpts: Names,
    pub fit: FitVocabulary,
}

pub fn propositions(folder: &mut Folder<'_>, path: &str, known: &Known<'_>, sink: &mut Sink) -> Vec<Proposition> {
    let Some(file) = folder.optional(path, sink) else { return Vec::new() };
    let Some(root) = folder.yaml(&file, sink) else { return Vec::new() };
    let mut d = Decoder { file: &file, sink };
    let Some(mut fields) = d.fields(&root, "file of propositions") else { return Vec::new() };
    let mut seen = Unique::default();
    let all = d.required(&mut fields, "propositions", |d, n| d.list(n, |d, n| proposition(d, n, known, &mut seen)));
    d.finish(fields);
    all.unwrap_or_default()
}

fn proposition(d: &mut Decoder<'_>, node: &Node, known: &Known<'_>, seen: &mut Unique) -> Option<Proposition> {
    let mut fields = d.fields(node, "proposition")?;
    let id = d.required(&mut fields, "id", Decoder::id);
    let statement = d.required(&mut fields, "statement", Decoder::text);
    let note = d.optional(&mut fields, "note", Decoder::text);
    let findings = d.required(&mut fields, "findings", |d, n| findings(d, n, known));
    let fit = d.optional(&mut fields, "fit", |d, n| fit(d, n, known.fit));
    let interpretation = d.optional(&mut fields, "interpretation", Decoder::text);
    d.finish(fields);
    let id = id?;
    seen.claim("proposition", &id, d.sink);
    if let (Some(fit), None) = (&fit, &interpretation)
        && fit.value.needs_interpretation()
    {
        let message = format!("the fit `{}` needs an `interpretation`", fit.value.as_str());
        let hint = "say what to make of it: add `interpretation: …` to the proposition";
        d.sink.push(Diagnostic::error("no-interpretation", message).at(&fit.origin).hint(hint));
    }
    Some(Proposition {
        id: PropositionId::new(id.value),
        statement: statement?,
        note,
        findings: findings?,
        fit,
        interpretation,
        origin: id.origin,
    })
}

/// How the strands fit, in the words that the study uses.
fn fit(d: &mut Decoder<'_>, node: &Node, vocabulary: FitVocabulary) -> Option<At<Fit>> {
    let of = |vocabulary: FitVocabulary| vocabulary.words().iter().map(|fit| (fit.as_str(), *fit)).collect::<Vec<_>>();
    let word = d.string(node)?;
    let others = [FitVocabulary::Fetters2013, FitVocabulary::Farmer2006].into_iter().filter(|v| *v != vocabulary);
    for other in others {
        if of(other).iter().any(|(name, _)| *name == word) {
            let message =
                format!("`{word}` is a word of {}, and the study uses {}", other.as_str(), vocabulary.as_str());
            let words: Vec<&str> = of(vocabulary).into_iter().map(|(name, _)| name).collect();
            let hint = format!("write {}, or set `conventions.fit` in study.yaml", words.join(", "));
            d.sink.push(Diagnostic::error("unknown-choice", message).at(&d.place(node)).hint(hint));
            return None;
        }
    }
    let value = d.choice(node, &of(vocabulary))?;
    Some(At { value, origin: d.place(node) })
}

type ByStrand = Vec<(crate::model::StrandId, Vec<Finding>)>;

/// Findings by strand, in the order of the study's strands.
fn findings(d: &mut Decoder<'_>, node: &Node, known: &Known<'_>) -> Option<ByStrand> {
    let Kind::Map(map) = &node.kind else {
        d.report(node, "wrong-type", "`findings` is a mapping from a strand's id to a list of findings");
        return None;
    };
    d.fields(node, "list of findings")?;
    let mut by_strand: ByStrand = known.strands.iter().map(|strand| (strand.id.clone(), Vec::new())).collect();
    for (key, value) in map {
        let Some(name) = d.name(key) else { continue };
        if !known.strand_names.check(&name.value, &name.origin, d.sink) || matches!(value.kind, Kind::Null) {
            continue;
        }
        let read = d.list(value, |d, n| finding(d, n, known)).unwrap_or_default();
        if let Some((_, slot)) = by_strand.iter_mut().find(|(id, _)| id.as_str() == name.value) {
            slot.extend(read);
        }
    }
    Some(by_strand)
}

fn finding(d: &mut Decoder<'_>, node: &Node, known: &Known<'_>) -> Option<Finding> {
    let mut fields = d.fields(node, "finding")?;
    let stances = [Stance::Supports, Stance::Qualifies, Stance::Challenges].map(|s| (s.as_str(), s));
    let text = d.required(&mut fields, "text", Decoder::text);
    let stance = d.optional(&mut fields, "stance", |d, n| d.choice(n, &stances));
    let evidence = d.optional(&mut fields, "evidence", |d, n| d.list(n, |d, n| evidence(d, n, known)));
    d.finish(fields);
    Some(Finding { text: text?, stance, evidence: evidence.unwrap_or_default(), origin: d.place(node) })
}

fn evidence(d: &mut Decoder<'_>, node: &Node, known: &Known<'_>) -> Option<Evidence> {
    let mut fields = d.fields(node, "piece of evidence")?;
    let result = d.optional(&mut fields, "result", Decoder::name);
    let code = d.optional(&mut fields, "code", Decoder::name);
    let theme = d.optional(&mut fields, "theme", Decoder::name);
    let excerpt = d.optional(&mut fields, "excerpt", Decoder::name);
    let expect = d.optional(&mut fields, "expect", expectations);
    let expect_key = fields.key("expect").unwrap_or(node);
    let contradiction = d.optional(&mut fields, "contradiction", Decoder::text);
    let misspelt = d.near(&mut fields, &["result", "code", "theme", "excerpt"]);
    d.finish(fields);
    if misspelt {
        return None;
    }
    let (subject, origin) = match (result, code, theme, excerpt) {
        (Some(result), None, None, None) => (Some(Subject::Result(Address::new(result.value))), result.origin),
        (None, Some(code), None, None) => {
            (narrowed(d, &code, &known.codes, known, |id, t| Subject::Code(CodeId::new(id), t)), code.origin)
        }
        (None, None, Some(theme), None) => {
            (narrowed(d, &theme, &known.themes, known, |id, t| Subject::Theme(ThemeId::new(id), t)), theme.origin)
        }
        (None, None, None, Some(excerpt)) => (excerpt_of(d, &excerpt, known), excerpt.origin),
        _ => {
            let message = "a piece of evidence names just one of `result`, `code`, `theme` and `excerpt`";
            let hint = "begin a new item of the list, `- {code: …}`, for each of them";
            d.sink.push(Diagnostic::error("no-evidence-named", message).at(&d.place(node)).hint(hint));
            return None;
        }
    };
    let subject = subject?;
    let expect = expect.unwrap_or_default();
    if matches!(subject, Subject::Excerpt(_)) && !expect.is_empty() {
        let message = "an excerpt is there or not: nothing can be expected of it";
        let diagnostic = Diagnostic::error("expect-on-excerpt", message).at(&d.place(expect_key));
        d.sink.push(diagnostic.hint("take `expect` out, or name a `code` or `theme` as the evidence"));
    }
    Some(Evidence { subject, expect, contradiction, origin })
}

/// A code or theme, at will narrowed to a timepoint: `purpose` or `purpose.T1`.
fn narrowed(
    d: &mut Decoder<'_>,
    name: &At<String>,
    names: &Names,
    known: &Known<'_>,
    make: impl FnOnce(String, Option<TimepointId>) -> Subject,
) -> Option<Subject> {
    let (id, timepoint) = match name.value.rsplit_once('.') {
        Some((id, timepoint)) if matches!(names.find(&name.value), Named::Unknown) => {
            if !known.timepoints.check(timepoint, &name.origin, d.sink) {
                return None;
            }
            (id.to_owned(), Some(TimepointId::new(timepoint)))
        }
        _ => (name.value.clone(), None),
    };
    let others = [(&known.themes, "theme"), (&known.codes, "code")];
    let unknown = matches!(names.find(&id), Named::Unknown);
    if let Some((_, other)) = others.iter().find(|(others, _)| unknown && !matches!(others.find(&id), Named::Unknown)) {
        let message = format!("`{id}` is a {other}");
        let diagnostic = Diagnostic::error("unknown-reference", message).at(&name.origin);
        d.sink.push(diagnostic.hint(format!("write `{other}: {}`", name.value)));
        return None;
    }
    names.resolve(&id, &name.origin, d.sink).map(|id| make(id, timepoint))
}

fn excerpt_of(d: &mut Decoder<'_>, name: &At<String>, known: &Known<'_>) -> Option<Subject> {
    excerpt_id(&name.value, &name.origin, &known.excerpts, d.sink).map(Subject::Excerpt)
}

/// An excerpt's id, known to be there.
pub fn excerpt_id(text: &str, origin: &crate::diag::Origin, names: &Names, sink: &mut Sink) -> Option<ExcerptId> {
    if !names.check(text, origin, sink) {
        return None;
    }
    let (attribution, number) = text.rsplit_once('/')?;
    Some(ExcerptId { attribution: attribution.into(), number: number.parse().ok()? })
}

/// A list of expectations, or one without brackets.
fn expectations(d: &mut Decoder<'_>, node: &Node) -> Option<Vec<At<Expect>>> {
    if let Kind::Scalar { .. } = node.kind {
        return one_expectation(d, node).map(|expect| vec![expect]);
    }
    d.list(node, one_expectation)
}

fn one_expectation(d: &mut Decoder<'_>, node: &Node) -> Option<At<Expect>> {
    let text = d.name(node)?;
    if let Some(value) = expectation(&text.value) {
        return Some(At { value, origin: text.origin });
    }
    let message = format!("`{}` is not an expectation", text.value);
    let diagnostic = Diagnostic::error("malformed-expect", message).at(&text.origin);
    d.sink.push(match meant(&text.value) {
        Some(hint) => diagnostic.hint(hint),
        None => {
            let words: Vec<&str> = Word::ALL.iter().map(|word| word.as_str()).collect();
            let diagnostic = diagnostic.suggest(&text.value.replace([' ', '_'], "-"), words.iter().copied());
            diagnostic.hint(format!("write `field < number`, `abs(field) < number`, or one of {}", words.join(", ")))
        }
    });
    None
}

/// What to write in place of an expectation with one of the usual slips.
fn meant(text: &str) -> Option<String> {
    let curled = ['“', '”', '„', '‘', '’'];
    let bare = text.trim_matches(curled);
    if bare != text && expectation(bare).is_some() {
        return Some(format!("these are curled quotes: write straight ones, `\"{bare}\"`"));
    }
    let signs = bare.replace('≤', "<=").replace('≥', ">=").replace('≠', "!=").replace("=<", "<=").replace("=>", ">=");
    let equals = match signs.split_once('=') {
        Some((left, right)) if !left.ends_with(['<', '>', '=', '!']) && !right.starts_with('=') => {
            format!("{left}=={right}")
        }
        _ => signs,
    };
    let point = equals.replace(',', ".");
    if let Some(mended) = [equals, point].into_iter().find(|mended| expectation(mended).is_some()) {
        return Some(format!("write `{mended}`"));
    }
    let several: Vec<&str> = text.split([',', ';']).map(str::trim).collect();
    let all = several.len() > 1 && several.iter().all(|part| expectation(part).is_some());
    all.then(|| format!("several of them are a list: `[{}]`", several.join(", ")))
}

/// `field op number`, `abs(field) op number`, or a word.
fn expectation(text: &str) -> Option<Expect> {
    if let Some(word) = Word::ALL.iter().copied().find(|word| word.as_str() == text) {
        return Some(Expect::Word(word));
    }
    // The two-character operators stand first in the list, so that `<=` is not read as `<`.
    let (operator, at) = Operator::ALL.into_iter().find_map(|op| text.find(op.as_str()).map(|at| (op, at)))?;
    let (left, right) = (text[..at].trim(), text[at + operator.as_str().len()..].trim());
    let number: f64 = right.replace('\u{2212}', "-").parse().ok().filter(|n: &f64| n.is_finite())?;
    let inner = left.strip_prefix("abs(").and_then(|rest| rest.strip_suffix(')'));
    let field = inner.unwrap_or(left).trim();
    let fine = !field.is_empty() && field.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    fine.then(|| Expect::Compare {
        field: field.to_owned(),
        absolute: inner.is_some(),
        operator,
        number,
        text: text.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expectations_are_read() {
        let Some(Expect::Compare { field, absolute, operator, number, .. }) = expectation("abs(smd) <= -0.5") else {
            panic!("a comparison")
        };
        assert_eq!((field.as_str(), absolute, operator, number), ("smd", true, Operator::AtMost, -0.5));
        assert_eq!(expectation("not-significant"), Some(Expect::Word(Word::NotSignificant)));
        for wrong in ["p", "p <", "< 0.05", "p < x", "a b < 1", "p << 1", "p < inf"] {
            assert_eq!(expectation(wrong), None, "{wrong}");
        }
    }
}
