//! Files as they were parsed, for a process that reads a study again and again.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::node::{File, Node};
use crate::diag::Sink;
use crate::model::References;

/// What parsing made of the files that were read last.
#[derive(Default)]
pub struct Parsed {
    pub(super) yaml: Kept<Option<Arc<Node>>>,
    pub(super) bibliography: Kept<Option<Arc<References>>>,
}

/// What was made of each file, with the text that it was made of and what was said.
pub(super) struct Kept<T>(BTreeMap<Arc<str>, (Arc<str>, T, Sink)>);

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T: Clone> Kept<T> {
    /// What was made of this text of this file, made anew only where the text is another; what was said is said again.
    pub fn of(&mut self, file: &File, sink: &mut Sink, make: impl FnOnce(&mut Sink) -> T) -> T {
        if self.0.get(&file.path).is_none_or(|(text, ..)| *text != file.text) {
            let mut said = Sink::new();
            let made = make(&mut said);
            self.0.insert(file.path.clone(), (file.text.clone(), made, said));
        }
        let (_, made, said) = &self.0[&file.path];
        sink.extend(said.clone());
        made.clone()
    }
}
