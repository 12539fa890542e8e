//! Uses of terms in the text.

use kaiben_model::*;
use kaiben_plugin::{Context, nearest};
use kaiben_source::{Diagnostic, Span};
use std::collections::BTreeSet;

/// A spelling that names a term.
struct Form {
    text: Vec<char>,
    term: usize,
    latin: bool,
    /// Words are compared without case, abbreviations with it.
    exact: bool,
}

/// Finds all uses and puts [`InlineKind::Term`] in their places.
pub fn find_uses(book: &mut Book, settings: &GlossarySettings, context: &mut Context<'_>) {
    let terms = book.glossary.terms.clone();
    let mut finder = Finder {
        forms: forms(&terms),
        chinese: is_chinese(&book.settings.book.language),
        settings,
        expanded: BTreeSet::new(),
        linked: BTreeSet::new(),
        division: 0,
        places: Vec::new(),
        terms: &terms,
    };
    for (index, division) in book.divisions.iter_mut().enumerate() {
        finder.division = index;
        finder.linked.clear();
        if settings.expand == TermExpansion::Chapter {
            finder.expanded.clear();
        }
        report_variants(&division.blocks, &terms, context);
        let english = !finder.chinese;
        finder.blocks(&mut division.blocks, english, context);
    }
    for (term, place) in finder.places {
        if let Some(term) = book.glossary.terms.get_mut(term) {
            term.uses.push(place);
        }
    }
}

fn forms(terms: &[Term]) -> Vec<Form> {
    let mut forms = Vec::new();
    for (index, term) in terms.iter().enumerate() {
        let mut add = |text: &str, exact: bool| {
            let latin = text.is_ascii();
            let text: Vec<char> = if exact { text.chars().collect() } else { text.to_lowercase().chars().collect() };
            if !text.is_empty() {
                forms.push(Form { text, term: index, latin, exact });
            }
        };
        term.zh.iter().for_each(|t| add(t, true));
        term.abbr.iter().for_each(|t| add(t, true));
        term.en.iter().for_each(|t| add(t, false));
        term.aliases.iter().for_each(|t| add(t, !t.is_ascii() || t.chars().all(|c| c.is_ascii_uppercase())));
    }
    // The longest form wins: 新开发银行 is not 银行.
    forms.sort_by(|a, b| b.text.len().cmp(&a.text.len()).then(a.term.cmp(&b.term)));
    forms
}

struct Finder<'a> {
    forms: Vec<Form>,
    chinese: bool,
    settings: &'a GlossarySettings,
    expanded: BTreeSet<usize>,
    /// Terms whose first use in this division has a label.
    linked: BTreeSet<usize>,
    division: usize,
    places: Vec<(usize, TermUsePlace)>,
    terms: &'a [Term],
}

