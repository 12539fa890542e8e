//! The page list (EPUB 3.3, 7.4; EPUB Accessibility 1.1, 3.2): every page of the printed book, and where it
//! begins here.

use crate::EpubInput;
use crate::item::page_path;
use crate::words::words;
use kaiben_html::{PagePlace, page_targets};
use kaiben_model::{ContentsEntry, ListEntry, labels};
use std::collections::{BTreeMap, BTreeSet};

/// A page of the printed book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The page number as printed; a name for the leaves that bear none.
    pub name: String,
    /// The address of its beginning, from the folder `EPUB/`.
    pub href: String,
    /// For a page of the contents: where its mark stands in them.
    pub list: Option<ListPlace>,
}

/// A place in the contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListPlace {
    /// Before the heading: the id.
    Heading(String),
    /// At the entry that leads to a label: the label and the id.
    Entry(String, String),
}

/// The page list. `known` are the labels of each page of this edition, by path below `EPUB/`.
pub fn read_page_list(input: &EpubInput<'_>, known: &BTreeMap<String, BTreeSet<String>>) -> Vec<Page> {
    let Some(map) = input.page_map else { return Vec::new() };
    let book = input.resolved.book();
    let settings = &book.settings.book;
    let colophon = known.contains_key("colophon.xhtml");
    let has = |path: &str, label: &str| known.get(path).is_some_and(|labels| labels.contains(label));
    let path_of = |division: usize| book.divisions.get(division).map(|d| page_path(&d.slug)).unwrap_or_default();
    let listed: BTreeSet<&str> = {
        let depth = book.settings.manuscript.toc_depth.max(1);
        let contents = book.contents.iter().filter(|e| e.level <= depth).map(|ContentsEntry { anchor, division, .. }| (anchor, *division));
        let lists = book.figures.iter().chain(&book.tables).map(|ListEntry { anchor, division, .. }| (anchor, *division));
        contents.chain(lists).filter(|(anchor, division)| has(&path_of(*division), anchor)).map(|(anchor, _)| anchor.as_str()).collect()
    };
    let mut first_list = true;
    page_targets(input.resolved, map)
        .into_iter()
        .filter_map(|target| {
            let in_list = |id: &str| format!("nav.xhtml#{id}");
            let mut list = None;
            let (href, name) = match target.place {
                PagePlace::Leaf(0) => ("title.xhtml".to_owned(), labels(&settings.language).title_page),
                PagePlace::Leaf(_) if colophon => ("colophon.xhtml".to_owned(), words(&settings.language).colophon),
                PagePlace::Leaf(_) => ("title.xhtml".to_owned(), labels(&settings.language).title_page),
                // The first page of the contents begins with their heading; what is not listed here stands there too.
                PagePlace::List(label) => {
                    let href = in_list(&target.anchor);
                    let at_heading = std::mem::replace(&mut first_list, false) || !listed.contains(label.as_str());
                    list = Some(if at_heading { ListPlace::Heading(target.anchor) } else { ListPlace::Entry(label, target.anchor) });
                    (href, "")
                }
                PagePlace::Text { division, .. } | PagePlace::Thing { division, .. } => {
                    let path = path_of(division);
                    if !has(&path, &target.anchor) {
                        return None;
                    }
                    (format!("{path}#{}", target.anchor), "")
                }
            };
            Some(Page { name: target.folio.unwrap_or_else(|| name.to_owned()), href, list })
        })
        .collect()
}
