//! Tests as data: Markdown and settings in, what the plugins made of them out.

mod dump;
mod footnotes;
mod glossary;
mod numbering;
mod references;
mod tables;

use crate::built_in;
use kaiben_model::*;
use kaiben_plugin::{Context, order_plugins, run_plugins};
use kaiben_source::{Diagnostic, MemoryWorkspace, Sources, Span};
use std::collections::BTreeMap;

/// A book in the making: Chinese, one pattern for each level of headings, everything counted by chapter.
struct Manuscript {
    settings: Settings,
    chapters: Vec<(Matter, String)>,
    files: MemoryWorkspace,
}

/// A book after all plugins ran.
struct Made {
    book: Book,
    diagnostics: Vec<Diagnostic>,
    sources: Sources,
}

impl Manuscript {
    fn new(language: &str) -> Self {
        let patterns: &[&str] = if is_chinese(language) { &["第一章", "第一节", "一、", "（一）"] } else { &["Chapter 1", "1", "A."] };
        let length = Micrometers(1000);
        let settings = Settings {
            book: BookSettings { title: "书".to_owned(), language: language.to_owned(), ..BookSettings::default() },
            manuscript: ManuscriptSettings { front: Vec::new(), body: Vec::new(), back: Vec::new(), toc_depth: 3 },
            numbering: NumberingSettings {
                headings: patterns.iter().map(|p| NumberPattern::parse(p)).collect(),
                figures: NumberScope::Chapter,
                tables: NumberScope::Chapter,
                equations: NumberScope::Chapter,
            },
            plugin_order: None,
            plugins: BTreeMap::new(),
            print: PrintSettings {
                trim: Trim { width: length, height: length },
                margins: Margins { top: length, bottom: length, inner: length, outer: length },
                chapters_open: ChaptersOpen::Any,
                template: String::new(),
                standard: Vec::new(),
                font_size: 10_500,
                faces: BTreeMap::new(),
                accent: None, half_title: None,
            },
            press: PressSettings { bleed: length, marks: false, paper_caliper: length, signature: 16 },
        html: kaiben_model::HtmlSettings::default(),
        };
        Self { settings, chapters: Vec::new(), files: MemoryWorkspace::new() }
    }

    /// One chapter of a Chinese book.
    fn of(text: &str) -> Self {
        Self::new("zh-CN").chapter(text)
    }

    fn chapter(self, text: &str) -> Self {
        self.part(Matter::Body, text)
    }

    fn part(mut self, matter: Matter, text: &str) -> Self {
        self.chapters.push((matter, text.to_owned()));
        self
    }

    fn file(mut self, path: &str, text: &str) -> Self {
        self.files = self.files.with(path, text);
        self
    }

    /// A table `[plugins.NAME]`, as JSON.
    fn plugin(mut self, name: &str, json: &str) -> Self {
        let table = PluginTable { enabled: true, json: json.to_owned(), span: Span::generated(), key_spans: BTreeMap::new() };
        self.settings.plugins.insert(name.to_owned(), table);
        self
    }

    fn glossary(self, toml: &str) -> Self {
        self.file("terms.toml", toml).plugin("glossary", r#"{"file":"terms.toml"}"#)
    }

    fn make(self) -> Made {
        let Self { settings, chapters, files } = self;
        let mut sources = Sources::default();
        let mut diagnostics = Vec::new();
        let mut divisions = Vec::new();
        for (i, (matter, text)) in chapters.iter().enumerate() {
            let path = format!("{}.md", i + 1);
            let file = sources.add(path.as_str(), text.as_str());
            let parsed = kaiben_markdown::parse_chapter(file, &path, text);
            diagnostics.extend(parsed.diagnostics);
            divisions.push(Division {
                matter: *matter,
                kind: DivisionKind::Chapter,
                file,
                path,
                slug: format!("c{}", i + 1),
                number: None,
                metadata: BTreeMap::new(),
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
        match order_plugins(built_in(), &book.settings) {
            Ok(plugins) => {
                let mut context = Context::new(&files, &mut sources, &kaiben_markdown::parse_inlines, &kaiben_markdown::parse_blocks);
                run_plugins(&mut book, &plugins, &mut context);
                diagnostics.append(&mut context.diagnostics);
            }
            Err(found) => diagnostics.extend(found),
        }
        assert!(diagnostics.iter().all(|d| !d.help.is_empty()), "a finding has no help: {diagnostics:?}");
        Made { book, diagnostics, sources }
    }
}

impl Made {
    /// All divisions, ` / ` between them.
    fn text(&self) -> String {
        let divisions: Vec<String> = self.book.divisions.iter().map(|d| dump::blocks(&d.blocks)).collect();
        divisions.join(" / ")
    }

    /// Codes with the text that they point at.
    fn findings(&self) -> String {
        let one = |d: &Diagnostic| format!("{}:{}", d.code, d.span.map_or("-", |s| self.sources.slice(s)));
        self.diagnostics.iter().map(one).collect::<Vec<_>>().join(" ; ")
    }

    /// What an author sees: the text if nothing is wrong, else the findings.
    fn shown(&self) -> String {
        if self.diagnostics.is_empty() { self.text() } else { self.findings() }
    }
}

/// Compares many cases at once, so that one run shows everything that changed.
#[track_caller]
fn check_all<'c>(cases: &[(&'c str, &'c str)], of: impl Fn(&'c str) -> String) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(text, want)| {
            let got = of(text);
            (got != *want).then(|| format!("--- {text:?}\n got: {got}\nwant: {want}"))
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
