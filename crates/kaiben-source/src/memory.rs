//! A workspace without a disk, for tests.

use crate::{BookPath, ReadError, Workspace};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

/// Files by path, in memory.
#[derive(Default)]
pub struct MemoryWorkspace {
    files: BTreeMap<String, Vec<u8>>,
    asked: Mutex<BTreeSet<String>>,
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
        self.asked.lock().unwrap_or_else(|e| e.into_inner()).insert(path.to_string());
        self.files.get(path.as_str()).cloned().ok_or(ReadError::Missing)
    }

    fn list(&self, folder: &str) -> Vec<String> {
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        self.files.keys().filter(|p| p.starts_with(&prefix)).cloned().collect()
    }

    fn asked_for(&self) -> Vec<String> {
        self.asked.lock().unwrap_or_else(|e| e.into_inner()).iter().cloned().collect()
    }
}
