//! The Typst project of a book: what `--target typst` writes and the stock program compiles.

use crate::PrintInput;
use crate::emit::{Chapter, Repairs, emit_division};
use crate::writer::Writer;
use kaiben_model::*;
use kaiben_source::Diagnostic;
use std::collections::BTreeMap;

/// The bundled looks, by name.
const TEMPLATES: [(&str, &str); 1] =
    [("print/report/prelude.typ", include_str!("../../../templates/print/report/prelude.typ"))];

/// A project with what is needed to trace its places.
pub struct Project {
    /// Its files.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The chapters by path.
    pub chapters: Vec<(String, Chapter)>,
}

/// The settings of the footnotes plugin, as the driver has already checked them.
pub fn footnotes(settings: &Settings) -> FootnoteSettings {
    settings.plugin("footnotes", |json| serde_json::from_str(json).ok())
}

/// Writes the project.
pub fn project(input: &PrintInput<'_>, repairs: &Repairs, diagnostics: &mut Vec<Diagnostic>) -> Option<Project> {
    let resolved = input.resolved;
    let book = resolved.book();
    let mut files = BTreeMap::new();
    let name = format!("print/{}/prelude.typ", book.settings.print.template);
    let prelude = (input.templates)(&name)
        .or_else(|| TEMPLATES.iter().find(|(n, _)| *n == name).map(|(_, text)| text.as_bytes().to_vec()));
    let Some(prelude) = prelude else {
        diagnostics.push(
            Diagnostic::error("print/template", format!("there is no template `{}`", book.settings.print.template))
                .help(format!("write `template = \"report\"` under `[print]`, or put your own into `templates/{name}`")),
        );
        return None;
    };
    files.insert("prelude.typ".to_owned(), prelude);

    let mut images = BTreeMap::new();
    for (number, (path, resource)) in book.resources.iter().enumerate() {
        let extension = match resource.media_type.as_str() {
            "image/svg+xml" => "svg",
            "image/jpeg" => "jpg",
            "image/gif" => "gif",
            "image/webp" => "webp",
            _ => "png",
        };
        let file = format!("images/{:03}.{extension}", number + 1);
        files.insert(file.clone(), resource.bytes.clone());
        images.insert(path.clone(), file);
    }
    let restart = footnotes(&book.settings).restart;
    let mut chapters = Vec::new();
    for (index, division) in book.divisions.iter().enumerate() {
        let chapter = emit_division(resolved, index, restart, &images, repairs);
        let path = format!("chapters/{:02}-{}.typ", index + 1, division.slug);
        files.insert(path.clone(), chapter.source.clone().into_bytes());
        chapters.push((path, chapter));
    }
    files.insert("settings.typ".to_owned(), settings(resolved, &images).into_bytes());
    files.insert("main.typ".to_owned(), main(resolved, &chapters).into_bytes());
    Some(Project { files, chapters })
}

