//! A chart with more rows than a page has room for, in parts that each fit on one.

use std::borrow::Cow;
use std::ops::Range;

use super::{Drawing, draw_marked, draw_part};
use crate::compose::chart::{Chart, Distribution, JointDisplay, Trajectories};

/// Of a part's rows so many at most, one in this, are moved to the next so that it begins with a group.
const SHIFT: usize = 5;

/// Draws a chart in as few parts as it takes for each to be no higher than asked; what cannot be parted is higher.
pub fn draw_parts(chart: &Chart, width_mm: f64, mark: Option<&str>, tallest_mm: f64) -> Vec<Drawing> {
    let whole = draw_marked(chart, width_mm, mark);
    let groups = groups(chart);
    let units: usize = groups.iter().sum();
    if whole.height_mm <= tallest_mm || units < 2 {
        return vec![whole];
    }
    let least = (whole.height_mm / tallest_mm).ceil() as usize;
    let mut parts = vec![whole];
    for count in least.clamp(2, units)..=units {
        parts = cut(&groups, count).into_iter().map(|part| draw_part(chart, width_mm, mark, part)).collect();
        if parts.iter().all(|part| part.height_mm <= tallest_mm) {
            break;
        }
    }
    parts
}

/// So many parts of about the same number of rows, that begin with a group where one is near.
fn cut(groups: &[usize], count: usize) -> Vec<Range<usize>> {
    let units: usize = groups.iter().sum();
    let starts: Vec<usize> = groups.iter().scan(0, |at, rows| Some(std::mem::replace(at, *at + rows))).collect();
    let mut ends: Vec<usize> = (1..count).map(|part| part * units / count).collect();
    for end in &mut ends {
        let near = starts.iter().copied().min_by_key(|start| start.abs_diff(*end));
        *end = near.filter(|start| start.abs_diff(*end) <= units / count / SHIFT).unwrap_or(*end);
    }
    ends.push(units);
    let mut from = 0;
    ends.into_iter().map(|end| std::mem::replace(&mut from, end)..end).filter(|part| !part.is_empty()).collect()
}

/// How many rows or panels each group of a chart has; a chart that cannot be parted is one.
fn groups(chart: &Chart) -> Vec<usize> {
    match chart {
        Chart::Trajectories(chart) => vec![chart.panels.len()],
        Chart::ChangeForest(chart) => chart.groups.iter().map(|group| group.rows.len()).collect(),
        Chart::NormProfile(chart) => chart.groups.iter().map(|group| group.rows.len()).collect(),
        Chart::ThemesByTimepoint(chart) => chart.groups.iter().map(|group| group.rows.len()).collect(),
        Chart::EvidenceMap(chart) => vec![chart.rows.len()],
        Chart::EvidenceSpread(chart) => chart.groups.iter().map(|group| group.rows.len()).collect(),
        Chart::JointDisplay(chart) => vec![chart.rows.len()],
        Chart::Distribution(chart) => vec![chart.panels.len()],
        Chart::ParticipantFlow(_) => vec![1],
    }
}

/// A chart whose panels have each a scale of their own, with those of one part; any other as it is.
pub fn panels<'a>(chart: &'a Chart, part: &Range<usize>) -> Cow<'a, Chart> {
    fn some<T: Clone>(all: &[T], part: &Range<usize>) -> Vec<T> {
        all.iter().take(part.end).skip(part.start).cloned().collect()
    }
    if *part == (0..usize::MAX) {
        return Cow::Borrowed(chart);
    }
    match chart {
        Chart::Trajectories(chart) => {
            Cow::Owned(Chart::Trajectories(Trajectories { panels: some(&chart.panels, part), ..chart.clone() }))
        }
        Chart::Distribution(chart) => {
            Cow::Owned(Chart::Distribution(Distribution { panels: some(&chart.panels, part), ..chart.clone() }))
        }
        Chart::JointDisplay(chart) => {
            Cow::Owned(Chart::JointDisplay(JointDisplay { rows: some(&chart.rows, part), ..chart.clone() }))
        }
        Chart::ChangeForest(_)
        | Chart::NormProfile(_)
        | Chart::ThemesByTimepoint(_)
        | Chart::EvidenceMap(_)
        | Chart::EvidenceSpread(_)
        | Chart::ParticipantFlow(_) => Cow::Borrowed(chart),
    }
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn parts_hold_every_row_once_and_begin_with_a_group_where_one_is_near() {
        assert_eq!(cut(&[62], 2), [0..31, 31..62]);
        assert_eq!(cut(&[29, 33], 2), [0..29, 29..62]);
        assert_eq!(cut(&[10, 52], 2), [0..31, 31..62]);
        for count in 1..40 {
            let parts = cut(&[3, 0, 9, 14, 1, 10], count);
            assert_eq!(parts.iter().flat_map(Clone::clone).collect::<Vec<_>>(), (0..37).collect::<Vec<_>>());
        }
    }
}
