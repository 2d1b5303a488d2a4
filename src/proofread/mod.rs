//! [`Grid`] to diagnostics: sentences beside the evidence that they name.
//!
//! Words of direction, likeness, size and significance, and digits that no result stands behind. It says nothing of what the claims
//! themselves are worth: that is `synthesise`.
//!
//! It reads English, and is quiet where it is not sure: a word is told only where every result that could be meant
//! contradicts it, with its whole rounding interval.

mod bearing;
mod clause;
mod digits;
mod facts;
mod figures;
mod judge;
mod lexicon;
mod scan;
mod sentence;
mod spared;
mod subject;
mod typed;
mod wording;

use crate::analyse::{Kind, StudyResult};
use crate::diag::Sink;
use crate::model::{Stance, Subject, Word};
use crate::synthesise::{Claim, Grid, JudgedFinding, Row};

use bearing::Borne;
use sentence::{Kind as TokenKind, Read, Sentence, sentences};
use subject::Names;
use wording::{Evidence, Known, Part};

/// Reads the study's findings, statements and prose against its results.
pub fn proofread(grid: &Grid, sink: &mut Sink) {
    let study = &grid.findings.study;
    let names = Names::of(study);
    let chapters: Vec<Read<'_>> = study.chapters.iter().map(|chapter| Read::of(&chapter.text)).collect();
    // The lexicon is one of English words.
    if study.manifest.language.starts_with("en") {
        for row in &grid.rows {
            propositions(grid, row, &names, sink);
        }
        for chapter in &chapters {
            prose(grid, chapter, &names, sink);
        }
    }
    digits::check(grid, &names, &chapters, sink);
}

/// A proposition's statement beside the evidence of all its findings, and each finding beside its own.
fn propositions(grid: &Grid, row: &Row, names: &Names, sink: &mut Sink) {
    let against = |finding: &&JudgedFinding| finding.stance != Some(Stance::Challenges);
    let bearing: Vec<&JudgedFinding> = row.findings().filter(against).collect();
    let stated = grid.proposition(row).findings.iter().flat_map(|(_, findings)| findings);
    // Evidence that could not be found is an error of its own, and what it would bear is not known.
    let lost: Vec<bool> =
        stated.zip(row.findings()).map(|(stated, finding)| finding.claims.len() < stated.evidence.len()).collect();
    let (evidence, mut borne) = named(grid, bearing.iter().flat_map(|finding| &finding.claims));
    borne.elsewhere |= lost.contains(&true);
    let known = Known { findings: &grid.findings, names, part: Part::Statement, borne: &borne };
    let statement = &grid.proposition(row).statement;
    for sentence in sentences(&statement.markdown) {
        wording::check(statement, &sentence, &evidence, known, sink);
        figures::check(statement, &sentence, &evidence, known, sink);
    }
    for (finding, lost) in row.findings().zip(lost) {
        let (evidence, mut borne) = named(grid, finding.claims.iter());
        borne.elsewhere |= lost;
        let known = Known { part: Part::Finding, borne: &borne, ..known };
        for sentence in sentences(&finding.text.markdown) {
            wording::check(&finding.text, &sentence, &evidence, known, sink);
            figures::check(&finding.text, &sentence, &evidence, known, sink);
        }
    }
}

/// A chapter's sentences, each beside the results that it binds.
fn prose(grid: &Grid, chapter: &Read<'_>, names: &Names, sink: &mut Sink) {
    let Read { text, sentences } = chapter;
    let bound: Vec<Vec<Evidence<'_>>> = sentences.iter().map(|sentence| bound(grid, sentence)).collect();
    for (at, sentence) in sentences.iter().enumerate() {
        // What was said a sentence before or after need not be said again.
        let around = &bound[at.saturating_sub(2)..(at + 3).min(bound.len())];
        let borne = Borne {
            voices: false,
            around: around.iter().flatten().map(|evidence| evidence.result).collect(),
            elsewhere: sentence.iter().any(|token| token.text.starts_with('@') || token.text == "\u{fffc}"),
        };
        let known = Known { findings: &grid.findings, names, part: Part::Prose, borne: &borne };
        figures::check(text, sentence, &bound[at], known, sink);
        if !bound[at].is_empty() {
            wording::check(text, sentence, &bound[at], known, sink);
        }
    }
}

/// The results that claims name, and what else they name.
fn named<'a>(grid: &'a Grid, claims: impl Iterator<Item = &'a Claim>) -> (Vec<Evidence<'a>>, Borne<'a>) {
    let (mut found, mut borne) = (Vec::new(), Borne::default());
    for claim in claims {
        let Subject::Result(address) = &claim.subject else {
            borne.voices = true;
            continue;
        };
        let Some(result) = grid.findings.get(address.as_str()) else {
            borne.elsewhere = true;
            continue;
        };
        borne.voices |= matches!(result.kind, Kind::Theme { .. } | Kind::Code { .. } | Kind::Corpus { .. });
        let judged = claim.tests.iter().any(|test| test.expect == Word::Comparable.as_str());
        found.push(Evidence { result, kept: claim.contradiction.is_some(), judged, token: None });
    }
    (found, borne)
}

/// The results that a sentence binds.
fn bound<'a>(grid: &'a Grid, sentence: &Sentence) -> Vec<Evidence<'a>> {
    let mut found: Vec<Evidence<'a>> = Vec::new();
    for (at, token) in sentence.iter().enumerate().filter(|(_, token)| token.kind == TokenKind::Value) {
        if let Some(result) = result_of(grid, &token.text) {
            found.push(Evidence { result, kept: false, judged: false, token: Some(at) });
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
