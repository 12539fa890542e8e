//! Inlines: what stands in running text.

use crate::{Attributes, Block, Equation};
use kaiben_source::Span;
use serde::{Deserialize, Serialize};

/// An inline with its place in the manuscript.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Inline {
    /// What it is.
    pub kind: InlineKind,
    /// What was written in braces.
    pub attributes: Attributes,
    /// Where it came from. For [`InlineKind::Text`] whose characters all stand in the source as they are,
    /// the span is exactly as long as the text.
    pub span: Span,
}

impl Inline {
    /// An inline without attributes.
    pub fn new(kind: InlineKind, span: Span) -> Self {
        Self { kind, attributes: Attributes::default(), span }
    }

    /// Plain text.
    pub fn text(text: impl Into<String>, span: Span) -> Self {
        Self::new(InlineKind::Text(text.into()), span)
    }
}

/// The kinds of inlines.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum InlineKind {
    /// Characters.
    Text(String),
    /// Emphasis: italics in Latin text, Kai in Chinese.
    Emphasis(Vec<Inline>),
    /// Strong emphasis: bold.
    Strong(Vec<Inline>),
    /// Struck out.
    Strikethrough(Vec<Inline>),
    /// Raised.
    Superscript(Vec<Inline>),
    /// Lowered.
    Subscript(Vec<Inline>),
    /// `[text]{.class}`. Classes with a meaning: `dots` (emphasis dots), `no-term`.
    Span(Vec<Inline>),
    /// Code, set as it stands.
    Code(String),
    /// A formula in the line.
    Math(Equation),
    /// A link.
    Link {
        /// Where it goes.
        target: Target,
        /// The title that a pointer shows.
        title: Option<String>,
        /// What is seen.
        content: Vec<Inline>,
    },
    /// An image in the line.
    Image(Image),
    /// A forced break.
    LineBreak,
    /// A line end of the source that is a space. (Between Han characters there is none: it was dropped.)
    SoftBreak,
    /// A note at its mark.
    Note(Note),
    /// A base with its reading above it.
    Ruby {
        /// The base.
        base: String,
        /// The reading.
        reading: String,
    },
    /// `@fig-id`.
    CrossReference(CrossReference),
    /// `[@key, p. 3]` or `@key`, as written. No edition shows one: it is reported before.
    Citation {
        /// The source as written.
        text: String,
    },
    /// `[[NDB]]` before the glossary plugin ran: what was written between the brackets.
    MarkedTerm(String),
    /// A use of a glossary term. Made by the glossary plugin.
    Term(TermUse),
    /// Raw source of one edition.
    Raw {
        /// The format: `html`, `typst`.
        format: String,
        /// The source.
        text: String,
    },
}

/// An image.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Image {
    /// As written; a path in the book's folder once the book is loaded ([`crate::Book::resources`] holds it).
    pub source: String,
    /// What a reader who does not see it is told: `alt="…"`, else the caption's text.
    pub alternative: String,
    /// The width that was asked for: `60%`, `80mm`, `12em`.
    pub width: Option<String>,
}

/// Where a link goes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Target {
    /// Out of the book, as written. Before the cross-references plugin also links into the book.
    Url(String),
    /// To a label in the book.
    Anchor(String),
}

/// A note, standing where its mark stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Note {
    /// The author's name for it; none for `^[…]`.
    pub name: Option<String>,
    /// The text of the note.
    pub blocks: Vec<Block>,
    /// Its label, unique in the book. Set by the footnotes plugin, as are the next three.
    pub anchor: String,
    /// Its number in the series for editions without pages, and for print unless that restarts on each page.
    pub number: u32,
    /// The mark as printed: `①`, `1`, `[1]`, `*`. Print with restart on each page makes its own from the page.
    pub mark: String,
    /// Where the text goes.
    pub placement: NotePlacement,
}

/// Where a note's text goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum NotePlacement {
    /// The foot of the page in print, the end of the chapter elsewhere.
    #[default]
    Page,
    /// Under the table that it belongs to: the table's own list has the text, this is only the mark.
    Table,
}

/// A reference to a labelled thing.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CrossReference {
    /// The label, without `@`.
    pub label: String,
    /// What is printed: `图 2-1`, `第二章`. Set by the cross-references plugin.
    pub text: Option<String>,
}

/// A use of a glossary term.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TermUse {
    /// The term: index into [`crate::Glossary::terms`].
    pub term: usize,
    /// What the text shows.
    pub content: Vec<Inline>,
    /// What follows at the first use, in the parentheses of the text's language:
    /// `（New Development Bank，NDB）`, ` (NDB)`.
    pub expansion: Option<String>,
    /// Label of this use, unique in the book, so that the glossary can link back; only uses that the
    /// glossary links back to have one.
    pub anchor: Option<String>,
}
