//! The whole: divisions, glossary, pictures.

use crate::{Block, ContentsEntry, Glossary, ListEntry, Settings};
use kaiben_source::FileId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A book: its settings and its divisions in reading order.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Book {
    /// What `book.toml` says.
    pub settings: Settings,
    /// Front, body and back matter in reading order.
    pub divisions: Vec<Division>,
    /// The glossary; without terms if the book has none.
    pub glossary: Glossary,
    /// The pictures that the book shows, by path in its folder. Filled by the driver.
    pub resources: BTreeMap<String, Resource>,
    /// The contents list. Made by the numbering plugin, as are the two lists below.
    pub contents: Vec<ContentsEntry>,
    /// The list of figures.
    pub figures: Vec<ListEntry>,
    /// The list of tables.
    pub tables: Vec<ListEntry>,
}

/// A file that the editions carry: a picture.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Resource {
    /// Its media type: `image/png`, `image/jpeg`, `image/gif`, `image/webp`, `image/svg+xml`.
    pub media_type: String,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Width in pixels, or in user units for SVG.
    pub width: u32,
    /// Height in pixels, or in user units for SVG.
    pub height: u32,
}

/// One chapter file, or a part that the program made.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Division {
    /// Where in the book it stands.
    pub matter: Matter,
    /// What it is.
    pub kind: DivisionKind,
    /// The file it was read from; [`FileId::GENERATED`] for generated parts.
    pub file: FileId,
    /// Path of that file, or a name for a generated part (`glossary`).
    pub path: String,
    /// Name of its page or file in the editions: ASCII, unique in the book, without extension.
    pub slug: String,
    /// The number of the chapter as counted in the body, from 1.
    pub number: Option<u32>,
    /// The chapter's metadata block (YAML between `---` lines), scalars as text.
    pub metadata: BTreeMap<String, String>,
    /// The content. The first heading of level 1 is the title.
    pub blocks: Vec<Block>,
}

/// Where in the book a division stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Matter {
    /// Preface and the like: roman page numbers, headings without numbers.
    Front,
    /// The chapters.
    Body,
    /// Appendixes, glossary, afterword.
    Back,
}

/// What a division is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DivisionKind {
    /// Written by the author.
    Chapter,
    /// The glossary, made by the plugin.
    Glossary,
}

impl Division {
    /// The heading of level 1 that names the division.
    pub fn title(&self) -> Option<&Block> {
        self.blocks.iter().find(|b| matches!(&b.kind, crate::BlockKind::Heading(h) if h.level == 1))
    }

    /// The title as plain text without notes; the path where there is none.
    pub fn title_text(&self) -> String {
        match self.title().map(|b| &b.kind) {
            Some(crate::BlockKind::Heading(h)) => crate::plain_text(&h.content),
            _ => self.path.clone(),
        }
    }
}
