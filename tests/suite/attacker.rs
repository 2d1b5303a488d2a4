//! An attacker who has every output of a build and the rules of the disclosure profile, and nothing else.
//!
//! What is shown of a variable becomes sums of whole numbers. For each count that is withheld the attacker tries every
//! value and looks for a whole table that agrees with all that is shown: a count with one value left is recovered. This
//! shares no code with what withholds.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;
use serde_json::Value;

use crate::driver::Study;
use crate::page::letters;

/// A count that the attacker reads or looks for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Seen {
    pub count: Option<i64>,
    pub total: Option<i64>,
    /// Shown as under this number.
    pub under: Option<i64>,
    pub percent: Option<f64>,
    /// Limits of Wilson's interval, in per cent.
    pub limits: Option<(f64, f64)>,
}

/// Everything that is shown of counts of people, by source, variable with its timepoint, sample and level.
#[derive(Debug, Clone, Default)]
pub struct Shown {
    pub counts: BTreeMap<(String, String, String, String), Seen>,
    pub threshold: i64,
    /// Whether nought is withheld, too.
    pub zeros: bool,
    /// Variables of which somebody may have several levels.
    pub multiple: BTreeSet<String>,
    /// Variables whose levels are not all listed; of all others the attacker knows that they are.
    pub partial: BTreeSet<String>,
    /// The variable that makes the groups.
    pub group: Option<String>,
    /// All results, for what is no count.
    pub results: Vec<Value>,
    /// Text of all outputs, to look for what slipped through.
    pub texts: BTreeMap<String, String>,
}

impl Shown {
    /// Reads a study's build folder and what the commands print.
    pub fn of(study: &Study, threshold: i64, zeros: bool) -> Self {
        let mut texts = BTreeMap::new();
        for (path, bytes) in study.products() {
            let text = match path.rsplit_once('.') {
                Some((_, "pdf")) => letters(&bytes),
                Some((_, "png")) => continue,
                _ => String::from_utf8(bytes).expect("UTF-8"),
            };
            texts.insert(path, text);
        }
        let check: Value = serde_json::from_str(&study.run(&["check", "--format", "json"]).stdout).expect("JSON");
        texts.insert("check".into(), check["claims"].to_string());
        for format in ["json", "csv", "md", "table"] {
            texts.insert(format!("grid {format}"), study.run(&["grid", "--format", format]).stdout);
        }
        let mut shown = Self { threshold, zeros, texts, ..Self::default() };
        for format in ["json", "table"] {
            shown.texts.insert(format!("results {format}"), study.run(&["results", "--format", format]).stdout);
        }
        let results: Value = serde_json::from_str(&shown.texts["results json"]).expect("JSON");
        shown.results = results.as_array().expect("a list").clone();
        let table = study.run(&["results", "--format", "csv"]).stdout;
        let marks = csv::Reader::from_reader(table.as_bytes())
            .into_deserialize::<BTreeMap<String, String>>()
            .map(|row| row.expect("well-formed CSV"))
            .collect::<Vec<_>>();
        for (result, marks) in shown.results.clone().iter().zip(&marks) {
            assert_eq!(result["address"].as_str(), Some(marks["address"].as_str()));
            shown.read(result, marks);
        }
        shown
    }

    fn read(&mut self, result: &Value, marks: &BTreeMap<String, String>) {
        let address = result["address"].as_str().expect("an address");
        let bare = address.strip_prefix("reported.").unwrap_or(address);
        let source = result["source"].as_str().expect("a source").to_owned();
        let (path, group) = bare.split_once('@').unwrap_or((bare, ""));
        let parts: Vec<&str> = path.split('.').collect();
        let (kind, level) = (parts[0], parts[parts.len() - 1]);
        let variable = parts[1..parts.len().max(2) - 1].join(".");
        let number = |field: &str| result[field].as_f64();
        let under = |field: &str| marks.get(field)?.strip_prefix('<')?.parse().ok();
        let seen = |count: &str, total: &str, percent: &str| Seen {
            count: number(count).map(|count| count as i64),
            total: number(total).map(|total| total as i64),
            under: under(count),
            percent: number(percent),
            limits: number("ci_low").zip(number("ci_high")).filter(|_| count == "count"),
        };
        let mut put = |sample: &str, seen| {
            self.counts.insert((source.clone(), variable.clone(), sample.to_owned(), level.to_owned()), seen);
        };
        match kind {
            "share" => put(&format!("@{group}"), seen("count", "total", "percent")),
            "attrition" if result.get("count_first").is_some() => {
                put("1 completers", seen("count_first", "total_first", "percent_first"));
                put("2 drop-outs", seen("count_second", "total_second", "percent_second"));
            }
            _ => {}
        }
    }

