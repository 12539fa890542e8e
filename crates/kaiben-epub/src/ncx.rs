//! The NCX: the contents list of EPUB 2, for readers that know nothing newer (EPUB 3.3, D.1.2: allowed).

use crate::navigation::Entry;
use crate::pages::or_book_title;
use kaiben_html::{escape_attribute, escape_text};
use kaiben_model::Book;

/// Writes the NCX.
pub fn write_ncx(book: &Book, entries: &[Entry]) -> String {
    let settings = &book.settings.book;
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <ncx xmlns=\"http://www.daisy.org/z3986/2005/ncx/\" version=\"2005-1\" xml:lang=\"{}\">\n<head>\n\
         <meta name=\"dtb:uid\" content=\"{}\"/>\n<meta name=\"dtb:depth\" content=\"{}\"/>\n\
         <meta name=\"dtb:totalPageCount\" content=\"0\"/>\n<meta name=\"dtb:maxPageNumber\" content=\"0\"/>\n</head>\n\
         <docTitle><text>{}</text></docTitle>\n",
        escape_attribute(&settings.language),
        escape_attribute(&settings.identifier),
        depth(entries),
        escape_text(&or_book_title(book, "")),
    );
    for author in &settings.authors {
        out.push_str(&format!("<docAuthor><text>{}</text></docAuthor>\n", escape_text(&author.name)));
    }
    out.push_str("<navMap>\n");
    write_points(&mut out, entries, &mut 0);
    out.push_str("</navMap>\n</ncx>\n");
    out
}

fn depth(entries: &[Entry]) -> usize {
    entries.iter().map(|e| 1 + depth(&e.children)).max().unwrap_or(0)
}

fn write_points(out: &mut String, entries: &[Entry], order: &mut usize) {
    for entry in entries {
        *order += 1;
        out.push_str(&format!(
            "<navPoint id=\"point-{order}\" playOrder=\"{order}\"><navLabel><text>{}</text></navLabel><content src=\"{}\"/>\n",
            escape_text(&entry.text),
            escape_attribute(&entry.href)
        ));
        write_points(out, &entry.children, order);
        out.push_str("</navPoint>\n");
    }
}
