//! The text of a page, piece by piece, with the place of each piece.

/// The elements whose text is a passage of its own. `templates/html/site.js` has the same list: the place of a
/// passage is its number among these elements of the page, and the script counts them the same way.
const ELEMENTS: [&str; 15] =
    ["h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "dt", "dd", "tr", "figcaption", "pre", "div", "summary"];

/// What is seen but is no text to be found: readings, formulas, marks of notes, links back. The same in `site.js`.
const SKIPPED_ELEMENTS: [&str; 3] = ["rt", "rp", "math"];
const SKIPPED_CLASSES: [&str; 4] = ["noteref", "backlink", "uses", "letters"];

/// Elements without content.
const VOID: [&str; 7] = ["br", "hr", "img", "col", "wbr", "input", "source"];

/// A piece of text: a paragraph, a heading, a row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// What it is.
    pub kind: Kind,
    /// Its number among the elements of the page that can hold one.
    pub place: usize,
    /// The label at it or nearest before it that an address can name.
    pub anchor: Option<String>,
    /// Its text, white space collapsed.
    pub text: String,
}

/// What a passage is; a hit in a title says more than one in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The title of the page.
    Title,
    /// A heading in it.
    Heading,
    /// An entry of the glossary.
    Term,
    /// A caption.
    Caption,
    /// A paragraph or an item.
    Text,
    /// A row of a table.
    Row,
    /// Code.
    Code,
    /// A note.
    Note,
}

impl Kind {
    /// The letter that stands for it in the index.
    pub const fn letter(self) -> char {
        match self {
            Self::Title => 't',
            Self::Heading => 'h',
            Self::Term => 'g',
            Self::Caption => 'c',
            Self::Text => 'p',
            Self::Row => 'r',
            Self::Code => 'k',
            Self::Note => 'n',
        }
    }
}

struct Open<'a> {
    name: &'a str,
    /// The passage that begins here: index into the list.
    passage: Option<usize>,
    skipped: bool,
    note: bool,
    terms: bool,
}

/// The passages of a page's content as [`crate::serialize_division`] writes it.
pub fn passages(markup: &str) -> Vec<Passage> {
    let mut found: Vec<Passage> = Vec::new();
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut anchor: Option<String> = None;
    let mut place = 0;
    let mut rest = markup;
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        add(&mut found, &open, text);
        let Some(end) = end_of_tag(tag) else { break };
        let (inside, after) = (&tag[1..end], &tag[end + 1..]);
        rest = after;
        if let Some(name) = inside.strip_prefix('/') {
            if matches!(name, "td" | "th") {
                add(&mut found, &open, " ");
            }
            // Ours is well-formed; an end tag without its start tag is passed over.
            if let Some(depth) = open.iter().rposition(|o| o.name == name) {
                open.truncate(depth);
            }
            continue;
        }
        let name = inside.split([' ', '/']).next().unwrap_or_default();
        if name == "br" {
            add(&mut found, &open, " ");
        }
        let class = attribute(inside, "class").unwrap_or_default();
        let has = |wanted: &str| class.split(' ').any(|c| c == wanted);
        let parent = open.last();
        let note = parent.is_some_and(|p| p.note) || attribute(inside, "role") == Some("doc-footnote");
        let terms = parent.is_some_and(|p| p.terms) || has("terms");
        let skipped = parent.is_some_and(|p| p.skipped) || SKIPPED_ELEMENTS.contains(&name) || SKIPPED_CLASSES.iter().any(|c| has(c));
        let holds = ELEMENTS.contains(&name);
        if (holds || matches!(name, "figure" | "aside")) && !skipped
            && let Some(id) = attribute(inside, "id").filter(|_| !has("pagebreak"))
        {
            anchor = Some(unescape(id));
        }
        let passage = holds.then(|| {
            let kind = match name {
                _ if note => Kind::Note,
                "h1" => Kind::Title,
                "h2" | "h3" | "h4" | "h5" | "h6" => Kind::Heading,
                "dt" | "dd" if terms => Kind::Term,
                "figcaption" => Kind::Caption,
                "tr" => Kind::Row,
                "pre" => Kind::Code,
                _ => Kind::Text,
            };
            found.push(Passage { kind, place, anchor: anchor.clone(), text: String::new() });
            place += 1;
            found.len() - 1
        });
        if !VOID.contains(&name) && !inside.ends_with('/') {
            open.push(Open { name, passage, skipped, note, terms });
        }
    }
    for passage in &mut found {
        passage.text = passage.text.trim_end().to_owned();
    }
    found.retain(|p| !p.text.is_empty());
    found
}

