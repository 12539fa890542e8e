//! What a page tells search engines and previews: description, canonical address, Open Graph, JSON-LD, site map.

use super::Site;
use super::shell::Page;
use crate::search::{Kind, Passage};
use crate::{Attrs, Markup, Syntax, escape_text};
use kaiben_model::{Author, BookSettings};
use serde_json::{Value, json};

/// Characters of a description: about what a search engine shows.
const DESCRIPTION: usize = 150;

/// The beginning of a page's first paragraph.
pub fn description(passages: &[Passage]) -> Option<String> {
    let text = &passages.iter().find(|p| p.kind == Kind::Text)?.text;
    let mut out: String = text.chars().take(DESCRIPTION).collect();
    if out.len() < text.len() {
        out.push('…');
    }
    Some(out)
}

impl Site<'_> {
    /// The elements for the head of a page.
    pub fn metadata(&self, page: &Page, title: &str) -> String {
        let settings = &self.book.settings;
        let book = &settings.book;
        let description = page.description.as_ref().or(book.description.as_ref());
        let mut out = Markup::new(Syntax::Html);
        let mut meta = |key: &'static str, name: &str, content: &str| {
            out.void("meta", &Attrs::new().with(key, name).with("content", content));
            out.line();
        };
        meta("name", "generator", "Kaiben");
        for author in &book.authors {
            meta("name", "author", &author.name);
        }
        if let Some(description) = description {
            meta("name", "description", description);
        }
        meta("property", "og:type", if page.at.is_some() { "article" } else { "book" });
        meta("property", "og:title", page.title.as_deref().unwrap_or(title));
        meta("property", "og:site_name", &book.title);
        meta("property", "og:locale", &book.language.replace('-', "_"));
        if let Some(description) = description {
            meta("property", "og:description", description);
        }
        if let Some(url) = &settings.html.url {
            meta("property", "og:url", &format!("{url}{}", page.file));
            if let Some(image) = self.preview(url) {
                meta("property", "og:image", &image);
            }
        }
        if let Some(url) = &settings.html.url {
            out.void("link", &Attrs::new().with("rel", "canonical").with("href", format!("{url}{}", page.file)));
            out.line();
        }
        if !self.single {
            for (relation, neighbor) in [("prev", self.before(page.at)), ("next", self.after(page.at))] {
                if let Some((address, _)) = neighbor {
                    out.void("link", &Attrs::new().with("rel", relation).with("href", address));
                    out.line();
                }
            }
        }
        out.open("script", &Attrs::new().with("type", "application/ld+json"));
        out.raw(&self.linked_data(page, description).to_string().replace('<', "\\u003c"));
        out.close("script");
        out.finish()
    }

    /// The cover, if it is a picture that previews can show; they show no SVG.
    fn preview(&self, url: &str) -> Option<String> {
        let cover = self.book.settings.book.cover.as_ref()?;
        let resource = self.book.resources.get(cover)?;
        (resource.media_type != "image/svg+xml").then(|| format!("{url}images/{}", self.pictures.get(cover).map_or("", String::as_str)))
    }

    /// The book, or one of its chapters, in the words of schema.org.
    fn linked_data(&self, page: &Page, description: Option<&String>) -> Value {
        let settings = &self.book.settings;
        let address = settings.html.url.as_ref().map(|url| format!("{url}{}", page.file));
        let mut data = match (&page.title, page.at) {
            (Some(title), Some(at)) => json!({
                "@type": "Chapter",
                "name": title,
                "position": at + 1,
                "inLanguage": settings.book.language,
                "isPartOf": book_data(&settings.book, settings.html.url.as_deref()),
            }),
            _ => {
                let mut data = book_data(&settings.book, address.as_deref());
                set(&mut data, "numberOfPages", self.map.map(|m| m.pages));
                data
            }
        };
        set(&mut data, "@context", Some("https://schema.org"));
        set(&mut data, "url", address);
        set(&mut data, "description", description.map(String::as_str));
        data
    }

    /// The site map; the protocol wants whole addresses, so there is none without the site's own.
    pub fn site_map(&self) -> Option<Vec<u8>> {
        let url = self.book.settings.html.url.as_ref()?;
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
        let date = self.book.settings.book.date.as_ref().map(|d| format!("<lastmod>{}</lastmod>", escape_text(d))).unwrap_or_default();
        let lists = self.has_lists().then_some("lists.html");
        let files = std::iter::once("").chain(self.layout.pages.iter().map(|p| p.file.as_str())).chain(lists);
        for file in files {
            out.push_str(&format!("<url><loc>{}</loc>{date}</url>\n", escape_text(&format!("{url}{file}"))));
        }
        out.push_str("</urlset>\n");
        Some(out.into_bytes())
    }
}

fn book_data(book: &BookSettings, url: Option<&str>) -> Value {
    let people = |role: &str| {
        let names: Vec<Value> = book.authors.iter().filter(|a| a.role == role).map(person).collect();
        (!names.is_empty()).then_some(names)
    };
    let mut data = json!({ "@type": "Book", "name": book.title, "inLanguage": book.language });
    set(&mut data, "alternateName", book.title_en.as_deref());
    set(&mut data, "author", people("aut"));
    set(&mut data, "editor", people("edt"));
    set(&mut data, "translator", people("trl"));
    set(&mut data, "illustrator", people("ill"));
    set(&mut data, "publisher", book.publisher.as_ref().map(|name| json!({ "@type": "Organization", "name": name })));
    set(&mut data, "datePublished", book.date.as_deref());
    set(&mut data, "copyrightNotice", book.rights.as_deref());
    set(&mut data, "keywords", (!book.subjects.is_empty()).then(|| book.subjects.join(", ")));
    set(&mut data, "isbn", book.identifier.strip_prefix("ISBN ").map(|isbn| isbn.replace('-', "")));
    set(&mut data, "url", url);
    data
}

fn person(author: &Author) -> Value {
    let mut data = json!({ "@type": "Person", "name": author.name });
    set(&mut data, "alternateName", author.name_en.as_deref());
    data
}

fn set(data: &mut Value, key: &str, value: Option<impl Into<Value> + Clone>) {
    if let (Some(data), Some(value)) = (data.as_object_mut(), value) {
        data.insert(key.to_owned(), value.into());
    }
}
