//! Pages against each other: every link into the publication must lead to something that is in it, every
//! picture must be carried along (EPUB 3.3, 3.5 and 3.6), and the manifest names what a page holds.
//!
//! A label can be in the book and not in this edition, as in `::: only {target=print}`; a relative link can lead
//! to a file that only the author has. Such links lose their address and keep their text; the author is told.

use kaiben_html::escape_attribute;
use kaiben_source::Diagnostic;
use roxmltree::{Document, Node, ParsingOptions};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What a page holds.
pub struct Page {
    path: String,
    name: String,
    /// Its labels.
    pub labels: BTreeSet<String>,
    /// Manifest properties that it needs (EPUB 3.3, D.6).
    pub properties: Vec<&'static str>,
    /// Paths of its pictures below `EPUB/`.
    pub pictures: Vec<String>,
    /// Pictures without a text alternative.
    pub undescribed: usize,
    links: Vec<(Range<usize>, String)>,
    images: Vec<(Range<usize>, String)>,
}

impl Page {
    /// Reads a page. `name` is what the author knows it by.
    ///
    /// # Errors
    /// A diagnostic, if it is no well-formed XML: readers would show nothing at all.
    pub fn parse(path: &str, name: &str, text: &str) -> Result<Self, Box<Diagnostic>> {
        // DOCTYPE is part of every page.
        let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
        let document = Document::parse_with_options(text, options).map_err(|error| {
            let line = text.lines().nth(error.pos().row.saturating_sub(1) as usize).unwrap_or("").trim();
            let shown: String = line.chars().take(120).collect();
            let found = Diagnostic::error("epub/not-well-formed", format!("the page made from `{name}` is no XML: {error}"))
                .annotated(shown)
                .help("look at the raw HTML of this chapter, or at the book's own templates: each element must be closed");
            Box::new(found)
        })?;
        let mut page = Self {
            path: path.to_owned(),
            name: name.to_owned(),
            labels: BTreeSet::new(),
            properties: Vec::new(),
            pictures: Vec::new(),
            undescribed: 0,
            links: Vec::new(),
            images: Vec::new(),
        };
        let mut properties = BTreeSet::new();
        for node in document.descendants().filter(Node::is_element) {
            page.element(node, &mut properties);
        }
        page.properties = properties.into_iter().collect();
        Ok(page)
    }

    fn element(&mut self, node: Node<'_, '_>, properties: &mut BTreeSet<&'static str>) {
        self.labels.extend(node.attribute("id").map(str::to_owned));
        match node.tag_name().name() {
            "math" => {
                properties.insert("mathml");
            }
            "svg" => {
                properties.insert("svg");
            }
            "a" => {
                if let Some(href) = node.attribute_node("href") {
                    self.links.push((href.range(), href.value().to_owned()));
                }
            }
            "img" => {
                let source = node.attribute("src").unwrap_or_default();
                self.images.push((node.range(), source.to_owned()));
                self.pictures.push(resolve(&self.path, source));
                if node.attribute("alt").is_none_or(|a| a.trim().is_empty()) {
                    self.undescribed += 1;
                }
            }
            _ => {}
        }
    }
}

/// The page with the addresses corrected. `known` are the labels of each page, `pictures` the paths of all
/// pictures, both below `EPUB/`.
pub fn finish_page(
    page: &Page,
    text: &str,
    known: &BTreeMap<String, BTreeSet<String>>,
    pictures: &BTreeSet<String>,
    diagnostics: &mut Vec<Diagnostic>,
) -> String {
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let mut lost = BTreeSet::new();
    for (range, address) in &page.links {
        match judge(&page.path, address, known) {
            Address::Kept => {}
            Address::Corrected(address) => edits.push((range.clone(), format!("href=\"{}\"", escape_attribute(&address)))),
            Address::Lost => {
                edits.push((range.clone(), String::new()));
                lost.insert(address);
            }
        }
    }
    for address in lost {
        diagnostics.push(
            Diagnostic::warning("epub/link-lost", format!("the link to `{address}` in `{}` leads to nothing in the EPUB", page.name))
                .help("its text stays and the link goes: give a full address such as `https://…`, or point to what this edition shows"),
        );
    }
    for (range, source) in &page.images {
        if !pictures.contains(&resolve(&page.path, source)) {
            edits.push((range.clone(), String::new()));
            diagnostics.push(
                Diagnostic::warning("epub/picture-lost", format!("the picture `{source}` in `{}` is left out of the EPUB", page.name))
                    .help("save it in the book's folder and write it as `![…](path)`"),
            );
        }
    }
    edits.sort_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (range, replacement) in edits {
        let kept = &text[at..range.start];
        // An attribute goes with the space before it.
        out.push_str(if replacement.is_empty() { kept.trim_end_matches(' ') } else { kept });
        out.push_str(&replacement);
        at = range.end;
    }
    out.push_str(&text[at..]);
    out
}

enum Address {
    Kept,
    Corrected(String),
    Lost,
}

fn judge(path: &str, address: &str, known: &BTreeMap<String, BTreeSet<String>>) -> Address {
    let scheme = address.split_once(':').map(|(scheme, _)| scheme).filter(|s| {
        s.starts_with(|c: char| c.is_ascii_alphabetic()) && s.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    });
    if let Some(scheme) = scheme {
        // What runs, or lies on the author's machine only, is no address for a reader.
        if ["javascript", "vbscript", "data", "file", "blob"].contains(&scheme.to_ascii_lowercase().as_str()) {
            return Address::Lost;
        }
        let corrected = correct_url(address);
        return if corrected == address { Address::Kept } else { Address::Corrected(corrected) };
    }
    let (file, label) = address.split_once('#').map_or((address, None), |(file, label)| (file, Some(label)));
    let target = if file.is_empty() { path.to_owned() } else { resolve(path, file) };
    match (known.get(&target), label) {
        (Some(labels), Some(label)) if labels.contains(label) => Address::Kept,
        (Some(_), None) if !file.is_empty() => Address::Kept,
        _ => Address::Lost,
    }
}

/// Percent-encodes what a URL may not hold (RFC 3986); letters of other scripts stay, as in browsers.
fn correct_url(address: &str) -> String {
    let address = address.trim();
    let mut out = String::with_capacity(address.len());
    let mut hash = false;
    for (i, c) in address.char_indices() {
        let escaped = address.as_bytes().get(i + 1..i + 3).is_some_and(|h| h.iter().all(u8::is_ascii_hexdigit));
        match c {
            '#' if hash => out.push_str("%23"),
            '%' if !escaped => out.push_str("%25"),
            ' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' => out.push_str(&format!("%{:02X}", u32::from(c))),
            c if c.is_whitespace() || c.is_control() => {}
            c => {
                hash |= c == '#';
                out.push(c);
            }
        }
    }
    out
}

/// The path below `EPUB/` of what a page refers to.
fn resolve(page: &str, reference: &str) -> String {
    let mut parts: Vec<&str> = page.rsplit_once('/').map_or(Vec::new(), |(folder, _)| folder.split('/').collect());
    for part in reference.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}
