//! SVG pictures without what an e-book may not hold: scripts, and pictures that lie elsewhere.
//!
//! Scripts in a picture would have to be declared and would run in some readers; pictures in the network are
//! not allowed at all (EPUB 3.3, 3.6). Both are cut out of the text, and the author is told.

use kaiben_source::Diagnostic;
use roxmltree::{Document, Node, ParsingOptions};
use std::ops::Range;

/// The picture at `path`, cleaned.
pub fn clean_svg(path: &str, bytes: &[u8], diagnostics: &mut Vec<Diagnostic>) -> Vec<u8> {
    let broken = |why: String| {
        Diagnostic::error("epub/svg", format!("`{path}` is no SVG that an e-book can hold: {why}"))
            .help("export it again as plain SVG in UTF-8")
    };
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{FEFF}').trim_start(),
        Err(error) => {
            diagnostics.push(broken(error.to_string()));
            return Vec::new();
        }
    };
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = match Document::parse_with_options(text, options) {
        Ok(document) => document,
        Err(error) => {
            diagnostics.push(broken(error.to_string()));
            return Vec::new();
        }
    };
    let mut cuts: Vec<(Range<usize>, &str)> = Vec::new();
    for node in document.descendants().filter(Node::is_element) {
        if node.tag_name().name() == "script" {
            cuts.push((node.range(), "a script"));
        } else if refers_outside(node) {
            cuts.push((node.range(), "a picture from elsewhere"));
        }
        let handlers = node.attributes().filter(|a| a.name().len() > 2 && a.name().starts_with("on"));
        cuts.extend(handlers.map(|a| (a.range(), "a handler of events")));
    }
    if cuts.is_empty() {
        return text.as_bytes().to_vec();
    }
    let mut what: Vec<&str> = cuts.iter().map(|(_, what)| *what).collect();
    what.sort_unstable();
    what.dedup();
    diagnostics.push(
        Diagnostic::warning("epub/svg-cut", format!("the EPUB leaves out what `{path}` may not hold: {}", what.join(", ")))
            .help("take it out of the picture, or put the picture inside as data"),
    );
    cut(text, cuts.into_iter().map(|(range, _)| range).collect()).into_bytes()
}

/// Whether an element shows what lies outside the file. Links (`a`) only lead there.
fn refers_outside(node: Node<'_, '_>) -> bool {
    let shows = matches!(node.tag_name().name(), "image" | "use" | "feImage");
    shows
        && node.attributes().any(|a| {
            let value = a.value().trim();
            matches!(a.name(), "href" | "src") && !value.starts_with('#') && !value.starts_with("data:")
        })
}

fn cut(text: &str, mut ranges: Vec<Range<usize>>) -> String {
    ranges.sort_by_key(|r| (r.start, std::cmp::Reverse(r.end)));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for range in ranges {
        // A range inside one that is cut already begins before `at`.
        if range.start >= at {
            out.push_str(&text[at..range.start]);
            at = range.end;
        }
    }
    out.push_str(&text[at..]);
    out
}
