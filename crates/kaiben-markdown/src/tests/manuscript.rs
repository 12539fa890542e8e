//! A chapter as authors write it.

use super::places::check_spans;
use crate::parse_chapter;
use kaiben_source::FileId;

const CHAPTER: &str = "# 厦门创新基地 {#sec-base en=\"The Base\"}\n\n前三章讨论了机制，\n本章转到一处地点（见@sec-a）。[^c4-01]本章只记录事项。\n\n\
1. 2020年，倡议提出；\n2. 启动。^[天数由本书推算，\n   见@tbl-days。]\n\n\
::: quote\n政策协调；人才培养。\n:::\n\n> [!NOTE]\n> 条数只说明结构。\n\n\
: 日期 {#tbl-days en=\"Days\" widths=\"1,2\" note=\"来源：报告。\"}\n\n| 事项 | 日期 |\n|:--|--:|\n| 启动 | 2020 |\n\n\
![三级架构](assets/g.svg){#fig-g en=\"Tiers\" alt=\"示意图\" width=80%}\n\n[^c4-01]: 《报告》，第4页。\n";

#[test]
fn reads_without_findings() {
    let parsed = parse_chapter(FileId(0), "04.md", CHAPTER);
    check_spans(CHAPTER, &parsed.blocks);
    assert_eq!(parsed.diagnostics, []);
    assert_eq!(
        super::dump::blocks(&parsed.blocks),
        concat!(
            r#"(h1{#sec-base} "厦门创新基地" / "The Base") "#,
            r#"(p "前三章讨论了机制，" "本章转到一处地点（见" @sec-a "）。" (note c4-01 (p "《报告》，第4页。")) "本章只记录事项。") "#,
            r#"(ol 1 ((p "2020年，倡议提出；")) ((p "启动。" (note - (p "天数由本书推算，" "见" @tbl-days "。"))))) "#,
            r#"(Quote (p "政策协调；人才培养。")) (Note (p "条数只说明结构。")) "#,
            r#"(table{#tbl-days widths=1,2} lr (caption "日期" / "Days") head("事项" | "日期") ("启动" | "2020") (remark "来源：报告。")) "#,
            r#"(figure{#fig-g} assets/g.svg "示意图" width=80% (caption "三级架构" / "Tiers"))"#,
        )
    );
}
