//! What the whole-book tests share: the program, scratch folders, the repository.

pub mod commonmark;
pub mod epub;
pub mod generated;
pub mod leaves;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

/// The repository's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// The program, built with the same profile as these tests.
///
/// # Panics
/// When it is not there: `tests/run` builds it first.
pub fn program() -> PathBuf {
    let own = std::env::current_exe().unwrap_or_default();
    let program = own.ancestors().nth(2).map(|p| p.join("kaiben")).unwrap_or_default();
    assert!(program.is_file(), "{} is missing: run `cargo build --release` first", program.display());
    program
}

/// An outside checker that `tests/tools/setup.sh` installed; none if it is missing and may be.
///
/// # Panics
/// When it is missing and `tests/run --offline` did not say that it may be.
pub fn tool(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("KAIBEN_VALIDATORS").map_or_else(|| root().join("target/validators"), PathBuf::from);
    let path = folder.join("bin").join(name);
    if path.is_file() {
        return Some(path);
    }
    assert!(std::env::var_os("KAIBEN_OFFLINE").is_some(), "{} is missing: run tests/tools/setup.sh", path.display());
    None
}

/// Runs the program.
///
/// # Panics
/// When it cannot be started.
pub fn kaiben(arguments: &[&str]) -> Output {
    match Command::new(program()).args(arguments).output() {
        Ok(output) => output,
        Err(error) => panic!("the program cannot be started: {error}"),
    }
}

/// A folder of a test's own, removed when it goes out of scope.
pub struct Scratch(PathBuf);

impl Scratch {
    /// A new empty folder.
    ///
    /// # Panics
    /// When it cannot be made.
    pub fn new(name: &str) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("kaiben-{name}-{}-{number}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        if let Err(error) = std::fs::create_dir_all(&folder) {
            panic!("{}: {error}", folder.display());
        }
        Self(folder)
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Writes a file in it.
    ///
    /// # Panics
    /// When it cannot be written.
    #[expect(clippy::disallowed_methods, reason = "tests make their own files")]
    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let full = self.0.join(path);
        let written = full.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(&full, bytes));
        if let Err(error) = written {
            panic!("{}: {error}", full.display());
        }
        self
    }

    /// Copies a folder into it.
    ///
    /// # Panics
    /// When it cannot be copied.
    #[expect(clippy::disallowed_methods, reason = "tests make their own files")]
    pub fn copy(&self, from: &Path, to: &str) -> &Self {
        for entry in std::fs::read_dir(from).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let target = format!("{to}/{name}");
            if entry.path().is_dir() {
                if name != "build" {
                    self.copy(&entry.path(), &target);
                }
            } else {
                self.write(&target, std::fs::read(entry.path()).unwrap_or_default());
            }
        }
        self
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The bytes of a file.
///
/// # Panics
/// When it cannot be read.
#[expect(clippy::disallowed_methods, reason = "tests read what the program wrote")]
pub fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// All files below a folder with their bytes, by path.
pub fn tree(folder: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    let mut found = std::collections::BTreeMap::new();
    collect(folder, "", &mut found);
    found
}

/// What a build wrote for readers, by path: everything but its report, which carries times, its database
/// and its lock.
pub fn editions(build: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    let mut found = tree(build);
    found.retain(|path, _| path != "report.json" && !path.starts_with(".kaiben/"));
    found
}

#[expect(clippy::disallowed_methods, reason = "tests read what the program wrote")]
fn collect(folder: &Path, prefix: &str, found: &mut std::collections::BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{name}/"), found);
        } else {
            found.insert(name, read(&entry.path()));
        }
    }
}
