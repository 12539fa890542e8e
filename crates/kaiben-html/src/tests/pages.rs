use super::build::*;
use super::{resolve, serialize};
use crate::{Syntax, page_targets};
use kaiben_model::*;
use kaiben_source::FileId;
use std::collections::BTreeMap;

fn map(breaks: &[(&str, u32, u32)]) -> PageMap {
    let breaks = breaks.iter().enumerate();
    PageMap {
        pages: 9,
        printed: Vec::new(),
        breaks: breaks.map(|(i, (folio, file, offset))| PageBreak { page_index: i, folio: folio.to_string(), file: FileId(*file), offset: *offset }).collect(),
        anchors: BTreeMap::new(),
    }
}

#[test]
fn pages_begin_where_the_print_edition_says() {
    // 甲乙丙 at bytes 10..19; a page begins before 乙, one within a heading, one behind all text.
    let text = Inline::text("甲乙丙", span(10, 19));
    let blocks = vec![
        Block { span: span(0, 9), ..block(h(1, None, "题")) },
        Block { kind: BlockKind::Paragraph(vec![text]), attributes: attributes(Some("page-4"), &[], &[]), span: span(10, 19) },
    ];
    let resolved = resolve(book("zh-CN", vec![blocks]));
    let map = map(&[("1", 0, 0), ("2", 0, 4), ("3", 0, 13), ("4", 0, 50), ("5", 7, 0)]);
    let (html, _) = serialize(&resolved, 0, Syntax::Html, Some(&map));
    let mark = |e: &str, id: &str, folio: &str| format!("<{e} class=\"pagebreak\" role=\"separator\" id=\"{id}\" aria-label=\"{folio}\"></{e}>");
    let expected = format!(
        "\n{}{}<h1><span class=\"title\">题</span></h1>\n<p id=\"page-4\">甲{}乙丙</p>{}",
        mark("div", "page-1", "1"),
        mark("div", "page-2", "2"),
        mark("span", "page-3", "3"),
        mark("div", "page-4-p", "4")
    );
    assert_eq!(html, expected);
    // What is listed is what is marked: a label of the book's own is not taken twice.
    let anchors: Vec<String> = page_targets(&resolved, &map).into_iter().map(|t| t.anchor).collect();
    assert_eq!(anchors, ["page-1", "page-2", "page-3", "page-4-p"]);
    serialize(&resolved, 0, Syntax::Xhtml, Some(&map));
}
