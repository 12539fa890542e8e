//! Tables as Typst code.

use crate::emit::Emitter;
use kaiben_model::*;

/// Tables that take less than this share of the page are not broken.
const WHOLE_SHARE: f64 = 0.4;
/// Rows of fewer lines than this have their cells in the middle of their height, longer ones at the top.
const MIDDLE_LINES: f64 = 5.0;

impl Emitter<'_> {
    /// Says whether the table may not break.
    pub(crate) fn table(&mut self, table: &Table, id: Option<&str>) -> bool {
        self.contained += 1;
        let outer = (std::mem::replace(&mut self.indented, false), self.list_level, self.quote_level);
        (self.list_level, self.quote_level) = (0, 0);
        let narrow = std::mem::replace(&mut self.narrow, true);
        self.tables += 1;
        let serial = format!("k-table-{}-{}", self.division + 1, self.tables);
        self.writer.raw("k-table((id:").option(id).raw(",serial:").string(&serial).raw(",caption:");
        self.caption(table.caption.as_ref());
        self.writer.raw(",style:").string(match table.style {
            TableStyle::ThreeLine => "three-line",
            TableStyle::Grid => "grid",
            TableStyle::Plain => "plain",
        });
        let continued = table.continued.as_ref().and_then(|word| {
            let label = table.caption.as_ref()?.label.as_ref()?;
            // 表 2-1 goes on as 续表 2-1; Table 2-1 as Table 2-1 (continued).
            let number = label.strip_prefix(self.labels.table)?;
            Some(format!("{word}{number}{}", self.labels.continued_suffix))
        });
        self.writer.raw(",continued:").option(continued.as_deref());
        let whole = self.is_short(table);
        self.writer.raw(if whole { ",whole:true" } else { ",whole:false" });
        self.writer.raw(",columns:(");
        for column in &table.columns {
            self.writer.raw(&format!("{}fr,", column.width.max(1)));
        }
        self.writer.raw("),head:(");
        self.rows(table, &table.head, true);
        self.writer.raw("),body:(");
        self.rows(table, &table.body, false);
        self.writer.raw("),foot:(");
        self.rows(table, &table.foot, false);
        self.writer.raw("),notes:(");
        for note in &table.notes {
            let start = self.writer.out.len();
            self.writer.raw("(").string(&note.anchor).raw(",").string(&note.mark).raw(",");
            self.note_body(&note.blocks);
            self.writer.raw("),");
            self.note_ranges.push((start, self.writer.out.len()));
        }
        self.writer.raw("),remark:");
        self.option_line(table.remark.as_ref());
        self.floating(1);
        self.writer.raw("))");
        self.narrow = narrow;
        (self.indented, self.list_level, self.quote_level) = outer;
        self.contained -= 1;
        whole
    }

    fn rows(&mut self, table: &Table, rows: &[Row], head: bool) {
        // Which columns a cell of an earlier row still covers, and for how many rows.
        let mut covered = vec![0_u16; table.columns.len()];
        for row in rows {
            let middle = head || self.lines_of_row(table, row) < MIDDLE_LINES;
            let mut column = 0;
            self.writer.raw("\n");
            for cell in &row.cells {
                while covered.get(column).is_some_and(|rows| *rows > 0) {
                    column += 1;
                }
                let own = cell.alignment.unwrap_or_else(|| table.columns.get(column).map_or(Alignment::Default, |c| c.alignment));
                self.cell(cell, own, head, middle);
                for c in covered.iter_mut().skip(column).take(usize::from(cell.column_span)) {
                    *c = cell.row_span;
                }
                column += usize::from(cell.column_span);
            }
            for c in &mut covered {
                *c = c.saturating_sub(1);
            }
        }
    }

    fn cell(&mut self, cell: &Cell, alignment: Alignment, head: bool, middle: bool) {
        let across = match alignment {
            _ if head && cell.alignment.is_none() => "center",
            Alignment::Default | Alignment::Left => "left",
            Alignment::Center | Alignment::Decimal => "center",
            Alignment::Right => "right",
        };
        self.writer.raw("table.cell(align:").raw(across).raw(if middle || cell.row_span > 1 { "+horizon" } else { "+top" });
        if cell.column_span > 1 {
            self.writer.raw(&format!(",colspan:{}", cell.column_span));
        }
        if cell.row_span > 1 {
            self.writer.raw(&format!(",rowspan:{}", cell.row_span));
        }
        self.writer.raw(",");
        if alignment == Alignment::Decimal && !head && cell.decimal != (0, 0) {
            self.decimal_cell(cell);
        } else {
            self.cell_blocks(cell);
        }
        self.writer.raw("),");
    }

    /// A number with blanks as wide as the digits that it lacks on either side of its point.
    fn decimal_cell(&mut self, cell: &Cell) {
        let text = plain_text_of_blocks(&cell.blocks);
        let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
        let before = usize::from(cell.decimal.0).saturating_sub(whole.chars().count());
        let after = usize::from(cell.decimal.1).saturating_sub(fraction.chars().count());
        let point = if !text.contains('.') && cell.decimal.1 > 0 { "." } else { "" };
        self.writer.raw("k-decimal(").string(&"0".repeat(before)).raw(",");
        self.cell_blocks(cell);
        self.writer.raw(",").string(&format!("{point}{}", "0".repeat(after))).raw(")");
    }

    /// A cell of one paragraph has that paragraph's inlines only.
    fn cell_blocks(&mut self, cell: &Cell) {
        if let [Block { kind: BlockKind::Paragraph(content), attributes, .. }] = &cell.blocks[..] {
            self.line_with_anchor(content, attributes.id.as_deref());
        } else {
            self.blocks(&cell.blocks);
        }
    }

    /// About how many lines a row takes, from the shares of its columns.
    fn lines_of_row(&self, table: &Table, row: &Row) -> f64 {
        let print = &self.resolved.book().settings.print;
        let measure = print.trim.width.millimeters() - print.margins.inner.millimeters() - print.margins.outer.millimeters();
        // Table text is somewhat smaller than the body; a character of it in millimeters.
        let em = f64::from(print.font_size) / 1000.0 * 0.857 * 0.3528;
        let mut column = 0;
        let mut most: f64 = 1.0;
        for cell in &row.cells {
            let span = usize::from(cell.column_span);
            let share: u32 = table.columns.iter().skip(column).take(span).map(|c| c.width).sum();
            column += span;
            let room = (measure * f64::from(share) / 1000.0 / em - 1.0).max(1.0);
            let lines: f64 = plain_text_of_blocks(&cell.blocks)
                .lines()
                .map(|line| {
                    let ems: f64 = line.chars().map(|c| if is_wide(c) { 1.0 } else { 0.5 }).sum();
                    (ems / room).ceil().max(1.0)
                })
                .sum();
            most = most.max(lines / f64::from(cell.row_span.max(1)));
        }
        most
    }

    fn is_short(&self, table: &Table) -> bool {
        let print = &self.resolved.book().settings.print;
        let height = print.trim.height.millimeters() - print.margins.top.millimeters() - print.margins.bottom.millimeters();
        let line = f64::from(print.font_size) / 1000.0 * 0.857 * 0.3528 * 1.5;
        let lines: f64 = walk::rows(table).map(|row| self.lines_of_row(table, row) + 0.6).sum();
        lines * line < height * WHOLE_SHARE
    }
}
