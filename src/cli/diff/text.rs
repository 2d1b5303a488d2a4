//! The difference for people: what it means first, then figures, tables and words.

use std::fmt::Write;

use crate::diag::{Palette, plural};
use crate::revise::{
    ClaimChange, Difference, DisplayChange, FigureChange, Piece, PropositionChange, ResultChange, SentenceChange,
    Status, TableChange, changed_sentences,
};

/// More cells of a table than this are counted, not listed; JSON has them all.
const CELLS: usize = 12;

/// More names than this in a row are counted.
const NAMES: usize = 8;

/// Columns of a line of figures.
const WIDTH: usize = 100;

pub fn human(difference: &Difference, title: &str, palette: Palette) -> String {
    let teller = Teller { palette };
    let mut out = format!("{}: {}\n", teller.bold(title), difference.summary());
    let sections = [
        ("Propositions and verdicts", teller.propositions(&difference.propositions)),
        ("Figures", teller.figures(&difference.results)),
        ("Tables and figures of the paper", teller.displays(&difference.displays)),
        ("Sentences", teller.sentences(&difference.sentences)),
    ];
    for (heading, text) in sections.iter().filter(|(_, text)| !text.is_empty()) {
        let _ = write!(out, "\n{}\n{text}", teller.bold(heading));
    }
    out
}

struct Teller {
    palette: Palette,
}

/// A text of the study on one line of a terminal: nothing in it steers the terminal. Minus signs are ASCII, for programs.
fn clean(text: &str) -> String {
    let plain = |c: char| {
        if c == '\n' || c == '\u{a0}' {
            ' '
        } else if c.is_control() {
            '\u{fffd}'
        } else {
            c
        }
    };
    text.chars().map(plain).collect()
}

fn ascii(figure: &str) -> String {
    clean(figure).replace('\u{2212}', "-")
}

/// Some names, and how many more there are.
fn listed(names: &[String]) -> String {
    let shown: Vec<String> = names.iter().take(NAMES).map(|name| clean(name)).collect();
    match names.len().saturating_sub(NAMES) {
        0 => shown.join("; "),
        more => format!("{}; and {more} more", shown.join("; ")),
    }
}

impl Teller {
    fn wrap(&self, code: &str, text: &str) -> String {
        match self.palette {
            Palette::Plain => text.to_owned(),
            Palette::Colour => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
        }
    }

    fn bold(&self, text: &str) -> String {
        self.wrap("1", &clean(text))
    }

    fn went(&self, text: &str) -> String {
        self.wrap("31", text)
    }

    fn came(&self, text: &str) -> String {
        self.wrap("32", text)
    }

    /// `0.020 → 0.210`, `now 0.210`, `0.020, now absent`.
    fn turn(&self, old: Option<&str>, new: Option<&str>) -> String {
        let (old, new) = (old.map(|old| self.went(&ascii(old))), new.map(|new| self.came(&ascii(new))));
        match (old, new) {
            (Some(old), Some(new)) => format!("{old} → {new}"),
            (None, Some(new)) => format!("now {new}"),
            (Some(old), None) => format!("{old}, now absent"),
            (None, None) => String::new(),
        }
    }

    /// Words with `[-what went-]` and `{+what came+}`, a line a changed sentence.
    fn words(&self, pieces: &[Piece], indent: &str) -> String {
        let mut out = String::new();
        for sentence in changed_sentences(pieces) {
            let line: String = sentence.iter().map(|piece| self.piece(piece)).collect();
            let _ = writeln!(out, "{indent}{}", line.trim());
        }
        out
    }

    fn piece(&self, piece: &Piece) -> String {
        match piece {
            Piece::Same(text) => clean(text),
            Piece::Deleted(text) => self.wrap("31", &format!("[-{}-]", clean(text))),
            Piece::Inserted(text) => self.wrap("32", &format!("{{+{}+}}", clean(text))),
        }
    }

