//! `kaiben build`.

use crate::arguments::{BuildArguments, Deny, MessageFormat};
use crate::output::{Progress, tell};
use crate::table::Table;
use crate::{Status, fail};
use kaiben_driver::{BuildOptions, BuiltBook, Target, build_book, build_books, dependencies, find_books};
use std::path::{Path, PathBuf};

pub fn run(arguments: &BuildArguments) -> Status {
    let books = match find_books(&arguments.book) {
        Ok(books) => books,
        Err(error) => return fail(&error.to_string(), Status::BadUsage),
    };
    if let Some(jobs) = arguments.jobs
        && let Err(error) = kaiben_driver::use_processors(jobs)
    {
        return fail(&error, Status::BadUsage);
    }
    build_all(&books, arguments)
}

/// Builds the books and tells what became of them.
pub fn build_all(books: &[PathBuf], arguments: &BuildArguments) -> Status {
    let mut targets: Vec<Target> = arguments.target.iter().map(|&t| t.into()).collect();
    if targets.is_empty() {
        targets = vec![Target::Pdf, Target::Epub, Target::Html];
    }
    if arguments.single_file {
        targets.push(Target::SingleFile);
    }
    targets.sort_unstable();
    targets.dedup();
    let several = books.len() > 1;
    let build = |folder: &Path| {
        let name = name_of(folder);
        let options = BuildOptions {
            targets: targets.clone(),
            // Books of a catalogue share one output folder without writing over each other.
            out: arguments.out.as_ref().map(|out| if several { out.join(&name) } else { out.clone() }),
            force: arguments.force,
            dry_run: arguments.dry_run,
            deny_warnings: arguments.telling.deny == Some(Deny::Warnings),
        };
        let progress = Progress::start(&name, &arguments.telling);
        let result = build_book(folder, &options, &|event| progress.event(event));
        progress.finish();
        result
    };
    let mut status = Status::Good;
    let mut table = Table::new();
    let mut finished = Vec::new();
    build_books(books, kaiben_driver::processors(), !arguments.fail_fast, &build, &mut |folder, outcome| {
        let name = name_of(folder);
        status = status.max(match outcome {
            Some(Ok(built)) => {
                let (errors, warnings) = tell(&built.diagnostics, &built.sources, &arguments.telling);
                table.add(&name, &built, errors, warnings);
                let status = summarize(&built, errors, warnings, several, arguments);
                finished.push(built);
                status
            }
            Some(Err(error)) => {
                table.add_state(&name, "not written");
                fail(&format!("the outputs of `{}` cannot be written: {error}", folder.display()), Status::Failure)
            }
            None => {
                table.add_state(&name, "not begun");
                Status::Good
            }
        });
    });
    if several && !arguments.telling.quiet && arguments.telling.message_format != MessageFormat::Json {
        print!("{}", table.render());
    }
    if let Some(path) = &arguments.deps
        && status == Status::Good
        && !arguments.dry_run
    {
        let finished: Vec<&BuiltBook> = finished.iter().collect();
        let json = path.extension().is_some_and(|e| e == "json");
        let text = if json { dependencies::json(&finished) } else { dependencies::makefile(&finished) };
        if let Err(error) = kaiben_driver::write_file(path, text.into_bytes()) {
            return fail(&format!("`{}` cannot be written: {error}", path.display()), Status::Failure);
        }
    }
    status
}

fn name_of(folder: &Path) -> String {
    folder.file_name().map_or_else(|| folder.display().to_string(), |n| n.to_string_lossy().into_owned())
}

fn summarize(built: &BuiltBook, errors: usize, warnings: usize, several: bool, arguments: &BuildArguments) -> Status {
    let telling = &arguments.telling;
    let folder = built.folder.display();
    if errors > 0 {
        let kept = if built.out.join("report.json").exists() { "; the last good outputs stay as they are" } else { "" };
        eprintln!("error: {folder}: {} in the manuscript, nothing was written{kept}", count(errors, "error"));
        return Status::BadManuscript;
    }
    if telling.quiet || telling.message_format == MessageFormat::Json {
        return Status::Good;
    }
    if arguments.why || arguments.dry_run {
        for reason in &built.reasons {
            println!("{folder}: {reason}");
        }
    }
    if let Some(report) = &built.report
        && !arguments.dry_run
    {
        // Of a catalogue the table at the end tells.
        if several && !telling.verbose {
            return Status::Good;
        }
        let state = if built.reasons.is_empty() { "up to date" } else { "built" };
        for edition in &report.editions {
            let size = size(edition.bytes);
            println!("{state}  {}  ({size}, {:.1} s)", built.out.join(edition.first_file()).display(), edition.seconds);
        }
        if report.pages > 0 {
            let notes = report.notes.count;
            println!("{folder}: {}, {}, {} and {}", count(report.pages, "page"), count(notes, "note"), count(report.tables, "table"), count(report.figures, "figure"));
        }
    } else if built.reasons.is_empty() {
        println!("{folder}: up to date");
    }
    if warnings > 0 {
        eprintln!("{folder}: {}", count(warnings, "warning"));
    }
    Status::Good
}

fn size(bytes: u64) -> String {
    if bytes < 1_000_000 { format!("{} KB", bytes.div_ceil(1000)) } else { format!("{:.1} MB", bytes as f64 / 1e6) }
}

/// `1 error`, `2 errors`.
pub fn count(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}
