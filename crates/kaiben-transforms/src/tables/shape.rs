//! The shape of a table: every row as wide as the table, spans, alignment.

use kaiben_model::*;
use kaiben_plugin::Context;
use kaiben_source::{Diagnostic, Span};

/// Makes every row cover every column, and reports rows that were shorter.
pub fn square(table: &mut Table, span: Span, context: &mut Context<'_>) {
    let width = |row: &Row| row.cells.iter().map(|c| usize::from(c.column_span)).sum::<usize>();
    let widest = walk::rows(table).map(width).max().unwrap_or(0).max(table.columns.len());
    table.columns.resize(widest, Column::default());
    // A pipe table was already told about by the parser, with the place of the row.
    let told = table.source == TableSource::Pipe;
    for rows in [&mut table.head, &mut table.body, &mut table.foot] {
        for row in rows.iter_mut() {
            let missing = widest - width(row);
            if missing > 0 && !told {
                context.report(
                    Diagnostic::warning("table/ragged", format!("the row has {} cells, the table has {widest} columns", widest - missing))
                        .at(if row.span.is_generated() { span } else { row.span })
                        .help("write the cells that are missing, empty ones too"),
                );
            }
            let place = Span::new(row.span.file, row.span.end, row.span.end);
            row.cells.extend((0..missing).map(|_| Cell::new(Vec::new(), place)));
        }
    }
}

/// Resolves `^^` in all parts of a table. To be done last: until then each row has a cell in each column.
pub fn resolve_spans(table: &mut Table) {
    let columns = table.columns.len();
    for rows in [&mut table.head, &mut table.body, &mut table.foot] {
        reach_down(rows, columns);
    }
}

/// `^^` cells disappear, and the cell above covers their row.
fn reach_down(rows: &mut [Row], columns: usize) {
    // For each column the row and the cell that is lowest there.
    let mut above: Vec<Option<(usize, usize)>> = vec![None; columns];
    for index in 0..rows.len() {
        let mut column = 0;
        let mut kept = Vec::new();
        for mut cell in std::mem::take(&mut rows[index].cells) {
            let span = usize::from(cell.column_span);
            let owner = above.get(column).copied().flatten();
            if cell.continues_above && let Some((row, place)) = owner && row < index {
                if let Some(owner) = rows.get_mut(row).and_then(|r| r.cells.get_mut(place)) {
                    owner.row_span = (index - row + 1) as u16;
                }
            } else {
                cell.continues_above = false;
                for slot in above.iter_mut().skip(column).take(span) {
                    *slot = Some((index, kept.len()));
                }
                kept.push(cell);
            }
            column += span;
        }
        rows[index].cells = kept;
    }
}

/// Sets the alignments of `align="l,c,r,d"`.
pub fn align(table: &mut Table, text: &str, span: Span, context: &mut Context<'_>) {
    for (i, word) in text.split(',').enumerate() {
        let alignment = match word.trim() {
            "l" | "left" => Alignment::Left,
            "c" | "center" => Alignment::Center,
            "r" | "right" => Alignment::Right,
            "d" | "decimal" => Alignment::Decimal,
            other => {
                context.report(
                    Diagnostic::error("table/align", format!("`{other}` is no alignment"))
                        .at(span)
                        .help("write one of l, c, r, d for each column: `align=\"l,r,d\"`"),
                );
                continue;
            }
        };
        match table.columns.get_mut(i) {
            Some(column) => column.alignment = alignment,
            None => {
                context.report(
                    Diagnostic::warning("table/align", format!("`align` names more columns than the table has ({})", table.columns.len()))
                        .at(span)
                        .help("name one alignment for each column"),
                );
                return;
            }
        }
    }
}

/// Gives every number of a decimal column the widths of the widest whole part and the widest fraction there.
pub fn line_up_decimals(table: &mut Table) {
    for index in 0..table.columns.len() {
        if table.columns[index].alignment != Alignment::Decimal {
            continue;
        }
        let mut widest = (0, 0);
        visit_column(&mut table.body, index, &mut |cell| {
            if let Some((whole, fraction)) = parts(cell) {
                widest = (widest.0.max(whole), widest.1.max(fraction));
            }
        });
        visit_column(&mut table.body, index, &mut |cell| {
            if parts(cell).is_some() {
                cell.decimal = widest;
            }
        });
    }
}

fn visit_column(rows: &mut [Row], wanted: usize, visit: &mut dyn FnMut(&mut Cell)) {
    for row in rows {
        let mut column = 0;
        for cell in &mut row.cells {
            if column == wanted && cell.column_span == 1 {
                visit(cell);
            }
            column += usize::from(cell.column_span);
        }
    }
}

/// Characters before and after the point of a cell that holds a number; none for words and dashes.
fn parts(cell: &Cell) -> Option<(u16, u16)> {
    let text = plain_text_of_blocks(&cell.blocks);
    let text = text.trim();
    let number = text.chars().any(|c| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '+' | '-' | '−' | '%' | ' '));
    if !number {
        return None;
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    Some((whole.chars().count() as u16, fraction.chars().count() as u16))
}
