//! The tables of `book.toml`, one function each.

use super::identifier::{derived_identifier, printed_isbn, read_identifier};
use super::lengths::{NAMED_TRIMS, parse_length, parse_trim};
use super::section::Section;
use kaiben_model::*;
use kaiben_source::{Diagnostic, FileId, Span};
use std::cell::RefCell;
use std::collections::BTreeMap;
use toml::de::{DeTable, DeValue};

/// A file or pattern of `[manuscript]` with its place.
#[derive(Debug, Clone)]
pub struct ManuscriptEntry {
    /// Where in the book it stands.
    pub matter: Matter,
    /// The path or pattern as written.
    pub pattern: String,
    /// Its place in `book.toml` or `SUMMARY.md`.
    pub span: Span,
}

/// What `book.toml` says; the file lists are still as written.
#[derive(Debug, Clone)]
pub struct Config {
    /// The settings; `manuscript` has no files yet.
    pub settings: Settings,
    /// The entries of `[manuscript]`; none if the table is absent and `SUMMARY.md` is to be read.
    pub entries: Option<Vec<ManuscriptEntry>>,
    /// Place of `cover`, for findings about the picture.
    pub cover_span: Option<Span>,
}

/// Reads `book.toml`. `folder` is the name of the book's folder, the base name of outputs without a slug.
pub fn read_book_toml(file: FileId, text: &str, folder: &str) -> (Option<Config>, Vec<Diagnostic>) {
    let diagnostics = RefCell::new(Vec::new());
    let (root, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        let errors = errors.iter().map(|error| {
            let range = error.span().unwrap_or(0..0);
            Diagnostic::error("config/syntax", format!("book.toml is not valid TOML: {}", one_line(error.message())))
                .at(Span::new(file, range.start as u32, range.end as u32))
                .help("texts stand in quotes, lists in brackets, and a table starts with its name in brackets: `[book]`")
        });
        return (None, errors.collect());
    }
    let whole = Span::new(file, 0, 0);
    let root = Section::new("", Some(root.get_ref()), whole, &diagnostics);
    let (mut book, cover_span) = read_book(root.table("book"), folder);
    let chinese = is_chinese(&book.language);
    let isbn = book.imprint.isbn.take();
    book.imprint = ImprintSettings { isbn, ..read_imprint(root.table("imprint"), chinese) };
    let (manuscript, entries) = read_manuscript(&root);
    let numbering = read_numbering(root.table("numbering"), chinese);
    let (plugin_order, plugins) = read_plugins(root.table("plugins"));
    let print = read_print(root.table("print"), book.date.is_some());
    let press = read_press(root.table("press"));
    root.table("epub").finish();
    let html = read_html(root.table("html"));
    root.finish();
    let settings = Settings { book, manuscript, numbering, plugin_order, plugins, print, press, html };
    (Some(Config { settings, entries, cover_span }), diagnostics.into_inner())
}

fn one_line(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join("; ")
}

fn read_book(section: Section<'_>, folder: &str) -> (BookSettings, Option<Span>) {
    let text = |key| section.string(key).map(|(t, _)| t);
    let title = text("title").filter(|t| !t.trim().is_empty()).unwrap_or_else(|| {
        section.report(
            Diagnostic::error("config/missing", "the book has no title").at(section.span()).help("add `title = \"…\"` under `[book]`"),
        );
        String::new()
    });
    let language = section.string("language").map_or_else(
        || "zh-CN".to_owned(),
        |(tag, span)| {
            let fits = tag.split('-').enumerate().all(|(i, part)| {
                let length = if i == 0 { 2..=3 } else { 1..=8 };
                length.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
            });
            if !fits {
                section.wrong_value::<()>("language", "a language tag such as `zh-CN` or `en`", span);
            }
            tag
        },
    );
    let date = section.string("date").and_then(|(date, span)| {
        if is_date(&date) { Some(date) } else { section.wrong_value("date", "a day such as `2026-11-01`", span) }
    });
    let authors = read_authors(&section);
    let mut isbn = None;
    let identifier = match section.string("identifier") {
        Some((text, span)) => read_identifier(&text).inspect(|read| isbn = printed_isbn(read, &text)).unwrap_or_else(|why| {
            section.report(
                Diagnostic::error("config/identifier", format!("`{text}` is no identifier: {why}"))
                    .at(span)
                    .help("give the ISBN with its check digit, or a URN such as `urn:uuid:…`"),
            );
            text
        }),
        None => {
            let names: Vec<&str> = authors.iter().map(|a| a.name.as_str()).collect();
            derived_identifier(&[&title, &names.join("\n"), &language])
        }
    };
    let slug = section.string("slug").and_then(|(slug, span)| {
        let fits = !slug.is_empty() && slug.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.')) && !slug.starts_with('.');
        if fits { Some(slug) } else { section.wrong_value("slug", "letters, digits, `-`, `_` and `.`", span) }
    });
    let cover = section.string("cover");
    let cover_span = cover.as_ref().map(|(_, span)| *span);
    let book = BookSettings {
        subtitle: text("subtitle"),
        title_en: text("title_en"),
        subtitle_en: text("subtitle_en"),
        authors,
        language,
        publisher: text("publisher"),
        date,
        identifier,
        rights: text("rights"),
        cover: cover.map(|(path, _)| path),
        slug: slug.unwrap_or_else(|| folder.to_owned()),
        description: text("description"),
        subjects: section.strings("subjects").unwrap_or_default().into_iter().map(|(t, _)| t).collect(),
        imprint: ImprintSettings { isbn, ..ImprintSettings::default() },
        title,
    };
    section.finish();
    (book, cover_span)
}

