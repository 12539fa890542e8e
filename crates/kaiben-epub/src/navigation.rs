//! The navigation document (EPUB 3.3, 7): contents, landmarks, lists of figures and tables.
//!
//! It stands in the spine too: it is the book's contents page.

use crate::item::{Publication, page_path};
use crate::page_list::{ListPlace, Page};
use crate::pages::or_book_title;
use crate::words::{language_attributes, second_language};
use kaiben_html::{SerializeOptions, Syntax, escape_attribute, escape_text, serialize_inlines};
use std::collections::BTreeMap;
use kaiben_model::{Book, ContentsEntry, DivisionKind, Image, Inline, Labels, ListEntry, Matter, Resolved, labels, plain_text};

/// A line of the contents list with those below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The address, from the folder `EPUB/`.
    pub href: String,
    /// Number and title as markup, the title in the second language behind them.
    pub markup: String,
    /// Number and title as plain text.
    pub text: String,
    /// The entries below it.
    pub children: Vec<Entry>,
}

/// The contents list as a tree: what the book lists down to its `toc_depth`, without headings that this edition
/// does not show. A contents list may not be empty: a book without headings lists its divisions, or its title page.
pub fn read_entries(resolved: &Resolved, publication: &Publication) -> Vec<Entry> {
    let book = resolved.book();
    let depth = book.settings.manuscript.toc_depth.max(1);
    let listed: Vec<&ContentsEntry> = book
        .contents
        .iter()
        .filter(|e| e.level <= depth && publication.has_label(&path_of(book, e.division), &e.anchor))
        .collect();
    let mut entries = nest(resolved, &listed, &mut 0, 0);
    if entries.is_empty() {
        entries = book
            .divisions
            .iter()
            .map(|division| plain_entry(page_path(&division.slug), or_book_title(book, &division.title_text())))
            .collect();
    }
    if entries.is_empty() {
        entries.push(plain_entry("title.xhtml".to_owned(), or_book_title(book, "")));
    }
    entries
}

fn path_of(book: &Book, division: usize) -> String {
    book.divisions.get(division).map(|d| page_path(&d.slug)).unwrap_or_default()
}

fn plain_entry(href: String, text: String) -> Entry {
    Entry { href, markup: escape_text(&text), text, children: Vec::new() }
}

/// Takes the entries from `at` whose level is above `above`. A level that is skipped makes no empty list.
fn nest(resolved: &Resolved, listed: &[&ContentsEntry], at: &mut usize, above: u8) -> Vec<Entry> {
    let mut entries = Vec::new();
    while let Some(entry) = listed.get(*at).filter(|e| e.level > above) {
        *at += 1;
        let children = nest(resolved, listed, at, entry.level);
        entries.push(Entry { children, ..one_entry(resolved, entry) });
    }
    entries
}

fn one_entry(resolved: &Resolved, entry: &ContentsEntry) -> Entry {
    let book = resolved.book();
    let title = plain_text(&entry.title);
    let text = format!("{} {title}", entry.number.as_deref().unwrap_or("")).trim().to_owned();
    let number = entry.number.as_deref().map(|n| format!("<span class=\"number\">{}</span> ", escape_text(n)));
    let markup = format!(
        "{}{}{}",
        number.unwrap_or_default(),
        title_markup(resolved, &entry.title),
        second_markup(resolved, entry.second.as_deref())
    );
    let href = format!("{}#{}", path_of(book, entry.division), entry.anchor);
    // A link must have words (EPUB 3.3, 7.3.2): a heading of pictures alone is named by the book.
    if text.is_empty() {
        return plain_entry(href, or_book_title(book, ""));
    }
    Entry { href, markup, text, children: Vec::new() }
}

/// A title with its ruby, emphasis and formulas. Where it has a picture, its plain text: the contents list shows none.
fn title_markup(resolved: &Resolved, title: &[Inline]) -> String {
    let link = |_: &str, _: usize| String::new();
    let image = |_: &Image| String::new();
    let options = SerializeOptions { syntax: Syntax::Xhtml, edition: "epub", link: &link, image: &image, pages: None };
    let markup = serialize_inlines(resolved, title, 0, options);
    if markup.contains("<img") { escape_text(&plain_text(title)) } else { markup }
}

fn second_markup(resolved: &Resolved, second: Option<&[Inline]>) -> String {
    let Some(second) = second.filter(|s| !plain_text(s).trim().is_empty()) else { return String::new() };
    let language = language_attributes(second_language(&resolved.book().settings.book.language));
    format!(" <span class=\"second\"{language}>{}</span>", title_markup(resolved, second))
}

