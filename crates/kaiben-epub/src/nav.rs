//! The navigation document and the NCX, both from one tree.

use crate::pages::{document, escape, language, or_title};
use crate::package::identifier;
use kaiben_model::{Book, ContentsEntry, ListEntry, Matter, labels, plain_text};
use std::fmt::Write;

/// One line of the contents with what stands below it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NavPoint {
    text: String,
    href: String,
    children: Vec<NavPoint>,
}

/// The contents as a tree; the divisions themselves where the book has no contents list.
pub(crate) fn tree(book: &Book, files: &[String]) -> Vec<NavPoint> {
    let points = below(&book.contents, &mut 0, 0, files);
    if !points.is_empty() {
        return points;
    }
    let point = |(division, file): (&kaiben_model::Division, &String)| NavPoint {
        text: or_title(book, &division.title_text()),
        href: file.clone(),
        children: Vec::new(),
    };
    let points: Vec<_> = book.divisions.iter().zip(files).map(point).collect();
    if points.is_empty() {
        // A contents list without lines is not valid.
        return vec![NavPoint { text: or_title(book, ""), href: "title.xhtml".to_owned(), children: Vec::new() }];
    }
    points
}

/// The entries from `next` on whose level is at least `level`. A skipped level adds no empty list.
fn below(entries: &[ContentsEntry], next: &mut usize, level: u8, files: &[String]) -> Vec<NavPoint> {
    let mut points = Vec::new();
    while let Some(entry) = entries.get(*next).filter(|e| e.level >= level) {
        *next += 1;
        let title = plain_text(&entry.title);
        let text = match &entry.number {
            Some(number) => format!("{number} {}", title.trim()),
            None => title.trim().to_owned(),
        };
        let children = below(entries, next, entry.level.saturating_add(1), files);
        let href = href(files, entry.division, &entry.anchor);
        points.push(NavPoint { text: if text.trim().is_empty() { entry.anchor.clone() } else { text }, href, children });
        if entry.level == u8::MAX {
            break;
        }
    }
    points
}

fn href(files: &[String], division: usize, anchor: &str) -> String {
    let file = files.get(division).map_or("", String::as_str);
    if anchor.is_empty() { file.to_owned() } else { format!("{file}#{anchor}") }
}

/// The page `nav.xhtml`.
pub(crate) fn nav_page(book: &Book, tree: &[NavPoint], files: &[String]) -> String {
    let language = language(book);
    let words = labels(language);
    let mut body = format!("<nav epub:type=\"toc\" role=\"doc-toc\" id=\"toc\">\n<h1>{}</h1>\n", words.contents);
    list(&mut body, tree);
    body.push_str("</nav>\n");
    let first = book.divisions.iter().position(|d| d.matter == Matter::Body).unwrap_or(0);
    let start = files.get(first).map_or("title.xhtml", String::as_str);
    let _ = write!(
        body,
        "<nav epub:type=\"landmarks\" id=\"landmarks\" hidden=\"hidden\">\n<ol>\n\
         <li><a epub:type=\"toc\" href=\"nav.xhtml#toc\">{}</a></li>\n\
         <li><a epub:type=\"bodymatter\" href=\"{}\">{}</a></li>\n\
         <li><a epub:type=\"cover\" href=\"cover.xhtml\">{}</a></li>\n</ol>\n</nav>\n",
        words.contents,
        escape(start),
        words.start,
        words.cover
    );
    listing(&mut body, "loi", words.figures, &book.figures, files);
    listing(&mut body, "lot", words.tables, &book.tables, files);
    document(language, words.contents, "frontmatter", &body)
}

