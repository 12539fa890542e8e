//! Which page holds what.

use crate::serialize::serialize_blocks;
use crate::{SerializeOptions, Syntax, search};
use kaiben_model::{Block, BlockKind, Heading, Image, Resolved};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A page of the site: a division, or a part of one that begins with a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SitePage {
    /// Index of its division.
    pub division: usize,
    /// Its blocks among those of the division.
    pub blocks: Range<usize>,
    /// Its file.
    pub file: String,
    /// Number of its first heading.
    pub number: Option<String>,
    /// Text of its first heading, or the name of its division.
    pub title: String,
    /// Label of its first heading.
    pub label: Option<String>,
}

impl SitePage {
    /// Number and title.
    pub fn full_title(&self) -> String {
        match &self.number {
            Some(number) => format!("{number} {}", self.title),
            None => self.title.clone(),
        }
    }
}

/// All pages, and where each label is.
pub struct Layout {
    /// The pages in reading order.
    pub pages: Vec<SitePage>,
    labels: BTreeMap<String, usize>,
}

impl Layout {
    /// Headings down to level `split` begin pages of their own. Names are those of the divisions, with the label
    /// of the heading behind it for further pages, so that a page keeps its address when others are added; they
    /// are unique also where case does not count, and take none of the site's own.
    pub fn new(resolved: &Resolved, split: u8) -> Self {
        let mut taken = BTreeSet::from(["index", "lists", "404"].map(str::to_owned));
        let mut pages = Vec::new();
        for (index, division) in resolved.book().divisions.iter().enumerate() {
            let mut starts = vec![0];
            starts.extend(division.blocks.iter().enumerate().skip(1).filter(|(_, b)| begins_page(b, split)).map(|(at, _)| at));
            for (nth, &start) in starts.iter().enumerate() {
                let end = starts.get(nth + 1).copied().unwrap_or(usize::MAX);
                let heading = if nth == 0 { division.title() } else { division.blocks.get(start) };
                let label = heading.and_then(|b| b.attributes.id.clone());
                let mut name = match &label {
                    Some(label) if nth > 0 => format!("{}-{}", division.slug, ascii(label, nth)),
                    _ => division.slug.clone(),
                };
                while !taken.insert(name.to_ascii_lowercase()) {
                    name.push_str("-page");
                }
                let (number, title) = match heading.map(|b| &b.kind) {
                    Some(BlockKind::Heading(h)) => (h.number.clone(), kaiben_model::plain_text(&h.content)),
                    _ => (None, division.title_text()),
                };
                pages.push(SitePage { division: index, blocks: start..end, file: format!("{name}.html"), number, title, label });
            }
        }
        let labels = labels(resolved, &pages);
        Self { pages, labels }
    }

    /// The page that holds a label.
    pub fn page_of(&self, label: &str) -> Option<usize> {
        self.labels.get(label).copied()
    }

    /// The first page of a division.
    pub fn first_of(&self, division: usize) -> Option<usize> {
        self.pages.iter().position(|p| p.division == division)
    }
}

fn begins_page(block: &Block, split: u8) -> bool {
    matches!(&block.kind, BlockKind::Heading(Heading { level, .. }) if (2..=split).contains(level))
}

/// A label as part of a file name; one with letters that are not ASCII gives way to its place.
fn ascii(label: &str, nth: usize) -> String {
    if label.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')) { label.to_owned() } else { nth.to_string() }
}

/// Where each label stands. In a division of several pages only the written page says what it holds: a note's
/// text stands at the end of the page that has its mark.
fn labels(resolved: &Resolved, pages: &[SitePage]) -> BTreeMap<String, usize> {
    let mut labels = BTreeMap::new();
    for (index, page) in pages.iter().enumerate() {
        if pages.iter().filter(|p| p.division == page.division).count() > 1 {
            let options = SerializeOptions {
                syntax: Syntax::Html,
                edition: "html",
                link: &|_, _| String::new(),
                image: &|_: &Image| String::new(),
                pages: None,
            };
            let (content, _) = serialize_blocks(resolved, page.division, page.blocks.clone(), options);
            labels.extend(search::ids(&content).map(|id| (id, index)));
        } else {
            let here = resolved.anchors().iter().filter(|(_, place)| place.division == page.division);
            labels.extend(here.map(|(label, _)| (label.clone(), index)));
        }
    }
    labels
}
