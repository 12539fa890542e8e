//! From the folder to the resolved book: load, parse, pictures, plugins, resolve.

use crate::images::load_images;
use crate::load::{ChapterFile, Loaded, load};
use kaiben_model::{Book, Division, DivisionKind, Glossary, Matter, Resolved};
use kaiben_plugin::{Context, order_plugins, run_plugins};
use kaiben_source::{Diagnostic, Sources, Workspace, has_errors};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

/// A book as far as it could be read.
pub struct Prepared {
    /// All texts.
    pub sources: Sources,
    /// The book, if nothing in it is an error.
    pub resolved: Option<Resolved>,
    /// Everything found so far.
    pub diagnostics: Vec<Diagnostic>,
    /// The steps and the seconds they took.
    pub steps: Vec<(String, f64)>,
}

/// Reads and resolves the book. `folder` is the name of its folder.
pub fn prepare(workspace: &dyn Workspace, folder: &str) -> Prepared {
    let mut sources = Sources::default();
    let mut diagnostics = Vec::new();
    let mut steps = Vec::new();
    let start = Instant::now();
    let loaded = load(workspace, folder, &mut sources, &mut diagnostics);
    steps.push(("read".to_owned(), start.elapsed().as_secs_f64()));
    let Some(loaded) = loaded else {
        return Prepared { sources, resolved: None, diagnostics, steps };
    };
    let Loaded { settings, chapters, cover_span } = loaded;

    let parsed: Vec<_> = chapters
        .par_iter()
        .map(|chapter| {
            let start = Instant::now();
            let text = sources.get(chapter.file).map_or("", |f| f.text.as_str());
            (kaiben_markdown::parse_chapter(chapter.file, &chapter.path, text), start.elapsed().as_secs_f64())
        })
        .collect();
    let mut divisions = Vec::new();
    let mut slugs = BTreeSet::new();
    for (chapter, (parsed, seconds)) in chapters.iter().zip(parsed) {
        steps.push((format!("parse {}", chapter.path), seconds));
        diagnostics.extend(parsed.diagnostics);
        divisions.push(Division {
            matter: chapter.matter,
            kind: DivisionKind::Chapter,
            file: chapter.file,
            path: chapter.path.clone(),
            slug: slug(chapter, &mut slugs),
            number: None,
            metadata: parsed.metadata,
            blocks: parsed.blocks,
        });
    }
    let mut book = Book {
        settings,
        divisions,
        glossary: Glossary::default(),
        resources: BTreeMap::new(),
        contents: Vec::new(),
        figures: Vec::new(),
        tables: Vec::new(),
    };

    let start = Instant::now();
    load_images(&mut book, workspace, cover_span, &mut diagnostics);
    steps.push(("read pictures".to_owned(), start.elapsed().as_secs_f64()));

    let start = Instant::now();
    transform(&mut book, workspace, &mut sources, &mut diagnostics);
    steps.push(("transform".to_owned(), start.elapsed().as_secs_f64()));

    let resolved = if has_errors(&diagnostics) {
        None
    } else {
        Resolved::new(book).map_err(|open| diagnostics.extend(open)).ok()
    };
    Prepared { sources, resolved, diagnostics, steps }
}

fn transform(book: &mut Book, workspace: &dyn Workspace, sources: &mut Sources, diagnostics: &mut Vec<Diagnostic>) {
    let plugins = match order_plugins(kaiben_transforms::built_in(), &book.settings) {
        Ok(plugins) => plugins,
        Err(found) => {
            diagnostics.extend(found);
            return;
        }
    };
    let mut context = Context::new(workspace, sources, &kaiben_markdown::parse_inlines, &kaiben_markdown::parse_blocks);
    run_plugins(book, &plugins, &mut context);
    diagnostics.append(&mut context.diagnostics);
}

/// A name in ASCII for the chapter's page: its file's name where that is ASCII, else its place in the book.
fn slug(chapter: &ChapterFile, taken: &mut BTreeSet<String>) -> String {
    let stem = chapter.path.rsplit('/').next().unwrap_or("").trim_end_matches(".md");
    let mut slug: String = stem
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' })
        .collect::<String>()
        .split('-')
        .filter(|p| !p.is_empty())
        .collect::<Vec<_>>()
        .join("-");
    let readable = stem.chars().filter(|c| c.is_ascii_alphanumeric()).count() * 2 >= stem.chars().count();
    // `index` is the site's first page, `nav` and `cover` are parts of every EPUB.
    if !readable || slug.is_empty() || matches!(slug.as_str(), "index" | "nav" | "cover" | "glossary" | "title" | "lists") {
        let kind = match chapter.matter {
            Matter::Front => "front",
            Matter::Body => "chapter",
            Matter::Back => "back",
        };
        slug = if slug.is_empty() || !readable { kind.to_owned() } else { format!("{kind}-{slug}") };
    }
    let mut unique = slug.clone();
    let mut n = 2;
    while !taken.insert(unique.clone()) {
        unique = format!("{slug}-{n}");
        n += 1;
    }
    unique
}
