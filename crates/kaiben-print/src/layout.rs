//! Layout in rounds: compile, compare every note with its mark, hold together what went apart, again.

use crate::emit::Repairs;
use crate::project::{Project, project};
use crate::told::tell;
use crate::world::BookWorld;
use crate::{PrintFacts, PrintInput, PrintOutput, pages};
use kaiben_model::PageMap;
use kaiben_source::{Diagnostic, Span, has_errors};
use std::collections::BTreeMap;
use typst::foundations::{Datetime, NativeElement, Smart};
use typst::introspection::Introspector;
use typst::model::FootnoteEntry;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// More layouts than this are not tried: each holds more together than the one before, and what five do not
/// cure the sixth will not.
const MOST_ROUNDS: usize = 6;

pub fn render(input: &PrintInput<'_>) -> PrintOutput {
    let mut diagnostics = Vec::new();
    let mut output = PrintOutput {
        pdf: None,
        page_map: PageMap::default(),
        facts: PrintFacts::default(),
        project: BTreeMap::new(),
        diagnostics: Vec::new(),
    };
    let mut repairs = Repairs::default();
    let mut first_off = 0;
    for round in 1..=MOST_ROUNDS {
        output.facts.rounds = round;
        diagnostics.clear();
        let Some(project) = project(input, &repairs, &mut diagnostics) else { break };
        let Some(world) = BookWorld::new(&project.files, &input.extra_fonts) else { break };
        let compiled = typst::compile::<PagedDocument>(&world);
        diagnostics.extend(project.chapters.iter().flat_map(|(_, c)| c.diagnostics.clone()));
        diagnostics.extend(compiled.warnings.iter().map(|w| tell(w, &world, &project)));
        let document = match compiled.output {
            Ok(document) => document,
            Err(errors) => {
                diagnostics.extend(errors.iter().map(|e| tell(e, &world, &project)));
                output.project = project.files;
                break;
            }
        };
        let off = notes_off_page(&document, &project);
        output.facts.pages = document.pages().len();
        output.facts.notes = project.chapters.iter().map(|(_, c)| c.notes.len()).sum();
        if round == 1 {
            first_off = off.len();
        }
        output.facts.off_page = off.len();
        output.facts.repaired = first_off.saturating_sub(off.len());
        if !off.is_empty() && round < MOST_ROUNDS && hold_together(&off, &mut repairs) {
            continue;
        }
        for note in &off {
            diagnostics.push(
                Diagnostic::error(
                    "print/note-off-page",
                    format!("the note is printed on page {}, its mark stands on page {}", note.entry_page, note.mark_page),
                )
                .at(note.span)
                .help("shorten the paragraph or the note, or start a new paragraph before it"),
            );
        }
        output.page_map = pages::page_map(&document, &world, &project, input.resolved);
        if !has_errors(&diagnostics) {
            output.pdf = write_pdf(&document, &world, &project, input, &mut diagnostics);
        }
        output.project = project.files;
        break;
    }
    output.diagnostics = diagnostics;
    output
}

/// A note on another page than its mark.
struct OffPage {
    anchor: String,
    division: usize,
    block: usize,
    mark_page: usize,
    entry_page: usize,
    span: Span,
}

fn notes_off_page(document: &PagedDocument, project: &Project) -> Vec<OffPage> {
    let introspector = document.introspector();
    let page = |location| introspector.page(location).map_or(0, std::num::NonZeroUsize::get);
    let mut off = Vec::new();
    for entry in introspector.query(&FootnoteEntry::ELEM.select()) {
        let Some(packed) = entry.to_packed::<FootnoteEntry>() else { continue };
        let (Some(entry_location), Some(mark_location)) = (entry.location(), packed.note.location()) else { continue };
        let (entry_page, mark_page) = (page(entry_location), page(mark_location));
        if entry_page == mark_page {
            continue;
        }
        let anchor = packed.note.label().map(|l| l.resolve().to_string()).unwrap_or_default();
        for (division, (_, chapter)) in project.chapters.iter().enumerate() {
            if let (Some(block), Some((_, span))) =
                (chapter.note_blocks.get(&anchor), chapter.notes.iter().find(|(a, _)| *a == anchor))
            {
                off.push(OffPage { anchor: anchor.clone(), division, block: *block, mark_page, entry_page, span: *span });
            }
        }
    }
    off.sort_by(|a, b| (a.division, a.block, &a.anchor).cmp(&(b.division, b.block, &b.anchor)));
    off.dedup_by(|a, b| a.anchor == b.anchor);
    off
}

/// Holds together what went apart: first the block, then, where that did not help, the block starts a page.
/// Says whether anything new was tried.
fn hold_together(off: &[OffPage], repairs: &mut Repairs) -> bool {
    let mut tried = false;
    for note in off {
        let place = (note.division, note.block);
        tried |= if repairs.together.contains(&place) { repairs.new_page.insert(place) } else { repairs.together.insert(place) };
    }
    tried
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

