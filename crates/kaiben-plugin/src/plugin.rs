//! The trait.

use crate::Context;
use kaiben_model::Book;

/// When a plugin runs. Plugins of one stage run in the order that `after` says, then by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Makes blocks: tables from lists and files.
    Structure,
    /// Changes text: finds terms.
    Content,
    /// Counts: notes, headings, figures.
    Numbering,
    /// Links: references, labels.
    References,
}

/// A transform over the whole book.
pub trait Plugin: Send + Sync {
    /// Its name, as in `[plugins.NAME]`.
    fn name(&self) -> &'static str;

    /// When it runs.
    fn stage(&self) -> Stage;

    /// Plugins of the same stage that have to run before it.
    fn after(&self) -> &'static [&'static str] {
        &[]
    }

    /// Works over the book.
    fn run(&self, book: &mut Book, context: &mut Context<'_>);
}
