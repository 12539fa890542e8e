//! Blocks as markup.

use crate::escape_text;
use crate::serialize::{Serializer, escape};
use kaiben_model::*;

impl Serializer<'_> {
    pub(crate) fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn enclosed(&mut self, open: &str, blocks: &[Block], close: &str) {
        self.out.push_str(open);
        self.blocks(blocks);
        self.out.push_str(close);
    }

    pub(crate) fn block(&mut self, block: &Block) {
        let plain = self.attributes(&block.attributes, &[]);
        match &block.kind {
            BlockKind::Paragraph(content) => {
                self.out.push_str(&format!("<p{plain}>"));
                self.inlines(content);
                self.out.push_str("</p>\n");
            }
            BlockKind::Heading(heading) => self.heading(heading, &plain),
            BlockKind::Code { language, text } => {
                let class = language.as_ref().map(|l| format!(" class=\"language-{}\"", escape(l))).unwrap_or_default();
                self.out.push_str(&format!("<pre{plain}><code{class}>{}</code></pre>\n", escape_text(text)));
            }
            BlockKind::Quote(blocks) => self.enclosed(&format!("<blockquote{plain}>\n"), blocks, "</blockquote>\n"),
            BlockKind::List { ordered, tight, items } => self.list(*ordered, *tight, items, &plain),
            BlockKind::Definitions(items) => {
                self.out.push_str(&format!("<dl{plain}>\n"));
                for item in items {
                    self.out.push_str("<dt>");
                    self.inlines(&item.term);
                    self.out.push_str("</dt>\n");
                    for detail in &item.details {
                        self.enclosed("<dd>", detail, "</dd>\n");
                    }
                }
                self.out.push_str("</dl>\n");
            }
            BlockKind::Table(table) => self.table(table, &block.attributes),
            BlockKind::Figure(figure) => {
                let attributes = self.attributes(&block.attributes, &["figure"]);
                self.out.push_str(&format!("<figure{attributes}>\n"));
                self.image(&figure.image, &[]);
                self.out.push('\n');
                self.caption(figure.caption.as_ref());
                self.out.push_str("</figure>\n");
            }
            BlockKind::Equation(equation) => {
                let attributes = self.attributes(&block.attributes, &["equation"]);
                self.out.push_str(&format!("<div{attributes}>"));
                self.math(equation);
                if let Some(number) = &equation.number {
                    self.out.push_str(&format!("<span class=\"equation-number\">{}</span>", escape_text(number)));
                }
                self.out.push_str("</div>\n");
            }
            BlockKind::Container(container) => self.container(container, block),
            BlockKind::Raw { format, text } if format == "html" => self.raw_html(text, block.span),
            BlockKind::Raw { .. } => {}
            BlockKind::ThematicBreak => {
                self.void("hr");
                self.out.push('\n');
            }
            BlockKind::TermList(list) => self.term_list(list),
        }
    }

    fn heading(&mut self, heading: &Heading, attributes: &str) {
        let level = heading.level.clamp(1, 6);
        self.out.push_str(&format!("<h{level}{attributes}>"));
        if let Some(number) = &heading.number {
            self.out.push_str(&format!("<span class=\"number\">{}</span> ", escape_text(number)));
        }
        self.inlines(&heading.content);
        if let Some(second) = &heading.second {
            let language = self.second_language();
            self.out.push_str(&format!(" <span class=\"second\"{language}>"));
            self.inlines(second);
            self.out.push_str("</span>");
        }
        self.out.push_str(&format!("</h{level}>\n"));
    }

    fn list(&mut self, ordered: Option<OrderedList>, tight: bool, items: &[ListItem], attributes: &str) {
        let tag = if ordered.is_some() { "ol" } else { "ul" };
        let start = ordered.filter(|o| o.start != 1).map(|o| format!(" start=\"{}\"", o.start)).unwrap_or_default();
        self.out.push_str(&format!("<{tag}{attributes}{start}>\n"));
        for item in items {
            self.out.push_str("<li>");
            if let Some(checked) = item.checked {
                self.out.push_str(if checked { "☑ " } else { "☐ " });
            }
            for block in &item.blocks {
                match &block.kind {
                    BlockKind::Paragraph(content) if tight && block.attributes.is_empty() => self.inlines(content),
                    _ => self.block(block),
                }
            }
            self.out.push_str("</li>\n");
        }
        self.out.push_str(&format!("</{tag}>\n"));
    }

    pub(crate) fn caption(&mut self, caption: Option<&Caption>) {
        let Some(caption) = caption else { return };
        self.out.push_str("<figcaption>");
        if let Some(label) = &caption.label {
            self.out.push_str(&format!("<span class=\"label\">{}</span> ", escape_text(label)));
        }
        self.inlines(&caption.content);
        if let Some(second) = &caption.second {
            let language = self.second_language();
            let label = caption.second_label.as_deref().map(|l| format!("{} ", escape_text(l))).unwrap_or_default();
            self.out.push_str(&format!(" <span class=\"second\"{language}>{label}"));
            self.inlines(second);
            self.out.push_str("</span>");
        }
        self.out.push_str("</figcaption>\n");
    }

    fn container(&mut self, container: &Container, block: &Block) {
        let source = block.attributes.get("source").map(str::to_owned);
        match &container.kind {
            ContainerKind::Callout { kind, title } => {
                let (name, index) = match kind {
                    CalloutKind::Note => ("callout-note", 0),
                    CalloutKind::Tip => ("callout-tip", 1),
                    CalloutKind::Important => ("callout-important", 2),
                    CalloutKind::Warning => ("callout-warning", 3),
                    CalloutKind::Caution => ("callout-caution", 4),
                };
                let attributes = self.attributes(&block.attributes, &["callout", name]);
                let word = self.labels.callouts[index];
                self.out.push_str(&format!("<div{attributes} role=\"note\" aria-label=\"{word}\">\n<p class=\"callout-title\">"));
                match title {
                    Some(title) => self.inlines(title),
                    None => self.out.push_str(word),
                }
                self.enclosed("</p>\n", &container.blocks, "</div>\n");
            }
            ContainerKind::Quote | ContainerKind::Epigraph => {
                let class = if container.kind == ContainerKind::Quote { "quote" } else { "epigraph" };
                let attributes = self.attributes(&block.attributes, &[class]);
                self.out.push_str(&format!("<blockquote{attributes}>\n"));
                self.blocks(&container.blocks);
                if let Some(source) = source {
                    self.out.push_str(&format!("<p class=\"source\">—— {}</p>\n", escape_text(&source)));
                }
                self.out.push_str("</blockquote>\n");
            }
            ContainerKind::Only => {
                let shown = block.attributes.get("target").is_none_or(|t| {
                    t.split(',').any(|t| t.trim() == self.options.edition)
                });
                if shown {
                    self.blocks(&container.blocks);
                }
            }
            ContainerKind::Verse => {
                let attributes = self.attributes(&block.attributes, &["verse"]);
                self.enclosed(&format!("<div{attributes}>\n"), &container.blocks, "</div>\n");
            }
            ContainerKind::Columns => {
                let attributes = self.attributes(&block.attributes, &["columns"]);
                self.enclosed(&format!("<div{attributes}>\n"), &container.blocks, "</div>\n");
            }
            ContainerKind::Landscape | ContainerKind::ListTable | ContainerKind::CsvTable => {
                let attributes = self.attributes(&block.attributes, &["landscape"]);
                self.enclosed(&format!("<div{attributes}>\n"), &container.blocks, "</div>\n");
            }
            ContainerKind::Other(class) => {
                let written = block.attributes.has_class(class) || class.is_empty();
                let classes: &[&str] = if written { &[] } else { &[class.as_str()] };
                let attributes = self.attributes(&block.attributes, classes);
                self.enclosed(&format!("<div{attributes}>\n"), &container.blocks, "</div>\n");
            }
        }
    }
}
