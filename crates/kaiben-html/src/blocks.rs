//! Blocks.

use crate::english::is_english;
use crate::raw::{self, Place};
use crate::serialize::Serializer;
use crate::words::words;
use crate::{Attrs, Syntax};
use kaiben_model::*;
use kaiben_source::Diagnostic;

impl<'a> Serializer<'a> {
    pub fn blocks(&mut self, blocks: &'a [Block]) {
        let mut at = 0;
        while let Some(block) = blocks.get(at) {
            at += 1;
            if !self.is_shown(block) {
                continue;
            }
            self.out.line();
            self.pages_until(first_character(block), block.span, "div");
            if let Some(label) = block.attributes.id.as_ref().filter(|_| !self.things.is_empty()) {
                self.pages_at(&FirstThing::Label(label.clone()), "div");
            }
            match &block.kind {
                BlockKind::Raw { format, text } if format == "html" => {
                    let texts = blocks.iter().map(|b| match &b.kind {
                        BlockKind::Raw { format, text } if format == "html" => Some(text.as_str()),
                        _ => None,
                    });
                    match raw::matching(texts, at - 1).and_then(|end| Some((end, blocks.get(end)?))) {
                        // `<details>` and `</details>` with Markdown between them are cleaned as one.
                        Some((end, Block { kind: BlockKind::Raw { text: close, .. }, .. })) => {
                            if let Some((before, after)) = self.clean_around(text, close, Place::Block, block.span) {
                                self.out.raw(&before);
                                self.blocks(blocks.get(at..end).unwrap_or_default());
                                self.out.raw(&after);
                            }
                            at = end + 1;
                        }
                        _ => self.raw_html(text, Place::Block, block.span),
                    }
                }
                BlockKind::Raw { format, .. } => {
                    let neighbours = [at.checked_sub(2).and_then(|i| blocks.get(i)), blocks.get(at)];
                    let stands_in = neighbours.into_iter().flatten().any(|b| match &b.kind {
                        BlockKind::Raw { format: other, .. } => other != format,
                        BlockKind::Container(c) => c.kind == ContainerKind::Only,
                        _ => false,
                    });
                    if !stands_in {
                        let message = format!("raw `{format}` is for print only; nothing stands in for it in the edition `{}`", self.options.edition);
                        let help = "put a fence of `{=html}` behind it with what this edition is to show";
                        self.diagnostics.push(Diagnostic::info("html/raw-typst", message).at(block.span).help(help));
                    }
                }
                _ => self.block(block),
            }
        }
    }

    fn is_shown(&self, block: &Block) -> bool {
        let BlockKind::Container(Container { kind: ContainerKind::Only, .. }) = &block.kind else { return true };
        let targets = block.attributes.get("target").unwrap_or_default();
        targets.split([',', ' ']).any(|t| t.trim() == self.options.edition)
    }

    /// The content of an item or a cell: a single paragraph has no element of its own.
    pub fn tight(&mut self, blocks: &'a [Block]) {
        let mut rest = blocks;
        if let [Block { kind: BlockKind::Paragraph(content), attributes, span }, more @ ..] = blocks
            && attributes.is_empty()
        {
            self.pages_until(span.start, *span, "span");
            self.inlines(content);
            rest = more;
        }
        self.blocks(rest);
    }

