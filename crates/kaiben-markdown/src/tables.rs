//! Pipe tables, with spans: two bars together widen the cell before them, `^^` lengthens the cell above.

use crate::captions::Draft;
use crate::chapter::{CellMap, Lowering};
use crate::items::Item;
use crate::mask::CAPTION_COLON;
use comrak::Node;
use comrak::nodes::{NodeTable, NodeValue, TableAlignment};
use kaiben_model::{Alignment, Block, BlockKind, Cell, Column, Row, Table, TableSource, TableStyle};
use kaiben_source::{Diagnostic, Span};
use std::ops::Range;

impl Lowering<'_, '_, '_> {
    /// Lowers a table, and a caption that stands right under it without a blank line.
    pub(crate) fn lower_table(&mut self, node: Node<'_>, table: &NodeTable, drafts: &mut Vec<Draft>) {
        let mut span = self.view.span(self.bounds.0, self.bounds.1);
        let columns = table.alignments.len();
        let (mut head, mut body): (Vec<Row>, Vec<Row>) = (Vec::new(), Vec::new());
        let mut caption = None;
        for row in node.children() {
            let start = self.view.offset(row.data().sourcepos.start);
            let end = self.view.line_end(start);
            let text = self.view.slice(start, end);
            if text.starts_with(CAPTION_COLON) || text.starts_with("Table: ") {
                let items = self.slice_items(start, end);
                let opening = if text.starts_with(CAPTION_COLON) { 1 } else { "Table:".len() };
                caption = Some(self.lower_caption(items, opening, (start, end)));
                span.end = body.last().or(head.last()).map_or(span.end, |r: &Row| r.span.end);
                continue;
            }
            let is_head = matches!(row.data().value, NodeValue::TableRow(true));
            let lowered = self.lower_row(row, start, end, columns);
            if is_head { head.push(lowered) } else { body.push(lowered) }
        }
        // A head without text is there for the syntax alone.
        head.retain(|row| row.cells.iter().any(|c| !c.blocks.is_empty() || c.continues_above));
        let widest = head.iter().chain(&body).map(width).max().unwrap_or(0).max(columns);
        for row in head.iter_mut().chain(&mut body) {
            let end = Span::new(row.span.file, row.span.end, row.span.end);
            (width(row)..widest).for_each(|_| row.cells.push(Cell::new(Vec::new(), end)));
        }
        let alignment = |i: usize| match table.alignments.get(i) {
            Some(TableAlignment::Left) => Alignment::Left,
            Some(TableAlignment::Center) => Alignment::Center,
            Some(TableAlignment::Right) => Alignment::Right,
            _ => Alignment::Default,
        };
        let table = Table {
            caption: None,
            columns: (0..widest).map(|i| Column { alignment: alignment(i), width: 0 }).collect(),
            head,
            body,
            foot: Vec::new(),
            notes: Vec::new(),
            remark: None,
            style: TableStyle::default(),
            continued: None,
            source: TableSource::Pipe,
        };
        drafts.push(Draft::Block(Block::new(BlockKind::Table(Box::new(table)), span)));
        drafts.extend(caption.map(Draft::Caption));
    }

    /// comrak drops cells beyond the head's and fills up short rows: the line itself says what was written.
    fn lower_row(&mut self, row: Node<'_>, start: usize, end: usize, columns: usize) -> Row {
        let written = split_row(self.view.slice(start, end));
        let span = self.view.span(start, end);
        if written.len() != columns {
            self.report(
                Diagnostic::warning(
                    "table/ragged",
                    format!("this row has {} cells, the table's head has {columns}", written.len()),
                )
                .at(span)
                .help("write as many cells as the head has; a bar in the text is `\\|`")
                .help("two bars together widen a cell, `^^` lengthens the cell above"),
            );
        }
        let mut nodes = row.children();
        let mut cells: Vec<Cell> = Vec::new();
        for (i, raw) in written.into_iter().enumerate() {
            let node = nodes.next().filter(|_| i < columns);
            if raw.is_empty()
                && let Some(before) = cells.last_mut()
            {
                before.column_span += 1;
                before.span.end = before.span.end.max(self.view.place(start + raw.end));
                continue;
            }
            let text = self.view.slice(start + raw.start, start + raw.end);
            let from = start + raw.start + (text.len() - text.trim_start().len());
            let to = from + text.trim().len();
            cells.push(self.lower_cell(node, from, to));
        }
        Row { cells, span }
    }

    fn lower_cell(&mut self, node: Option<Node<'_>>, start: usize, end: usize) -> Cell {
        let span = self.view.span(start, end);
        let text = self.view.slice(start, end);
        if text == "^^" {
            let mut cell = Cell::new(Vec::new(), span);
            cell.continues_above = true;
            return cell;
        }
        let map = CellMap { start, offsets: unescape_bars(text) };
        let before = self.enter_block((start, end));
        let mut items: Vec<Item> = match node {
            Some(node) => {
                self.cell = Some(map);
                let items = self.lower_inlines(node);
                self.cell = None;
                items
            }
            None => self.slice_items(start, end),
        };
        let content = self.read_items(&mut items);
        self.bounds = before;
        let blocks = if content.is_empty() { Vec::new() } else { vec![Block::paragraph(content, span)] };
        Cell::new(blocks, span)
    }
}

fn width(row: &Row) -> usize {
    row.cells.iter().map(|c| usize::from(c.column_span)).sum()
}

/// The cells of a row, as ranges between its bars. An empty range is two bars together.
fn split_row(row: &str) -> Vec<Range<usize>> {
    let text = row.trim_end();
    let bytes = text.as_bytes();
    let mut start = usize::from(bytes.first() == Some(&b'|'));
    let mut cells = Vec::new();
    let mut at = start;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation) => at += 1,
            b'|' => {
                cells.push(start..at);
                start = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    if start < bytes.len() {
        cells.push(start..bytes.len());
    }
    cells
}

/// For each byte of a cell without the backslashes of `\|`: where it stands in the cell.
fn unescape_bars(cell: &str) -> Vec<usize> {
    let bytes = cell.as_bytes();
    let mut offsets = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'\\' && at + 1 < bytes.len() {
            if bytes[at + 1] != b'|' {
                offsets.push(at);
            }
            offsets.push(at + 1);
            at += 2;
        } else {
            offsets.push(at);
            at += 1;
        }
    }
    offsets
}
