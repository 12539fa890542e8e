//! `SUMMARY.md` in mdBook's form.

use crate::options::options;
use crate::view::View;
use comrak::nodes::NodeValue;
use comrak::{Arena, Node, parse_document};
use kaiben_source::{BookPath, Diagnostic, FileId, PathError, Span};

/// The chapters that a `SUMMARY.md` lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Links before the first list: mdBook's prefix chapters.
    pub front: Vec<SummaryChapter>,
    /// The lists, nested chapters in reading order.
    pub body: Vec<SummaryChapter>,
    /// Links behind the last list: mdBook's suffix chapters.
    pub back: Vec<SummaryChapter>,
}

/// One link of a `SUMMARY.md`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SummaryChapter {
    /// The link's text.
    pub title: String,
    /// The path as written: relative to the `SUMMARY.md`.
    pub path: String,
    /// Where the link stands.
    pub span: Span,
}

/// Reads a `SUMMARY.md`. Chapters without a file (mdBook's drafts) are told and left out.
pub fn parse_summary(file: FileId, text: &str) -> (Summary, Vec<Diagnostic>) {
    let mark = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let view = View::whole(file, text[mark..].to_owned(), mark as u32);
    let arena = Arena::new();
    let root = parse_document(&arena, &view.text, &options());
    let is_list = |node: Node<'_>| matches!(node.data().value, NodeValue::List(_));
    let lists: Vec<usize> = root.children().enumerate().filter(|(_, n)| is_list(n)).map(|(i, _)| i).collect();
    let (first, last) = (lists.first().copied().unwrap_or(usize::MAX), lists.last().copied().unwrap_or(usize::MAX));
    let mut summary = Summary::default();
    let mut diagnostics = Vec::new();
    for (i, block) in root.children().enumerate() {
        if matches!(block.data().value, NodeValue::Heading(_)) {
            // A heading at the start names the summary itself, others are mdBook's parts.
            if i > 0 {
                let (start, end) = view.range(block.data().sourcepos, |o| o);
                diagnostics.push(
                    Diagnostic::warning("summary/part", format!("the part `{}` is left out: a book has chapters only", title_of(block)))
                        .at(view.span(start, end))
                        .help("give the part a file of its own with a heading, or take its number into the titles of its chapters"),
                );
            }
            continue;
        }
        let part = match i {
            i if i < first => &mut summary.front,
            i if i <= last => &mut summary.body,
            _ => &mut summary.back,
        };
        for node in block.descendants() {
            let data = node.data();
            let NodeValue::Link(link) = &data.value else { continue };
            let (start, end) = view.range(data.sourcepos, |o| o);
            let span = view.span(start, end);
            let title = title_of(node);
            let path = percent_decode(link.url.split('#').next().unwrap_or(""));
            match check_path(&path, &title, span) {
                None => part.push(SummaryChapter { title, path, span }),
                Some(diagnostic) => diagnostics.push(diagnostic),
            }
        }
    }
    if summary.front.is_empty() && summary.body.is_empty() && summary.back.is_empty() {
        diagnostics.push(
            Diagnostic::error("summary/empty", "this summary lists no chapter")
                .at(Span::new(file, mark as u32, view.line_end(0) as u32 + mark as u32))
                .help("write a list of links, such as `- [Title](chapter.md)`"),
        );
    }
    (summary, diagnostics)
}

/// What is wrong with a path. Whether it leaves the book's folder is seen where the summary's own place is known.
fn check_path(path: &str, title: &str, span: Span) -> Option<Diagnostic> {
    if path.is_empty() {
        let draft = Diagnostic::warning("summary/draft", format!("`{title}` has no file and is left out"));
        return Some(draft.at(span).help("name its file in the parentheses"));
    }
    let absolute = BookPath::new(path) == Err(PathError::Absolute) || path.contains("://");
    absolute.then(|| {
        Diagnostic::error("summary/path", format!("`{path}` is no file of the book"))
            .at(span)
            .help("write a path relative to this file")
    })
}

fn title_of(link: Node<'_>) -> String {
    let text = |node: Node<'_>| match &node.data().value {
        NodeValue::Text(text) => text.to_string(),
        NodeValue::Code(code) => code.literal.clone(),
        NodeValue::SoftBreak | NodeValue::LineBreak => " ".to_owned(),
        _ => String::new(),
    };
    link.descendants().map(text).collect()
}

/// mdBook writes spaces in paths as `%20`.
fn percent_decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = (bytes[at] == b'%').then(|| text.get(at + 1..at + 3).and_then(|h| u8::from_str_radix(h, 16).ok())).flatten();
        out.push(code.unwrap_or(bytes[at]));
        at += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}
