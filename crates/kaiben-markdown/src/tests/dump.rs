//! The model as an s-expression.

use kaiben_model::*;

pub fn blocks(list: &[Block]) -> String {
    list.iter().map(block).collect::<Vec<_>>().join(" ")
}

pub fn inlines(list: &[Inline]) -> String {
    list.iter().map(inline).collect::<Vec<_>>().join(" ")
}

fn attributes(a: &Attributes) -> String {
    let mut parts: Vec<String> = a.id.iter().map(|i| format!("#{i}")).collect();
    parts.extend(a.classes.iter().map(|c| format!(".{c}")));
    parts.extend(a.pairs.iter().map(|(k, v)| format!("{k}={v}")));
    if parts.is_empty() { String::new() } else { format!("{{{}}}", parts.join(" ")) }
}

fn list(name: &str, a: &Attributes, parts: &[String]) -> String {
    let parts: String = parts.iter().filter(|p| !p.is_empty()).map(|p| format!(" {p}")).collect();
    format!("({name}{}{parts})", attributes(a))
}

fn caption(c: &Option<Caption>) -> String {
    c.as_ref().map_or(String::new(), |c| {
        let second = c.second.as_ref().map_or(String::new(), |s| format!(" / {}", inlines(s)));
        format!("(caption {}{second})", inlines(&c.content))
    })
}

fn block(b: &Block) -> String {
    let a = &b.attributes;
    match &b.kind {
        BlockKind::Paragraph(c) => list("p", a, &[inlines(c)]),
        BlockKind::Heading(h) => {
            let second = h.second.as_ref().map_or(String::new(), |s| format!("/ {}", inlines(s)));
            let name = format!("h{}{}", h.level, if h.numbered { "" } else { "-" });
            list(&name, a, &[inlines(&h.content), second])
        }
        BlockKind::Code { language, text } => {
            list(&format!("code {}", language.as_deref().unwrap_or("-")), a, &[format!("{text:?}")])
        }
        BlockKind::Quote(q) => list("quote", a, &[blocks(q)]),
        BlockKind::List { ordered, tight, items } => {
            let name = match ordered {
                Some(o) => format!("ol {}{}", o.start, if o.parenthesis { ")" } else { "" }),
                None => "ul".to_owned(),
            };
            let items: Vec<String> = items
                .iter()
                .map(|i| {
                    let check = match i.checked {
                        Some(true) => "[x] ",
                        Some(false) => "[ ] ",
                        None => "",
                    };
                    format!("({check}{})", blocks(&i.blocks))
                })
                .collect();
            list(&format!("{name}{}", if *tight { "" } else { " loose" }), a, &items)
        }
        BlockKind::Definitions(items) => {
            let items: Vec<String> = items
                .iter()
                .map(|i| {
                    let details: String = i.details.iter().map(|d| format!(" : {}", blocks(d))).collect();
                    format!("({}{details})", inlines(&i.term))
                })
                .collect();
            list("dl", a, &items)
        }
        BlockKind::Table(t) => {
            let columns: String = t.columns.iter().map(|c| match c.alignment {
                Alignment::Default => '-',
                Alignment::Left => 'l',
                Alignment::Center => 'c',
                Alignment::Right => 'r',
                Alignment::Decimal => 'd',
            }).collect();
            let row = |r: &Row| {
                let cells: Vec<String> = r.cells.iter().map(|c| {
                    let span = if c.column_span > 1 { format!("{}*", c.column_span) } else { String::new() };
                    let up = if c.continues_above { "^" } else { "" };
                    let text: Vec<String> = c.blocks.iter().map(|b| match &b.kind {
                        BlockKind::Paragraph(p) => inlines(p),
                        _ => block(b),
                    }).collect();
                    format!("{span}{up}{}", text.join(" "))
                }).collect();
                format!("({})", cells.join(" | "))
            };
            let mut parts = vec![columns, caption(&t.caption)];
            parts.extend(t.head.iter().map(|r| format!("head{}", row(r))));
            parts.extend(t.body.iter().map(row));
            parts.extend(t.remark.iter().map(|r| format!("(remark {})", inlines(r))));
            list("table", a, &parts)
        }
        BlockKind::Figure(f) => {
            let width = f.image.width.as_ref().map_or(String::new(), |w| format!("width={w}"));
            list("figure", a, &[f.image.source.clone(), format!("{:?}", f.image.alternative), width, caption(&f.caption)])
        }
        BlockKind::Equation(e) => list("equation", a, &[format!("{:?}", e.tex)]),
        BlockKind::Container(c) => {
            let name = match &c.kind {
                ContainerKind::Callout { kind, title } => {
                    let title = title.as_ref().map_or(String::new(), |t| format!(" <{}>", inlines(t)));
                    format!("{kind:?}{title}")
                }
                ContainerKind::Other(class) => format!("div.{class}"),
                ContainerKind::ListTable(words) => return table_words("ListTable", words, a, &c.blocks),
                ContainerKind::CsvTable(words) => return table_words("CsvTable", words, a, &c.blocks),
                kind => format!("{kind:?}"),
            };
            list(&name, a, &[blocks(&c.blocks)])
        }
        BlockKind::Raw { format, text } => list(&format!("raw {format}"), a, &[format!("{text:?}")]),
        BlockKind::ThematicBreak => list("hr", a, &[]),
        BlockKind::TermList(_) => "(terms)".to_owned(),
    }
}

