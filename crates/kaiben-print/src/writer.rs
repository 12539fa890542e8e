//! Typst source in code mode, and the side table from its ranges to the manuscript.

use kaiben_source::Span;

/// The word joiner: no line is broken at it, and it has no width.
pub const WORD_JOINER: char = '\u{2060}';

/// Generated source with its side table.
#[derive(Debug, Default)]
pub struct Writer {
    /// The source so far.
    pub out: String,
    /// Ranges of the source and what they came from, in the order in which they were closed.
    pub map: Vec<Mapped>,
}

/// A range of generated source and its place in the manuscript.
#[derive(Debug, Clone, Copy)]
pub struct Mapped {
    /// First byte.
    pub start: usize,
    /// First byte after it.
    pub end: usize,
    /// The manuscript.
    pub span: Span,
    /// Whether the range is the inside of a string literal whose characters are those of the manuscript,
    /// word joiners apart.
    pub text: bool,
}

impl Writer {
    /// Adds source.
    pub fn raw(&mut self, source: &str) -> &mut Self {
        self.out.push_str(source);
        self
    }

    /// Adds a string literal. Only `\`, `"` and line ends need escaping, so text can never become code.
    pub fn string(&mut self, text: &str) -> &mut Self {
        self.out.push('"');
        for c in text.chars() {
            match c {
                '\\' => self.out.push_str("\\\\"),
                '"' => self.out.push_str("\\\""),
                '\n' => self.out.push_str("\\n"),
                '\r' => {}
                c => self.out.push(c),
            }
        }
        self.out.push('"');
        self
    }

    /// Adds text of the manuscript as a string literal, with the word joiners that keep lines from breaking
    /// where they must not.
    pub fn text(&mut self, text: &str, span: Span) -> &mut Self {
        let exact = (span.end - span.start) as usize == text.len() && !text.contains(['\\', '"', '\n', '\r']);
        let start = self.out.len() + 1;
        self.string(&join_words(text));
        self.map.push(Mapped { start, end: self.out.len() - 1, span, text: exact });
        self
    }
}

/// Puts word joiners where a Chinese line may not break and Typst's breaker would (clreq 3.1.4): before `·`,
/// and around connectors between digits, as in 5～8 and 2020—2025.
fn join_words(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    for (i, &c) in chars.iter().enumerate() {
        let digit = |j: Option<usize>| j.and_then(|j| chars.get(j)).is_some_and(|c| c.is_ascii_alphanumeric() || *c == '%');
        let connector = matches!(c, '～' | '—' | '–') && digit(i.checked_sub(1)) && digit(Some(i + 1));
        if c == '·' || connector {
            out.push(WORD_JOINER);
        }
        out.push(c);
        if connector {
            out.push(WORD_JOINER);
        }
    }
    out
}

/// The manuscript's place of a byte of generated source: of the innermost range that holds it.
pub fn source_of(map: &[Mapped], source: &str, offset: usize) -> Option<Span> {
    let found = map.iter().filter(|m| m.start <= offset && offset <= m.end).min_by_key(|m| m.end - m.start)?;
    if !found.text {
        return Some(found.span);
    }
    let before = source.get(found.start..offset)?;
    let joiners = before.chars().filter(|c| *c == WORD_JOINER).count() * WORD_JOINER.len_utf8();
    let start = found.span.start + (before.len() - joiners) as u32;
    Some(Span::new(found.span.file, start, found.span.end.max(start)))
}
