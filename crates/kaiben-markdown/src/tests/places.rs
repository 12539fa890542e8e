//! Spans are byte-exact.

use crate::{parse_blocks, parse_chapter, parse_inlines};
use kaiben_model::walk::{self, Descend};
use kaiben_model::{Block, BlockKind, Inline, InlineKind};
use kaiben_source::FileId;

/// Every span lies in the text and at character boundaries; every text that stands in the source as it is has
/// a span of its length.
pub fn check_spans(text: &str, blocks: &[Block]) {
    walk::each_block(blocks, &mut |b| {
        assert!(text.get(b.span.range()).is_some(), "block span {:?} in {text:?}", b.span);
        if let BlockKind::Table(t) = &b.kind {
            for cell in walk::cells(t) {
                assert!(text.get(cell.span.range()).is_some(), "cell span {:?} in {text:?}", cell.span);
            }
        }
    });
    walk::each_inline_of_blocks(blocks, &mut |i| {
        let slice = text.get(i.span.range());
        assert!(slice.is_some(), "inline span {:?} of {:?} in {text:?}", i.span, i.kind);
        Descend::Yes
    });
}

fn texts(text: &str) -> Vec<(String, String)> {
    let parsed = parse_chapter(FileId(0), "a.md", text);
    check_spans(text, &parsed.blocks);
    let mut out = Vec::new();
    walk::each_inline_of_blocks(&parsed.blocks, &mut |i: &Inline| {
        if let InlineKind::Text(t) = &i.kind {
            out.push((t.clone(), text[i.span.range()].to_owned()));
        }
        Descend::Yes
    });
    out
}

#[test]
fn texts_stand_where_they_say() {
    for text in [
        "甲**乙**`c`丙[^n]丁\n\n[^n]: 戊*己*",
        "# 章 {#sec-a en=\"The *x* y\"}",
        "| 甲 | {字\\|zì}乙\\|丙 *丁* |\n|--|--|\n| a \\| b `c\\|d` 戊 [己](u) | x || y | 多 |",
        "> - 甲\n>   乙^[丙*丁*\n>   戊]己\n> - ::: note\n>   庚\n>   :::",
        "- a\n\n\t制表\n\n-\ttab *x*",
        "---\nk: v\n---\n\n甲 @fig-a 乙 https://a.b/c 丙",
        "\u{feff}# 头\n\n::: warning {title=\"题 *目*\"}\n文\n:::",
        "![图 *题*](f.svg){#fig-a en=\"Cap *b*\"}\r\n\r\n: 表 {#tbl-a note=\"注 *x*\"}\r\n\r\n| a |\r\n|--|\r\n| b |\r\n",
        "术语 *x*\n: 解释 **y**\n\n    更多",
        "> [!NOTE] 标 *题*\n> 文",
        "[甲]{.dots}[乙 *丙*]{.x}",
        "> - 甲^[乙\n>   *丙*\n>   丁]戊*己*庚^[辛\n>   壬]癸*子*\n>   丑[寅](u)卯",
        "a ~~b~~ H~2~O 3~5个，6~8个 x^2^",
    ] {
        for (got, slice) in texts(text) {
            assert_eq!(got, slice, "in {text:?}");
        }
    }
}

#[test]
fn constructs_stand_where_they_say() {
    let text = "见@fig-a与[[NDB]]和{字|zì}、[文]{.dots}、[l](u){.x}、`c`{.y}、https://a.b，^[注]。$x$";
    let parsed = parse_chapter(FileId(0), "a.md", text);
    let BlockKind::Paragraph(content) = &parsed.blocks[0].kind else { panic!("no paragraph") };
    let spans: Vec<&str> = content
        .iter()
        .filter(|i| !matches!(i.kind, InlineKind::Text(_)))
        .map(|i| &text[i.span.range()])
        .collect();
    let want = ["@fig-a", "[[NDB]]", "{字|zì}", "[文]{.dots}", "[l](u){.x}", "`c`{.y}", "https://a.b", "^[注]", "$x$"];
    assert_eq!(spans, want);
}

#[test]
fn constructs_behind_a_long_note_stand_where_they_say() {
    let text = "> - 甲^[乙\n>   丙]戊*己*庚^[辛\n>   壬]`癸`\n>   丑[寅](u)卯";
    let parsed = parse_chapter(FileId(0), "a.md", text);
    let mut spans = Vec::new();
    walk::each_inline_of_blocks(&parsed.blocks, &mut |i| {
        if !matches!(i.kind, InlineKind::Text(_) | InlineKind::SoftBreak) {
            spans.push(&text[i.span.range()]);
        }
        Descend::Yes
    });
    assert_eq!(spans, ["^[乙\n>   丙]", "*己*", "^[辛\n>   壬]", "`癸`", "[寅](u)"]);
}

#[test]
fn offsets_are_added() {
    let whole = "key = \"甲 *乙* [x]{.y}\"";
    let start = whole.find('甲').unwrap();
    let inner = &whole[start..whole.len() - 1];
    let (inlines, found) = parse_inlines(FileId(0), inner, start as u32, &mut Vec::new());
    assert!(found.is_empty());
    walk::each_inline(&inlines, &mut |i| {
        if let InlineKind::Text(t) = &i.kind {
            assert_eq!(t, &whole[i.span.range()]);
        }
        Descend::Yes
    });
    assert_eq!(super::dump::inlines(&inlines), r#""甲 " (em "乙") " " (span{.y} "x")"#);
    let (blocks, _) = parse_blocks(FileId(0), inner, start as u32);
    check_spans(whole, &blocks);
    assert_eq!(&whole[blocks[0].span.range()], inner);
    let (inlines, _) = parse_inlines(FileId(0), "# 1. - x #", 0, &mut Vec::new());
    assert_eq!(super::dump::inlines(&inlines), r##""# 1. - x #""##);
}

#[test]
fn escaped_values_point_at_their_construct() {
    let text = "# a {en=\"x \\\"y\\\" *z*\"}";
    let parsed = parse_chapter(FileId(0), "a.md", text);
    check_spans(text, &parsed.blocks);
    assert_eq!(super::dump::blocks(&parsed.blocks), r#"(h1 "a" / "x \"y\" " (em "z"))"#);
}
