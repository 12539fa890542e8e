//! The list of terms, as a part of the back matter.

use super::read::file_of;
use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::locale;
use kaiben_model::*;
use kaiben_plugin::Context;
use kaiben_source::{FileId, Span};
use std::collections::BTreeMap;

/// Adds the glossary behind the last division: the list in the book's own language defines the terms, the
/// other one leads to them.
pub fn add_lists(book: &mut Book, context: &mut Context<'_>) {
    let chinese = is_chinese(&book.settings.book.language);
    let words = labels(&book.settings.book.language);
    let terms = book.glossary.terms.clone();
    let two = terms.iter().any(|t| t.zh.is_some()) && terms.iter().any(|t| t.en.is_some());
    let span = Span::generated();
    let heading = |level, text: &str, second: &str, id: &str| {
        let second = (!second.is_empty()).then(|| vec![Inline::text(second, span)]);
        let kind = Heading { level, content: vec![Inline::text(text, span)], second, numbered: false, number: None };
        let mut block = Block::new(BlockKind::Heading(kind), span);
        block.attributes.id = Some(id.to_owned());
        block
    };
    let orders = if chinese { [TermListOrder::Chinese, TermListOrder::English] } else { [TermListOrder::English, TermListOrder::Chinese] };
    let mut blocks = vec![heading(1, words.glossary, if chinese { "Glossary" } else { "" }, "sec-glossary")];
    for (i, order) in orders.into_iter().enumerate() {
        let entries = entries(&terms, order, i == 0, chinese, context);
        if entries.is_empty() || (i > 0 && !two) {
            continue;
        }
        if two {
            let (text, second, id) = match (order, chinese) {
                (TermListOrder::Chinese, true) => ("汉英对照", "Chinese to English", "sec-glossary-zh"),
                (TermListOrder::English, true) => ("英汉对照", "English to Chinese", "sec-glossary-en"),
                (TermListOrder::Chinese, false) => ("Chinese to English", "", "sec-glossary-zh"),
                (TermListOrder::English, false) => ("English to Chinese", "", "sec-glossary-en"),
            };
            blocks.push(heading(2, text, second, id));
        }
        blocks.push(Block::new(BlockKind::TermList(TermList { order, entries }), span));
    }
    book.divisions.push(Division {
        matter: Matter::Back,
        kind: DivisionKind::Glossary,
        file: FileId::GENERATED,
        path: "glossary".to_owned(),
        slug: "glossary".to_owned(),
        number: None,
        metadata: BTreeMap::new(),
        blocks,
    });
}

fn entries(terms: &[Term], order: TermListOrder, first: bool, chinese: bool, context: &mut Context<'_>) -> Vec<TermListEntry> {
    let by_chinese = order == TermListOrder::Chinese;
    let collator = collator(by_chinese);
    let mut list: Vec<Draft> = terms
        .iter()
        .enumerate()
        .filter_map(|(i, term)| {
            // The list that defines has every term; one without a form in its language goes by the other.
            let own = if by_chinese { &term.zh } else { &term.en };
            let other = if by_chinese { &term.en } else { &term.zh };
            let head = own.clone().or_else(|| first.then(|| other.clone()).flatten())?;
            let key = if by_chinese { term.sort.clone().unwrap_or_else(|| head.clone()) } else { head.clone() };
            Some(Draft { index: i, group: group(&key, collator.as_ref()), head, key })
        })
        .collect();
    // G20 stands with the Han words of the letter G; signs and digits stand behind all letters.
    let letter = |draft: &Draft| draft.group.unwrap_or(char::MAX);
    list.sort_by(|a, b| {
        let words = collator.as_ref().map_or_else(|| a.key.cmp(&b.key), |c| c.compare(&a.key, &b.key));
        letter(a).cmp(&letter(b)).then(words).then(a.index.cmp(&b.index))
    });
    let mut last_group = None;
    list.into_iter()
        .map(|Draft { index, head, group, .. }| {
            let term = &terms[index];
            let starts = last_group.replace(group) != Some(group);
            let group = group.map_or_else(|| labels(if chinese { "zh" } else { "en" }).other_group.to_owned(), String::from);
            let own_is_head = if by_chinese { term.zh.is_some() } else { term.en.is_some() };
            let other = if by_chinese { &term.en } else { &term.zh };
            let mut parts: Vec<&str> = Vec::new();
            if own_is_head {
                parts.extend(other.as_deref());
            }
            parts.extend(term.abbr.as_deref());
            let definition = if by_chinese { &term.definition } else { &term.definition_en };
            let definition = definition.as_ref().filter(|_| first).map(|text| context.inlines(file_of(term), text, term.span.start));
            TermListEntry {
                term: index,
                group: starts.then_some(group),
                head,
                other: (!parts.is_empty()).then(|| parts.join(if chinese { "，" } else { ", " })),
                definition,
                defines: first,
            }
        })
        .collect()
}

fn collator(chinese: bool) -> Option<CollatorBorrowed<'static>> {
    let locale = if chinese { locale!("zh") } else { locale!("en") };
    Collator::try_new(locale.into(), CollatorOptions::default()).ok()
}

/// An entry on its way into the list.
struct Draft {
    /// The term.
    index: usize,
    head: String,
    /// What it is sorted by.
    key: String,
    group: Option<char>,
}

/// The letter of an entry: of the word itself, or of the pinyin of its first character, found as the last of
/// these characters that does not sort after it. Each is the first Han character of its letter in the pinyin order.
fn group(key: &str, collator: Option<&CollatorBorrowed<'static>>) -> Option<char> {
    const FIRST: [(char, char); 23] = [
        ('吖', 'A'), ('八', 'B'), ('嚓', 'C'), ('咑', 'D'), ('妸', 'E'), ('发', 'F'), ('旮', 'G'), ('哈', 'H'),
        ('丌', 'J'), ('咔', 'K'), ('垃', 'L'), ('妈', 'M'), ('拏', 'N'), ('喔', 'O'), ('趴', 'P'), ('七', 'Q'),
        ('呥', 'R'), ('仨', 'S'), ('他', 'T'), ('屲', 'W'), ('夕', 'X'), ('丫', 'Y'), ('帀', 'Z'),
    ];
    let first = key.chars().find(|c| c.is_alphanumeric())?;
    if first.is_ascii_alphabetic() {
        return Some(first.to_ascii_uppercase());
    }
    let collator = collator?;
    let word = first.to_string();
    let not_after = |c: char| collator.compare(&c.to_string(), &word).is_le();
    if is_han(first) {
        return FIRST.iter().rev().find(|(c, _)| not_after(*c)).map(|(_, letter)| *letter).or(Some('A'));
    }
    // Letters with marks: É stands with E.
    let latin = first.is_alphabetic() && matches!(first, '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}');
    ('A'..='Z').rev().filter(|_| latin).find(|c| not_after(*c))
}
