//! Tables: shape, widths, alignment, files.

use super::{Manuscript, check_all};

fn shown(text: &str) -> String {
    Manuscript::of(text).make().shown()
}

#[test]
fn captions_are_numbered_and_tables_without_one_are_not() {
    check_all(
        &[
            (": 题 {en=\"T\"}\n\n| a |\n|--|\n| b |", "表 1-1 题 = Table 1-1 T [-1000] head: a body: b"),
            ("| a |\n|--|\n| b |", "- [-1000] head: a body: b"),
            (": 甲\n\n| a |\n|--|\n\n文\n\n: 乙\n\n| b |\n|--|", "表 1-1 甲 [-1000] head: a | 文 | 表 1-2 乙 [-1000] head: b"),
        ],
        shown,
    );
}

#[test]
fn widths_are_as_written_or_as_the_text_needs() {
    check_all(
        &[
            (": t {widths=\"1,3\"}\n\n| a | b |\n|--|--|", "表 1-1 t [-250 -750] head: a,b"),
            (": t {widths=\"20%,30%,50%\"}\n\n| a | b | c |\n|--|--|--|", "表 1-1 t [-200 -300 -500] head: a,b,c"),
            // Side by side they fit: each gets its share of what it needs, and two for its edges.
            ("| 甲 | 甲乙丙丁 |\n|--|--|\n| 一 | 二 |", "- [-286 -714] head: 甲,甲乙丙丁 body: 一,二"),
            (": t {widths=\"1\"}\n\n| a | b |\n|--|--|", "table/widths:: t {widths=\"1\"}\n\n| a | b |\n|--|--|"),
            (": t {widths=\"x,y\"}\n\n| a | b |\n|--|--|", "table/widths:: t {widths=\"x,y\"}\n\n| a | b |\n|--|--|"),
            (": t {widths=\"0,1\"}\n\n| a | b |\n|--|--|", "table/widths:: t {widths=\"0,1\"}\n\n| a | b |\n|--|--|"),
        ],
        shown,
    );
}

#[test]
fn a_column_of_paragraphs_does_not_starve_the_others() {
    let long = "很长的一段文字。".repeat(40);
    let made = Manuscript::of(&format!("| 年份 | 说明 |\n|--|--|\n| 2017—2021 | {long} |")).make();
    let kaiben_model::BlockKind::Table(table) = &made.book.divisions[0].blocks[0].kind else { panic!("no table") };
    let widths: Vec<u32> = table.columns.iter().map(|c| c.width).collect();
    assert_eq!(widths.iter().sum::<u32>(), 1000);
    // The long word of the first column needs eleven characters of a line of eighty.
    assert!(widths[0] >= 140 && widths[1] >= 600, "{widths:?}");
}

#[test]
fn numbers_line_up_by_their_points() {
    check_all(
        &[
            (": t {align=\"l,d\"}\n\n| a | b |\n|--|--|\n| x | 1.5 |\n| y | 23 |\n| z | −0.25 |\n| w | 未载 |", "表 1-1 t [l300 d700] head: a,b body: x,1.5(2,2) ; y,23(2,2) ; z,−0.25(2,2) ; w,未载"),
            (": t {align=d}\n\n| a |\n|--|\n| 1,234.5% |\n| +3 |", "表 1-1 t [d1000] head: a body: 1,234.5%(5,2) ; +3(5,2)"),
            (": t {align=\"l,q\"}\n\n| a | b |\n|--|--|", "table/align:: t {align=\"l,q\"}\n\n| a | b |\n|--|--|"),
            (": t {align=\"l,l\"}\n\n| a |\n|--|", "table/align:: t {align=\"l,l\"}\n\n| a |\n|--|"),
            (": t {style=gird}\n\n| a |\n|--|", "table/style:: t {style=gird}\n\n| a |\n|--|"),
        ],
        shown,
    );
}

#[test]
fn cells_reach_over_columns_and_rows() {
    check_all(
        &[
            ("| a || b |\n|--|--|--|\n| c | d ||", "- [-375 -250 -375] head: 2x1:a,b body: c,2x1:d"),
            ("| a | b |\n|--|--|\n| c | d |\n| ^^ | e |\n| ^^ | f |", "- [-500 -500] head: a,b body: 1x3:c,d ; e ; f"),
            // Nothing stands above: the marks are the cell's own text no more, and nothing reaches down.
            ("| a |\n|--|\n| ^^ |\n| b |", "- [-1000] head: a body:  ; b"),
            ("| a | b |\n|--|--|\n| c || \n| ^^ | d |", "- [-500 -500] head: a,b body: 2x2:c ; d"),
        ],
        shown,
    );
}

