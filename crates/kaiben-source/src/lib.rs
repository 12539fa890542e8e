//! Files, spans and diagnostics: the one door to the outside.
//!
//! Every other crate reads and writes through [`Workspace`] and speaks of places in the manuscript
//! as [`Span`]s into [`Sources`]. What went wrong is told as a [`Diagnostic`]: code, message, span,
//! help and fix are separate fields; the folder `render` turns them into text.
//!
//! This crate knows nothing about Markdown, books or editions.

mod diagnostic;
mod hash;
mod lock;
mod memory;
mod observed;
mod outputs;
mod path;
pub mod render;
mod sources;
mod span;
mod workspace;

pub use diagnostic::{Diagnostic, Fix, Label, Severity, has_errors};
pub use hash::content_hash;
pub use lock::OutputLock;
pub use memory::MemoryWorkspace;
pub use observed::{Observed, Question, ask};
pub use outputs::{OutputTree, read_output, recover_outputs, write_outputs};
pub use path::{BookPath, PathError};
pub use sources::{Position, SourceFile, Sources};
pub use span::{FileId, Span};
pub use workspace::{FolderWorkspace, ReadError, Workspace};
