//! The built-in plugins, one file or folder each; its first comment is its manual page.

mod cross_references;
mod footnotes;
mod glossary;
mod math;
mod numbering;
mod tables;

#[cfg(test)]
mod tests;

use kaiben_plugin::Plugin;

/// All built-in plugins.
pub fn built_in() -> Vec<Box<dyn Plugin>> {
    vec![
        Box::new(tables::Tables),
        Box::new(math::Math),
        Box::new(glossary::Glossary),
        Box::new(numbering::Numbering),
        Box::new(footnotes::Footnotes),
        Box::new(cross_references::CrossReferences),
    ]
}
