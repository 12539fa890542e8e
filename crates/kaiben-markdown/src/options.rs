//! How comrak is set up.

use comrak::Options;

/// CommonMark and GFM, with what Kaiben adds where comrak has it. Attributes, containers and inline
/// rules of our own are read by this crate: comrak's attribute values are ASCII only.
pub(crate) fn options() -> Options<'static> {
    let mut options = Options::default();
    let extension = &mut options.extension;
    extension.strikethrough = true;
    extension.table = true;
    extension.tasklist = true;
    extension.superscript = true;
    extension.subscript = true;
    extension.footnotes = true;
    extension.inline_footnotes = true;
    extension.description_lists = true;
    extension.alerts = true;
    extension.math_dollars = true;
    extension.cjk_friendly_emphasis = true;
    // Without this comrak moves notes to the end and drops unused ones in silence.
    options.parse.leave_footnote_definitions = true;
    // `\@` must be told from `@`.
    options.parse.escaped_char_spans = true;
    options
}
