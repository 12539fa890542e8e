//! The words that only the EPUB prints, by language, and what it knows of languages.

use kaiben_model::is_chinese;

/// Words in one language.
pub struct Words {
    /// Heading of the page with the rights.
    pub colophon: &'static str,
    /// Before the authors.
    pub authors: &'static str,
    /// Before the publisher.
    pub publisher: &'static str,
    /// Before the date.
    pub date: &'static str,
    /// Before the rights.
    pub rights: &'static str,
    /// Between a name of these and its value.
    pub colon: &'static str,
    /// Between two names.
    pub between_names: &'static str,
    /// Accessibility summary: what holds for every book.
    pub summary: &'static str,
    /// Accessibility summary: all pictures have descriptions.
    pub summary_described: &'static str,
    /// Accessibility summary: some pictures have none.
    pub summary_undescribed: &'static str,
    /// Accessibility summary: formulas.
    pub summary_math: &'static str,
}

const CHINESE: Words = Words {
    colophon: "版权页",
    authors: "作者",
    publisher: "出版者",
    date: "出版日期",
    rights: "版权",
    colon: "：",
    between_names: "、",
    summary: "全书为可重排的文本，标题分级，目录可跳转，注释与正文互相链接，字号与颜色可由读者调整。",
    summary_described: "图片均有替代文字。",
    summary_undescribed: "部分图片没有替代文字。",
    summary_math: "公式以 MathML 写成。",
};

const ENGLISH: Words = Words {
    colophon: "Colophon",
    authors: "Authors",
    publisher: "Publisher",
    date: "Date of publication",
    rights: "Rights",
    colon: ": ",
    between_names: ", ",
    summary: "The text reflows, headings are nested, the contents list links to them, and notes and text link to each other. Readers can change size and colors.",
    summary_described: " All pictures have text alternatives.",
    summary_undescribed: " Some pictures have no text alternative.",
    summary_math: " Formulas are MathML.",
};

/// The words for a language tag; languages that are not Chinese get English ones.
pub fn words(tag: &str) -> &'static Words {
    if is_chinese(tag) { &CHINESE } else { &ENGLISH }
}

/// The language of what an author gives as the second form, such as `title_en`.
pub fn second_language(tag: &str) -> &'static str {
    if is_chinese(tag) { "en" } else { "zh-CN" }
}

/// What a person did, as it stands behind the name on the title page; authors need no word.
pub fn role_word(tag: &str, role: &str) -> Option<&'static str> {
    let (chinese, english) = match role {
        "edt" => ("编", "editor"),
        "com" => ("编纂", "compiler"),
        "trl" => ("译", "translator"),
        "ill" => ("绘", "illustrator"),
        "pht" => ("摄", "photographer"),
        "rev" => ("审校", "reviewer"),
        "bkd" => ("设计", "book designer"),
        _ => return None,
    };
    Some(if is_chinese(tag) { chinese } else { english })
}

/// `lang` and `xml:lang`, as attributes.
pub fn language_attributes(tag: &str) -> String {
    let tag = kaiben_html::escape_attribute(tag);
    format!(" lang=\"{tag}\" xml:lang=\"{tag}\"")
}
