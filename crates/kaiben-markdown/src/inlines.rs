//! comrak's inlines to a row of items.

use crate::chapter::Lowering;
use crate::fragment::LINE_END;
use crate::items::{Character, Item};
use crate::mask::{unmask, unmask_char};
use comrak::Node;
use comrak::nodes::NodeValue;
use kaiben_model::{Equation, Image, Inline, InlineKind, Target, is_wide, plain_text};
use kaiben_source::Span;

impl Lowering<'_, '_, '_> {
    /// Lowers the inline children of a node.
    pub(crate) fn lower_inlines(&mut self, parent: Node<'_>) -> Vec<Item> {
        let mut items = Vec::new();
        for node in parent.children() {
            self.lower_inline(node, &mut items);
        }
        items
    }

    fn lower_inline(&mut self, node: Node<'_>, items: &mut Vec<Item>) {
        let data = node.data();
        let (start, end) = self.range(data.sourcepos);
        let span = self.view.span(start, end);
        let kind = match &data.value {
            NodeValue::Text(text) => return self.push_text(text, start, end, items),
            NodeValue::Escaped => {
                // The backslash is no part of the text.
                let text: String = node.children().filter_map(|c| c.data().value.text().map(str::to_owned)).collect();
                return self.push_literal(&text, end.saturating_sub(text.len()), end, items);
            }
            NodeValue::SoftBreak => return items.push(Item::Break(span)),
            NodeValue::LineBreak => InlineKind::LineBreak,
            NodeValue::Code(code) => InlineKind::Code(unmask(&code.literal)),
            NodeValue::HtmlInline(html) => match lower_html(&unmask(html)) {
                Some(kind) => kind,
                None => return,
            },
            NodeValue::Math(math) => {
                if math.display_math {
                    self.state.displays.insert(span.start);
                }
                InlineKind::Math(Equation { tex: unmask(math.literal.trim()), mathml: None, number: None })
            }
            NodeValue::FootnoteReference(reference) => {
                let inline = self.view.slice(start, end).starts_with("^[");
                let (end, kind) = if inline {
                    let real = self.inline_note_end(start, end);
                    self.note_drift(data.sourcepos, end, real);
                    (real, self.lower_inline_note(start, real))
                } else {
                    (end, self.lower_noteref(&unmask(&reference.name), span))
                };
                match kind {
                    Some(kind) => items.push(Item::Node(Inline::new(kind, self.view.span(start, end)))),
                    None => {
                        let text = self.view.slice(start, end).to_owned();
                        self.push_literal(&text, start, end, items);
                    }
                }
                return;
            }
            _ => return self.lower_parent(node, (start, end), items),
        };
        items.push(Item::Node(Inline::new(kind, span)));
    }

    /// Lowers an inline that has inlines.
    fn lower_parent(&mut self, node: Node<'_>, (start, end): (usize, usize), items: &mut Vec<Item>) {
        let data = node.data();
        let span = self.view.span(start, end);
        if !self.descend(span) {
            return;
        }
        let in_link = self.in_link;
        self.in_link |= matches!(data.value, NodeValue::Link(_));
        let mut row = self.lower_inlines(node);
        let raised = matches!(data.value, NodeValue::Superscript);
        if (raised || matches!(data.value, NodeValue::Subscript)) && !self.is_script(start, end) {
            let sign = if raised { "^" } else { "~" };
            self.push_text(sign, start, start + 1, items);
            items.append(&mut row);
            self.push_text(sign, end.saturating_sub(1), end, items);
        } else {
            let content = self.read_items(&mut row);
            let kind = match &data.value {
                NodeValue::Emph => Some(InlineKind::Emphasis(content)),
                NodeValue::Strong => Some(InlineKind::Strong(content)),
                NodeValue::Strikethrough => Some(InlineKind::Strikethrough(content)),
                NodeValue::Superscript => Some(InlineKind::Superscript(content)),
                NodeValue::Subscript => Some(InlineKind::Subscript(content)),
                NodeValue::Link(link) => {
                    let title = (!link.title.is_empty()).then(|| unmask(&link.title));
                    Some(InlineKind::Link { target: Target::Url(unmask(&link.url)), title, content })
                }
                NodeValue::Image(link) => {
                    let alternative = plain_text(&content);
                    let image = Image { source: unmask(&link.url), alternative, width: None };
                    let mut image = Inline::new(InlineKind::Image(image), span);
                    if !link.title.is_empty() {
                        image.attributes.pairs.insert("title".to_owned(), unmask(&link.title));
                    }
                    items.push(Item::Image { image, caption: content });
                    None
                }
                // Nodes of extensions that are switched off: their text must not be lost.
                _ => Some(InlineKind::Span(content)),
            };
            items.extend(kind.map(|kind| Item::Node(Inline::new(kind, span))));
        }
        self.in_link = in_link;
        self.ascend();
    }

    /// Whether `^…^` or `~…~` raises or lowers: Pandoc allows no white space inside. In Chinese text a tilde
    /// also stands between the ends of a range, twice in a line more often than not.
    fn is_script(&self, start: usize, end: usize) -> bool {
        let inner = self.view.slice(start + 1, end.saturating_sub(1));
        let before = self.view.slice(0, start).bytes().next_back();
        let after = self.view.text.as_bytes().get(end).copied();
        let digit = |b: Option<u8>| b.is_some_and(|b| b.is_ascii_digit());
        let range = digit(before) && digit(after);
        let punctuation = |c: char| is_wide(c) && !c.is_alphanumeric();
        let counted = inner.chars().any(is_wide) && digit(before) && inner.starts_with(|c: char| c.is_ascii_digit());
        !range && !counted && !inner.contains(|c: char| c.is_whitespace() || c == LINE_END || punctuation(c))
    }

    /// Adds the characters of a text node, each with its place.
    pub(crate) fn push_text(&mut self, text: &str, start: usize, end: usize, items: &mut Vec<Item>) {
        let found = if self.view.text.get(start..).is_some_and(|rest| rest.starts_with(text)) {
            Some(start)
        } else if let Some(aligned) = align(text, self.view.slice(start, end)) {
            for (c, from, to) in aligned {
                self.push_char(c, start + from, start + to, to - from == c.len_utf8(), items);
            }
            return;
        } else {
            // comrak's columns are a little off behind some constructs: the text itself says where it is.
            let (from, to) = self.bounds;
            let near = start.clamp(from, to);
            let behind = self.view.slice(near, to).find(text).map(|i| near + i);
            behind.or_else(|| self.view.slice(from, to).find(text).map(|i| from + i))
        };
        match found {
            Some(start) => {
                for (i, c) in text.char_indices() {
                    self.push_char(c, start + i, start + i + c.len_utf8(), true, items);
                }
            }
            None => {
                let (from, to) = if end > start { (start, end) } else { self.bounds };
                for c in text.chars() {
                    self.push_char(c, from, to, false, items);
                }
            }
        }
    }

    /// Adds characters that are no signs.
    fn push_literal(&mut self, text: &str, start: usize, end: usize, items: &mut Vec<Item>) {
        let from = items.len();
        self.push_text(text, start, end, items);
        for item in &mut items[from..] {
            if let Item::Char(c) = item {
                c.sign = false;
            }
        }
    }

    fn push_char(&mut self, c: char, start: usize, end: usize, exact: bool, items: &mut Vec<Item>) {
        if exact && !self.view.is_content(start) {
            return;
        }
        let Span { start: from, end: to, .. } = self.view.span(start, end);
        if c == LINE_END {
            return items.push(Item::Break(Span::new(self.view.file, from, to)));
        }
        let plain = unmask_char(c);
        // Masked signs stand inside attributes, rubies and URLs, whose readers look at the character alone.
        let sign = plain == c && (exact || !self.view.is_exact());
        items.push(Item::Char(Character { c: plain, start: from, end: to, sign, exact: exact && self.view.is_exact() }));
    }
}

