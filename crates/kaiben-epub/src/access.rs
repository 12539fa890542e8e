//! How the book can be read (EPUB Accessibility 1.1, 2.2): what the metadata may truly say of this book.

use crate::pages::Written;
use crate::words::words;
use kaiben_model::{Book, InlineKind, walk};

/// What was found in the pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Facts {
    /// There are pictures; the cover alone is none that the text needs.
    pub pictures: bool,
    /// Every picture has a text alternative.
    pub described: bool,
    /// There are formulas.
    pub math: bool,
    /// The beginnings of the printed book's pages are marked and listed.
    pub page_list: bool,
    /// There are readings over characters.
    pub ruby: bool,
    /// Something in the book is in the second language.
    pub second_language: bool,
}

/// Reads the facts.
pub fn read_facts(book: &Book, written: &Written, cover: &str) -> Facts {
    let mut facts = Facts {
        pictures: written.pictures.iter().any(|p| p != cover),
        described: written.undescribed == 0,
        math: written.pages.iter().any(|p| p.properties.contains(&"mathml")),
        page_list: false,
        ruby: false,
        second_language: book.settings.book.title_en.is_some() || book.contents.iter().any(|e| e.second.is_some()),
    };
    let primary = |tag: &str| tag.split('-').next().unwrap_or("").to_ascii_lowercase();
    let second = primary(crate::words::second_language(&book.settings.book.language));
    for division in &book.divisions {
        walk::each_block(&division.blocks, &mut |block| {
            facts.second_language |= block.attributes.language().is_some_and(|l| primary(l) == second);
        });
        walk::each_inline_of_blocks(&division.blocks, &mut |inline| {
            facts.ruby |= matches!(inline.kind, InlineKind::Ruby { .. });
            facts.second_language |= inline.attributes.language().is_some_and(|l| primary(l) == second);
            walk::Descend::Yes
        });
    }
    facts
}

/// The properties and their values, in order. No conformance is claimed: that takes an evaluation by people.
pub fn access_metadata(facts: Facts, language: &str) -> Vec<(&'static str, String)> {
    let mut out = vec![("schema:accessMode", "textual".to_owned())];
    if facts.pictures {
        out.push(("schema:accessMode", "visual".to_owned()));
    }
    if facts.described {
        out.push(("schema:accessModeSufficient", "textual".to_owned()));
    }
    if facts.pictures {
        out.push(("schema:accessModeSufficient", "textual,visual".to_owned()));
    }
    let features = [
        ("tableOfContents", true),
        ("structuralNavigation", true),
        ("readingOrder", true),
        ("displayTransformability", true),
        ("alternativeText", facts.pictures && facts.described),
        ("MathML", facts.math),
        ("rubyAnnotations", facts.ruby),
        ("pageBreakMarkers", facts.page_list),
        ("pageNavigation", facts.page_list),
    ];
    out.extend(features.iter().filter(|(_, has)| *has).map(|(name, _)| ("schema:accessibilityFeature", (*name).to_owned())));
    out.push(("schema:accessibilityHazard", "none".to_owned()));
    out.push(("schema:accessibilitySummary", summary(facts, language)));
    out
}

fn summary(facts: Facts, language: &str) -> String {
    let words = words(language);
    let mut out = words.summary.to_owned();
    if facts.pictures || !facts.described {
        out.push_str(if facts.described { words.summary_described } else { words.summary_undescribed });
    }
    if facts.math {
        out.push_str(words.summary_math);
    }
    out
}