fn read_imprint(section: Section<'_>, chinese: bool) -> ImprintSettings {
    let text = |key| section.string(key).map(|(t, _)| t.trim().to_owned()).filter(|t| !t.is_empty());
    let record = IMPRINT_RECORD.iter().filter_map(|(key, zh, en)| {
        let label = if chinese { zh } else { en };
        Some(((*label).to_owned(), text(key)?))
    });
    let imprint = ImprintSettings { record: record.collect(), cip: text("cip"), colophon: text("colophon"), isbn: None };
    section.finish();
    imprint
}

fn is_date(text: &str) -> bool {
    let parts: Vec<Option<u32>> = text.split('-').map(|p| p.parse().ok()).collect();
    let [Some(year), Some(month), Some(day)] = parts[..] else { return false };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    text.len() == 10 && (1..=days).contains(&day)
}

fn read_authors(section: &Section<'_>) -> Vec<Author> {
    let Some((value, span)) = section.get("authors") else { return Vec::new() };
    let DeValue::Array(items) = value else {
        section.wrong_type::<()>("authors", "a list of names, or tables `[[book.authors]]`", value, span);
        return Vec::new();
    };
    let mut authors = Vec::new();
    for item in items.iter() {
        let range = item.span();
        let place = Span::new(span.file, range.start as u32, range.end as u32);
        match item.get_ref() {
            DeValue::String(name) => {
                authors.push(Author { name: name.to_string(), name_en: None, role: "aut".to_owned() });
            }
            DeValue::Table(table) => {
                let author = section.inner("authors", table, place);
                let name = author.string("name").map(|(n, _)| n);
                if name.is_none() {
                    author.report(Diagnostic::error("config/missing", "an author has no `name`").at(place).help("add `name = \"…\"`"));
                }
                let role = author.string("role").map_or_else(
                    || "aut".to_owned(),
                    |(role, span)| {
                        if role.len() != 3 || !role.bytes().all(|b| b.is_ascii_lowercase()) {
                            author.wrong_value::<()>("role", "a MARC relator code such as `aut`, `edt` or `trl`", span);
                        }
                        role
                    },
                );
                authors.push(Author {
                    name: name.unwrap_or_default(),
                    name_en: author.string("name_en").map(|(n, _)| n),
                    role,
                });
                author.finish();
            }
            other => {
                section.wrong_type::<()>("authors", "a list of names, or tables `[[book.authors]]`", other, place);
            }
        }
    }
    authors
}

fn read_manuscript(root: &Section<'_>) -> (ManuscriptSettings, Option<Vec<ManuscriptEntry>>) {
    let section = root.table("manuscript");
    let mut given = false;
    let mut entries = Vec::new();
    for (key, matter) in [("front", Matter::Front), ("body", Matter::Body), ("back", Matter::Back)] {
        if let Some(list) = section.strings(key) {
            given = true;
            entries.extend(list.into_iter().map(|(pattern, span)| ManuscriptEntry { matter, pattern, span }));
        }
    }
    let toc_depth = section.number("toc_depth").map_or(3, |(depth, span)| {
        if !(1..=6).contains(&depth) {
            section.wrong_value::<()>("toc_depth", "a level from 1 to 6", span);
        }
        depth.clamp(1, 6) as u8
    });
    section.finish();
    let settings = ManuscriptSettings { front: Vec::new(), body: Vec::new(), back: Vec::new(), toc_depth };
    (settings, given.then_some(entries))
}

