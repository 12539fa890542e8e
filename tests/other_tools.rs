//! What other tools get from the program: dependencies, completions, the man page, a table.

use kaiben_tests::{Scratch, kaiben, program, read};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

fn new_book(name: &str) -> (Scratch, String) {
    let scratch = Scratch::new(name);
    let folder = scratch.path().join("book").to_string_lossy().into_owned();
    assert_eq!(kaiben(&["new", &folder]).status.code(), Some(0));
    (scratch, folder)
}

fn out(arguments: &[&str]) -> String {
    let output = kaiben(arguments);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// make itself reads the rules: it builds once, then only after a change, also after a deleted file.
#[test]
fn make_follows_the_rules() {
    if Command::new("make").arg("--version").output().is_err() {
        assert!(std::env::var_os("KAIBEN_OFFLINE").is_some(), "make is missing; `tests/run --offline` leaves this out");
        return;
    }
    let scratch = Scratch::new("make");
    let folder = scratch.path().join("a book");
    out(&["new", &folder.to_string_lossy()]);
    let rule = format!(
        "a\\ book/build/a\\ book.epub:\n\t'{}' build 'a book' --target epub --deps book.d\n-include book.d\n",
        program().display()
    );
    scratch.write("Makefile", rule);
    let make = || {
        let output = Command::new("make").arg("-C").arg(scratch.path()).output().expect("make runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).contains("--deps")
    };
    assert!(make(), "the first time");
    assert!(!make(), "nothing has changed");
    let text = String::from_utf8(read(&folder.join("01.md"))).expect("UTF-8");
    // make compares times, of a second on some file systems.
    std::thread::sleep(Duration::from_millis(1100));
    scratch.write("a book/01.md", text + "\n又一段。\n");
    assert!(make(), "a chapter has changed");
    assert!(!make(), "and is built");
}

#[test]
fn dependencies_as_json() {
    let (scratch, folder) = new_book("deps");
    let file = scratch.path().join("deps.json");
    for state in ["built", "up to date"] {
        out(&["build", &folder, "--target", "html", "--deps", &file.to_string_lossy()]);
        let document: serde_json::Value = serde_json::from_slice(&read(&file)).expect("JSON");
        std::fs::remove_file(&file).expect("a file");
        assert_eq!(document["version"], 1);
        let book = &document["books"][0];
        let has = |kind: &str, end: &str| {
            book[kind].as_array().expect("a list").iter().any(|p| p.as_str().expect("a path").ends_with(end))
        };
        assert!(has("outputs", "build/html/index.html"), "{state}: {document}");
        assert!(has("inputs", "book/01.md") && has("inputs", "book/book.toml"), "{state}: {document}");
        assert!(has("absent", "templates/html/style.css") && has("listed", "book/fonts"), "{state}: {document}");
    }
}

#[test]
fn completions_and_man_page() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(out(&["completions", shell]).contains("message-format"), "{shell}");
    }
    let man = out(&["man"]);
    for name in [".TH kaiben 1", ".TH kaiben-build 1", "\\-\\-fail\\-fast", ".TH kaiben-check 1"] {
        assert!(man.contains(name), "{name}");
    }
}

#[test]
fn a_catalogue_goes_on_and_tells_in_a_table() {
    let (scratch, folder) = new_book("table");
    for name in ["一", "two"] {
        scratch.copy(Path::new(&folder), &format!("shelf/{name}"));
    }
    scratch.copy(Path::new(&folder), "shelf/broken");
    scratch.write("shelf/broken/01.md", "# 一\n\n见 @fig-nothing。\n");
    let shelf = scratch.path().join("shelf").to_string_lossy().into_owned();
    let build = |more: &[&str]| {
        let output = kaiben(&[&["build", shelf.as_str(), "--target", "html"], more].concat());
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let states = |table: &str| -> Vec<String> {
        let lines = table.lines().skip(1);
        lines.map(|l| l.split("  ").map(str::trim).filter(|w| !w.is_empty()).take(2).collect::<Vec<_>>().join(": ")).collect()
    };
    assert_eq!(states(&build(&["--fail-fast", "-j", "1"])), ["broken: failed", "two: not begun", "一: not begun"]);
    assert_eq!(states(&build(&["--keep-going", "-j", "2"])), ["broken: failed", "two: built", "一: built"]);
    assert_eq!(states(&build(&[])), ["broken: failed", "two: up to date", "一: up to date"]);
}
