//! Blocks as Typst code: one file per division, calls of the prelude with string literals.
//!
//! Notes at the foot of the page go astray in everything that the engine lays out as a box of its own (lists,
//! quotations, padding), so that lists and quotations are written as plain paragraphs with indents. What stands
//! in the flow that way is counted in units, from 1: a repair can hold a unit together or start a page with it.

use crate::writer::{Mapped, MappedKind, Writer};
use kaiben_model::*;
use kaiben_source::{Diagnostic, Sources, Span};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// One generated file.
pub struct Chapter {
    /// Its source.
    pub source: String,
    /// Its side table.
    pub map: Vec<Mapped>,
    /// Its notes in reading order.
    pub notes: Vec<EmittedNote>,
    /// Ranges of the source that are text of notes, of the page's and of tables.
    pub note_ranges: Vec<(usize, usize)>,
    /// Its headings.
    pub headings: Vec<Placed>,
    /// Its figures, and its tables that may not break.
    pub movable: Vec<Placed>,
    /// Path of the file that says what has to be done; see [`Repairs::source`].
    pub fixes: String,
    /// Raw Typst of the book: path in the project, source, place.
    pub raw: Vec<(String, String, Span)>,
    /// What was found while writing.
    pub diagnostics: Vec<Diagnostic>,
}

/// A note at the foot of the page.
#[derive(Debug, Clone)]
pub struct EmittedNote {
    /// Its label.
    pub anchor: String,
    /// The place of its mark.
    pub span: Span,
    /// The unit that it stands in.
    pub unit: usize,
}

/// Something in the flow that the layout is asked about.
#[derive(Debug, Clone)]
pub struct Placed {
    /// Its range in the generated source.
    pub range: (usize, usize),
    /// Its place.
    pub span: Span,
    /// Its unit.
    pub unit: usize,
}

/// What an earlier layout found has to be done, by division and unit.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Repairs(BTreeMap<(usize, usize), BTreeSet<Fix>>);

/// What can be wrong with a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A note is on another page than its mark.
    NoteOffPage,
    /// A heading is the last line of its page.
    HeadingStranded,
    /// A figure or table leaves a gap on the page before.
    Gap,
}

/// What can be done to a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fix {
    /// It must not break.
    Together,
    /// It starts a page.
    NewPage,
    /// A figure or table goes to the top of the next page, for this one has no room for it.
    Float,
}

impl Fix {
    const fn name(self) -> &'static str {
        match self {
            Self::Together => "together",
            Self::NewPage => "new-page",
            Self::Float => "float",
        }
    }
}

impl Repairs {
    /// The fixes to try next on a unit with that fault; none if nothing is left to try.
    pub fn next(&self, division: usize, unit: usize, fault: Fault) -> Option<BTreeSet<Fix>> {
        let mut fixes = self.0.get(&(division, unit)).cloned().unwrap_or_default();
        let (together, new_page) = (fixes.contains(&Fix::Together), fixes.contains(&Fix::NewPage));
        match fault {
            Fault::NoteOffPage => match (together, new_page) {
                (false, false) => fixes.insert(Fix::Together),
                // What is too high to be held together may do with the room of a new page.
                (true, false) => fixes.remove(&Fix::Together) && fixes.insert(Fix::NewPage),
                (false, true) => fixes.insert(Fix::Together),
                (true, true) => false,
            },
            Fault::HeadingStranded => fixes.insert(Fix::NewPage),
            Fault::Gap => fixes.insert(Fix::Float),
        }
        .then_some(fixes)
    }

    /// Takes fixes up.
    pub fn set(&mut self, division: usize, unit: usize, fixes: BTreeSet<Fix>) {
        self.0.insert((division, unit), fixes);
    }

    /// The file with the fixes of a division: a Typst dictionary from unit to names.
    pub fn source(&self, division: usize) -> String {
        let mut out = String::from("#let fixes = (:");
        for ((_, unit), fixes) in self.0.range((division, 0)..(division + 1, 0)) {
            if out.ends_with(':') {
                out.pop();
            }
            let names: String = fixes.iter().map(|fix| format!("\"{}\",", fix.name())).collect();
            out += &format!("\"{unit}\":({names}),");
        }
        out.push_str(")\n");
        out
    }
}

/// What is the same for all divisions.
pub struct Shared<'a> {
    /// The book.
    pub resolved: &'a Resolved,
    /// The manuscript.
    pub sources: &'a Sources,
    /// Where the series of notes starts again.
    pub restart: NoteRestart,
    /// Paths of pictures in the book and in the project.
    pub images: &'a BTreeMap<String, String>,
    /// Labels that print does not show.
    pub hidden: &'a BTreeSet<String>,
    /// Whether raw Typst of the book may run.
    pub trusted: bool,
}

