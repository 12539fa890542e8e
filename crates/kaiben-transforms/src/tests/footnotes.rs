//! Numbers and marks of notes, and where their texts go.

use super::{Manuscript, check_all};

fn shown(text: &str) -> String {
    Manuscript::of(text).make().shown()
}

fn two_chapters(json: &str) -> String {
    let book = Manuscript::of("# 甲\n\na^[n]b^[m]").chapter("# 乙\n\nc^[k]").plugin("footnotes", json);
    book.make().shown()
}

#[test]
fn numbers_start_again_where_it_is_asked_for() {
    check_all(
        &[
            // Print counts by page; what has no pages counts by chapter.
            (r#"{"restart":"page"}"#, "# 第一章 甲 | a[①: n]b[②: m] / # 第二章 乙 | c[①: k]"),
            (r#"{"restart":"chapter"}"#, "# 第一章 甲 | a[①: n]b[②: m] / # 第二章 乙 | c[①: k]"),
            (r#"{"restart":"book"}"#, "# 第一章 甲 | a[①: n]b[②: m] / # 第二章 乙 | c[③: k]"),
            (r#"{"mark":"arabic"}"#, "# 第一章 甲 | a[1: n]b[2: m] / # 第二章 乙 | c[1: k]"),
            (r#"{"mark":"bracketed"}"#, "# 第一章 甲 | a[[1]: n]b[[2]: m] / # 第二章 乙 | c[[1]: k]"),
            (r#"{"mark":"symbols","restart":"book"}"#, "# 第一章 甲 | a[*: n]b[†: m] / # 第二章 乙 | c[‡: k]"),
        ],
        two_chapters,
    );
}

#[test]
fn marks_go_on_where_a_style_ends() {
    let text = |n: usize| (0..n).map(|i| format!("a^[{i}]")).collect::<String>();
    let last = |n: usize, json: &str| {
        let made = Manuscript::of(&text(n)).plugin("footnotes", json).make().shown();
        made.rsplit("a[").next().and_then(|m| m.split(": ").next()).unwrap_or("").to_owned()
    };
    for (n, json, want) in [
        (20, "{}", "⑳"),
        (21, "{}", "㉑"),
        (36, "{}", "㊱"),
        (50, "{}", "㊿"),
        (51, "{}", "51"),
        (6, r#"{"mark":"symbols"}"#, "¶"),
        (7, r#"{"mark":"symbols"}"#, "**"),
        (13, r#"{"mark":"symbols"}"#, "***"),
    ] {
        assert_eq!(last(n, json), want, "note {n} with {json}");
    }
}

#[test]
fn notes_are_found_wherever_they_stand() {
    check_all(
        &[
            ("# 甲^[n]\n\na^[m]", "# 第一章 甲[①: n] | a[②: m]"),
            ("- a^[n]\n- b^[m]\n\n> c^[k]", "- a[①: n] - b[②: m] | > c[③: k]"),
            ("::: tip\na^[n]\n:::", "::: a[①: n]"),
            ("a[^n]\n\n[^n]: x\n\n    - y\n\n    z", "a[①: x | - y | z]"),
            ("![图^[n]](f.svg)\n\na^[m]", "figure 图 1-1 图[①: n] | a[②: m]"),
            // A table has a series of its own: its notes stand under it.
            ("a^[n]\n\n: 题^[m]\n\n| b^[k] |\n|--|\n| c^[l] |\n\nd^[o]", "a[①: n] | 表 1-1 题[a] [-1000] head: b[b] body: c[c] notes: a=m, b=k, c=l | d[②: o]"),
            ("::: list-table {caption=\"题[^a]\" note=\"源[^c]\"}\n- - 头\n- - 身[^b]\n:::\n\n[^a]: n\n\n[^b]: m\n\n[^c]: k", "表 1-1 题[a] [-1000] head: 头 body: 身[c] notes: a=n, b=k, c=m remark: 源[b]"),
        ],
        shown,
    );
}

/// A file of cells has no notes of its own: its marks call those of the chapter.
#[test]
fn marks_in_csv_cells_found_no_note() {
    let book = |csv: &str, text: &str| {
        let text = format!("::: csv-table {{file=a.csv}}\n:::\n\n{text}");
        Manuscript::of(&text).file("a.csv", csv).make().shown()
    };
    assert_eq!(book("甲,乙\n1[^a],2^[m]\n", "[^a]: n"), "- [-500 -500] head: 甲,乙 body: 1[a],2[b] notes: a=n, b=m");
    assert_eq!(book("甲\n1\n", "[^a]: n"), "note/unused:[^a]:");
    assert_eq!(book("甲\n1[^b]\n", ""), "note/undefined:[^b]");
    assert_eq!(book("甲\n1[^a]\n2[^a]\n", "[^a]: n"), "note/used-twice:[^a]");
    assert_eq!(book("甲\n1[^a]\n", "乙[^a]\n\n[^a]: n"), "note/undefined:[^a]");
}

/// The contents list and running heads are made of titles: no note is repeated there.
#[test]
fn lists_have_titles_without_notes() {
    let made = Manuscript::of("# 甲^[n]\n\n![图^[m]](f.svg)\n\n: 表^[k]\n\n| a |\n|--|\n| b |").make();
    let titles = made.book.contents.iter().map(|e| &e.title);
    let captions = made.book.figures.iter().chain(&made.book.tables).map(|e| &e.title);
    let all: Vec<String> = titles.chain(captions).map(|t| super::dump::inlines(t)).collect();
    assert_eq!(all, ["甲", "图", "表"]);
}
