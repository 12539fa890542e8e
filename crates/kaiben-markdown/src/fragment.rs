//! Texts that are parsed on their own: inline notes, attribute values, surplus cells.

use crate::chapter::Lowering;
use crate::items::Item;
use crate::mask::mask;
use crate::options::options;
use crate::view::View;
use comrak::{Arena, parse_document};
use kaiben_model::Inline;
use kaiben_source::Span;
use std::collections::BTreeSet;

/// Stands before and behind a text, so that nothing at its edges is taken for a block.
const GUARD: &str = "\u{1F} ";
const GUARD_END: &str = " \u{1F}";
/// Stands for a line end: the text is one line for the parser.
pub(crate) const LINE_END: char = '\u{1E}';

impl Lowering<'_, '_, '_> {
    /// Lowers a range of the text as inlines.
    pub(crate) fn lower_slice(&mut self, start: usize, end: usize) -> Vec<Inline> {
        let mut items = self.slice_items(start, end);
        self.read_items(&mut items)
    }

    /// Lowers a range of the text to a row of items.
    pub(crate) fn slice_items(&mut self, start: usize, end: usize) -> Vec<Item> {
        let mut text = GUARD.to_owned();
        let mut segments = Vec::new();
        let mut at = start;
        for line in self.view.slice(start, end).split_inclusive(['\n', LINE_END]) {
            let body = line.trim_end_matches(['\n', '\r', LINE_END]);
            // What indents and quotes a line that goes on is no text.
            let inner = if at == start { body } else { body.trim_start_matches([' ', '\t', '>']) };
            segments.push((text.len(), self.view.place(at + body.len() - inner.len())));
            text.push_str(inner);
            if body.len() < line.len() {
                segments.push((text.len(), self.view.place(at + body.len())));
                text.push(LINE_END);
            }
            at += line.len();
        }
        if segments.is_empty() {
            segments.push((text.len(), self.view.place(start)));
        }
        let fixed = (!self.view.is_exact()).then(|| self.view.span(start, end));
        self.parse_fragment(text, segments, fixed)
    }

    /// Lowers a value of an attribute; `around` is its construct, for values that do not stand in the file as
    /// they are.
    pub(crate) fn lower_value(&mut self, value: &str, place: Option<u32>, around: Span) -> Vec<Inline> {
        let masked = mask(value, false, &BTreeSet::new());
        let text = format!("{GUARD}{}", masked.text.replace('\n', " "));
        let fixed = place.is_none().then_some(around);
        let segments = vec![(GUARD.len(), place.unwrap_or(around.start))];
        let mut items = self.parse_fragment(text, segments, fixed);
        self.read_items(&mut items)
    }

    fn parse_fragment(&mut self, mut text: String, segments: Vec<(usize, u32)>, fixed: Option<Span>) -> Vec<Item> {
        let content = GUARD.len()..text.len();
        text.push_str(GUARD_END);
        if !self.state.references.is_empty() {
            text.push_str("\n\n");
            text.push_str(&self.state.references);
        }
        let view = View::new(self.state.file, text, segments, fixed, content.clone());
        if !self.descend(view.span(content.start, content.end)) {
            return Vec::new();
        }
        let arena = Arena::new();
        let root = parse_document(&arena, &view.text, &options());
        let mut inner = Lowering::new(self.state, &view);
        inner.bounds = (content.start, content.end);
        let items = root.first_child().map(|paragraph| inner.lower_inlines(paragraph)).unwrap_or_default();
        self.ascend();
        items
    }
}
