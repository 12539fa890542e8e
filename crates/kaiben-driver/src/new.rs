//! A small complete book to start from.

use kaiben_source::{OutputTree, write_outputs};
use std::fmt;
use std::io;
use std::path::Path;

/// Why no book was made.
#[derive(Debug)]
pub enum NewError {
    /// The folder is there and not empty.
    NotEmpty,
    /// The operating system refused.
    Io(io::Error),
}

impl fmt::Display for NewError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotEmpty => f.write_str("the folder is not empty; name a new one"),
            Self::Io(error) => write!(f, "{error}"),
        }
    }
}

/// Makes the folder with a book that shows a note, a table, a figure, a term and a reference.
///
/// # Errors
/// [`NewError`].
pub fn new_book(folder: &Path) -> Result<(), NewError> {
    if folder.exists() && folder.read_dir().map_err(NewError::Io)?.next().is_some() {
        return Err(NewError::NotEmpty);
    }
    let mut tree = OutputTree::default();
    for (path, text) in [
        ("book.toml", include_str!("new/book.toml")),
        ("preface.md", include_str!("new/preface.md")),
        ("01.md", include_str!("new/01.md")),
        ("glossary.toml", include_str!("new/glossary.toml")),
        ("assets/sizes.svg", include_str!("new/sizes.svg")),
        (".gitignore", "/build\n"),
    ] {
        tree.files.insert(path.to_owned(), text.as_bytes().to_vec());
    }
    write_outputs(folder, &tree).map_err(NewError::Io)
}
