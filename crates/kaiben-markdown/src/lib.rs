//! Markdown to model: the only crate that names comrak.
