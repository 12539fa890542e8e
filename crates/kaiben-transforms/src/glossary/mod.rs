//! # glossary
//!
//! Keeps terms in step: finds each use of a term of `glossary.toml`, adds the other forms at the first use
//! (新开发银行（New Development Bank，NDB）), links text and list both ways, reports forbidden variants, and makes
//! the list of terms in both directions: Chinese by pinyin, English by alphabet.
//!
//! `file = "glossary.toml"`, `expand = "chapter" | "book" | "never"`. `[[NDB]]` marks a use by hand,
//! `[text]{.no-term}` keeps one out.

mod find;
mod list;
mod read;

use kaiben_model::*;
use kaiben_plugin::{Context, Plugin, Stage, read_settings};

/// The plugin.
pub struct Glossary;

impl Plugin for Glossary {
    fn name(&self) -> &'static str {
        "glossary"
    }

    fn stage(&self) -> Stage {
        Stage::Content
    }

    fn run(&self, book: &mut Book, context: &mut Context<'_>) {
        let settings: GlossarySettings = read_settings(&book.settings, self.name(), &mut context.diagnostics);
        let terms = match &settings.file {
            Some(file) => read::read_terms(file, &book.settings, context),
            None => Vec::new(),
        };
        book.glossary.terms = terms;
        find::find_uses(book, &settings, context);
        if !book.glossary.terms.is_empty() {
            list::add_lists(book, context);
        }
    }
}
