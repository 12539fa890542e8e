//! `book.toml` as [`Settings`](kaiben_model::Settings), with every finding at its line and column.

mod book_toml;
mod identifier;
mod lengths;
mod section;

pub use section::nearest;

pub use book_toml::{Config, ManuscriptEntry, read_book_toml};
