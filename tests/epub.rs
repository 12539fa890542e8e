//! The EPUB edition against what it promises: its pages are those of the print edition, its links lead
//! there and back, checkers find nothing.

use kaiben_tests::epub::Epub;
use kaiben_tests::generated::write_book;
use kaiben_tests::leaves::letters;
use kaiben_tests::{Scratch, kaiben, root, tool};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

const BOOKS: [&str; 2] = ["report", "manual"];

/// The books, built once for all tests of this file.
fn built() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("epub");
        let _ = std::fs::remove_dir_all(&folder);
        for book in BOOKS {
            let arguments = ["build", &format!("{}/book/{book}", root().display()), "--target", "pdf", "--target", "epub", "--out"];
            let output = kaiben(&[&arguments[..], &[&folder.join(book).to_string_lossy()]].concat());
            assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        }
        folder
    })
}

fn edition(book: &str, extension: &str) -> PathBuf {
    built().join(book).join(format!("{book}.{extension}"))
}

/// The letters of each page of a PDF; none where the program that reads them may be missing.
fn printed_pages(pdf: &Path) -> Option<Vec<String>> {
    let Ok(output) = Command::new("pdftotext").args(["-raw", "-enc", "UTF-8"]).arg(pdf).arg("-").output() else {
        assert!(std::env::var_os("KAIBEN_OFFLINE").is_some(), "pdftotext is missing; `tests/run --offline` leaves this out");
        return None;
    };
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut pages: Vec<String> = text.split('\u{c}').map(letters).collect();
    // Behind the last page stands a form feed too.
    pages.pop();
    Some(pages)
}

/// How a page of the print edition begins, compared with the text behind its mark in the EPUB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Beginning {
    /// With the very text, below the running head.
    Exact,
    /// With the repeated head of a table that goes on, and then the text.
    Continued,
    /// With a figure or table that was moved to the top of the page, and then the text.
    Moved,
    /// In the middle of words that the program wrote, such as the expansion of a term: the mark stands behind them.
    Generated,
    /// A page of the contents, whose folios stand between the titles.
    List,
    /// A blank page: its mark stands before what is on the next.
    Blank,
}

/// Compares a page with its mark.
fn beginning(page: &str, before: &str, after: &str, heads: &[String]) -> Option<Beginning> {
    if page.is_empty() {
        return Some(Beginning::Blank);
    }
    let body = heads.iter().filter_map(|h| page.strip_prefix(h.as_str())).min_by_key(|b| b.len()).unwrap_or(page);
    let wanted: Vec<char> = after.chars().take(8).collect();
    let wanted: String = wanted.into_iter().collect();
    // A chapter's page may begin with its own title, which is a running head too.
    if body.starts_with(&wanted) || page.starts_with(&wanted) {
        return Some(Beginning::Exact);
    }
    let at = body.find(&wanted);
    let prefix = at.and_then(|at| body.get(..at));
    if body.starts_with("续表") || body.starts_with("Table") && prefix.is_some_and(|p| p.contains("continued")) {
        return at.map(|_| Beginning::Continued);
    }
    if let Some(prefix) = prefix.filter(|p| p.chars().count() < 120)
        && before.ends_with(prefix)
    {
        return Some(Beginning::Generated);
    }
    if prefix.is_some() {
        return Some(Beginning::Moved);
    }
    None
}

/// The list has exactly the pages of the PDF, and where a page begins is where its mark stands.
#[test]
fn the_page_list_is_the_printed_book() {
    let mut found: BTreeMap<Beginning, usize> = BTreeMap::new();
    for book in BOOKS {
        let epub = Epub::open(&edition(book, "epub"));
        let list = epub.page_list();
        let Some(pages) = printed_pages(&edition(book, "pdf")) else { return };
        let names: Vec<&str> = list.iter().map(|p| p.name.as_str()).collect();
        assert_eq!(list.len(), pages.len(), "{book}: {names:?}");
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{book}: a page has no name of its own: {names:?}");
        // As printed: two leaves without folios, then roman numbers without a gap, then arabic ones from 1.
        let arabic = names.iter().position(|n| *n == "1").expect("a first page");
        let wanted: Vec<String> = (1..=pages.len() - arabic).map(|n| n.to_string()).collect();
        assert_eq!(names[arabic..], wanted, "{book}");
        assert!(names[2..arabic].iter().all(|n| n.chars().all(|c| "ivxl".contains(c))), "{book}: {names:?}");

        let heads = heads(&epub);
        for (listed, page) in list.iter().zip(&pages) {
            let kind = match listed.file.as_str() {
                "EPUB/nav.xhtml" => begins_list(page, &listed.after, &heads),
                _ => beginning(page, &listed.before, &listed.after, &heads),
            };
            let Some(kind) = kind else {
                let start: String = page.chars().take(60).collect();
                let after: String = listed.after.chars().take(30).collect();
                panic!("{book}, page {}: printed “{start}”, marked “{after}”", listed.name);
            };
            *found.entry(kind).or_default() += 1;
        }
    }
    let exact = found.get(&Beginning::Exact).copied().unwrap_or_default();
    let all: usize = found.values().sum();
    println!("{all} pages: {found:?}");
    // What is not exact is a table that goes on, something moved, a blank page; never more than a third.
    assert!(exact * 3 > all * 2, "{found:?}");
}

