//! The web edition, and the HTML and XHTML serializer that the EPUB edition uses too.
//!
//! [`serialize_division`] turns one division into the content of its page; [`render_site`] makes a whole
//! static site, [`render_single_file`] the same in one file. Both read [`kaiben_model::Resolved`] and nothing else: this crate knows nothing about Markdown,
//! files on disk or archives.

mod blocks;
mod english;
mod glossary;
mod inlines;
mod markup;
mod mathml;
mod notes;
mod pages;
mod pictures;
mod raw;
mod search;
mod serialize;
mod site;
mod tables;
#[cfg(test)]
mod tests;
mod words;

pub use markup::{Attrs, Markup, Syntax, escape_attribute, escape_text};
pub use pages::{PagePlace, PageTarget, page_targets};
pub use pictures::picture_names;
pub use serialize::{SerializeOptions, serialize_division, serialize_inlines};
pub use site::{Templates, render_single_file, render_site};
