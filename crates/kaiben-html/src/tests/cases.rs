use super::build::*;
use super::{check, resolve, serialize};
use crate::Syntax;
use kaiben_model::*;

const WJ: &str = "\u{2060}";

#[test]
fn inlines() {
    use InlineKind as I;
    let dots = attributes(None, &["dots"], &[]);
    let cases: Vec<(&str, Vec<Inline>, &str)> = vec![
        ("escaping", vec![t("a < b & \"c\" > d\u{0}")], "a &lt; b &amp; \"c\" &gt; d"),
        ("styles", vec![inline(I::Emphasis(vec![t("甲")])), inline(I::Strong(vec![t("乙")])), inline(I::Strikethrough(vec![t("丙")]))], "<em>甲</em><strong>乙</strong><s>丙</s>"),
        ("raised and lowered", vec![inline(I::Superscript(vec![t("2")])), inline(I::Subscript(vec![t("3")]))], "<sup>2</sup><sub>3</sub>"),
        ("emphasis dots", vec![with(inline(I::Span(vec![t("字")])), dots)], "<span class=\"dots\">字</span>"),
        ("no-term leaves no trace", vec![with(inline(I::Span(vec![t("字")])), attributes(None, &["no-term"], &[]))], "字"),
        ("language", vec![with(inline(I::Span(vec![t("mot")])), attributes(None, &[], &[("lang", "fr")]))], "<span lang=\"fr\">mot</span>"),
        ("code", vec![inline(I::Code("a<b>".into()))], "<code>a&lt;b&gt;</code>"),
        ("ruby over all", vec![inline(I::Ruby { base: "汉字".into(), reading: "hànzì".into() })], "<ruby>汉字<rp>（</rp><rt>hànzì</rt><rp>）</rp></ruby>"),
        ("ruby over each", vec![inline(I::Ruby { base: "汉字".into(), reading: "hàn zì".into() })], "<ruby>汉<rp>（</rp><rt>hàn</rt><rp>）</rp>字<rp>（</rp><rt>zì</rt><rp>）</rp></ruby>"),
        ("English in Chinese", vec![t("据 the New Development Bank 说，GDP 与 World Bank")], "据 <span lang=\"en\">the New Development Bank</span> 说，GDP 与 World Bank"),
        ("an address is no English", vec![t("见 https://a.b/the new old one 等")], "见 https://a.b/the new old one 等"),
        ("image", vec![inline(I::Image(image("a.png", "图", None)))], "<img class=\"inline\" src=\"images/a.png\" alt=\"图\" width=\"40\" height=\"30\">"),
        ("link", vec![link(Target::Url("HTTPS://a.b/x y[1]?q=%zz|#f#g".into()), vec![t("x")])], "<a class=\"external\" href=\"https://a.b/x%20y%5B1%5D?q=%25zz%7C#f%23g\">x</a>"),
        ("mail", vec![link(Target::Url("mailto:a@b.c".into()), vec![t("x")])], "<a class=\"external\" href=\"mailto:a@b.c\">x</a>"),
        ("no link in a link", vec![link(Target::Url("https://a.b".into()), vec![link(Target::Url("https://c.d".into()), vec![t("x")])])], "<a class=\"external\" href=\"https://a.b\"><span>x</span></a>"),
    ];
    for (name, content, html) in cases {
        let found = check(name, "zh-CN", vec![p(content)], &format!("<p>{html}</p>"), None);
        assert!(found.is_empty(), "{name}: {found:?}");
    }
}

#[test]
fn links_that_nobody_can_follow() {
    for url in ["javascript:alert(1)", "data.csv", "data:text/html,x", "//a.b/c", "https://", " JavaScript:x"] {
        let found = check(url, "zh-CN", vec![p(vec![link(Target::Url(url.into()), vec![t("x")])])], "<p><span>x</span></p>", None);
        assert_eq!(found[0].code, "html/link");
    }
}

