//! The static web site: works from a folder on disk as from a server, asks nobody for anything.

mod contents;
mod layout;
mod metadata;
mod not_found;
mod shell;
mod single_file;
mod template;
mod title_page;

use crate::search::{IndexedPage, Passage, index_script, passages};
use crate::serialize::serialize_blocks;
use crate::words::{Words, words};
use crate::{Attrs, Markup, SerializeOptions, Syntax, picture_names, serialize_inlines};
use contents::Scope;
use kaiben_model::*;
use kaiben_source::Diagnostic;
use layout::{Layout, SitePage};
use shell::Page;
use std::collections::BTreeMap;
use template::Shell;

/// A book's own template files, by their names below `templates/`.
pub type Templates<'a> = &'a dyn Fn(&str) -> Option<Vec<u8>>;

/// The whole site, by path below its folder: `index.html`, a page for each division (or section, as `[html]`
/// has it), `lists.html` if the book has numbered figures or tables, `404.html`, `sitemap.xml` if the site's
/// address is known, `assets/` and `images/`.
///
/// `templates` gives a book's own template files: `html/page.html`, `html/style.css`, `html/site.js`,
/// `html/search.js`; what it does not give is bundled. With the page map of the print edition the beginnings of
/// printed pages can be linked to (`chapter.html#page-12`).
pub fn render_site(
    resolved: &Resolved,
    pages: Option<&PageMap>,
    templates: Templates<'_>,
) -> (BTreeMap<String, Vec<u8>>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let site = Site::new(resolved, pages, templates, false, &mut diagnostics);
    let mut files = BTreeMap::new();
    let mut indexed = Vec::new();
    files.insert("index.html".to_owned(), site.wrap(&site.title()));
    for (index, page) in site.layout.pages.iter().enumerate() {
        let (content, found) = site.page_content(index);
        diagnostics.extend(found);
        let passages = passages(&content);
        files.insert(page.file.clone(), site.wrap(&site.division_page(index, &content, &passages)));
        indexed.push(IndexedPage { address: page.file.clone(), passages });
    }
    if site.has_lists() {
        files.insert("lists.html".to_owned(), site.wrap(&site.lists_page()));
    }
    files.insert("404.html".to_owned(), site.not_found(&template::text("html/style.css", templates)));
    if let Some(map) = site.site_map() {
        files.insert("sitemap.xml".to_owned(), map);
    }
    for name in ["style.css", "site.js", "search.js"] {
        files.insert(format!("assets/{name}"), template::file(&format!("html/{name}"), templates));
    }
    let index = index_script(resolved, &indexed, &|label| site.address(label, None));
    files.insert("assets/search-index.js".to_owned(), index.into_bytes());
    for (path, resource) in &site.book.resources {
        files.insert(site.picture(path), resource.bytes.clone());
    }
    (files, diagnostics)
}

/// The whole site as one file with style, scripts, pictures and the search index inside, to be sent about.
pub fn render_single_file(resolved: &Resolved, pages: Option<&PageMap>, templates: Templates<'_>) -> (Vec<u8>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let site = Site::new(resolved, pages, templates, true, &mut diagnostics);
    let (file, found) = site.single_file(templates);
    diagnostics.extend(found);
    (file, diagnostics)
}

pub(crate) struct Site<'a> {
    resolved: &'a Resolved,
    book: &'a Book,
    map: Option<&'a PageMap>,
    layout: Layout,
    pictures: BTreeMap<String, String>,
    labels: &'static Labels,
    words: &'static Words,
    shell: Shell,
    /// Whether everything stands in one file.
    single: bool,
}

impl<'a> Site<'a> {
    fn new(resolved: &'a Resolved, map: Option<&'a PageMap>, templates: Templates<'_>, single: bool, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let book = resolved.book();
        let language = &book.settings.book.language;
        Self {
            resolved,
            book,
            map,
            layout: Layout::new(resolved, if single { 1 } else { book.settings.html.split }),
            pictures: picture_names(resolved),
            labels: labels(language),
            words: words(language),
            shell: Shell::read(templates, diagnostics),
            single,
        }
    }

    /// The address of a label, seen from a page, or from one that is none of the book's.
    fn address(&self, label: &str, from: Option<usize>) -> String {
        match self.layout.page_of(label).filter(|page| !self.single && Some(*page) != from) {
            Some(page) => format!("{}#{label}", self.file(page)),
            None => format!("#{label}"),
        }
    }

