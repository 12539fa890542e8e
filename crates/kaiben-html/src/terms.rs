//! The list of terms as markup.

use crate::escape_text;
use crate::serialize::{Serializer, escape};
use kaiben_model::*;

impl Serializer<'_> {
    pub(crate) fn term_list(&mut self, list: &TermList) {
        let mut open = false;
        for entry in &list.entries {
            if let Some(group) = &entry.group {
                if open {
                    self.out.push_str("</dl>\n");
                }
                self.out.push_str(&format!("<p class=\"term-group\">{}</p>\n<dl class=\"terms\">\n", escape_text(group)));
                open = true;
            } else if !open {
                self.out.push_str("<dl class=\"terms\">\n");
                open = true;
            }
            self.entry(entry, list.order);
        }
        if open {
            self.out.push_str("</dl>\n");
        }
    }

    fn entry(&mut self, entry: &TermListEntry, order: TermListOrder) {
        let Some(term) = self.resolved.book().glossary.terms.get(entry.term).cloned() else { return };
        let own = is_chinese(&self.resolved.book().settings.book.language) == (order == TermListOrder::Chinese);
        let language = if own {
            String::new()
        } else {
            self.language(if order == TermListOrder::Chinese { "zh-CN" } else { "en" })
        };
        let head = escape_text(&entry.head);
        if entry.defines {
            self.out.push_str(&format!("<dt id=\"{}\">{head}</dt>\n", escape(&term.anchor)));
        } else {
            let address = escape(&self.address(&term.anchor));
            self.out.push_str(&format!("<dt{language}><a href=\"{address}\">{head}</a></dt>\n"));
        }
        self.out.push_str("<dd>");
        if let Some(other) = &entry.other {
            self.out.push_str(&format!("<span class=\"other\">{}</span>", escape_text(other)));
        }
        if let Some(definition) = &entry.definition {
            self.out.push_str(" <span class=\"definition\">");
            self.inlines(definition);
            self.out.push_str("</span>");
        }
        if entry.defines && !term.uses.is_empty() {
            self.out.push_str(" <span class=\"uses\">");
            for (i, place) in term.uses.iter().enumerate() {
                let name = self.resolved.book().divisions.get(place.division).map(Division::title_text).unwrap_or_default();
                let address = escape(&self.address(&place.anchor));
                let label = escape(&format!("{}：{name}", self.labels.back));
                self.out.push_str(&format!("<a href=\"{address}\" title=\"{}\" aria-label=\"{label} {}\">{}</a> ", escape(&name), escape(&entry.head), i + 1));
            }
            self.out.push_str("</span>");
        }
        self.out.push_str("</dd>\n");
    }
}
