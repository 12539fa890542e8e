//! book.toml to task graph to editions to summary.
