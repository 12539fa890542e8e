//! The house is as it is drawn: the crates depend on each other only along the arrows of README, and a
//! library that one crate wraps is named by that crate alone.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// What each crate may depend on. An arrow that is not here is an error, and so is one that nothing uses.
const ARROWS: &[(&str, &[&str])] = &[
    ("kaiben", &["kaiben-driver"]),
    (
        "kaiben-driver",
        &[
            "kaiben-build", "kaiben-epub", "kaiben-html", "kaiben-markdown", "kaiben-model", "kaiben-plugin",
            "kaiben-print", "kaiben-source", "kaiben-transforms",
        ],
    ),
    ("kaiben-build", &["kaiben-source"]),
    ("kaiben-print", &["kaiben-model", "kaiben-source"]),
    ("kaiben-epub", &["kaiben-html", "kaiben-model", "kaiben-source"]),
    ("kaiben-html", &["kaiben-model", "kaiben-source"]),
    ("kaiben-transforms", &["kaiben-model", "kaiben-plugin", "kaiben-source"]),
    ("kaiben-plugin", &["kaiben-model", "kaiben-source"]),
    ("kaiben-markdown", &["kaiben-model", "kaiben-source"]),
    ("kaiben-model", &["kaiben-source"]),
    ("kaiben-source", &[]),
];

/// Libraries that only one crate may name.
const WRAPPED: &[(&str, &str)] = &[
    ("typst", "kaiben-print"),
    ("typst-layout", "kaiben-print"),
    ("typst-pdf", "kaiben-print"),
    ("typst-kit", "kaiben-print"),
    ("comrak", "kaiben-markdown"),
    ("epub-builder", "kaiben-epub"),
    ("clap", "kaiben"),
];

fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(kaiben_tests::root())
        .output()
        .expect("cargo runs");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo metadata prints JSON");
    let packages = metadata["packages"].as_array().expect("a list of packages");
    packages
        .iter()
        .map(|package| {
            let names = package["dependencies"].as_array().expect("a list").iter();
            let normal = names.filter(|d| d["kind"].is_null()).filter_map(|d| d["name"].as_str());
            (package["name"].as_str().expect("a name").to_owned(), normal.map(str::to_owned).collect())
        })
        .collect()
}

#[test]
fn arrows_point_one_way() {
    let dependencies = dependencies();
    let drawn: BTreeSet<&str> = ARROWS.iter().map(|(name, _)| *name).collect();
    for name in dependencies.keys().filter(|n| *n != "kaiben-tests") {
        assert!(drawn.contains(name.as_str()), "the crate {name} is not in the drawing");
    }
    for (name, allowed) in ARROWS {
        let found = dependencies[*name].iter().filter(|d| d.starts_with("kaiben")).map(String::as_str);
        let found: BTreeSet<&str> = found.collect();
        let allowed: BTreeSet<&str> = allowed.iter().copied().collect();
        assert_eq!(found, allowed, "dependencies of {name}");
    }
}

#[test]
fn wrapped_libraries_have_one_door() {
    let dependencies = dependencies();
    for (library, owner) in WRAPPED {
        for (name, found) in &dependencies {
            assert_eq!(found.contains(*library), name == owner, "{name} and {library}");
        }
    }
}