fn list(out: &mut String, points: &[NavPoint]) {
    out.push_str("<ol>\n");
    for point in points {
        let _ = write!(out, "<li><a href=\"{}\">{}</a>", escape(&point.href), escape(&point.text));
        if !point.children.is_empty() {
            out.push('\n');
            list(out, &point.children);
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ol>\n");
}

/// A hidden list of figures or tables; none where the book has none.
fn listing(out: &mut String, kind: &str, heading: &str, entries: &[ListEntry], files: &[String]) {
    if entries.is_empty() {
        return;
    }
    let _ = write!(out, "<nav epub:type=\"{kind}\" id=\"{kind}\" hidden=\"hidden\">\n<h2>{heading}</h2>\n");
    let point = |entry: &ListEntry| NavPoint {
        text: format!("{} {}", entry.label, plain_text(&entry.title)).trim().to_owned(),
        href: href(files, entry.division, &entry.anchor),
        children: Vec::new(),
    };
    list(out, &entries.iter().map(point).collect::<Vec<_>>());
    out.push_str("</nav>\n");
}

/// The document `toc.ncx`, for readers of EPUB 2.
pub(crate) fn ncx(book: &Book, tree: &[NavPoint]) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <ncx xmlns=\"http://www.daisy.org/z3986/2005/ncx/\" version=\"2005-1\" xml:lang=\"{}\">\n<head>\n\
         <meta name=\"dtb:uid\" content=\"{}\"/>\n<meta name=\"dtb:depth\" content=\"{}\"/>\n\
         <meta name=\"dtb:totalPageCount\" content=\"0\"/>\n<meta name=\"dtb:maxPageNumber\" content=\"0\"/>\n</head>\n\
         <docTitle><text>{}</text></docTitle>\n<navMap>\n",
        escape(language(book)),
        escape(&identifier(book)),
        depth(tree),
        escape(&or_title(book, ""))
    );
    ncx_points(&mut out, tree, &mut 0);
    out.push_str("</navMap>\n</ncx>\n");
    out
}

fn depth(points: &[NavPoint]) -> usize {
    points.iter().map(|p| 1 + depth(&p.children)).max().unwrap_or(0)
}

fn ncx_points(out: &mut String, points: &[NavPoint], count: &mut usize) {
    for point in points {
        *count += 1;
        let _ = write!(
            out,
            "<navPoint id=\"point-{count}\" playOrder=\"{count}\">\n<navLabel><text>{}</text></navLabel>\n<content src=\"{}\"/>\n",
            escape(&point.text),
            escape(&point.href)
        );
        ncx_points(out, &point.children, count);
        out.push_str("</navPoint>\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(level: u8, anchor: &str) -> ContentsEntry {
        ContentsEntry { level, number: Some(anchor.to_uppercase()), title: Vec::new(), second: None, anchor: anchor.to_owned(), division: 0 }
    }

    fn shape(points: &[NavPoint]) -> String {
        points
            .iter()
            .map(|p| format!("{}{}", p.href.trim_start_matches("x.xhtml#"), if p.children.is_empty() { String::new() } else { format!("({})", shape(&p.children)) }))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn levels_nest_and_skipped_levels_are_safe() {
        let entries = [entry(2, "a"), entry(1, "b"), entry(3, "c"), entry(2, "d"), entry(3, "e"), entry(1, "f"), entry(255, "g")];
        let points = below(&entries, &mut 0, 0, &["x.xhtml".to_owned()]);
        assert_eq!(shape(&points), "a b(c d(e)) f(g)");
        assert_eq!(depth(&points), 3);
    }

    #[test]
    fn every_list_has_items_and_text_is_escaped() {
        let leaf = |text: &str| NavPoint { text: text.to_owned(), href: "a.xhtml#\"".to_owned(), children: Vec::new() };
        let mut out = String::new();
        list(&mut out, &[NavPoint { children: vec![leaf("a < b & c")], ..leaf("一") }]);
        assert!(!out.contains("<ol>\n</ol>"));
        assert!(out.contains("<li><a href=\"a.xhtml#&quot;\">a &lt; b &amp; c</a></li>"));
        assert!(roxmltree::Document::parse(&out).is_ok());
    }
}
