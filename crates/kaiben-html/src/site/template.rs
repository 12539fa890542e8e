//! The page shell and its placeholders.

use kaiben_source::Diagnostic;
use std::collections::BTreeMap;

/// The bundled files, by their names below `templates/`.
const BUNDLED: [(&str, &[u8]); 4] = [
    ("html/page.html", include_bytes!("../../../../templates/html/page.html")),
    ("html/style.css", include_bytes!("../../../../templates/html/style.css")),
    ("html/site.js", include_bytes!("../../../../templates/html/site.js")),
    ("html/search.js", include_bytes!("../../../../templates/html/search.js")),
];

/// A template file: the book's own, else the bundled one.
pub fn file(name: &str, own: &dyn Fn(&str) -> Option<Vec<u8>>) -> Vec<u8> {
    own(name).unwrap_or_else(|| BUNDLED.iter().find(|(n, _)| *n == name).map(|(_, bytes)| bytes.to_vec()).unwrap_or_default())
}

/// A template file that stands in a page; what is not UTF-8 in it is replaced.
pub fn text(name: &str, own: &dyn Fn(&str) -> Option<Vec<u8>>) -> String {
    String::from_utf8_lossy(&file(name, own)).into_owned()
}

/// The shell of a page as text pieces and placeholders.
pub struct Shell {
    pieces: Vec<Piece>,
}

enum Piece {
    Text(String),
    Placeholder(String),
}

/// All placeholders; they are explained at the head of the bundled `page.html`.
const PLACEHOLDERS: [&str; 15] = [
    "lang", "title", "book_title", "home", "meta", "assets", "kind", "contents", "on_page", "content", "neighbors", "data",
    "word_contents", "word_skip", "word_close",
];

impl Shell {
    /// Reads `page.html`. A shell that cannot be used is an error; the bundled one stands in, so that more
    /// can be found out about the book.
    pub fn read(own: &dyn Fn(&str) -> Option<Vec<u8>>, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let bundled = || Self::parse(&String::from_utf8_lossy(&file("html/page.html", &|_| None)));
        let Ok(text) = String::from_utf8(file("html/page.html", own)) else {
            diagnostics.push(
                Diagnostic::error("html/template", "the template `html/page.html` is not UTF-8")
                    .help("save it as UTF-8, or delete it to use the bundled one"),
            );
            return bundled();
        };
        let shell = Self::parse(&text);
        let names: Vec<&str> = shell.pieces.iter().filter_map(Piece::placeholder).collect();
        if !names.contains(&"content") {
            diagnostics.push(
                Diagnostic::error("html/template", "the template `html/page.html` has no place for the page")
                    .help("write `{{content}}` where the page is to stand"),
            );
            return bundled();
        }
        for name in names.iter().filter(|n| !PLACEHOLDERS.contains(n)) {
            diagnostics.push(
                Diagnostic::warning("html/placeholder", format!("the template `html/page.html` asks for `{{{{{name}}}}}`, which does not exist"))
                    .help(format!("placeholders are: {}", PLACEHOLDERS.join(", "))),
            );
        }
        shell
    }

    fn parse(text: &str) -> Self {
        // The comment at the head is the manual of the template, not part of the pages.
        let mut rest = text.trim_start_matches('\u{feff}').trim_start();
        if let Some((_, after)) = rest.strip_prefix("<!--").and_then(|t| t.split_once("-->")) {
            rest = after.trim_start();
        }
        let mut pieces = Vec::new();
        while let Some((before, after)) = rest.split_once("{{") {
            match after.split_once("}}") {
                Some((name, after)) if name.trim().bytes().all(|b| b.is_ascii_lowercase() || b == b'_') => {
                    pieces.push(Piece::Text(before.to_owned()));
                    pieces.push(Piece::Placeholder(name.trim().to_owned()));
                    rest = after;
                }
                _ => {
                    pieces.push(Piece::Text(format!("{before}{{{{")));
                    rest = after;
                }
            }
        }
        pieces.push(Piece::Text(rest.to_owned()));
        Self { pieces }
    }

    /// The page with every placeholder filled; unknown ones are empty.
    pub fn fill(&self, values: &BTreeMap<&str, String>) -> String {
        let mut out = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Placeholder(name) => out.push_str(values.get(name.as_str()).map_or("", String::as_str)),
            }
        }
        out
    }
}

impl Piece {
    fn placeholder(&self) -> Option<&str> {
        match self {
            Self::Text(_) => None,
            Self::Placeholder(name) => Some(name),
        }
    }
}
