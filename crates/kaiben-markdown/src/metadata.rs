//! The metadata block: YAML between `---` lines at the head of a chapter.

use kaiben_source::{Diagnostic, FileId, Span};
use saphyr::{LoadableYamlNode, MarkedYaml, ScanError, YamlData};
use std::collections::BTreeMap;

/// What stands before the text.
pub(crate) struct Front {
    /// Bytes of the metadata block with its lines of dashes, and of a byte order mark.
    pub length: usize,
    pub metadata: BTreeMap<String, String>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the metadata block, if there is one.
pub(crate) fn split_metadata(file: FileId, path: &str, text: &str) -> Front {
    let mark = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let mut front = Front { length: mark, metadata: BTreeMap::new(), diagnostics: Vec::new() };
    let mut lines = text[mark..].split_inclusive('\n');
    let Some(first) = lines.next().filter(|l| l.trim_end() == "---") else { return front };
    let start = mark + first.len();
    // A rule at the head of a chapter is followed by a blank line, a metadata block is not.
    let mut end = start;
    let mut closed = None;
    for (i, line) in lines.enumerate() {
        if i == 0 && line.trim().is_empty() {
            return front;
        }
        if matches!(line.trim_end(), "---" | "...") {
            closed = Some(end + line.len());
            break;
        }
        end += line.len();
    }
    let Some(length) = closed else { return front };
    let yaml = &text[start..end];
    front.length = length;
    match read_yaml(yaml) {
        Ok(Some(metadata)) => front.metadata = metadata,
        // A rule, and a heading that is underlined with dashes.
        Ok(None) => front.length = mark,
        Err((at, why)) => {
            // An error at the end is one of the last line that says something.
            let last = yaml.trim_end();
            let at = if at < last.len() { at } else { last.rfind('\n').map_or(0, |i| i + 1) };
            let at = start + at;
            let line_end = at + text[at..].find(['\n', '\r']).unwrap_or(text.len() - at);
            front.diagnostics.push(
                Diagnostic::error("metadata/yaml", format!("the metadata block of `{path}` is no YAML: {why}"))
                    .at(Span::new(file, at as u32, line_end as u32))
                    .help("write `key: value` lines; put values with colons in quotes"),
            );
        }
    }
    front
}

/// The values by key; none if the text is a sentence rather than `key: value` lines; or where (in bytes) and
/// why it cannot be read.
fn read_yaml(yaml: &str) -> Result<Option<BTreeMap<String, String>>, (usize, String)> {
    let mut out = BTreeMap::new();
    let documents = MarkedYaml::load_from_str(yaml).map_err(|e: ScanError| (byte_of(yaml, e.marker().index()), e.info().to_owned()))?;
    for document in &documents {
        match &document.data {
            YamlData::Mapping(_) => flatten(yaml, "", document, &mut out),
            _ if text_of(yaml, document).is_some_and(|t| t.is_empty() || t == "~") => {}
            YamlData::Value(_) | YamlData::Representation(..) => return Ok(None),
            _ => return Err((byte_of(yaml, document.span.start.index()), "a mapping `key: value` is expected".to_owned())),
        }
    }
    Ok(Some(out))
}

/// Mappings become dotted keys, lists are joined by commas.
fn flatten(yaml: &str, key: &str, node: &MarkedYaml<'_>, out: &mut BTreeMap<String, String>) {
    match &node.data {
        YamlData::Mapping(mapping) => {
            for (name, value) in mapping {
                let name = text_of(yaml, name).unwrap_or_default();
                let key = if key.is_empty() { name } else { format!("{key}.{name}") };
                flatten(yaml, &key, value, out);
            }
        }
        YamlData::Sequence(items) if items.iter().all(|i| text_of(yaml, i).is_some()) => {
            let items: Vec<String> = items.iter().filter_map(|i| text_of(yaml, i)).collect();
            out.insert(key.to_owned(), items.join(", "));
        }
        YamlData::Sequence(items) => {
            for (i, item) in items.iter().enumerate() {
                flatten(yaml, &format!("{key}.{i}"), item, out);
            }
        }
        YamlData::Tagged(_, inner) => flatten(yaml, key, inner, out),
        _ => {
            out.insert(key.to_owned(), text_of(yaml, node).unwrap_or_default());
        }
    }
}

/// A scalar as it is written: `007` and `2026-11-01` keep their digits.
fn text_of(yaml: &str, node: &MarkedYaml<'_>) -> Option<String> {
    match &node.data {
        YamlData::Value(saphyr::Scalar::String(text)) => Some(text.to_string()),
        YamlData::Value(_) | YamlData::Representation(..) => {
            let (start, end) = (node.span.start.index(), node.span.end.index());
            let text = yaml.get(byte_of(yaml, start)..byte_of(yaml, end)).unwrap_or("");
            Some(text.trim().to_owned())
        }
        _ => None,
    }
}

/// The parser counts characters.
fn byte_of(yaml: &str, character: usize) -> usize {
    yaml.char_indices().nth(character).map_or(yaml.len(), |(i, _)| i)
}
