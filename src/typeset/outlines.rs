//! A drawing as SVG that needs no font: letters are outlines, written as short as they can be.
//!
//! Typst would put the drawing into its own SVG as it is, with letters that want their font wherever it is shown. But it
//! has read the drawing, and knows its letters as outlines.

use typst::layout::{Frame, FrameItem};
use typst::visualize::ImageKind;
use typst_layout::Page;
use typst_svg::SvgOptions;
use usvg::{Indent, Tree, WriteOptions};

/// The drawings in a frame, each as it was read and with its letters as outlines.
pub fn drawings(frame: &Frame) -> Vec<(Vec<u8>, String)> {
    let mut found = Vec::new();
    for (_, item) in frame.items() {
        match item {
            FrameItem::Image(image, ..) => {
                if let ImageKind::Svg(svg) = image.kind() {
                    found.push((svg.data().to_vec(), written(svg.tree())));
                }
            }
            FrameItem::Group(group) => found.extend(drawings(&group.frame)),
            _ => {}
        }
    }
    found
}

/// The page of a figure as SVG.
pub fn outlined(page: &Page) -> String {
    match drawing(&page.frame, &written) {
        Some(svg) => svg,
        None => typst_svg::svg(page, &SvgOptions::default()),
    }
}

/// What is made of the first drawing in a frame.
fn drawing(frame: &Frame, make: &dyn Fn(&Tree) -> String) -> Option<String> {
    frame.items().find_map(|(_, item)| match item {
        FrameItem::Image(image, ..) => match image.kind() {
            ImageKind::Svg(svg) => Some(make(svg.tree())),
            _ => None,
        },
        FrameItem::Group(group) => drawing(&group.frame, make),
        _ => None,
    })
}

fn written(tree: &Tree) -> String {
    // A unit of the drawing is less than the tenth of a point.
    let precision = WriteOptions { coordinates_precision: 1, transforms_precision: 6, ..WriteOptions::default() };
    let svg = tree.to_string(&WriteOptions { indent: Indent::None, ..precision });
    let mut out = String::with_capacity(svg.len());
    let mut rest = svg.as_str();
    // A ground of its own: the page that shows it may be dark.
    if let Some(end) = rest.find('>') {
        out.push_str(&rest[..=end]);
        out.push_str("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>");
        rest = &rest[end + 1..];
    }
    while let Some((before, path)) = rest.split_once(" d=\"") {
        let (path, behind) = path.split_once('"').unwrap_or((path, ""));
        out.push_str(before);
        out.push_str(" d=\"");
        out.push_str(&shorter(path).unwrap_or_else(|| path.to_owned()));
        out.push('"');
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// A path with steps in place of places; `None` for one that has anything but lines and curves to places.
fn shorter(path: &str) -> Option<String> {
    let mut out = String::with_capacity(path.len() / 2);
    let mut words = path.split_ascii_whitespace();
    let (mut here, mut start) = ((0, 0), (0, 0));
    let mut last = ' ';
    while let Some(word) = words.next() {
        let points = match word {
            "M" | "L" => 1,
            "Q" => 2,
            "C" => 3,
            "Z" => {
                out.push('z');
                (here, last) = (start, 'z');
                continue;
            }
            _ => return None,
        };
        let command = word.to_ascii_lowercase().chars().next()?;
        // A line after a line, or a curve after a curve of its kind, need not say so again.
        if command != last || command == 'm' {
            out.push(command);
        }
        let mut first = command != last || command == 'm';
        let mut to = here;
        for _ in 0..points {
            to = (tenths(words.next()?)?, tenths(words.next()?)?);
            for step in [to.0 - here.0, to.1 - here.1] {
                step_into(&mut out, step, first);
                first = false;
            }
        }
        here = to;
        if command == 'm' {
            start = here;
        }
        last = command;
    }
    Some(out)
}

/// A coordinate in tenths.
fn tenths(word: &str) -> Option<i64> {
    let value: f64 = word.parse().ok()?;
    (value.abs() < 1e9).then(|| (value * 10.0).round() as i64)
}

/// A number of tenths, with a space before it where it would run into the one before.
fn step_into(out: &mut String, step: i64, first: bool) {
    if !first && step >= 0 {
        out.push(' ');
    }
    if step < 0 {
        out.push('-');
    }
    let (whole, tenth) = (step.abs() / 10, step.abs() % 10);
    if whole > 0 || tenth == 0 {
        out.push_str(&whole.to_string());
    }
    if tenth > 0 {
        out.push('.');
        out.push_str(&tenth.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::shorter;

    #[test]
    fn a_path_keeps_its_places() {
        let path = "M 10.5 20 L 10 20.5 L 0 0 Q 1 1 2 0 C 1 1 2 2 3 3 Z M 11.5 20 L 11.5 21 Z";
        let short = "m10.5 20l-.5 .5-10-20.5q1 1 2 0c-1 1 0 2 1 3zm1 0l0 1z";
        assert_eq!(shorter(path).as_deref(), Some(short));
        assert_eq!(shorter("M 0 0 A 1 1 0 0 1 2 2"), None);
        assert_eq!(shorter("M 0"), None);
    }
}
