//! Paths inside a book's folder.

use std::fmt;

/// A path relative to the book's folder, with forward slashes, without `.` and `..`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BookPath(String);

/// Why a text is no path inside the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathError {
    /// It is empty.
    Empty,
    /// It is absolute: it starts with `/`, `\` or a drive letter.
    Absolute,
    /// It climbs out of the folder with `..`.
    Outside,
}

impl BookPath {
    /// Reads a path as written in the manuscript.
    pub fn new(text: &str) -> Result<Self, PathError> {
        Self::resolve("", text)
    }

    /// Reads a path written in the file `base` of the book: it is relative to that file's folder.
    pub fn relative_to(base: &str, text: &str) -> Result<Self, PathError> {
        Self::resolve(base.rsplit_once('/').map_or("", |(folder, _)| folder), text)
    }

    fn resolve(folder: &str, text: &str) -> Result<Self, PathError> {
        let text = text.replace('\\', "/");
        if text.is_empty() {
            return Err(PathError::Empty);
        }
        if text.starts_with('/') || text.as_bytes().get(1) == Some(&b':') {
            return Err(PathError::Absolute);
        }
        let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
        for part in text.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop().ok_or(PathError::Outside)?;
                }
                part => parts.push(part),
            }
        }
        Ok(Self(parts.join("/")))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BookPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "the path is empty",
            Self::Absolute => "the path is absolute; paths are relative to the book's folder",
            Self::Outside => "the path leaves the book's folder",
        })
    }
}
