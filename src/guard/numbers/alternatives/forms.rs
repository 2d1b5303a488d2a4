//! What a figure is of the sums and squares of its samples.

use super::moments::{Moments, State};

/// One of two samples that are compared.
#[derive(Debug, Clone, Copy)]
pub enum Side {
    Node(usize),
    /// n, mean and SD of a norm.
    Fixed(f64, f64, f64),
}

/// What is made of two samples.
#[derive(Debug, Clone, Copy)]
pub enum Of {
    Difference,
    PooledSds,
    Error,
    T,
    Degrees,
    /// The difference and so many errors.
    Limit(f64),
}

#[derive(Debug, Clone, Copy)]
pub enum Form {
    /// The mean less a constant, over a constant.
    Mean {
        node: usize,
        less: f64,
        over: f64,
    },
    Sd(usize),
    Error(usize),
    /// The mean less a constant and so many standard errors.
    Limit {
        node: usize,
        less: f64,
        errors: f64,
    },
    T {
        node: usize,
        less: f64,
        whole: bool,
    },
    Two {
        first: Side,
        second: Side,
        of: Of,
    },
    /// t without its sign.
    TwoT {
        first: Side,
        second: Side,
    },
    /// A mean in SDs of another sample, or in the average of two.
    Over {
        change: usize,
        sds: [usize; 2],
    },
    R {
        from: usize,
        to: usize,
        change: usize,
    },
    Sign(usize),
}

impl Form {
    pub fn nodes(&self) -> Vec<usize> {
        let side = |side: &Side| match side {
            Side::Node(node) => Some(*node),
            Side::Fixed(..) => None,
        };
        match self {
            Form::Mean { node, .. }
            | Form::Sd(node)
            | Form::Error(node)
            | Form::Limit { node, .. }
            | Form::T { node, .. }
            | Form::Sign(node) => vec![*node],
            Form::Two { first, second, .. } | Form::TwoT { first, second } => {
                [first, second].into_iter().filter_map(side).collect()
            }
            Form::Over { change, sds } => vec![*change, sds[0], sds[1]],
            Form::R { from, to, change } => vec![*from, *to, *change],
        }
    }

    /// NaN where it is undefined.
    pub fn value(&self, moments: &Moments<'_>, state: &State) -> f64 {
        let mean = |node: usize| moments.mean(state, node);
        let sd = |node: usize| moments.variance(state, node).sqrt();
        let error = |node: usize| sd(node) / moments.nodes[node].n.sqrt();
        match *self {
            Form::Mean { node, less, over } => (mean(node) - less) / over,
            Form::Sd(node) => sd(node),
            Form::Error(node) => error(node),
            Form::Limit { node, less, errors } => mean(node) - less + errors * error(node),
            Form::T { node, less, whole } => {
                let t = (mean(node) - less) / error(node);
                if whole { t.abs() } else { t }
            }
            Form::Two { first, second, of } => two(side(moments, state, first), side(moments, state, second), of),
            Form::TwoT { first, second } => two(side(moments, state, first), side(moments, state, second), Of::T).abs(),
            Form::Over { change, sds } => mean(change) / ((sd(sds[0]) + sd(sds[1])) / 2.0),
            Form::R { from, to, change } => {
                let variance = |node| moments.variance(state, node);
                (variance(from) + variance(to) - variance(change)) / (2.0 * sd(from) * sd(to))
            }
            Form::Sign(node) => {
                let sum = mean(node);
                if sum.abs() < 1e-9 { 0.0 } else { sum.signum() }
            }
        }
    }
}

/// n, mean and variance.
fn side(moments: &Moments<'_>, state: &State, side: Side) -> [f64; 3] {
    match side {
        Side::Node(node) => [moments.nodes[node].n, moments.mean(state, node), moments.variance(state, node)],
        Side::Fixed(n, mean, sd) => [n, mean, sd * sd],
    }
}

fn two([n, mean, variance]: [f64; 3], [m, other, spread]: [f64; 3], of: Of) -> f64 {
    let (a, b) = (variance / n, spread / m);
    let difference = mean - other;
    let error = (a + b).sqrt();
    match of {
        Of::Difference => difference,
        Of::Error => error,
        Of::T => difference / error,
        Of::Degrees => (a + b).powi(2) / (a * a / (n - 1.0) + b * b / (m - 1.0)),
        Of::Limit(errors) => difference + errors * error,
        Of::PooledSds => {
            let pooled = ((n - 1.0) * variance + (m - 1.0) * spread) / (n + m - 2.0);
            difference / pooled.sqrt()
        }
    }
}
