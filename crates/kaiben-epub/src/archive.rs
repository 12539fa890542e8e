//! The archive (EPUB 3.3, 4.2: OCF ZIP container).
//!
//! epub-builder collects and packs the files. Its package document, nav, NCX and container are invalid as they
//! come, and its trait `Zip` cannot be implemented from outside (0.8.3 does not export it): so its archive is
//! taken apart, ours stand in their place, and everything is packed again in a fixed order with a fixed time.
//! Pictures and faces do not take that way round: they are large, and it does nothing with them.
//!
//! The order is that in which a reader asks for the files, so that a book can be read while it still comes in:
//! container, package, contents, style, then the pages in reading order, and what they show behind them.

use crate::item::{Publication, XHTML};
use crate::{navigation, ncx, package};
use epub_builder::{EpubBuilder, EpubContent, EpubVersion, ZipLibrary};
use kaiben_model::Resolved;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

const PACKAGE: &str = "EPUB/package.opf";
const CONTAINER: &str = "META-INF/container.xml";
const NAV: &str = "EPUB/nav.xhtml";
const NCX: &str = "EPUB/toc.ncx";
const STYLE: &str = "EPUB/stylesheet.css";
/// What epub-builder makes itself: ours stand in their place, or a publication of ours does not have it.
const LEFT_OUT: [&str; 6] = [
    "mimetype",
    "META-INF/container.xml",
    "META-INF/com.apple.ibooks.display-options.xml",
    "OEBPS/content.opf",
    "OEBPS/nav.xhtml",
    "OEBPS/toc.ncx",
];

const CONTAINER_XML: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"#;

/// Packs the publication.
///
/// # Errors
/// Two files with one name, or what the archive crate says.
pub fn write_archive(resolved: &Resolved, publication: &Publication) -> epub_builder::Result<Vec<u8>> {
    let entries = navigation::read_entries(resolved, publication);
    let nav = navigation::write_nav(resolved, publication, &entries);
    let package = package::write_package(resolved.book(), publication, nav.contains("<math"));
    let ncx = ncx::write_ncx(resolved.book(), &entries);
    let mut files = unpack(&collect(publication)?)?;
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    entry(&mut out, "mimetype", b"application/epub+zip", CompressionMethod::Stored)?;
    for (path, text) in [(CONTAINER, CONTAINER_XML), (PACKAGE, &package), (NAV, &nav)] {
        entry(&mut out, path, text.as_bytes(), CompressionMethod::Deflated)?;
    }
    if let Some(style) = files.remove(STYLE) {
        entry(&mut out, STYLE, &style, CompressionMethod::Deflated)?;
    }
    let read = publication.spine.iter().filter_map(|id| publication.items.iter().find(|i| i.id == *id));
    let shown = publication.items.iter().filter(|i| i.media_type != XHTML);
    let mut folded = BTreeSet::new();
    for item in read.chain(shown) {
        let path = format!("EPUB/{}", item.href);
        // Readers on systems that fold case would see one file where there are two (EPUB 3.3, 4.2.3).
        if !folded.insert(path.to_ascii_lowercase()) {
            return Err(epub_builder::Error::InvalidPath(format!("{path} is there twice")));
        }
        let bytes = files.remove(&path);
        entry(&mut out, &path, bytes.as_deref().unwrap_or(&item.bytes), compression(&path))?;
    }
    entry(&mut out, NCX, ncx.as_bytes(), CompressionMethod::Deflated)?;
    Ok(out.finish()?.into_inner())
}

/// Hands the files to epub-builder. Its metadata are not set: its package document is not kept.
fn collect(publication: &Publication) -> epub_builder::Result<Vec<u8>> {
    let mut builder = EpubBuilder::new(ZipLibrary::new()?)?;
    builder.epub_version(EpubVersion::V33);
    builder.stylesheet(publication.style.as_slice())?;
    for item in publication.items.iter().filter(|i| i.media_type == XHTML) {
        builder.add_content(EpubContent::new(item.href.as_str(), item.bytes.as_slice()))?;
    }
    let mut out = Vec::new();
    builder.generate(&mut out)?;
    Ok(out)
}

/// The files that epub-builder packed and that are kept, by their path in our archive.
fn unpack(archive: &[u8]) -> epub_builder::Result<BTreeMap<String, Vec<u8>>> {
    let mut archive = ZipArchive::new(Cursor::new(archive))?;
    let mut files = BTreeMap::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index)?;
        if LEFT_OUT.contains(&file.name()) {
            continue;
        }
        let path = file.name().strip_prefix("OEBPS/").map_or_else(|| file.name().to_owned(), |rest| format!("EPUB/{rest}"));
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        files.insert(path, bytes);
    }
    Ok(files)
}

/// Pictures that are packed already do not get smaller.
fn compression(path: &str) -> CompressionMethod {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("png" | "jpg" | "gif" | "webp" | "woff2") => CompressionMethod::Stored,
        _ => CompressionMethod::Deflated,
    }
}

fn entry(
    writer: &mut ZipWriter<Cursor<Vec<u8>>>,
    path: &str,
    bytes: &[u8],
    method: CompressionMethod,
) -> epub_builder::Result<()> {
    // `DateTime::default` is 1980-01-01, the first moment that the format can name.
    let options = SimpleFileOptions::default()
        .compression_method(method)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    writer.start_file(path, options)?;
    writer.write_all(bytes)?;
    Ok(())
}
