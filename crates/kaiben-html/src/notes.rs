//! Notes: marks in the text, texts at the division's end or under their table.
//!
//! In XHTML the standard markup bears Duokan's classes too: readers that know only those open the note at its mark.

use crate::serialize::Serializer;
use crate::{Attrs, Syntax};
use kaiben_model::{Block, BlockKind, Note};

impl<'a> Serializer<'a> {
    pub fn note_mark(&mut self, note: &'a Note) {
        let attrs = Attrs::new()
            .with("class", self.duokan("noteref", "noteref duokan-footnote"))
            .with("epub:type", "noteref")
            .with("role", "doc-noteref")
            .with("id", format!("ref-{}", note.anchor))
            .with("href", format!("#{}", note.anchor));
        // No line begins with a mark: the word joiner holds it to the character before (clreq 3.1.4).
        self.out.text("\u{2060}");
        self.out.open("sup", &Attrs::new());
        self.out.element("a", &attrs, &note.mark);
        self.out.close("sup");
    }

    /// The texts of all notes of the division. Reading systems look for them in the same file (EPUB SSV, footnotes).
    pub fn notes_section(&mut self) {
        if self.notes.is_empty() {
            return;
        }
        // Where all chapters stand in one file, each has its notes.
        let division = self.resolved.book().divisions.get(self.division).filter(|_| self.options.syntax == Syntax::Html);
        let name = match division.filter(|d| d.title().is_some()).map(|d| d.title_text()) {
            Some(title) if self.chinese => format!("{}：{title}", self.labels.notes),
            Some(title) => format!("{}: {title}", self.labels.notes),
            None => self.labels.notes.to_owned(),
        };
        let attrs = Attrs::new()
            .with("class", self.duokan("notes", "notes duokan-footnote-content"))
            .with("epub:type", "footnotes")
            .with("role", "doc-endnotes")
            .with("aria-label", name);
        self.out.line();
        self.out.open("section", &attrs);
        // Readers that show notes as popups hide them here; a heading alone would be left standing.
        if self.options.syntax == Syntax::Html {
            self.out.element("h2", &Attrs::new().with("class", "notes-title"), self.labels.notes);
        }
        // A note in a note joins the queue while it is written.
        while let Some(note) = self.notes.pop_front() {
            self.note_text(note, "aside");
        }
        self.out.line();
        self.out.close("section");
    }

    fn duokan(&self, html: &'static str, xhtml: &'static str) -> &'static str {
        if self.options.syntax == Syntax::Xhtml { xhtml } else { html }
    }

    /// The text of a note of a table, under it. Readers hide an `aside` that is a note where it stands; a table's
    /// own notes are read with the table.
    pub fn table_note(&mut self, note: &'a Note) {
        self.note_text(note, if self.options.syntax == Syntax::Xhtml { "div" } else { "aside" });
    }

    fn note_text(&mut self, note: &'a Note, element: &str) {
        let attrs = Attrs::new()
            .with("class", self.duokan("note", "note duokan-footnote-item"))
            .with("epub:type", "footnote")
            .with("role", "doc-footnote")
            .with("id", note.anchor.as_str());
        let outer = std::mem::replace(&mut self.in_note, true);
        self.out.line();
        self.out.open(element, &attrs);
        let rest = match note.blocks.as_slice() {
            [Block { kind: BlockKind::Paragraph(content), attributes, .. }, rest @ ..] => {
                let attrs = self.attrs(attributes, &[]);
                self.out.open("p", &attrs);
                self.back_link(note);
                self.in_language(attributes.language(), |s| s.inlines(content));
                self.out.close("p");
                rest
            }
            blocks => {
                self.out.open("p", &Attrs::new());
                self.back_link(note);
                self.out.close("p");
                blocks
            }
        };
        self.blocks(rest);
        self.out.close(element);
        self.in_note = outer;
    }

    /// Around the mark only: readers hide back links in popups, and all that stands in them.
    fn back_link(&mut self, note: &Note) {
        let attrs = Attrs::new()
            .with("class", "backlink")
            .with("epub:type", "backlink")
            .with("role", "doc-backlink")
            .with("href", format!("#ref-{}", note.anchor))
            .with("title", self.labels.back);
        self.out.element("a", &attrs, &note.mark);
        self.out.text(" ");
    }
}
