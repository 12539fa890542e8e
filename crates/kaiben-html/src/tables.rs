//! Tables.

use crate::serialize::Serializer;
use crate::{Attrs, Syntax};
use kaiben_model::*;

/// Above this many columns a table is given a least width and scrolls on narrow screens.
const NARROW: usize = 3;

impl<'a> Serializer<'a> {
    pub fn table(&mut self, block: &'a Block, table: &'a Table) {
        let style = match table.style {
            TableStyle::ThreeLine => "three-line",
            TableStyle::Grid => "grid",
            TableStyle::Plain => "plain",
        };
        let attrs = self.attrs(&block.attributes, &["table-figure", style]);
        self.out.open("figure", &attrs);
        if let Some(caption) = &table.caption {
            self.caption(caption);
        }
        let name = match &table.caption {
            Some(c) => format!("{} {}", c.label.as_deref().unwrap_or(self.labels.table), plain_text(&c.content)),
            None => self.labels.table.to_owned(),
        };
        // What scrolls must be reachable with the keyboard, and then needs a name (WCAG 2.1.1).
        let region =
            Attrs::new().with("class", "table-scroll").with("role", "region").with("aria-label", name.trim()).with("tabindex", "0");
        self.out.open("div", &region);
        let wide = self.options.syntax == Syntax::Html && table.columns.len() > NARROW;
        let least = wide.then(|| format!("--columns: {}", table.columns.len()));
        self.out.open("table", &Attrs::new().maybe("style", least));
        if table.columns.iter().any(|c| c.width > 0) {
            self.out.open("colgroup", &Attrs::new());
            for column in &table.columns {
                let width = format!("width: {}.{}%", column.width / 10, column.width % 10);
                self.out.void("col", &Attrs::new().with("style", width));
            }
            self.out.close("colgroup");
        }
        let headers = headers(block, table);
        self.rows("thead", table, &table.head, 0);
        self.rows("tbody", table, &table.body, headers);
        self.rows("tfoot", table, &table.foot, headers);
        self.out.close("table");
        self.out.close("div");
        if !table.notes.is_empty() || table.remark.is_some() {
            self.out.open("div", &Attrs::new().with("class", "table-notes"));
            if let Some(remark) = &table.remark {
                self.out.open("p", &Attrs::new().with("class", "remark"));
                self.inlines(remark);
                self.out.close("p");
            }
            for note in &table.notes {
                self.table_note(note);
            }
            self.out.close("div");
        }
        self.out.close("figure");
    }

    fn rows(&mut self, element: &str, table: &'a Table, rows: &'a [Row], headers: usize) {
        if rows.is_empty() {
            return;
        }
        self.out.open(element, &Attrs::new());
        // For each column, how many rows a cell above still covers.
        let mut covered = vec![0_usize; table.columns.len()];
        for (index, row) in rows.iter().enumerate() {
            self.out.open("tr", &Attrs::new());
            let mut column = 0;
            for cell in &row.cells {
                while covered.get(column).is_some_and(|rows| *rows > 0) {
                    column += 1;
                }
                // A cell may not reach out of its group of rows.
                let down = usize::from(cell.row_span.max(1)).min(rows.len() - index);
                let across = usize::from(cell.column_span.max(1));
                let alignment = cell.alignment.unwrap_or_else(|| table.columns.get(column).map_or(Alignment::Default, |c| c.alignment));
                let header = if element == "thead" {
                    Some(if across > 1 { "colgroup" } else { "col" })
                } else if column < headers {
                    Some(if down > 1 { "rowgroup" } else { "row" })
                } else {
                    None
                };
                self.cell(cell, alignment, header, across, down);
                covered.iter_mut().skip(column).take(across).for_each(|c| *c = down);
                column += across;
            }
            covered.iter_mut().for_each(|c| *c = c.saturating_sub(1));
            self.out.close("tr");
        }
        self.out.close(element);
    }

