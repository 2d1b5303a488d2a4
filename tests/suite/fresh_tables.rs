//! Sound tables of made-up data in several layouts, and faults planted in them. What the figures are is computed from
//! the data here, and not by the audit.

use synthesist::stats::{StudentT, normal_quantile, normal_two_sided_p};

/// A small generator that gives the same tables on every machine (xorshift64*).
pub struct Rng(u64);

impl Rng {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }
}

/// Which columns a table prints.
pub struct Layout {
    pub name: &'static str,
    describe: &'static str,
    change: &'static str,
    /// Of a hundred faults that are found, so many are named at least.
    pub least: usize,
}

pub const LAYOUTS: [Layout; 7] = [
    Layout {
        name: "means, change, interval, t, df, p, es",
        describe: "n mean sd",
        change: "n change ci_low ci_high p es t df",
        least: 95,
    },
    Layout {
        name: "all, with SD and SE of change, and r",
        describe: "n mean sd min max se",
        change: "n change ci_low ci_high p es t df sd se r",
        least: 95,
    },
    Layout {
        name: "means, change, SD of change, t, df, p",
        describe: "n mean sd min max",
        change: "n change p t df sd",
        least: 95,
    },
    Layout {
        name: "means, change, interval, p, es",
        describe: "n mean sd",
        change: "n change ci_low ci_high p es",
        least: 90,
    },
    Layout { name: "change, interval, t, df, p", describe: "", change: "n change ci_low ci_high p t df", least: 95 },
    Layout { name: "means, t, df, p, es", describe: "n mean sd", change: "n change p es t df", least: 95 },
    Layout { name: "change, interval, p", describe: "", change: "n change ci_low ci_high p", least: 80 },
];

/// By what rules a table is printed.
#[derive(Debug, Clone, Copy)]
pub struct Printing {
    decimals: usize,
    /// Half away from zero, half to the even digit, cut off.
    way: usize,
    divisor: usize,
    /// t with the sign of the change, with the other, without any.
    t_sign: usize,
    /// Earlier less later.
    turned: bool,
}

impl Printing {
    pub fn any(rng: &mut Rng) -> Self {
        Self {
            decimals: 1 + rng.below(3),
            way: rng.below(3),
            divisor: rng.below(8),
            t_sign: rng.below(3),
            turned: rng.below(4) == 0,
        }
    }

    /// Later less earlier, divided by the SD of the earlier measurement.
    pub fn follows_conventions(&self) -> bool {
        !self.turned && self.divisor == 0
    }

    /// As a table of one row is printed, or of two of which one may be 0: there is no rule of signs to be seen in it.
    pub fn of_rows(self, rows: usize) -> Self {
        Self { t_sign: if rows < 3 && self.t_sign == 1 { 0 } else { self.t_sign }, ..self }
    }

    fn plain(self) -> Self {
        Self { divisor: 0, t_sign: 0, turned: false, ..self }
    }

    fn show(&self, value: f64, decimals: usize) -> String {
        let unit = 10f64.powi(decimals as i32);
        let size = value.abs() * unit;
        let whole = match self.way {
            0 => (size + 0.5 + 1e-9).floor(),
            1 => {
                let below = (size - 0.5).round();
                let tie = (size - 0.5 - below).abs() < 1e-9;
                if tie && below % 2.0 == 0.0 { below } else { (size + 1e-9).round() }
            }
            _ => (size + 1e-9).floor(),
        };
        let text = format!("{:.decimals$}", whole / unit);
        if value < 0.0 && whole > 0.0 { format!("-{text}") } else { text }
    }

    fn p(&self, p: f64) -> String {
        if p < 0.001 { "<0.001".to_owned() } else { self.show(p, 3) }
    }
}

/// The statistics of a pair of measurements.
#[derive(Clone, Copy)]
struct Truth {
    n: f64,
    means: [f64; 2],
    sds: [f64; 2],
    ends: [[f64; 2]; 2],
    change: f64,
    sd: f64,
    se: f64,
    r: f64,
}

