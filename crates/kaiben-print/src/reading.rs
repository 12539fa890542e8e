//! What stands on a laid-out page, as places in the manuscript: read from the glyphs, each of which knows the
//! literal that it comes from.

use crate::project::Project;
use crate::world::{BookWorld, file_id};
use crate::writer::{Mapped, MappedKind, source_of_character};
use kaiben_source::Span;
use std::collections::{BTreeMap, HashMap};
use typst::WorldExt;
use typst::layout::{Abs, Frame, FrameItem, Point, Transform};
use typst::syntax::FileId;

/// A run of glyphs, or a picture.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    /// Where it comes from; none for a picture.
    pub text: Option<StandingText>,
    /// Upper edge of the picture, or the baseline less the size of the text; in points from the top of the page.
    pub top: f64,
    /// Lower edge of the picture, or the baseline.
    pub bottom: f64,
}

/// Text of a chapter. What the template sets by itself (running heads, folios) is not read.
#[derive(Debug, Clone, Copy)]
pub struct StandingText {
    /// The chapter's number in the project.
    pub chapter: usize,
    /// Offset of the literal in its source.
    pub at: usize,
    /// From the first to the last character, in the manuscript.
    pub span: Span,
    /// Whether it is text of a note.
    pub note: bool,
}

impl Standing {
    /// Whether it is text of a note.
    pub fn is_note(&self) -> bool {
        self.text.is_some_and(|t| t.note)
    }
}

/// Reads pages of one project.
pub struct Reader<'a> {
    world: &'a BookWorld,
    project: &'a Project,
    files: HashMap<FileId, usize>,
    /// Literals of each chapter by their first byte.
    literals: Vec<BTreeMap<usize, Mapped>>,
}

impl<'a> Reader<'a> {
    /// A reader of what was laid out from that project.
    pub fn new(world: &'a BookWorld, project: &'a Project) -> Self {
        let files = project.chapters.iter().enumerate().filter_map(|(i, (path, _))| Some((file_id(path)?, i))).collect();
        let literals = project
            .chapters
            .iter()
            .map(|(_, c)| c.map.iter().filter(|m| m.kind != MappedKind::Construct).map(|m| (m.start, *m)).collect())
            .collect();
        Self { world, project, files, literals }
    }

    /// Everything on a page, in the order in which the engine set it.
    pub fn read(&self, frame: &Frame) -> Vec<Standing> {
        let mut found = Vec::new();
        self.collect(frame, Transform::identity(), &mut found);
        found
    }

    fn collect(&self, frame: &Frame, outer: Transform, found: &mut Vec<Standing>) {
        for (at, item) in frame.items() {
            let here = outer.pre_concat(Transform::translate(at.x, at.y));
            let y = |down: Abs| Point::with_y(down).transform(here).y.to_pt();
            match item {
                FrameItem::Group(group) => self.collect(&group.frame, here.pre_concat(group.transform), found),
                FrameItem::Image(_, size, _) => found.push(Standing { text: None, top: y(Abs::zero()), bottom: y(size.y) }),
                FrameItem::Text(text) => {
                    let first = text.glyphs.iter().find_map(|g| self.place(g.span));
                    let last = text.glyphs.iter().rev().find_map(|g| self.place(g.span));
                    if let (Some((chapter, at, span)), Some((.., end))) = (first, last) {
                        let (_, written) = &self.project.chapters[chapter];
                        let note = written.note_ranges.iter().any(|(from, to)| (*from..*to).contains(&at));
                        let span = Span::new(span.file, span.start, span.start.max(end.start));
                        let text_of = StandingText { chapter, at, span, note };
                        found.push(Standing { text: Some(text_of), top: y(-text.size), bottom: y(Abs::zero()) });
                    }
                }
                _ => {}
            }
        }
    }

    fn place(&self, (span, offset): (typst::syntax::Span, u16)) -> Option<(usize, usize, Span)> {
        let chapter = *self.files.get(&span.id()?)?;
        // The range is that of the literal with its quotation marks.
        let at = self.world.range(span)?.start + 1;
        let mapped = self.literals.get(chapter)?.get(&at)?;
        let (_, written) = self.project.chapters.get(chapter)?;
        let span = source_of_character(mapped, &written.source, usize::from(offset));
        (!span.is_generated()).then_some((chapter, at, span))
    }
}
