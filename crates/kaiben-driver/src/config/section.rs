//! One table of `book.toml`, read key by key. What was asked for is what exists: a key that nobody asked
//! for is an error that suggests the nearest one, so the list of keys cannot drift from the code.

use kaiben_source::{Diagnostic, FileId, Span};
use std::cell::RefCell;
use toml::de::{DeTable, DeValue};
use toml::Spanned;

/// A table and what has been read of it.
pub struct Section<'a> {
    path: String,
    table: Option<&'a DeTable<'a>>,
    file: FileId,
    span: Span,
    known: RefCell<Vec<&'static str>>,
    diagnostics: &'a RefCell<Vec<Diagnostic>>,
}

/// A value with its place.
pub type Found<'a> = (&'a DeValue<'a>, Span);

impl<'a> Section<'a> {
    /// The table at `path` (as written in the file, such as `print.margins`); empty if it is absent.
    pub fn new(
        path: impl Into<String>,
        table: Option<&'a DeTable<'a>>,
        span: Span,
        diagnostics: &'a RefCell<Vec<Diagnostic>>,
    ) -> Self {
        Self { path: path.into(), table, file: span.file, span, known: RefCell::default(), diagnostics }
    }

    /// The place of the whole table.
    pub fn span(&self) -> Span {
        self.span
    }

    /// Reports a finding.
    pub fn report(&self, diagnostic: Diagnostic) {
        self.diagnostics.borrow_mut().push(diagnostic);
    }

    /// The value of a key.
    pub fn get(&self, key: &'static str) -> Option<Found<'a>> {
        self.known.borrow_mut().push(key);
        self.table?.iter().find(|(k, _)| k.get_ref() == key).map(|(_, v)| (v.get_ref(), self.place(v)))
    }

    /// All entries, for tables whose keys the author names.
    pub fn entries(&self) -> impl Iterator<Item = (&'a str, Found<'a>)> + use<'a, '_> {
        self.table.into_iter().flat_map(|t| t.iter()).map(|(k, v)| (k.get_ref().as_ref(), (v.get_ref(), self.place(v))))
    }

    fn place<T>(&self, value: &Spanned<T>) -> Span {
        let range = value.span();
        Span::new(self.file, range.start as u32, range.end as u32)
    }

    /// A table inside this one; empty if it is absent.
    pub fn table(&self, key: &'static str) -> Section<'a> {
        let found = self.get(key);
        let path = if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) };
        match found {
            Some((DeValue::Table(table), span)) => Section::new(path, Some(table), span, self.diagnostics),
            Some((other, span)) => {
                self.wrong_type::<()>(key, "a table", other, span);
                Section::new(path, None, span, self.diagnostics)
            }
            None => Section::new(path, None, self.span, self.diagnostics),
        }
    }

    /// A table that stands as a value inside this one, such as an item of a list of tables.
    pub fn inner(&self, key: &str, table: &'a DeTable<'a>, span: Span) -> Section<'a> {
        Section::new(self.name(key), Some(table), span, self.diagnostics)
    }

    /// A text.
    pub fn string(&self, key: &'static str) -> Option<(String, Span)> {
        match self.get(key)? {
            (DeValue::String(text), span) => Some((text.to_string(), span)),
            (DeValue::Datetime(date), span) => Some((date.to_string(), span)),
            (other, span) => self.wrong_type(key, "a text in quotes", other, span),
        }
    }

    /// A whole number that is not negative.
    pub fn number(&self, key: &'static str) -> Option<(u32, Span)> {
        match self.get(key)? {
            (DeValue::Integer(n), span) => match u32::from_str_radix(n.as_str(), n.radix()) {
                Ok(n) => Some((n, span)),
                Err(_) => self.wrong_value(key, "a whole number from 0 to 4294967295", span),
            },
            (other, span) => self.wrong_type(key, "a whole number", other, span),
        }
    }

    /// Yes or no.
    pub fn boolean(&self, key: &'static str) -> Option<bool> {
        match self.get(key)? {
            (DeValue::Boolean(b), _) => Some(*b),
            (other, span) => self.wrong_type(key, "`true` or `false`", other, span),
        }
    }

    /// A list of texts; one text alone counts as a list of one.
    pub fn strings(&self, key: &'static str) -> Option<Vec<(String, Span)>> {
        match self.get(key)? {
            (DeValue::String(text), span) => Some(vec![(text.to_string(), span)]),
            (DeValue::Array(items), _) => {
                let mut out = Vec::new();
                for item in items.iter() {
                    let span = self.place(item);
                    match item.get_ref() {
                        DeValue::String(text) => out.push((text.to_string(), span)),
                        other => {
                            self.wrong_type::<()>(key, "a list of texts", other, span);
                        }
                    }
                }
                Some(out)
            }
            (other, span) => self.wrong_type(key, "a list of texts", other, span),
        }
    }

    /// One of a few words.
    pub fn choice<T: Copy>(&self, key: &'static str, choices: &[(&str, T)]) -> Option<T> {
        let (text, span) = self.string(key)?;
        if let Some((_, value)) = choices.iter().find(|(name, _)| *name == text) {
            return Some(*value);
        }
        let names: Vec<&str> = choices.iter().map(|(n, _)| *n).collect();
        let mut diagnostic = Diagnostic::error("config/value", format!("`{text}` is no value of `{}`", self.name(key))).at(span);
        diagnostic = match nearest(&text, names.iter().copied()) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")).fix(span, format!("\"{near}\"")),
            None => diagnostic,
        };
        self.report(diagnostic.help(format!("choose one of {}", list(&names))));
        None
    }

    /// Reports every key that was never asked for.
    pub fn finish(self) {
        let known = self.known.borrow();
        for (key, value) in self.table.into_iter().flat_map(|t| t.iter()) {
            let name: &str = key.get_ref();
            if known.contains(&name) {
                continue;
            }
            let span = self.place(key);
            let place = if self.path.is_empty() { "book.toml".to_owned() } else { format!("`[{}]`", self.path) };
            let what = if matches!(value.get_ref(), DeValue::Table(_)) { "table" } else { "key" };
            let mut diagnostic = Diagnostic::error("config/unknown-key", format!("unknown {what} `{name}` in {place}")).at(span);
            diagnostic = match nearest(name, known.iter().copied()) {
                Some(near) => diagnostic.help(format!("did you mean `{near}`?")).fix(span, near),
                None => diagnostic.help(format!("{place} knows {}", list(&known))),
            };
            self.report(diagnostic);
        }
    }

    /// The full name of a key.
    pub fn name(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// Reports a value of the wrong type.
    pub fn wrong_type<T>(&self, key: &str, wanted: &str, found: &DeValue<'_>, span: Span) -> Option<T> {
        self.report(
            Diagnostic::error("config/type", format!("`{}` must be {wanted}, not {}", self.name(key), type_name(found)))
                .at(span)
                .help(format!("write {wanted} here")),
        );
        None
    }

    /// Reports a value that cannot be.
    pub fn wrong_value<T>(&self, key: &str, wanted: &str, span: Span) -> Option<T> {
        self.report(Diagnostic::error("config/value", format!("`{}` must be {wanted}", self.name(key))).at(span).help(format!("write {wanted}")));
        None
    }
}

fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "`true` or `false`",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// The nearest of some names, if one is near enough to be meant.
pub fn nearest<'n>(name: &str, candidates: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    candidates
        .map(|c| (strsim::damerau_levenshtein(name, c), c))
        .filter(|(distance, c)| *distance <= 1.max(name.chars().count().min(c.chars().count()) / 3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, c)| c)
}

fn list(names: &[&str]) -> String {
    names.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ")
}
