//! The book's identifier: an ISBN whose check digit is right, or a URN.

use sha2::{Digest, Sha256};

/// Reads an identifier.
///
/// # Errors
/// What is wrong with it, in words.
pub fn read_identifier(text: &str) -> Result<String, String> {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    if let Some(rest) = lower.strip_prefix("urn:isbn:").or_else(|| lower.strip_prefix("isbn")) {
        return isbn(rest.trim_start_matches(':').trim());
    }
    if lower.starts_with("urn:") || lower.starts_with("https://") || lower.starts_with("http://") {
        return Ok(text.to_owned());
    }
    if text.chars().all(|c| c.is_ascii_digit() || c == '-' || c == ' ' || c == 'X') {
        return isbn(text);
    }
    Err("it is neither an ISBN nor a URN".to_owned())
}

/// An ISBN as it is printed: with the hyphens of its author, who has them from the agency (they follow the ranges
/// that it gave out and cannot be told from the digits). None if the identifier is no ISBN.
pub fn printed_isbn(identifier: &str, written: &str) -> Option<String> {
    let digits = identifier.strip_prefix("urn:isbn:")?;
    let at = written.find(|c: char| c.is_ascii_digit())?;
    let hyphened = written[at..].trim().replace(' ', "-");
    Some(format!("ISBN {}", if hyphened.contains('-') { &hyphened } else { digits }))
}

fn isbn(text: &str) -> Result<String, String> {
    let digits: Vec<u32> = text
        .chars()
        .filter(|c| !matches!(c, '-' | ' '))
        .map(|c| if c == 'x' || c == 'X' { Some(10) } else { c.to_digit(10) })
        .collect::<Option<_>>()
        .ok_or("an ISBN has digits and hyphens only")?;
    let (last, front) = digits.split_last().ok_or("it is empty")?;
    if front.contains(&10) {
        return Err("an `X` can only be the last digit of an ISBN".to_owned());
    }
    let want = match digits.len() {
        13 => (10 - front.iter().zip([1, 3].iter().cycle()).map(|(d, w)| d * w).sum::<u32>() % 10) % 10,
        10 => (11 - front.iter().zip((2..=10).rev()).map(|(d, w)| d * w).sum::<u32>() % 11) % 11,
        n => return Err(format!("an ISBN has 13 digits (or 10), not {n}")),
    };
    if want != *last {
        let show = if want == 10 { "X".to_owned() } else { want.to_string() };
        return Err(format!("the check digit must be {show}"));
    }
    let text: String = digits.iter().map(|&d| if d == 10 { 'X' } else { char::from(b'0' + d as u8) }).collect();
    Ok(format!("urn:isbn:{text}"))
}

/// A stable UUID URN for a book that names no identifier: the same words give the same one (RFC 9562,
/// version 8: made from a hash).
pub fn derived_identifier(words: &[&str]) -> String {
    let mut hash = Sha256::new();
    for word in words {
        hash.update(word.as_bytes());
        hash.update([0]);
    }
    let mut bytes: [u8; 16] = [0; 16];
    bytes.copy_from_slice(&hash.finalize()[..16]);
    bytes[6] = (bytes[6] & 0x0f) | 0x80;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let hex: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
    format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers() {
        for (text, want) in [
            ("978-7-302-51175-5", Some("urn:isbn:9787302511755")),
            ("978-7-302-51175-6", None),
            ("978-0-306-40615-7", Some("urn:isbn:9780306406157")),
            ("ISBN 0-306-40615-2", Some("urn:isbn:0306406152")),
            ("ISBN 080442957X", Some("urn:isbn:080442957X")),
            ("urn:uuid:5a1c2d6e-0000-4000-8000-000000000001", Some("urn:uuid:5a1c2d6e-0000-4000-8000-000000000001")),
            ("my book", None),
        ] {
            assert_eq!(read_identifier(text).ok().as_deref(), want, "{text}");
        }
        assert_eq!(derived_identifier(&["a"]), derived_identifier(&["a"]));
        assert_ne!(derived_identifier(&["a", "b"]), derived_identifier(&["ab"]));
    }
}
