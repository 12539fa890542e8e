//! Numbers of headings, figures, tables and equations, labels, and the lists made of them.

use super::{Manuscript, check_all};
use kaiben_model::{Matter, NumberPattern, NumberScope};

#[test]
fn headings_count_by_their_patterns() {
    check_all(
        &[
            ("# 甲\n\n## 乙\n\n### 丙\n\n#### 丁\n\n### 戊\n\n## 己\n\n### 庚", "# 第一章 甲 | ## 第一节 乙 | ### 一、 丙 | #### （一） 丁 | ### 二、 戊 | ## 第二节 己 | ### 一、 庚"),
            ("# 甲\n\n## 乙 {.unnumbered}\n\n## 丙 {-}\n\n## 丁", "# 第一章 甲 | ## 乙 | ## 丙 | ## 第一节 丁"),
            // Levels without a pattern have no number.
            ("# 甲\n\n##### 乙", "# 第一章 甲 | ##### 乙"),
        ],
        |text| Manuscript::of(text).make().shown(),
    );
}

#[test]
fn only_the_body_is_numbered() {
    let book = Manuscript::new("zh-CN").part(Matter::Front, "# 序\n\n![图](a.svg)").chapter("# 甲\n\n![图](b.svg)");
    let book = book.chapter("# 乙\n\n![图](c.svg)\n\n![图](d.svg)").part(Matter::Back, "# 附录\n\n![图](e.svg)");
    assert_eq!(
        book.make().shown(),
        "# 序 | figure 图 1 图 / # 第一章 甲 | figure 图 1-1 图 / # 第二章 乙 | figure 图 2-1 图 | figure 图 2-2 图 / # 附录 | figure 图 1 图"
    );
}

#[test]
fn every_numeral_is_a_pattern() {
    for (pattern, want) in [
        ("第一章", "第十二章"),
        ("壹、", "壹拾贰、"),
        ("①", "⑫"),
        ("1.", "12."),
        ("I", "XII"),
        ("i)", "xii)"),
        ("A.", "L."),
        ("(a)", "(l)"),
        ("Part 1", "Part 12"),
    ] {
        let mut book = (0..12).fold(Manuscript::new("zh-CN"), |book, _| book.chapter("# 甲"));
        book.settings.numbering.headings = vec![NumberPattern::parse(pattern)];
        let made = book.make();
        assert_eq!(made.book.contents[11].number.as_deref(), Some(want), "{pattern}");
    }
    let mut book = Manuscript::of("# 甲");
    book.settings.numbering.headings = Vec::new();
    assert_eq!(book.make().shown(), "# 甲");
}

#[test]
fn series_run_through_a_chapter_or_the_book() {
    let book = |scope: NumberScope| {
        let text = "![图](a.svg)\n\n$$x$$ {#eq-N}\n\n: 表\n\n| a |\n|--|";
        let mut book = Manuscript::of(&text.replace('N', "a")).chapter(&text.replace('N', "b"));
        let numbering = &mut book.settings.numbering;
        (numbering.figures, numbering.tables, numbering.equations) = (scope, scope, scope);
        book.make().shown()
    };
    assert_eq!(
        book(NumberScope::Chapter),
        "figure 图 1-1 图 | equation (1-1) | 表 1-1 表 [-1000] head: a / figure 图 2-1 图 | equation (2-1) | 表 2-1 表 [-1000] head: a"
    );
    assert_eq!(
        book(NumberScope::Book),
        "figure 图 1 图 | equation (1) | 表 1 表 [-1000] head: a / figure 图 2 图 | equation (2) | 表 2 表 [-1000] head: a"
    );
}

#[test]
fn only_what_has_a_caption_or_a_label_counts() {
    assert_eq!(
        Manuscript::of("![](a.svg)\n\n![图](b.svg)\n\n$$x$$\n\n$$y$$ {#eq-y}").make().shown(),
        "figure - | figure 图 1-1 图 | equation - | equation (1-1)"
    );
}

/// Labels that nobody wrote are the same as long as the titles are, and no written one is taken.
#[test]
fn labels_are_made_of_titles() {
    let made = Manuscript::of("# A title, with *signs*\n\n## 中文 标题\n\n## 1 first\n\n## ？\n\n## 中文 标题\n\n文[x]{#s-}").make();
    let labels: Vec<&str> = made.book.contents.iter().map(|e| e.anchor.as_str()).collect();
    assert_eq!(labels, ["a-title-with-signs", "中文-标题", "s-1-first", "s--2", "中文-标题-2"]);
}

#[test]
fn lists_hold_what_the_book_has() {
    let made = Manuscript::of("# 甲 {en=\"A\"}\n\n## [乙](https://a.b/)\n\n![图](a.svg){en=\"F\"}").make();
    let contents: Vec<String> = made.book.contents.iter().map(|e| {
        let second = e.second.as_ref().map_or(String::new(), |s| super::dump::inlines(s));
        format!("{} {} {} {second}", e.level, e.number.as_deref().unwrap_or(""), super::dump::inlines(&e.title))
    }).collect();
    // A link in a list would lead away from it.
    assert_eq!(contents, ["1 第一章 甲 A", "2 第一节 乙 "]);
    let figures: Vec<String> = made.book.figures.iter().map(|e| format!("{} {}", e.label, e.anchor)).collect();
    assert_eq!(figures, ["图 1-1 figure-1-1"]);
}
