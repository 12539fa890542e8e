//! The EPUB edition (EPUB 3.3, EPUB Accessibility 1.1): the only crate that names epub-builder.
//!
//! 1. [`pictures`] gives every picture an ASCII name and takes out of SVG what an e-book may not hold.
//! 2. [`pages`] makes the cover, the title page, the colophon and one XHTML page a division.
//! 3. [`checks`] holds the pages against each other: no link and no picture leads out of the publication.
//! 4. [`navigation`], [`ncx`] and [`package`] say what the book consists of; [`access`] says how it can be read.
//! 5. [`archive`] writes it all in one order and with one time, so that the same book gives the same bytes.

mod access;
mod archive;
mod checks;
mod cover;
mod item;
mod navigation;
mod ncx;
mod package;
mod page_list;
mod pages;
mod pictures;
mod svg;
mod template;
mod words;

#[cfg(test)]
mod tests;

use crate::item::Publication;
use kaiben_model::{PageMap, Resolved};
use kaiben_source::{Diagnostic, has_errors};

/// What the EPUB edition is made from.
pub struct EpubInput<'a> {
    /// The book.
    pub resolved: &'a Resolved,
    /// Where things are in the printed book, if there is one.
    pub page_map: Option<&'a PageMap>,
    /// Files that take the place of bundled templates, by name such as `epub/style.css`.
    pub templates: &'a dyn Fn(&str) -> Option<Vec<u8>>,
}

/// Makes the EPUB: its bytes, none if a diagnostic is an error, and everything found on the way.
///
/// `dcterms:modified` is the book's date at midnight UTC, and the first day that an archive can name
/// (1980-01-01) for a book without a date: no clock is read, so that the same book gives the same bytes.
pub fn render_epub(input: &EpubInput<'_>) -> (Option<Vec<u8>>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let publication = assemble(input, &mut diagnostics);
    if has_errors(&diagnostics) {
        return (None, diagnostics);
    }
    match archive::write_archive(input.resolved, &publication) {
        Ok(bytes) => (Some(bytes), diagnostics),
        Err(error) => {
            diagnostics.push(
                Diagnostic::error("epub/archive", format!("the EPUB could not be packed: {error}"))
                    .help("this is a fault of the program: please report it with the book"),
            );
            (None, diagnostics)
        }
    }
}

/// Everything that the archive will hold, in memory.
fn assemble(input: &EpubInput<'_>, diagnostics: &mut Vec<Diagnostic>) -> Publication {
    let book = input.resolved.book();
    let pictures = pictures::read_pictures(input.resolved, diagnostics);
    let cover = cover::choose_cover(book, &pictures, diagnostics);
    let templates = template::Templates::new(input.templates);
    let written = pages::write_pages(input, &pictures, &cover, &templates, diagnostics);
    let facts = access::read_facts(book, &written, &cover.item.href);
    let mut shown = written.pictures;
    // The cover goes in as such, also where a chapter shows it once more.
    shown.remove(&cover.item.href);
    if input.page_map.is_none() {
        diagnostics.push(
            Diagnostic::info("epub/no-page-list", "the EPUB has no page list: the printed book was not made with it")
                .help("add `--target pdf`: then readers can go to a printed page, and cite it"),
        );
    }
    let page_list = page_list::read_page_list(input, &written.labels);
    let mut items = written.pages;
    items.push(cover.item);
    items.extend(pictures.into_items(&shown));
    Publication {
        items,
        spine: written.spine,
        style: templates.bytes("epub/style.css"),
        facts: access::Facts { page_list: !page_list.is_empty(), ..facts },
        labels: written.labels,
        page_list,
    }
}
