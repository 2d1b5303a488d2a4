//! What the attacker on scores calculates with: the quantiles of t, and whole numbers of which sums are known.

/// The t that is passed on both sides with some probability.
pub fn quantile(df: f64, p: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1000.0);
    for _ in 0..80 {
        let middle = (low + high) / 2.0;
        if both_tails(df, middle) > p {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

/// By Simpson's rule over the angle whose tangent is t / √df: the density there is a power of the cosine.
fn both_tails(df: f64, t: f64) -> f64 {
    let area = |to: f64| {
        let steps = 400;
        let width = to / f64::from(steps);
        let at = |step: i32| (f64::from(step) * width).cos().max(0.0).powf(df - 1.0);
        let inner: f64 = (1..steps).map(|step| at(step) * if step % 2 == 1 { 4.0 } else { 2.0 }).sum();
        (at(0) + inner + at(steps)) * width / 3.0
    };
    1.0 - area((t / df.sqrt()).atan()) / area(std::f64::consts::FRAC_PI_2)
}

/// Whole numbers between bounds, and terms that add up to nought.
#[derive(Default)]
pub struct System {
    pub bounds: Vec<(i64, i64)>,
    pub sums: Vec<Vec<(usize, i64)>>,
}

impl System {
    pub fn add(&mut self, low: i64, high: i64) -> usize {
        self.bounds.push((low, high));
        self.bounds.len() - 1
    }

    pub fn tighten(&self, bounds: &mut [(i64, i64)]) -> bool {
        let mut moved = true;
        while moved {
            moved = false;
            for terms in &self.sums {
                let ends = |(at, times): (usize, i64), bounds: &[(i64, i64)]| {
                    let (low, high) = bounds[at];
                    if times < 0 { (times * high, times * low) } else { (times * low, times * high) }
                };
                let (mut low, mut high) = (0, 0);
                for term in terms {
                    let (least, most) = ends(*term, bounds);
                    (low, high) = (low + least, high + most);
                }
                if low > 0 || high < 0 {
                    return false;
                }
                for term in terms {
                    let (least, most) = ends(*term, bounds);
                    let (new_least, new_most) = (least.max(most - high), most.min(least - low));
                    if (new_least, new_most) != (least, most) {
                        let (at, times) = *term;
                        bounds[at] = if times < 0 { (-new_most, -new_least) } else { (new_least, new_most) };
                        moved = true;
                        break;
                    }
                }
            }
        }
        bounds.iter().all(|(low, high)| low <= high)
    }

    /// Whether there are such numbers; where the effort ends, there may be.
    pub fn solve(&self, mut bounds: Vec<(i64, i64)>, effort: &mut u32) -> bool {
        if *effort == 0 {
            return true;
        }
        *effort -= 1;
        if !self.tighten(&mut bounds) {
            return false;
        }
        let open =
            (0..bounds.len()).filter(|at| bounds[*at].0 < bounds[*at].1).min_by_key(|at| bounds[*at].1 - bounds[*at].0);
        let Some(open) = open else { return true };
        let (low, high) = bounds[open];
        let middle = low + (high - low) / 2;
        [(low, middle), (middle + 1, high)].into_iter().any(|half| {
            let mut tried = bounds.clone();
            tried[open] = half;
            self.solve(tried, effort)
        })
    }
}
