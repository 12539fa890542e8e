//! MathML as Typst math: the plugin has read TeX once, for all editions.

use crate::emit::Emitter;
use kaiben_model::Equation;
use kaiben_source::{Diagnostic, Span};
use roxmltree::{Document, Node};

impl Emitter<'_> {
    /// A formula: in the line, or on a line of its own.
    pub(crate) fn math(&mut self, equation: &Equation, block: bool, span: Span) {
        self.writer.raw("math.equation(block:").raw(if block { "true" } else { "false" }).raw(",alt:");
        self.writer.string(&equation.tex).raw(",");
        let (source, unknown) = typst_of_mathml(equation.mathml.as_deref().unwrap_or_default());
        self.writer.raw(&source).raw(")");
        if !unknown.is_empty() {
            self.diagnostics.push(
                Diagnostic::warning("print/math", format!("print cannot set all of this formula: {}", unknown.join(", ")))
                    .at(span)
                    .help("write it with simpler TeX"),
            );
        }
    }
}

/// The content of a formula as Typst code `[#…]`, and what it has no words for.
pub fn typst_of_mathml(mathml: &str) -> (String, Vec<String>) {
    let mut lowering = Lowering::default();
    match Document::parse(mathml) {
        Ok(document) => lowering.row(&elements(document.root_element())),
        Err(_) => {
            lowering.unknown.push("its MathML".to_owned());
            lowering.out.push_str("[]");
        }
    }
    lowering.unknown.sort();
    lowering.unknown.dedup();
    (lowering.out, lowering.unknown)
}

fn elements<'a, 'b>(node: Node<'a, 'b>) -> Vec<Node<'a, 'b>> {
    node.children().filter(Node::is_element).collect()
}

fn name<'a>(node: Node<'a, '_>) -> &'a str {
    node.tag_name().name()
}

/// The text of an element, without variation selectors (they choose between two shapes of script letters).
fn text(node: Node<'_, '_>) -> String {
    node.text().unwrap_or("").trim().chars().filter(|c| !matches!(c, '\u{FE00}'..='\u{FE0F}')).collect()
}

fn operator<'a>(node: Option<&Node<'a, '_>>) -> Option<&'a str> {
    node.filter(|n| name(**n) == "mo").map(|n| n.text().unwrap_or("").trim())
}

const OPENING: &str = "([{⟨⌊⌈|‖⌜⟦";
const CLOSING: &str = ")]}⟩⌋⌉|‖⌝⟧";
const LARGE: &str = "∑∏∐⋂⋃⋀⋁⨀⨁⨂⨄⨆";

#[derive(Default)]
struct Lowering {
    out: String,
    unknown: Vec<String>,
}

impl Lowering {
    fn raw(&mut self, source: &str) -> &mut Self {
        self.out.push_str(source);
        self
    }

    fn string(&mut self, text: &str) -> &mut Self {
        self.out.push('"');
        self.out.push_str(&text.replace('\\', "\\\\").replace('"', "\\\""));
        self.out.push('"');
        self
    }

    /// One character of math, or a word.
    fn letters(&mut self, text: &str) -> &mut Self {
        match text.chars().count() {
            1 => self.raw("symbol(").string(text).raw(")"),
            _ => self.string(text),
        }
    }

    /// Elements side by side, as content.
    fn row(&mut self, nodes: &[Node<'_, '_>]) {
        self.raw("[");
        for node in nodes {
            self.raw("#");
            self.element(*node);
        }
        self.raw("]");
    }

    /// One element as an argument.
    fn argument(&mut self, node: Option<&Node<'_, '_>>) -> &mut Self {
        match node {
            Some(node) => self.row(&[*node]),
            None => {
                self.raw("[]");
            }
        }
        self
    }

