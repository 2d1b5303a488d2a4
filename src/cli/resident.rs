//! A process that stays: it builds a study again and again, and remembers what did not change.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::build::{self, Laid, Presses, Products};
use super::changes::Changes;
use super::stages::{Memories, Run};
use crate::compose::Document;
use crate::diag::{Severity, Stop};
use crate::synthesise::Grid;

/// The last build that came out.
pub struct Built {
    pub grid: Grid,
    pub document: Document,
    /// A name for the look of each page.
    pub pages: Vec<String>,
}

/// One build.
pub struct Turn {
    /// What was read and said.
    pub run: Run,
    /// What is different since the last build that came out; `None` where this one did not, or was the first.
    pub changes: Option<Changes>,
    pub came_out: bool,
    pub took: Duration,
}

/// Builds one study, as often as it is asked.
pub struct Resident {
    pub root: PathBuf,
    pub presses: Option<Presses>,
    pub built: Option<Built>,
    memories: Memories,
    /// What the last build replaced: to give it back takes time, and nobody need wait for that.
    stale: (Vec<Built>, Vec<Laid>),
}

impl Resident {
    pub fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            presses: None,
            built: None,
            memories: Memories::default(),
            stale: (Vec::new(), Vec::new()),
        }
    }

    /// Reads the study and builds it. The last build that came out stays until another does.
    pub fn turn(&mut self) -> Turn {
        let started = Instant::now();
        let mut run = Run::quiet();
        run.memories = std::mem::take(&mut self.memories);
        let built = self.build(&mut run).ok();
        self.memories = std::mem::take(&mut run.memories);
        let changes = built.as_ref().and_then(|new| {
            let old = self.built.as_ref()?;
            Some(Changes::between(&old.grid, &new.grid, (&old.pages, &new.pages)))
        });
        let came_out = built.is_some();
        if let Some(built) = built {
            self.stale.0.extend(self.built.replace(built));
        }
        Turn { run, changes, came_out, took: started.elapsed() }
    }

    fn build(&mut self, run: &mut Run) -> Result<Built, Stop> {
        let grid = run.grid(&self.root)?;
        let document = build::judged(run, &grid, false)?;
        let study = &grid.findings.study;
        let presses = match self.presses.take() {
            Some(presses) if presses.serve(study) => presses,
            _ => Presses::new(study),
        };
        let presses = self.presses.insert(presses);
        let laid = build::laid(run, &document, study, &mut presses.paper)?;
        run.sink.stop_on_errors()?;
        self.stale.1.extend(presses.sheets.replace(laid));
        let sheets = &presses.sheets.as_ref().expect("they were put there").0;
        let pages = (0..sheets.count()).map(|page| sheets.key(page)).collect();
        Ok(Built { grid, document, pages })
    }

    /// Forgets what was not needed for some builds. Without it memory grows; it is for the time after a page was shown.
    pub fn tidy(&mut self) {
        self.stale = (Vec::new(), Vec::new());
        crate::typeset::Typesetter::tidy();
    }

    /// The files of the last build that came out: the PDF, the figures, the tables, the lists.
    ///
    /// # Errors
    /// When the pages cannot be bound or a figure not be made, which the run's sink says; or nothing was built yet.
    pub fn press(&mut self, run: &mut Run) -> Option<Products> {
        let (built, presses) = (self.built.as_ref()?, self.presses.as_mut()?);
        let products = build::pressed(run, &built.grid, &built.document, presses).ok()?;
        run.sink.stop_on_errors().ok().map(|()| products)
    }

    /// Writes the last build into the study's build folder; whether it could be.
    pub fn write(&mut self, run: &mut Run) -> bool {
        let Some(products) = self.press(run) else { return false };
        let Some(built) = &self.built else { return false };
        let folder = built.grid.findings.study.manifest.build_dir.clone();
        build::write(run, &self.root, &folder, &products);
        true
    }
}

impl Turn {
    /// How it went, in one line.
    pub fn line(&self) -> String {
        let took = format!("{} ms", self.took.as_millis());
        match (&self.changes, self.came_out) {
            (Some(changes), _) => format!("{took}  {}", changes.line()),
            (None, true) => format!("{took}  built"),
            (None, false) => {
                let errors = crate::diag::plural(self.run.sink.count(Severity::Error), "error");
                format!("{took}  {errors}; the last good paper stays")
            }
        }
    }
}
