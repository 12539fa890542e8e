//! Blocks: what stands on lines of its own.

use crate::{Attributes, Image, Inline, Table, TermList};
use kaiben_source::Span;
use serde::{Deserialize, Serialize};

/// A block with its place in the manuscript.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// What was written in braces. Headings, figures, tables and equations keep their label here.
    pub attributes: Attributes,
    /// Where it came from.
    pub span: Span,
}

impl Block {
    /// A block without attributes.
    pub fn new(kind: BlockKind, span: Span) -> Self {
        Self { kind, attributes: Attributes::default(), span }
    }

    /// A paragraph without attributes.
    pub fn paragraph(content: Vec<Inline>, span: Span) -> Self {
        Self::new(BlockKind::Paragraph(content), span)
    }
}

/// The kinds of blocks.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum BlockKind {
    /// Running text.
    Paragraph(Vec<Inline>),
    /// A heading. Divisions are flat: a section reaches to the next heading of its level or above.
    Heading(Heading),
    /// Code, set as it stands.
    Code {
        /// The language named after the fence.
        language: Option<String>,
        /// The text, without the last line end.
        text: String,
    },
    /// A quotation.
    Quote(Vec<Block>),
    /// A list with bullets, numbers or check boxes.
    List {
        /// Numbers, if it has them.
        ordered: Option<OrderedList>,
        /// Whether the items are set without space between them.
        tight: bool,
        /// The items.
        items: Vec<ListItem>,
    },
    /// Terms with explanations, as an author writes them (not the glossary).
    Definitions(Vec<DefinitionItem>),
    /// A table.
    Table(Box<Table>),
    /// An image alone in its paragraph, with its text as caption.
    Figure(Box<Figure>),
    /// An equation on a line of its own.
    Equation(Equation),
    /// A fenced division `::: kind`.
    Container(Container),
    /// Raw source of one edition. `typst` and `html` are the formats that an edition reads.
    Raw {
        /// The format as written: `typst`, `html`.
        format: String,
        /// The source.
        text: String,
    },
    /// A break between two scenes or thoughts (`* * *`).
    ThematicBreak,
    /// The list of terms in one direction, made by the glossary plugin.
    TermList(TermList),
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Heading {
    /// 1 for the chapter's title, up to 6.
    pub level: u8,
    /// The title.
    pub content: Vec<Inline>,
    /// The title in the second language, from `en="…"`.
    pub second: Option<Vec<Inline>>,
    /// Whether it takes a number: not in front matter and not with the class `unnumbered`.
    pub numbered: bool,
    /// The number as printed, such as `第一章` or `（二）`. Set by the numbering plugin.
    pub number: Option<String>,
}

/// How an ordered list counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OrderedList {
    /// The first number.
    pub start: u32,
    /// The numerals.
    pub style: OrderedStyle,
    /// Whether a parenthesis follows the number instead of a dot.
    pub parenthesis: bool,
}

/// The numerals of an ordered list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum OrderedStyle {
    /// 1, 2, 3.
    Decimal,
}

/// One item of a list.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ListItem {
    /// The check box, if it has one: ticked or not.
    pub checked: Option<bool>,
    /// The content.
    pub blocks: Vec<Block>,
    /// Where it came from.
    pub span: Span,
}

/// A term with its explanations.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DefinitionItem {
    /// What is explained.
    pub term: Vec<Inline>,
    /// The explanations, blocks each.
    pub details: Vec<Vec<Block>>,
    /// Where it came from.
    pub span: Span,
}

/// A figure.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Figure {
    /// What is shown.
    pub image: Image,
    /// Its caption, below it. Without text it has none and no number.
    pub caption: Option<Caption>,
    /// The size of the picture in its own units, once the file was read.
    pub media: Option<Media>,
}

/// What the driver found in an image file.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Media {
    /// Path of the file in the book's folder: the key of [`crate::Book::resources`].
    pub path: String,
    /// Width in pixels, or in user units for SVG.
    pub width: u32,
    /// Height in pixels, or in user units for SVG.
    pub height: u32,
}

/// The caption of a figure or a table.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Caption {
    /// The text.
    pub content: Vec<Inline>,
    /// The text in the second language.
    pub second: Option<Vec<Inline>>,
    /// Name and number as printed, such as `图 2-1`. Set by the numbering plugin.
    pub label: Option<String>,
    /// Name and number in the second language, such as `Figure 2-1`.
    pub second_label: Option<String>,
    /// Where the caption stands in the manuscript.
    pub span: Span,
}

/// An equation on a line of its own, or its source in running text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Equation {
    /// TeX, as written between the dollars.
    pub tex: String,
    /// The same as MathML (`<math>…</math>`). Set by the math plugin; all editions read this.
    pub mathml: Option<String>,
    /// The number as printed, such as `(2-1)`; only labelled equations are numbered.
    pub number: Option<String>,
}

/// A fenced division.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Container {
    /// What it does.
    pub kind: ContainerKind,
    /// The content.
    pub blocks: Vec<Block>,
}

/// What a fenced division does.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ContainerKind {
    /// A box set off from the text, with an optional title of its own.
    Callout {
        /// The kind of box.
        kind: CalloutKind,
        /// The title, from `title="…"` or an alert's first line.
        title: Option<Vec<Inline>>,
    },
    /// A quotation with a source (`::: quote {source="…"}`).
    Quote,
    /// A motto at the head of a chapter.
    Epigraph,
    /// Lines as they are.
    Verse,
    /// Shown only where `target` says: `print`, `epub`, `html`; several joined by commas.
    Only,
    /// A page turned by ninety degrees.
    Landscape,
    /// Columns; `count=2`.
    Columns,
    /// A table written as a list; the tables plugin makes a table of it.
    ListTable(TableWords),
    /// A table read from a CSV file; the tables plugin makes a table of it.
    CsvTable(TableWords),
    /// Anything else: a plain division with that class.
    Other(String),
}

/// What stands around a table that is still to be made. It is read with the chapter, where the notes that it
/// marks are defined.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TableWords {
    /// The caption, from `caption="…"` and `en="…"` or from a caption paragraph.
    pub caption: Option<Caption>,
    /// The text under the table, from `note="…"`.
    pub remark: Option<Vec<Inline>>,
    /// The notes of the chapter that no mark in its text calls: marks in cells of a file may. The first CSV
    /// table of a chapter has them.
    pub loose_notes: Vec<LooseNote>,
}

/// A note that is defined, but not marked yet.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LooseNote {
    /// The author's name for it.
    pub name: String,
    /// Its text.
    pub blocks: Vec<Block>,
    /// Where it is defined.
    pub span: Span,
    /// The mark that got it.
    pub used: Option<Span>,
}

/// The kinds of callouts. GFM's `important` and `caution` are kinds of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CalloutKind {
    /// Something to know.
    Note,
    /// Something that helps.
    Tip,
    /// Something that matters.
    Important,
    /// Something that can go wrong.
    Warning,
    /// Something dangerous.
    Caution,
}
