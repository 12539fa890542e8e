//! Layout in rounds: compile, compare every note with its mark, hold together what went apart, again.

use crate::emit::{Fix, Repairs};
use crate::pages::{folio, page_map};
use crate::project::{Project, footnotes, project};
use crate::reading::{Reader, Standing};
use crate::told::tell;
use crate::world::BookWorld;
use crate::{PrintFacts, PrintInput, PrintOutput};
use kaiben_model::{NoteRestart, PageMap};
use kaiben_source::{Diagnostic, Span, has_errors};
use std::collections::{BTreeMap, BTreeSet};
use typst::foundations::{Datetime, Label, NativeElement, Selector, Smart, Value};
use typst::introspection::{Introspector, MetadataElem};
use typst::model::FootnoteEntry;
use typst::utils::PicoStr;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// More layouts than this are not tried: each mends the first fault of every chapter, and what so many do not
/// cure another will not.
const MOST_ROUNDS: usize = 16;
/// A gap above the foot of a page that is larger than this share of its height is filled with the text that follows.
const LARGEST_GAP: f64 = 0.16;
/// In points.
const MILLIMETER: f64 = 72.0 / 25.4;

pub fn render(input: &PrintInput<'_>, trusted: bool) -> PrintOutput {
    let mut output = PrintOutput {
        pdf: None,
        page_map: PageMap::default(),
        facts: PrintFacts::default(),
        project: BTreeMap::new(),
        diagnostics: Vec::new(),
    };
    let Some(mut world) = BookWorld::new(&input.extra_fonts) else { return output };
    let mut diagnostics = Vec::new();
    let mut repairs = Repairs::default();
    let mut ever_off: BTreeSet<String> = BTreeSet::new();
    for round in 1..=MOST_ROUNDS {
        output.facts.rounds = round;
        diagnostics.clear();
        let Some(project) = project(input, trusted, &repairs, &mut diagnostics) else { break };
        diagnostics.extend(project.chapters.iter().flat_map(|(_, c)| c.diagnostics.clone()));
        world.update(&project.files);
        let compiled = typst::compile::<PagedDocument>(&world);
        diagnostics.extend(compiled.warnings.iter().map(|w| tell(w, &world, &project)));
        let document = match compiled.output {
            Ok(document) => document,
            Err(errors) => {
                diagnostics.extend(errors.iter().map(|e| tell(e, &world, &project)));
                output.project = project.files;
                break;
            }
        };
        let reader = Reader::new(&world, &project);
        let off = notes_off_page(&document, &project);
        let pages: Pages = document.pages().iter().map(|page| reader.read(&page.frame)).collect();
        let stranded = stranded_headings(&pages, &project);
        let print = &input.resolved.book().settings.print;
        let bottom = f64::from(print.trim.height.0 - print.margins.bottom.0) / 1000.0 * MILLIMETER;
        let gaps = gaps(&pages, &project, bottom);
        ever_off.extend(off.iter().map(|o| o.anchor.clone()));
        output.facts.pages = document.pages().len();
        output.facts.notes = project.chapters.iter().map(|(_, c)| c.notes.len()).sum();
        output.facts.off_page = off.len();
        output.facts.repaired = ever_off.len() - off.len();
        if round < MOST_ROUNDS && repair(&off, &stranded, &gaps, &mut repairs) {
            continue;
        }
        let folios: Vec<String> = document.pages().iter().map(folio).collect();
        diagnostics.extend(off.iter().map(|note| note.tell(&folios)));
        diagnostics.extend(stranded.iter().map(|heading| {
            let page = folios.get(heading.page).cloned().unwrap_or_default();
            Diagnostic::warning("print/heading-stranded", "the heading is the last line of its page")
                .at(heading.span)
                .on_page(page)
                .help("shorten or lengthen the text before it by a line")
        }));
        if footnotes(&input.resolved.book().settings).restart == NoteRestart::Page {
            diagnostics.extend(broken_sequences(&document, &folios));
        }
        output.page_map = page_map(&document, &pages, input.resolved);
        if !has_errors(&diagnostics) {
            output.pdf = write_pdf(&document, &world, &project, input, &mut diagnostics);
        }
        output.project = project.files;
        break;
    }
    // What this layout did not use is forgotten: a long-lived `serve` must not grow without end.
    typst::comemo::evict(10);
    output.diagnostics = diagnostics;
    output
}

/// A note on another page than its mark.
struct OffPage {
    anchor: String,
    division: usize,
    unit: usize,
    /// Index of the page of the mark, and of the text; none if the text is nowhere.
    mark_page: Option<usize>,
    entry_page: Option<usize>,
    span: Span,
}

