//! Inlines as Typst code.

use crate::emit::Emitter;
use kaiben_model::{Image, Inline, InlineKind, Note, NotePlacement, NoteRestart, Target};
use kaiben_source::Diagnostic;

impl Emitter<'_> {
    /// Inlines as a code block `{ …; … }` whose values join to content.
    pub fn inlines(&mut self, inlines: &[Inline]) {
        self.writer.raw("{");
        for inline in inlines {
            self.inline(inline);
            self.writer.raw(";");
        }
        self.writer.raw("}");
    }

    fn inline(&mut self, inline: &Inline) {
        let language = inline.attributes.language().map(str::to_owned);
        if let Some(language) = &language {
            self.writer.raw("k-lang(").string(language).raw(",{");
        }
        if let Some(id) = &inline.attributes.id {
            let id = id.clone();
            self.writer.raw("k-anchor(").string(&id).raw(");");
        }
        self.inline_kind(inline);
        if language.is_some() {
            self.writer.raw("})");
        }
    }

    fn wrapped(&mut self, function: &str, content: &[Inline]) {
        self.writer.raw(function).raw("(");
        self.inlines(content);
        self.writer.raw(")");
    }

    fn inline_kind(&mut self, inline: &Inline) {
        match &inline.kind {
            InlineKind::Text(text) => {
                self.writer.text(text, inline.span);
            }
            InlineKind::Emphasis(c) => self.wrapped("k-emphasis", c),
            InlineKind::Strong(c) => self.wrapped("k-strong", c),
            InlineKind::Strikethrough(c) => self.wrapped("strike", c),
            InlineKind::Superscript(c) => self.wrapped("super", c),
            InlineKind::Subscript(c) => self.wrapped("sub", c),
            InlineKind::Span(c) if inline.attributes.has_class("dots") => self.wrapped("k-dots", c),
            InlineKind::Span(c) => self.inlines(c),
            InlineKind::Code(text) => {
                self.writer.raw("raw(").text(text, inline.span).raw(")");
            }
            InlineKind::Math(equation) => self.math(equation, false, inline.span),
            InlineKind::Link { target, content, .. } => {
                self.writer.raw("k-link(");
                match target {
                    Target::Url(url) => {
                        self.writer.string(url);
                    }
                    Target::Anchor(label) => {
                        self.writer.raw("label(").string(label).raw(")");
                    }
                }
                self.writer.raw(",");
                self.inlines(content);
                self.writer.raw(")");
            }
            InlineKind::Image(image) => self.inline_image(image),
            InlineKind::LineBreak => {
                self.writer.raw("linebreak()");
            }
            InlineKind::SoftBreak => {
                self.writer.raw("\" \"");
            }
            InlineKind::Note(note) => self.note(note, inline),
            InlineKind::Ruby { base, reading } => {
                self.writer.raw("k-ruby(").text(base, inline.span).raw(",").string(reading).raw(")");
            }
            InlineKind::CrossReference(reference) => {
                let text = reference.text.as_deref().unwrap_or(&reference.label).to_owned();
                self.writer.raw("k-link(label(").string(&reference.label).raw("),").text(&text, inline.span).raw(")");
            }
            InlineKind::Term(term) => {
                if let Some(anchor) = &term.anchor {
                    self.writer.raw("k-anchor(").string(anchor).raw(");");
                }
                let entry = self.resolved.book().glossary.terms.get(term.term).map(|t| t.anchor.clone());
                let linked = entry.filter(|a| self.resolved.anchor(a).is_some());
                match linked {
                    Some(anchor) => {
                        self.writer.raw("k-term(label(").string(&anchor).raw("),");
                        self.inlines(&term.content);
                        self.writer.raw(")");
                    }
                    None => self.inlines(&term.content),
                }
                if let Some(expansion) = &term.expansion {
                    let (open, close) = self.labels.parentheses;
                    self.writer.raw(";").text(&format!("{open}{expansion}{close}"), inline.span);
                }
            }
            InlineKind::Raw { format, text } if format == "html" => {
                let shown = text_of_html(text);
                if !shown.is_empty() {
                    self.writer.text(&shown, inline.span);
                }
                self.diagnostics.push(
                    Diagnostic::warning("print/raw-html", "raw HTML cannot be printed; its text is shown")
                        .at(inline.span)
                        .help("write it in Markdown, or put it into `::: only {target=html}`"),
                );
            }
            InlineKind::Raw { format, .. } => self.raw_refused(format, inline.span),
            // `Resolved` promises that none is left.
            InlineKind::Citation { text } | InlineKind::MarkedTerm(text) => {
                self.writer.text(text, inline.span);
            }
        }
    }

    fn note(&mut self, note: &Note, inline: &Inline) {
        if note.placement == NotePlacement::Table {
            self.writer.raw("k-table-mark(").string(&note.mark).raw(")");
            return;
        }
        self.notes.push((note.anchor.clone(), inline.span));
        self.writer.raw("k-note(").string(&note.anchor).raw(",");
        if self.restart == NoteRestart::Page {
            self.writer.raw("none");
        } else {
            self.writer.string(&note.mark);
        }
        self.writer.raw(",");
        self.note_body(&note.blocks);
        self.writer.raw(")");
    }

    fn inline_image(&mut self, image: &Image) {
        let path = self.image_path(&image.source);
        self.writer.raw("box(image(").string(&path).raw(",alt:").string(&image.alternative);
        match image.width.as_deref().and_then(crate::emit::length) {
            Some(width) => self.writer.raw(",width:").raw(&width),
            None => self.writer.raw(",height:1em"),
        };
        self.writer.raw("))");
    }
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
