//! The archive: the same files always make the same bytes.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

const MEDIA_TYPE: &[u8] = b"application/epub+zip";

/// The files that come first, in this order; the others follow by name.
const FIRST: [&str; 4] = ["META-INF/container.xml", "OEBPS/content.opf", "OEBPS/nav.xhtml", "OEBPS/toc.ncx"];

/// All files of an archive by path, without `mimetype`.
pub(crate) fn read(bytes: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| e.to_string())?;
    let mut entries = BTreeMap::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).map_err(|e| e.to_string())?;
        if file.name() == "mimetype" {
            continue;
        }
        let mut content = Vec::new();
        file.read_to_end(&mut content).map_err(|e| e.to_string())?;
        entries.insert(file.name().replace('\\', "/"), content);
    }
    Ok(entries)
}

/// Writes the archive: `mimetype` first and stored, the rest deflated, every entry of 1980-01-01.
pub(crate) fn write(mut entries: BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>, String> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default()).unix_permissions(0o644);
    let deflated = options.compression_method(CompressionMethod::Deflated);
    let mut add = |name: &str, options: SimpleFileOptions, content: &[u8]| {
        writer.start_file(name, options).map_err(|e| e.to_string())?;
        writer.write_all(content).map_err(|e| e.to_string())
    };
    add("mimetype", options.compression_method(CompressionMethod::Stored), MEDIA_TYPE)?;
    for name in FIRST {
        if let Some(content) = entries.remove(name) {
            add(name, deflated, &content)?;
        }
    }
    for (name, content) in &entries {
        add(name, deflated, content)?;
    }
    writer.finish().map(Cursor::into_inner).map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries() -> BTreeMap<String, Vec<u8>> {
        ["OEBPS/b.xhtml", "OEBPS/a.xhtml", "OEBPS/toc.ncx", "OEBPS/nav.xhtml", "OEBPS/content.opf", "META-INF/container.xml"]
            .into_iter()
            .map(|name| (name.to_owned(), name.as_bytes().repeat(50)))
            .collect()
    }

    #[test]
    fn mimetype_is_first_and_stored() {
        let bytes = write(entries()).unwrap();
        assert_eq!(&bytes[30..38], b"mimetype");
        assert_eq!(&bytes[38..58], MEDIA_TYPE);
        let archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let names: Vec<_> = (0..archive.len()).filter_map(|i| archive.name_for_index(i)).collect();
        let expected = [&["mimetype"][..], &FIRST, &["OEBPS/a.xhtml", "OEBPS/b.xhtml"]].concat();
        assert_eq!(names, expected);
    }

    #[test]
    fn same_files_make_same_bytes() {
        let bytes = write(entries()).unwrap();
        assert_eq!(bytes, write(entries()).unwrap());
        assert_eq!(read(&bytes).unwrap(), entries());
        // Date and time of the first entry: 1980-01-01 00:00.
        assert_eq!(&bytes[10..14], &[0, 0, 0x21, 0]);
    }
}
