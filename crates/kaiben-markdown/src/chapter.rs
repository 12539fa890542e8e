//! One chapter: what its parts share while it is lowered.

use crate::attributes::AttributeBlock;
use crate::containers::Fence;
use crate::mask::{is_forbidden, mask};
use crate::metadata::split_metadata;
use crate::notes::Definition;
use crate::options::options;
use crate::view::View;
use comrak::nodes::{NodeValue, Sourcepos};
use comrak::{Arena, Node, parse_document};
use kaiben_model::{Block, BlockKind, Container, ContainerKind, Inline, LooseNote, walk};
use kaiben_source::{Diagnostic, FileId, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Deepest nesting that is lowered. Everything behind this crate walks the tree by recursion.
const DEEPEST: usize = 48;

/// A chapter as read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parsed {
    /// The content.
    pub blocks: Vec<Block>,
    /// The metadata block (YAML between `---` lines), scalars as text; nested keys are joined by dots.
    pub metadata: BTreeMap<String, String>,
    /// Everything that is wrong with it, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a chapter. `path` is its name in messages.
pub fn parse_chapter(file: FileId, path: &str, text: &str) -> Parsed {
    let front = split_metadata(file, path, text);
    let (blocks, mut diagnostics) = parse_blocks(file, &text[front.length..], front.length as u32);
    diagnostics.extend(front.diagnostics);
    diagnostics.sort_by_key(|d| d.span.map_or(0, |s| s.start));
    Parsed { blocks, metadata: front.metadata, diagnostics }
}

/// Reads a text that stands at `offset` in a file, such as a cell, as blocks.
pub fn parse_blocks(file: FileId, text: &str, offset: u32) -> (Vec<Block>, Vec<Diagnostic>) {
    let mut plain = BTreeSet::new();
    // Each round finds `:::` lines that stand in code; two rounds are the rule.
    for _ in 0..6 {
        match lower_text(file, text, offset, &plain) {
            Ok(lowered) => return lowered,
            Err(more) => plain.extend(more),
        }
    }
    let all = mask(text, true, &BTreeSet::new()).fences.into_keys().collect();
    lower_text(file, text, offset, &all).unwrap_or_default()
}

/// Reads a text that stands at `offset` in a file, such as a value in TOML, as inlines. Its marks may call the
/// loose notes; those that they call are marked as used.
pub fn parse_inlines(file: FileId, text: &str, offset: u32, loose: &mut Vec<LooseNote>) -> (Vec<Inline>, Vec<Diagnostic>) {
    let masked = mask(text, false, &BTreeSet::new());
    let view = View::whole(file, masked.text, offset);
    let mut state = State::new(file, &view);
    state.loose = std::mem::take(loose);
    report_forbidden(&mut state, text, offset);
    let mut lowering = Lowering::new(&mut state, &view);
    let inlines = lowering.lower_slice(0, text.len());
    *loose = std::mem::take(&mut state.loose);
    let diagnostics = state.finish();
    (inlines, diagnostics)
}

/// Lowers a text, or tells which `:::` lines are none.
fn lower_text(
    file: FileId,
    text: &str,
    offset: u32,
    plain: &BTreeSet<usize>,
) -> Result<(Vec<Block>, Vec<Diagnostic>), BTreeSet<usize>> {
    let masked = mask(text, true, plain);
    let view = View::whole(file, masked.text, offset);
    let arena = Arena::new();
    let root = parse_document(&arena, &view.text, &options());
    let fences = find_fences(root, &view, masked.fences)?;
    let mut state = State::new(file, &view);
    state.fences = fences;
    state.collect_definitions(root);
    state.references = find_references(&view.text);
    report_forbidden(&mut state, text, offset);
    let mut blocks = Lowering::new(&mut state, &view).lower_children(root);
    let mut loose = if has_csv_table(&blocks) { Lowering::new(&mut state, &view).loose_notes() } else { Vec::new() };
    walk::each_block_mut(&mut blocks, &mut |block| {
        if let BlockKind::Container(Container { kind: ContainerKind::CsvTable(words), .. }) = &mut block.kind {
            words.loose_notes.append(&mut loose);
        }
    });
    Ok((blocks, state.finish()))
}

fn has_csv_table(blocks: &[Block]) -> bool {
    let mut found = false;
    walk::each_block(blocks, &mut |block| {
        found |= matches!(&block.kind, BlockKind::Container(c) if matches!(c.kind, ContainerKind::CsvTable(_)));
    });
    found
}

/// The fences by the line on which they stand. Those that comrak did not take as blocks of their own stand in
/// code or raw HTML, and are told.
fn find_fences(
    root: Node<'_>,
    view: &View,
    fences: BTreeMap<usize, Fence>,
) -> Result<BTreeMap<usize, Fence>, BTreeSet<usize>> {
    if fences.is_empty() {
        return Ok(fences);
    }
    let mut lines = BTreeSet::new();
    for node in root.descendants() {
        let data = node.data();
        if matches!(data.value, NodeValue::HtmlBlock(_)) {
            lines.insert(data.sourcepos.start.line - 1);
        }
    }
    let (found, lost): (BTreeMap<_, _>, BTreeMap<_, _>) =
        fences.into_iter().partition(|(offset, _)| lines.contains(&view.line_of(*offset)));
    if lost.is_empty() {
        Ok(found.into_iter().map(|(offset, fence)| (view.line_of(offset), fence)).collect())
    } else {
        Err(lost.into_keys().collect())
    }
}

/// The lines that define link references, for the texts that are parsed on their own.
fn find_references(text: &str) -> String {
    let is_definition = |line: &&str| {
        let inner = line.trim_start_matches([' ', '>']);
        inner.starts_with('[') && !inner.starts_with("[^") && inner.contains("]:")
    };
    let lines: Vec<&str> = text.lines().filter(is_definition).map(|l| l.trim_start_matches([' ', '>'])).collect();
    lines.join("\n")
}

fn report_forbidden(state: &mut State<'_>, text: &str, offset: u32) {
    for (at, c) in text.char_indices().filter(|(_, c)| is_forbidden(*c)) {
        let start = offset + at as u32;
        let span = Span::new(state.file, start, start + 1);
        state.diagnostics.push(
            Diagnostic::error("text/control-character", format!("the control character U+{:04X} cannot be set", c as u32))
                .at(span)
                .help("delete it")
                .fix(span, ""),
        );
    }
}

/// What all parts of a chapter share.
pub(crate) struct State<'a> {
    pub file: FileId,
    /// The text of the chapter: note definitions stand in it.
    pub view: &'a View,
    /// The `:::` lines by line.
    pub fences: BTreeMap<usize, Fence>,
    pub definitions: BTreeMap<String, Definition<'a>>,
    /// Notes that are defined elsewhere.
    pub loose: Vec<LooseNote>,
    /// Lines that define link references.
    pub references: String,
    pub diagnostics: Vec<Diagnostic>,
    /// Whether the text of a note is being lowered.
    pub in_note: bool,
    /// Whether line ends are kept.
    pub in_verse: bool,
    /// Where formulas with two dollars begin in the file.
    pub displays: BTreeSet<u32>,
    depth: usize,
}

