//! The package document (EPUB 3.3, 5): metadata, manifest, spine.

use crate::access::access_metadata;
use crate::item::{NAV, Publication};
use crate::pages::or_book_title;
use crate::words::second_language;
use kaiben_html::{escape_attribute, escape_text};
use kaiben_model::{Author, Book};

/// Writes the package document.
pub fn write_package(book: &Book, publication: &Publication, nav_has_math: bool) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"publication-id\" xml:lang=\"{}\">\n\
         <metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n",
        escape_attribute(&book.settings.book.language)
    );
    write_metadata(&mut out, book, publication);
    out.push_str("</metadata>\n<manifest>\n");
    write_item(&mut out, NAV, "nav.xhtml", "application/xhtml+xml", nav_properties(nav_has_math));
    write_item(&mut out, "ncx", "toc.ncx", "application/x-dtbncx+xml", &[]);
    write_item(&mut out, "style", "stylesheet.css", "text/css", &[]);
    for item in &publication.items {
        write_item(&mut out, &item.id, &item.href, &item.media_type, &item.properties);
    }
    out.push_str("</manifest>\n<spine toc=\"ncx\" page-progression-direction=\"ltr\">\n");
    for id in &publication.spine {
        out.push_str(&format!("<itemref idref=\"{id}\"/>\n"));
    }
    out.push_str("</spine>\n</package>\n");
    out
}

/// Titles in the contents list may have formulas.
fn nav_properties(has_math: bool) -> &'static [&'static str] {
    if has_math { &["mathml", "nav"] } else { &["nav"] }
}

fn write_item(out: &mut String, id: &str, href: &str, media_type: &str, properties: &[&str]) {
    let properties = if properties.is_empty() { String::new() } else { format!(" properties=\"{}\"", properties.join(" ")) };
    out.push_str(&format!("<item id=\"{id}\" href=\"{}\" media-type=\"{media_type}\"{properties}/>\n", escape_attribute(href)));
}

fn write_metadata(out: &mut String, book: &Book, publication: &Publication) {
    let settings = &book.settings.book;
    let second = second_language(&settings.language);
    element(out, "dc:identifier", " id=\"publication-id\"", &settings.identifier);
    title(out, "title", "main", 1, &or_book_title(book, ""), settings.title_en.as_deref(), second);
    if let Some(subtitle) = &settings.subtitle {
        title(out, "subtitle", "subtitle", 2, subtitle, settings.subtitle_en.as_deref(), second);
    }
    element(out, "dc:language", "", &settings.language);
    if publication.facts.second_language {
        element(out, "dc:language", "", second);
    }
    for (index, author) in settings.authors.iter().enumerate() {
        person(out, index + 1, author, second);
    }
    for (name, value) in [
        ("dc:publisher", &settings.publisher),
        ("dc:date", &settings.date),
        ("dc:rights", &settings.rights),
        ("dc:description", &settings.description),
    ] {
        if let Some(value) = value {
            element(out, name, "", value);
        }
    }
    for subject in &settings.subjects {
        element(out, "dc:subject", "", subject);
    }
    // The first day that an archive can name stands for a book without a date; see `render_epub`.
    let day = settings.date.as_deref().unwrap_or("1980-01-01");
    property(out, "dcterms:modified", "", &format!("{day}T00:00:00Z"));
    if publication.facts.page_list {
        // The printed book is made from the same manuscript and bears the same identifier.
        property(out, "pageBreakSource", "", &settings.identifier);
    }
    for (name, value) in access_metadata(publication.facts, &settings.language) {
        property(out, name, "", &value);
    }
    // What readers of EPUB 2 know the cover by.
    if let Some(cover) = publication.items.iter().find(|i| i.properties.contains(&"cover-image")) {
        out.push_str(&format!("<meta name=\"cover\" content=\"{}\"/>\n", cover.id));
    }
}

fn title(out: &mut String, id: &str, kind: &str, order: usize, text: &str, second: Option<&str>, language: &str) {
    if text.trim().is_empty() {
        return;
    }
    element(out, "dc:title", &format!(" id=\"{id}\""), text);
    refine(out, id, "title-type", "", kind);
    refine(out, id, "display-seq", "", &order.to_string());
    if let Some(second) = second {
        refine(out, id, "alternate-script", &format!(" xml:lang=\"{language}\""), second);
    }
}

/// Who made the book is its creator, who worked on what another made its contributor (EPUB 3.3, 5.5.3.2.5).
fn person(out: &mut String, number: usize, author: &Author, second: &str) {
    if author.name.trim().is_empty() {
        return;
    }
    let name = match author.role.as_str() {
        "" | "aut" | "cre" | "com" | "edt" | "dir" => "dc:creator",
        _ => "dc:contributor",
    };
    let id = format!("person-{number}");
    element(out, name, &format!(" id=\"{id}\""), &author.name);
    if !author.role.is_empty() {
        refine(out, &id, "role", " scheme=\"marc:relators\"", &author.role);
    }
    if let Some(name_en) = &author.name_en {
        refine(out, &id, "alternate-script", &format!(" xml:lang=\"{second}\""), name_en);
    }
}

/// An element with text; one without text would be invalid and is left out.
fn element(out: &mut String, name: &str, attributes: &str, text: &str) {
    if !text.trim().is_empty() {
        out.push_str(&format!("<{name}{attributes}>{}</{name}>\n", escape_text(text.trim())));
    }
}

fn property(out: &mut String, name: &str, attributes: &str, text: &str) {
    element(out, "meta", &format!(" property=\"{name}\"{attributes}"), text);
}

fn refine(out: &mut String, id: &str, name: &str, attributes: &str, text: &str) {
    property(out, name, &format!(" refines=\"#{id}\"{attributes}"), text);
}
