//! The cover: the author's picture, or one that is typeset from the title.

use crate::item::Item;
use crate::pictures::Pictures;
use crate::words::{second_language, words};
use kaiben_html::{escape_attribute, escape_text};
use kaiben_model::{Book, is_wide};
use kaiben_source::Diagnostic;

/// The cover picture.
pub struct Cover {
    /// The file, with the property `cover-image`.
    pub item: Item,
}

/// The cover of the book.
pub fn choose_cover(book: &Book, pictures: &Pictures, diagnostics: &mut Vec<Diagnostic>) -> Cover {
    if let Some(path) = &book.settings.book.cover {
        if let Some(item) = pictures.get(path) {
            let item = Item { id: "cover-image".to_owned(), properties: vec!["cover-image"], ..item.clone() };
            return Cover { item };
        }
        diagnostics.push(
            Diagnostic::error("epub/cover", format!("the cover `{path}` is no picture of the book"))
                .help("name a PNG, JPEG, GIF, WebP or SVG file of the book's folder as `cover`"),
        );
    }
    let item = Item {
        id: "cover-image".to_owned(),
        href: "cover.svg".to_owned(),
        media_type: "image/svg+xml".to_owned(),
        properties: vec!["cover-image"],
        bytes: typeset_cover(book).into_bytes(),
    };
    Cover { item }
}

/// Width of the typeset cover in user units.
const WIDTH: f64 = 1200.0;
/// Its margin at the left and right.
const MARGIN: f64 = 130.0;

/// A cover of the book's own trim: title, subtitle, second title, authors and publisher on a plain ground.
fn typeset_cover(book: &Book) -> String {
    let settings = &book.settings.book;
    let trim = book.settings.print.trim;
    let ratio = if trim.width.0 == 0 { 1.4 } else { trim.height.millimeters() / trim.width.millimeters() };
    let height = (WIDTH * ratio).round();
    let language = escape_attribute(&settings.language);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" xml:lang=\"{language}\">\n\
         <title>{}</title>\n\
         <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#1d3a4c\"/>\n",
        escape_text(&settings.title)
    );
    let mut y = height * 0.2;
    let longest = settings.title.chars().map(character_width).sum::<f64>();
    // A short title is set large; a long one keeps to about four lines.
    let size = ((WIDTH - 2.0 * MARGIN) / (longest / 4.0).max(1.0)).clamp(72.0, 140.0);
    set_lines(&mut out, &settings.title, size, &mut y, "#ffffff", "song", None);
    y += 20.0;
    out.push_str(&format!("<rect x=\"{MARGIN}\" y=\"{y}\" width=\"160\" height=\"6\" fill=\"#d3b06a\"/>\n"));
    y += 90.0;
    let second = second_language(&settings.language);
    for (text, size, fill, lang) in [
        (&settings.subtitle, 60.0, "#ffffff", None),
        (&settings.title_en, 52.0, "#d5e0e7", Some(second)),
        (&settings.subtitle_en, 40.0, "#d5e0e7", Some(second)),
    ] {
        if let Some(text) = text {
            set_lines(&mut out, text, size, &mut y, fill, "song", lang);
        }
    }
    let names: Vec<&str> = settings.authors.iter().map(|a| a.name.as_str()).collect();
    let mut y = height - 260.0;
    set_lines(&mut out, &names.join(words(&settings.language).between_names), 48.0, &mut y, "#ffffff", "hei", None);
    if let Some(publisher) = &settings.publisher {
        let mut y = height - 110.0;
        set_lines(&mut out, publisher, 36.0, &mut y, "#d5e0e7", "hei", None);
    }
    out.push_str("</svg>\n");
    out
}

fn set_lines(out: &mut String, text: &str, size: f64, y: &mut f64, fill: &str, role: &str, language: Option<&str>) {
    let family = match role {
        "hei" => "Source Han Sans SC, Noto Sans SC, Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif",
        _ => "Source Han Serif SC, Noto Serif SC, Noto Serif CJK SC, Songti SC, SimSun, serif",
    };
    let language = language.map(|l| format!(" xml:lang=\"{l}\"")).unwrap_or_default();
    for line in break_lines(text, (WIDTH - 2.0 * MARGIN) / size) {
        out.push_str(&format!(
            "<text x=\"{MARGIN}\" y=\"{:.0}\" font-family=\"{family}\" font-size=\"{size:.0}\" fill=\"{fill}\"{language}>{}</text>\n",
            *y,
            escape_text(&line)
        ));
        *y += (size * 1.35).round();
    }
}

/// Breaks a line after `width` ems: between wide characters, else at spaces; a mark of punctuation does not begin a line.
pub fn break_lines(text: &str, width: f64) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut open = false;
    for c in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        let closing = "，。、；：？！）》」』”’…—·".contains(c);
        let joins = pieces.last().is_some_and(|p| closing || open || (!is_wide(c) && !p.ends_with(|e: char| e == ' ' || is_wide(e))));
        match pieces.last_mut() {
            Some(last) if joins => last.push(c),
            _ => pieces.push(c.to_string()),
        }
        open = "（《「『“‘".contains(c);
    }
    let mut lines: Vec<String> = Vec::new();
    let mut used = 0.0;
    for piece in pieces {
        let length: f64 = piece.trim_end().chars().map(character_width).sum();
        match lines.last_mut() {
            Some(line) if used + length <= width => line.push_str(&piece),
            _ => {
                lines.push(piece.clone());
                used = 0.0;
            }
        }
        used += piece.chars().map(character_width).sum::<f64>();
    }
    lines.iter().map(|l| l.trim().to_owned()).filter(|l| !l.is_empty()).collect()
}

/// About how wide a character is, in ems.
fn character_width(c: char) -> f64 {
    match c {
        c if is_wide(c) => 1.0,
        ' ' => 0.3,
        c if c.is_uppercase() => 0.68,
        _ => 0.52,
    }
}
