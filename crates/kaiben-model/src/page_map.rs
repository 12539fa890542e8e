//! What the print edition knows about pages, for the other editions.

use kaiben_source::FileId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where things are in the printed book.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PageMap {
    /// Number of pages, blank ones included.
    pub pages: usize,
    /// Every page in order, blank ones included.
    pub printed: Vec<PrintedPage>,
    /// Where each page begins in the manuscript; pages without text of the manuscript are not in it.
    pub breaks: Vec<PageBreak>,
    /// The folio of the page on which a label stands.
    pub anchors: BTreeMap<String, String>,
}

/// The start of a printed page.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PageBreak {
    /// Index of the page, from 0, blank ones included.
    pub page_index: usize,
    /// The page number as printed: `iv`, `12`.
    pub folio: String,
    /// The file whose text begins the page.
    pub file: FileId,
    /// Offset in bytes of the first character of the page in that file.
    pub offset: u32,
}

/// A page as it was printed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PrintedPage {
    /// The page number; none for the leaves before the contents, which bear none.
    pub folio: Option<String>,
    /// What stands first on a page that no text of the manuscript begins: see [`PageMap::breaks`] for the others.
    pub first: Option<FirstThing>,
}

/// What a page begins with that begins with no text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FirstThing {
    /// The thing with that label: a figure that was moved to the top of the page, an entry of the list of terms.
    Label(String),
    /// The entry of a list that leads to that label.
    Entry(String),
}
