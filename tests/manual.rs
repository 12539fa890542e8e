//! The manual says what the program does.

use kaiben_tests::{Scratch, kaiben, read, root, tree};
use std::collections::BTreeSet;

/// Shown as written, and not set in the manual: a heading would be a section of it.
const NOT_SET: &[&str] = &["## Common sizes"];

fn chapters() -> Vec<(String, String)> {
    let folder = root().join("book/manual");
    let files = tree(&folder).into_keys().filter(|p| p.ends_with(".md") && !p.starts_with("build/"));
    files.map(|p| (p.clone(), String::from_utf8(read(&folder.join(&p))).expect("UTF-8"))).collect()
}

/// The fences of a language, and the text without any fence.
fn fences(text: &str, language: &str) -> (Vec<String>, String) {
    let (mut found, mut rest) = (Vec::new(), String::new());
    let mut open: Option<(String, bool, String)> = None;
    for line in text.lines() {
        let ticks: String = line.chars().take_while(|c| *c == '`').collect();
        match &mut open {
            None if ticks.len() >= 3 => open = Some((ticks.clone(), line[ticks.len()..].trim() == language, String::new())),
            None => rest.extend([line, "\n"]),
            Some((fence, wanted, body)) if ticks.len() >= fence.len() && line == ticks => {
                if *wanted {
                    found.push(std::mem::take(body));
                }
                open = None;
            }
            Some((_, _, body)) => body.extend([line, "\n"]),
        }
    }
    (found, rest)
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_is_shown_as_written_is_set() {
    let mut lost = Vec::new();
    let mut count = 0;
    for (path, text) in chapters() {
        let (written, rest) = fences(&text, "markdown");
        let set = words(&rest);
        for piece in written {
            count += 1;
            // A raw block stands in a fence of its own, which is taken out here.
            let raw = piece.starts_with("```{=");
            if !raw && !NOT_SET.iter().any(|n| piece.starts_with(n)) && !set.contains(&words(&piece)) {
                lost.push(format!("{path}: {piece}"));
            }
        }
    }
    assert!(count >= 12, "{count} pieces");
    assert!(lost.is_empty(), "written, but not set:\n{}", lost.join("\n"));
}

#[test]
fn the_codes_of_findings_are_those_of_the_program() {
    let folder = root().join("crates");
    let sources = tree(&folder).into_iter().filter(|(p, _)| p.ends_with(".rs") && !p.contains("/tests"));
    let program: String = sources.map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned()).collect();
    let (_, text) = chapters().into_iter().find(|(p, _)| p == "findings.md").expect("the chapter");
    let codes: BTreeSet<&str> = text.lines().filter_map(|l| l.strip_prefix("| `")).filter_map(|l| l.split('`').next()).collect();
    assert!(codes.len() >= 15, "{codes:?}");
    let unknown: Vec<&&str> = codes.iter().filter(|code| !program.contains(&format!("\"{code}\""))).collect();
    assert!(unknown.is_empty(), "the program has no {unknown:?}");
}

/// Keys and values of `book.toml` as the manual gives them.
#[test]
fn its_settings_are_read_without_a_finding() {
    let mut settings = String::new();
    for name in ["configuration.md", "plugins.md"] {
        let (_, text) = chapters().into_iter().find(|(p, _)| p == name).expect("the chapter");
        settings.extend(fences(&text, "toml").0);
    }
    let book = Scratch::new("manual-settings");
    book.write("book.toml", format!("[book]\ntitle = \"x\"\ndate = \"2026-01-01\"\n{settings}"))
        .write("preface.md", "# a\n\nb\n")
        .write("chapters/01.md", "# a\n\nb\n")
        .write("appendix.md", "# a\n\nb\n")
        .write("glossary.toml", "[[term]]\nen = \"c\"\n");
    let output = kaiben(&["check", &book.path().to_string_lossy(), "--deny", "warnings"]);
    assert_eq!(output.status.code(), Some(0), "{settings}\n{}", String::from_utf8_lossy(&output.stderr));
}

/// The finding in the first chapter, word for word.
#[test]
fn its_finding_is_the_one_that_is_told() {
    let (_, text) = chapters().into_iter().find(|(p, _)| p == "first-book.md").expect("the chapter");
    let shown = fences(&text, "text").0.concat();
    let config = fences(&text, "toml").0.concat().replace("front = [\"preface.md\"]\n", "");
    let book = Scratch::new("manual-finding");
    book.write("book.toml", config).write("01.md", "# T\n\nText.\n\nMore.\n\nThe first use[^intro] of a word.\n");
    let output = kaiben(&["check", &book.path().to_string_lossy()]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains(shown.trim_end()), "{told}\n{shown}");
}