#[test]
fn blocks() {
    use BlockKind as B;
    let list = |ordered, tight, items: Vec<(Option<bool>, Vec<Block>)>| {
        let items = items.into_iter().map(|(checked, blocks)| ListItem { checked, blocks, span: kaiben_source::Span::generated() });
        block(B::List { ordered, tight, items: items.collect() })
    };
    let ordered = Some(OrderedList { start: 3, style: OrderedStyle::Decimal, parenthesis: true });
    let second = B::Heading(Heading { level: 1, content: vec![t("甲")], second: Some(vec![t("One")]), numbered: true, number: Some("第一章".into()) });
    let equation = Equation { tex: "a<b".into(), mathml: Some("<math display=\"block\"><mi>a</mi></math>".into()), number: Some("(1)".into()) };
    let x = || vec![p(vec![t("甲")])];
    let cases: Vec<(&str, Block, &str)> = vec![
        ("chapter title", labeled(second, attributes(Some("s"), &["unnumbered"], &[])), "<h1 id=\"s\"><span class=\"number\">第一章</span> <span class=\"title\">甲</span> <span class=\"second\" lang=\"en\">One</span></h1>"),
        ("number with its own room", block(h(2, Some("一、"), "甲")), "<h2><span class=\"number\">一、</span><span class=\"title\">甲</span></h2>"),
        ("English paragraph", p(vec![t("All of this is English.")]), "<p lang=\"en\">All of this is English.</p>"),
        ("code", block(B::Code { language: Some("c".into()), text: "\na<b".into() }), "<pre class=\"code\" tabindex=\"0\"><code class=\"language-c\">\na&lt;b</code></pre>"),
        ("quotation", block(B::Quote(x())), "<blockquote>\n<p>甲</p></blockquote>"),
        ("quotation with source", container(ContainerKind::Quote, &[("source", "某")], x()), "<figure class=\"quote\"><blockquote>\n<p>甲</p></blockquote><figcaption class=\"source\">某</figcaption></figure>"),
        ("epigraph", container(ContainerKind::Epigraph, &[("source", "某")], x()), "<div class=\"epigraph\" role=\"doc-epigraph\">\n<p>甲</p><p class=\"source\">某</p></div>"),
        ("verse", container(ContainerKind::Verse, &[], vec![p(vec![t("甲"), inline(InlineKind::SoftBreak), t("乙")])]), "<div class=\"verse\">\n<p>甲<br>乙</p></div>"),
        ("columns", container(ContainerKind::Columns, &[("count", "3")], x()), "<div class=\"columns\" style=\"column-count: 3\">\n<p>甲</p></div>"),
        ("landscape", container(ContainerKind::Landscape, &[], x()), "<div class=\"landscape\">\n<p>甲</p></div>"),
        ("other", container(ContainerKind::Other("aside".into()), &[], x()), "<div class=\"aside\">\n<p>甲</p></div>"),
        ("only here", container(ContainerKind::Only, &[("target", "print, html")], x()), "<p>甲</p>"),
        ("not here", container(ContainerKind::Only, &[("target", "print,epub")], x()), ""),
        ("callout", container(ContainerKind::Callout { kind: CalloutKind::Tip, title: None }, &[], x()), "<aside class=\"callout tip\" role=\"note\" aria-label=\"提示\"><p class=\"callout-title\">提示</p>\n<p>甲</p></aside>"),
        ("callout with title", container(ContainerKind::Callout { kind: CalloutKind::Note, title: Some(vec![t("看")]) }, &[], vec![]), "<aside class=\"callout note\" role=\"note\" aria-label=\"看\"><p class=\"callout-title\">看</p></aside>"),
        ("tight list", list(None, true, vec![(None, x())]), "<ul class=\"tight\">\n<li>甲</li></ul>"),
        ("loose list", list(ordered, false, vec![(None, x())]), "<ol class=\"parenthesis\" start=\"3\">\n<li>\n<p>甲</p></li></ol>"),
        ("tasks", list(None, true, vec![(Some(true), x()), (Some(false), vec![])]), "<ul class=\"task-list tight\">\n<li><span class=\"task\" role=\"img\" aria-label=\"已完成\">☑</span> 甲</li>\n<li><span class=\"task\" role=\"img\" aria-label=\"未完成\">☐</span> </li></ul>"),
        ("definitions", block(B::Definitions(vec![DefinitionItem { term: vec![t("甲")], details: vec![x(), x()], span: kaiben_source::Span::generated() }])), "<dl><dt>甲</dt><dd>甲</dd><dd>甲</dd></dl>"),
        ("break", block(B::ThematicBreak), "<hr>"),
        ("equation", labeled(B::Equation(equation), attributes(Some("eq"), &[], &[])), "<div id=\"eq\" class=\"equation\" role=\"group\" aria-label=\"公式\"><math alttext=\"a&lt;b\" display=\"block\"><mi>a</mi></math><span class=\"equation-number\">(1)</span></div>"),
        ("figure", labeled(B::Figure(Box::new(Figure { image: image("a.png", "甲", Some("60%")), caption: Some(caption("图 1", "甲")), media: None })), attributes(Some("f"), &[], &[])), "<figure id=\"f\" class=\"figure\"><img src=\"images/a.png\" alt=\"甲\" width=\"40\" height=\"30\" style=\"width: 60%; height: auto\"><figcaption><span class=\"caption-label\">图 1</span> <span class=\"caption-text\">甲</span></figcaption></figure>"),
    ];
    for (name, block, html) in cases {
        let found = check(name, "zh-CN", vec![block], html, None);
        assert!(found.is_empty(), "{name}: {found:?}");
    }
}

