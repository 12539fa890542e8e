//! Diagnostics as text: one file per format.

mod human;
mod json;
mod short;

pub use human::render_human;
pub use json::render_json;
pub use short::render_short;