fn settings(resolved: &Resolved, images: &BTreeMap<String, String>) -> String {
    let book = resolved.book();
    let BookSettings { title, subtitle, title_en, subtitle_en, authors, language, publisher, date, identifier, rights, .. } =
        &book.settings.book;
    let print = &book.settings.print;
    let words = labels(language);
    let mut w = Writer::default();
    w.raw("// What the book's settings say; read by the prelude.\n#let settings = (\n");
    let option = |w: &mut Writer, key: &str, value: Option<&str>| {
        w.raw(key).raw(": ");
        match value {
            Some(value) => w.string(value),
            None => w.raw("none"),
        };
        w.raw(",\n");
    };
    option(&mut w, "title", Some(title));
    option(&mut w, "subtitle", subtitle.as_deref());
    option(&mut w, "title-en", title_en.as_deref());
    option(&mut w, "subtitle-en", subtitle_en.as_deref());
    w.raw("authors: (");
    for author in authors {
        w.raw("(name: ").string(&author.name).raw(", name-en: ");
        match &author.name_en {
            Some(name) => w.string(name),
            None => w.raw("none"),
        };
        w.raw("),");
    }
    w.raw("),\n");
    let mut parts = language.split('-');
    option(&mut w, "lang", parts.next());
    option(&mut w, "region", parts.find(|p| p.len() == 2));
    option(&mut w, "publisher", publisher.as_deref());
    option(&mut w, "date", date.as_deref());
    option(&mut w, "identifier", Some(identifier));
    option(&mut w, "rights", rights.as_deref());
    option(&mut w, "cover", book.settings.book.cover.as_ref().and_then(|c| images.get(c)).map(|p| format!("/{p}")).as_deref());
    w.raw(&format!(
        "width: {}mm, height: {}mm, top: {}mm, bottom: {}mm, inner: {}mm, outer: {}mm,\n",
        print.trim.width.millimeters(),
        print.trim.height.millimeters(),
        print.margins.top.millimeters(),
        print.margins.bottom.millimeters(),
        print.margins.inner.millimeters(),
        print.margins.outer.millimeters(),
    ));
    w.raw(&format!("size: {}pt, recto: {},\n", f64::from(print.font_size) / 1000.0, print.chapters_open == ChaptersOpen::Recto));
    let FootnoteSettings { restart, mark } = footnotes(&book.settings);
    w.raw(&format!(
        "restart-page: {}, mark: \"{}\",\n",
        restart == NoteRestart::Page,
        match mark {
            NoteMark::Circled => "circled",
            NoteMark::Arabic => "arabic",
            NoteMark::Bracketed => "bracketed",
            NoteMark::Symbols => "symbols",
        }
    ));
    w.raw("words: (contents: ").string(words.contents).raw(", figures: ").string(words.figures).raw(", tables: ").string(words.tables);
    w.raw(", page: ").string(words.page).raw("),\n)\n");
    w.out
}

fn main(resolved: &Resolved, chapters: &[(String, Chapter)]) -> String {
    let book = resolved.book();
    let mut w = Writer::default();
    w.raw("#import \"/prelude.typ\": *\n#show: k-book\n#{\nk-title-pages()\n");
    contents(resolved, &mut w);
    let mut matter = Matter::Front;
    for (index, division) in book.divisions.iter().enumerate() {
        if division.matter != Matter::Front && matter == Matter::Front {
            w.raw("k-new-page()\nset page(numbering: \"1\")\ncounter(page).update(1)\n");
        }
        matter = division.matter.max(matter);
        w.raw("k-division(").string(&division.slug).raw(&format!(", chapter-{})\n", index + 1));
    }
    w.raw("}\n");
    let imports: String = chapters
        .iter()
        .enumerate()
        .map(|(i, (path, _))| format!("#import \"/{path}\": content as chapter-{}\n", i + 1))
        .collect();
    format!("{imports}{}", w.out)
}

fn contents(resolved: &Resolved, w: &mut Writer) {
    let book = resolved.book();
    let depth = book.settings.manuscript.toc_depth;
    w.raw("k-contents((\n");
    for entry in book.contents.iter().filter(|e| e.level <= depth) {
        w.raw(&format!("(level: {}, number: ", entry.level));
        match &entry.number {
            Some(number) => w.string(number),
            None => w.raw("none"),
        };
        w.raw(", title: ").string(&plain_text(&entry.title)).raw(", target: label(").string(&entry.anchor).raw(")),\n");
    }
    w.raw("))\n");
    for (function, list) in [("k-figures", &book.figures), ("k-tables", &book.tables)] {
        if list.is_empty() {
            continue;
        }
        w.raw(function).raw("((\n");
        for entry in list {
            w.raw("(label: ").string(&entry.label).raw(", title: ").string(&plain_text(&entry.title));
            w.raw(", target: label(").string(&entry.anchor).raw(")),\n");
        }
        w.raw("))\n");
    }
}
