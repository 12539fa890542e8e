//! MathML as Typst math: the plugin has read TeX once, for all editions.

use crate::emit::Emitter;
use kaiben_model::Equation;
use kaiben_source::{Diagnostic, Span};
use roxmltree::{Document, Node};

impl Emitter<'_> {
    /// A formula: in the line, or on a line of its own.
    pub(crate) fn math(&mut self, equation: &Equation, block: bool, span: Span) {
        self.writer.raw("math.equation(block:").raw(if block { "true" } else { "false" }).raw(",alt:");
        self.writer.string(&equation.tex).raw(",{");
        let mathml = equation.mathml.as_deref().unwrap_or_default();
        let mut unknown = Vec::new();
        match Document::parse(mathml) {
            Ok(document) => {
                let mut out = String::new();
                children(document.root_element(), &mut out, &mut unknown);
                self.writer.raw(&out);
            }
            Err(_) => unknown.push("its MathML".to_owned()),
        }
        if !unknown.is_empty() {
            unknown.dedup();
            self.diagnostics.push(
                Diagnostic::warning("print/math", format!("print cannot set all of this formula: {}", unknown.join(", ")))
                    .at(span)
                    .help("write it with simpler TeX"),
            );
        }
        self.writer.raw("})");
    }
}

fn children(node: Node<'_, '_>, out: &mut String, unknown: &mut Vec<String>) {
    for child in node.children().filter(Node::is_element) {
        element(child, out, unknown);
        out.push(';');
    }
}

fn element(node: Node<'_, '_>, out: &mut String, unknown: &mut Vec<String>) {
    let parts: Vec<Node<'_, '_>> = node.children().filter(Node::is_element).collect();
    let text = || node.text().unwrap_or("").trim().to_owned();
    match node.tag_name().name() {
        "math" | "mrow" | "mstyle" | "mpadded" | "semantics" => {
            out.push('{');
            children(node, out, unknown);
            out.push('}');
        }
        "mi" => {
            let text = text();
            let upright = node.attribute("mathvariant") == Some("normal");
            if text.chars().count() == 1 && !upright {
                symbol(&text, out);
            } else if upright && text.chars().count() == 1 {
                out.push_str("math.upright(");
                symbol(&text, out);
                out.push(')');
            } else {
                out.push_str("math.op(");
                string(&text, out);
                out.push(')');
            }
        }
        "mo" => {
            let text = text();
            if text.chars().count() == 1 { symbol(&text, out) } else { string(&text, out) }
        }
        "mn" | "mtext" | "ms" => string(node.text().unwrap_or(""), out),
        "mspace" => {
            let width = node.attribute("width").filter(|w| w.ends_with("em")).unwrap_or("0.17em");
            out.push_str(&format!("h({width})"));
        }
        "mfrac" => call("math.frac", &[("", 0), ("", 1)], &parts, out, unknown),
        "msqrt" => {
            out.push_str("math.sqrt({");
            children(node, out, unknown);
            out.push_str("})");
        }
        "mroot" => call("math.root", &[("", 1), ("", 0)], &parts, out, unknown),
        "msup" => call("math.attach", &[("", 0), ("t:", 1)], &parts, out, unknown),
        "msub" => call("math.attach", &[("", 0), ("b:", 1)], &parts, out, unknown),
        "msubsup" => call("math.attach", &[("", 0), ("b:", 1), ("t:", 2)], &parts, out, unknown),
        "munder" => limits(&[("b:", 1)], &parts, out, unknown),
        "mover" => {
            let accent = parts.get(1).and_then(|n| n.text()).map(str::trim).and_then(|t| t.chars().next());
            match accent.and_then(accent_of) {
                Some(name) => {
                    out.push_str("math.accent(");
                    if let Some(base) = parts.first() {
                        element(*base, out, unknown);
                    }
                    out.push_str(&format!(",{name})"));
                }
                None => limits(&[("t:", 1)], &parts, out, unknown),
            }
        }
        "munderover" => limits(&[("b:", 1), ("t:", 2)], &parts, out, unknown),
        "mtable" => {
            out.push_str("math.mat(delim:none");
            for row in parts {
                out.push_str(",(");
                for cell in row.children().filter(Node::is_element) {
                    out.push('{');
                    children(cell, out, unknown);
                    out.push_str("},");
                }
                out.push(')');
            }
            out.push(')');
        }
        "annotation" | "annotation-xml" => out.push_str("none"),
        other => {
            unknown.push(format!("`{other}`"));
            out.push('{');
            children(node, out, unknown);
            out.push('}');
        }
    }
}

fn limits(places: &[(&str, usize)], parts: &[Node<'_, '_>], out: &mut String, unknown: &mut Vec<String>) {
    out.push_str("math.attach(math.limits({");
    if let Some(base) = parts.first() {
        element(*base, out, unknown);
    }
    out.push_str("})");
    arguments(places, parts, out, unknown);
    out.push(')');
}

fn call(function: &str, places: &[(&str, usize)], parts: &[Node<'_, '_>], out: &mut String, unknown: &mut Vec<String>) {
    out.push_str(function);
    out.push('(');
    let mut inner = String::new();
    arguments(places, parts, &mut inner, unknown);
    out.push_str(inner.trim_start_matches(','));
    out.push(')');
}

fn arguments(places: &[(&str, usize)], parts: &[Node<'_, '_>], out: &mut String, unknown: &mut Vec<String>) {
    for (name, index) in places {
        if let Some(part) = parts.get(*index) {
            out.push_str(&format!(",{name}{{"));
            element(*part, out, unknown);
            out.push('}');
        }
    }
}

fn accent_of(c: char) -> Option<&'static str> {
    Some(match c {
        '^' | '\u{302}' | 'ˆ' => "\"\u{302}\"",
        '~' | '\u{303}' | '˜' => "\"\u{303}\"",
        '¯' | '\u{304}' | '‾' | '―' => "\"\u{304}\"",
        '→' | '\u{20D7}' => "\"\u{20D7}\"",
        '˙' | '\u{307}' => "\"\u{307}\"",
        '¨' | '\u{308}' => "\"\u{308}\"",
        _ => return None,
    })
}

fn symbol(text: &str, out: &mut String) {
    out.push_str("symbol(");
    string(text, out);
    out.push(')');
}

fn string(text: &str, out: &mut String) {
    out.push('"');
    out.push_str(&text.replace('\\', "\\\\").replace('"', "\\\""));
    out.push('"');
}
