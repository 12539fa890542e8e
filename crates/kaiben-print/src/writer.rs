//! Typst source in code mode, and the side table from its ranges to the manuscript.
//!
//! What runs in a line is written as `[#"…"#k-note(…)]`: inside the brackets stand only code expressions, so
//! that the engine keeps the place of every string (a string joined in a `{…}` block loses it), and text is
//! always a literal and can never become markup.

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
    /// What the range is.
    pub kind: MappedKind,
}

/// What a range of generated source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MappedKind {
    /// A call.
    Construct,
    /// The inside of a string literal.
    Text,
    /// The inside of a string literal whose characters are those of the manuscript, word joiners apart.
    ExactText,
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

    /// Adds a string literal, or `none`.
    pub fn option(&mut self, text: Option<&str>) -> &mut Self {
        match text {
            Some(text) => self.string(text),
            None => self.raw("none"),
        }
    }

    /// Adds text of the manuscript as a string literal, with the word joiners that keep lines from breaking
    /// where they must not.
    pub fn text(&mut self, text: &str, span: Span) -> &mut Self {
        let exact = !span.is_generated() && (span.end - span.start) as usize == text.len() && !text.contains('\r');
        let start = self.out.len() + 1;
        self.string(&join_words(text));
        let kind = if exact { MappedKind::ExactText } else { MappedKind::Text };
        self.map.push(Mapped { start, end: self.out.len() - 1, span, kind });
        self
    }
}

/// Puts word joiners where a Chinese line may not break and Typst's breaker would (clreq 3.1.4): before `·`
/// and before a connector (one `—` or `～`), and after a connector too where it joins digits, as in 5～8.
fn join_words(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let at = |i: Option<usize>| i.and_then(|i| chars.get(i)).copied();
    for (i, &c) in chars.iter().enumerate() {
        let (before, after) = (at(i.checked_sub(1)), at(Some(i + 1)));
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '%' | '％'));
        let single = before.is_some() && after.is_some() && before != Some(c) && after != Some(c);
        let connector = matches!(c, '～' | '—' | '–' | '~') && single && before != Some(' ');
        if before.is_some() && (c == '·' || connector) {
            out.push(WORD_JOINER);
        }
        out.push(c);
        if connector && digit(before) && digit(after) {
            out.push(WORD_JOINER);
        }
    }
    out
}

/// The manuscript's place of a byte of generated source: of the innermost range that holds it.
pub fn source_of(map: &[Mapped], offset: usize) -> Option<Span> {
    let held = map.iter().filter(|m| m.start <= offset && offset <= m.end);
    held.min_by_key(|m| m.end - m.start).map(|m| m.span)
}

/// The manuscript's place of a character of a literal: `offset` counts bytes of the string that it stands for.
pub fn source_of_character(mapped: &Mapped, source: &str, offset: usize) -> Span {
    let Span { file, start, end } = mapped.span;
    if mapped.kind != MappedKind::ExactText {
        return mapped.span;
    }
    let mut characters = source.get(mapped.start..mapped.end).unwrap_or_default().chars();
    let (mut passed, mut at) = (0, start);
    while passed < offset {
        let Some(mut c) = characters.next() else { break };
        if c == '\\' {
            c = characters.next().unwrap_or(c);
        }
        passed += c.len_utf8();
        if c != WORD_JOINER {
            at += c.len_utf8() as u32;
        }
    }
    Span::new(file, at.min(end), end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kaiben_source::FileId;

    #[test]
    fn literals() {
        for (text, want) in [
            ("中", "\"中\""),
            ("a\"b\\c", "\"a\\\"b\\\\c\""),
            ("#x $y$ *z* ] } //", "\"#x $y$ *z* ] } //\""),
            ("a\nb\r", "\"a\\nb\""),
        ] {
            let mut writer = Writer::default();
            writer.string(text);
            assert_eq!(writer.out, want);
        }
    }

    #[test]
    fn joiners() {
        for (text, want) in [
            ("吉姆·奥尼尔", "吉姆_·奥尼尔"),
            ("5～8条", "5_～_8条"),
            ("2020—2025年", "2020_—_2025年"),
            ("北京—上海", "北京_—上海"),
            ("他说——好", "他说——好"),
            ("——题记", "——题记"),
            ("a – b", "a – b"),
            ("·", "·"),
        ] {
            assert_eq!(join_words(text).replace(WORD_JOINER, "_"), want, "{text}");
        }
    }

    #[test]
    fn characters() {
        for (text, find) in [("2020—2025年，甲", '甲'), ("a\"b\\c·d", 'd'), ("甲乙", '甲')] {
            let span = Span::new(FileId(0), 100, 100 + text.len() as u32);
            let mut writer = Writer::default();
            writer.raw("k-p([#").text(text, span);
            let offset = join_words(text).find(find).unwrap_or(0);
            let place = source_of_character(&writer.map[0], &writer.out, offset);
            assert_eq!(place.start as usize - 100, text.find(find).unwrap_or(0), "{text}");
        }
    }
}
