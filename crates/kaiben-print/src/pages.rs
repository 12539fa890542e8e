//! The page map: on which page each label stands, and where in the manuscript each page begins.

use crate::project::Project;
use crate::world::BookWorld;
use crate::writer::source_of;
use kaiben_model::{PageBreak, PageMap, Resolved};
use kaiben_source::Span;
use typst::WorldExt;
use typst::foundations::Label;
use typst::introspection::Introspector;
use typst::layout::{Frame, FrameItem};
use typst::model::Numbering;
use typst::utils::PicoStr;
use typst_layout::{Page, PagedDocument};

/// Reads the map from the laid-out pages.
pub fn page_map(document: &PagedDocument, world: &BookWorld, project: &Project, resolved: &Resolved) -> PageMap {
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
    for (page_index, (page, folio)) in document.pages().iter().zip(&folios).enumerate() {
        if let Some(span) = first_text(&page.frame, world, project) {
            map.breaks.push(PageBreak { page_index, folio: folio.clone(), file: span.file, offset: span.start });
        }
    }
    map
}

/// The page number as printed.
fn folio(page: &Page) -> String {
    match &page.numbering {
        Some(Numbering::Pattern(pattern)) => {
            pattern.apply(None, &[page.number]).map_or_else(|_| page.number.to_string(), |text| text.to_string())
        }
        _ => page.number.to_string(),
    }
}

/// The manuscript's place of the first character of a page that comes from a chapter: running heads and
/// folios come from the template and are passed over.
fn first_text(frame: &Frame, world: &BookWorld, project: &Project) -> Option<Span> {
    for (_, item) in frame.items() {
        let found = match item {
            FrameItem::Group(group) => first_text(&group.frame, world, project),
            FrameItem::Text(text) => text.glyphs.first().and_then(|glyph| {
                let (span, offset) = glyph.span;
                let path = BookWorld::path(span.id()?);
                let (_, chapter) = project.chapters.iter().find(|(p, _)| *p == path)?;
                // The span is that of the string literal: its text begins behind the quotation mark.
                let start = world.range(span)?.start + 1 + usize::from(offset);
                source_of(&chapter.map, &chapter.source, start).filter(|s| !s.is_generated())
            }),
            _ => None,
        };
        if found.is_some() {
            return found;
        }
    }
    None
}
