//! Blocks as Typst code: one file per division, calls of the prelude with string literals.

use crate::writer::{Mapped, Writer};
use kaiben_model::*;
use kaiben_source::{Diagnostic, Span};
use std::collections::{BTreeMap, BTreeSet};

/// One generated file.
pub struct Chapter {
    /// Its source.
    pub source: String,
    /// Its side table.
    pub map: Vec<Mapped>,
    /// Its notes in reading order, with the places of their marks.
    pub notes: Vec<(String, Span)>,
    /// Block of the division (top level) that each note stands in.
    pub note_blocks: BTreeMap<String, usize>,
    /// What was found while writing.
    pub diagnostics: Vec<Diagnostic>,
}

/// What has to be held together, found out by an earlier layout: top-level blocks by division and index.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Repairs {
    /// Blocks that must not break.
    pub together: BTreeSet<(usize, usize)>,
    /// Blocks that start a page.
    pub new_page: BTreeSet<(usize, usize)>,
}

/// Writes one division.
pub struct Emitter<'a> {
    pub(crate) resolved: &'a Resolved,
    pub(crate) labels: &'static Labels,
    pub(crate) restart: NoteRestart,
    pub(crate) images: &'a BTreeMap<String, String>,
    pub(crate) writer: Writer,
    pub(crate) notes: Vec<(String, Span)>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Writes the division with that index. `images` maps paths of the book to paths of the project.
pub fn emit_division(
    resolved: &Resolved,
    index: usize,
    restart: NoteRestart,
    images: &BTreeMap<String, String>,
    repairs: &Repairs,
) -> Chapter {
    let book = resolved.book();
    let mut emitter = Emitter {
        resolved,
        labels: labels(&book.settings.book.language),
        restart,
        images,
        writer: Writer::default(),
        notes: Vec::new(),
        diagnostics: Vec::new(),
    };
    let mut note_blocks = BTreeMap::new();
    emitter.writer.raw("#import \"/prelude.typ\": *\n#let content = {\n");
    if let Some(division) = book.divisions.get(index) {
        for (number, block) in division.blocks.iter().enumerate() {
            let first_note = emitter.notes.len();
            if repairs.new_page.contains(&(index, number)) {
                emitter.writer.raw("pagebreak(weak: true)\n");
            }
            let together = repairs.together.contains(&(index, number));
            if together {
                emitter.writer.raw("k-together({");
            }
            emitter.block(block);
            if together {
                emitter.writer.raw("})");
            }
            emitter.writer.raw("\n");
            for (anchor, _) in &emitter.notes[first_note..] {
                note_blocks.insert(anchor.clone(), number);
            }
        }
    }
    emitter.writer.raw("}\n");
    let Emitter { writer, notes, diagnostics, .. } = emitter;
    Chapter { source: writer.out, map: writer.map, notes, note_blocks, diagnostics }
}

/// A width as an author writes it, as a Typst length; none if it is no length.
pub fn length(text: &str) -> Option<String> {
    let unit_at = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (number, unit) = text.split_at(unit_at);
    let number: f64 = number.parse().ok()?;
    match unit {
        "%" | "mm" | "cm" | "in" | "pt" | "em" => Some(format!("{number}{unit}")),
        "px" => Some(format!("{}pt", number * 0.75)),
        _ => None,
    }
}

