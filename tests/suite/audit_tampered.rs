//! Tampered tables: whether the audit names the cell at fault, and whether it lets sound tables be.
//!
//! One table was made elsewhere from published data sets; the others are made here, afresh, in several layouts, by
//! several ways of rounding, so that nothing is tuned to the first.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use synthesist::audit::{Audit, Finding, Verdict};

use crate::audit::audited_as;
use crate::driver::repository;
use crate::fresh_tables::{FAULTS, LAYOUTS, Layout, Printing, Rng, Row, tampered};

/// How many faults were planted, found, named, and named without another cell beside them.
#[derive(Default, Clone, Copy)]
struct Rate {
    planted: usize,
    found: usize,
    named: usize,
    alone: usize,
    /// Named, or told as one that may be the wrong one instead.
    among: usize,
}

impl Rate {
    fn add(&mut self, told: &BTreeSet<String>, others: &BTreeSet<String>, cells: &[String]) {
        let named = cells.iter().any(|cell| told.contains(cell));
        self.planted += 1;
        self.found += usize::from(!told.is_empty());
        self.named += usize::from(named);
        self.among += usize::from(named || cells.iter().any(|cell| others.contains(cell)));
        self.alone += usize::from(named && told.iter().all(|cell| cells.contains(cell)));
    }

    fn line(&self, name: &str) -> String {
        let Rate { planted, found, named, alone, among } = self;
        format!(
            "{name:<40} planted {planted:>3}, found {found:>3}, named {named:>3}, alone {alone:>3}, among {among:>3}\n"
        )
    }
}

/// The cells that a finding names.
fn cells(finding: &Finding) -> Vec<String> {
    match finding.cells.is_empty() {
        true => vec![finding.about()],
        false => finding.cells.iter().map(|(about, _)| about.clone()).collect(),
    }
}

/// The cells that are named in rows of one scale.
fn told(audit: &Audit, scale: &str) -> BTreeSet<String> {
    let found = audit.findings.iter().filter(|finding| finding.verdict == Verdict::Inconsistent);
    let own = |cell: &String| cell.split('.').nth(1) == Some(scale);
    found.flat_map(cells).filter(own).collect()
}

/// The cells that may be wrong instead of those that are named.
fn instead(audit: &Audit, scale: &str) -> BTreeSet<String> {
    let own = |cell: &&String| cell.split('.').nth(1) == Some(scale);
    audit.open().flat_map(|finding| &finding.instead).filter(own).cloned().collect()
}

/// A row of the table that was made elsewhere.
struct Printed {
    cells: BTreeMap<String, String>,
}

impl Printed {
    fn of(&self, name: &str) -> &str {
        &self.cells[name]
    }

