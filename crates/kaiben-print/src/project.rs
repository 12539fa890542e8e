//! The Typst project of a book: what `--target typst` writes and the stock program compiles.

use crate::PrintInput;
use crate::containers::hidden_labels;
use crate::emit::{Chapter, Repairs, Shared, emit_division};
use crate::writer::Writer;
use kaiben_model::*;
use kaiben_source::Diagnostic;
use std::collections::{BTreeMap, BTreeSet};

macro_rules! bundled {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../../templates/print/", $name)))),*]
    };
}

/// What all looks share: each file can be overridden alone.
const PRELUDE: [(&str, &str); 13] = bundled![
    "prelude/prelude.typ",
    "prelude/faces.typ",
    "prelude/text.typ",
    "prelude/notes.typ",
    "prelude/headings.typ",
    "prelude/lists.typ",
    "prelude/blocks.typ",
    "prelude/tables.typ",
    "prelude/terms.typ",
    "prelude/pages.typ",
    "prelude/contents.typ",
    "prelude/imprint.typ",
    "prelude/book.typ",
];

/// The bundled looks, a folder each.
const LOOKS: [(&str, &str); 4] = bundled!["report/look.typ", "report/opening.typ", "trade/look.typ", "trade/opening.typ"];

/// The bundled family of each role.
const ROLES: [(&str, &str); 6] = [
    ("song", "Noto Serif SC"),
    ("hei", "Noto Sans SC"),
    ("kai", "Kaiben Kai"),
    ("latin", "Libertinus Serif"),
    ("mono", "DejaVu Sans Mono"),
    ("math", "New Computer Modern Math"),
];

/// A project with what is needed to trace its places.
pub struct Project {
    /// Its files.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The chapters by path.
    pub chapters: Vec<(String, Chapter)>,
}

impl Project {
    /// Writes what has to be done into its files; the chapters stay as they are.
    pub fn mend(&mut self, repairs: &Repairs) {
        for (division, (_, chapter)) in self.chapters.iter().enumerate() {
            self.files.insert(chapter.fixes.clone(), repairs.source(division).into_bytes());
        }
    }

    /// The chapter written to that path.
    pub fn chapter(&self, path: &str) -> Option<&Chapter> {
        self.chapters.iter().find(|(p, _)| p == path).map(|(_, c)| c)
    }
}

/// The settings of the footnotes plugin, as the driver has already checked them.
pub fn footnotes(settings: &Settings) -> FootnoteSettings {
    settings.plugin("footnotes", |json| serde_json::from_str(json).ok())
}

/// Writes the project, with nothing mended yet.
pub fn project(input: &PrintInput<'_>, trusted: bool, diagnostics: &mut Vec<Diagnostic>) -> Option<Project> {
    let resolved = input.resolved;
    let book = resolved.book();
    let mut files = template_files(input, diagnostics)?;
    if !book.settings.print.faces.is_empty() {
        let families = crate::fonts::families(&input.extra_fonts);
        for (role, family) in book.settings.print.faces.iter().filter(|(_, family)| !families.contains(*family)) {
            diagnostics.push(
                Diagnostic::error("print/face", format!("there is no face `{family}`, which `faces` names for `{role}`"))
                    .help("put its file into the book's folder `fonts`, or take a family of the list that `kaiben fonts` prints"),
            );
        }
    }

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
    let hidden = hidden_labels(resolved);
    let shared = Shared {
        resolved,
        sources: input.sources,
        restart: footnotes(&book.settings).restart,
        images: &images,
        hidden: &hidden,
        trusted,
    };
    // The contents list is the first heading where there is one.
    let mut last_depth = u8::from(!book.contents.is_empty());
    let mut chapters = Vec::new();
    for (index, division) in book.divisions.iter().enumerate() {
        let chapter = emit_division(&shared, index, &mut last_depth);
        let path = format!("chapters/{:02}-{}.typ", index + 1, division.slug);
        files.insert(path.clone(), chapter.source.clone().into_bytes());
        for (path, source, _) in &chapter.raw {
            files.insert(path.clone(), source.clone().into_bytes());
        }
        chapters.push((path, chapter));
    }
    files.insert("settings.typ".to_owned(), settings(resolved).into_bytes());
    files.insert("main.typ".to_owned(), main(resolved, &hidden, &chapters).into_bytes());
    let mut project = Project { files, chapters };
    project.mend(&Repairs::default());
    Some(project)
}

