//! Lengths and trim sizes as printers name them.

use kaiben_model::{Micrometers, Trim};

/// A length such as `27mm`, `2.5cm`, `1in`, `12pt`.
pub fn parse_length(text: &str) -> Option<Micrometers> {
    let text = text.trim();
    let split = text.find(|c: char| c.is_ascii_alphabetic())?;
    let value: f64 = text[..split].trim().parse().ok()?;
    let micrometers = match text[split..].trim() {
        "mm" => 1_000.0,
        "cm" => 10_000.0,
        "in" => 25_400.0,
        "pt" => 25_400.0 / 72.0,
        _ => return None,
    };
    let length = value * micrometers;
    (length.is_finite() && (0.0..=2_000_000.0).contains(&length)).then(|| Micrometers(length.round() as u32))
}

/// The trim sizes that have names (GB/T 788 and ISO 216), in millimeters.
pub const NAMED_TRIMS: [(&str, u32, u32); 14] = [
    ("A4", 210, 297),
    ("A5", 148, 210),
    ("A6", 105, 148),
    ("B5", 176, 250),
    ("B6", 125, 176),
    ("16k", 185, 260),
    ("正16开", 185, 260),
    ("大16开", 210, 285),
    ("32k", 130, 184),
    ("32开", 130, 184),
    ("大32开", 140, 203),
    ("小32开", 130, 184),
    ("letter", 216, 279),
    ("6x9in", 152, 229),
];

/// A trim size: a name, or `185x260mm`.
pub fn parse_trim(text: &str) -> Option<Trim> {
    let text = text.trim();
    if let Some((_, width, height)) = NAMED_TRIMS.iter().find(|(name, ..)| name.eq_ignore_ascii_case(text)) {
        return Some(Trim { width: Micrometers(width * 1000), height: Micrometers(height * 1000) });
    }
    let (width, height) = text.split_once(['x', '×'])?;
    let height_length = parse_length(height)?;
    // In `185x260mm` the unit stands once, behind both numbers.
    let unit: String = height.trim().chars().skip_while(|c| !c.is_ascii_alphabetic()).collect();
    let width_length = parse_length(width).or_else(|| parse_length(&format!("{width}{unit}")))?;
    // A page smaller than a matchbox or larger than a poster is a slip of the pen.
    let plausible = |l: Micrometers| (40_000..=1_200_000).contains(&l.0);
    (plausible(width_length) && plausible(height_length)).then_some(Trim { width: width_length, height: height_length })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trims() {
        for (text, want) in [
            ("185x260mm", Some((185_000, 260_000))),
            ("18.5cm x 260mm", Some((185_000, 260_000))),
            ("正16开", Some((185_000, 260_000))),
            ("a5", Some((148_000, 210_000))),
            ("185", None),
            ("1x1mm", None),
        ] {
            assert_eq!(parse_trim(text).map(|t| (t.width.0, t.height.0)), want, "{text}");
        }
    }
}
