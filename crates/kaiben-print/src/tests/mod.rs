//! Markdown in, laid-out pages out: what is proved here is read from the positions of the glyphs.

mod chinese;
mod notes;
mod random;

use crate::PrintInput;
use crate::layout::{LaidOut, lay_out};
use kaiben_model::*;
use kaiben_plugin::{Context, order_plugins, run_plugins};
use kaiben_source::{Diagnostic, MemoryWorkspace, Sources, Span};
use std::collections::BTreeMap;
use typst::layout::{Frame, FrameItem, Point, Transform};

/// Size of the body text in points.
pub const SIZE: f64 = 10.5;
const MARGIN: f64 = 12.0;

/// How a book is set.
pub struct Setting {
    pub language: &'static str,
    /// Characters in a line.
    pub measure: u32,
    /// Lines on a page, about.
    pub lines: u32,
    pub chapters: Vec<String>,
    pub template: &'static str,
}

impl Setting {
    pub fn of(text: impl Into<String>) -> Self {
        Self { language: "zh-CN", measure: 24, lines: 24, chapters: vec![text.into()], template: "report" }
    }
}

/// A run of characters of one face.
#[derive(Debug, Clone)]
pub struct Run {
    pub x: f64,
    pub width: f64,
    pub text: String,
    pub family: String,
}

/// A line of a page.
#[derive(Debug, Clone)]
pub struct Line {
    /// Baseline, in points from the top of the page.
    pub y: f64,
    pub runs: Vec<Run>,
}

impl Line {
    /// Its characters, without word joiners and spaces.
    pub fn text(&self) -> String {
        self.runs.iter().flat_map(|r| r.text.chars()).filter(|c| !matches!(c, '\u{2060}' | '\u{200B}')).collect::<String>().trim().to_owned()
    }

    /// Where it starts, from the inner edge of the type area.
    pub fn start(&self) -> f64 {
        self.runs.iter().map(|r| r.x).fold(f64::MAX, f64::min)
    }

    /// Where it ends.
    pub fn end(&self) -> f64 {
        self.runs.iter().map(|r| r.x + r.width).fold(0.0, f64::max)
    }
}

/// Laid-out pages with everything that was found.
pub struct Set {
    sources: Sources,
    pub laid_out: LaidOut,
    pub diagnostics: Vec<Diagnostic>,
    pub pages: Vec<Vec<Line>>,
}

/// Sets a book.
pub fn set(setting: Setting) -> Set {
    let (resolved, sources) = resolve(&setting);
    let input = PrintInput { resolved: &resolved, sources: &sources, templates: &|_| None, extra_fonts: Vec::new(), date: None };
    let mut diagnostics = Vec::new();
    let laid_out = match lay_out(&input, false, &mut diagnostics) {
        Ok(laid_out) => laid_out,
        Err(_) => panic!("the engine refuses it: {diagnostics:#?}"),
    };
    let pages = laid_out.document.pages().iter().enumerate().map(|(i, page)| lines(&page.frame, i)).collect();
    Set { sources, laid_out, diagnostics, pages }
}

impl Set {
    /// The beginning of the line of a place.
    pub fn excerpt(&self, span: Span) -> String {
        let text = self.sources.get(span.file).map_or("", |f| f.text.as_str());
        let start = text[..span.start as usize].rfind('\n').map_or(0, |i| i + 1);
        text[start..].chars().take(30).collect()
    }
}