    /// The counts that are not shown.
    pub fn withheld(&self) -> Vec<(String, String, String, String)> {
        let hidden = self.counts.iter().filter(|(_, seen)| seen.count.is_none());
        hidden.map(|(key, _)| key.clone()).collect()
    }

    /// Every withheld count of which the attacker finds the only value there can be.
    pub fn recovered(&self) -> Vec<String> {
        let mut found = Vec::new();
        let families: BTreeSet<(String, String)> =
            self.counts.keys().map(|(source, variable, ..)| (source.clone(), variable.clone())).collect();
        for (source, variable) in families {
            found.extend(self.family(&source, &variable));
        }
        found.extend(self.means());
        found
    }

    fn family(&self, source: &str, variable: &str) -> Vec<String> {
        let mut puzzle = Puzzle::default();
        let mut cells: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        let mut totals: BTreeMap<&str, Option<i64>> = BTreeMap::new();
        let several = self.multiple.contains(variable.split('.').next().expect("a name"));
        for ((of, named, sample, level), seen) in &self.counts {
            // What a group gives as its group is known.
            let own = self.group.as_deref() == Some(variable) && sample.len() > 1 && sample.starts_with('@');
            if of != source || named != variable || own {
                continue;
            }
            cells.insert((sample, level), puzzle.unknowns.len());
            puzzle.unknowns.push(self.values(seen));
            let total = totals.entry(sample).or_insert(seen.total);
            if *total != seen.total {
                *total = None;
            }
        }
        let samples: Vec<&str> = totals.keys().copied().collect();
        for sample in &samples {
            let of_sample: Vec<usize> = cells.iter().filter(|((of, _), _)| of == sample).map(|(_, at)| *at).collect();
            if let (false, Some(total)) = (several, totals[sample]) {
                // Everybody who answered gave one of the levels, or one that is not listed.
                let partial =
                    [variable, &format!("{source} {variable}")].iter().any(|name| self.partial.contains(*name));
                let rest = puzzle.add(if partial { (0..=total).collect() } else { vec![0] });
                let terms = of_sample.into_iter().chain([rest]).map(|at| (at, 1));
                puzzle.sums.push((terms.collect(), total));
            }
        }
        let groups: Vec<&str> =
            samples.iter().copied().filter(|name| name.len() > 1 && name.starts_with('@')).collect();
        let sides: Vec<&str> = samples.iter().copied().filter(|name| !name.starts_with('@')).collect();
        for parts in [groups, sides] {
            if !parts.is_empty() && cells.keys().any(|(sample, _)| *sample == "@") {
                self.tie(&mut puzzle, &cells, &totals, &parts, several);
            }
        }
        let mut found = Vec::new();
        for ((sample, level), at) in &cells {
            let key = (source.to_owned(), variable.to_owned(), (*sample).to_owned(), (*level).to_owned());
            if self.counts[&key].count.is_none() && puzzle.possible(*at, 2).len() < 2 {
                found.push(format!("{source} {variable}{sample} {level}"));
            }
        }
        found
    }

