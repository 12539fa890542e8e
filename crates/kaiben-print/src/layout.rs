//! Layout in rounds: compile, compare every note with its mark, mend what went apart, again.

use crate::emit::{Fault, Fix, Repairs};
use crate::faults::{Gap, OffPage, Pages, Stranded, broken_sequences, gaps, notes_off_page, stranded_headings};
use crate::layouts::{Layout, Layouts};
use crate::pages::{folio, page_map};
use crate::pdf::write_pdf;
use crate::project::{Project, footnotes, project};
use crate::reading::{Literals, Reader};
use crate::told::tell;
use crate::world::BookWorld;
use crate::{PrintFacts, PrintInput, PrintOutput};
use kaiben_model::{NoteRestart, PageMap};
use kaiben_source::{Diagnostic, has_errors};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use typst_layout::PagedDocument;

/// More layouts than this are not tried: each mends the first fault of every chapter, and what so many do not
/// cure another will not.
const MOST_ROUNDS: usize = 16;
/// In points.
const MILLIMETER: f64 = 72.0 / 25.4;

/// A book as pages.
pub struct LaidOut {
    /// What was compiled.
    pub project: Project,
    /// In which world.
    pub world: BookWorld,
    /// The pages.
    pub document: PagedDocument,
    /// What stands on them.
    pub pages: Pages,
    /// What the layout says of itself.
    pub facts: PrintFacts,
}

pub fn render(input: &PrintInput<'_>, trusted: bool) -> PrintOutput {
    let mut diagnostics = Vec::new();
    let laid_out = lay_out(input, trusted, &mut diagnostics);
    let output = match laid_out {
        Err(project) => PrintOutput {
            pdf: None,
            page_map: PageMap::default(),
            facts: PrintFacts::default(),
            project: project.map(|p| p.files).unwrap_or_default(),
            diagnostics,
        },
        Ok(laid_out) => {
            let page_map = page_map(&laid_out.document, &laid_out.pages, input.resolved);
            let pdf = if has_errors(&diagnostics) { None } else { write_pdf(&laid_out, input, &mut diagnostics) };
            PrintOutput { pdf, page_map, facts: laid_out.facts, project: laid_out.project.files, diagnostics }
        }
    };
    // What this layout did not use is forgotten: a long-lived `serve` must not grow without end.
    typst::comemo::evict(10);
    output
}

/// Lays out until nothing is left to mend and all is settled: in drafts first, since nearly all can be mended in
/// them, then with all that hangs on pages. Where the engine refuses the project, that is what is returned.
///
/// # Errors
/// The project that could not be laid out, if there is one; the diagnostics say why.
pub fn lay_out(input: &PrintInput<'_>, trusted: bool, diagnostics: &mut Vec<Diagnostic>) -> Result<LaidOut, Option<Project>> {
    let mut world = BookWorld::new(&input.extra_fonts).ok_or(None)?;
    let settings = &input.resolved.book().settings;
    let bottom = f64::from(settings.print.trim.height.0 - settings.print.margins.bottom.0) / 1000.0 * MILLIMETER;
    let mut project = project(input, trusted, diagnostics).ok_or(None)?;
    diagnostics.extend(project.chapters.iter().flat_map(|(_, c)| c.diagnostics.clone()));
    world.update(&project.files);
    let literals = Literals::new(&world, &project);
    let mut layouts = Layouts::default();
    let mut repairs = Repairs::default();
    let mut ever_off: BTreeSet<String> = BTreeSet::new();
    let mut rounds = 1;
    let mut draft = true;
    loop {
        let layout = if draft { layouts.draft(&world) } else { layouts.next(&world) };
        let Layout { document, settled, warnings } = match layout {
            Ok(layout) => layout,
            Err(errors) => {
                diagnostics.extend(errors.iter().map(|e| tell(e, &world, &project)));
                return Err(Some(project));
            }
        };
        let faults = Faults::find(&document, &literals, &project, bottom);
        ever_off.extend(faults.off.iter().map(|o| o.anchor.clone()));
        // What is wrong is mended at once: what hangs on pages settles along with it.
        if rounds < MOST_ROUNDS && repair(&faults, &mut repairs) {
            rounds += 1;
            project.mend(&repairs);
            world.update(&project.files);
            layouts.changed();
            continue;
        }
        if !settled || std::mem::take(&mut draft) {
            continue;
        }
        diagnostics.extend(warnings.iter().map(|w| tell(w, &world, &project)));
        let Faults { pages, off, stranded, .. } = faults;
        let folios: Vec<String> = document.pages().iter().map(folio).collect();
        diagnostics.extend(off.iter().map(|note| note.tell(&folios)));
        diagnostics.extend(stranded.iter().map(|heading| heading.tell(&folios)));
        if footnotes(settings).restart == NoteRestart::Page {
            diagnostics.extend(broken_sequences(&document, &folios));
        }
        let facts = PrintFacts {
            pages: pages.len(),
            notes: project.chapters.iter().map(|(_, c)| c.notes.len()).sum(),
            off_page: off.len(),
            repaired: ever_off.len() - off.len(),
            rounds,
        };
        return Ok(LaidOut { project, world, document, pages, facts });
    }
}

/// What is wrong with a layout.
struct Faults {
    pages: Pages,
    off: Vec<OffPage>,
    stranded: Vec<Stranded>,
    gaps: Vec<Gap>,
}

impl Faults {
    fn find(document: &PagedDocument, literals: &Literals, project: &Project, bottom: f64) -> Self {
        let reader = Reader::new(project, literals);
        let pages: Pages = document.pages().par_iter().map(|page| reader.read(&page.frame)).collect();
        let off = notes_off_page(document, project);
        let stranded = stranded_headings(&pages, project);
        let gaps = gaps(&pages, project, bottom);
        Self { pages, off, stranded, gaps }
    }
}

/// Mends the first fault of each division: what stands behind it will come to stand elsewhere. Says whether
/// anything new was tried.
fn repair(Faults { off, stranded, gaps, .. }: &Faults, repairs: &mut Repairs) -> bool {
    let notes = off.iter().map(|n| (n.division, n.mark_page.unwrap_or_default(), n.unit, Fault::NoteOffPage));
    let headings = stranded.iter().map(|h| (h.division, h.page, h.unit, Fault::HeadingStranded));
    let gaps = gaps.iter().map(|g| (g.division, g.page, g.unit, Fault::Gap));
    let mut first: BTreeMap<usize, (usize, usize, BTreeSet<Fix>)> = BTreeMap::new();
    for (division, page, unit, fault) in notes.chain(headings).chain(gaps) {
        let Some(fixes) = repairs.next(division, unit, fault) else { continue };
        if first.get(&division).is_none_or(|known| (page, unit) < (known.0, known.1)) {
            first.insert(division, (page, unit, fixes));
        }
    }
    let tried = !first.is_empty();
    for (division, (_, unit, fixes)) in first {
        repairs.set(division, unit, fixes);
    }
    tried
}
