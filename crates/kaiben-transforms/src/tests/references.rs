//! What references say, in two languages, and what leads nowhere.

use super::{Manuscript, check_all};

const THINGS: &str = "# 甲 {#sec-a}\n\n## 乙 {#sec-b}\n\n### 丙 {#sec-c}\n\n## 丁 {#sec-d .unnumbered}\n\n\
    ![图](f.svg){#fig-f}\n\n: 表 {#tbl-t}\n\n| a |\n|--|\n\n$$x$$ {#eq-e}\n\n[词]{#word}\n\n";

/// What a paragraph behind all things says.
fn said(language: &str, text: &str) -> String {
    let made = Manuscript::new(language).chapter(&format!("{THINGS}{text}")).make().shown();
    made.rsplit(" | ").next().unwrap_or("").to_owned()
}

#[test]
fn chinese() {
    check_all(
        &[
            ("见@sec-a。", "见→第一章。"),
            ("见@sec-b。", "见→第一章第一节。"),
            ("见@sec-c。", "见→第一章“一”。"),
            ("见@sec-d。", "见→“丁”。"),
            ("见@fig-f、@tbl-t和@eq-e。", "见→图 1-1、→表 1-1和→式 (1-1)。"),
            ("[@fig-f]与@{fig-f}", "→图 1-1与→图 1-1"),
            ("[乙](#sec-b) [词](#word)", "乙→#sec-b 词→#word"),
        ],
        |text| said("zh-CN", text),
    );
}

#[test]
fn english() {
    check_all(
        &[
            ("See @sec-a.", "See →Chapter 1."),
            ("See @sec-b.", "See →Section 1.1."),
            ("See @sec-d.", "See →“丁”."),
            ("See @fig-f, @tbl-t and @eq-e.", "See →Figure 1-1, →Table 1-1 and →Equation (1-1)."),
        ],
        |text| said("en", text),
    );
}

#[test]
fn links_between_chapters() {
    let book = |text: &str| Manuscript::of("# 甲 {#sec-a}\n\n## 节 {#sec-n}").chapter(text).make();
    assert_eq!(book("[a](1.md) [b](1.md#sec-n) [c](https://x.y/z.md)").shown(), "# 第一章 甲 | ## 第一节 节 / a→#sec-a b→#sec-n c→https://x.y/z.md");
    assert_eq!(book("[a](9.md)").findings(), "link/unresolved:[a](9.md)");
    assert_eq!(book("[a](1.md#none)").findings(), "link/unresolved:[a](1.md#none)");
}

#[test]
fn what_leads_nowhere_is_told() {
    check_all(
        &[
            ("见@fig-none", "xref/unresolved:@fig-none"),
            ("# 甲 {#sec-a}\n\n见@sec-b", "xref/unresolved:@sec-b"),
            ("[a](#none)", "link/unresolved:[a](#none)"),
            ("[@knuth, p. 3]", "citation/not-yet:[@knuth, p. 3]"),
            ("@knuth", "citation/not-yet:@knuth"),
            ("# 甲 {#sec-a}\n\n## 乙 {#sec-a}", "label/duplicate:## 乙 {#sec-a}"),
            ("甲^[见@fig-none]", "xref/unresolved:@fig-none"),
        ],
        |text| Manuscript::of(text).make().findings(),
    );
    let made = Manuscript::of("# 甲 {#sec-origins}\n\n见@sec-orgins").make();
    assert_eq!(made.diagnostics[0].help[0], "did you mean `sec-origins`?");
}

#[test]
fn the_order_of_plugins_is_the_authors_if_they_give_one() {
    // References before numbers: they have nothing to say but the label.
    let mut book = Manuscript::of("![图](f.svg){#fig-f}\n\n@fig-f");
    book.settings.plugin_order = Some(vec!["cross_references".to_owned(), "numbering".to_owned()]);
    assert_eq!(book.make().shown(), "figure 图 1-1 图 | →fig-f");
    let mut book = Manuscript::of("a^[n]");
    book.settings.plugin_order = Some(vec!["footnots".to_owned()]);
    assert_eq!(book.make().findings(), "plugin/unknown:-");
}

#[test]
fn settings_that_do_not_fit_are_told() {
    for (name, json, want) in [
        ("footnotes", r#"{"mark":"romn"}"#, "config/value"),
        ("footnotes", r#"{"marks":"arabic"}"#, "config/unknown-key"),
        ("tables", r#"{"continued":"yes"}"#, "config/value"),
        ("glossary", r#"{"expand":"always"}"#, "config/value"),
        ("footnots", r#"{}"#, "plugin/unknown"),
    ] {
        let made = Manuscript::of("文").plugin(name, json).make();
        let codes: Vec<&str> = made.diagnostics.iter().map(|d| d.code.as_ref()).collect();
        assert_eq!(codes, [want], "{name} {json}");
    }
}
