//! Lists that the program makes: contents, figures, tables.

use crate::Inline;
use serde::{Deserialize, Serialize};

/// One line of the contents list. Notes are taken out of the titles.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ContentsEntry {
    /// Level of the heading, from 1.
    pub level: u8,
    /// Its number as printed.
    pub number: Option<String>,
    /// Its title.
    pub title: Vec<Inline>,
    /// Its title in the second language.
    pub second: Option<Vec<Inline>>,
    /// Its label.
    pub anchor: String,
    /// The division: index into [`crate::Book::divisions`].
    pub division: usize,
}

/// One line of the list of figures or of tables.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ListEntry {
    /// Name and number: `图 2-1`.
    pub label: String,
    /// The caption without notes.
    pub title: Vec<Inline>,
    /// The caption in the second language.
    pub second: Option<Vec<Inline>>,
    /// The label.
    pub anchor: String,
    /// The division: index into [`crate::Book::divisions`].
    pub division: usize,
}
