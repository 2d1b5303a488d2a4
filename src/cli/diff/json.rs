//! The difference for programs. The keys are those of `docs/diff.md`.

use serde_json::{Value, json};

use super::side::Side;
use crate::revise::Difference;

pub fn report(difference: &Difference, old: &Side, new: &Side) -> Value {
    let side = |side: &Side| json!({"name": side.name(), "kind": side.kind(), "commit": side.commit()});
    let list = |value: serde_json::Result<Value>| value.expect("plain words can be written");
    json!({
        "old": side(old),
        "new": side(new),
        "same": difference.is_empty(),
        "summary": difference.summary(),
        "tally": list(serde_json::to_value(difference.tally())),
        "propositions": list(serde_json::to_value(&difference.propositions)),
        "results": list(serde_json::to_value(&difference.results)),
        "displays": list(serde_json::to_value(&difference.displays)),
        "sentences": list(serde_json::to_value(&difference.sentences)),
        "pages": difference.pages.map(|(old, new)| json!({"old": old, "new": new})),
    })
}
