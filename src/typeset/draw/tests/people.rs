//! Charts of participants: everybody is there, at the right height, and every number stands where it was given.

use super::fonts;
use crate::compose::chart::*;
use crate::typeset::draw::draw;
use crate::typeset::draw::theme::STRONG;

fn ticks(count: usize) -> Vec<Tick> {
    let tick = |i: usize| Tick { id: format!("T{}", i + 1), label: String::new(), month: 3.0 * i as f64 };
    (0..count).map(tick).collect()
}

fn wave(scores: &[f64]) -> DistributionWave {
    DistributionWave { shown: None, count: scores.len() as u64, quartiles: None, spread: Spread::Dots(scores.to_vec()) }
}

fn distribution(groups: &[&str], waves: Vec<Vec<DistributionWave>>, courses: Vec<Course>) -> Chart {
    let panel = DistributionPanel {
        shown: None,
        group: "Instrument".into(),
        title: "Scale".into(),
        range: Some((0.0, 63.0)),
        polarity: Polarity::LowerIsBetter,
        norm: None,
        decimals: 0,
        waves,
        courses,
    };
    let groups = groups.iter().map(|group| (*group).to_owned()).collect();
    Chart::Distribution(Distribution { ticks: ticks(2), groups, panels: vec![panel] })
}

/// The words of a drawing, in the order in which they were set.
fn said(svg: &str) -> Vec<String> {
    let document = roxmltree::Document::parse(svg).expect("the SVG is well formed");
    document.descendants().filter(|node| node.has_tag_name("text")).map(|node| text(&node)).collect()
}

fn text(node: &roxmltree::Node) -> String {
    node.text().unwrap_or("").trim().to_owned()
}

/// Centres of the circles of one radius, the commonest.
fn dots(svg: &str) -> Vec<(i64, i64)> {
    let document = roxmltree::Document::parse(svg).expect("the SVG is well formed");
    let number = |node: &roxmltree::Node, name: &str| -> i64 {
        node.attribute(name).and_then(|value| value.parse().ok()).expect("a whole number")
    };
    let circles = document.descendants().filter(|node| node.has_tag_name("circle"));
    let circles: Vec<(i64, i64, i64)> =
        circles.map(|node| (number(&node, "r"), number(&node, "cx"), number(&node, "cy"))).collect();
    let count = |radius: i64| circles.iter().filter(|circle| circle.0 == radius).count();
    let radius = circles.iter().map(|circle| circle.0).max_by_key(|radius| count(*radius)).unwrap_or(0);
    circles.iter().filter(|circle| circle.0 == radius).map(|circle| (circle.1, circle.2)).collect()
}

#[test]
fn everybody_has_a_dot_and_a_higher_score_a_higher_one() {
    fonts();
    let scores: Vec<f64> = (0..60).map(f64::from).collect();
    let svg = draw(&distribution(&[], vec![vec![wave(&scores)], vec![wave(&[3.0, 3.0, 9.0])]], Vec::new()), 165.0).svg;
    // The key of the legend may be as large as a dot.
    let dots = dots(&svg);
    let dots = &dots[dots.len() - 63..];
    assert!(dots[..60].windows(2).all(|pair| pair[0].1 > pair[1].1), "{dots:?}");
    assert_eq!(dots[60].1, dots[61].1);
    assert_eq!(dots[60].1, dots[3].1);
    assert_ne!(dots[60].0, dots[61].0);
    assert_eq!(dots[62].1, dots[9].1);
}

#[test]
fn groups_stand_side_by_side_each_with_its_number() {
    fonts();
    let waves = vec![vec![wave(&[10.0; 7]), wave(&[10.0; 5])], vec![wave(&[20.0; 6]), wave(&[20.0; 4])]];
    let svg = draw(&distribution(&["Training", "Waiting"], waves, Vec::new()), 165.0).svg;
    let said = said(&svg);
    for words in ["Training", "Waiting", "7", "5", "6", "4"] {
        assert!(said.iter().any(|text| text == words), "`{words}` is not among {said:?}");
    }
    let dots = dots(&svg);
    let dots = &dots[dots.len() - 22..];
    let reach = |dots: &[(i64, i64)]| {
        let xs = || dots.iter().map(|dot| dot.0);
        (xs().min().expect("dots"), xs().max().expect("dots"))
    };
    let lanes = [reach(&dots[..7]), reach(&dots[7..12]), reach(&dots[12..18]), reach(&dots[18..])];
    assert!(lanes.windows(2).all(|pair| pair[0].1 < pair[1].0), "{lanes:?}");
}

#[test]
fn a_course_of_a_group_that_is_not_there_is_left_out() {
    fonts();
    let waves = || vec![vec![wave(&[1.0, 2.0])], vec![wave(&[1.0, 2.0])]];
    let course = |group| Course { group, values: vec![Some(1.0), Some(2.0), Some(f64::NAN)] };
    let lines = |courses| draw(&distribution(&[], waves(), courses), 165.0).svg.matches("<polyline").count();
    assert_eq!(lines(vec![course(0), course(7)]), lines(vec![course(0)]));
    assert!(lines(vec![course(0)]) > lines(Vec::new()));
}

