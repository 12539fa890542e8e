//! A row of characters and nodes: what lies between comrak's inlines and the model's.

use kaiben_model::Inline;
use kaiben_source::Span;

/// One place in the row.
#[derive(Debug, Default)]
pub(crate) enum Item {
    /// A character of text.
    Char(Character),
    /// A line end of the source.
    Break(Span),
    /// An inline that is finished.
    Node(Inline),
    /// An image with its text, which is a caption if the image stands alone.
    Image { image: Inline, caption: Vec<Inline> },
    /// What was here is used.
    #[default]
    Used,
}

/// A character with its place in the file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Character {
    pub c: char,
    /// Offset in the file.
    pub start: u32,
    /// Offset in the file.
    pub end: u32,
    /// Whether it may be a sign: it was neither escaped nor written as an entity.
    pub sign: bool,
    /// Whether it stands in the file as it is.
    pub exact: bool,
}

impl Item {
    /// The character, if it may be a sign.
    pub fn sign(&self) -> Option<char> {
        match self {
            Self::Char(c) if c.sign => Some(c.c),
            _ => None,
        }
    }

    /// The character.
    pub fn char(&self) -> Option<Character> {
        match self {
            Self::Char(c) => Some(*c),
            _ => None,
        }
    }

    /// Whether it shows nothing.
    pub fn is_space(&self) -> bool {
        match self {
            Self::Char(c) => c.c.is_whitespace() && c.sign,
            Self::Break(_) | Self::Used => true,
            _ => false,
        }
    }
}

/// A slice of a row without the white space at its edges.
pub(crate) fn trimmed(items: &[Item]) -> std::ops::Range<usize> {
    let start = items.iter().position(|i| !i.is_space()).unwrap_or(items.len());
    let end = items.iter().rposition(|i| !i.is_space()).map_or(start, |i| i + 1);
    start..end
}

/// The text of a row from an item on, up to the next node, at most `limit` characters; line ends are `\n`.
pub(crate) fn text_from(items: &[Item], from: usize, limit: usize) -> String {
    let chars = items[from..].iter().take(limit).map_while(|item| match item {
        Item::Char(c) => Some(c.c),
        Item::Break(_) => Some('\n'),
        _ => None,
    });
    chars.collect()
}

/// The bracket that closes each opening bracket of a row; `usize::MAX` where there is none.
pub(crate) fn partners(items: &[Item]) -> Vec<usize> {
    let mut partners = vec![usize::MAX; items.len()];
    let mut open = Vec::new();
    for (i, item) in items.iter().enumerate() {
        match item.sign() {
            Some('[') => open.push(i),
            Some(']') => {
                if let Some(o) = open.pop() {
                    partners[o] = i;
                }
            }
            _ => {}
        }
    }
    partners
}
