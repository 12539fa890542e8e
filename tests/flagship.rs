//! What the flagship promises of itself, counted in the model.

use kaiben_model::{Attributes, Block, BlockKind, Container, ContainerKind, InlineKind, plain_text_of_blocks, walk};
use kaiben_source::FileId;
use kaiben_tests::{read, root};
use std::collections::BTreeSet;

/// What stands in the report.
#[derive(Debug, Default)]
struct Census {
    /// Han characters outside notes.
    han: usize,
    /// In blocks that are marked as English.
    english_words: usize,
    heading_levels: BTreeSet<u8>,
    tables: usize,
    csv_with_decimals: usize,
    landscape_tables: usize,
    /// Tables with cells that reach over several columns or rows.
    spanned_tables: usize,
    /// Most cells of one table that hold several blocks.
    block_cells: usize,
    figures: usize,
    notes: usize,
    long_notes: usize,
    notes_in_headings: usize,
    notes_in_captions: usize,
    notes_in_tables: usize,
    notes_in_lists: usize,
    labels: BTreeSet<String>,
    references: BTreeSet<String>,
}

impl Census {
    fn of(blocks: &[Block]) -> Self {
        let mut census = Self::default();
        census.blocks(blocks);
        let text = plain_text_of_blocks(blocks);
        census.han = text.chars().filter(|c| kaiben_model::is_han(*c)).count();
        census
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.labels.extend(block.attributes.id.clone().filter(|id| ["fig-", "tbl-", "sec-"].iter().any(|p| id.starts_with(p))));
            let before = self.notes;
            for list in walk::inline_lists(block) {
                walk::each_inline(list, &mut |inline| {
                    match &inline.kind {
                        InlineKind::CrossReference(r) => {
                            self.references.insert(r.label.clone());
                        }
                        InlineKind::Note(note) => {
                            self.notes += 1;
                            let length = plain_text_of_blocks(&note.blocks).chars().count();
                            self.long_notes += usize::from(length > 300);
                        }
                        _ => {}
                    }
                    walk::Descend::Yes
                });
            }
            let own = self.notes - before;
            match &block.kind {
                BlockKind::Heading(heading) => {
                    self.heading_levels.insert(heading.level);
                    self.notes_in_headings += own;
                }
                BlockKind::Figure(_) => {
                    self.figures += 1;
                    self.notes_in_captions += own;
                }
                BlockKind::Table(table) => {
                    self.tables += 1;
                    self.notes_in_captions += own;
                    self.spanned_tables += usize::from(walk::cells(table).any(|c| c.column_span > 1 || c.continues_above));
                }
                BlockKind::Container(Container { kind: ContainerKind::ListTable(_), blocks }) => {
                    self.tables += 1;
                    self.notes_in_captions += own;
                    self.block_cells = self.block_cells.max(cells_with_blocks(blocks));
                }
                BlockKind::Container(Container { kind: ContainerKind::CsvTable(_), .. }) => {
                    self.tables += 1;
                    self.notes_in_captions += own;
                    self.csv_with_decimals += usize::from(has_decimals(&block.attributes));
                }
                BlockKind::Container(Container { kind: ContainerKind::Landscape, blocks }) => {
                    walk::each_block(blocks, &mut |inner| {
                        let table = match &inner.kind {
                            BlockKind::Table(_) => true,
                            BlockKind::Container(c) => matches!(c.kind, ContainerKind::ListTable(_) | ContainerKind::CsvTable(_)),
                            _ => false,
                        };
                        self.landscape_tables += usize::from(table);
                    });
                }
                _ => {}
            }
            let inner_before = self.notes;
            for list in walk::block_lists(block) {
                self.blocks(list);
            }
            let inner = self.notes - inner_before;
            match &block.kind {
                BlockKind::Table(_) => self.notes_in_tables += inner,
                BlockKind::Container(c) if matches!(c.kind, ContainerKind::ListTable(_)) => self.notes_in_tables += inner,
                BlockKind::List { .. } => self.notes_in_lists += inner,
                _ => {}
            }
        }
    }
}

fn has_decimals(attributes: &Attributes) -> bool {
    attributes.get("align").is_some_and(|align| align.split(',').any(|a| a.trim() == "d"))
}

/// Cells of a list table that hold several blocks.
fn cells_with_blocks(rows: &[Block]) -> usize {
    let mut count = 0;
    for row in rows {
        let BlockKind::List { items, .. } = &row.kind else { continue };
        for cells in items.iter().flat_map(|i| &i.blocks) {
            let BlockKind::List { items, .. } = &cells.kind else { continue };
            count += items.iter().filter(|cell| cell.blocks.len() > 1).count();
        }
    }
    count
}

/// Words of more than one letter.
fn english_words(text: &str) -> usize {
    text.split(|c: char| !c.is_ascii_alphabetic()).filter(|w| w.len() > 1).count()
}

#[test]
fn the_report_is_as_rich_as_it_should_be() {
    let folder = root().join("book/report");
    let config = String::from_utf8(read(&folder.join("book.toml"))).expect("UTF-8");
    let mut blocks = Vec::new();
    let mut english = 0;
    for name in config.split('"').filter(|word| word.ends_with(".md")) {
        let text = String::from_utf8(read(&folder.join(name))).expect("UTF-8");
        let parsed = kaiben_markdown::parse_chapter(FileId(0), name, &text);
        walk::each_block(&parsed.blocks, &mut |block| {
            if block.attributes.language().is_some_and(|l| l.starts_with("en")) {
                english += english_words(&plain_text_of_blocks(std::slice::from_ref(block)));
            }
        });
        blocks.extend(parsed.blocks);
    }
    let mut census = Census::of(&blocks);
    census.english_words = english;
    let terms = String::from_utf8(read(&folder.join("glossary.toml"))).expect("UTF-8").matches("[[term]]").count();
    let open: Vec<&String> = census.references.difference(&census.labels).collect();
    let kinds = |prefix: &str| census.references.iter().filter(|r| r.starts_with(prefix)).count();
    let wanted: [(&str, usize, usize); 19] = [
        ("Han characters", census.han, 20_000),
        ("English words", census.english_words, 5_000),
        ("heading levels", census.heading_levels.len(), 4),
        ("tables", census.tables, 10),
        ("CSV tables aligned by the point", census.csv_with_decimals, 1),
        ("tables in landscape", census.landscape_tables, 1),
        ("tables with spans", census.spanned_tables, 1),
        ("cells with several blocks in one table", census.block_cells, 15),
        ("figures", census.figures, 8),
        ("notes", census.notes, 120),
        ("notes of more than 300 characters", census.long_notes, 4),
        ("notes in headings", census.notes_in_headings, 1),
        ("notes in captions", census.notes_in_captions, 1),
        ("notes in tables", census.notes_in_tables, 3),
        ("notes in lists", census.notes_in_lists, 3),
        ("terms", terms, 60),
        ("figures referred to", kinds("fig-"), 8),
        ("tables referred to", kinds("tbl-"), 10),
        ("sections referred to", kinds("sec-"), 6),
    ];
    let short: Vec<String> = wanted.iter().filter(|(_, got, want)| got < want).map(|(what, got, want)| format!("{what}: {got} of {want}")).collect();
    assert!(short.is_empty(), "{}\n{census:#?}", short.join("\n"));
    assert!(open.is_empty(), "references without a label: {open:?}");
}
