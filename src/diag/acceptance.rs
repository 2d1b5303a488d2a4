//! What the author has looked at and lets stand, with the reason.

use super::{Diagnostic, Origin, Sink, explain};

/// One finding of a check that the author accepts.
///
/// It is not told as a warning any more: it is a note with its reason. Errors cannot be accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acceptance {
    /// The code of the diagnostic, or the rule of the audit.
    pub code: String,
    /// What the finding is about: an address, a field of a result, an id or a word; anything, where it is left out.
    pub about: Option<String>,
    /// The file that the finding points at; any, where it is left out.
    pub file: Option<String>,
    pub reason: String,
    pub origin: Origin,
}

impl Acceptance {
    /// Whether it is meant for a finding of a code about something, in a file. An address stands for its fields, too.
    pub fn covers(&self, code: &str, about: Option<&str>, file: Option<&str>) -> bool {
        let alike = |wanted: &Option<String>, found: Option<&str>| match wanted {
            None => true,
            Some(wanted) => found.is_some_and(|found| {
                found == wanted || found.strip_prefix(wanted.as_str()).is_some_and(|rest| rest.starts_with('.'))
            }),
        };
        let same_file = self.file.is_none() || self.file.as_deref() == file;
        self.code == code && alike(&self.about, about) && same_file
    }

    pub(super) fn covers_diagnostic(&self, diagnostic: &Diagnostic) -> bool {
        let file = diagnostic.origin.as_ref().map(|origin| &*origin.file);
        self.covers(diagnostic.code, diagnostic.about.as_deref(), file)
    }
}

/// Codes that are told after the paper is composed, when it is too late to say that nothing is left to accept.
const LATER: [&str; 1] = ["verdict-changed"];

/// Warns of acceptances that nothing was said for. Those of rules of the audit, which matches them itself, are passed
/// over.
pub fn unused_acceptances(acceptances: &[Acceptance], sink: &mut Sink) {
    for acceptance in acceptances {
        let here = explain(&acceptance.code).is_some_and(|known| known.severity().is_some());
        if !here || LATER.contains(&acceptance.code.as_str()) || sink.has_accepted(acceptance) {
            continue;
        }
        let about = acceptance.about.as_ref().map_or_else(String::new, |about| format!(" about `{about}`"));
        let message = format!("this accepts `{}`{about}, and nothing of the kind was found", acceptance.code);
        let diagnostic = Diagnostic::warning("unused-acceptance", message)
            .at(&acceptance.origin)
            .about(acceptance.code.clone())
            .hint("take it out, or correct what it is `about`");
        sink.push(diagnostic);
    }
}
