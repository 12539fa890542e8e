//! Elements and characters as HTML or as XHTML.

/// How elements are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// HTML: void elements without a slash, no prefixed attributes.
    Html,
    /// XHTML as in EPUB: well-formed XML, `xml:lang` beside `lang`, `epub:type`.
    Xhtml,
}

/// The attributes of one element, in the order in which they are written.
#[derive(Debug, Clone, Default)]
pub struct Attrs(Vec<(&'static str, String)>);

impl Attrs {
    /// No attributes.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an attribute.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.0.push((name, value.into()));
        self
    }

    /// Adds an attribute that may be absent.
    pub fn maybe(self, name: &'static str, value: Option<impl Into<String>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Text of a page as it grows.
#[derive(Debug, Clone)]
pub struct Markup {
    out: String,
    syntax: Syntax,
}

impl Markup {
    /// Nothing yet.
    pub fn new(syntax: Syntax) -> Self {
        Self { out: String::new(), syntax }
    }

    /// How elements are written.
    pub fn syntax(&self) -> Syntax {
        self.syntax
    }

    /// What was written so far.
    pub fn finish(self) -> String {
        self.out
    }

    /// Whether nothing was written so far.
    pub fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    fn tag(&mut self, name: &str, attrs: &Attrs) {
        self.out.push('<');
        self.out.push_str(name);
        for (name, value) in &attrs.0 {
            // `epub:` and `xml:` exist in XML only: HTML has no prefixes.
            if self.syntax == Syntax::Html && name.contains(':') {
                continue;
            }
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            push_escaped(&mut self.out, value, true);
            self.out.push('"');
            if *name == "lang" && self.syntax == Syntax::Xhtml {
                self.out.push_str(" xml:lang=\"");
                push_escaped(&mut self.out, value, true);
                self.out.push('"');
            }
        }
    }

    /// A start tag.
    pub fn open(&mut self, name: &str, attrs: &Attrs) {
        self.tag(name, attrs);
        self.out.push('>');
    }

    /// An end tag.
    pub fn close(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    /// An element that can have no content, such as `br`.
    pub fn void(&mut self, name: &str, attrs: &Attrs) {
        self.tag(name, attrs);
        self.out.push_str(if self.syntax == Syntax::Xhtml { "/>" } else { ">" });
    }

    /// Characters.
    pub fn text(&mut self, text: &str) {
        push_escaped(&mut self.out, text, false);
    }

    /// An element with characters only.
    pub fn element(&mut self, name: &str, attrs: &Attrs, text: &str) {
        self.open(name, attrs);
        self.text(text);
        self.close(name);
    }

    /// Markup that is already written in this syntax.
    pub fn raw(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// A line end between blocks.
    pub fn line(&mut self) {
        self.out.push('\n');
    }
}

/// Text content: `&`, `<` and `>` escaped, characters that XML forbids left out.
pub fn escape_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_escaped(&mut out, text, false);
    out
}

/// The value of a double-quoted attribute.
pub fn escape_attribute(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_escaped(&mut out, text, true);
    out
}

fn push_escaped(out: &mut String, text: &str, attribute: bool) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            // XML would turn these into spaces.
            '\n' if attribute => out.push_str("&#10;"),
            '\t' if attribute => out.push_str("&#9;"),
            c if is_forbidden(c) => {}
            c => out.push(c),
        }
    }
}

/// Characters that no XML 1.0 document may contain (XML 2.2), or that HTML forbids (C1 controls, noncharacters).
fn is_forbidden(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\r' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fdd0}'..='\u{fdef}')
        || (c as u32 & 0xfffe) == 0xfffe
}