/// The letters of the running heads: the book's title, and the chapters' numbers and titles.
fn heads(epub: &Epub) -> Vec<String> {
    let package = epub.document("EPUB/package.opf");
    let mut heads: Vec<String> =
        package.descendants().filter(|n| n.tag_name().name() == "title").filter_map(|n| n.text()).map(letters).collect();
    heads.push("目录".to_owned());
    heads.push("Contents".to_owned());
    for name in epub.pages.keys().filter(|n| n.starts_with("EPUB/text/")) {
        for heading in epub.document(name).descendants().filter(|n| n.tag_name().name() == "h1") {
            let text = |class: &str| -> String {
                let part = heading.descendants().find(|n| n.attribute("class") == Some(class));
                part.into_iter().flat_map(|p| p.descendants().filter_map(|n| n.text().filter(|_| n.is_text())).collect::<Vec<_>>()).collect()
            };
            heads.push(letters(&format!("{}{}", text("number"), text("title"))));
        }
    }
    heads
}

/// A page of the contents: the first title that is marked stands below the running head and the list's heading.
fn begins_list(page: &str, after: &str, heads: &[String]) -> Option<Beginning> {
    let body = heads.iter().filter_map(|h| page.strip_prefix(h.as_str())).min_by_key(|b| b.len()).unwrap_or(page);
    let after = ["目录", "Contents"].iter().find_map(|h| after.strip_prefix(h)).unwrap_or(after);
    // The second-language form, which print leaves out, begins with the first Latin letter.
    let chinese = after.starts_with(kaiben_model::is_han);
    let wanted: String = after.chars().take(5).take_while(|c| !chinese || !c.is_ascii_alphabetic()).collect();
    body.find(&wanted).filter(|at| *at < 24).map(|_| Beginning::List)
}

#[test]
fn every_link_leads_there_and_back() {
    for book in BOOKS {
        let epub = Epub::open(&edition(book, "epub"));
        let (notes, terms) = check_links(book, &epub);
        assert!(book != "report" || (notes > 120 && terms > 100), "{notes} notes, {terms} terms");
    }
}

/// Every target is there; every note leads back to its mark, and every term's entry to its uses. Gives the
/// number of notes and of terms in the text.
fn check_links(book: &str, epub: &Epub) -> (usize, usize) {
    let mut labels: BTreeSet<(String, String)> = BTreeSet::new();
    let mut notes_of: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for file in epub.pages.keys().filter(|n| n.ends_with(".xhtml")) {
        labels.insert((file.clone(), String::new()));
        for node in epub.document(file).descendants().filter(roxmltree::Node::is_element) {
            if let Some(id) = node.attribute("id") {
                assert!(labels.insert((file.clone(), id.to_owned())), "{book}: {file}#{id} is there twice");
                if node.attribute("role") == Some("doc-footnote") {
                    let links = node.descendants().filter(|n| n.attribute("role") == Some("doc-backlink"));
                    let back = links.filter_map(|n| n.attribute("href")).map(str::to_owned).collect();
                    notes_of.insert((file.clone(), id.to_owned()), back);
                }
            }
        }
    }
    let links = epub.links();
    let (mut notes, mut terms) = (0, 0);
    for link in &links {
        let to = format!("{book}: {} -> {}#{}", link.file, link.target.0, link.target.1);
        assert!(labels.contains(&link.target), "{to}: not there");
        let class = |name: &str| link.class.split(' ').any(|c| c == name);
        if class("noteref") {
            notes += 1;
            // Readers look for a note in the file of its mark.
            assert_eq!(link.file, link.target.0, "{to}: another file");
            let back = notes_of.get(&link.target).unwrap_or_else(|| panic!("{to}: no note"));
            assert_eq!(*back, [format!("#{}", link.id)], "{to}: no way back");
        }
        if class("term") {
            terms += 1;
            if !link.id.is_empty() {
                let back = links.iter().any(|l| l.file == link.target.0 && l.target == (link.file.clone(), link.id.clone()));
                assert!(back, "{to}: the entry does not lead back");
            }
        }
    }
    assert_eq!(notes, notes_of.len(), "{book}: notes that nothing leads to");
    (notes, terms)
}

