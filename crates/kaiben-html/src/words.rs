//! The words that only editions for the screen need.

use kaiben_model::is_chinese;

/// Words of the interface in one language.
#[derive(Debug)]
pub(crate) struct Words {
    pub ticked: &'static str,
    pub not_ticked: &'static str,
    pub formula: &'static str,
    pub used_in: &'static str,
    pub letters: &'static str,
    pub skip: &'static str,
    pub previous: &'static str,
    pub next: &'static str,
    pub close: &'static str,
    pub to_note: &'static str,
    pub theme: &'static str,
    pub pages: &'static str,
    pub lists: &'static str,
    pub roles: [(&'static str, &'static str); 4],
    pub begin: &'static str,
    pub title_list: &'static str,
    pub blank_page: &'static str,
}

const CHINESE: Words = Words {
    ticked: "已完成",
    not_ticked: "未完成",
    formula: "公式",
    used_in: "见：",
    letters: "按字母查找",
    skip: "跳到正文",
    previous: "上一章",
    next: "下一章",
    close: "关闭",
    to_note: "到注释处",
    theme: "切换明暗",
    pages: "翻页",
    lists: "插图与表格",
    roles: [("edt", "编"), ("trl", "译"), ("ill", "插图"), ("aui", "序")],
    begin: "开始阅读",
    title_list: "、",
    blank_page: "空白页",
};

const ENGLISH: Words = Words {
    ticked: "done",
    not_ticked: "not done",
    formula: "Formula",
    used_in: "Used in: ",
    letters: "By letter",
    skip: "Skip to content",
    previous: "Previous",
    next: "Next",
    close: "Close",
    to_note: "Go to the note",
    theme: "Switch light and dark",
    pages: "Chapters",
    lists: "Figures and tables",
    roles: [("edt", "editor"), ("trl", "translator"), ("ill", "illustrator"), ("aui", "introduction")],
    begin: "Start reading",
    title_list: ", ",
    blank_page: "Blank page",
};

/// The words for a language tag; languages that are not Chinese get English ones.
pub(crate) fn words(tag: &str) -> &'static Words {
    if is_chinese(tag) { &CHINESE } else { &ENGLISH }
}
