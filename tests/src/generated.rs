//! Books made from a seed: every construct of the manuscript in ever other neighborhoods. The same seed makes the
//! same book on any machine.

use crate::Scratch;
use std::fmt::Write;

/// Writes the book of a seed into a folder below `scratch`.
pub fn write_book(scratch: &Scratch, folder: &str, seed: u64) {
    let mut maker = Maker { random: Random::new(seed), notes: 0, things: 0, labels: Vec::new(), seed };
    let chinese = maker.random.below(4) != 0;
    let chapters = 1 + maker.random.below(3);
    let front = maker.random.below(2) == 0;
    let back = maker.random.below(3) == 0;
    let mut names = Vec::new();
    for chapter in 0..chapters {
        let text = maker.chapter(chapter, chinese);
        let name = ["第一篇.md", "chapters/two.md", "3.md"][chapter];
        scratch.write(&format!("{folder}/{name}"), text);
        names.push(name);
    }
    if front {
        scratch.write(&format!("{folder}/preface.md"), "# 前言 {en=\"Preface\"}\n\n先说几句^[只有一句。]。\n");
    }
    if back {
        scratch.write(&format!("{folder}/back.md"), "# Appendix {.unnumbered}\n\nNothing but *a few* words.\n");
    }
    scratch.write(&format!("{folder}/a.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 20\"><rect width=\"40\" height=\"20\" fill=\"#268\"/><text x=\"4\" y=\"14\">图</text></svg>");
    scratch.write(&format!("{folder}/chapters/图 片.png"), PIXEL);
    scratch.write(&format!("{folder}/data.csv"), "项目,数\n甲,1.25\n乙,10\n\"丙, 丁\",0.5\n");
    scratch.write(&format!("{folder}/glossary.toml"), GLOSSARY);
    scratch.write(&format!("{folder}/book.toml"), maker.config(chinese, &names, front, back));
}

/// A picture of one pixel.
const PIXEL: &[u8] = &[
    137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0, 31, 21, 196, 137, 0, 0, 0, 13, 73, 68,
    65, 84, 120, 218, 99, 100, 96, 248, 95, 15, 0, 2, 135, 1, 128, 235, 71, 186, 146, 0, 0, 0, 0, 73, 69, 78, 68, 174, 66, 96, 130,
];

const GLOSSARY: &str = r#"
[[term]]
zh = "新开发银行"
en = "New Development Bank"
abbr = "NDB"
definition = "由五国设立的<银行> & 机构。"
definition_en = "A bank \"of five\"."

[[term]]
zh = "开本"
en = "trim size"
definition = "书页裁切后的尺寸。"
aliases = ["成品尺寸"]

[[term]]
en = "Kaiben"
definition_en = "This program."
"#;

/// Numbers from a seed (xorshift64*).
struct Random(u64);

impl Random {
    fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % end.max(1)
    }

    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

struct Maker {
    random: Random,
    notes: usize,
    things: usize,
    /// Labels of the chapter that references may name.
    labels: Vec<String>,
    seed: u64,
}

const TEXTS: [&str; 12] = [
    "金砖国家的合作始于二十一世纪初，其后逐年扩大。",
    "新开发银行设在上海，开本与纸张都由出版者决定。",
    "“引号”与《书名号》，破折号——省略号……都在这里。",
    "2009—2023年间共举行15次会晤，增长12.5%。",
    "The quick brown fox jumps over the lazy dog, or so it is said.",
    "Kaiben 把一份书稿做成三种版本（PDF、EPUB and HTML）。",
    "A < B & C > D，\"直引号\"与'单引号'。",
    "见https://example.com/路径?a=1&b=[2]，后文。",
    "第一，文字；第二，图像；第三，表格：都要检查！",
    "NDB与New Development Bank是同一家银行。",
    "一行里的一个很长的英文词internationalization以及其他。",
    "数字１２３与全角ＡＢＣ，特殊符号℃、№、①、Ⅳ。",
];

impl Maker {
    fn text(&mut self) -> String {
        self.random.of(&TEXTS).to_owned()
    }

    /// A run of text with inline constructs.
    fn inlines(&mut self, depth: usize) -> String {
        let mut out = String::new();
        for _ in 0..=self.random.below(4) {
            let text = self.text();
            let piece = match self.random.below(if depth == 0 { 20 } else { 9 }) {
                0 => format!("**{text}**"),
                1 => format!("*{text}*"),
                2 => "`let a = \"<b>\";`".to_owned(),
                3 => "~~删去~~".to_owned(),
                4 => format!("[{text}]{{.dots}}"),
                5 => "{汉字|hàn zì}".to_owned(),
                6 => "$a^2 + \\frac{1}{n} < \\sqrt{b}$".to_owned(),
                7 => "H~2~O与10^3^。".to_owned(),
                8 => "[[NDB]]".to_owned(),
                9 => "[外部链接](https://example.com/a?b=c&d=e \"标题\")".to_owned(),
                10 => "[开本]{.no-term}".to_owned(),
                11 => "[un mot en français]{lang=fr .kind}".to_owned(),
                12 => format!("^[{}]", self.inlines(1)),
                13 => self.note(),
                14 => "![小图](A_SVG){width=2em}".to_owned(),
                15 => "<kbd>Ctrl</kbd>+<span onclick=\"x()\">C</span><br>".to_owned(),
                16 => self.reference(),
                17 => "一行\n下一行  \n再一行".to_owned(),
                _ => text,
            };
            out.push_str(&piece);
        }
        out
    }

    /// The mark of a note whose text stands at the end of the chapter.
    fn note(&mut self) -> String {
        self.notes += 1;
        format!("[^n{}]", self.notes)
    }

    fn reference(&mut self) -> String {
        if self.labels.is_empty() {
            return "（无）".to_owned();
        }
        let index = self.random.below(self.labels.len());
        format!("见@{}；", self.labels[index])
    }

    fn label(&mut self, kind: &str) -> String {
        self.things += 1;
        let label = format!("{kind}-s{}-{}", self.seed, self.things);
        self.labels.push(label.clone());
        label
    }

    fn indented(&mut self, indent: &str, count: usize) -> String {
        let inner = self.blocks(count, 1);
        inner.lines().map(|l| if l.is_empty() { "\n".to_owned() } else { format!("{indent}{l}\n") }).collect()
    }

    fn blocks(&mut self, count: usize, depth: usize) -> String {
        let mut out = String::new();
        for _ in 0..count {
            let block = self.block(depth);
            out.push_str(block.trim_end());
            out.push_str("\n\n");
        }
        out
    }

    fn block(&mut self, depth: usize) -> String {
        match self.random.below(if depth == 0 { 26 } else { 10 }) {
            0 => format!("> {}\n>\n> {}", self.inlines(1).replace('\n', " "), self.text()),
            1 => format!("- {}\n- {}\n    - {}", self.inlines(1).replace('\n', " "), self.text(), self.text()),
            2 => format!("3. {}\n4. {}", self.text(), self.text()),
            3 => format!("- [x] {}\n- [ ] {}", self.text(), self.text()),
            4 => "```rust\nfn main() { println!(\"<&>\"); }\n```".to_owned(),
            5 => "$$\\int_0^1 x \\, dx = \\frac12$$".to_owned(),
            6..=9 => self.inlines(depth),
            10 => {
                let kind = self.random.of(&["note", "tip", "important", "warning", "caution"]);
                let title = self.random.of(&["", " {title=\"自己的 & 标题\"}"]);
                format!("::: {kind}{title}\n{}\n:::", self.blocks(2, 1).trim_end())
            }
            11 => format!("::: quote {{source=\"某书\"}}\n{}\n:::", self.text()),
            12 => format!("::: epigraph\n{}\n:::", self.text()),
            13 => "::: verse\n白日依山尽，\n黄河入海流。\n:::".to_owned(),
            14 => format!("::: columns {{count=2}}\n{}\n:::", self.blocks(2, 1).trim_end()),
            15 => format!("::: only {{target={}}}\n{}\n:::", self.random.of(&["print", "epub", "html", "print,epub"]), self.text()),
            16 => {
                let label = self.label("fig");
                format!("![{}](A_SVG){{#{label} width=60% en=\"A figure\" alt=\"说明文字\"}}", self.text().replace(['[', ']'], ""))
            }
            17 => "![一个像素](A_PNG)".to_owned(),
            18 => self.pipe_table(),
            19 => {
                let label = self.label("tbl");
                format!(
                    "::: list-table {{#{label} caption=\"列表写成的表\" widths=\"1,2\"}}\n- - 甲\n  - 乙\n- - {}\n  - - 一\n    - 二\n:::",
                    self.text()
                )
            }
            20 => {
                let label = self.label("tbl");
                format!("::: csv-table {{#{label} file=\"DATA_CSV\" caption=\"读自文件\" align=\"l,d\"}}\n:::")
            }
            21 => {
                let label = self.label("eq");
                if self.random.below(2) == 0 {
                    return format!(
                        "$$\\begin{{cases}} \\dfrac{{a}}{{b}} & x > 0 \\\\ \\overline{{x}} + \\mathbb{{R}} & \\text{{否则}} \\end{{cases}} \\qquad \\vec{{v}} \\binom{{n}}{{k}}$$ {{#{label}}}"
                    );
                }
                format!("$$\\sum_{{k=1}}^{{n}} k = \\begin{{pmatrix}} a & b \\\\ c & d \\end{{pmatrix}}$$ {{#{label}}}")
            }
            22 => format!("术语一\n: {}\n\n术语二\n: {}", self.text(), self.text()),
            23 => "* * *".to_owned(),
            24 => format!("<details><summary>展开</summary>\n\n{}\n\n</details>", self.text()),
            _ => format!("1. {}\n\n{}", self.text(), self.indented("   ", 2)),
        }
    }

    fn pipe_table(&mut self) -> String {
        let columns = 1 + self.random.below(7);
        let cell = |maker: &mut Self| match maker.random.below(6) {
            0 => "12.5".to_owned(),
            1 => maker.note(),
            2 => "甲<br>乙".to_owned(),
            _ => maker.random.of(&["甲", "乙与丙", "a few words", "**重**", "$x$", "NDB"]).to_owned(),
        };
        let mut out = String::new();
        let label = self.label("tbl");
        let before = self.random.below(2) == 0;
        let note = if self.random.below(3) == 0 { "^[表的注]" } else { "" };
        let style = self.random.of(&["three-line", "grid", "plain"]);
        let caption = format!(": 一张表{note} {{#{label} en=\"A table\" style={style} note=\"资料来源：某处\"}}");
        if before {
            let _ = write!(out, "{caption}\n\n");
        }
        for row in 0..2 + self.random.below(5) {
            for _ in 0..columns {
                let text = cell(self);
                let _ = write!(out, "| {text} ");
            }
            out.push_str("|\n");
            if row == 0 {
                for _ in 0..columns {
                    let rule = self.random.of(&["---", ":--", "--:", ":-:"]);
                    let _ = write!(out, "|{rule}");
                }
                out.push_str("|\n");
            }
        }
        if columns > 2 && self.random.below(2) == 0 {
            out.push_str("| 合并 ||");
            (2..columns).for_each(|_| out.push_str(" 一 |"));
            out.push_str("\n| ^^ | ^^ |");
            (2..columns).for_each(|_| out.push_str(" 二 |"));
            out.push('\n');
        }
        if !before {
            let _ = write!(out, "\n{caption}");
        }
        out
    }

    fn chapter(&mut self, number: usize, chinese: bool) -> String {
        self.labels.clear();
        self.notes = 0;
        let id = format!("sec-s{}-{number}", self.seed);
        let note = if self.random.below(3) == 0 { "^[标题的注]" } else { "" };
        let title = if chinese { "章题：甲 & 乙" } else { "A Title of <Words>" };
        let title = title.replace('<', "\\<");
        let mut out = format!("# {title}{note} {{#{id} en=\"A Chapter\"}}\n\n");
        let mut level = 1;
        for _ in 0..2 + self.random.below(5) {
            let count = 1 + self.random.below(4);
            out.push_str(&self.blocks(count, 0));
            level = (2 + self.random.below(5)).min(level + 1);
            let heading = self.random.of(&["小节", "Section with *emphasis*", "含`代码`与$x$", "又一节[^h]"]).replace("[^h]", "^[节注]");
            let class = self.random.of(&["", " {.unnumbered}", " {en=\"Second\"}"]);
            let _ = write!(out, "{} {heading}{class}\n\n", "#".repeat(level));
        }
        out.push_str(&self.blocks(2, 0));
        for note in 1..=self.notes {
            let text = match self.random.below(4) {
                0 => format!("{}\n\n    第二段。\n\n    - 列表", self.text()),
                1 => "*斜*与https://example.com/a/b/c。".to_owned(),
                _ => self.text(),
            };
            let _ = write!(out, "[^n{note}]: {text}\n\n");
        }
        // Paths are relative to the chapter's own folder.
        let (svg, png, csv) = if number == 1 { ("../a.svg", "%E5%9B%BE%20%E7%89%87.png", "../data.csv") } else { ("a.svg", "chapters/%E5%9B%BE%20%E7%89%87.png", "data.csv") };
        out.replace("A_SVG", svg).replace("A_PNG", png).replace("DATA_CSV", csv)
    }

    fn config(&mut self, chinese: bool, chapters: &[&str], front: bool, back: bool) -> String {
        let mut out = format!("[book]\ntitle = \"书名 & <{}>\"\nlanguage = \"{}\"\n", self.seed, if chinese { "zh-CN" } else { "en" });
        for line in [
            "subtitle = \"副题\"",
            "title_en = \"A \\\"Title\\\"\"",
            "date = \"2026-02-28\"",
            "publisher = \"某社\"",
            "rights = \"© 某人\"",
            "identifier = \"978-0-306-40615-7\"",
            "description = \"一本试验的书。\"",
            "subjects = [\"试验\", \"排版\"]",
            "cover = \"a.svg\"",
        ] {
            if self.random.below(2) == 0 {
                let _ = writeln!(out, "{line}");
            }
        }
        match self.random.below(3) {
            0 => out.push_str("authors = [\"甲\", \"B. Author\"]\n"),
            1 => out.push_str("[[book.authors]]\nname = \"甲\"\nname_en = \"Jia\"\nrole = \"edt\"\n[[book.authors]]\nname = \"乙\"\nrole = \"trl\"\n"),
            _ => {}
        }
        let list = |names: &[&str]| names.iter().map(|n| format!("\"{n}\"")).collect::<Vec<_>>().join(", ");
        let _ = writeln!(out, "[manuscript]\nbody = [{}]\ntoc_depth = {}", list(chapters), 1 + self.random.below(4));
        if front {
            out.push_str("front = [\"preface.md\"]\n");
        }
        if back {
            out.push_str("back = [\"back.md\"]\n");
        }
        let restart = self.random.of(&["page", "chapter", "book"]);
        let mark = self.random.of(&["circled", "arabic", "bracketed", "symbols"]);
        let _ = writeln!(out, "[plugins.footnotes]\nrestart = \"{restart}\"\nmark = \"{mark}\"");
        let expand = self.random.of(&["chapter", "book", "never"]);
        let _ = writeln!(out, "[plugins.glossary]\nfile = \"glossary.toml\"\nexpand = \"{expand}\"");
        out
    }
}
