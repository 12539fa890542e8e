//! The pages: cover, title page, colophon, and one a division.

use crate::checks::{Page, finish_page};
use crate::cover::Cover;
use crate::item::{Item, NAV, XHTML, page_path};
use crate::pictures::Pictures;
use crate::template::Templates;
use crate::words::{language_attributes, role_word, second_language, words};
use crate::EpubInput;
use kaiben_html::{SerializeOptions, Syntax, escape_attribute, escape_text, serialize_division};
use kaiben_model::{Author, Book, Division, DivisionKind, Image, Matter, labels};
use kaiben_source::Diagnostic;
use std::collections::{BTreeMap, BTreeSet};

/// The pages and what was seen on them.
pub struct Written {
    /// In reading order; the nav is not among them.
    pub pages: Vec<Item>,
    /// Ids of the pages in reading order; the nav's is among them.
    pub spine: Vec<String>,
    /// The labels that each page carries, by path below `EPUB/`.
    pub labels: BTreeMap<String, BTreeSet<String>>,
    /// Paths of the pictures that pages show, below `EPUB/`.
    pub pictures: BTreeSet<String>,
    /// Pictures without a text alternative.
    pub undescribed: usize,
}

/// A page before it is checked against the others.
struct Draft {
    id: &'static str,
    path: String,
    name: String,
    text: String,
}