#[test]
fn no_checker_finds_anything() {
    let books: Vec<PathBuf> = BOOKS.iter().map(|book| edition(book, "epub")).collect();
    for (program, script) in [("python", "check-epubs.py"), ("node", "check-ace.cjs")] {
        if let Some(program) = tool(program) {
            checked(&program, script, &books);
        }
    }
}

/// How many books are made; `KAIBEN_BOOKS` says another number.
const GENERATED: u64 = 300;
/// Ace takes seconds for a book: it looks at these many of them, spread over all; `KAIBEN_ACE` says another number.
const LOOKED_AT_BY_ACE: usize = 12;

fn number_from(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).ok().and_then(|n| n.parse().ok()).unwrap_or(otherwise)
}

#[test]
fn generated_books_hold_what_the_real_ones_hold() {
    let scratch = Scratch::new("generated");
    let count = number_from("KAIBEN_BOOKS", GENERATED);
    let folders: Vec<String> = (1..=count).map(|seed| format!("books/b{seed:03}")).collect();
    for (folder, seed) in folders.iter().zip(1..) {
        write_book(&scratch, folder, seed);
    }
    let scratch_folder = scratch.path().to_owned();
    if std::env::var_os("KAIBEN_KEEP").is_some() {
        println!("kept: {}", scratch_folder.display());
        std::mem::forget(scratch);
    }
    let books = scratch_folder.join("books");
    let out = scratch_folder.join("out");
    let arguments = ["build", &books.to_string_lossy(), "--target", "pdf", "--target", "epub", "-q", "--out", &out.to_string_lossy()];
    let output = kaiben(&arguments);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{}", said.lines().filter(|l| l.contains("error")).take(20).collect::<Vec<_>>().join("\n"));

    let mut editions = Vec::new();
    let mut pages = 0;
    for folder in &folders {
        let name = folder.trim_start_matches("books/");
        let edition = out.join(name).join(format!("{name}.epub"));
        let epub = Epub::open(&edition);
        check_links(name, &epub);
        let list = epub.page_list();
        if let Some(printed) = printed_pages(&edition.with_extension("pdf")) {
            assert_eq!(list.len(), printed.len(), "{name}: {:?}", list.iter().map(|p| &p.name).collect::<Vec<_>>());
            pages += list.len();
        }
        editions.push(edition);
    }
    println!("{} books, {pages} pages", editions.len());
    if let Some(python) = tool("python") {
        checked(&python, "check-epubs.py", &editions);
    }
    if let Some(node) = tool("node") {
        let looked_at = number_from("KAIBEN_ACE", LOOKED_AT_BY_ACE as u64) as usize;
        let every = editions.len().div_ceil(looked_at.max(1));
        let some: Vec<PathBuf> = editions.iter().step_by(every).cloned().collect();
        checked(&node, "check-ace.cjs", &some);
    }
}

fn checked(program: &Path, script: &str, books: &[PathBuf]) {
    let output = Command::new(program).arg(root().join("tests/tools").join(script)).args(books).output().expect("it starts");
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && said.contains(&format!("{} books examined", books.len())), "{script}:\n{said}");
}

/// The ledger beside the code names only tests that there are.
#[test]
fn every_clause_has_a_test_that_exists() {
    let text = |path: &str| String::from_utf8(kaiben_tests::read(&root().join(path))).expect("UTF-8");
    let sources = ["crates/kaiben-epub/src/tests/mod.rs", "crates/kaiben-html/src/mathml.rs", "tests/epub.rs"].map(text).concat();
    let ledger = text("crates/kaiben-epub/CLAUSES.md");
    let rows: Vec<&str> = ledger.lines().filter(|l| l.starts_with("| E") || l.starts_with("| A") || l.starts_with("| W")).collect();
    assert!(rows.len() > 10, "{ledger}");
    for row in rows {
        let test = row.rsplit('`').nth(1).unwrap_or_default();
        assert!(sources.contains(&format!("fn {test}()")), "no test `{test}`: {row}");
    }
}
