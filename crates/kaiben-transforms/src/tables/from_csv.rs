//! A table read from a CSV file (RFC 4180) in the book's folder.

use super::empty;
use kaiben_model::*;
use kaiben_plugin::Context;
use kaiben_source::{BookPath, Diagnostic, FileId, Span};

/// Reads the file that `file=` names; its cells are Markdown, and their marks may call notes of the chapter.
pub fn read(
    attributes: &Attributes,
    chapter: &str,
    span: Span,
    notes: &mut Vec<LooseNote>,
    context: &mut Context<'_>,
) -> Option<Table> {
    let Some(name) = attributes.get("file") else {
        context.report(
            Diagnostic::error("table/csv-missing", "the CSV table names no file").at(span).help("write `::: csv-table {file=\"data/x.csv\"}`"),
        );
        return None;
    };
    let header_rows = header_rows(attributes, span, context);
    let path = match BookPath::relative_to(chapter, name) {
        Ok(path) => path,
        Err(error) => {
            context.report(
                Diagnostic::error("path/outside", format!("`{name}` is no path in the book's folder: {error}"))
                    .at(span)
                    .help("put the file into the book's folder and name it relative to the chapter"),
            );
            return None;
        }
    };
    let text = match context.workspace.read(&path).map_err(|e| e.to_string()).and_then(|bytes| {
        String::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".to_owned())
    }) {
        Ok(text) => text.trim_start_matches('\u{FEFF}').to_owned(),
        Err(error) => {
            context.report(
                Diagnostic::error("table/csv-missing", format!("the file `{path}` cannot be read: {error}"))
                    .at(span)
                    .help("paths are relative to the chapter's own folder"),
            );
            return None;
        }
    };
    let file = context.sources.add(path.as_str(), text.as_str());
    let delimiter = match attributes.get("delimiter") {
        Some("tab" | "\\t") => b'\t',
        Some(other) => other.bytes().next().unwrap_or(b','),
        None => b',',
    };
    let rows = rows(file, &text, delimiter, notes, context)?;
    let mut table = empty(TableSource::Csv);
    let mut rows = rows;
    let body = rows.split_off(header_rows.min(rows.len()));
    table.head = rows;
    table.body = body;
    Some(table)
}

/// How many rows are the head: `header-rows`, else one.
pub fn header_rows(attributes: &Attributes, span: Span, context: &mut Context<'_>) -> usize {
    let Some(text) = attributes.get("header-rows") else { return 1 };
    text.parse().unwrap_or_else(|_| {
        context.report(
            Diagnostic::error("table/header-rows", format!("`header-rows={text}` is no number")).at(span).help("write `header-rows=1`"),
        );
        1
    })
}

fn rows(
    file: FileId,
    text: &str,
    delimiter: u8,
    notes: &mut Vec<LooseNote>,
    context: &mut Context<'_>,
) -> Option<Vec<Row>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    loop {
        let start = reader.position().byte() as u32;
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return Some(rows),
            Err(error) => {
                context.report(
                    Diagnostic::error("table/csv", format!("the file is not valid CSV: {error}"))
                        .at(Span::new(file, start, start))
                        .help("quote cells that hold commas or line ends"),
                );
                return None;
            }
        }
        let span = Span::new(file, start, (reader.position().byte() as u32).min(text.len() as u32));
        let mut cells = Vec::new();
        let mut from = start as usize;
        for field in &record {
            // Cells are looked for in order, so that findings in them point at the right one.
            let at = text.get(from..).and_then(|rest| rest.find(field)).map_or(from, |i| from + i);
            from = at + field.len();
            let content = context.inlines_with_notes(file, field, at as u32, notes);
            let place = Span::new(file, at as u32, from as u32);
            let blocks = if content.is_empty() { Vec::new() } else { vec![Block::paragraph(content, place)] };
            cells.push(Cell::new(blocks, place));
        }
        rows.push(Row { cells, span });
    }
}
