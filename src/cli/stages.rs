//! The stages in their order, with a line for each on a terminal.

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::manner::{is_quiet, tells};
use super::memory::{Memory, of_data};
use crate::analyse::Figures;
use crate::audit::Audit;
use crate::compose::{Document, compose};
use crate::diag::{Severity, Sink, Sources, Stop, printable, render, summary, unused_acceptances};
use crate::guard::Log;
use crate::read::Parsed;
use crate::synthesise::Grid;

/// What a process that stays keeps of its stages, from run to run.
#[derive(Default)]
pub struct Memories {
    parsed: Parsed,
    figures: Memory<Figures>,
    audit: Memory<Arc<Audit>>,
}

/// A run of the program: what was read, what was said, and where it is told.
pub struct Run {
    pub sources: Sources,
    pub sink: Sink,
    /// What was kept from the outputs, for the file of the ethics committee.
    pub log: Log,
    /// How long each stage took, in their order.
    pub times: Vec<(&'static str, Duration)>,
    pub memories: Memories,
    told: usize,
    terminal: bool,
}

impl Run {
    pub(super) fn new() -> Self {
        let terminal = std::io::stderr().is_terminal() && !is_quiet();
        Self {
            sources: Sources::default(),
            sink: Sink::new(),
            log: Log::default(),
            times: Vec::new(),
            memories: Memories::default(),
            told: 0,
            terminal,
        }
    }

    /// A run that tells nothing of its stages.
    pub fn quiet() -> Self {
        Self { terminal: false, ..Self::new() }
    }

    /// Runs a stage; on a terminal a line says what it did and how long it took.
    pub fn stage<T>(&mut self, name: &'static str, work: impl FnOnce(&mut Self) -> (T, String)) -> T {
        let started = Instant::now();
        let (made, what) = work(self);
        let took = started.elapsed();
        self.times.push((name, took));
        if self.terminal {
            let what = printable(&what);
            let _ = writeln!(std::io::stderr(), "{name:>12}  {what:<48} {:>7.0} ms", took.as_secs_f64() * 1000.0);
        }
        made
    }

    /// Reads, scores, analyses and judges the study in a folder.
    pub fn grid(&mut self, root: &Path) -> Result<Grid, Stop> {
        let study = self.stage("read", |run| {
            let study = crate::read::read_again(root, &mut run.memories.parsed, &mut run.sources, &mut run.sink);
            let what = study.as_ref().map_or(String::new(), |study| crate::diag::plural(study.inputs.len(), "file"));
            (study, what)
        })?;
        let data = of_data(&study);
        let findings = self.stage("analyse", |run| {
            let findings = match run.memories.figures.again(&data, &mut run.sink) {
                Some(figures) => figures.of(study),
                None => {
                    let mut said = Sink::new();
                    let findings = crate::analyse::analyse(crate::score::score(study, &mut said), &mut said);
                    run.memories.figures.keep(data.clone(), findings.figures(), said, &mut run.sink);
                    findings
                }
            };
            let what = crate::diag::plural(findings.results().len(), "result");
            (findings, what)
        });
        let audit = self.stage("audit", |run| {
            let audit = run.memories.audit.again(&data, &mut run.sink).unwrap_or_else(|| {
                let audit = Arc::new(crate::audit::audit(&findings.study));
                run.memories.audit.keep(data, audit.clone(), Sink::new(), &mut run.sink);
                audit
            });
            crate::audit::tell(&audit, &mut run.sink);
            let what = crate::diag::plural(audit.open().count(), "finding");
            (audit, what)
        });
        let guards = findings.study.disclosure.guards();
        let (findings, audit) = self.stage("guard", |run| {
            let (findings, log) = crate::guard::guard(findings, &mut run.sink);
            let what = crate::diag::plural(log.entries.len(), "guarded figure");
            run.log = log;
            // What is withheld must not be read from what the audit says.
            let audit = if guards { Arc::new(crate::audit::audit(&findings.study)) } else { audit };
            ((findings, audit), what)
        });
        let grid = self.stage("synthesise", |run| {
            let grid = crate::synthesise::synthesise(findings, audit, &mut run.sink);
            let tally = grid.tally();
            let what = format!("{}, {} contradicted", crate::diag::plural(tally.claims, "claim"), tally.contradicted);
            (grid, what)
        });
        self.sink.accept(&grid.findings.study.accept);
        self.sink.stop_on_errors()?;
        Ok(grid)
    }

    /// Composes the paper.
    pub fn document(&mut self, grid: &Grid) -> Result<Document, Stop> {
        self.stage("compose", |run| {
            // The words are read on a thread of their own meanwhile; what is said of them is told first.
            let (document, said) = std::thread::scope(|scope| {
                let proofread = scope.spawn(|| {
                    let mut said = Sink::new();
                    crate::proofread::proofread(grid, &mut said);
                    said
                });
                let mut composed = Sink::new();
                let document = compose(grid, &mut composed);
                let mut said = proofread.join().expect("reading words does not panic");
                said.extend(composed);
                (document, said)
            });
            run.sink.extend(said);
            let accept = &grid.findings.study.accept;
            run.sink.accept(accept);
            // A composition that failed has not said everything.
            if document.is_ok() {
                unused_acceptances(accept, &mut run.sink);
            }
            let what = document.as_ref().map_or(String::new(), |document| {
                let displays = document.displays.iter().filter(|display| display.number.is_some()).count();
                crate::diag::plural(displays, "table or figure").replace("table or figures", "tables and figures")
            });
            (document, what)
        })
    }

    /// Draws what was said since the last time, errors last, so that they stand where the eye is.
    pub fn tell(&mut self) {
        let palette = super::manner::palette();
        let fresh = self.sink.diagnostics()[self.told..].iter();
        let mut fresh: Vec<_> = fresh.filter(|diagnostic| tells(diagnostic.severity)).collect();
        fresh.sort_by_key(|diagnostic| diagnostic.severity);
        let mut err = std::io::stderr().lock();
        for diagnostic in fresh {
            let _ = err.write_all(render(diagnostic, &self.sources, palette).as_bytes());
        }
        self.told = self.sink.diagnostics().len();
        if let Some(summary) = summary(&self.sink).filter(|_| !is_quiet() || self.has_errors()) {
            let _ = writeln!(err, "{summary}");
        }
    }

    pub fn has_errors(&self) -> bool {
        self.sink.count(Severity::Error) > 0
    }
}
