//! Inlines.

use crate::english::english_runs;
use crate::mathml::as_version_3;
use crate::raw::{self, Place};
use crate::serialize::Serializer;
use crate::{Attrs, Syntax};
use kaiben_model::*;
use kaiben_source::{Diagnostic, Span};

impl<'a> Serializer<'a> {
    pub fn inlines(&mut self, inlines: &'a [Inline]) {
        let mut at = 0;
        while let Some(inline) = inlines.get(at) {
            at += 1;
            let InlineKind::Raw { format, text } = &inline.kind else {
                self.inline(inline);
                continue;
            };
            if format != "html" {
                continue;
            }
            // `<kbd>` and `</kbd>` are two pieces with Markdown between them: they are cleaned as one.
            let texts = inlines.iter().map(|i| match &i.kind {
                InlineKind::Raw { format, text } if format == "html" => Some(text.as_str()),
                _ => None,
            });
            match raw::matching(texts, at - 1).and_then(|end| Some((end, inlines.get(end)?))) {
                Some((end, Inline { kind: InlineKind::Raw { text: close, .. }, .. })) => {
                    if let Some((before, after)) = self.clean_around(text, close, Place::Inline, inline.span) {
                        let content = inlines.get(at..end).unwrap_or_default();
                        let link = before.contains("<a ");
                        self.out.raw(&before);
                        if link {
                            self.within_link(|s| s.inlines(content), |s| s.out.raw(&after));
                        } else {
                            self.inlines(content);
                            self.out.raw(&after);
                        }
                    }
                    at = end + 1;
                }
                _ => self.raw_html(text, Place::Inline, inline.span),
            }
        }
    }

    fn wrapped(&mut self, element: &str, inline: &'a Inline, content: &'a [Inline]) {
        let attrs = self.attrs(&inline.attributes, &[]);
        self.out.open(element, &attrs);
        self.in_language(inline.attributes.language(), |s| s.inlines(content));
        self.out.close(element);
    }

    fn inline(&mut self, inline: &'a Inline) {
        match &inline.kind {
            InlineKind::Text(text) => {
                let attrs = self.attrs(&inline.attributes, &[]);
                if attrs.is_empty() {
                    self.running_text(text, inline.span);
                } else {
                    self.out.open("span", &attrs);
                    self.in_language(inline.attributes.language(), |s| s.running_text(text, inline.span));
                    self.out.close("span");
                }
            }
            InlineKind::Emphasis(c) => self.wrapped("em", inline, c),
            InlineKind::Strong(c) => self.wrapped("strong", inline, c),
            InlineKind::Strikethrough(c) => self.wrapped("s", inline, c),
            InlineKind::Superscript(c) => self.wrapped("sup", inline, c),
            InlineKind::Subscript(c) => self.wrapped("sub", inline, c),
            InlineKind::Span(c) => {
                let mut attributes = inline.attributes.clone();
                attributes.classes.retain(|c| c != "no-term");
                if self.attrs(&attributes, &[]).is_empty() {
                    self.inlines(c);
                } else {
                    let attrs = self.attrs(&attributes, &[]);
                    self.out.open("span", &attrs);
                    self.in_language(inline.attributes.language(), |s| s.inlines(c));
                    self.out.close("span");
                }
            }
            InlineKind::Code(text) => {
                let attrs = self.attrs(&inline.attributes, &[]);
                self.out.element("code", &attrs, text);
            }
            InlineKind::Math(equation) => {
                if inline.attributes.id.is_some() {
                    let attrs = self.attrs(&inline.attributes, &[]);
                    self.out.open("span", &attrs);
                    self.mathml(equation);
                    self.out.close("span");
                } else {
                    self.mathml(equation);
                }
            }
            InlineKind::Link { target, title, content } => self.link(inline, target, title.as_deref(), content),
            InlineKind::Image(image) => {
                let attrs = self.attrs(&inline.attributes, &["inline"]);
                self.image(image, None, attrs, inline.span);
            }
            InlineKind::LineBreak => self.out.void("br", &Attrs::new()),
            InlineKind::SoftBreak if self.in_verse => self.out.void("br", &Attrs::new()),
            InlineKind::SoftBreak => self.out.line(),
            InlineKind::Note(note) if !self.bare => {
                if note.placement == NotePlacement::Page {
                    self.notes.push_back(note);
                }
                if self.in_link {
                    self.held_marks.push(note);
                } else {
                    self.note_mark(note);
                }
            }
            InlineKind::Note(_) => {}
            InlineKind::Ruby { base, reading } => self.ruby(inline, base, reading),
            InlineKind::CrossReference(reference) => {
                let text = reference.text.as_deref().unwrap_or(&reference.label);
                let attributes = self.attrs(&inline.attributes, &["reference"]);
                if self.in_link {
                    self.out.element("span", &attributes, text);
                } else {
                    let address = (self.options.link)(&reference.label, self.division);
                    self.out.element("a", &attributes.with("href", address), text);
                }
            }
            InlineKind::Term(term) => self.term(inline, term),
            // Handled with its neighbours.
            InlineKind::Raw { .. } => {}
            // `Resolved` promises that none is left.
            InlineKind::Citation { text } | InlineKind::MarkedTerm(text) => self.out.text(text),
        }
    }