#[test]
fn xhtml_has_its_own_attributes() {
    let lang = with(inline(InlineKind::Span(vec![t("x")])), attributes(None, &[], &[("lang", "fr")]));
    let math = inline(InlineKind::Math(Equation { tex: "x".into(), mathml: Some("<math><mi>x</mi></math>".into()), number: None }));
    check(
        "prefixes",
        "en",
        vec![p(vec![lang, math, inline(InlineKind::LineBreak)])],
        "<p><span lang=\"fr\">x</span><math alttext=\"x\"><mi>x</mi></math><br></p>",
        Some("<p><span lang=\"fr\" xml:lang=\"fr\">x</span><math xmlns=\"http://www.w3.org/1998/Math/MathML\" alttext=\"x\"><mi>x</mi></math><br/></p>"),
    );
}

#[test]
fn a_picture_that_is_not_carried_is_told() {
    let found = check("missing", "zh-CN", vec![p(vec![inline(InlineKind::Image(image("https://a.b/c.png", "图", None)))])], "<p><span class=\"missing-picture\">图</span></p>", None);
    assert_eq!(found[0].code, "html/picture");
}

#[test]
fn notes() {
    let n = |anchor: &str, mark: &str, blocks| inline(InlineKind::Note(note(anchor, mark, NotePlacement::Page, blocks)));
    check(
        "a note, its text and the way back",
        "zh-CN",
        vec![p(vec![t("甲"), n("n-1", "①", vec![p(vec![t("注")]), p(vec![t("又")])]), t("。")])],
        &format!("<p>甲{WJ}<sup><a class=\"noteref\" role=\"doc-noteref\" id=\"ref-n-1\" href=\"#n-1\">①</a></sup>。</p>\n<section class=\"notes\" role=\"doc-endnotes\" aria-label=\"注释\"><h2 class=\"notes-title\">注释</h2>\n<aside class=\"note\" role=\"doc-footnote\" id=\"n-1\"><p><a class=\"backlink\" role=\"doc-backlink\" href=\"#ref-n-1\" title=\"返回正文\">①</a> 注</p>\n<p>又</p></aside>\n</section>"),
        Some(&format!("<p>甲{WJ}<sup><a class=\"noteref duokan-footnote\" epub:type=\"noteref\" role=\"doc-noteref\" id=\"ref-n-1\" href=\"#n-1\">①</a></sup>。</p>\n<section class=\"notes duokan-footnote-content\" epub:type=\"footnotes\" role=\"doc-endnotes\" aria-label=\"注释\">\n<aside class=\"note duokan-footnote-item\" epub:type=\"footnote\" role=\"doc-footnote\" id=\"n-1\"><p><a class=\"backlink\" epub:type=\"backlink\" role=\"doc-backlink\" href=\"#ref-n-1\" title=\"返回正文\">①</a> 注</p>\n<p>又</p></aside>\n</section>")),
    );
    // The mark of a note in a link follows the link; a note that begins with a list has its mark before it.
    let blocks = vec![p(vec![link(Target::Url("https://a.b".into()), vec![t("甲"), n("n-1", "1", vec![block(BlockKind::ThematicBreak)])])])];
    let (html, _) = serialize(&resolve(book("en", vec![blocks])), 0, Syntax::Html, None);
    assert!(html.contains(&format!("甲</a>{WJ}<sup><a class=\"noteref\"")), "{html}");
    assert!(html.contains("title=\"Back to the text\">1</a> </p>\n<hr></aside>"), "{html}");
}