impl Finder<'_> {
    fn blocks(&mut self, blocks: &mut [Block], english: bool, context: &mut Context<'_>) {
        for block in blocks {
            let english = language(&block.attributes, english);
            match &mut block.kind {
                // Titles and captions are repeated in lists and heads: they keep the words as written.
                BlockKind::Heading(_) | BlockKind::Figure(_) => {
                    for list in walk::inline_lists_mut(block) {
                        self.marked_only(list, context);
                    }
                }
                BlockKind::Table(_) => {
                    for list in walk::inline_lists_mut(block) {
                        self.marked_only(list, context);
                    }
                }
                _ => {
                    for list in walk::inline_lists_mut(block) {
                        self.inlines(list, english, context);
                    }
                }
            }
            for list in walk::block_lists_mut(block) {
                self.blocks(list, english, context);
            }
        }
    }

    /// In titles only what is marked by hand is resolved, to its plain form.
    fn marked_only(&mut self, list: &mut [Inline], context: &mut Context<'_>) {
        walk::each_inline_mut(list, &mut |inline| {
            if let InlineKind::MarkedTerm(text) = &inline.kind {
                let text = text.clone();
                if self.by_name(&text).is_none() {
                    context.report(self.unknown(&text, inline.span));
                }
                inline.kind = InlineKind::Text(text);
            }
            walk::Descend::Yes
        });
    }

    fn inlines(&mut self, list: &mut Vec<Inline>, english: bool, context: &mut Context<'_>) {
        let mut out = Vec::with_capacity(list.len());
        let old = std::mem::take(list);
        let next_opens = |rest: &[Inline]| match rest.first().map(|i| &i.kind) {
            Some(InlineKind::Text(t)) => t.starts_with(['（', '(']),
            _ => false,
        };
        for (i, mut inline) in old.iter().cloned().enumerate() {
            let rest = old.get(i + 1..).unwrap_or_default();
            let english = language(&inline.attributes, english);
            match &mut inline.kind {
                InlineKind::Text(text) => self.text(text, inline.span, english, next_opens(rest), &mut out),
                InlineKind::MarkedTerm(text) => match self.by_name(text) {
                    Some(term) => {
                        let content = vec![Inline::text(text.clone(), inline.span)];
                        let shown = text.clone();
                        out.push(self.use_of(term, &shown, content, inline.span, english, next_opens(rest)));
                    }
                    None => {
                        context.report(self.unknown(text, inline.span));
                        out.push(Inline::text(text.clone(), inline.span));
                    }
                },
                InlineKind::Link { .. } | InlineKind::Ruby { .. } => out.push(inline),
                InlineKind::Span(_) if inline.attributes.has_class("no-term") => out.push(inline),
                InlineKind::Note(note) => {
                    self.blocks(&mut note.blocks, english, context);
                    out.push(inline);
                }
                _ => {
                    if let Some(inner) = walk::children_mut(&mut inline) {
                        self.inlines(inner, english, context);
                    }
                    out.push(inline);
                }
            }
        }
        *list = out;
    }

    fn text(&mut self, text: &str, span: Span, english: bool, opens_after: bool, out: &mut Vec<Inline>) {
        let chars: Vec<(usize, char)> = text.char_indices().collect();
        let exact_span = (span.end - span.start) as usize == text.len();
        let piece = |from: usize, to: usize| {
            if exact_span { Span::new(span.file, span.start + from as u32, span.start + to as u32) } else { span }
        };
        let mut done = 0;
        let mut i = 0;
        while i < chars.len() {
            let Some((term, length)) = self.match_at(&chars, i) else {
                i += 1;
                continue;
            };
            let from = chars[i].0;
            let to = chars.get(i + length).map_or(text.len(), |(at, _)| *at);
            if from > done {
                out.push(Inline::text(&text[done..from], piece(done, from)));
            }
            let shown = &text[from..to];
            let opens = match chars.get(i + length) {
                Some((_, c)) => matches!(c, '（' | '(') || (*c == ' ' && matches!(chars.get(i + length + 1), Some((_, '(')))),
                None => opens_after,
            };
            let content = vec![Inline::text(shown, piece(from, to))];
            out.push(self.use_of(term, shown, content, piece(from, to), english, opens));
            done = to;
            i += length;
        }
        if done < text.len() {
            out.push(Inline::text(&text[done..], piece(done, text.len())));
        }
    }

    fn match_at(&self, chars: &[(usize, char)], at: usize) -> Option<(usize, usize)> {
        let word = |c: char| c.is_ascii_alphanumeric();
        for form in &self.forms {
            let Some(window) = chars.get(at..at + form.text.len()) else { continue };
            let equal = window.iter().zip(&form.text).all(|((_, c), want)| {
                c == want || (!form.exact && c.to_lowercase().eq(std::iter::once(*want)))
            });
            if !equal {
                continue;
            }
            if form.latin {
                let before = at.checked_sub(1).and_then(|i| chars.get(i)).is_some_and(|(_, c)| word(*c));
                let after = chars.get(at + form.text.len()).is_some_and(|(_, c)| word(*c));
                if before || after {
                    continue;
                }
            }
            return Some((form.term, form.text.len()));
        }
        None
    }

    fn use_of(&mut self, term: usize, shown: &str, content: Vec<Inline>, span: Span, english: bool, opens: bool) -> Inline {
        let first = self.settings.expand != TermExpansion::Never && !self.expanded.contains(&term);
        let expansion = if first && !opens { self.expansion(term, shown, english) } else { None };
        self.expanded.insert(term);
        let anchor = self.linked.insert(term).then(|| format!("use-{}-{}", term + 1, self.division + 1));
        if let Some(anchor) = &anchor {
            self.places.push((term, TermUsePlace { anchor: anchor.clone(), division: self.division }));
        }
        Inline::new(InlineKind::Term(TermUse { term, content, expansion, anchor }), span)
    }

    /// What is added at the first use: the forms that the text does not show. In English text the
    /// abbreviation only; the Chinese form is for the list of terms.
    fn expansion(&self, term: usize, shown: &str, english: bool) -> Option<String> {
        let term = self.terms.get(term)?;
        let words = labels(if self.chinese { "zh" } else { "en" });
        let mut parts: Vec<&str> = Vec::new();
        if !english && self.chinese && shown.chars().any(is_han) {
            parts.extend(term.en.as_deref());
        }
        if english && shown.chars().any(is_han) {
            parts.extend(term.en.as_deref());
        }
        parts.extend(term.abbr.as_deref());
        parts.retain(|p| !p.eq_ignore_ascii_case(shown));
        if Some(shown) == term.abbr.as_deref() {
            // An abbreviation that comes first is explained by its full form.
            parts = if self.chinese && !english { term.zh.as_deref().into_iter().collect() } else { term.en.as_deref().into_iter().collect() };
        }
        (!parts.is_empty()).then(|| parts.join(words.comma))
    }

    fn by_name(&self, name: &str) -> Option<usize> {
        let name = name.trim();
        self.terms.iter().position(|t| {
            t.zh.iter().chain(&t.en).chain(&t.abbr).chain(&t.aliases).any(|form| form == name || (form.is_ascii() && form.eq_ignore_ascii_case(name)))
        })
    }

    fn unknown(&self, name: &str, span: Span) -> Diagnostic {
        let names = self.terms.iter().flat_map(|t| t.zh.iter().chain(&t.en).chain(&t.abbr));
        let diagnostic = Diagnostic::error("term/unknown", format!("`{name}` is not in the list of terms")).at(span);
        match nearest(name, names.map(String::as_str)) {
            Some(near) => diagnostic.help(format!("did you mean `[[{near}]]`?")),
            None => diagnostic.help("add it to glossary.toml, or write it without brackets"),
        }
    }
}

