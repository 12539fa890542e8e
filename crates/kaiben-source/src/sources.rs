//! The texts that spans point into.

use crate::{FileId, Span};

/// One text file of the manuscript.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SourceFile {
    /// Path relative to the book's folder, with forward slashes.
    pub path: String,
    /// The whole text.
    pub text: String,
    line_starts: Vec<u32>,
}

/// A place as people name it: both numbers count from 1, columns count characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// Path relative to the book's folder.
    pub path: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// All texts of one build, numbered in the order in which they were added.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Adds a text and returns its number. Adding a path again replaces nothing: it gets a new number.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        let text = text.into();
        let line_starts = std::iter::once(0)
            .chain(text.bytes().enumerate().filter(|&(_, b)| b == b'\n').map(|(i, _)| i as u32 + 1))
            .collect();
        self.files.push(SourceFile { path: path.into(), text, line_starts });
        FileId(self.files.len() as u32 - 1)
    }

    /// The file of that number; none for [`FileId::GENERATED`].
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    /// The number of the file at `path`, if it was added.
    pub fn find(&self, path: &str) -> Option<FileId> {
        self.files.iter().position(|f| f.path == path).map(|i| FileId(i as u32))
    }

    /// All files with their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(i, f)| (FileId(i as u32), f))
    }

    /// The text that a span covers; empty for generated spans and for ranges outside the file.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.file).and_then(|f| f.text.get(span.range())).unwrap_or("")
    }

    /// Where a span starts, as people name it.
    pub fn position(&self, span: Span) -> Option<Position> {
        let file = self.get(span.file)?;
        let start = (span.start as usize).min(file.text.len());
        let line = file.line_starts.partition_point(|&s| s as usize <= start) - 1;
        let line_start = file.line_starts[line] as usize;
        let before = file.text.get(line_start..start).unwrap_or("");
        Some(Position { path: file.path.clone(), line: line + 1, column: before.chars().count() + 1 })
    }
}
