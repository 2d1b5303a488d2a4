//! `schema`: the JSON Schemas of the YAML files, for editors that complete and check them.

use std::path::Path;

use super::Outcome;
use super::output::{print, replace_all};
use super::stages::Run;

macro_rules! schemas {
    ($($name:literal),* $(,)?) => {
        /// Each schema by its file's name.
        pub const SCHEMAS: &[(&str, &str)] =
            &[$((concat!($name, ".json"), include_str!(concat!("../../docs/schema/", $name, ".json")))),*];
    };
}

schemas!["study", "instruments", "reported", "codebook", "memo", "paper", "propositions", "displays"];

/// The files of a study that a schema is for, by their usual paths.
pub const FILES: [(&str, &str); 7] = [
    ("data/study.yaml", "study"),
    ("data/quantitative/instruments.yaml", "instruments"),
    ("data/quantitative/reported/reported.yaml", "reported"),
    ("data/qualitative/codebook.yaml", "codebook"),
    ("content/paper.yaml", "paper"),
    ("content/propositions.yaml", "propositions"),
    ("content/displays.yaml", "displays"),
];

/// The first line of a file of a study whose schemas lie in a folder of it; `None` for a file without a schema.
pub fn modeline(path: &str, folder: &str) -> Option<String> {
    let (_, name) = FILES.iter().find(|(file, _)| *file == path)?;
    let up = "../".repeat(path.matches('/').count());
    Some(format!("# yaml-language-server: $schema={up}{folder}/{name}.json\n"))
}

pub fn command(out: &Path) -> Outcome {
    let mut run = Run::new();
    let files: Vec<(String, Vec<u8>)> =
        SCHEMAS.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
    let written = replace_all(out, ".", files.iter().map(|(name, text)| (name, text)), &mut run.sink);
    run.tell();
    if !written {
        return Outcome::Faulty;
    }
    let folder = out.display();
    let lines: String =
        FILES.iter().filter_map(|(path, _)| Some(format!("  {path:<42} {}", modeline(path, "schema")?))).collect();
    print(&format!(
        "{} in {folder}\nwith the schemas in the study's folder schema/, each file begins with a line for the editor:\n{lines}",
        crate::diag::plural(files.len(), "schema")
    ));
    Outcome::Well
}