/// What raw HTML in the line becomes: comments are no text, `<br>` is a break.
fn lower_html(html: &str) -> Option<InlineKind> {
    if html.starts_with("<!--") {
        return None;
    }
    Some(if is_break_tag(html) {
        InlineKind::LineBreak
    } else {
        InlineKind::Raw { format: "html".to_owned(), text: html.to_owned() }
    })
}

/// Whether a tag is `<br>`.
pub(crate) fn is_break_tag(html: &str) -> bool {
    let name = html.trim().trim_start_matches('<').trim_end_matches('>').trim_end_matches('/').trim();
    name.eq_ignore_ascii_case("br")
}

/// Finds each character of a text in the source that it was made of, over its entities and
/// escaped bars: (character, from, to).
fn align(text: &str, source: &str) -> Option<Vec<(char, usize, usize)>> {
    let mut out = Vec::new();
    let mut at = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let rest = source.get(at..)?;
        let entity = entity_length(rest);
        if let Some(length) = entity.filter(|&n| !text[i..].starts_with(&rest[..n])) {
            out.push((c, at, at + length));
            // A few entities stand for two characters.
            let next = source.get(at + length..)?.chars().next();
            let second = text[i + c.len_utf8()..].chars().next();
            let third = text[i + c.len_utf8()..].chars().nth(1);
            if second.is_some() && second != next && next != Some('&') && third == next {
                out.push((chars.next()?.1, at, at + length));
            }
            at += length;
        } else if c == '|' && rest.starts_with("\\|") {
            // The backslash of a bar in a cell; elsewhere it is a node of its own.
            out.push((c, at + 1, at + 2));
            at += 2;
        } else if rest.starts_with(c) {
            out.push((c, at, at + c.len_utf8()));
            at += c.len_utf8();
        } else {
            return None;
        }
    }
    Some(out)
}

fn entity_length(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('&')?;
    let end = inner.bytes().take(40).position(|b| b == b';')?;
    let name = &inner[..end];
    let valid = !name.is_empty() && name.trim_start_matches('#').bytes().all(|b| b.is_ascii_alphanumeric());
    valid.then_some(end + 2)
}
