//! The editions of a resolved book.

use kaiben_epub::{EpubInput, render_epub};
use kaiben_model::{PageMap, Resolved};
use kaiben_print::{PrintFacts, PrintInput, render_pdf};
use kaiben_source::{BookPath, Diagnostic, OutputTree, Sources, Workspace, has_errors};
use std::time::Instant;

/// What can be made of a book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// The PDF for reading and keeping.
    Pdf,
    /// The EPUB.
    Epub,
    /// The web site.
    Html,
    /// The web site in one file.
    SingleFile,
    /// The Typst project that the PDF is made from.
    Typst,
}

impl Target {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 5] = [Self::Pdf, Self::Epub, Self::Html, Self::SingleFile, Self::Typst];

    /// Its name on the command line and in the report.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Epub => "epub",
            Self::Html => "html",
            Self::SingleFile => "single-file",
            Self::Typst => "typst",
        }
    }

    /// Where it is written, relative to the output folder.
    pub fn path(self, slug: &str) -> String {
        match self {
            Self::Pdf => format!("{slug}.pdf"),
            Self::Epub => format!("{slug}.epub"),
            Self::Html => "html".to_owned(),
            Self::SingleFile => format!("{slug}.html"),
            Self::Typst => "typst".to_owned(),
        }
    }
}

/// What was made, still in memory.
pub struct Editions {
    /// The files and folders to write; not to be written when a diagnostic is an error.
    pub outputs: OutputTree,
    /// What the print edition says of itself.
    pub print: Option<PrintFacts>,
    /// Seconds by edition.
    pub seconds: Vec<(Target, f64)>,
}

/// Makes the editions, the printed one first: the others take the page map from it.
pub fn render_editions(
    resolved: &Resolved,
    sources: &Sources,
    workspace: &dyn Workspace,
    targets: &[Target],
    diagnostics: &mut Vec<Diagnostic>,
    progress: &dyn Fn(Target),
) -> Editions {
    let slug = &resolved.book().settings.book.slug;
    let templates = |name: &str| workspace.read(&BookPath::new(&format!("templates/{name}")).ok()?).ok();
    let date = resolved.book().settings.book.date.clone();
    let mut editions = Editions { outputs: OutputTree::default(), print: None, seconds: Vec::new() };
    let mut page_map: Option<PageMap> = None;
    if targets.iter().any(|t| matches!(t, Target::Pdf | Target::Typst)) {
        progress(Target::Pdf);
        let start = Instant::now();
        let input = PrintInput { resolved, sources, templates: &templates, extra_fonts: book_fonts(workspace), date: date.clone() };
        let mut printed = render_pdf(&input);
        diagnostics.extend(printed.diagnostics);
        if let Some(pdf) = printed.pdf
            && targets.contains(&Target::Pdf)
        {
            editions.outputs.files.insert(Target::Pdf.path(slug), pdf);
        }
        if targets.contains(&Target::Typst) {
            let fonts = kaiben_print::font_files(&input.extra_fonts);
            printed.project.extend(fonts.into_iter().map(|(name, data)| (format!("fonts/{name}"), data)));
            editions.outputs.folders.insert(Target::Typst.path(slug), printed.project);
        }
        editions.print = Some(printed.facts);
        page_map = Some(printed.page_map);
        editions.seconds.push((Target::Pdf, start.elapsed().as_secs_f64()));
    }
    // An error in print is an error of the book: the other editions would not be written anyway.
    if has_errors(diagnostics) {
        return editions;
    }
    if targets.contains(&Target::Epub) {
        progress(Target::Epub);
        let start = Instant::now();
        let (epub, found) = render_epub(&EpubInput { resolved, page_map: page_map.as_ref(), templates: &templates });
        diagnostics.extend(found);
        if let Some(epub) = epub {
            editions.outputs.files.insert(Target::Epub.path(slug), epub);
        }
        editions.seconds.push((Target::Epub, start.elapsed().as_secs_f64()));
    }
    if targets.contains(&Target::Html) {
        progress(Target::Html);
        let start = Instant::now();
        let (site, found) = kaiben_html::render_site(resolved, page_map.as_ref(), &templates);
        diagnostics.extend(found);
        editions.outputs.folders.insert(Target::Html.path(slug), site);
        editions.seconds.push((Target::Html, start.elapsed().as_secs_f64()));
    }
    if targets.contains(&Target::SingleFile) {
        progress(Target::SingleFile);
        let start = Instant::now();
        let (file, found) = kaiben_html::render_single_file(resolved, page_map.as_ref(), &templates);
        // The site has told the same.
        diagnostics.extend(found.into_iter().filter(|_| !targets.contains(&Target::Html)));
        editions.outputs.files.insert(Target::SingleFile.path(slug), file);
        editions.seconds.push((Target::SingleFile, start.elapsed().as_secs_f64()));
    }
    editions
}

/// The faces in the book's own folder `fonts`; they win over the bundled ones.
pub fn book_fonts(workspace: &dyn Workspace) -> Vec<Vec<u8>> {
    workspace
        .list("fonts", &[".ttf", ".otf", ".ttc"])
        .into_iter()
        .filter_map(|p| workspace.read(&BookPath::new(&p).ok()?).ok())
        .collect()
}
