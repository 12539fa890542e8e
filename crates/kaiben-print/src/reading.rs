//! What stands on a laid-out page, as places in the manuscript: read from the glyphs, each of which knows the
//! literal that it comes from.

use crate::project::Project;
use crate::world::{BookWorld, file_id};
use crate::writer::{Mapped, MappedKind, source_of_character};
use kaiben_source::Span;
use std::collections::{BTreeMap, HashMap};
use typst::World;
use typst::layout::{Abs, Frame, FrameItem, Point, Transform};
use typst::syntax::{LinkedNode, SyntaxKind};

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

/// The literals of a project's chapters, by what the engine calls their places: the layouts of a project are read
/// several times, and each has as many runs of glyphs as there are words.
pub struct Literals(HashMap<typst::syntax::Span, Literal>);

struct Literal {
    chapter: usize,
    mapped: Mapped,
    note: bool,
}

impl Literals {
    /// Finds them. They are the same for all layouts of the project until a chapter is written anew.
    pub fn new(world: &BookWorld, project: &Project) -> Self {
        let mut found = HashMap::new();
        for (chapter, (path, written)) in project.chapters.iter().enumerate() {
            let Some(source) = file_id(path).and_then(|id| world.source(id).ok()) else { continue };
            let mapped: BTreeMap<usize, Mapped> =
                written.map.iter().filter(|m| m.kind != MappedKind::Construct).map(|m| (m.start, *m)).collect();
            let mut open = vec![LinkedNode::new(source.root())];
            while let Some(node) = open.pop() {
                // The range is that of the literal with its quotation marks.
                if node.kind() == SyntaxKind::Str {
                    if let Some(mapped) = mapped.get(&(node.offset() + 1)) {
                        let note = written.note_ranges.iter().any(|(from, to)| (*from..*to).contains(&mapped.start));
                        found.insert(node.span(), Literal { chapter, mapped: *mapped, note });
                    }
                } else {
                    open.extend(node.children());
                }
            }
        }
        Self(found)
    }
}

/// Reads pages of one project.
pub struct Reader<'a> {
    project: &'a Project,
    literals: &'a Literals,
}

impl<'a> Reader<'a> {
    /// A reader of what was laid out from that project.
    pub fn new(project: &'a Project, literals: &'a Literals) -> Self {
        Self { project, literals }
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
                    if let (Some((literal, span)), Some((_, end))) = (first, last) {
                        let span = Span::new(span.file, span.start, span.start.max(end.start));
                        let text_of = StandingText { chapter: literal.chapter, at: literal.mapped.start, span, note: literal.note };
                        found.push(Standing { text: Some(text_of), top: y(-text.size), bottom: y(Abs::zero()) });
                    }
                }
                _ => {}
            }
        }
    }

    fn place(&self, (span, offset): (typst::syntax::Span, u16)) -> Option<(&Literal, Span)> {
        let literal = self.literals.0.get(&span)?;
        let (_, written) = self.project.chapters.get(literal.chapter)?;
        let span = source_of_character(&literal.mapped, &written.source, usize::from(offset));
        (!span.is_generated()).then_some((literal, span))
    }
}
