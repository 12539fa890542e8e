//! Uses of terms in the text.

use kaiben_model::*;
use kaiben_plugin::{Context, nearest};
use kaiben_source::{Diagnostic, Span};
use std::collections::{BTreeMap, BTreeSet};

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
    let forms = forms(&terms);
    let mut starting: BTreeMap<char, Vec<usize>> = BTreeMap::new();
    for (index, first) in forms.iter().enumerate().filter_map(|(i, form)| Some((i, *form.text.first()?))) {
        starting.entry(lower(first)).or_default().push(index);
    }
    let mut finder = Finder {
        forms,
        starting,
        chinese: is_chinese(&book.settings.book.language),
        settings,
        expanded: BTreeSet::new(),
        linked: BTreeSet::new(),
        division: 0,
        enclosed: 0,
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
        let place = Place { english: !finder.chinese, running: true };
        finder.blocks(&mut division.blocks, place, context);
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

/// Where a text stands.
#[derive(Clone, Copy)]
struct Place {
    english: bool,
    /// Whether it is running text. Only that takes the other forms of a term: in titles, cells, notes and
    /// quoted matter they would stand in the way, and the text itself would be left without them.
    running: bool,
}

impl Place {
    fn within(self, attributes: &Attributes) -> Self {
        Self { english: attributes.language().map_or(self.english, |tag| !is_chinese(tag)), ..self }
    }

    /// Inside a piece of a line. A word of another language that stands in a sentence is named there, not used:
    /// brackets behind it would be in its language, in the middle of a sentence of this one.
    fn within_inline(self, attributes: &Attributes) -> Self {
        let inner = self.within(attributes);
        inner.running(inner.english == self.english)
    }

    fn running(self, running: bool) -> Self {
        Self { running: self.running && running, ..self }
    }
}

struct Finder<'a> {
    /// Longest first.
    forms: Vec<Form>,
    /// The forms by their first character in lower case: a book is searched once for all of them.
    starting: BTreeMap<char, Vec<usize>>,
    chinese: bool,
    settings: &'a GlossarySettings,
    expanded: BTreeSet<usize>,
    /// Terms whose first use in this division has a label.
    linked: BTreeSet<usize>,
    division: usize,
    /// Open quotation marks, title marks and brackets at this place of the paragraph: what stands in them is
    /// left as it is written, and brackets in brackets read badly.
    enclosed: usize,
    places: Vec<(usize, TermUsePlace)>,
    terms: &'a [Term],
}

