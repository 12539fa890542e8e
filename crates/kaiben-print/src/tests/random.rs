//! Manuscripts made by chance, the same ones on every machine.

/// A source of chance (xorshift64*).
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// Below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % limit
    }

    /// Once in `of` times.
    pub fn once_in(&mut self, of: usize) -> bool {
        self.below(of) == 0
    }

    pub fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

const WORDS: &[&str] = &[
    "合作", "机制", "会议", "城市", "数字", "经济", "发展", "银行", "贸易", "创新", "基地", "报告", "资料", "时间", "国家", "之间",
    "的", "在", "和", "与", "是", "有", "为", "从", "到", "中", "一", "不", "年",
];
const PIECES: &[&str] = &[
    "（附件）", "《宣言》", "“金砖+”", "——", "……", "BRICS", "GDP", "2023年", "5～8项", "2020—2025年", "吉姆·奥尼尔", "23%", "“‘引’用”",
    "[强调]{.dots}", "*楷体*", "**黑体**", "the workers’ rights", "3.5万",
];

/// A passage of about `length` characters.
pub fn passage(chance: &mut Chance, length: usize) -> String {
    let mut out = String::new();
    let mut since = 0;
    while out.chars().count() < length {
        if since > 0 && chance.once_in(9) {
            out += chance.pick(PIECES);
        } else {
            out += chance.pick(WORDS);
        }
        since += 1;
        if since > 5 && chance.once_in(5) {
            out += chance.pick(&["，", "，", "、", "；", "：", "。", "。", "？", "！"]);
            since = 0;
        }
    }
    out.trim_end_matches(['，', '、', '；', '：', '。', '？', '！']).to_owned() + "。"
}

/// A passage with notes in it.
pub fn noted(chance: &mut Chance, length: usize) -> String {
    let mut out = String::new();
    for part in 0..3 {
        out += &passage(chance, length / 3);
        if chance.below(3) > part {
            // Two notes at one place are rare, and never both of half a page.
            let second = chance.once_in(6);
            for length in [[8, 20, 45, 120, 420][chance.below(5)], [8, 20, 45][chance.below(3)]].into_iter().take(1 + usize::from(second)) {
                let text = passage(chance, length).replace("[强调]{.dots}", "强调");
                out += &format!("^[{text}]");
            }
        }
    }
    out
}

/// A chapter in which notes stand everywhere that they can.
pub fn chapter(chance: &mut Chance) -> String {
    let mut out = String::from("# 题目\n\n");
    for _ in 0..4 + chance.below(8) {
        let length = 12 + chance.below(260);
        match chance.below(11) {
            0 => {
                let level = "#".repeat(2 + chance.below(2));
                let title = passage(chance, 6).replace(['。', '*', '[', ']', '{', '}', '.'], "");
                let note = if chance.once_in(3) { "^[题目的注。]" } else { "" };
                out += &format!("{level} {title}{note}\n\n");
            }
            1 => {
                for i in 1..=2 + chance.below(4) {
                    out += &format!("{i}. {}\n", noted(chance, length / 3));
                }
                out += "\n";
            }
            2 => {
                for _ in 0..2 + chance.below(3) {
                    out += &format!("- {}\n\n  {}\n", noted(chance, length / 3), noted(chance, length / 4));
                }
                out += "\n";
            }
            3 => {
                for _ in 0..1 + chance.below(2) {
                    out += &format!("> {}\n>\n", noted(chance, length));
                }
                out += "\n";
            }
            4 => out += &format!("::: note\n{}\n:::\n\n", noted(chance, length)),
            5 => {
                out += "| 甲 | 乙 |\n|---|---|\n";
                for _ in 0..2 + chance.below(6) {
                    // Notes in tables stand under the table, not at the foot of the page.
                    out += &format!("| {} | {}^[表注。] |\n", passage(chance, 8), passage(chance, 30));
                }
                out += "\n: 表题^[表题的注。]\n\n";
            }
            _ => out += &format!("{}\n\n", noted(chance, length)),
        }
    }
    out
}
