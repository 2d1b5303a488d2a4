//! What stands between double braces: an address, at will in a function or with decimals.

use super::number;
use super::sentence;
use crate::analyse::{Field, Known, Quantity, StudyResult, Test};
use crate::diag::{Diagnostic, Origin};
use crate::synthesise::{Grid, Tally, unknown_address};

/// What a placeholder asks for.
#[derive(Debug, Clone, PartialEq)]
pub enum Placeholder {
    Value(Value),
    Table(String),
    Figure(String),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    function: Function,
    address: String,
    decimals: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Function {
    Plain,
    Abs,
    Words,
    CapitalWords,
    Percent,
    Test,
}

const FUNCTIONS: [(&str, Function); 5] = [
    ("abs", Function::Abs),
    ("words", Function::Words),
    ("Words", Function::CapitalWords),
    ("percent", Function::Percent),
    ("test", Function::Test),
];

/// Reads the inside of `{{ … }}`.
pub fn parse(inside: &str, origin: &Origin) -> Result<Placeholder, Diagnostic> {
    let inside = inside.trim();
    for (word, make) in [("table ", Placeholder::Table as fn(String) -> _), ("figure ", Placeholder::Figure)] {
        if let Some(id) = inside.strip_prefix(word) {
            return Ok(make(id.trim().to_owned()));
        }
    }
    let malformed = |hint: &str| {
        let message = format!("`{{{{ {inside} }}}}` is not a value");
        Diagnostic::error("malformed-value", message).at(origin).hint(hint)
    };
    let (body, decimals) = match inside.rsplit_once(':') {
        None => (inside, None),
        Some((body, digits)) => match digits.trim().parse() {
            Ok(decimals) if decimals <= 6 => (body.trim(), Some(decimals)),
            _ => return Err(malformed("after a colon stands the number of decimals, from 0 to 6")),
        },
    };
    let (function, address) = match body.strip_suffix(')').and_then(|rest| rest.split_once('(')) {
        None => (Function::Plain, body),
        Some((name, address)) => match FUNCTIONS.iter().find(|(known, _)| *known == name.trim()) {
            Some((_, function)) => (*function, address.trim()),
            None => return Err(malformed("the functions are `abs`, `words`, `Words`, `percent` and `test`")),
        },
    };
    let fine = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '@');
    let hyphens = address.replace(['–', '—', '‑', '\u{2212}'], "-");
    if hyphens != address && hyphens.chars().all(fine) {
        return Err(malformed(&format!(
            "these are dashes: write hyphens, `{{{{ {} }}}}`",
            inside.replace(address, &hyphens)
        )));
    }
    if address.is_empty() || !address.chars().all(fine) {
        return Err(malformed(
            "write an address such as `{{ change.wellbeing.T1-T2.p }}`; braces meant as text are `\\{{`",
        ));
    }
    Ok(Placeholder::Value(Value { function, address: address.to_owned(), decimals }))
}

/// The address of a value.
pub fn address(inside: &str) -> Option<String> {
    let nowhere = Origin::start_of(&"".into());
    match parse(inside, &nowhere).ok()? {
        Placeholder::Value(value) => Some(value.address),
        Placeholder::Table(_) | Placeholder::Figure(_) => None,
    }
}

/// The text that a value stands for.
pub fn resolve(value: &Value, grid: &Grid, origin: &Origin) -> Result<String, Diagnostic> {
    let address = value.address.as_str();
    if let Some(state) = address.strip_prefix("synthesis.") {
        let count = synthesis(state, grid, address, origin)?;
        no_decimals_of_a_count(value, origin)?;
        return apply(value, &Known::exact(count as f64), origin, |known, _| number::fixed(known.value, 0));
    }
    let findings = &grid.findings;
    if let Some(result) = findings.get(address) {
        if value.function != Function::Plain || value.decimals.is_some() {
            let message = format!("`{address}` is a whole result, and a function or decimals need one of its fields");
            return Err(Diagnostic::error("not-a-field", message).at(origin));
        }
        return sentence::whole(findings, result).ok_or_else(|| {
            let message = format!("`{address}` has no value: none of its figures is there");
            Diagnostic::error("absent-value", message).at(origin).hint("say it in words, or name another result")
        });
    }
    let (head, field) = address.rsplit_once('.').unwrap_or((address, ""));
    let Some(result) = findings.get(head) else { return Err(unknown_address(findings, address, origin)) };
    let quantity = Field::parse(field).and_then(|field| Some((field, result.quantity(field)?)));
    let Some((name, quantity)) = quantity else {
        let names: Vec<&str> = result.fields.iter().map(|(field, _)| field.as_str()).collect();
        let diagnostic = Diagnostic::error("unknown-field", format!("`{head}` has no field `{field}`"))
            .at(origin)
            .suggest(field, names.iter().copied())
            .hint(format!("its fields are {}", names.join(", ")));
        return Err(diagnostic);
    };
    if value.function == Function::Test {
        return test(value, name, result, origin);
    }
    match quantity {
        Quantity::Absent(reason) => {
            let message = format!("`{address}` has no value: {reason}");
            Err(Diagnostic::error("absent-value", message).at(origin).hint("say it in words, or name another field"))
        }
        Quantity::Withheld(withheld) => Ok(match value.function {
            Function::Plain | Function::Abs | Function::Percent | Function::Test => {
                number::withheld_in_words(name, withheld)
            }
            Function::Words => number::withheld_spelled_out(name, withheld),
            Function::CapitalWords => capital(&number::withheld_spelled_out(name, withheld)),
        }),
        Quantity::Known(known) => {
            let unit = sentence::unit(findings, result);
            if name.is_count() {
                no_decimals_of_a_count(value, origin)?;
            }
            fine_enough(value, name, known, origin)?;
            apply(value, known, origin, |known, decimals| number::field(name, known, decimals, unit))
        }
    }
}

