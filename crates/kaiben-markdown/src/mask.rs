//! Byte-for-byte masks over what CommonMark would misread.

use crate::attributes::AttributeBlock;
use crate::containers::Fence;
use kaiben_model::is_wide;
use std::collections::{BTreeMap, BTreeSet};

/// Signs that mean something to a Markdown parser, each with its mask. One to one, one byte each.
const MASKS: [(u8, u8); 20] = [
    (b'*', 0x01), (b'_', 0x02), (b'~', 0x03), (b'^', 0x04), (b'$', 0x05), (b'@', 0x06), (b'[', 0x07),
    (b']', 0x08), (b'<', 0x0E), (b'>', 0x0F), (b'&', 0x10), (b'\\', 0x11), (b'`', 0x12), (b'|', 0x13),
    (b':', 0x14), (b'!', 0x15), (b'(', 0x16), (b')', 0x17), (b'"', 0x18), (b'\'', 0x19),
];

/// The mask of the colon that opens a caption.
pub(crate) const CAPTION_COLON: char = '\x14';

/// A masked text.
pub(crate) struct Masked {
    /// As long as the text it was made of.
    pub text: String,
    /// The `:::` lines, by offset of the colons.
    pub fences: BTreeMap<usize, Fence>,
}

/// Undoes all masks.
pub(crate) fn unmask(text: &str) -> String {
    text.chars().map(unmask_char).collect()
}

/// Undoes one mask.
pub(crate) fn unmask_char(c: char) -> char {
    MASKS.iter().find(|m| char::from(m.1) == c).map_or(c, |m| char::from(m.0))
}

/// Whether a character of the source is one that no edition can show and that masks need.
pub(crate) fn is_forbidden(c: char) -> bool {
    c < ' ' && !matches!(c, '\t' | '\n' | '\r' | '\x0C')
}

/// Masks a text. `plain_lines` are offsets of `:::` that turned out to stand in code or the like.
pub(crate) fn mask(text: &str, with_blocks: bool, plain_lines: &BTreeSet<usize>) -> Masked {
    let mut bytes: Vec<u8> = text.bytes().map(|b| if is_forbidden(char::from(b)) { b' ' } else { b }).collect();
    let mut fences = BTreeMap::new();
    mask_inlines(text, &mut bytes);
    if with_blocks {
        let lines = Line::split(text);
        mask_fences(&lines, &mut bytes, &mut fences, plain_lines);
        mask_captions(&lines, &mut bytes);
    }
    // Only ASCII bytes were replaced by ASCII bytes.
    let text = String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned());
    Masked { text, fences }
}

fn mask_byte(bytes: &mut [u8], at: usize) {
    if let Some(mask) = MASKS.iter().find(|m| m.0 == bytes[at]) {
        bytes[at] = mask.1;
    }
}

fn mask_inlines(text: &str, bytes: &mut [u8]) {
    let mut skip_to = 0;
    for (at, c) in text.char_indices() {
        if at < skip_to {
            continue;
        }
        match c {
            '{' => {
                if let Some(length) = attribute_length(text, at) {
                    (at + 1..at + length - 1).for_each(|i| mask_byte(bytes, i));
                    skip_to = at + length;
                } else if let Some(bar) = ruby_bar(text, at) {
                    mask_byte(bytes, bar);
                }
            }
            'h' => {
                if let Some(end) = url_end(text, at).filter(|_| !is_destination(text, at)) {
                    // Only signs inside: emphasis may open before a URL and close behind it.
                    for i in at..end {
                        if matches!(bytes[i], b'*' | b'_' | b'~' | b'^' | b'$' | b'@' | b'&') {
                            let entity = bytes[i] == b'&' && text[i..end].contains(';');
                            if !entity {
                                mask_byte(bytes, i);
                            }
                        }
                    }
                    skip_to = end;
                }
            }
            _ => {}
        }
    }
}

/// Whether a URL is the target of a link: there its signs mean nothing, and a mask would be no URL.
fn is_destination(text: &str, at: usize) -> bool {
    let before = &text[..at];
    if before.ends_with('<') {
        return true;
    }
    let trimmed = before.trim_end();
    trimmed.ends_with("](") || (trimmed.ends_with("]:") && trimmed.len() < before.len())
}

/// Length of an attribute block at a brace where one can stand: behind what takes attributes, or at the
/// end of its line.
fn attribute_length(text: &str, at: usize) -> Option<usize> {
    let block = AttributeBlock::parse(&text[at..])?;
    let before = text[..at].trim_end_matches([' ', '\t']);
    let behind = text[at + block.length..].trim_start_matches([' ', '\t', '#', '\r', ':']);
    let adjacent = matches!(text[..at].chars().next_back(), Some(']' | ')' | '`'));
    let at_end = behind.is_empty() || behind.starts_with('\n');
    (adjacent || at_end || before.ends_with('$')).then_some(block.length)
}

/// The bar of `{base|reading}` at a brace. One of the two must have a character that is not ASCII:
/// `{x|y}` in English text is no ruby.
pub(crate) fn ruby_bar(text: &str, at: usize) -> Option<usize> {
    let inner = &text[at + 1..];
    let end = inner.find(['}', '{', '\n'])?;
    let (base, reading) = inner[..end].split_once('|')?;
    let fits = inner[end..].starts_with('}') && is_ruby(base, reading) && !base.ends_with('\\');
    fits.then_some(at + 1 + base.len())
}

