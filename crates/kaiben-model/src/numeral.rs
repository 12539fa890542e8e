//! Numerals: how a number is written in headings and notes.

use serde::{Deserialize, Serialize};

/// The system of numerals that a sample names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum NumeralStyle {
    /// 1, 2, 3.
    Arabic,
    /// 一、二、三.
    Chinese,
    /// 壹、贰、叁.
    ChineseFormal,
    /// ①, ②, ③ up to ㊿, Arabic above.
    Circled,
    /// I, II, III.
    RomanUpper,
    /// i, ii, iii.
    RomanLower,
    /// A … Z, AA.
    LatinUpper,
    /// a … z, aa.
    LatinLower,
}

/// A pattern such as `第一章` or `（1）`: text around one sample numeral.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct NumberPattern {
    /// Before the number.
    pub prefix: String,
    /// The system of numerals.
    pub style: NumeralStyle,
    /// After the number.
    pub suffix: String,
}

impl NumberPattern {
    /// Reads a pattern; none if it has no sample numeral. Han, circled and Arabic samples are looked for
    /// first, so that the letters of `Chapter 1` are text; a Latin letter counts only if it stands alone.
    pub fn parse(text: &str) -> Option<Self> {
        let sure = |c: char| match c {
            '1' => Some(NumeralStyle::Arabic),
            '一' => Some(NumeralStyle::Chinese),
            '壹' => Some(NumeralStyle::ChineseFormal),
            '①' => Some(NumeralStyle::Circled),
            _ => None,
        };
        let letter = |c: char| match c {
            'I' => Some(NumeralStyle::RomanUpper),
            'i' => Some(NumeralStyle::RomanLower),
            'A' => Some(NumeralStyle::LatinUpper),
            'a' => Some(NumeralStyle::LatinLower),
            _ => None,
        };
        let alone = |at: usize, c: char| {
            let before = text[..at].chars().next_back();
            let after = text[at + c.len_utf8()..].chars().next();
            !before.is_some_and(|c| c.is_ascii_alphanumeric()) && !after.is_some_and(|c| c.is_ascii_alphanumeric())
        };
        let (at, c, style) = text
            .char_indices()
            .find_map(|(i, c)| sure(c).map(|s| (i, c, s)))
            .or_else(|| text.char_indices().find_map(|(i, c)| letter(c).filter(|_| alone(i, c)).map(|s| (i, c, s))))?;
        Some(Self { prefix: text[..at].to_owned(), style, suffix: text[at + c.len_utf8()..].to_owned() })
    }

    /// The pattern with a number in it.
    pub fn format(&self, number: u32) -> String {
        format!("{}{}{}", self.prefix, self.style.format(number), self.suffix)
    }
}

impl NumeralStyle {
    /// A number, from 1, in these numerals.
    pub fn format(self, number: u32) -> String {
        match self {
            Self::Arabic => number.to_string(),
            Self::Chinese => chinese(number, &['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'], &["", "十", "百", "千"]),
            Self::ChineseFormal => {
                chinese(number, &['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'], &["", "拾", "佰", "仟"])
            }
            Self::Circled => circled(number).map_or_else(|| number.to_string(), String::from),
            Self::RomanUpper => roman(number),
            Self::RomanLower => roman(number).to_lowercase(),
            Self::LatinUpper => latin(number),
            Self::LatinLower => latin(number).to_lowercase(),
        }
    }
}

/// The circled form of 1 to 50; there is none above.
pub fn circled(number: u32) -> Option<char> {
    let base = match number {
        1..=20 => 0x2460 - 1,
        21..=35 => 0x3251 - 21,
        36..=50 => 0x32B1 - 36,
        _ => return None,
    };
    char::from_u32(base + number)
}

fn chinese(number: u32, digits: &[char; 10], places: &[&str; 4]) -> String {
    // Above 9999 no heading counts; Arabic digits stay readable there.
    if number == 0 || number > 9999 {
        return number.to_string();
    }
    let text = number.to_string();
    let mut out = String::new();
    let mut gap = false;
    for (i, digit) in text.bytes().map(|b| (b - b'0') as usize).enumerate() {
        let place = text.len() - 1 - i;
        if digit == 0 {
            gap = true;
            continue;
        }
        if gap {
            out.push(if digits[0] == '〇' { '零' } else { digits[0] });
            gap = false;
        }
        // 十二, not 一十二; the formal numerals keep their one (壹拾贰).
        if !(digit == 1 && place == 1 && i == 0 && places[1] == "十") {
            out.push(digits[digit]);
        }
        out.push_str(places[place]);
    }
    out
}

fn roman(mut number: u32) -> String {
    const STEPS: [(u32, &str); 13] = [
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
        (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ];
    let mut out = String::new();
    for (value, text) in STEPS {
        while number >= value {
            out.push_str(text);
            number -= value;
        }
    }
    out
}

fn latin(mut number: u32) -> String {
    let mut out = Vec::new();
    while number > 0 {
        number -= 1;
        out.push(char::from(b'A' + (number % 26) as u8));
        number /= 26;
    }
    out.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        for (sample, number, want) in [
            ("第一章", 12, "第十二章"),
            ("第一章", 20, "第二十章"),
            ("第一章", 105, "第一百零五章"),
            ("（一）", 3, "（三）"),
            ("1.", 7, "7."),
            ("①", 21, "㉑"),
            ("①", 51, "51"),
            ("Chapter 1", 4, "Chapter 4"),
            ("Chapter I", 9, "Chapter IX"),
            ("Appendix A", 27, "Appendix AA"),
            ("壹、", 11, "壹拾壹、"),
        ] {
            let pattern = NumberPattern::parse(sample);
            assert_eq!(pattern.map(|p| p.format(number)).as_deref(), Some(want), "{sample}");
        }
        assert_eq!(NumberPattern::parse("章"), None);
    }
}
