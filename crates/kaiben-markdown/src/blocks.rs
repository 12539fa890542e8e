//! comrak's blocks to the model's.

use crate::attributes::AttributeBlock;
use crate::captions::Draft;
use crate::chapter::Lowering;
use crate::containers::{Fence, OpenContainer};
use crate::inlines::is_break_tag;
use crate::items::{Item, partners};
use crate::mask::{CAPTION_COLON, unmask};
use comrak::Node;
use comrak::nodes::{AlertType, ListDelimType, ListType, NodeCodeBlock, NodeList, NodeValue};
use kaiben_model::{
    Block, BlockKind, CalloutKind, Container, ContainerKind, DefinitionItem, Heading, Inline, InlineKind, ListItem,
    OrderedList, OrderedStyle,
};
use kaiben_source::{Diagnostic, Span};

impl Lowering<'_, '_, '_> {
    /// Lowers the block children of a node, with the divisions and captions among them.
    pub(crate) fn lower_children(&mut self, parent: Node<'_>) -> Vec<Block> {
        let mut open: Vec<OpenContainer> = Vec::new();
        let mut drafts: Vec<Draft> = Vec::new();
        let mut verses = 0usize;
        let outer_verse = self.state.in_verse;
        for node in parent.children() {
            let data = node.data();
            let fence = match &data.value {
                NodeValue::HtmlBlock(_) if std::ptr::eq(self.view, self.state.view) => {
                    self.state.fences.get(&(data.sourcepos.start.line - 1)).cloned()
                }
                _ => None,
            };
            let Some(fence) = fence else {
                let target = open.last_mut().map_or(&mut drafts, |c| &mut c.blocks);
                self.lower_block(node, target);
                continue;
            };
            let span = self.span(data.sourcepos);
            match fence {
                Fence::Open { .. } => {
                    if !self.descend(span) {
                        continue;
                    }
                    verses += usize::from(fence.is_verse());
                    self.state.in_verse = outer_verse || verses > 0;
                    open.push(self.open_container(fence, span));
                }
                Fence::Close => match open.pop() {
                    Some(container) => {
                        self.ascend();
                        verses -= usize::from(container.is_verse());
                        self.state.in_verse = outer_verse || verses > 0;
                        let block = self.close_container(container, Some(span));
                        open.last_mut().map_or(&mut drafts, |c| &mut c.blocks).push(Draft::Block(block));
                    }
                    None => self.report(
                        Diagnostic::error("container/unopened", "this `:::` closes nothing")
                            .at(span)
                            .help("delete it, or begin the division with a line such as `::: note`"),
                    ),
                },
            }
        }
        while let Some(container) = open.pop() {
            self.ascend();
            let block = self.close_container(container, None);
            open.last_mut().map_or(&mut drafts, |c| &mut c.blocks).push(Draft::Block(block));
        }
        self.state.in_verse = outer_verse;
        self.attach_captions(drafts)
    }

    fn lower_block(&mut self, node: Node<'_>, drafts: &mut Vec<Draft>) {
        let data = node.data();
        let (start, end) = self.range(data.sourcepos);
        let span = self.view.span(start, end);
        let before = self.enter_block((start, end));
        match &data.value {
            NodeValue::Paragraph => self.lower_paragraph(node, drafts),
            NodeValue::Heading(heading) => drafts.push(Draft::Block(self.lower_heading(node, heading.level, span))),
            NodeValue::CodeBlock(code) => drafts.push(Draft::Block(self.lower_code(code, (start, end)))),
            NodeValue::HtmlBlock(html) => {
                let html = unmask(&html.literal);
                drafts.extend(lower_html_block(&html, span).map(Draft::Block));
            }
            NodeValue::ThematicBreak => drafts.push(Draft::Block(Block::new(BlockKind::ThematicBreak, span))),
            NodeValue::Table(table) => self.lower_table(node, table, drafts),
            // Definitions stand at their marks.
            NodeValue::FootnoteDefinition(_) => {}
            _ => {
                if self.descend(span) {
                    let kind = self.lower_nested(node, (start, end));
                    drafts.push(Draft::Block(Block::new(kind, span)));
                    self.ascend();
                }
            }
        }
        self.enter_block(before);
    }

    fn lower_nested(&mut self, node: Node<'_>, (start, end): (usize, usize)) -> BlockKind {
        let data = node.data();
        match &data.value {
            NodeValue::List(list) => self.lower_list(node, list),
            NodeValue::DescriptionList => BlockKind::Definitions(self.lower_definitions(node)),
            NodeValue::Alert(alert) => {
                let kind = match alert.alert_type {
                    AlertType::Note => CalloutKind::Note,
                    AlertType::Tip => CalloutKind::Tip,
                    AlertType::Important => CalloutKind::Important,
                    AlertType::Warning => CalloutKind::Warning,
                    AlertType::Caution => CalloutKind::Caution,
                };
                let first_line = self.view.line_end(start).min(end.max(start));
                let title_start = self.view.slice(start, first_line).find(']').map_or(first_line, |i| start + i + 1);
                let line = self.view.slice(title_start, first_line);
                let title_start = first_line - line.trim_start().len();
                let title = (title_start < first_line).then(|| self.lower_slice(title_start, first_line));
                let blocks = self.lower_children(node);
                BlockKind::Container(Container { kind: ContainerKind::Callout { kind, title }, blocks })
            }
            NodeValue::BlockQuote => BlockKind::Quote(self.lower_children(node)),
            // Nodes of extensions that are switched off: what they hold must not be lost.
            _ => BlockKind::Container(Container {
                kind: ContainerKind::Other(String::new()),
                blocks: self.lower_children(node),
            }),
        }
    }

    fn lower_heading(&mut self, node: Node<'_>, level: u8, span: Span) -> Block {
        let mut items = self.lower_inlines(node);
        let attributes = self.take_trailing_attributes(&mut items);
        let content = self.read_items(&mut items);
        let mut block = attributes.unwrap_or_default();
        let second = self.attribute_inlines(&mut block, "en", span);
        let numbered = !block.attributes.has_class("unnumbered") && !block.attributes.has_class("-");
        let heading = Heading { level, content, second, numbered, number: None };
        Block { kind: BlockKind::Heading(heading), attributes: block.attributes, span }
    }

    fn lower_paragraph(&mut self, node: Node<'_>, drafts: &mut Vec<Draft>) {
        let (start, end) = self.bounds;
        let span = self.view.span(start, end);
        let mut items = self.lower_inlines(node);
        let text = self.view.slice(start, end);
        let masked = text.starts_with(CAPTION_COLON);
        // A colon that no paragraph and no table stands next to; a definition would have been one for comrak.
        let colon = masked || text.starts_with(": ") || text.starts_with(":\t");
        let opening = if colon { 1 } else if text.starts_with("Table: ") { "Table:".len() } else { 0 };
        if opening > 0 {
            let caption = self.lower_caption(items, opening, (start, end));
            drafts.push(Draft::Caption(caption));
        } else if let Some(figure) = self.lower_figure(&mut items, span) {
            drafts.push(Draft::Block(figure));
        } else {
            let content = self.read_items(&mut items);
            self.split_displays(content, span, drafts);
        }
    }

    /// A formula with two dollars is a block of its own, also when text runs on around it.
    fn split_displays(&mut self, content: Vec<Inline>, span: Span, drafts: &mut Vec<Draft>) {
        if !content.iter().any(|i| self.is_display(i)) {
            if !content.is_empty() {
                drafts.push(Draft::Block(Block::paragraph(content, span)));
            }
            return;
        }
        let mut run: Vec<Inline> = Vec::new();
        let flush = |run: &mut Vec<Inline>, drafts: &mut Vec<Draft>| {
            let blank = |i: &Inline| match &i.kind {
                InlineKind::SoftBreak | InlineKind::LineBreak => true,
                InlineKind::Text(t) => t.trim().is_empty(),
                _ => false,
            };
            while run.last().is_some_and(blank) {
                run.pop();
            }
            let from = run.iter().position(|i| !blank(i)).unwrap_or(run.len());
            let run = std::mem::take(run).split_off(from);
            if let (Some(first), Some(last)) = (run.first(), run.last()) {
                let span = first.span.to(last.span);
                drafts.push(Draft::Block(Block::paragraph(run, span)));
            }
        };
        for inline in content {
            if !self.is_display(&inline) {
                run.push(inline);
                continue;
            }
            flush(&mut run, drafts);
            if let InlineKind::Math(equation) = inline.kind {
                let kind = BlockKind::Equation(equation);
                drafts.push(Draft::Block(Block { kind, attributes: inline.attributes, span: inline.span }));
            }
        }
        flush(&mut run, drafts);
    }

    fn lower_code(&mut self, code: &NodeCodeBlock, (start, end): (usize, usize)) -> Block {
        let span = self.view.span(start, end);
        let info = unmask(&code.info);
        let mut text = unmask(&code.literal).replace("\r\n", "\n");
        if text.ends_with('\n') {
            text.pop();
        }
        let brace = info.find('{').filter(|&i| AttributeBlock::parse(&info[i..]).is_some());
        let mut block = brace.and_then(|i| AttributeBlock::parse(&info[i..])).unwrap_or_default();
        if let Some(format) = block.format.take() {
            return Block { kind: BlockKind::Raw { format, text }, attributes: block.attributes, span };
        }
        let word = info[..brace.unwrap_or(info.len())].split_whitespace().next().map(str::to_owned);
        let first_class = |b: &mut AttributeBlock| (!b.attributes.classes.is_empty()).then(|| b.attributes.classes.remove(0));
        let language = word.or_else(|| first_class(&mut block));
        Block { kind: BlockKind::Code { language, text }, attributes: block.attributes, span }
    }

    fn lower_list(&mut self, node: Node<'_>, list: &NodeList) -> BlockKind {
        let ordered = (list.list_type == ListType::Ordered).then(|| OrderedList {
            start: u32::try_from(list.start).unwrap_or(u32::MAX),
            style: OrderedStyle::Decimal,
            parenthesis: list.delimiter == ListDelimType::Paren,
        });
        let items = node
            .children()
            .map(|item| {
                let data = item.data();
                let checked = match &data.value {
                    NodeValue::TaskItem(task) => Some(task.symbol.is_some()),
                    _ => None,
                };
                let span = self.span(data.sourcepos);
                ListItem { checked, blocks: self.lower_children(item), span }
            })
            .collect();
        BlockKind::List { ordered, tight: list.tight, items }
    }

    /// comrak gives each explanation an item of its own; those without a term belong to the term before.
    fn lower_definitions(&mut self, list: Node<'_>) -> Vec<DefinitionItem> {
        let mut items: Vec<DefinitionItem> = Vec::new();
        for item in list.children() {
            let span = self.span(item.data().sourcepos);
            let mut term = Vec::new();
            let mut details = Vec::new();
            for part in item.children() {
                if matches!(part.data().value, NodeValue::DescriptionTerm) {
                    for paragraph in part.children() {
                        let bounds = self.range(paragraph.data().sourcepos);
                        self.enter_block(bounds);
                        let mut row = self.lower_inlines(paragraph);
                        term.append(&mut self.read_items(&mut row));
                    }
                } else {
                    details.push(self.lower_children(part));
                }
            }
            match items.last_mut().filter(|_| term.is_empty()) {
                Some(last) => {
                    last.details.append(&mut details);
                    last.span = last.span.to(span);
                }
                None => items.push(DefinitionItem { term, details, span }),
            }
        }
        items
    }

    /// Takes an attribute block off the end of a row, with the white space before it. Braces right behind
    /// `[text]`, a link, an image or code are theirs.
    pub(crate) fn take_trailing_attributes(&mut self, items: &mut Vec<Item>) -> Option<AttributeBlock> {
        let end = crate::items::trimmed(items).end;
        if end == 0 || items[end - 1].char().is_none_or(|c| c.c != '}') {
            return None;
        }
        let brackets = partners(items);
        let owned = |at: usize| match at.checked_sub(1).map(|i| (i, &items[i])) {
            Some((i, Item::Char(c))) if c.c == ']' && c.sign => {
                brackets.iter().position(|close| *close == i).is_some_and(|open| items.get(open + 1).and_then(Item::sign) != Some('^'))
            }
            Some((_, Item::Node(inline))) => {
                matches!(inline.kind, InlineKind::Link { .. } | InlineKind::Code(_) | InlineKind::MarkedTerm(_))
            }
            Some((_, Item::Image { .. })) => true,
            _ => false,
        };
        let opens = (0..end).rev().take_while(|&i| matches!(items[i], Item::Char(_) | Item::Break(_)));
        let opens: Vec<usize> = opens.filter(|&i| items[i].sign() == Some('{')).take(8).collect();
        let last = opens.first().copied();
        let found = opens.into_iter().find_map(|at| {
            let (block, next) = self.attributes_at(items, at, end)?;
            (next == end && block.format.is_none() && !owned(at)).then_some((at, block))
        });
        if let (None, Some(last)) = (&found, last.filter(|&at| !owned(at))) {
            self.warn_malformed(items, last, end);
        }
        let (at, block) = found?;
        items.truncate(at);
        items.truncate(crate::items::trimmed(items).end);
        Some(block)
    }
}

/// Raw HTML on lines of its own; comments are no text.
fn lower_html_block(html: &str, span: Span) -> Option<Block> {
    let mut text = String::new();
    let mut rest = html;
    while let Some(start) = rest.find("<!--") {
        text.push_str(&rest[..start]);
        rest = rest[start..].find("-->").map_or("", |end| &rest[start + end + 3..]);
    }
    text.push_str(rest);
    let text = text.trim_end();
    if text.trim().is_empty() {
        return None;
    }
    if is_break_tag(text) {
        return Some(Block::paragraph(vec![Inline::new(InlineKind::LineBreak, span)], span));
    }
    Some(Block::new(BlockKind::Raw { format: "html".to_owned(), text: text.to_owned() }, span))
}
