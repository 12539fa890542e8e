//! `kaiben check`.

use crate::arguments::{CheckArguments, Deny, MessageFormat};
use crate::build::count;
use crate::output::{Progress, tell};
use crate::{Status, fail};
use kaiben_driver::{apply_fixes, check_book, find_books};

pub fn run(arguments: &CheckArguments) -> Status {
    let books = match find_books(&arguments.book) {
        Ok(books) => books,
        Err(error) => return fail(&error.to_string(), Status::BadUsage),
    };
    let telling = &arguments.telling;
    let mut status = Status::Good;
    for folder in &books {
        let name = folder.display().to_string();
        let progress = Progress::start(&name, telling);
        let mut checked = check_book(folder, &|step| progress.step(step));
        if arguments.fix {
            match apply_fixes(folder, &checked) {
                Ok(0) => {}
                Ok(applied) => {
                    eprintln!("{name}: {applied} fixes applied");
                    checked = check_book(folder, &|step| progress.step(step));
                }
                Err(error) => return fail(&format!("the fixes cannot be written: {error}"), Status::Failure),
            }
        }
        progress.finish();
        let (errors, warnings) = tell(&checked.diagnostics, &checked.sources, telling);
        if errors > 0 || (warnings > 0 && telling.deny == Some(Deny::Warnings)) {
            status = status.max(Status::BadManuscript);
        }
        if !telling.quiet && telling.message_format != MessageFormat::Json {
            println!("{name}: {}, {}", count(errors, "error"), count(warnings, "warning"));
        }
    }
    status
}
