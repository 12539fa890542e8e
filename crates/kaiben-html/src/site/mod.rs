//! The static web site: works from a folder on disk as from a server, asks nobody for anything.

mod contents;
mod template;
mod title_page;

use crate::words::{Words, words};
use crate::{Attrs, Markup, SerializeOptions, Syntax, escape_attribute, escape_text, picture_names, serialize_division, serialize_inlines};
use kaiben_model::*;
use kaiben_source::Diagnostic;
use std::collections::{BTreeMap, BTreeSet};
use template::Shell;

/// The whole site, by path below its folder: `index.html`, a page for each division, `lists.html` if the book
/// has numbered figures or tables, `assets/` and `images/`.
///
/// `templates` gives a book's own template files by their names below `templates/`: `html/page.html`,
/// `html/style.css`, `html/site.js`; what it does not give is bundled. With the page map of the print edition
/// the beginnings of printed pages can be linked to (`chapter.html#page-12`).
pub fn render_site(
    resolved: &Resolved,
    pages: Option<&PageMap>,
    templates: &dyn Fn(&str) -> Option<Vec<u8>>,
) -> (BTreeMap<String, Vec<u8>>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let shell = Shell::read(templates, &mut diagnostics);
    let book = resolved.book();
    let names = page_names(resolved);
    let pictures = picture_names(resolved);
    let link = |label: &str, from: usize| match resolved.anchor(label) {
        Some(place) if place.division != from => format!("{}#{label}", page(&names, place.division)),
        _ => format!("#{label}"),
    };
    let image = |image: &Image| picture(&pictures, &image.source);
    let options = SerializeOptions { syntax: Syntax::Html, edition: "html", link: &link, image: &image, pages };
    let language = &book.settings.book.language;
    let site =
        Site { resolved, book, options, names: &names, pictures: &pictures, labels: labels(language), words: words(language), shell };

    let mut files = BTreeMap::new();
    let mut add = |path: &str, html: String| files.insert(path.to_owned(), html.into_bytes());
    add("index.html", site.wrap(Page { kind: "title", title: None, contents: String::new(), content: site.title_page(), at: None }));
    for (index, division) in book.divisions.iter().enumerate() {
        let (content, found) = serialize_division(resolved, index, options);
        diagnostics.extend(found);
        let page = Page {
            kind: "division",
            title: Some(site.title(index)),
            contents: site.contents(Some(index), false),
            content: site.article(division, &content),
            at: Some(index),
        };
        add(&site.page(index), site.wrap(page));
    }
    if site.has_lists() {
        let contents = site.contents(None, false);
        let title = Some(site.words.lists.to_owned());
        add("lists.html", site.wrap(Page { kind: "lists", title, contents, content: site.lists(), at: None }));
    }
    files.insert("assets/style.css".to_owned(), template::file("html/style.css", templates));
    files.insert("assets/site.js".to_owned(), template::file("html/site.js", templates));
    for (path, resource) in &book.resources {
        files.insert(picture(&pictures, path), resource.bytes.clone());
    }
    (files, diagnostics)
}

/// The file of each division's page, by the division's index: its slug, with `-page` behind it where the site
/// itself uses that name. Names are unique also where case does not count.
pub fn page_names(resolved: &Resolved) -> Vec<String> {
    let mut taken = BTreeSet::from(["index".to_owned(), "lists".to_owned()]);
    let mut names = Vec::new();
    for division in &resolved.book().divisions {
        let mut name = division.slug.clone();
        while !taken.insert(name.to_ascii_lowercase()) {
            name.push_str("-page");
        }
        names.push(format!("{name}.html"));
    }
    names
}

fn page(names: &[String], division: usize) -> String {
    names.get(division).cloned().unwrap_or_else(|| "index.html".to_owned())
}

fn picture(pictures: &BTreeMap<String, String>, source: &str) -> String {
    // The serializer asks only for pictures that the book carries.
    format!("images/{}", pictures.get(source).map_or(source, String::as_str))
}

pub(crate) struct Site<'a> {
    resolved: &'a Resolved,
    book: &'a Book,
    options: SerializeOptions<'a>,
    names: &'a [String],
    pictures: &'a BTreeMap<String, String>,
    labels: &'static Labels,
    words: &'static Words,
    shell: Shell,
}

struct Page {
    kind: &'static str,
    title: Option<String>,
    contents: String,
    content: String,
    at: Option<usize>,
}

