//! `book.toml` to editions: the only crate that knows all the others.
//!
//! [`find_books`] says which books a folder holds; [`check_book`] reads one and tells everything there is to
//! tell; [`build_book`] makes its editions and writes them whole or not at all.

mod build;
mod catalogue;
mod check;
pub mod config;
pub mod dependencies;
mod editions;
mod find;
mod images;
mod load;
mod new;
mod pipeline;
mod report;
mod unchanged;

pub use build::{BuildOptions, BuiltBook, BuiltEdition, Event, build_book};
pub use catalogue::{Outcome, build_books};
pub use check::{CheckedBook, apply_fixes, check_book};
pub use editions::Target;
pub use find::{FindError, find_books};
pub use new::{NewError, new_book};
pub use report::clean_outputs;

pub use kaiben_print::{FaceInfo, faces};
pub use kaiben_source::{Diagnostic, Severity, Sources, render};

/// Writes one file at a path that the user named, whole or not at all.
///
/// # Errors
/// The operating system's.
pub fn write_file(path: &std::path::Path, bytes: Vec<u8>) -> std::io::Result<()> {
    let mut tree = kaiben_source::OutputTree::default();
    let Some(name) = path.file_name().map(|n| n.to_string_lossy().into_owned()) else {
        return Err(std::io::Error::new(std::io::ErrorKind::InvalidInput, "it names no file"));
    };
    tree.files.insert(name, bytes);
    let folder = path.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(std::path::Path::new("."));
    kaiben_source::write_outputs(folder, &tree)
}

/// Processors that may be used, as `use_processors` or the machine says.
pub fn processors() -> usize {
    rayon::current_num_threads()
}

/// Limits the work to `jobs` processors. To be called before anything is built.
///
/// # Errors
/// Why the number cannot be used, in words.
pub fn use_processors(jobs: usize) -> Result<(), String> {
    if jobs == 0 {
        return Err("`-j` wants at least 1".to_owned());
    }
    rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global().map_err(|e| e.to_string())
}