impl Emitter<'_> {
    pub(crate) fn blocks(&mut self, blocks: &[Block]) {
        self.writer.raw("{");
        for block in blocks {
            self.block(block);
            self.writer.raw(";");
        }
        self.writer.raw("}");
    }

    /// The body of a note: its first paragraph runs on from the mark.
    pub(crate) fn note_body(&mut self, blocks: &[Block]) {
        self.writer.raw("{");
        for (i, block) in blocks.iter().enumerate() {
            if let (0, BlockKind::Paragraph(content)) = (i, &block.kind) {
                self.inlines(content);
            } else {
                self.block(block);
            }
            self.writer.raw(";");
        }
        self.writer.raw("}");
    }

    pub(crate) fn image_path(&self, source: &str) -> String {
        self.images.get(source).map_or_else(|| source.to_owned(), |p| format!("/{p}"))
    }

    pub(crate) fn raw_refused(&mut self, format: &str, span: Span) {
        if format == "typst" {
            self.diagnostics.push(
                Diagnostic::error("print/raw-typst", "raw Typst is not run: a book must not be able to run anything")
                    .at(span)
                    .help("say it with what the manuscript offers, or put it into your own `templates/print`"),
            );
        }
    }

    fn block(&mut self, block: &Block) {
        let span = block.span;
        let start = self.writer.out.len();
        let language = block.attributes.language().map(str::to_owned);
        if let Some(language) = &language {
            self.writer.raw("k-lang(").string(language).raw(",{");
        }
        self.block_kind(block);
        if language.is_some() {
            self.writer.raw("})");
        }
        self.writer.map.push(Mapped { start, end: self.writer.out.len(), span, text: false });
    }

    fn block_kind(&mut self, block: &Block) {
        let id = block.attributes.id.clone();
        let labelled = matches!(block.kind, BlockKind::Heading(_) | BlockKind::Figure(_) | BlockKind::Table(_) | BlockKind::Equation(_));
        if let (Some(id), false) = (&id, labelled) {
            self.writer.raw("k-anchor(").string(id).raw(");");
        }
        match &block.kind {
            BlockKind::Paragraph(content) => self.paragraph(content),
            BlockKind::Heading(heading) => self.heading(heading, id.as_deref()),
            BlockKind::Code { language, text } => {
                self.writer.raw("k-code(");
                match language {
                    Some(language) => self.writer.string(language),
                    None => self.writer.raw("none"),
                };
                self.writer.raw(",").string(text).raw(")");
            }
            BlockKind::Quote(blocks) => self.call_blocks("k-quote(none,", blocks),
            BlockKind::List { ordered, tight, items } => self.list(*ordered, *tight, items),
            BlockKind::Definitions(items) => {
                for item in items {
                    self.writer.raw("k-definition(");
                    self.inlines(&item.term);
                    self.writer.raw(",{");
                    for detail in &item.details {
                        self.blocks(detail);
                        self.writer.raw(";");
                    }
                    self.writer.raw("});");
                }
            }
            BlockKind::Table(table) => self.table(table, id.as_deref()),
            BlockKind::Figure(figure) => self.figure(figure, id.as_deref()),
            BlockKind::Equation(equation) => {
                self.writer.raw("k-equation(");
                self.option(id.as_deref());
                self.writer.raw(",");
                self.option(equation.number.as_deref());
                self.writer.raw(",");
                self.math(equation, true, block.span);
                self.writer.raw(")");
            }
            BlockKind::Container(container) => self.container(container, block),
            BlockKind::Raw { format, text } if format == "html" => {
                let shown = crate::inlines::text_of_html(text);
                if !shown.is_empty() {
                    self.writer.raw("k-p(").text(&shown, block.span).raw(",false)");
                }
                self.diagnostics.push(
                    Diagnostic::warning("print/raw-html", "raw HTML cannot be printed; its text is shown")
                        .at(block.span)
                        .help("write it in Markdown, or put it into `::: only {target=html}`"),
                );
            }
            BlockKind::Raw { format, .. } => self.raw_refused(format, block.span),
            BlockKind::ThematicBreak => {
                self.writer.raw("k-break()");
            }
            BlockKind::TermList(list) => self.term_list(list),
        }
    }

    fn paragraph(&mut self, content: &[Inline]) {
        let mut has_note = false;
        walk::each_inline(content, &mut |inline| {
            has_note |= matches!(&inline.kind, InlineKind::Note(n) if n.placement == NotePlacement::Page);
            walk::Descend::Yes
        });
        let opening = plain_text(content).chars().next().is_some_and(|c| matches!(c, '（' | '《' | '“' | '「' | '【' | '〔' | '『' | '‘'));
        self.writer.raw(if opening { "k-p-open(" } else { "k-p(" });
        self.inlines(content);
        self.writer.raw(if has_note { ",true)" } else { ",false)" });
    }

    fn heading(&mut self, heading: &Heading, id: Option<&str>) {
        self.writer.raw("k-heading(").raw(&heading.level.to_string()).raw(",");
        self.option(heading.number.as_deref());
        self.writer.raw(",").string(&plain_text(&heading.content)).raw(",");
        self.inlines(&heading.content);
        self.writer.raw(",");
        match &heading.second {
            Some(second) => self.inlines(second),
            None => {
                self.writer.raw("none");
            }
        }
        self.writer.raw(",");
        self.option(id);
        self.writer.raw(")");
    }

    pub(crate) fn option(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.writer.string(text),
            None => self.writer.raw("none"),
        };
    }

    fn call_blocks(&mut self, call: &str, blocks: &[Block]) {
        self.writer.raw(call);
        self.blocks(blocks);
        self.writer.raw(")");
    }

    fn list(&mut self, ordered: Option<OrderedList>, tight: bool, items: &[ListItem]) {
        self.writer.raw(if tight { "k-list(true,(" } else { "k-list(false,(" });
        for (i, item) in items.iter().enumerate() {
            let mark = match (ordered, item.checked) {
                (Some(list), _) => {
                    format!("{}{}", list.start as usize + i, if list.parenthesis { ")" } else { "." })
                }
                (None, Some(true)) => "☑".to_owned(),
                (None, Some(false)) => "☐".to_owned(),
                (None, None) => String::new(),
            };
            self.writer.raw("(").string(&mark).raw(",(");
            for block in &item.blocks {
                let paragraph = match &block.kind {
                    BlockKind::Paragraph(content) => Some(content),
                    _ => None,
                };
                match paragraph {
                    Some(content) => {
                        self.writer.raw("(true,");
                        self.inlines(content);
                    }
                    None => {
                        self.writer.raw("(false,{");
                        self.block(block);
                        self.writer.raw("}");
                    }
                }
                self.writer.raw("),");
            }
            self.writer.raw(")),");
        }
        self.writer.raw("))");
    }

    fn figure(&mut self, figure: &Figure, id: Option<&str>) {
        let path = self.image_path(&figure.image.source);
        let alternative = if figure.image.alternative.is_empty() {
            figure.caption.as_ref().map(|c| plain_text(&c.content)).unwrap_or_default()
        } else {
            figure.image.alternative.clone()
        };
        self.writer.raw("k-figure(");
        self.option(id);
        self.writer.raw(",").string(&path).raw(",").string(&alternative).raw(",");
        let width = figure.image.width.as_deref().and_then(length);
        self.writer.raw(width.as_deref().unwrap_or("auto")).raw(",");
        self.caption(figure.caption.as_ref());
        self.writer.raw(")");
    }

    pub(crate) fn caption(&mut self, caption: Option<&Caption>) {
        let Some(caption) = caption else {
            self.writer.raw("none");
            return;
        };
        self.writer.raw("(label:");
        self.option(caption.label.as_deref());
        self.writer.raw(",body:");
        self.inlines(&caption.content);
        self.writer.raw(",second-label:");
        self.option(caption.second_label.as_deref());
        self.writer.raw(",second:");
        match &caption.second {
            Some(second) => self.inlines(second),
            None => {
                self.writer.raw("none");
            }
        }
        self.writer.raw(")");
    }

    fn container(&mut self, container: &Container, block: &Block) {
        let source = block.attributes.get("source").map(str::to_owned);
        match &container.kind {
            ContainerKind::Callout { kind, title } => {
                let (name, index) = match kind {
                    CalloutKind::Note => ("note", 0),
                    CalloutKind::Tip => ("tip", 1),
                    CalloutKind::Important => ("important", 2),
                    CalloutKind::Warning => ("warning", 3),
                    CalloutKind::Caution => ("caution", 4),
                };
                self.writer.raw("k-callout(").string(name).raw(",");
                match title {
                    Some(title) => self.inlines(title),
                    None => {
                        self.writer.string(self.labels.callouts[index]);
                    }
                }
                self.writer.raw(",");
                self.blocks(&container.blocks);
                self.writer.raw(")");
            }
            ContainerKind::Quote | ContainerKind::Epigraph => {
                self.writer.raw(if container.kind == ContainerKind::Quote { "k-quote(" } else { "k-epigraph(" });
                self.option(source.as_deref());
                self.call_blocks(",", &container.blocks);
            }
            ContainerKind::Verse => {
                self.writer.raw("k-verse({");
                for child in &container.blocks {
                    match &child.kind {
                        BlockKind::Paragraph(content) => {
                            self.writer.raw("k-stanza(");
                            let lines: Vec<Inline> = content
                                .iter()
                                .cloned()
                                .map(|mut inline| {
                                    if inline.kind == InlineKind::SoftBreak {
                                        inline.kind = InlineKind::LineBreak;
                                    }
                                    inline
                                })
                                .collect();
                            self.inlines(&lines);
                            self.writer.raw(");");
                        }
                        _ => {
                            self.block(child);
                            self.writer.raw(";");
                        }
                    }
                }
                self.writer.raw("})");
            }
            ContainerKind::Only => {
                let shown = block.attributes.get("target").is_none_or(|t| {
                    t.split(',').any(|t| matches!(t.trim(), "print" | "pdf" | "press"))
                });
                if shown {
                    self.blocks(&container.blocks);
                } else {
                    self.writer.raw("none");
                }
            }
            ContainerKind::Landscape => self.call_blocks("k-landscape(", &container.blocks),
            ContainerKind::Columns => {
                let count = block.attributes.get("count").and_then(|c| c.parse::<u8>().ok()).unwrap_or(2).clamp(1, 6);
                self.call_blocks(&format!("k-columns({count},"), &container.blocks);
            }
            ContainerKind::ListTable | ContainerKind::CsvTable | ContainerKind::Other(_) => self.blocks(&container.blocks),
        }
    }

    fn term_list(&mut self, list: &TermList) {
        self.writer.raw(match list.order {
            TermListOrder::Chinese => "k-terms(\"zh\",(",
            TermListOrder::English => "k-terms(\"en\",(",
        });
        for entry in &list.entries {
            let term = self.resolved.book().glossary.terms.get(entry.term).cloned();
            self.writer.raw("(group:");
            self.option(entry.group.as_deref());
            self.writer.raw(",head:").string(&entry.head).raw(",other:");
            self.option(entry.other.as_deref());
            self.writer.raw(",definition:");
            match &entry.definition {
                Some(definition) => self.inlines(definition),
                None => {
                    self.writer.raw("none");
                }
            }
            self.writer.raw(",anchor:");
            let anchor = term.as_ref().map(|t| t.anchor.clone());
            self.option(anchor.as_deref());
            self.writer.raw(if entry.defines { ",defines:true,uses:(" } else { ",defines:false,uses:(" });
            for place in term.iter().flat_map(|t| &t.uses) {
                if self.resolved.anchor(&place.anchor).is_some() {
                    self.writer.raw("label(").string(&place.anchor).raw("),");
                }
            }
            self.writer.raw(")),");
        }
        self.writer.raw("))");
    }
}
