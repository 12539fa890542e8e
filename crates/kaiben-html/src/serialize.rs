//! One division as the content of its page.

use crate::pages::{PagePlace, PageTarget};
use crate::{Attrs, Markup, Syntax, page_targets};
use kaiben_model::*;
use kaiben_source::{Diagnostic, Span};
use std::collections::VecDeque;
use std::ops::Range;

/// How a division is serialized.
#[derive(Clone, Copy)]
pub struct SerializeOptions<'a> {
    /// HTML or XHTML.
    pub syntax: Syntax,
    /// The edition, for `::: only {target=…}`: `html` or `epub`.
    pub edition: &'a str,
    /// The address of a label, seen from the page of the division with that index.
    pub link: &'a dyn Fn(&str, usize) -> String,
    /// The address of a picture, seen from the page.
    pub image: &'a dyn Fn(&Image) -> String,
    /// The printed pages, if their beginnings are to be marked.
    pub pages: Option<&'a PageMap>,
}

/// The content of a division's page, without the section around it, and what was found on the way:
/// `html/removed` for what the sanitizer took out of raw HTML, `html/link` for links that no edition can
/// follow, `html/raw-typst` for raw Typst that nothing stands in for.
///
/// Ids: labels as they are; `ref-` before a note's label is its mark; page beginnings as in [`page_targets`].
/// A division that does not exist has no content.
pub fn serialize_division(resolved: &Resolved, division: usize, options: SerializeOptions<'_>) -> (String, Vec<Diagnostic>) {
    serialize_blocks(resolved, division, 0..usize::MAX, options)
}

/// Some of a division's blocks as the content of a page of their own, otherwise as [`serialize_division`]: the
/// notes of these blocks stand at its end, and it has the page beginnings from its first block to the next page's.
pub(crate) fn serialize_blocks(
    resolved: &Resolved,
    division: usize,
    range: Range<usize>,
    options: SerializeOptions<'_>,
) -> (String, Vec<Diagnostic>) {
    let Some(content) = resolved.book().divisions.get(division) else { return (String::new(), Vec::new()) };
    let blocks = content.blocks.get(range.start..range.end.min(content.blocks.len())).unwrap_or_default();
    let mut serializer = Serializer::new(resolved, division, options);
    if range.start > 0 {
        let start = blocks.first().map_or(u32::MAX, |b| b.span.start);
        serializer.pages.retain(|p| p.offset >= start);
    }
    if let Some(next) = content.blocks.get(range.end) {
        serializer.pages.retain(|p| p.offset < next.span.start);
    }
    serializer.blocks(blocks);
    serializer.rest_of_pages();
    serializer.notes_section();
    (serializer.out.finish(), serializer.diagnostics)
}

/// Inlines of a list that the program made (contents, figures): links and labels are left out, so that the
/// result can stand inside a link and no label stands in the book twice.
pub fn serialize_inlines(resolved: &Resolved, inlines: &[Inline], division: usize, options: SerializeOptions<'_>) -> String {
    let mut serializer = Serializer::new(resolved, division, SerializeOptions { pages: None, ..options });
    serializer.in_link = true;
    serializer.bare = true;
    serializer.inlines(inlines);
    serializer.out.finish()
}

pub(crate) struct Serializer<'a> {
    pub resolved: &'a Resolved,
    pub division: usize,
    pub options: SerializeOptions<'a>,
    pub labels: &'static Labels,
    pub out: Markup,
    pub diagnostics: Vec<Diagnostic>,
    /// Notes whose text is still to be written at the end.
    pub notes: VecDeque<&'a Note>,
    /// Marks that stood in a link: a link in a link is forbidden, so they follow it.
    pub held_marks: Vec<&'a Note>,
    pub in_link: bool,
    pub in_verse: bool,
    pub in_note: bool,
    /// Whether labels and notes are left out.
    pub bare: bool,
    /// Whether the language at this place is Chinese.
    pub chinese: bool,
    /// Level of the last heading.
    pub level: u8,
    /// Page beginnings in the file of this division that are still to come, by offset.
    pub pages: VecDeque<PageMark>,
    /// Page beginnings of a division that the program made, by what stands there.
    pub things: Vec<(FirstThing, PageMark)>,
}

