//! The words that only editions for the screen need: one file for each language.

mod chinese;
mod english;

use kaiben_model::is_chinese;

/// Words of the interface in one language.
#[derive(Debug)]
pub(crate) struct Words {
    /// A ticked check box, read aloud.
    pub ticked: &'static str,
    /// One that is not ticked.
    pub not_ticked: &'static str,
    /// The name of an equation that is set off.
    pub formula: &'static str,
    /// Before the links from a term to its uses.
    pub used_in: &'static str,
    /// The name of the links to the groups of a list of terms.
    pub letters: &'static str,
    /// The link past bar and contents.
    pub skip: &'static str,
    /// The page before.
    pub previous: &'static str,
    /// The page after.
    pub next: &'static str,
    /// Closes what lies over the page.
    pub close: &'static str,
    /// The name of the links to neighbours.
    pub pages: &'static str,
    /// The page of figures and tables.
    pub lists: &'static str,
    /// The name of the contents of one page.
    pub on_this_page: &'static str,
    /// Names of MARC relator codes.
    pub roles: [(&'static str, &'static str); 4],
    /// The link from the title page to the first chapter.
    pub begin: &'static str,
    /// Between titles in a list.
    pub title_list: &'static str,
    /// What stands for a printed page without text, read aloud.
    pub blank_page: &'static str,
    /// Title of the page for addresses that do not exist.
    pub not_found: &'static str,
    /// Its text.
    pub not_found_text: &'static str,
    /// Its link.
    pub not_found_link: &'static str,
    /// What the scripts say; the keys are theirs. `{n}` stands for a number or a name.
    pub script: &'static [(&'static str, &'static str)],
}

/// The words for a language tag; languages that are not Chinese get English ones.
pub(crate) fn words(tag: &str) -> &'static Words {
    if is_chinese(tag) { &chinese::WORDS } else { &english::WORDS }
}

#[test]
fn scripts_have_the_same_words_in_every_language() {
    let keys = |words: &Words| words.script.iter().map(|(key, _)| *key).collect::<Vec<_>>();
    assert_eq!(keys(&chinese::WORDS), keys(&english::WORDS));
}
