//! Builds under bad luck: two at once, killed, on a full disk, beside a database that is not theirs. The
//! last good outputs stay whole and the next build is right.

use kaiben_tests::{Scratch, editions, kaiben, program, read, tree};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

type Files = BTreeMap<String, Vec<u8>>;

/// A new book `book` in a folder of its own.
fn new_book(name: &str) -> (Scratch, String) {
    let scratch = Scratch::new(name);
    let folder = scratch.path().join("book").to_string_lossy().into_owned();
    assert_eq!(kaiben(&["new", &folder]).status.code(), Some(0));
    (scratch, folder)
}

fn build(arguments: &[&str]) -> String {
    let output = kaiben(&[&["build"], arguments].concat());
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The editions of the book as a first build makes them.
fn clean(scratch: &Scratch, folder: &str) -> Files {
    let out = scratch.path().join("clean");
    let _ = std::fs::remove_dir_all(&out);
    build(&[folder, "--out", &out.to_string_lossy()]);
    editions(&out)
}

/// The three editions, each of which must be whole by itself.
fn by_edition(files: &Files) -> [Files; 3] {
    ["book.pdf", "book.epub", "html/"].map(|name| {
        files.iter().filter(|(path, _)| path.starts_with(name)).map(|(p, b)| (p.clone(), b.clone())).collect()
    })
}

/// Two states of a book and what each is built to.
struct TwoStates {
    scratch: Scratch,
    folder: String,
    texts: [String; 2],
    built: [Files; 2],
}

impl TwoStates {
    fn new(name: &str) -> Self {
        let (scratch, folder) = new_book(name);
        let first = String::from_utf8(read(&Path::new(&folder).join("01.md"))).expect("UTF-8");
        let texts = [first.clone(), first + "\n又添了一段文字。\n"];
        let built = [0, 1].map(|state| {
            scratch.write("book/01.md", &texts[state]);
            clean(&scratch, &folder)
        });
        for (one, other) in by_edition(&built[0]).iter().zip(by_edition(&built[1])) {
            assert!(!one.is_empty() && *one != other, "the two states must differ in every edition");
        }
        Self { scratch, folder, texts, built }
    }

    fn set(&self, state: usize) {
        self.scratch.write("book/01.md", &self.texts[state]);
    }

    fn outputs(&self) -> Files {
        editions(&Path::new(&self.folder).join("build"))
    }

    /// Each edition is whole: that of one state or of the other.
    fn check_whole(&self, when: &str) {
        // What a killed program left under a temporary name is no output; the next build removes it.
        let mut now = self.outputs();
        now.retain(|path, _| !path.starts_with('.'));
        let states = [by_edition(&self.built[0]), by_edition(&self.built[1])];
        for (i, edition) in by_edition(&now).iter().enumerate() {
            assert!(*edition == states[0][i] || *edition == states[1][i], "{when}: edition {i} is not whole");
        }
    }

    fn check_built(&self, state: usize, when: &str) {
        build(&[&self.folder]);
        let now = self.outputs();
        assert_eq!(now.keys().collect::<Vec<_>>(), self.built[state].keys().collect::<Vec<_>>(), "{when}");
        assert!(now == self.built[state], "{when}: the next build is not right");
    }
}

#[test]
fn killed_at_a_hundred_moments() {
    let book = TwoStates::new("killed");
    book.set(0);
    let start = Instant::now();
    build(&[&book.folder]);
    let whole = start.elapsed();
    let mut interrupted = 0;
    for moment in 0..100 {
        let state = (moment as usize + 1) % 2;
        book.set(state);
        let mut child = Command::new(program())
            .args(["build", "-q", &book.folder])
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        // From the first moment to a little after the end, closer together towards the end, where it writes.
        std::thread::sleep(whole.mul_f64(1.1 * (1.0 - (1.0 - f64::from(moment) / 100.0).powi(2))));
        child.kill().expect("a child of our own");
        interrupted += u32::from(!child.wait().expect("it ends").success());
        let when = format!("killed at moment {moment}");
        book.check_whole(&when);
        book.check_built(state, &when);
    }
    assert!(interrupted >= 30, "only {interrupted} of 100 builds were interrupted");
}

/// A limit on the size of files stands for the full disk: writing fails in the middle of a file, on any
/// machine and without root. The signal that comes with it is ignored, as programs never get one for a disk.
#[test]
fn full_disk() {
    let book = TwoStates::new("full");
    book.set(0);
    build(&[&book.folder]);
    book.set(1);
    for blocks in [0, 1, 2, 8, 20, 40, 100, 200] {
        let output = Command::new("sh")
            .args(["-c", "trap '' XFSZ; ulimit -f \"$1\"; shift; exec \"$@\"", "sh", &blocks.to_string()])
            .arg(program())
            .args(["build", &book.folder])
            .output()
            .expect("sh runs");
        assert_eq!(output.status.code(), Some(3), "{blocks} blocks: {}", told(&output));
        assert!(told(&output).contains("cannot be written"), "{}", told(&output));
        assert!(book.outputs() == book.built[0], "{blocks} blocks: the last good outputs have changed");
    }
    book.check_built(1, "after a full disk");
}

#[test]
fn two_at_once() {
    let book = TwoStates::new("two");
    book.set(0);
    build(&[&book.folder]);
    book.set(1);
    let lock = File::options().write(true).open(Path::new(&book.folder).join("build/.kaiben/lock")).expect("a lock");
    lock.lock().expect("nobody else builds");
    let mut child =
        Command::new(program()).args(["build", &book.folder]).stderr(Stdio::piped()).stdout(Stdio::null()).spawn().expect("starts");
    let mut line = String::new();
    BufReader::new(child.stderr.take().expect("piped")).read_line(&mut line).expect("text");
    assert!(line.contains("waiting for another build that writes to"), "{line}");
    assert!(book.outputs() == book.built[0], "it wrote without the lock");
    drop(lock);
    assert!(child.wait().expect("it ends").success());
    assert!(book.outputs() == book.built[1]);

    book.set(0);
    let children: Vec<_> = (0..4)
        .map(|_| Command::new(program()).args(["build", "-q", &book.folder]).stderr(Stdio::null()).spawn().expect("starts"))
        .collect();
    for mut child in children {
        assert!(child.wait().expect("it ends").success());
    }
    assert!(book.outputs() == book.built[0]);
}

#[test]
fn foreign_and_broken_databases() {
    let book = TwoStates::new("database");
    book.set(0);
    build(&[&book.folder]);
    let database = Path::new(&book.folder).join("build/.kaiben/build.json");
    let good = read(&database);
    let text = String::from_utf8(good.clone()).expect("JSON");
    let wrong: Vec<Vec<u8>> = vec![
        Vec::new(),
        b"null".to_vec(),
        b"\xff\xfe\0".to_vec(),
        good[..good.len() / 2].to_vec(),
        text.replacen("\"layout\":", "\"layout\":9", 1).into_bytes(),
        text.replacen("\"program\":\"", "\"program\":\"0.0.0 ", 1).into_bytes(),
    ];
    for bytes in wrong {
        book.scratch.write("book/build/.kaiben/build.json", &bytes);
        assert!(build(&[&book.folder, "-n"]).contains("never built"), "{}", String::from_utf8_lossy(&bytes));
        book.check_built(0, "a database that is not ours");
    }
    assert!(build(&[&book.folder]).contains("up to date"));
}

#[test]
fn files_that_come_and_go() {
    let (scratch, folder) = new_book("listing");
    let config = String::from_utf8(read(&Path::new(&folder).join("book.toml"))).expect("UTF-8");
    scratch.write("book/book.toml", config.replace("[\"01.md\"]", "\"chapters/*.md\""));
    scratch.write("book/chapters/1.md", "# 一\n\n文字。\n");
    let html = |more: &[&str]| build(&[&[folder.as_str(), "--target", "html"], more].concat());
    let why = |what: &str, wanted: &str| {
        let told = html(&["-n"]);
        assert!(told.contains(wanted), "{what}: {told}");
        html(&[]);
        assert!(html(&[]).contains("up to date"), "{what}");
    };
    why("the first", "never built");
    scratch.write("book/chapters/2.md", "# 二\n\n文字。\n");
    why("a chapter comes", "files came or went in chapters");
    std::fs::remove_file(Path::new(&folder).join("chapters/2.md")).expect("removed");
    why("a chapter goes", "gone: chapters/2.md");
    scratch.write("book/chapters/notes.txt", "no chapter");
    why("no chapter", "up to date");
    scratch.write("book/fonts/none.ttf", "no font");
    assert!(html(&["-n"]).contains("files came or went in fonts"), "a face comes");
}

#[test]
fn one_output_folder_for_two_books() {
    let (scratch, folder) = new_book("shared");
    scratch.copy(Path::new(&folder), "other");
    let out = scratch.path().join("out").to_string_lossy().into_owned();
    build(&[&folder, "--out", &out, "--target", "epub"]);
    build(&[&scratch.path().join("other").to_string_lossy(), "--out", &out, "--target", "epub"]);
    assert!(tree(Path::new(&out)).contains_key("other.epub"), "a copy of the book has its own name");
}

#[test]
fn an_unchanged_build_writes_no_edition() {
    let (_scratch, folder) = new_book("still");
    build(&[&folder]);
    let pdf = Path::new(&folder).join("build/book.pdf");
    let modified = || std::fs::metadata(&pdf).and_then(|m| m.modified()).expect("a time");
    let before = modified();
    std::thread::sleep(Duration::from_millis(20));
    assert!(build(&[&folder]).contains("up to date"));
    assert_eq!(modified(), before);
}
