//! Runs of English in Chinese text.

use std::ops::Range;

/// Three words: below that a run is a name or an abbreviation, which Chinese readers say as part of the text.
const WORDS: usize = 3;

/// Where English stands in Chinese text: runs of at least three words of ASCII letters. They are marked so that
/// they are read aloud and hyphenated as English (WCAG 3.1.2). Addresses are no English.
pub(crate) fn english_runs(text: &str) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut start = None;
    let ends = text.char_indices().map(Some).chain(std::iter::once(None));
    for next in ends {
        match next {
            Some((at, c)) if is_part(c) => {
                start.get_or_insert(at);
            }
            next => {
                let end = next.map_or(text.len(), |(at, _)| at);
                if let Some(run) = start.take().and_then(|s| trim(text, s..end)) {
                    runs.push(run);
                }
            }
        }
    }
    runs
}

/// Whether a whole text is English: enough words and nothing wide.
pub(crate) fn is_english(text: &str) -> bool {
    let words = words(text);
    words >= WORDS && !text.contains("://") && text.chars().all(|c| is_part(c) || matches!(c, '“' | '”' | '‘' | '—' | '–' | '…' | '\n'))
}

fn is_part(c: char) -> bool {
    c.is_ascii_graphic() || c == ' ' || c == '’'
}

fn words(text: &str) -> usize {
    text.split(|c: char| !c.is_ascii_alphabetic() && c != '’' && c != '\'').filter(|w| w.len() > 1 || *w == "a" || *w == "I").count()
}

fn trim(text: &str, run: Range<usize>) -> Option<Range<usize>> {
    let slice = text.get(run.clone())?;
    let first = slice.find(|c: char| c.is_ascii_alphabetic())?;
    let last = slice.rfind(|c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '!' | '?'))?;
    let inner = slice.get(first..=last)?;
    let english = words(inner) >= WORDS && !inner.contains("://") && !inner.contains('@') && !inner.contains(['{', '}', '\\', '=', '_']);
    english.then(|| run.start + first..run.start + last + 1)
}
