//! # numbering
//!
//! Numbers headings, figures, tables and equations as `[numbering]` says, gives each heading a label, and makes
//! the contents list and the lists of figures and tables. Front and back matter have no numbers; a heading with
//! `{.unnumbered}` has none either. Figures and tables are counted if they have a caption, equations if they
//! have a label.

use kaiben_model::*;
use kaiben_plugin::{Context, Plugin, Stage};
use std::collections::BTreeSet;

/// The plugin.
pub struct Numbering;

impl Plugin for Numbering {
    fn name(&self) -> &'static str {
        "numbering"
    }

    fn stage(&self) -> Stage {
        Stage::Numbering
    }

    fn run(&self, book: &mut Book, _: &mut Context<'_>) {
        let settings = book.settings.numbering.clone();
        let language = book.settings.book.language.clone();
        let mut counter = Counter {
            settings: &settings,
            words: labels(&language),
            other: labels(if is_chinese(&language) { "en" } else { "zh" }),
            taken: written_labels(book),
            chapter: None,
            figures: 0,
            tables: 0,
            equations: 0,
        };
        let mut chapters = 0;
        let mut lists = Lists::default();
        for (index, division) in book.divisions.iter_mut().enumerate() {
            let body = division.matter == Matter::Body;
            if body {
                chapters += 1;
            }
            division.number = body.then_some(chapters);
            counter.start(division.number);
            let mut levels = [0_u32; 6];
            levels[0] = chapters.saturating_sub(1);
            walk::each_block_mut(&mut division.blocks, &mut |block| {
                counter.block(block, body, &mut levels);
                lists.add(block, index);
            });
        }
        book.contents = lists.contents;
        book.figures = lists.figures;
        book.tables = lists.tables;
    }
}

/// The labels that authors wrote: made ones must not collide with them.
fn written_labels(book: &Book) -> BTreeSet<String> {
    let mut taken = BTreeSet::new();
    for division in &book.divisions {
        walk::each_block(&division.blocks, &mut |block| {
            taken.extend(block.attributes.id.clone());
        });
        walk::each_inline_of_blocks(&division.blocks, &mut |inline| {
            taken.extend(inline.attributes.id.clone());
            walk::Descend::Yes
        });
    }
    taken
}

struct Counter<'a> {
    settings: &'a NumberingSettings,
    words: &'static Labels,
    other: &'static Labels,
    taken: BTreeSet<String>,
    /// The chapter whose number goes before those of figures; none outside the body.
    chapter: Option<u32>,
    figures: u32,
    tables: u32,
    equations: u32,
}

