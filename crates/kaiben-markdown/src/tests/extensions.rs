//! What Kaiben adds.

use super::{check_all, dump_of};

#[test]
fn notes() {
    check_all(
        &[
            ("甲[^a]乙\n\n[^a]: 丙", r#"(p "甲" (note a (p "丙")) "乙")"#),
            ("[^a]: x\n\n    y\n\n    - z\n\nb[^a]", r#"(p "b" (note a (p "x") (p "y") (ul ((p "z")))))"#),
            ("a^[b *c* @fig-d]e", r#"(p "a" (note - (p "b " (em "c") " " @fig-d)) "e")"#),
            ("# T^[n]\n", r#"(h1 "T" (note - (p "n")))"#),
            ("> a[^q]\n\n::: note\n[^q]: in\n:::", r#"(quote (p "a" (note q (p "in")))) (Note)"#),
            ("a^[b [c](d) [e]]f\n\n[e]: /g", r#"(p "a" (note - (p "b " (a d "c") " " (a /g "e"))) "f")"#),
            ("甲^[乙\n丙]丁", r#"(p "甲" (note - (p "乙" "丙")) "丁")"#),
            ("> 甲^[b\n> c]", r#"(quote (p "甲" (note - (p "b" nl "c"))))"#),
            ("| a^[n] | b |\n|--|--|\n| c[^x] | d |\n\n[^x]: y", r#"(table -- head("a" (note - (p "n")) | "b") ("c" (note x (p "y")) | "d"))"#),
            ("a^[b] c^[d]", r#"(p "a" (note - (p "b")) " c" (note - (p "d")))"#),
            ("- 甲^[乙\n  丙]丁*戊*\n  己[庚](u)", r#"(ul ((p "甲" (note - (p "乙" "丙")) "丁" (em "戊") "己" (a u "庚"))))"#),
            ("a^[- b]", r#"(p "a" (note - (p "- b")))"#),
            ("a^[# b #]", r##"(p "a" (note - (p "# b #")))"##),
        ],
        dump_of,
    );
}

#[test]
fn attributes() {
    check_all(
        &[
            ("# 章 {#sec-a .b k=v en=\"The *x*\"}", r#"(h1{#sec-a .b k=v} "章" / "The " (em "x"))"#),
            ("# 章{#sec-a}", r#"(h1{#sec-a} "章")"#),
            ("# 章 {#sec-基地}", r#"(h1{#sec-基地} "章")"#),
            ("## A {-}\n\n## B {.unnumbered}", r#"(h2-{.unnumbered} "A") (h2-{.unnumbered} "B")"#),
            ("A {#sec-x}\n===", r#"(h1{#sec-x} "A")"#),
            ("# A {b}", r#"(h1 "A {b}")"#),
            ("[文字]{.dots}后", r#"(p (span{.dots} "文字") "后")"#),
            ("[a *b* [c](d)]{.x lang=en}", r#"(p (span{.x lang=en} "a " (em "b") " " (a d "c")))"#),
            ("[a]{.x [b]", r#"(p "[a]{.x [b]")"#),
            ("[[a]{.x} b]{.y}", r#"(p (span{.y} (span{.x} "a") " b"))"#),
            ("[a](b){.c} `d`{.e} ![f](g){width=5em}h", r#"(p (a{.c} b "a") " " (code{.e} "d") " " (img g "f" width=5em) "h")"#),
            ("`#x`{=typst} `<b>`{=html}", r##"(p (raw typst "#x") " " (raw html "<b>"))"##),
            ("```{=typst}\n#x\n```\n\n```{=html}\n<p>\n```", r##"(raw typst "#x") (raw html "<p>")"##),
            ("```python {#lst-a .x}\na\n```\n\n```{.rust}\nb\n```", r#"(code python{#lst-a .x} "a") (code rust "b")"#),
            ("![甲 *乙*](f.svg){#fig-a width=60% en=\"Fig @tbl-b\" alt=\"示意图\"}", r#"(figure{#fig-a} f.svg "示意图" width=60% (caption "甲 " (em "乙") / "Fig " @tbl-b))"#),
            ("![](f.svg)", r#"(figure f.svg "")"#),
            ("![a](f.svg){#fig-a\nwidth=5em}", r#"(figure{#fig-a} f.svg "a" width=5em (caption "a"))"#),
            ("![a](f.svg) b", r#"(p (img f.svg "a") " b")"#),
        ],
        dump_of,
    );
}

#[test]
fn containers() {
    check_all(
        &[
            ("::: note\na\n:::", r#"(Note (p "a"))"#),
            ("::: {.warning title=\"注 *意*\" #x}\n- a\n:::", r#"(Warning <"注 " (em "意")>{#x} (ul ((p "a"))))"#),
            ("::: quote {source=\"鲁迅\"}\na\n\nb\n:::", r#"(Quote{source=鲁迅} (p "a") (p "b"))"#),
            ("::: a\nx\n::: b\ny\n:::\nz\n:::\nw", r#"(div.a (p "x") (div.b (p "y")) (p "z")) (p "w")"#),
            ("::::: only {target=print}\n:::: landscape\na\n::::\n:::::", r#"(Only{target=print} (Landscape (p "a")))"#),
            ("::: verse\n床前\n明月\n:::\n\n床前\n明月", r#"(Verse (p "床前" br "明月")) (p "床前" "明月")"#),
            ("- a\n\n  ::: tip\n  b\n  :::\n- c", r#"(ul loose ((p "a") (Tip (p "b"))) ((p "c")))"#),
            ("> ::: tip\n> b\n> :::", r#"(quote (Tip (p "b")))"#),
            ("```\n::: note\n:::\n```\n\n::: note\na\n:::", r#"(code - "::: note\n:::") (Note (p "a"))"#),
            ("    ::: note\n\na", r#"(code - "::: note") (p "a")"#),
            ("text\n::: note\na\n:::\nmore", r#"(p "text") (Note (p "a")) (p "more")"#),
            ("::: columns {count=2}\n| a |\n|--|\n| b |\n:::", r#"(Columns{count=2} (table - head("a") ("b")))"#),
            ("::: csv-table {file=a.csv caption=\"甲\" #tbl-a note=\"x\"}\n:::", r#"(CsvTable{#tbl-a file=a.csv} (caption "甲") (remark "x"))"#),
            ("::: list-table\n- - a\n  - b\n:::\n\n: 甲 *乙* {#tbl-l en=\"A\"}", r#"(ListTable{#tbl-l} (caption "甲 " (em "乙") / "A") (ul ((ul ((p "a")) ((p "b"))))))"#),
            ("::: {.box lang=en}\n[x]\n:::\n\n[x]: /y", r#"(div.box{lang=en} (p (a /y "x")))"#),
            ("<!-- ::: note -->\n\na ::: b", r#"(p "a ::: b")"#),
            ("::: note :::\na\n:::", r#"(Note (p "a"))"#),
            ("<div>\n::: note\n</div>", r#"(raw html "<div>\n::: note\n</div>")"#),
        ],
        dump_of,
    );
}

/// comrak finds no note in the text of an image.
#[test]
fn inline_notes_in_captions_of_figures_were_text() {
    check_all(
        &[
            ("![图^[n *m*]](f.svg)", r#"(figure f.svg "图" (caption "图" (note - (p "n " (em "m")))))"#),
            ("![图^[a [b](c)] d](f.svg){#fig-a}", r#"(figure{#fig-a} f.svg "图 d" (caption "图" (note - (p "a " (a c "b"))) " d"))"#),
            ("甲![图^[n]](f.svg)乙", r#"(p "甲" (img f.svg "图") (note - (p "n")) "乙")"#),
            (r"![图\^[n]](f.svg)", r#"(figure f.svg "图^[n]" (caption "图" "^[n]"))"#),
        ],
        dump_of,
    );
}

/// A caption is read where the notes of its chapter are known, whatever way it is written.
#[test]
fn captions_lost_notes_that_were_defined_in_the_chapter() {
    check_all(
        &[
            ("::: list-table {caption=\"甲[^a]\"}\n- - b\n:::\n\n[^a]: n", r#"(ListTable (caption "甲" (note a (p "n"))) (ul ((ul ((p "b"))))))"#),
            ("::: csv-table {file=a.csv caption=\"甲[^a]\" en=\"A[^b]\" note=\"c[^c]\"}\n:::\n\n[^a]: n\n\n[^b]: m\n\n[^c]: k", r#"(CsvTable{file=a.csv} (caption "甲" (note a (p "n")) / "A" (note b (p "m"))) (remark "c" (note c (p "k"))))"#),
            ("::: csv-table {file=a.csv}\n:::\n\n: 甲[^a] {en=\"A[^b]\"}\n\n[^a]: n\n\n[^b]: m", r#"(CsvTable{file=a.csv} (caption "甲" (note a (p "n")) / "A" (note b (p "m"))))"#),
            ("![甲[^a]](f.svg){en=\"A[^b]\"}\n\n[^a]: n\n\n[^b]: m", r#"(figure f.svg "甲" (caption "甲" (note a (p "n")) / "A" (note b (p "m"))))"#),
            ("# 甲[^a] {en=\"A^[b]\"}\n\n[^a]: n", r#"(h1 "甲" (note a (p "n")) / "A" (note - (p "b")))"#),
            ("::: {.tip title=\"甲[^a]\"}\nb\n:::\n\n[^a]: n", r#"(Tip <"甲" (note a (p "n"))> (p "b"))"#),
        ],
        dump_of,
    );
}

/// `#### 甲[乙]{.no-term}`: the braces are the span's, and so for all that takes attributes of its own.
#[test]
fn attributes_of_a_last_span_were_taken_for_those_of_the_heading() {
    check_all(
        &[
            ("#### 甲[乙]{.no-term}", r#"(h4 "甲" (span{.no-term} "乙"))"#),
            ("# 甲[乙]{.no-term} {#sec-a}", r#"(h1{#sec-a} "甲" (span{.no-term} "乙"))"#),
            ("# 甲[乙]{.no-term}{#sec-a}", r#"(h1{#sec-a} "甲" (span{.no-term} "乙"))"#),
            ("# [甲](u){.x}", r#"(h1 (a{.x} u "甲"))"#),
            ("# `a`{.x}", r#"(h1 (code{.x} "a"))"#),
            ("# [[NDB]]{.x}", r#"(h1 (term{.x} NDB))"#),
            ("# 甲[^a]{#sec-a}\n\n[^a]: n", r#"(h1{#sec-a} "甲" (note a (p "n")))"#),
            ("# 甲^[n]{#sec-a}", r#"(h1{#sec-a} "甲" (note - (p "n")))"#),
            ("# 甲]{#sec-a}", r#"(h1{#sec-a} "甲]")"#),
            (": 题[乙]{.no-term}\n\n| a |\n|--|\n| b |", r#"(table - (caption "题" (span{.no-term} "乙")) head("a") ("b"))"#),
        ],
        dump_of,
    );
}

#[test]
fn tables() {
    check_all(
        &[
            (": 题 {#tbl-a en=\"T\" note=\"来源：*x*\" widths=\"1,2\"}\n\n| a | b |\n|--|--|\n| c | d |", r#"(table{#tbl-a widths=1,2} -- (caption "题" / "T") head("a" | "b") ("c" | "d") (remark "来源：" (em "x")))"#),
            ("见下。\n\n: 题\n\n| a |\n|--|\n| b |\n\n文", r#"(p "见下。") (table - (caption "题") head("a") ("b")) (p "文")"#),
            ("| a |\n|--|\n| b |\n\n: 题 {#tbl-a}\n\n文", r#"(table{#tbl-a} - (caption "题") head("a") ("b")) (p "文")"#),
            ("| a |\n|--|\n| b |\n: 题 {#tbl-a}", r#"(table{#tbl-a} - (caption "题") head("a") ("b"))"#),
            (": 题\n| a |\n|--|\n| b |", r#"(table - (caption "题") head("a") ("b"))"#),
            ("Table: 题\n\n| a |\n|--|\n| b |", r#"(table - (caption "题") head("a") ("b"))"#),
            ("|a|\n|-|\n\n: A\n\n|b|\n|-|\n\n: B", r#"(table - (caption "A") head("a")) (table - (caption "B") head("b"))"#),
            (": A\n\n|a|\n|-|\n\n: B\n\n|b|\n|-|", r#"(table - (caption "A") head("a")) (table - (caption "B") head("b"))"#),
            ("|a|\n|-|\n\n: B\n\n|b|\n|-|", r#"(table - head("a")) (table - (caption "B") head("b"))"#),
            ("| a || b |\n|--|--|--|\n| c | d ||\n| ^^ | e | |", r#"(table --- head(2*"a" | "b") ("c" | 2*"d") (^ | "e" | ))"#),
            ("| a<br>b | c |\n|--|--|\n| {汉字\\|hàn zì} | {字|zì}<br/>x |", r#"(table -- head("a" br "b" | "c") ((ruby 汉字 hàn zì) | (ruby 字 zì) br "x"))"#),
            ("| | |\n|--|--|\n| a | b |", r#"(table -- ("a" | "b"))"#),
            ("| a |\n|--|\n| b | *c* | d |\n| e |", r#"(table --- head("a" |  | ) ("b" | (em "c") | "d") ("e" |  | ))"#),
            ("术语\n: 解释\n: 又一\n\n乙\n\n: 丙\n", r#"(dl ("术语" : (p "解释") : (p "又一")) ("乙" : (p "丙")))"#),
            ("| [x]{a=\"1|2\"} | @tbl-b |\n|--|--|\n| $a\\|b$ | `c` |", r#"(table -- head((span{a=1|2} "x") | @tbl-b) ((math "a|b") | (code "c")))"#),
            ("> | a |\n> |--|\n> | b |\n>\n> : 题", r#"(quote (table - (caption "题") head("a") ("b")))"#),
        ],
        dump_of,
    );
}

#[test]
fn references() {
    check_all(
        &[
            ("见@sec-summits）。和@fig-a、@tbl-b-1, @eq-c.", r#"(p "见" @sec-summits "）。和" @fig-a "、" @tbl-b-1 ", " @eq-c ".")"#),
            ("[@fig-a] @{fig-图} [@key, p. 3] @smith2020_x: [-@k]", r#"(p @fig-a " " @fig-图 " " (cite [@key, p. 3]) " " (cite @smith2020_x) ": " (cite [-@k]))"#),
            (r"a@b.c \@fig-a @ x 张@三 me@fig-x.org", r#"(p "a@b.c " "@fig-a @ x 张@三 me@fig-x.org")"#),
            ("`@fig-a` [x @tbl-y](u)", r#"(p (code "@fig-a") " " (a u "x " @tbl-y))"#),
            ("[[NDB]]和[[ 新开发银行 ]]", r#"(p (term NDB) "和" (term 新开发银行))"#),
            ("{汉字|hàn zì}与{API|接口} {a|b} {中 | 文}", r#"(p (ruby 汉字 hàn zì) "与" (ruby API 接口) " {a|b} {中 | 文}")"#),
            ("见https://example.com/路径，后文。http://a.b/c_d_e*f*g?x=1&y=2.", r#"(p "见" (a https://example.com/ "https://example.com/") "路径，后文。" (a http://a.b/c_d_e*f*g?x=1&y=2 "http://a.b/c_d_e*f*g?x=1&y=2") ".")"#),
            ("(https://a.b/(c)) **https://a.b/~u/~v** [https://x.y](z) xhttps://q.r", r#"(p "(" (a https://a.b/(c) "https://a.b/(c)") ") " (strong (a https://a.b/~u/~v "https://a.b/~u/~v")) " " (a z "https://x.y") " xhttps://q.r")"#),
            ("`https://a_b*c` <https://a.b/_c_>", r#"(p (code "https://a_b*c") " " (a https://a.b/_c_ "https://a.b/_c_"))"#),
            ("[x]( https://a.b/c_d_ )", r#"(p (a https://a.b/c_d_ "x"))"#),
        ],
        dump_of,
    );
}

#[test]
fn inlines() {
    check_all(
        &[
            ("$a_b$与$$x=1$$", r#"(p (math "a_b") "与") (equation "x=1")"#),
            ("价$5和$6，$5 and $6，\\$a $ b$", r#"(p "价$5和$6，$5 and $6，" "$a $ b$")"#),
            ("$$\n\\frac{a}{b}\n$$ {#eq-a}", r#"(equation{#eq-a} "\\frac{a}{b}")"#),
            ("$$a$$\n{#eq-b}", r#"(equation{#eq-b} "a")"#),
            ("其中\n$$a$$ {#eq-a}\n为", r#"(p "其中") (equation{#eq-a} "a") (p "为")"#),
            ("H~2~O 10^6^ 3~5个，6~8个 10^-6 a^b c^d", r#"(p "H" (sub "2") "O 10" (sup "6") " 3~5个，6~8个 10^-6 a^b c^d")"#),
            ("2018~2020年和2021~2022年", r#"(p "2018~2020年和2021~2022年")"#),
            ("中\n文\n“引”\nabc\n中", r#"(p "中" "文" "“引”" nl "abc" nl "中")"#),
            ("**中**\n文[^a]\n字\n@fig-a\n后\n\n[^a]: n", r#"(p (strong "中") "文" (note a (p "n")) "字" @fig-a "后")"#),
            ("a<br>b<BR />c<!-- x -->d", r#"(p "a" br "b" br "c" "d")"#),
        ],
        dump_of,
    );
}
