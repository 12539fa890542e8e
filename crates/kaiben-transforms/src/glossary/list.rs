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
    let mut list: Vec<(usize, String, String)> = terms
        .iter()
        .enumerate()
        .filter_map(|(i, term)| {
            // The list that defines has every term; one without a form in its language goes by the other.
            let own = if by_chinese { &term.zh } else { &term.en };
            let other = if by_chinese { &term.en } else { &term.zh };
            let head = own.clone().or_else(|| first.then(|| other.clone()).flatten())?;
            let key = if by_chinese { term.sort.clone().unwrap_or_else(|| head.clone()) } else { head.clone() };
            Some((i, head, key))
        })
        .collect();
    if let Some(collator) = &collator {
        list.sort_by(|a, b| collator.compare(&a.2, &b.2).then_with(|| a.0.cmp(&b.0)));
    } else {
        list.sort_by(|a, b| a.2.cmp(&b.2));
    }
    let mut last_group = String::new();
    list.into_iter()
        .map(|(index, head, key)| {
            let term = &terms[index];
            let group = group(&key, collator.as_ref(), chinese);
            let starts = group != last_group;
            last_group.clone_from(&group);
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

/// The letter of an entry: of the word itself, or of the pinyin of its first character, found as the last of
/// these characters that does not sort after it. Each is the first Han character of its letter in the pinyin order.
fn group(key: &str, collator: Option<&CollatorBorrowed<'static>>, chinese: bool) -> String {
    const FIRST: [(char, &str); 23] = [
        ('吖', "A"), ('八', "B"), ('嚓', "C"), ('咑', "D"), ('妸', "E"), ('发', "F"), ('旮', "G"), ('哈', "H"),
        ('丌', "J"), ('咔', "K"), ('垃', "L"), ('妈', "M"), ('拏', "N"), ('喔', "O"), ('趴', "P"), ('七', "Q"),
        ('呥', "R"), ('仨', "S"), ('他', "T"), ('屲', "W"), ('夕', "X"), ('丫', "Y"), ('帀', "Z"),
    ];
    let Some(first) = key.chars().find(|c| c.is_alphanumeric()) else {
        return labels(if chinese { "zh" } else { "en" }).other_group.to_owned();
    };
    if first.is_ascii_alphabetic() {
        return first.to_ascii_uppercase().to_string();
    }
    if let (true, Some(collator)) = (is_han(first), collator) {
        let first = first.to_string();
        let letter = FIRST.iter().rev().find(|(c, _)| collator.compare(&c.to_string(), &first).is_le());
        return letter.map_or("A", |(_, l)| *l).to_owned();
    }
    labels(if chinese { "zh" } else { "en" }).other_group.to_owned()
}
