//! What can be typed.

use clap::{Args, Parser, Subcommand, ValueEnum};
use kaiben_driver::Target;
use std::path::PathBuf;

/// One Markdown manuscript, three editions: a print-ready PDF, an EPUB 3 and a web site.
#[derive(Debug, Parser)]
#[command(name = "kaiben", version, arg_required_else_help = true)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make the editions of a book, or of each book in a folder
    Build(BuildArguments),
    /// Tell everything that is wrong in a book; write nothing
    Check(CheckArguments),
    /// Make a small complete book to start from
    New {
        /// A new folder
        folder: PathBuf,
    },
    /// Remove what was built
    Clean {
        /// A folder with book.toml, or a folder of such folders
        #[arg(default_value = ".")]
        book: PathBuf,
    },
    /// List the faces that the program brings
    Fonts,
    /// Print the completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the man page
    Man,
}

/// `kaiben build`.
#[derive(Debug, Args)]
pub struct BuildArguments {
    /// A folder with book.toml, or a folder of such folders
    #[arg(default_value = ".")]
    pub book: PathBuf,
    /// An edition; may be given several times [default: pdf, epub, html]
    #[arg(long, value_name = "EDITION")]
    pub target: Vec<TargetArgument>,
    /// Make the web site also as one file with everything inside
    #[arg(long)]
    pub single_file: bool,
    /// Where to write [default: BOOK/build]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Processors to use [default: all]
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<usize>,
    /// Say what would be built; build nothing
    #[arg(short = 'n', long)]
    pub dry_run: bool,
    /// Say why each edition is built
    #[arg(long)]
    pub why: bool,
    /// Build also what is up to date
    #[arg(long)]
    pub force: bool,
    /// Build the other books of a catalogue also when one has failed (the default)
    #[arg(short, long, overrides_with = "fail_fast")]
    pub keep_going: bool,
    /// Begin no further book of a catalogue when one has failed
    #[arg(long, overrides_with = "keep_going")]
    pub fail_fast: bool,
    /// Write what the editions depend on: a JSON document if FILE ends in `.json`, else rules for make
    #[arg(long, value_name = "FILE")]
    pub deps: Option<PathBuf>,
    /// How findings are told
    #[command(flatten)]
    pub telling: Telling,
}

/// `kaiben check`.
#[derive(Debug, Args)]
pub struct CheckArguments {
    /// A folder with book.toml, or a folder of such folders
    #[arg(default_value = ".")]
    pub book: PathBuf,
    /// Apply the fixes that are safe
    #[arg(long)]
    pub fix: bool,
    /// How findings are told
    #[command(flatten)]
    pub telling: Telling,
}

/// How findings are told.
#[derive(Debug, Args)]
pub struct Telling {
    /// Form of the findings
    #[arg(long, value_enum, default_value_t = MessageFormat::Human, value_name = "FORM")]
    pub message_format: MessageFormat,
    /// Treat warnings as errors
    #[arg(long, value_name = "WHAT")]
    pub deny: Option<Deny>,
    /// Tell findings only
    #[arg(short, long)]
    pub quiet: bool,
    /// Tell also what is for information
    #[arg(short, long)]
    pub verbose: bool,
}

/// What can be denied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    /// All warnings.
    Warnings,
}

/// The forms of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    /// With source excerpts.
    Human,
    /// One line each.
    Short,
    /// One JSON object a line, on standard output.
    Json,
}

/// The editions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TargetArgument {
    /// PDF for reading and keeping.
    Pdf,
    /// EPUB 3.
    Epub,
    /// Web site.
    Html,
    /// The Typst project behind the PDF.
    Typst,
}

impl From<TargetArgument> for Target {
    fn from(argument: TargetArgument) -> Self {
        match argument {
            TargetArgument::Pdf => Self::Pdf,
            TargetArgument::Epub => Self::Epub,
            TargetArgument::Html => Self::Html,
            TargetArgument::Typst => Self::Typst,
        }
    }
}
