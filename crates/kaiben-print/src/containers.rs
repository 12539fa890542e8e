//! Lists, quotations, fenced divisions and the list of terms as Typst code.

use crate::emit::{Emitter, has_page_note};
use kaiben_model::*;

impl Emitter<'_> {
    pub(crate) fn list(&mut self, ordered: Option<OrderedList>, tight: bool, items: &[ListItem]) {
        self.list_level += 1;
        let outer = std::mem::replace(&mut self.indented, false);
        let level = self.list_level;
        let marks: Vec<String> = items
            .iter()
            .enumerate()
            .map(|(i, item)| match (ordered, item.checked) {
                (Some(list), _) => format!("{}{}", list.start as usize + i, if list.parenthesis { ")" } else { "." }),
                (None, Some(true)) => "☑".to_owned(),
                (None, Some(false)) => "☐".to_owned(),
                (None, None) => String::new(),
            })
            .collect();
        let widest = marks.iter().max_by_key(|m| m.len()).cloned().unwrap_or_default();
        for (item, mark) in items.iter().zip(&marks) {
            let place = format!("({level},{},", self.quote_level);
            let mut place_text = crate::writer::Writer::default();
            place_text.raw(&place).string(&widest).raw(if self.narrow { ",true)" } else { ",false)" });
            let place = place_text.out;
            let mut marked = false;
            for block in &item.blocks {
                match &block.kind {
                    BlockKind::Paragraph(content) => {
                        let unit = self.begin_unit();
                        self.writer.raw("k-item(").raw(&place).raw(",").raw(if tight { "true" } else { "false" }).raw(",");
                        self.writer.option((!marked).then_some(mark)).raw(",");
                        self.line_with_anchor(content, block.attributes.id.as_deref());
                        self.writer.raw(if has_page_note(content) { ",note:true)" } else { ")" });
                        self.end_unit(unit);
                        marked = true;
                    }
                    _ => {
                        if !marked {
                            self.writer.raw("k-item(").raw(&place).raw(",true,").string(mark).raw(",[]);");
                            marked = true;
                        }
                        match &block.kind {
                            BlockKind::List { ordered, tight, items } => self.list(*ordered, *tight, items),
                            BlockKind::Quote(blocks) => self.quote(None, blocks),
                            _ => {
                                let unit = self.begin_unit();
                                self.writer.raw("k-inset(").raw(&place).raw(",");
                                self.boxed(std::slice::from_ref(block), false);
                                self.writer.raw(")");
                                self.end_unit(unit);
                            }
                        }
                    }
                }
                self.writer.raw(";");
            }
            if item.blocks.is_empty() {
                self.writer.raw("k-item(").raw(&place).raw(",true,").string(mark).raw(",[]);");
            }
        }
        self.writer.raw("none");
        self.indented = outer;
        self.list_level -= 1;
    }

    pub(crate) fn quote(&mut self, source: Option<&str>, blocks: &[Block]) {
        // Lists start at the first level again inside, further in by those around.
        let outer = (self.indented, self.quote_level, self.list_level);
        (self.indented, self.quote_level, self.list_level) = (true, self.quote_level + self.list_level + 1, 0);
        self.writer.raw(&format!("k-quote({},", self.quote_level)).option(source).raw(",");
        self.blocks(blocks);
        self.writer.raw(")");
        (self.indented, self.quote_level, self.list_level) = outer;
    }

    pub(crate) fn definitions(&mut self, items: &[DefinitionItem]) {
        for item in items {
            let unit = self.begin_unit();
            self.writer.raw("k-definition-term(");
            self.line(&item.term);
            self.writer.raw(")");
            self.end_unit(unit);
            self.quote_level += 1;
            let outer = std::mem::replace(&mut self.indented, false);
            self.writer.raw(&format!(";k-definition({},", self.quote_level)).raw("{");
            for detail in &item.details {
                self.blocks(detail);
                self.writer.raw(";");
            }
            self.writer.raw("});");
            self.indented = outer;
            self.quote_level -= 1;
        }
    }

    pub(crate) fn container(&mut self, container: &Container, block: &Block) {
        let source = block.attributes.get("source").map(str::to_owned);
        let hidden = container.kind == ContainerKind::Only && !shown_in_print(block);
        if !hidden {
            self.block_anchor(block);
        }
        match &container.kind {
            ContainerKind::Only if hidden => {
                self.writer.raw("none");
            }
            ContainerKind::Callout { kind, title } => {
                let (name, index) = match kind {
                    CalloutKind::Note => ("note", 0),
                    CalloutKind::Tip => ("tip", 1),
                    CalloutKind::Important => ("important", 2),
                    CalloutKind::Warning => ("warning", 3),
                    CalloutKind::Caution => ("caution", 4),
                };
                let unit = self.begin_unit();
                self.writer.raw("k-callout(").string(name).raw(",");
                match title {
                    Some(title) => self.line(title),
                    None => {
                        self.writer.raw("[#").string(self.labels.callouts[index]).raw("]");
                    }
                }
                self.writer.raw(",");
                self.boxed(&container.blocks, true);
                // Notes of a box that goes over the page may be printed on another page than their marks.
                self.writer.raw(if short(&container.blocks) { ",whole:true)" } else { ")" });
                self.end_unit(unit);
            }
            ContainerKind::Quote => self.quote(source.as_deref(), &container.blocks),
            ContainerKind::Epigraph => {
                let unit = self.begin_unit();
                self.writer.raw("k-epigraph(").option(source.as_deref()).raw(",");
                self.boxed(&container.blocks, false);
                self.writer.raw(")");
                self.end_unit(unit);
            }
            ContainerKind::Verse => self.verse(source.as_deref(), &container.blocks),
            ContainerKind::Landscape => {
                self.writer.raw("k-landscape(");
                self.blocks(&container.blocks);
                self.writer.raw(")");
            }
            ContainerKind::Columns => {
                let count = block.attributes.get("count").and_then(|c| c.parse::<u8>().ok()).unwrap_or(2).clamp(1, 6);
                let unit = self.begin_unit();
                self.writer.raw(&format!("k-columns({count},"));
                self.boxed(&container.blocks, true);
                self.writer.raw(")");
                self.end_unit(unit);
            }
            ContainerKind::Only | ContainerKind::ListTable(_) | ContainerKind::CsvTable(_) | ContainerKind::Other(_) => {
                self.blocks(&container.blocks);
            }
        }
    }

    fn verse(&mut self, source: Option<&str>, blocks: &[Block]) {
        self.writer.raw("k-verse(").option(source).raw(",{");
        let outer = std::mem::replace(&mut self.indented, false);
        for child in blocks {
            match &child.kind {
                BlockKind::Paragraph(content) => {
                    let mut lines = content.clone();
                    for inline in &mut lines {
                        if inline.kind == InlineKind::SoftBreak {
                            inline.kind = InlineKind::LineBreak;
                        }
                    }
                    let unit = self.begin_unit();
                    self.writer.raw("k-stanza(");
                    self.line(&lines);
                    self.writer.raw(if has_page_note(content) { ",note:true)" } else { ")" });
                    self.end_unit(unit);
                }
                _ => self.block(child),
            }
            self.writer.raw(";");
        }
        self.indented = outer;
        self.writer.raw("})");
    }

    pub(crate) fn term_list(&mut self, list: &TermList) {
        self.writer.raw(match list.order {
            TermListOrder::Chinese => "k-terms(\"zh\",(",
            TermListOrder::English => "k-terms(\"en\",(",
        });
        for entry in &list.entries {
            let term = self.resolved.book().glossary.terms.get(entry.term).cloned();
            self.writer.raw("\n(group:").option(entry.group.as_deref());
            self.writer.raw(",head:").string(&entry.head).raw(",other:").option(entry.other.as_deref()).raw(",definition:");
            self.option_line(entry.definition.as_ref());
            let anchor = term.as_ref().map(|t| t.anchor.clone()).filter(|a| self.resolved.anchor(a).is_some());
            self.writer.raw(",anchor:").option(anchor.as_deref());
            self.writer.raw(if entry.defines { ",defines:true,uses:(" } else { ",defines:false,uses:(" });
            for place in term.iter().flat_map(|t| &t.uses) {
                if self.resolved.anchor(&place.anchor).is_some() && !self.hidden.contains(&place.anchor) {
                    self.writer.raw("label(").string(&place.anchor).raw("),");
                }
            }
            self.writer.raw(")),");
        }
        self.writer.raw("))");
    }
}

