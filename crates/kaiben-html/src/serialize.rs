//! One division as markup.

use kaiben_model::*;
use kaiben_source::Diagnostic;

/// HTML for browsers, or XHTML with the attributes of EPUB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// HTML.
    Html,
    /// XHTML with `epub:type`.
    Xhtml,
}

/// Where things are in an edition.
pub struct SerializeOptions<'a> {
    /// HTML or XHTML.
    pub syntax: Syntax,
    /// Name of the edition in `::: only {target=…}`: `html`, `epub`.
    pub edition: &'a str,
    /// File name of a division's page, by its index, relative to the page that is written.
    pub page: &'a dyn Fn(usize) -> String,
    /// Path of a picture, by its path in the book, relative to the page that is written.
    pub image: &'a dyn Fn(&str) -> String,
}

/// A division as markup.
pub struct Serialized {
    /// A `section` with everything of the division, its notes at the end.
    pub body: String,
    /// Whether there is MathML in it.
    pub has_math: bool,
    /// Whether there is SVG in it (pictures in files do not count).
    pub has_svg: bool,
    /// What was found while writing.
    pub diagnostics: Vec<Diagnostic>,
}

pub(crate) struct Serializer<'a> {
    pub(crate) resolved: &'a Resolved,
    pub(crate) options: &'a SerializeOptions<'a>,
    pub(crate) labels: &'static Labels,
    pub(crate) division: usize,
    pub(crate) out: String,
    pub(crate) has_math: bool,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Notes whose marks were written: they stand at the division's end.
    pub(crate) notes: Vec<Note>,
    /// A link may not stand in a link.
    pub(crate) in_link: bool,
}

/// Writes the division with that index.
pub fn serialize_division(resolved: &Resolved, division: usize, options: &SerializeOptions<'_>) -> Serialized {
    let mut s = serializer(resolved, division, options);
    let book = resolved.book();
    if let Some(part) = book.divisions.get(division) {
        let kind = match (part.kind, part.matter) {
            (DivisionKind::Glossary, _) => "glossary",
            (_, Matter::Body) => "chapter",
            (_, Matter::Front) => "preface",
            (_, Matter::Back) => "appendix",
        };
        let title = escape(&part.title_text());
        if options.syntax == Syntax::Xhtml {
            s.out.push_str(&format!("<section class=\"division {kind}\" epub:type=\"{kind}\" role=\"doc-{kind}\" aria-label=\"{title}\">\n"));
        } else {
            s.out.push_str(&format!("<section class=\"division {kind}\" aria-label=\"{title}\">\n"));
        }
        s.blocks(&part.blocks);
        s.endnotes();
        s.out.push_str("</section>\n");
    }
    Serialized { body: s.out, has_math: s.has_math, has_svg: false, diagnostics: s.diagnostics }
}

/// Writes a title for a list: no links, no notes, no labels.
pub fn serialize_title(resolved: &Resolved, title: &[Inline], options: &SerializeOptions<'_>) -> String {
    let mut s = serializer(resolved, 0, options);
    s.in_link = true;
    s.inlines(title);
    s.out
}

fn serializer<'a>(resolved: &'a Resolved, division: usize, options: &'a SerializeOptions<'a>) -> Serializer<'a> {
    Serializer {
        resolved,
        options,
        labels: labels(&resolved.book().settings.book.language),
        division,
        out: String::new(),
        has_math: false,
        diagnostics: Vec::new(),
        notes: Vec::new(),
        in_link: false,
    }
}

pub(crate) fn escape(text: &str) -> String {
    crate::escape_attribute(text)
}

impl Serializer<'_> {
    pub(crate) fn xhtml(&self) -> bool {
        self.options.syntax == Syntax::Xhtml
    }

    /// An element without content.
    pub(crate) fn void(&mut self, tag: &str) {
        self.out.push('<');
        self.out.push_str(tag);
        self.out.push_str(if self.xhtml() { "/>" } else { ">" });
    }

    /// `id`, classes and language of an author's braces.
    pub(crate) fn attributes(&self, attributes: &Attributes, classes: &[&str]) -> String {
        let mut out = String::new();
        if let Some(id) = &attributes.id {
            out.push_str(&format!(" id=\"{}\"", escape(id)));
        }
        let own = attributes.classes.iter().map(String::as_str).filter(|c| !matches!(*c, "unnumbered" | "no-term"));
        let all: Vec<&str> = classes.iter().copied().chain(own).collect();
        if !all.is_empty() {
            out.push_str(&format!(" class=\"{}\"", escape(&all.join(" "))));
        }
        if let Some(language) = attributes.language() {
            out.push_str(&self.language(language));
        }
        out
    }

    /// The language of an element.
    pub(crate) fn language(&self, tag: &str) -> String {
        let tag = escape(tag);
        if self.xhtml() { format!(" lang=\"{tag}\" xml:lang=\"{tag}\"") } else { format!(" lang=\"{tag}\"") }
    }

    /// The language of what an author wrote as the second form.
    pub(crate) fn second_language(&self) -> String {
        self.language(if is_chinese(&self.resolved.book().settings.book.language) { "en" } else { "zh-CN" })
    }

    /// The address of a label from the page that is written.
    pub(crate) fn address(&self, label: &str) -> String {
        match self.resolved.anchor(label) {
            Some(place) if place.division != self.division => format!("{}#{label}", (self.options.page)(place.division)),
            _ => format!("#{label}"),
        }
    }

    fn endnotes(&mut self) {
        let notes = std::mem::take(&mut self.notes);
        if notes.is_empty() {
            return;
        }
        let title = self.labels.notes;
        let kind = if self.xhtml() { " epub:type=\"footnotes\" role=\"doc-endnotes\"" } else { " role=\"doc-endnotes\"" };
        self.out.push_str(&format!("<section class=\"notes\"{kind} aria-label=\"{title}\">\n"));
        self.out.push_str(&format!("<h2 class=\"notes-title\">{title}</h2>\n"));
        for note in &notes {
            self.note_text(note);
        }
        self.out.push_str("</section>\n");
    }

    /// The text of a note; the link back wraps the mark alone, since readers hide it in their popups.
    pub(crate) fn note_text(&mut self, note: &Note) {
        let kind = if self.xhtml() { " epub:type=\"footnote\" role=\"doc-footnote\"" } else { "" };
        let tag = if self.xhtml() { "aside" } else { "div" };
        let back = self.labels.back;
        let mark = escape(&note.mark);
        let link = format!(
            "<a class=\"back\" href=\"#ref-{}\" role=\"doc-backlink\" aria-label=\"{back} {mark}\">{mark}</a> ",
            note.anchor,
        );
        self.out.push_str(&format!("<{tag} class=\"note\" id=\"{}\"{kind}>", note.anchor));
        for (i, block) in note.blocks.iter().enumerate() {
            match (&block.kind, i) {
                (BlockKind::Paragraph(content), 0) => {
                    let attributes = self.attributes(&block.attributes, &[]);
                    self.out.push_str(&format!("<p{attributes}>{link}"));
                    self.inlines(content);
                    self.out.push_str("</p>");
                }
                (_, 0) => {
                    self.out.push_str(&format!("<p>{link}</p>"));
                    self.block(block);
                }
                _ => self.block(block),
            }
        }
        self.out.push_str(&format!("</{tag}>\n"));
    }
}
