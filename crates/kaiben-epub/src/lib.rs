//! The EPUB edition: the only crate that names epub-builder.
