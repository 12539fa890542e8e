//! The EPUB edition: the only crate that names epub-builder.
//!
//! epub-builder collects the files; its package document, navigation and NCX are not valid EPUB 3.3 and
//! are replaced by our own (`package`, `nav`) when the archive is written (`archive`).

mod archive;
mod nav;
mod package;
mod pages;

use epub_builder::{EpubBuilder, EpubContent, EpubVersion, ZipLibrary};
use kaiben_html::{SerializeOptions, Syntax, serialize_division};
use kaiben_model::{Book, Matter, PageMap, Resolved};
use kaiben_source::Diagnostic;
use std::collections::{BTreeMap, BTreeSet};

const STYLE: &str = include_str!("../../../templates/epub/style.css");

/// What the EPUB is made from.
pub struct EpubInput<'a> {
    /// The book.
    pub resolved: &'a Resolved,
    /// Where things are in the printed book, if it was made in the same run.
    pub page_map: Option<&'a PageMap>,
    /// The book's own templates by name, such as `epub/style.css`; they win over the bundled ones.
    pub templates: &'a dyn Fn(&str) -> Option<Vec<u8>>,
}

/// Makes the EPUB 3.3 file. There is none if the archive could not be made.
pub fn render_epub(input: &EpubInput<'_>) -> (Option<Vec<u8>>, Vec<Diagnostic>) {
    let book = input.resolved.book();
    let language = pages::language(book);
    let files = division_files(book);
    let images = image_files(book);
    let mut diagnostics = Vec::new();
    let mut items = Vec::new();

    let cover_path = find_cover(book, &mut diagnostics);
    let generated_cover = cover_path.is_none().then(|| pages::cover_svg(book));
    let cover_image = cover_path.and_then(|path| images.get(path).cloned()).unwrap_or_else(|| "images/cover.svg".to_owned());

    items.push(Item::page("cover", "cover.xhtml", pages::cover_page(book, &cover_image)));
    items.push(Item::page("title-page", "title.xhtml", pages::title_page(book)));
    let tree = nav::tree(book, &files);
    items.push(Item { properties: vec!["nav"], ..Item::page("nav", "nav.xhtml", nav::nav_page(book, &tree, &files)) });

    let page = |division: usize| files.get(division).cloned().unwrap_or_default();
    let image = |path: &str| images.get(path).cloned().unwrap_or_default();
    let options = SerializeOptions { syntax: Syntax::Xhtml, edition: "epub", page: &page, image: &image };
    for (index, division) in book.divisions.iter().enumerate() {
        let chapter = serialize_division(input.resolved, index, &options);
        diagnostics.extend(chapter.diagnostics);
        let matter = match division.matter {
            Matter::Front => "frontmatter",
            Matter::Body => "bodymatter",
            Matter::Back => "backmatter",
        };
        let text = pages::document(language, &pages::or_title(book, &division.title_text()), matter, &chapter.body);
        let mut properties = Vec::new();
        if chapter.has_math {
            properties.push("mathml");
        }
        if chapter.has_svg {
            properties.push("svg");
        }
        items.push(Item { properties, ..Item::page(&format!("division-{}", index + 1), &page(index), text) });
    }
    for item in &items {
        check_xml(item, &mut diagnostics);
    }

    let style = (input.templates)("epub/style.css").unwrap_or_else(|| STYLE.as_bytes().to_vec());
    items.push(Item::resource("style", pages::STYLESHEET, "text/css", style));
    if let Some(svg) = generated_cover {
        items.push(Item::resource("cover-image", &cover_image, "image/svg+xml", svg.into_bytes()));
    }
    for (path, resource) in &book.resources {
        let Some(file) = images.get(path) else { continue };
        let id = format!("image-{}", file.trim_start_matches("images/").replace('.', "-"));
        items.push(Item::resource(&id, file, &resource.media_type, resource.bytes.clone()));
    }
    for item in items.iter_mut().filter(|i| i.file == cover_image) {
        item.properties.push("cover-image");
    }
    let ncx = nav::ncx(book, &tree);
    items.push(Item::resource("ncx", "toc.ncx", "application/x-dtbncx+xml", ncx.into_bytes()));

    let package = package::package(book, &items);
    match build(book, &items, package) {
        Ok(bytes) => (Some(bytes), diagnostics),
        Err(message) => {
            diagnostics.push(Diagnostic::error("epub/archive", format!("the EPUB could not be put together: {message}")));
            (None, diagnostics)
        }
    }
}

