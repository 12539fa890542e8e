//! What can be wrong with laid-out pages: notes away from their marks, headings alone, gaps.

use crate::project::Project;
use crate::reading::Standing;
use kaiben_source::{Diagnostic, Span};
use std::collections::BTreeMap;
use typst::foundations::{Label, NativeElement, Selector, Value};
use typst::introspection::{Introspector, MetadataElem};
use typst::model::FootnoteEntry;
use typst::utils::PicoStr;
use typst_layout::PagedDocument;

/// A gap above the foot of a page that is larger than this share of its height is filled with the text that follows.
const LARGEST_GAP: f64 = 0.16;

/// A note on another page than its mark.
pub struct OffPage {
    pub anchor: String,
    pub division: usize,
    pub unit: usize,
    /// Index of the page of the mark, and of the text; none if the text is nowhere.
    pub mark_page: Option<usize>,
    pub entry_page: Option<usize>,
    pub span: Span,
}

impl OffPage {
    /// As a finding.
    pub fn tell(&self, folios: &[String]) -> Diagnostic {
        let folio = |page: Option<usize>| page.and_then(|p| folios.get(p)).cloned().unwrap_or_else(|| "?".to_owned());
        let mark = folio(self.mark_page);
        let message = match self.entry_page {
            Some(_) => format!("the note is printed on page {}, its mark stands on page {mark}", folio(self.entry_page)),
            None => format!("the note is not printed; its mark stands on page {mark}"),
        };
        Diagnostic::error("print/note-off-page", message)
            .at(self.span)
            .on_page(mark)
            .help("shorten the paragraph or the note, or start a new paragraph before it")
    }
}

/// Compares the page of each note with that of its mark.
pub fn notes_off_page(document: &PagedDocument, project: &Project) -> Vec<OffPage> {
    let introspector = document.introspector();
    let page = |location| introspector.page(location).map(|p| p.get() - 1);
    let mut entries: BTreeMap<String, (Option<usize>, Option<usize>)> = BTreeMap::new();
    for entry in introspector.query(&FootnoteEntry::ELEM.select()) {
        let Some(packed) = entry.to_packed::<FootnoteEntry>() else { continue };
        let Some(label) = packed.note.label() else { continue };
        let pages = (packed.note.location().and_then(page), entry.location().and_then(page));
        entries.insert(label.resolve().to_string(), pages);
    }
    let mut off = Vec::new();
    for (division, (_, chapter)) in project.chapters.iter().enumerate() {
        for note in &chapter.notes {
            let (mark_page, entry_page) = entries.get(&note.anchor).copied().unwrap_or_default();
            if mark_page.is_none() || mark_page != entry_page {
                off.push(OffPage { anchor: note.anchor.clone(), division, unit: note.unit, mark_page, entry_page, span: note.span });
            }
        }
    }
    off
}

/// What stands on each page.
pub type Pages = Vec<Vec<Standing>>;

/// A heading with nothing below it on its page.
pub struct Stranded {
    pub division: usize,
    pub unit: usize,
    pub page: usize,
    pub span: Span,
}

impl Stranded {
    /// As a finding.
    pub fn tell(&self, folios: &[String]) -> Diagnostic {
        Diagnostic::warning("print/heading-stranded", "the heading is the last line of its page")
            .at(self.span)
            .on_page(folios.get(self.page).cloned().unwrap_or_default())
            .help("shorten or lengthen the text before it by a line")
    }
}

/// Headings with nothing below them.
pub fn stranded_headings(pages: &Pages, project: &Project) -> Vec<Stranded> {
    let mut found = Vec::new();
    let bodies: Vec<Vec<&Standing>> = pages.iter().map(|page| page.iter().filter(|s| !s.is_note()).collect()).collect();
    let heading_of = |standing: &Standing| {
        let text = standing.text?;
        let (_, written) = project.chapters.get(text.chapter)?;
        let heading = written.headings.iter().find(|h| (h.range.0..h.range.1).contains(&text.at));
        heading.map(|h| (text.chapter, h))
    };
    for (page, (standing, next)) in bodies.iter().zip(bodies.iter().skip(1)).enumerate() {
        let trailing: Vec<_> = standing.iter().rev().map_while(|s| heading_of(s)).collect();
        // Headings that follow one another go over together, led by the first.
        let Some((division, heading)) = trailing.last() else { continue };
        // They go on overleaf only if the chapter does; and a page that holds nothing else would be blank then.
        let goes_on = next.iter().any(|s| s.text.is_some_and(|t| t.chapter == *division));
        if goes_on && trailing.len() < standing.len() {
            found.push(Stranded { division: *division, unit: heading.unit, page, span: heading.span });
        }
    }
    found
}

/// A figure or whole table for which a page had no room, so that it ends with a gap.
pub struct Gap {
    pub division: usize,
    pub unit: usize,
    pub page: usize,
}

/// Finds the gaps.
pub fn gaps(pages: &Pages, project: &Project, bottom: f64) -> Vec<Gap> {
    let mut found = Vec::new();
    for (index, (page, next)) in pages.iter().zip(pages.iter().skip(1)).enumerate() {
        let Some(first) = next.iter().filter(|s| !s.is_note()).find_map(|s| s.text) else { continue };
        let Some((_, written)) = project.chapters.get(first.chapter) else { continue };
        let movable = written.movable.iter().find(|m| (m.range.0..m.range.1).contains(&first.at));
        let same_chapter = page.iter().any(|s| s.text.is_some_and(|t| t.chapter == first.chapter));
        let Some(movable) = movable.filter(|_| same_chapter) else { continue };
        let end = page.iter().filter(|s| !s.is_note()).map(|s| s.bottom).fold(0.0, f64::max);
        let notes = page.iter().filter(|s| s.is_note()).map(|s| s.top).fold(bottom, f64::min);
        if notes - end > bottom * LARGEST_GAP {
            found.push(Gap { division: first.chapter, unit: movable.unit, page: index });
        }
    }
    found
}

/// Pages whose notes are not numbered 1, 2, 3 … in their order.
pub fn broken_sequences(document: &PagedDocument, folios: &[String]) -> Vec<Diagnostic> {
    let introspector = document.introspector();
    let mut numbers: BTreeMap<usize, Vec<i64>> = BTreeMap::new();
    let Some(label) = Label::new(PicoStr::intern("k-note-number")) else { return Vec::new() };
    for element in introspector.query(&Selector::Label(label)) {
        let page = element.location().and_then(|l| introspector.page(l)).map(|p| p.get() - 1);
        let number = element.to_packed::<MetadataElem>().map(|m| m.value.clone());
        if let (Some(page), Some(Value::Int(number))) = (page, number) {
            numbers.entry(page).or_default().push(number);
        }
    }
    let broken = numbers.iter().filter(|(_, found)| found.iter().zip(1..).any(|(n, want)| *n != want));
    broken
        .map(|(page, found)| {
            let shown: Vec<String> = found.iter().map(i64::to_string).collect();
            Diagnostic::error("print/note-sequence", format!("the notes of the page are numbered {}", shown.join(", ")))
                .on_page(folios.get(*page).cloned().unwrap_or_default())
        })
        .collect()
}
