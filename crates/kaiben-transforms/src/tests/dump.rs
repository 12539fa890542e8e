//! The model after the plugins, as a reader would see it: numbers, marks, expansions.

use kaiben_model::*;

pub fn blocks(list: &[Block]) -> String {
    list.iter().map(block).filter(|b| !b.is_empty()).collect::<Vec<_>>().join(" | ")
}

fn block(b: &Block) -> String {
    match &b.kind {
        BlockKind::Paragraph(content) => inlines(content),
        BlockKind::Heading(h) => {
            let number = h.number.as_ref().map_or(String::new(), |n| format!("{n} "));
            format!("{} {number}{}", "#".repeat(h.level.into()), inlines(&h.content))
        }
        BlockKind::Figure(f) => format!("figure {}", caption(&f.caption)),
        BlockKind::Table(t) => table(t),
        BlockKind::Equation(e) => format!("equation {}", e.number.as_deref().unwrap_or("-")),
        BlockKind::Quote(inner) => format!("> {}", blocks(inner)),
        BlockKind::Container(c) => format!("::: {}", blocks(&c.blocks)),
        BlockKind::List { items, .. } => items.iter().map(|i| format!("- {}", blocks(&i.blocks))).collect::<Vec<_>>().join(" "),
        BlockKind::Code { text, .. } => format!("`{text}`"),
        BlockKind::TermList(list) => term_list(list),
        other => format!("{other:?}"),
    }
}

fn caption(caption: &Option<Caption>) -> String {
    let Some(c) = caption else { return "-".to_owned() };
    let second = c.second.as_ref().map_or(String::new(), |s| format!(" = {} {}", c.second_label.as_deref().unwrap_or("-"), inlines(s)));
    format!("{} {}{second}", c.label.as_deref().unwrap_or("-"), inlines(&c.content))
}

/// `caption [columns] head: … body: … notes: … remark: …`, cells between bars with their spans.
fn table(t: &Table) -> String {
    let column = |c: &Column| {
        let letter = match c.alignment {
            Alignment::Default => "-",
            Alignment::Left => "l",
            Alignment::Center => "c",
            Alignment::Right => "r",
            Alignment::Decimal => "d",
        };
        format!("{letter}{}", c.width)
    };
    let mut parts = vec![caption(&t.caption), format!("[{}]", t.columns.iter().map(column).collect::<Vec<_>>().join(" "))];
    for (name, rows) in [("head", &t.head), ("body", &t.body), ("foot", &t.foot)] {
        if !rows.is_empty() {
            parts.push(format!("{name}: {}", rows.iter().map(row).collect::<Vec<_>>().join(" ; ")));
        }
    }
    if !t.notes.is_empty() {
        let notes: Vec<String> = t.notes.iter().map(|n| format!("{}={}", n.mark, blocks(&n.blocks))).collect();
        parts.push(format!("notes: {}", notes.join(", ")));
    }
    parts.extend(t.remark.as_ref().map(|r| format!("remark: {}", inlines(r))));
    parts.join(" ")
}

fn row(row: &Row) -> String {
    let cell = |c: &Cell| {
        let span = match (c.column_span, c.row_span) {
            (1, 1) => String::new(),
            (columns, rows) => format!("{columns}x{rows}:"),
        };
        let decimal = if c.decimal == (0, 0) { String::new() } else { format!("({},{})", c.decimal.0, c.decimal.1) };
        format!("{span}{}{decimal}", blocks(&c.blocks))
    };
    row.cells.iter().map(cell).collect::<Vec<_>>().join(",")
}

fn term_list(list: &TermList) -> String {
    let entry = |e: &TermListEntry| {
        let group = e.group.as_ref().map_or(String::new(), |g| format!("[{g}] "));
        let other = e.other.as_ref().map_or(String::new(), |o| format!(" = {o}"));
        let definition = e.definition.as_ref().map_or(String::new(), |d| format!(": {}", inlines(d)));
        format!("{group}{}{other}{definition}", e.head)
    };
    format!("terms {}", list.entries.iter().map(entry).collect::<Vec<_>>().join("; "))
}

pub fn inlines(list: &[Inline]) -> String {
    list.iter().map(inline).collect()
}

fn inline(i: &Inline) -> String {
    match &i.kind {
        InlineKind::Text(t) => t.clone(),
        InlineKind::Code(t) => format!("`{t}`"),
        InlineKind::SoftBreak => " ".to_owned(),
        InlineKind::Note(n) if n.blocks.is_empty() => format!("[{}]", n.mark),
        InlineKind::Note(n) => format!("[{}: {}]", n.mark, blocks(&n.blocks)),
        InlineKind::Term(t) => {
            let mark = if t.anchor.is_some() { "!" } else { "" };
            format!("‹{mark}{}›{}", inlines(&t.content), t.expansion.as_deref().unwrap_or(""))
        }
        InlineKind::CrossReference(r) => format!("→{}", r.text.as_deref().unwrap_or("?")),
        InlineKind::Link { target: Target::Anchor(a), content, .. } => format!("{}→#{a}", inlines(content)),
        InlineKind::Link { target: Target::Url(u), content, .. } => format!("{}→{u}", inlines(content)),
        _ => match walk::children(i) {
            Some(inner) => inlines(inner),
            None => format!("{:?}", i.kind),
        },
    }
}