/// One file of the publication.
pub(crate) struct Item {
    /// Its `id` in the manifest.
    id: String,
    /// Its path below `OEBPS`.
    file: String,
    media_type: String,
    properties: Vec<&'static str>,
    /// Whether it stands in the spine.
    spine: bool,
    bytes: Vec<u8>,
}

impl Item {
    fn page(id: &str, file: &str, text: String) -> Self {
        Self { spine: true, ..Self::resource(id, file, "application/xhtml+xml", text.into_bytes()) }
    }

    fn resource(id: &str, file: &str, media_type: &str, bytes: Vec<u8>) -> Self {
        Self { id: id.to_owned(), file: file.to_owned(), media_type: media_type.to_owned(), properties: Vec::new(), spine: false, bytes }
    }
}

/// Hands the files to epub-builder, then writes the archive with our own package document and lists.
fn build(book: &Book, items: &[Item], package: String) -> Result<Vec<u8>, String> {
    let collect = || -> epub_builder::Result<Vec<u8>> {
        let mut builder = EpubBuilder::new(ZipLibrary::new()?)?;
        builder.epub_version(EpubVersion::V33);
        builder.metadata("title", book.settings.book.title.as_str())?;
        for item in items {
            match item.file.as_str() {
                // These two are made by the builder; ours replace them below.
                "nav.xhtml" | "toc.ncx" => {}
                pages::STYLESHEET => {
                    builder.stylesheet(item.bytes.as_slice())?;
                }
                file if item.spine => {
                    builder.add_content(EpubContent::new(file, item.bytes.as_slice()))?;
                }
                file => {
                    builder.add_resource(file, item.bytes.as_slice(), item.media_type.as_str())?;
                }
            }
        }
        let mut out = Vec::new();
        builder.generate(&mut out)?;
        Ok(out)
    };
    let built = collect().map_err(|e| e.to_string())?;
    let mut entries = archive::read(&built)?;
    entries.insert("OEBPS/content.opf".to_owned(), package.into_bytes());
    for item in items.iter().filter(|i| matches!(i.file.as_str(), "nav.xhtml" | "toc.ncx")) {
        entries.insert(format!("OEBPS/{}", item.file), item.bytes.clone());
    }
    archive::write(entries)
}

/// The file of each division: its slug, kept apart from our own pages and from names that differ only in case.
fn division_files(book: &Book) -> Vec<String> {
    let mut used: BTreeSet<String> = ["cover", "title", "nav"].map(str::to_owned).into();
    let name = |slug: &str| {
        let mut name = slug.to_owned();
        let mut count = 2;
        while !used.insert(name.to_ascii_lowercase()) {
            name = format!("{slug}-{count}");
            count += 1;
        }
        format!("{name}.xhtml")
    };
    book.divisions.iter().map(|d| d.slug.as_str()).map(name).collect()
}

/// The file of each picture, by its path in the book's folder: `images/001.svg`.
fn image_files(book: &Book) -> BTreeMap<String, String> {
    let file = |(index, (path, resource)): (usize, (&String, &kaiben_model::Resource))| {
        let extension = match resource.media_type.as_str() {
            "image/svg+xml" => "svg",
            "image/jpeg" => "jpg",
            "image/gif" => "gif",
            "image/webp" => "webp",
            _ => "png",
        };
        (path.clone(), format!("images/{:03}.{extension}", index + 1))
    };
    book.resources.iter().enumerate().map(file).collect()
}

fn find_cover<'a>(book: &'a Book, diagnostics: &mut Vec<Diagnostic>) -> Option<&'a str> {
    let path = book.settings.book.cover.as_deref()?;
    if book.resources.contains_key(path) {
        return Some(path);
    }
    diagnostics.push(
        Diagnostic::warning("epub/cover-missing", format!("the cover picture `{path}` was not read"))
            .help("the EPUB gets a cover that is set from the title"),
    );
    None
}