    fn element(&mut self, node: Node<'_, '_>) {
        let parts = elements(node);
        match name(node) {
            "math" | "mstyle" | "mpadded" | "semantics" => self.row(&parts),
            "mrow" => self.group(&parts),
            "mphantom" => {
                self.raw("hide(");
                self.row(&parts);
                self.raw(")");
            }
            "mi" => {
                let text = text(node);
                if node.attribute("mathvariant") == Some("normal") {
                    self.raw("math.upright(").letters(&text).raw(")");
                } else if text.chars().count() > 1 {
                    self.raw("math.op(").string(&text).raw(")");
                } else {
                    self.letters(&text);
                }
            }
            "mo" => {
                let text = text(node);
                if text.chars().count() > 1 && text.chars().all(char::is_alphabetic) {
                    let limits = node.attribute("movablelimits") == Some("true");
                    self.raw("math.op(").string(&text).raw(if limits { ",limits:true)" } else { ")" });
                } else if matches!(text.as_str(), "\u{2061}" | "\u{2062}" | "\u{2063}" | "\u{2064}" | "") {
                    // Invisible operators have no shape.
                    self.raw("[]");
                } else {
                    self.letters(&text);
                }
            }
            "mn" => {
                self.string(&text(node));
            }
            "mtext" | "ms" => {
                self.raw("k-math-text(").string(node.text().unwrap_or("")).raw(")");
            }
            "mspace" => {
                let width = node.attribute("width").and_then(|w| w.strip_suffix("em")).and_then(|w| w.parse::<f64>().ok());
                self.raw(&width.map_or_else(|| "[]".to_owned(), |w| format!("h({w}em)")));
            }
            "mfrac" if node.attribute("linethickness").is_some_and(|t| t.trim_end_matches(char::is_alphabetic) == "0") => {
                self.raw("math.mat(delim:none,(").argument(parts.first()).raw(",),(").argument(parts.get(1)).raw(",))");
            }
            "mfrac" => {
                self.raw("math.frac(").argument(parts.first()).raw(",").argument(parts.get(1)).raw(")");
            }
            "msqrt" => {
                self.raw("math.sqrt(");
                self.row(&parts);
                self.raw(")");
            }
            "mroot" => {
                self.raw("math.root(").argument(parts.get(1)).raw(",").argument(parts.first()).raw(")");
            }
            "msup" => match operator(parts.get(1)).and_then(primes) {
                Some(count) => {
                    self.raw("math.attach(").argument(parts.first()).raw(&format!(",tr:math.primes({count}))"));
                }
                None => self.attach(&parts, &["t"], false),
            },
            "msub" => self.attach(&parts, &["b"], false),
            "msubsup" => self.attach(&parts, &["b", "t"], false),
            "munder" => self.under(&parts),
            "mover" => self.over(&parts),
            "munderover" => self.attach(&parts, &["b", "t"], true),
            "mtable" => self.table(&parts),
            "annotation" | "annotation-xml" => {
                self.raw("[]");
            }
            other => {
                self.unknown.push(format!("`{other}`"));
                self.row(&parts);
            }
        }
    }

    /// A group: fences around something grow with it.
    fn group(&mut self, parts: &[Node<'_, '_>]) {
        let stretchy = |n: &Node<'_, '_>| n.attribute("stretchy") != Some("false");
        let fence = |n: Option<&Node<'_, '_>>, set: &str| {
            operator(n).is_some_and(|t| set.contains(t) || t == "\u{2063}") && n.is_some_and(stretchy)
        };
        if parts.len() < 3 || !fence(parts.first(), OPENING) || !fence(parts.last(), CLOSING) {
            return self.row(parts);
        }
        let inside = &parts[1..parts.len() - 1];
        if let [fraction] = inside
            && name(*fraction) == "mfrac"
            && fraction.attribute("linethickness") == Some("0")
            && operator(parts.first()) == Some("(")
        {
            let parts = elements(*fraction);
            self.raw("math.binom(").argument(parts.first()).raw(",").argument(parts.get(1)).raw(")");
            return;
        }
        self.raw("math.lr(");
        self.row(parts);
        self.raw(")");
    }

    /// Scripts around a base. `limits` puts them below and above, where the base does not do so by itself.
    fn attach(&mut self, parts: &[Node<'_, '_>], places: &[&str], limits: bool) {
        let base = operator(parts.first());
        let by_itself = base.is_some_and(|t| LARGE.contains(t) || t.chars().all(char::is_alphabetic));
        self.raw("math.attach(");
        if limits && !by_itself {
            self.raw("math.limits(").argument(parts.first()).raw(")");
        } else {
            self.argument(parts.first());
        }
        for (place, part) in places.iter().zip(parts.iter().skip(1)) {
            self.raw(",").raw(place).raw(":").argument(Some(part));
        }
        self.raw(")");
    }

    fn under(&mut self, parts: &[Node<'_, '_>]) {
        let brace = |n: Option<&Node<'_, '_>>| operator(n).and_then(|t| bracket_of(t, "under"));
        // `\underbrace{…}_{…}` is one under the other.
        if let Some(inner) = parts.first().filter(|n| name(**n) == "munder").map(|n| elements(*n))
            && let Some(function) = brace(inner.get(1))
        {
            self.raw(function).raw("(").argument(inner.first()).raw(",").argument(parts.get(1)).raw(")");
        } else if let Some(function) = brace(parts.get(1)) {
            self.raw(function).raw("(").argument(parts.first()).raw(")");
        } else {
            self.attach(parts, &["b"], true);
        }
    }

