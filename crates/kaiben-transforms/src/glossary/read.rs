//! `glossary.toml`.

use kaiben_model::{Settings, Term};
use kaiben_plugin::{Context, nearest};
use kaiben_source::{BookPath, Diagnostic, FileId, Span};
use std::collections::BTreeMap;
use toml::de::{DeTable, DeValue};

const KEYS: [&str; 8] = ["zh", "en", "abbr", "definition", "definition_en", "aliases", "sort", "variants_forbidden"];

/// Reads the file; what is wrong in it is told at its place, and the other terms are read.
pub fn read_terms(name: &str, settings: &Settings, context: &mut Context<'_>) -> Vec<Term> {
    let place = settings.plugins.get("glossary").and_then(|t| t.key_spans.get("file").copied()).unwrap_or(Span::generated());
    let unreadable = |why: String| {
        Diagnostic::error("term/file", format!("the list of terms `{name}` cannot be read: {why}"))
            .at(place)
            .help("name a file in the book's folder: `file = \"glossary.toml\"`")
    };
    let path = match BookPath::new(name) {
        Ok(path) => path,
        Err(error) => {
            context.report(unreadable(error.to_string()));
            return Vec::new();
        }
    };
    let text = match context.workspace.read(&path).map_err(|e| e.to_string()).and_then(|bytes| {
        String::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".to_owned())
    }) {
        Ok(text) => text,
        Err(error) => {
            context.report(unreadable(error));
            return Vec::new();
        }
    };
    let file = context.sources.add(path.as_str(), text.as_str());
    let (root, errors) = DeTable::parse_recoverable(&text);
    for error in &errors {
        let range = error.span().unwrap_or(0..0);
        context.report(
            Diagnostic::error("term/syntax", format!("the list of terms is not valid TOML: {}", error.message().replace('\n', "; ")))
                .at(Span::new(file, range.start as u32, range.end as u32))
                .help("a term is a table `[[term]]` with texts in quotes"),
        );
    }
    if !errors.is_empty() {
        return Vec::new();
    }
    let mut terms = Vec::new();
    for (key, value) in root.get_ref().iter() {
        let span = Span::new(file, key.span().start as u32, key.span().end as u32);
        match (key.get_ref().as_ref(), value.get_ref()) {
            ("term", DeValue::Array(items)) => {
                for item in items.iter() {
                    if let DeValue::Table(table) = item.get_ref() {
                        let range = item.span();
                        let span = Span::new(file, range.start as u32, range.end as u32);
                        let number = terms.len() + 1;
                        terms.extend(term(table, span, number, context));
                    }
                }
            }
            (other, _) => context.report(
                Diagnostic::error("term/unknown-key", format!("unknown key `{other}` in the list of terms"))
                    .at(span)
                    .help("each term is a table `[[term]]`"),
            ),
        }
    }
    report_doubles(&terms, context);
    terms
}

fn term(table: &DeTable<'_>, span: Span, number: usize, context: &mut Context<'_>) -> Option<Term> {
    let mut texts: BTreeMap<&str, String> = BTreeMap::new();
    let mut lists: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (key, value) in table.iter() {
        let name: &str = key.get_ref();
        let range = key.span();
        let at = Span::new(span.file, range.start as u32, range.end as u32);
        match value.get_ref() {
            _ if !KEYS.contains(&name) => {
                let mut diagnostic = Diagnostic::error("term/unknown-key", format!("unknown key `{name}` in a term")).at(at);
                if let Some(near) = nearest(name, KEYS.into_iter()) {
                    diagnostic = diagnostic.help(format!("did you mean `{near}`?")).fix(at, near);
                }
                context.report(diagnostic.help(format!("a term has {}", KEYS.join(", "))));
            }
            DeValue::String(text) => {
                texts.insert(name, text.to_string());
            }
            DeValue::Array(items) => {
                let words = items.iter().filter_map(|i| i.get_ref().as_str().map(str::to_owned)).collect();
                lists.insert(name, words);
            }
            _ => context.report(Diagnostic::error("term/value", format!("`{name}` must be a text")).at(at).help("put it in quotes")),
        }
    }
    let mut take = |key: &str| texts.remove(key).filter(|t| !t.trim().is_empty());
    let (zh, en, abbr) = (take("zh"), take("en"), take("abbr"));
    if zh.is_none() && en.is_none() {
        context.report(Diagnostic::error("term/empty", "a term has neither `zh` nor `en`").at(span).help("add one of them"));
        return None;
    }
    Some(Term {
        zh,
        en,
        abbr,
        definition: take("definition"),
        definition_en: take("definition_en"),
        sort: take("sort"),
        aliases: lists.remove("aliases").unwrap_or_default(),
        variants_forbidden: lists.remove("variants_forbidden").unwrap_or_default(),
        anchor: format!("term-{number}"),
        uses: Vec::new(),
        span,
    })
}

fn report_doubles(terms: &[Term], context: &mut Context<'_>) {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    for term in terms {
        for form in term.zh.iter().chain(&term.en).chain(&term.abbr) {
            if let Some(first) = seen.insert(form, term.span) {
                context.report(
                    Diagnostic::error("term/duplicate", format!("`{form}` is in the list of terms twice"))
                        .at(term.span)
                        .label(first, "first here")
                        .help("keep one of the two"),
                );
            }
        }
    }
}

/// The file of a term's texts.
pub fn file_of(term: &Term) -> FileId {
    term.span.file
}
