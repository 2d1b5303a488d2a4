//! What a process that stays remembers of a stage: what was made, of which files, and what was said meanwhile.

use std::sync::Arc;

use crate::diag::Sink;
use crate::model::Study;

/// Files with the hashes of their bytes.
pub type Files = Vec<(Arc<str>, String)>;

/// What a stage made last.
pub struct Memory<T> {
    last: Option<(Files, T, Sink)>,
}

impl<T> Default for Memory<T> {
    fn default() -> Self {
        Self { last: None }
    }
}

impl<T: Clone> Memory<T> {
    /// What was made of the same files; what was said of it is said again.
    pub fn again(&self, of: &Files, sink: &mut Sink) -> Option<T> {
        let (_, made, said) = self.last.as_ref().filter(|(files, ..)| files == of)?;
        sink.extend(said.clone());
        Some(made.clone())
    }

    /// Keeps what was made of some files, and says what was said.
    pub fn keep(&mut self, of: Files, made: T, said: Sink, sink: &mut Sink) {
        sink.extend(said.clone());
        self.last = Some((of, made, said));
    }
}

/// The files that the figures of a study are made of: its data, its conventions and its instruments, all of `data/`.
pub fn of_data(study: &Study) -> Files {
    study.inputs.iter().filter(|(path, _)| path.starts_with("data/")).cloned().collect()
}