    /// Text, with the beginnings of printed pages in it and English marked.
    pub fn running_text(&mut self, text: &str, span: Span) {
        let exact = span.end.saturating_sub(span.start) as usize == text.len();
        let ours = !self.in_note && self.book().divisions.get(self.division).is_some_and(|d| d.file == span.file);
        let mut rest = text;
        let mut done = 0;
        while let Some(page) = self.pages.front().filter(|p| ours && p.offset < span.end) {
            let at = if exact { (page.offset.saturating_sub(span.start) as usize).saturating_sub(done) } else { 0 };
            let at = if rest.is_char_boundary(at) { at } else { 0 };
            let (before, after) = rest.split_at(at);
            self.marked_text(before);
            self.page_mark("span");
            done += before.len();
            rest = after;
        }
        self.marked_text(rest);
    }

    fn marked_text(&mut self, text: &str) {
        if !self.chinese {
            self.out.text(text);
            return;
        }
        let mut done = 0;
        for run in english_runs(text) {
            self.out.text(text.get(done..run.start).unwrap_or_default());
            self.out.element("span", &Attrs::new().with("lang", "en"), text.get(run.clone()).unwrap_or_default());
            done = run.end;
        }
        self.out.text(text.get(done..).unwrap_or_default());
    }

    /// Writes a link's content; marks of notes in it follow the link.
    fn within_link(&mut self, write: impl FnOnce(&mut Self), close: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.in_link, true);
        write(self);
        self.in_link = outer;
        close(self);
        if !self.in_link {
            for note in std::mem::take(&mut self.held_marks) {
                self.note_mark(note);
            }
        }
    }

    fn link(&mut self, inline: &'a Inline, target: &Target, title: Option<&str>, content: &'a [Inline]) {
        let address = match target {
            Target::Anchor(label) => Some(((self.options.link)(label, self.division), false)),
            Target::Url(url) => match external(url) {
                Some(url) => Some((url, true)),
                None => {
                    let diagnostic = Diagnostic::warning("html/link", format!("no reader can follow the link to `{url}`; its text is shown"));
                    self.diagnostics.push(diagnostic.at(inline.span).help("write the whole address with `https://`, or link to a label"));
                    None
                }
            },
        };
        match address.filter(|_| !self.in_link) {
            Some((address, out)) => {
                let attrs = self.attrs(&inline.attributes, if out { &["external"] } else { &[] });
                self.out.open("a", &attrs.with("href", address).maybe("title", title));
                let language = inline.attributes.language();
                self.within_link(|s| s.in_language(language, |s| s.inlines(content)), |s| s.out.close("a"));
            }
            None => self.wrapped("span", inline, content),
        }
    }

    fn term(&mut self, inline: &'a Inline, term: &'a TermUse) {
        let entry = self.book().glossary.terms.get(term.term);
        let address = entry.filter(|e| !self.in_link && self.resolved.anchor(&e.anchor).is_some());
        let definition = entry.and_then(|e| {
            if is_chinese(&self.book().settings.book.language) {
                e.definition.as_deref().or(e.definition_en.as_deref())
            } else {
                e.definition_en.as_deref().or(e.definition.as_deref())
            }
            .map(str::to_owned)
        });
        // Without a definition the other forms say at least what the term is.
        let forms = entry.map(|e| e.zh.iter().chain(&e.en).chain(&e.abbr).map(String::as_str).collect::<Vec<_>>().join(" · "));
        // The site shows both at the mark.
        let gloss = forms.clone().filter(|_| self.options.syntax == Syntax::Html);
        let definition = definition.or(forms);
        let mut attributes = inline.attributes.clone();
        attributes.id = attributes.id.or_else(|| term.anchor.clone());
        let attrs = self.attrs(&attributes, &["term"]);
        match address {
            Some(entry) => {
                let href = (self.options.link)(&entry.anchor, self.division);
                self.out.open("a", &attrs.with("href", href).maybe("title", definition).maybe("data-gloss", gloss));
                self.within_link(|s| s.inlines(&term.content), |s| s.out.close("a"));
            }
            None => {
                self.out.open("span", &attrs.maybe("title", definition));
                self.inlines(&term.content);
                self.out.close("span");
            }
        }
        if let Some(expansion) = &term.expansion {
            self.out.open("span", &Attrs::new().with("class", "expansion"));
            self.marked_text(expansion);
            self.out.close("span");
        }
    }

    /// One reading over the whole base, or one over each character where they are as many.
    fn ruby(&mut self, inline: &Inline, base: &str, reading: &str) {
        self.pages_until(inline.span.start, inline.span, "span");
        let attrs = self.attrs(&inline.attributes, &[]);
        self.out.open("ruby", &attrs);
        let readings: Vec<&str> = reading.split_whitespace().collect();
        let characters: Vec<String> = base.chars().map(String::from).collect();
        let each = readings.len() > 1 && readings.len() == characters.len();
        let pairs: Vec<(&str, &str)> =
            if each { characters.iter().map(String::as_str).zip(readings).collect() } else { vec![(base, reading)] };
        for (base, reading) in pairs {
            self.out.text(base);
            // E-book readers know ruby; EPUB calls its stopgap for others discouraged.
            let stopgap = self.options.syntax == Syntax::Html;
            if stopgap {
                self.out.element("rp", &Attrs::new(), self.labels.parentheses.0.trim_start());
            }
            self.out.element("rt", &Attrs::new(), reading);
            if stopgap {
                self.out.element("rp", &Attrs::new(), self.labels.parentheses.1);
            }
        }
        self.out.close("ruby");
    }

    pub fn mathml(&mut self, equation: &Equation) {
        let Some(rest) = equation.mathml.as_deref().and_then(|m| m.trim().strip_prefix("<math")) else {
            // `Resolved` promises that every formula was read.
            self.out.element("code", &Attrs::new(), &equation.tex);
            return;
        };
        self.out.raw("<math");
        let head = rest.split('>').next().unwrap_or_default();
        if self.options.syntax == Syntax::Xhtml && !head.contains("xmlns=") {
            self.out.raw(" xmlns=\"http://www.w3.org/1998/Math/MathML\"");
        }
        if !head.contains("alttext=") {
            self.out.raw(&format!(" alttext=\"{}\"", crate::escape_attribute(equation.tex.trim())));
        }
        if self.options.syntax == Syntax::Xhtml {
            // The rest of the start tag of `math` goes through with it.
            self.out.raw(&as_version_3(rest));
        } else {
            self.out.raw(rest);
        }
    }

    pub fn image(&mut self, image: &Image, media: Option<&Media>, attrs: Attrs, span: Span) {
        let path = media.map_or(image.source.as_str(), |m| m.path.as_str());
        let Some(resource) = self.book().resources.get(path).or_else(|| self.book().resources.get(&image.source)) else {
            let message = format!("the edition does not carry the picture `{}`; its description is shown", image.source);
            let help = "put the picture into the book's folder";
            self.diagnostics.push(Diagnostic::warning("html/picture", message).at(span).help(help));
            self.out.element("span", &Attrs::new().with("class", "missing-picture"), &image.alternative);
            return;
        };
        let size = media.map(|m| (m.width, m.height)).or(Some((resource.width, resource.height))).filter(|(w, h)| *w > 0 && *h > 0);
        let attrs = attrs
            .with("src", (self.options.image)(image))
            .with("alt", image.alternative.as_str())
            .maybe("width", size.map(|s| s.0.to_string()))
            .maybe("height", size.map(|s| s.1.to_string()))
            .maybe("style", image.width.as_deref().and_then(css_length).map(|w| format!("width: {w}; height: auto")));
        self.out.void("img", &attrs);
    }
}

