//! Outputs are written whole or not at all.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// What one build writes below its output folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutputTree {
    /// Single files, by path relative to the output folder.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Whole folders, such as `html`: each replaces the folder of that name.
    pub folders: BTreeMap<String, BTreeMap<String, Vec<u8>>>,
}

/// Writes everything under temporary names first and renames only when all of it is on disk,
/// so that a full disk or a kill leaves the last good outputs as they were.
///
/// # Errors
/// The operating system's error; nothing that stood there before has changed then, unless the error
/// came during the renames themselves.
pub fn write_outputs(folder: &Path, tree: &OutputTree) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let mut staged = Vec::new();
    let result = stage(folder, tree, &mut staged);
    if let Err(error) = result {
        staged.iter().for_each(|(from, _)| remove(from));
        return Err(error);
    }
    for (from, to) in staged {
        if from.is_dir() && to.exists() {
            // A folder cannot be renamed over a full one: the old one steps aside for the moment.
            let aside = beside(&to, "old");
            remove(&aside);
            std::fs::rename(&to, &aside)?;
            std::fs::rename(&from, &to)?;
            remove(&aside);
        } else {
            std::fs::rename(&from, &to)?;
        }
    }
    Ok(())
}

fn stage(folder: &Path, tree: &OutputTree, staged: &mut Vec<(PathBuf, PathBuf)>) -> io::Result<()> {
    for (name, bytes) in &tree.files {
        let to = folder.join(name);
        let from = beside(&to, "new");
        staged.push((from.clone(), to));
        write_file(&from, bytes)?;
    }
    for (name, files) in &tree.folders {
        let to = folder.join(name);
        let from = beside(&to, "new");
        remove(&from);
        staged.push((from.clone(), to));
        std::fs::create_dir_all(&from)?;
        for (path, bytes) in files {
            write_file(&from.join(path), bytes)?;
        }
    }
    Ok(())
}

fn beside(path: &Path, what: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{what}-{}", std::process::id()))
}

#[expect(clippy::disallowed_methods, reason = "this is the door")]
fn write_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent)?;
    }
    std::fs::write(path, bytes)
}

fn remove(path: &Path) {
    // What is not there needs no removing; what cannot be removed is tried again by the next build.
    let _ = if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
}
