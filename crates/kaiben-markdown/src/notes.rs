//! Notes are put at their marks.

use crate::chapter::{Lowering, State};
use crate::mask::unmask;
use comrak::Node;
use comrak::nodes::NodeValue;
use kaiben_model::{Block, InlineKind, LooseNote, Note, NotePlacement};
use kaiben_source::{Diagnostic, Span};

/// A definition `[^id]: …`.
pub(crate) struct Definition<'a> {
    node: Node<'a>,
    name: String,
    span: Span,
    /// The use that got the note.
    used: Option<Span>,
    blocks: Option<Vec<Block>>,
}

impl<'a> State<'a> {
    /// Collects the definitions, wherever they stand.
    pub(crate) fn collect_definitions(&mut self, root: Node<'a>) {
        for node in root.descendants() {
            let data = node.data();
            let NodeValue::FootnoteDefinition(definition) = &data.value else { continue };
            let (start, end) = self.view.range(data.sourcepos, |o| o);
            // comrak makes definitions of inline notes too, without a place of their own.
            if !self.view.slice(start, end).starts_with("[^") {
                continue;
            }
            let name = unmask(&definition.name);
            let mark_end = start + self.view.slice(start, end).find(':').map_or(end - start, |i| i + 1);
            let span = self.view.span(start, mark_end);
            let key = fold(&name);
            if let Some(first) = self.definitions.get(&key) {
                self.diagnostics.push(
                    Diagnostic::error("note/duplicate", format!("the note `{name}` is defined twice"))
                        .at(span)
                        .label(first.span, "first defined here")
                        .help("give one of them another name"),
                );
            } else {
                self.definitions.insert(key, Definition { node, name, span, used: None, blocks: None });
            }
        }
    }

    /// Notes that nothing marks are not printed: the author must know.
    pub(crate) fn report_unused_definitions(&mut self) {
        for definition in self.definitions.values().filter(|d| d.used.is_none()) {
            self.diagnostics.push(
                Diagnostic::warning("note/unused", format!("nothing refers to the note `{}`", definition.name))
                    .at(definition.span)
                    .help(format!("put `[^{}]` where its mark belongs, or delete it", definition.name)),
            );
        }
    }

    /// The defined name that is most like `name`.
    fn nearest_note(&self, name: &str) -> Option<&str> {
        let near = self.definitions.values().map(|d| (distance(&d.name, name), d.name.as_str()));
        near.filter(|(d, n)| *d <= (n.chars().count() / 2).max(2)).min().map(|(_, n)| n)
    }
}