impl Finder<'_> {
    fn blocks(&mut self, blocks: &mut [Block], place: Place, context: &mut Context<'_>) {
        for block in blocks {
            let place = place.within(&block.attributes);
            let own = place.running(matches!(block.kind, BlockKind::Paragraph(_)));
            // Titles and captions are repeated in lists and heads: they keep the words as written.
            let title = matches!(block.kind, BlockKind::Heading(_) | BlockKind::Figure(_) | BlockKind::Table(_));
            for list in walk::inline_lists_mut(block) {
                if title {
                    self.marked_only(list, context);
                } else {
                    self.enclosed = 0;
                    self.inlines(list, own, context);
                }
            }
            let inner = place.running(!is_quoted_or_tabular(&block.kind));
            for list in walk::block_lists_mut(block) {
                self.blocks(list, inner, context);
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

    fn inlines(&mut self, list: &mut Vec<Inline>, place: Place, context: &mut Context<'_>) {
        let mut out = Vec::with_capacity(list.len());
        let old = std::mem::take(list);
        for (i, mut inline) in old.iter().cloned().enumerate() {
            let rest = old.get(i + 1..).unwrap_or_default();
            let place = place.within_inline(&inline.attributes);
            match &mut inline.kind {
                InlineKind::Text(text) => self.text(text, inline.span, place, rest, &mut out),
                InlineKind::MarkedTerm(text) => match self.by_name(text) {
                    Some(term) => {
                        let content = vec![Inline::text(text.clone(), inline.span)];
                        let shown = text.clone();
                        let after = self.after(term, &shown, "", rest);
                        out.push(self.use_of(term, &shown, content, inline.span, place, after));
                    }
                    None => {
                        context.report(self.unknown(text, inline.span));
                        out.push(Inline::text(text.clone(), inline.span));
                    }
                },
                InlineKind::Link { .. } | InlineKind::Ruby { .. } => out.push(inline),
                InlineKind::Span(_) if inline.attributes.has_class("no-term") => out.push(inline),
                InlineKind::Note(note) => {
                    let enclosed = self.enclosed;
                    self.blocks(&mut note.blocks, place.running(false), context);
                    self.enclosed = enclosed;
                    out.push(inline);
                }
                _ => {
                    if let Some(inner) = walk::children_mut(&mut inline) {
                        self.inlines(inner, place, context);
                    }
                    out.push(inline);
                }
            }
        }
        *list = out;
    }

    fn text(&mut self, text: &str, span: Span, place: Place, rest: &[Inline], out: &mut Vec<Inline>) {
        let chars: Vec<(usize, char)> = text.char_indices().collect();
        let exact_span = (span.end - span.start) as usize == text.len();
        let piece = |from: usize, to: usize| {
            if exact_span { Span::new(span.file, span.start + from as u32, span.start + to as u32) } else { span }
        };
        let mut done = 0;
        let mut i = 0;
        while let Some((from, c)) = chars.get(i).copied() {
            let Some((term, length)) = self.match_at(&chars, i) else {
                match c {
                    '《' | '〈' | '“' | '「' | '『' | '（' | '(' => self.enclosed += 1,
                    '》' | '〉' | '”' | '」' | '』' | '）' | ')' => self.enclosed = self.enclosed.saturating_sub(1),
                    _ => {}
                }
                i += 1;
                continue;
            };
            let to = chars.get(i + length).map_or(text.len(), |(at, _)| *at);
            if from > done {
                out.push(Inline::text(&text[done..from], piece(done, from)));
            }
            let shown = &text[from..to];
            let after = self.after(term, shown, &text[to..], rest);
            let content = vec![Inline::text(shown, piece(from, to))];
            out.push(self.use_of(term, shown, content, piece(from, to), place, after));
            done = to;
            i += length;
        }
        if done < text.len() {
            out.push(Inline::text(&text[done..], piece(done, text.len())));
        }
    }

    /// What the author wrote behind a use: the rest of its text, then the inlines behind it.
    fn after(&self, term: usize, shown: &str, text: &str, rest: &[Inline]) -> After {
        let opens = |t: &str| t.trim_start_matches(' ').starts_with(['（', '(']);
        let next = if text.is_empty() { rest.first().map(std::slice::from_ref).map(plain_text).unwrap_or_default() } else { text.to_owned() };
        if !opens(&next) {
            return After::Text;
        }
        let tail = format!("{text}{}", plain_text(rest)).to_lowercase();
        let bracket = tail.split(['）', ')']).next().unwrap_or("");
        let Some(term) = self.terms.get(term) else { return After::Bracket };
        let forms = term.zh.iter().chain(&term.en).chain(&term.abbr).map(|f| f.to_lowercase());
        let glossed = forms.filter(|form| *form != shown.to_lowercase()).any(|form| bracket.contains(&form));
        if glossed { After::Gloss } else { After::Bracket }
    }

    fn match_at(&self, chars: &[(usize, char)], at: usize) -> Option<(usize, usize)> {
        let word = |c: char| c.is_ascii_alphanumeric();
        let starting = chars.get(at).and_then(|(_, c)| self.starting.get(&lower(*c)));
        for form in starting.into_iter().flatten().filter_map(|i| self.forms.get(*i)) {
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

    fn use_of(&mut self, term: usize, shown: &str, content: Vec<Inline>, span: Span, place: Place, after: After) -> Inline {
        let running = place.running && self.enclosed == 0;
        let first = running && self.settings.expand != TermExpansion::Never && !self.expanded.contains(&term);
        let expansion = if first && after == After::Text { self.expansion(term, shown, place.english) } else { None };
        // What the author explained by hand, or what has no other form to add, is explained.
        if after == After::Gloss || (running && after == After::Text) {
            self.expanded.insert(term);
        }
        let anchor = self.linked.insert(term).then(|| format!("use-{}-{}", term + 1, self.division + 1));
        if let Some(anchor) = &anchor {
            self.places.push((term, TermUsePlace { anchor: anchor.clone(), division: self.division }));
        }
        Inline::new(InlineKind::Term(TermUse { term, content, expansion, anchor }), span)
    }

    /// What is added at the first use, in the brackets of the text's language: the form in the other language
    /// and the abbreviation. English text keeps to English: its Chinese form is for the list of terms.
    fn expansion(&self, term: usize, shown: &str, english: bool) -> Option<String> {
        let term = self.terms.get(term)?;
        let words = labels(if english { "en" } else { "zh" });
        let (own, other) = if english { (&term.en, &None) } else { (&term.zh, &term.en) };
        // An abbreviation that comes first is explained by its full form.
        let shows_own = shown.chars().any(is_han) != english && term.abbr.as_deref() != Some(shown);
        let mut parts: Vec<&str> = Vec::new();
        if shows_own {
            parts.extend(other.as_deref());
        } else {
            parts.extend(own.as_deref());
        }
        // BRICS countries says BRICS already.
        let said = |abbr: &str| parts.iter().any(|p| has_word(p, abbr)) || has_word(shown, abbr);
        let abbr = term.abbr.as_deref().filter(|abbr| !said(abbr));
        parts.extend(abbr);
        parts.retain(|p| !p.eq_ignore_ascii_case(shown));
        let (open, close) = words.parentheses;
        (!parts.is_empty()).then(|| format!("{open}{}{close}", parts.join(words.comma)))
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

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

fn has_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '&').any(|w| w == word)
}

/// What stands behind a use of a term.
#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    /// No bracket.
    Text,
    /// A bracket that says something else.
    Bracket,
    /// A bracket in which the author gives another form of the term.
    Gloss,
}

/// Words of others and cells are left as they are.
fn is_quoted_or_tabular(kind: &BlockKind) -> bool {
    match kind {
        BlockKind::Quote(_) | BlockKind::Table(_) => true,
        BlockKind::Container(c) => matches!(c.kind, ContainerKind::Quote | ContainerKind::Epigraph | ContainerKind::Verse),
        _ => false,
    }
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
