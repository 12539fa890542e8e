//! What programs that we did not write say of the editions. `tests/tools/setup.sh` installs them; each is
//! tried on broken input first by `tests/tools/selftest.sh`.

use kaiben_tests::{Scratch, kaiben, root, tool};
use std::path::PathBuf;
use std::process::{Command, Output};

fn run(tool: &PathBuf, arguments: &[String]) -> Output {
    Command::new(tool).args(arguments).output().expect("the tool starts")
}

fn all_of(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Both books and the book that `kaiben new` makes.
fn books() -> (Scratch, Vec<(String, PathBuf)>) {
    let scratch = Scratch::new("outside");
    let new = scratch.path().join("new");
    assert_eq!(kaiben(&["new", &new.to_string_lossy()]).status.code(), Some(0));
    let mut books = Vec::new();
    for (name, folder) in [("report", root().join("book/report")), ("manual", root().join("book/manual")), ("new", new)] {
        let out = scratch.path().join("out").join(name);
        let output = kaiben(&["build", &folder.to_string_lossy(), "--out", &out.to_string_lossy()]);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        books.push((name.to_owned(), out));
    }
    (scratch, books)
}

#[test]
fn checkers_find_nothing() {
    let (_scratch, books) = books();
    let mut failures = Vec::new();
    for (name, out) in &books {
        if let Some(epubcheck) = tool("epubcheck") {
            let epub = out.join(format!("{name}.epub")).to_string_lossy().into_owned();
            let output = run(&epubcheck, &[epub, "--failonwarnings".to_owned()]);
            if !output.status.success() {
                failures.push(format!("EPUBCheck on {name}:\n{}", all_of(&output)));
            }
        }
        if let Some(vnu) = tool("vnu") {
            let output = run(&vnu, &["--errors-only".to_owned(), "--skip-non-html".to_owned(), out.join("html").to_string_lossy().into_owned()]);
            if !output.status.success() {
                failures.push(format!("the Nu checker on {name}:\n{}", all_of(&output)));
            }
        }
        if Command::new("qpdf").arg("--version").output().is_ok() {
            let output = Command::new("qpdf").arg("--check").arg(out.join(format!("{name}.pdf"))).output().expect("qpdf starts");
            if !output.status.success() {
                failures.push(format!("qpdf on {name}:\n{}", all_of(&output)));
            }
        } else {
            assert!(std::env::var_os("KAIBEN_OFFLINE").is_some(), "qpdf is missing");
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
