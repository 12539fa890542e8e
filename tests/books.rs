//! The books under `book/` in all editions: built by one command, the same bytes anywhere, and nothing of
//! the text lost.

use kaiben_model::BlockKind;
use kaiben_source::FileId;
use kaiben_tests::leaves::{Leaf, Place, find_in_order, leaves, letters, stands_somewhere};
use kaiben_tests::{Scratch, editions, kaiben, read, root};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

const BOOKS: [&str; 2] = ["manual", "report"];

/// The catalogue, built once for all tests of this file, in a folder of its own.
fn catalogue() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("catalogue");
        let _ = std::fs::remove_dir_all(&folder);
        let book = root().join("book");
        let output = kaiben(&["build", &book.to_string_lossy(), "--out", &folder.to_string_lossy()]);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        folder
    })
}

#[test]
fn every_book_has_three_editions_and_a_report() {
    for book in BOOKS {
        let folder = catalogue().join(book);
        assert!(read(&folder.join(format!("{book}.pdf"))).starts_with(b"%PDF-"));
        assert!(read(&folder.join(format!("{book}.epub"))).starts_with(b"PK"));
        assert!(read(&folder.join("html/index.html")).starts_with(b"<!DOCTYPE html>"));
        let report: serde_json::Value =
            serde_json::from_slice(&read(&folder.join("report.json"))).expect("report.json is JSON");
        assert_eq!(report["book"], book);
        assert_eq!(report["editions"].as_array().map(Vec::len), Some(3));
        assert_eq!(report["notes"]["off_page"], 0, "{book}: notes on another page than their mark");
        assert!(report["pages"].as_u64() > Some(20), "{book}: {}", report["pages"]);
        let errors = report["diagnostics"].as_object().expect("counts");
        assert!(errors.is_empty(), "{book}: {errors:?}");
    }
}

