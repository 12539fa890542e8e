//! Terms in two languages.

use crate::Inline;
use kaiben_source::Span;
use serde::{Deserialize, Serialize};

/// All terms of a book, in the order of `glossary.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Glossary {
    /// The terms.
    pub terms: Vec<Term>,
}

/// One `[[term]]` of `glossary.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Term {
    /// The Chinese form.
    pub zh: Option<String>,
    /// The English form.
    pub en: Option<String>,
    /// The abbreviation, such as `NDB`.
    pub abbr: Option<String>,
    /// What it means.
    pub definition: Option<String>,
    /// The same in English.
    pub definition_en: Option<String>,
    /// Other spellings that are the same term.
    pub aliases: Vec<String>,
    /// The reading to sort by, instead of the Chinese form's own.
    pub sort: Option<String>,
    /// Spellings that `check` reports.
    pub variants_forbidden: Vec<String>,
    /// Label of its entry in the list of terms, unique in the book. Set by the glossary plugin.
    pub anchor: String,
    /// Labels of the uses that the entry links back to, in reading order (the first of each chapter).
    pub uses: Vec<TermUsePlace>,
    /// Where it stands in `glossary.toml`.
    pub span: Span,
}

/// A use that the glossary links back to.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TermUsePlace {
    /// Its label.
    pub anchor: String,
    /// The division: index into [`crate::Book::divisions`].
    pub division: usize,
}

/// The list of terms in one direction.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TermList {
    /// By which language it is sorted.
    pub order: TermListOrder,
    /// The entries, sorted.
    pub entries: Vec<TermListEntry>,
}

/// The direction of a list of terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TermListOrder {
    /// Chinese first, by pinyin.
    Chinese,
    /// English first, by alphabet.
    English,
}

/// One line of a list of terms.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TermListEntry {
    /// The term: index into [`Glossary::terms`].
    pub term: usize,
    /// The heading of its group, if it starts one: `B`, `C` ….
    pub group: Option<String>,
    /// Its form in the list's own language.
    pub head: String,
    /// Its form in the other language, with the abbreviation.
    pub other: Option<String>,
    /// The definition in the list's language; only the list that defines has it.
    pub definition: Option<Vec<Inline>>,
    /// Whether this entry carries the term's label; the other list links to it.
    pub defines: bool,
}
