//! How long each stage takes on the worked example, and what share of it is the typesetter's own.
//!
//! `cargo bench` runs it. Each figure is the best of several runs, so that a busy machine tells least; the last lines
//! compare the whole build with the typesetter alone on the same generated markup: the paper's, and that of paper and
//! figures, which it turns into SVG and PNG, too.

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use synthesist::cli::{Run, products};
use synthesist::compose::compose;
use synthesist::diag::{Sink, Sources};
use synthesist::typeset::Typesetter;
use synthesist::{analyse, guard, read, score, synthesise};

const RUNS: usize = 7;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let stages = |sink: &mut Sink| {
        let study = read::read(root, &mut Sources::default(), sink).expect("the worked example can be read");
        let (findings, _) = guard::guard(analyse::analyse(score::score(study, sink), sink), sink);
        let audit = std::sync::Arc::new(synthesist::audit::audit(&findings.study));
        synthesise::synthesise(findings, audit, sink)
    };
    let grid = stages(&mut Sink::new());
    let document = compose(&grid, &mut Sink::new()).expect("the worked example can be composed");
    let study = &grid.findings.study;
    let pages = Typesetter::new(study).markup(&document, study, &mut Sink::new()).expect("it has markup");

    let read = best(|| read::read(root, &mut Sources::default(), &mut Sink::new()).is_ok());
    let judged = best(|| stages(&mut Sink::new()).rows.len());
    let composed = best(|| compose(&grid, &mut Sink::new()).is_ok());
    let fonts = best(|| Typesetter::new(study));
    let markup = {
        let typesetter = Typesetter::new(study);
        best(|| typesetter.markup(&document, study, &mut Sink::new()).is_ok())
    };
    let alone = best(|| {
        Typesetter::forget();
        Typesetter::new(study).pdf(&document, &pages, &mut Sink::new()).is_ok()
    });
    let figures = best(|| {
        Typesetter::forget();
        Typesetter::new(study).figures(&document, &mut Sink::new()).is_ok()
    });
    let whole = best(|| {
        Typesetter::forget();
        products(&mut Run::quiet(), root, false).is_ok()
    });
    let mut resident = Typesetter::new(study);
    let again = best(|| resident.pdf(&document, &pages, &mut Sink::new()).is_ok());

    println!("worked example, {} results, best of {RUNS} runs", grid.findings.results().len());
    for (name, took) in [
        ("read", read),
        ("analyse and synthesise", judged.saturating_sub(read)),
        ("compose", composed),
        ("fonts", fonts),
        ("markup", markup),
        ("typesetter alone, markup to PDF", alone),
        ("figures, as SVG and PNG", figures),
        ("whole build", whole),
        ("PDF again in a resident process", again),
    ] {
        println!("{name:<34}{:>9.1} ms", took.as_secs_f64() * 1000.0);
    }
    let ratio = |of: Duration| whole.as_secs_f64() / of.as_secs_f64();
    println!("whole build over the typesetter's PDF{:>8.2}", ratio(alone));
    println!("… over all that is the typesetter's{:>9.2}", ratio(alone + figures));
}

/// The shortest of several runs.
fn best<T>(mut work: impl FnMut() -> T) -> Duration {
    let time = |_| {
        let started = Instant::now();
        black_box(work());
        started.elapsed()
    };
    (0..RUNS).map(time).min().unwrap_or_default()
}
