//! What a plugin is, and the order in which plugins run.
//!
//! A plugin works over the whole [`Book`], after all chapters are parsed and before it is
//! resolved. It tells what it finds in the [`Context`] and never fails on content.

mod context;
mod order;
mod plugin;
mod settings;

#[cfg(test)]
mod tests;

pub use context::{Context, ParseBlocks, ParseInlines};
pub use order::order_plugins;
pub use plugin::{Plugin, Stage};
pub use settings::{nearest, read_settings};

use kaiben_model::Book;

/// Runs plugins in the given order.
pub fn run_plugins(book: &mut Book, plugins: &[Box<dyn Plugin>], context: &mut Context<'_>) {
    for plugin in plugins {
        plugin.run(book, context);
    }
}
