//! A plugin's table in `book.toml`.

use kaiben_model::Settings;
use kaiben_source::Diagnostic;
use serde::de::DeserializeOwned;

/// Reads `[plugins.NAME]`. A value that does not fit is told at its place, and the defaults are used.
pub fn read_settings<T: Default + DeserializeOwned>(
    settings: &Settings,
    name: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> T {
    let Some(table) = settings.plugins.get(name) else { return T::default() };
    match serde_json::from_str(&table.json) {
        Ok(value) => value,
        Err(error) => {
            diagnostics.push(explain(&error.to_string(), name, table));
            T::default()
        }
    }
}

/// serde says `unknown field `x`, expected one of …` and `unknown variant `x`, expected …`: the word between
/// the first backticks is the culprit, the others are what is known.
fn explain(message: &str, name: &str, table: &kaiben_model::PluginTable) -> Diagnostic {
    let message = message.split(" at line ").next().unwrap_or(message);
    let words: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let culprit = words.first().copied().unwrap_or("");
    let known = words.get(1..).unwrap_or_default();
    let field = message.starts_with("unknown field");
    let by_value = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(&table.json)
        .ok()
        .and_then(|map| map.into_iter().find(|(_, v)| v.as_str() == Some(culprit)).map(|(k, _)| k));
    let key = if field { Some(culprit.to_owned()) } else { by_value };
    let span = key.as_ref().and_then(|k| table.key_spans.get(k)).copied().unwrap_or(table.span);
    let code = if field { "config/unknown-key" } else { "config/value" };
    let told = match &key {
        Some(key) if field => format!("unknown key `{key}` in `[plugins.{name}]`"),
        Some(key) if message.starts_with("unknown variant") => format!("`{culprit}` is no value of `{key}`"),
        _ => format!("`[plugins.{name}]` cannot be read: {message}"),
    };
    let mut diagnostic = Diagnostic::error(code, told).at(span);
    if let Some(near) = nearest(culprit, known.iter().copied()) {
        diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
    }
    if known.is_empty() {
        return diagnostic.help(format!("see the chapter on plugins for what `[plugins.{name}]` takes"));
    }
    diagnostic.help(format!("choose one of {}", known.iter().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", ")))
}

/// The nearest of some names, if one is near enough to be meant.
pub fn nearest<'n>(name: &str, candidates: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    candidates
        .map(|c| (distance(name, c), c))
        .filter(|(d, c)| *d <= 1.max(name.chars().count().min(c.chars().count()) / 3))
        .min_by_key(|(d, _)| *d)
        .map(|(_, c)| c)
}

fn distance(a: &str, b: &str) -> usize {
    strsim::damerau_levenshtein(a, b)
}
