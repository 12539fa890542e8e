//! Captions of tables: a paragraph `: text {#tbl-id}` or `Table: text` before or after its table.

use crate::chapter::Lowering;
use crate::items::{Item, trimmed};
use kaiben_model::{Attributes, Block, BlockKind, Caption, Container, ContainerKind, Inline};
use kaiben_source::{Diagnostic, Span};
use std::collections::VecDeque;

/// A block, or a caption that looks for its table.
pub(crate) enum Draft {
    Block(Block),
    Caption(CaptionDraft),
}

/// A caption paragraph as read.
pub(crate) struct CaptionDraft {
    /// `:` or `Table:` with its place, for a caption that stays a paragraph.
    opening: Vec<Inline>,
    content: Vec<Inline>,
    second: Option<Vec<Inline>>,
    remark: Option<Vec<Inline>>,
    attributes: Attributes,
    span: Span,
}

impl Lowering<'_, '_, '_> {
    /// Reads a caption that stands in a range of the text; `opening` is the number of characters that mark it
    /// as one.
    pub(crate) fn lower_caption(&mut self, mut items: Vec<Item>, opening: usize, range: (usize, usize)) -> CaptionDraft {
        let span = self.view.span(range.0, range.1);
        let mut rest = items.split_off(opening.min(items.len()));
        let opening = self.read_items(&mut items);
        let mut block = self.take_trailing_attributes(&mut rest).unwrap_or_default();
        let range = trimmed(&rest);
        let content = self.read_items(&mut rest[range]);
        let second = self.attribute_inlines(&mut block, "en", span);
        let remark = self.attribute_inlines(&mut block, "note", span);
        CaptionDraft { opening, content, second, remark, attributes: block.attributes, span }
    }

    /// Gives each caption to the table next to it.
    pub(crate) fn attach_captions(&mut self, drafts: Vec<Draft>) -> Vec<Block> {
        let mut out: Vec<Block> = Vec::new();
        let mut drafts: VecDeque<Draft> = drafts.into();
        while let Some(draft) = drafts.pop_front() {
            let caption = match draft {
                Draft::Block(block) => {
                    out.push(block);
                    continue;
                }
                Draft::Caption(caption) => caption,
            };
            let above = out.last().is_some_and(takes_caption);
            let below = matches!(drafts.front(), Some(Draft::Block(b)) if takes_caption(b));
            if below && !(above && ends_with_caption(&drafts)) {
                if let Some(Draft::Block(mut table)) = drafts.pop_front() {
                    self.attach(caption, &mut table);
                    out.push(table);
                }
            } else if let Some(table) = out.last_mut().filter(|_| above) {
                self.attach(caption, table);
            } else {
                out.push(self.keep_alone(caption));
            }
        }
        out
    }

    fn attach(&mut self, caption: CaptionDraft, block: &mut Block) {
        let CaptionDraft { content, second, remark, attributes, span, .. } = caption;
        let Attributes { id, mut classes, mut pairs } = attributes;
        block.attributes.id = id.or(block.attributes.id.take());
        block.attributes.classes.append(&mut classes);
        block.attributes.pairs.append(&mut pairs);
        block.span = block.span.to(span);
        let (own_caption, own_remark) = match &mut block.kind {
            BlockKind::Table(table) => (&mut table.caption, &mut table.remark),
            BlockKind::Container(Container {
                kind: ContainerKind::ListTable(words) | ContainerKind::CsvTable(words), ..
            }) => (&mut words.caption, &mut words.remark),
            _ => return,
        };
        *own_remark = remark.or(own_remark.take());
        if !content.is_empty() || second.is_some() {
            *own_caption = Some(Caption { content, second, label: None, second_label: None, span });
        }
    }

    fn keep_alone(&mut self, caption: CaptionDraft) -> Block {
        self.report(
            Diagnostic::warning("table/caption-alone", "this caption stands next to no table")
                .at(caption.span)
                .help("put it right before or after its table, with one blank line between")
                .help("write `\\:` if the colon belongs to the text"),
        );
        let mut content = caption.opening;
        if let (Some(last), Some(first)) = (content.last(), caption.content.first()) {
            let gap = Span::new(last.span.file, last.span.end, first.span.start.max(last.span.end));
            content.push(Inline::text(" ", gap));
        }
        content.extend(caption.content);
        Block { kind: BlockKind::Paragraph(content), attributes: caption.attributes, span: caption.span }
    }
}

/// Whether tables and captions take turns from here on and a caption is the last: then captions stand under
/// their tables. Else a caption between two tables belongs to the one below, as is the custom.
fn ends_with_caption(drafts: &VecDeque<Draft>) -> bool {
    let turns = |(i, draft): &(usize, &Draft)| match draft {
        Draft::Block(block) => i % 2 == 0 && takes_caption(block),
        Draft::Caption(_) => i % 2 == 1,
    };
    drafts.iter().enumerate().take_while(turns).count().is_multiple_of(2)
}

/// Whether a block is a table that has no caption yet.
fn takes_caption(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Table(table) => table.caption.is_none(),
        BlockKind::Container(c) => match &c.kind {
            ContainerKind::ListTable(words) | ContainerKind::CsvTable(words) => words.caption.is_none(),
            _ => false,
        },
        _ => false,
    }
}
