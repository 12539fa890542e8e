//! Bad input costs the user nothing: a finding with code, place and help, status 1, and the last good
//! outputs as they were.

use kaiben_tests::{Scratch, kaiben, tree};

/// A change to a good book, and what has to be told about it.
struct Case {
    name: &'static str,
    file: &'static str,
    content: &'static [u8],
    /// Code of the finding and where it is: `file:line`.
    want: (&'static str, &'static str),
}

const BOOK: &str = "[book]\ntitle = \"书\"\ndate = \"2026-01-01\"\n\n[manuscript]\nbody = [\"01.md\"]\n";
const CHAPTER: &str = "# 第一篇\n\n正文[^a]。\n\n[^a]: 注。\n";

const CASES: &[Case] = &[
    Case {
        name: "a missing chapter",
        file: "book.toml",
        content: b"[book]\ntitle = \"x\"\n[manuscript]\nbody = [\n  \"01.md\",\n  \"02.md\",\n]\n",
        want: ("manuscript/missing-chapter", "book.toml:6"),
    },
    Case {
        name: "broken TOML",
        file: "book.toml",
        content: b"[book]\ntitle = \"x\n",
        want: ("config/syntax", "book.toml:2"),
    },
    Case {
        name: "an unknown key",
        file: "book.toml",
        content: b"[book]\ntitle = \"x\"\npublsher = \"y\"\n[manuscript]\nbody = [\"01.md\"]\n",
        want: ("config/unknown-key", "book.toml:3"),
    },
    Case {
        name: "a value of the wrong type",
        file: "book.toml",
        content: b"[book]\ntitle = 3\n[manuscript]\nbody = [\"01.md\"]\n",
        want: ("config/type", "book.toml:2"),
    },
    Case {
        name: "a wrong ISBN",
        file: "book.toml",
        content: b"[book]\ntitle = \"x\"\nidentifier = \"978-0-306-40615-8\"\n[manuscript]\nbody = [\"01.md\"]\n",
        want: ("config/identifier", "book.toml:3"),
    },
    Case {
        name: "PDF/A without a date",
        file: "book.toml",
        content: b"[book]\ntitle = \"x\"\n[manuscript]\nbody = [\"01.md\"]\n[print]\nstandard = [\"a-2a\"]\n",
        want: ("config/missing", "book.toml:6"),
    },
    Case {
        name: "an unknown plugin",
        file: "book.toml",
        content: b"[book]\ntitle = \"x\"\n[manuscript]\nbody = [\"01.md\"]\n[plugins.footnots]\nmark = \"arabic\"\n",
        want: ("plugin/unknown", "book.toml:5"),
    },
    Case {
        name: "an unknown value of a plugin",
        file: "book.toml",
        content: b"[book]\ntitle = \"x\"\n[manuscript]\nbody = [\"01.md\"]\n[plugins.footnotes]\nmark = \"romn\"\n",
        want: ("config/value", "book.toml:6"),
    },
    Case {
        name: "an undefined note",
        file: "01.md",
        content: "# 题\n\n正文[^b]。\n".as_bytes(),
        want: ("note/undefined", "01.md:3"),
    },
    Case {
        name: "a duplicate label",
        file: "01.md",
        content: "# 题 {#sec-a}\n\n## 节 {#sec-a}\n\n正文。\n".as_bytes(),
        want: ("label/duplicate", "01.md:3"),
    },
    Case {
        name: "an unresolved reference",
        file: "01.md",
        content: "# 题\n\n见@fig-none。\n".as_bytes(),
        want: ("xref/unresolved", "01.md:3"),
    },
    Case {
        name: "a citation",
        file: "01.md",
        content: "# 题\n\n见[@knuth, p. 3]。\n".as_bytes(),
        want: ("citation/not-yet", "01.md:3"),
    },
    Case {
        name: "an image that is not there",
        file: "01.md",
        content: "# 题\n\n![图](none.png)\n".as_bytes(),
        want: ("image/missing", "01.md:3"),
    },
    Case {
        name: "an image that is no image",
        file: "01.md",
        content: "# 题\n\n![图](book.toml)\n".as_bytes(),
        want: ("image/unreadable", "01.md:3"),
    },
    Case {
        name: "an image on the network",
        file: "01.md",
        content: "# 题\n\n![图](https://example.com/a.png)\n".as_bytes(),
        want: ("image/remote", "01.md:3"),
    },
    Case {
        name: "a path outside the folder",
        file: "01.md",
        content: "# 题\n\n![图](../../secret.png)\n".as_bytes(),
        want: ("path/outside", "01.md:3"),
    },
    Case {
        name: "a chapter outside the folder",
        file: "book.toml",
        content: b"[book]\ntitle = \"x\"\n[manuscript]\nbody = [\"../x.md\"]\n",
        want: ("path/outside", "book.toml:4"),
    },
    Case {
        name: "text that is no UTF-8",
        file: "01.md",
        content: b"# \xe9\xa2\x98\n\n\xd5\xfd\xce\xc4\n",
        want: ("source/not-utf8", "01.md:3"),
    },
    Case {
        name: "a character that no face has",
        file: "01.md",
        content: "# 题\n\n正文\u{12000}。\n".as_bytes(),
        want: ("font/missing-character", "01.md:3"),
    },
    Case {
        name: "a container that is not closed",
        file: "01.md",
        content: "# 题\n\n::: note\n\n正文。\n".as_bytes(),
        want: ("container/unclosed", "01.md:3"),
    },
];

