//! The page that hosts show for addresses that do not exist.

use super::Site;
use crate::{Attrs, Markup, Syntax, escape_attribute};

impl Site<'_> {
    /// Hosts serve it at any depth, where relative links lead astray: so it asks for nothing, and its one link is
    /// the site's own address where that is known.
    pub fn not_found(&self, style: &str) -> Vec<u8> {
        let settings = &self.book.settings;
        let mut out = Markup::new(Syntax::Html);
        out.raw("<!DOCTYPE html>\n");
        out.raw(&format!("<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n", escape_attribute(&settings.book.language)));
        out.element("title", &Attrs::new(), &format!("{} — {}", self.words.not_found, settings.book.title));
        out.raw("\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"robots\" content=\"noindex\">\n<link rel=\"icon\" href=\"data:,\">\n<style>");
        out.raw(style);
        out.raw("</style>\n</head>\n<body class=\"missing\">\n<main>\n<article>\n");
        out.element("h1", &Attrs::new(), self.words.not_found);
        out.line();
        out.element("p", &Attrs::new().with("class", "description"), self.words.not_found_text);
        out.line();
        let home = settings.html.url.as_deref().unwrap_or("index.html");
        out.element("a", &Attrs::new().with("class", "begin").with("href", home), self.words.not_found_link);
        out.raw("\n</article>\n</main>\n</body>\n</html>\n");
        out.finish().into_bytes()
    }
}
