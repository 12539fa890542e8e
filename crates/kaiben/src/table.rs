//! The table at the end of a catalogue's build.

use kaiben_driver::BuiltBook;
use unicode_width::UnicodeWidthStr;

/// The rows so far.
pub struct Table(Vec<[String; 6]>);

impl Table {
    /// A table with its head.
    pub fn new() -> Self {
        Self(vec![["book", "", "pages", "errors", "warnings", "seconds"].map(str::to_owned)])
    }

    /// Adds a book that was begun.
    pub fn add(&mut self, name: &str, built: &BuiltBook, errors: usize, warnings: usize) {
        let state = match (errors, built.reasons.is_empty()) {
            (1.., _) => "failed",
            (0, true) => "up to date",
            (0, false) => "built",
        };
        let pages = built.report.as_ref().map_or_else(String::new, |r| r.pages.to_string());
        let seconds = format!("{:.1}", built.seconds);
        self.0.push([name.to_owned(), state.to_owned(), pages, errors.to_string(), warnings.to_string(), seconds]);
    }

    /// Adds a book of which only the state is known.
    pub fn add_state(&mut self, name: &str, state: &str) {
        self.0.push([name, state, "", "", "", ""].map(str::to_owned));
    }

    /// The table as text, names on the left and numbers on the right of their columns.
    pub fn render(&self) -> String {
        let width = |column: usize| self.0.iter().map(|row| row[column].width()).max().unwrap_or(0);
        let mut text = String::new();
        for row in &self.0 {
            let cells: Vec<String> = row
                .iter()
                .enumerate()
                .map(|(column, cell)| {
                    let gap = " ".repeat(width(column) - cell.width());
                    if column < 2 { format!("{cell}{gap}") } else { format!("{gap}{cell}") }
                })
                .collect();
            text.push_str(cells.join("  ").trim_end());
            text.push('\n');
        }
        text
    }
}