impl Counter<'_> {
    fn start(&mut self, chapter: Option<u32>) {
        self.chapter = chapter;
        for (scope, count) in [
            (self.settings.figures, &mut self.figures),
            (self.settings.tables, &mut self.tables),
            (self.settings.equations, &mut self.equations),
        ] {
            // Front and back matter count on their own too: 图 1 of the preface is not 图 3-7.
            if scope == NumberScope::Chapter {
                *count = 0;
            }
        }
    }

    fn block(&mut self, block: &mut Block, body: bool, levels: &mut [u32; 6]) {
        match &mut block.kind {
            BlockKind::Heading(heading) => {
                let level = usize::from(heading.level.clamp(1, 6)) - 1;
                let written = block.attributes.has_class("unnumbered");
                heading.numbered &= body && !written;
                if heading.numbered {
                    levels[level] += 1;
                    levels[level + 1..].fill(0);
                    let pattern = self.settings.headings.get(level).cloned().flatten();
                    heading.number = pattern.map(|p| p.format(levels[level]));
                }
                if block.attributes.id.is_none() {
                    block.attributes.id = Some(self.label(&plain_text(&heading.content)));
                }
            }
            BlockKind::Figure(figure) => {
                if let Some(caption) = &mut figure.caption {
                    self.figures += 1;
                    let number = self.number(self.settings.figures, self.figures);
                    caption.label = Some(format!("{}{}{number}", self.words.figure, self.words.label_gap));
                    caption.second_label = Some(format!("{}{}{number}", self.other.figure, self.other.label_gap));
                    let label = number.replace('.', "-");
                    self.ensure(block, &format!("figure-{label}"));
                }
            }
            BlockKind::Table(table) => {
                if let Some(caption) = &mut table.caption {
                    self.tables += 1;
                    let number = self.number(self.settings.tables, self.tables);
                    caption.label = Some(format!("{}{}{number}", self.words.table, self.words.label_gap));
                    caption.second_label = Some(format!("{}{}{number}", self.other.table, self.other.label_gap));
                    let label = number.replace('.', "-");
                    self.ensure(block, &format!("table-{label}"));
                }
            }
            BlockKind::Equation(equation) if block.attributes.id.is_some() => {
                self.equations += 1;
                equation.number = Some(format!("({})", self.number(self.settings.equations, self.equations)));
            }
            _ => {}
        }
    }

    fn number(&self, scope: NumberScope, count: u32) -> String {
        match (scope, self.chapter) {
            (NumberScope::Chapter, Some(chapter)) => format!("{chapter}-{count}"),
            _ => count.to_string(),
        }
    }

    fn ensure(&mut self, block: &mut Block, label: &str) {
        if block.attributes.id.is_none() {
            block.attributes.id = Some(self.label(label));
        }
    }

    /// A label from a title: an XML name, unique in the book, the same as long as the title is.
    fn label(&mut self, title: &str) -> String {
        let mut label = String::new();
        for c in title.chars() {
            if c.is_ascii_alphanumeric() || is_han(c) {
                label.extend(c.to_lowercase());
            } else if !label.ends_with('-') && !label.is_empty() {
                label.push('-');
            }
        }
        let mut label = label.trim_matches('-').to_owned();
        if !label.chars().next().is_some_and(|c| c.is_ascii_alphabetic() || is_han(c)) {
            label = format!("s-{label}");
        }
        let mut unique = label.clone();
        let mut n = 2;
        while !self.taken.insert(unique.clone()) {
            unique = format!("{label}-{n}");
            n += 1;
        }
        unique
    }
}

#[derive(Default)]
struct Lists {
    contents: Vec<ContentsEntry>,
    figures: Vec<ListEntry>,
    tables: Vec<ListEntry>,
}

impl Lists {
    fn add(&mut self, block: &Block, division: usize) {
        let Some(anchor) = block.attributes.id.clone() else { return };
        let entry = |caption: &Caption| {
            Some(ListEntry {
                label: caption.label.clone()?,
                title: without_notes(&caption.content),
                second: caption.second.as_deref().map(without_notes),
                anchor: anchor.clone(),
                division,
            })
        };
        match &block.kind {
            BlockKind::Heading(heading) => self.contents.push(ContentsEntry {
                level: heading.level,
                number: heading.number.clone(),
                title: without_notes(&heading.content),
                second: heading.second.as_deref().map(without_notes),
                anchor,
                division,
            }),
            BlockKind::Figure(figure) => self.figures.extend(figure.caption.as_ref().and_then(entry)),
            BlockKind::Table(table) => self.tables.extend(table.caption.as_ref().and_then(entry)),
            _ => {}
        }
    }
}

/// A title for a list: notes stay in the text, and links in a list would lead away from it.
fn without_notes(inlines: &[Inline]) -> Vec<Inline> {
    inlines
        .iter()
        .filter(|i| !matches!(i.kind, InlineKind::Note(_)))
        .cloned()
        .map(|mut inline| {
            inline.attributes.id = None;
            if let InlineKind::Link { content, .. } = &mut inline.kind {
                inline.kind = InlineKind::Span(without_notes(content));
            } else if let Some(inner) = walk::children_mut(&mut inline) {
                *inner = without_notes(inner);
            }
            inline
        })
        .collect()
}
