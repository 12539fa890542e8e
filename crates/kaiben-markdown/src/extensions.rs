//! Kaiben's own inlines, read from a row of items: `[text]{.class}`, `[^id]` that comrak left, `[[term]]`,
//! `[@key]`, `@key`, `{base|reading}`, bare URLs, and the attributes behind links, images and code.

use crate::attributes::AttributeBlock;
use crate::chapter::Lowering;
use crate::items::{Character, Item, partners, text_from};
use crate::mask::{is_ruby, unmask, url_end};
use crate::notes::note;
use kaiben_model::{Block, CrossReference, Inline, InlineKind, Target, is_wide};
use kaiben_source::{Diagnostic, Span};

/// Longest attribute block in characters.
const LONGEST_ATTRIBUTES: usize = 8192;
/// Longest key of a reference in characters.
const LONGEST_KEY: usize = 256;
/// Longest bare URL in characters.
const LONGEST_URL: usize = 2048;
/// Longest ruby in characters.
const LONGEST_RUBY: usize = 200;

impl Lowering<'_, '_, '_> {
    /// Reads a whole row.
    pub(crate) fn read_items(&mut self, items: &mut [Item]) -> Vec<Inline> {
        let brackets = partners(items);
        let mut inlines = self.read_range(items, &brackets, 0..items.len());
        if !self.state.in_verse {
            drop_breaks(&mut inlines);
        }
        inlines
    }

    fn read_range(&mut self, items: &mut [Item], brackets: &[usize], range: std::ops::Range<usize>) -> Vec<Inline> {
        let mut out = Row::default();
        let mut at = range.start;
        while at < range.end {
            let end = range.end;
            match std::mem::take(&mut items[at]) {
                Item::Used => at += 1,
                Item::Break(span) => {
                    let kind = if self.state.in_verse { InlineKind::LineBreak } else { InlineKind::SoftBreak };
                    out.push(Inline::new(kind, span));
                    at += 1;
                }
                Item::Node(mut inline) => {
                    at = self.read_attributes(items, at + 1, end, &mut inline);
                    out.push(inline);
                }
                Item::Image { mut image, caption } => {
                    at = self.read_attributes(items, at + 1, end, &mut image);
                    out.push(image);
                    // A note in the text of an image in the line has nowhere else to go.
                    caption.into_iter().filter(|i| matches!(i.kind, InlineKind::Note(_))).for_each(|n| out.push(n));
                }
                Item::Char(c) => {
                    items[at] = Item::Char(c);
                    let found = if c.sign { self.read_sign(items, brackets, at, end, c) } else { None };
                    match found {
                        Some((inline, next)) => {
                            out.push(inline);
                            at = next;
                        }
                        None => {
                            out.push_char(self.view.file, c);
                            at += 1;
                        }
                    }
                }
            }
        }
        out.finish()
    }

    /// What begins at a sign, and the index behind it.
    fn read_sign(
        &mut self,
        items: &mut [Item],
        brackets: &[usize],
        at: usize,
        end: usize,
        c: Character,
    ) -> Option<(Inline, usize)> {
        match c.c {
            '[' => {
                let close = brackets[at];
                if close >= end {
                    return None;
                }
                self.read_bracket(items, brackets, at, close, end)
            }
            '@' => self.read_reference(items, at, end),
            '^' => self.read_note(items, brackets, at, end),
            '{' => self.read_ruby(items, at, end),
            'h' if !self.in_link => self.read_url(items, at, end),
            _ => None,
        }
    }

    fn read_bracket(
        &mut self,
        items: &mut [Item],
        brackets: &[usize],
        at: usize,
        close: usize,
        end: usize,
    ) -> Option<(Inline, usize)> {
        let inner = plain_run(items, at + 1, close);
        if let Some(name) = inner.as_deref().and_then(|t| t.strip_prefix('^'))
            && !name.is_empty()
            && !name.contains(char::is_whitespace)
        {
            let span = self.items_span(items, at, close + 1);
            let kind = self.lower_noteref(name, span)?;
            return Some((Inline::new(kind, span), close + 1));
        }
        // `[[term]]`: the inner pair closes right before the outer one.
        if items.get(at + 1).and_then(Item::sign) == Some('[')
            && brackets[at + 1] == close - 1
            && let Some(term) = plain_run(items, at + 2, close - 1)
            && !term.trim().is_empty()
        {
            let span = self.items_span(items, at, close + 1);
            let mut inline = Inline::new(InlineKind::MarkedTerm(term.trim().to_owned()), span);
            let next = self.read_attributes(items, close + 1, end, &mut inline);
            return Some((inline, next));
        }
        if let Some((block, next)) = self.attributes_at(items, close + 1, end) {
            let span = self.items_span(items, at, next);
            if !self.descend(span) {
                return None;
            }
            let content = self.read_range(items, brackets, at + 1..close);
            self.ascend();
            let mut inline = Inline::new(InlineKind::Span(content), span);
            inline.attributes = block.attributes;
            return Some((inline, next));
        }
        self.warn_malformed(items, close + 1, end);
        let mut text = inner?;
        // `[@fig-a]` is the reference alone; anything more is a citation.
        let key = text.trim_start_matches('-').strip_prefix('@').map(key_length)?;
        if key == 0 {
            return None;
        }
        let span = self.items_span(items, at, close + 1);
        if key + 1 == text.len() && is_label(&text[1..]) {
            let label = text.split_off(1);
            return Some((reference(label, span), close + 1));
        }
        Some((Inline::new(InlineKind::Citation { text: format!("[{text}]") }, span), close + 1))
    }

    /// `^[…]` in the text of an image, where comrak looks for none.
    fn read_note(&mut self, items: &mut [Item], brackets: &[usize], at: usize, end: usize) -> Option<(Inline, usize)> {
        let open = at + 1;
        let close = *brackets.get(open).filter(|_| items.get(open).and_then(Item::sign) == Some('['))?;
        if close >= end {
            return None;
        }
        let span = self.items_span(items, at, close + 1);
        if self.state.in_note {
            self.report_nested(span);
            return None;
        }
        if !self.descend(span) {
            return None;
        }
        self.state.in_note = true;
        let inner = self.items_span(items, open + 1, close);
        let content = self.read_range(items, brackets, open + 1..close);
        self.state.in_note = false;
        self.ascend();
        Some((Inline::new(note(None, vec![Block::paragraph(content, inner)]), span), close + 1))
    }

    /// `@fig-id`, `@key`, `@{key}`. Behind a letter or digit an `@` belongs to an address.
    fn read_reference(&mut self, items: &[Item], at: usize, end: usize) -> Option<(Inline, usize)> {
        let before = at.checked_sub(1).and_then(|i| items[i].char());
        if before.is_some_and(|c| c.c.is_ascii_alphanumeric() || matches!(c.c, '_' | '-' | '+' | '@')) {
            return None;
        }
        let text = limited(items, at + 1, end, LONGEST_KEY);
        let (label, length) = match text.strip_prefix('{') {
            Some(inner) => {
                let close = inner.find('}')?;
                let label = &inner[..close];
                if label.is_empty() || label.contains(char::is_whitespace) {
                    return None;
                }
                (label, label.chars().count() + 2)
            }
            None => {
                let length = key_length(&text);
                if matches!(&text[..length], "fig" | "tbl" | "sec" | "eq") && text[length..].starts_with('-') {
                    self.report_open_label(&items[at..end], &text[..length]);
                    return None;
                }
                (text.get(..length).filter(|k| !k.is_empty())?, length)
            }
        };
        let next = at + 1 + length;
        // `@a@b.c` and `@name.example@host` are addresses of other kinds.
        if items.get(next).and_then(Item::char).is_some_and(|c| c.c == '@') {
            return None;
        }
        let span = self.items_span(items, at, next);
        if is_label(label) {
            return Some((reference(label.to_owned(), span), next));
        }
        Some((Inline::new(InlineKind::Citation { text: format!("@{label}") }, span), next))
    }

    /// Chinese text has no spaces: where a Chinese label ends can only be said with braces.
    fn report_open_label(&mut self, items: &[Item], prefix: &str) {
        let span = self.items_span(items, 0, prefix.len() + 2);
        self.report(
            Diagnostic::error("reference/unbraced", format!("where the label behind `@{prefix}-` ends cannot be told"))
                .at(span)
                .help(format!("write it in braces, such as `@{{{prefix}-…}}`, or give it letters and digits")),
        );
    }

    fn read_ruby(&mut self, items: &[Item], at: usize, end: usize) -> Option<(Inline, usize)> {
        let text = text_from(&items[..end], at + 1, LONGEST_RUBY);
        let close = text.find(['}', '{', '\n'])?;
        let (base, reading) = text[..close].split_once('|')?;
        if !text[close..].starts_with('}') || !is_ruby(base, reading) {
            return None;
        }
        let next = at + 2 + text[..close].chars().count();
        let kind = InlineKind::Ruby { base: base.to_owned(), reading: reading.to_owned() };
        Some((Inline::new(kind, self.items_span(items, at, next)), next))
    }

    fn read_url(&mut self, items: &[Item], at: usize, end: usize) -> Option<(Inline, usize)> {
        let ahead: String = items[at..end].iter().take(8).map_while(|i| i.char().map(|c| c.c)).collect();
        if !ahead.starts_with("http://") && !ahead.starts_with("https://") {
            return None;
        }
        if at > 0 && items[at - 1].char().is_some_and(|c| c.c.is_ascii_alphanumeric()) {
            return None;
        }
        let text = limited(items, at, end, LONGEST_URL);
        let length = url_end(&text, 0)?;
        let url = &text[..length];
        let next = at + url.chars().count();
        let span = self.items_span(items, at, next);
        let mut content = Row::default();
        items[at..next].iter().filter_map(Item::char).for_each(|c| content.push_char(self.view.file, c));
        let target = Target::Url(url.to_owned());
        Some((Inline::new(InlineKind::Link { target, title: None, content: content.finish() }, span), next))
    }

    /// Reads the attributes behind an inline; gives the index behind them.
    fn read_attributes(&mut self, items: &mut [Item], at: usize, end: usize, inline: &mut Inline) -> usize {
        let mut from = at;
        match &inline.kind {
            InlineKind::Link { .. } | InlineKind::Image(_) | InlineKind::Code(_) | InlineKind::MarkedTerm(_) => {}
            InlineKind::Math(_) if self.is_display(inline) => {
                while from < end && items[from].is_space() {
                    from += 1;
                }
            }
            _ => return at,
        }
        let Some((mut block, next)) = self.attributes_at(items, from, end) else {
            self.warn_malformed(items, at, end);
            return at;
        };
        match &mut inline.kind {
            InlineKind::Code(text) if block.format.is_some() => {
                let format = block.format.take().unwrap_or_default();
                inline.kind = InlineKind::Raw { format, text: std::mem::take(text) };
            }
            InlineKind::Image(image) => {
                image.width = block.take("width").map(|(width, _)| width);
                if let Some((alternative, _)) = block.take("alt") {
                    image.alternative = alternative;
                }
            }
            _ => {}
        }
        inline.attributes.id = block.attributes.id.take();
        inline.attributes.classes.append(&mut block.attributes.classes);
        inline.attributes.pairs.append(&mut block.attributes.pairs);
        inline.span = inline.span.to(self.items_span(items, from, next));
        next
    }

    /// The attribute block that begins at an item, and the index behind it.
    pub(crate) fn attributes_at(&self, items: &[Item], at: usize, end: usize) -> Option<(AttributeBlock, usize)> {
        if at >= end || items[at].sign() != Some('{') {
            return None;
        }
        let text = text_from(&items[..end], at, LONGEST_ATTRIBUTES);
        let mut block = AttributeBlock::parse(&text)?;
        let index = |byte: usize| at + text[..byte].chars().count();
        let next = index(block.length);
        block.locate(|range| {
            let (first, last) = (items[index(range.start)].char()?, items[index(range.end) - 1].char()?);
            // Values over several lines do not stand in the file as they are.
            (first.exact && (last.end - first.start) as usize == range.len()).then_some(first.start)
        });
        Some((block, next))
    }

    /// Tells of braces that were meant as attributes but cannot be read.
    pub(crate) fn warn_malformed(&mut self, items: &[Item], at: usize, end: usize) {
        if at >= end || items[at].sign() != Some('{') {
            return;
        }
        let text = limited(items, at, end, LONGEST_ATTRIBUTES);
        let pair = text[1..].trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '-').starts_with("=");
        let meant = text.starts_with("{#") || text.starts_with("{.") || pair;
        let Some(close) = text.find('}').filter(|_| meant) else { return };
        let next = at + text[..=close].chars().count();
        let span = self.items_span(items, at, next);
        self.report(
            Diagnostic::warning("attributes/malformed", format!("`{}` cannot be read and is set as text", &text[..=close]))
                .at(span)
                .help("write `{#id .class key=\"value\"}`, values with spaces in straight quotes"),
        );
    }

    /// The span from one item to before another.
    pub(crate) fn items_span(&self, items: &[Item], from: usize, to: usize) -> Span {
        let place = |item: &Item| match item {
            Item::Char(c) => Some(Span::new(self.view.file, c.start, c.end)),
            Item::Break(span) => Some(*span),
            Item::Node(inline) | Item::Image { image: inline, .. } => Some(inline.span),
            Item::Used => None,
        };
        let to = to.min(items.len());
        let mut spans = items[from.min(to)..to].iter().filter_map(place);
        let first = spans.next().unwrap_or_else(|| self.view.span(self.bounds.0, self.bounds.1));
        spans.next_back().map_or(first, |last| first.to(last))
    }

    /// Whether a formula was written with two dollars.
    pub(crate) fn is_display(&self, inline: &Inline) -> bool {
        self.state.displays.contains(&inline.span.start) && matches!(inline.kind, InlineKind::Math(_))
    }
}

