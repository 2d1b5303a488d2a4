//! `serve`: the paper in a browser on this machine, renewed at every save.
//!
//! One thread builds, one thread a request answers. Only this machine can ask: the address is loopback, and a request
//! that names another host is refused, so that no page of the web can read the study through the reader's browser.

mod answers;
mod state;

use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tiny_http::Server;

use super::Outcome;
use super::arguments::Arguments;
use super::output::{print, tell};
use super::resident::Resident;
use super::watch::{Watched, say};
use crate::diag::{Diagnostic, Sink, Sources};

/// What the builder and those who answer share.
pub struct Shared {
    pub desk: Mutex<Desk>,
    /// Told when there is a new version.
    pub renewed: Condvar,
    /// How a place is opened in an editor: a link with `{path}`, `{line}` and `{column}`.
    pub editor: String,
}

/// The last build, and what was said of the last try.
pub struct Desk {
    pub resident: Resident,
    /// Counts the tries.
    pub version: u64,
    /// The state as the page reads it.
    pub state: String,
    /// Pages that were drawn, by the name of their look.
    pub drawn: std::collections::BTreeMap<String, Arc<str>>,
    pub sources: Sources,
}

impl Shared {
    /// The desk, also after another thread broke off: what lies there is whole.
    pub fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a version after one, but not for ever: a reader may have gone away.
    pub fn later(&self, than: u64, patience: Duration) -> u64 {
        let desk = self.desk();
        let waited = self.renewed.wait_timeout_while(desk, patience, |desk| desk.version <= than);
        waited.map_or(than, |(desk, _)| desk.version)
    }
}

pub fn command(arguments: &Arguments, port: u16, open: bool, editor: &str) -> Outcome {
    match serve(&arguments.study, port, open, editor) {
        Ok(()) => Outcome::Well,
        Err(diagnostic) => {
            let mut sink = Sink::new();
            sink.push(diagnostic);
            say(&sink, &Sources::default(), &mut Vec::new());
            Outcome::Faulty
        }
    }
}

fn serve(root: &Path, port: u16, open: bool, editor: &str) -> Result<(), Diagnostic> {
    let mut watched = Watched::new(root)?;
    let server = Server::http(("127.0.0.1", port)).map_err(|error| {
        let message = format!("nothing can be served at port {port}: {error}");
        Diagnostic::error("no-port", message).hint("leave `--port` out, and a free one is taken")
    })?;
    let address = match server.server_addr().to_ip() {
        Some(address) => format!("http://{address}/"),
        None => return Err(Diagnostic::error("no-port", "the server has no address")),
    };
    let shared = Arc::new(Shared {
        desk: Mutex::new(Desk {
            resident: Resident::new(root),
            version: 0,
            state: state::nothing(),
            drawn: std::collections::BTreeMap::new(),
            sources: Sources::default(),
        }),
        renewed: Condvar::new(),
        editor: editor.to_owned(),
    });
    print(&format!("the paper is at {address} until you press Ctrl-C\n"));
    if open && let Err(error) = webbrowser::open(&address) {
        tell(&format!("no browser could be opened: {error}\n"));
    }
    let theirs = shared.clone();
    std::thread::spawn(move || {
        for request in server.incoming_requests() {
            let shared = theirs.clone();
            std::thread::spawn(move || answers::answer(request, &shared));
        }
    });
    let mut told = Vec::new();
    loop {
        let line = renew(&shared, &mut told);
        print(&format!("{line}\n"));
        watched.follow(shared.desk().resident.built.as_ref().map(|built| &built.grid.findings.study));
        shared.desk().resident.tidy();
        if !watched.wait() {
            return Ok(());
        }
    }
}

/// Builds once more and tells everybody who waits.
fn renew(shared: &Shared, told: &mut Vec<Diagnostic>) -> String {
    let mut desk = shared.desk();
    let turn = desk.resident.turn();
    desk.version += 1;
    desk.sources = turn.run.sources.clone();
    desk.state = state::state(&desk, &turn, &shared.editor);
    if let Some(built) = &desk.resident.built {
        let pages = built.pages.clone();
        desk.drawn.retain(|key, _| pages.contains(key));
    }
    drop(desk);
    shared.renewed.notify_all();
    say(&turn.run.sink, &turn.run.sources, told);
    turn.line()
}
