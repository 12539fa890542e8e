//! Building one book.

use crate::dependencies::Dependencies;
use crate::editions::{Target, render_editions};
use crate::pipeline::prepare;
use crate::report::{Report, TaskReport};
use crate::unchanged::{self, DATABASE, LOCK, Told};
use kaiben_build::Database;
use kaiben_source::{
    Diagnostic, FolderWorkspace, OutputLock, Severity, Sources, content_hash, has_errors, recover_outputs, write_outputs,
};
use serde::{Deserialize, Serialize};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// How to build.
#[derive(Debug, Clone)]
pub struct BuildOptions {
    /// The editions, without doubles.
    pub targets: Vec<Target>,
    /// The output folder; `build` in the book's folder where none is named.
    pub out: Option<PathBuf>,
    /// Build also what is up to date.
    pub force: bool,
    /// Say what would be built and build nothing.
    pub dry_run: bool,
    /// Warnings count as errors.
    pub deny_warnings: bool,
}

/// What is told while a book is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event<'a> {
    /// What is done now.
    Step(&'a str),
    /// Another program writes into this output folder; the build waits for it.
    Waiting(&'a Path),
}

/// One edition as written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BuiltEdition {
    /// Its name on the command line.
    pub target: String,
    /// Path relative to the output folder.
    pub path: String,
    /// Size of the file, or of all files of the folder.
    pub bytes: u64,
    /// Hash of the file; of a folder, the hash of the list of its files and their hashes.
    pub sha256: String,
    /// How long it took to make.
    pub seconds: f64,
}

impl BuiltEdition {
    /// The file to open, relative to the output folder.
    pub fn first_file(&self) -> String {
        match self.path.as_str() {
            "html" => "html/index.html".to_owned(),
            "typst" => "typst/main.typ".to_owned(),
            path => path.to_owned(),
        }
    }
}

/// What became of a book.
pub struct BuiltBook {
    /// The book's folder.
    pub folder: PathBuf,
    /// The output folder.
    pub out: PathBuf,
    /// Everything found.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that the diagnostics point into.
    pub sources: Sources,
    /// The report; none if the book has errors.
    pub report: Option<Report>,
    /// Why editions were built, in words; empty if all were up to date.
    pub reasons: Vec<String>,
    /// What its editions depend on; empty if it has errors.
    pub dependencies: Dependencies,
    /// How long it took.
    pub seconds: f64,
}