    /// People of the parts are people of the whole, and some may be in no part.
    fn tie(
        &self,
        puzzle: &mut Puzzle,
        cells: &BTreeMap<(&str, &str), usize>,
        totals: &BTreeMap<&str, Option<i64>>,
        parts: &[&str],
        several: bool,
    ) {
        let of_parts: Option<Vec<i64>> = parts.iter().map(|part| totals[part]).collect();
        let outside = totals["@"].zip(of_parts).map(|(all, parts)| all - parts.iter().sum::<i64>());
        let mut others = Vec::new();
        for ((_, level), at) in cells.iter().filter(|((sample, _), _)| *sample == "@") {
            let of_level: Option<Vec<usize>> = parts.iter().map(|part| cells.get(&(*part, *level)).copied()).collect();
            let Some(of_level) = of_level else { continue };
            let mut terms = vec![(*at, 1)];
            terms.extend(of_level.into_iter().map(|at| (at, -1)));
            if outside != Some(0) {
                let most = outside.unwrap_or(1000);
                let other = puzzle.add((0..=most).collect());
                others.push((other, 1));
                terms.push((other, -1));
            }
            puzzle.sums.push((terms, 0));
        }
        if let (false, Some(outside)) = (several, outside.filter(|outside| *outside > 0)) {
            others.push((puzzle.add((0..=outside).collect()), 1));
            puzzle.sums.push((others, outside));
        }
    }

    /// The values that a count may have by what is shown of it alone.
    fn values(&self, seen: &Seen) -> Vec<i64> {
        if let Some(count) = seen.count {
            return vec![count];
        }
        let most = seen.total.unwrap_or(1000);
        let small = |value: i64| value < self.threshold && (value > 0 || self.zeros);
        let fits = |value: &i64| {
            let share = 100.0 * *value as f64 / most.max(1) as f64;
            let by_mark = match seen.under {
                Some(under) => *value < under && (*value > 0 || self.zeros),
                // What is not marked as small is none, unless all of a small sample is withheld.
                None => !small(*value) || most < self.threshold || self.sized_down(seen),
            };
            let by_percent = seen.percent.is_none_or(|percent| (share - percent).abs() <= 0.06);
            let by_limits = seen.limits.is_none_or(|(low, high)| low - 1e-9 <= share && share <= high + 1e-9);
            by_mark && by_percent && by_limits
        };
        (0..=most).filter(fits).collect()
    }

    /// Where even the total is withheld nothing is marked.
    fn sized_down(&self, seen: &Seen) -> bool {
        seen.total.is_none()
    }

    /// Means of few people that follow from those of everybody and of all other groups. Those of more people may be
    /// withheld for what they tell of others, and what follows of them is asked by the attack on scores.
    fn means(&self) -> Vec<String> {
        let mut found = Vec::new();
        let by_address: BTreeMap<&str, &Value> =
            self.results.iter().filter_map(|result| Some((result["address"].as_str()?, result))).collect();
        let hidden = |result: &Value, field: &str| {
            result["withheld"].as_array().is_some_and(|fields| fields.iter().any(|name| name == field))
        };
        for (address, all) in by_address.iter().filter(|(address, _)| !address.contains('@')) {
            let kind = address.split('.').next().expect("a kind");
            let mean = match kind {
                "describe" => "mean",
                "change" => "change",
                _ => continue,
            };
            let groups: Vec<&&Value> = by_address
                .iter()
                .filter(|(other, _)| other.split_once('@').is_some_and(|(bare, _)| bare == *address))
                .map(|(_, result)| result)
                .collect();
            let unknown: Vec<&&&Value> = groups.iter().filter(|group| hidden(group, mean)).collect();
            let n = |result: &Value| result["n"].as_i64();
            let inside: Option<i64> = groups.iter().map(|group| n(group)).sum();
            let complete = inside.is_some() && inside == n(all);
            let few = |result: &Value| n(result).is_none_or(|n| n < self.threshold);
            if all[mean].is_number() && complete && unknown.len() == 1 && few(unknown[0]) {
                found.push(format!("{} {mean}", unknown[0]["address"]));
            }
            let one = hidden(all, "mean_from") != hidden(all, "mean_to");
            if kind == "change" && one && all["change"].is_number() && few(all) {
                found.push(format!("{address} mean_from or mean_to"));
            }
        }
        for (address, result) in by_address.iter().filter(|(address, _)| address.starts_with("contrast.")) {
            let one = hidden(result, "mean_first") != hidden(result, "mean_second");
            let size = if hidden(result, "mean_first") { "n_first" } else { "n_second" };
            let few = result[size].as_i64().is_none_or(|n| n < self.threshold);
            if one && few && result["difference"].is_number() {
                found.push(format!("{address} mean"));
            }
        }
        found
    }