/// The text of a line from an item on.
fn limited(items: &[Item], from: usize, end: usize, longest: usize) -> String {
    let text = text_from(&items[..end], from.min(end), longest);
    text.split('\n').next().unwrap_or("").to_owned()
}

/// The text between two items, if there is nothing but characters.
fn plain_run(items: &[Item], from: usize, to: usize) -> Option<String> {
    items.get(from..to)?.iter().map(|i| i.char().map(|c| c.c)).collect()
}

/// Bytes of the key that begins a text, as Pandoc reads it: letters, digits and `_`, single signs inside.
fn key_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    let mut length = 0;
    for (i, &b) in bytes.iter().enumerate() {
        let inside = i > 0 && matches!(b, b':' | b'.' | b'#' | b'$' | b'%' | b'&' | b'-' | b'+' | b'?' | b'<' | b'>' | b'~' | b'/');
        if word(b) {
            length = i + 1;
        } else if !inside || !(word(bytes[i - 1]) || bytes[i - 1] == b'-') {
            break;
        }
    }
    length
}

/// Whether a key names a figure, table, section or equation.
fn is_label(key: &str) -> bool {
    ["fig-", "tbl-", "sec-", "eq-"].iter().any(|p| key.strip_prefix(p).is_some_and(|rest| !rest.is_empty()))
}