#[test]
fn tables() {
    let columns = |n: usize, alignment| vec![Column { alignment, width: 1000 / n as u32 }; n];
    let decimal = |text: &str| Cell { decimal: (3, 2), ..cell(text) };
    let mut whole = table(
        columns(2, Alignment::Decimal),
        vec![row(vec![cell(""), cell("甲")])],
        vec![row(vec![decimal("1.5"), decimal("12")])],
    );
    whole.caption = Some(caption("表 1", "乙"));
    whole.remark = Some(vec![t("注")]);
    whole.foot = vec![row(vec![Cell { column_span: 2, ..cell("合") }])];
    check(
        "all of a table",
        "zh-CN",
        vec![labeled(BlockKind::Table(Box::new(whole)), attributes(Some("t"), &[], &[]))],
        "<figure id=\"t\" class=\"table-figure three-line\"><figcaption><span class=\"caption-label\">表 1</span> <span class=\"caption-text\">乙</span></figcaption><div class=\"table-scroll\" role=\"region\" aria-label=\"表 1 乙\" tabindex=\"0\"><table><colgroup><col style=\"width: 50.0%\"><col style=\"width: 50.0%\"></colgroup><thead><tr><th scope=\"col\" class=\"decimal\"></th><th scope=\"col\" class=\"decimal\">甲</th></tr></thead><tbody><tr><th scope=\"row\" class=\"decimal\">\u{2007}\u{2007}1.5\u{2007}</th><td class=\"decimal\">\u{2007}12\u{2008}\u{2007}\u{2007}</td></tr></tbody><tfoot><tr><th scope=\"row\" class=\"decimal\" colspan=\"2\">合</th></tr></tfoot></table></div><div class=\"table-notes\"><p class=\"remark\">注</p></div></figure>",
        None,
    );
    // What a row span covers shifts the columns; a span may not leave its group of rows.
    let mut spans = table(
        vec![Column { alignment: Alignment::Left, width: 0 }, Column { alignment: Alignment::Right, width: 0 }],
        vec![],
        vec![row(vec![Cell { row_span: 2, ..cell("甲") }, cell("乙")]), row(vec![Cell { row_span: 9, ..cell("丙") }])],
    );
    spans.style = TableStyle::Grid;
    let (html, _) = serialize(&resolve(book("zh", vec![vec![block(BlockKind::Table(Box::new(spans)))]])), 0, Syntax::Html, None);
    assert!(html.contains("<tr><td class=\"left\" rowspan=\"2\">甲</td><td class=\"right\">乙</td></tr><tr><td class=\"right\">丙</td></tr>"), "{html}");
    // Notes of a table stand under it, not at the chapter's end.
    let mark = inline(InlineKind::Note(note("n-1", "a", NotePlacement::Table, vec![])));
    let mut noted = table(columns(1, Alignment::Default), vec![], vec![row(vec![Cell::new(vec![p(vec![t("甲"), mark])], kaiben_source::Span::generated())])]);
    noted.notes = vec![note("n-1", "a", NotePlacement::Table, vec![p(vec![t("注")])])];
    let (html, _) = serialize(&resolve(book("zh", vec![vec![block(BlockKind::Table(Box::new(noted)))]])), 0, Syntax::Xhtml, None);
    assert!(html.contains("<div class=\"table-notes\">\n<div class=\"note duokan-footnote-item\" epub:type=\"footnote\" role=\"doc-footnote\" id=\"n-1\">"), "{html}");
    assert!(!html.contains("doc-endnotes"), "{html}");
}

