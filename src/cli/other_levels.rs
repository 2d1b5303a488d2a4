//! A level for all answers that a study does not list, written into the instruments of a rehearsal.

use crate::diag::Origin;
use crate::model::Study;
use crate::simulate::Rehearsal;

/// The text of a file with such a level in each variable that needs one; as it is, where it has none of them.
pub fn with_other_levels(path: &str, text: &str, study: &Study, rehearsal: &Rehearsal) -> String {
    let variables = &study.measures.variables;
    let own: Vec<&Origin> =
        variables.iter().map(|variable| &variable.origin).filter(|origin| &*origin.file == path).collect();
    let mut written = text.to_owned();
    // From the last to the first, so that places stay what they are.
    for (id, level) in rehearsal.others.iter().rev() {
        let Some(origin) = variables.iter().find(|variable| variable.id == *id).map(|variable| &variable.origin) else {
            continue;
        };
        if &*origin.file != path {
            continue;
        }
        let start = offset(text, origin);
        let end = own.iter().map(|other| offset(text, other)).filter(|other| *other > start).min();
        if let Some((at, entry)) = entry(&text[start..end.unwrap_or(text.len())], level) {
            written.insert_str(start + at, &entry);
        }
    }
    written
}

/// Where an origin lies in a text, in bytes.
fn offset(text: &str, origin: &Origin) -> usize {
    let line: usize = text.split_inclusive('\n').take(origin.line.saturating_sub(1) as usize).map(str::len).sum();
    let within = text[line..].char_indices().nth(origin.column.saturating_sub(1) as usize);
    within.map_or(text.len(), |(at, _)| line + at)
}

/// The place of a new first level within the mapping of a variable, and its text.
fn entry(mapping: &str, level: &str) -> Option<(usize, String)> {
    let mapping_of = |level: &str| format!("{{id: {level}, label: Unlisted}}");
    let key = mapping.match_indices("levels:").map(|(at, _)| at).find(|at| {
        let line = mapping[..*at].rfind('\n').map_or(0, |end| end + 1);
        !mapping[line..*at].contains('#')
    })?;
    let after = key + "levels:".len();
    let mut rest =
        mapping[after..].char_indices().map(|(at, c)| (after + at, c)).skip_while(|(_, c)| c.is_whitespace());
    match rest.next()? {
        (at, '[') => Some((at + 1, format!("{}, ", mapping_of(level)))),
        (at, '-') => {
            let line = mapping[..at].rfind('\n').map_or(0, |end| end + 1);
            Some((at, format!("- {}\n{}", mapping_of(level), &mapping[line..at])))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::entry;

    #[test]
    fn a_level_is_written_before_the_others() {
        let with = |text: &str| {
            let (at, entry) = entry(text, "other").expect("levels");
            format!("{}{entry}{}", &text[..at], &text[at..])
        };
        assert_eq!(
            with("{id: a, levels: [{id: b, label: B}]}"),
            "{id: a, levels: [{id: other, label: Unlisted}, {id: b, label: B}]}"
        );
        assert_eq!(
            with("id: a\n    levels:\n      - {id: b, label: B}\n"),
            "id: a\n    levels:\n      - {id: other, label: Unlisted}\n      - {id: b, label: B}\n"
        );
    }
}
