//! Further whole studies under `tests/studies/`, each with what it should give in its folder `expected/`.

use std::path::PathBuf;

use crate::driver::{Study, blessing, files_under, matches_file, repository};

fn studies() -> Vec<PathBuf> {
    let found = files_under(&repository().join("tests/studies")).into_iter();
    let books = found.filter(|path| path.file_name().is_some_and(|name| name == "book.toml"));
    books.filter_map(|path| path.parent().map(PathBuf::from)).collect()
}

/// Every table, the grid and the results of every study are as they were.
#[test]
fn further_studies_give_what_they_gave() {
    for root in studies() {
        let study = Study::copy_of(&root);
        let name = root.strip_prefix(repository().join("tests")).expect("it lies there").to_string_lossy().into_owned();
        let ran = study.run(&["build"]);
        assert_eq!(ran.code, 0, "{name}:\n{}", ran.stderr);
        matches_file(&format!("{name}/expected/said.txt"), &ran.stderr);
        let mut kept = vec!["said.txt".to_owned()];
        for (product, bytes) in study.products() {
            if product.ends_with(".csv") || product == "grid.json" {
                matches_file(&format!("{name}/expected/{product}"), &String::from_utf8(bytes).expect("UTF-8"));
                kept.push(product);
            }
        }
        for path in files_under(&root.join("expected")) {
            let product =
                path.strip_prefix(root.join("expected")).expect("it lies there").to_string_lossy().into_owned();
            assert!(blessing() || kept.contains(&product), "{name} does not make {product}");
        }
    }
}
