//! The first page: title, authors, contents.

use super::contents::Scope;
use super::Site;
use crate::{Attrs, Markup, Syntax};

impl Site<'_> {
    /// The content of `index.html`.
    pub fn title_page(&self) -> String {
        let book = &self.book.settings.book;
        let mut out = Markup::new(Syntax::Html);
        out.open("article", &Attrs::new());
        let cover = book.cover.as_ref().filter(|c| self.book.resources.contains_key(*c));
        let class = if cover.is_some() { "title-page with-cover" } else { "title-page" };
        out.open("header", &Attrs::new().with("class", class));
        if let Some(cover) = cover {
            let size = self.book.resources.get(cover).map(|r| (r.width, r.height)).filter(|(w, h)| *w > 0 && *h > 0);
            let attrs = Attrs::new()
                .with("class", "cover")
                .with("src", self.picture(cover))
                .with("alt", self.labels.cover)
                .maybe("width", size.map(|s| s.0.to_string()))
                .maybe("height", size.map(|s| s.1.to_string()));
            out.void("img", &attrs);
        }
        out.open("div", &Attrs::new());
        out.element("h1", &Attrs::new(), &book.title);
        let paragraph = |out: &mut Markup, class: &str, text: &Option<String>, english: bool| {
            if let Some(text) = text {
                out.element("p", &Attrs::new().with("class", class).maybe("lang", english.then_some("en")), text);
            }
        };
        paragraph(&mut out, "subtitle", &book.subtitle, false);
        paragraph(&mut out, "title-en", &book.title_en, true);
        paragraph(&mut out, "subtitle-en", &book.subtitle_en, true);
        self.authors(&mut out);
        let imprint: Vec<&str> = [&book.publisher, &book.date].into_iter().flatten().map(String::as_str).collect();
        if !imprint.is_empty() {
            out.element("p", &Attrs::new().with("class", "imprint"), &imprint.join(" · "));
        }
        if !self.layout.pages.is_empty() {
            out.element("a", &Attrs::new().with("class", "begin").with("href", self.page_address(0)), self.words.begin);
        }
        out.close("div");
        out.close("header");
        paragraph(&mut out, "description", &book.description, false);
        out.open("section", &Attrs::new().with("class", "contents-list").with("aria-labelledby", "contents-title"));
        out.element("h2", &Attrs::new().with("id", "contents-title"), self.labels.contents);
        out.raw(&self.contents(Scope::TitlePage));
        out.close("section");
        paragraph(&mut out, "rights", &book.rights, false);
        out.close("article");
        out.finish()
    }

    fn authors(&self, out: &mut Markup) {
        let authors = &self.book.settings.book.authors;
        if authors.is_empty() {
            return;
        }
        out.open("ul", &Attrs::new().with("class", "authors"));
        for author in authors {
            out.open("li", &Attrs::new());
            out.text(&author.name);
            if let Some(name) = &author.name_en {
                out.element("span", &Attrs::new().with("class", "second").with("lang", "en"), name);
            }
            if let Some((_, role)) = self.words.roles.iter().find(|(code, _)| *code == author.role) {
                out.element("span", &Attrs::new().with("class", "role"), role);
            }
            out.close("li");
        }
        out.close("ul");
    }
}