fn read_numbering(section: Section<'_>, chinese: bool) -> NumberingSettings {
    let given = section.strings("headings");
    let headings = match given {
        Some(list) => list
            .into_iter()
            .map(|(text, span)| {
                if text.is_empty() {
                    return None;
                }
                let pattern = NumberPattern::parse(&text);
                if pattern.is_none() {
                    section.report(
                        Diagnostic::error("config/value", format!("`{text}` has no sample number"))
                            .at(span)
                            .help("write the first number as it should look: `第一章`, `（一）`, `1.`, `①`, `A`"),
                    );
                }
                pattern
            })
            .collect(),
        None => {
            let defaults: &[&str] = if chinese { &["第一章", "第一节", "一、", "（一）"] } else { &["1", "1", "1"] };
            defaults.iter().map(|t| NumberPattern::parse(t)).collect()
        }
    };
    let scope = |key, default| {
        section.choice(key, &[("chapter", NumberScope::Chapter), ("book", NumberScope::Book)]).unwrap_or(default)
    };
    let numbering = NumberingSettings {
        headings,
        figures: scope("figures", NumberScope::Chapter),
        tables: scope("tables", NumberScope::Chapter),
        equations: scope("equations", NumberScope::Chapter),
    };
    section.finish();
    numbering
}

fn read_plugins(section: Section<'_>) -> (Option<Vec<String>>, BTreeMap<String, PluginTable>) {
    let order = section.strings("order").map(|list| list.into_iter().map(|(name, _)| name).collect());
    let mut plugins = BTreeMap::new();
    for (name, (value, span)) in section.entries().filter(|(name, _)| *name != "order") {
        let DeValue::Table(table) = value else {
            section.wrong_type::<()>(name, "a table", value, span);
            continue;
        };
        let mut enabled = true;
        let mut json = serde_json::Map::new();
        let mut key_spans = BTreeMap::new();
        for (key, value) in table.iter() {
            let range = value.span();
            let place = Span::new(span.file, range.start as u32, range.end as u32);
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("enabled", DeValue::Boolean(b)) => enabled = *b,
                ("enabled", other) => {
                    section.wrong_type::<()>(&format!("{name}.enabled"), "`true` or `false`", other, place);
                }
                (key, value) => {
                    json.insert(key.to_owned(), to_json(value));
                    key_spans.insert(key.to_owned(), place);
                }
            }
        }
        let json = serde_json::Value::Object(json).to_string();
        plugins.insert(name.to_owned(), PluginTable { enabled, json, span, key_spans });
    }
    (order, plugins)
}

fn to_json(value: &DeValue<'_>) -> serde_json::Value {
    match value {
        DeValue::String(text) => text.to_string().into(),
        DeValue::Integer(n) => i64::from_str_radix(n.as_str(), n.radix()).map_or(serde_json::Value::Null, Into::into),
        DeValue::Float(n) => n.as_str().parse::<f64>().ok().and_then(serde_json::Number::from_f64).map_or(serde_json::Value::Null, Into::into),
        DeValue::Boolean(b) => (*b).into(),
        DeValue::Datetime(date) => date.to_string().into(),
        DeValue::Array(items) => items.iter().map(|v| to_json(v.get_ref())).collect(),
        DeValue::Table(table) => {
            table.iter().map(|(k, v)| (k.get_ref().to_string(), to_json(v.get_ref()))).collect::<serde_json::Map<_, _>>().into()
        }
    }
}

fn length(section: &Section<'_>, key: &'static str, default: u32) -> Micrometers {
    section
        .string(key)
        .and_then(|(text, span)| {
            parse_length(&text).or_else(|| section.wrong_value(key, "a length such as `27mm`, `2.5cm` or `12pt`", span))
        })
        .unwrap_or(Micrometers(default))
}

