//! The print edition: a resolved book as Typst source in code mode, laid out by the embedded engine, checked
//! page by page, and written as PDF. The only crate that names typst.
//!
//! 1. [`project`] writes one file per division, calling functions of the template's prelude.
//! 2. [`layout`] compiles it, compares the page of every note with that of its mark, and repairs in rounds.
//! 3. [`pages`] makes the page map from the laid-out pages.

mod containers;
mod emit;
mod faults;
mod fonts;
mod inlines;
mod layout;
mod layouts;
mod math;
mod pages;
mod pdf;
mod project;
mod reading;
mod running;
mod tables;
mod told;
mod world;
mod writer;

#[cfg(test)]
mod tests;

pub use fonts::{FaceInfo, check_characters, faces, files as font_files};

use kaiben_model::{PageMap, Resolved};
use kaiben_source::{Diagnostic, Sources};
use std::collections::BTreeMap;

/// What the print edition is made from.
pub struct PrintInput<'a> {
    /// The book.
    pub resolved: &'a Resolved,
    /// The manuscript, for places.
    pub sources: &'a Sources,
    /// Files that take the place of bundled templates, by name such as `print/report/prelude.typ`.
    pub templates: &'a dyn Fn(&str) -> Option<Vec<u8>>,
    /// The book's own faces.
    pub extra_fonts: Vec<Vec<u8>>,
    /// The day that stands in the PDF, `YYYY-MM-DD`; no clock is read.
    pub date: Option<String>,
}

/// What came of it.
pub struct PrintOutput {
    /// The PDF; none if a diagnostic is an error.
    pub pdf: Option<Vec<u8>>,
    /// Where things are.
    pub page_map: PageMap,
    /// What the layout says of itself.
    pub facts: PrintFacts,
    /// The project without its faces (see [`font_files`]): `main.typ`, template, chapters, pictures.
    pub project: BTreeMap<String, Vec<u8>>,
    /// Everything found.
    pub diagnostics: Vec<Diagnostic>,
}

/// What the layout says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PrintFacts {
    /// Pages, blank ones included.
    pub pages: usize,
    /// Notes at the foot of pages.
    pub notes: usize,
    /// Notes that are on another page than their mark.
    pub off_page: usize,
    /// Notes that an earlier round had on another page.
    pub repaired: usize,
    /// Layouts that it took.
    pub rounds: usize,
}

/// Makes the print edition. Raw Typst in the book is an error.
pub fn render_pdf(input: &PrintInput<'_>) -> PrintOutput {
    layout::render(input, false)
}

/// Makes the print edition of a book whose folder the user trusts: its raw Typst runs.
pub fn render_trusted_pdf(input: &PrintInput<'_>) -> PrintOutput {
    layout::render(input, true)
}