    fn cell(&mut self, cell: &'a Cell, alignment: Alignment, scope: Option<&str>, across: usize, down: usize) {
        let decimal = alignment == Alignment::Decimal;
        let class = match alignment {
            Alignment::Default => None,
            Alignment::Left => Some("left"),
            Alignment::Center => Some("center"),
            Alignment::Right => Some("right"),
            Alignment::Decimal => Some("decimal"),
        };
        let text = plain_text_of_blocks(&cell.blocks);
        let (mut scope, mut name) = (scope, None);
        if self.options.syntax == Syntax::Xhtml && scope.is_some() && !has_words(&cell.blocks) {
            // A header must have words for those who listen: a formula's are its source, not shown; a cell without
            // anything heads nothing.
            match text.trim() {
                "" => scope = None,
                text => name = Some(text.to_owned()),
            }
        }
        let element = if scope.is_some() { "th" } else { "td" };
        // `rowgroup` names the rows of a whole `tbody`; a header of two rows among many is still one of rows.
        let scope = scope.map(|s| if s == "rowgroup" { "row" } else { s });
        let attrs = Attrs::new()
            .maybe("scope", scope)
            .maybe("class", class)
            .maybe("colspan", (across > 1).then(|| across.to_string()))
            .maybe("rowspan", (down > 1).then(|| down.to_string()));
        self.out.open(element, &attrs);
        let (before, after) = if decimal && cell.decimal != (0, 0) { padding(text.trim(), cell.decimal) } else { Default::default() };
        self.out.text(&before);
        self.tight(&cell.blocks);
        self.out.text(&after);
        if let Some(name) = name {
            self.out.element("span", &Attrs::new().with("class", "spoken"), &name);
        }
        self.out.close(element);
    }

    pub fn caption(&mut self, caption: &'a Caption) {
        self.out.open("figcaption", &Attrs::new());
        self.caption_line(caption.label.as_deref(), &caption.content);
        if let Some(second) = &caption.second {
            self.out.text(" ");
            self.out.open("span", &Attrs::new().with("class", "second").with("lang", "en"));
            self.in_language(Some("en"), |s| s.caption_line(caption.second_label.as_deref(), second));
            self.out.close("span");
        }
        self.out.close("figcaption");
    }

    fn caption_line(&mut self, label: Option<&str>, content: &'a [Inline]) {
        if let Some(label) = label {
            self.out.element("span", &Attrs::new().with("class", "caption-label"), label);
            self.out.text(" ");
        }
        self.out.open("span", &Attrs::new().with("class", "caption-text"));
        self.inlines(content);
        self.out.close("span");
    }
}

/// Whether there is something to read out that is no formula.
fn has_words(blocks: &[Block]) -> bool {
    let mut found = false;
    walk::each_inline_of_blocks(blocks, &mut |inline| {
        found |= !matches!(
            inline.kind,
            InlineKind::Math(_) | InlineKind::Span(_) | InlineKind::Emphasis(_) | InlineKind::Strong(_) | InlineKind::SoftBreak | InlineKind::LineBreak
        );
        walk::Descend::Yes
    });
    found
}

/// How many leading columns name their rows: as written in `header-columns=1` or the class `row-headers`;
/// else one, if the corner of the head is empty, because then it heads nothing.
fn headers(block: &Block, table: &Table) -> usize {
    if let Some(count) = block.attributes.get("header-columns").and_then(|n| n.parse().ok()) {
        return count;
    }
    let corner = table.head.first().and_then(|r| r.cells.first());
    let empty = corner.is_some_and(|c| plain_text_of_blocks(&c.blocks).trim().is_empty());
    usize::from(block.attributes.has_class("row-headers") || empty)
}

/// Figure spaces, as wide as a digit, before and behind a number, so that centered numbers of one column have
/// their points below each other; U+2008 is as wide as the point.
fn padding(number: &str, (whole, fraction): (u16, u16)) -> (String, String) {
    const DIGIT: &str = "\u{2007}";
    const POINT: &str = "\u{2008}";
    let (before, after) = number.split_once('.').map_or((number, None), |(w, f)| (w, Some(f)));
    let left = usize::from(whole).saturating_sub(before.chars().count());
    let right = usize::from(fraction).saturating_sub(after.map_or(0, |f| f.chars().count()));
    let point = if after.is_none() && fraction > 0 { POINT } else { "" };
    (DIGIT.repeat(left), format!("{point}{}", DIGIT.repeat(right)))
}