impl<'a> State<'a> {
    fn new(file: FileId, view: &'a View) -> Self {
        Self {
            file,
            view,
            fences: BTreeMap::new(),
            definitions: BTreeMap::new(),
            loose: Vec::new(),
            references: String::new(),
            diagnostics: Vec::new(),
            in_note: false,
            in_verse: false,
            displays: BTreeSet::new(),
            depth: 0,
        }
    }

    fn finish(mut self) -> Vec<Diagnostic> {
        self.report_unused_definitions();
        self.diagnostics.sort_by_key(|d| d.span.map_or(0, |s| s.start));
        self.diagnostics
    }
}

/// Lowers the nodes of one parsed text.
pub(crate) struct Lowering<'s, 'v, 'a> {
    pub state: &'s mut State<'a>,
    /// The text that the nodes were parsed from.
    pub view: &'v View,
    /// Inside a table cell: where its characters stand.
    pub cell: Option<CellMap>,
    /// The range of the block whose inlines are lowered.
    pub bounds: (usize, usize),
    /// Inside a link nothing else is linked.
    pub in_link: bool,
    /// How comrak's places drifted in the block whose inlines are lowered.
    drifts: Vec<Drift>,
}

/// comrak does not count the line ends inside an inline note: what follows it in its block is named too early.
#[derive(Debug, Clone, Copy)]
struct Drift {
    /// The line that comrak names.
    line: usize,
    /// From here on in that line, `bytes` are missing.
    from: usize,
    bytes: usize,
    /// Lines that are missing behind that line.
    lines: usize,
}