/// Writes one division.
pub struct Emitter<'a> {
    pub(crate) resolved: &'a Resolved,
    sources: &'a Sources,
    pub(crate) labels: &'static Labels,
    pub(crate) chinese: bool,
    pub(crate) restart: NoteRestart,
    pub(crate) images: &'a BTreeMap<String, String>,
    pub(crate) hidden: &'a BTreeSet<String>,
    trusted: bool,
    pub(crate) division: usize,
    pub(crate) writer: Writer,
    pub(crate) notes: Vec<EmittedNote>,
    pub(crate) note_ranges: Vec<(usize, usize)>,
    headings: Vec<Placed>,
    pub(crate) movable: Vec<Placed>,
    raw: Vec<(String, String, Span)>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Which of the coming quotation marks are English.
    pub(crate) quotes: VecDeque<bool>,
    /// The unit that is being written.
    pub(crate) unit: usize,
    /// How many boxes the writing is inside of; units stand outside of all.
    pub(crate) contained: usize,
    /// How many lists and quotations the writing is inside of.
    pub(crate) list_level: usize,
    pub(crate) quote_level: usize,
    /// Whether the writing is in a cell of a table.
    pub(crate) narrow: bool,
    /// Whether paragraphs have an indented first line here.
    pub(crate) indented: bool,
    /// Level of the last heading as the engine was told it; standards forbid to skip one.
    last_depth: u8,
    pub(crate) tables: usize,
}

/// Writes the division with that index. `last_depth` is the level of the last heading before it.
pub fn emit_division(shared: &Shared<'_>, index: usize, last_depth: &mut u8) -> Chapter {
    let book = shared.resolved.book();
    let language = &book.settings.book.language;
    let mut emitter = Emitter {
        resolved: shared.resolved,
        sources: shared.sources,
        labels: labels(language),
        chinese: is_chinese(language),
        restart: shared.restart,
        images: shared.images,
        hidden: shared.hidden,
        trusted: shared.trusted,
        division: index,
        writer: Writer::default(),
        notes: Vec::new(),
        note_ranges: Vec::new(),
        headings: Vec::new(),
        movable: Vec::new(),
        raw: Vec::new(),
        diagnostics: Vec::new(),
        quotes: VecDeque::new(),
        unit: 0,
        contained: 0,
        list_level: 0,
        quote_level: 0,
        narrow: false,
        indented: true,
        last_depth: *last_depth,
        tables: 0,
    };
    // What has to be done stands in a file of its own: the chapter stays the same from one layout to the next,
    // and with it the lines that are already set.
    let fixes = format!("fixes/{:02}.typ", index + 1);
    emitter.writer.raw("#import \"/template/prelude.typ\": *\n#import ").string(&format!("/{fixes}")).raw(": fixes\n#let content = {\n");
    if let Some(division) = book.divisions.get(index) {
        let mut before = None;
        for block in &division.blocks {
            emitter.block_after(block, before);
            emitter.writer.raw("\n");
            before = Some(block);
        }
    }
    emitter.writer.raw("}\n");
    *last_depth = emitter.last_depth;
    let Emitter { writer, notes, note_ranges, headings, movable, raw, diagnostics, .. } = emitter;
    Chapter { source: writer.out, map: writer.map, notes, note_ranges, headings, movable, fixes, raw, diagnostics }
}

/// A width as an author writes it, as a Typst length; none if it is no length.
pub fn length(text: &str) -> Option<String> {
    let unit_at = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (number, unit) = text.split_at(unit_at);
    let number: f64 = number.parse().ok().filter(|n| *n > 0.0)?;
    match unit {
        "%" | "mm" | "cm" | "in" | "pt" | "em" => Some(format!("{number}{unit}")),
        "px" => Some(format!("{}pt", number * 0.75)),
        _ => None,
    }
}

