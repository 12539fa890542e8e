//! Model in, markup out: every case is a piece of the model and what it becomes.

mod build;
mod cases;
mod pages;
mod raw;
mod site;

use crate::{SerializeOptions, Syntax, serialize_division};
use kaiben_model::{Block, Book, Image, PageMap, Resolved};
use kaiben_source::Diagnostic;

/// The resolved form of a book that keeps its promises.
pub(crate) fn resolve(book: Book) -> Resolved {
    match Resolved::new(book) {
        Ok(resolved) => resolved,
        Err(open) => panic!("the test's book is not resolved: {open:?}"),
    }
}

pub(crate) fn serialize(resolved: &Resolved, division: usize, syntax: Syntax, pages: Option<&PageMap>) -> (String, Vec<Diagnostic>) {
    let link = |label: &str, from: usize| match resolved.anchor(label) {
        Some(place) if place.division != from => format!("{}.xhtml#{label}", resolved.book().divisions[place.division].slug),
        _ => format!("#{label}"),
    };
    let image = |image: &Image| format!("images/{}", image.source);
    let edition = if syntax == Syntax::Html { "html" } else { "epub" };
    let (content, found) = serialize_division(resolved, division, SerializeOptions { syntax, edition, link: &link, image: &image, pages });
    if syntax == Syntax::Xhtml {
        let whole = format!(
            "<section xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\">{content}</section>"
        );
        if let Err(error) = roxmltree::Document::parse(&whole) {
            panic!("not well-formed: {error}\n{whole}");
        }
    }
    (content, found)
}

/// Blocks of one chapter in both syntaxes; the XHTML must be well-formed besides.
pub(crate) fn check(name: &str, language: &str, blocks: Vec<Block>, html: &str, xhtml: Option<&str>) -> Vec<Diagnostic> {
    let resolved = resolve(build::book(language, vec![blocks]));
    let (found, diagnostics) = serialize(&resolved, 0, Syntax::Html, None);
    assert_eq!(found.trim(), html, "{name}, as HTML");
    let (found, _) = serialize(&resolved, 0, Syntax::Xhtml, None);
    if let Some(xhtml) = xhtml {
        assert_eq!(found.trim(), xhtml, "{name}, as XHTML");
    }
    diagnostics
}