#[test]
fn lists_are_tables() {
    check_all(
        &[
            ("::: list-table\n- - a\n  - b\n- - c\n  - d\n\n    - e\n\n    f\n:::", "- [-500 -500] head: a,b body: c,d | - e | f"),
            ("::: {.list-table header-rows=0}\n- - a\n- - b\n:::", "- [-1000] body: a ; b"),
            ("::: {.list-table header-rows=2}\n- - a\n- - b\n- - c\n:::", "- [-1000] head: a ; b body: c"),
            ("::: list-table\n- - a\n  - b\n- - c\n  - d\n- - ^^\n  - e\n:::", "- [-500 -500] head: a,b body: 1x2:c,d ; e"),
            ("::: list-table\n- - a\n  - b\n- - c\n:::", "table/ragged:- - c"),
            ("::: list-table\n- - a\n- b\n:::", "table/list:b"),
            ("::: list-table\ntext\n:::", "table/list:text"),
            ("::: list-table\n:::", "table/list:::: list-table\n:::"),
            ("::: {.list-table header-rows=two}\n- - a\n:::", "table/header-rows:::: {.list-table header-rows=two}\n- - a\n:::"),
        ],
        shown,
    );
}

#[test]
fn files_are_tables() {
    let with = |csv: &'static str, attributes: &str| {
        let text = format!("::: csv-table {{file=a.csv {attributes}}}\n:::");
        Manuscript::of(&text).file("a.csv", csv).make().shown()
    };
    assert_eq!(with("甲,乙\n一,\"二,*三*\"\n", ""), "- [-364 -636] head: 甲,乙 body: 一,二,三");
    assert_eq!(with("\u{feff}a,b\r\n1,2\r\n", ""), "- [-500 -500] head: a,b body: 1,2");
    assert_eq!(with("a,b\n1.5,2.25\n10,3\n", "align=\"d,d\" caption=\"题\""), "表 1-1 题 [d455 d545] head: a,b body: 1.5(2,1),2.25(1,2) ; 10(2,1),3(1,2)");
    assert_eq!(with("a;b\n1;2\n", "delimiter=\";\" header-rows=0"), "- [-500 -500] body: a,b ; 1,2");
    assert_eq!(with("a\tb\n", "delimiter=tab"), "- [-500 -500] head: a,b");
    assert_eq!(with("a,b\n1\n", ""), "table/ragged:1\n");
    for (text, want) in [
        ("::: csv-table\n:::", "table/csv-missing:::: csv-table\n:::"),
        ("::: csv-table {file=none.csv}\n:::", "table/csv-missing:::: csv-table {file=none.csv}\n:::"),
        ("::: csv-table {file=\"../x.csv\"}\n:::", "path/outside:::: csv-table {file=\"../x.csv\"}\n:::"),
    ] {
        assert_eq!(shown(text), want);
    }
}

#[test]
fn every_row_covers_every_column() {
    // Told by the parser, with the place of the row; made whole here.
    let made = Manuscript::of("| a | b |\n|--|--|\n| c |\n| d | e | f |").make();
    assert_eq!(made.text(), "- [-333 -333 -334] head: a,b, body: c,, ; d,e,f");
    assert!(made.findings().starts_with("table/ragged:"), "{}", made.findings());
}

#[test]
fn the_house_style_gives_way_to_a_tables_own() {
    let style = |json: &str, attributes: &str| {
        let made = Manuscript::of(&format!(": t {attributes}\n\n| a |\n|--|")).plugin("tables", json).make();
        let kaiben_model::BlockKind::Table(table) = made.book.divisions[0].blocks[0].kind.clone() else { panic!("no table") };
        format!("{:?} {:?}", table.style, table.continued)
    };
    assert_eq!(style("{}", ""), "ThreeLine Some(\"续表\")");
    assert_eq!(style(r#"{"style":"grid","continued":false}"#, ""), "Grid None");
    assert_eq!(style(r#"{"style":"grid"}"#, "{style=plain}"), "Plain Some(\"续表\")");
}