    /// The address of a page, seen from another one.
    fn page_address(&self, page: usize) -> String {
        if self.single { format!("#{}", self.article_label(page)) } else { self.file(page) }
    }

    fn file(&self, page: usize) -> String {
        self.layout.pages.get(page).map_or_else(|| "index.html".to_owned(), |p| p.file.clone())
    }

    /// What names a page where all are in one file: its heading's label, else one for the whole article.
    fn article_label(&self, page: usize) -> String {
        let Some(page) = self.layout.pages.get(page) else { return "main".to_owned() };
        page.label.clone().unwrap_or_else(|| {
            let slug = page.file.trim_end_matches(".html");
            let mut label = format!("part-{slug}");
            while self.resolved.anchor(&label).is_some() {
                label.push_str("-a");
            }
            label
        })
    }

    /// The address of a picture. The serializer asks only for pictures that the book carries.
    fn picture(&self, source: &str) -> String {
        match self.book.resources.get(source).filter(|_| self.single) {
            Some(resource) => single_file::data_address(&resource.media_type, &resource.bytes),
            None => format!("images/{}", self.pictures.get(source).map_or(source, String::as_str)),
        }
    }

    fn with_options<T>(&self, page: usize, write: impl FnOnce(SerializeOptions<'_>) -> T) -> T {
        let link = |label: &str, _: usize| self.address(label, Some(page));
        let image = |image: &Image| self.picture(&image.source);
        write(SerializeOptions { syntax: Syntax::Html, edition: "html", link: &link, image: &image, pages: self.map })
    }

    fn inlines(&self, inlines: &[Inline]) -> String {
        self.with_options(0, |options| serialize_inlines(self.resolved, inlines, 0, options))
    }

    /// The article of a page.
    fn page_content(&self, index: usize) -> (String, Vec<Diagnostic>) {
        let Some((page, division)) =
            self.layout.pages.get(index).and_then(|p| Some((p, self.book.divisions.get(p.division)?)))
        else {
            return (String::new(), Vec::new());
        };
        let (content, found) =
            self.with_options(index, |options| serialize_blocks(self.resolved, page.division, page.blocks.clone(), options));
        (self.article(index, page, division, &content), found)
    }

    fn article(&self, index: usize, page: &SitePage, division: &Division, content: &str) -> String {
        let matter = match division.matter {
            Matter::Front => "front",
            Matter::Body => "body",
            Matter::Back => "back",
        };
        let kind = match division.kind {
            DivisionKind::Chapter => "chapter",
            DivisionKind::Glossary => "glossary",
        };
        let id = (self.single && page.label.is_none()).then(|| self.article_label(index));
        let mut out = Markup::new(Syntax::Html);
        out.open("article", &Attrs::new().with("class", format!("{kind} {matter}")).maybe("id", id));
        // Every page has a heading of level 1: on pages of sections it is the chapter's.
        if page.blocks.start > 0 || division.title().is_none() {
            out.element("h1", &Attrs::new().with("class", "visually-hidden"), &division.title_text());
        }
        out.raw(content);
        out.line();
        out.close("article");
        out.finish()
    }

    fn title(&self) -> Page {
        Page { kind: "title", content: self.title_page(), ..Page::default() }
    }

    fn division_page(&self, index: usize, content: &str, passages: &[Passage]) -> Page {
        Page {
            kind: "division",
            title: self.layout.pages.get(index).map(SitePage::full_title),
            contents: self.contents(Scope::Page(index)),
            on_page: self.on_page(index),
            content: content.to_owned(),
            description: metadata::description(passages),
            at: Some(index),
            file: self.file(index),
        }
    }

    fn lists_page(&self) -> Page {
        Page {
            kind: "lists",
            title: Some(self.words.lists.to_owned()),
            contents: self.contents(Scope::Lists),
            content: self.lists(),
            file: "lists.html".to_owned(),
            ..Page::default()
        }
    }

    fn before(&self, at: Option<usize>) -> Option<(String, String)> {
        match at? {
            0 => Some(("index.html".to_owned(), self.labels.title_page.to_owned())),
            at => self.neighbor(at - 1),
        }
    }

    fn after(&self, at: Option<usize>) -> Option<(String, String)> {
        self.neighbor(at? + 1)
    }

    fn neighbor(&self, page: usize) -> Option<(String, String)> {
        self.layout.pages.get(page).map(|p| (p.file.clone(), p.full_title()))
    }

    fn neighbors(&self, at: Option<usize>) -> String {
        let (before, after) = (self.before(at), self.after(at));
        if self.single || before.is_none() && after.is_none() {
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
