//! The pictures of a book: found, read, measured.

use crate::load::path_error;
use kaiben_model::{Block, BlockKind, Book, Image, InlineKind, Media, Resource, walk};
use kaiben_source::{BookPath, Diagnostic, ReadError, Span, Workspace};
use std::collections::BTreeMap;
use std::io::Cursor;

/// Reads every picture that the book shows into [`Book::resources`] and turns each image's source into its
/// path in the book's folder.
pub fn load_images(book: &mut Book, workspace: &dyn Workspace, cover_span: Option<Span>, diagnostics: &mut Vec<Diagnostic>) {
    let mut loader = Loader { workspace, resources: BTreeMap::new(), failed: BTreeMap::new(), diagnostics };
    if let Some(cover) = &mut book.settings.book.cover {
        let span = cover_span.unwrap_or(Span::generated());
        if let Some(path) = loader.load("book.toml", cover, span) {
            *cover = path;
        }
    }
    for division in &mut book.divisions {
        let base = division.path.clone();
        loader.blocks(&mut division.blocks, &base);
    }
    book.resources = loader.resources;
}

struct Loader<'a> {
    workspace: &'a dyn Workspace,
    resources: BTreeMap<String, Resource>,
    /// Pictures that could not be read: told once each place, read once in all.
    failed: BTreeMap<String, (&'static str, String)>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Loader<'_> {
    fn blocks(&mut self, blocks: &mut [Block], base: &str) {
        walk::each_block_mut(blocks, &mut |block| {
            if let BlockKind::Figure(figure) = &mut block.kind
                && self.image(&mut figure.image, base, block.span)
                && let Some(resource) = self.resources.get(&figure.image.source)
            {
                figure.media =
                    Some(Media { path: figure.image.source.clone(), width: resource.width, height: resource.height });
            }
        });
        walk::each_inline_of_blocks_mut(blocks, &mut |inline| {
            if let InlineKind::Image(image) = &mut inline.kind {
                self.image(image, base, inline.span);
            }
            walk::Descend::Yes
        });
    }

    fn image(&mut self, image: &mut Image, base: &str, span: Span) -> bool {
        match self.load(base, &image.source, span) {
            Some(path) => {
                image.source = path;
                true
            }
            None => false,
        }
    }

    fn load(&mut self, base: &str, source: &str, span: Span) -> Option<String> {
        if source.contains("://") || source.starts_with("data:") || source.starts_with("//") {
            self.diagnostics.push(
                Diagnostic::error("image/remote", format!("the image `{source}` is not in the book's folder"))
                    .at(span)
                    .help("save the picture in the book's folder and name that file: a book never reaches the network"),
            );
            return None;
        }
        let decoded = percent_decoded(source);
        let path = match BookPath::relative_to(base, &decoded) {
            Ok(path) => path,
            Err(error) => {
                self.diagnostics.push(path_error(source, error, span));
                return None;
            }
        };
        if !self.resources.contains_key(path.as_str()) && !self.failed.contains_key(path.as_str()) {
            match self.read(&path) {
                Ok(resource) => {
                    self.resources.insert(path.to_string(), resource);
                }
                Err(why) => {
                    self.failed.insert(path.to_string(), why);
                }
            }
        }
        if let Some((code, why)) = self.failed.get(path.as_str()) {
            let mut diagnostic = Diagnostic::error(*code, format!("the image `{path}` cannot be shown: {why}")).at(span);
            diagnostic = match *code {
                "image/missing" => {
                    let folder = path.as_str().rsplit_once('/').map_or("", |(f, _)| f);
                    let files = self.workspace.list(folder, &[]);
                    match crate::config::nearest(path.as_str(), files.iter().map(String::as_str)) {
                        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                        None => diagnostic.help("paths are relative to the chapter's own folder"),
                    }
                }
                _ => diagnostic.help("use PNG, JPEG, GIF, WebP or SVG"),
            };
            self.diagnostics.push(diagnostic);
            return None;
        }
        Some(path.to_string())
    }

    fn read(&self, path: &BookPath) -> Result<Resource, (&'static str, String)> {
        let bytes = self.workspace.read(path).map_err(|error| match error {
            ReadError::Outside => ("path/outside", error.to_string()),
            ReadError::Missing => ("image/missing", error.to_string()),
            _ => ("image/unreadable", error.to_string()),
        })?;
        measure(&bytes)
            .map(|(media_type, width, height)| Resource { media_type: media_type.to_owned(), bytes, width, height })
            .map_err(|why| ("image/unreadable", why))
    }
}

/// The media type, by content and not by name, and the size in pixels or user units.
fn measure(bytes: &[u8]) -> Result<(&'static str, u32, u32), String> {
    if let Some((width, height)) = svg_size(bytes)? {
        return Ok(("image/svg+xml", width, height));
    }
    let reader = image::ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|e| e.to_string())?;
    let media_type = match reader.format() {
        Some(image::ImageFormat::Png) => "image/png",
        Some(image::ImageFormat::Jpeg) => "image/jpeg",
        Some(image::ImageFormat::Gif) => "image/gif",
        Some(image::ImageFormat::WebP) => "image/webp",
        _ => return Err("its content is no picture of a known kind".to_owned()),
    };
    // Decoded whole: a file whose head is right and whose body is cut would fail in one edition only.
    let picture = reader.decode().map_err(|e| e.to_string())?;
    Ok((media_type, picture.width(), picture.height()))
}

fn svg_size(bytes: &[u8]) -> Result<Option<(u32, u32)>, String> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Ok(None) };
    let start = text.trim_start_matches('\u{FEFF}').trim_start();
    if !start.starts_with('<') || !text.contains("<svg") {
        return Ok(None);
    }
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    let document = roxmltree::Document::parse_with_options(text, options).map_err(|e| format!("its XML is broken: {e}"))?;
    let root = document.root_element();
    if root.tag_name().name() != "svg" {
        return Ok(None);
    }
    let view_box: Vec<f64> =
        root.attribute("viewBox").unwrap_or("").split([' ', ',']).filter_map(|n| n.parse().ok()).collect();
    let number = |name: &str| {
        let text = root.attribute(name)?;
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        (!text.ends_with('%')).then(|| text[..end].parse::<f64>().ok()).flatten()
    };
    let size = match view_box[..] {
        [_, _, width, height] if width > 0.0 && height > 0.0 => (width, height),
        _ => (number("width").unwrap_or(300.0), number("height").unwrap_or(150.0)),
    };
    Ok(Some((size.0.round().max(1.0) as u32, size.1.round().max(1.0) as u32)))
}

/// Markdown paths may be percent-encoded, as in `my%20picture.png`.
fn percent_decoded(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let bytes = text.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        let hex = bytes.get(i + 1..i + 3).and_then(|h| std::str::from_utf8(h).ok()).and_then(|h| u8::from_str_radix(h, 16).ok());
        match (bytes[i], hex) {
            (b'%', Some(byte)) => {
                out.push(byte);
                i += 3;
            }
            (byte, _) => {
                out.push(byte);
                i += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}
