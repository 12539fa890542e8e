//! What is shown: findings, progress.

use crate::arguments::{MessageFormat, Telling};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use kaiben_driver::{Diagnostic, Event, Severity, Sources, render};
use std::io::{IsTerminal, Write};
use std::time::Duration;

/// Tells the findings of one book and returns how many errors and warnings there were.
pub fn tell(diagnostics: &[Diagnostic], sources: &Sources, telling: &Telling) -> (usize, usize) {
    let color = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let (mut errors, mut warnings) = (0, 0);
    for diagnostic in diagnostics {
        match diagnostic.severity {
            Severity::Error => errors += 1,
            Severity::Warning => warnings += 1,
            Severity::Info => {
                if !telling.verbose && telling.message_format != MessageFormat::Json {
                    continue;
                }
            }
        }
        // A reader that closes the pipe early wants no more; that is no failure of ours.
        let _ = match telling.message_format {
            MessageFormat::Human => writeln!(std::io::stderr(), "{}\n", render::render_human(diagnostic, sources, color)),
            MessageFormat::Short => writeln!(std::io::stderr(), "{}", render::render_short(diagnostic, sources)),
            MessageFormat::Json => writeln!(std::io::stdout(), "{}", render::render_json(diagnostic, sources)),
        };
    }
    (errors, warnings)
}

/// The line that says what is being done, on a terminal only.
pub struct Progress {
    bar: ProgressBar,
    book: String,
}

impl Progress {
    /// Starts the line for a book.
    pub fn start(book: &str, telling: &Telling) -> Self {
        let shown = std::io::stderr().is_terminal() && !telling.quiet && telling.message_format != MessageFormat::Json;
        let bar = ProgressBar::new_spinner();
        bar.set_draw_target(if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() });
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(100));
        Self { bar, book: book.to_owned() }
    }

    /// Names what is being done.
    pub fn step(&self, step: &str) {
        self.bar.set_message(format!("{}: {step}", self.book));
    }

    /// Shows what a build tells.
    pub fn event(&self, event: Event<'_>) {
        match event {
            Event::Step(step) => self.step(step),
            Event::Waiting(out) => {
                self.bar.suspend(|| eprintln!("{}: waiting for another build that writes to `{}`", self.book, out.display()));
            }
        }
    }

    /// Takes the line away.
    pub fn finish(self) {
        self.bar.finish_and_clear();
    }
}