    fn propositions(&self, changes: &[PropositionChange]) -> String {
        let mut out = String::new();
        for change in changes {
            let _ = writeln!(out, "  {}", self.headline(change));
            for claim in &change.claims {
                let _ = writeln!(out, "     {}", self.claim(claim));
            }
            for wording in &change.wording {
                let words = self.words(&wording.pieces, "");
                for line in words.lines() {
                    let _ = writeln!(out, "     {}: {line}", wording.of);
                }
            }
        }
        out
    }

    fn headline(&self, change: &PropositionChange) -> String {
        let number = change.new_number.or(change.old_number).unwrap_or(0);
        let verdict = |verdict: &Option<String>| verdict.clone().unwrap_or_default();
        match change.status {
            Status::Added => format!("{number}. {} is new ({})", change.id, verdict(&change.new_verdict)),
            Status::Removed => format!("{} is gone (it was {number}, {})", change.id, verdict(&change.old_verdict)),
            Status::Changed => {
                let mut line = format!("{number}. {}", change.id);
                if change.turned() {
                    let turned = self.turn(change.old_verdict.as_deref(), change.new_verdict.as_deref());
                    let _ = write!(line, ": {turned}");
                }
                if change.moved {
                    let _ = write!(line, ", which was {}", change.old_number.unwrap_or(0));
                }
                line
            }
        }
    }

    fn claim(&self, claim: &ClaimChange) -> String {
        let expect = |expect: &[String]| expect.join(", ");
        let mut line = claim.evidence.clone();
        let (old, new) = (expect(&claim.old_expect), expect(&claim.new_expect));
        match claim.status {
            Status::Added => {
                let _ = write!(line, " ({new}) is new: {}", claim.new_verdict.as_deref().unwrap_or(""));
            }
            Status::Removed => {
                let _ = write!(line, " ({old}) is gone: it was {}", claim.old_verdict.as_deref().unwrap_or(""));
            }
            Status::Changed => {
                let expected = if old == new { new } else { self.turn(Some(&old), Some(&new)) };
                let turn = match claim.old_verdict == claim.new_verdict {
                    true => claim.new_verdict.clone().unwrap_or_default(),
                    false => self.turn(claim.old_verdict.as_deref(), claim.new_verdict.as_deref()),
                };
                let _ = write!(line, " ({expected}): {turn}");
            }
        }
        if claim.status == Status::Changed && claim.old_observed != claim.new_observed {
            let (old, new) = claim.observed();
            let seen = self.turn(old.as_deref(), new.as_deref());
            let _ = write!(line, "; observed {seen}");
        }
        line
    }

    fn figures(&self, results: &[ResultChange]) -> String {
        let mut out = String::new();
        let kept = |result: &&ResultChange| result.status == Status::Changed;
        let of = |printed: bool| {
            let each = results.iter().filter(kept).map(move |result| {
                (result, result.figures.iter().filter(move |figure| figure.printed == printed).collect::<Vec<_>>())
            });
            each.filter(|(_, figures)| !figures.is_empty())
        };
        let mut printed = of(true).peekable();
        let causes = printed.peek().is_some();
        if causes {
            out.push_str("  printed in the source\n");
        }
        for (result, figures) in printed {
            for figure in figures {
                let moved = self.turn(figure.old.as_deref(), figure.new.as_deref());
                let _ = writeln!(out, "    {}.{}  {moved}", result.address, figure.field);
            }
        }
        let mut computed = of(false).peekable();
        if computed.peek().is_some() {
            out.push_str(if causes { "  computed, or following from what is printed\n" } else { "  computed\n" });
        }
        for (result, figures) in computed {
            let _ = write!(out, "    {}", self.line_of(result, &figures));
        }
        for (status, what) in [(Status::Added, "new"), (Status::Removed, "gone")] {
            let some: Vec<String> =
                results.iter().filter(|result| result.status == status).map(|result| result.address.clone()).collect();
            if !some.is_empty() {
                let _ = writeln!(out, "  {what}: {}", listed(&some));
            }
        }
        out
    }

