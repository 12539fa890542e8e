//! One JSON object a diagnostic, on one line. The field `version` speaks first: a reader that does not
//! know the number should stop there.

use crate::{Diagnostic, Sources, Span};
use serde::Serialize;

#[derive(Serialize)]
struct Line<'a> {
    version: u32,
    kind: &'static str,
    code: &'a str,
    severity: crate::Severity,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<Place>,
    #[serde(skip_serializing_if = "Option::is_none")]
    annotation: Option<&'a str>,
    labels: Vec<LabelLine<'a>>,
    help: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<FixLine<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<&'a str>,
}

#[derive(Serialize)]
struct Place {
    file: String,
    line: usize,
    column: usize,
    start: u32,
    end: u32,
}

#[derive(Serialize)]
struct LabelLine<'a> {
    place: Option<Place>,
    text: &'a str,
}

#[derive(Serialize)]
struct FixLine<'a> {
    place: Option<Place>,
    replacement: &'a str,
}

/// Renders one diagnostic as one line of JSON, without the line end. Lines and columns count from 1,
/// columns in characters; `start` and `end` are byte offsets.
pub fn render_json(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let place = |span: Span| {
        sources.position(span).map(|p| Place {
            file: p.path,
            line: p.line,
            column: p.column,
            start: span.start,
            end: span.end,
        })
    };
    let line = Line {
        version: 1,
        kind: "diagnostic",
        code: &diagnostic.code,
        severity: diagnostic.severity,
        message: &diagnostic.message,
        place: diagnostic.span.and_then(place),
        annotation: diagnostic.annotation.as_deref(),
        labels: diagnostic.labels.iter().map(|l| LabelLine { place: place(l.span), text: &l.text }).collect(),
        help: &diagnostic.help,
        fix: diagnostic.fix.as_ref().map(|f| FixLine { place: place(f.span), replacement: &f.replacement }),
        page: diagnostic.page.as_deref(),
    };
    // Serializing plain strings and numbers cannot fail; if it ever did, the short form still tells all.
    serde_json::to_string(&line).unwrap_or_else(|_| super::render_short(diagnostic, sources))
}
