//! The search index of the site: the passages of every page, and the terms with their readings.
//!
//! The index *is* the text. `templates/html/search.js` looks through it for what was typed, so a phrase is found
//! wherever it stands, in any mixture of languages, without a dictionary that would have to know the words.
//! `tests/bench/README.md` has the measurements against an inverted index of bigrams and against Pagefind.

mod passages;
mod readings;

pub use passages::{Kind, Passage, ids, passages};
use kaiben_model::{Resolved, plain_text};
use readings::readings;
use serde_json::{Value, json};

/// Version of the index's form; `search.js` refuses another one.
const VERSION: u32 = 1;

/// A page as the index sees it.
pub struct IndexedPage {
    /// Its address, seen from the other pages.
    pub address: String,
    /// Its text in order.
    pub passages: Vec<Passage>,
}

/// The index as a script that sets `kaibenIndex`: a script loads also from a folder on disk, where browsers
/// refuse to fetch.
pub fn index_script(resolved: &Resolved, pages: &[IndexedPage], link: &dyn Fn(&str) -> String) -> String {
    let pages: Vec<Value> = pages.iter().map(page_entry).collect();
    let index = json!({ "version": VERSION, "pages": pages, "terms": terms(resolved, link) });
    // `<` could end the script where the index stands in the page itself.
    format!("kaibenIndex={};\n", index.to_string().replace('<', "\\u003c"))
}

/// Parallel lists instead of one object for each passage: half the size before compression.
fn page_entry(page: &IndexedPage) -> Value {
    let kinds: String = page.passages.iter().map(|p| p.kind.letter()).collect();
    let mut last = 0;
    let steps: Vec<usize> = page.passages.iter().map(|p| p.place - std::mem::replace(&mut last, p.place)).collect();
    let mut anchors: Vec<(usize, &str)> = Vec::new();
    for (at, passage) in page.passages.iter().enumerate() {
        if let Some(anchor) = passage.anchor.as_deref()
            && anchors.last().is_none_or(|(_, a)| *a != anchor)
        {
            anchors.push((at, anchor));
        }
    }
    let texts: Vec<&str> = page.passages.iter().map(|p| p.text.as_str()).collect();
    json!({ "address": page.address, "kinds": kinds, "steps": steps, "anchors": anchors, "texts": texts })
}

fn terms(resolved: &Resolved, link: &dyn Fn(&str) -> String) -> Vec<Value> {
    let listed = |anchor: &str| resolved.anchor(anchor).is_some();
    let terms = resolved.book().glossary.terms.iter().filter(|t| listed(&t.anchor));
    terms
        .map(|term| {
            let definition = term.definition.as_deref().or(term.definition_en.as_deref());
            json!({
                "zh": term.zh,
                "en": term.en,
                "abbr": term.abbr,
                "aliases": term.aliases,
                "readings": term.zh.as_deref().map(|zh| readings(zh, term.sort.as_deref())),
                "definition": definition.map(|d| plain_text(&[kaiben_model::Inline::text(d, term.span)])),
                "address": link(&term.anchor),
            })
        })
        .collect()
}
