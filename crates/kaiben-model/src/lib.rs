//! The document model: what a book is, as plain owned values.
//!
//! `kaiben-markdown` makes a [`Division`] of each chapter; the plugins work over the whole [`Book`];
//! [`Resolved`] is a book in which nothing is left open, and is all that the editions see.
//! Every block and inline carries the [`Span`](kaiben_source::Span) of the Markdown that it came from.
//!
//! This crate knows nothing about files, Markdown, Typst or HTML.

mod attributes;
mod block;
mod book;
mod glossary;
mod imprint;
mod inline;
mod language;
mod lists;
mod numeral;
mod page_map;
mod resolved;
mod settings;
mod table;
mod text;
pub mod walk;

pub use attributes::Attributes;
pub use block::{
    Block, BlockKind, CalloutKind, Caption, Container, ContainerKind, DefinitionItem, Equation, Figure, Heading, ListItem, LooseNote, Media,
    OrderedList, OrderedStyle, TableWords,
};
pub use book::{Book, Division, DivisionKind, Matter, Resource};
pub use glossary::{Glossary, Term, TermList, TermListEntry, TermListOrder, TermUsePlace};
pub use imprint::{IMPRINT_RECORD, ImprintSettings};
pub use inline::{CrossReference, Image, Inline, InlineKind, Note, NotePlacement, Target, TermUse};
pub use language::{Labels, is_chinese, labels};
pub use lists::{ContentsEntry, ListEntry};
pub use numeral::{NumberPattern, NumeralStyle, circled};
pub use page_map::{FirstThing, PageBreak, PageMap, PrintedPage};
pub use resolved::{AnchorKind, AnchorPlace, Resolved};
pub use settings::*;
pub use table::{Alignment, Cell, Column, Row, Table, TableSource, TableStyle};
pub use text::{is_han, is_wide, plain_text, plain_text_of_blocks};
