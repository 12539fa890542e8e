//! Fenced divisions `::: kind {attributes}` … `:::`.

use crate::attributes::AttributeBlock;
use crate::captions::Draft;
use crate::chapter::Lowering;
use kaiben_model::{Attributes, Block, BlockKind, CalloutKind, Caption, Container, ContainerKind, TableWords};
use kaiben_source::{Diagnostic, Span};

/// What one `:::` line says.
#[derive(Debug, Clone)]
pub(crate) enum Fence {
    /// It ends the innermost division.
    Close,
    /// It begins one.
    Open {
        /// The kind that stands before the braces.
        word: Option<String>,
        /// What stands in the braces, and its offset in the text.
        block: Box<AttributeBlock>,
        /// Offset in the text of the braces.
        block_start: usize,
        /// What could not be read.
        rest: String,
    },
}

impl Fence {
    /// Reads a line without its indent; `start` is its offset in the text.
    pub fn parse(line: &str, start: usize) -> Option<Self> {
        let colons = line.len() - line.trim_start_matches(':').len();
        if colons < 3 {
            return None;
        }
        let info = line[colons..].trim_end().trim_end_matches(':').trim_end();
        let mut at = colons + info.len() - info.trim_start().len();
        let mut info = info.trim_start();
        if info.is_empty() {
            return Some(Self::Close);
        }
        let mut word = None;
        if !info.starts_with('{') {
            let end = info.find(|c: char| c.is_whitespace() || c == '{').unwrap_or(info.len());
            word = Some(info[..end].to_owned());
            let rest = info[end..].trim_start();
            at += info.len() - rest.len();
            info = rest;
        }
        let block = Box::new(AttributeBlock::parse(info).unwrap_or_default());
        let rest = info.get(block.length..).unwrap_or("").trim().to_owned();
        Some(Self::Open { word, block, block_start: start + at, rest })
    }
}

impl Fence {
    /// Whether it begins lines that are kept as they are.
    pub fn is_verse(&self) -> bool {
        match self {
            Self::Close => false,
            Self::Open { word: Some(word), .. } => word == "verse",
            Self::Open { block, .. } => block.attributes.classes.first().is_some_and(|c| c == "verse"),
        }
    }
}

impl OpenContainer {
    /// Whether its lines are kept as they are.
    pub fn is_verse(&self) -> bool {
        self.fence.is_verse()
    }
}

/// A division whose end was not met yet.
pub(crate) struct OpenContainer {
    fence: Fence,
    span: Span,
    /// The blocks so far.
    pub blocks: Vec<Draft>,
}

impl Lowering<'_, '_, '_> {
    /// Begins a division. What is wrong with its line is told here.
    pub(crate) fn open_container(&mut self, fence: Fence, span: Span) -> OpenContainer {
        if let Fence::Open { rest, word, .. } = &fence
            && !rest.is_empty()
        {
            let kind = word.as_deref().unwrap_or("note");
            self.report(
                Diagnostic::error("container/malformed", format!("`{rest}` behind `:::` cannot be read"))
                    .at(span)
                    .help(format!("write attributes in braces, such as `::: {kind} {{title=\"…\"}}`")),
            );
        }
        OpenContainer { fence, span, blocks: Vec::new() }
    }

    /// Ends a division; `end` is none if its closing line is missing.
    pub(crate) fn close_container(&mut self, open: OpenContainer, end: Option<Span>) -> Block {
        let OpenContainer { fence, span, blocks } = open;
        let blocks = self.attach_captions(blocks);
        if end.is_none() {
            self.report(
                Diagnostic::error("container/unclosed", "this `:::` has no closing `:::`")
                    .at(span)
                    .help("put a line `:::` where the division ends, with the same indent"),
            );
        }
        let last = end.or_else(|| blocks.last().map(|b| b.span)).unwrap_or(span);
        let whole = span.to(last);
        let Fence::Open { word, mut block, block_start, .. } = fence else {
            return Block::new(BlockKind::Container(Container { kind: ContainerKind::Other(String::new()), blocks }), whole);
        };
        let view = self.view;
        block.locate(|range| Some(view.place(block_start + range.start)));
        let name = container_name(word, &mut block.attributes);
        let kind = match callout_kind(&name) {
            Some(kind) => ContainerKind::Callout { kind, title: self.attribute_inlines(&mut block, "title", span) },
            None => match container_kind(name) {
                ContainerKind::ListTable(_) => ContainerKind::ListTable(self.table_words(&mut block, span)),
                ContainerKind::CsvTable(_) => ContainerKind::CsvTable(self.table_words(&mut block, span)),
                kind => kind,
            },
        };
        Block { kind: BlockKind::Container(Container { kind, blocks }), attributes: block.attributes, span: whole }
    }
}

impl Lowering<'_, '_, '_> {
    fn table_words(&mut self, block: &mut AttributeBlock, span: Span) -> TableWords {
        let content = self.attribute_inlines(block, "caption", span);
        let second = self.attribute_inlines(block, "en", span);
        let remark = self.attribute_inlines(block, "note", span);
        let caption = (content.is_some() || second.is_some()).then(|| Caption {
            content: content.unwrap_or_default(),
            second,
            label: None,
            second_label: None,
            span,
        });
        TableWords { caption, remark, loose_notes: Vec::new() }
    }
}

/// The kind: the word before the braces, else the first class that is a kind, else the first class.
fn container_name(word: Option<String>, attributes: &mut Attributes) -> String {
    if let Some(word) = word {
        return word.trim_start_matches('.').to_owned();
    }
    let known = |c: &String| callout_kind(c).is_some() || !matches!(container_kind(c.clone()), ContainerKind::Other(_));
    let at = attributes.classes.iter().position(known).unwrap_or(0);
    if at < attributes.classes.len() { attributes.classes.remove(at) } else { String::new() }
}

pub(crate) fn callout_kind(name: &str) -> Option<CalloutKind> {
    Some(match name {
        "note" => CalloutKind::Note,
        "tip" => CalloutKind::Tip,
        "important" => CalloutKind::Important,
        "warning" => CalloutKind::Warning,
        "caution" => CalloutKind::Caution,
        _ => return None,
    })
}

/// The kind of that name, callouts aside.
pub(crate) fn container_kind(name: String) -> ContainerKind {
    match name.as_str() {
        "quote" => ContainerKind::Quote,
        "epigraph" => ContainerKind::Epigraph,
        "verse" => ContainerKind::Verse,
        "only" => ContainerKind::Only,
        "landscape" => ContainerKind::Landscape,
        "columns" => ContainerKind::Columns,
        "list-table" => ContainerKind::ListTable(TableWords::default()),
        "csv-table" => ContainerKind::CsvTable(TableWords::default()),
        _ => ContainerKind::Other(name),
    }
}
