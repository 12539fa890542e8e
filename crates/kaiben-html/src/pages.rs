//! Where printed pages begin.

use kaiben_model::{PageMap, Resolved};
use kaiben_source::FileId;
use std::collections::BTreeSet;

/// The beginning of a printed page in another edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageTarget {
    /// The page number as printed.
    pub folio: String,
    /// The id of the mark, unique in the book.
    pub anchor: String,
    /// The division that holds it.
    pub division: usize,
    /// Offset in bytes in the division's file.
    pub offset: u32,
}

/// The page beginnings that [`crate::serialize_division`] marks, in page order: the page list of an edition.
/// Pages that begin in no division's file (blank ones, generated lists) have none.
pub fn page_targets(resolved: &Resolved, pages: &PageMap) -> Vec<PageTarget> {
    let divisions = &resolved.book().divisions;
    let mut taken = BTreeSet::new();
    let mut breaks: Vec<_> = pages.breaks.iter().filter(|b| b.file != FileId::GENERATED).collect();
    breaks.sort_by_key(|b| b.page_index);
    breaks
        .into_iter()
        .filter_map(|page| {
            let division = divisions.iter().position(|d| d.file == page.file)?;
            let mut anchor = format!("page-{}", page.folio.replace(char::is_whitespace, "-"));
            while resolved.anchor(&anchor).is_some() || !taken.insert(anchor.clone()) {
                anchor.push_str("-p");
            }
            Some(PageTarget { folio: page.folio.clone(), anchor, division, offset: page.offset })
        })
        .collect()
}
