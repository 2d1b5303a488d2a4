//! [`Grid`] to diagnostics: sentences beside the evidence that they name.
//!
//! Words of direction and significance, and digits that no result stands behind. It says nothing of what the claims
//! themselves are worth: that is `synthesise`.
//!
//! It reads English, and is quiet where it is not sure: a word is told only where every result that could be meant
//! contradicts it, with its whole rounding interval.

mod clause;
mod digits;
mod facts;
mod judge;
mod lexicon;
mod scan;
mod sentence;
mod spared;
mod subject;
mod typed;
mod wording;

use crate::analyse::StudyResult;
use crate::diag::Sink;
use crate::model::Subject;
use crate::synthesise::{Grid, JudgedFinding};

use sentence::{Kind, Read, Sentence, sentences};
use subject::Names;
use wording::Evidence;

/// Reads the study's findings and prose against its results.
pub fn proofread(grid: &Grid, sink: &mut Sink) {
    let study = &grid.findings.study;
    let names = Names::of(study);
    let known = wording::Known { findings: &grid.findings, names: &names };
    let chapters: Vec<Read<'_>> = study.chapters.iter().map(|chapter| Read::of(&chapter.text)).collect();
    // The lexicon is one of English words.
    if study.manifest.language.starts_with("en") {
        for finding in grid.rows.iter().flat_map(|row| row.findings()) {
            let evidence = named(grid, finding);
            for sentence in sentences(&finding.text.markdown) {
                wording::check(&finding.text, &sentence, &evidence, known, sink);
            }
        }
        for Read { text, sentences } in &chapters {
            for sentence in sentences {
                wording::check(text, sentence, &bound(grid, sentence), known, sink);
            }
        }
    }
    digits::check(grid, &names, &chapters, sink);
}

/// The results that a finding names.
fn named<'a>(grid: &'a Grid, finding: &JudgedFinding) -> Vec<Evidence<'a>> {
    let found = finding.claims.iter().filter_map(|claim| {
        let Subject::Result(address) = &claim.subject else { return None };
        let result = grid.findings.get(address.as_str())?;
        Some(Evidence { result, kept: claim.contradiction.is_some(), token: None })
    });
    found.collect()
}

/// The results that a sentence binds.
fn bound<'a>(grid: &'a Grid, sentence: &Sentence) -> Vec<Evidence<'a>> {
    let mut found: Vec<Evidence<'a>> = Vec::new();
    for (at, token) in sentence.iter().enumerate().filter(|(_, token)| token.kind == Kind::Value) {
        if let Some(result) = result_of(grid, &token.text) {
            found.push(Evidence { result, kept: false, token: Some(at) });
        }
    }
    found
}

/// The result that the inside of a value names, as a whole or by a field.
fn result_of<'a>(grid: &'a Grid, inside: &str) -> Option<&'a StudyResult> {
    let body = inside.split(':').next().unwrap_or(inside).trim();
    let address = body.split_once('(').map_or(body, |(_, rest)| rest.trim_end_matches(')')).trim();
    grid.findings.get(address).or_else(|| grid.findings.get(address.rsplit_once('.')?.0))
}
