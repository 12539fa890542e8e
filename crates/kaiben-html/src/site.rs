//! The static site: plain pages first, relative links only, so that any folder and any host serves it.

use crate::escape_text;
use crate::serialize::{SerializeOptions, Syntax, escape, serialize_division, serialize_title};
use kaiben_model::*;
use kaiben_source::Diagnostic;
use std::collections::BTreeMap;

const BUNDLED: [(&str, &str); 3] = [
    ("html/page.html", include_str!("../../../templates/html/page.html")),
    ("html/style.css", include_str!("../../../templates/html/style.css")),
    ("html/site.js", include_str!("../../../templates/html/site.js")),
];

/// Makes the site: its files by path. `templates` gives the book's own files in place of bundled ones.
pub fn render_site(
    resolved: &Resolved,
    _pages: Option<&PageMap>,
    templates: &dyn Fn(&str) -> Option<Vec<u8>>,
) -> (BTreeMap<String, Vec<u8>>, Vec<Diagnostic>) {
    let book = resolved.book();
    let template = |name: &str| {
        templates(name)
            .or_else(|| BUNDLED.iter().find(|(n, _)| *n == name).map(|(_, text)| text.as_bytes().to_vec()))
            .unwrap_or_default()
    };
    let mut files = BTreeMap::new();
    let mut images = BTreeMap::new();
    for (i, (path, resource)) in book.resources.iter().enumerate() {
        let extension = path.rsplit_once('.').map_or("", |(_, e)| e).to_ascii_lowercase();
        let name = format!("images/{:03}.{extension}", i + 1);
        files.insert(name.clone(), resource.bytes.clone());
        images.insert(path.clone(), name);
    }
    files.insert("assets/style.css".to_owned(), template("html/style.css"));
    files.insert("assets/site.js".to_owned(), template("html/site.js"));
    let page_of = |division: usize| book.divisions.get(division).map_or_else(String::new, |d| format!("{}.html", d.slug));
    let image_of = |path: &str| images.get(path).cloned().unwrap_or_else(|| path.to_owned());
    let options = SerializeOptions { syntax: Syntax::Html, edition: "html", page: &page_of, image: &image_of };
    let shell = String::from_utf8_lossy(&template("html/page.html")).into_owned();
    let mut diagnostics = Vec::new();
    let site = Site { resolved, options: &options, shell: &shell };

    files.insert("index.html".to_owned(), site.index().into_bytes());
    for (index, division) in book.divisions.iter().enumerate() {
        let made = serialize_division(resolved, index, &options);
        diagnostics.extend(made.diagnostics);
        files.insert(format!("{}.html", division.slug), site.page(index, &made.body).into_bytes());
    }
    (files, diagnostics)
}

struct Site<'a> {
    resolved: &'a Resolved,
    options: &'a SerializeOptions<'a>,
    shell: &'a str,
}

