//! The rules of Chinese composition, each by the positions of what was set (W3C clreq; GB/T 15834—2011).

use super::random::{Chance, passage};
use super::{Line, SIZE, Setting, set};

const NOT_FIRST: &str = "。，、；：！？）》〉”’」』】〕·～…％%";
const NOT_LAST: &str = "（《〈“‘「『【〔";

fn body_lines(seeds: std::ops::Range<u64>) -> Vec<Line> {
    let mut found = Vec::new();
    for seed in seeds {
        let mut chance = Chance::new(seed);
        let text: String = (0..12)
            .map(|_| {
                let length = 40 + chance.below(200);
                format!("{}^[注。]\n\n", passage(&mut chance, length))
            })
            .collect();
        let set = set(Setting { measure: 17 + chance.below(20) as u32, lines: 40, ..Setting::of(format!("# 题\n\n{text}")) });
        found.extend(set.pages.into_iter().flatten());
    }
    found
}

/// clreq 3.1.4: what may not begin or end a line, and what may not be broken.
#[test]
fn lines_begin_and_end_as_they_may() {
    let lines = body_lines(1..60);
    assert!(lines.len() > 5_000, "only {} lines", lines.len());
    for pair in lines.windows(2) {
        let (line, next) = (pair[0].text(), pair[1].text());
        let (Some(first), Some(last)) = (line.chars().next(), line.chars().last()) else { continue };
        assert!(!NOT_FIRST.contains(first), "a line begins with {first}: {line}");
        assert!(!NOT_LAST.contains(last), "a line ends with {last}: {line}");
        let start = next.chars().next().unwrap_or(' ');
        assert!(!(last == '—' && start == '—'), "a dash is broken: {line} / {next}");
        assert!(!(last == '…' && start == '…'), "an ellipsis is broken: {line} / {next}");
        assert!(!(first == '—' && !line.starts_with("——")), "a line begins with a connector: {line}");
        assert!(!(matches!(last, '～' | '—') && !line.ends_with("——")), "a range is broken: {line} / {next}");
    }
}

/// No line is longer than the measure, but for what the engine rounds.
#[test]
fn lines_fit_the_measure() {
    for seed in 1..20 {
        let mut chance = Chance::new(seed);
        let measure = 17 + chance.below(20) as u32;
        let text: String = (0..10).map(|_| passage(&mut chance, 150) + "\n\n").collect();
        let set = set(Setting { measure, ..Setting::of(format!("# 题\n\n{text}")) });
        for line in set.pages.iter().flatten() {
            assert!(line.start() > -0.1, "{} starts at {}", line.text(), line.start());
            let room = f64::from(measure) * SIZE;
            assert!(line.end() < room + SIZE * 0.04, "{} ends at {} of {room}", line.text(), line.end());
        }
    }
}

/// Where a line of that text starts, in characters.
fn start_of(markdown: &str, wanted: &str) -> f64 {
    let set = set(Setting::of(format!("# 题\n\n{markdown}\n")));
    let lines: Vec<&Line> = set.pages.iter().flatten().collect();
    let line = lines.iter().find(|l| l.text().starts_with(wanted)).unwrap_or_else(|| panic!("{wanted} is not there"));
    (line.start() / SIZE * 100.0).round() / 100.0
}

/// clreq 3.1.6: two characters of indent; an opening bracket there keeps its ink at the indent.
#[test]
fn indents() {
    for (markdown, wanted, start) in [
        ("正文从这里开始。", "正文", 2.0),
        ("前一段。\n\n后一段。", "后一段", 2.0),
        ("- 项目", "•项目", 2.0),
        ("> 引文从这里开始。", "引文", 4.0),
        ("（一）从括号开始。", "（一）", 1.5),
        ("“引号”开始。", "“引号”", 1.5),
    ] {
        assert_eq!(start_of(markdown, wanted), start, "{markdown}");
    }
}

