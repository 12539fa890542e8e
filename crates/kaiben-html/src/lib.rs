//! The web edition, and the HTML and XHTML serializer that the EPUB edition uses too.
//!
//! [`serialize_division`] turns one division into markup; [`render_site`] makes the static site.

mod blocks;
mod escape;
mod inlines;
mod serialize;
mod site;
mod tables;
mod terms;

pub use escape::{escape_attribute, escape_text};
pub use serialize::{SerializeOptions, Serialized, Syntax, serialize_division, serialize_title};
pub use site::render_site;
