use super::build::*;
use super::resolve;
use crate::{picture_names, render_site};
use kaiben_model::*;
use std::collections::BTreeSet;

fn sample() -> Resolved {
    let two = p(vec![link(Target::Anchor("s-0".into()), vec![t("前")]), inline(InlineKind::Image(image("a.png", "图", None)))]);
    let title = |i: usize| labeled(h(1, Some("第一章"), "题 <1>"), attributes(Some(&format!("s-{i}")), &[], &[]));
    let mut whole = book("zh-CN", vec![vec![title(0), p(vec![t("甲")])], vec![title(1), two]]);
    whole.divisions[1].slug = "Index".into();
    whole.contents = (0..2)
        .map(|i| ContentsEntry { level: 1, number: Some("第一章".into()), title: vec![t("题 <1>")], second: None, anchor: format!("s-{i}"), division: i })
        .chain([ContentsEntry { level: 3, number: None, title: vec![t("节")], second: None, anchor: "s-1".into(), division: 1 }])
        .collect();
    whole.figures = vec![ListEntry { label: "图 1".into(), title: vec![t("甲")], second: None, anchor: "s-1".into(), division: 1 }];
    whole.settings.book.cover = Some("a.png".into());
    resolve(whole)
}

fn text(files: &std::collections::BTreeMap<String, Vec<u8>>, path: &str) -> String {
    String::from_utf8(files[path].clone()).unwrap_or_default()
}

#[test]
fn every_link_of_the_site_leads_somewhere() {
    let (files, found) = render_site(&sample(), None, &|_| None);
    assert!(found.is_empty(), "{found:?}");
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(names, [
        "404.html", "Index-page.html", "assets/search-index.js", "assets/search.js", "assets/site.js", "assets/style.css", "c0.html",
        "images/a.png", "index.html", "lists.html",
    ]);
    for path in names.iter().filter(|n| n.ends_with(".html")) {
        let page = text(&files, path);
        assert!(page.starts_with("<!DOCTYPE html>"), "{path}: the template's manual is left out");
        assert!(!page.contains("{{"), "{path}: every placeholder is filled");
        for part in page.split("href=\"").chain(page.split("src=\"")).skip(1) {
            let address = part.split('"').next().unwrap_or_default();
            if address.starts_with("<!DOCTYPE") || address == "data:," {
                continue;
            }
            assert!(!address.contains("://"), "{path}: {address} is asked for elsewhere");
            let (file, label) = address.split_once('#').unwrap_or((address, ""));
            let file = if file.is_empty() { path } else { file };
            assert!(files.contains_key(file), "{path}: {address}");
            assert!(label.is_empty() || text(&files, file).contains(&format!("id=\"{label}\"")), "{path}: {address}");
        }
        let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|p| p.split('"').next()).collect();
        assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{path}: an id stands twice");
    }
}

#[test]
fn pages_say_where_the_reader_is() {
    let (files, _) = render_site(&sample(), None, &|_| None);
    let page = text(&files, "c0.html");
    for piece in [
        "<title>第一章 题 &lt;1&gt; — 书 &amp; 名</title>",
        "<a href=\"c0.html\" aria-current=\"page\"><span class=\"number\">第一章</span> <span class=\"text\">题 &lt;1&gt;</span></a></li>",
        "<a class=\"previous\" rel=\"prev\" href=\"index.html\"><span class=\"direction\">上一章</span> 书名页</a>",
        "<a class=\"next\" rel=\"next\" href=\"Index-page.html\">",
        "<link rel=\"next\" href=\"Index-page.html\">",
    ] {
        assert!(page.contains(piece), "{piece}\n{page}");
    }
    let page = text(&files, "Index-page.html");
    assert!(page.contains("<ol><li><a href=\"Index-page.html\" aria-current=\"page\"><span class=\"text\">节</span></a></li></ol>"), "{page}");
    assert!(text(&files, "index.html").contains("<img class=\"cover\" src=\"images/a.png\" alt=\"封面\" width=\"40\" height=\"30\">"));
    assert!(text(&files, "lists.html").contains("<a href=\"Index-page.html#s-1\"><span class=\"number\">图 1</span>"));
}

#[test]
fn a_book_replaces_templates_file_by_file() {
    let own = |page: &'static str| {
        move |name: &str| match name {
            "html/page.html" => Some(page.as_bytes().to_vec()),
            "html/style.css" => Some(b"p{}".to_vec()),
            _ => None,
        }
    };
    let (files, found) = render_site(&sample(), None, &own("<!-- mine --><i>{{ title }}|{{content}}|{{nothing}}|{{X}}</i>"));
    assert_eq!(files["assets/style.css"], b"p{}");
    assert!(text(&files, "c0.html").starts_with("<i>第一章 题 &lt;1&gt; — 书 &amp; 名|<article"));
    assert!(text(&files, "c0.html").ends_with("||{{X}}</i>"));
    assert_eq!(found.iter().map(|d| d.code.as_ref()).collect::<Vec<_>>(), ["html/placeholder"]);
    let (_, found) = render_site(&sample(), None, &own("<p>"));
    assert_eq!(found[0].code, "html/template");
    let (_, found) = render_site(&sample(), None, &|name| (name == "html/page.html").then(|| vec![0xff]));
    assert_eq!(found[0].code, "html/template");
}

#[test]
fn names_are_fit_for_every_file_system() {
    let mut whole = book("zh-CN", vec![vec![], vec![], vec![]]);
    for (division, slug) in whole.divisions.iter_mut().zip(["a", "A", "lists"]) {
        division.slug = slug.into();
    }
    let resource = whole.resources["a.png"].clone();
    for path in ["图/一.png", "x/a.PNG", "二.png", "b c.png"] {
        whole.resources.insert(path.into(), resource.clone());
    }
    let resolved = resolve(whole);
    let (files, _) = render_site(&resolved, None, &|_| None);
    let pages: Vec<&str> = files.keys().map(String::as_str).filter(|f| f.ends_with(".html") && !["index.html", "404.html"].contains(f)).collect();
    assert_eq!(pages, ["A-page.html", "a.html", "lists-page.html"]);
    let names: Vec<String> = picture_names(&resolved).into_values().collect();
    assert_eq!(names, ["a.png", "b-c.png", "a-2.png", "picture.png", "picture-2.png"]);
}
