//! The model as the HTML that the CommonMark specification writes, for comparison with its examples.

use kaiben_model::{Block, BlockKind, CalloutKind, ContainerKind, Inline, InlineKind, Target, plain_text};

/// The model as HTML, normalised.
pub fn html_of(blocks: &[Block]) -> String {
    let mut out = String::new();
    write_blocks(blocks, false, &mut out);
    normalized(&out)
}

/// White space that no browser shows is left out; what stands in `<pre>` is kept.
pub fn normalized(html: &str) -> String {
    const BLOCKS: [&str; 14] =
        ["p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li", "hr", "pre", "div"];
    let mut out = String::new();
    let mut rest = html;
    let mut preformatted = false;
    while !rest.is_empty() {
        let tag_end = rest.strip_prefix('<').and_then(|r| r.find('>')).map(|i| i + 2);
        if let Some(end) = tag_end {
            let tag = &rest[..end];
            let name = tag.trim_start_matches(['<', '/']).split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
            if name == "pre" {
                preformatted = !tag.starts_with("</");
            }
            if BLOCKS.contains(&name) {
                out.truncate(out.trim_end().len());
                out.push_str(tag);
                rest = &rest[end..];
                rest = if preformatted { rest } else { rest.trim_start() };
            } else {
                out.push_str(tag);
                rest = &rest[end..];
            }
            continue;
        }
        let end = rest.char_indices().skip(1).find(|(_, c)| *c == '<').map_or(rest.len(), |(i, _)| i);
        let text = &rest[..end];
        if preformatted {
            out.push_str(text);
        } else {
            for c in text.chars() {
                let space = matches!(c, ' ' | '\t' | '\n');
                if !space {
                    out.push(c);
                } else if !out.ends_with([' ', '\n']) {
                    out.push(' ');
                }
            }
        }
        rest = &rest[end..];
    }
    out.trim().to_owned()
}

fn write_blocks(blocks: &[Block], tight: bool, out: &mut String) {
    for block in blocks {
        write_block(block, tight, out);
    }
}

fn write_block(block: &Block, tight: bool, out: &mut String) {
    match &block.kind {
        BlockKind::Paragraph(content) if tight => {
            write_inlines(content, out);
            out.push('\n');
        }
        BlockKind::Paragraph(content) => around("p", out, |out| write_inlines(content, out)),
        BlockKind::Heading(heading) => around(&format!("h{}", heading.level), out, |out| write_inlines(&heading.content, out)),
        BlockKind::Code { language, text } => {
            out.push_str("<pre><code");
            if let Some(language) = language {
                out.push_str(&format!(" class=\"language-{}\"", escaped(language)));
            }
            out.push('>');
            out.push_str(&escaped(text));
            // The specification keeps the last line end, the model does not.
            if !text.is_empty() {
                out.push('\n');
            }
            out.push_str("</code></pre>");
        }
        BlockKind::Quote(blocks) => around("blockquote", out, |out| write_blocks(blocks, false, out)),
        BlockKind::List { ordered, tight, items } => {
            let (open, close) = match ordered {
                Some(list) if list.start != 1 => (format!("<ol start=\"{}\">", list.start), "</ol>"),
                Some(_) => ("<ol>".to_owned(), "</ol>"),
                None => ("<ul>".to_owned(), "</ul>"),
            };
            out.push_str(&open);
            for item in items {
                around("li", out, |out| write_blocks(&item.blocks, *tight, out));
            }
            out.push_str(close);
        }
        // An image alone in its paragraph.
        BlockKind::Figure(figure) => {
            let image = image(&figure.image.source, &figure.image.alternative, block.attributes.get("title"));
            if tight { out.push_str(&image) } else { around("p", out, |out| out.push_str(&image)) }
        }
        BlockKind::Raw { text, .. } => {
            out.push_str(text);
            out.push('\n');
        }
        BlockKind::ThematicBreak => out.push_str("<hr />"),
        BlockKind::Container(container) => {
            let name = match &container.kind {
                ContainerKind::Callout { kind: CalloutKind::Note, .. } => "note",
                _ => "container",
            };
            around(name, out, |out| write_blocks(&container.blocks, false, out));
        }
        BlockKind::Definitions(_) => out.push_str("<dl>"),
        BlockKind::Table(_) => out.push_str("<table>"),
        BlockKind::Equation(_) => out.push_str("<math>"),
        BlockKind::TermList(_) => out.push_str("<terms>"),
    }
}

fn write_inlines(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(text) => out.push_str(&escaped(text)),
            InlineKind::Emphasis(inner) => within("em", out, inner),
            InlineKind::Strong(inner) => within("strong", out, inner),
            InlineKind::Strikethrough(inner) => within("del", out, inner),
            InlineKind::Superscript(inner) => within("sup", out, inner),
            InlineKind::Subscript(inner) => within("sub", out, inner),
            InlineKind::Span(inner) => within("span", out, inner),
            InlineKind::Code(text) => out.push_str(&format!("<code>{}</code>", escaped(text))),
            InlineKind::Link { target, title, content } => {
                let (Target::Url(url) | Target::Anchor(url)) = target;
                let title = title.as_ref().map_or(String::new(), |t| format!(" title=\"{}\"", escaped(t)));
                out.push_str(&format!("<a href=\"{}\"{title}>", address(url)));
                write_inlines(content, out);
                out.push_str("</a>");
            }
            InlineKind::Image(i) => out.push_str(&image(&i.source, &i.alternative, inline.attributes.get("title"))),
            InlineKind::LineBreak => out.push_str("<br />\n"),
            InlineKind::SoftBreak => out.push('\n'),
            InlineKind::Raw { text, .. } => out.push_str(text),
            InlineKind::Math(equation) => out.push_str(&format!("<math>{}</math>", escaped(&equation.tex))),
            InlineKind::Note(_) | InlineKind::Ruby { .. } | InlineKind::CrossReference(_) => out.push_str("<kaiben>"),
            InlineKind::Citation { .. } | InlineKind::MarkedTerm(_) | InlineKind::Term(_) => {
                out.push_str(&format!("<kaiben>{}", plain_text(std::slice::from_ref(inline))));
            }
        }
    }
}

fn around(name: &str, out: &mut String, write: impl FnOnce(&mut String)) {
    out.push_str(&format!("<{name}>"));
    write(out);
    out.push_str(&format!("</{name}>"));
}

fn within(name: &str, out: &mut String, inner: &[Inline]) {
    around(name, out, |out| write_inlines(inner, out));
}

fn image(source: &str, alternative: &str, title: Option<&str>) -> String {
    let title = title.map_or(String::new(), |t| format!(" title=\"{}\"", escaped(t)));
    format!("<img src=\"{}\" alt=\"{}\"{title} />", address(source), escaped(alternative))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Percent-encodes what the specification's own program encodes.
fn address(url: &str) -> String {
    let mut out = String::new();
    for byte in url.bytes() {
        match byte {
            b'&' => out.push_str("&amp;"),
            b'\'' => out.push_str("&#x27;"),
            b if b.is_ascii_alphanumeric() || b"-_.+!*(),%#@?=;:/$~".contains(&b) => out.push(char::from(b)),
            b => out.push_str(&format!("%{b:02X}")),
        }
    }
    out
}