/// Writes the navigation document.
pub fn write_nav(resolved: &Resolved, publication: &Publication, entries: &[Entry]) -> String {
    let book = resolved.book();
    let language = &book.settings.book.language;
    let labels = labels(language);
    let mut marks = ListMarks::of(&publication.page_list);
    let heading_mark = std::mem::take(&mut marks.heading);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\"{}>\n<head>\n\
         <title>{title}</title>\n<link rel=\"stylesheet\" type=\"text/css\" href=\"stylesheet.css\"/>\n</head>\n\
         <body class=\"contents\" epub:type=\"frontmatter\">\n\
         <nav epub:type=\"toc\" role=\"doc-toc\" id=\"toc\" aria-label=\"{title}\">\n<h1>{heading_mark}{title}</h1>\n",
        language_attributes(language),
        title = labels.contents,
    );
    write_list(&mut out, entries, &mut marks);
    out.push_str("</nav>\n");
    for (kind, title, list) in [("loi", labels.figures, &book.figures), ("lot", labels.tables, &book.tables)] {
        let entries: Vec<Entry> = list
            .iter()
            .filter(|e| publication.has_label(&path_of(book, e.division), &e.anchor))
            .map(|e| list_entry(resolved, e))
            .collect();
        if !entries.is_empty() {
            out.push_str(&format!("<nav epub:type=\"{kind}\" id=\"{kind}\" aria-label=\"{title}\">\n<h2>{title}</h2>\n"));
            write_list(&mut out, &entries, &mut marks);
            out.push_str("</nav>\n");
        }
    }
    if !publication.page_list.is_empty() {
        // For the reader's own "go to page"; as a list on the page it would be numbers without end.
        out.push_str("<nav epub:type=\"page-list\" role=\"doc-pagelist\" id=\"page-list\" hidden=\"hidden\">\n<ol>\n");
        for page in &publication.page_list {
            out.push_str(&format!("<li><a href=\"{}\">{}</a></li>\n", escape_attribute(&page.href), escape_text(&page.name)));
        }
        out.push_str("</ol>\n</nav>\n");
    }
    out.push_str("<nav epub:type=\"landmarks\" id=\"landmarks\" hidden=\"hidden\">\n<ol>\n");
    for (kind, href, text) in landmarks(book, labels) {
        let (href, text) = (escape_attribute(&href), escape_text(&text));
        out.push_str(&format!("<li><a epub:type=\"{kind}\" href=\"{href}\">{text}</a></li>\n"));
    }
    out.push_str("</ol>\n</nav>\n</body>\n</html>\n");
    out
}

/// The marks of printed pages in the lists: before the heading, and by the label that the first entry of the page
/// leads to.
struct ListMarks {
    heading: String,
    entries: BTreeMap<String, String>,
}

impl ListMarks {
    fn of(page_list: &[Page]) -> Self {
        let mut marks = Self { heading: String::new(), entries: BTreeMap::new() };
        for page in page_list {
            let mark = |id: &str| {
                format!(
                    "<span epub:type=\"pagebreak\" role=\"doc-pagebreak\" id=\"{}\" aria-label=\"{}\"></span>",
                    escape_attribute(id),
                    escape_attribute(&page.name)
                )
            };
            match &page.list {
                Some(ListPlace::Heading(id)) => marks.heading.push_str(&mark(id)),
                Some(ListPlace::Entry(label, id)) => marks.entries.entry(label.clone()).or_default().push_str(&mark(id)),
                None => {}
            }
        }
        marks
    }
}

/// An item may hold nothing but a link and a list (EPUB 3.3, 7.3.2): marks of printed pages stand in the link.
fn write_list(out: &mut String, entries: &[Entry], marks: &mut ListMarks) {
    out.push_str("<ol>\n");
    for entry in entries {
        let label = entry.href.split_once('#').map_or("", |(_, label)| label);
        let mark = marks.entries.remove(label).unwrap_or_default();
        out.push_str(&format!("<li><a href=\"{}\">{mark}{}</a>", escape_attribute(&entry.href), entry.markup));
        if !entry.children.is_empty() {
            out.push('\n');
            write_list(out, &entry.children, marks);
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ol>\n");
}

fn list_entry(resolved: &Resolved, entry: &ListEntry) -> Entry {
    let label = escape_text(&entry.label);
    Entry {
        href: format!("{}#{}", path_of(resolved.book(), entry.division), entry.anchor),
        markup: format!(
            "<span class=\"label\">{label}</span> {}{}",
            title_markup(resolved, &entry.title),
            second_markup(resolved, entry.second.as_deref())
        ),
        text: entry.label.clone(),
        children: Vec::new(),
    }
}

/// The places that readers offer a button for: the first of each kind.
fn landmarks(book: &Book, labels: &Labels) -> Vec<(&'static str, String, String)> {
    let mut places = vec![
        ("cover", "cover.xhtml".to_owned(), labels.cover.to_owned()),
        ("titlepage", "title.xhtml".to_owned(), labels.title_page.to_owned()),
        ("toc", "nav.xhtml#toc".to_owned(), labels.contents.to_owned()),
    ];
    if let Some(first) = book.divisions.iter().find(|d| d.matter == Matter::Body) {
        places.push(("bodymatter", page_path(&first.slug), labels.start.to_owned()));
    }
    if let Some(glossary) = book.divisions.iter().find(|d| d.kind == DivisionKind::Glossary) {
        places.push(("glossary", page_path(&glossary.slug), labels.glossary.to_owned()));
    }
    places
}
