//! The text of a chapter as its Markdown has it, before any plugin worked on it: what has to be found again
//! in each edition.

use kaiben_model::{Block, BlockKind, Caption, Container, ContainerKind, Inline, InlineKind, walk};

/// A piece of text that stays in one piece in every edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// Where it is found.
    pub place: Place,
    /// Its letters, digits and Han characters; nothing else.
    pub text: String,
}

/// Where a piece of text is found in an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the running text, in the order of the manuscript.
    Flow,
    /// In a caption: print moves a figure that a page has no room for to the top of the next.
    Caption,
    /// In a table: rows that go over a page end mix the order of cells in a PDF.
    Cell,
    /// In a note: at the foot of a page, the end of a chapter or under a table.
    Note,
}

/// Letters, digits and Han characters of a text: what hyphens, spaces and squeezed punctuation cannot change.
pub fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric() && !is_mark(*c)).collect()
}

/// Circled numbers count as numeric, but as marks they are the edition's own.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{2460}'..='\u{24FF}' | '\u{3251}'..='\u{325F}' | '\u{32B1}'..='\u{32BF}')
}

/// All pieces of some blocks, in the order of the manuscript.
pub fn leaves(blocks: &[Block]) -> Vec<Leaf> {
    let mut out = Vec::new();
    collect(blocks, Place::Flow, &mut out);
    out.retain(|l| !l.text.is_empty());
    out
}

fn collect(blocks: &[Block], place: Place, out: &mut Vec<Leaf>) {
    for block in blocks {
        let inner = match &block.kind {
            BlockKind::Table(table) => {
                caption(&table.caption, place, out);
                for cell in walk::cells(table) {
                    collect(&cell.blocks, Place::Cell, out);
                }
                remark(&table.remark, out);
                continue;
            }
            BlockKind::Figure(figure) => {
                caption(&figure.caption, place, out);
                continue;
            }
            BlockKind::Code { text, .. } => {
                out.push(Leaf { place, text: letters(text) });
                continue;
            }
            BlockKind::Container(c) if c.kind == ContainerKind::Only => continue,
            BlockKind::Container(Container { kind: ContainerKind::ListTable(words) | ContainerKind::CsvTable(words), blocks }) => {
                caption(&words.caption, place, out);
                collect(blocks, Place::Cell, out);
                remark(&words.remark, out);
                continue;
            }
            _ => place,
        };
        for list in walk::inline_lists(block) {
            inlines(list, inner, out);
        }
        for list in walk::block_lists(block) {
            collect(list, inner, out);
        }
    }
}

fn caption(caption: &Option<Caption>, place: Place, out: &mut Vec<Leaf>) {
    if let Some(caption) = caption {
        inlines(&caption.content, if place == Place::Flow { Place::Caption } else { place }, out);
    }
}

/// The text under a table stands where its notes do.
fn remark(remark: &Option<Vec<Inline>>, out: &mut Vec<Leaf>) {
    if let Some(remark) = remark {
        inlines(remark, Place::Note, out);
    }
}

fn inlines(list: &[Inline], place: Place, out: &mut Vec<Leaf>) {
    let mut text = String::new();
    let mut notes = Vec::new();
    flatten(list, &mut text, &mut notes);
    out.push(Leaf { place, text: letters(&text) });
    for note in notes {
        collect(note, Place::Note, out);
    }
}

fn flatten<'a>(list: &'a [Inline], text: &mut String, notes: &mut Vec<&'a [Block]>) {
    for inline in list {
        match &inline.kind {
            InlineKind::Text(t) | InlineKind::Code(t) => text.push_str(t),
            InlineKind::Note(note) => notes.push(&note.blocks),
            _ => {
                if let Some(inner) = walk::children(inline) {
                    flatten(inner, text, notes);
                }
            }
        }
    }
}

/// Finds the letters of `leaf` in `text` in order from `cursor` on and returns where they end; what stands
/// between them (a term's expansion, a mark, a folio) is passed over. None if one is missing.
pub fn find_in_order(leaf: &str, text: &[char], cursor: usize) -> Option<usize> {
    let mut at = cursor;
    for c in leaf.chars() {
        at += text.get(at..)?.iter().position(|t| *t == c)? + 1;
    }
    Some(at)
}

/// Whether the letters of `leaf` stand in `text` in order, close enough together to be that very piece: between
/// them may be what a page end brings (a running head, notes), not more.
pub fn stands_somewhere(leaf: &str, text: &[char]) -> bool {
    const PAGE: usize = 2_500;
    let Some(first) = leaf.chars().next() else { return true };
    let room = leaf.chars().count() * 2 + if leaf.chars().count() > 40 { PAGE } else { 60 };
    let starts = text.iter().enumerate().filter(|(_, c)| **c == first);
    starts.into_iter().any(|(at, _)| find_in_order(leaf, &text[..text.len().min(at + room)], at).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lost_piece_is_missed() {
        let page = format!("金砖国家{}机制与数据", "其他文字".repeat(30));
        let text: Vec<char> = page.chars().collect();
        assert!(stands_somewhere("机制与数据", &text));
        assert!(stands_somewhere("砖国家", &text));
        assert!(!stands_somewhere("金砖机制", &text), "the letters are there, but far apart");
        assert_eq!(find_in_order("金砖机制", &text, 0), Some(text.len() - 3));
    }
}
