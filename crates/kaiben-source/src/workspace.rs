//! The door itself: reading, listing, and what was asked for.

use crate::observed::has_ending;
use crate::{BookPath, Observed, Question, content_hash};
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

/// Why a file could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadError {
    /// There is no such file.
    Missing,
    /// It is a folder.
    Folder,
    /// A link on the way leads out of the book's folder.
    Outside,
    /// The operating system refused; its words.
    Io(String),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("there is no such file"),
            Self::Folder => f.write_str("it is a folder"),
            Self::Outside => f.write_str("a link leads out of the book's folder"),
            Self::Io(text) => f.write_str(text),
        }
    }
}

/// What a book can see of the world: the files of its folder, and nothing else.
pub trait Workspace: Send + Sync {
    /// The bytes of a file.
    ///
    /// # Errors
    /// [`ReadError`], also when a link leads out of the folder.
    fn read(&self, path: &BookPath) -> Result<Vec<u8>, ReadError>;

    /// The files below a folder (the empty text is the book's folder) whose names end in one of `endings`,
    /// upper and lower case alike, or all files where there are no endings; as paths relative to the book,
    /// sorted. Hidden files and the folder `build` at the top are left out.
    fn list(&self, folder: &str, endings: &[&str]) -> Vec<String>;

    /// Every question asked so far with the hash of its answer: the build's dependencies, absent files
    /// and listings included.
    fn observed(&self) -> BTreeMap<Question, Option<String>>;
}

/// A book's folder on disk.
pub struct FolderWorkspace {
    root: PathBuf,
    observed: Observed,
}

impl FolderWorkspace {
    /// The folder `root` as a workspace.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), observed: Observed::default() }
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }
}

impl Workspace for FolderWorkspace {
    fn read(&self, path: &BookPath) -> Result<Vec<u8>, ReadError> {
        let content = self.read_unnoted(path);
        self.observed.note(Question::File(path.to_string()), content.as_ref().ok().map(|b| content_hash(b)));
        content
    }

    fn list(&self, folder: &str, endings: &[&str]) -> Vec<String> {
        let mut found = Vec::new();
        collect(&self.root, folder, &mut found);
        found.retain(|path| has_ending(path, endings));
        found.sort();
        self.observed.note_listing(folder, endings, &found);
        found
    }

    fn observed(&self) -> BTreeMap<Question, Option<String>> {
        self.observed.answers()
    }
}

impl FolderWorkspace {
    #[expect(clippy::disallowed_methods, reason = "this is the door")]
    fn read_unnoted(&self, path: &BookPath) -> Result<Vec<u8>, ReadError> {
        let full = self.root.join(path.as_str());
        let real = full.canonicalize().map_err(read_error)?;
        let root = self.root.canonicalize().map_err(read_error)?;
        if !real.starts_with(&root) {
            return Err(ReadError::Outside);
        }
        if real.is_dir() {
            return Err(ReadError::Folder);
        }
        std::fs::read(real).map_err(read_error)
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the door")]
fn collect(root: &Path, folder: &str, found: &mut Vec<String>) {
    let Ok(entries) = std::fs::read_dir(root.join(folder)) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        if name.starts_with('.') || (folder.is_empty() && name == "build") {
            continue;
        }
        let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        // `file_type` does not follow links: a linked folder is not walked into, so loops cannot happen.
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => collect(root, &path, found),
            Ok(_) => found.push(path),
            Err(_) => {}
        }
    }
}

fn read_error(error: std::io::Error) -> ReadError {
    match error.kind() {
        std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => ReadError::Missing,
        std::io::ErrorKind::IsADirectory => ReadError::Folder,
        _ => ReadError::Io(error.to_string()),
    }
}