/// Whether `::: only` is for print.
pub fn shown_in_print(block: &Block) -> bool {
    block.attributes.get("target").is_none_or(|t| t.split(',').any(|t| matches!(t.trim(), "print" | "pdf" | "press")))
}

/// Whether blocks are so few characters that a page holds them, with room for what stands around.
fn short(blocks: &[Block]) -> bool {
    plain_text_of_blocks(blocks).chars().count() < 360 && !blocks.iter().any(|b| matches!(b.kind, BlockKind::Table(_) | BlockKind::Figure(_)))
}

/// The labels of all that print leaves out.
pub fn hidden_labels(resolved: &Resolved) -> std::collections::BTreeSet<String> {
    let mut hidden = std::collections::BTreeSet::new();
    for division in &resolved.book().divisions {
        walk::each_block(&division.blocks, &mut |block| {
            let BlockKind::Container(Container { kind: ContainerKind::Only, blocks }) = &block.kind else { return };
            if shown_in_print(block) {
                return;
            }
            hidden.extend(block.attributes.id.clone());
            walk::each_block(blocks, &mut |inner| hidden.extend(inner.attributes.id.clone()));
            walk::each_inline_of_blocks(blocks, &mut |inline| {
                hidden.extend(inline.attributes.id.clone());
                match &inline.kind {
                    InlineKind::Note(note) => hidden.extend([note.anchor.clone()]),
                    InlineKind::Term(term) => hidden.extend(term.anchor.clone()),
                    _ => {}
                }
                walk::Descend::Yes
            });
        });
    }
    hidden
}
