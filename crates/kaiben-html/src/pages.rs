//! Where printed pages begin.

use crate::words::words;
use kaiben_model::{AnchorKind, DivisionKind, FirstThing, PageMap, Resolved};
use kaiben_source::FileId;
use std::collections::{BTreeMap, BTreeSet};

/// The beginning of a printed page in another edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageTarget {
    /// The page number as printed; a name for a blank page without number; none for the leaves before the contents.
    pub folio: Option<String>,
    /// The id of the mark, unique in the book.
    pub anchor: String,
    /// Where it stands.
    pub place: PagePlace,
    /// Whether nothing is printed on the page: its mark stands with that of the page behind it.
    pub blank: bool,
}

/// Where a printed page begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PagePlace {
    /// In a division's file.
    Text {
        /// The division.
        division: usize,
        /// Offset in bytes in its file.
        offset: u32,
    },
    /// In a division that the program made.
    Thing {
        /// The division.
        division: usize,
        /// What stands there.
        first: FirstThing,
    },
    /// In the contents list or a list of figures or tables, at the entry that leads to that label.
    List(String),
    /// A leaf before the contents: the title page is 0.
    Leaf(usize),
}

impl PagePlace {
    /// The division, if it is in one.
    pub fn division(&self) -> Option<usize> {
        match self {
            Self::Text { division, .. } | Self::Thing { division, .. } => Some(*division),
            Self::List(_) | Self::Leaf(_) => None,
        }
    }
}

/// Every printed page whose beginning stands in an edition, in page order: the page list. Those in divisions
/// are what [`crate::serialize_division`] marks.
pub fn page_targets(resolved: &Resolved, pages: &PageMap) -> Vec<PageTarget> {
    let breaks: BTreeMap<usize, _> =
        pages.breaks.iter().filter(|b| b.file != FileId::GENERATED).map(|b| (b.page_index, b)).collect();
    let mut taken = BTreeSet::new();
    let mut targets: Vec<PageTarget> = Vec::new();
    // Blank pages, and pages whose first thing is not in the book's editions, wait for the next that has a place.
    let mut waiting: Vec<Option<String>> = Vec::new();
    let mut numbered = false;
    for index in 0..pages.pages.max(pages.printed.len()) {
        let printed = pages.printed.get(index);
        let begins = breaks.get(&index);
        let folio = begins.map(|b| b.folio.clone()).or_else(|| printed.and_then(|p| p.folio.clone()));
        numbered |= folio.is_some();
        let place = match (begins, printed.and_then(|p| p.first.as_ref())) {
            (Some(page), _) => in_file(resolved, page.file, page.offset),
            (None, Some(first)) => place_of(resolved, first),
            (None, None) => (printed.is_some() && !numbered).then_some(PagePlace::Leaf(index)),
        };
        let Some(place) = place else {
            waiting.extend(printed.map(|p| p.folio.clone()));
            continue;
        };
        for folio in waiting.drain(..) {
            targets.push(blank_page(resolved, folio, place.clone(), &mut taken));
        }
        let anchor = anchor(resolved, folio.as_deref(), &mut taken);
        targets.push(PageTarget { folio, anchor, place, blank: false });
    }
    // Blank pages at the very end: with the last page that has something.
    if let Some(place) = targets.last().map(|t| t.place.clone()) {
        for folio in waiting {
            targets.push(blank_page(resolved, folio, place.clone(), &mut taken));
        }
    }
    targets
}

fn blank_page(resolved: &Resolved, folio: Option<String>, place: PagePlace, taken: &mut BTreeSet<String>) -> PageTarget {
    let anchor = anchor(resolved, folio.as_deref(), taken);
    let name = || words(&resolved.book().settings.book.language).blank_page.to_owned();
    PageTarget { folio: Some(folio.unwrap_or_else(name)), anchor, place, blank: true }
}

/// The division with that place of the file; one file can be several divisions, one behind the other.
fn in_file(resolved: &Resolved, file: FileId, offset: u32) -> Option<PagePlace> {
    let divisions = resolved.book().divisions.iter().enumerate().filter(|(_, d)| d.file == file);
    let starts = |d: &kaiben_model::Division| d.blocks.first().map_or(0, |b| b.span.start);
    let mut found = None;
    for (index, division) in divisions {
        if found.is_none() || starts(division) <= offset {
            found = Some(index);
        }
    }
    found.map(|division| PagePlace::Text { division, offset })
}

fn place_of(resolved: &Resolved, first: &FirstThing) -> Option<PagePlace> {
    let (FirstThing::Label(label) | FirstThing::Entry(label)) = first;
    let place = resolved.anchor(label)?;
    let division = resolved.book().divisions.get(place.division)?;
    match first {
        FirstThing::Label(_) if division.file == FileId::GENERATED => {
            Some(PagePlace::Thing { division: place.division, first: first.clone() })
        }
        FirstThing::Label(_) => Some(PagePlace::Text { division: place.division, offset: place.span.start }),
        FirstThing::Entry(_) if place.kind == AnchorKind::Term && division.kind == DivisionKind::Glossary => {
            Some(PagePlace::Thing { division: place.division, first: first.clone() })
        }
        FirstThing::Entry(_) => Some(PagePlace::List(label.clone())),
    }
}

fn anchor(resolved: &Resolved, folio: Option<&str>, taken: &mut BTreeSet<String>) -> String {
    let mut anchor = format!("page-{}", folio.unwrap_or("leaf").replace(char::is_whitespace, "-"));
    while resolved.anchor(&anchor).is_some() || !taken.insert(anchor.clone()) {
        anchor.push_str("-p");
    }
    anchor
}
