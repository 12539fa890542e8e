//! Several books, some of them at the same time.

use crate::build::BuiltBook;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;

/// Books that are built at the same time, at most. Each holds its pages and pictures in memory until it is
/// written; more processors than this are used inside the books.
const AT_ONCE: usize = 4;

/// What became of one book of a catalogue; none if it was not begun because another had failed.
pub type Outcome = Option<io::Result<BuiltBook>>;

/// Builds the books with `build`, up to `jobs` at the same time, and hands each outcome to `done` in the
/// order of `folders`, as soon as it and all before it are there. After a book that failed no further one
/// is begun unless `keep_going`.
pub fn build_books(
    folders: &[PathBuf],
    jobs: usize,
    keep_going: bool,
    build: &(dyn Fn(&Path) -> io::Result<BuiltBook> + Sync),
    done: &mut dyn FnMut(&Path, Outcome),
) {
    let next = AtomicUsize::new(0);
    let stop = AtomicBool::new(false);
    let (send, receive) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..jobs.clamp(1, AT_ONCE).min(folders.len()) {
            let (next, stop, send) = (&next, &stop, send.clone());
            scope.spawn(move || {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let Some(folder) = folders.get(number) else { break };
                    let outcome = (!stop.load(Ordering::Relaxed)).then(|| build(folder));
                    let failed = match &outcome {
                        Some(Ok(built)) => built.failed(),
                        Some(Err(_)) => true,
                        None => false,
                    };
                    if failed && !keep_going {
                        stop.store(true, Ordering::Relaxed);
                    }
                    // The receiver lives as long as this scope.
                    let _ = send.send((number, outcome));
                }
            });
        }
        drop(send);
        let mut early: BTreeMap<usize, Outcome> = BTreeMap::new();
        let mut told = 0;
        for (number, outcome) in receive {
            early.insert(number, outcome);
            while let Some(outcome) = early.remove(&told) {
                done(&folders[told], outcome);
                told += 1;
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(jobs: usize, keep_going: bool) -> Vec<String> {
        let folders: Vec<PathBuf> = ["a", "b", "c", "d"].map(PathBuf::from).into();
        let mut told = Vec::new();
        let build = |folder: &Path| {
            if folder == Path::new("a") {
                std::thread::sleep(std::time::Duration::from_millis(30));
            }
            Err(io::Error::other(folder.display().to_string()))
        };
        build_books(&folders, jobs, keep_going, &build, &mut |folder, outcome| {
            told.push(format!("{}{}", folder.display(), if outcome.is_some() { "!" } else { "-" }));
        });
        told
    }

    #[test]
    fn outcomes_come_in_order() {
        assert_eq!(order(2, true), ["a!", "b!", "c!", "d!"]);
        assert_eq!(order(1, false), ["a!", "b-", "c-", "d-"]);
    }
}
