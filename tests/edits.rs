//! Five hundred random sequences of edits, deletions, renames, changes of settings and templates, tampered
//! outputs and kills. After each, the outputs are byte for byte those of a build that starts from nothing.

use kaiben_tests::{Scratch, editions, kaiben, program, read, tree};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

const SEQUENCES: usize = 500;
/// Each with a book and a generator of its own.
const THREADS: usize = 4;

/// Marsaglia's xorshift: the same edits on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }

    fn of<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

struct Edited {
    scratch: Scratch,
    random: Random,
    targets: &'static [&'static str],
    /// What was done, for whoever has to find out what went wrong.
    done: Vec<String>,
    next: usize,
}

const PIECES: [&str; 7] = [
    "又一段文字，有 Latin 字母。",
    "## 小节\n\n小节里的话。",
    "有注的话[^n]。\n\n[^n]: 注的内容。",
    "行内注^[就在这里。]的话。",
    "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n: 一张表",
    "- 一\n- 二",
    "引用不存在的图 @fig-nothing。",
];

const FILES: [(&str, [&str; 2]); 3] = [
    ("templates/html/style.css", ["body { color: black }\n", "body { color: navy }\n"]),
    ("templates/epub/style.css", ["p { margin: 0 }\n", "p { margin: 1em }\n"]),
    ("glossary.toml", ["[[term]]\nzh = \"文字\"\nen = \"text\"\n", "[[term]]\nzh = \"字母\"\nen = \"letter\"\n"]),
];

const TITLES: [&str; 3] = ["第一个题目", "第二个题目", "The Third"];