/// A page that is not well-formed XML cannot be opened by any reader: better said here.
fn check_xml(item: &Item, diagnostics: &mut Vec<Diagnostic>) {
    let text = String::from_utf8_lossy(&item.bytes);
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    if let Err(error) = roxmltree::Document::parse_with_options(&text, options) {
        diagnostics.push(Diagnostic::error("epub/not-well-formed", format!("`{}` is not well-formed XML: {error}", item.file)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kaiben_model::*;
    use kaiben_source::FileId;

    fn book() -> Book {
        let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"/>".to_vec();
        let picture = Resource { media_type: "image/svg+xml".to_owned(), bytes: svg, width: 1, height: 1 };
        let division = |slug: &str, matter| Division {
            matter,
            kind: DivisionKind::Chapter,
            file: FileId::GENERATED,
            path: format!("{slug} & co.md"),
            slug: slug.to_owned(),
            number: None,
            metadata: BTreeMap::new(),
            blocks: Vec::new(),
        };
        Book {
            settings: Settings {
                book: BookSettings {
                    title: "书 <一>".to_owned(),
                    subtitle: Some("副题".to_owned()),
                    title_en: Some("Book & One".to_owned()),
                    authors: vec![Author { name: "张三".to_owned(), name_en: Some("Zhang San".to_owned()), role: "aut".to_owned() }],
                    language: "zh-CN".to_owned(),
                    date: Some("2024-05-06".to_owned()),
                    identifier: "ISBN 978-7-111-12345-1".to_owned(),
                    slug: "book".to_owned(),
                    ..BookSettings::default()
                },
                manuscript: ManuscriptSettings { front: Vec::new(), body: Vec::new(), back: Vec::new(), toc_depth: 3 },
                numbering: NumberingSettings {
                    headings: Vec::new(),
                    figures: NumberScope::Chapter,
                    tables: NumberScope::Chapter,
                    equations: NumberScope::Chapter,
                },
                plugin_order: None,
                plugins: BTreeMap::new(),
                print: PrintSettings {
                    trim: Trim { width: Micrometers(185_000), height: Micrometers(260_000) },
                    margins: Margins { top: Micrometers(0), bottom: Micrometers(0), inner: Micrometers(0), outer: Micrometers(0) },
                    chapters_open: ChaptersOpen::Any,
                    template: "report".to_owned(),
                    standard: Vec::new(),
                    font_size: 10_500,
                },
                press: PressSettings { bleed: Micrometers(0), marks: false, paper_caliper: Micrometers(0), signature: 1 },
            },
            divisions: vec![division("nav", Matter::Front), division("One", Matter::Body), division("one", Matter::Body)],
            glossary: Glossary::default(),
            resources: [("图/甲.svg".to_owned(), picture)].into(),
            contents: Vec::new(),
            figures: Vec::new(),
            tables: Vec::new(),
        }
    }

    #[test]
    fn file_names_stay_apart() {
        assert_eq!(division_files(&book()), ["nav-2.xhtml", "One.xhtml", "one-2.xhtml"]);
        assert_eq!(image_files(&book()).into_values().collect::<Vec<_>>(), ["images/001.svg"]);
    }

    #[test]
    fn a_book_makes_a_whole_publication() {
        for cover in [None, Some("图/甲.svg".to_owned())] {
            let mut book = book();
            book.settings.book.cover = cover.clone();
            let resolved = Resolved::new(book).unwrap();
            let input = EpubInput { resolved: &resolved, page_map: None, templates: &|_| None };
            let (bytes, diagnostics) = render_epub(&input);
            let bytes = bytes.unwrap();
            assert!(diagnostics.is_empty(), "{diagnostics:?}");
            assert_eq!(Some(&bytes), render_epub(&input).0.as_ref());
            #[allow(clippy::disallowed_methods)] std::fs::write(format!("/tmp/k/epub-{}.epub", cover.is_some()), &bytes).unwrap();

            let entries = archive::read(&bytes).unwrap();
            let package = String::from_utf8(entries["OEBPS/content.opf"].clone()).unwrap();
            let document = roxmltree::Document::parse(&package).unwrap();
            let hrefs: BTreeSet<_> = document.descendants().filter_map(|n| n.attribute("href")).map(|h| format!("OEBPS/{h}")).collect();
            let files: BTreeSet<_> = entries.keys().filter(|k| k.starts_with("OEBPS/") && !k.ends_with(".opf")).cloned().collect();
            assert_eq!(hrefs, files);
            assert!(package.contains("<meta property=\"dcterms:modified\">2024-05-06T00:00:00Z</meta>"));
            assert!(package.contains(">urn:isbn:9787111123451<"));
            assert_eq!(package.matches("properties=\"cover-image\"").count(), 1);
            assert_eq!(entries.contains_key("OEBPS/images/cover.svg"), cover.is_none());
        }
    }
}
