//! The page map: on which page each label stands, and where in the manuscript each page begins.

use crate::reading::Standing;
use kaiben_model::{PageBreak, PageMap, Resolved};
use kaiben_source::FileId;
use std::collections::BTreeMap;
use typst::foundations::Label;
use typst::introspection::Introspector;
use typst::model::Numbering;
use typst::utils::PicoStr;
use typst_layout::{Page, PagedDocument};

/// Reads the map from the laid-out pages.
pub fn page_map(document: &PagedDocument, pages: &[Vec<Standing>], resolved: &Resolved) -> PageMap {
    let folios: Vec<String> = document.pages().iter().map(folio).collect();
    let mut map = PageMap { pages: folios.len(), ..PageMap::default() };
    let introspector = document.introspector();
    for anchor in resolved.anchors().keys() {
        let Some(label) = Label::new(PicoStr::intern(anchor)) else { continue };
        let page = introspector.query_label(label).ok().and_then(|c| c.location()).and_then(|l| introspector.page(l));
        if let Some(folio) = page.and_then(|p| folios.get(p.get() - 1)) {
            map.anchors.insert(anchor.clone(), folio.clone());
        }
    }
    // How far each file had been set on the pages before. Table heads are set again on each page, and notes
    // stand anywhere in a file: a page begins with the first character that none before it showed.
    let mut reached: BTreeMap<FileId, u32> = BTreeMap::new();
    for (page_index, (page, folio)) in pages.iter().zip(folios).enumerate() {
        let texts: Vec<_> = page
            .iter()
            .filter_map(|standing| standing.text.filter(|text| !text.note).map(|text| text.span))
            .collect();
        let Some(file) = texts.first().map(|s| s.file) else { continue };
        let so_far = reached.get(&file).copied();
        let starts = texts.iter().filter(|s| s.file == file && so_far.is_none_or(|r| s.start > r)).map(|s| s.start);
        if let Some(offset) = starts.min() {
            map.breaks.push(PageBreak { page_index, folio, file, offset });
        }
        for span in texts {
            let reached = reached.entry(span.file).or_default();
            *reached = (*reached).max(span.end);
        }
    }
    map
}

/// The page number as printed; the number of the sheet's side where none is printed.
pub fn folio(page: &Page) -> String {
    match &page.numbering {
        Some(Numbering::Pattern(pattern)) => {
            pattern.apply(None, &[page.number]).map_or_else(|_| page.number.to_string(), |text| text.to_string())
        }
        _ => page.number.to_string(),
    }
}
