//! Pinyin of terms.

use pinyin::ToPinyinMulti;
use std::collections::BTreeSet;

/// The readings of a Chinese form, syllable by syllable, without tones: `yin hang|heng|xing`. A character with
/// several readings has them all, since which one is meant only the word knows (银行 yínháng, 行走 xíngzǒu).
/// Runs of other characters stand as they are, in lower case. `sort` is the reading that the author gave; where
/// it has as many syllables as the form, it stands alone.
pub fn readings(form: &str, sort: Option<&str>) -> String {
    if let Some(given) = sort.filter(|s| s.is_ascii() && s.split_whitespace().count() == form.chars().count()) {
        return given.to_ascii_lowercase();
    }
    let mut out: Vec<String> = Vec::new();
    let mut other = false;
    for c in form.chars() {
        match c.to_pinyin_multi() {
            Some(all) => {
                let plain: BTreeSet<&str> = all.into_iter().map(|p| p.plain()).collect();
                // ü is typed as v.
                out.push(plain.into_iter().collect::<Vec<_>>().join("|").replace('ü', "v"));
                other = false;
            }
            None if c.is_alphanumeric() => {
                let lower: String = c.to_lowercase().collect();
                match out.last_mut().filter(|_| other) {
                    Some(run) => run.push_str(&lower),
                    None => out.push(lower),
                }
                other = true;
            }
            None => other = false,
        }
    }
    out.join(" ")
}

#[cfg(test)]
mod tests {
    use super::readings;

    #[test]
    fn every_reading_of_every_character() {
        for (form, sort, expected) in [
            ("银行", None, "yin hang|heng|xing"),
            ("新开发", None, "xin kai fa"),
            ("重庆", Some("chong qing"), "chong qing"),
            ("重庆", Some("chongqing1"), "chong|tong|zhong qing"),
            ("“一带一路”", None, "yi dai yi lu|luo"),
            ("PM2.5 浓度", None, "pm2 5 nong du|duo|zhai"),
            ("旅行", Some("B"), "lv hang|heng|xing"),
        ] {
            assert_eq!(readings(form, sort), expected, "{form}");
        }
    }
}