/// Builds one book. Errors of the book are diagnostics, and nothing is written then.
///
/// # Errors
/// The operating system's, when outputs cannot be written.
pub fn build_book(folder: &Path, options: &BuildOptions, tell: &(dyn Fn(Event<'_>) + Sync)) -> io::Result<BuiltBook> {
    let start = Instant::now();
    let progress = |step: &str| tell(Event::Step(step));
    let workspace = FolderWorkspace::new(folder);
    let out = options.out.clone().unwrap_or_else(|| folder.join("build"));
    // Held to the end of this function. A dry run writes nothing and needs no lock.
    let _lock = if options.dry_run {
        None
    } else {
        let lock = OutputLock::take(&out.join(LOCK), &|| tell(Event::Waiting(&out)))?;
        recover_outputs(&out);
        Some(lock)
    };
    let name = folder_name(folder);
    let mut database = unchanged::read_database(&out);
    let reasons = unchanged::reasons(&database, &options.targets, &workspace, &out, &name, options.force);
    let told_reasons: Vec<String> = reasons.iter().map(|(t, r)| format!("{}: {r}", t.name())).collect();
    if reasons.is_empty()
        && let Some((told, sources)) = unchanged::told_before(&database, &options.targets, &workspace)
    {
        let mut report = told.report;
        for task in &mut report.tasks {
            task.ran = false;
            task.reason = "up to date".to_owned();
            task.seconds = 0.0;
        }
        let mut diagnostics = told.diagnostics;
        deny(&mut diagnostics, options.deny_warnings);
        if !has_errors(&diagnostics) && !options.dry_run {
            let tree = report_tree(&report, None);
            write_outputs(&out, &tree)?;
        }
        return Ok(BuiltBook {
            dependencies: dependencies(&database, &report, folder, &out),
            folder: folder.into(),
            out,
            diagnostics,
            sources,
            report: Some(report),
            reasons: Vec::new(),
            seconds: start.elapsed().as_secs_f64(),
        });
    }
    let built = |diagnostics, sources, report| BuiltBook {
        folder: folder.into(),
        out: out.clone(),
        diagnostics,
        sources,
        report,
        reasons: told_reasons.clone(),
        dependencies: Dependencies::default(),
        seconds: start.elapsed().as_secs_f64(),
    };
    if options.dry_run {
        return Ok(built(Vec::new(), Sources::default(), None));
    }

    // A workspace of its own: the one above has looked at everything that any earlier build read.
    let workspace = FolderWorkspace::new(folder);
    progress("reading");
    let prepared = prepare(&workspace, &name);
    let (sources, mut diagnostics, steps) = (prepared.sources, prepared.diagnostics, prepared.steps);
    let Some(resolved) = prepared.resolved else {
        sort(&mut diagnostics);
        return Ok(built(diagnostics, sources, None));
    };
    diagnostics.extend(kaiben_print::check_characters(&resolved, &crate::editions::book_fonts(&workspace)));
    if has_errors(&diagnostics) {
        sort(&mut diagnostics);
        return Ok(built(diagnostics, sources, None));
    }
    let editions = render_editions(&resolved, &sources, &workspace, &options.targets, &mut diagnostics, &|t| progress(t.name()));
    deny(&mut diagnostics, options.deny_warnings);
    sort(&mut diagnostics);
    if has_errors(&diagnostics) {
        return Ok(built(diagnostics, sources, None));
    }

    let mut report = Report::new(&resolved, editions.print.as_ref(), &diagnostics);
    let slug = resolved.book().settings.book.slug.clone();
    for &target in &options.targets {
        let seconds = editions.seconds.iter().find(|(t, _)| *t == target).map_or(0.0, |(_, s)| *s);
        if let Some(edition) = describe(target, &slug, &editions.outputs, seconds) {
            report.editions.push(edition);
        }
    }
    let first_reason = reasons.first().map_or_else(|| "forced".to_owned(), |(_, r)| r.to_string());
    report.tasks = steps
        .into_iter()
        .chain(editions.seconds.iter().map(|(t, s)| (format!("make {}", t.name()), *s)))
        .map(|(name, seconds)| TaskReport { name, ran: true, reason: first_reason.clone(), seconds })
        .collect();
    let told = Told {
        sources: sources.iter().map(|(_, f)| f.path.clone()).collect(),
        diagnostics: diagnostics.clone(),
        report: report.clone(),
    };
    progress("writing");
    unchanged::remember(&mut database, &options.targets, &workspace, &editions.outputs, &name, &slug, &told);
    write_outputs(&out, &editions.outputs)?;
    // The database last: an interruption before this only means that the next build does the work again.
    write_outputs(&out, &report_tree(&report, Some(database.to_bytes())))?;
    let dependencies = dependencies(&database, &report, folder, &out);
    Ok(BuiltBook { dependencies, ..built(diagnostics, sources, Some(report)) })
}

fn dependencies(database: &Database, report: &Report, folder: &Path, out: &Path) -> Dependencies {
    let tasks = report.editions.iter().map(|e| e.target.as_str());
    Dependencies::new(database, tasks, report.editions.iter().map(BuiltEdition::first_file), folder, out)
}

fn report_tree(report: &Report, database: Option<Vec<u8>>) -> kaiben_source::OutputTree {
    let mut tree = kaiben_source::OutputTree::default();
    tree.files.insert("report.json".to_owned(), report.to_bytes());
    if let Some(database) = database {
        tree.files.insert(DATABASE.to_owned(), database);
    }
    tree
}

fn describe(target: Target, slug: &str, outputs: &kaiben_source::OutputTree, seconds: f64) -> Option<BuiltEdition> {
    let path = target.path(slug);
    let (bytes, sha256) = if let Some(file) = outputs.files.get(&path) {
        (file.len() as u64, content_hash(file))
    } else {
        let files = outputs.folders.get(&path)?;
        let list: String = files.iter().map(|(name, bytes)| format!("{}  {name}\n", content_hash(bytes))).collect();
        (files.values().map(|b| b.len() as u64).sum(), content_hash(list.as_bytes()))
    };
    Some(BuiltEdition { target: target.name().to_owned(), path, bytes, sha256, seconds })
}

/// The name of a folder; `.` and `..` are followed first.
pub fn folder_name(folder: &Path) -> String {
    let real = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    real.file_name().map_or_else(|| "book".to_owned(), |n| n.to_string_lossy().into_owned())
}

/// In the order of the manuscript's files and of the places in them; what has no place comes first.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by_key(|d| d.span.map(|s| (s.file, s.start, s.end)));
}

fn deny(diagnostics: &mut [Diagnostic], deny_warnings: bool) {
    if deny_warnings {
        for diagnostic in diagnostics.iter_mut().filter(|d| d.severity == Severity::Warning) {
            diagnostic.severity = Severity::Error;
        }
    }
}
