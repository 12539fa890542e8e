//! The pictures: their names in the archive, and their content.

use crate::item::Item;
use crate::svg::clean_svg;
use kaiben_html::picture_names;
use kaiben_model::Resolved;
use kaiben_source::Diagnostic;
use std::collections::{BTreeMap, BTreeSet};

/// What every reader must show (EPUB 3.3, 3.2). WebP is among them since 3.3.
const CORE_MEDIA_TYPES: [&str; 5] = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml"];

/// Every picture of the book, by its path in the book's folder.
pub struct Pictures {
    items: BTreeMap<String, Item>,
}

/// Reads the pictures. Their names are ASCII and stay unique after case folding (EPUB 3.3, 4.2.3).
pub fn read_pictures(resolved: &Resolved, diagnostics: &mut Vec<Diagnostic>) -> Pictures {
    let mut items = BTreeMap::new();
    let names = picture_names(resolved);
    for (path, resource) in &resolved.book().resources {
        let Some(name) = names.get(path) else { continue };
        if !CORE_MEDIA_TYPES.contains(&resource.media_type.as_str()) {
            diagnostics.push(
                Diagnostic::error("epub/picture", format!("`{path}` is `{}`, which no e-book reader must show", resource.media_type))
                    .help("save it as PNG, JPEG, GIF, WebP or SVG (EPUB 3.3, 3.2)"),
            );
            continue;
        }
        let bytes = match resource.media_type.as_str() {
            "image/svg+xml" => clean_svg(path, &resource.bytes, diagnostics),
            _ => resource.bytes.clone(),
        };
        let item = Item {
            id: format!("picture-{}", items.len() + 1),
            href: format!("images/{name}"),
            media_type: resource.media_type.clone(),
            properties: Vec::new(),
            bytes,
        };
        items.insert(path.clone(), item);
    }
    Pictures { items }
}

impl Pictures {
    /// The picture at that path of the book's folder.
    pub fn get(&self, path: &str) -> Option<&Item> {
        self.items.get(path)
    }

    /// The paths of all pictures below `EPUB/`.
    pub fn hrefs(&self) -> impl Iterator<Item = String> {
        self.items.values().map(|item| item.href.clone())
    }

    /// Those of the paths `shown`, for the manifest: a picture of another edition only is not carried along.
    pub fn into_items(self, shown: &BTreeSet<String>) -> impl Iterator<Item = Item> {
        self.items.into_values().filter(|item| shown.contains(&item.href))
    }
}
