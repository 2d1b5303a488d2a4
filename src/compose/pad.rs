//! What brings the decimal points of a column under each other, wherever the table is drawn.

use super::table::{Cell, Table, TableRow};

/// What the widest number of a column has behind its point, and behind that.
#[derive(Debug, Default, Clone)]
pub struct Pad {
    decimals: usize,
    after: String,
}

impl Pad {
    /// The padding of a table's columns, at least one.
    pub fn of(table: &Table) -> Vec<Self> {
        let mut pads = vec![Pad::default(); table.columns.len().max(1)];
        for row in &table.rows {
            let TableRow::Data(cells) = row else { continue };
            for (pad, cell) in pads.iter_mut().zip(cells) {
                if let Cell::Number { text, after, .. } = cell.now() {
                    pad.decimals = pad.decimals.max(decimals(text));
                    if after.len() > pad.after.len() {
                        pad.after.clone_from(after);
                    }
                }
            }
        }
        pads
    }

    /// What has to stand, unseen, behind a number to bring its point under those of its column.
    pub fn behind(&self, text: &str, after: &str) -> String {
        let decimals = decimals(text);
        let mut unseen = String::new();
        if self.decimals > 0 && decimals == 0 {
            unseen.push('.');
        }
        unseen.push_str(&"0".repeat(self.decimals - decimals));
        unseen.push_str(self.after.strip_prefix(after).unwrap_or(""));
        unseen
    }
}

fn decimals(text: &str) -> usize {
    text.rsplit_once('.').map_or(0, |(_, fraction)| fraction.chars().filter(char::is_ascii_digit).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_stand_under_each_other() {
        let pad = Pad { decimals: 2, after: ",".into() };
        assert_eq!(pad.behind("0.67", ","), "");
        assert_eq!(pad.behind("3.9", ""), "0,");
        assert_eq!(pad.behind("12", ","), ".00");
    }
}