fn read_print(section: Section<'_>, dated: bool) -> PrintSettings {
    let trim = section
        .string("trim")
        .and_then(|(text, span)| {
            parse_trim(&text).or_else(|| {
                let names: Vec<&str> = NAMED_TRIMS.iter().map(|(name, ..)| *name).collect();
                section.report(
                    Diagnostic::error("config/value", format!("`{text}` is no trim size"))
                        .at(span)
                        .help(format!("write `185x260mm`, or a name: {}", names.join(", "))),
                );
                None
            })
        })
        .unwrap_or(Trim { width: Micrometers(185_000), height: Micrometers(260_000) });
    let margins = section.table("margins");
    let read = Margins {
        top: length(&margins, "top", 27_000),
        bottom: length(&margins, "bottom", 24_000),
        inner: length(&margins, "inner", 25_000),
        outer: length(&margins, "outer", 20_000),
    };
    if read.inner.0 + read.outer.0 + 40_000 > trim.width.0 || read.top.0 + read.bottom.0 + 40_000 > trim.height.0 {
        section.report(
            Diagnostic::error("config/value", "the margins leave no room for text")
                .at(margins.span())
                .help("leave at least 40 mm between the margins in both directions"),
        );
    }
    margins.finish();
    const STANDARDS: [&str; 12] =
        ["a-1b", "a-1a", "a-2b", "a-2u", "a-2a", "a-3b", "a-3u", "a-3a", "a-4", "a-4f", "a-4e", "ua-1"];
    let standard = section.strings("standard").map_or_else(
        || {
            // PDF/A records a date, and no clock is read to make one up.
            if dated { vec!["a-2a".to_owned(), "ua-1".to_owned()] } else { vec!["ua-1".to_owned()] }
        },
        |list| {
            for (name, span) in &list {
                if name.starts_with("a-") && !dated {
                    section.report(
                        Diagnostic::error("config/missing", format!("`{name}` needs the date of the book"))
                            .at(*span)
                            .help("add `date = \"2026-11-01\"` under `[book]`"),
                    );
                }
                if !STANDARDS.contains(&name.as_str()) {
                    section.wrong_value::<()>("standard", &format!("among {}", STANDARDS.join(", ")), *span);
                }
            }
            list.into_iter().map(|(name, _)| name).collect()
        },
    );
    let faces_table = section.table("faces");
    let mut faces = BTreeMap::new();
    for role in ["song", "hei", "kai", "fangsong", "latin", "mono", "math"] {
        if let Some((family, _)) = faces_table.string(role) {
            faces.insert(role.to_owned(), family);
        }
    }
    faces_table.finish();
    let accent = section.string("accent").and_then(|(color, span)| {
        let digits = color.strip_prefix('#').unwrap_or_default();
        if digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            Some(color)
        } else {
            section.wrong_value("accent", "a color such as `#1f4e79`", span)
        }
    });
    let print = PrintSettings {
        trim,
        faces,
        accent,
        half_title: section.boolean("half_title"),
        margins: read,
        chapters_open: section
            .choice("chapters_open", &[("recto", ChaptersOpen::Recto), ("any", ChaptersOpen::Any)])
            .unwrap_or(ChaptersOpen::Recto),
        template: section.string("template").map_or_else(|| "report".to_owned(), |(name, _)| name),
        standard,
        font_size: section.string("font_size").map_or(10_500, |(text, span)| {
            // A length in thousandths of a point: 1 pt is 25,400/72 micrometers.
            let points = parse_length(&text).map(|l| (f64::from(l.0) * 72.0 / 25.4).round() as u32);
            match points {
                Some(size) if (6_000..=24_000).contains(&size) => size,
                _ => section.wrong_value("font_size", "a size from 6pt to 24pt", span).unwrap_or(10_500),
            }
        }),
    };
    section.finish();
    print
}

fn read_press(section: Section<'_>) -> PressSettings {
    let press = PressSettings {
        bleed: length(&section, "bleed", 3_000),
        marks: section.boolean("marks").unwrap_or(true),
        paper_caliper: length(&section, "paper_caliper", 100),
        signature: section.number("signature").map_or(16, |(n, span)| {
            if n == 0 || n > 128 {
                section.wrong_value::<()>("signature", "a number of pages from 1 to 128", span);
            }
            n.clamp(1, 128)
        }),
    };
    section.finish();
    press
}

fn read_html(section: Section<'_>) -> HtmlSettings {
    let url = section.string("url").and_then(|(url, span)| {
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        let fits = rest.is_some_and(|r| !r.is_empty() && !r.starts_with('/')) && !url.contains(|c: char| c.is_whitespace() || "\"<>?#".contains(c));
        if fits {
            Some(if url.ends_with('/') { url } else { format!("{url}/") })
        } else {
            section.wrong_value("url", "an address such as `https://example.org/report/`", span)
        }
    });
    let split = section.number("split").map_or(1, |(level, span)| {
        if !(1..=3).contains(&level) {
            section.wrong_value::<()>("split", "a level of headings from 1 to 3", span);
        }
        level.clamp(1, 3) as u8
    });
    section.finish();
    HtmlSettings { url, split }
}
