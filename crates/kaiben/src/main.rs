//! The command line: arguments to driver to exit status. No logic of its own.

mod arguments;
mod build;
mod check;
mod faces;
mod output;
mod table;

use arguments::{Arguments, Command};
use clap::{CommandFactory, Parser};
use kaiben_driver::{NewError, clean_outputs, find_books, new_book};
use std::path::Path;
use std::process::ExitCode;

/// 0 built; 1 errors in the manuscript; 2 wrong usage; 3 an internal or IO failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Status {
    Good = 0,
    BadManuscript = 1,
    BadUsage = 2,
    Failure = 3,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status as u8)
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let status = match arguments.command {
        Command::Build(options) => build::run(&options),
        Command::Check(options) => check::run(&options),
        Command::New { folder } => match new_book(&folder) {
            Ok(()) => {
                let name = folder.display().to_string();
                let quoted = if name.contains(char::is_whitespace) { format!("\"{name}\"") } else { name.clone() };
                println!("made a book in {name}\nbuild it with: kaiben build {quoted}");
                Status::Good
            }
            Err(error) => {
                let status = if matches!(error, NewError::NotEmpty) { Status::BadUsage } else { Status::Failure };
                fail(&format!("no book was made in `{}`: {error}", folder.display()), status)
            }
        },
        Command::Clean { book } => clean(&book),
        Command::Fonts => faces::run(),
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Arguments::command(), "kaiben", &mut std::io::stdout());
            Status::Good
        }
        Command::Man => man(),
    };
    status.into()
}

/// The pages of the program and of each command, one after the other, as `man -l -` reads them.
fn man() -> Status {
    let mut pages = Vec::new();
    let program = Arguments::command();
    let commands = program.get_subcommands().map(|c| {
        let name: &'static str = Box::leak(format!("kaiben-{}", c.get_name()).into_boxed_str());
        c.clone().name(name)
    });
    let pages_of = std::iter::once(program.clone()).chain(commands);
    for command in pages_of {
        if let Err(error) = clap_mangen::Man::new(command).render(&mut pages) {
            return fail(&format!("the man page cannot be made: {error}"), Status::Failure);
        }
    }
    // A reader that closes the pipe early wants no more; that is no failure of ours.
    let _ = std::io::Write::write_all(&mut std::io::stdout(), &pages);
    Status::Good
}

fn clean(book: &Path) -> Status {
    let books = match find_books(book) {
        Ok(books) => books,
        Err(error) => return fail(&error.to_string(), Status::BadUsage),
    };
    for folder in books {
        let out = folder.join("build");
        match clean_outputs(&out) {
            Ok(true) => println!("removed {}", out.display()),
            Ok(false) => println!("nothing to remove in {}", folder.display()),
            Err(error) => return fail(&error.to_string(), Status::Failure),
        }
    }
    Status::Good
}

fn fail(message: &str, status: Status) -> Status {
    eprintln!("error: {message}");
    status
}
