//! Reading a book and telling everything there is to tell, without writing anything.

use crate::build::{folder_name, sort};
use crate::editions::{Target, book_fonts, render_editions};
use crate::pipeline::prepare;
use kaiben_source::{Diagnostic, Fix, FolderWorkspace, OutputTree, Sources, write_outputs};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// What was found in a book.
pub struct CheckedBook {
    /// Everything found, in the order of the manuscript.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that the diagnostics point into.
    pub sources: Sources,
}

/// Checks one book: also its pages are laid out, since some findings are about pages.
pub fn check_book(folder: &Path, progress: &dyn Fn(&str)) -> CheckedBook {
    let workspace = FolderWorkspace::new(folder);
    progress("reading");
    let prepared = prepare(&workspace, &folder_name(folder));
    let (sources, mut diagnostics) = (prepared.sources, prepared.diagnostics);
    if let Some(resolved) = prepared.resolved {
        diagnostics.extend(kaiben_print::check_characters(&resolved, &book_fonts(&workspace)));
        if !kaiben_source::has_errors(&diagnostics) {
            let targets = [Target::Pdf, Target::Epub, Target::Html];
            render_editions(&resolved, &sources, &workspace, &targets, &mut diagnostics, &|t| progress(t.name()));
        }
    }
    sort(&mut diagnostics);
    CheckedBook { diagnostics, sources }
}

/// Applies the safe fixes of a check to the files of the book and returns how many were applied. Fixes that
/// overlap an earlier one wait for the next check.
///
/// # Errors
/// The operating system's, when a file cannot be written.
pub fn apply_fixes(folder: &Path, checked: &CheckedBook) -> io::Result<usize> {
    let mut by_file: BTreeMap<_, Vec<&Fix>> = BTreeMap::new();
    for fix in checked.diagnostics.iter().filter_map(|d| d.fix.as_ref()) {
        by_file.entry(fix.span.file).or_default().push(fix);
    }
    let mut tree = OutputTree::default();
    let mut applied = 0;
    for (file, mut fixes) in by_file {
        let Some(source) = checked.sources.get(file) else { continue };
        fixes.sort_by_key(|f| (f.span.start, f.span.end));
        fixes.dedup();
        let mut text = String::new();
        let mut done = 0;
        for fix in fixes {
            let range = fix.span.range();
            if range.start < done {
                continue;
            }
            let Some(kept) = source.text.get(done..range.start) else { continue };
            text.push_str(kept);
            text.push_str(&fix.replacement);
            done = range.end;
            applied += 1;
        }
        text.push_str(source.text.get(done..).unwrap_or(""));
        tree.files.insert(source.path.clone(), text.into_bytes());
    }
    write_outputs(folder, &tree)?;
    Ok(applied)
}
