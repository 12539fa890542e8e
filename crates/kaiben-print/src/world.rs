//! What Typst sees: the generated project in memory, the faces, no clock and no packages.

use crate::fonts;
use std::collections::BTreeMap;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_kit::fonts::FontStore;

/// The generated project as a Typst world.
pub struct BookWorld {
    library: LazyHash<Library>,
    fonts: FontStore,
    main: FileId,
    sources: BTreeMap<String, Source>,
    files: BTreeMap<String, Bytes>,
}

/// The number of a file of the project.
pub fn file_id(path: &str) -> Option<FileId> {
    let path = VirtualPath::new(path).ok()?;
    Some(FileId::new(RootedPath::new(VirtualRoot::Project, path)))
}

impl BookWorld {
    /// A world without files. `extra_fonts` win over ours.
    pub fn new(extra_fonts: &[Vec<u8>]) -> Option<Self> {
        Some(Self {
            library: LazyHash::new(Library::default()),
            fonts: fonts::store(extra_fonts),
            main: file_id("main.typ")?,
            sources: BTreeMap::new(),
            files: BTreeMap::new(),
        })
    }

    /// Takes the files of a project: `.typ` files are sources, all others are files. What an earlier layout
    /// read and is the same now is not read again.
    pub fn update(&mut self, project: &BTreeMap<String, Vec<u8>>) {
        for (path, bytes) in project {
            let source = path.ends_with(".typ").then(|| std::str::from_utf8(bytes).ok()).flatten();
            if let (Some(text), Some(id)) = (source, file_id(path)) {
                match self.sources.get_mut(path) {
                    // What stays the same in it keeps its identity, and with it the lines that are already set.
                    Some(source) => {
                        source.replace(text);
                    }
                    None => {
                        self.sources.insert(path.clone(), Source::new(id, text.to_owned()));
                    }
                }
            } else if self.files.get(path).is_none_or(|b| b.as_slice() != bytes.as_slice()) {
                self.files.insert(path.clone(), Bytes::new(bytes.clone()));
            }
        }
    }

    /// The path of a file in the project.
    pub fn path(id: FileId) -> String {
        id.get().vpath().get_without_slash().to_owned()
    }
}

impl World for BookWorld {
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
        let path = Self::path(id);
        self.sources.get(&path).cloned().ok_or_else(|| FileError::NotFound(path.into()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let path = Self::path(id);
        self.files.get(&path).cloned().ok_or_else(|| FileError::NotFound(path.into()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
