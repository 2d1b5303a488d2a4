//! Diagnostics as SARIF 2.1.0, for code-review tools.

use serde_json::{Map, Value, json};

use crate::diag::{Diagnostic, Severity, explain};

/// A log of one run. What the author accepts is there, suppressed with the reason.
pub fn sarif(diagnostics: &[Diagnostic]) -> Value {
    let mut codes: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let rules: Vec<Value> = codes.iter().map(|code| rule(code)).collect();
    let results: Vec<Value> = diagnostics.iter().map(|diagnostic| result(diagnostic, &codes)).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "synthesist",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// A code with what the documentation says of it.
fn rule(code: &str) -> Value {
    let mut rule = Map::from_iter([("id".to_owned(), json!(code))]);
    let Some(known) = explain(code) else { return Value::Object(rule) };
    let section = known.section.unwrap_or_default();
    let what_to_do = known.rows.first().cloned().unwrap_or_default();
    let first = section.split("\n\n").next().unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ");
    let meaning = if first.is_empty() { what_to_do.clone() } else { plain(&first) };
    let help = if section.is_empty() { format!("What to do: {what_to_do}.") } else { section };
    rule.insert("shortDescription".to_owned(), json!({"text": plain(&what_to_do)}));
    rule.insert("fullDescription".to_owned(), json!({"text": meaning}));
    rule.insert("help".to_owned(), json!({"text": plain(&help), "markdown": help}));
    if let Some(severity) = known.severities.iter().max() {
        rule.insert("defaultConfiguration".to_owned(), json!({"level": level(*severity)}));
    }
    Value::Object(rule)
}

fn plain(markdown: &str) -> String {
    markdown.replace(['`', '*'], "")
}

fn result(diagnostic: &Diagnostic, codes: &[&str]) -> Value {
    let mut text = diagnostic.message.clone();
    for hint in &diagnostic.hints {
        text.push_str(&format!("\nhelp: {hint}"));
    }
    let locations: Vec<Value> = diagnostic
        .origin
        .iter()
        .map(|origin| {
            json!({"physicalLocation": {
                "artifactLocation": {"uri": uri(&origin.file)},
                "region": {
                    "startLine": origin.line,
                    "startColumn": origin.column,
                    "endColumn": origin.column + origin.width,
                },
            }})
        })
        .collect();
    let mut result = json!({
        "ruleId": diagnostic.code,
        "level": level(diagnostic.severity),
        "message": {"text": text},
        "locations": locations,
    });
    if let Some(index) = codes.iter().position(|code| *code == diagnostic.code) {
        result["ruleIndex"] = json!(index);
    }
    if let Some(reason) = &diagnostic.accepted {
        result["suppressions"] = json!([{"kind": "external", "justification": reason}]);
    }
    result
}

/// A path as a relative reference: what a URI does not allow is escaped by its bytes.
fn uri(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
