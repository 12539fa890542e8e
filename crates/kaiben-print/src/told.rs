//! Typst's findings as ours: a place in generated source becomes a place in the manuscript.

use crate::project::Project;
use crate::world::BookWorld;
use crate::writer::source_of;
use kaiben_source::{Diagnostic, Span};
use typst::WorldExt;
use typst::diag::{Severity, SourceDiagnostic};
use typst::syntax::DiagSpan;

/// Turns a finding of Typst into one of ours.
pub fn tell(found: &SourceDiagnostic, world: &BookWorld, project: &Project) -> Diagnostic {
    let message = format!("the print engine says: {}", found.message);
    let mut diagnostic = match found.severity {
        Severity::Error => Diagnostic::error("print/typst", message),
        Severity::Warning => Diagnostic::warning("print/typst", message),
    };
    // The innermost call that stands in a chapter is the construct that the author wrote.
    let traced = std::iter::once(found.span).chain(found.trace.iter().map(|t| t.span.into()));
    for span in traced {
        if let Some(place) = manuscript_place(span, world, project) {
            diagnostic = diagnostic.at(place);
            break;
        }
    }
    if let Some(id) = found.span.id() {
        let path = BookWorld::path(id);
        // Line numbers in generated chapters tell an author nothing; in templates they do.
        if project.chapter(&path).is_none() {
            let line = world.range(found.span).and_then(|r| {
                let text = project.files.get(&path)?;
                Some(text.iter().take(r.start).filter(|b| **b == b'\n').count() + 1)
            });
            diagnostic = diagnostic.help(match line {
                Some(line) => format!("it comes from line {line} of `{path}` (`--target typst` writes that file)"),
                None => format!("it comes from `{path}` (`--target typst` writes that file)"),
            });
        }
    }
    for hint in &found.hints {
        diagnostic = diagnostic.help(hint.v.to_string());
    }
    diagnostic
}

fn manuscript_place(span: DiagSpan, world: &BookWorld, project: &Project) -> Option<Span> {
    let path = BookWorld::path(span.id()?);
    if let Some(chapter) = project.chapter(&path) {
        return source_of(&chapter.map, world.range(span)?.start);
    }
    let raw = project.chapters.iter().flat_map(|(_, c)| &c.raw).find(|(p, ..)| *p == path)?;
    Some(raw.2)
}
