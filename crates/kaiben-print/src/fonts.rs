//! The faces that travel with the program.

use kaiben_model::{Block, BlockKind, Inline, InlineKind, Resolved, walk};
use kaiben_source::{Diagnostic, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;
use typst::foundations::Bytes;
use typst::text::Font;
use typst_kit::fonts::FontStore;

/// File name, role and bytes of each bundled face; see `fonts/manifest.toml`.
pub const BUNDLED: [(&str, &str, &[u8]); 5] = [
    ("NotoSerifSC-Regular.ttf", "song", include_bytes!("../../../fonts/NotoSerifSC-Regular.ttf")),
    ("NotoSerifSC-Bold.ttf", "song", include_bytes!("../../../fonts/NotoSerifSC-Bold.ttf")),
    ("NotoSansSC-Regular.ttf", "hei", include_bytes!("../../../fonts/NotoSansSC-Regular.ttf")),
    ("NotoSansSC-Bold.ttf", "hei", include_bytes!("../../../fonts/NotoSansSC-Bold.ttf")),
    ("KaibenKai-Regular.ttf", "kai", include_bytes!("../../../fonts/KaibenKai-Regular.ttf")),
];

/// A face as `kaiben fonts` lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaceInfo {
    /// The family.
    pub family: String,
    /// Style and weight: `Regular`, `Bold`, `Italic` ….
    pub style: String,
    /// What templates use it for; none for a face that comes with Typst and has no role.
    pub role: Option<&'static str>,
    /// How many characters it has.
    pub characters: usize,
}

/// All faces that the program brings, ours first.
pub fn faces() -> Vec<FaceInfo> {
    let ours = BUNDLED.iter().filter_map(|(_, role, data)| Some((Font::new(Bytes::new(*data), 0)?, Some(*role))));
    let theirs = typst_kit::fonts::embedded().map(|(font, info)| {
        let role = match info.family.as_str() {
            "Libertinus Serif" => Some("latin"),
            "DejaVu Sans Mono" => Some("mono"),
            "New Computer Modern Math" => Some("math"),
            _ => None,
        };
        (font, role)
    });
    ours.chain(theirs)
        .map(|(font, role)| {
            let info = font.info();
            let weight = match info.variant.weight.to_number() {
                0..=450 => "Regular",
                451..=650 => "Semibold",
                _ => "Bold",
            };
            let italic = !matches!(info.variant.style, typst::text::FontStyle::Normal);
            let style = match (weight, italic) {
                ("Regular", true) => "Italic".to_owned(),
                (weight, true) => format!("{weight} Italic"),
                (weight, false) => weight.to_owned(),
            };
            FaceInfo { family: info.family.as_str().to_owned(), style, role, characters: info.coverage.iter().count() }
        })
        .collect()
}

/// The names of all families, for a book that names one that is not there.
pub fn families(extra: &[Vec<u8>]) -> BTreeSet<String> {
    let own = extra.iter().flat_map(|data| Font::iter(Bytes::new(data.clone())));
    own.map(|font| font.info().family.as_str().to_owned()).chain(faces().into_iter().map(|face| face.family)).collect()
}

/// The faces as Typst wants them: a book's own first, so that they win over a bundled one of the same name.
pub fn store(extra: &[Vec<u8>]) -> FontStore {
    let mut store = FontStore::new();
    for data in extra {
        store.extend(Font::iter(Bytes::new(data.clone())).map(|font| {
            let info = font.info().clone();
            (font, info)
        }));
    }
    store.extend(bundled().iter().map(|font| (font.clone(), font.info().clone())));
    store.extend(typst_kit::fonts::embedded());
    store
}

/// The faces as files, for a project that the stock program compiles: that program brings the Latin faces
/// itself, ours and the book's it does not have.
pub fn files(extra: &[Vec<u8>]) -> Vec<(String, Vec<u8>)> {
    let ours = BUNDLED.iter().map(|(name, _, data)| ((*name).to_owned(), data.to_vec()));
    let theirs = extra.iter().enumerate().map(|(i, data)| (format!("book-{:02}.ttf", i + 1), data.clone()));
    ours.chain(theirs).collect()
}

fn bundled() -> &'static [Font] {
    static FONTS: OnceLock<Vec<Font>> = OnceLock::new();
    FONTS.get_or_init(|| BUNDLED.iter().filter_map(|(_, _, data)| Font::new(Bytes::new(*data), 0)).collect())
}

/// Every character of the book that no face has, as an error at the first place of each. A box instead of a
/// character is never printed.
pub fn check_characters(resolved: &Resolved, extra: &[Vec<u8>]) -> Vec<Diagnostic> {
    let mut known: BTreeSet<u32> = BTreeSet::new();
    for font in bundled().iter().cloned().chain(extra.iter().flat_map(|d| Font::iter(Bytes::new(d.clone())))) {
        known.extend(font.info().coverage.iter());
    }
    for (_, info) in typst_kit::fonts::embedded() {
        known.extend(info.coverage.iter());
    }
    let mut missing: BTreeMap<char, Span> = BTreeMap::new();
    let mut look = |text: &str, span: Span| {
        for (offset, c) in text.char_indices() {
            if c.is_control() || c.is_whitespace() || is_invisible(c) || known.contains(&(c as u32)) {
                continue;
            }
            // A text that stands in the source as it is has a span of its own length: point at the character.
            let at = if (span.end - span.start) as usize == text.len() {
                Span::new(span.file, span.start + offset as u32, span.start + (offset + c.len_utf8()) as u32)
            } else {
                span
            };
            missing.entry(c).or_insert(at);
        }
    };
    for division in &resolved.book().divisions {
        look_blocks(&division.blocks, &mut look);
    }
    missing
        .into_iter()
        .map(|(c, span)| {
            Diagnostic::error("font/missing-character", format!("no face has the character `{c}` (U+{:04X})", c as u32))
                .at(span)
                .help("put a face that has it into the book's folder `fonts`, or write the character differently")
        })
        .collect()
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{AD}')
}

fn look_blocks(blocks: &[Block], look: &mut dyn FnMut(&str, Span)) {
    walk::each_block(blocks, &mut |block| {
        if let BlockKind::Code { text, .. } = &block.kind {
            look(text, block.span);
        }
    });
    walk::each_inline_of_blocks(blocks, &mut |inline: &Inline| {
        match &inline.kind {
            InlineKind::Text(text) | InlineKind::Code(text) => look(text, inline.span),
            InlineKind::Ruby { base, reading } => {
                look(base, inline.span);
                look(reading, inline.span);
            }
            _ => {}
        }
        walk::Descend::Yes
    });
}