impl Site<'_> {
    fn page(&self, division: usize) -> String {
        page(self.names, division)
    }

    fn picture(&self, source: &str) -> String {
        picture(self.pictures, source)
    }

    fn inlines(&self, inlines: &[Inline]) -> String {
        serialize_inlines(self.resolved, inlines, 0, self.options)
    }

    /// Number and title of a division as text.
    fn title(&self, division: usize) -> String {
        let Some(division) = self.book.divisions.get(division) else { return String::new() };
        let number = division.title().and_then(|b| match &b.kind {
            BlockKind::Heading(h) => h.number.as_deref(),
            _ => None,
        });
        match number {
            Some(number) => format!("{number} {}", division.title_text()),
            None => division.title_text(),
        }
    }

    fn article(&self, division: &Division, content: &str) -> String {
        let matter = match division.matter {
            Matter::Front => "front",
            Matter::Body => "body",
            Matter::Back => "back",
        };
        let kind = match division.kind {
            DivisionKind::Chapter => "chapter",
            DivisionKind::Glossary => "glossary",
        };
        let mut out = Markup::new(Syntax::Html);
        out.open("article", &Attrs::new().with("class", format!("{kind} {matter}")));
        if division.title().is_none() {
            out.element("h1", &Attrs::new().with("class", "visually-hidden"), &division.title_text());
        }
        out.raw(content);
        out.line();
        out.close("article");
        out.finish()
    }

    fn wrap(&self, page: Page) -> String {
        let book = &self.book.settings.book;
        let title = match &page.title {
            Some(title) => format!("{title} — {}", book.title),
            None => book.title.clone(),
        };
        let values = BTreeMap::from([
            ("lang", escape_attribute(&book.language)),
            ("title", escape_text(&title)),
            ("book_title", escape_text(&book.title)),
            ("meta", self.meta(page.at)),
            ("kind", page.kind.to_owned()),
            ("contents", page.contents),
            ("content", page.content),
            ("neighbors", self.neighbors(page.at)),
            ("word_contents", escape_attribute(self.labels.contents)),
            ("word_skip", escape_attribute(self.words.skip)),
            ("word_close", escape_attribute(self.words.close)),
            ("word_theme", escape_attribute(self.words.theme)),
            ("word_to_note", escape_attribute(self.words.to_note)),
            ("word_notes", escape_attribute(self.labels.notes)),
        ]);
        self.shell.fill(&values)
    }

    fn meta(&self, at: Option<usize>) -> String {
        let book = &self.book.settings.book;
        let mut out = Markup::new(Syntax::Html);
        out.void("meta", &Attrs::new().with("name", "generator").with("content", "Kaiben"));
        for author in &book.authors {
            out.line();
            out.void("meta", &Attrs::new().with("name", "author").with("content", author.name.as_str()));
        }
        if let Some(description) = &book.description {
            out.line();
            out.void("meta", &Attrs::new().with("name", "description").with("content", description.as_str()));
        }
        for (relation, neighbor) in [("prev", self.before(at)), ("next", self.after(at))] {
            if let Some((address, _)) = neighbor {
                out.line();
                out.void("link", &Attrs::new().with("rel", relation).with("href", address));
            }
        }
        out.finish()
    }

    fn before(&self, at: Option<usize>) -> Option<(String, String)> {
        match at? {
            0 => Some(("index.html".to_owned(), self.labels.title_page.to_owned())),
            at => Some((self.page(at - 1), self.title(at - 1))),
        }
    }

    fn after(&self, at: Option<usize>) -> Option<(String, String)> {
        let next = at? + 1;
        (next < self.book.divisions.len()).then(|| (self.page(next), self.title(next)))
    }

    fn neighbors(&self, at: Option<usize>) -> String {
        let (before, after) = (self.before(at), self.after(at));
        if before.is_none() && after.is_none() {
            return String::new();
        }
        let mut out = Markup::new(Syntax::Html);
        out.open("nav", &Attrs::new().with("class", "neighbors").with("aria-label", self.words.pages));
        for (class, word, neighbor) in [("previous", self.words.previous, before), ("next", self.words.next, after)] {
            if let Some((address, title)) = neighbor {
                out.open("a", &Attrs::new().with("class", class).with("rel", if class == "next" { "next" } else { "prev" }).with("href", address));
                out.element("span", &Attrs::new().with("class", "direction"), word);
                out.text(" ");
                out.text(&title);
                out.close("a");
            }
        }
        out.close("nav");
        out.finish()
    }
}