#[test]
fn the_same_book_gives_the_same_bytes() {
    let folder = Scratch::new("again");
    folder.copy(&root().join("book/report"), "elsewhere/report");
    let book = folder.path().join("elsewhere/report");
    let output = kaiben(&["build", &book.to_string_lossy()]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let (first, second) = (editions(&catalogue().join("report")), editions(&book.join("build")));
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    for (path, bytes) in &first {
        assert!(second[path] == *bytes, "{path} differs");
    }
}

#[test]
fn an_unchanged_book_is_not_built_again() {
    let scratch = Scratch::new("unchanged");
    let folder = scratch.path().join("book");
    let folder = folder.to_string_lossy();
    assert_eq!(kaiben(&["new", &folder]).status.code(), Some(0));
    let build = |arguments: &[&str]| {
        let output = kaiben(&[&["build", &folder][..], arguments].concat());
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let html = ["--target", "html"];
    assert!(build(&html).contains("built  "));
    assert!(build(&html).contains("up to date  "));
    scratch.write("book/preface.md", "# 前言\n\n改过的文字。\n");
    assert!(build(&["--target", "html", "-n"]).contains("html: changed: preface.md"));
    assert!(build(&html).contains("built  "));
    scratch.write("book/templates/html/style.css", "body { color: black }\n");
    assert!(build(&["--target", "html", "--why"]).contains("html: new: templates/html/style.css"));
}

fn chapter_texts(book: &str) -> Vec<(String, String)> {
    let folder = root().join("book").join(book);
    let config = String::from_utf8(read(&folder.join("book.toml"))).expect("UTF-8");
    // The order is that of book.toml: front, body, back.
    let names = config.split('"').filter(|word| word.ends_with(".md"));
    names.map(|name| (name.to_owned(), String::from_utf8(read(&folder.join(name))).expect("UTF-8"))).collect()
}

/// The chapters of a book in reading order, as slugs with their pieces of text.
fn chapters(book: &str) -> Vec<(String, Vec<Leaf>)> {
    chapter_texts(book)
        .into_iter()
        .map(|(path, text)| {
            let parsed = kaiben_markdown::parse_chapter(FileId(0), &path, &text);
            assert!(parsed.blocks.iter().any(|b| matches!(b.kind, BlockKind::Heading(_))), "{path} has no heading");
            (path.trim_end_matches(".md").to_owned(), leaves(&parsed.blocks))
        })
        .collect()
}

fn check_in_order(what: &str, wanted: &[&Leaf], text: &str) {
    let text: Vec<char> = letters(text).chars().collect();
    let mut cursor = 0;
    for leaf in wanted {
        match find_in_order(&leaf.text, &text, cursor) {
            Some(end) => cursor = end,
            None => {
                let near: String = text[cursor..(cursor + 60).min(text.len())].iter().collect();
                panic!("{what}: lost at or before “{}”\n  after: {near}", leaf.text);
            }
        }
    }
}

fn check_chapter(what: &str, leaves: &[Leaf], text: &str) {
    let body: Vec<&Leaf> = leaves.iter().filter(|l| l.place != Place::Note).collect();
    assert!(body.iter().map(|l| l.text.chars().count()).sum::<usize>() > 200, "{what}: next to no text");
    check_in_order(what, &body, text);
    let letters_of_text: Vec<char> = letters(text).chars().collect();
    for note in leaves.iter().filter(|l| l.place == Place::Note) {
        assert!(stands_somewhere(&note.text, &letters_of_text), "{what}: note lost: {}", note.text);
    }
}

/// The text of an XML or HTML page without scripts and styles.
fn text_of(page: &str) -> String {
    let mut out = String::new();
    let mut rest = page.find("<body").map_or(page, |i| &page[i..]);
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        let tag = &rest[open..];
        let skip = ["script", "style"].iter().find(|t| tag[1..].starts_with(**t));
        let end = match skip {
            Some(name) => tag.find(&format!("</{name}>")).map(|i| i + name.len() + 3),
            None => tag.find('>').map(|i| i + 1),
        };
        let Some(end) = end else { break };
        rest = &tag[end..];
    }
    for (entity, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
        out = out.replace(entity, character);
    }
    out
}

#[test]
fn no_text_is_lost_on_the_site() {
    for book in BOOKS {
        for (slug, leaves) in chapters(book) {
            let page = read(&catalogue().join(book).join(format!("html/{slug}.html")));
            check_chapter(&format!("{book}/html/{slug}"), &leaves, &text_of(&String::from_utf8_lossy(&page)));
        }
    }
}

#[test]
fn no_text_is_lost_in_the_epub() {
    for book in BOOKS {
        let bytes = read(&catalogue().join(book).join(format!("{book}.epub")));
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip archive");
        for (slug, leaves) in chapters(book) {
            let name = archive.file_names().find(|n| n.ends_with(&format!("/{slug}.xhtml"))).expect("a chapter").to_owned();
            let mut text = String::new();
            archive.by_name(&name).expect("an entry").read_to_string(&mut text).expect("UTF-8");
            check_chapter(&format!("{book}.epub/{slug}"), &leaves, &text_of(&text));
        }
    }
}

#[test]
fn no_text_is_lost_in_the_pdf() {
    if Command::new("pdftotext").arg("-v").output().is_err() {
        assert!(std::env::var_os("KAIBEN_OFFLINE").is_some(), "pdftotext is missing; `tests/run --offline` leaves this out");
        return;
    }
    for book in BOOKS {
        let pdf = catalogue().join(book).join(format!("{book}.pdf"));
        let output = Command::new("pdftotext").args(["-raw", "-enc", "UTF-8"]).arg(&pdf).arg("-").output().expect("pdftotext runs");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let all: Vec<Leaf> = chapters(book).into_iter().flat_map(|(_, l)| l).collect();
        let flow: Vec<&Leaf> = all.iter().filter(|l| l.place == Place::Flow).collect();
        check_in_order(&format!("{book}.pdf"), &flow, &text);
        let letters: Vec<char> = letters(&text).chars().collect();
        for leaf in all.iter().filter(|l| l.place != Place::Flow) {
            assert!(stands_somewhere(&leaf.text, &letters), "{book}.pdf: lost: {}", leaf.text);
        }
    }
}
