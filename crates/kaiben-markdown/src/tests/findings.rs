//! What is told to the author, with the place.

use super::check_all;
use crate::{parse_chapter, parse_summary};
use kaiben_source::{Diagnostic, FileId};

fn lines(text: &str, found: &[Diagnostic]) -> String {
    let one = |d: &Diagnostic| format!("{}:{}", d.code, d.span.map_or("-", |s| text.get(s.range()).unwrap_or("?")));
    found.iter().map(one).collect::<Vec<_>>().join(" ; ")
}

fn findings_of(text: &str) -> String {
    let parsed = parse_chapter(FileId(0), "a.md", text);
    assert!(parsed.diagnostics.iter().all(|d| !d.help.is_empty()), "help is missing: {text}");
    lines(text, &parsed.diagnostics)
}

#[test]
fn are_told_with_their_place() {
    check_all(
        &[
            ("a[^x]b", "note/undefined:[^x]"),
            ("a[^x] b[^x]\n\n[^x]: n", "note/used-twice:[^x]"),
            ("[^x]: n", "note/unused:[^x]:"),
            ("a[^x]\n\n[^x]: n\n\n[^x]: m", "note/duplicate:[^x]:"),
            ("a[^x]\n\n[^x]: n[^y]\n\n[^y]: m", "note/nested:[^y]"),
            ("a^[b^[c]]", "note/nested:^[c]"),
            ("::: note\na", "container/unclosed:::: note"),
            ("a\n\n:::\n", "container/unopened::::"),
            ("::: note 标题\na\n:::", "container/malformed:::: note 标题"),
            ("x\n\n: 题 {#tbl-a}\n\ny", "table/caption-alone:: 题 {#tbl-a}"),
            ("|a|b|\n|-|-|\n|c|\n", "table/ragged:|c|"),
            ("---\na: [\n---\nx", "metadata/yaml:a: ["),
            ("a\u{1}b", "text/control-character:\u{1}"),
            ("![a](b){#fig-a width=}", "attributes/malformed:{#fig-a width=}"),
            ("# 甲 {#sec-a en=“b c”}", "attributes/malformed:{#sec-a en=“b c”}"),
            ("见@fig-图一。", "reference/unbraced:@fig-"),
            ("`[^x]` \\[^y]", ""),
        ],
        findings_of,
    );
}

#[test]
fn the_nearest_note_is_named() {
    let parsed = parse_chapter(FileId(0), "a.md", "a[^c4-02]\n\nb[^c4-10]\n\n[^c4-01]: n\n\n[^c4-10]: m");
    assert!(parsed.diagnostics[0].help.iter().any(|h| h.contains("[^c4-01]")), "{:?}", parsed.diagnostics);
}

#[test]
fn nothing_vanishes_with_an_error() {
    for text in ["甲[^x]乙", "a\n\n:::\n\nb", "x\n\n: 题\n\ny", "|a|\n|-|\n|b|c|"] {
        let parsed = parse_chapter(FileId(0), "a.md", text);
        let plain = kaiben_model::plain_text_of_blocks(&parsed.blocks);
        for c in text.chars().filter(|c| c.is_alphabetic()) {
            assert!(plain.contains(c), "{c} of {text:?} is lost: {plain:?}");
        }
    }
}

#[test]
fn metadata_is_text() {
    let text = "---\ntitle: 甲 乙\ndate: 2026-11-01\nn: 007\nlist: [a, 1]\nm:\n  k: true\n---\n# T\n";
    let parsed = parse_chapter(FileId(0), "a.md", text);
    let got: Vec<String> = parsed.metadata.iter().map(|(k, v)| format!("{k}={v}")).collect();
    assert_eq!(got, ["date=2026-11-01", "list=a, 1", "m.k=true", "n=007", "title=甲 乙"]);
    assert_eq!(parsed.blocks.len(), 1);
    assert_eq!(&text[parsed.blocks[0].span.range()], "# T");
}

#[test]
fn a_rule_and_a_heading_were_lost_as_metadata() {
    let parsed = parse_chapter(FileId(0), "a.md", "---\n甲\n---\n乙");
    assert_eq!(super::dump::blocks(&parsed.blocks), r#"(hr) (h2 "甲") (p "乙")"#);
    assert!(parsed.diagnostics.is_empty(), "{:?}", parsed.diagnostics);
}

#[test]
fn summaries() {
    let text = "# Summary\n\n[序](preface.md)\n\n- [甲](a.md)\n  - [乙](b/c%20d.md)\n- [丙]()\n\n# Part\n\n- [丁](d.md#x)\n\n[跋](end.md)\n";
    let (summary, found) = parse_summary(FileId(0), text);
    let paths = |list: &[crate::SummaryChapter]| list.iter().map(|c| format!("{}={}", c.title, c.path)).collect::<Vec<_>>().join(" ");
    assert_eq!(paths(&summary.front), "序=preface.md");
    assert_eq!(paths(&summary.body), "甲=a.md 乙=b/c d.md 丁=d.md");
    assert_eq!(paths(&summary.back), "跋=end.md");
    assert_eq!(lines(text, &found), "summary/draft:[丙]() ; summary/part:# Part");
    assert_eq!(&text[summary.back[0].span.range()], "[跋](end.md)");
}
