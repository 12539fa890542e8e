//! Tables: head, bodies and foot, with spans and blocks in cells.

use crate::{Block, Caption, Inline, Note};
use kaiben_source::Span;
use serde::{Deserialize, Serialize};

/// A table. Its label stands in the block's attributes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Table {
    /// Its caption, above it.
    pub caption: Option<Caption>,
    /// The columns. Every row covers exactly as many once the tables plugin ran.
    pub columns: Vec<Column>,
    /// Rows that are repeated on each page.
    pub head: Vec<Row>,
    /// The rows.
    pub body: Vec<Row>,
    /// Rows of sums and the like, under a rule.
    pub foot: Vec<Row>,
    /// Notes whose marks stand in cells or in the caption; moved here by the footnotes plugin.
    pub notes: Vec<Note>,
    /// The remark under the table, from `note="…"`: sources, units.
    pub remark: Option<Vec<Inline>>,
    /// The rules.
    pub style: TableStyle,
    /// The text before the number on continuation pages, such as `续表`; none if it is not asked for.
    pub continued: Option<String>,
    /// How it was written.
    pub source: TableSource,
}

/// One column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Column {
    /// How its cells stand.
    pub alignment: Alignment,
    /// Its share of the table's width in thousandths. Set by the tables plugin: as written in `widths`,
    /// or computed from the content. All columns together are 1000.
    pub width: u32,
}

/// How the cells of a column stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Alignment {
    /// Not said: left for text.
    #[default]
    Default,
    /// Left.
    Left,
    /// Centered.
    Center,
    /// Right.
    Right,
    /// By the decimal point.
    Decimal,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Row {
    /// The cells that start in this row: what a row span above covers has no cell here.
    pub cells: Vec<Cell>,
    /// Where it came from.
    pub span: Span,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Cell {
    /// The content.
    pub blocks: Vec<Block>,
    /// How many columns it covers, at least 1.
    pub column_span: u16,
    /// How many rows it covers, at least 1.
    pub row_span: u16,
    /// Its own alignment, if it is not the column's.
    pub alignment: Option<Alignment>,
    /// `^^`: the cell above reaches down to here. The tables plugin resolves these and leaves none.
    pub continues_above: bool,
    /// For a column aligned by the decimal point: the widths of the widest whole part and the widest
    /// fraction of the column, in characters, so that an edition can line the numbers up. (0, 0) elsewhere.
    pub decimal: (u16, u16),
    /// Where it came from.
    pub span: Span,
}

impl Cell {
    /// A cell of one column and one row.
    pub fn new(blocks: Vec<Block>, span: Span) -> Self {
        Self { blocks, column_span: 1, row_span: 1, alignment: None, continues_above: false, decimal: (0, 0), span }
    }
}

/// The rules of a table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TableStyle {
    /// 三线表: a rule above, one under the head, one below (CY/T 170).
    #[default]
    ThreeLine,
    /// Rules around every cell.
    Grid,
    /// No rules.
    Plain,
}

/// How a table was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TableSource {
    /// With bars.
    #[default]
    Pipe,
    /// As a list.
    List,
    /// In a CSV file.
    Csv,
}
