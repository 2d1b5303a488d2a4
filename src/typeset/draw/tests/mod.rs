//! Every kind of chart with nothing, with little and with the worst: it is drawn, well formed and inside its sheet.

mod fillings;
mod people;

use fillings::FILLINGS;

use super::theme::{HEAD, NOTE, Style};
use super::{axis, draw, draw_marked, register_fonts, text};
use crate::compose::chart::{Chart, EvidenceSpread, SpreadSite};

const WIDTHS: [f64; 7] = [170.0, 84.0, 50.0, 250.0, -3.0, f64::NAN, f64::INFINITY];

fn fonts() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/templates/fonts/SourceSans3-");
    let font = |face: &str| std::fs::read(format!("{root}{face}.ttf")).expect("the fonts come with the project");
    register_fonts(&font("Regular"), &font("It"), &font("Semibold")).expect("the bundled fonts are fonts");
}

#[test]
fn every_kind_survives_anything() {
    fonts();
    for filling in FILLINGS {
        for chart in filling.charts() {
            for width in WIDTHS {
                let drawing = draw(&chart, width);
                inside(&drawing.svg);
                assert!(drawing.width_mm >= 50.0 && drawing.height_mm > 0.0);
            }
        }
    }
}

#[test]
fn a_mark_stands_below_everything() {
    fonts();
    for filling in FILLINGS {
        for chart in filling.charts() {
            let (plain, marked) = (draw(&chart, 84.0), draw_marked(&chart, 84.0, Some("Simulated data")));
            let body = |svg: &str| svg.lines().skip(1).map(str::to_owned).collect::<Vec<String>>();
            let (plain_body, marked_body) = (body(&plain.svg), body(&marked.svg));
            let same = plain_body.iter().zip(&marked_body).take_while(|(plain, marked)| plain == marked).count();
            assert!(same + 1 >= plain_body.len(), "the chart itself changes with its mark");
            assert!(marked_body[same..].concat().contains("Simulated data"));
            assert!(marked.height_mm > plain.height_mm + 6.5 * 25.4 / 72.0);
            inside(&marked.svg);
        }
    }
}

/// All coordinates and all words lie within the view box.
fn inside(svg: &str) {
    let document = roxmltree::Document::parse(svg).expect("the SVG is well formed");
    let number = |node: &roxmltree::Node, name: &str| -> f64 {
        node.attribute(name).map_or(0.0, |value| value.parse().expect("an attribute is a number"))
    };
    let view: Vec<f64> = words(document.root_element().attribute("viewBox").expect("a view box"));
    let (wide, high) = (view[2], view[3]);
    let within = |x: f64, y: f64| (-1.0..=wide + 1.0).contains(&x) && (-1.0..=high + 1.0).contains(&y);
    for node in document.root_element().descendants().filter(|node| node.is_element()).skip(1) {
        match node.tag_name().name() {
            "text" => {
                let (left, right, top, bottom) = text_box(&node, number(&node, "x"), number(&node, "y"));
                assert!(within(left, top) && within(right, bottom), "`{node:?}` leaves {wide} × {high}");
            }
            "circle" => {
                let (x, y, r) = (number(&node, "cx"), number(&node, "cy"), number(&node, "r"));
                assert!(within(x - r, y - r) && within(x + r, y + r), "`{node:?}` leaves {wide} × {high}");
            }
            "polyline" | "polygon" => {
                let points = words(&node.attribute("points").expect("points").replace(',', " "));
                assert!(points.chunks(2).all(|point| within(point[0], point[1])), "`{node:?}` leaves {wide} × {high}");
            }
            other => panic!("`{other}` has no check"),
        }
    }
}

fn words(numbers: &str) -> Vec<f64> {
    numbers.split_whitespace().map(|word| word.parse().expect("a number")).collect()
}

/// Left, right, top and bottom of a text as the registered font sets it.
fn text_box(node: &roxmltree::Node, x: f64, y: f64) -> (f64, f64, f64, f64) {
    let size: f64 = node.attribute("font-size").expect("a size").parse().expect("a number");
    assert!(size >= 6.5 * 20.0 - 0.001, "`{node:?}` is too small");
    let face = match (node.attribute("font-weight"), node.attribute("font-style")) {
        (Some(_), _) => HEAD,
        (_, Some(_)) => NOTE.italic(),
        _ => NOTE,
    };
    let words = node.text().unwrap_or("").trim();
    let width = text::width(words, Style { size, ..face });
    let start = match node.attribute("text-anchor") {
        Some("middle") => -width / 2.0,
        Some("end") => -width,
        _ => 0.0,
    };
    let (rise, fall) = (0.76 * size, 0.25 * size);
    match node.attribute("transform") {
        None => (x + start, x + start + width, y - rise, y + fall),
        Some(_) => (x - rise, x + fall, y - start - width, y - start),
    }
}

