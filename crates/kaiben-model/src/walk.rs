//! Walkers: every place in the tree where blocks and inlines stand is known here and nowhere else.

use crate::{Block, BlockKind, Caption, Cell, Container, ContainerKind, Inline, InlineKind, Row, Table, TableWords};

/// Whether a walk goes on into the children.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Descend {
    /// Into them.
    Yes,
    /// Past them.
    No,
}

/// The inline lists that stand directly in a block (not those of its child blocks): paragraph and heading
/// text, captions, remarks, terms, callout titles, in reading order. Second-language forms come after the first.
pub fn inline_lists(block: &Block) -> Vec<&Vec<Inline>> {
    match &block.kind {
        BlockKind::Paragraph(content) => vec![content],
        BlockKind::Heading(h) => std::iter::once(&h.content).chain(&h.second).collect(),
        BlockKind::Definitions(items) => items.iter().map(|i| &i.term).collect(),
        BlockKind::Table(t) => caption_lists(&t.caption).chain(&t.remark).collect(),
        BlockKind::Figure(f) => caption_lists(&f.caption).collect(),
        BlockKind::Container(Container { kind, .. }) => match kind {
            ContainerKind::Callout { title, .. } => title.iter().collect(),
            ContainerKind::ListTable(TableWords { caption, remark, .. })
            | ContainerKind::CsvTable(TableWords { caption, remark, .. }) => {
                caption_lists(caption).chain(remark).collect()
            }
            _ => Vec::new(),
        },
        BlockKind::TermList(list) => list.entries.iter().filter_map(|e| e.definition.as_ref()).collect(),
        _ => Vec::new(),
    }
}

/// [`inline_lists`], to change them.
pub fn inline_lists_mut(block: &mut Block) -> Vec<&mut Vec<Inline>> {
    match &mut block.kind {
        BlockKind::Paragraph(content) => vec![content],
        BlockKind::Heading(h) => std::iter::once(&mut h.content).chain(&mut h.second).collect(),
        BlockKind::Definitions(items) => items.iter_mut().map(|i| &mut i.term).collect(),
        BlockKind::Table(t) => {
            let Table { caption, remark, .. } = &mut **t;
            caption_lists_mut(caption).chain(remark).collect()
        }
        BlockKind::Figure(f) => caption_lists_mut(&mut f.caption).collect(),
        BlockKind::Container(Container { kind, .. }) => match kind {
            ContainerKind::Callout { title, .. } => title.iter_mut().collect(),
            ContainerKind::ListTable(TableWords { caption, remark, .. })
            | ContainerKind::CsvTable(TableWords { caption, remark, .. }) => {
                caption_lists_mut(caption).chain(remark).collect()
            }
            _ => Vec::new(),
        },
        BlockKind::TermList(list) => list.entries.iter_mut().filter_map(|e| e.definition.as_mut()).collect(),
        _ => Vec::new(),
    }
}

fn caption_lists(caption: &Option<Caption>) -> impl Iterator<Item = &Vec<Inline>> {
    caption.iter().flat_map(|c| std::iter::once(&c.content).chain(&c.second))
}

fn caption_lists_mut(caption: &mut Option<Caption>) -> impl Iterator<Item = &mut Vec<Inline>> {
    caption.iter_mut().flat_map(|c| std::iter::once(&mut c.content).chain(&mut c.second))
}

/// The block lists that stand directly in a block, in reading order: list items, cells, containers.
/// The blocks of notes are not among them: notes are inlines.
pub fn block_lists(block: &Block) -> Vec<&Vec<Block>> {
    match &block.kind {
        BlockKind::Quote(blocks) => vec![blocks],
        BlockKind::List { items, .. } => items.iter().map(|i| &i.blocks).collect(),
        BlockKind::Definitions(items) => items.iter().flat_map(|i| &i.details).collect(),
        BlockKind::Container(c) => vec![&c.blocks],
        BlockKind::Table(t) => cells(t).map(|c| &c.blocks).chain(t.notes.iter().map(|n| &n.blocks)).collect(),
        _ => Vec::new(),
    }
}

/// [`block_lists`], to change them.
pub fn block_lists_mut(block: &mut Block) -> Vec<&mut Vec<Block>> {
    match &mut block.kind {
        BlockKind::Quote(blocks) => vec![blocks],
        BlockKind::List { items, .. } => items.iter_mut().map(|i| &mut i.blocks).collect(),
        BlockKind::Definitions(items) => items.iter_mut().flat_map(|i| &mut i.details).collect(),
        BlockKind::Container(c) => vec![&mut c.blocks],
        BlockKind::Table(t) => {
            let Table { head, body, foot, notes, .. } = &mut **t;
            let rows = head.iter_mut().chain(body).chain(foot);
            let cells = rows.flat_map(|r| &mut r.cells).map(|c| &mut c.blocks);
            cells.chain(notes.iter_mut().map(|n| &mut n.blocks)).collect()
        }
        _ => Vec::new(),
    }
}

/// All rows of a table: head, body, foot.
pub fn rows(table: &Table) -> impl Iterator<Item = &Row> {
    table.head.iter().chain(&table.body).chain(&table.foot)
}