impl Emitter<'_> {
    pub(crate) fn blocks(&mut self, blocks: &[Block]) {
        self.writer.raw("{");
        let mut before = None;
        for block in blocks {
            self.block_after(block, before);
            self.writer.raw(";");
            before = Some(block);
        }
        self.writer.raw("}");
    }

    /// Blocks inside a box of the engine: no repair can reach them, only the box as a whole.
    pub(crate) fn boxed(&mut self, blocks: &[Block], indented: bool) {
        self.contained += 1;
        let outer = (std::mem::replace(&mut self.indented, indented), self.list_level, self.quote_level);
        (self.list_level, self.quote_level) = (0, 0);
        self.blocks(blocks);
        (self.indented, self.list_level, self.quote_level) = outer;
        self.contained -= 1;
    }

    /// Starts a unit; says whether [`Self::end_unit`] has something to close.
    pub(crate) fn begin_unit(&mut self) -> bool {
        if self.contained > 0 {
            return false;
        }
        self.unit += 1;
        self.writer.raw(&format!("k-unit(fixes,\"{}\",{{", self.unit));
        true
    }

    pub(crate) fn end_unit(&mut self, unit: bool) {
        if unit {
            self.writer.raw("})");
        }
    }

    pub(crate) fn block(&mut self, block: &Block) {
        self.block_after(block, None);
    }

    fn block_after(&mut self, block: &Block, before: Option<&Block>) {
        let start = self.writer.out.len();
        let language = block.attributes.language().map(str::to_owned);
        if let Some(language) = &language {
            self.writer.raw("k-in-language(").string(language).raw(",{");
        }
        match &block.kind {
            BlockKind::List { ordered, tight, items } => {
                self.block_anchor(block);
                self.list(*ordered, *tight, items);
            }
            BlockKind::Quote(blocks) => {
                self.block_anchor(block);
                self.quote(None, blocks);
            }
            BlockKind::Definitions(items) => {
                self.block_anchor(block);
                self.definitions(items);
            }
            BlockKind::Container(container) => self.container(container, block),
            BlockKind::TermList(list) => {
                self.block_anchor(block);
                self.term_list(list);
            }
            BlockKind::Raw { format, text } if format == "typst" => {
                self.writer.raw("[");
                self.raw_typst(text, block.span);
                self.writer.raw("]");
            }
            _ => {
                let unit = self.begin_unit();
                self.unit_block(block, before);
                self.end_unit(unit);
            }
        }
        if language.is_some() {
            self.writer.raw("})");
        }
        self.writer.map.push(Mapped { start, end: self.writer.out.len(), span: block.span, kind: MappedKind::Construct });
    }

    pub(crate) fn block_anchor(&mut self, block: &Block) {
        if let Some(id) = &block.attributes.id {
            self.writer.raw("k-anchor(").string(id).raw(");");
        }
    }

    fn unit_block(&mut self, block: &Block, before: Option<&Block>) {
        let id = block.attributes.id.as_deref();
        match &block.kind {
            BlockKind::Paragraph(content) => self.paragraph(content, id, before),
            BlockKind::Heading(heading) => self.heading(heading, block),
            BlockKind::Code { language, text } => {
                self.block_anchor(block);
                self.writer.raw("k-code(").option(language.as_deref()).raw(",").text(text, block.span).raw(")");
            }
            BlockKind::Table(table) => {
                let start = self.writer.out.len();
                let whole = self.table(table, id);
                self.note_movable(start, whole, block);
            }
            BlockKind::Figure(figure) => {
                let start = self.writer.out.len();
                self.figure(figure, block);
                self.note_movable(start, true, block);
            }
            BlockKind::Equation(equation) => {
                self.writer.raw("k-equation(").option(id).raw(",").option(equation.number.as_deref()).raw(",");
                self.math(equation, true, block.span);
                self.writer.raw(")");
            }
            // A fence `{=html}` is meant for another edition; raw HTML in the text is not.
            BlockKind::Raw { format, text } if format == "html" && !self.is_fenced(block.span) => {
                let shown = crate::inlines::text_of_html(text);
                if !shown.is_empty() {
                    self.writer.raw("k-p([#").text(&shown, block.span).raw("])");
                }
                self.raw_html(block.span);
            }
            BlockKind::ThematicBreak => {
                self.writer.raw("k-break()");
            }
            _ => {}
        }
    }

    fn paragraph(&mut self, content: &[Inline], id: Option<&str>, before: Option<&Block>) {
        // What goes on after an equation is the same paragraph.
        let text = plain_text(content);
        let goes_on = before.is_some_and(|b| matches!(b.kind, BlockKind::Equation(_)))
            && ["其中", "式中", "这里", "where "].iter().any(|w| text.starts_with(w));
        self.writer.raw("k-p(");
        self.line_with_anchor(content, id);
        if has_page_note(content) {
            self.writer.raw(",note:true");
        }
        if goes_on {
            self.writer.raw(",indent:false");
        } else if self.indented && self.chinese && opens_with_bracket(&text) {
            self.writer.raw(",open:true");
        }
        self.writer.raw(")");
    }

    pub(crate) fn line_with_anchor(&mut self, content: &[Inline], id: Option<&str>) {
        if let Some(id) = id {
            self.writer.raw("[");
            self.anchor(id);
            self.writer.raw("#");
            self.line(content);
            self.writer.raw("]");
        } else {
            self.line(content);
        }
    }

    fn heading(&mut self, heading: &Heading, block: &Block) {
        let start = self.writer.out.len();
        let depth = heading.level.min(self.last_depth + 1);
        self.last_depth = depth;
        self.writer.raw(&format!("k-heading({},{depth},", heading.level)).option(heading.number.as_deref());
        self.writer.raw(",").string(&plain_text(&heading.content)).raw(",");
        self.line(&heading.content);
        self.writer.raw(",");
        self.option_line(heading.second.as_ref());
        self.writer.raw(",").option(block.attributes.id.as_deref()).raw(")");
        if self.contained == 0 {
            self.headings.push(Placed { range: (start, self.writer.out.len()), span: block.span, unit: self.unit });
        }
    }

    fn figure(&mut self, figure: &Figure, block: &Block) {
        let Some(path) = self.image_path(&figure.image.source) else { return };
        let mut alternative = figure.image.alternative.clone();
        if alternative.is_empty() {
            alternative = figure.caption.as_ref().map(|c| plain_text(&c.content)).unwrap_or_default();
        }
        let width = self.width(figure.image.width.as_deref(), block.span);
        self.writer.raw("k-figure((id:").option(block.attributes.id.as_deref());
        self.writer.raw(",path:").string(&path).raw(",alt:").string(&alternative).raw(",width:").raw(&width);
        match &figure.media {
            // Pictures of pixels are printed at 200 to the inch unless a width is said; SVG has 96 units to the inch.
            Some(media) => {
                let unit = if media.path.to_ascii_lowercase().ends_with(".svg") { 0.75 } else { 0.36 };
                self.writer.raw(&format!(
                    ",natural:({}pt,{}pt)",
                    f64::from(media.width.max(1)) * unit,
                    f64::from(media.height.max(1)) * unit
                ));
            }
            None => {
                self.writer.raw(",natural:none");
            }
        }
        self.writer.raw(",caption:");
        self.caption(figure.caption.as_ref());
        self.floating(0);
        self.writer.raw("))");
    }

    fn note_movable(&mut self, start: usize, whole: bool, block: &Block) {
        if whole && self.contained == 0 {
            self.movable.push(Placed { range: (start, self.writer.out.len()), span: block.span, unit: self.unit });
        }
    }

    /// Says whether the figure or table of this unit has to leave its place.
    pub(crate) fn floating(&mut self, depth: usize) {
        if self.contained == depth {
            self.writer.raw(&format!(",float:k-floats(fixes,\"{}\")", self.unit));
        } else {
            self.writer.raw(",float:false");
        }
    }

    /// A width as Typst source: `auto` where none is said.
    pub(crate) fn width(&mut self, width: Option<&str>, span: Span) -> String {
        let Some(text) = width else { return "auto".to_owned() };
        length(text).unwrap_or_else(|| {
            self.diagnostics.push(
                Diagnostic::warning("print/width", format!("`{text}` is no width; the picture has its own"))
                    .at(span)
                    .help("write `width=60%`, `width=80mm` or `width=12em`"),
            );
            "auto".to_owned()
        })
    }

    /// The picture in the project; a picture that the book does not hold was reported when it was looked for.
    pub(crate) fn image_path(&self, source: &str) -> Option<String> {
        self.images.get(source).map(|path| format!("/{path}"))
    }

    pub(crate) fn caption(&mut self, caption: Option<&Caption>) {
        let Some(caption) = caption else {
            self.writer.raw("none");
            return;
        };
        self.writer.raw("(label:").option(caption.label.as_deref()).raw(",body:");
        self.line(&caption.content);
        self.writer.raw(",second-label:").option(caption.second_label.as_deref()).raw(",second:");
        self.option_line(caption.second.as_ref());
        self.writer.raw(")");
    }

    fn is_fenced(&self, span: Span) -> bool {
        self.sources.slice(span).trim_start().starts_with(['`', '~'])
    }

    pub(crate) fn raw_typst(&mut self, text: &str, span: Span) {
        if !self.trusted {
            self.diagnostics.push(
                Diagnostic::error("print/raw-untrusted", "raw Typst is not run: a book must not be able to run anything")
                    .at(span)
                    .help("say it with what the manuscript offers, or put it into a template of your own"),
            );
            return;
        }
        // In a file of its own an error in it cannot spoil the chapter.
        let path = format!("raw/{:02}-{}.typ", self.division + 1, self.raw.len() + 1);
        self.writer.raw("#include ").string(&format!("/{path}")).raw(" ");
        self.raw.push((path, format!("#import \"/template/prelude.typ\": *\n{text}\n"), span));
    }
}

/// Whether a paragraph has notes at the foot of the page.
pub fn has_page_note(content: &[Inline]) -> bool {
    let mut found = false;
    walk::each_inline(content, &mut |inline| {
        found |= matches!(&inline.kind, InlineKind::Note(n) if n.placement == NotePlacement::Page);
        walk::Descend::Yes
    });
    found
}

fn opens_with_bracket(text: &str) -> bool {
    text.chars().next().is_some_and(|c| matches!(c, '（' | '《' | '〈' | '“' | '‘' | '「' | '『' | '【' | '〔' | '［'))
}
