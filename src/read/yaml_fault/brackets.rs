//! Brackets that are not closed, and those that close nothing. Within texts they mean nothing.

use std::ops::Range;

use super::{Lines, Slip};

/// A bracket that is opened above the place and closed nowhere before it, or one that closes nothing.
pub fn bracket(lines: &Lines<'_>, at: usize) -> Option<Slip> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut quote = None;
    let mut before = '\n';
    let mut stray = None;
    // Outside lists and groups brackets are text: in a block of text, and within a value.
    let blocks = block_texts(lines.whole);
    let (mut line_start, mut grouped) = (0, false);
    let end = lines.whole[at..].find('\n').map_or(lines.whole.len(), |rest| at + rest);
    for (index, sign) in lines.whole.char_indices().take_while(|(index, _)| *index < end) {
        if sign == '\n' {
            (line_start, grouped) = (index + 1, grouped && !open.is_empty());
        }
        if open.is_empty() && blocks.iter().any(|block| block.contains(&index)) {
            before = sign;
            continue;
        }
        let begins = || {
            lines.whole[line_start..index].trim_end().ends_with([':', '-'])
                || lines.whole[line_start..index].trim().is_empty()
        };
        match (quote, sign) {
            (Some(mark), sign) if mark == sign => quote = None,
            (Some(_), '\n') if open.is_empty() => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if before.is_whitespace() || "[{,".contains(before) => quote = Some(sign),
            (None, '[' | '{') if !open.is_empty() || begins() => {
                grouped = true;
                open.push((index, sign));
            }
            (None, ']' | '}') => {
                let fits = |(_, opened): &(usize, char)| (*opened == '[') == (sign == ']');
                match open.last() {
                    Some(last) if fits(last) => drop(open.pop()),
                    Some(_) => stray = stray.or(Some((index, sign))),
                    // Behind a list on the same line there was one too many.
                    None if grouped && "]}".contains(before) => stray = stray.or(Some((index, sign))),
                    None => {}
                }
            }
            (None, '#') if before.is_whitespace() => {}
            _ => {}
        }
        before = sign;
    }
    if let Some((index, sign)) = stray {
        let message = format!("this `{sign}` closes nothing");
        return Some(Slip::new(index..index + 1, message, "take it out, or open what it should close"));
    }
    let (index, sign) = open.into_iter().next_back()?;
    let (what, close) = if sign == '[' { ("list", ']') } else { ("group of keys", '}') };
    let message = format!("this `{sign}` opens a {what}, and nothing closes it");
    Some(Slip::new(index..index + 1, message, format!("write `{close}` where the {what} ends")))
}

/// The bytes of the texts that stand as blocks below `key: >-` or `key: |`.
fn block_texts(whole: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut block: Option<(usize, usize)> = None;
    let mut at = 0;
    for line in whole.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches(' ').len();
        if let Some((from, outer)) = block
            && !line.trim().is_empty()
            && indent <= outer
        {
            found.push(from..at);
            block = None;
        }
        let head = line.split(" #").next().unwrap_or(line).trim_end();
        let head = head.trim_end_matches(|c: char| matches!(c, '-' | '+') || c.is_ascii_digit());
        let opens = [": >", ": |", "- >", "- |"].iter().any(|sign| head.ends_with(sign));
        at += line.len();
        if block.is_none() && opens {
            // The text of an item with a key is indented from the key.
            let dashes = line[indent..].len() - line[indent..].trim_start_matches(['-', ' ']).len();
            block = Some((at, indent + if head.contains(": ") { dashes } else { 0 }));
        }
    }
    found.extend(block.map(|(from, _)| from..whole.len()));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_within_texts_are_words() {
        let text = "a:\n  note: >-\n    of it ({{ x.y }}), and so\n  said: as ({{ x.z }}) tells\n  list: [one, two\n  end: 1\n";
        let found = |text: &str| bracket(&Lines::of(text), text.find("end").unwrap_or(text.len())).map(|slip| slip.at);
        let open = text.find('[').expect("it is there");
        assert_eq!(found(text), Some(open..open + 1));
        assert_eq!(found(&text.replace("two", "two]")), None);
        let close = text.find("two").expect("it is there") + 4;
        assert_eq!(found(&text.replace("two", "two]]")), Some(close..close + 1));
    }
}
