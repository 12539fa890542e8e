//! Raw HTML: what is safe of it, in the edition's syntax.
//!
//! A book is data: no script, no style, no frame, no picture from elsewhere comes through (DESIGN 1.13). What
//! was taken out is told.

use crate::serialize::Serializer;
use crate::{Syntax, picture_names};
use ammonia::Builder;
use kaiben_model::Image;
use kaiben_source::{Diagnostic, Span};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Where the HTML stands: inside a paragraph no blocks are allowed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Inline,
    Block,
}

/// Stands for the content between a start and an end tag while both are cleaned.
const HOLE: char = '\u{f8ff}';

const VOID: [&str; 6] = ["br", "hr", "img", "wbr", "col", "input"];

const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "dfn", "em", "i", "img", "ins", "kbd", "mark", "q", "rp", "rt",
    "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
];

const BLOCK: &[&str] = &[
    "address", "article", "aside", "blockquote", "caption", "col", "colgroup", "dd", "details", "div", "dl", "dt", "figcaption",
    "figure", "footer", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre", "section", "summary", "table", "tbody",
    "td", "tfoot", "th", "thead", "tr", "ul",
];

impl Serializer<'_> {
    pub fn raw_html(&mut self, text: &str, place: Place, span: Span) {
        let cleaned = self.clean(text, place, span);
        self.out.raw(&cleaned);
    }

    /// Cleans a start and its end around a hole. Both are empty if the element is not allowed but its content
    /// is; there is nothing if the content goes with it, as that of a script does.
    pub fn clean_around(&mut self, open: &str, close: &str, place: Place, span: Span) -> Option<(String, String)> {
        let open = open.replace(HOLE, "");
        let close = close.replace(HOLE, "");
        let cleaned = self.clean(&format!("{open}{HOLE}{close}"), place, span);
        cleaned.split_once(HOLE).map(|(before, after)| (before.to_owned(), after.to_owned()))
    }

    fn clean(&mut self, text: &str, place: Place, span: Span) -> String {
        let mut allowed: HashSet<&str> = INLINE.iter().copied().collect();
        if place == Place::Block {
            allowed.extend(BLOCK);
        }
        if self.in_link {
            allowed.remove("a");
        }
        let before = elements(text);
        let mut builder = Builder::default();
        builder
            .tags(allowed)
            .clean_content_tags(HashSet::from(["script", "style"]))
            .tag_attributes(HashMap::from([
                ("a", HashSet::from(["href"])),
                ("bdo", HashSet::from(["dir"])),
                ("col", HashSet::from(["span"])),
                ("colgroup", HashSet::from(["span"])),
                ("del", HashSet::from(["datetime"])),
                ("details", HashSet::from(["open"])),
                ("img", HashSet::from(["src", "alt", "width", "height"])),
                ("ins", HashSet::from(["datetime"])),
                ("li", HashSet::from(["value"])),
                ("ol", HashSet::from(["start", "reversed"])),
                ("td", HashSet::from(["colspan", "rowspan"])),
                ("th", HashSet::from(["colspan", "rowspan", "scope"])),
                ("time", HashSet::from(["datetime"])),
            ]))
            .generic_attributes(HashSet::from(["class", "dir", "lang", "title"]))
            .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
            .link_rel(None);
        let pictures = self.pictures(&before);
        let anchors: BTreeMap<String, String> =
            self.resolved.anchors().keys().filter(|k| text.contains(k.as_str())).map(|k| (k.clone(), (self.options.link)(k, self.division))).collect();
        builder.attribute_filter(move |element, attribute, value| match (element, attribute) {
            ("img", "src") => pictures.get(value).map(|address| Cow::Owned(address.clone())),
            ("img", "width" | "height") => value.bytes().all(|b| b.is_ascii_digit()).then_some(Cow::Borrowed(value)),
            // Links into the book lead to the page that has the label; a path leads nowhere in an edition.
            ("a", "href") => match value.strip_prefix('#') {
                Some(label) => anchors.get(label).map(|address| Cow::Owned(address.clone())),
                None => value.contains(':').then(|| Cow::Owned(value.trim().replace(' ', "%20"))),
            },
            _ => Some(Cow::Borrowed(value)),
        });
        let cleaned = builder.clean(text).to_string();
        let cleaned = rewrite(&cleaned, self.options.syntax);
        let after = elements(&cleaned);
        let mut removed: Vec<String> = Vec::new();
        for (what, count) in &before {
            if after.get(what).copied().unwrap_or(0) < *count && !removed.iter().any(|r| what.starts_with(&format!("{r} "))) {
                removed.push(what.clone());
            }
        }
        if !removed.is_empty() {
            let list: Vec<String> = removed.iter().map(|r| format!("`{}`", shown(r))).collect();
            let message = format!("raw HTML lost {}: what is not safe or not valid here is left out", list.join(", "));
            self.diagnostics.push(
                Diagnostic::warning("html/removed", message)
                    .at(span)
                    .help("write it in Markdown; pictures must lie in the book's folder and be shown with `![…](…)`"),
            );
        }
        cleaned
    }

    /// Addresses of the pictures that raw HTML may show: those that the book carries.
    fn pictures(&self, found: &BTreeMap<String, usize>) -> BTreeMap<String, String> {
        if !found.contains_key("img") {
            return BTreeMap::new();
        }
        picture_names(self.resolved)
            .into_keys()
            .map(|source| {
                let image = Image { source: source.clone(), alternative: String::new(), width: None };
                let address = (self.options.image)(&image);
                (source, address)
            })
            .collect()
    }
}

