//! What a reader does with the site, in a real browser: the cases stand in `tests/browser/*.cjs`.

use kaiben_tests::{Scratch, kaiben, read, root};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// Characters of the long chapter, on which speed is measured.
const LONG: usize = 30_000;

fn node() -> Option<PathBuf> {
    let folder = std::env::var_os("KAIBEN_VALIDATORS").map_or_else(|| root().join("target/validators"), PathBuf::from);
    let node = folder.join("bin/node");
    if node.is_file() {
        return Some(node);
    }
    assert!(std::env::var_os("KAIBEN_OFFLINE").is_some(), "{} is missing: run tests/tools/setup.sh", node.display());
    None
}

/// The two books and the small one, built once.
fn built() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let out = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("web");
        let _ = std::fs::remove_dir_all(&out);
        let scratch = Scratch::new("browser");
        scratch.copy(&root().join("tests/browser/book"), "small");
        scratch.write("small/long.md", long_chapter());
        let small = scratch.path().join("small");
        for (name, folder) in [("small", small), ("report", root().join("book/report")), ("manual", root().join("book/manual"))] {
            let out = out.join(name);
            let output = kaiben(&["build", &folder.to_string_lossy(), "--out", &out.to_string_lossy(), "--single-file"]);
            assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        }
        out
    })
}

/// A chapter of [`LONG`] characters in sections and paragraphs, no two of which are the same.
fn long_chapter() -> String {
    let words = ["河水", "木桥", "两岸", "集市", "船工", "石阶", "灯火", "清晨", "远山", "行人", "雨声", "旧事"];
    let mut text = String::from("# 长章 {#sec-long}\n");
    let mut seed = 7_usize;
    let mut section = 0;
    while text.chars().count() < LONG {
        section += 1;
        text.push_str(&format!("\n## 第{section}段路程 {{#sec-long-{section}}}\n"));
        for _ in 0..5 {
            text.push('\n');
            for _ in 0..12 {
                seed = (seed * 1_103 + 12_345) % 65_537;
                text.push_str(&format!("{}与{}相距{seed}步，", words[seed % 12], words[seed / 12 % 12]));
            }
            text.push_str("行路的人记下了这些数。\n");
        }
    }
    text
}

fn hold(suite: &str) {
    let Some(node) = node() else { return };
    let script = root().join("tests/browser").join(suite);
    let output = Command::new(node).arg(script).arg(built()).output().expect("node starts");
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}");
    println!("{said}");
}

#[test]
fn search_finds_it_and_leads_there() {
    hold("search.cjs");
}

#[test]
fn pages_are_read_as_readers_read() {
    hold("reading.cjs");
}

#[test]
fn axe_finds_nothing_in_light_and_dark() {
    hold("axe.cjs");
}

#[test]
fn no_link_is_broken() {
    hold("links.cjs");
}

/// Compressed as hosts compress: the index of the report stays below 300 KB, style and script of a page below
/// 60 KB even as they are.
#[test]
fn the_site_stays_light() {
    let assets = built().join("report/html/assets");
    let index = read(&assets.join("search-index.js"));
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut packed, &index).expect("memory takes it");
    let packed = packed.finish().expect("memory takes it").len();
    println!("index: {} bytes, {packed} compressed", index.len());
    assert!(packed < 300_000, "the index has {packed} bytes");
    let page = read(&assets.join("style.css")).len() + read(&assets.join("site.js")).len();
    println!("style and script: {page} bytes");
    assert!(page < 60_000, "style and script have {page} bytes");
}
