//! Notes: marks in the text, texts at the division's end or under their table.

use crate::serialize::Serializer;
use crate::{Attrs, Syntax};
use kaiben_model::{Block, BlockKind, Note};

impl<'a> Serializer<'a> {
    pub fn note_mark(&mut self, note: &'a Note) {
        let attrs = Attrs::new()
            .with("class", "noteref")
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
        let attrs = Attrs::new()
            .with("class", "notes")
            .with("epub:type", "footnotes")
            .with("role", "doc-endnotes")
            .with("aria-label", self.labels.notes);
        self.out.line();
        self.out.open("section", &attrs);
        // Readers that show notes as popups hide them here; a heading alone would be left standing.
        if self.options.syntax == Syntax::Html {
            self.out.element("h2", &Attrs::new().with("class", "notes-title"), self.labels.notes);
        }
        // A note in a note joins the queue while it is written.
        while let Some(note) = self.notes.pop_front() {
            self.note_text(note);
        }
        self.out.line();
        self.out.close("section");
    }

    pub fn note_text(&mut self, note: &'a Note) {
        let attrs = Attrs::new()
            .with("class", "note")
            .with("epub:type", "footnote")
            .with("role", "doc-footnote")
            .with("id", note.anchor.as_str());
        let outer = std::mem::replace(&mut self.in_note, true);
        self.out.line();
        self.out.open("aside", &attrs);
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
        self.out.close("aside");
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