/// The piece whose end tags close what the piece at `start` leaves open; none if it leaves nothing open.
pub(crate) fn matching<'t>(texts: impl Iterator<Item = Option<&'t str>>, start: usize) -> Option<usize> {
    let mut depth = 0;
    for (index, text) in texts.enumerate().skip(start) {
        if let Some(text) = text {
            depth += tags(text).iter().map(|t| t.depth()).sum::<i32>();
            if depth <= 0 {
                return (index > start).then_some(index);
            }
        }
    }
    None
}

struct Tag<'t> {
    name: String,
    attributes: Vec<String>,
    end: bool,
    range: (usize, usize),
    text: &'t str,
}

impl Tag<'_> {
    fn depth(&self) -> i32 {
        match (self.end, VOID.contains(&self.name.as_str()) || self.text.ends_with("/>")) {
            (true, _) => -1,
            (false, true) => 0,
            (false, false) => 1,
        }
    }
}

/// The tags of a text, in order. Comments are no tags.
fn tags(text: &str) -> Vec<Tag<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|t| t.find('<')).map(|i| at + i) {
        let rest = &text[start + 1..];
        if rest.starts_with("!--") {
            at = rest.find("-->").map_or(text.len(), |i| start + 1 + i + 3);
            continue;
        }
        let end = rest.starts_with('/');
        let body = rest.strip_prefix('/').unwrap_or(rest);
        if !body.starts_with(|c: char| c.is_ascii_alphabetic()) {
            at = start + 1;
            continue;
        }
        let mut quote = None;
        let close = rest.char_indices().find(|&(_, c)| {
            match quote {
                Some(q) if q == c => quote = None,
                None if c == '"' || c == '\'' => quote = Some(c),
                None => return c == '>',
                Some(_) => {}
            }
            false
        });
        let stop = close.map_or(text.len(), |(i, _)| start + 1 + i + 1);
        let whole = &text[start..stop];
        let name: String = body.chars().take_while(|c| !c.is_whitespace() && !matches!(c, '>' | '/')).collect();
        let attributes = attribute_names(&body[name.len()..stop - (text.len() - body.len())]);
        found.push(Tag { name: name.to_ascii_lowercase(), attributes, end, range: (start, stop), text: whole });
        at = stop;
    }
    found
}

fn attribute_names(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut name = String::new();
    let mut quote = None;
    let mut in_value = false;
    for c in text.chars() {
        match (quote, c) {
            (Some(q), c) if q == c => {
                quote = None;
                in_value = false;
            }
            (Some(_), _) => {}
            (None, '"' | '\'') if in_value => quote = Some(c),
            (None, '=') if !in_value => {
                in_value = true;
                names.push(std::mem::take(&mut name));
            }
            (None, c) if c.is_whitespace() || matches!(c, '>' | '/') => {
                if !in_value || !c.is_whitespace() {
                    names.push(std::mem::take(&mut name));
                }
                in_value = in_value && c == '/';
            }
            (None, _) if in_value => {}
            (None, c) => name.extend(c.to_lowercase()),
        }
    }
    names.push(name);
    names.retain(|n| !n.is_empty());
    names
}

/// How often each element, and each attribute of it (`a onclick`), occurs.
fn elements(text: &str) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for tag in tags(text).into_iter().filter(|t| !t.end) {
        for attribute in &tag.attributes {
            *counts.entry(format!("{} {attribute}", tag.name)).or_insert(0) += 1;
        }
        *counts.entry(tag.name).or_insert(0) += 1;
    }
    counts
}

fn shown(what: &str) -> String {
    match what.split_once(' ') {
        Some((element, attribute)) => format!("{attribute}` of `<{element}>"),
        None => format!("<{what}>"),
    }
}

/// The sanitizer's HTML in the edition's syntax. Pictures that lost their source are dropped.
fn rewrite(html: &str, syntax: Syntax) -> String {
    let mut out = String::with_capacity(html.len());
    let mut done = 0;
    for tag in tags(html) {
        let (start, stop) = tag.range;
        push_text(&mut out, &html[done..start]);
        done = stop;
        if tag.name == "img" && !tag.attributes.iter().any(|a| a == "src") {
            continue;
        }
        let inner = tag.text.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/').trim_end();
        out.push('<');
        if tag.end {
            out.push('/');
            out.push_str(&tag.name);
        } else {
            // XML forbids `<` in values.
            out.push_str(&inner.replace('<', "&lt;").replace("&nbsp;", "\u{a0}"));
            if tag.name == "img" && !tag.attributes.iter().any(|a| a == "alt") {
                out.push_str(" alt=\"\"");
            }
            if syntax == Syntax::Xhtml && VOID.contains(&tag.name.as_str()) {
                out.push('/');
            }
        }
        out.push('>');
    }
    push_text(&mut out, &html[done..]);
    out
}

/// The only named character that the sanitizer writes and XML does not know is the no-break space.
fn push_text(out: &mut String, text: &str) {
    let text = text.replace("&nbsp;", "\u{a0}");
    out.extend(text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')));
}
