//! Reading a book's folder: `book.toml`, the list of chapters, their texts.

use crate::config::{Config, ManuscriptEntry, read_book_toml};
use globset::GlobBuilder;
use kaiben_model::{Matter, Settings};
use kaiben_source::{BookPath, Diagnostic, FileId, PathError, ReadError, Sources, Span, Workspace};

/// A chapter's file.
#[derive(Debug, Clone)]
pub struct ChapterFile {
    /// Where in the book it stands.
    pub matter: Matter,
    /// Its number in the sources.
    pub file: FileId,
    /// Its path in the book's folder.
    pub path: String,
}

/// A book's folder, read but not parsed.
pub struct Loaded {
    /// The settings with the list of files filled in.
    pub settings: Settings,
    /// The chapters in reading order.
    pub chapters: Vec<ChapterFile>,
    /// Place of the cover's path.
    pub cover_span: Option<Span>,
}

/// Reads the folder. Without a readable `book.toml` there is no book.
pub fn load(workspace: &dyn Workspace, folder: &str, sources: &mut Sources, diagnostics: &mut Vec<Diagnostic>) -> Option<Loaded> {
    let path = BookPath::new("book.toml").ok()?;
    let file = match workspace.read(&path) {
        Ok(bytes) => add_text(sources, "book.toml", bytes, diagnostics),
        Err(error) => {
            diagnostics.push(Diagnostic::error("config/unreadable", format!("book.toml cannot be read: {error}")));
            return None;
        }
    }?;
    let text = sources.get(file)?.text.clone();
    let (config, found) = read_book_toml(file, &text, folder);
    diagnostics.extend(found);
    let Config { mut settings, entries, cover_span } = config?;
    let entries = match entries {
        Some(entries) => entries,
        None => read_summary(workspace, sources, diagnostics, file)?,
    };
    let chapters = read_chapters(workspace, &entries, sources, diagnostics);
    for chapter in &chapters {
        let list = match chapter.matter {
            Matter::Front => &mut settings.manuscript.front,
            Matter::Body => &mut settings.manuscript.body,
            Matter::Back => &mut settings.manuscript.back,
        };
        list.push(chapter.path.clone());
    }
    if chapters.is_empty() && !kaiben_source::has_errors(diagnostics) {
        diagnostics.push(
            Diagnostic::error("manuscript/empty", "the book has no chapters")
                .at(Span::new(file, 0, 0))
                .help("list them: `[manuscript]`, then `body = [\"01.md\"]`"),
        );
    }
    Some(Loaded { settings, chapters, cover_span })
}

fn read_summary(
    workspace: &dyn Workspace,
    sources: &mut Sources,
    diagnostics: &mut Vec<Diagnostic>,
    book_toml: FileId,
) -> Option<Vec<ManuscriptEntry>> {
    // mdBook keeps its files in `src`; a book of ours may have SUMMARY.md beside book.toml.
    for path in ["SUMMARY.md", "src/SUMMARY.md"] {
        let Ok(bytes) = workspace.read(&BookPath::new(path).ok()?) else { continue };
        let file = add_text(sources, path, bytes, diagnostics)?;
        let text = sources.get(file)?.text.clone();
        let (summary, found) = kaiben_markdown::parse_summary(file, &text);
        diagnostics.extend(found);
        let lists = [(Matter::Front, summary.front), (Matter::Body, summary.body), (Matter::Back, summary.back)];
        let entries = lists.into_iter().flat_map(|(matter, list)| {
            list.into_iter().map(move |entry| {
                let pattern = BookPath::relative_to(path, &entry.path).map_or(entry.path, |p| p.to_string());
                ManuscriptEntry { matter, pattern, span: entry.span }
            })
        });
        return Some(entries.collect());
    }
    diagnostics.push(
        Diagnostic::error("manuscript/missing", "the book lists no chapters")
            .at(Span::new(book_toml, 0, 0))
            .help("add `[manuscript]` with `body = [\"01.md\", …]` to book.toml, or a SUMMARY.md"),
    );
    None
}

