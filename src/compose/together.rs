//! Blanks of running text at which no line may break, because a statistic would be torn apart: `p < 0.001`,
//! `95% CI 0.67 to 7.13`, `n = 30`, `24 of 64 (37.5%)`.
//!
//! Only blanks that the author typed are looked at, and only beside figures and values; words stay as they are.

use super::inline::Run;

/// Names that stand before a figure.
const NAMES: [&str; 27] = [
    "CI", "SD", "SE", "SEM", "M", "Mdn", "IQR", "ES", "OR", "RR", "HR", "CrI", "N", "n", "p", "t", "F", "r", "d", "g",
    "z", "df", "W", "U", "α", "κ", "χ²",
];

/// Signs between a name and its figure.
const SIGNS: [char; 8] = ['=', '<', '>', '≤', '≥', '≈', '±', '×'];

/// Turns the blanks within statistics into such as no line breaks at.
pub fn keep_together(run: &mut Run) {
    let kept: Vec<usize> = (0..run.chars.len()).filter(|at| Around::of(run, *at).is_some_and(|a| a.holds())).collect();
    for at in kept {
        run.chars[at].0 = '\u{a0}';
    }
}

/// What stands between braces is no longer than this.
const LONGEST: usize = 200;

/// What stands on either side of a blank.
struct Around {
    /// The word before it, and the word before that.
    left: String,
    further: String,
    /// The word behind it, and the word behind that.
    right: String,
    beyond: String,
}

/// A value that stands between braces, as one letter of a word.
const VALUE: char = '\u{fffc}';

impl Around {
    fn of(run: &Run, at: usize) -> Option<Self> {
        let chars = &run.chars;
        let blank = |at: usize| chars.get(at).is_some_and(|(c, _, escaped)| *c == ' ' && !escaped);
        if !blank(at) || (at > 0 && blank(at - 1)) || blank(at + 1) {
            return None;
        }
        let (left, start) = before(run, at);
        let (further, _) = before(run, start.saturating_sub(1));
        let (right, end) = after(run, at + 1);
        let (beyond, _) = after(run, end + 1);
        Some(Self { left, further: if start == 0 { String::new() } else { further }, right, beyond })
    }

    fn holds(&self) -> bool {
        let (left, right) = (self.left.as_str(), self.right.as_str());
        let sign = |word: &str| word.chars().count() == 1 && word.chars().all(|c| SIGNS.contains(&c));
        let named = |word: &str| NAMES.contains(&word.trim_start_matches(['(', '[']));
        // `p < 0.001`, on both sides of the sign, whatever stands before it.
        if sign(right) {
            return begins_with_figure(&self.beyond);
        }
        if sign(left) {
            return begins_with_figure(right);
        }
        let interval = right == "CI" || right == "CrI" || right == "CI:";
        (left.ends_with('%') && interval)
            || (named(left) && begins_with_figure(right))
            || (left.ends_with("CI:") && begins_with_figure(right))
            // `0.67 to 7.13`, `24 of 64`
            || (ends_with_figure(left) && matches!(right, "to" | "of") && begins_with_figure(&self.beyond))
            || (matches!(left, "to" | "of") && ends_with_figure(&self.further) && begins_with_figure(right))
            // `24 of 64 (37.5%)`
            || (ends_with_figure(left) && right.starts_with('(') && right.contains('%') && begins_with_figure(&right[1..]))
    }
}

/// The word that ends before a place, and where it begins; a value between braces is one letter.
fn before(run: &Run, end: usize) -> (String, usize) {
    let mut at = end;
    let mut letters: Vec<char> = Vec::new();
    while at > 0 {
        if run.ends(at, "}}")
            && let Some(open) = (at.saturating_sub(LONGEST)..at - 1).rev().find(|from| run.starts(*from, "{{"))
        {
            letters.push(VALUE);
            at = open;
            continue;
        }
        let c = run.chars[at - 1].0;
        if c.is_whitespace() {
            break;
        }
        letters.push(c);
        at -= 1;
    }
    (letters.into_iter().rev().collect(), at)
}

/// The word that begins at a place, and where it ends.
fn after(run: &Run, start: usize) -> (String, usize) {
    let mut at = start;
    let mut word = String::new();
    while let Some((c, ..)) = run.chars.get(at) {
        if run.starts(at, "{{")
            && let Some(close) = (at..(at + LONGEST).min(run.chars.len())).find(|at| run.starts(*at, "}}"))
        {
            let display = run.starts(at, "{{ table ") || run.starts(at, "{{ figure ");
            word.push(if display { ' ' } else { VALUE });
            at = close + 2;
            continue;
        }
        if c.is_whitespace() {
            break;
        }
        word.push(*c);
        at += 1;
    }
    (word, at)
}

fn begins_with_figure(word: &str) -> bool {
    let bare = word.trim_start_matches(['(', '[', '+', '-', '−', '–', '<', '>', '.']);
    bare.starts_with(|c: char| c.is_ascii_digit() || c == VALUE)
}

fn ends_with_figure(word: &str) -> bool {
    word.ends_with(|c: char| c.is_ascii_digit() || c == VALUE || c == '%')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(text: &str) -> String {
        let mut run = Run::default();
        run.push(text, 0..text.len(), false);
        keep_together(&mut run);
        run.chars.iter().map(|(c, ..)| if *c == '\u{a0}' { '~' } else { *c }).collect()
    }

    #[test]
    fn a_statistic_is_not_torn_apart() {
        let cases = [
            ("fell, p < 0.001, and", "fell, p~<~0.001, and"),
            (" = {{ change.a.T1-T2.p }} and n", "~=~{{ change.a.T1-T2.p }} and n"),
            ("(95% CI 0.67 to 7.13) was", "(95%~CI~0.67~to~7.13) was"),
            ("95% CI {{ a.ci_low }} to {{ a.ci_high }}", "95%~CI~{{ a.ci_low }}~to~{{ a.ci_high }}"),
            ("of n = 30 people", "of n~=~30 people"),
            ("24 of 64 (37.5%) said", "24~of~64~(37.5%) said"),
            ("{{ s.count }} of {{ s.total }} ({{ s.percent }}%)", "{{ s.count }}~of~{{ s.total }}~({{ s.percent }}%)"),
            ("t(28) = 2.05", "t(28)~=~2.05"),
            ("M = 3.2, SD = 0.5", "M~=~3.2, SD~=~0.5"),
            ("SD {{ a.sd }} and mean", "SD~{{ a.sd }} and mean"),
        ];
        for (text, wanted) in cases {
            assert_eq!(kept(text), wanted);
        }
        for plain in ["went to 7 shops", "of 64 people", "a < b", "one of the 24", "CI of those", "at 4 months (T2)"] {
            assert_eq!(kept(plain), plain);
        }
    }
}
