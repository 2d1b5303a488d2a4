//! The grid: a row for each proposition, a cell for each strand, a verdict for each claim.

use std::sync::Arc;

use super::coverage::Coverage;
use super::evaluate::{self, Outcome};
use super::size::Yardstick;
use super::spread::{self, Spread, Stances};
use super::verdict::Verdict;
use crate::analyse::{Findings, Known, StudyResult, WITHHELD};
use crate::audit::Audit;
use crate::diag::{Diagnostic, Origin, Sink};
use crate::model::{Evidence, Expect, Finding, PropositionId, Stance, StrandId, Subject, Text};

/// The judged synthesis, with everything that it rests on.
#[derive(Debug, Clone)]
pub struct Grid {
    pub findings: Findings,
    pub rows: Vec<Row>,
    pub coverage: Coverage,
    /// What the audit of the printed figures found.
    pub audit: Arc<Audit>,
}

/// A proposition with its cells.
#[derive(Debug, Clone)]
pub struct Row {
    pub id: PropositionId,
    /// Position in the study's propositions.
    pub index: usize,
    /// In the study's order of strands.
    pub cells: Vec<Cell>,
    pub verdict: Verdict,
    /// Whom the excerpts behind it are from.
    pub spread: Spread,
}

/// What one strand says on a proposition; silent where it has no finding.
#[derive(Debug, Clone)]
pub struct Cell {
    pub strand: StrandId,
    pub findings: Vec<JudgedFinding>,
    /// Absent where the strand is silent.
    pub verdict: Option<Verdict>,
}

#[derive(Debug, Clone)]
pub struct JudgedFinding {
    pub text: Text,
    pub stance: Option<Stance>,
    pub claims: Vec<Claim>,
    pub verdict: Verdict,
}

/// A piece of evidence with what came of its expectations.
#[derive(Debug, Clone)]
pub struct Claim {
    pub subject: Subject,
    pub tests: Vec<Test>,
    pub verdict: Verdict,
    /// Why the author keeps it although the evidence contradicts it.
    pub contradiction: Option<Text>,
    pub origin: Origin,
}

/// One expectation and what was observed.
#[derive(Debug, Clone)]
pub struct Test {
    pub expect: String,
    pub verdict: Verdict,
    pub field: Option<crate::analyse::Field>,
    pub observed: Option<Known>,
    /// Why it cannot be told.
    pub reason: Option<String>,
    /// The confidence interval that decided it, where it was one.
    pub interval: Option<[Known; 2]>,
    /// What its word measured by.
    pub yardstick: Option<Yardstick>,
}

/// How many claims there are and what came of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub claims: usize,
    pub holds: usize,
    pub contradicted: usize,
    pub cannot_tell: usize,
}

impl Tally {
    pub fn of<'a>(claims: impl Iterator<Item = &'a Claim>) -> Self {
        let mut tally = Self::default();
        for claim in claims {
            tally.claims += 1;
            match claim.verdict {
                Verdict::Holds => tally.holds += 1,
                Verdict::Contradicted => tally.contradicted += 1,
                Verdict::CannotTell => tally.cannot_tell += 1,
            }
        }
        tally
    }
}

impl Row {
    pub fn findings(&self) -> impl Iterator<Item = &JudgedFinding> {
        self.cells.iter().flat_map(|cell| &cell.findings)
    }

    /// How many of its findings take which side.
    pub fn stances(&self) -> Stances {
        Stances::of(self)
    }

    pub fn claims(&self) -> impl Iterator<Item = &Claim> {
        self.findings().flat_map(|finding| &finding.claims)
    }
}

impl Grid {
    pub fn row(&self, id: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.id.as_str() == id)
    }

    /// The proposition that a row judges.
    pub fn proposition(&self, row: &Row) -> &crate::model::Proposition {
        &self.findings.study.propositions[row.index]
    }

    pub fn tally(&self) -> Tally {
        Tally::of(self.rows.iter().flat_map(Row::claims))
    }
}