/// The beginning of a printed page.
#[derive(Debug, Clone)]
pub(crate) struct PageMark {
    pub offset: u32,
    pub anchor: String,
    pub folio: String,
}

impl<'a> Serializer<'a> {
    fn new(resolved: &'a Resolved, division: usize, options: SerializeOptions<'a>) -> Self {
        let book = resolved.book();
        let targets = options.pages.map(|map| page_targets(resolved, map)).unwrap_or_default();
        let (mut pages, mut things) = (Vec::new(), Vec::new());
        for PageTarget { folio, anchor, place, blank } in targets {
            // Nobody cites a blank page; the page list of an e-book is nevertheless whole.
            if place.division() != Some(division) || (blank && options.syntax == Syntax::Html) {
                continue;
            }
            let mark = PageMark { offset: 0, anchor, folio: folio.unwrap_or_default() };
            match place {
                PagePlace::Text { offset, .. } => pages.push(PageMark { offset, ..mark }),
                PagePlace::Thing { first, .. } => things.push((first, mark)),
                PagePlace::List(_) | PagePlace::Leaf(_) => {}
            }
        }
        pages.sort_by_key(|p| p.offset);
        Self {
            resolved,
            division,
            options,
            labels: labels(&book.settings.book.language),
            out: Markup::new(options.syntax),
            diagnostics: Vec::new(),
            notes: VecDeque::new(),
            held_marks: Vec::new(),
            in_link: false,
            in_verse: false,
            in_note: false,
            bare: false,
            chinese: is_chinese(&book.settings.book.language),
            level: 1,
            pages: pages.into(),
            things,
        }
    }

    pub fn book(&self) -> &'a Book {
        self.resolved.book()
    }

    /// What the author wrote in braces, behind classes of our own.
    pub fn attrs(&self, attributes: &Attributes, classes: &[&str]) -> Attrs {
        let mut all: Vec<&str> = Vec::new();
        for class in classes.iter().copied().chain(attributes.classes.iter().map(String::as_str)) {
            if !class.is_empty() && !all.contains(&class) {
                all.push(class);
            }
        }
        Attrs::new()
            .maybe("id", attributes.id.as_ref().filter(|_| !self.bare))
            .maybe("class", (!all.is_empty()).then(|| all.join(" ")))
            .maybe("lang", attributes.language())
    }

    /// Writes something whose language may be another than the text's around it.
    pub fn in_language(&mut self, language: Option<&str>, write: impl FnOnce(&mut Self)) {
        let outer = self.chinese;
        if let Some(tag) = language {
            self.chinese = is_chinese(tag);
        }
        write(self);
        self.chinese = outer;
    }

    /// Marks the beginnings of printed pages up to an offset: between blocks with a `div`, which opens no line
    /// of its own, else with a `span`.
    pub fn pages_until(&mut self, end: u32, span: Span, element: &str) {
        if self.in_note || self.book().divisions.get(self.division).is_none_or(|d| d.file != span.file) {
            return;
        }
        while self.pages.front().is_some_and(|p| p.offset <= end) {
            self.page_mark(element);
        }
    }

    /// Marks the beginnings of printed pages at a thing of a division that the program made.
    pub fn pages_at(&mut self, thing: &FirstThing, element: &str) {
        while let Some(at) = self.things.iter().position(|(t, _)| t == thing) {
            let (_, page) = self.things.remove(at);
            self.write_mark(page, element);
        }
    }

    pub fn rest_of_pages(&mut self) {
        while !self.pages.is_empty() {
            self.page_mark("div");
        }
        for (_, page) in std::mem::take(&mut self.things) {
            self.write_mark(page, "div");
        }
    }

    pub fn page_mark(&mut self, element: &str) {
        if let Some(page) = self.pages.pop_front() {
            self.write_mark(page, element);
        }
    }

    fn write_mark(&mut self, page: PageMark, element: &str) {
        // Of the two roles only a reading system knows the one of books; browsers give the other its name.
        let role = if self.options.syntax == Syntax::Html { "separator" } else { "doc-pagebreak" };
        let attrs = Attrs::new()
            .with("class", "pagebreak")
            .with("epub:type", "pagebreak")
            .with("role", role)
            .with("id", page.anchor)
            .with("aria-label", page.folio);
        self.out.open(element, &attrs);
        self.out.close(element);
    }
}