impl Edited {
    fn new(seed: u64, targets: &'static [&'static str]) -> Self {
        let mut book = Self {
            scratch: Scratch::new("edits"),
            random: Random(seed * 0x9E37_79B9_7F4A_7C15 + 1),
            targets,
            done: Vec::new(),
            next: 2,
        };
        book.settings();
        book.scratch.write("book/glossary.toml", FILES[2].1[0]);
        book.scratch.write("book/chapters/01.md", "# 第一\n\n开头的话。\n");
        book
    }

    fn folder(&self) -> PathBuf {
        self.scratch.path().join("book")
    }

    fn settings(&mut self) {
        let title = *self.random.of(&TITLES);
        let depth = 1 + self.random.below(3);
        let figures = *self.random.of(&["chapter", "book"]);
        let trim = *self.random.of(&["A5", "大32开"]);
        let text = format!(
            "[book]\ntitle = \"{title}\"\nauthors = [\"某人\"]\nlanguage = \"zh-CN\"\ndate = \"2026-01-01\"\n\
             [manuscript]\nbody = [\"chapters/*.md\"]\ntoc_depth = {depth}\n[numbering]\ntables = \"{figures}\"\n\
             [plugins.glossary]\nfile = \"glossary.toml\"\n[print]\ntrim = \"{trim}\"\n"
        );
        self.done.push(format!("settings {title} {depth} {figures} {trim}"));
        self.scratch.write("book/book.toml", text);
    }

    fn chapters(&self) -> Vec<String> {
        tree(&self.folder().join("chapters")).into_keys().collect()
    }

    fn edit(&mut self) {
        let chapters = self.chapters();
        let chapter = self.random.of(&chapters).clone();
        let path = self.folder().join("chapters").join(&chapter);
        match self.random.below(10) {
            0 | 1 => self.settings(),
            2 => {
                let name = format!("{:02}.md", self.next);
                self.next += 1;
                self.scratch.write(&format!("book/chapters/{name}"), format!("# 新的一章\n\n第 {} 章的话。\n", self.next));
                self.done.push(format!("add {name}"));
            }
            3 if chapters.len() > 1 => {
                std::fs::remove_file(&path).expect("a chapter");
                self.done.push(format!("remove {chapter}"));
            }
            4 => {
                let name = format!("{:02}.md", self.next);
                self.next += 1;
                std::fs::rename(&path, path.with_file_name(&name)).expect("a chapter");
                self.done.push(format!("rename {chapter} {name}"));
            }
            5 | 6 => {
                let (name, contents) = self.random.of(&FILES);
                let path = self.folder().join(name);
                if self.random.below(3) == 0 && path.exists() && *name != "glossary.toml" {
                    std::fs::remove_file(&path).expect("a file");
                    self.done.push(format!("remove {name}"));
                } else {
                    self.scratch.write(&format!("book/{name}"), self.random.of(contents));
                    self.done.push(format!("write {name}"));
                }
            }
            7 => {
                let outputs: Vec<String> = tree(&self.folder().join("build")).into_keys().collect();
                if outputs.is_empty() {
                    return;
                }
                let name = self.random.of(&outputs).clone();
                let path = self.folder().join("build").join(&name);
                if self.random.below(2) == 0 {
                    std::fs::remove_file(&path).expect("an output");
                } else {
                    self.scratch.write(&format!("book/build/{name}"), "somebody was here");
                }
                self.done.push(format!("tamper {name}"));
            }
            8 => {
                let after = self.random.below(60) as u64;
                let mut child = Command::new(program())
                    .arg("build")
                    .arg(self.folder())
                    .args(self.targets)
                    .stdout(Stdio::null())
                    .stderr(Stdio::null())
                    .spawn()
                    .expect("the program starts");
                std::thread::sleep(Duration::from_millis(after));
                child.kill().expect("a child of our own");
                child.wait().expect("it ends");
                self.done.push(format!("kill after {after} ms"));
            }
            _ => {
                let piece = *self.random.of(&PIECES);
                let old = String::from_utf8(read(&path)).expect("UTF-8");
                // An error stays in the text for a while; then the chapter starts anew.
                let text = if old.len() > 600 || old.contains("@fig-nothing") || old.contains(piece) {
                    format!("# 重写的一章\n\n第 {} 稿。\n", self.next)
                } else {
                    format!("{old}\n{piece}\n")
                };
                self.scratch.write(&format!("book/chapters/{chapter}"), text);
                self.done.push(format!("edit {chapter}"));
            }
        }
    }

    fn build(&self, out: &Path) -> Option<i32> {
        let (folder, out) = (self.folder(), out.to_string_lossy().into_owned());
        kaiben(&[&["build", &folder.to_string_lossy(), "--out", &out], self.targets].concat()).status.code()
    }

    /// Whether both builds made editions.
    fn check(&self) -> bool {
        let (incremental, clean) = (self.folder().join("build"), self.scratch.path().join("clean"));
        let _ = std::fs::remove_dir_all(&clean);
        let status = self.build(&incremental);
        let history = || self.done.join("\n");
        assert_eq!(status, self.build(&clean), "the exit statuses differ after\n{}", history());
        if status != Some(0) {
            assert_eq!(status, Some(1), "{}", history());
            return false;
        }
        let (incremental, clean) = (editions(&incremental), editions(&clean));
        // A file that a person put into the output folder is not ours; nothing here puts one there.
        assert_eq!(incremental.keys().collect::<Vec<_>>(), clean.keys().collect::<Vec<_>>(), "{}", history());
        for (path, bytes) in &clean {
            assert!(incremental[path] == *bytes, "{path} differs from a clean build's after\n{}", history());
        }
        true
    }
}

#[test]
fn five_hundred_sequences() {
    let threads: Vec<_> = (0..THREADS)
        .map(|i| {
            std::thread::spawn(move || {
                let targets: &[&str] = if i == 0 { &[] } else { &["--target", "epub", "--target", "html"] };
                let mut book = Edited::new(i as u64 + 1, targets);
                let mut built = 0;
                for _ in 0..SEQUENCES / THREADS {
                    book.done.push("--".to_owned());
                    for _ in 0..=book.random.below(4) {
                        book.edit();
                    }
                    built += usize::from(book.check());
                }
                built
            })
        })
        .collect();
    let built: usize = threads.into_iter().map(|t| t.join().expect("no thread found a difference")).sum();
    assert!(built > SEQUENCES / 2, "only {built} of {SEQUENCES} sequences ended in a book without errors");
}
