//! Markdown to model: the only crate that names comrak.
//!
//! A chapter goes through four steps:
//!
//! 1. `mask` replaces, byte for byte, what CommonMark would misread: the lines of `:::` fences, the
//!    punctuation inside attributes and bare URLs, the bar of a ruby, the colon of a caption. The masks
//!    are control characters, one for each sign, so that every text taken from the tree is unmasked
//!    without knowing where it stood, and no position moves.
//! 2. comrak parses the whole chapter once, so that link references and notes reach everywhere.
//! 3. `blocks` and `tables` lower blocks, `inlines` lowers inlines to a row of characters and nodes.
//! 4. `extensions` reads Kaiben's own inlines in that row: spans, references, terms, rubies, bare URLs.
//!
//! This crate knows nothing about books, numbers or editions: notes are put at their marks, and that is
//! all that it resolves.

mod attributes;
mod blocks;
mod captions;
mod chapter;
mod containers;
mod extensions;
mod figures;
mod fragment;
mod inlines;
mod items;
mod mask;
mod metadata;
mod notes;
mod options;
mod summary;
mod tables;
mod view;

#[cfg(test)]
mod tests;

pub use chapter::{Parsed, parse_blocks, parse_chapter, parse_inlines};
pub use summary::{Summary, SummaryChapter, parse_summary};
