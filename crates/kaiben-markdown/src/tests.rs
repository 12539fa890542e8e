//! Tests as data: Markdown in, the model as an s-expression out.

mod commonmark;
mod dump;
mod extensions;
mod findings;
mod manuscript;
mod mixes;
mod places;

use crate::parse_chapter;
use kaiben_source::FileId;

/// The model of a text in compact form.
fn dump_of(text: &str) -> String {
    dump::blocks(&parse_chapter(FileId(0), "a.md", text).blocks)
}

/// Compares many cases at once, so that one run shows everything that changed.
#[track_caller]
fn check_all(cases: &[(&str, &str)], of: impl Fn(&str) -> String) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(text, want)| {
            let got = of(text);
            (got != *want).then(|| format!("--- {text:?}\n got: {got}\nwant: {want}"))
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
