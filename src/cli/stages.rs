//! The stages in their order, with a line for each on a terminal.

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::time::Instant;

use super::manner::{is_quiet, tells};
use crate::compose::{Document, compose};
use crate::diag::{Severity, Sink, Sources, Stop, render, summary, unused_acceptances};
use crate::guard::Log;
use crate::synthesise::Grid;

/// A run of the program: what was read, what was said, and where it is told.
pub struct Run {
    pub sources: Sources,
    pub sink: Sink,
    /// What was kept from the outputs, for the file of the ethics committee.
    pub log: Log,
    told: usize,
    terminal: bool,
}

impl Run {
    pub(super) fn new() -> Self {
        let terminal = std::io::stderr().is_terminal() && !is_quiet();
        Self { sources: Sources::default(), sink: Sink::new(), log: Log::default(), told: 0, terminal }
    }

    /// A run that tells nothing of its stages.
    pub fn quiet() -> Self {
        Self { terminal: false, ..Self::new() }
    }

    /// Runs a stage; on a terminal a line says what it did and how long it took.
    pub fn stage<T>(&mut self, name: &str, work: impl FnOnce(&mut Self) -> (T, String)) -> T {
        let started = Instant::now();
        let (made, what) = work(self);
        if self.terminal {
            let took = started.elapsed();
            let _ = writeln!(std::io::stderr(), "{name:>12}  {what:<48} {:>7.0} ms", took.as_secs_f64() * 1000.0);
        }
        made
    }

    /// Reads, scores, analyses and judges the study in a folder.
    pub fn grid(&mut self, root: &Path) -> Result<Grid, Stop> {
        let study = self.stage("read", |run| {
            let study = crate::read::read(root, &mut run.sources, &mut run.sink);
            let what = study.as_ref().map_or(String::new(), |study| crate::diag::plural(study.inputs.len(), "file"));
            (study, what)
        })?;
        let findings = self.stage("analyse", |run| {
            let findings = crate::analyse::analyse(crate::score::score(study, &mut run.sink), &mut run.sink);
            crate::audit::tell(&findings, &mut run.sink);
            let what = crate::diag::plural(findings.results().len(), "result");
            (findings, what)
        });
        let findings = self.stage("guard", |run| {
            let (findings, log) = crate::guard::guard(findings, &mut run.sink);
            let what = crate::diag::plural(log.entries.len(), "guarded figure");
            run.log = log;
            (findings, what)
        });
        let grid = self.stage("synthesise", |run| {
            let grid = crate::synthesise::synthesise(findings, &mut run.sink);
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
            crate::proofread::proofread(grid, &mut run.sink);
            let document = compose(grid, &mut run.sink);
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
