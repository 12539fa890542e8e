//! A table written as a list of lists: an item a row, its own list's items the cells.

use super::empty;
use kaiben_model::*;
use kaiben_plugin::Context;
use kaiben_source::{Diagnostic, Span};

/// Reads the table; what is no row or cell is an error at its place.
pub fn read(container: &mut Container, attributes: &Attributes, span: Span, context: &mut Context<'_>) -> Option<Table> {
    let header_rows = super::from_csv::header_rows(attributes, span, context);
    let blocks = std::mem::take(&mut container.blocks);
    let mut rows = Vec::new();
    for block in blocks {
        let place = block.span;
        let BlockKind::List { items, .. } = block.kind else {
            context.report(
                Diagnostic::error("table/list", "only a list can stand in a list table")
                    .at(place)
                    .help("write each row as `- - cell`, its further cells as `  - cell`"),
            );
            return None;
        };
        for item in items {
            rows.push(row(item, context)?);
        }
    }
    if rows.is_empty() {
        context.report(Diagnostic::error("table/list", "the list table has no rows").at(span).help("write each row as `- - cell`"));
        return None;
    }
    let mut table = empty(TableSource::List);
    let body = rows.split_off(header_rows.min(rows.len()));
    table.head = rows;
    table.body = body;
    Some(table)
}

fn row(item: ListItem, context: &mut Context<'_>) -> Option<Row> {
    let mut cells = Vec::new();
    for block in item.blocks {
        let place = block.span;
        let BlockKind::List { items, .. } = block.kind else {
            context.report(
                Diagnostic::error("table/list", "a row of a list table is a list of cells")
                    .at(place)
                    .help("write each row as `- - cell`, its further cells as `  - cell`"),
            );
            return None;
        };
        cells.extend(items.into_iter().map(|cell| {
            let above = matches!(&cell.blocks[..], [Block { kind: BlockKind::Paragraph(c), .. }] if plain_text(c).trim() == "^^");
            let mut made = Cell::new(cell.blocks, cell.span);
            if above {
                made.blocks.clear();
                made.continues_above = true;
            }
            made
        }));
    }
    Some(Row { cells, span: item.span })
}
