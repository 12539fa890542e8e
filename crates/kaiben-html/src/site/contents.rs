//! Lists of places in the book: contents, figures, tables.

use super::Site;
use crate::{Attrs, Markup, Syntax};
use kaiben_model::{ContentsEntry, Inline, ListEntry, Matter};

/// One line of the contents, with those below it.
struct Line<'a> {
    level: u8,
    number: Option<&'a str>,
    title: Result<&'a [Inline], String>,
    second: Option<&'a [Inline]>,
    address: String,
    division: usize,
    below: Vec<Line<'a>>,
}

impl<'a> Site<'a> {
    /// The contents as nested lists. With a current division only its sections are shown below the chapters.
    pub fn contents(&self, current: Option<usize>, everything: bool) -> String {
        let mut out = Markup::new(Syntax::Html);
        out.open("ol", &Attrs::new());
        let mut matter = Matter::Front;
        for (index, division) in self.book.divisions.iter().enumerate() {
            let changed = index > 0 && division.matter != matter;
            matter = division.matter;
            for (first, line) in self.lines(index).iter().enumerate().map(|(i, l)| (i == 0, l)) {
                let class = (changed && first).then_some("matter");
                self.line(&mut out, line, current, everything, class);
            }
        }
        if self.has_lists() {
            let attrs = Attrs::new().with("href", "lists.html").maybe("aria-current", self.lists_current(current, everything).then_some("page"));
            out.open("li", &Attrs::new().with("class", "matter"));
            out.element("a", &attrs, self.words.lists);
            out.close("li");
        }
        out.close("ol");
        out.finish()
    }

    fn lists_current(&self, current: Option<usize>, everything: bool) -> bool {
        current.is_none() && !everything
    }

    /// The lines of a division; a division without headings has one for its page.
    fn lines(&self, division: usize) -> Vec<Line<'a>> {
        let mut lines: Vec<Line<'a>> = Vec::new();
        for entry in self.book.contents.iter().filter(|e| e.division == division) {
            nest(&mut lines, self.entry_line(entry, division));
        }
        if lines.is_empty() {
            let title = self.book.divisions.get(division).map(|d| d.title_text()).unwrap_or_default();
            lines.push(Line {
                level: 1,
                number: None,
                title: Err(title),
                second: None,
                address: self.page(division),
                division,
                below: Vec::new(),
            });
        }
        lines
    }

    fn entry_line(&self, entry: &'a ContentsEntry, division: usize) -> Line<'a> {
        let page = self.page(division);
        Line {
            level: entry.level,
            number: entry.number.as_deref(),
            title: Ok(&entry.title),
            second: entry.second.as_deref(),
            address: if entry.level == 1 { page } else { format!("{page}#{}", entry.anchor) },
            division,
            below: Vec::new(),
        }
    }

    fn line(&self, out: &mut Markup, line: &Line<'a>, current: Option<usize>, everything: bool, class: Option<&str>) {
        let here = current == Some(line.division);
        out.open("li", &Attrs::new().maybe("class", class));
        let address = match line.address.split_once('#') {
            Some((_, label)) if here => format!("#{label}"),
            _ => line.address.clone(),
        };
        let page = here && !line.address.contains('#');
        out.open("a", &Attrs::new().with("href", address).maybe("aria-current", page.then_some("page")));
        self.number(out, line.number);
        out.open("span", &Attrs::new().with("class", "text"));
        match &line.title {
            Ok(title) => out.raw(&self.inlines(title)),
            Err(title) => out.text(title),
        }
        if let Some(second) = line.second.filter(|_| everything) {
            self.second(out, second);
        }
        out.close("span");
        out.close("a");
        if !line.below.is_empty() && (everything || here) {
            out.open("ol", &Attrs::new());
            for below in &line.below {
                self.line(out, below, current, everything, None);
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
        out.open("article", &Attrs::new().with("class", "lists"));
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
            out.open("a", &Attrs::new().with("href", format!("{}#{}", self.page(entry.division), entry.anchor)));
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
