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
            if exchange(&from, &to) {
                remove(&from);
                continue;
            }
            // Without an exchange the old folder steps aside for the moment; `recover_outputs` puts it back
            // if the program dies just then.
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

/// Swaps two folders in one step, where the system can: there is no moment without either.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(one: &Path, other: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).is_ok()
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Path, _: &Path) -> bool {
    false
}

/// Cleans up after a program that died while it wrote into `folder`: half-written files go, and a folder
/// that had stepped aside comes back. To be called by the one writer only.
#[expect(clippy::disallowed_methods, reason = "this is the door")]
pub fn recover_outputs(folder: &Path) {
    for folder in [folder.to_owned(), folder.join(".kaiben")] {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let Some((target, what)) = name.to_str().and_then(temporary) else { continue };
            let target = entry.path().with_file_name(target);
            if what == "old" && !target.exists() && std::fs::rename(entry.path(), &target).is_ok() {
                continue;
            }
            remove(&entry.path());
        }
    }
}

/// `.NAME.new-PID` and `.NAME.old-PID`, the names of [`beside`], as name and kind.
fn temporary(name: &str) -> Option<(&str, &str)> {
    let (rest, process) = name.strip_prefix('.')?.rsplit_once('-')?;
    let (target, what) = rest.rsplit_once('.')?;
    let ours = matches!(what, "new" | "old") && !process.is_empty() && process.bytes().all(|b| b.is_ascii_digit());
    (ours && !target.is_empty()).then_some((target, what))
}

/// The bytes of a file that some build wrote; none if it cannot be read.
#[expect(clippy::disallowed_methods, reason = "this is the door")]
pub fn read_output(path: &Path) -> Option<Vec<u8>> {
    std::fs::read(path).ok()
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

#[cfg(test)]
mod tests {
    use super::temporary;

    #[test]
    fn names_of_the_moment() {
        assert_eq!(temporary(".a.pdf.new-12"), Some(("a.pdf", "new")));
        assert_eq!(temporary(".html.old-3"), Some(("html", "old")));
        for name in ["a.pdf", ".kaiben", ".new-1", ".a.new-", ".a.new-x1", ".a.bak-1", "a.new-1"] {
            assert_eq!(temporary(name), None, "{name}");
        }
    }
}
