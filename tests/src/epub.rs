//! An EPUB as its reader sees it: files, links, printed pages.

use crate::leaves::letters;
use roxmltree::{Document, Node, ParsingOptions};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

/// An opened EPUB.
pub struct Epub {
    /// Paths in the order of the archive.
    pub names: Vec<String>,
    /// Its XML files by path.
    pub pages: BTreeMap<String, String>,
}

/// A link with what stands around it.
#[derive(Debug, Clone)]
pub struct Link {
    /// The file that has it.
    pub file: String,
    /// Its classes.
    pub class: String,
    /// Its own label, if it has one.
    pub id: String,
    /// Path of the target, and its label, which may be empty.
    pub target: (String, String),
}

/// A page of the page list.
#[derive(Debug, Clone)]
pub struct ListedPage {
    /// Its name.
    pub name: String,
    /// The file in which it begins.
    pub file: String,
    /// Letters of the text in front of its beginning, in its file.
    pub before: String,
    /// Letters of the text behind its beginning.
    pub after: String,
}

impl Epub {
    /// Opens a file.
    ///
    /// # Panics
    /// When it is no EPUB.
    pub fn open(path: &Path) -> Self {
        let bytes = crate::read(path);
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let mut epub = Self { names: Vec::new(), pages: BTreeMap::new() };
        for index in 0..archive.len() {
            let mut file = archive.by_index(index).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            let name = file.name().to_owned();
            if [".xhtml", ".opf", ".ncx"].iter().any(|e| name.ends_with(e)) {
                let mut text = String::new();
                file.read_to_string(&mut text).unwrap_or_else(|e| panic!("{name}: {e}"));
                epub.pages.insert(name.clone(), text);
            }
            epub.names.push(name);
        }
        epub
    }

    /// The parsed file.
    ///
    /// # Panics
    /// When it is missing or no XML.
    pub fn document(&self, name: &str) -> Document<'_> {
        let text = self.pages.get(name).unwrap_or_else(|| panic!("no {name} in {:?}", self.names));
        let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
        Document::parse_with_options(text, options).unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    /// All links that stay in the book.
    pub fn links(&self) -> Vec<Link> {
        let mut links = Vec::new();
        for file in self.pages.keys().filter(|n| n.ends_with(".xhtml")) {
            for node in self.document(file).descendants().filter(|n| n.tag_name().name() == "a") {
                let Some(href) = node.attribute("href").filter(|h| !h.contains("://") && !h.starts_with("mailto:")) else { continue };
                let (path, label) = href.split_once('#').unwrap_or((href, ""));
                let path = if path.is_empty() { file.clone() } else { resolve(file, path) };
                links.push(Link {
                    file: file.clone(),
                    class: node.attribute("class").unwrap_or_default().to_owned(),
                    id: node.attribute("id").unwrap_or_default().to_owned(),
                    target: (path, label.to_owned()),
                });
            }
        }
        links
    }

    /// The pages of the printed book, in order.
    pub fn page_list(&self) -> Vec<ListedPage> {
        let nav = self.document("EPUB/nav.xhtml");
        let list = nav.descendants().find(|n| n.attributes().any(|a| a.value() == "page-list"));
        let links: Vec<(String, String)> = list
            .into_iter()
            .flat_map(|l| l.descendants().filter(|n| n.tag_name().name() == "a").collect::<Vec<_>>())
            .map(|a| (a.text().unwrap_or_default().to_owned(), a.attribute("href").unwrap_or_default().to_owned()))
            .collect();
        links
            .into_iter()
            .map(|(name, href)| {
                let (path, label) = href.split_once('#').unwrap_or((&href, ""));
                let file = resolve("EPUB/nav.xhtml", path);
                let (before, after) = self.around(&file, label);
                ListedPage { name, file, before, after }
            })
            .collect()
    }

    /// The letters before and behind a label; notes are left out. Without a label, all are behind.
    fn around(&self, file: &str, label: &str) -> (String, String) {
        let document = self.document(file);
        let body = document.descendants().find(|n| n.tag_name().name() == "body").unwrap_or_else(|| document.root());
        let (mut before, mut after) = (String::new(), String::new());
        let mut reached = label.is_empty();
        collect(body, label, &mut reached, &mut before, &mut after);
        assert!(reached, "{file} has no {label}");
        (letters(&before), letters(&after))
    }
}

fn collect(node: Node<'_, '_>, label: &str, reached: &mut bool, before: &mut String, after: &mut String) {
    if node.attribute("id") == Some(label) {
        *reached = true;
    }
    // Notes stand at the foot of the printed page, MathML repeats itself, readings stand over the line.
    let name = node.tag_name().name();
    let note = node.attribute("role").is_some_and(|r| r == "doc-endnotes" || r == "doc-footnote");
    if node.is_element() && (note || matches!(name, "math" | "rt")) {
        return;
    }
    if let Some(text) = node.text().filter(|_| node.is_text()) {
        if *reached { after.push_str(text) } else { before.push_str(text) }
    }
    for child in node.children() {
        collect(child, label, reached, before, after);
    }
}

/// The path of what a file refers to.
pub fn resolve(file: &str, reference: &str) -> String {
    let mut parts: Vec<&str> = file.rsplit_once('/').map_or(Vec::new(), |(folder, _)| folder.split('/').collect());
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