    fn over(&mut self, parts: &[Node<'_, '_>]) {
        let brace = |n: Option<&Node<'_, '_>>| operator(n).and_then(|t| bracket_of(t, "over"));
        if let Some(inner) = parts.first().filter(|n| name(**n) == "mover").map(|n| elements(*n))
            && let Some(function) = brace(inner.get(1))
        {
            self.raw(function).raw("(").argument(inner.first()).raw(",").argument(parts.get(1)).raw(")");
            return;
        }
        let over = operator(parts.get(1));
        if let Some(function) = over.and_then(|t| bracket_of(t, "over")) {
            self.raw(function).raw("(").argument(parts.first()).raw(")");
        } else if let Some(accent) = over.and_then(accent_of) {
            self.raw("math.accent(").argument(parts.first()).raw(",\"").raw(accent).raw("\")");
        } else {
            self.attach(parts, &["t"], true);
        }
    }

    fn table(&mut self, rows: &[Node<'_, '_>]) {
        let rows: Vec<Vec<Node<'_, '_>>> = rows.iter().map(|r| elements(*r)).collect();
        let side = |cell: &Node<'_, '_>, side: &str| cell.attribute("style").is_some_and(|s| s.contains(side));
        let first: Vec<Node<'_, '_>> = rows.iter().max_by_key(|r| r.len()).cloned().unwrap_or_default();
        // Columns that alternate right, left without a gap are sides of equations: one column with alignment points.
        let equations = first.len() > 1
            && first.iter().enumerate().all(|(i, c)| side(c, if i % 2 == 0 { "text-align: right" } else { "text-align: left" }));
        let left = first.iter().all(|c| side(c, "text-align: left"));
        self.raw(if equations {
            "math.mat(delim:none,row-gap:0.6em"
        } else if left {
            "math.mat(delim:none,column-gap:1em,align:left"
        } else {
            "math.mat(delim:none"
        });
        for row in rows {
            self.raw(",(");
            if equations {
                self.raw("math.display([");
                for (i, cell) in row.iter().enumerate() {
                    if i > 0 {
                        self.raw("#k-align-point");
                    }
                    self.raw("#");
                    self.row(&elements(*cell));
                }
                self.raw("]),");
            } else {
                for cell in &row {
                    self.row(&elements(*cell));
                    self.raw(",");
                }
            }
            self.raw(")");
        }
        self.raw(")");
    }
}

fn primes(text: &str) -> Option<usize> {
    match text {
        "″" => Some(2),
        "‴" => Some(3),
        "⁗" => Some(4),
        text if !text.is_empty() && text.chars().all(|c| matches!(c, '′' | '\'')) => Some(text.chars().count()),
        _ => None,
    }
}

fn bracket_of(text: &str, side: &str) -> Option<&'static str> {
    Some(match (text, side) {
        ("⏟", "under") => "math.underbrace",
        ("⏞", "over") => "math.overbrace",
        ("⎵", "under") => "math.underbracket",
        ("⎴", "over") => "math.overbracket",
        ("\u{332}" | "_" | "‗" | "¯" | "‾", "under") => "math.underline",
        // The TeX reader writes the low line for `\overline` too.
        ("\u{332}" | "\u{305}" | "‾" | "―", "over") => "math.overline",
        _ => return None,
    })
}

fn accent_of(text: &str) -> Option<&'static str> {
    let mut characters = text.chars();
    let (c, None) = (characters.next()?, characters.next()) else { return None };
    Some(match c {
        '^' | '\u{302}' | 'ˆ' => "\u{302}",
        '~' | '\u{303}' | '˜' => "\u{303}",
        '¯' | '\u{304}' | 'ˉ' => "\u{304}",
        '˘' | '\u{306}' => "\u{306}",
        'ˇ' | '\u{30C}' => "\u{30C}",
        '´' | '\u{301}' => "\u{301}",
        '`' | '\u{300}' => "\u{300}",
        '→' | '\u{20D7}' => "\u{20D7}",
        '˙' | '\u{307}' => "\u{307}",
        '¨' | '\u{308}' => "\u{308}",
        '\u{30A}' | '˚' => "\u{30A}",
        _ => return None,
    })
}
