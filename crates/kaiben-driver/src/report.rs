//! `report.json`, and the removal of outputs.

use crate::build::{BuiltBook, BuiltEdition};
use kaiben_model::{BlockKind, Resolved, walk};
use kaiben_print::PrintFacts;
use kaiben_source::Diagnostic;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// What a build tells about a book, as written to `report.json`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Version of the program.
    pub kaiben: String,
    /// Slug of the book.
    pub book: String,
    /// The editions.
    pub editions: Vec<BuiltEdition>,
    /// Pages of the printed book; 0 without a print edition.
    pub pages: usize,
    /// Its notes.
    pub notes: NotesReport,
    /// Number of tables.
    pub tables: usize,
    /// Number of figures.
    pub figures: usize,
    /// Number of glossary terms.
    pub terms: usize,
    /// Characters that no face has.
    pub missing_glyphs: Vec<String>,
    /// How often each kind of finding came up.
    pub diagnostics: BTreeMap<String, usize>,
    /// The steps of the build.
    pub tasks: Vec<TaskReport>,
}

/// The notes of a book.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotesReport {
    /// All notes, those under tables included.
    pub count: usize,
    /// Notes printed on another page than their mark.
    pub off_page: usize,
    /// Notes that were brought back to their page.
    pub repaired: usize,
    /// Layouts that this took.
    pub rounds: usize,
}

/// A step of the build.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TaskReport {
    /// What was done.
    pub name: String,
    /// Whether it was done or still good from before.
    pub ran: bool,
    /// Why it was done.
    pub reason: String,
    /// How long it took.
    pub seconds: f64,
}

impl Report {
    /// The report of a book that was read; editions and tasks are added by the build.
    pub fn new(resolved: &Resolved, print: Option<&PrintFacts>, diagnostics: &[Diagnostic]) -> Self {
        let book = resolved.book();
        let mut notes = NotesReport::default();
        let (mut tables, mut figures) = (0, 0);
        for division in &book.divisions {
            walk::each_block(&division.blocks, &mut |block| match &block.kind {
                BlockKind::Table(_) => tables += 1,
                BlockKind::Figure(_) => figures += 1,
                _ => {}
            });
            walk::each_inline_of_blocks(&division.blocks, &mut |inline| {
                if matches!(inline.kind, kaiben_model::InlineKind::Note(_)) {
                    notes.count += 1;
                }
                walk::Descend::Yes
            });
        }
        let mut counts = BTreeMap::new();
        for diagnostic in diagnostics {
            *counts.entry(diagnostic.code.to_string()).or_insert(0) += 1;
        }
        if let Some(print) = print {
            notes.off_page = print.off_page;
            notes.repaired = print.repaired;
            notes.rounds = print.rounds;
        }
        Self {
            kaiben: env!("CARGO_PKG_VERSION").to_owned(),
            book: book.settings.book.slug.clone(),
            pages: print.map_or(0, |p| p.pages),
            notes,
            tables,
            figures,
            terms: book.glossary.terms.len(),
            diagnostics: counts,
            ..Self::default()
        }
    }

    /// The report as the bytes of `report.json`.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }
}

impl BuiltBook {
    /// Whether the book has errors, so that nothing was written.
    pub fn failed(&self) -> bool {
        kaiben_source::has_errors(&self.diagnostics)
    }
}

/// Removes the output folder of a book. Only a folder that the program made is removed: one that holds its
/// database, its lock or its report.
///
/// # Errors
/// The operating system's error; a folder that is not ours.
pub fn clean_outputs(folder: &Path) -> io::Result<bool> {
    if !folder.exists() {
        return Ok(false);
    }
    // A book that never built has the lock only.
    let ours = [crate::unchanged::DATABASE, crate::unchanged::LOCK, "report.json"];
    if !ours.iter().any(|name| folder.join(name).exists()) {
        let text = format!("`{}` was not made by kaiben; nothing was removed", folder.display());
        return Err(io::Error::new(io::ErrorKind::InvalidInput, text));
    }
    std::fs::remove_dir_all(folder)?;
    Ok(true)
}