    /// Inputs whose hash is told, although their text but for one figure may be known.
    pub fn hashed_data(&self) -> Vec<String> {
        let manifest: Value = serde_json::from_str(&self.texts["manifest.json"]).expect("JSON");
        let inputs = manifest["inputs"].as_object().expect("an object");
        let told = inputs.iter().filter(|(path, hash)| path.starts_with("data/") && hash.is_string());
        told.map(|(path, _)| path.clone()).collect()
    }

    /// What the paper prints right behind some words.
    pub fn printed_behind(&self, words: &str) -> Vec<String> {
        let squeezed = regex::escape(&crate::page::plain(words));
        let pattern = Regex::new(&format!("{squeezed}([<‡0-9][0-9.]*)")).expect("a sound pattern");
        let paper = &self.texts["paper.pdf"];
        pattern.captures_iter(paper).map(|found| found[1].to_owned()).collect()
    }
}

/// Unknown whole numbers with the values that each may have, and sums of some of them.
#[derive(Default)]
struct Puzzle {
    unknowns: Vec<Vec<i64>>,
    sums: Vec<(Vec<(usize, i64)>, i64)>,
}

impl Puzzle {
    fn add(&mut self, values: Vec<i64>) -> usize {
        self.unknowns.push(values);
        self.unknowns.len() - 1
    }

    /// Up to so many values of an unknown that whole solutions have.
    fn possible(&self, at: usize, enough: usize) -> Vec<i64> {
        let mut found = Vec::new();
        for value in &self.unknowns[at] {
            let mut domains = self.unknowns.clone();
            domains[at] = vec![*value];
            let mut effort = 200_000;
            if self.solve(domains, &mut effort) {
                found.push(*value);
            }
            assert!(effort > 0, "the puzzle is too large to be solved by trying");
            if found.len() >= enough {
                break;
            }
        }
        found
    }

    /// Strikes out what no sum admits, then tries the values of the unknown with the fewest.
    fn solve(&self, mut domains: Vec<Vec<i64>>, effort: &mut u32) -> bool {
        if *effort == 0 {
            return false;
        }
        *effort -= 1;
        loop {
            let before: usize = domains.iter().map(Vec::len).sum();
            for (terms, equals) in &self.sums {
                let span = |domain: &[i64], sign: i64| {
                    let ends = (sign * domain[0], sign * domain[domain.len() - 1]);
                    (ends.0.min(ends.1), ends.0.max(ends.1))
                };
                if terms.iter().any(|(at, _)| domains[*at].is_empty()) {
                    return false;
                }
                let spans: Vec<(i64, i64)> = terms.iter().map(|(at, sign)| span(&domains[*at], *sign)).collect();
                let low: i64 = spans.iter().map(|span| span.0).sum();
                let high: i64 = spans.iter().map(|span| span.1).sum();
                for ((at, sign), span) in terms.iter().zip(&spans) {
                    let (others_low, others_high) = (low - span.0, high - span.1);
                    domains[*at].retain(|value| {
                        let rest = equals - sign * value;
                        others_low <= rest && rest <= others_high
                    });
                }
            }
            if domains.iter().any(Vec::is_empty) {
                return false;
            }
            if domains.iter().map(Vec::len).sum::<usize>() == before {
                break;
            }
        }
        let open = (0..domains.len()).filter(|at| domains[*at].len() > 1).min_by_key(|at| domains[*at].len());
        let Some(open) = open else { return true };
        domains[open].clone().into_iter().any(|value| {
            let mut tried = domains.clone();
            tried[open] = vec![value];
            self.solve(tried, effort)
        })
    }
}
