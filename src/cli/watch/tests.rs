//! Saves of every pattern are seen, and what is none is not.

use std::fs;
use std::sync::mpsc::channel;

use super::*;

/// A study's folders with a file in each, watched.
struct Desk {
    _folder: tempfile::TempDir,
    root: PathBuf,
    watched: Watched,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path().to_owned();
        for (path, text) in [
            ("book.toml", "[book]\ntitle = \"T\"\nsrc = \"content\"\n"),
            ("content/one.md", "# One\n"),
            ("content/part/two.md", "# Two\n"),
            ("data/study.yaml", "strands: []\n"),
        ] {
            let path = root.join(path);
            fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        let watched = Watched::new(&root).expect("it can be watched");
        Self { _folder: folder, root, watched }
    }

    /// Does something, and wants it to be seen. Nothing that was done before may be what is seen.
    fn sees(mut self, what: &str, act: impl FnOnce(&Path)) -> Self {
        self.rest();
        act(&self.root);
        let (done, waits) = channel();
        let seen = std::thread::spawn(move || {
            let more = self.watched.wait();
            let _ = done.send(());
            (self, more)
        });
        let came = waits.recv_timeout(Duration::from_secs(60));
        assert!(came.is_ok(), "not seen: {what}");
        let (desk, more) = seen.join().expect("waiting does not panic");
        assert!(more);
        desk
    }

    /// Lets everything that was told so far be taken for seen, as a build that follows it would.
    fn rest(&mut self) {
        while self.watched.event(Duration::from_millis(20)).is_some() {}
        self.watched.seen = self.watched.looks();
    }
}

fn save(path: PathBuf, text: &str) {
    fs::write(path, text).expect("it can be written");
}

#[test]
fn saves_are_seen_whatever_was_renamed_removed_or_replaced_before_them() {
    let replaced = |root: &Path| {
        fs::rename(root.join("content"), root.join("away")).expect("renamed");
        fs::create_dir_all(root.join("content/part")).expect("made");
        save(root.join("content/one.md"), "# One\n");
    };
    Desk::new()
        .sees("a save", |root| save(root.join("content/one.md"), "# One\n\nMore.\n"))
        .sees("a save of an editor that renames", |root| {
            save(root.join("content/.one.md.tmp"), "# One\n\nStill more.\n");
            fs::rename(root.join("content/.one.md.tmp"), root.join("content/one.md")).expect("renamed");
        })
        .sees("another after it", |root| save(root.join("content/one.md"), "# One\n"))
        .sees("a folder that was replaced", replaced)
        .sees("a save in it", |root| save(root.join("content/one.md"), "# One\n\nAgain.\n"))
        .sees("the first folder back", |root| {
            fs::remove_dir_all(root.join("content")).expect("removed");
            fs::rename(root.join("away"), root.join("content")).expect("renamed");
        })
        .sees("a save in the first folder", |root| save(root.join("content/part/two.md"), "# Two\n\nMore.\n"))
        .sees("a folder that goes", |root| fs::remove_dir_all(root.join("content")).expect("removed"))
        .sees("a folder that comes", |root| {
            fs::create_dir(root.join("content")).expect("made");
            save(root.join("content/one.md"), "# One\n");
        })
        .sees("a save in the folder that came", |root| save(root.join("content/one.md"), "# 1\n"))
        .sees("a folder made later", |root| {
            fs::create_dir_all(root.join("data/qualitative/memos")).expect("made");
            save(root.join("data/qualitative/memos/a.md"), "---\n");
        })
        .sees("a save in it", |root| save(root.join("data/qualitative/memos/a.md"), "---\n---\n"))
        .sees("a file moved in", |root| {
            save(root.join("new.md"), "# New\n");
            fs::rename(root.join("new.md"), root.join("content/new.md")).expect("renamed");
        })
        .sees("a file that goes", |root| fs::remove_file(root.join("content/new.md")).expect("removed"))
        .sees("a template that comes", |root| {
            fs::create_dir_all(root.join("templates/house")).expect("made");
            save(root.join("templates/house/paper.typ"), "x");
        })
        .sees("the manifest", |root| save(root.join("book.toml"), "[book]\ntitle = \"U\"\nsrc = \"content\"\n"));
}

/// As fast as a checkout of another revision and back.
#[test]
fn a_folder_replaced_many_times_is_watched_after_it() {
    let mut desk = Desk::new();
    for round in 0..20 {
        desk = desk
            .sees("the folder replaced twice", |root| {
                for _ in 0..2 {
                    fs::remove_dir_all(root.join("content")).expect("removed");
                    fs::create_dir(root.join("content")).expect("made");
                    save(root.join("content/one.md"), &format!("# {round}\n"));
                }
            })
            .sees("a save after it", |root| save(root.join("content/one.md"), &format!("# {round} again\n")));
    }
}

#[cfg(unix)]
#[test]
fn links_and_what_they_lead_to_are_watched() {
    use std::os::unix::fs::symlink;
    let desk = Desk::new();
    fs::rename(desk.root.join("content"), desk.root.join("prose")).expect("renamed");
    fs::create_dir(desk.root.join("other")).expect("made");
    save(desk.root.join("other/one.md"), "# Other\n");
    desk.sees("a link in place of the folder", |root| symlink("prose", root.join("content")).expect("linked"))
        .sees("a save behind the link", |root| save(root.join("prose/one.md"), "# Behind\n"))
        .sees("the link turned to another folder", |root| {
            fs::remove_file(root.join("content")).expect("removed");
            symlink("other", root.join("content")).expect("linked");
        })
        .sees("a save there", |root| save(root.join("other/one.md"), "# Other, too\n"));
}

#[test]
fn what_a_build_writes_is_no_save() {
    let mut desk = Desk::new();
    desk.rest();
    fs::create_dir(desk.root.join("build")).expect("made");
    save(desk.root.join("build/paper.pdf"), "%PDF");
    save(desk.root.join("content/.#one.md"), "a lock of an editor");
    save(desk.root.join("content/one.md~"), "a copy of an editor");
    let told: Vec<bool> = std::iter::from_fn(|| desk.watched.event(Duration::from_millis(50))).collect();
    assert!(!told.contains(&true), "{told:?}");
    assert_eq!(desk.watched.looks(), desk.watched.seen);
}