fn flow(columns: usize) -> Chart {
    let wave = |i: u64| FlowWave { shown: None, answered: 100 + i, lost: 200 + i, returned: 300 + i, joined: 400 + i };
    let column = |i: usize| FlowColumn {
        shown: None,
        label: format!("Arm {}", i + 1),
        enrolled: 1000 + i as u64,
        waves: (0..2).map(|tick| wave(10 * i as u64 + tick)).collect(),
        complete: 2000 + i as u64,
    };
    Chart::ParticipantFlow(ParticipantFlow {
        shown: None,
        ticks: ticks(2),
        enrolled: 5000,
        columns: (0..columns).map(column).collect(),
    })
}

#[test]
fn a_flow_prints_every_number_that_it_was_given() {
    fonts();
    for (columns, width) in [(1, 165.0), (2, 165.0), (3, 165.0), (4, 165.0), (4, 84.0), (9, 165.0)] {
        let said = said(&draw(&flow(columns), width).svg);
        let numbers = said.iter().filter(|words| words.starts_with("= ")).count();
        let common = usize::from(columns > 1);
        assert_eq!(numbers, common + columns * (2 + 2 * 4), "{columns} columns on {width} mm: {said:?}");
        assert_eq!(said.iter().filter(|words| *words == "= 5000").count(), common);
        for i in 0..columns as u64 {
            let of_column = [1000 + i, 2000 + i, 100 + 10 * i, 201 + 10 * i, 300 + 10 * i, 401 + 10 * i];
            assert!(of_column.iter().all(|number| said.contains(&format!("= {number}"))), "{said:?}");
        }
    }
}

#[test]
fn nobody_returned_is_no_box() {
    fonts();
    let Chart::ParticipantFlow(mut chart) = flow(1) else { return };
    chart.columns[0].waves.iter_mut().for_each(|wave| (wave.returned, wave.joined) = (0, 0));
    let said = said(&draw(&Chart::ParticipantFlow(chart), 165.0).svg);
    assert!(!said.iter().any(|words| words.starts_with("Returned") || words.starts_with("Joined")), "{said:?}");
    assert!(said.iter().any(|words| words == "Lost"));
}

fn trajectory(groups: usize, courses: Vec<Vec<Option<f64>>>) -> Chart {
    let means = |shift: f64| -> Vec<Option<Estimate>> {
        let mean = |i: i32| 10.0 + f64::from(i) + shift;
        (0..2).map(|i| Some(Estimate { value: mean(i), interval: Some((mean(i) - 2.0, mean(i) + 2.0)) })).collect()
    };
    let series = |i: usize| GroupSeries {
        marks: Vec::new(),
        label: format!("Arm {}", i + 1),
        means: means(0.1 * i as f64),
        counts: vec![Some(41 + i as u64), Some(31 + i as u64)],
    };
    let panel = TrajectoryPanel {
        shown: None,
        marks: Vec::new(),
        group: "Instrument".into(),
        title: "Scale".into(),
        range: Some((0.0, 63.0)),
        polarity: Polarity::LowerIsBetter,
        norm: None,
        means: means(0.0),
        counts: vec![Some(99), Some(98)],
        decimals: 0,
        groups: (0..groups).map(series).collect(),
        courses,
    };
    Chart::Trajectories(Trajectories { ticks: ticks(2), confidence: "95%".into(), panels: vec![panel] })
}

/// Where intervals stand: the places of all strong upright lines, each once.
fn upright(svg: &str) -> std::collections::BTreeSet<String> {
    let document = roxmltree::Document::parse(svg).expect("the SVG is well formed");
    let strong = (STRONG * 20.0).round().to_string();
    let lines = document.descendants().filter(|node| node.attribute("stroke-width") == Some(&strong));
    let points = lines.filter_map(|node| node.attribute("points").map(str::to_owned));
    let xs = points.filter_map(|points| {
        let xs: Vec<&str> = points.split_whitespace().filter_map(|point| point.split(',').next()).collect();
        xs.iter().all(|x| *x == xs[0]).then(|| xs[0].to_owned())
    });
    xs.collect()
}

#[test]
fn groups_take_the_place_of_the_whole_and_do_not_hide_each_other() {
    fonts();
    for groups in [2, 3, 4, 9] {
        let svg = draw(&trajectory(groups, Vec::new()), 165.0).svg;
        let said = said(&svg);
        assert!(!said.contains(&"99".to_owned()), "{said:?}");
        assert!(upright(&svg).len() >= 2 * groups, "intervals lie on one another");
        for i in 0..groups {
            for words in [format!("Arm {}", i + 1), (41 + i).to_string(), (31 + i).to_string()] {
                assert!(said.contains(&words), "`{words}` is not among {said:?}");
            }
        }
    }
}

#[test]
fn the_axis_reaches_as_far_as_people_do() {
    fonts();
    let labels = |courses| said(&draw(&trajectory(0, courses), 165.0).svg);
    assert!(!labels(Vec::new()).contains(&"60".to_owned()));
    let wide = labels(vec![vec![Some(1.0), Some(61.0)]]);
    assert!(wide.contains(&"60".to_owned()) && wide.contains(&"one participant".to_owned()), "{wide:?}");
}