/// Cases that are told and built all the same.
const WARNINGS: &[Case] = &[
    Case {
        name: "a table with ragged rows",
        file: "01.md",
        content: "# 题\n\n| 甲 | 乙 |\n|--|--|\n| 一 |\n| 一 | 二 | 三 |\n\n: 表 {#tbl-a}\n".as_bytes(),
        want: ("table/ragged", "01.md:5"),
    },
    Case {
        name: "a note that nothing uses",
        file: "01.md",
        content: "# 题\n\n正文。\n\n[^a]: 注。\n".as_bytes(),
        want: ("note/unused", "01.md:5"),
    },
];

#[test]
fn bad_input_is_told_and_changes_nothing() {
    let book = Scratch::new("bad-input");
    book.write("book.toml", BOOK).write("01.md", CHAPTER);
    let folder = book.path().to_string_lossy().into_owned();
    let good = kaiben(&["build", &folder, "--target", "epub", "--target", "html"]);
    assert_eq!(good.status.code(), Some(0), "{}", String::from_utf8_lossy(&good.stderr));
    let outputs = tree(&book.path().join("build"));
    assert!(outputs.keys().any(|k| k.ends_with(".epub")), "{:?}", outputs.keys());
    let mut failures = Vec::new();
    for case in CASES {
        book.write("book.toml", BOOK).write("01.md", CHAPTER).write(case.file, case.content);
        let output = kaiben(&["build", &folder, "--message-format", "json"]);
        if output.status.code() != Some(1) {
            failures.push(format!("{}: status {:?}, not 1: {}", case.name, output.status.code(), String::from_utf8_lossy(&output.stderr)));
        }
        told(case, &output.stdout, &mut failures);
        if tree(&book.path().join("build")) != outputs {
            failures.push(format!("{}: the last good outputs were changed", case.name));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn what_can_be_shown_is_built_and_told() {
    let mut failures = Vec::new();
    for case in WARNINGS {
        let book = Scratch::new("warnings");
        book.write("book.toml", BOOK).write("01.md", CHAPTER).write(case.file, case.content);
        let folder = book.path().to_string_lossy().into_owned();
        let output = kaiben(&["build", &folder, "--target", "html", "--message-format", "json"]);
        assert_eq!(output.status.code(), Some(0), "{}: {}", case.name, String::from_utf8_lossy(&output.stdout));
        told(case, &output.stdout, &mut failures);
        let denied = kaiben(&["build", &folder, "--target", "html", "--deny", "warnings"]);
        assert_eq!(denied.status.code(), Some(1), "{}: --deny warnings", case.name);
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn told(case: &Case, stdout: &[u8], failures: &mut Vec<String>) {
    let text = String::from_utf8_lossy(stdout);
    let lines: Vec<serde_json::Value> = text.lines().filter_map(|l| serde_json::from_str(l).ok()).collect();
    let (code, place) = case.want;
    let found = lines.iter().find(|l| l["code"] == code);
    let Some(found) = found else {
        let codes: Vec<String> = lines.iter().map(|l| format!("{} {}", l["code"], l["message"])).collect();
        failures.push(format!("{}: wanted {code}, told {codes:?}", case.name));
        return;
    };
    let at = format!("{}:{}", found["place"]["file"].as_str().unwrap_or("?"), found["place"]["line"]);
    if at != place {
        failures.push(format!("{}: {code} at {at}, not at {place}", case.name));
    }
    if found["help"].as_array().is_none_or(Vec::is_empty) {
        failures.push(format!("{}: {code} has no help", case.name));
    }
}

/// The smallest book there is: the manual's first example has no date either.
#[test]
fn a_book_without_a_date_could_not_be_printed() {
    let book = Scratch::new("no-date");
    book.write("book.toml", "[book]\ntitle = \"x\"\n[manuscript]\nbody = [\"01.md\"]\n").write("01.md", CHAPTER);
    let output = kaiben(&["build", &book.path().to_string_lossy()]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

/// `did you mean` named a chapter that the book has already.
#[test]
fn a_missing_chapter_was_taken_for_one_that_is_listed() {
    let book = Scratch::new("listed");
    let listed = BOOK.replace("[\"01.md\"]", "[\"01.md\", \"02.md\"]");
    book.write("book.toml", listed).write("01.md", CHAPTER);
    let told = |book: &Scratch| {
        let output = kaiben(&["check", &book.path().to_string_lossy()]);
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    assert!(!told(&book).contains("did you mean"), "{}", told(&book));
    book.write("O2.md", CHAPTER);
    assert!(told(&book).contains("did you mean `O2.md`?"), "{}", told(&book));
}

#[test]
fn wrong_usage_is_status_2() {
    for arguments in [&["build", "/nowhere/at/all"][..], &["bild"], &["build", "--target", "docx"], &[]] {
        assert_eq!(kaiben(arguments).status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn a_new_book_builds_without_a_finding() {
    let scratch = Scratch::new("new");
    let folder = scratch.path().join("book");
    let folder = folder.to_string_lossy();
    assert_eq!(kaiben(&["new", &folder]).status.code(), Some(0));
    assert_eq!(kaiben(&["new", &folder]).status.code(), Some(2), "a full folder is not written into");
    scratch.write("file", "x");
    let below_a_file = scratch.path().join("file/book");
    assert_eq!(kaiben(&["new", &below_a_file.to_string_lossy()]).status.code(), Some(3), "the disk refuses");
    let spaced = scratch.path().join("a folder").join("my book");
    let output = kaiben(&["new", &spaced.to_string_lossy()]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains(&format!("kaiben build \"{}\"", spaced.display())), "{said}");
    let output = kaiben(&["build", &folder, "--message-format", "json"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "", "no findings");
    assert_eq!(kaiben(&["clean", &folder]).status.code(), Some(0));
}
