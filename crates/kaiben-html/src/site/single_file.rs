//! Everything in one file.

use super::shell::Page;
use super::template::text;
use super::{Scope, Site, Templates};
use crate::search::{IndexedPage, index_script, passages};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kaiben_source::Diagnostic;

impl Site<'_> {
    /// Title page, all divisions, and the lists, with what a site has in files of their own inside.
    pub fn single_file(&self, templates: Templates<'_>) -> (Vec<u8>, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let mut content = self.title_page();
        let mut indexed = Vec::new();
        for page in 0..self.layout.pages.len() {
            let (article, found) = self.page_content(page);
            diagnostics.extend(found);
            indexed.push(IndexedPage { address: self.page_address(page), passages: passages(&article) });
            content.push('\n');
            content.push_str(&article);
        }
        if self.has_lists() {
            content.push('\n');
            content.push_str(&self.lists());
        }
        let page = Page { kind: "single", content, contents: self.contents(Scope::Everything), ..Page::default() };
        // A script in the page ends at the first `</script`, wherever it stands; a style at `</style`.
        let script = |text: &str| format!("<script>\n{}</script>", text.replace("</script", "<\\/script"));
        let assets = [
            format!("<style>\n{}</style>", text("html/style.css", templates).replace("</style", "<\\/style")),
            script(&index_script(self.resolved, &indexed, &|label| self.address(label, None))),
            script(&text("html/search.js", templates)),
            script(&text("html/site.js", templates)),
        ];
        (self.wrap_with(&page, &assets.join("\n")).into_bytes(), diagnostics)
    }
}

/// Bytes as an address.
pub fn data_address(media_type: &str, bytes: &[u8]) -> String {
    format!("data:{media_type};base64,{}", STANDARD.encode(bytes))
}