fn read_chapters(
    workspace: &dyn Workspace,
    entries: &[ManuscriptEntry],
    sources: &mut Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<ChapterFile> {
    let mut chapters: Vec<ChapterFile> = Vec::new();
    for entry in entries {
        for path in expand(workspace, entry, diagnostics) {
            if chapters.iter().any(|c| c.path == path) {
                diagnostics.push(
                    Diagnostic::error("manuscript/chapter-twice", format!("`{path}` stands in the book twice"))
                        .at(entry.span)
                        .help("name each file once; a pattern such as `*.md` takes files that are listed elsewhere too"),
                );
                continue;
            }
            let Ok(book_path) = BookPath::new(&path) else { continue };
            match workspace.read(&book_path) {
                Ok(bytes) => {
                    if let Some(file) = add_text(sources, &path, bytes, diagnostics) {
                        chapters.push(ChapterFile { matter: entry.matter, file, path });
                    }
                }
                Err(error) => diagnostics.push(missing_chapter(workspace, entries, &path, &error, entry.span)),
            }
        }
    }
    chapters
}

fn expand(workspace: &dyn Workspace, entry: &ManuscriptEntry, diagnostics: &mut Vec<Diagnostic>) -> Vec<String> {
    let path = match BookPath::new(&entry.pattern) {
        Ok(path) => path,
        Err(error) => {
            diagnostics.push(path_error(&entry.pattern, error, entry.span));
            return Vec::new();
        }
    };
    if !entry.pattern.contains(['*', '?', '[', '{']) {
        return vec![path.to_string()];
    }
    let glob = match GlobBuilder::new(path.as_str()).literal_separator(true).build() {
        Ok(glob) => glob.compile_matcher(),
        Err(error) => {
            diagnostics.push(
                Diagnostic::error("manuscript/pattern", format!("`{}` is no file pattern: {}", entry.pattern, error.kind())).at(entry.span),
            );
            return Vec::new();
        }
    };
    let found: Vec<String> = workspace.list(fixed_folder(path.as_str()), &fixed_ending(path.as_str())).into_iter().filter(|p| glob.is_match(p)).collect();
    if found.is_empty() {
        diagnostics.push(
            Diagnostic::error("manuscript/missing-chapter", format!("no file fits the pattern `{}`", entry.pattern)).at(entry.span),
        );
    }
    found
}

/// The characters that make a pattern of a path.
const WILD: [char; 5] = ['*', '?', '[', '{', '\\'];

/// The folder in which everything lies that fits the pattern.
fn fixed_folder(pattern: &str) -> &str {
    let fixed = pattern.find(WILD).map_or(pattern, |at| &pattern[..at]);
    fixed.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// How the names end that fit the pattern; empty if it does not say. Fewer names asked for are fewer
/// reasons to build again.
fn fixed_ending(pattern: &str) -> Vec<&str> {
    let fixed = pattern.rfind(|c| WILD.contains(&c) || c == ']' || c == '}').map_or(pattern, |at| &pattern[at + 1..]);
    fixed.rfind('.').map(|at| &fixed[at..]).into_iter().collect()
}

/// A path that is none in this book.
pub fn path_error(path: &str, error: PathError, span: Span) -> Diagnostic {
    Diagnostic::error("path/outside", format!("`{path}` is no path in the book's folder: {error}"))
        .at(span)
        .help("put the file into the book's folder and name it relative to that")
}

fn missing_chapter(
    workspace: &dyn Workspace,
    entries: &[ManuscriptEntry],
    path: &str,
    error: &ReadError,
    span: Span,
) -> Diagnostic {
    let diagnostic =
        Diagnostic::error("manuscript/missing-chapter", format!("the chapter `{path}` cannot be read: {error}")).at(span);
    // A chapter that is listed already is not the one that was meant.
    let listed = |p: &String| entries.iter().any(|e| e.pattern == *p);
    let files: Vec<String> = workspace.list("", &[".md"]).into_iter().filter(|p| !listed(p)).collect();
    match crate::config::nearest(path, files.iter().map(String::as_str)) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")).fix(span, format!("\"{near}\"")),
        None => diagnostic.help("write the file, or take it out of the list"),
    }
}

/// Adds a text to the sources; bytes that are no UTF-8 are an error at the first of them.
pub fn add_text(sources: &mut Sources, path: &str, bytes: Vec<u8>, diagnostics: &mut Vec<Diagnostic>) -> Option<FileId> {
    match String::from_utf8(bytes) {
        Ok(text) => {
            // A byte order mark is no text; offsets are those of the text after it.
            let text = text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text);
            Some(sources.add(path, text))
        }
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            // Up to the first broken byte the repaired text has the same offsets, so the excerpt is right.
            let file = sources.add(path, String::from_utf8_lossy(&bytes));
            let end = at + '\u{FFFD}'.len_utf8();
            diagnostics.push(
                Diagnostic::error("source/not-utf8", format!("`{path}` is not UTF-8 text"))
                    .at(Span::new(file, at as u32, end as u32))
                    .annotated("the first byte that is none")
                    .help("save the file as UTF-8; Chinese files from Windows are often GBK or GB 18030"),
            );
            None
        }
    }
}
