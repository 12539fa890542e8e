//! Diagnostics for people: message, source excerpt with the place marked, help.

use crate::{Diagnostic, Severity, Sources};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

/// Renders one diagnostic over several lines, with colors where `color` says so.
pub fn render_human(diagnostic: &Diagnostic, sources: &Sources, color: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let mut message = diagnostic.message.clone();
    if let Some(page) = &diagnostic.page {
        message = format!("{message} (page {page})");
    }
    let title = level.primary_title(message).id(diagnostic.code.to_string());
    let mut group = Group::with_title(title);
    let mut snippets: Vec<Snippet<'_, annotate_snippets::Annotation<'_>>> = Vec::new();
    if let Some(span) = diagnostic.span
        && let Some(file) = sources.get(span.file)
    {
        let mut primary = AnnotationKind::Primary.span(clamp(span.range(), &file.text));
        if let Some(text) = &diagnostic.annotation {
            primary = primary.label(text.as_str());
        }
        let mut snippet = Snippet::source(file.text.as_str()).path(file.path.as_str()).fold(true).annotation(primary);
        for label in diagnostic.labels.iter().filter(|l| l.span.file == span.file) {
            snippet = snippet
                .annotation(AnnotationKind::Context.span(clamp(label.span.range(), &file.text)).label(label.text.as_str()));
        }
        snippets.push(snippet);
    }
    for label in &diagnostic.labels {
        if diagnostic.span.is_some_and(|s| s.file == label.span.file) {
            continue;
        }
        if let Some(file) = sources.get(label.span.file) {
            snippets.push(
                Snippet::source(file.text.as_str()).path(file.path.as_str()).fold(true).annotation(
                    AnnotationKind::Context.span(clamp(label.span.range(), &file.text)).label(label.text.as_str()),
                ),
            );
        }
    }
    for snippet in snippets {
        group = group.element(snippet);
    }
    for line in &diagnostic.help {
        group = group.element(Level::HELP.message(line.as_str()));
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group])
}

/// A range that the renderer can show: inside the text, on character borders, and of its first line only,
/// so that the excerpt of a whole chapter stays one line long.
fn clamp(range: std::ops::Range<usize>, text: &str) -> std::ops::Range<usize> {
    let floor = |mut i: usize| {
        i = i.min(text.len());
        while !text.is_char_boundary(i) {
            i -= 1;
        }
        i
    };
    let (start, mut end) = (floor(range.start), floor(range.end.max(range.start)));
    if let Some(line_end) = text[start..end].find('\n') {
        end = start + line_end;
    }
    start..end.max(start)
}
