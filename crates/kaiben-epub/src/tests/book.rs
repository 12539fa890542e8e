//! A small book with one of each thing that the packaging has to do with.

use kaiben_model::*;
use kaiben_source::{FileId, Span};
use std::collections::BTreeMap;

fn text(text: &str) -> Inline {
    Inline::text(text, Span::generated())
}

fn paragraph(content: Vec<Inline>) -> Block {
    Block::paragraph(content, Span::new(FileId(1), 10, 20))
}

fn labelled(kind: BlockKind, label: &str) -> Block {
    let attributes = Attributes { id: Some(label.to_owned()), ..Attributes::default() };
    Block { kind, attributes, span: Span::new(FileId(1), 0, 5) }
}

fn heading(level: u8, title: &str, label: &str, number: Option<&str>) -> Block {
    let number = number.map(str::to_owned);
    let second = (label == "one").then(|| vec![text("One")]);
    labelled(BlockKind::Heading(Heading { level, content: vec![text(title)], second, numbered: number.is_some(), number }), label)
}

pub fn image(path: &str, alternative: &str) -> Image {
    Image { source: path.to_owned(), alternative: alternative.to_owned(), width: None }
}

fn figure(path: &str, label: &str) -> Block {
    let caption = Caption {
        content: vec![text("说明")],
        second: None,
        label: Some("图 1".to_owned()),
        second_label: None,
        span: Span::generated(),
    };
    labelled(BlockKind::Figure(Box::new(Figure { image: image(path, "图像"), caption: Some(caption), media: None })), label)
}

fn only_print(blocks: Vec<Block>) -> Block {
    let mut block = Block::new(BlockKind::Container(Container { kind: ContainerKind::Only, blocks }), Span::generated());
    block.attributes.pairs.insert("target".to_owned(), "print".to_owned());
    block
}

fn resource(media_type: &str, bytes: &[u8]) -> Resource {
    Resource { media_type: media_type.to_owned(), bytes: bytes.to_vec(), width: 4, height: 4 }
}

fn division(matter: Matter, kind: DivisionKind, slug: &str, file: FileId, blocks: Vec<Block>) -> Division {
    let path = format!("{slug}.md");
    Division { matter, kind, file, path, slug: slug.to_owned(), number: None, metadata: BTreeMap::new(), blocks }
}

fn inline(kind: InlineKind) -> Inline {
    Inline::new(kind, Span::generated())
}

fn chapter() -> Vec<Block> {
    let mathml = Some("<math xmlns=\"http://www.w3.org/1998/Math/MathML\"><mi>x</mi></math>".to_owned());
    let url = Target::Url("https://example.com/a b?x=1&y={2}".to_owned());
    vec![
        heading(1, "一 & <二>", "one", Some("第一章")),
        heading(4, "跳级", "deep", None),
        heading(5, "太深", "too-deep", None),
        heading(2, "节", "section", None),
        paragraph(vec![
            inline(InlineKind::Math(Equation { tex: "x".to_owned(), mathml, number: None })),
            inline(InlineKind::Ruby { base: "汉".to_owned(), reading: "hàn".to_owned() }),
            inline(InlineKind::CrossReference(CrossReference { label: "hidden".to_owned(), text: Some("只印".to_owned()) })),
            inline(InlineKind::Link { target: url, title: None, content: vec![text("外")] }),
        ]),
        figure("a/pic.png", "fig-a"),
        figure("a/图.svg", "fig-b"),
        figure("b/Pic.png", "fig-c"),
        only_print(vec![heading(2, "只在印刷版", "hidden", None), figure("unused.png", "fig-hidden")]),
    ]
}

fn settings() -> Settings {
    let author = |name: &str, name_en: Option<&str>, role: &str| Author {
        name: name.to_owned(),
        name_en: name_en.map(str::to_owned),
        role: role.to_owned(),
    };
    let zero = Micrometers(0);
    Settings {
        book: BookSettings {
            title: "书 & <名> \"引\"".to_owned(),
            subtitle: Some("副题".to_owned()),
            title_en: Some("A & \"B\"".to_owned()),
            authors: vec![author("张三", Some("Zhang San"), "aut"), author("李四", None, "trl")],
            language: "zh-CN".to_owned(),
            publisher: Some("甲社".to_owned()),
            date: Some("2026-11-01".to_owned()),
            identifier: "urn:isbn:9780306406157".to_owned(),
            rights: Some("© 甲 & 乙".to_owned()),
            slug: "book".to_owned(),
            subjects: vec!["金砖".to_owned()],
            ..BookSettings::default()
        },
        manuscript: ManuscriptSettings { front: Vec::new(), body: Vec::new(), back: Vec::new(), toc_depth: 4 },
        numbering: NumberingSettings {
            headings: Vec::new(),
            figures: NumberScope::Book,
            tables: NumberScope::Book,
            equations: NumberScope::Book,
        },
        plugin_order: None,
        plugins: BTreeMap::new(),
        print: PrintSettings {
            trim: Trim { width: Micrometers(185_000), height: Micrometers(260_000) },
            margins: Margins { top: zero, bottom: zero, inner: zero, outer: zero },
            chapters_open: ChaptersOpen::Any,
            template: "report".to_owned(),
            standard: Vec::new(),
            font_size: 10_500,
            faces: std::collections::BTreeMap::new(),
            accent: None, half_title: None,
        },
        press: PressSettings { bleed: zero, marks: false, paper_caliper: zero, signature: 16 },
        html: HtmlSettings::default(),
    }
}

/// The book.
pub fn book() -> Book {
    let divisions = vec![
        division(Matter::Front, DivisionKind::Chapter, "preface", FileId(0), vec![heading(1, "前言", "preface", None)]),
        division(Matter::Body, DivisionKind::Chapter, "one", FileId(1), chapter()),
        division(Matter::Back, DivisionKind::Glossary, "glossary", FileId::GENERATED, vec![heading(1, "术语表", "terms", None)]),
    ];
    let entry = |level, title: &str, anchor: &str, number: Option<&str>, division| ContentsEntry {
        level,
        number: number.map(str::to_owned),
        title: vec![text(title)],
        second: (anchor == "one").then(|| vec![text("One")]),
        anchor: anchor.to_owned(),
        division,
    };
    let listed = |anchor: &str| ListEntry {
        label: "图 1".to_owned(),
        title: vec![text("说明")],
        second: None,
        anchor: anchor.to_owned(),
        division: 1,
    };
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"a()\"><script/><image href=\"http://x/y.png\"/><text>t</text></svg>";
    Book {
        settings: settings(),
        divisions,
        glossary: Glossary::default(),
        resources: BTreeMap::from([
            ("a/pic.png".to_owned(), resource("image/png", b"png")),
            ("a/图.svg".to_owned(), resource("image/svg+xml", svg)),
            ("b/Pic.png".to_owned(), resource("image/png", b"png")),
            ("unused.png".to_owned(), resource("image/png", b"png")),
        ]),
        contents: vec![
            entry(1, "前言", "preface", None, 0),
            entry(1, "一 & <二>", "one", Some("第一章"), 1),
            entry(4, "跳级", "deep", None, 1),
            entry(5, "太深", "too-deep", None, 1),
            entry(2, "节", "section", None, 1),
            entry(2, "只在印刷版", "hidden", None, 1),
            entry(1, "术语表", "terms", None, 2),
        ],
        figures: vec![listed("fig-a"), listed("fig-hidden")],
        tables: Vec::new(),
    }
}
