//! Tables as markup: caption above, notes and remark below, scrolling within itself where it is wide.

use crate::serialize::{Serializer, escape};
use kaiben_model::*;

impl Serializer<'_> {
    pub(crate) fn table(&mut self, table: &Table, attributes: &Attributes) {
        let open = self.attributes(attributes, &["table"]);
        self.out.push_str(&format!("<figure{open}>\n"));
        self.caption(table.caption.as_ref());
        let style = match table.style {
            TableStyle::ThreeLine => "three-line",
            TableStyle::Grid => "grid",
            TableStyle::Plain => "plain",
        };
        let name = table.caption.as_ref().map(|c| {
            let label = c.label.as_deref().unwrap_or_default();
            format!(" role=\"region\" tabindex=\"0\" aria-label=\"{}\"", escape(format!("{label} {}", plain_text(&c.content)).trim()))
        });
        // A region that scrolls has to be reached by keyboard, and named.
        self.out.push_str(&format!("<div class=\"table-scroll\"{}>\n", if self.xhtml() { String::new() } else { name.unwrap_or_default() }));
        self.out.push_str(&format!("<table class=\"{style}\">\n<colgroup>"));
        for column in &table.columns {
            self.void(&format!("col style=\"width:{:.1}%\"", f64::from(column.width) / 10.0));
        }
        self.out.push_str("</colgroup>\n");
        for (tag, rows) in [("thead", &table.head), ("tbody", &table.body), ("tfoot", &table.foot)] {
            if !rows.is_empty() {
                self.out.push_str(&format!("<{tag}>\n"));
                self.rows(table, rows, tag == "thead");
                self.out.push_str(&format!("</{tag}>\n"));
            }
        }
        self.out.push_str("</table>\n</div>\n");
        if !table.notes.is_empty() || table.remark.is_some() {
            self.out.push_str("<div class=\"table-notes\">\n");
            for note in &table.notes {
                self.note_text(note);
            }
            if let Some(remark) = &table.remark {
                self.out.push_str("<p class=\"remark\">");
                self.inlines(remark);
                self.out.push_str("</p>\n");
            }
            self.out.push_str("</div>\n");
        }
        self.out.push_str("</figure>\n");
    }

    fn rows(&mut self, table: &Table, rows: &[Row], head: bool) {
        let mut covered = vec![0_u16; table.columns.len()];
        for row in rows {
            self.out.push_str("<tr>");
            let mut column = 0;
            for cell in &row.cells {
                while covered.get(column).is_some_and(|rows| *rows > 0) {
                    column += 1;
                }
                let alignment = cell.alignment.unwrap_or_else(|| table.columns.get(column).map_or(Alignment::Default, |c| c.alignment));
                self.cell(cell, alignment, head);
                for c in covered.iter_mut().skip(column).take(usize::from(cell.column_span)) {
                    *c = cell.row_span;
                }
                column += usize::from(cell.column_span);
            }
            for c in &mut covered {
                *c = c.saturating_sub(1);
            }
            self.out.push_str("</tr>\n");
        }
    }

    fn cell(&mut self, cell: &Cell, alignment: Alignment, head: bool) {
        // An empty head names nothing: it is a cell like any other.
        let head = head && !cell.blocks.is_empty();
        let tag = if head { "th" } else { "td" };
        let mut attributes = String::new();
        if head {
            attributes.push_str(if cell.column_span > 1 { " scope=\"colgroup\"" } else { " scope=\"col\"" });
        }
        if cell.column_span > 1 {
            attributes.push_str(&format!(" colspan=\"{}\"", cell.column_span));
        }
        if cell.row_span > 1 {
            attributes.push_str(&format!(" rowspan=\"{}\"", cell.row_span));
        }
        match alignment {
            Alignment::Default => {}
            Alignment::Left => attributes.push_str(" class=\"left\""),
            Alignment::Center => attributes.push_str(" class=\"center\""),
            Alignment::Right => attributes.push_str(" class=\"right\""),
            Alignment::Decimal => attributes.push_str(" class=\"decimal\""),
        }
        self.out.push_str(&format!("<{tag}{attributes}>"));
        let (before, after) = if alignment == Alignment::Decimal { padding(cell) } else { Default::default() };
        self.out.push_str(&before);
        if let [Block { kind: BlockKind::Paragraph(content), .. }] = &cell.blocks[..] {
            self.inlines(content);
        } else {
            self.blocks(&cell.blocks);
        }
        self.out.push_str(&after);
        self.out.push_str(&format!("</{tag}>"));
    }
}

/// Figure spaces before and after a number, so that all points of a column stand below each other.
fn padding(cell: &Cell) -> (String, String) {
    if cell.decimal == (0, 0) {
        return Default::default();
    }
    let text = plain_text_of_blocks(&cell.blocks);
    let (whole, fraction) = text.trim().split_once('.').map_or((text.trim(), None), |(w, f)| (w, Some(f)));
    let before = usize::from(cell.decimal.0).saturating_sub(whole.chars().count());
    let after = usize::from(cell.decimal.1).saturating_sub(fraction.map_or(0, |f| f.chars().count()));
    let point = if fraction.is_none() && cell.decimal.1 > 0 { "\u{2008}" } else { "" };
    ("\u{2007}".repeat(before), format!("{point}{}", "\u{2007}".repeat(after)))
}
