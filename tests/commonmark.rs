//! A document that uses no extension reads the same as anywhere else: the examples of the CommonMark
//! specification 0.31.2. They are not part of this project (CC BY-SA 4.0); `tests/tools/setup.sh` installs
//! the package that carries them.
//!
//! The model of each example is written as the specification writes HTML and compared with what it wants,
//! white space between blocks aside. `commonmark-deviations.txt` lists the examples that read differently,
//! each with its reason. An example that is not listed and differs fails; so does one that is listed and
//! does not.

use kaiben_source::FileId;
use kaiben_tests::commonmark::{html_of, normalized};
use kaiben_tests::{read, root};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Examples of the specification: number, Markdown, HTML.
fn examples(text: &str) -> Vec<(usize, String, String)> {
    const FENCE: &str = "````````````````````````````````";
    let text = text.split("<!-- END TESTS -->").next().unwrap_or(text).replace('→', "\t");
    let mut found = Vec::new();
    for part in text.split(&format!("\n{FENCE} example\n")).skip(1) {
        let body = part.split(&format!("\n{FENCE}\n")).next().unwrap_or(part);
        let body = format!("\n{body}\n");
        let (markdown, html) = body.split_once("\n.\n").expect("an example has two parts");
        found.push((found.len() + 1, format!("{markdown}\n").trim_start_matches('\n').to_owned(), html.to_owned()));
    }
    found
}

/// Numbers with the reason why they read differently.
fn deviations() -> BTreeMap<usize, String> {
    let list = String::from_utf8(read(&root().join("tests/commonmark-deviations.txt"))).expect("UTF-8");
    let mut reason = String::new();
    let mut listed = BTreeMap::new();
    for line in list.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with("//")) {
        match line.strip_prefix("# ") {
            Some(text) => reason = text.to_owned(),
            None => listed.extend(line.split_whitespace().map(|n| (n.parse().expect("a number"), reason.clone()))),
        }
    }
    listed
}

#[test]
fn the_examples_of_the_specification_read_as_it_says() {
    let folder = std::env::var_os("KAIBEN_VALIDATORS").map_or_else(|| root().join("target/validators"), PathBuf::from);
    let path = folder.join("npm/node_modules/commonmark-spec/spec.txt");
    if !path.is_file() {
        assert!(std::env::var_os("KAIBEN_OFFLINE").is_some(), "{} is missing: run tests/tools/setup.sh", path.display());
        return;
    }
    let examples = examples(&String::from_utf8(read(&path)).expect("UTF-8"));
    assert_eq!(examples.len(), 652, "the examples of CommonMark 0.31.2");
    let deviations = deviations();
    let mut wrong = Vec::new();
    for (number, markdown, want) in &examples {
        let parsed = kaiben_markdown::parse_chapter(FileId(0), "a.md", markdown);
        let (got, want) = (html_of(&parsed.blocks), normalized(want));
        match (got == want, deviations.get(number)) {
            (true, None) | (false, Some(_)) => {}
            (true, Some(reason)) => wrong.push(format!("{number} reads as it should; it is listed for: {reason}")),
            (false, None) => wrong.push(format!("{number}: {markdown:?}\n   got {got:?}\n  want {want:?}")),
        }
    }
    assert!(wrong.is_empty(), "{} examples:\n{}", wrong.len(), wrong.join("\n"));
}