fn reference(label: String, span: Span) -> Inline {
    Inline::new(InlineKind::CrossReference(CrossReference { label, text: None }), span)
}

/// Inlines under construction: characters are joined to texts.
#[derive(Default)]
struct Row {
    out: Vec<Inline>,
    text: String,
    span: Option<Span>,
    exact: bool,
}

impl Row {
    fn push_char(&mut self, file: kaiben_source::FileId, c: Character) {
        let span = Span::new(file, c.start, c.end);
        let joins = self.span.is_some_and(|last| {
            self.exact == c.exact && if c.exact { last.end == span.start } else { last == span }
        });
        if !joins {
            self.flush();
            self.exact = c.exact;
            self.span = Some(span);
        }
        self.span = self.span.map(|last| last.to(span));
        self.text.push(c.c);
    }

    fn push(&mut self, inline: Inline) {
        self.flush();
        self.out.push(inline);
    }

    fn flush(&mut self) {
        if let Some(span) = self.span.take() {
            self.out.push(Inline::text(unmask(&std::mem::take(&mut self.text)), span));
        }
    }

    fn finish(mut self) -> Vec<Inline> {
        self.flush();
        self.out
    }
}

/// Between two wide characters a line end of the source is no space (clreq 3.2).
fn drop_breaks(inlines: &mut Vec<Inline>) {
    let drop: Vec<bool> = inlines
        .iter()
        .enumerate()
        .map(|(i, inline)| {
            let at_break = matches!(inline.kind, InlineKind::SoftBreak);
            at_break && edge(inlines[..i].iter().rev(), false) && edge(inlines[i + 1..].iter(), true)
        })
        .collect();
    let mut keep = drop.iter().map(|d| !d);
    inlines.retain(|_| keep.next().unwrap_or(true));
}

/// Whether the first thing seen in a direction is wide. Notes are looked through: their marks hang on what
/// stands before them. What stands for a reference takes the width of its neighbor.
fn edge<'i>(inlines: impl Iterator<Item = &'i Inline>, first: bool) -> bool {
    for inline in inlines {
        let of_text = |t: &str| if first { t.chars().next() } else { t.chars().next_back() };
        return match &inline.kind {
            InlineKind::Text(t) | InlineKind::MarkedTerm(t) | InlineKind::Ruby { base: t, .. } => of_text(t).is_some_and(is_wide),
            InlineKind::Note(_) => continue,
            InlineKind::CrossReference(_) => true,
            _ => match kaiben_model::walk::children(inline) {
                Some(inner) if first => edge(inner.iter(), true),
                Some(inner) => edge(inner.iter().rev(), false),
                None => false,
            },
        };
    }
    false
}
