//! Inlines as markup.

use crate::escape_text;
use crate::serialize::{Serializer, escape};
use kaiben_model::*;
use kaiben_source::{Diagnostic, Span};

impl Serializer<'_> {
    pub(crate) fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            self.inline(inline);
        }
    }

    fn wrapped(&mut self, tag: &str, inline: &Inline, content: &[Inline]) {
        let attributes = self.attributes_of(inline, &[]);
        self.out.push_str(&format!("<{tag}{attributes}>"));
        self.inlines(content);
        self.out.push_str(&format!("</{tag}>"));
    }

    /// In lists of titles labels are left out: each stands in the book once.
    fn attributes_of(&self, inline: &Inline, classes: &[&str]) -> String {
        if self.in_link {
            let attributes = Attributes { id: None, ..inline.attributes.clone() };
            return self.attributes(&attributes, classes);
        }
        self.attributes(&inline.attributes, classes)
    }

    fn inline(&mut self, inline: &Inline) {
        match &inline.kind {
            InlineKind::Text(text) => self.text(text, inline),
            InlineKind::Emphasis(c) => self.wrapped("em", inline, c),
            InlineKind::Strong(c) => self.wrapped("strong", inline, c),
            InlineKind::Strikethrough(c) => self.wrapped("s", inline, c),
            InlineKind::Superscript(c) => self.wrapped("sup", inline, c),
            InlineKind::Subscript(c) => self.wrapped("sub", inline, c),
            InlineKind::Span(c) => self.wrapped("span", inline, c),
            InlineKind::Code(text) => {
                let attributes = self.attributes_of(inline, &[]);
                self.out.push_str(&format!("<code{attributes}>{}</code>", escape_text(text)));
            }
            InlineKind::Math(equation) => self.math(equation),
            InlineKind::Link { target, title, content } => self.link(target, title.as_deref(), content, inline),
            InlineKind::Image(image) => self.image(image, &[]),
            InlineKind::LineBreak => self.void("br"),
            InlineKind::SoftBreak => self.out.push('\n'),
            InlineKind::Note(note) => self.note(note),
            InlineKind::Ruby { base, reading } => {
                self.out.push_str(&format!("<ruby>{}<rp>（</rp><rt>{}</rt><rp>）</rp></ruby>", escape_text(base), escape_text(reading)));
            }
            InlineKind::CrossReference(reference) => {
                let text = escape_text(reference.text.as_deref().unwrap_or(&reference.label));
                if self.in_link {
                    self.out.push_str(&text);
                } else {
                    let address = escape(&self.address(&reference.label));
                    self.out.push_str(&format!("<a class=\"reference\" href=\"{address}\">{text}</a>"));
                }
            }
            InlineKind::Term(term) => self.term(term),
            InlineKind::Raw { format, text } if format == "html" => self.raw_html(text, inline.span),
            InlineKind::Raw { .. } => {}
            // `Resolved` promises that none is left.
            InlineKind::Citation { text } | InlineKind::MarkedTerm(text) => {
                let text = escape_text(text);
                self.out.push_str(&text);
            }
        }
    }

    fn text(&mut self, text: &str, inline: &Inline) {
        let text = escape_text(text);
        let attributes = self.attributes_of(inline, &[]);
        if attributes.is_empty() {
            self.out.push_str(&text);
        } else {
            self.out.push_str(&format!("<span{attributes}>{text}</span>"));
        }
    }

    pub(crate) fn math(&mut self, equation: &Equation) {
        self.has_math = true;
        let mathml = equation.mathml.as_deref().unwrap_or_default();
        // The namespace is needed in XHTML and allowed in HTML.
        if mathml.contains("xmlns=") {
            self.out.push_str(mathml);
        } else {
            self.out.push_str(&mathml.replacen("<math", "<math xmlns=\"http://www.w3.org/1998/Math/MathML\"", 1));
        }
    }

    fn link(&mut self, target: &Target, title: Option<&str>, content: &[Inline], inline: &Inline) {
        if self.in_link {
            self.inlines(content);
            return;
        }
        let address = match target {
            Target::Url(url) => url.clone(),
            Target::Anchor(label) => self.address(label),
        };
        let attributes = self.attributes_of(inline, &[]);
        let title = title.map(|t| format!(" title=\"{}\"", escape(t))).unwrap_or_default();
        self.out.push_str(&format!("<a{attributes} href=\"{}\"{title}>", escape(&address)));
        self.in_link = true;
        self.inlines(content);
        self.in_link = false;
        self.out.push_str("</a>");
    }

    pub(crate) fn image(&mut self, image: &Image, classes: &[&str]) {
        let source = escape(&(self.options.image)(&image.source));
        let size = self
            .resolved
            .book()
            .resources
            .get(&image.source)
            .map(|r| format!(" width=\"{}\" height=\"{}\"", r.width, r.height))
            .unwrap_or_default();
        let style = image.width.as_deref().filter(|w| is_length(w)).map(|w| format!(" style=\"width:{w}\"")).unwrap_or_default();
        let class = if classes.is_empty() { String::new() } else { format!(" class=\"{}\"", classes.join(" ")) };
        self.void(&format!("img{class} src=\"{source}\" alt=\"{}\"{size}{style}", escape(&image.alternative)));
    }

    fn note(&mut self, note: &Note) {
        if self.in_link {
            return;
        }
        let kind = if self.xhtml() { " epub:type=\"noteref\" role=\"doc-noteref\"" } else { " role=\"doc-noteref\"" };
        let class = if note.placement == NotePlacement::Table { "noteref table-noteref" } else { "noteref" };
        self.out.push_str(&format!(
            "<sup><a class=\"{class}\"{kind} id=\"ref-{0}\" href=\"#{0}\">{1}</a></sup>",
            escape(&note.anchor),
            escape(&note.mark)
        ));
        if note.placement == NotePlacement::Page {
            self.notes.push(note.clone());
        }
    }

    fn term(&mut self, term: &TermUse) {
        let entry = self.resolved.book().glossary.terms.get(term.term).cloned();
        let linked = entry.filter(|t| !self.in_link && self.resolved.anchor(&t.anchor).is_some());
        match linked {
            Some(entry) => {
                let address = escape(&self.address(&entry.anchor));
                let id = term.anchor.as_ref().map(|a| format!(" id=\"{}\"", escape(a))).unwrap_or_default();
                let gloss: Vec<&str> = entry.zh.iter().chain(&entry.en).chain(&entry.abbr).map(String::as_str).collect();
                let title = escape(&gloss.join(" · "));
                self.out.push_str(&format!("<a class=\"term\"{id} href=\"{address}\" title=\"{title}\">"));
                self.in_link = true;
                self.inlines(&term.content);
                self.in_link = false;
                self.out.push_str("</a>");
            }
            None => self.inlines(&term.content),
        }
        if let Some(expansion) = &term.expansion {
            let (open, close) = self.labels.parentheses;
            self.out.push_str(&format!("<span class=\"expansion\">{open}{}{close}</span>", escape_text(expansion)));
        }
    }

    pub(crate) fn raw_html(&mut self, html: &str, span: Span) {
        let clean = ammonia::Builder::default().link_rel(None).clean(html).to_string();
        if clean.trim() != html.trim() && !html.trim().is_empty() {
            self.diagnostics.push(
                Diagnostic::info("html/changed", "the raw HTML was cleaned: what could do harm, or is not closed, was changed")
                    .at(span)
                    .help("use plain elements without scripts, styles and handlers, and close each in the same place"),
            );
        }
        if self.xhtml() {
            self.out.push_str(&clean.replace("<br>", "<br/>").replace("<hr>", "<hr/>").replace("<wbr>", "<wbr/>").replace("&nbsp;", "\u{A0}"));
        } else {
            self.out.push_str(&clean);
        }
    }
}

fn is_length(text: &str) -> bool {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    digits.parse::<f64>().is_ok() && ["%", "mm", "cm", "in", "pt", "em", "px"].contains(&&text[digits.len()..])
}
