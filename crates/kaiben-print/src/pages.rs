//! The page map: on which page each label stands, and where in the manuscript each page begins.

use crate::reading::Standing;
use kaiben_model::{AnchorKind, FirstThing, PageBreak, PageMap, PrintedPage, Resolved};
use kaiben_source::FileId;
use std::collections::{BTreeMap, HashMap};
use typst::foundations::Label;
use typst::introspection::{Introspector, Location};
use typst::layout::{Frame, FrameItem, Transform};
use typst::model::{Destination, Numbering};
use typst::utils::PicoStr;
use typst_layout::{Page, PagedDocument};

/// Reads the map from the laid-out pages.
pub fn page_map(document: &PagedDocument, pages: &[Vec<Standing>], resolved: &Resolved) -> PageMap {
    let folios: Vec<String> = document.pages().iter().map(folio).collect();
    let mut map = PageMap { pages: folios.len(), ..PageMap::default() };
    let introspector = document.introspector();
    let mut labels: HashMap<Location, &str> = HashMap::new();
    // Labelled things and links by page, with their distance from the top.
    let mut standing: BTreeMap<usize, Vec<(f64, FirstThing)>> = BTreeMap::new();
    for anchor in resolved.anchors().keys() {
        let Some(label) = Label::new(PicoStr::intern(anchor)) else { continue };
        let Some(location) = introspector.query_label(label).ok().and_then(|c| c.location()) else { continue };
        labels.insert(location, anchor);
        let Some(page) = introspector.page(location).map(|p| p.get() - 1) else { continue };
        if let Some(folio) = folios.get(page) {
            map.anchors.insert(anchor.clone(), folio.clone());
        }
        // Marks of terms and notes stand anywhere in lines of text.
        let thing = resolved.anchor(anchor).is_some_and(|a| {
            matches!(a.kind, AnchorKind::Heading | AnchorKind::Figure | AnchorKind::Table | AnchorKind::Equation | AnchorKind::Block | AnchorKind::Term)
        });
        if let Some(at) = introspector.position(location).filter(|_| thing) {
            let things = standing.entry(page).or_insert_with(Vec::new);
            things.push((at.point.y.to_pt(), FirstThing::Label(anchor.clone())));
        }
    }
    // How far each file had been set on the pages before, to the start of its last character (a hyphen at a page's
    // end stands for the character behind it). Table heads are set again on each page, and notes
    // stand anywhere in a file: a page begins with the first character that none before it showed.
    let mut reached: BTreeMap<FileId, u32> = BTreeMap::new();
    for (page_index, (page, folio)) in pages.iter().zip(folios).enumerate() {
        let texts: Vec<_> = page
            .iter()
            .filter_map(|standing| standing.text.filter(|text| !text.note).map(|text| text.span))
            .filter(|span| resolved.book().divisions.iter().any(|d| d.file == span.file))
            .collect();
        let begins = texts.first().map(|s| s.file).and_then(|file| {
            let so_far = reached.get(&file).copied();
            let starts = texts.iter().filter(|s| s.file == file && so_far.is_none_or(|r| s.start >= r)).map(|s| s.start);
            Some((file, starts.min()?))
        });
        let mut first = None;
        match begins {
            Some((file, offset)) => map.breaks.push(PageBreak { page_index, folio: folio.clone(), file, offset }),
            None => {
                let mut things = standing.remove(&page_index).unwrap_or_default();
                if let Some(page) = document.pages().get(page_index).filter(|_| things.is_empty()) {
                    links(&page.frame, Transform::identity(), &labels, &mut things);
                }
                things.sort_by(|a, b| a.0.total_cmp(&b.0));
                first = things.into_iter().next().map(|(_, thing)| thing);
                // A figure that was moved to a page of its own, behind text that follows it in the manuscript.
                if first.is_none()
                    && let Some(span) = texts.first()
                {
                    map.breaks.push(PageBreak { page_index, folio: folio.clone(), file: span.file, offset: span.start });
                }
            }
        }
        let numbered = document.pages().get(page_index).is_some_and(|p| p.numbering.is_some());
        map.printed.push(PrintedPage { folio: numbered.then_some(folio), first });
        for span in texts {
            let reached = reached.entry(span.file).or_default();
            *reached = (*reached).max(span.end);
        }
    }
    map
}

/// The links of a page that lead to labels, with their distance from the top in points.
fn links(frame: &Frame, outer: Transform, labels: &HashMap<Location, &str>, found: &mut Vec<(f64, FirstThing)>) {
    for (at, item) in frame.items() {
        match item {
            FrameItem::Group(group) => {
                let here = outer.pre_concat(Transform::translate(at.x, at.y)).pre_concat(group.transform);
                links(&group.frame, here, labels, found);
            }
            FrameItem::Link(Destination::Location(location), _) => {
                if let Some(label) = labels.get(location) {
                    found.push((at.transform(outer).y.to_pt(), FirstThing::Entry((*label).to_owned())));
                }
            }
            _ => {}
        }
    }
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