#[test]
fn terms() {
    let used = |anchor: Option<&str>, expansion: Option<&str>| {
        inline(InlineKind::Term(TermUse { term: 0, content: vec![t("银行")], expansion: expansion.map(str::to_owned), anchor: anchor.map(str::to_owned) }))
    };
    let entry = |head: &str, other: &str, group: Option<&str>, defines: bool| TermListEntry {
        term: 0,
        group: group.map(str::to_owned),
        head: head.into(),
        other: Some(other.into()),
        definition: defines.then(|| vec![t("机构")]),
        defines,
    };
    let list = |order, entry| block(BlockKind::TermList(TermList { order, entries: vec![entry] }));
    let mut whole = book(
        "zh-CN",
        vec![
            vec![block(h(1, Some("第一章"), "起")), p(vec![used(Some("use-1"), Some("（New Development Bank，NDB）"))]), p(vec![link(Target::Anchor("term-1".into()), vec![used(None, None)])])],
            vec![
                block(h(1, None, "术语")),
                list(TermListOrder::Chinese, entry("银行", "bank", Some("Y"), true)),
                list(TermListOrder::English, entry("bank", "银行", Some("B"), false)),
            ],
        ],
    );
    whole.glossary.terms.push(term("银行", "bank", Some("机构"), &[("use-1", 0)]));
    let resolved = resolve(whole);
    let (html, _) = serialize(&resolved, 0, Syntax::Xhtml, None);
    assert!(html.contains("<a id=\"use-1\" class=\"term\" href=\"c1.xhtml#term-1\" title=\"机构\">银行</a><span class=\"expansion\">（<span lang=\"en\" xml:lang=\"en\">New Development Bank</span>，NDB）</span>"), "{html}");
    assert!(html.contains("<a href=\"c1.xhtml#term-1\"><span class=\"term\" title=\"机构\">银行</span></a>"), "{html}");
    let (html, _) = serialize(&resolved, 1, Syntax::Xhtml, None);
    assert!(html.contains("<h2 class=\"term-letter\" id=\"letters-zh-1\">Y</h2><dl class=\"terms\">\n<dt id=\"term-1\"><span class=\"head\">银行</span> <span class=\"other\" lang=\"en\" xml:lang=\"en\">bank</span></dt><dd><span class=\"definition\">机构</span> <span class=\"uses\"><span class=\"uses-label\">见：</span><a class=\"backlink\" href=\"c0.xhtml#use-1\" title=\"返回正文 · 起\">第一章</a></span></dd></dl>"), "{html}");
    assert!(html.contains("<dt><a class=\"head\" lang=\"en\" xml:lang=\"en\" href=\"#term-1\">bank</a> <span class=\"other\">银行</span></dt><dd></dd>"), "{html}");
}
