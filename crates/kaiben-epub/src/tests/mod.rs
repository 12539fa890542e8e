//! The publication as a whole, from books made by hand.

mod book;

use crate::{EpubInput, cover, render_epub, svg};
use book::{book, image};
use kaiben_model::*;
use kaiben_source::{Diagnostic, FileId, Span};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

struct Opened {
    names: Vec<String>,
    files: BTreeMap<String, Vec<u8>>,
    diagnostics: Vec<Diagnostic>,
}

impl Opened {
    fn text(&self, path: &str) -> &str {
        self.files.get(path).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or_else(|| panic!("no {path} in {:?}", self.names))
    }

    fn codes(&self) -> Vec<&str> {
        self.diagnostics.iter().map(|d| d.code.as_ref()).collect()
    }
}

fn render(book: Book, page_map: Option<&PageMap>, templates: &dyn Fn(&str) -> Option<Vec<u8>>) -> (Option<Vec<u8>>, Vec<Diagnostic>) {
    let resolved = Resolved::new(book).unwrap_or_else(|found| panic!("{found:?}"));
    render_epub(&EpubInput { resolved: &resolved, page_map, templates })
}

fn open(book: Book) -> Opened {
    open_with(book, None, &|_| None)
}

fn open_with(book: Book, page_map: Option<&PageMap>, templates: &dyn Fn(&str) -> Option<Vec<u8>>) -> Opened {
    let (bytes, diagnostics) = render(book, page_map, templates);
    let bytes = bytes.unwrap_or_else(|| panic!("{diagnostics:?}"));
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut names = Vec::new();
    let mut files = BTreeMap::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let stored = file.compression() == zip::CompressionMethod::Stored;
        assert_eq!(file.last_modified(), Some(zip::DateTime::default()), "{}", file.name());
        assert!(file.name() != "mimetype" || (stored && index == 0 && file.extra_data().is_none_or(<[u8]>::is_empty)));
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        names.push(file.name().to_owned());
        files.insert(file.name().to_owned(), bytes);
    }
    let opened = Opened { names, files, diagnostics };
    for (path, bytes) in opened.files.iter().filter(|(p, _)| [".xhtml", ".opf", ".ncx", ".svg"].iter().any(|e| p.ends_with(e))) {
        let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
        roxmltree::Document::parse_with_options(std::str::from_utf8(bytes).unwrap(), options).unwrap_or_else(|e| panic!("{path}: {e}"));
    }
    opened
}

/// Each line must be in the file of the archive, or must not if it begins with `!`.
fn check(opened: &Opened, path: &str, lines: &[&str]) {
    let text = opened.text(path);
    for line in lines {
        match line.strip_prefix('!') {
            Some(line) => assert!(!text.contains(line), "{path} holds {line}:\n{text}"),
            None => assert!(text.contains(line), "{path} lacks {line}:\n{text}"),
        }
    }
}

#[test]
fn the_archive_has_one_order_and_the_same_bytes_twice() {
    let opened = open(book());
    let first = ["mimetype", "META-INF/container.xml", "EPUB/package.opf", "EPUB/nav.xhtml", "EPUB/stylesheet.css", "EPUB/cover.xhtml"];
    assert_eq!(opened.names[..6], first);
    let place = |name: &str| opened.names.iter().position(|n| n == name);
    assert!(place("EPUB/text/preface.xhtml") < place("EPUB/text/one.xhtml"), "reading order");
    assert!(place("EPUB/text/glossary.xhtml") < place("EPUB/images/pic.png"), "pages before pictures");
    assert_eq!(opened.text("mimetype"), "application/epub+zip");
    assert!(opened.names.iter().all(|n| n.is_ascii() && !n.contains(' ') && !n.starts_with("OEBPS")));
    assert_eq!(render(book(), None, &|_| None), render(book(), None, &|_| None));
}

