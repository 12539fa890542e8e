//! Tables as Typst code.

use crate::emit::Emitter;
use kaiben_model::*;

impl Emitter<'_> {
    pub(crate) fn table(&mut self, table: &Table, id: Option<&str>) {
        self.writer.raw("k-table((id:");
        self.option(id);
        self.writer.raw(",caption:");
        self.caption(table.caption.as_ref());
        self.writer.raw(",style:").string(match table.style {
            TableStyle::ThreeLine => "three-line",
            TableStyle::Grid => "grid",
            TableStyle::Plain => "plain",
        });
        self.writer.raw(",continued:");
        let continued = table.continued.as_ref().and_then(|word| {
            let label = table.caption.as_ref()?.label.as_ref()?;
            // 表 2-1 goes on as 续表 2-1; Table 2-1 as Table 2-1 (continued).
            let number = label.strip_prefix(self.labels.table)?;
            Some(format!("{word}{number}{}", self.labels.continued_suffix))
        });
        self.option(continued.as_deref());
        self.writer.raw(",columns:(");
        for column in &table.columns {
            self.writer.raw(&format!("{}fr,", column.width.max(1)));
        }
        self.writer.raw("),head:(");
        self.rows(table, &table.head);
        self.writer.raw("),head-rows:").raw(&table.head.len().to_string()).raw(",body:(");
        self.rows(table, &table.body);
        self.writer.raw("),foot:(");
        self.rows(table, &table.foot);
        self.writer.raw("),notes:(");
        for note in &table.notes {
            self.writer.raw("(").string(&note.anchor).raw(",").string(&note.mark).raw(",");
            self.note_body(&note.blocks);
            self.writer.raw("),");
        }
        self.writer.raw("),remark:");
        match &table.remark {
            Some(remark) => self.inlines(remark),
            None => {
                self.writer.raw("none");
            }
        }
        self.writer.raw("))");
    }

    fn rows(&mut self, table: &Table, rows: &[Row]) {
        // Which columns a cell of an earlier row still covers, and for how many rows.
        let mut covered = vec![0_u16; table.columns.len()];
        for row in rows {
            let mut column = 0;
            for cell in &row.cells {
                while covered.get(column).is_some_and(|rows| *rows > 0) {
                    column += 1;
                }
                let alignment = cell.alignment.unwrap_or_else(|| table.columns.get(column).map_or(Alignment::Default, |c| c.alignment));
                self.cell(cell, alignment);
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

    fn cell(&mut self, cell: &Cell, alignment: Alignment) {
        self.writer.raw("table.cell(align:").raw(match alignment {
            Alignment::Default | Alignment::Left => "left",
            Alignment::Center => "center",
            Alignment::Right => "right",
            Alignment::Decimal => "center",
        });
        if cell.column_span > 1 {
            self.writer.raw(&format!(",colspan:{}", cell.column_span));
        }
        if cell.row_span > 1 {
            self.writer.raw(&format!(",rowspan:{}", cell.row_span));
        }
        self.writer.raw(",k-cell({");
        let decimal = alignment == Alignment::Decimal && cell.decimal != (0, 0);
        if decimal {
            let text = plain_text_of_blocks(&cell.blocks);
            let (whole, fraction) = text.split_once('.').map_or((text.as_str(), ""), |(w, f)| (w, f));
            let before = usize::from(cell.decimal.0).saturating_sub(whole.chars().count());
            let mut after = usize::from(cell.decimal.1).saturating_sub(fraction.chars().count());
            let point = !text.contains('.') && cell.decimal.1 > 0;
            if point {
                after = usize::from(cell.decimal.1);
            }
            self.writer.raw("k-pad(").string(&"0".repeat(before)).raw(");");
            self.cell_blocks(cell);
            let hidden = format!("{}{}", if point { "." } else { "" }, "0".repeat(after));
            self.writer.raw("k-pad(").string(&hidden).raw(")");
        } else {
            self.cell_blocks(cell);
        }
        self.writer.raw("})),");
    }

    /// A cell of one paragraph has that paragraph's inlines only, so that padding stays on its line.
    fn cell_blocks(&mut self, cell: &Cell) {
        if let [Block { kind: BlockKind::Paragraph(content), .. }] = &cell.blocks[..] {
            self.inlines(content);
        } else {
            self.blocks(&cell.blocks);
        }
        self.writer.raw(";");
    }
}