pub fn rows(findings: &Findings, sink: &mut Sink) -> Vec<Row> {
    let mut rows = Vec::new();
    for (index, proposition) in findings.study.propositions.iter().enumerate() {
        let mut cells = Vec::new();
        for (strand, stated) in &proposition.findings {
            let judged: Vec<JudgedFinding> = stated.iter().map(|f| judge_finding(f, findings, sink)).collect();
            let verdict = (!judged.is_empty()).then(|| Verdict::all(judged.iter().map(|f| f.verdict)));
            cells.push(Cell { strand: strand.clone(), findings: judged, verdict });
        }
        let verdict = Verdict::all(cells.iter().filter_map(|cell| cell.verdict));
        let id = proposition.id.clone();
        rows.push(Row { id, index, cells, verdict, spread: Spread::default() });
    }
    let spreads = spread::of_rows(findings, &rows);
    rows.iter_mut().zip(spreads).for_each(|(row, spread)| row.spread = spread);
    rows
}

fn judge_finding(finding: &Finding, findings: &Findings, sink: &mut Sink) -> JudgedFinding {
    let claims: Vec<Claim> = finding.evidence.iter().filter_map(|e| judge_evidence(e, findings, sink)).collect();
    if finding.evidence.is_empty() {
        let diagnostic = Diagnostic::warning("no-evidence", "this finding names no evidence, so nothing bears it out")
            .at(&finding.text.origin())
            .hint("add `evidence:` with a `result`, `code`, `theme` or `excerpt`");
        sink.push(diagnostic);
    }
    let verdict = Verdict::all(claims.iter().map(|claim| claim.verdict));
    JudgedFinding { text: finding.text.clone(), stance: finding.stance, claims, verdict }
}

fn judge_evidence(evidence: &Evidence, findings: &Findings, sink: &mut Sink) -> Option<Claim> {
    let claim = |tests: Vec<Test>| Claim {
        verdict: Verdict::all(tests.iter().map(|test| test.verdict)),
        subject: evidence.subject.clone(),
        tests,
        contradiction: evidence.contradiction.clone(),
        origin: evidence.origin.clone(),
    };
    let Some(address) = evidence.subject.address() else {
        // `read` has seen that the excerpt is there.
        let claim = claim(vec![plain_test("there", Verdict::Holds)]);
        report(&claim, sink);
        return Some(claim);
    };
    let result = match evaluate::find(findings, &address, &evidence.origin) {
        Ok(result) => result,
        Err(diagnostic) => {
            sink.push(diagnostic);
            return None;
        }
    };
    if evidence.expect.is_empty() {
        let claim = claim(vec![expect_nothing(evidence, result, sink)]);
        if !claim.tests.iter().any(|test| test.expect.is_empty()) {
            report(&claim, sink);
        }
        return Some(claim);
    }
    let mut tests = Vec::new();
    for expect in &evidence.expect {
        match evaluate::judge(expect, result, findings) {
            Ok(outcome) => tests.push(test(&expect.value, outcome)),
            Err(diagnostic) => sink.push(diagnostic),
        }
    }
    if tests.len() < evidence.expect.len() {
        return None;
    }
    let claim = claim(tests);
    report(&claim, sink);
    Some(claim)
}

fn test(expect: &Expect, outcome: Outcome) -> Test {
    Test {
        expect: expect.as_str().to_owned(),
        verdict: outcome.verdict,
        field: outcome.field,
        observed: outcome.observed,
        reason: outcome.reason,
        interval: outcome.interval,
        yardstick: outcome.yardstick,
    }
}

fn plain_test(expect: &str, verdict: Verdict) -> Test {
    Test {
        expect: expect.to_owned(),
        verdict,
        field: None,
        observed: None,
        reason: None,
        interval: None,
        yardstick: None,
    }
}