    fn block(&mut self, block: &'a Block) {
        let attributes = &block.attributes;
        match &block.kind {
            BlockKind::Paragraph(content) => {
                let mut attrs = self.attrs(attributes, &[]);
                let english = self.chinese && attributes.language().is_none() && is_english(&plain_text(content));
                let language = if english { Some("en") } else { attributes.language() };
                if english {
                    attrs = attrs.with("lang", "en");
                }
                self.out.open("p", &attrs);
                self.in_language(language, |s| s.inlines(content));
                self.out.close("p");
            }
            BlockKind::Heading(heading) => self.heading(attributes, heading),
            BlockKind::Code { language, text } => {
                // What scrolls must be reachable with the keyboard; e-books break the lines instead.
                let scrolls = self.options.syntax == Syntax::Html;
                let attrs = self.attrs(attributes, &["code"]).maybe("tabindex", scrolls.then_some("0"));
                self.out.open("pre", &attrs);
                let class = language.as_ref().map(|l| format!("language-{}", l.replace(char::is_whitespace, "-")));
                self.out.element("code", &Attrs::new().maybe("class", class), text);
                self.out.close("pre");
            }
            BlockKind::Quote(blocks) => self.around("blockquote", block, &[], blocks),
            BlockKind::List { ordered, tight, items } => self.list(attributes, ordered.as_ref(), *tight, items),
            BlockKind::Definitions(items) => {
                let attrs = self.attrs(attributes, &[]);
                self.out.open("dl", &attrs);
                for item in items {
                    self.out.open("dt", &Attrs::new());
                    self.inlines(&item.term);
                    self.out.close("dt");
                    for detail in &item.details {
                        self.out.open("dd", &Attrs::new());
                        self.tight(detail);
                        self.out.close("dd");
                    }
                }
                self.out.close("dl");
            }
            BlockKind::Table(table) => self.in_language(attributes.language(), |s| s.table(block, table)),
            BlockKind::Figure(figure) => {
                let attrs = self.attrs(attributes, &["figure"]);
                self.out.open("figure", &attrs);
                self.image(&figure.image, figure.media.as_ref(), Attrs::new(), block.span);
                if let Some(caption) = &figure.caption {
                    self.caption(caption);
                }
                self.out.close("figure");
            }
            BlockKind::Equation(equation) => {
                let name = words(&self.book().settings.book.language).formula;
                let attrs = self.attrs(attributes, &["equation"]).with("role", "group").with("aria-label", name);
                // A long formula scrolls in its box, which must then be reachable with the keyboard (WCAG 2.1.1).
                let attrs = attrs.maybe("tabindex", (self.options.syntax == Syntax::Xhtml).then_some("0"));
                self.out.open("div", &attrs);
                self.mathml(equation);
                if let Some(number) = &equation.number {
                    self.out.element("span", &Attrs::new().with("class", "equation-number"), number);
                }
                self.out.close("div");
            }
            BlockKind::Container(container) => self.container(block, container),
            BlockKind::ThematicBreak => {
                let attrs = self.attrs(attributes, &[]);
                self.out.void("hr", &attrs);
            }
            BlockKind::TermList(list) => self.term_list(list),
            // Handled with its neighbours.
            BlockKind::Raw { .. } => {}
        }
    }

    fn heading(&mut self, attributes: &'a Attributes, heading: &'a Heading) {
        let level = heading.level.clamp(1, 6);
        self.level = level;
        let element = format!("h{level}");
        let mut shown = attributes.clone();
        shown.classes.retain(|c| c != "unnumbered");
        let attrs = self.attrs(&shown, &[]);
        self.out.open(&element, &attrs);
        if let Some(number) = &heading.number {
            self.out.element("span", &Attrs::new().with("class", "number"), number);
            // 一、 and （二） bring their own room.
            if !number.ends_with(is_wide) || number.ends_with(is_han) {
                self.out.text(" ");
            }
        }
        self.out.open("span", &Attrs::new().with("class", "title"));
        self.in_language(attributes.language(), |s| s.inlines(&heading.content));
        self.out.close("span");
        if let Some(second) = &heading.second {
            self.out.text(" ");
            self.out.open("span", &Attrs::new().with("class", "second").with("lang", "en"));
            self.in_language(Some("en"), |s| s.inlines(second));
            self.out.close("span");
        }
        self.out.close(&element);
    }

    fn list(&mut self, attributes: &'a Attributes, ordered: Option<&OrderedList>, tight: bool, items: &'a [ListItem]) {
        let tasks = items.iter().any(|i| i.checked.is_some());
        let element = if ordered.is_some() { "ol" } else { "ul" };
        let classes = [
            if tasks { "task-list" } else { "" },
            if ordered.is_some_and(|o| o.parenthesis) { "parenthesis" } else { "" },
            if tight { "tight" } else { "" },
        ];
        let start = ordered.filter(|o| o.start != 1).map(|o| o.start.to_string());
        let attrs = self.attrs(attributes, &classes).maybe("start", start);
        self.out.open(element, &attrs);
        let words = words(&self.book().settings.book.language);
        for item in items {
            self.out.line();
            self.out.open("li", &Attrs::new());
            if let Some(checked) = item.checked {
                let (sign, name) = if checked { ("☑", words.ticked) } else { ("☐", words.not_ticked) };
                self.out.element("span", &Attrs::new().with("class", "task").with("role", "img").with("aria-label", name), sign);
                self.out.text(" ");
            }
            if tight {
                self.tight(&item.blocks);
            } else {
                self.blocks(&item.blocks);
            }
            self.out.close("li");
        }
        self.out.close(element);
    }

    fn around(&mut self, element: &str, block: &'a Block, classes: &[&str], blocks: &'a [Block]) {
        let attrs = self.attrs(&block.attributes, classes);
        self.out.open(element, &attrs);
        self.in_language(block.attributes.language(), |s| s.blocks(blocks));
        self.out.close(element);
    }

    fn source(&mut self, block: &'a Block, element: &str) {
        if let Some(source) = block.attributes.get("source") {
            self.out.open(element, &Attrs::new().with("class", "source"));
            self.running_text(source, kaiben_source::Span::generated());
            self.out.close(element);
        }
    }

