//! Reads `{#id .class key=value}`.

use kaiben_model::Attributes;
use std::collections::BTreeMap;
use std::ops::Range;

/// Longest attribute block that is looked at: keeps hostile input linear.
const LONGEST: usize = 8192;

/// What stands in one pair of braces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct AttributeBlock {
    /// What it says.
    pub attributes: Attributes,
    /// The format of `{=format}`.
    pub format: Option<String>,
    /// Where the value of each key stands, in bytes from the opening brace; none for values with escapes.
    pub values: Vec<(String, Option<Range<usize>>)>,
    /// Bytes from the opening brace to behind the closing one.
    pub length: usize,
    /// Where in the file the values start that stand there as they are. Set by [`AttributeBlock::locate`].
    pub places: BTreeMap<String, u32>,
}

impl AttributeBlock {
    /// Reads the block that starts at the first byte of `text`; none if there is no complete one.
    pub fn parse(text: &str) -> Option<Self> {
        let mut scanner = Scanner { text, at: 1 };
        if !text.starts_with('{') {
            return None;
        }
        let mut block = Self::default();
        loop {
            let gap = scanner.skip_space()?;
            let c = scanner.peek()?;
            if c == '}' {
                block.length = scanner.at + 1;
                let empty = block.attributes.is_empty() && block.format.is_none();
                return (!empty).then_some(block);
            }
            if !gap && scanner.at > 1 {
                return None;
            }
            block.item(&mut scanner, c)?;
        }
    }

    /// Notes where the values stand in the file; `place` knows it for a range of the block.
    pub fn locate(&mut self, place: impl Fn(Range<usize>) -> Option<u32>) {
        for (key, range) in &self.values {
            match range.clone().and_then(&place) {
                Some(at) => self.places.insert(key.clone(), at),
                None => self.places.remove(key),
            };
        }
    }

    /// Takes the value of a key out, with its place.
    pub fn take(&mut self, key: &str) -> Option<(String, Option<u32>)> {
        let value = self.attributes.pairs.remove(key)?;
        Some((value, self.places.get(key).copied()))
    }

    fn item(&mut self, scanner: &mut Scanner<'_>, c: char) -> Option<()> {
        match c {
            '#' => {
                scanner.at += 1;
                self.attributes.id = Some(scanner.bare()?);
            }
            '.' => {
                scanner.at += 1;
                self.attributes.classes.push(scanner.bare()?);
            }
            '-' => {
                // Pandoc: `{-}` is short for `{.unnumbered}`.
                scanner.at += 1;
                if !matches!(scanner.peek()?, '}' | ' ' | '\t' | '\n' | '\r') {
                    return None;
                }
                self.attributes.classes.push("unnumbered".to_owned());
            }
            '=' => {
                scanner.at += 1;
                self.format = Some(scanner.bare()?);
            }
            c if c.is_alphabetic() || c == '_' => {
                let key = scanner.key();
                if scanner.peek()? != '=' {
                    return None;
                }
                scanner.at += 1;
                let (value, range) = scanner.value()?;
                self.values.push((key.clone(), range));
                self.attributes.pairs.insert(key, value);
            }
            _ => return None,
        }
        Some(())
    }
}

struct Scanner<'t> {
    text: &'t str,
    at: usize,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<char> {
        if self.at > LONGEST { None } else { self.text.get(self.at..)?.chars().next() }
    }

    fn skip_space(&mut self) -> Option<bool> {
        let from = self.at;
        let mut line_ends = 0;
        while let c @ (' ' | '\t' | '\r' | '\n') = self.peek()? {
            line_ends += usize::from(c == '\n');
            self.at += 1;
        }
        // A blank line ends a paragraph, and with it everything in it.
        (line_ends < 2).then_some(self.at > from)
    }

    fn take_while(&mut self, keep: impl Fn(char) -> bool) -> String {
        let from = self.at;
        while let Some(c) = self.peek().filter(|&c| keep(c)) {
            self.at += c.len_utf8();
        }
        self.text.get(from..self.at).unwrap_or("").to_owned()
    }

    fn bare(&mut self) -> Option<String> {
        let text = self.take_while(|c| !c.is_whitespace() && !matches!(c, '{' | '}' | '"' | '\'' | '=' | '#'));
        (!text.is_empty()).then_some(text)
    }

    fn key(&mut self) -> String {
        self.take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'))
    }

    fn value(&mut self) -> Option<(String, Option<Range<usize>>)> {
        let quote = self.peek()?;
        if quote != '"' && quote != '\'' {
            let from = self.at;
            let text = self.take_while(|c| !c.is_whitespace() && !matches!(c, '{' | '}' | '"' | '\''));
            return (!text.is_empty()).then_some((text, Some(from..self.at)));
        }
        self.at += 1;
        let from = self.at;
        let (mut value, mut escaped) = (String::new(), false);
        loop {
            let c = self.peek()?;
            self.at += c.len_utf8();
            match c {
                c if c == quote => return Some((value, (!escaped).then_some(from..self.at - 1))),
                '\\' if matches!(self.peek()?, '"' | '\'' | '\\') => {
                    escaped = true;
                    value.push(self.peek()?);
                    self.at += 1;
                }
                c => value.push(c),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads() {
        for (text, want) in [
            ("{#a}", "#a"),
            ("{#图-1 .b}x", "#图-1 .b"),
            ("{.a .b k=v}", ".a .b k=v"),
            ("{-}", ".unnumbered"),
            ("{en=\"a \\\"b\\\" c\"}", "en=a \"b\" c"),
            ("{en='it}s'}", "en=it}s"),
            ("{width=60%\n .x}", ".x width=60%"),
            ("{key=中文}", "key=中文"),
            ("{}", "none"),
            ("{#}", "none"),
            ("{word}", "none"),
            ("{a=}", "none"),
            ("{.a.b}", ".a.b"),
            ("{#a", "none"),
            ("{.a\n\n.b}", "none"),
        ] {
            let got = AttributeBlock::parse(text).map_or("none".to_owned(), |b| {
                let a = b.attributes;
                let id = a.id.map(|i| format!("#{i}"));
                let classes = a.classes.into_iter().map(|c| format!(".{c}"));
                id.into_iter().chain(classes).chain(a.pairs.into_iter().map(|(k, v)| format!("{k}={v}"))).collect::<Vec<_>>().join(" ")
            });
            assert_eq!(got, want, "{text}");
        }
        let block = AttributeBlock::parse("{en=\"Ab\"}").unwrap_or_default();
        assert_eq!(block.values, [("en".to_owned(), Some(5..7))]);
        assert_eq!(AttributeBlock::parse("{=typst}").and_then(|b| b.format).as_deref(), Some("typst"));
    }
}
