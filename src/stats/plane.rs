//! The plane of a change and its standard error, cut by what is printed.
//!
//! A printed change, limit of an interval, p value or effect size each leave a half of this plane, or a few; what is
//! left when all are cut off is every pair of change and standard error that agrees with all of them.

/// The pairs (change, standard error) with `change`·x + `error`·y ≤ `most`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Half {
    pub change: f64,
    pub error: f64,
    pub most: f64,
}

impl Half {
    pub fn new(change: f64, error: f64, most: f64) -> Self {
        Self { change, error, most }
    }

    /// How far a point lies beyond the edge; not above 0 within the half.
    fn beyond(&self, (x, y): (f64, f64)) -> f64 {
        self.change * x + self.error * y - self.most
    }
}

/// What is left of the plane: a convex polygon by its corners in order, empty without any.
#[derive(Debug, Clone, PartialEq)]
pub struct Region {
    corners: Vec<(f64, f64)>,
}

impl Region {
    /// Changes up to `widest` in both directions, standard errors from 0 to `widest`.
    pub fn new(widest: f64) -> Self {
        Self { corners: vec![(-widest, 0.0), (widest, 0.0), (widest, widest), (-widest, widest)] }
    }

    pub fn is_empty(&self) -> bool {
        self.corners.is_empty()
    }

    /// Cuts off what is not in the half (Sutherland and Hodgman's clipping).
    pub fn cut(&mut self, half: &Half) {
        if !half.most.is_finite() {
            return;
        }
        let far = |(x, y): (f64, f64)| (half.change * x).abs() + (half.error * y).abs() + half.most.abs();
        let inside = |corner: (f64, f64)| half.beyond(corner) <= 1e-12 * far(corner);
        let mut kept = Vec::with_capacity(self.corners.len() + 1);
        for (at, &corner) in self.corners.iter().enumerate() {
            let next = self.corners[(at + 1) % self.corners.len()];
            if inside(corner) {
                kept.push(corner);
            }
            if inside(corner) != inside(next) {
                let (here, there) = (half.beyond(corner), half.beyond(next));
                let part = (here / (here - there)).clamp(0.0, 1.0);
                kept.push((corner.0 + part * (next.0 - corner.0), corner.1 + part * (next.1 - corner.1)));
            }
        }
        self.corners = kept;
    }

    /// The smallest and the greatest value over the corners; for a function that is linear, or a quotient of two.
    pub fn ends(&self, value: impl Fn(f64, f64) -> f64) -> Option<(f64, f64)> {
        let mut values = self.corners.iter().map(|&(x, y)| value(x, y)).filter(|value| !value.is_nan());
        let first = values.next()?;
        Some(values.fold((first, first), |(low, high), value| (low.min(value), high.max(value))))
    }
}

#[cfg(test)]
mod tests {
    use super::{Half, Region};

    #[test]
    fn halves_cut_a_region_down() {
        let mut region = Region::new(10.0);
        region.cut(&Half::new(1.0, 0.0, 2.0));
        region.cut(&Half::new(-1.0, 0.0, -1.0));
        region.cut(&Half::new(1.0, 1.0, 4.0));
        assert_eq!(region.ends(|x, _| x), Some((1.0, 2.0)));
        assert_eq!(region.ends(|_, y| y), Some((0.0, 3.0)));
        region.cut(&Half::new(0.0, -1.0, -3.5));
        assert!(region.is_empty());
    }
}