fn moments(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (mean, (values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt())
}

impl Truth {
    /// Scores of a scale with whole or finer steps, at times skewed, of 6 to 120 people.
    fn any(rng: &mut Rng) -> Self {
        loop {
            let most = [20, 60, 114][rng.below(3)];
            let n = 6 + rng.below(most);
            let (middle, spread) = (20.0 + 60.0 * rng.unit(), 3.0 + 12.0 * rng.unit());
            let (moved, r) = ((rng.unit() - 0.4) * spread, 0.1 + 0.85 * rng.unit());
            let (skewed, step) = (rng.below(3) == 0, [1.0, 0.5, 0.1][rng.below(3)]);
            let later_spread = spread * (0.7 + 0.7 * rng.unit());
            let score = |z: f64, middle: f64, spread: f64| {
                let z = if skewed { (0.6 * z).exp() - 1.2 } else { z };
                ((middle + spread * z) / step).round() * step
            };
            let (mut from, mut to) = (Vec::new(), Vec::new());
            for _ in 0..n {
                let (a, b) = (rng.normal(), rng.normal());
                from.push(score(a, middle, spread));
                to.push(score(r * a + (1.0 - r * r).sqrt() * b, middle + moved, later_spread));
            }
            let changes: Vec<f64> = from.iter().zip(&to).map(|(a, b)| b - a).collect();
            let (change, sd) = moments(&changes);
            let ([m1, s1], [m2, s2]) = ([moments(&from).0, moments(&from).1], [moments(&to).0, moments(&to).1]);
            if sd < 0.5 || s1 < 1.0 || s2 < 1.0 {
                continue;
            }
            let ends = [&from, &to].map(|values| {
                let low = values.iter().copied().fold(f64::INFINITY, f64::min);
                [low, values.iter().copied().fold(f64::NEG_INFINITY, f64::max)]
            });
            let r = (s1 * s1 + s2 * s2 - sd * sd) / (2.0 * s1 * s2);
            return Self {
                n: n as f64,
                means: [m1, m2],
                sds: [s1, s2],
                ends,
                change,
                sd,
                se: sd / (n as f64).sqrt(),
                r,
            };
        }
    }

    fn law(&self) -> StudentT {
        StudentT::new(self.n - 1.0).expect("six or more")
    }

    fn quantile(&self, level: f64) -> f64 {
        self.law().two_sided_quantile(1.0 - level).expect("a level")
    }

    fn p(&self) -> f64 {
        self.law().two_sided_p(self.change / self.se).expect("finite")
    }

    /// The effect size by one of eight denominators.
    fn es(&self, divisor: usize) -> f64 {
        let [a, b] = self.sds;
        let hedges = |df: f64| 1.0 - 3.0 / (4.0 * df - 1.0);
        match divisor {
            0 => self.change / a,
            1 => self.change / self.sd,
            2 => self.change / ((a + b) / 2.0),
            3 => self.change / b,
            4 => self.change / ((a * a + b * b) / 2.0).sqrt(),
            5 => self.change / self.sd * (2.0 * (1.0 - self.r)).sqrt(),
            6 => self.change / a * hedges(self.n - 1.0),
            _ => self.change / ((a + b) / 2.0) * hedges(2.0 * self.n - 2.0),
        }
    }
}

/// A row: two timepoints and the change between them, each figure as it is printed.
#[derive(Clone)]
pub struct Row {
    pub scale: String,
    figures: Vec<(String, String)>,
}

impl Row {
    /// The row of a table without a fault. A lone row whose t has the other sign than its change has one.
    pub fn sound(at: usize, layout: &Layout, printing: &Printing, rng: &mut Rng) -> Self {
        Self::of(&Truth::any(rng), at, layout, printing)
    }

    fn of(truth: &Truth, at: usize, layout: &Layout, printing: &Printing) -> Self {
        let show = |value: f64| printing.show(value, printing.decimals);
        let fine = |value: f64| printing.show(value, printing.decimals.max(2));
        let side = if printing.turned { -1.0 } else { 1.0 };
        let (change, half) = (side * truth.change, truth.quantile(0.95) * truth.se);
        let t = change / truth.se;
        let n = format!("{}", truth.n);
        let mut figures: Vec<(String, String)> = Vec::new();
        for (at, time) in ["T1", "T2"].iter().enumerate() {
            let own = [
                ("n", n.clone()),
                ("mean", show(truth.means[at])),
                ("sd", show(truth.sds[at])),
                ("min", show(truth.ends[at][0])),
                ("max", show(truth.ends[at][1])),
                ("se", show(truth.sds[at] / truth.n.sqrt())),
            ];
            let wanted = own.into_iter().filter(|(name, _)| layout.describe.split(' ').any(|column| column == *name));
            figures.extend(wanted.map(|(name, text)| (format!("{time}.{name}"), text)));
        }
        let own = [
            ("n", n),
            ("change", show(change)),
            ("ci_low", show(change - half)),
            ("ci_high", show(change + half)),
            ("p", printing.p(truth.p())),
            ("es", fine(side * truth.es(printing.divisor))),
            ("t", fine([t, -t, t.abs()][printing.t_sign])),
            ("df", format!("{}", truth.n - 1.0)),
            ("sd", show(truth.sd)),
            ("se", show(truth.se)),
            ("r", fine(truth.r)),
        ];
        let wanted = own.into_iter().filter(|(name, _)| layout.change.split(' ').any(|column| column == *name));
        figures.extend(wanted.map(|(name, text)| (format!("change.{name}"), text)));
        Self { scale: format!("s{at}"), figures }
    }

    fn get(&self, cell: &str) -> Option<&str> {
        self.figures.iter().find(|(name, _)| name == cell).map(|(_, text)| text.as_str())
    }

    /// Writes a figure into a cell; `None` where the layout has no such cell.
    fn put(&mut self, cell: &str, text: String) -> Option<()> {
        let own = self.figures.iter_mut().find(|(name, _)| name == cell)?;
        own.1 = text;
        Some(())
    }

    fn exchange(&mut self, first: &str, second: &str) -> Option<()> {
        let (a, b) = (self.get(first)?.to_owned(), self.get(second)?.to_owned());
        self.put(first, b)?;
        self.put(second, a)
    }

    /// The address of a cell, as the audit names it.
    fn address(&self, cell: &str) -> String {
        match cell.split_once('.') {
            Some(("change", field)) => format!("change.{}.T1-T2.{field}", self.scale),
            Some((time, field)) => format!("describe.{}.{time}.{field}", self.scale),
            None => String::new(),
        }
    }
}

impl Layout {
    /// The table of both timepoints; empty but for its header where the layout prints none.
    pub fn describe(&self, rows: &[Row]) -> String {
        let columns = ["n", "mean", "sd", "min", "max", "se"];
        let mut text = format!("scale,timepoint,{}\n", columns.join(","));
        for row in rows.iter().filter(|_| !self.describe.is_empty()) {
            for time in ["T1", "T2"] {
                let cells = columns.map(|name| row.get(&format!("{time}.{name}")).unwrap_or("").to_owned());
                text.push_str(&format!("{},{time},{}\n", row.scale, cells.join(",")));
            }
        }
        text
    }

    pub fn change(&self, rows: &[Row]) -> String {
        let columns = ["n", "change", "ci_low", "ci_high", "p", "es", "t", "df", "sd", "se", "r"];
        let mut text = format!("scale,from,to,{}\n", columns.join(","));
        for row in rows {
            let cells = columns.map(|name| row.get(&format!("change.{name}")).unwrap_or("").to_owned());
            text.push_str(&format!("{},T1,T2,{}\n", row.scale, cells.join(",")));
        }
        text
    }
}

pub const FAULTS: [&str; 27] = [
    "limits of 90%",
    "limits of 99%",
    "limits by z",
    "limits too wide",
    "limits swapped",
    "limit without its sign",
    "limit with its point moved",
    "SEs for SDs",
    "variances for SDs",
    "one SD is a SE",
    "SD of change is its SE",
    "SE of change is its SD",
    "one-tailed p",
    "p with another digit",
    "p by z",
    "t with the other sign",
    "t with digits exchanged",
    "t with its point moved",
    "F for t",
    "t and es exchanged",
    "es is d_z",
    "es is d_av",
    "change with the other sign",
    "change with digits exchanged",
    "means exchanged",
    "df is n",
    "n off by one",
];

/// The text with two neighbouring digits exchanged.
fn digits_exchanged(text: &str) -> Option<String> {
    let letters: Vec<char> = text.chars().collect();
    let at = (0..letters.len() - 1).find(|at| {
        letters[*at].is_ascii_digit() && letters[at + 1].is_ascii_digit() && letters[*at] != letters[at + 1]
    })?;
    let mut other = letters;
    other.swap(at, at + 1);
    Some(other.into_iter().collect())
}

fn turned(text: &str) -> String {
    match text.strip_prefix('-') {
        Some(size) => size.to_owned(),
        None => format!("-{text}"),
    }
}

fn point_moved(text: &str) -> String {
    let decimals = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let value: f64 = text.parse().expect("a number");
    if decimals > 0 { format!("{:.*}", decimals - 1, value * 10.0) } else { format!("{:.1}", value / 10.0) }
}

/// A table of which the first row has a fault, and the cells at fault; `None` where the layout has no such cells, or
/// where the figure would be printed as before.
pub fn tampered(
    fault: &str,
    layout: &Layout,
    printing: &Printing,
    rows: usize,
    rng: &mut Rng,
) -> Option<(Vec<Row>, Vec<String>)> {
    let printing = printing.plain();
    for _ in 0..20 {
        let truth = Truth::any(rng);
        let sound = Row::of(&truth, 0, layout, &printing);
        let mut row = sound.clone();
        let cells = plant(fault, &truth, &mut row, &printing, rng)?;
        let changed = cells.iter().filter(|cell| row.get(cell) != sound.get(cell)).count();
        let zero = cells.iter().any(|cell| row.get(cell).is_some_and(|text| text.parse() == Ok(0.0)));
        if changed == 0 || zero {
            continue;
        }
        let addresses = cells.iter().map(|cell| row.address(cell)).collect();
        let others = (1..rows).map(|at| Row::sound(at, layout, &printing, rng));
        let table = [row].into_iter().chain(others).collect();
        return Some((table, addresses));
    }
    None
}

/// Plants a fault, and says in which cells.
fn plant(fault: &str, truth: &Truth, row: &mut Row, printing: &Printing, rng: &mut Rng) -> Option<Vec<&'static str>> {
    let show = |value: f64| printing.show(value, printing.decimals);
    let fine = |value: f64| printing.show(value, printing.decimals.max(2));
    let limits = |row: &mut Row, reach: f64| {
        row.put("change.ci_low", show(truth.change - reach * truth.se))?;
        row.put("change.ci_high", show(truth.change + reach * truth.se))?;
        Some(vec!["change.ci_low", "change.ci_high"])
    };
    let one = |row: &mut Row, cell: &'static str, text: String| row.put(cell, text).map(|()| vec![cell]);
    let text = |row: &Row, cell: &str| row.get(cell).map(str::to_owned);
    match fault {
        "limits of 90%" => limits(row, truth.quantile(0.9)),
        "limits of 99%" => limits(row, truth.quantile(0.99)),
        "limits by z" => limits(row, normal_quantile(0.025).expect("a tail")),
        "limits too wide" => limits(row, 1.33 * truth.quantile(0.95)),
        "limits swapped" => {
            row.exchange("change.ci_low", "change.ci_high").map(|()| vec!["change.ci_low", "change.ci_high"])
        }
        "limit without its sign" => {
            let low = text(row, "change.ci_low")?;
            one(row, "change.ci_low", turned(&low))
        }
        "limit with its point moved" => {
            let high = text(row, "change.ci_high")?;
            one(row, "change.ci_high", point_moved(&high))
        }
        "SEs for SDs" | "variances for SDs" => {
            let of = |sd: f64| if fault == "SEs for SDs" { sd / truth.n.sqrt() } else { sd * sd };
            row.put("T1.sd", show(of(truth.sds[0])))?;
            row.put("T2.sd", show(of(truth.sds[1])))?;
            Some(vec!["T1.sd", "T2.sd"])
        }
        "one SD is a SE" => one(row, "T1.sd", show(truth.sds[0] / truth.n.sqrt())),
        "SD of change is its SE" => one(row, "change.sd", show(truth.se)),
        "SE of change is its SD" => one(row, "change.se", show(truth.sd)),
        "one-tailed p" => {
            let p = truth.p();
            row.get("change.p").filter(|_| p > 0.01)?;
            one(row, "change.p", printing.p(p / 2.0))
        }
        "p with another digit" => {
            let p = truth.p();
            let other = if p < 0.5 { p + 0.01 + 0.04 * rng.unit() } else { p - 0.05 };
            one(row, "change.p", printing.show(other, 3))
        }
        "p by z" => one(row, "change.p", printing.p(normal_two_sided_p(truth.change / truth.se).expect("finite"))),
        "t with the other sign" => {
            let t = text(row, "change.t")?;
            one(row, "change.t", turned(&t))
        }
        "t with digits exchanged" => {
            let t = text(row, "change.t")?;
            one(row, "change.t", digits_exchanged(&t).unwrap_or(t))
        }
        "t with its point moved" => {
            let t = text(row, "change.t")?;
            one(row, "change.t", point_moved(&t))
        }
        "F for t" => one(row, "change.t", fine((truth.change / truth.se).powi(2))),
        "t and es exchanged" => row.exchange("change.t", "change.es").map(|()| vec!["change.t", "change.es"]),
        "es is d_z" => one(row, "change.es", fine(truth.es(1))),
        "es is d_av" => one(row, "change.es", fine(truth.es(2))),
        "change with the other sign" => {
            let change = text(row, "change.change")?;
            one(row, "change.change", turned(&change))
        }
        "change with digits exchanged" => {
            let change = text(row, "change.change")?;
            one(row, "change.change", digits_exchanged(&change).unwrap_or(change))
        }
        "means exchanged" => row.exchange("T1.mean", "T2.mean").map(|()| vec!["T1.mean", "T2.mean"]),
        "df is n" => one(row, "change.df", format!("{}", truth.n)),
        "n off by one" => {
            row.get("change.df")?;
            let n = format!("{}", truth.n + 1.0);
            for cell in ["T1.n", "T2.n"] {
                row.put(cell, n.clone());
            }
            row.put("change.n", n)?;
            Some(vec!["change.n", "T1.n", "T2.n"])
        }
        other => panic!("{other} is no fault"),
    }
}