/// All cells of a table in reading order.
pub fn cells(table: &Table) -> impl Iterator<Item = &Cell> {
    rows(table).flat_map(|r| &r.cells)
}

/// The inline list inside an inline, if it has one. A note has blocks, not inlines.
pub fn children(inline: &Inline) -> Option<&Vec<Inline>> {
    match &inline.kind {
        InlineKind::Emphasis(c)
        | InlineKind::Strong(c)
        | InlineKind::Strikethrough(c)
        | InlineKind::Superscript(c)
        | InlineKind::Subscript(c)
        | InlineKind::Span(c)
        | InlineKind::Link { content: c, .. } => Some(c),
        InlineKind::Term(t) => Some(&t.content),
        _ => None,
    }
}

/// [`children`], to change them.
pub fn children_mut(inline: &mut Inline) -> Option<&mut Vec<Inline>> {
    match &mut inline.kind {
        InlineKind::Emphasis(c)
        | InlineKind::Strong(c)
        | InlineKind::Strikethrough(c)
        | InlineKind::Superscript(c)
        | InlineKind::Subscript(c)
        | InlineKind::Span(c)
        | InlineKind::Link { content: c, .. } => Some(c),
        InlineKind::Term(t) => Some(&mut t.content),
        _ => None,
    }
}

/// Visits every inline of a list, parents before children, also those in notes unless `visit` says no.
pub fn each_inline(inlines: &[Inline], visit: &mut impl FnMut(&Inline) -> Descend) {
    visit_inlines(inlines, visit as &mut dyn FnMut(&Inline) -> Descend);
}

fn visit_inlines(inlines: &[Inline], visit: &mut dyn FnMut(&Inline) -> Descend) {
    for inline in inlines {
        if visit(inline) == Descend::No {
            continue;
        }
        if let Some(inner) = children(inline) {
            visit_inlines(inner, visit);
        }
        if let InlineKind::Note(note) = &inline.kind {
            visit_inlines_of_blocks(&note.blocks, visit);
        }
    }
}

/// Visits every inline of every block, in reading order, with those of notes.
pub fn each_inline_of_blocks(blocks: &[Block], visit: &mut impl FnMut(&Inline) -> Descend) {
    visit_inlines_of_blocks(blocks, visit as &mut dyn FnMut(&Inline) -> Descend);
}

fn visit_inlines_of_blocks(blocks: &[Block], visit: &mut dyn FnMut(&Inline) -> Descend) {
    for block in blocks {
        for list in inline_lists(block) {
            visit_inlines(list, visit);
        }
        for list in block_lists(block) {
            visit_inlines_of_blocks(list, visit);
        }
    }
}

/// Visits every inline of a list to change it, parents before children, also those in notes.
pub fn each_inline_mut(inlines: &mut [Inline], visit: &mut impl FnMut(&mut Inline) -> Descend) {
    visit_inlines_mut(inlines, visit as &mut dyn FnMut(&mut Inline) -> Descend);
}

fn visit_inlines_mut(inlines: &mut [Inline], visit: &mut dyn FnMut(&mut Inline) -> Descend) {
    for inline in inlines {
        if visit(inline) == Descend::No {
            continue;
        }
        if let Some(inner) = children_mut(inline) {
            visit_inlines_mut(inner, visit);
        }
        if let InlineKind::Note(note) = &mut inline.kind {
            visit_inlines_of_blocks_mut(&mut note.blocks, visit);
        }
    }
}

/// Visits every inline of every block to change it, in reading order, with those of notes.
pub fn each_inline_of_blocks_mut(blocks: &mut [Block], visit: &mut impl FnMut(&mut Inline) -> Descend) {
    visit_inlines_of_blocks_mut(blocks, visit as &mut dyn FnMut(&mut Inline) -> Descend);
}

fn visit_inlines_of_blocks_mut(blocks: &mut [Block], visit: &mut dyn FnMut(&mut Inline) -> Descend) {
    for block in blocks {
        for list in inline_lists_mut(block) {
            visit_inlines_mut(list, visit);
        }
        for list in block_lists_mut(block) {
            visit_inlines_of_blocks_mut(list, visit);
        }
    }
}

/// Visits every block in reading order, parents before children. Blocks inside notes are not visited.
pub fn each_block(blocks: &[Block], visit: &mut impl FnMut(&Block)) {
    visit_blocks(blocks, visit as &mut dyn FnMut(&Block));
}

fn visit_blocks(blocks: &[Block], visit: &mut dyn FnMut(&Block)) {
    for block in blocks {
        visit(block);
        for list in block_lists(block) {
            visit_blocks(list, visit);
        }
    }
}

/// Visits every block to change it, parents before children. Blocks inside notes are not visited.
pub fn each_block_mut(blocks: &mut [Block], visit: &mut impl FnMut(&mut Block)) {
    visit_blocks_mut(blocks, visit as &mut dyn FnMut(&mut Block));
}

fn visit_blocks_mut(blocks: &mut [Block], visit: &mut dyn FnMut(&mut Block)) {
    for block in blocks {
        visit(block);
        for list in block_lists_mut(block) {
            visit_blocks_mut(list, visit);
        }
    }
}
