//! The looks: bundled, or from the book's own folder `templates/epub`.

use kaiben_source::Diagnostic;

/// A page without content of its own: what stands around the placeholders.
const BUNDLED: [(&str, &str); 5] = [
    ("epub/style.css", include_str!("../../../templates/epub/style.css")),
    ("epub/cover.xhtml", include_str!("../../../templates/epub/cover.xhtml")),
    ("epub/title.xhtml", include_str!("../../../templates/epub/title.xhtml")),
    ("epub/colophon.xhtml", include_str!("../../../templates/epub/colophon.xhtml")),
    ("epub/division.xhtml", include_str!("../../../templates/epub/division.xhtml")),
];

/// All templates, the book's own before the bundled ones.
pub struct Templates<'a> {
    own: &'a dyn Fn(&str) -> Option<Vec<u8>>,
}

impl<'a> Templates<'a> {
    /// Templates of which `own` win.
    pub fn new(own: &'a dyn Fn(&str) -> Option<Vec<u8>>) -> Self {
        Self { own }
    }

    /// The content of a template.
    pub fn bytes(&self, name: &str) -> Vec<u8> {
        let bundled = || BUNDLED.iter().find(|(n, _)| *n == name).map(|(_, text)| text.as_bytes().to_vec());
        (self.own)(name).or_else(bundled).unwrap_or_default()
    }

    /// Puts values, which are markup, in the place of `{{name}}`. A line that holds nothing but a placeholder
    /// without value is left out.
    pub fn fill(&self, name: &str, values: &[(&str, String)], diagnostics: &mut Vec<Diagnostic>) -> String {
        let text = match String::from_utf8(self.bytes(name)) {
            Ok(text) => text,
            Err(_) => {
                diagnostics.push(
                    Diagnostic::error("epub/template", format!("the template `{name}` is not UTF-8"))
                        .help(format!("save `templates/{name}` as UTF-8")),
                );
                return String::new();
            }
        };
        let mut out = String::with_capacity(text.len());
        for line in text.split_inclusive('\n') {
            let start = out.len();
            fill_line(line, name, values, &mut out, diagnostics);
            if line.trim().starts_with("{{") && out[start..].trim().is_empty() {
                out.truncate(start);
            }
        }
        out
    }
}

fn fill_line(line: &str, name: &str, values: &[(&str, String)], out: &mut String, diagnostics: &mut Vec<Diagnostic>) {
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let Some((key, after)) = after.split_once("}}") else {
            rest = &rest[before.len()..];
            break;
        };
        match values.iter().find(|(k, _)| *k == key.trim()) {
            Some((_, value)) => out.push_str(value),
            None => {
                let known: Vec<String> = values.iter().map(|(k, _)| format!("`{{{{{k}}}}}`")).collect();
                diagnostics.push(
                    Diagnostic::error("epub/template", format!("the template `{name}` asks for `{{{{{key}}}}}`, which there is not"))
                        .help(format!("use one of {}", known.join(", "))),
                );
            }
        }
        rest = after;
    }
    out.push_str(rest);
}
