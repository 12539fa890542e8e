//! # footnotes
//!
//! Numbers notes and says where their text goes.
//!
//! `restart = "page" | "chapter" | "book"` and `mark = "circled" | "arabic" | "bracketed" | "symbols"`. Print
//! numbers by page itself when `page` is asked for; editions without pages count by chapter then. A note whose
//! mark stands in a table, or in its caption, is put under the table, with marks a, b, c … of its own (CY/T 170:
//! notes of a table are not mixed with those of the text).

use kaiben_model::{Block, BlockKind, Book, FootnoteSettings, Inline, InlineKind, Note, NotePlacement, NoteRestart, NumeralStyle, walk};
use kaiben_plugin::{Context, Plugin, Stage, read_settings};

/// The plugin.
pub struct Footnotes;

impl Plugin for Footnotes {
    fn name(&self) -> &'static str {
        "footnotes"
    }

    fn stage(&self) -> Stage {
        Stage::Numbering
    }

    // Contents lists are made from titles; they leave notes out by themselves.
    fn after(&self) -> &'static [&'static str] {
        &["numbering"]
    }

    fn run(&self, book: &mut Book, context: &mut Context<'_>) {
        let settings: FootnoteSettings = read_settings(&book.settings, self.name(), &mut context.diagnostics);
        let mut number = 0;
        for division in &mut book.divisions {
            if settings.restart != NoteRestart::Book {
                number = 0;
            }
            let mut series = Series { slug: &division.slug, settings: &settings, number: &mut number, count: 0 };
            series.blocks(&mut division.blocks);
        }
    }
}

struct Series<'a> {
    slug: &'a str,
    settings: &'a FootnoteSettings,
    number: &'a mut u32,
    /// Notes of the division so far: labels count on where numbers start again.
    count: u32,
}

impl Series<'_> {
    fn blocks(&mut self, blocks: &mut [Block]) {
        for block in blocks {
            if let BlockKind::Table(_) = &block.kind {
                self.table(block);
                continue;
            }
            for list in walk::inline_lists_mut(block) {
                self.inlines(list);
            }
            for list in walk::block_lists_mut(block) {
                self.blocks(list);
            }
        }
    }

    fn inlines(&mut self, inlines: &mut [Inline]) {
        walk::each_inline_mut(inlines, &mut |inline| {
            let InlineKind::Note(note) = &mut inline.kind else { return walk::Descend::Yes };
            *self.number += 1;
            note.number = *self.number;
            note.mark = self.settings.mark.format(note.number);
            note.anchor = self.anchor();
            note.placement = NotePlacement::Page;
            walk::Descend::No
        });
    }

    fn anchor(&mut self) -> String {
        self.count += 1;
        format!("n-{}-{}", self.slug, self.count)
    }

    fn table(&mut self, block: &mut Block) {
        let mut moved: Vec<Note> = Vec::new();
        let mut take = |inlines: &mut Vec<Inline>| {
            walk::each_inline_mut(inlines, &mut |inline| {
                let InlineKind::Note(note) = &mut inline.kind else { return walk::Descend::Yes };
                note.number = moved.len() as u32 + 1;
                note.mark = NumeralStyle::LatinLower.format(note.number);
                note.anchor = self.anchor();
                note.placement = NotePlacement::Table;
                // The mark stays where it is; the text is moved, so that it stands in the book once.
                let text = std::mem::take(&mut note.blocks);
                moved.push(Note { blocks: text, ..note.clone() });
                walk::Descend::No
            });
        };
        for list in walk::inline_lists_mut(block) {
            take(list);
        }
        walk::each_block_mut(std::slice::from_mut(block), &mut |inner| {
            if !matches!(inner.kind, BlockKind::Table(_)) {
                for list in walk::inline_lists_mut(inner) {
                    take(list);
                }
            }
        });
        if let BlockKind::Table(table) = &mut block.kind {
            table.notes = moved;
        }
    }
}