    fn table(rows: &[(usize, &Printed)]) -> [(&'static str, String); 2] {
        let mut describe = "scale,timepoint,n,mean,sd,min,max\n".to_owned();
        let mut change = "scale,from,to,n,change,ci_low,ci_high,p,es,t,df\n".to_owned();
        for (at, row) in rows {
            let of = |name: &str| row.of(name);
            let p = of("p").replace("= ", "").replace("< ", "<").replace('.', "0.");
            for (timepoint, mean, sd) in [("T1", "m1", "sd1"), ("T2", "m2", "sd2")] {
                describe.push_str(&format!("s{at},{timepoint},{},{},{},,\n", of("n"), of(mean), of(sd)));
            }
            let middle = ["n", "diff", "ci_lo", "ci_hi"].map(of).join(",");
            let end = ["d_glass_t1", "t", "df"].map(of).join(",");
            change.push_str(&format!("s{at},T1,T2,{middle},{p},{end}\n"));
        }
        [("describe.csv", describe), ("change.csv", change)]
    }

    /// The cells that were tampered with.
    fn at_fault(&self, at: usize) -> Vec<String> {
        let change = |field: &str| format!("change.s{at}.T1-T2.{field}");
        let both = |field: &str| ["T1", "T2"].map(|time| format!("describe.s{at}.{time}.{field}")).to_vec();
        match self.of("fault") {
            "none" => Vec::new(),
            "sd_is_se" => both("sd"),
            "mean_transposed" => both("mean"),
            "p_one_tailed" | "p_digit" => vec![change("p")],
            "t_sign" => vec![change("t")],
            "d_wrong_denominator" => vec![change("es")],
            "diff_sign" => vec![change("change")],
            "df_equals_n" => vec![change("df")],
            "n_off_by_one" => [both("n"), vec![change("n")]].concat(),
            "ci_swapped" | "ci_wrong_df_z" | "ci_from_other_level" => vec![change("ci_low"), change("ci_high")],
            other => panic!("{other} is a fault without a cell"),
        }
    }
}

fn handed() -> Vec<Printed> {
    let text = fs::read_to_string(repository().join("tests/golden/audit/tampered.csv")).expect("a readable file");
    let mut lines = text.lines().map(|line| line.split(',').map(str::to_owned));
    let header: Vec<String> = lines.next().expect("a header").collect();
    lines.map(|row| Printed { cells: header.iter().cloned().zip(row).collect() }).collect()
}

/// The rates of tables of some rows each, and the sound rows of which anything was told.
fn rates(tables: &[Vec<(usize, &Printed)>], stated: bool) -> (BTreeMap<String, Rate>, Vec<String>) {
    let mut rates: BTreeMap<String, Rate> = BTreeMap::new();
    let mut alarms = Vec::new();
    for rows in tables {
        let audit = audited_as(&Printed::table(rows), stated);
        for (at, row) in rows {
            let told = told(&audit, &format!("s{at}"));
            match row.of("fault") {
                "none" => alarms.extend(told),
                fault => {
                    for name in [fault, "all"] {
                        let others = instead(&audit, &format!("s{at}"));
                        rates.entry(name.to_owned()).or_default().add(&told, &others, &row.at_fault(*at));
                    }
                }
            }
        }
    }
    (rates, alarms)
}

/// Each row as a table of its own, and all rows of a data set as one.
#[test]
fn the_cell_at_fault_is_named_in_a_table_made_elsewhere() {
    let rows = handed();
    let numbered = || rows.iter().enumerate();
    let single: Vec<Vec<(usize, &Printed)>> = numbered().map(|row| vec![row]).collect();
    let names: BTreeSet<&str> = rows.iter().map(|row| row.of("dataset")).collect();
    let by_set: Vec<Vec<(usize, &Printed)>> =
        names.iter().map(|name| numbered().filter(|(_, row)| row.of("dataset") == *name).collect()).collect();
    for (name, tables, stated, least) in [
        // A lone t beside a fall may have been printed without its sign: 7 of 85.
        ("a row a table, in a study", &single, true, 91),
        ("all rows of a data set, in a study", &by_set, true, 98),
        ("all rows of a data set", &by_set, false, 98),
        // Without a study neither the sign of a change nor the denominator is known: 12 more cannot be seen.
        ("a row a table", &single, false, 77),
    ] {
        let (rates, alarms) = rates(tables, stated);
        let all = rates["all"];
        let said: String = rates.iter().map(|(fault, rate)| rate.line(fault)).collect();
        println!("{name}\n{said}");
        assert!(alarms.is_empty(), "{name}: {alarms:?}");
        assert!(100 * all.named >= least * all.planted, "{name}\n{said}");
        assert_eq!(all.named, all.found, "{name}: what is found is named\n{said}");
        assert_eq!(all.alone, all.named, "{name}: nothing else is named\n{said}");
    }
}

/// A table of some rows in a layout, as files.
fn table(rows: &[Row], layout: &Layout) -> [(&'static str, String); 2] {
    [("describe.csv", layout.describe(rows)), ("change.csv", layout.change(rows))]
}

/// Fresh tables with one tampered row. Where the printed figures show a fault, its cell is named in nine of ten.
#[test]
fn the_cell_at_fault_is_named_in_fresh_tables() {
    let mut by_fault: BTreeMap<String, Rate> = BTreeMap::new();
    let mut by_layout: BTreeMap<&str, Rate> = BTreeMap::new();
    let mut missed = Vec::new();
    let mut rng = Rng::new(20_261);
    for round in 0..3 {
        for layout in &LAYOUTS {
            for fault in FAULTS {
                let printing = Printing::any(&mut rng);
                let rows = if round == 0 { 1 } else { 5 };
                let Some((rows, cells)) = tampered(fault, layout, &printing, rows, &mut rng) else { continue };
                let audit = audited_as(&table(&rows, layout), true);
                let told = told(&audit, &rows[0].scale);
                let or_else = instead(&audit, &rows[0].scale);
                by_fault.entry(fault.to_owned()).or_default().add(&told, &or_else, &cells);
                by_layout.entry(layout.name).or_default().add(&told, &or_else, &cells);
                if !told.is_empty() && !cells.iter().any(|cell| told.contains(cell)) {
                    let said: Vec<&str> = audit.open().map(|finding| finding.message.as_str()).collect();
                    missed.push(format!("{fault}, {}: {cells:?}\n{}{said:#?}", layout.name, layout.change(&rows[..1])));
                }
                let others: Vec<String> = rows[1..].iter().flat_map(|row| self::told(&audit, &row.scale)).collect();
                assert!(others.is_empty(), "{fault}, {}: sound rows are named: {others:?}", layout.name);
            }
        }
    }
    let said: String = by_layout.iter().map(|(name, rate)| rate.line(name)).collect::<String>()
        + &by_fault.iter().map(|(name, rate)| rate.line(name)).collect::<String>();
    println!("{said}{}", missed.join("\n"));
    for layout in &LAYOUTS {
        let rate = by_layout[layout.name];
        assert!(100 * rate.among >= 95 * rate.found, "{}\n{said}{}", layout.name, missed.join("\n"));
        assert!(100 * rate.named >= layout.least * rate.found, "{}\n{said}{}", layout.name, missed.join("\n"));
    }
}

/// Thousands of sound tables in every layout: nothing is told of any.
#[test]
fn fresh_sound_tables_are_quiet() {
    let mut rng = Rng::new(77);
    let mut rows_told = 0;
    for _ in 0..250 {
        for layout in &LAYOUTS {
            let printing = Printing::any(&mut rng);
            let count = 1 + rng.below(6);
            let printing = printing.of_rows(count);
            let rows: Vec<Row> = (0..count).map(|at| Row::sound(at, layout, &printing, &mut rng)).collect();
            let files = table(&rows, layout);
            let audit = audited_as(&files, printing.follows_conventions());
            let said: Vec<&str> = audit.open().map(|finding| finding.message.as_str()).collect();
            assert!(said.is_empty(), "{}, {printing:?}: {said:#?}\n{}\n{}", layout.name, files[0].1, files[1].1);
            rows_told += rows.len();
        }
    }
    assert!(rows_told > 4_000, "{rows_told}");
}
