//! What `book.toml` says, as plain data. The driver reads the file and reports what is wrong in it.

use crate::{ImprintSettings, NumberPattern, TableStyle};
use kaiben_source::Span;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// All settings of a book.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Settings {
    /// `[book]`.
    pub book: BookSettings,
    /// `[manuscript]`, with patterns and `SUMMARY.md` already turned into lists of files.
    pub manuscript: ManuscriptSettings,
    /// `[numbering]`.
    pub numbering: NumberingSettings,
    /// `[plugins]`: the order, if given.
    pub plugin_order: Option<Vec<String>>,
    /// `[plugins.NAME]` as TOML text, read by the plugin itself, with its place in `book.toml`.
    pub plugins: BTreeMap<String, PluginTable>,
    /// `[print]`.
    pub print: PrintSettings,
    /// `[press]`.
    pub press: PressSettings,
    /// `[html]`.
    pub html: HtmlSettings,
}

/// One table `[plugins.NAME]`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PluginTable {
    /// `enabled`; true where it is not given.
    pub enabled: bool,
    /// The table's values as JSON text, without `enabled`.
    pub json: String,
    /// The table in `book.toml`.
    pub span: Span,
    /// The values of the table, key by key, in `book.toml`.
    pub key_spans: BTreeMap<String, Span>,
}

/// `[book]`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct BookSettings {
    /// The title.
    pub title: String,
    /// The subtitle.
    pub subtitle: Option<String>,
    /// The title in the second language.
    pub title_en: Option<String>,
    /// The subtitle in the second language.
    pub subtitle_en: Option<String>,
    /// Authors and others, in order.
    pub authors: Vec<Author>,
    /// BCP 47 tag, such as `zh-CN`.
    pub language: String,
    /// The publisher.
    pub publisher: Option<String>,
    /// Date of publication, `YYYY-MM-DD`.
    pub date: Option<String>,
    /// `ISBN …`, checked, or a URN. Without one the driver derives a stable `urn:uuid:` from the title.
    pub identifier: String,
    /// Terms of use.
    pub rights: Option<String>,
    /// Path of the cover picture.
    pub cover: Option<String>,
    /// Base name of the outputs.
    pub slug: String,
    /// What the book is about, for metadata.
    pub description: Option<String>,
    /// Subjects, for metadata.
    pub subjects: Vec<String>,
    /// `[imprint]`.
    pub imprint: ImprintSettings,
}

/// Somebody who made the book.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Author {
    /// The name.
    pub name: String,
    /// The name in the second language.
    pub name_en: Option<String>,
    /// MARC relator code: `aut`, `edt`, `trl` ….
    pub role: String,
}

/// `[manuscript]`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ManuscriptSettings {
    /// Files of the front matter.
    pub front: Vec<String>,
    /// The chapters.
    pub body: Vec<String>,
    /// Files of the back matter.
    pub back: Vec<String>,
    /// Levels in the contents list.
    pub toc_depth: u8,
}

/// `[numbering]`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct NumberingSettings {
    /// One pattern a level; none for levels without numbers.
    pub headings: Vec<Option<NumberPattern>>,
    /// Of figures.
    pub figures: NumberScope,
    /// Of tables.
    pub tables: NumberScope,
    /// Of equations.
    pub equations: NumberScope,
}

/// Where a series of numbers starts again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NumberScope {
    /// In each chapter: 图 2-1.
    Chapter,
    /// Never: 图 1.
    Book,
}

/// `[print]`. Lengths are thousandths of a millimeter, so that they compare and hash exactly.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PrintSettings {
    /// The trimmed page.
    pub trim: Trim,
    /// The margins.
    pub margins: Margins,
    /// Where chapters open.
    pub chapters_open: ChaptersOpen,
    /// Folder of the look below `templates/print`.
    pub template: String,
    /// PDF standards: `a-2a`, `ua-1` ….
    pub standard: Vec<String>,
    /// Size of the body text in thousandths of a point.
    pub font_size: u32,
    /// Families by role, where the book has its own: `song`, `hei`, `kai`, `fangsong`, `latin`, `mono`, `math`.
    pub faces: BTreeMap<String, String>,
    /// Color of addresses and ornaments in the reading copy, `#rrggbb`; black without one.
    pub accent: Option<String>,
    /// Whether a leaf with the title alone comes before the title page; the look decides where none is said.
    pub half_title: Option<bool>,
}

