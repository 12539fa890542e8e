//! Which books a folder holds.

use std::fmt;
use std::path::{Path, PathBuf};

/// Why a folder holds no book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FindError {
    /// There is no such folder.
    NoFolder(PathBuf),
    /// Neither it nor a folder in it has a `book.toml`.
    NoBook(PathBuf),
}

impl fmt::Display for FindError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoFolder(path) => write!(f, "there is no folder `{}`", path.display()),
            Self::NoBook(path) => {
                write!(f, "neither `{}` nor a folder in it has a `book.toml`; `kaiben new DIR` makes a book to start from", path.display())
            }
        }
    }
}

/// The folders of the books in `folder`: itself if it has a `book.toml`, else each folder directly in it
/// that has one (a catalogue), sorted by name.
///
/// # Errors
/// [`FindError`].
#[expect(clippy::disallowed_methods, reason = "looking for books is how the program gets to a workspace at all")]
pub fn find_books(folder: &Path) -> Result<Vec<PathBuf>, FindError> {
    if !folder.is_dir() {
        return Err(FindError::NoFolder(folder.to_owned()));
    }
    if folder.join("book.toml").is_file() {
        return Ok(vec![folder.to_owned()]);
    }
    let entries = std::fs::read_dir(folder).map_err(|_| FindError::NoFolder(folder.to_owned()))?;
    let mut books: Vec<PathBuf> =
        entries.flatten().map(|e| e.path()).filter(|p| p.join("book.toml").is_file()).collect();
    books.sort();
    if books.is_empty() { Err(FindError::NoBook(folder.to_owned())) } else { Ok(books) }
}
