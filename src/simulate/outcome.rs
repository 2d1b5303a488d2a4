//! What became of each printed figure.

/// A printed figure, what the simulated data have in its place, and how the two agree.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The result and its field, such as `describe.wellbeing.T2.sd`.
    pub address: String,
    pub printed: String,
    /// `None` where the data have no such number.
    pub achieved: Option<f64>,
    pub status: Status,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Status {
    /// The very number that is printed.
    Exact,
    /// Within the rounding interval of what is printed, or on its side of a printed bound.
    WithinRounding,
    /// No data were found that meet it; whether there are any is not known.
    Missed,
    /// No data meet it.
    Impossible(Proof),
}

/// Why no data meet a figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Proof {
    pub reason: String,
    /// The other printed figures without which it might be met, by their addresses; none where the figure is
    /// impossible by itself.
    pub contradicts: Vec<String>,
}
