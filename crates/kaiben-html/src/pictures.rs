//! Names of pictures in an edition.

use kaiben_model::Resolved;
use std::collections::{BTreeMap, BTreeSet};

/// A file name for each picture of the book: path in the book's folder to a name that every file system and
/// reading system takes: ASCII, without spaces, unique also where case does not count (EPUB 3.3, 4.2.3).
pub fn picture_names(resolved: &Resolved) -> BTreeMap<String, String> {
    let mut taken = BTreeSet::new();
    let mut names = BTreeMap::new();
    for (path, resource) in &resolved.book().resources {
        let base = path.rsplit('/').next().unwrap_or(path);
        let stem = base.rsplit_once('.').map_or(base, |(stem, _)| stem);
        let stem: String = stem
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' })
            .collect();
        let stem = stem.trim_matches('-');
        let stem = if stem.is_empty() { "picture" } else { stem };
        let extension = extension(&resource.media_type);
        let mut name = format!("{stem}.{extension}");
        let mut number = 1;
        while !taken.insert(name.to_ascii_lowercase()) {
            number += 1;
            name = format!("{stem}-{number}.{extension}");
        }
        names.insert(path.clone(), name);
    }
    names
}

fn extension(media_type: &str) -> &'static str {
    match media_type {
        "image/png" => "png",
        "image/jpeg" => "jpg",
        "image/gif" => "gif",
        "image/webp" => "webp",
        "image/svg+xml" => "svg",
        _ => "bin",
    }
}