fn table_words(name: &str, words: &TableWords, a: &Attributes, content: &[Block]) -> String {
    let remark = words.remark.as_ref().map_or(String::new(), |r| format!("(remark {})", inlines(r)));
    list(name, a, &[caption(&words.caption), remark, blocks(content)])
}

fn inline(i: &Inline) -> String {
    let a = &i.attributes;
    let parent = |name: &str, c: &[Inline]| list(name, a, &[inlines(c)]);
    match &i.kind {
        InlineKind::Text(t) => format!("{t:?}"),
        InlineKind::Emphasis(c) => parent("em", c),
        InlineKind::Strong(c) => parent("strong", c),
        InlineKind::Strikethrough(c) => parent("del", c),
        InlineKind::Superscript(c) => parent("sup", c),
        InlineKind::Subscript(c) => parent("sub", c),
        InlineKind::Span(c) => parent("span", c),
        InlineKind::Code(t) => list("code", a, &[format!("{t:?}")]),
        InlineKind::Math(e) => list("math", a, &[format!("{:?}", e.tex)]),
        InlineKind::Link { target, title, content } => {
            let target = match target {
                Target::Url(u) | Target::Anchor(u) => u.clone(),
            };
            let title = title.as_ref().map_or(String::new(), |t| format!("{t:?}"));
            list("a", a, &[target, title, inlines(content)])
        }
        InlineKind::Image(m) => {
            let width = m.width.as_ref().map_or(String::new(), |w| format!("width={w}"));
            list("img", a, &[m.source.clone(), format!("{:?}", m.alternative), width])
        }
        InlineKind::LineBreak => "br".to_owned(),
        InlineKind::SoftBreak => "nl".to_owned(),
        InlineKind::Note(n) => {
            list(&format!("note {}", n.name.as_deref().unwrap_or("-")), a, &[blocks(&n.blocks)])
        }
        InlineKind::Ruby { base, reading } => format!("(ruby {base} {reading})"),
        InlineKind::CrossReference(r) => format!("@{}", r.label),
        InlineKind::Citation { text } => format!("(cite {text})"),
        InlineKind::MarkedTerm(t) => list("term", a, std::slice::from_ref(t)),
        InlineKind::Term(_) => "(use)".to_owned(),
        InlineKind::Raw { format, text } => list(&format!("raw {format}"), a, &[format!("{text:?}")]),
    }
}