/// Adds text to the innermost open passage.
fn add(found: &mut [Passage], open: &[Open<'_>], text: &str) {
    if text.is_empty() || open.last().is_some_and(|o| o.skipped) {
        return;
    }
    let Some(index) = open.iter().rev().find_map(|o| o.passage) else { return };
    let Some(passage) = found.get_mut(index) else { return };
    for c in unescape(text).chars() {
        match c {
            // Word joiners and soft hyphens are not seen.
            '\u{2060}' | '\u{ad}' => {}
            c if c.is_whitespace() => {
                if !passage.text.is_empty() && !passage.text.ends_with(' ') {
                    passage.text.push(' ');
                }
            }
            c => passage.text.push(c),
        }
    }
}

/// Every id of some markup, in order.
pub fn ids(markup: &str) -> impl Iterator<Item = String> + '_ {
    markup.split('<').skip(1).filter_map(|tag| attribute(tag.split('>').next()?, "id").map(unescape))
}

/// Where a tag ends: `>` may stand in a value that the sanitizer wrote.
fn end_of_tag(tag: &str) -> Option<usize> {
    let mut quoted = false;
    tag.bytes().position(|b| {
        quoted ^= b == b'"';
        b == b'>' && !quoted
    })
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag.get(start..)?.split('"').next()
}

/// The characters that this crate escapes, and the two that the sanitizer writes besides.
fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", "\u{a0}"), ("&#10;", "\n"), ("&amp;", "&")]
        .iter()
        .fold(text.to_owned(), |text, (entity, character)| text.replace(entity, character))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_goes_to_the_innermost_element_that_holds_a_passage() {
        let markup = concat!(
            "<h1 id=\"s\"><span class=\"title\">题</span><sup><a class=\"noteref\" id=\"ref-n\">①</a></sup></h1>",
            "<p>甲\u{2060}<ruby>汉<rp>（</rp><rt>hàn</rt></ruby>&amp;amp;\n <br>乙</p><p></p>",
            "<ul><li>外<ul><li>内</li></ul>后</li></ul>",
            "<figure id=\"t\"><div class=\"table-scroll\"><table><tr><th>甲</th><td><p>乙</p></td><td>丙</td></tr></table></div></figure>",
            "<div class=\"equation\"><math><mi>x</mi></math><img src=\"a\"><span>(1)</span></div>",
            "<dl class=\"terms\"><dt id=\"term-1\">词</dt><dd>义<span class=\"uses\">见</span></dd></dl>",
            "<aside role=\"doc-footnote\" id=\"n\"><p><a class=\"backlink\">①</a> 注</p></aside>",
        );
        let found: Vec<(char, usize, String, String)> =
            passages(markup).into_iter().map(|p| (p.kind.letter(), p.place, p.anchor.unwrap_or_default(), p.text)).collect();
        let expected = [
            ('t', 0, "s", "题"),
            ('p', 1, "s", "甲汉&amp; 乙"),
            ('p', 3, "s", "外后"),
            ('p', 4, "s", "内"),
            ('r', 6, "t", "甲 丙"),
            ('p', 7, "t", "乙"),
            ('p', 8, "t", "(1)"),
            ('g', 9, "term-1", "词"),
            ('g', 10, "term-1", "义"),
            ('n', 11, "n", "注"),
        ]
        .map(|(k, p, a, t)| (k, p, a.to_owned(), t.to_owned()));
        assert_eq!(found, expected);
        assert_eq!(ids(markup).collect::<Vec<_>>(), ["s", "ref-n", "t", "term-1", "n"]);
    }
}
