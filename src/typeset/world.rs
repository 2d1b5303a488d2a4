//! What Typst may see: the generated files, the template, the study's images and the fonts; no disk, clock or network.

use std::collections::BTreeMap;
use std::sync::Arc;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};
use typst_kit::files::{FileLoader, FileStore};
use typst_kit::fonts::FontStore;

/// Fonts that the program brings beside Typst's own.
const BUNDLED: [&[u8]; 4] = [
    include_bytes!("../../templates/fonts/SourceSans3-Regular.ttf"),
    include_bytes!("../../templates/fonts/SourceSans3-It.ttf"),
    include_bytes!("../../templates/fonts/SourceSans3-Semibold.ttf"),
    include_bytes!("../../templates/fonts/SourceSans3-Bold.ttf"),
];

/// Files by their path from the root, such as `/main.typ`.
#[derive(Default)]
pub struct Files(BTreeMap<String, Bytes>);

impl FileLoader for Files {
    fn load(&self, id: FileId) -> FileResult<Bytes> {
        let path = id.vpath().get_with_slash();
        let in_study = matches!(id.root(), VirtualRoot::Project);
        let found = self.0.get(path).filter(|_| in_study).cloned();
        found.ok_or_else(|| FileError::NotFound(path.trim_start_matches('/').into()))
    }
}

/// The world of one paper. It may be kept from build to build: Typst remembers what did not change.
pub struct PaperWorld {
    library: LazyHash<Library>,
    fonts: FontStore,
    files: FileStore<Files>,
    main: FileId,
}

impl PaperWorld {
    pub fn new(extra_fonts: &[(Arc<str>, Arc<[u8]>)]) -> Self {
        let mut fonts = FontStore::new();
        let own = BUNDLED.iter().map(|data| Bytes::new(*data));
        let extra = extra_fonts.iter().map(|(_, data)| Bytes::new(data.to_vec()));
        let mut seen = Vec::new();
        for data in own.chain(extra) {
            for font in Font::iter(data) {
                let info = font.info().clone();
                // The repository's own study holds the very fonts that the program brings.
                let name = (info.family.clone(), info.variant);
                if !seen.contains(&name) {
                    seen.push(name);
                    fonts.push((font, info));
                }
            }
        }
        fonts.extend(typst_kit::fonts::embedded());
        let features = [Feature::A11yExtras].into_iter().collect();
        let library = Library::builder().with_features(features).build();
        Self { library: LazyHash::new(library), fonts, files: FileStore::new(Files::default()), main: id("/main.typ") }
    }

    /// Takes the files of the next build and forgets those of the last.
    pub fn set_files(&mut self, files: impl IntoIterator<Item = (String, Vec<u8>)>) {
        self.files.loader_mut().0 = files.into_iter().map(|(path, data)| (path, Bytes::new(data))).collect();
        self.files.reset();
    }

    pub fn book(&self) -> &FontBook {
        self.fonts.book()
    }
}

/// The id of a path from the root.
pub fn id(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("generated paths are plain and absolute");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

impl World for PaperWorld {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.files.source(id)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.file(id)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