/// The name of the test that a p value or a statistic is of.
fn test(value: &Value, field: Field, result: &StudyResult, origin: &Origin) -> Result<String, Diagnostic> {
    match Test::of(field, result) {
        Some(test) if value.decimals.is_none() => Ok(test.name()),
        _ => Err(no_test(value, origin)),
    }
}

fn no_test(value: &Value, origin: &Origin) -> Diagnostic {
    let message = format!("`{}` is of no test that was run here", value.address);
    let hint = "`test()` names the test of a *p* value, `t`, `df` or `w` that is computed from data, or of a distance from \
                a norm, and takes no decimals";
    Diagnostic::error("not-a-test", message).at(origin).hint(hint)
}

fn no_decimals_of_a_count(value: &Value, origin: &Origin) -> Result<(), Diagnostic> {
    if value.decimals.is_none_or(|decimals| decimals == 0) {
        return Ok(());
    }
    let message = format!("`{}` is a count, which has no decimals", value.address);
    Err(Diagnostic::error("too-fine", message).at(origin).hint("take the colon and the number after it out"))
}

/// A figure is not shown finer than its source prints it, and only a share becomes a per cent.
fn fine_enough(value: &Value, field: Field, known: &Known, origin: &Origin) -> Result<(), Diagnostic> {
    if value.function == Function::Percent && !matches!(field, Field::Share | Field::TopShare) {
        let message = format!("`{}` is not a share from 0 to 1", value.address);
        let hint = "`percent()` is for the fields `share` and `top_share`; `percent` and the limits of a share are per cent already";
        return Err(Diagnostic::error("not-a-share", message).at(origin).hint(hint));
    }
    let Some(decimals) = value.decimals else { return Ok(()) };
    if field.is_p() && decimals == 0 {
        let message = "a p value needs at least one decimal";
        return Err(Diagnostic::error("too-fine", message).at(origin));
    }
    let places = |count| crate::diag::plural(count, "decimal");
    match (&known.printed, known.rounded) {
        (Some(printed), _) if decimals > printed.decimals() => {
            let places = places(printed.decimals());
            let message = format!("`{}` is printed with {places}, and cannot be shown with {decimals}", value.address);
            Err(Diagnostic::error("too-fine", message).at(origin))
        }
        (None, Some(rounded)) if decimals > rounded => {
            let message = format!(
                "`{}` is rounded to {} by the disclosure profile, and cannot be shown with {decimals}",
                value.address,
                places(rounded)
            );
            let hint = "ask for no more decimals, or give the scale or variable more `decimals` in instruments.yaml";
            Err(Diagnostic::error("too-fine", message).at(origin).hint(hint))
        }
        (Some(_), _) | (None, _) => Ok(()),
    }
}

fn apply(
    value: &Value,
    known: &Known,
    origin: &Origin,
    show: impl Fn(&Known, Option<usize>) -> String,
) -> Result<String, Diagnostic> {
    match value.function {
        Function::Plain => Ok(show(known, value.decimals)),
        Function::Abs => Ok(show(known, value.decimals).trim_start_matches('\u{2212}').to_owned()),
        Function::Percent => Ok(number::percent(known.value)),
        Function::Test => Err(no_test(value, origin)),
        Function::Words | Function::CapitalWords => {
            if known.value.fract() != 0.0 || known.value < 0.0 {
                let message = format!("`{}` is not a whole number, so it has no words", value.address);
                return Err(Diagnostic::error("not-a-count", message).at(origin));
            }
            let words = number::words(known.value as u64);
            Ok(if value.function == Function::CapitalWords { capital(&words) } else { words })
        }
    }
}

/// English words, the first with a capital.
fn capital(words: &str) -> String {
    words[..1].to_uppercase() + &words[1..]
}

/// The state of the grid: `claims` of the whole, or `PROPOSITION.claims`.
fn synthesis(state: &str, grid: &Grid, address: &str, origin: &Origin) -> Result<usize, Diagnostic> {
    const FIELDS: [&str; 6] = ["propositions", "findings", "claims", "holds", "contradicted", "cannot_tell"];
    let (row, field) = match state.rsplit_once('.') {
        None => (None, state),
        Some((id, field)) => match grid.row(id) {
            Some(row) => (Some(row), field),
            None => {
                let known = grid.rows.iter().map(|row| row.id.as_str());
                let message = format!("there is no proposition `{id}`");
                return Err(Diagnostic::error("unknown-address", message).at(origin).suggest(id, known));
            }
        },
    };
    let tally = row.map_or_else(|| grid.tally(), |row| Tally::of(row.claims()));
    let findings = || match row {
        Some(row) => row.findings().count(),
        None => grid.rows.iter().map(|row| row.findings().count()).sum(),
    };
    match field {
        "propositions" if row.is_none() => Ok(grid.rows.len()),
        "findings" => Ok(findings()),
        "claims" => Ok(tally.claims),
        "holds" => Ok(tally.holds),
        "contradicted" => Ok(tally.contradicted),
        "cannot_tell" => Ok(tally.cannot_tell),
        _ => {
            let diagnostic = Diagnostic::error("unknown-address", format!("there is no value `{address}`"))
                .at(origin)
                .suggest(field, FIELDS)
                .hint(format!("the grid has {}", FIELDS.join(", ")));
            Err(diagnostic)
        }
    }
}
