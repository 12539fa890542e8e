//! Plain text of inlines and blocks, and the kinds of characters.

use crate::walk;
use crate::{Block, Inline, InlineKind};

/// Whether a character is a Han character (with the marks 〇 and 々 that stand for one).
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' | '々' | '〇')
}

/// Whether a character is as wide as it is high in a Chinese face: Han, kana, full-width forms and
/// Chinese punctuation. Between two of these a line end of the source is no space (clreq 3.2).
pub fn is_wide(c: char) -> bool {
    is_han(c)
        || matches!(c, '\u{2E80}'..='\u{30FF}' | '\u{3100}'..='\u{312F}' | '\u{31A0}'..='\u{31FF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF01}'..='\u{FF60}' | '\u{FFE0}'..='\u{FFE6}')
        || matches!(c, '“' | '”' | '‘' | '’' | '—' | '…' | '·')
}

/// The text of inlines without their notes: for contents lists, running heads, bookmarks.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut out = String::new();
    walk::each_inline(inlines, &mut |inline| {
        match &inline.kind {
            InlineKind::Text(t) | InlineKind::Code(t) => out.push_str(t),
            InlineKind::SoftBreak | InlineKind::LineBreak => out.push(' '),
            InlineKind::Ruby { base, .. } => out.push_str(base),
            InlineKind::CrossReference(r) => out.push_str(r.text.as_deref().unwrap_or(&r.label)),
            InlineKind::MarkedTerm(t) | InlineKind::Citation { text: t } => out.push_str(t),
            InlineKind::Math(e) => out.push_str(&e.tex),
            InlineKind::Image(i) => out.push_str(&i.alternative),
            InlineKind::Note(_) => return walk::Descend::No,
            _ => {}
        }
        walk::Descend::Yes
    });
    out
}

/// The text of blocks without notes, blocks joined by line ends.
pub fn plain_text_of_blocks(blocks: &[Block]) -> String {
    let mut out: Vec<String> = Vec::new();
    walk::each_block(blocks, &mut |block| {
        for inlines in walk::inline_lists(block) {
            out.push(plain_text(inlines));
        }
        if let crate::BlockKind::Code { text, .. } = &block.kind {
            out.push(text.clone());
        }
    });
    out.join("\n")
}
