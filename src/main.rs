fn main() {
    let mut s = synthesist::diag::Sources::default();
    let mut k = synthesist::diag::Sink::new();
    let r = synthesist::read::read(std::path::Path::new("."), &mut s, &mut k);
    if let Ok(study) = r {
      let f = synthesist::analyse::analyse(synthesist::score::score(study), &mut k);
      println!("{}", f.results().len());
      let g = synthesist::synthesise::synthesise(f, &mut k);
      println!("{:?}", g.tally());
    }
    for d in k.diagnostics() { eprint!("{}", synthesist::diag::render(d, &s, synthesist::diag::Palette::Plain)); }
}
