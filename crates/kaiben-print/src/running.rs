//! Running text cut into pieces: Latin quotation marks inside Chinese text, and addresses.

use kaiben_model::{Inline, InlineKind, is_wide, walk};
use std::collections::VecDeque;

/// A piece of a text: bytes `start..end` of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// First byte.
    pub start: usize,
    /// First byte after it.
    pub end: usize,
    /// What it is.
    pub kind: PieceKind,
}

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PieceKind {
    /// Text.
    Plain,
    /// A quotation mark or apostrophe that belongs to English, set from the Latin face.
    LatinMark,
    /// An address.
    Address,
}

const fn is_quote(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’')
}

/// For every quotation mark of the texts of `inlines`, in reading order and without notes: whether it is
/// English. A Chinese face sets “ ” ‘ ’ as wide as a character, which tears English words apart (clreq 3.1.3;
/// in the font both are the same character). An apostrophe between Latin letters is English; so is a pair
/// around text without Chinese characters, unless Chinese text touches it, as in 称为“BRICS”的.
pub fn latin_quotes(inlines: &[Inline]) -> VecDeque<bool> {
    let mut chars: Vec<char> = Vec::new();
    walk::each_inline(inlines, &mut |inline| {
        match &inline.kind {
            InlineKind::Text(text) => chars.extend(text.chars()),
            InlineKind::Note(_) => return walk::Descend::No,
            InlineKind::SoftBreak | InlineKind::LineBreak => chars.push(' '),
            InlineKind::Code(_) | InlineKind::Math(_) => chars.push('a'),
            InlineKind::Ruby { .. } => chars.push('字'),
            _ => {}
        }
        walk::Descend::Yes
    });
    let mut latin = vec![false; chars.len()];
    let mut open: Vec<(char, usize)> = Vec::new();
    let letter = |i: Option<usize>| i.and_then(|i| chars.get(i)).is_some_and(|c| c.is_alphanumeric() && !is_wide(*c));
    let chinese = |i: Option<usize>| i.and_then(|i| chars.get(i)).is_some_and(|c| is_wide(*c) && !is_quote(*c));
    for (i, &c) in chars.iter().enumerate() {
        match c {
            '’' if letter(i.checked_sub(1)) && letter(Some(i + 1)) => latin[i] = true,
            '“' | '‘' => open.push((c, i)),
            '”' | '’' => {
                let wanted = if c == '”' { '“' } else { '‘' };
                match open.iter().rposition(|(o, _)| *o == wanted) {
                    Some(at) => {
                        let (_, start) = open[at];
                        open.truncate(at);
                        let inside = chars.get(start + 1..i).unwrap_or_default();
                        let english = !inside.is_empty() && inside.iter().all(|c| !is_wide(*c) || is_quote(*c));
                        let touched = chinese(start.checked_sub(1)) || chinese(Some(i + 1));
                        if english && !touched {
                            latin[start] = true;
                            latin[i] = true;
                        }
                    }
                    // A closing mark without an opening one, behind a Latin letter: workers’ rights.
                    None => latin[i] = letter(i.checked_sub(1)) && !chinese(Some(i + 1)),
                }
            }
            _ => {}
        }
    }
    chars.iter().zip(latin).filter(|(c, _)| is_quote(**c)).map(|(_, l)| l).collect()
}

/// Cuts a text. `quotes` says for each quotation mark in it whether it is English; those of this text are taken.
pub fn pieces(text: &str, quotes: &mut VecDeque<bool>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let mut push = |start: usize, end: usize, kind| {
        if let Some(last) = out.last_mut()
            && last.kind == kind
            && kind == PieceKind::Plain
        {
            last.end = end;
        } else {
            out.push(Piece { start, end, kind });
        }
    };
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let length = address_length(&text[at..]);
        if length > 0 && !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric()) {
            push(at, at + length, PieceKind::Address);
            at += length;
            continue;
        }
        let english = is_quote(c) && quotes.pop_front().unwrap_or(false);
        push(at, at + c.len_utf8(), if english { PieceKind::LatinMark } else { PieceKind::Plain });
        at += c.len_utf8();
    }
    out
}

/// How many bytes of an address the text starts with. An address ends at the first character that is not
/// ASCII (a Chinese comma is no part of it), and full stops and the like at its end belong to the sentence.
fn address_length(text: &str) -> usize {
    if !text.starts_with("https://") && !text.starts_with("http://") {
        return 0;
    }
    let end = text.find(|c: char| !c.is_ascii_graphic() || matches!(c, '"' | '<' | '>' | '`')).unwrap_or(text.len());
    let address = text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', ')', ']', '}']);
    if address.ends_with("//") { 0 } else { address.len() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kaiben_source::Span;

    #[test]
    fn cut() {
        // Latin marks stand in ‹ ›, addresses in { }.
        for (text, want) in [
            ("称为“BRICS”的", "称为“BRICS”的"),
            ("O’Neill, “Better BRICs,” Paper", "O‹’›Neill, ‹“›Better BRICs,‹”› Paper"),
            ("他说：“I’m 中国人。”", "他说：“I‹’›m 中国人。”"),
            ("the workers’ rights", "the workers‹’› rights"),
            ("‘乙’与“‘丙’”", "‘乙’与“‘丙’”"),
            ("“A ‘b’ c” d", "‹“›A ‹‘›b‹’› c‹”› d"),
            ("见https://a.org/b，后", "见{https://a.org/b}，后"),
            ("(https://a.org/b).", "({https://a.org/b})."),
            ("https://", "https://"),
        ] {
            let inlines = [Inline::text(text, Span::generated())];
            let mut quotes = latin_quotes(&inlines);
            let shown: String = pieces(text, &mut quotes)
                .iter()
                .map(|p| match p.kind {
                    PieceKind::Plain => text[p.start..p.end].to_owned(),
                    PieceKind::LatinMark => format!("‹{}›", &text[p.start..p.end]),
                    PieceKind::Address => format!("{{{}}}", &text[p.start..p.end]),
                })
                .collect();
            assert_eq!(shown, want);
            assert!(quotes.is_empty(), "{text}");
        }
    }
}
