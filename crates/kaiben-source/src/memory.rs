//! A workspace without a disk, for tests.

use crate::observed::has_ending;
use crate::{BookPath, Observed, Question, ReadError, Workspace, content_hash};
use std::collections::BTreeMap;

/// Files by path, in memory.
#[derive(Default)]
pub struct MemoryWorkspace {
    files: BTreeMap<String, Vec<u8>>,
    observed: Observed,
}

impl MemoryWorkspace {
    /// A workspace without files.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file.
    pub fn with(mut self, path: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.files.insert(path.to_owned(), bytes.into());
        self
    }
}

impl Workspace for MemoryWorkspace {
    fn read(&self, path: &BookPath) -> Result<Vec<u8>, ReadError> {
        let content = self.files.get(path.as_str()).cloned();
        self.observed.note(Question::File(path.to_string()), content.as_ref().map(|b| content_hash(b)));
        content.ok_or(ReadError::Missing)
    }

    fn list(&self, folder: &str, endings: &[&str]) -> Vec<String> {
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let found: Vec<String> =
            self.files.keys().filter(|p| p.starts_with(&prefix) && has_ending(p, endings)).cloned().collect();
        self.observed.note_listing(folder, endings, &found);
        found
    }

    fn observed(&self) -> BTreeMap<Question, Option<String>> {
        self.observed.answers()
    }
}