#[test]
fn metadata_are_escaped_refined_and_complete() {
    let opened = open(book());
    check(&opened, "EPUB/package.opf", &[
        r#"version="3.0" unique-identifier="publication-id" xml:lang="zh-CN""#,
        r#"<dc:identifier id="publication-id">urn:isbn:9780306406157</dc:identifier>"#,
        r#"<dc:title id="title">书 &amp; &lt;名&gt; "引"</dc:title>"#,
        r##"<meta property="title-type" refines="#title">main</meta>"##,
        r##"<meta property="alternate-script" refines="#title" xml:lang="en">A &amp; "B"</meta>"##,
        r##"<meta property="title-type" refines="#subtitle">subtitle</meta>"##,
        "<dc:language>zh-CN</dc:language>\n<dc:language>en</dc:language>",
        r##"<meta property="role" refines="#person-1" scheme="marc:relators">aut</meta>"##,
        r##"<meta property="alternate-script" refines="#person-1" xml:lang="en">Zhang San</meta>"##,
        r#"<dc:contributor id="person-2">李四</dc:contributor>"#,
        "<dc:date>2026-11-01</dc:date>",
        r#"<meta property="dcterms:modified">2026-11-01T00:00:00Z</meta>"#,
        "<dc:subject>金砖</dc:subject>",
        r#"<meta property="schema:accessMode">visual</meta>"#,
        r#"<meta property="schema:accessModeSufficient">textual</meta>"#,
        r#"<meta property="schema:accessibilityFeature">alternativeText</meta>"#,
        r#"<meta property="schema:accessibilityFeature">MathML</meta>"#,
        r#"<meta property="schema:accessibilityHazard">none</meta>"#,
        "图片均有替代文字。",
        r#"<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>"#,
        r#"href="text/one.xhtml" media-type="application/xhtml+xml" properties="mathml"/>"#,
        r#"<item id="cover-image" href="cover.svg" media-type="image/svg+xml" properties="cover-image"/>"#,
        "<itemref idref=\"cover\"/>\n<itemref idref=\"title-page\"/>\n<itemref idref=\"colophon\"/>\n<itemref idref=\"nav\"/>\n<itemref idref=\"division-1\"/>",
        "!pageBreak",
        "!conformsTo",
    ]);
    check(&opened, "EPUB/title.xhtml", &["<h1>书 &amp; &lt;名&gt; \"引\"</h1>", "<span class=\"role\">译</span>", "!{{"]);
    check(&opened, "EPUB/colophon.xhtml", &["ISBN：9780306406157", "版权：© 甲 &amp; 乙"]);
}

#[test]
fn a_bare_book_says_less() {
    let mut bare = book();
    bare.settings.book = BookSettings {
        title: " ".to_owned(),
        slug: "bare".to_owned(),
        language: "en".to_owned(),
        identifier: "urn:uuid:0e3e6aaa-850f-4895-baa0-27a34464f243".to_owned(),
        ..BookSettings::default()
    };
    bare.divisions.clear();
    bare.contents.clear();
    bare.figures.clear();
    bare.resources.clear();
    let opened = open(bare);
    check(&opened, "EPUB/package.opf", &[
        "<dc:title id=\"title\">bare</dc:title>",
        "<meta property=\"dcterms:modified\">1980-01-01T00:00:00Z</meta>",
        "!dc:date",
        "!<dc:language>zh",
        "!dc:creator",
        "!colophon",
        "!visual",
        "!alternativeText",
    ]);
    check(&opened, "EPUB/nav.xhtml", &["<li><a href=\"title.xhtml\">bare</a></li>", "!<ol>\n</ol>", "!bodymatter"]);
    assert!(!opened.files.contains_key("EPUB/colophon.xhtml"));
}

#[test]
fn the_contents_nest_by_level_and_skip_what_is_not_shown() {
    let opened = open(book());
    let nav = opened.text("EPUB/nav.xhtml");
    let shape: String = nav[..nav.find("</nav>").unwrap()]
        .split_inclusive('>')
        .filter_map(|t| match t.trim() {
            "<ol>" => Some('('),
            "</ol>" => Some(')'),
            "<li>" => Some('.'),
            _ => None,
        })
        .collect();
    // Preface; chapter with a section of level 4 below level 1, and one of level 2; glossary.
    assert_eq!(shape, "(..(..).)", "{nav}");
    check(&opened, "EPUB/nav.xhtml", &[
        r#"<a href="text/one.xhtml#one"><span class="number">第一章</span> 一 &amp; &lt;二&gt; <span class="second" lang="en" xml:lang="en">One</span></a>"#,
        r#"<nav epub:type="loi" id="loi""#,
        r#"<a epub:type="bodymatter" href="text/one.xhtml">"#,
        r#"<a epub:type="glossary" href="text/glossary.xhtml">"#,
        "!#hidden",
        "!#too-deep",
        "!lot",
        "!page-list",
    ]);
    check(&opened, "EPUB/toc.ncx", &[
        r#"<meta name="dtb:uid" content="urn:isbn:9780306406157"/>"#,
        r#"<meta name="dtb:depth" content="2"/>"#,
        r#"<navPoint id="point-2" playOrder="2"><navLabel><text>第一章 一 &amp; &lt;二&gt;</text>"#,
    ]);
}

#[test]
fn links_and_pictures_lead_to_what_is_there() {
    let opened = open(book());
    check(&opened, "EPUB/text/one.xhtml", &[
        r##"<a class="reference">只印</a>"##,
        r#"src="../images/pic.png""#,
        r#"src="../images/picture.svg""#,
        "https://example.com/a%20b?x=1&amp;y=%7B2%7D",
    ]);
    assert!(opened.files.contains_key("EPUB/images/Pic-2.png"), "{:?}", opened.names);
    assert!(!opened.names.iter().any(|n| n.contains("unused")));
    assert_eq!(opened.codes(), ["epub/svg-cut", "epub/link-lost", "epub/no-page-list"]);
    check(&opened, "EPUB/images/picture.svg", &["!script", "!onload", "!http://x", "<text"]);
}