#[test]
fn the_same_chart_is_the_same_bytes() {
    fonts();
    for chart in FILLINGS[2].charts() {
        assert_eq!(draw(&chart, 170.0), draw(&chart, 170.0));
    }
}

/// No two pieces of text lie on one another.
fn apart(svg: &str, faults: &mut Vec<String>) {
    let document = roxmltree::Document::parse(svg).expect("the SVG is well formed");
    let texts = document.descendants().filter(|node| node.has_tag_name("text"));
    let boxes: Vec<_> = texts
        .map(|node| {
            let number = |name| node.attribute(name).map_or(0.0, |value| value.parse().expect("a number"));
            let (left, right, top, bottom) = text_box(&node, number("x"), number("y"));
            // Between the height of a small letter and the baseline, which is where reading suffers.
            let (size, upright) = (bottom - top, node.attribute("transform").is_none());
            let (top, bottom) = if upright { (top + 0.3 * size, bottom - 0.24 * size) } else { (top, bottom) };
            (left, right, top, bottom, node.text().unwrap_or("").trim().to_owned())
        })
        .collect();
    for (i, one) in boxes.iter().enumerate() {
        for other in &boxes[i + 1..] {
            let over = one.0 + 6.0 < other.1 && other.0 + 6.0 < one.1 && one.2 < other.3 && other.2 < one.3;
            if over {
                faults.push(format!("`{}` lies on `{}`", one.4, other.4));
            }
        }
    }
}

#[test]
fn no_label_lies_on_another() {
    fonts();
    let mut faults = Vec::new();
    for (f, filling) in FILLINGS.iter().enumerate() {
        for (kind, chart) in filling.charts().iter().enumerate() {
            for width in [170.0, 84.0, 250.0] {
                let mut here = Vec::new();
                apart(&draw(chart, width).svg, &mut here);
                faults.extend(here.iter().map(|fault| format!("filling {f}, kind {kind}, {width} mm: {fault}")));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Sums of the advances in the font's own `hmtx` table, read with another program.
#[test]
fn text_is_as_wide_as_the_font_says() {
    fonts();
    let size = 10.0;
    let width = |style: Style| text::width("Wellbeing \u{2212}51.6", Style { size, ..style });
    assert!((width(NOTE) - 65.75).abs() < 0.01, "regular: {}", width(NOTE));
    assert!((width(HEAD) - 67.88).abs() < 0.01, "semibold: {}", width(HEAD));
}

#[test]
fn lines_keep_to_their_room_and_lose_nothing() {
    fonts();
    let words = "Satisfaction with Donaudampfschifffahrt and professional support";
    for room in [20.0, 45.0, 80.0, 400.0] {
        let lines = text::wrap(words, NOTE, room, usize::MAX);
        assert!(lines.iter().all(|line| text::width(line, NOTE) <= room + 0.1), "{lines:?}");
        let letters = |text: &str| text.replace([' ', '-'], "");
        assert_eq!(letters(&lines.concat()), letters(words));
    }
    assert_eq!(text::wrap(words, NOTE, 60.0, 1).len(), 1);
}

#[test]
fn ticks_are_round_and_written_with_a_true_minus() {
    assert_eq!(axis::step(1.2, 3, 1), 0.5);
    assert_eq!(axis::step(0.01, 3, 1), 0.1);
    assert_eq!(axis::ticks(-1.0, 1.1, 0.5).len(), 5);
    assert_eq!(axis::label(-1.5, 1), "\u{2212}1.5");
    assert_eq!(axis::label(-0.04, 1), "0.0");
    assert!(axis::ticks(f64::NAN, 1.0, 0.5).len() < 50);
}

#[test]
fn markup_in_a_label_stays_text() {
    fonts();
    let chart = Chart::EvidenceSpread(EvidenceSpread {
        sites: vec![SpreadSite { label: "<b>&\"'".into(), participants: vec!["a\u{1}b".into()] }],
        groups: Vec::new(),
    });
    let svg = draw(&chart, 170.0).svg;
    let document = roxmltree::Document::parse(&svg).expect("the SVG is well formed");
    let words: Vec<_> = document.descendants().filter_map(|node| node.text()).map(str::trim).collect();
    assert!(words.contains(&"<b>&\"'"), "{words:?}");
    assert!(words.contains(&"a b"), "{words:?}");
}