/// clreq 3.2.1: a quarter of an em between Han characters and Latin letters or digits.
#[test]
fn a_quarter_of_an_em_between_scripts() {
    let width = |text: &str| {
        let set = set(Setting::of(format!("# 题\n\n{text}")));
        let line = set.pages.iter().flatten().find(|l| l.text().starts_with(text.chars().next().unwrap_or(' '))).cloned();
        let line = line.expect("the line is there");
        line.end() - line.start()
    };
    let apart = width("中文中文") + width("abc");
    for (text, gaps) in [("中文abc中文", 2.0), ("中文中文abc", 1.0)] {
        let extra = (width(text) - apart) / SIZE;
        assert!((extra - gaps * 0.25).abs() < 0.01, "{text}: {extra} em");
    }
}

/// Which face sets a character: quotation marks, dashes and circled numbers are Chinese, apostrophes English.
#[test]
fn faces_of_characters() {
    let faces = |markdown: &str, wanted: char| -> String {
        let set = set(Setting::of(format!("# 题\n\n{markdown}")));
        let runs: Vec<_> = set.pages.into_iter().flatten().flat_map(|l| l.runs).collect();
        runs.into_iter().filter(|r| r.text.contains(wanted)).map(|r| r.family).next().expect("it is there")
    };
    for (markdown, wanted, family) in [
        ("他说“好”的。", '“', "Noto Serif SC"),
        ("原样——如此。", '—', "Noto Serif SC"),
        ("等等……止。", '…', "Noto Serif SC"),
        ("第①项。", '①', "Noto Serif SC"),
        ("有注^[注文。]。", '①', "Noto Serif SC"),
        ("the workers’ rights在此。", '’', "Libertinus Serif"),
        ("“All is well,” she said，如此。", '“', "Libertinus Serif"),
        ("共2023年。", '3', "Libertinus Serif"),
        ("吉姆·奥尼尔", '·', "Noto Serif SC"),
        ("*强调*的字", '调', "Kaiben Kai"),
    ] {
        assert_eq!(faces(markdown, wanted), family, "{wanted} in {markdown}");
    }
}

/// All lines of a page have one pitch, whatever faces they mix.
#[test]
fn lines_have_one_pitch() {
    let text = "汉字与 Latin letters 混排，*楷体*、**粗体**与 2023 年的数字都在同一行格上。".repeat(12);
    let set = set(Setting::of(format!("# 题\n\n{text}")));
    let last = set.pages.last().expect("a page");
    let distances: Vec<f64> = last[1..].windows(2).map(|l| ((l[1].y - l[0].y) / SIZE * 1000.0).round() / 1000.0).collect();
    assert!(distances.len() > 5 && distances.iter().all(|d| *d == 1.7), "{distances:?}");
}

/// Line ends of the manuscript between Chinese characters are no spaces; long addresses do not stretch a line.
#[test]
fn source_line_ends_and_addresses() {
    let set = set(Setting::of("# 题\n\n前一行\n后一行，见https://example.org/a/very/long/path/that/no/line/holds/by/itself?query=1&more=2，如此。"));
    let lines: Vec<String> = set.pages.iter().flatten().map(Line::text).collect();
    let line = lines.iter().position(|l| l.starts_with("前一行后一行")).expect("joined without a space");
    assert!(lines[line].contains("https://"), "the address starts on the line before it: {lines:?}");
}

/// Each bundled look sets everything that a manuscript can hold.
#[test]
fn looks() {
    for template in ["report", "trade"] {
        let mut chance = Chance::new(7);
        let text: String = (0..6).map(|_| super::random::chapter(&mut chance).replacen("# 题目", "## 题目", 1)).collect();
        let set = set(Setting { template, measure: 30, lines: 36, ..Setting::of(format!("# 题\n\n{text}\n\n***\n\n```\ncode\n```\n")) });
        assert!(set.diagnostics.is_empty(), "{template}: {:?}", set.diagnostics);
        assert!(set.pages.len() > 8, "{template}: {} pages", set.pages.len());
    }
}