impl OffPage {
    fn tell(&self, folios: &[String]) -> Diagnostic {
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

fn notes_off_page(document: &PagedDocument, project: &Project) -> Vec<OffPage> {
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
type Pages = Vec<Vec<Standing>>;

/// A heading with nothing below it on its page.
struct Stranded {
    division: usize,
    unit: usize,
    page: usize,
    span: Span,
}

fn stranded_headings(pages: &Pages, project: &Project) -> Vec<Stranded> {
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
struct Gap {
    division: usize,
    unit: usize,
    page: usize,
}

fn gaps(pages: &Pages, project: &Project, bottom: f64) -> Vec<Gap> {
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

/// Mends the first fault of each division: what stands behind it will come to stand elsewhere. A unit that
/// lost its note is held together, and where that does not help, starts a page. Says whether anything new was tried.
fn repair(off: &[OffPage], stranded: &[Stranded], gaps: &[Gap], repairs: &mut Repairs) -> bool {
    // By division: page, unit and fixes in the order in which they are tried.
    let mut first: BTreeMap<usize, (usize, usize, &[Fix])> = BTreeMap::new();
    let mut fault = |division: usize, page: usize, unit: usize, fixes: &'static [Fix]| {
        if fixes.iter().all(|fix| repairs.has(division, unit, *fix)) {
            return;
        }
        let known = first.entry(division).or_insert((page, unit, fixes));
        if (page, unit) < (known.0, known.1) {
            *known = (page, unit, fixes);
        }
    };
    for note in off {
        fault(note.division, note.mark_page.unwrap_or_default(), note.unit, &[Fix::Together, Fix::NewPage]);
    }
    for heading in stranded {
        fault(heading.division, heading.page, heading.unit, &[Fix::NewPage]);
    }
    for gap in gaps {
        fault(gap.division, gap.page, gap.unit, &[Fix::Float]);
    }
    let mut tried = false;
    for (division, (_, unit, fixes)) in first {
        tried |= fixes.iter().any(|fix| repairs.insert(division, unit, *fix));
    }
    tried
}

/// Pages whose notes are not numbered 1, 2, 3 … in their order.
fn broken_sequences(document: &PagedDocument, folios: &[String]) -> Vec<Diagnostic> {
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

fn write_pdf(
    document: &PagedDocument,
    world: &BookWorld,
    project: &Project,
    input: &PrintInput<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Vec<u8>> {
    let settings = &input.resolved.book().settings;
    let names: Vec<PdfStandard> = settings.print.standard.iter().filter_map(|name| standard(name)).collect();
    let standards = match PdfStandards::new(&names) {
        Ok(standards) => standards,
        Err(error) => {
            diagnostics.push(
                Diagnostic::error("print/standard", format!("these standards do not go together: {}", error.message()))
                    .help("write `standard = [\"a-2a\", \"ua-1\"]` under `[print]`"),
            );
            return None;
        }
    };
    // PDF/A demands a date; without one in book.toml it is a fixed one, since no clock is read.
    let day = input.date.as_deref().and_then(day).or_else(|| Datetime::from_ymd_hms(2000, 1, 1, 0, 0, 0));
    let options = PdfOptions {
        ident: Smart::Custom(settings.book.identifier.clone()),
        creator: Smart::Custom(Some(format!("Kaiben {}", env!("CARGO_PKG_VERSION")))),
        timestamp: day.map(Timestamp::new_utc),
        standards,
        ..PdfOptions::default()
    };
    match typst_pdf::pdf(document, &options) {
        Ok(pdf) => Some(pdf),
        Err(errors) => {
            diagnostics.extend(errors.iter().map(|e| tell(e, world, project)));
            None
        }
    }
}

fn day(text: &str) -> Option<Datetime> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Datetime::from_ymd_hms(year, month, day, 0, 0, 0)
}

fn standard(name: &str) -> Option<PdfStandard> {
    Some(match name {
        "a-1b" => PdfStandard::A_1b,
        "a-1a" => PdfStandard::A_1a,
        "a-2b" => PdfStandard::A_2b,
        "a-2u" => PdfStandard::A_2u,
        "a-2a" => PdfStandard::A_2a,
        "a-3b" => PdfStandard::A_3b,
        "a-3u" => PdfStandard::A_3u,
        "a-3a" => PdfStandard::A_3a,
        "a-4" => PdfStandard::A_4,
        "a-4f" => PdfStandard::A_4f,
        "a-4e" => PdfStandard::A_4e,
        "ua-1" => PdfStandard::Ua_1,
        _ => return None,
    })
}