/// Makes all pages.
pub fn write_pages(
    input: &EpubInput<'_>,
    pictures: &Pictures,
    cover: &Cover,
    templates: &Templates<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Written {
    let book = input.resolved.book();
    let mut drafts = vec![cover_page(book, cover, templates, diagnostics), title_page(book, templates, diagnostics)];
    drafts.extend(colophon(book, templates, diagnostics));
    let before = drafts.len();
    drafts.extend(divisions(input, pictures, templates, diagnostics));

    let shown: BTreeSet<String> = pictures.hrefs().chain(std::iter::once(cover.item.href.clone())).collect();
    let mut known = BTreeMap::from([("nav.xhtml".to_owned(), BTreeSet::new())]);
    let mut parsed = Vec::new();
    for draft in drafts {
        match Page::parse(&draft.path, &draft.name, &draft.text) {
            Ok(page) => {
                known.insert(draft.path.clone(), page.labels.clone());
                parsed.push((draft, page));
            }
            Err(found) => diagnostics.push(*found),
        }
    }
    let mut written = Written {
        pages: Vec::new(),
        spine: Vec::new(),
        labels: BTreeMap::new(),
        pictures: BTreeSet::new(),
        undescribed: 0,
    };
    for (index, (draft, page)) in parsed.into_iter().enumerate() {
        // The contents list stands where a printed book has it: before the first division.
        if index == before {
            written.spine.push(NAV.to_owned());
        }
        let id = if index < before { draft.id.to_owned() } else { format!("division-{}", index - before + 1) };
        let text = finish_page(&page, &draft.text, &known, &shown, diagnostics);
        written.pictures.extend(page.pictures.iter().filter(|p| shown.contains(*p)).cloned());
        written.undescribed += page.undescribed;
        written.spine.push(id.clone());
        written.pages.push(Item {
            id,
            href: draft.path,
            media_type: XHTML.to_owned(),
            properties: page.properties,
            bytes: text.into_bytes(),
        });
    }
    if !written.spine.iter().any(|id| id == NAV) {
        written.spine.push(NAV.to_owned());
    }
    written.labels = known;
    written
}

fn divisions(input: &EpubInput<'_>, pictures: &Pictures, templates: &Templates<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Draft> {
    let book = input.resolved.book();
    let link = |label: &str, from: usize| match input.resolved.anchor(label) {
        Some(place) if place.division != from => {
            let slug = book.divisions.get(place.division).map_or("", |d| d.slug.as_str());
            format!("{slug}.xhtml#{label}")
        }
        _ => format!("#{label}"),
    };
    let image = |image: &Image| pictures.get(&image.source).map_or_else(|| image.source.clone(), |item| format!("../{}", item.href));
    let options = SerializeOptions { syntax: Syntax::Xhtml, edition: "epub", link: &link, image: &image, pages: input.page_map };
    let mut drafts = Vec::new();
    for (index, division) in book.divisions.iter().enumerate() {
        let (content, found) = serialize_division(input.resolved, index, options);
        diagnostics.extend(found);
        let matter = match division.matter {
            Matter::Front => "frontmatter",
            Matter::Body => "bodymatter",
            Matter::Back => "backmatter",
        };
        let title = or_book_title(book, &division.title_text());
        let values = [
            ("language", language_attributes(&book.settings.book.language)),
            ("title", escape_text(&title)),
            ("style", "../stylesheet.css".to_owned()),
            ("matter", matter.to_owned()),
            ("body", section(division, &title, &content)),
        ];
        drafts.push(Draft {
            id: "",
            path: page_path(&division.slug),
            name: division.path.clone(),
            text: templates.fill("epub/division.xhtml", &values, diagnostics),
        });
    }
    drafts
}

/// The division as a section with its part in the book (DPUB-ARIA 1.1; EPUB Structural Semantics 1.1).
fn section(division: &Division, title: &str, content: &str) -> String {
    let kind = match (division.kind, division.matter) {
        (DivisionKind::Glossary, _) => "glossary",
        (_, Matter::Front) => "preface",
        (_, Matter::Body) => "chapter",
        (_, Matter::Back) => "appendix",
    };
    let title = escape_attribute(title);
    format!("<section class=\"{kind}\" epub:type=\"{kind}\" role=\"doc-{kind}\" aria-label=\"{title}\">{content}\n</section>")
}

fn cover_page(book: &Book, cover: &Cover, templates: &Templates<'_>, diagnostics: &mut Vec<Diagnostic>) -> Draft {
    let settings = &book.settings.book;
    let title = labels(&settings.language).cover;
    let mut alternative = settings.title.clone();
    for text in settings.subtitle.iter().chain(settings.authors.iter().map(|a| &a.name)) {
        alternative.push_str(words(&settings.language).between_names);
        alternative.push_str(text);
    }
    let alternative = format!("{title}{}{alternative}", words(&settings.language).colon);
    let values = [
        ("language", language_attributes(&settings.language)),
        ("page-title", escape_text(title)),
        ("style", "stylesheet.css".to_owned()),
        ("picture", escape_attribute(&cover.item.href)),
        ("alternative", escape_attribute(&alternative)),
    ];
    draft("cover", "cover.xhtml", "epub/cover.xhtml", &values, templates, diagnostics)
}

fn title_page(book: &Book, templates: &Templates<'_>, diagnostics: &mut Vec<Diagnostic>) -> Draft {
    let settings = &book.settings.book;
    let second = Some(second_language(&settings.language));
    let values = [
        ("language", language_attributes(&settings.language)),
        ("page-title", escape_attribute(labels(&settings.language).title_page)),
        ("style", "stylesheet.css".to_owned()),
        ("title", escape_text(&or_book_title(book, ""))),
        ("subtitle", line("subtitle", settings.subtitle.as_deref(), None)),
        ("second-title", line("second-title", settings.title_en.as_deref(), second)),
        ("second-subtitle", line("second-subtitle", settings.subtitle_en.as_deref(), second)),
        ("authors", settings.authors.iter().map(|a| author_line(a, &settings.language)).collect::<Vec<_>>().join("\n")),
        ("publisher", line("publisher", settings.publisher.as_deref(), None)),
        ("date", line("date", settings.date.as_deref(), None)),
    ];
    draft("title-page", "title.xhtml", "epub/title.xhtml", &values, templates, diagnostics)
}

/// The page with the rights; none for a book that has nothing to say there.
fn colophon(book: &Book, templates: &Templates<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<Draft> {
    let settings = &book.settings.book;
    let words = words(&settings.language);
    let isbn = settings.identifier.strip_prefix("urn:isbn:");
    if settings.rights.is_none() && settings.publisher.is_none() && isbn.is_none() {
        return None;
    }
    let named = |class: &str, name: &str, value: Option<&str>| {
        let value = value.map(|v| format!("{name}{}{v}", words.colon));
        line(class, value.as_deref(), None)
    };
    let person = |author: &Author| match role_word(&settings.language, &author.role) {
        Some(role) => format!("{} {role}", author.name),
        None => author.name.clone(),
    };
    let authors: Vec<String> = settings.authors.iter().map(person).collect();
    let authors = (!authors.is_empty()).then(|| authors.join(words.between_names));
    let values = [
        ("language", language_attributes(&settings.language)),
        ("page-title", escape_attribute(words.colophon)),
        ("style", "stylesheet.css".to_owned()),
        ("title", escape_text(&or_book_title(book, ""))),
        ("subtitle", line("subtitle", settings.subtitle.as_deref(), None)),
        ("authors", named("authors", words.authors, authors.as_deref())),
        ("publisher", named("publisher", words.publisher, settings.publisher.as_deref())),
        ("date", named("date", words.date, settings.date.as_deref())),
        ("isbn", named("isbn", "ISBN", isbn)),
        ("rights", named("rights", words.rights, settings.rights.as_deref())),
    ];
    Some(draft("colophon", "colophon.xhtml", "epub/colophon.xhtml", &values, templates, diagnostics))
}

fn draft(
    id: &'static str,
    path: &str,
    template: &str,
    values: &[(&str, String)],
    templates: &Templates<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Draft {
    let text = templates.fill(template, values, diagnostics);
    Draft { id, path: path.to_owned(), name: format!("templates/{template}"), text }
}

fn author_line(author: &Author, language: &str) -> String {
    let role = role_word(language, &author.role).map(|r| format!(" <span class=\"role\">{}</span>", escape_text(r)));
    let second = author.name_en.as_deref().map(|name| {
        format!(" <span class=\"second\"{}>{}</span>", language_attributes(second_language(language)), escape_text(name))
    });
    format!(
        "<p class=\"author\">{}{}{}</p>",
        escape_text(&author.name),
        role.unwrap_or_default(),
        second.unwrap_or_default()
    )
}

fn line(class: &str, text: Option<&str>, language: Option<&str>) -> String {
    let Some(text) = text.filter(|t| !t.trim().is_empty()) else { return String::new() };
    let language = language.map(language_attributes).unwrap_or_default();
    format!("<p class=\"{class}\"{language}>{}</p>", escape_text(text))
}

/// A page must have a title: one that is empty gets the book's, and that of a book without letters its slug.
pub fn or_book_title(book: &Book, title: &str) -> String {
    let settings = &book.settings.book;
    [title, &settings.title, &settings.slug].into_iter().find(|t| !t.trim().is_empty()).unwrap_or("–").trim().to_owned()
}
