//! What is remembered between two builds.

use kaiben_source::Question;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The layout of the file. A database with another number is not read.
const LAYOUT: u32 = 2;

/// Every task that was built, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Database {
    layout: u32,
    /// Version of the program that wrote it.
    pub program: String,
    /// What each task was built from.
    pub tasks: BTreeMap<String, Record>,
}

/// What a task was built from, and what it made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Choices that change the outputs, such as the set of editions.
    pub options: String,
    /// What was asked, with the hash of the answer; none for a file that was looked for and absent.
    pub inputs: Vec<(Question, Option<String>)>,
    /// Content hash of each output by path.
    pub outputs: BTreeMap<String, String>,
    /// What the program wants to tell again when nothing is built: its own JSON.
    pub told: String,
}

impl Database {
    /// A database without tasks.
    pub fn new(program: impl Into<String>) -> Self {
        Self { layout: LAYOUT, program: program.into(), tasks: BTreeMap::new() }
    }

    /// Reads a database. What is broken, foreign or of another version of the program is an empty one:
    /// the worst that can happen is that everything is built again.
    pub fn read(bytes: &[u8], program: &str) -> Self {
        serde_json::from_slice::<Self>(bytes)
            .ok()
            .filter(|d| d.layout == LAYOUT && d.program == program)
            .unwrap_or_else(|| Self::new(program))
    }

    /// The database as bytes to write.
    pub fn to_bytes(&self) -> Vec<u8> {
        // Texts and maps with text keys always serialize; an empty file would only mean a full build.
        serde_json::to_vec(self).unwrap_or_default()
    }
}
