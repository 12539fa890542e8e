//! Lists of places in the book: contents, figures, tables.

use super::Site;
use crate::{Attrs, Markup, Syntax};
use kaiben_model::{ContentsEntry, Inline, ListEntry, Matter};

/// Names the lists where everything is in one file. No label of an author's has a dot at its head.
const LISTS: &str = ".lists";

/// Which contents are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Beside a page: the sections of its division only.
    Page(usize),
    /// Beside the page of lists.
    Lists,
    /// On the title page: everything, in both languages.
    TitlePage,
    /// Beside a book in one file: everything.
    Everything,
}

/// One line of the contents, with those below it.
struct Line<'a> {
    level: u8,
    number: Option<&'a str>,
    title: Result<&'a [Inline], String>,
    second: Option<&'a [Inline]>,
    /// The page that it is on, and its label unless it begins the page.
    page: usize,
    label: Option<&'a str>,
    division: usize,
    below: Vec<Line<'a>>,
}

impl<'a> Site<'a> {
    /// The contents as nested lists.
    pub fn contents(&self, scope: Scope) -> String {
        let mut out = Markup::new(Syntax::Html);
        out.open("ol", &Attrs::new());
        let mut matter = Matter::Front;
        for (index, division) in self.book.divisions.iter().enumerate() {
            let changed = index > 0 && division.matter != matter;
            matter = division.matter;
            for (nth, line) in self.lines(index).iter().enumerate() {
                let class = (changed && nth == 0).then_some("matter");
                self.line(&mut out, line, scope, class);
            }
        }
        if self.has_lists() {
            let address = if self.single { format!("#{LISTS}") } else { "lists.html".to_owned() };
            let attrs = Attrs::new().with("href", address).maybe("aria-current", (scope == Scope::Lists).then_some("page"));
            out.open("li", &Attrs::new().with("class", "matter"));
            out.element("a", &attrs, self.words.lists);
            out.close("li");
        }
        out.close("ol");
        out.finish()
    }

    /// The lines of a division; a division without headings has one for its page.
    fn lines(&self, division: usize) -> Vec<Line<'a>> {
        let mut lines: Vec<Line<'a>> = Vec::new();
        for entry in self.book.contents.iter().filter(|e| e.division == division) {
            nest(&mut lines, self.entry_line(entry));
        }
        if lines.is_empty() {
            let title = self.book.divisions.get(division).map(|d| d.title_text()).unwrap_or_default();
            let page = self.layout.first_of(division).unwrap_or_default();
            lines.push(Line { level: 1, number: None, title: Err(title), second: None, page, label: None, division, below: Vec::new() });
        }
        lines
    }

    fn entry_line(&self, entry: &'a ContentsEntry) -> Line<'a> {
        let page = self.layout.page_of(&entry.anchor).or_else(|| self.layout.first_of(entry.division)).unwrap_or_default();
        let begins = self.layout.pages.get(page).is_some_and(|p| p.label.as_deref() == Some(entry.anchor.as_str()));
        Line {
            level: entry.level,
            number: entry.number.as_deref(),
            title: Ok(&entry.title),
            second: entry.second.as_deref(),
            page,
            label: (!begins && entry.level > 1).then_some(entry.anchor.as_str()),
            division: entry.division,
            below: Vec::new(),
        }
    }

    fn line(&self, out: &mut Markup, line: &Line<'a>, scope: Scope, class: Option<&str>) {
        let current = match scope {
            Scope::Page(page) => Some(page),
            _ => None,
        };
        out.open("li", &Attrs::new().maybe("class", class));
        let address = match line.label {
            Some(label) => self.address(label, current),
            None => self.page_address(line.page),
        };
        let here = line.label.is_none() && current == Some(line.page);
        out.open("a", &Attrs::new().with("href", address).maybe("aria-current", here.then_some("page")));
        self.number(out, line.number);
        out.open("span", &Attrs::new().with("class", "text"));
        match &line.title {
            Ok(title) => out.raw(&self.inlines(title)),
            Err(title) => out.text(title),
        }
        if let Some(second) = line.second.filter(|_| scope == Scope::TitlePage) {
            self.second(out, second);
        }
        out.close("span");
        out.close("a");
        let open = match current.and_then(|page| self.layout.pages.get(page)) {
            Some(page) => page.division == line.division,
            None => scope != Scope::Lists,
        };
        if !line.below.is_empty() && open {
            out.open("ol", &Attrs::new());
            for below in &line.below {
                self.line(out, below, scope, None);
            }
            out.close("ol");
        }
        out.close("li");
    }

    fn number(&self, out: &mut Markup, number: Option<&str>) {
        if let Some(number) = number {
            out.element("span", &Attrs::new().with("class", "number"), number);
            out.text(" ");
        }
    }

    fn second(&self, out: &mut Markup, second: &[Inline]) {
        out.text(" ");
        out.open("span", &Attrs::new().with("class", "second").with("lang", "en"));
        out.raw(&self.inlines(second));
        out.close("span");
    }

    /// Whether the book has figures or tables to list.
    pub fn has_lists(&self) -> bool {
        !self.book.figures.is_empty() || !self.book.tables.is_empty()
    }

    /// The page of figures and tables.
    pub fn lists(&self) -> String {
        let mut out = Markup::new(Syntax::Html);
        let id = self.single.then_some(LISTS);
        out.open("article", &Attrs::new().with("class", "lists").maybe("id", id));
        out.element("h1", &Attrs::new(), self.words.lists);
        for (title, entries) in [(self.labels.figures, &self.book.figures), (self.labels.tables, &self.book.tables)] {
            if !entries.is_empty() {
                out.element("h2", &Attrs::new(), title);
                self.entries(&mut out, entries);
            }
        }
        out.close("article");
        out.finish()
    }

    fn entries(&self, out: &mut Markup, entries: &'a [ListEntry]) {
        out.open("ol", &Attrs::new().with("class", "entries"));
        for entry in entries {
            out.open("li", &Attrs::new());
            out.open("a", &Attrs::new().with("href", self.address(&entry.anchor, None)));
            self.number(out, Some(&entry.label));
            out.open("span", &Attrs::new().with("class", "text"));
            out.raw(&self.inlines(&entry.title));
            if let Some(second) = &entry.second {
                self.second(out, second);
            }
            out.close("span");
            out.close("a");
            out.close("li");
        }
        out.close("ol");
    }
}

/// Puts a line below the last one of a lower level; levels that are left out open no empty lists.
fn nest<'a>(lines: &mut Vec<Line<'a>>, line: Line<'a>) {
    match lines.last_mut() {
        Some(last) if last.level < line.level => nest(&mut last.below, line),
        _ => lines.push(line),
    }
}