    /// An address and its figures, broken where a line is full.
    fn line_of(&self, result: &ResultChange, figures: &[&FigureChange]) -> String {
        let mut out = result.address.clone();
        let mut column = 4 + out.chars().count();
        for (index, figure) in figures.iter().enumerate() {
            let (old, new) = (figure.old.as_deref(), figure.new.as_deref());
            let plain = Teller { palette: Palette::Plain }.turn(old, new);
            let comma = if index + 1 < figures.len() { "," } else { "" };
            let width = figure.field.len() + plain.chars().count() + 2 + comma.len();
            if column + width + 1 > WIDTH {
                out.push_str("\n     ");
                column = 5;
            }
            let _ =
                write!(out, "{} {} {}{comma}", if index == 0 { " " } else { "" }, figure.field, self.turn(old, new));
            column += width + 1;
        }
        out.push('\n');
        out
    }

    fn displays(&self, changes: &[DisplayChange]) -> String {
        let mut out = String::new();
        for change in changes {
            let number = change.new_number.as_deref().or(change.old_number.as_deref());
            let name = match number {
                Some(number) => format!("{number}, {}", change.label),
                None => change.label.clone(),
            };
            let said = match change.status {
                Status::Added => " is new",
                Status::Removed => " is gone",
                Status::Changed if change.drawing => ": drawn of other data",
                Status::Changed => "",
            };
            let _ = writeln!(out, "  {name}{said}");
            if change.status == Status::Changed && change.old_number != change.new_number {
                let of = |number: &Option<String>| number.clone().unwrap_or_else(|| "not placed".to_owned());
                let moved = self.turn(Some(&of(&change.old_number)), Some(&of(&change.new_number)));
                let _ = writeln!(out, "    {moved}");
            }
            for wording in &change.wording {
                for line in self.words(&wording.pieces, "").lines() {
                    let _ = writeln!(out, "    {}: {line}", wording.of);
                }
            }
            match &change.table {
                Some(table) if change.grid => {
                    let cells = plural(table.cells.len(), "cell");
                    let _ = writeln!(out, "    {cells} of the grid; see the propositions");
                }
                Some(table) => out.push_str(&self.table(table)),
                None => {}
            }
        }
        out
    }

    fn table(&self, change: &TableChange) -> String {
        let mut out = String::new();
        let lists = [
            ("column", "added", &change.columns_added),
            ("column", "removed", &change.columns_removed),
            ("row", "added", &change.rows_added),
            ("row", "removed", &change.rows_removed),
        ];
        for (what, how, names) in lists.iter().filter(|(.., names)| !names.is_empty()) {
            let _ = writeln!(out, "    {} {how}: {}", plural(names.len(), what), listed(names));
        }
        for cell in change.cells.iter().take(CELLS) {
            let row = if cell.row.is_empty() { cell.group.as_deref().unwrap_or("") } else { &cell.row };
            let place = format!("{}, {}", clean(row), clean(&cell.column));
            let long = cell.old.len().max(cell.new.len()) > 40;
            if long {
                let _ = writeln!(out, "    {place}:");
                out.push_str(&self.words(&crate::revise::compare(&cell.old, &cell.new), "      "));
            } else {
                let empty = |text: &str| if text.is_empty() { "nothing".to_owned() } else { text.to_owned() };
                let moved = self.turn(Some(&empty(&cell.old)), Some(&empty(&cell.new)));
                let _ = writeln!(out, "    {place}: {moved}");
            }
        }
        if change.cells.len() > CELLS {
            let more = plural(change.cells.len() - CELLS, "more cell");
            let _ = writeln!(out, "    and {more}; `--format json` has them all");
        }
        out
    }

    fn sentences(&self, changes: &[SentenceChange]) -> String {
        let mut out = String::new();
        let mut last = String::new();
        for change in changes {
            let place = match change.line {
                0 => format!("{}, {}", change.file, change.shape),
                line => format!("{}:{line}", change.file),
            };
            if place != last {
                let _ = writeln!(out, "  {}", clean(&place));
                last = place;
            }
            let line: String = change.pieces.iter().map(|piece| self.piece(piece)).collect();
            let _ = writeln!(out, "    {}", line.trim());
        }
        out
    }
}
