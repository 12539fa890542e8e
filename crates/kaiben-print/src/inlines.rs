//! Inlines as Typst code.

use crate::emit::Emitter;
use crate::running::{PieceKind, latin_quotes, pieces};
use kaiben_model::*;
use kaiben_source::{Diagnostic, Span};

impl Emitter<'_> {
    /// The inlines of a paragraph, a heading, a caption: `[#"…"#k-note(…)]`.
    pub fn line(&mut self, inlines: &[Inline]) {
        let quotes = if self.chinese { latin_quotes(inlines) } else { Default::default() };
        let outer = std::mem::replace(&mut self.quotes, quotes);
        self.inlines(inlines);
        self.quotes = outer;
    }

    /// The same for a part of them.
    fn inlines(&mut self, inlines: &[Inline]) {
        self.writer.raw("[");
        for (i, inline) in inlines.iter().enumerate() {
            self.inline(inline);
            if inlines.get(i + 1).is_some_and(|next| needs_gap(inline, next)) {
                self.writer.raw(" ");
            }
        }
        self.writer.raw("]");
    }

    /// Inlines, or `none`.
    pub fn option_line(&mut self, inlines: Option<&Vec<Inline>>) {
        match inlines {
            Some(inlines) => self.line(inlines),
            None => {
                self.writer.raw("none");
            }
        }
    }

    fn inline(&mut self, inline: &Inline) {
        let language = inline.attributes.language().map(str::to_owned);
        if let Some(language) = &language {
            self.writer.raw("#k-foreign(").string(language).raw(",[");
        }
        if let Some(id) = &inline.attributes.id {
            let id = id.clone();
            self.anchor(&id);
        }
        self.inline_kind(inline);
        if language.is_some() {
            self.writer.raw("])");
        }
    }

    /// A place that references can point to.
    pub fn anchor(&mut self, id: &str) {
        self.writer.raw("#k-anchor(").string(id).raw(")");
    }

    fn wrapped(&mut self, function: &str, content: &[Inline]) {
        self.writer.raw("#").raw(function).raw("(");
        self.inlines(content);
        self.writer.raw(")");
    }

    fn inline_kind(&mut self, inline: &Inline) {
        match &inline.kind {
            InlineKind::Text(text) => self.running_text(text, inline.span),
            InlineKind::Emphasis(c) => self.wrapped("k-emphasis", c),
            InlineKind::Strong(c) => self.wrapped("strong", c),
            InlineKind::Strikethrough(c) => self.wrapped("strike", c),
            InlineKind::Superscript(c) => self.wrapped("super", c),
            InlineKind::Subscript(c) => self.wrapped("sub", c),
            InlineKind::Span(c) if inline.attributes.has_class("dots") => self.wrapped("k-dots", c),
            InlineKind::Span(c) => {
                self.writer.raw("#");
                self.inlines(c);
            }
            InlineKind::Code(text) => {
                self.writer.raw("#raw(").text(text, inline.span).raw(")");
            }
            InlineKind::Math(equation) => {
                self.writer.raw("#");
                self.math(equation, false, inline.span);
            }
            InlineKind::Link { target, content, .. } => match target {
                Target::Url(url) => {
                    self.writer.raw("#k-url(").string(url).raw(",");
                    self.inlines(content);
                    self.writer.raw(")");
                }
                Target::Anchor(label) => self.linked("k-link", &label.clone(), |e| e.inlines(content), inline.span),
            },
            InlineKind::Image(image) => self.inline_image(image, inline.span),
            InlineKind::LineBreak => {
                self.writer.raw("#linebreak()");
            }
            InlineKind::SoftBreak => {
                self.writer.raw(" ");
            }
            InlineKind::Note(note) => self.note(note, inline),
            InlineKind::Ruby { base, reading } => {
                self.writer.raw("#k-ruby([#").text(base, inline.span).raw("],").string(reading).raw(")");
            }
            InlineKind::CrossReference(reference) => {
                let text = reference.text.as_deref().unwrap_or(&reference.label).to_owned();
                self.linked(
                    "k-link",
                    &reference.label.clone(),
                    |e| {
                        e.writer.raw("[#").text(&text, inline.span).raw("]");
                    },
                    inline.span,
                );
            }
            InlineKind::Term(term) => self.term(term, inline.span),
            InlineKind::Raw { format, text } if format == "html" => {
                let shown = text_of_html(text);
                if !shown.is_empty() {
                    self.writer.raw("#").text(&shown, inline.span);
                }
                self.raw_html(inline.span);
            }
            InlineKind::Raw { format, text } if format == "typst" => self.raw_typst(text, inline.span),
            // Source of another edition.
            InlineKind::Raw { .. } => {}
            // `Resolved` promises that none is left.
            InlineKind::Citation { text } | InlineKind::MarkedTerm(text) => {
                self.writer.raw("#").text(text, inline.span);
            }
        }
    }

    fn running_text(&mut self, text: &str, span: Span) {
        let exact = (span.end - span.start) as usize == text.len();
        for piece in pieces(text, &mut self.quotes) {
            let place = if exact && !span.is_generated() {
                Span::new(span.file, span.start + piece.start as u32, span.start + piece.end as u32)
            } else {
                span
            };
            let part = &text[piece.start..piece.end];
            match piece.kind {
                PieceKind::Plain => self.writer.raw("#").text(part, place),
                PieceKind::LatinMark => self.writer.raw("#k-latin-mark[#").text(part, place).raw("]"),
                PieceKind::Address => self.writer.raw("#k-url(").string(part).raw(",[#").text(part, place).raw("])"),
            };
        }
    }

    /// A link into the book. What stands in a part that print leaves out cannot be linked to.
    fn linked(&mut self, function: &str, label: &str, content: impl FnOnce(&mut Self), span: Span) {
        if self.hidden.contains(label) {
            self.diagnostics.push(
                Diagnostic::warning("print/target-left-out", format!("`{label}` is not in the printed book: the link to it is left out"))
                    .at(span)
                    .help("put the reference into the same `::: only` as the thing itself"),
            );
            self.writer.raw("#");
            content(self);
            return;
        }
        self.writer.raw("#").raw(function).raw("(label(").string(label).raw("),");
        content(self);
        self.writer.raw(")");
    }

    fn term(&mut self, term: &TermUse, span: Span) {
        if let Some(anchor) = &term.anchor {
            self.anchor(&anchor.clone());
        }
        let entry = self.resolved.book().glossary.terms.get(term.term).map(|t| t.anchor.clone());
        match entry.filter(|a| self.resolved.anchor(a).is_some() && !self.hidden.contains(a)) {
            Some(anchor) => self.linked("k-term", &anchor, |e| e.inlines(&term.content), span),
            None => {
                self.writer.raw("#");
                self.inlines(&term.content);
            }
        }
        if let Some(expansion) = &term.expansion {
            // Made by the program: it has no place of its own in the manuscript.
            self.writer.raw("#").text(expansion, Span::new(span.file, span.end, span.end));
        }
    }

    fn note(&mut self, note: &Note, inline: &Inline) {
        if note.placement == NotePlacement::Table {
            self.writer.raw("#k-table-mark(").string(&note.mark).raw(")");
            return;
        }
        self.notes.push(crate::emit::EmittedNote { anchor: note.anchor.clone(), span: inline.span, unit: self.unit });
        let start = self.writer.out.len();
        self.writer.raw("#k-note(").string(&note.anchor).raw(",");
        let mark = (self.restart != NoteRestart::Page).then_some(note.mark.as_str());
        self.writer.option(mark).raw(",");
        self.note_body(&note.blocks);
        self.writer.raw(")");
        self.note_ranges.push((start, self.writer.out.len()));
    }

    /// The body of a note: its first paragraph runs on from the mark.
    pub(crate) fn note_body(&mut self, blocks: &[Block]) {
        self.contained += 1;
        self.writer.raw("{");
        for (i, block) in blocks.iter().enumerate() {
            match &block.kind {
                BlockKind::Paragraph(content) if i == 0 => self.line(content),
                BlockKind::Paragraph(content) => {
                    self.writer.raw("k-note-p(");
                    self.line(content);
                    self.writer.raw(")");
                }
                _ => self.block(block),
            }
            self.writer.raw(";");
        }
        self.writer.raw("}");
        self.contained -= 1;
    }

    fn inline_image(&mut self, image: &Image, span: Span) {
        let Some(path) = self.image_path(&image.source) else { return };
        self.writer.raw("#k-inline-image(").string(&path).raw(",").string(&image.alternative).raw(",");
        let width = self.width(image.width.as_deref(), span);
        self.writer.raw(&width).raw(")");
    }

    pub(crate) fn raw_html(&mut self, span: Span) {
        self.diagnostics.push(
            Diagnostic::warning("print/raw-html", "raw HTML cannot be printed; its text is shown")
                .at(span)
                .help("write it in Markdown, or put it into `::: only {target=html}`"),
        );
    }
}

/// Han characters and Latin words have a quarter of an em between them (clreq 3.2.1), which the engine sets by
/// itself, but not around code and formulas.
fn needs_gap(left: &Inline, right: &Inline) -> bool {
    let set_apart = |inline: &Inline| matches!(inline.kind, InlineKind::Code(_) | InlineKind::Math(_));
    let edge = |inline: &Inline, last: bool| match &inline.kind {
        InlineKind::Text(text) => if last { text.chars().next_back() } else { text.chars().next() }.is_some_and(is_han),
        _ => false,
    };
    (set_apart(left) && edge(right, false)) || (edge(left, true) && set_apart(right))
}

/// The text of a piece of HTML: what stands outside its tags.
pub fn text_of_html(html: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out.trim().to_owned()
}
