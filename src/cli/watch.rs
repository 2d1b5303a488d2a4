//! `watch`: builds again whenever a file of the study is saved.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::Outcome;
use super::arguments::Arguments;
use super::output::print;
use super::resident::Resident;
use crate::diag::{Diagnostic, Severity, Sink, Sources, render, summary};

/// An editor may write a file in several steps; so long nothing must have come after the last.
const QUIET: Duration = Duration::from_millis(5);

pub fn command(arguments: &Arguments) -> Outcome {
    let mut watched = match Watched::new(&arguments.study) {
        Ok(watched) => watched,
        Err(diagnostic) => {
            let mut sink = Sink::new();
            sink.push(diagnostic);
            say(&sink, &Sources::default(), &mut Vec::new());
            return Outcome::Faulty;
        }
    };
    let mut resident = Resident::new(&arguments.study);
    let mut told: Vec<Diagnostic> = Vec::new();
    loop {
        let mut turn = resident.turn();
        if turn.came_out {
            resident.write(&mut turn.run);
        }
        say(&turn.run.sink, &turn.run.sources, &mut told);
        print(&format!("{}\n", turn.line()));
        let parts = resident.built.as_ref().map(|built| built.grid.findings.study.manifest.src.clone());
        watched.follow(parts.as_deref());
        resident.tidy();
        if !watched.wait() {
            return Outcome::Well;
        }
    }
}

/// Says what is new, and every error again.
pub fn say(sink: &Sink, sources: &Sources, told: &mut Vec<Diagnostic>) {
    let palette = super::manner::palette();
    let mut fresh = Sink::new();
    for diagnostic in sink.diagnostics().iter().filter(|diagnostic| super::manner::tells(diagnostic.severity)) {
        // An edit moves everything below it, which is nothing new.
        let known = told.iter().any(|told| told.code == diagnostic.code && told.message == diagnostic.message);
        if diagnostic.severity == Severity::Error || !known {
            fresh.push(diagnostic.clone());
        }
    }
    let text: String = fresh.diagnostics().iter().map(|diagnostic| render(diagnostic, sources, palette)).collect();
    super::output::tell(&text);
    if let Some(summary) = summary(&fresh) {
        super::output::tell(&format!("{summary}\n"));
    }
    // What an error keeps from being said stands as it was said before.
    if sink.count(Severity::Error) == 0 {
        told.clear();
    }
    told.extend(sink.diagnostics().iter().cloned());
}

/// The files of a study, watched.
pub struct Watched {
    root: PathBuf,
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
    followed: BTreeSet<PathBuf>,
}

impl Watched {
    /// Watches the folder itself; what lies deeper is followed when the study has been read.
    ///
    /// # Errors
    /// When the system cannot watch the folder, or it is not there.
    pub fn new(root: &Path) -> Result<Self, Diagnostic> {
        let fault = |error: notify::Error| {
            let message = format!("the folder {} cannot be watched: {error}", root.display());
            Diagnostic::error("unwatchable-folder", message).hint("name the study's folder with `-C`")
        };
        let (sender, events) = channel();
        let mut watcher = notify::recommended_watcher(sender).map_err(fault)?;
        // Events name whole paths, whatever path was given.
        let root = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
        watcher.watch(&root, RecursiveMode::NonRecursive).map_err(fault)?;
        let mut watched = Self { root, watcher, events, followed: BTreeSet::new() };
        watched.follow(None);
        Ok(watched)
    }

    /// Follows the folders that a study reads from, as far as they are there.
    pub fn follow(&mut self, src: Option<&str>) {
        let folders = ["data", "templates", src.unwrap_or("content")];
        self.followed.retain(|folder| folder.is_dir());
        for folder in folders.iter().map(|folder| self.root.join(folder)).filter(|folder| folder.is_dir()) {
            if !self.followed.contains(&folder) && self.watcher.watch(&folder, RecursiveMode::Recursive).is_ok() {
                self.followed.insert(folder);
            }
        }
    }

    /// Waits until something was saved and the editor is done with it. Whether there will be more.
    pub fn wait(&self) -> bool {
        loop {
            match self.events.recv() {
                Ok(event) if self.matters(&event) => break,
                Ok(_) => {}
                Err(_) => return false,
            }
        }
        loop {
            match self.events.recv_timeout(QUIET) {
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout) => return true,
                Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
    }

    /// Whether an event may change a build: what the build itself writes does not, and neither does reading.
    fn matters(&self, event: &notify::Result<Event>) -> bool {
        let Ok(event) = event else { return true };
        if matches!(event.kind, EventKind::Access(_)) {
            return false;
        }
        let of_study = |path: &PathBuf| {
            let inside = self.followed.iter().any(|folder| path.starts_with(folder));
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let temporary = name.starts_with(".#") || name.ends_with('~') || name.ends_with(".swp");
            let top = path.parent() == Some(self.root.as_path())
                && (name == "book.toml" || ["data", "templates", "content"].contains(&&*name));
            (inside || top) && !temporary
        };
        event.paths.iter().any(of_study)
    }
}
