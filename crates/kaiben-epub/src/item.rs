//! What a publication consists of.

use crate::access::Facts;
use crate::page_list::Page;
use std::collections::{BTreeMap, BTreeSet};

/// One file of the publication: an `item` of the manifest (EPUB 3.3, 5.6.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its id in the package document.
    pub id: String,
    /// Its path below `EPUB/`: ASCII, unique after case folding.
    pub href: String,
    /// Its media type.
    pub media_type: String,
    /// Its manifest properties, such as `cover-image` or `mathml`.
    pub properties: Vec<&'static str>,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// The files of the publication, without those that tell of the others (package document, nav, NCX).
#[derive(Debug, Clone, Default)]
pub struct Publication {
    /// All files but the style sheet.
    pub items: Vec<Item>,
    /// Ids in reading order; `nav` is among them.
    pub spine: Vec<String>,
    /// The style sheet.
    pub style: Vec<u8>,
    /// What the metadata say of how the book can be read.
    pub facts: Facts,
    /// The labels that each page carries, by path below `EPUB/`.
    pub labels: BTreeMap<String, BTreeSet<String>>,
    /// The pages of the printed book.
    pub page_list: Vec<Page>,
}

impl Publication {
    /// Whether the page at that path carries the label.
    pub fn has_label(&self, path: &str, label: &str) -> bool {
        self.labels.get(path).is_some_and(|labels| labels.contains(label))
    }
}

/// Media type of XHTML pages.
pub const XHTML: &str = "application/xhtml+xml";
/// Id of the nav: it stands in the spine, but [`crate::navigation`] makes it.
pub const NAV: &str = "nav";

/// Path of the page of a division below `EPUB/`.
pub fn page_path(slug: &str) -> String {
    format!("text/{slug}.xhtml")
}