/// The book after all plugins ran.
pub fn resolve(setting: &Setting) -> (Resolved, Sources) {
    let micrometers = |millimeters: f64| Micrometers((millimeters * 1000.0).round() as u32);
    // A hundredth of a millimeter more: the measure is rounded down to whole characters.
    let width = f64::from(setting.measure) * SIZE / 72.0 * 25.4 + 0.01;
    let height = f64::from(setting.lines) * SIZE * 1.7 / 72.0 * 25.4;
    let margin = micrometers(MARGIN);
    let settings = Settings {
        book: BookSettings { title: "书".to_owned(), language: setting.language.to_owned(), ..BookSettings::default() },
        manuscript: ManuscriptSettings { front: Vec::new(), body: Vec::new(), back: Vec::new(), toc_depth: 3 },
        numbering: NumberingSettings {
            headings: ["第一章", "第一节", "一、", "（一）"].iter().map(|p| NumberPattern::parse(p)).collect(),
            figures: NumberScope::Chapter,
            tables: NumberScope::Chapter,
            equations: NumberScope::Chapter,
        },
        plugin_order: None,
        plugins: BTreeMap::new(),
        print: PrintSettings {
            trim: Trim { width: micrometers(width + 2.0 * MARGIN), height: micrometers(height + 2.0 * MARGIN) },
            margins: Margins { top: margin, bottom: margin, inner: margin, outer: margin },
            chapters_open: ChaptersOpen::Any,
            template: setting.template.to_owned(),
            standard: Vec::new(),
            font_size: (SIZE * 1000.0) as u32,
            faces: BTreeMap::new(),
            accent: None, half_title: None,
        },
        press: PressSettings { bleed: margin, marks: false, paper_caliper: margin, signature: 16 },
        html: kaiben_model::HtmlSettings::default(),
    };
    let mut sources = Sources::default();
    let mut divisions = Vec::new();
    for (i, text) in setting.chapters.iter().enumerate() {
        let path = format!("{}.md", i + 1);
        let file = sources.add(path.as_str(), text.as_str());
        let parsed = kaiben_markdown::parse_chapter(file, &path, text);
        assert!(parsed.diagnostics.is_empty(), "{:?}", parsed.diagnostics);
        divisions.push(Division {
            matter: Matter::Body,
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
    let plugins = order_plugins(kaiben_transforms::built_in(), &book.settings).expect("the plugins have an order");
    let files = MemoryWorkspace::new();
    let mut context = Context::new(&files, &mut sources, &kaiben_markdown::parse_inlines, &kaiben_markdown::parse_blocks);
    run_plugins(&mut book, &plugins, &mut context);
    assert!(!kaiben_source::has_errors(&context.diagnostics), "{:?}", context.diagnostics);
    (Resolved::new(book).expect("nothing is left open"), sources)
}

/// The lines of the type area, from the top.
fn lines(frame: &Frame, page: usize) -> Vec<Line> {
    let mut runs: Vec<(f64, Run)> = Vec::new();
    collect(frame, Transform::identity(), &mut runs);
    let points = |millimeters: f64| millimeters / 25.4 * 72.0;
    let (top, bottom) = (points(MARGIN), frame.height().to_pt() - points(MARGIN));
    // Inner and outer margin change sides; here the outer one takes what the measure leaves.
    let left = if page.is_multiple_of(2) { points(MARGIN) } else { frame.width().to_pt() - points(MARGIN) - measure_of(frame) };
    let mut lines: Vec<Line> = Vec::new();
    for (y, mut run) in runs.into_iter().filter(|(y, _)| *y > top && *y < bottom + 1.0) {
        run.x -= left;
        match lines.iter_mut().find(|l| (l.y - y).abs() < 0.2) {
            Some(line) => line.runs.push(run),
            None => lines.push(Line { y, runs: vec![run] }),
        }
    }
    lines.sort_by(|a, b| a.y.total_cmp(&b.y));
    for line in &mut lines {
        line.runs.sort_by(|a, b| a.x.total_cmp(&b.x));
    }
    lines
}

fn measure_of(frame: &Frame) -> f64 {
    ((frame.width().to_pt() - 2.0 * MARGIN / 25.4 * 72.0) / SIZE).floor() * SIZE
}

fn collect(frame: &Frame, outer: Transform, runs: &mut Vec<(f64, Run)>) {
    for (at, item) in frame.items() {
        let here = outer.pre_concat(Transform::translate(at.x, at.y));
        match item {
            FrameItem::Group(group) => collect(&group.frame, here.pre_concat(group.transform), runs),
            FrameItem::Text(text) => {
                let place = Point::zero().transform(here);
                // The gap between scripts behind the last glyph of a line has no ink.
                let last = text.glyphs.last().map_or(0.0, |g| g.x_advance.at(text.size).to_pt());
                let run = Run {
                    x: place.x.to_pt(),
                    width: text.width().to_pt() - (last - text.size.to_pt()).max(0.0),
                    text: text.text.to_string(),
                    family: text.font.info().family.to_string(),
                };
                runs.push((place.y.to_pt(), run));
            }
            _ => {}
        }
    }
}