/// comrak takes the backslashes of `\|` out of a cell before it counts columns.
#[derive(Debug, Clone)]
pub(crate) struct CellMap {
    /// Offset of the cell's text.
    pub start: usize,
    /// Bytes from there, for each byte that comrak sees.
    pub offsets: Vec<usize>,
}

impl CellMap {
    fn correct(&self, offset: usize) -> usize {
        match offset.checked_sub(self.start) {
            Some(i) => match self.offsets.get(i) {
                Some(real) => self.start + real,
                None => offset + self.offsets.last().map_or(0, |last| last + 1 - self.offsets.len()),
            },
            None => offset,
        }
    }
}

impl<'s, 'v, 'a> Lowering<'s, 'v, 'a> {
    pub fn new(state: &'s mut State<'a>, view: &'v View) -> Self {
        Self { state, view, cell: None, bounds: (0, view.text.len()), in_link: false, drifts: Vec::new() }
    }

    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.state.diagnostics.push(diagnostic);
    }

    /// The range in the text of what comrak names.
    pub fn range(&self, place: Sourcepos) -> (usize, usize) {
        let mut place = place;
        let mut missing = Vec::new();
        if !self.drifts.is_empty() {
            let lines = |line: usize| self.drifts.iter().filter(|d| d.line < line).map(|d| d.lines).sum::<usize>();
            missing = self.drifts.iter().filter(|d| d.line == place.start.line || d.line == place.end.line).collect();
            (place.start.line, place.end.line) = (place.start.line + lines(place.start.line), place.end.line + lines(place.end.line));
        }
        self.view.range(place, |offset| {
            let drift = missing.iter().rev().find(|d| offset >= d.from).map_or(0, |d| d.bytes);
            let offset = offset + drift;
            self.cell.as_ref().map_or(offset, |c| c.correct(offset))
        })
    }

    /// Notes that an inline note which comrak takes to end at `claimed` ends at `real`.
    pub fn note_drift(&mut self, place: Sourcepos, claimed: usize, real: usize) {
        let start = self.view.offset(place.start).min(real);
        let lines = self.view.line_of(real) - self.view.line_of(start);
        if lines > 0 || real > claimed {
            let before: usize = self.drifts.iter().filter(|d| d.line == place.start.line).map(|d| d.bytes).max().unwrap_or(0);
            let bytes = before + real.saturating_sub(claimed);
            self.drifts.push(Drift { line: place.start.line, from: claimed.saturating_sub(before), bytes, lines });
        }
    }

    /// Begins the inlines of a block.
    pub fn enter_block(&mut self, bounds: (usize, usize)) -> (usize, usize) {
        self.drifts.clear();
        std::mem::replace(&mut self.bounds, bounds)
    }

    /// The span of what comrak names.
    pub fn span(&self, place: Sourcepos) -> Span {
        let (start, end) = self.range(place);
        self.view.span(start, end)
    }

    /// Goes one level down; false, with an error, where the nesting is too deep to go on.
    pub fn descend(&mut self, span: Span) -> bool {
        self.state.depth += 1;
        if self.state.depth <= DEEPEST {
            return true;
        }
        self.state.depth -= 1;
        self.report(
            Diagnostic::error("structure/too-deep", format!("constructs are nested more than {DEEPEST} deep"))
                .at(span)
                .help("take levels out of the list, quotation or emphasis"),
        );
        false
    }

    /// Comes back up.
    pub fn ascend(&mut self) {
        self.state.depth -= 1;
    }

    /// Takes the text of an attribute out and reads it as inlines.
    pub fn attribute_inlines(&mut self, block: &mut AttributeBlock, key: &str, around: Span) -> Option<Vec<Inline>> {
        let (value, place) = block.take(key)?;
        Some(self.lower_value(&value, place, around))
    }
}