/// The files of the template: the book's own where it has them, else the bundled ones.
fn template_files(input: &PrintInput<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<BTreeMap<String, Vec<u8>>> {
    let look = &input.resolved.book().settings.print.template;
    let mut files = BTreeMap::new();
    for (name, text) in PRELUDE {
        let own = (input.templates)(&format!("print/{name}"));
        files.insert(name.replacen("prelude/", "template/", 1), own.unwrap_or_else(|| text.as_bytes().to_vec()));
    }
    for part in ["look.typ", "opening.typ"] {
        let name = format!("{look}/{part}");
        let ours = || LOOKS.iter().find(|(bundled, _)| **bundled == name).map(|(_, text)| text.as_bytes().to_vec());
        let Some(text) = (input.templates)(&format!("print/{name}")).or_else(ours) else {
            let bundled: BTreeSet<&str> = LOOKS.iter().filter_map(|(name, _)| Some(name.split_once('/')?.0)).collect();
            let bundled: Vec<String> = bundled.into_iter().map(|name| format!("`template = \"{name}\"`")).collect();
            diagnostics.push(
                Diagnostic::error("print/template", format!("there is no template `{look}`"))
                    .help(format!("write {} under `[print]`", bundled.join(" or ")))
                    .help(format!("or put your own into `templates/print/{name}`")),
            );
            return None;
        };
        files.insert(format!("template/{part}"), text);
    }
    Some(files)
}

/// The family of each role: ours, or what the book says.
pub fn faces(print: &PrintSettings) -> BTreeMap<&str, &str> {
    let mut faces: BTreeMap<&str, &str> = ROLES.into_iter().collect();
    // 仿宋 has no free face of quality; Kai stands in for it.
    faces.insert("fangsong", print.faces.get("kai").map_or("Kaiben Kai", String::as_str));
    faces.extend(print.faces.iter().map(|(role, family)| (role.as_str(), family.as_str())));
    faces
}

fn settings(resolved: &Resolved) -> String {
    let book = resolved.book();
    let BookSettings { title, subtitle, title_en, subtitle_en, authors, language, publisher, date, identifier, rights, .. } =
        &book.settings.book;
    let print = &book.settings.print;
    let words = labels(language);
    let mut w = Writer::default();
    w.raw("// What the book's settings say; read by the template.\n#let settings = (\n");
    w.raw("title: ").string(title).raw(",\nsubtitle: ").option(subtitle.as_deref());
    w.raw(",\ntitle-en: ").option(title_en.as_deref()).raw(",\nsubtitle-en: ").option(subtitle_en.as_deref());
    w.raw(",\nauthors: (");
    for author in authors {
        w.raw("(name: ").string(&author.name).raw(", name-en: ").option(author.name_en.as_deref());
        w.raw(", role: ").string(&author.role).raw("),");
    }
    let mut parts = language.split('-');
    w.raw("),\nlang: ").string(&parts.next().unwrap_or("zh").to_ascii_lowercase());
    let region = parts.find(|p| p.len() == 2).map(str::to_ascii_lowercase);
    w.raw(",\nregion: ").option(region.as_deref());
    w.raw(",\npublisher: ").option(publisher.as_deref()).raw(",\ndate: ").option(date.as_deref());
    w.raw(",\nidentifier: ").string(identifier).raw(",\nrights: ").option(rights.as_deref());
    w.raw(",\ndescription: ").option(book.settings.book.description.as_deref()).raw(",\nsubjects: (");
    for subject in &book.settings.book.subjects {
        w.string(subject).raw(",");
    }
    let imprint = &book.settings.book.imprint;
    w.raw("),\nisbn: ").option(imprint.isbn.as_deref()).raw(", imprint: (cip: ").option(imprint.cip.as_deref()).raw(", record: (");
    for (label, value) in &imprint.record {
        w.raw("(").string(label).raw(", ").string(value).raw("),");
    }
    w.raw("), colophon: ").option(imprint.colophon.as_deref());
    w.raw("),\nhalf-title: ").raw(match print.half_title {
        None => "auto",
        Some(true) => "true",
        Some(false) => "false",
    });
    w.raw(",\npress: false,\naccent: ").option(print.accent.as_deref()).raw(",\nfaces: (");
    for (role, family) in faces(print) {
        w.raw(role).raw(": ").string(family).raw(", ");
    }
    w.raw("),\n");
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
    w.raw(", title-page: ").string(words.title_page).raw("),\n)\n");
    w.out
}

fn main(resolved: &Resolved, hidden: &BTreeSet<String>, chapters: &[(String, Chapter)]) -> String {
    let book = resolved.book();
    let mut w = Writer::default();
    for (i, (path, _)) in chapters.iter().enumerate() {
        w.raw("#import ").string(&format!("/{path}")).raw(&format!(": content as chapter-{}\n", i + 1));
    }
    w.raw("#import \"/template/prelude.typ\": *\n#show: k-book\n#k-opening-pages()\n#k-front-matter({\n");
    contents(resolved, hidden, &mut w);
    let mut front = true;
    for (index, division) in book.divisions.iter().enumerate() {
        if front && division.matter != Matter::Front {
            w.raw("})\n#k-body-matter({\n");
            front = false;
        }
        let (number, title) = match division.title().map(|b| &b.kind) {
            Some(BlockKind::Heading(h)) => (h.number.as_deref(), plain_text(&h.content)),
            _ => (None, division.title_text()),
        };
        w.raw("k-division(").option(number).raw(", ").string(&title).raw(&format!(", chapter-{})\n", index + 1));
    }
    w.raw("})\n#k-colophon()\n");
    w.out
}

fn contents(resolved: &Resolved, hidden: &BTreeSet<String>, w: &mut Writer) {
    let book = resolved.book();
    let depth = book.settings.manuscript.toc_depth;
    let shown: Vec<&ContentsEntry> =
        book.contents.iter().filter(|e| e.level <= depth && resolved.anchor(&e.anchor).is_some() && !hidden.contains(&e.anchor)).collect();
    if !book.contents.is_empty() {
        w.raw("k-contents((\n");
        for entry in shown {
            w.raw(&format!("(level: {}, number: ", entry.level)).option(entry.number.as_deref());
            w.raw(", title: ").string(&plain_text(&entry.title)).raw(", second: ");
            w.option(entry.second.as_deref().map(plain_text).as_deref());
            w.raw(", target: label(").string(&entry.anchor).raw(")),\n");
        }
        w.raw("))\n");
    }
    let lists = [("figures", &book.figures), ("tables", &book.tables)];
    if lists.iter().all(|(_, list)| list.is_empty()) {
        return;
    }
    w.raw("k-lists((\n");
    for (name, list) in lists {
        w.raw("(words: settings.words.").raw(name).raw(", entries: (\n");
        for entry in list.iter().filter(|e| resolved.anchor(&e.anchor).is_some() && !hidden.contains(&e.anchor)) {
            w.raw("(label: ").string(&entry.label).raw(", title: ").string(&plain_text(&entry.title));
            w.raw(", target: label(").string(&entry.anchor).raw(")),\n");
        }
        w.raw(")),\n");
    }
    w.raw("))\n");
}
