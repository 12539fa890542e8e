//! Random mixes of all constructs: nothing panics, spans are valid.

use super::places::check_spans;
use crate::{parse_chapter, parse_inlines, parse_summary};
use kaiben_source::FileId;

const PIECES: &[&str] = &[
    "\n", "\n\n", "\n    ", "\n> ", "\n- ", "\n1. ", " ", "甲", "乙，", "abc", "*", "**", "_", "`", "```\n", "~~~", "~", "~~",
    "^", "^[", "[^", "[^a]", "\n[^a]: ", "\n[^b]: x\n", "]", "[", "[[", "]]", "](u)", "![", "](f.svg)", "{#fig-a", "{.x}", "{#tbl-a en=\"",
    "\"}", "{", "}", "|", "||", "\\|", "\\", "\n| a | b |\n|--|--|\n", "\n|", "^^", "\n: ", "\nTable: ", "\n::: note\n",
    "\n:::\n", "\n:::: {.x title=\"*t*\"}\n", "\n::::\n", "::: list-table", "@fig-a", "@", "[@k, p. 3]", "{汉|hàn}", "{汉\\|hàn}", "$", "$$",
    "$x$", "$$y$$ {#eq-a}", "https://a.b/c_d", "http://", "<https://x.y>", "<br>", "<!-- c -->", "<div>", "</div>", "<?", "?>",
    "&amp;", "&nGt;", "&#0;", "\u{0}", "\u{1}", "\u{1f}", "\u{1e}", "\r\n", "\r", "\t", "é", "👩‍💻", "\u{feff}", "---\n", "===", "\n# ", " #",
    "\n> [!NOTE] t\n", "\n- [ ] ", "\n- [x] ", "[r]: /u\n", "[r]", ":", "：", "|-|-|\n", "  \n", "\\\n", "=", "-", "\n\n[^a]: ^[",
];

/// A fixed sequence of numbers: the same mixes on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }
}

#[test]
fn never_panic() {
    let rounds = if cfg!(debug_assertions) { 3_000 } else { 100_000 };
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    for _ in 0..rounds {
        let pieces = 1 + dice.roll(40);
        let text: String = (0..pieces).map(|_| PIECES[dice.roll(PIECES.len())]).collect();
        let parsed = parse_chapter(FileId(0), "a.md", &text);
        check_spans(&text, &parsed.blocks);
        for d in &parsed.diagnostics {
            assert!(d.span.is_none_or(|s| text.get(s.range()).is_some()), "{d:?} in {text:?}");
        }
        let (_, found) = parse_inlines(FileId(0), &text, 0, &mut Vec::new());
        assert!(found.iter().all(|d| d.span.is_none_or(|s| text.get(s.range()).is_some())), "{text:?}");
        parse_summary(FileId(0), &text);
    }
}

#[test]
fn letters_are_kept() {
    let mut dice = Dice(7);
    let inner = ["*", "**", "_", "~", "^", "$", "@", "[", "]", "(", ")", "{", "}", "|", "`", "\\", "甲", "b1", " ", "\n", "https://x.y/", "!", ":"];
    for _ in 0..3_000 {
        let text: String = (0..12).map(|i| format!("{}字{}", inner[dice.roll(inner.len())], i)).collect();
        let parsed = parse_chapter(FileId(0), "a.md", &text);
        let dump = super::dump::blocks(&parsed.blocks);
        let count = dump.matches('字').count();
        // A link's target shows no text, an alternative is shown twice.
        assert!(count >= text.matches('字').count() || dump.contains("(a ") || dump.contains("(img"), "{text:?}\n{dump}");
    }
}

#[test]
fn hostile_sizes() {
    for piece in ["[", "*", "> ", "- ", "{", "^[", "::: a\n", "[a]{.x", "@", "`", "$", "![", "|", "{a=\"", "[^a]", "~", "https://"] {
        let text = piece.repeat(if cfg!(debug_assertions) { 4_000 } else { 20_000 });
        let parsed = parse_chapter(FileId(0), "a.md", &text);
        check_spans(&text, &parsed.blocks);
    }
    let nested: String = (0..200).map(|i| format!("{}- a\n", "  ".repeat(i))).collect();
    check_spans(&nested, &parse_chapter(FileId(0), "a.md", &nested).blocks);
}
