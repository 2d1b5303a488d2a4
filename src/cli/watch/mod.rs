//! `watch`: builds again whenever a file of the study is saved.

mod looks;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use looks::{Identity, Looks, identity, is_temporary, look, walk};

use super::Outcome;
use super::arguments::Arguments;
use super::output::print;
use super::resident::Resident;
use crate::diag::{Diagnostic, Severity, Sink, Sources, render, summary};
use crate::model::Study;

/// An editor may write a file in several steps; so long nothing must have come after the last.
const QUIET: Duration = Duration::from_millis(5);

/// Some programs empty a file before they write it anew; so long a build waits for the new text at most.
const REFILL: Duration = Duration::from_millis(250);

/// So often the files are looked at where the system tells of no save.
const PATROL: Duration = Duration::from_millis(500);

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
        watched.follow(resident.built.as_ref().map(|built| &built.grid.findings.study));
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
///
/// The system tells of most saves at once. What it does not tell of, because a folder was replaced, moved away or is a
/// link to another, is seen by looking at the files now and then: no save is missed, whatever went before it.
pub struct Watched {
    root: PathBuf,
    /// The folder of prose, and files outside the usual folders that the study reads.
    src: String,
    others: BTreeSet<PathBuf>,
    watch: Option<Watch>,
    /// How the files looked before the last build began.
    seen: Looks,
    /// How long it took to look at them.
    effort: Duration,
}

/// What the system watches, and what it was when that began.
struct Watch {
    events: Receiver<notify::Result<Event>>,
    folders: BTreeMap<PathBuf, Identity>,
    /// It goes with the watch.
    _watcher: RecommendedWatcher,
}

impl Watched {
    /// Watches the folder of a study.
    ///
    /// # Errors
    /// When the system cannot watch the folder, or it is not there.
    pub fn new(root: &Path) -> Result<Self, Diagnostic> {
        // Events name whole paths, whatever path was given.
        let root = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
        let src = crate::read::folders(&root).map_or_else(|| "content".to_owned(), |(src, _)| src);
        let mut watched =
            Self { root, src, others: BTreeSet::new(), watch: None, seen: Looks::new(), effort: Duration::ZERO };
        watched.renew().map_err(|error| {
            let message = format!("the folder {} cannot be watched: {error}", watched.root.display());
            Diagnostic::error("unwatchable-folder", message).hint("name the study's folder with `-C`")
        })?;
        watched.seen = watched.looks();
        Ok(watched)
    }

    /// Follows what a study was read from: the folder of prose, and the files outside the usual folders.
    pub fn follow(&mut self, study: Option<&Study>) {
        let Some(study) = study else { return };
        self.src.clone_from(&study.manifest.src);
        let (root, folders) = (&self.root, self.folders());
        let inputs = study.inputs.iter().map(|(path, _)| root.join(&**path));
        self.others = inputs.filter(|path| !folders.iter().any(|folder| path.starts_with(folder))).collect();
    }

    /// Waits until something was saved and the editor is done with it. Whether there will be more.
    pub fn wait(&mut self) -> bool {
        loop {
            // What cannot be watched for a while is looked at all the same.
            let _ = self.renew();
            let started = Instant::now();
            let changed = self.looks() != self.seen;
            self.effort = started.elapsed();
            // Looking takes one part in twenty of the time at most.
            if changed || self.event(PATROL.max(20 * self.effort)) == Some(true) {
                break;
            }
        }
        while self.event(QUIET).is_some() {}
        let emptied = Instant::now();
        while emptied.elapsed() < REFILL && self.is_emptied() {
            self.event(QUIET);
        }
        if let Some((src, _)) = crate::read::folders(&self.root) {
            self.src = src;
        }
        self.seen = self.looks();
        true
    }

    /// Whether a file that had a text before has none now.
    fn is_emptied(&self) -> bool {
        let now = self.looks();
        now.iter().any(|(path, look)| look.is_empty() && self.seen.get(path).is_some_and(|seen| !seen.is_empty()))
    }

    /// Whether an event that came within some time may change a build; `None` where none came.
    fn event(&self, patience: Duration) -> Option<bool> {
        let Some(watch) = &self.watch else {
            std::thread::sleep(patience);
            return None;
        };
        match watch.events.recv_timeout(patience) {
            Ok(event) => Some(self.matters(&event)),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => {
                std::thread::sleep(patience);
                None
            }
        }
    }

    /// The folders that a study is made of.
    fn folders(&self) -> Vec<PathBuf> {
        ["data", "templates", &self.src].iter().map(|folder| self.root.join(folder)).collect()
    }

    /// Watches anew where a folder is another than it was: one of the same name that was put in its place is not
    /// watched with it.
    fn renew(&mut self) -> notify::Result<()> {
        let folders = std::iter::once(self.root.clone()).chain(self.folders());
        let there: BTreeMap<PathBuf, Identity> =
            folders.filter_map(|folder| identity(&folder).map(|identity| (folder, identity))).collect();
        if self.watch.as_ref().is_some_and(|watch| watch.folders == there) {
            return Ok(());
        }
        self.watch = None;
        let (sender, events) = channel();
        let mut watcher = notify::recommended_watcher(sender)?;
        watcher.watch(&self.root, RecursiveMode::NonRecursive)?;
        for folder in there.keys().filter(|folder| **folder != self.root) {
            // A folder that went away meanwhile is seen to be gone at the next look.
            let _ = watcher.watch(folder, RecursiveMode::Recursive);
        }
        self.watch = Some(Watch { events, folders: there, _watcher: watcher });
        Ok(())
    }

    /// Sizes, times and identities of all files that a build may read.
    fn looks(&self) -> Looks {
        let mut looks = Looks::new();
        for folder in self.folders() {
            walk(&folder, 0, &mut looks);
        }
        for file in std::iter::once(self.root.join("book.toml")).chain(self.others.iter().cloned()) {
            looks.extend(look(&file).map(|look| (file, look)));
        }
        looks
    }

    /// Whether an event may change a build: what the build itself writes does not, and neither does reading.
    fn matters(&self, event: &notify::Result<Event>) -> bool {
        let Ok(event) = event else { return true };
        if matches!(event.kind, EventKind::Access(_)) {
            return false;
        }
        let folders = self.folders();
        let of_study = |path: &PathBuf| {
            let inside = folders.iter().any(|folder| path.starts_with(folder)) || self.others.contains(path);
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let top = path.parent() == Some(self.root.as_path()) && name == "book.toml";
            (inside || top) && !is_temporary(&name)
        };
        // Events may have been lost.
        event.need_rescan() || event.paths.iter().any(of_study)
    }
}