/// A width as CSS; a bare number is pixels, as in HTML.
fn css_length(text: &str) -> Option<String> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    number.parse::<f32>().ok().filter(|n| *n > 0.0)?;
    match unit.trim() {
        "" => Some(format!("{number}px")),
        unit @ ("%" | "mm" | "cm" | "in" | "pt" | "px" | "em" | "rem" | "ex") => Some(format!("{number}{unit}")),
        _ => None,
    }
}

/// An address that leaves the book, with what no address may contain written as `%XX` (URL standard, 4.3); none
/// for schemes that run programs and for paths, which no edition carries.
fn external(url: &str) -> Option<String> {
    let url = url.trim();
    let (scheme, rest) = url.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    if !matches!(scheme.as_str(), "http" | "https" | "mailto" | "tel" | "ftp" | "urn" | "doi") {
        return None;
    }
    let rest = if scheme.starts_with("http") {
        // `https:example.com` is taken for a full address by readers; validators and e-readers want the slashes.
        format!("//{}", rest.trim_start_matches(['/', '\\']))
    } else {
        rest.to_owned()
    };
    if rest.trim_matches('/').is_empty() {
        return None;
    }
    let path = rest.strip_prefix("//").and_then(|r| r.find(['/', '?', '#'])).map_or(0, |at| at + 2);
    let mut out = format!("{scheme}:");
    let mut fragment = false;
    for (at, c) in rest.char_indices() {
        let valid_percent = || rest.get(at + 1..at + 3).is_some_and(|d| d.bytes().all(|b| b.is_ascii_hexdigit()));
        let bad = c.is_control()
            || matches!(c, ' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}')
            || (at >= path && path > 0 && matches!(c, '[' | ']'))
            || (c == '#' && fragment)
            || (c == '%' && !valid_percent())
            || (c.is_whitespace() && !c.is_ascii());
        fragment |= c == '#';
        if bad {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes).bytes().for_each(|b| out.push_str(&format!("%{b:02X}")));
        } else {
            out.push(c);
        }
    }
    Some(out)
}
