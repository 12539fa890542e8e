use super::build::*;
use super::check;
use kaiben_model::*;

#[test]
fn inline_html_is_cleaned() {
    let cases: Vec<(&str, Vec<Inline>, &str, Option<&str>)> = vec![
        ("pair", vec![raw("<kbd>"), t("C"), raw("</kbd>")], "<kbd>C</kbd>", None),
        ("nested pairs", vec![raw("<b>"), raw("<i>"), t("x"), raw("</i>"), raw("</b>")], "<b><i>x</i></b>", None),
        ("void", vec![t("a"), raw("<br>"), t("b"), raw("<wbr/>")], "a<br>b<wbr>", None),
        ("unclosed", vec![raw("<b>"), t("x")], "<b></b>x", None),
        ("stray end", vec![t("x"), raw("</b>")], "x", None),
        ("handler", vec![raw("<b onclick=\"x()\">"), t("x"), raw("</b>")], "<b>x</b>", Some("`onclick` of `<b>`")),
        ("script goes with its content", vec![t("a"), raw("<script>"), t("alert(1)"), raw("</script>")], "a", Some("`<script>`")),
        ("block in a line", vec![raw("<div>"), t("x"), raw("</div>")], "x", Some("`<div>`")),
        ("script address", vec![raw("<a href=\"javascript:x\">"), t("x"), raw("</a>")], "<a>x</a>", Some("`href` of `<a>`")),
        ("picture from elsewhere", vec![raw("<img src=\"https://a.b/c.png\">")], "", Some("`<img>`")),
        ("picture of the book", vec![raw("<img src=\"a.png\">")], "<img src=\"images/a.png\" alt=\"\">", None),
        ("no-break space", vec![raw("<b>a&nbsp;b</b>")], "<b>a\u{a0}b</b>", None),
        ("less-than in a value", vec![raw("<b title=\"a<b\">x</b>")], "<b title=\"a&lt;b\">x</b>", None),
        ("link in a link", vec![link(Target::Url("https://a.b".into()), vec![raw("<a href=\"https://c.d\">"), t("x"), raw("</a>")])], "<a class=\"external\" href=\"https://a.b\">x</a>", Some("`<a>`")),
        ("link around a link", vec![raw("<a href=\"https://c.d\">"), link(Target::Url("https://a.b".into()), vec![t("x")]), raw("</a>")], "<a href=\"https://c.d\"><span>x</span></a>", None),
        ("comment", vec![t("x"), raw("<!-- <b> -->")], "x", None),
        ("other format", vec![t("x"), inline(InlineKind::Raw { format: "typst".into(), text: "#v(1em)".into() })], "x", None),
    ];
    for (name, content, html, lost) in cases {
        let found = check(name, "zh-CN", vec![p(content)], &format!("<p>{html}</p>"), None);
        match lost {
            Some(lost) => {
                assert_eq!(found.first().map(|d| d.code.as_ref()), Some("html/removed"), "{name}");
                assert!(found[0].message.contains(lost), "{name}: {}", found[0].message);
            }
            None => assert!(found.is_empty(), "{name}: {found:?}"),
        }
    }
}

#[test]
fn block_html_is_cleaned() {
    let x = || p(vec![t("甲")]);
    check(
        "details around Markdown",
        "zh-CN",
        vec![raw_block("html", "<details><summary>看</summary>"), x(), raw_block("html", "</details>"), x()],
        "<details><summary>看</summary>\n<p>甲</p></details>\n<p>甲</p>",
        None,
    );
    check("nested", "zh-CN", vec![raw_block("html", "<div>"), raw_block("html", "<section>"), x(), raw_block("html", "</section>"), raw_block("html", "</div>")], "<div>\n<section>\n<p>甲</p></section></div>", None);
    let found = check("frame", "zh-CN", vec![raw_block("html", "<iframe src=\"https://a.b\"></iframe><p>x")], "<p>x</p>", None);
    assert!(found[0].message.contains("<iframe>"), "{}", found[0].message);
    check("table", "zh-CN", vec![raw_block("html", "<table><tr><td colspan=2>x<hr></table>")], "<table><tbody><tr><td colspan=\"2\">x<hr></td></tr></tbody></table>", Some("<table><tbody><tr><td colspan=\"2\">x<hr/></td></tr></tbody></table>"));
}

#[test]
fn raw_typst_is_told_unless_something_stands_in_for_it() {
    let found = check("alone", "zh-CN", vec![raw_block("typst", "#v(1em)")], "", None);
    assert_eq!(found[0].code, "html/raw-typst");
    assert!(check("beside", "zh-CN", vec![raw_block("typst", "#v(1em)"), raw_block("html", "<hr>")], "<hr>", None).is_empty());
    let only = container(ContainerKind::Only, &[("target", "print")], vec![raw_block("typst", "#v(1em)")]);
    assert!(check("inside", "zh-CN", vec![only], "", None).is_empty());
}