/// Whether two texts can be base and reading.
pub(crate) fn is_ruby(base: &str, reading: &str) -> bool {
    let edge = |s: &str| s.is_empty() || s.starts_with(char::is_whitespace) || s.ends_with(char::is_whitespace);
    !(edge(base) || edge(reading) || reading.contains('|') || base.is_ascii() && reading.is_ascii())
}

/// The end of a bare URL that starts at `at`: before the first white space, Chinese character or Chinese
/// punctuation, without the punctuation that ends a sentence.
pub(crate) fn url_end(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let scheme = ["https://", "http://"].into_iter().find(|s| rest.starts_with(s))?;
    if text[..at].chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric()) {
        return None;
    }
    let stop = |c: char| c.is_whitespace() || is_wide(c) || is_forbidden(c) || matches!(c, '<' | '>' | '"' | '`' | '{' | '}' | '|');
    let mut end = scheme.len() + rest[scheme.len()..].find(stop).unwrap_or(rest.len() - scheme.len());
    // A bracket that the URL did not open belongs to the text around it.
    for (open, close) in [('(', ')'), ('[', ']')] {
        let mut depth = 0i32;
        for (i, c) in rest[..end].char_indices() {
            depth += i32::from(c == open) - i32::from(c == close);
            if depth < 0 {
                end = i;
                break;
            }
        }
    }
    let url = rest[..end].trim_end_matches(['?', '!', '.', ',', ':', ';', '*', '_', '~', '\'', '\\', '$', '(', '[']);
    (url.len() > scheme.len() && url[scheme.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '[')).then_some(at + url.len())
}

/// One line of the source without what quotes and indents it.
struct Line<'t> {
    /// Offset of `text`.
    start: usize,
    text: &'t str,
}

impl<'t> Line<'t> {
    fn split(text: &'t str) -> Vec<Self> {
        let mut lines = Vec::new();
        let mut start = 0;
        for raw in text.split_inclusive('\n') {
            let line = raw.trim_end_matches(['\n', '\r']);
            let inner = line.trim_start_matches([' ', '\t', '>']);
            lines.push(Line { start: start + line.len() - inner.len(), text: inner });
            start += raw.len();
        }
        lines
    }

    fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    fn is_delimiter_row(&self) -> bool {
        let text = self.text.trim();
        text.contains('-') && text.contains(['|', ':']) && text.bytes().all(|b| matches!(b, b'-' | b'|' | b':' | b' ' | b'\t'))
    }
}

fn mask_fences(lines: &[Line<'_>], bytes: &mut [u8], fences: &mut BTreeMap<usize, Fence>, plain_lines: &BTreeSet<usize>) {
    for line in lines {
        if plain_lines.contains(&line.start) {
            continue;
        }
        let Some(fence) = Fence::parse(line.text, line.start) else { continue };
        // `<?…?>` is a block of its own for CommonMark, three bytes are enough for it, and it may
        // follow a paragraph without a blank line.
        let line_bytes = &mut bytes[line.start..line.start + line.text.len()];
        line_bytes.iter_mut().for_each(|b| *b = b'?');
        line_bytes[0] = b'<';
        if let Some(last) = line_bytes.last_mut() {
            *last = b'>';
        }
        fences.insert(line.start, fence);
    }
}

fn mask_captions(lines: &[Line<'_>], bytes: &mut [u8]) {
    for (i, line) in lines.iter().enumerate() {
        let opens = line.text.strip_prefix(':').is_some_and(|rest| rest.starts_with([' ', '\t']) && !rest.trim().is_empty());
        if opens && is_caption(lines, i) {
            mask_byte(bytes, line.start);
        }
    }
}

/// Whether a line `: text` is a caption and not the explanation of a term: it says so with a label, it
/// stands under a table, or alone above one.
fn is_caption(lines: &[Line<'_>], at: usize) -> bool {
    if lines[at].text.contains("{#tbl-") {
        return true;
    }
    let alone = at == 0 || lines[at - 1].is_blank() || lines[at - 1].text.starts_with(":::");
    let above = lines[..at].iter().rposition(|l| !l.is_blank());
    let under_table = above.is_some_and(|last| {
        lines[..=last].iter().rev().take_while(|l| !l.is_blank()).any(Line::is_delimiter_row)
    });
    if under_table {
        return true;
    }
    // The caption's own paragraph may have several lines.
    let mut next = at + 1;
    while lines.get(next).is_some_and(|l| !l.is_blank() && !starts_table(lines, next)) {
        next += 1;
    }
    while lines.get(next).is_some_and(Line::is_blank) {
        next += 1;
    }
    alone && starts_table(lines, next)
}

fn starts_table(lines: &[Line<'_>], at: usize) -> bool {
    let Some(line) = lines.get(at) else { return false };
    let container = line.text.strip_prefix(":::").is_some_and(|rest| rest.contains("list-table") || rest.contains("csv-table"));
    container || (line.text.contains('|') && lines.get(at + 1).is_some_and(Line::is_delimiter_row))
}
