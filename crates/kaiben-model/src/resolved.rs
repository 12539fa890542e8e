//! A book in which nothing is left open: what the editions see.

use crate::{Block, BlockKind, Book, ContainerKind, InlineKind, Target, walk};
use kaiben_source::{Diagnostic, Span};
use std::collections::BTreeMap;

/// A book after all plugins. It can only be made by [`Resolved::new`], which checks what it promises:
/// every note has a mark and an anchor, every reference a text and a target that exists, every label is
/// unique, no marked term, citation, list table or CSV table is left.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Resolved {
    book: Book,
    anchors: BTreeMap<String, AnchorPlace>,
}

/// Where a label stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AnchorPlace {
    /// The division: index into [`Book::divisions`].
    pub division: usize,
    /// What carries it.
    pub kind: AnchorKind,
    /// Its place in the manuscript.
    pub span: Span,
}

/// What carries a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AnchorKind {
    /// A heading.
    Heading,
    /// A figure.
    Figure,
    /// A table.
    Table,
    /// An equation.
    Equation,
    /// Another block.
    Block,
    /// An inline with a label.
    Inline,
    /// The text of a note.
    Note,
    /// A use of a term.
    TermUse,
    /// An entry of the glossary.
    Term,
}

impl Resolved {
    /// Checks a book that all plugins have worked on.
    ///
    /// # Errors
    /// Every promise that does not hold, as an error with its place.
    pub fn new(book: Book) -> Result<Self, Vec<Diagnostic>> {
        let mut check = Check::default();
        for (index, division) in book.divisions.iter().enumerate() {
            check.division = index;
            check.blocks(&division.blocks);
        }
        let Check { anchors, mut open, targets, .. } = check;
        for (label, span) in targets {
            if !anchors.contains_key(&label) {
                open.push(
                    Diagnostic::error("resolve/missing-target", format!("nothing in the book carries the label `{label}`"))
                        .at(span),
                );
            }
        }
        if open.is_empty() { Ok(Self { book, anchors }) } else { Err(open) }
    }

    /// The book.
    pub fn book(&self) -> &Book {
        &self.book
    }

    /// Every label of the book and where it stands.
    pub fn anchors(&self) -> &BTreeMap<String, AnchorPlace> {
        &self.anchors
    }

    /// Where a label stands.
    pub fn anchor(&self, label: &str) -> Option<AnchorPlace> {
        self.anchors.get(label).copied()
    }
}

#[derive(Default)]
struct Check {
    division: usize,
    anchors: BTreeMap<String, AnchorPlace>,
    targets: Vec<(String, Span)>,
    open: Vec<Diagnostic>,
}

impl Check {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        let kind = match &block.kind {
            BlockKind::Heading(_) => AnchorKind::Heading,
            BlockKind::Figure(_) => AnchorKind::Figure,
            BlockKind::Table(_) => AnchorKind::Table,
            BlockKind::Equation(_) => AnchorKind::Equation,
            _ => AnchorKind::Block,
        };
        if let Some(id) = &block.attributes.id {
            self.anchor(id, kind, block.span);
        }
        match &block.kind {
            BlockKind::Container(c) if matches!(c.kind, ContainerKind::ListTable(_) | ContainerKind::CsvTable(_)) => {
                self.left(block.span, "a table that is still a container");
            }
            BlockKind::Equation(e) if e.mathml.is_none() => self.left(block.span, "a formula that was not read"),
            BlockKind::TermList(list) => {
                for entry in list.entries.iter().filter(|e| e.defines) {
                    let label = format!("term-{}", entry.term + 1);
                    self.anchor(&label, AnchorKind::Term, block.span);
                }
            }
            BlockKind::Table(table) => {
                for note in &table.notes {
                    self.note(note, block.span);
                }
            }
            _ => {}
        }
        for list in walk::inline_lists(block) {
            self.inlines(list);
        }
        for list in walk::block_lists(block) {
            self.blocks(list);
        }
    }

    fn note(&mut self, note: &crate::Note, span: Span) {
        if note.anchor.is_empty() || note.mark.is_empty() {
            self.left(span, "a note without number");
        } else {
            self.anchor(&note.anchor, AnchorKind::Note, span);
        }
    }

    fn inlines(&mut self, inlines: &[crate::Inline]) {
        for inline in inlines {
            if let Some(id) = &inline.attributes.id {
                self.anchor(id, AnchorKind::Inline, inline.span);
            }
            match &inline.kind {
                InlineKind::Note(note) => {
                    if note.placement == crate::NotePlacement::Page {
                        self.note(note, inline.span);
                    }
                    self.blocks(&note.blocks);
                }
                InlineKind::CrossReference(reference) => match &reference.text {
                    Some(_) => self.targets.push((reference.label.clone(), inline.span)),
                    None => self.left(inline.span, "a reference without text"),
                },
                InlineKind::Link { target: Target::Anchor(label), .. } => self.targets.push((label.clone(), inline.span)),
                InlineKind::MarkedTerm(_) => self.left(inline.span, "a marked term"),
                InlineKind::Citation { .. } => self.left(inline.span, "a citation"),
                InlineKind::Math(e) if e.mathml.is_none() => self.left(inline.span, "a formula that was not read"),
                InlineKind::Term(term) => {
                    if let Some(anchor) = &term.anchor {
                        self.anchor(anchor, AnchorKind::TermUse, inline.span);
                    }
                }
                _ => {}
            }
            if let Some(inner) = walk::children(inline) {
                self.inlines(inner);
            }
        }
    }

    fn anchor(&mut self, label: &str, kind: AnchorKind, span: Span) {
        let place = AnchorPlace { division: self.division, kind, span };
        if let Some(first) = self.anchors.insert(label.to_owned(), place) {
            self.open.push(
                Diagnostic::error("resolve/duplicate-label", format!("the label `{label}` is used twice"))
                    .at(span)
                    .label(first.span, "first used here"),
            );
        }
    }

    fn left(&mut self, span: Span, what: &str) {
        self.open.push(Diagnostic::error("resolve/left-open", format!("{what} is left after all plugins ran")).at(span));
    }
}