impl Site<'_> {
    fn page(&self, index: usize, body: &str) -> String {
        let book = self.resolved.book();
        let title = book.divisions.get(index).map(Division::title_text).unwrap_or_default();
        let link = |target: Option<usize>, class: &str, arrow: (&str, &str)| {
            target.and_then(|i| book.divisions.get(i)).map(|d| {
                let (before, after) = arrow;
                format!("<a class=\"{class}\" rel=\"{class}\" href=\"{}.html\">{before}{}{after}</a>", d.slug, escape_text(&d.title_text()))
            })
        };
        let before = link(index.checked_sub(1), "prev", ("← ", "")).unwrap_or_else(|| format!("<a class=\"prev\" href=\"index.html\">← {}</a>", self.words().contents));
        let after = link(Some(index + 1), "next", ("", " →")).unwrap_or_default();
        let body = format!("{body}<nav class=\"pager\" aria-label=\"{}\">{before}{after}</nav>\n", self.interface().pager);
        self.fill(&format!("{title} · {}", book.settings.book.title), &body, Some(index))
    }

    fn index(&self) -> String {
        let book = self.resolved.book();
        let settings = &book.settings.book;
        let mut body = String::from("<section class=\"title-page\">\n");
        if let Some(cover) = &settings.cover {
            body.push_str(&format!("<img class=\"cover\" src=\"{}\" alt=\"{}\">\n", escape(&(self.options.image)(cover)), escape(&format!("{}：{}", self.words().cover, settings.title))));
        }
        body.push_str(&format!("<h1>{}</h1>\n", escape_text(&settings.title)));
        let other = if is_chinese(&settings.language) { "en" } else { "zh-CN" };
        for (text, class, language) in [
            (&settings.subtitle, "subtitle", None),
            (&settings.title_en, "second-title", Some(other)),
            (&settings.subtitle_en, "second-subtitle", Some(other)),
        ] {
            if let Some(text) = text {
                let language = language.map(|l| format!(" lang=\"{l}\"")).unwrap_or_default();
                body.push_str(&format!("<p class=\"{class}\"{language}>{}</p>\n", escape_text(text)));
            }
        }
        for author in &settings.authors {
            let second = author.name_en.as_ref().map(|n| format!(" <span lang=\"{other}\">{}</span>", escape_text(n))).unwrap_or_default();
            body.push_str(&format!("<p class=\"author\">{}{second}</p>\n", escape_text(&author.name)));
        }
        let imprint: Vec<&str> = settings.publisher.iter().chain(&settings.date).map(String::as_str).collect();
        body.push_str(&format!("<p class=\"imprint\">{}</p>\n</section>\n", escape_text(&imprint.join(" · "))));
        body.push_str(&format!("<section class=\"contents\" aria-label=\"{0}\">\n<h2>{0}</h2>\n{1}</section>\n", self.words().contents, self.contents(None)));
        for (title, list) in [(self.words().figures, &book.figures), (self.words().tables, &book.tables)] {
            if list.is_empty() {
                continue;
            }
            body.push_str(&format!("<section class=\"contents list\" aria-label=\"{title}\">\n<h2>{title}</h2>\n<ul>\n"));
            for entry in list {
                body.push_str(&format!(
                    "<li><a href=\"{}#{}\"><span class=\"label\">{}</span> {}</a></li>\n",
                    escape(&(self.options.page)(entry.division)),
                    escape(&entry.anchor),
                    escape_text(&entry.label),
                    serialize_title(self.resolved, &entry.title, self.options)
                ));
            }
            body.push_str("</ul>\n</section>\n");
        }
        if let Some(rights) = &settings.rights {
            body.push_str(&format!("<p class=\"rights\">{}</p>\n", escape_text(rights)));
        }
        self.fill(&settings.title, &body, None)
    }

    /// The contents as nested lists: all levels on the first page; on others those of the page that is open.
    fn contents(&self, open: Option<usize>) -> String {
        let book = self.resolved.book();
        let depth = book.settings.manuscript.toc_depth;
        let mut out = String::new();
        let mut level = 0;
        for entry in &book.contents {
            let shown = entry.level == 1 || (entry.level <= depth && open.is_none_or(|o| o == entry.division));
            if !shown {
                continue;
            }
            // A heading that skips levels stands one below what is open.
            let target = entry.level.min(level + 1);
            if target > level {
                out.push_str("<ol>\n");
            } else {
                out.push_str("</li>\n");
                for _ in target..level {
                    out.push_str("</ol>\n</li>\n");
                }
            }
            level = target;
            let page = (self.options.page)(entry.division);
            let address = if entry.level == 1 { page } else { format!("{page}#{}", entry.anchor) };
            let current = if entry.level == 1 && open == Some(entry.division) { " aria-current=\"page\"" } else { "" };
            let number = entry.number.as_ref().map(|n| format!("<span class=\"number\">{}</span> ", escape_text(n))).unwrap_or_default();
            out.push_str(&format!(
                "<li><a href=\"{}\"{current}>{number}{}</a>",
                escape(&address),
                serialize_title(self.resolved, &entry.title, self.options)
            ));
        }
        for _ in 0..level {
            out.push_str("</li>\n</ol>\n");
        }
        out
    }

    fn fill(&self, title: &str, body: &str, open: Option<usize>) -> String {
        let settings = &self.resolved.book().settings.book;
        let interface = self.interface();
        let values = [
            ("lang", escape(&settings.language)),
            ("title", escape_text(title)),
            ("book", escape_text(&settings.title)),
            ("description", escape(settings.description.as_deref().unwrap_or(&settings.title))),
            ("contents-title", self.words().contents.to_owned()),
            ("contents", self.contents(open.or(Some(usize::MAX)))),
            ("body", body.to_owned()),
            ("skip", interface.skip.to_owned()),
            ("theme", interface.theme.to_owned()),
            ("close", interface.close.to_owned()),
        ];
        // Placeholders are looked for in the shell alone: the book's text is never searched for them.
        let mut out = String::new();
        let mut rest = self.shell;
        while let Some((before, after)) = rest.split_once("{{") {
            out.push_str(before);
            let Some((name, behind)) = after.split_once("}}") else {
                rest = after;
                break;
            };
            if let Some((_, value)) = values.iter().find(|(n, _)| *n == name.trim()) {
                out.push_str(value);
            }
            rest = behind;
        }
        out.push_str(rest);
        out
    }

    fn words(&self) -> &'static Labels {
        labels(&self.resolved.book().settings.book.language)
    }

    fn interface(&self) -> Interface {
        if is_chinese(&self.resolved.book().settings.book.language) {
            Interface { skip: "跳到正文", theme: "明暗", close: "关闭", pager: "前后各章" }
        } else {
            Interface { skip: "Skip to the text", theme: "Light or dark", close: "Close", pager: "Chapters before and after" }
        }
    }
}

/// The words of the site itself.
struct Interface {
    skip: &'static str,
    theme: &'static str,
    close: &'static str,
    pager: &'static str,
}
