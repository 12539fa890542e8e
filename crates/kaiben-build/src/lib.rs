//! What was built from what, and why something has to be built again.
//!
//! A task's inputs are the questions that it asked, with the hashes of the answers: files, absent ones
//! included, and listings. [`decide`] is the one walk
//! that both decides and explains: the [`Reason`] it returns is why the task runs, and none means that the
//! outputs on disk are those of these inputs. The [`Database`] is kept beside the outputs; one that cannot
//! be read, or was written by another version of the program, counts as empty.
//!
//! This crate knows nothing about books.

mod database;
mod decide;

pub use database::{Database, Record};
pub use decide::{Fingerprints, Reason, Task, decide};
