//! Terms in the text and in the lists.

use super::{Manuscript, check_all};
use kaiben_model::{BlockKind, Matter};

const TERMS: &str = r#"
[[term]]
zh = "新开发银行"
en = "New Development Bank"
abbr = "NDB"
variants_forbidden = ["金砖银行"]
[[term]]
zh = "银行"
en = "bank"
[[term]]
zh = "金砖国家"
en = "BRICS countries"
abbr = "BRICS"
"#;

/// The text of the chapters, without the lists of terms.
fn chapters(texts: &[&str], plugin: &str) -> String {
    let book = texts.iter().fold(Manuscript::new("zh-CN"), |book, text| book.chapter(text));
    let mut made = book.file("terms.toml", TERMS).plugin("glossary", plugin).make();
    made.book.divisions.retain(|d| d.path != "glossary");
    made.shown()
}

fn shown(text: &str) -> String {
    chapters(&[text], r#"{"file":"terms.toml"}"#)
}

#[test]
fn first_uses_are_explained() {
    check_all(
        &[
            ("新开发银行和新开发银行。", "‹!新开发银行›（New Development Bank，NDB）和‹新开发银行›。"),
            // The longest form wins; the shorter one is a term of its own.
            ("银行与新开发银行", "‹!银行›（bank）与‹!新开发银行›（New Development Bank，NDB）"),
            ("NDB和新开发银行", "‹!NDB›（新开发银行）和‹新开发银行›"),
            ("the New Development Bank和NDB", "the ‹!New Development Bank›（新开发银行，NDB）和‹NDB›"),
            ("[[NDB]]与[[new development bank]]", "‹!NDB›（新开发银行）与‹new development bank›"),
            // Letters of a longer word are no use.
            ("NDBX xNDB ndb banks", "NDBX xNDB ndb banks"),
            // An English form that says the abbreviation is enough.
            ("金砖国家", "‹!金砖国家›（BRICS countries）"),
            ("[新开发银行]{.no-term}，新开发银行", "新开发银行，‹!新开发银行›（New Development Bank，NDB）"),
            ("`NDB` [NDB](https://a.b/) {银行|yín háng}", "`NDB` NDB→https://a.b/ Ruby { base: \"银行\", reading: \"yín háng\" }"),
        ],
        shown,
    );
}

/// English text has English brackets, also in a Chinese book, and no Chinese forms.
#[test]
fn english_text_was_explained_in_chinese_brackets() {
    check_all(
        &[
            ("::: {lang=en}\nThe New Development Bank and the NDB.\n:::", "::: The ‹!New Development Bank› (NDB) and the ‹NDB›."),
            ("::: {lang=en}\nIn Chinese it is [新开发银行]{lang=zh} itself.\n:::", "::: In Chinese it is ‹!新开发银行› itself."),
            ("::: {lang=en}\nThe NDB.\n:::", "::: The ‹!NDB› (New Development Bank)."),
            ("[the BRICS countries]{lang=en}", "the ‹!BRICS countries›"),
            ("::: {lang=en}\nThe 新开发银行.\n:::", "::: The ‹!新开发银行› (New Development Bank, NDB)."),
        ],
        shown,
    );
}

/// The first place outside takes the explanation; the use is linked all the same.
#[test]
fn explanations_stood_in_titles_and_quoted_words() {
    check_all(
        &[
            ("《新开发银行协定》说新开发银行", "《‹!新开发银行›协定》说‹新开发银行›（New Development Bank，NDB）"),
            ("“新开发银行”与新开发银行", "“‹!新开发银行›”与‹新开发银行›（New Development Bank，NDB）"),
            ("《*新开发银行*协定》，新开发银行", "《‹!新开发银行›协定》，‹新开发银行›（New Development Bank，NDB）"),
            ("它（即新开发银行）。新开发银行", "它（即‹!新开发银行›）。‹新开发银行›（New Development Bank，NDB）"),
            ("> 新开发银行\n\n新开发银行", "> ‹!新开发银行› | ‹新开发银行›（New Development Bank，NDB）"),
            ("# 新开发银行\n\n新开发银行", "# 第一章 新开发银行 | ‹!新开发银行›（New Development Bank，NDB）"),
            ("| 新开发银行 |\n|--|\n| NDB |\n\n新开发银行", "- [-1000] head: ‹!新开发银行› body: ‹NDB› | ‹新开发银行›（New Development Bank，NDB）"),
            ("![新开发银行](f.svg)\n\n新开发银行", "figure 图 1-1 新开发银行 | ‹!新开发银行›（New Development Bank，NDB）"),
            ("甲^[新开发银行]，新开发银行", "甲[①: ‹!新开发银行›]，‹新开发银行›（New Development Bank，NDB）"),
            // A title mark that nobody closed does not reach into the next paragraph.
            ("《甲\n\n新开发银行", "《甲 | ‹!新开发银行›（New Development Bank，NDB）"),
        ],
        shown,
    );
}

#[test]
fn what_the_author_explains_is_not_explained_again() {
    check_all(
        &[
            ("新开发银行（New Development Bank）和NDB", "‹!新开发银行›（‹New Development Bank›）和‹NDB›"),
            ("新开发银行（NDB）与新开发银行", "‹!新开发银行›（‹NDB›）与‹新开发银行›"),
            ("New Development Bank (NDB)，NDB", "‹!New Development Bank› (‹NDB›)，‹NDB›"),
            // A bracket that says something else: the next use is explained.
            ("新开发银行（2015年）和新开发银行", "‹!新开发银行›（2015年）和‹新开发银行›（New Development Bank，NDB）"),
        ],
        shown,
    );
}

#[test]
fn explanations_are_given_as_often_as_asked_for() {
    let texts = ["金砖国家，金砖国家", "金砖国家"];
    for (expand, want) in [
        ("chapter", "‹!金砖国家›（BRICS countries），‹金砖国家› / ‹!金砖国家›（BRICS countries）"),
        ("book", "‹!金砖国家›（BRICS countries），‹金砖国家› / ‹!金砖国家›"),
        ("never", "‹!金砖国家›，‹金砖国家› / ‹!金砖国家›"),
    ] {
        assert_eq!(chapters(&texts, &format!(r#"{{"file":"terms.toml","expand":"{expand}"}}"#)), want, "{expand}");
    }
}

#[test]
fn findings_name_the_right_form() {
    check_all(
        &[
            ("金砖银行", "term/variant:金砖银行"),
            ("甲^[金砖银行]", "term/variant:金砖银行"),
            ("[[NBD]]", "term/unknown:[[NBD]]"),
            ("# [[世界银行]]", "term/unknown:[[世界银行]]"),
        ],
        shown,
    );
    let made = Manuscript::of("金砖银行").glossary(TERMS).make();
    let fix = made.diagnostics[0].fix.as_ref().map(|f| f.replacement.as_str());
    assert_eq!(fix, Some("新开发银行"));
}

#[test]
fn findings_in_the_file_of_terms() {
    check_all(
        &[
            ("[[term]]\nzh = \"甲\"\nengl = \"a\"\n", "term/unknown-key:engl"),
            ("[[terms]]\nzh = \"甲\"\n", "term/unknown-key:terms"),
            ("[[term]]\nabbr = \"A\"\n", "term/empty:[[term]]"),
            ("[[term]]\nzh = 3\nen = \"a\"\n", "term/value:zh"),
            ("[[term]]\nzh = \"甲\"\n[[term]]\nzh = \"甲\"\n", "term/duplicate:[[term]]"),
            ("[[term]\n", "term/syntax:"),
        ],
        |toml| Manuscript::of("文").glossary(toml).make().findings(),
    );
    let missing = Manuscript::of("文").plugin("glossary", r#"{"file":"none.toml"}"#).make();
    assert_eq!(missing.findings(), "term/file:-");
    let outside = Manuscript::of("文").plugin("glossary", r#"{"file":"../x.toml"}"#).make();
    assert_eq!(outside.findings(), "term/file:-");
}

/// The lists, the main one first.
fn lists(language: &str, toml: &str) -> String {
    let made = Manuscript::new(language).chapter("文").glossary(toml).make();
    assert_eq!(made.findings(), "");
    let blocks = made.book.divisions.iter().filter(|d| d.path == "glossary").flat_map(|d| &d.blocks);
    let lists = blocks.filter(|b| matches!(b.kind, BlockKind::TermList(_)));
    lists.map(|b| super::dump::blocks(std::slice::from_ref(b))).collect::<Vec<_>>().join(" / ")
}

#[test]
fn lists_are_sorted_by_pinyin_and_by_alphabet() {
    let entry = |zh: &str, en: &str, more: &str| format!("[[term]]\nzh = \"{zh}\"\nen = \"{en}\"\n{more}\n");
    let terms = [
        entry("重庆", "Chongqing", "sort = \"崇庆\""),
        entry("重量", "weight", ""),
        entry("银行", "bank", "definition = \"*存* 钱\"\ndefinition_en = \"a house\""),
        entry("阿拉伯", "Arabia", ""),
        entry("G20", "Group of Twenty", ""),
        entry("词", "Émile", "abbr = \"E\""),
    ];
    assert_eq!(
        lists("zh-CN", &terms.concat()),
        "terms [A] 阿拉伯 = Arabia; [C] 重庆 = Chongqing; 词 = Émile，E; [G] G20 = Group of Twenty; \
         [Y] 银行 = bank: 存 钱; [Z] 重量 = weight / \
         terms [A] Arabia = 阿拉伯; [B] bank = 银行; [C] Chongqing = 重庆; [E] Émile = 词，E; \
         [G] Group of Twenty = G20; [W] weight = 重量"
    );
    assert_eq!(lists("en", &entry("银行", "bank", "definition_en = \"a house\"")), "terms [B] bank = 银行: a house / terms [Y] 银行 = bank");
    assert_eq!(lists("en", "[[term]]\nen = \"bank\"\n"), "terms [B] bank");
}

#[test]
fn text_and_list_lead_to_each_other() {
    let made = Manuscript::of("银行，银行").part(Matter::Back, "银行").glossary("[[term]]\nzh = \"银行\"\nen = \"bank\"\n").make();
    let term = &made.book.glossary.terms[0];
    assert_eq!(term.anchor, "term-1");
    let uses: Vec<(&str, usize)> = term.uses.iter().map(|u| (u.anchor.as_str(), u.division)).collect();
    assert_eq!(uses, [("use-1-1", 0), ("use-1-2", 1)]);
}