    fn container(&mut self, block: &'a Block, container: &'a Container) {
        let blocks = &container.blocks;
        match &container.kind {
            ContainerKind::Callout { kind, title } => self.callout(block, *kind, title.as_deref(), blocks),
            ContainerKind::Quote if block.attributes.get("source").is_some() => {
                let attrs = self.attrs(&block.attributes, &["quote"]);
                self.out.open("figure", &attrs);
                self.out.open("blockquote", &Attrs::new());
                self.in_language(block.attributes.language(), |s| s.blocks(blocks));
                self.out.close("blockquote");
                self.source(block, "figcaption");
                self.out.close("figure");
            }
            ContainerKind::Quote => self.around("blockquote", block, &["quote"], blocks),
            ContainerKind::Epigraph => {
                let attrs = self.attrs(&block.attributes, &["epigraph"]).with("epub:type", "epigraph").with("role", "doc-epigraph");
                self.out.open("div", &attrs);
                self.in_language(block.attributes.language(), |s| s.blocks(blocks));
                self.source(block, "p");
                self.out.close("div");
            }
            ContainerKind::Verse => {
                let outer = std::mem::replace(&mut self.in_verse, true);
                let attrs = self.attrs(&block.attributes, &["verse"]);
                self.out.open("div", &attrs);
                self.in_language(block.attributes.language(), |s| s.blocks(blocks));
                self.source(block, "p");
                self.out.close("div");
                self.in_verse = outer;
            }
            ContainerKind::Only if self.attrs(&block.attributes, &[]).is_empty() => self.blocks(blocks),
            ContainerKind::Only => self.around("div", block, &[], blocks),
            ContainerKind::Landscape => self.around("div", block, &["landscape"], blocks),
            ContainerKind::Columns => {
                let count = block.attributes.get("count").and_then(|c| c.parse::<u8>().ok()).unwrap_or(2).clamp(1, 6);
                let attrs = self.attrs(&block.attributes, &["columns"]).with("style", format!("column-count: {count}"));
                self.out.open("div", &attrs);
                self.in_language(block.attributes.language(), |s| s.blocks(blocks));
                self.out.close("div");
            }
            ContainerKind::Other(class) => self.around("div", block, &[class.as_str()], blocks),
            // `Resolved` promises that none is left.
            ContainerKind::ListTable(_) | ContainerKind::CsvTable(_) => self.around("div", block, &[], blocks),
        }
    }

    fn callout(&mut self, block: &'a Block, kind: CalloutKind, title: Option<&'a [Inline]>, blocks: &'a [Block]) {
        let (class, label) = match kind {
            CalloutKind::Note => ("note", self.labels.callouts[0]),
            CalloutKind::Tip => ("tip", self.labels.callouts[1]),
            CalloutKind::Important => ("important", self.labels.callouts[2]),
            CalloutKind::Warning => ("warning", self.labels.callouts[3]),
            CalloutKind::Caution => ("caution", self.labels.callouts[4]),
        };
        let name = title.map_or_else(|| label.to_owned(), plain_text);
        let attrs = self.attrs(&block.attributes, &["callout", class]).with("role", "note").with("aria-label", name);
        // In XHTML a reading system may take an aside for one of its own popups.
        let element = if self.options.syntax == Syntax::Xhtml { "div" } else { "aside" };
        self.out.open(element, &attrs);
        self.in_language(block.attributes.language(), |s| {
            s.out.open("p", &Attrs::new().with("class", "callout-title"));
            match title {
                Some(title) => s.inlines(title),
                None => s.out.text(label),
            }
            s.out.close("p");
            s.blocks(blocks);
        });
        self.out.close(element);
    }
}

/// Up to where a page that begins there begins before the block: what the program writes in front of the first
/// character (a number, the word 表, a callout's title) belongs to the page.
fn first_character(block: &Block) -> u32 {
    match &block.kind {
        BlockKind::Heading(_) => block.span.end,
        BlockKind::Table(table) => {
            let caption = table.caption.as_ref().and_then(|c| c.content.first()).filter(|i| i.span.file == block.span.file);
            let rows = walk::rows(table).next().map_or(u32::MAX, |r| r.span.start);
            caption.map(|i| i.span.start).filter(|at| *at < rows).map_or(block.span.start, |at| at.max(block.span.start))
        }
        BlockKind::Figure(figure) => {
            let caption = figure.caption.as_ref().and_then(|c| c.content.first()).filter(|i| i.span.file == block.span.file);
            caption.map_or(block.span.start, |i| i.span.start)
        }
        BlockKind::Container(Container { kind: ContainerKind::Callout { title: None, .. }, blocks }) => {
            blocks.first().map_or(block.span.start, first_character)
        }
        _ => block.span.start,
    }
}
