//! An image alone in its paragraph is a figure.

use crate::chapter::Lowering;
use crate::items::{Item, trimmed};
use kaiben_model::{Block, BlockKind, Caption, Figure, InlineKind};
use kaiben_source::Span;

impl Lowering<'_, '_, '_> {
    /// The figure that a paragraph is, if it is one.
    pub(crate) fn lower_figure(&mut self, items: &mut [Item], span: Span) -> Option<Block> {
        let range = trimmed(items);
        if !matches!(items.get(range.start), Some(Item::Image { .. })) {
            return None;
        }
        let alone = range.end == range.start + 1
            || self.attributes_at(items, range.start + 1, range.end).is_some_and(|(_, next)| next == range.end);
        if !alone {
            return None;
        }
        let Item::Image { image: mut inline, caption: content } = std::mem::take(&mut items[range.start]) else {
            return None;
        };
        let mut block = self.attributes_at(items, range.start + 1, range.end).map(|(b, _)| b).unwrap_or_default();
        let InlineKind::Image(image) = &mut inline.kind else { return None };
        let mut image = image.clone();
        image.width = block.take("width").map(|(width, _)| width);
        if let Some((alternative, _)) = block.take("alt") {
            image.alternative = alternative;
        }
        let second = self.attribute_inlines(&mut block, "en", span);
        let caption_span = content.first().zip(content.last()).map_or(inline.span, |(a, b)| a.span.to(b.span));
        let caption = (!content.is_empty() || second.is_some())
            .then_some(Caption { content, second, label: None, second_label: None, span: caption_span });
        let mut attributes = block.attributes;
        attributes.pairs.append(&mut inline.attributes.pairs);
        Some(Block { kind: BlockKind::Figure(Box::new(Figure { image, caption, media: None })), attributes, span })
    }
}
