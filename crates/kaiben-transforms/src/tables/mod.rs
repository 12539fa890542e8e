//! # tables
//!
//! Makes tables of `::: list-table` and `::: csv-table`, resolves `^^`, computes the widths of columns from
//! their content where `widths` does not give them, lines numbers up by the decimal point in columns with
//! `align="…d…"`, and sets the style and the continued caption.
//!
//! `style = "three-line" | "grid" | "plain"` and `continued = true | false`; a table's own `style` wins.

mod from_csv;
mod from_list;
mod shape;
mod widths;

use kaiben_model::*;
use kaiben_plugin::{Context, Plugin, Stage, nearest, read_settings};
use kaiben_source::{Diagnostic, Span};

/// The plugin.
pub struct Tables;

impl Plugin for Tables {
    fn name(&self) -> &'static str {
        "tables"
    }

    fn stage(&self) -> Stage {
        Stage::Structure
    }

    fn run(&self, book: &mut Book, context: &mut Context<'_>) {
        let settings: TableSettings = read_settings(&book.settings, self.name(), &mut context.diagnostics);
        let words = labels(&book.settings.book.language);
        for division in &mut book.divisions {
            let path = division.path.clone();
            let mut notes: Vec<LooseNote> = Vec::new();
            walk::each_block_mut(&mut division.blocks, &mut |block| {
                make(block, &path, &mut notes, context);
                let (attributes, span) = (block.attributes.clone(), block.span);
                if let BlockKind::Table(table) = &mut block.kind {
                    finish(table, &attributes, span, &settings, words, context);
                }
            });
            for note in notes.iter().filter(|n| n.used.is_none()) {
                context.report(
                    Diagnostic::warning("note/unused", format!("nothing refers to the note `{}`", note.name))
                        .at(note.span)
                        .help(format!("put `[^{}]` where its mark belongs, also in a cell of a CSV file, or delete it", note.name)),
                );
            }
        }
    }
}

/// Turns a container into the table that it describes.
fn make(block: &mut Block, path: &str, notes: &mut Vec<LooseNote>, context: &mut Context<'_>) {
    let BlockKind::Container(container) = &mut block.kind else { return };
    let (made, words) = match &mut container.kind {
        ContainerKind::ListTable(words) => {
            let words = std::mem::take(words);
            (from_list::read(container, &block.attributes, block.span, context), words)
        }
        ContainerKind::CsvTable(words) => {
            let mut words = std::mem::take(words);
            notes.append(&mut words.loose_notes);
            (from_csv::read(&block.attributes, path, block.span, notes, context), words)
        }
        _ => return,
    };
    // What could not be read has been told as an error; an empty table keeps the tree whole until then.
    let mut table = made.unwrap_or_else(|| empty(TableSource::List));
    table.caption = words.caption;
    table.remark = words.remark;
    block.kind = BlockKind::Table(Box::new(table));
}

/// A table without rows.
fn empty(source: TableSource) -> Table {
    Table {
        caption: None,
        columns: Vec::new(),
        head: Vec::new(),
        body: Vec::new(),
        foot: Vec::new(),
        notes: Vec::new(),
        remark: None,
        style: TableStyle::default(),
        continued: None,
        source,
    }
}

fn finish(
    table: &mut Table,
    attributes: &Attributes,
    span: Span,
    settings: &TableSettings,
    words: &Labels,
    context: &mut Context<'_>,
) {
    table.style = match attributes.get("style") {
        None => settings.style,
        Some("three-line") => TableStyle::ThreeLine,
        Some("grid") => TableStyle::Grid,
        Some("plain") => TableStyle::Plain,
        Some(other) => {
            let known = ["three-line", "grid", "plain"];
            let mut diagnostic = Diagnostic::error("table/style", format!("`{other}` is no style of tables")).at(span);
            if let Some(near) = nearest(other, known.into_iter()) {
                diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
            }
            context.report(diagnostic.help("choose one of `three-line`, `grid`, `plain`"));
            settings.style
        }
    };
    table.continued = settings.continued.then(|| words.continued.to_owned());
    shape::square(table, span, context);
    if let Some(align) = attributes.get("align") {
        shape::align(table, align, span, context);
    }
    shape::line_up_decimals(table);
    match attributes.get("widths") {
        Some(text) => widths::written(table, text, span, context),
        None => widths::computed(table),
    }
    shape::resolve_spans(table);
}