#[test]
fn an_authors_cover_stands_in_the_archive_once() {
    let mut with_cover = book();
    with_cover.settings.book.cover = Some("a/pic.png".to_owned());
    let opened = open(with_cover);
    assert_eq!(opened.names.iter().filter(|n| n.ends_with("images/pic.png")).count(), 1);
    check(&opened, "EPUB/cover.xhtml", &["<img src=\"images/pic.png\" alt=\"封面：书 &amp; &lt;名&gt; &quot;引&quot;"]);
    check(&opened, "EPUB/package.opf", &["href=\"images/pic.png\" media-type=\"image/png\" properties=\"cover-image\""]);
    let mut missing = book();
    missing.settings.book.cover = Some("no.png".to_owned());
    let (bytes, found) = render(missing, None, &|_| None);
    assert!(bytes.is_none() && found.iter().any(|d| d.code == "epub/cover"));
}

#[test]
fn printed_pages_are_listed_where_they_begin() {
    let span = |offset: u32| PageBreak { page_index: offset as usize, folio: (offset + 1).to_string(), file: FileId(1), offset };
    let map = PageMap { pages: 40, printed: Vec::new(), breaks: vec![span(0), span(30)], anchors: BTreeMap::new() };
    let opened = open_with(book(), Some(&map), &|_| None);
    check(&opened, "EPUB/nav.xhtml", &["epub:type=\"page-list\"", "<li><a href=\"text/one.xhtml#page-1\">1</a></li>"]);
    check(&opened, "EPUB/package.opf", &["<meta property=\"pageBreakSource\">urn:isbn:9780306406157</meta>", "pageBreakMarkers"]);
}

#[test]
fn own_templates_win_and_their_faults_are_told() {
    let own = |name: &str| match name {
        "epub/style.css" => Some(b"p{}".to_vec()),
        "epub/title.xhtml" => Some(b"<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>{{ title }}</title></head><body/></html>".to_vec()),
        _ => None,
    };
    let opened = open_with(book(), None, &own);
    assert_eq!(opened.text("EPUB/stylesheet.css"), "p{}");
    check(&opened, "EPUB/title.xhtml", &["<title>书 &amp; &lt;名&gt; \"引\"</title>"]);
    for (text, code) in [
        ("<p>{{titel}}</p>".as_bytes(), "epub/template"),
        ("<p>".as_bytes(), "epub/not-well-formed"),
        (&[0xff][..], "epub/template"),
    ] {
        let (bytes, found) = render(book(), None, &|name| (name == "epub/title.xhtml").then(|| text.to_vec()));
        assert!(bytes.is_none() && found.iter().any(|d| d.code == code), "{found:?}");
    }
}

#[test]
fn a_picture_without_words_is_not_called_described() {
    let mut silent = book();
    silent.divisions[0].blocks.push(Block::new(
        BlockKind::Figure(Box::new(Figure { image: image("a/pic.png", ""), caption: None, media: None })),
        Span::generated(),
    ));
    check(&open(silent), "EPUB/package.opf", &["!Sufficient\">textual</meta>", "!alternativeText", "部分图片没有替代文字。"]);
}

#[test]
fn svg_is_cleaned_or_refused() {
    for (source, want, code) in [
        ("<svg xmlns='http://www.w3.org/2000/svg'><g/></svg>", "<svg xmlns='http://www.w3.org/2000/svg'><g/></svg>", ""),
        ("<svg><script><a/></script><g onclick='x()'/></svg>", "<svg><g /></svg>", "epub/svg-cut"),
        ("<svg><image href='b.png'/><use href='#a'/><image href='data:image/png;base64,'/></svg>", "<svg><use href='#a'/><image href='data:image/png;base64,'/></svg>", "epub/svg-cut"),
        ("<svg>", "", "epub/svg"),
    ] {
        let mut found = Vec::new();
        let cleaned = svg::clean_svg("a.svg", source.as_bytes(), &mut found);
        assert_eq!(String::from_utf8_lossy(&cleaned), want);
        assert_eq!(found.first().map_or("", |d| d.code.as_ref()), code, "{source}");
    }
}

#[test]
fn cover_lines_break_where_they_may() {
    for (text, width, want) in [
        ("中文排版，与印刷", 4.0, vec!["中文排", "版，与印", "刷"]),
        ("《金砖》合作", 3.0, vec!["《金", "砖》合", "作"]),
        ("Typesetting in practice", 7.0, vec!["Typesetting", "in practice"]),
        ("  ", 5.0, vec![]),
    ] {
        assert_eq!(cover::break_lines(text, width), want, "{text}");
    }
}

#[test]
fn only_for_print_stays_out() {
    let opened = open(book());
    check(&opened, "EPUB/text/one.xhtml", &["!只在印刷版"]);
}