fn language(attributes: &Attributes, english: bool) -> bool {
    attributes.language().map_or(english, |tag| !is_chinese(tag))
}

fn report_variants(blocks: &[Block], terms: &[Term], context: &mut Context<'_>) {
    let mut found = Vec::new();
    walk::each_inline_of_blocks(blocks, &mut |inline| {
        if let InlineKind::Text(text) = &inline.kind {
            for term in terms {
                let right = term.zh.as_ref().or(term.en.as_ref());
                for variant in term.variants_forbidden.iter().filter(|v| !v.is_empty()) {
                    for (at, _) in text.match_indices(variant.as_str()) {
                        let exact = (inline.span.end - inline.span.start) as usize == text.len();
                        let start = inline.span.start + at as u32;
                        let span = if exact { Span::new(inline.span.file, start, start + variant.len() as u32) } else { inline.span };
                        found.push((variant.clone(), right.cloned().unwrap_or_default(), span, exact));
                    }
                }
            }
        }
        walk::Descend::Yes
    });
    for (variant, right, span, exact) in found {
        let mut diagnostic = Diagnostic::warning("term/variant", format!("`{variant}` is a forbidden variant of `{right}`"))
            .at(span)
            .help(format!("write `{right}`"));
        if exact {
            diagnostic = diagnostic.fix(span, right);
        }
        context.report(diagnostic);
    }
}
