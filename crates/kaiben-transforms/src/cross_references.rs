//! # cross_references
//!
//! Gives `@fig-id`, `@tbl-id`, `@sec-id` and `@eq-id` their text in the book's language and word order, turns
//! links to labels and to other chapters into links within the book, and reports what leads nowhere.
//!
//! A section is named by its number where that says enough (第二章, Chapter 3, 2.1); a number like 一、 or
//! （二） is put behind that of its chapter: 第二章“一”. A heading without number is named by its title.

use kaiben_model::*;
use kaiben_plugin::{Context, Plugin, Stage, nearest};
use kaiben_source::{BookPath, Diagnostic, Span};
use std::collections::BTreeMap;

/// The plugin.
pub struct CrossReferences;

impl Plugin for CrossReferences {
    fn name(&self) -> &'static str {
        "cross_references"
    }

    fn stage(&self) -> Stage {
        Stage::References
    }

    fn run(&self, book: &mut Book, context: &mut Context<'_>) {
        let chinese = is_chinese(&book.settings.book.language);
        let (names, pages) = collect(book, chinese, context);
        for division in &mut book.divisions {
            let path = division.path.clone();
            walk::each_inline_of_blocks_mut(&mut division.blocks, &mut |inline| {
                let span = inline.span;
                match &mut inline.kind {
                    InlineKind::CrossReference(reference) => match names.get(&reference.label) {
                        Some((name, _)) => reference.text = Some(name.clone()),
                        None => context.report(unresolved("xref/unresolved", &reference.label, &names, span)),
                    },
                    InlineKind::Citation { text } => context.report(
                        Diagnostic::error("citation/not-yet", format!("`{text}` is a citation, and those are not set yet"))
                            .at(span)
                            .help("write the source as a note: `[^source]`; for an address in the text write `\\@`"),
                    ),
                    InlineKind::Link { target, .. } => {
                        if let Target::Url(url) = target
                            && let Some(resolved) = resolve(url, &path, &names, &pages, span, context)
                        {
                            *target = Target::Anchor(resolved);
                        }
                    }
                    _ => {}
                }
                walk::Descend::Yes
            });
        }
    }
}

type Names = BTreeMap<String, (String, Span)>;

/// Every label with what a reference to it says, and the label of each chapter's title by its path.
fn collect(book: &Book, chinese: bool, context: &mut Context<'_>) -> (Names, BTreeMap<String, String>) {
    let words = labels(&book.settings.book.language);
    let mut names = Names::new();
    let mut pages = BTreeMap::new();
    for division in &book.divisions {
        let mut chapter = None;
        let mut add = |id: &str, name: String, span: Span, context: &mut Context<'_>| {
            if let Some((_, first)) = names.get(id) {
                context.report(
                    Diagnostic::error("label/duplicate", format!("the label `{id}` is given twice"))
                        .at(span)
                        .label(*first, "first given here")
                        .help("give one of the two another label"),
                );
            } else {
                names.insert(id.to_owned(), (name, span));
            }
        };
        walk::each_block(&division.blocks, &mut |block| {
            let Some(id) = &block.attributes.id else { return };
            let name = match &block.kind {
                BlockKind::Heading(heading) => {
                    let name = section_name(heading, chapter.as_deref(), words, chinese);
                    if heading.level == 1 {
                        chapter = heading.number.clone();
                        pages.entry(division.path.clone()).or_insert_with(|| id.clone());
                    }
                    name
                }
                BlockKind::Figure(f) => f.caption.as_ref().and_then(|c| c.label.clone()).unwrap_or_else(|| id.clone()),
                BlockKind::Table(t) => t.caption.as_ref().and_then(|c| c.label.clone()).unwrap_or_else(|| id.clone()),
                BlockKind::Equation(e) => {
                    format!("{}{}{}", words.equation, words.label_gap, e.number.as_deref().unwrap_or_default())
                }
                _ => id.clone(),
            };
            add(id, name, block.span, context);
        });
        walk::each_inline_of_blocks(&division.blocks, &mut |inline| {
            if let Some(id) = &inline.attributes.id {
                add(id, plain_text(std::slice::from_ref(inline)), inline.span, context);
            }
            walk::Descend::Yes
        });
    }
    (names, pages)
}

fn section_name(heading: &Heading, chapter: Option<&str>, words: &Labels, chinese: bool) -> String {
    let title = plain_text(&heading.content);
    let Some(number) = &heading.number else {
        return format!("“{title}”");
    };
    if chinese {
        // 第二章 says all; 第一节 and 一、 need their chapter before them.
        if heading.level == 1 {
            return number.clone();
        }
        let bare = number.trim_end_matches(['、', '.', '．', ' ']);
        let shown = if number.starts_with('第') { bare.to_owned() } else { format!("“{}”", bare.trim_matches(['（', '）', '(', ')'])) };
        return format!("{}{shown}", chapter.unwrap_or_default());
    }
    let bare = number.trim_end_matches(['.', ' ']);
    if bare.chars().any(char::is_alphabetic) && bare.len() > 2 {
        return bare.to_owned();
    }
    let digits: String = chapter.unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
    if heading.level > 1 && !digits.is_empty() && !bare.contains('.') {
        format!("{} {digits}.{bare}", words.section)
    } else {
        format!("{} {bare}", words.section)
    }
}

fn unresolved(code: &'static str, label: &str, names: &Names, span: Span) -> Diagnostic {
    let diagnostic = Diagnostic::error(code, format!("nothing in the book has the label `{label}`")).at(span);
    match nearest(label, names.keys().map(String::as_str)) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.help(format!("give the thing its label: `{{#{label}}}`")),
    }
}

/// The label that a link within the book leads to; none for links that leave it.
fn resolve(
    url: &str,
    path: &str,
    names: &Names,
    pages: &BTreeMap<String, String>,
    span: Span,
    context: &mut Context<'_>,
) -> Option<String> {
    if let Some(label) = url.strip_prefix('#') {
        if names.contains_key(label) {
            return Some(label.to_owned());
        }
        context.report(unresolved("link/unresolved", label, names, span));
        return None;
    }
    if url.contains(':') || url.starts_with("//") {
        return None;
    }
    let (file, label) = url.split_once('#').map_or((url, None), |(file, label)| (file, Some(label)));
    let target = BookPath::relative_to(path, file).ok().map(|p| p.to_string());
    match (target.as_ref().and_then(|t| pages.get(t)), label) {
        (Some(_), Some(label)) if names.contains_key(label) => Some(label.to_owned()),
        (Some(_), Some(label)) => {
            context.report(unresolved("link/unresolved", label, names, span));
            None
        }
        (Some(title), None) => Some(title.clone()),
        (None, _) => {
            context.report(
                Diagnostic::error("link/unresolved", format!("`{url}` is no chapter of this book"))
                    .at(span)
                    .help("link to a chapter's file, to `#label`, or write the whole address with `https://`"),
            );
            None
        }
    }
}
