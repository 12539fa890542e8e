//! MathML as EPUB has it: version 3, where only `mstyle` says the display style and the script level of what is
//! in it (MathML 3, 3.3.4). MathML Core, which formulas are written in, has both on every element.

/// The formula with such attributes moved to an `mstyle` around the element; a table keeps its display style,
/// which version 3 knows, and a row becomes the `mstyle` itself.
pub(crate) fn as_version_3(mathml: &str) -> String {
    let mut out = String::with_capacity(mathml.len());
    // What closes each open element.
    let mut closings: Vec<String> = Vec::new();
    let mut rest = mathml;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        rest = &rest[open..];
        let Some(end) = rest.find('>') else { break };
        let tag = &rest[..=end];
        rest = &rest[end + 1..];
        if tag.starts_with("</") {
            match closings.pop() {
                Some(closing) => out.push_str(&closing),
                None => out.push_str(tag),
            }
            continue;
        }
        let name: String = tag[1..].chars().take_while(char::is_ascii_alphanumeric).collect();
        let (kept, moved) = split_styles(&name, tag);
        let empty = tag.ends_with("/>");
        let closing = match (moved.is_empty(), name.as_str()) {
            (true, _) => {
                out.push_str(&kept);
                format!("</{name}>")
            }
            (false, "mrow") => {
                out.push_str(&format!("<mstyle{moved}{}", &kept["<mrow".len()..]));
                "</mstyle>".to_owned()
            }
            (false, _) => {
                out.push_str(&format!("<mstyle{moved}>{kept}"));
                if empty { "</mstyle>".to_owned() } else { format!("</{name}></mstyle>") }
            }
        };
        if !empty {
            closings.push(closing);
        } else if !moved.is_empty() {
            out.push_str(&closing);
        }
    }
    out.push_str(rest);
    out
}

/// The tag without the attributes that version 3 does not have on it, and those that an `mstyle` takes.
fn split_styles(name: &str, tag: &str) -> (String, String) {
    let (mut kept, mut moved) = (tag.to_owned(), String::new());
    for attribute in ["displaystyle", "scriptlevel"] {
        let known = matches!((name, attribute), ("mstyle", _) | ("math" | "mtable", "displaystyle"));
        let Some(start) = kept.find(&format!(" {attribute}=\"")).filter(|_| !known) else { continue };
        let value = start + attribute.len() + 3;
        let Some(end) = kept.get(value..).and_then(|v| v.find('"')).map(|at| value + at + 1) else { continue };
        let whole: String = kept.drain(start..end).collect();
        // The cells of a table are set at the level of the table itself.
        if name != "mtable" {
            moved.push_str(&whole);
        }
    }
    (kept, moved)
}

#[cfg(test)]
mod tests {
    use super::as_version_3;

    #[test]
    fn styles_stand_where_version_3_has_them() {
        for (core, three) in [
            ("<math display=\"block\"><mi>x</mi></math>", "<math display=\"block\"><mi>x</mi></math>"),
            ("<math><mtable displaystyle=\"true\" scriptlevel=\"0\"><mtr/></mtable></math>", "<math><mtable displaystyle=\"true\"><mtr/></mtable></math>"),
            (
                "<mrow displaystyle=\"true\" scriptlevel=\"0\"><mi>x</mi></mrow>",
                "<mstyle displaystyle=\"true\" scriptlevel=\"0\"><mi>x</mi></mstyle>",
            ),
            ("<mfrac displaystyle=\"true\"><mn>1</mn><mn>2</mn></mfrac>", "<mstyle displaystyle=\"true\"><mfrac><mn>1</mn><mn>2</mn></mfrac></mstyle>"),
            ("<mspace scriptlevel=\"1\"/>a", "<mstyle scriptlevel=\"1\"><mspace/></mstyle>a"),
        ] {
            assert_eq!(as_version_3(core), three);
        }
    }
}
