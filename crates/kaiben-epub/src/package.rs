//! The package document: metadata, manifest, spine.

use crate::Item;
use crate::pages::{escape, language, or_title};
use kaiben_model::{Book, is_chinese};
use std::fmt::Write;

/// The publication's identifier as a URN.
pub(crate) fn identifier(book: &Book) -> String {
    let identifier = book.settings.book.identifier.trim();
    let isbn = identifier.get(..4).filter(|p| p.eq_ignore_ascii_case("isbn")).and_then(|_| identifier.get(4..));
    match isbn {
        Some(rest) => {
            let digits: String = rest.chars().filter(|c| c.is_ascii_digit() || matches!(c, 'X' | 'x')).collect();
            format!("urn:isbn:{}", digits.to_ascii_uppercase())
        }
        None => identifier.to_owned(),
    }
}

/// The document `content.opf`.
pub(crate) fn package(book: &Book, items: &[Item]) -> String {
    let language = language(book);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"identifier\" xml:lang=\"{}\">\n",
        escape(language)
    );
    metadata(&mut out, book, items);
    out.push_str("<manifest>\n");
    for item in items {
        let _ = write!(
            out,
            "<item id=\"{}\" href=\"{}\" media-type=\"{}\"",
            escape(&item.id),
            escape(&item.file),
            escape(&item.media_type)
        );
        if !item.properties.is_empty() {
            let _ = write!(out, " properties=\"{}\"", item.properties.join(" "));
        }
        out.push_str("/>\n");
    }
    out.push_str("</manifest>\n<spine toc=\"ncx\">\n");
    for item in items.iter().filter(|i| i.spine) {
        let _ = writeln!(out, "<itemref idref=\"{}\"/>", escape(&item.id));
    }
    out.push_str("</spine>\n</package>\n");
    out
}

fn metadata(out: &mut String, book: &Book, items: &[Item]) {
    let settings = &book.settings.book;
    let language = language(book);
    let given = |value: &Option<String>| value.as_deref().map(str::trim).filter(|v| !v.is_empty()).map(str::to_owned);
    out.push_str("<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n");
    element(out, "dc:identifier", " id=\"identifier\"", &identifier(book));

    element(out, "dc:title", " id=\"title\"", &or_title(book, ""));
    refine(out, "title", "title-type", "", "main");
    refine(out, "title", "display-seq", "", "1");
    if let Some(title) = given(&settings.title_en) {
        refine(out, "title", "alternate-script", " xml:lang=\"en\"", &title);
    }
    if let Some(subtitle) = given(&settings.subtitle) {
        element(out, "dc:title", " id=\"subtitle\"", &subtitle);
        refine(out, "subtitle", "title-type", "", "subtitle");
        refine(out, "subtitle", "display-seq", "", "2");
        if let Some(subtitle) = given(&settings.subtitle_en) {
            refine(out, "subtitle", "alternate-script", " xml:lang=\"en\"", &subtitle);
        }
    }
    element(out, "dc:language", "", language);
    if given(&settings.title_en).is_some() && !language.to_ascii_lowercase().starts_with("en") {
        element(out, "dc:language", "", "en");
    }

    let has_author = settings.authors.iter().any(|a| a.role == "aut");
    for (index, author) in settings.authors.iter().enumerate().filter(|(_, a)| !a.name.trim().is_empty()) {
        let id = format!("creator-{}", index + 1);
        let name = if author.role == "aut" || !has_author { "dc:creator" } else { "dc:contributor" };
        element(out, name, &format!(" id=\"{id}\""), &author.name);
        if !author.role.is_empty() {
            refine(out, &id, "role", " scheme=\"marc:relators\"", &author.role);
        }
        if let Some(name) = given(&author.name_en) {
            refine(out, &id, "alternate-script", " xml:lang=\"en\"", &name);
        }
    }
    let simple = [
        ("dc:publisher", given(&settings.publisher)),
        ("dc:date", given(&settings.date)),
        ("dc:rights", given(&settings.rights)),
        ("dc:description", given(&settings.description)),
    ];
    for (name, value) in simple {
        if let Some(value) = value {
            element(out, name, "", &value);
        }
    }
    for subject in settings.subjects.iter().filter(|s| !s.trim().is_empty()) {
        element(out, "dc:subject", "", subject);
    }
    let date = given(&settings.date).unwrap_or_else(|| "1980-01-01".to_owned());
    meta(out, "dcterms:modified", &format!("{date}T00:00:00Z"));

    meta(out, "schema:accessMode", "textual");
    meta(out, "schema:accessMode", "visual");
    meta(out, "schema:accessModeSufficient", "textual");
    meta(out, "schema:accessModeSufficient", "textual,visual");
    for feature in ["tableOfContents", "structuralNavigation", "readingOrder", "alternativeText"] {
        meta(out, "schema:accessibilityFeature", feature);
    }
    let has_math = items.iter().any(|i| i.properties.contains(&"mathml"));
    if has_math {
        meta(out, "schema:accessibilityFeature", "MathML");
    }
    meta(out, "schema:accessibilityHazard", "none");
    meta(out, "schema:accessibilitySummary", &summary(language, has_math));
    if let Some(cover) = items.iter().find(|i| i.properties.contains(&"cover-image")) {
        // For readers of EPUB 2.
        let _ = writeln!(out, "<meta name=\"cover\" content=\"{}\"/>", escape(&cover.id));
    }
    out.push_str("</metadata>\n");
}

fn summary(language: &str, has_math: bool) -> String {
    if is_chinese(language) {
        let math = if has_math { "公式以 MathML 给出；" } else { "" };
        format!("本书含可跳转的目录和逐级标题；图片附替代文字；{math}没有闪烁、声音或运动造成的危害。")
    } else {
        let math = if has_math { " Formulas are given as MathML." } else { "" };
        format!(
            "This book has a linked table of contents and nested headings. Images have alternative text.{math} \
             There are no hazards from flashing, sound or motion."
        )
    }
}

fn element(out: &mut String, name: &str, attributes: &str, text: &str) {
    let _ = writeln!(out, "<{name}{attributes}>{}</{name}>", escape(text.trim()));
}

fn meta(out: &mut String, property: &str, text: &str) {
    let _ = writeln!(out, "<meta property=\"{property}\">{}</meta>", escape(text));
}

fn refine(out: &mut String, id: &str, property: &str, attributes: &str, text: &str) {
    let _ = writeln!(out, "<meta refines=\"#{id}\" property=\"{property}\"{attributes}>{}</meta>", escape(text));
}
