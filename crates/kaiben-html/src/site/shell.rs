//! A page in its shell.

use super::Site;
use crate::{Attrs, Markup, Syntax, escape_attribute, escape_text};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What stands in the shell.
#[derive(Default)]
pub struct Page {
    /// The body's class: `title`, `division`, `lists`, `single`.
    pub kind: &'static str,
    /// The title; none for the book's own.
    pub title: Option<String>,
    /// The contents of the book.
    pub contents: String,
    /// The contents of the page.
    pub on_page: String,
    /// The page itself.
    pub content: String,
    /// What it is about, for search engines and previews.
    pub description: Option<String>,
    /// Which page of the book it is.
    pub at: Option<usize>,
    /// Its file; empty for the first page.
    pub file: String,
}

impl Site<'_> {
    /// The bytes of a page of the site.
    pub fn wrap(&self, page: &Page) -> Vec<u8> {
        let assets = "<link rel=\"stylesheet\" href=\"assets/style.css\">\n<script src=\"assets/site.js\"></script>";
        self.wrap_with(page, assets).into_bytes()
    }

    /// A page with its own way of coming by style and scripts.
    pub fn wrap_with(&self, page: &Page, assets: &str) -> String {
        let book = &self.book.settings.book;
        let title = match &page.title {
            Some(title) => format!("{title} — {}", book.title),
            None => book.title.clone(),
        };
        let home = if self.single { "#main" } else { "index.html" };
        let values = BTreeMap::from([
            ("lang", escape_attribute(&book.language)),
            ("title", escape_text(&title)),
            ("book_title", escape_text(&book.title)),
            ("home", home.to_owned()),
            ("meta", self.metadata(page, &title)),
            ("assets", assets.to_owned()),
            ("kind", page.kind.to_owned()),
            ("contents", page.contents.clone()),
            ("on_page", page.on_page.clone()),
            ("content", page.content.clone()),
            ("neighbors", self.neighbors(page.at)),
            ("data", self.data()),
            ("word_contents", escape_attribute(self.labels.contents)),
            ("word_skip", escape_attribute(self.words.skip)),
            ("word_close", escape_attribute(self.words.close)),
        ]);
        self.shell.fill(&values)
    }

    /// What the scripts need to know: the words of the interface, where the index is, and what a reference to
    /// the book says. As JSON it needs no script of its own in the page.
    fn data(&self) -> String {
        let book = &self.book.settings.book;
        let words: Map<String, Value> = self.words.script.iter().map(|(key, word)| ((*key).to_owned(), (*word).into())).collect();
        let (search, index) = if self.single { (None, None) } else { (Some("assets/search.js"), Some("assets/search-index.js")) };
        let authors: Vec<&str> = book.authors.iter().filter(|a| a.role == "aut").map(|a| a.name.as_str()).collect();
        let data = json!({
            "words": words,
            "search": search,
            "index": index,
            "book": {
                "title": book.title,
                "subtitle": book.subtitle,
                "authors": authors,
                "publisher": book.publisher,
                "year": book.date.as_deref().and_then(|d| d.split('-').next()),
                "url": self.book.settings.html.url,
            },
        });
        data.to_string().replace('<', "\\u003c")
    }

    /// The sections of a page, for a list beside it; empty if it has fewer than two.
    pub fn on_page(&self, page: usize) -> String {
        let entries = self.book.contents.iter().filter(|e| self.layout.page_of(&e.anchor) == Some(page));
        let label = self.layout.pages.get(page).and_then(|p| p.label.as_deref());
        let entries: Vec<_> = entries.filter(|e| Some(e.anchor.as_str()) != label).collect();
        let Some(top) = entries.iter().map(|e| e.level).min().filter(|_| entries.len() > 1) else { return String::new() };
        let mut out = Markup::new(Syntax::Html);
        out.open("nav", &Attrs::new().with("class", "on-page").with("aria-labelledby", "on-page-title"));
        out.element("p", &Attrs::new().with("id", "on-page-title"), self.words.on_this_page);
        out.open("ul", &Attrs::new());
        for entry in entries.iter().filter(|e| e.level <= top + 1) {
            out.open("li", &Attrs::new().maybe("class", (entry.level > top).then_some("below")));
            out.open("a", &Attrs::new().with("href", format!("#{}", entry.anchor)));
            if let Some(number) = &entry.number {
                out.element("span", &Attrs::new().with("class", "number"), number);
                out.text(" ");
            }
            out.raw(&self.inlines(&entry.title));
            out.close("a");
            out.close("li");
        }
        out.close("ul");
        out.close("nav");
        out.finish()
    }
}
