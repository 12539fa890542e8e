//! What a plugin can reach.

use kaiben_model::{Block, Inline, LooseNote};
use kaiben_source::{Diagnostic, FileId, Sources, Workspace};

/// Reads a text as running text; offsets in spans are those of the text plus the given one. Marks in it may
/// call the given notes.
pub type ParseInlines = dyn Fn(FileId, &str, u32, &mut Vec<LooseNote>) -> (Vec<Inline>, Vec<Diagnostic>);
/// Reads a text as blocks.
pub type ParseBlocks = dyn Fn(FileId, &str, u32) -> (Vec<Block>, Vec<Diagnostic>);

/// What a plugin can reach: the book's files, the texts, a reader of Markdown, and a place for findings.
pub struct Context<'a> {
    /// The files of the book.
    pub workspace: &'a dyn Workspace,
    /// The texts; a plugin that reads a file adds it, so that findings can point into it.
    pub sources: &'a mut Sources,
    /// What was found.
    pub diagnostics: Vec<Diagnostic>,
    parse_inlines: &'a ParseInlines,
    parse_blocks: &'a ParseBlocks,
}

impl<'a> Context<'a> {
    /// A context. The readers of Markdown are handed in: plugins do not depend on a parser.
    pub fn new(
        workspace: &'a dyn Workspace,
        sources: &'a mut Sources,
        parse_inlines: &'a ParseInlines,
        parse_blocks: &'a ParseBlocks,
    ) -> Self {
        Self { workspace, sources, diagnostics: Vec::new(), parse_inlines, parse_blocks }
    }

    /// Reports a finding.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Reads running text, and reports what is wrong in it.
    pub fn inlines(&mut self, file: FileId, text: &str, offset: u32) -> Vec<Inline> {
        self.inlines_with_notes(file, text, offset, &mut Vec::new())
    }

    /// Reads running text whose marks may call some notes, and reports what is wrong in it.
    pub fn inlines_with_notes(&mut self, file: FileId, text: &str, offset: u32, notes: &mut Vec<LooseNote>) -> Vec<Inline> {
        let (inlines, found) = (self.parse_inlines)(file, text, offset, notes);
        self.diagnostics.extend(found);
        inlines
    }

    /// Reads blocks, and reports what is wrong in them.
    pub fn blocks(&mut self, file: FileId, text: &str, offset: u32) -> Vec<Block> {
        let (blocks, found) = (self.parse_blocks)(file, text, offset);
        self.diagnostics.extend(found);
        blocks
    }
}
