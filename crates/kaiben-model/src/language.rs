//! The words that the program itself prints, by language.

/// Whether a language tag is Chinese.
pub fn is_chinese(tag: &str) -> bool {
    let primary = tag.split(['-', '_']).next().unwrap_or("");
    primary.eq_ignore_ascii_case("zh") || primary.eq_ignore_ascii_case("cmn")
}

/// Labels in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Labels {
    /// Primary language tag of these labels: `zh` or `en`.
    pub tag: &'static str,
    /// Before the number of a figure.
    pub figure: &'static str,
    /// Before the number of a table.
    pub table: &'static str,
    /// Before the number of an equation in a reference.
    pub equation: &'static str,
    /// Before a section's number in a reference, where the number does not say it itself.
    pub section: &'static str,
    /// Before the number of a table that goes on.
    pub continued: &'static str,
    /// What is put behind `Table 2-1` where a language says it there: ` (continued)`; else empty.
    pub continued_suffix: &'static str,
    /// Between a label and its number.
    pub label_gap: &'static str,
    /// Heading of the contents list.
    pub contents: &'static str,
    /// Heading of the list of figures.
    pub figures: &'static str,
    /// Heading of the list of tables.
    pub tables: &'static str,
    /// Heading of the glossary.
    pub glossary: &'static str,
    /// Heading of the notes at a chapter's end.
    pub notes: &'static str,
    /// Titles of callouts: note, tip, important, warning, caution.
    pub callouts: [&'static str; 5],
    /// Opening and closing parenthesis around a term's expansion.
    pub parentheses: (&'static str, &'static str),
    /// Between two items of an expansion.
    pub comma: &'static str,
    /// Name of a link back from a note or an entry to the text.
    pub back: &'static str,
    /// Name of the cover.
    pub cover: &'static str,
    /// Name of the first page of the text.
    pub start: &'static str,
    /// Name of the title page.
    pub title_page: &'static str,
    /// Name of the printed page in a link.
    pub page: &'static str,
    /// Name of the group that sorts before the letters: digits and signs.
    pub other_group: &'static str,
}

const CHINESE: Labels = Labels {
    tag: "zh",
    figure: "图",
    table: "表",
    equation: "式",
    section: "",
    continued: "续表",
    continued_suffix: "",
    label_gap: " ",
    contents: "目录",
    figures: "插图目录",
    tables: "表格目录",
    glossary: "术语表",
    notes: "注释",
    callouts: ["说明", "提示", "重要", "注意", "警告"],
    parentheses: ("（", "）"),
    comma: "，",
    back: "返回正文",
    cover: "封面",
    start: "正文",
    title_page: "书名页",
    page: "页",
    other_group: "其他",
};

const ENGLISH: Labels = Labels {
    tag: "en",
    figure: "Figure",
    table: "Table",
    equation: "Equation",
    section: "Section",
    continued: "Table",
    continued_suffix: " (continued)",
    label_gap: " ",
    contents: "Contents",
    figures: "Figures",
    tables: "Tables",
    glossary: "Glossary",
    notes: "Notes",
    callouts: ["Note", "Tip", "Important", "Warning", "Caution"],
    parentheses: (" (", ")"),
    comma: ", ",
    back: "Back to the text",
    cover: "Cover",
    start: "Start of the text",
    title_page: "Title page",
    page: "page",
    other_group: "Other",
};

/// The labels for a language tag; languages that are not Chinese get English ones.
pub fn labels(tag: &str) -> &'static Labels {
    if is_chinese(tag) { &CHINESE } else { &ENGLISH }
}
