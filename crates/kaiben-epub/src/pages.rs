//! The XHTML pages that are no chapters: cover and title page; and the frame of all pages.

use kaiben_model::{Author, Book, is_chinese, is_wide, labels};
use std::fmt::Write;

/// The stylesheet's path below `OEBPS`; epub-builder gives it this name.
pub(crate) const STYLESHEET: &str = "stylesheet.css";

/// The book's language; Chinese where none is given.
pub(crate) fn language(book: &Book) -> &str {
    let language = book.settings.book.language.trim();
    if language.is_empty() { "zh-CN" } else { language }
}

/// A text, or the book's title where it is blank, or its slug where that is blank too.
pub(crate) fn or_title(book: &Book, text: &str) -> String {
    let settings = &book.settings.book;
    [text, &settings.title, &settings.slug].into_iter().map(str::trim).find(|t| !t.is_empty()).unwrap_or("—").to_owned()
}

/// Text for element content and for attributes in double quotes; characters that XML forbids are left out.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(c),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => out.push(c),
        }
    }
    out
}

/// A whole page around a body.
pub(crate) fn document(language: &str, title: &str, matter: &str, body: &str) -> String {
    let language = escape(language);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" xml:lang=\"{language}\" lang=\"{language}\">\n\
         <head>\n<meta charset=\"utf-8\"/>\n<title>{}</title>\n<link rel=\"stylesheet\" type=\"text/css\" href=\"{STYLESHEET}\"/>\n</head>\n\
         <body epub:type=\"{matter}\">\n{}\n</body>\n</html>\n",
        escape(title),
        body.trim_end()
    )
}

/// The page that shows the cover picture.
pub(crate) fn cover_page(book: &Book, image: &str) -> String {
    let language = language(book);
    let cover = labels(language).cover;
    let title = or_title(book, "");
    let alternative = if is_chinese(language) { format!("{cover}：{title}") } else { format!("{cover}: {title}") };
    let body = format!(
        "<section class=\"cover\" epub:type=\"cover\">\n<img src=\"{}\" alt=\"{}\" role=\"doc-cover\"/>\n</section>",
        escape(image),
        escape(&alternative)
    );
    document(language, cover, "frontmatter", &body)
}

/// The title page.
pub(crate) fn title_page(book: &Book) -> String {
    let settings = &book.settings.book;
    let language = language(book);
    let mut body = format!("<section class=\"title-page\" epub:type=\"titlepage\">\n<h1>{}</h1>\n", escape(&or_title(book, "")));
    let mut line = |class: &str, text: &Option<String>, second: bool| {
        if let Some(text) = text.as_deref().map(str::trim).filter(|t| !t.is_empty()) {
            let language = if second { " xml:lang=\"en\" lang=\"en\"" } else { "" };
            let _ = writeln!(body, "<p class=\"{class}\"{language}>{}</p>", escape(text));
        }
    };
    line("subtitle", &settings.subtitle, false);
    line("second", &settings.title_en, true);
    line("subtitle second", &settings.subtitle_en, true);
    for author in &settings.authors {
        line("author", &Some(author_line(author, language)), false);
        line("author second", &author.name_en, true);
    }
    line("publisher", &settings.publisher, false);
    line("date", &settings.date, false);
    line("rights", &settings.rights, false);
    body.push_str("</section>");
    document(language, labels(language).title_page, "frontmatter", &body)
}

fn author_line(author: &Author, language: &str) -> String {
    let chinese = is_chinese(language);
    let role = match (author.role.as_str(), chinese) {
        ("aut", true) => " 著",
        ("edt", true) => " 编",
        ("trl", true) => " 译",
        ("ill", true) => " 绘",
        ("edt", false) => ", editor",
        ("trl", false) => ", translator",
        ("ill", false) => ", illustrator",
        _ => "",
    };
    format!("{}{role}", author.name.trim())
}

/// A cover set from the title, for books without a picture.
pub(crate) fn cover_svg(book: &Book) -> String {
    const SERIF: &str = "'Source Han Serif SC','Noto Serif CJK SC','Songti SC',serif";
    let settings = &book.settings.book;
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <svg xmlns=\"http://www.w3.org/2000/svg\" xml:lang=\"{}\" width=\"1200\" height=\"1600\" viewBox=\"0 0 1200 1600\">\n\
         <rect width=\"1200\" height=\"1600\" fill=\"#f4f0e6\"/>\n<rect width=\"1200\" height=\"36\" fill=\"#7a2e22\"/>\n",
        escape(language(book))
    );
    let mut y = 380;
    let text = |out: &mut String, text: &str, size: usize, color: &str, y: &mut usize| {
        for line in wrap(text, 960 / (size / 2)) {
            let _ = writeln!(
                out,
                "<text x=\"600\" y=\"{y}\" font-family=\"{SERIF}\" font-size=\"{size}\" fill=\"{color}\" text-anchor=\"middle\">{}</text>",
                escape(&line)
            );
            *y += size * 4 / 3;
        }
    };
    text(&mut out, &or_title(book, ""), 108, "#222222", &mut y);
    y += 20;
    text(&mut out, settings.subtitle.as_deref().unwrap_or(""), 56, "#444444", &mut y);
    y += 20;
    text(&mut out, settings.title_en.as_deref().unwrap_or(""), 44, "#666666", &mut y);
    let names: Vec<&str> = settings.authors.iter().map(|a| a.name.trim()).collect();
    y = y.max(1180);
    text(&mut out, &names.join("  "), 52, "#222222", &mut y);
    y = y.max(1480);
    text(&mut out, settings.publisher.as_deref().unwrap_or(""), 40, "#444444", &mut y);
    out.push_str("</svg>\n");
    out
}

/// Breaks a text into lines of at most `cells` half-width cells: at spaces, and between wide characters.
fn wrap(text: &str, cells: usize) -> Vec<String> {
    let width = |s: &str| s.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum::<usize>();
    let mut pieces: Vec<String> = Vec::new();
    for c in text.trim().chars() {
        let closing = "，。、；：！？）》」』”’…—·".contains(c);
        match pieces.last_mut() {
            Some(last) if closing || !(is_wide(c) || last.ends_with(|p: char| is_wide(p) || p.is_whitespace())) => last.push(c),
            _ => pieces.push(c.to_string()),
        }
    }
    let mut lines: Vec<String> = Vec::new();
    for piece in pieces {
        match lines.last_mut() {
            Some(line) if width(line) + width(piece.trim_end()) <= cells => line.push_str(&piece),
            _ => lines.push(piece),
        }
    }
    lines.into_iter().map(|l| l.trim().to_owned()).filter(|l| !l.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_for_text_and_attributes() {
        assert_eq!(escape("a<b>&\"c\"\u{0}\u{b}"), "a&lt;b&gt;&amp;&quot;c&quot;");
        let page = document("zh-CN", "甲 & 乙", "bodymatter", "<p>丙</p>");
        let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
        assert!(roxmltree::Document::parse_with_options(&page, options).is_ok());
        assert!(page.contains("xml:lang=\"zh-CN\" lang=\"zh-CN\""));
    }

    #[test]
    fn wraps_chinese_anywhere_and_latin_at_spaces() {
        assert_eq!(wrap("中文排版，与印刷", 8), ["中文排", "版，与印", "刷"]);
        assert_eq!(wrap("Typesetting in practice", 12), ["Typesetting", "in practice"]);
        assert!(wrap("  ", 12).is_empty());
    }
}