impl Lowering<'_, '_, '_> {
    /// The note that `[^name]` marks; none, with an error, if it cannot have one.
    pub(crate) fn lower_noteref(&mut self, name: &str, span: Span) -> Option<InlineKind> {
        let key = fold(name);
        if let Some(i) = self.state.loose.iter().position(|n| fold(&n.name) == key) {
            return self.loose_note(i, span);
        }
        let Some(definition) = self.state.definitions.get_mut(&key) else {
            let mut error = Diagnostic::error("note/undefined", format!("the note `{name}` is not defined")).at(span);
            if let Some(near) = self.state.nearest_note(name) {
                error = error.help(format!("did you mean `[^{near}]`?"));
            }
            self.report(error.help(format!("write `[^{name}]: …` on a line of its own")));
            return None;
        };
        let first = *definition.used.get_or_insert(span);
        if self.state.in_note {
            self.report_nested(span);
            return None;
        }
        if first != span {
            self.report_second_mark(name, first, span);
        }
        let blocks = self.note_blocks(&key);
        Some(note(Some(name.to_owned()), blocks))
    }

    fn loose_note(&mut self, index: usize, span: Span) -> Option<InlineKind> {
        let note_found = self.state.loose.get_mut(index)?;
        let (name, blocks) = (note_found.name.clone(), note_found.blocks.clone());
        match note_found.used.replace(span) {
            Some(first) if first != span => self.report_second_mark(&name, first, span),
            _ => {}
        }
        Some(note(Some(name), blocks))
    }

    fn report_second_mark(&mut self, name: &str, first: Span, span: Span) {
        self.report(
            Diagnostic::error("note/used-twice", format!("the note `{name}` has two marks"))
                .at(span)
                .label(first, "first mark")
                .help("each printed note has one mark: give the second its own note, such as `^[see note 1]`"),
        );
    }

    /// The notes that nothing marks, for the files that the chapter shows; they count as used here.
    pub(crate) fn loose_notes(&mut self) -> Vec<LooseNote> {
        let open = self.state.definitions.iter().filter(|(_, d)| d.used.is_none());
        let open: Vec<(String, String, Span)> = open.map(|(key, d)| (key.clone(), d.name.clone(), d.span)).collect();
        open.into_iter()
            .map(|(key, name, span)| {
                let blocks = self.note_blocks(&key);
                if let Some(definition) = self.state.definitions.get_mut(&key) {
                    definition.used = Some(span);
                }
                LooseNote { name, blocks, span, used: None }
            })
            .collect()
    }

    /// The note of `^[…]`.
    pub(crate) fn lower_inline_note(&mut self, start: usize, end: usize) -> Option<InlineKind> {
        let span = self.view.span(start, end);
        if self.state.in_note {
            self.report_nested(span);
            return None;
        }
        self.state.in_note = true;
        let verse = std::mem::take(&mut self.state.in_verse);
        let content = self.lower_slice(start + 2, end.saturating_sub(1));
        self.state.in_verse = verse;
        self.state.in_note = false;
        let inner = self.view.span(start + 2, end.saturating_sub(1).max(start + 2));
        Some(note(None, vec![Block::paragraph(content, inner)]))
    }

    /// The end of an inline note, found as comrak finds it: it names the right end only for notes of one line.
    pub(crate) fn inline_note_end(&self, start: usize, claimed: usize) -> usize {
        let (_, limit) = self.bounds;
        let mut depth = 0usize;
        let mut escaped = false;
        for (i, b) in self.view.slice(start, limit.max(claimed)).bytes().enumerate() {
            match b {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'[' => depth += 1,
                b']' if depth <= 1 => return start + i + 1,
                b']' => depth -= 1,
                _ => {}
            }
        }
        claimed
    }

    pub(crate) fn report_nested(&mut self, span: Span) {
        self.report(
            Diagnostic::error("note/nested", "a note cannot stand in a note")
                .at(span)
                .help("put its text into the outer note, in parentheses"),
        );
    }

    fn note_blocks(&mut self, key: &str) -> Vec<Block> {
        let Some(definition) = self.state.definitions.get(key) else { return Vec::new() };
        if let Some(blocks) = &definition.blocks {
            return blocks.clone();
        }
        let node = definition.node;
        let view = self.state.view;
        self.state.in_note = true;
        let verse = std::mem::take(&mut self.state.in_verse);
        let blocks = Lowering::new(self.state, view).lower_children(node);
        self.state.in_verse = verse;
        self.state.in_note = false;
        if let Some(definition) = self.state.definitions.get_mut(key) {
            definition.blocks = Some(blocks.clone());
        }
        blocks
    }
}

pub(crate) fn note(name: Option<String>, blocks: Vec<Block>) -> InlineKind {
    InlineKind::Note(Note {
        name,
        blocks,
        anchor: String::new(),
        number: 0,
        mark: String::new(),
        placement: NotePlacement::Page,
    })
}

/// Names of notes are compared as CommonMark compares link labels: without regard to case.
fn fold(name: &str) -> String {
    name.to_lowercase()
}

/// Edits that make one name of the other (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, c) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, d) in b.iter().enumerate() {
            let next = (diagonal + usize::from(c != *d)).min(row[j] + 1).min(row[j + 1] + 1);
            diagonal = std::mem::replace(&mut row[j + 1], next);
        }
    }
    row[b.len()]
}