/// A length in thousandths of a millimeter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Micrometers(pub u32);

impl Micrometers {
    /// In millimeters.
    pub fn millimeters(self) -> f64 {
        f64::from(self.0) / 1000.0
    }
}

/// The size of the trimmed page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Trim {
    /// Width.
    pub width: Micrometers,
    /// Height.
    pub height: Micrometers,
}

/// The margins of the type area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Margins {
    /// Above.
    pub top: Micrometers,
    /// Below.
    pub bottom: Micrometers,
    /// At the binding.
    pub inner: Micrometers,
    /// At the fore edge.
    pub outer: Micrometers,
}

/// Where chapters open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChaptersOpen {
    /// On a right-hand page.
    Recto,
    /// On the next page.
    Any,
}

/// `[press]`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PressSettings {
    /// How far pictures reach over the trim.
    pub bleed: Micrometers,
    /// Crop and registration marks.
    pub marks: bool,
    /// Thickness of a sheet.
    pub paper_caliper: Micrometers,
    /// The page count is padded to a multiple of this.
    pub signature: u32,
}

/// `[html]`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct HtmlSettings {
    /// The address where the site will be, with a slash at its end: for canonical addresses, previews and the
    /// site map. All other links are relative, so that any folder serves.
    pub url: Option<String>,
    /// Headings down to this level begin a page of their own: 1 is a page for each chapter.
    pub split: u8,
}

impl Default for HtmlSettings {
    fn default() -> Self {
        Self { url: None, split: 1 }
    }
}

/// `[plugins.footnotes]`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FootnoteSettings {
    /// Where the series starts again.
    pub restart: NoteRestart,
    /// The marks.
    pub mark: NoteMark,
}

impl Default for FootnoteSettings {
    fn default() -> Self {
        Self { restart: NoteRestart::Page, mark: NoteMark::Circled }
    }
}

/// Where the series of notes starts again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NoteRestart {
    /// On each page; editions without pages use the chapter.
    Page,
    /// In each chapter.
    Chapter,
    /// Never.
    Book,
}

/// The marks of notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NoteMark {
    /// ① … ㊿, Arabic above.
    Circled,
    /// 1.
    Arabic,
    /// `[1]`.
    Bracketed,
    /// `*` † ‡ § ‖ ¶, then doubled.
    Symbols,
}

impl NoteMark {
    /// The mark of a number, from 1.
    pub fn format(self, number: u32) -> String {
        const SYMBOLS: [&str; 6] = ["*", "†", "‡", "§", "‖", "¶"];
        match self {
            Self::Circled => crate::circled(number).map_or_else(|| number.to_string(), String::from),
            Self::Arabic => number.to_string(),
            Self::Bracketed => format!("[{number}]"),
            Self::Symbols => {
                let i = number.max(1) as usize - 1;
                SYMBOLS[i % SYMBOLS.len()].repeat(i / SYMBOLS.len() + 1)
            }
        }
    }
}

/// `[plugins.glossary]`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct GlossarySettings {
    /// The file of terms; none turns the plugin off.
    pub file: Option<String>,
    /// Where a first use is expanded.
    pub expand: TermExpansion,
}

impl Default for GlossarySettings {
    fn default() -> Self {
        Self { file: None, expand: TermExpansion::Chapter }
    }
}

/// Where a first use of a term is expanded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TermExpansion {
    /// In each chapter.
    Chapter,
    /// Once.
    Book,
    /// Never.
    Never,
}

/// `[plugins.tables]`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TableSettings {
    /// The rules.
    pub style: TableStyle,
    /// Whether continuation pages say so.
    pub continued: bool,
}

impl Default for TableSettings {
    fn default() -> Self {
        Self { style: TableStyle::ThreeLine, continued: true }
    }
}

impl Settings {
    /// The settings of a built-in plugin; its defaults where its table is absent. The driver has already
    /// reported a table that does not fit.
    pub fn plugin<T: Default + serde::de::DeserializeOwned>(&self, name: &str, read: impl Fn(&str) -> Option<T>) -> T {
        self.plugins.get(name).and_then(|t| read(&t.json)).unwrap_or_default()
    }

    /// Whether a plugin is switched on.
    pub fn plugin_enabled(&self, name: &str) -> bool {
        self.plugins.get(name).is_none_or(|t| t.enabled)
    }
}
