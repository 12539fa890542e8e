//! The lists of terms.

use crate::Attrs;
use crate::serialize::Serializer;
use crate::words::words;
use kaiben_model::*;

impl<'a> Serializer<'a> {
    pub fn term_list(&mut self, list: &'a TermList) {
        let (class, own, other) = match list.order {
            TermListOrder::Chinese => ("by-chinese", "zh", "en"),
            TermListOrder::English => ("by-english", "en", "zh"),
        };
        self.out.open("div", &Attrs::new().with("class", format!("term-list {class}")));
        self.letters(list, own);
        let element = format!("h{}", (self.level + 1).min(6));
        let mut open = false;
        for (index, entry) in list.entries.iter().enumerate() {
            if let Some(group) = &entry.group {
                if open {
                    self.out.close("dl");
                    open = false;
                }
                self.out.line();
                let attrs = Attrs::new().with("class", "term-letter").with("id", self.group_id(own, index));
                self.out.element(&element, &attrs, group);
            }
            if !open {
                self.out.open("dl", &Attrs::new().with("class", "terms"));
                open = true;
            }
            self.entry(entry, own, other);
        }
        if open {
            self.out.close("dl");
        }
        self.out.close("div");
    }

    /// Links to the groups, in a line.
    fn letters(&mut self, list: &TermList, own: &str) {
        let groups: Vec<(usize, &String)> =
            list.entries.iter().enumerate().filter_map(|(i, e)| e.group.as_ref().map(|g| (i, g))).collect();
        if groups.len() < 2 {
            return;
        }
        let name = words(&self.book().settings.book.language).letters;
        let attrs = Attrs::new().with("class", "letters").with("role", "group").with("aria-label", name);
        self.out.open("div", &attrs);
        for (index, group) in groups {
            let address = format!("#{}", self.group_id(own, index));
            self.out.element("a", &Attrs::new().with("href", address), group);
            self.out.text(" ");
        }
        self.out.close("div");
    }

    /// The id of a group's heading; a label of the author's is never taken twice.
    fn group_id(&self, language: &str, index: usize) -> String {
        let mut id = format!("letters-{language}-{}", index + 1);
        while self.resolved.anchor(&id).is_some() {
            id.push_str("-g");
        }
        id
    }

    fn entry(&mut self, entry: &'a TermListEntry, own: &'static str, other: &'static str) {
        let Some(term) = self.book().glossary.terms.get(entry.term) else { return };
        // A form that stands in for a missing one is of the other language.
        let language = |text: &str, tag: &'static str| match tag {
            "en" if text.chars().any(is_han) => "zh",
            "zh" if !text.chars().any(is_wide) => "en",
            tag => tag,
        };
        let chinese = self.chinese;
        let differs = |tag: &'static str| Some(tag).filter(|t| is_chinese(t) != chinese);
        let head = differs(language(&entry.head, own));
        self.out.line();
        let id = entry.defines.then_some(term.anchor.as_str());
        self.out.open("dt", &Attrs::new().maybe("id", id));
        if !self.things.is_empty() {
            let label = term.anchor.clone();
            self.pages_at(&if entry.defines { FirstThing::Label(label) } else { FirstThing::Entry(label) }, "span");
        }
        if entry.defines || self.resolved.anchor(&term.anchor).is_none() {
            self.out.element("span", &Attrs::new().with("class", "head").maybe("lang", head), &entry.head);
        } else {
            let address = (self.options.link)(&term.anchor, self.division);
            self.out.element("a", &Attrs::new().with("class", "head").maybe("lang", head).with("href", address), &entry.head);
        }
        if let Some(form) = &entry.other {
            let attrs = Attrs::new().with("class", "other").maybe("lang", differs(language(form, other)));
            self.out.text(" ");
            self.out.element("span", &attrs, form);
        }
        self.out.close("dt");
        self.out.open("dd", &Attrs::new());
        if let Some(definition) = &entry.definition {
            let tag = differs(language(&plain_text(definition), own));
            self.out.open("span", &Attrs::new().with("class", "definition").maybe("lang", tag));
            self.in_language(tag, |s| s.inlines(definition));
            self.out.close("span");
        }
        if entry.defines && !term.uses.is_empty() {
            self.uses(term);
        }
        self.out.close("dd");
    }

    /// Links back to the uses, each named by its chapter.
    fn uses(&mut self, term: &Term) {
        let words = words(&self.book().settings.book.language);
        self.out.text(" ");
        self.out.open("span", &Attrs::new().with("class", "uses"));
        self.out.element("span", &Attrs::new().with("class", "uses-label"), words.used_in);
        let mut first = true;
        for place in term.uses.iter().filter(|u| self.resolved.anchor(&u.anchor).is_some()) {
            let Some(division) = self.book().divisions.get(place.division) else { continue };
            if !std::mem::replace(&mut first, false) {
                self.out.text(words.title_list);
            }
            let number = division.title().and_then(|b| match &b.kind {
                BlockKind::Heading(h) => h.number.clone(),
                _ => None,
            });
            let title = division.title_text();
            let name = number.map(|n| n.trim_end_matches(['、', '.', ' ']).to_owned()).unwrap_or_else(|| title.clone());
            let attrs = Attrs::new()
                .with("class", "backlink")
                .with("href", (self.options.link)(&place.anchor, self.division))
                .with("title", format!("{} · {title}", self.labels.back));
            self.out.element("a", &attrs, &name);
        }
        self.out.close("span");
    }
}