/// A code or theme that is named alone is expected to be there; of a result that is named alone nothing is expected.
fn expect_nothing(evidence: &Evidence, result: &StudyResult, sink: &mut Sink) -> Test {
    if let Subject::Code(..) | Subject::Theme(..) = evidence.subject {
        let field = crate::analyse::Field::Excerpts;
        let observed = result.quantity(field).and_then(|quantity| quantity.known().cloned());
        let carried = observed.as_ref().is_some_and(|known| known.value > 0.0);
        let verdict = if carried { Verdict::Holds } else { Verdict::Contradicted };
        return Test { field: Some(field), observed, ..plain_test("excerpts > 0", verdict) };
    }
    let message = format!("nothing is expected of `{}`, so it bears nothing out", evidence.subject);
    let diagnostic = Diagnostic::warning("no-expectation", message)
        .at(&evidence.origin)
        .about(evidence.subject.to_string())
        .hint("say what the sentence claims, such as `expect: [significant, decrease]`");
    sink.push(diagnostic);
    let mut test = plain_test("", Verdict::CannotTell);
    test.reason = Some("nothing is expected of it".to_owned());
    test
}

/// A contradicted claim is told, more quietly where the author keeps it knowingly; so is a needless `contradiction`.
fn report(claim: &Claim, sink: &mut Sink) {
    let failed: Vec<&str> =
        claim.tests.iter().filter(|t| t.verdict == claim.verdict).map(|t| t.expect.as_str()).collect();
    match (claim.verdict, &claim.contradiction) {
        (Verdict::Contradicted, kept) => {
            let observed: Vec<String> = claim.tests.iter().filter_map(observed_in_words).collect();
            let message = format!(
                "`{}` contradicts the claim `{}`{}",
                claim.subject,
                failed.join("`, `"),
                if observed.is_empty() { String::new() } else { format!(": {}", observed.join(", ")) },
            );
            let diagnostic = match kept {
                Some(_) => Diagnostic::warning("kept-contradiction", message)
                    .hint("the author keeps this claim and says why; it stays visible"),
                None => Diagnostic::warning("contradicted-claim", message)
                    .hint("change the finding, or keep it and say why: `contradiction: …` on the evidence"),
            };
            sink.push(diagnostic.at(&claim.origin).about(claim.subject.to_string()));
        }
        // What is withheld may contradict the claim all the same.
        (Verdict::CannotTell, Some(_)) if claim.tests.iter().any(|t| t.reason.as_deref() == Some(WITHHELD)) => {}
        (_, Some(contradiction)) => {
            let message = format!("`{}` does not contradict this claim, and a `contradiction` is given", claim.subject);
            let hint = "take the `contradiction` out";
            let diagnostic = Diagnostic::warning("needless-contradiction", message).at(&contradiction.origin());
            sink.push(diagnostic.about(claim.subject.to_string()).hint(hint));
        }
        (Verdict::CannotTell, None) => {
            let mut reasons: Vec<&str> = claim.tests.iter().filter_map(|t| t.reason.as_deref()).collect();
            reasons.dedup();
            let message = format!(
                "`{}` cannot tell whether `{}` holds: {}",
                claim.subject,
                failed.join("`, `"),
                reasons.join(", ")
            );
            let diagnostic = Diagnostic::note("undecided-claim", message).at(&claim.origin);
            sink.push(diagnostic.about(claim.subject.to_string()));
        }
        (Verdict::Holds, None) => {}
    }
}

fn observed_in_words(test: &Test) -> Option<String> {
    let (field, known) = (test.field?, test.observed.as_ref()?);
    let text = |known: &Known| known.in_words(field, 2);
    let told = match (&test.interval, &test.yardstick) {
        (Some([low, high]), Some(Yardstick::Within(bound))) => {
            format!("the interval {} to {} lies beyond ±{}", text(low), text(high), text(bound))
        }
        _ => format!("{} is {}", field.as_str(), text(known)),
    };
    (test.verdict == Verdict::Contradicted).then_some(told)
}
