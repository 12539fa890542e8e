//! Short ways to write pieces of the model.

use kaiben_model::*;
use kaiben_source::{FileId, Span};
use std::collections::BTreeMap;

pub const FILE: FileId = FileId(0);

pub fn span(start: u32, end: u32) -> Span {
    Span::new(FILE, start, end)
}

pub fn inline(kind: InlineKind) -> Inline {
    Inline::new(kind, Span::generated())
}

pub fn t(text: &str) -> Inline {
    inline(InlineKind::Text(text.into()))
}

pub fn attributes(id: Option<&str>, classes: &[&str], pairs: &[(&str, &str)]) -> Attributes {
    Attributes {
        id: id.map(str::to_owned),
        classes: classes.iter().map(|c| c.to_string()).collect(),
        pairs: pairs.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect(),
    }
}

pub fn with(mut inline: Inline, attributes: Attributes) -> Inline {
    inline.attributes = attributes;
    inline
}

pub fn block(kind: BlockKind) -> Block {
    Block::new(kind, Span::generated())
}

pub fn labeled(kind: BlockKind, attributes: Attributes) -> Block {
    Block { kind, attributes, span: Span::generated() }
}

pub fn p(content: Vec<Inline>) -> Block {
    block(BlockKind::Paragraph(content))
}

pub fn raw(text: &str) -> Inline {
    inline(InlineKind::Raw { format: "html".into(), text: text.into() })
}

pub fn raw_block(format: &str, text: &str) -> Block {
    block(BlockKind::Raw { format: format.into(), text: text.into() })
}

pub fn h(level: u8, number: Option<&str>, title: &str) -> BlockKind {
    BlockKind::Heading(Heading { level, content: vec![t(title)], second: None, numbered: true, number: number.map(str::to_owned) })
}

pub fn container(kind: ContainerKind, pairs: &[(&str, &str)], blocks: Vec<Block>) -> Block {
    labeled(BlockKind::Container(Container { kind, blocks }), attributes(None, &[], pairs))
}

pub fn note(anchor: &str, mark: &str, placement: NotePlacement, blocks: Vec<Block>) -> Note {
    Note { name: None, blocks, anchor: anchor.into(), number: 1, mark: mark.into(), placement }
}

pub fn link(target: Target, content: Vec<Inline>) -> Inline {
    inline(InlineKind::Link { target, title: None, content })
}

pub fn caption(label: &str, text: &str) -> Caption {
    Caption { content: vec![t(text)], second: None, label: Some(label.into()), second_label: None, span: Span::generated() }
}

pub fn cell(text: &str) -> Cell {
    Cell::new(vec![p(vec![t(text)])], Span::generated())
}

pub fn row(cells: Vec<Cell>) -> Row {
    Row { cells, span: Span::generated() }
}

pub fn table(columns: Vec<Column>, head: Vec<Row>, body: Vec<Row>) -> Table {
    Table {
        caption: None,
        columns,
        head,
        body,
        foot: Vec::new(),
        notes: Vec::new(),
        remark: None,
        style: TableStyle::ThreeLine,
        continued: None,
        source: TableSource::Pipe,
    }
}

pub fn image(source: &str, alternative: &str, width: Option<&str>) -> Image {
    Image { source: source.into(), alternative: alternative.into(), width: width.map(str::to_owned) }
}

/// A book of chapters `c0`, `c1` …, with the picture `a.png` of 40 by 30.
pub fn book(language: &str, chapters: Vec<Vec<Block>>) -> Book {
    let millimeters = |n: u32| Micrometers(n * 1000);
    let divisions = chapters
        .into_iter()
        .enumerate()
        .map(|(i, blocks)| Division {
            matter: Matter::Body,
            kind: DivisionKind::Chapter,
            file: FileId(i as u32),
            path: format!("c{i}.md"),
            slug: format!("c{i}"),
            number: Some(i as u32 + 1),
            metadata: BTreeMap::new(),
            blocks,
        })
        .collect();
    Book {
        settings: Settings {
            book: BookSettings { title: "书 & 名".into(), language: language.into(), slug: "book".into(), ..BookSettings::default() },
            manuscript: ManuscriptSettings { front: vec![], body: vec![], back: vec![], toc_depth: 3 },
            numbering: NumberingSettings {
                headings: vec![],
                figures: NumberScope::Chapter,
                tables: NumberScope::Chapter,
                equations: NumberScope::Chapter,
            },
            plugin_order: None,
            plugins: BTreeMap::new(),
            print: PrintSettings {
                trim: Trim { width: millimeters(185), height: millimeters(260) },
                margins: Margins { top: millimeters(20), bottom: millimeters(20), inner: millimeters(20), outer: millimeters(20) },
                chapters_open: ChaptersOpen::Any,
                template: "report".into(),
                standard: vec![],
                font_size: 10_500,
            faces: std::collections::BTreeMap::new(),
            accent: None, half_title: None,
            },
            press: PressSettings { bleed: millimeters(3), marks: true, paper_caliper: Micrometers(100), signature: 16 },
            html: HtmlSettings::default(),
        },
        divisions,
        glossary: Glossary::default(),
        resources: BTreeMap::from([(
            "a.png".to_owned(),
            Resource { media_type: "image/png".into(), bytes: vec![1, 2, 3], width: 40, height: 30 },
        )]),
        contents: vec![],
        figures: vec![],
        tables: vec![],
    }
}

pub fn term(zh: &str, en: &str, definition: Option<&str>, uses: &[(&str, usize)]) -> Term {
    Term {
        zh: Some(zh.into()),
        en: Some(en.into()),
        abbr: None,
        definition: definition.map(str::to_owned),
        definition_en: None,
        aliases: vec![],
        sort: None,
        variants_forbidden: vec![],
        anchor: "term-1".into(),
        uses: uses.iter().map(|(a, d)| TermUsePlace { anchor: a.to_string(), division: *d }).collect(),
        span: Span::generated(),
    }
}
