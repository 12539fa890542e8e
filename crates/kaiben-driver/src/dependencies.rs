//! What the outputs of a build depend on, in the forms that other build systems read.

use crate::build::BuiltBook;
use kaiben_build::Database;
use kaiben_source::Question;
use serde::Serialize;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

/// The number of the JSON form. It changes when a field changes its meaning or goes.
const VERSION: u32 = 1;

/// The dependencies of one book's editions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Dependencies {
    /// The file of each edition; of a folder, its first page.
    pub outputs: Vec<String>,
    /// The files that were read.
    pub inputs: Vec<String>,
    /// The files that were looked for and absent: one that comes changes the build.
    pub absent: Vec<String>,
    /// The folders whose files were listed: one that comes or goes changes the build.
    pub listed: Vec<String>,
}

impl Dependencies {
    /// Reads them from what is remembered of the tasks. Paths stand below `folder` and `out`, as the user
    /// wrote those.
    pub(crate) fn new<'a>(
        database: &Database,
        tasks: impl Iterator<Item = &'a str>,
        outputs: impl Iterator<Item = String>,
        folder: &Path,
        out: &Path,
    ) -> Self {
        let mut found = [BTreeSet::new(), BTreeSet::new(), BTreeSet::new()];
        for record in tasks.filter_map(|name| database.tasks.get(name)) {
            for (question, answer) in &record.inputs {
                let (kind, path) = match question {
                    Question::File(path) => (usize::from(answer.is_none()), path),
                    Question::Listing { folder, .. } => (2, folder),
                };
                found[kind].insert(folder.join(path).display().to_string());
            }
        }
        let [inputs, absent, listed] = found.map(|set| set.into_iter().collect());
        Self { outputs: outputs.map(|path| out.join(path).display().to_string()).collect(), inputs, absent, listed }
    }
}

/// The rules of some books for make and ninja. Each input has an empty rule of its own, so that one which
/// is deleted later makes the book out of date instead of stopping make.
pub fn makefile(books: &[&BuiltBook]) -> String {
    let mut text = String::new();
    let mut all = BTreeSet::new();
    for Dependencies { outputs, inputs, .. } in books.iter().map(|b| &b.dependencies) {
        let outputs: Vec<String> = outputs.iter().map(|p| escape(p)).collect();
        let _ = write!(text, "{}:", outputs.join(" "));
        for input in inputs {
            let _ = write!(text, " \\\n  {}", escape(input));
            all.insert(escape(input));
        }
        text.push('\n');
    }
    for input in all {
        let _ = write!(text, "\n{input}:\n");
    }
    text
}

/// The same as one JSON document, with what a Makefile cannot say: absent files and listed folders.
pub fn json(books: &[&BuiltBook]) -> String {
    #[derive(Serialize)]
    struct Document<'a> {
        version: u32,
        books: Vec<&'a Dependencies>,
    }
    let document = Document { version: VERSION, books: books.iter().map(|b| &b.dependencies).collect() };
    // Plain texts always serialize.
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

/// A path as make and ninja read it in a rule (GNU make manual, 4.2 and 4.3).
fn escape(path: &str) -> String {
    let mut text = String::new();
    for c in path.chars() {
        match c {
            '$' => text.push_str("$$"),
            ' ' | '#' => text.extend(['\\', c]),
            c => text.push(c),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn paths_in_rules() {
        assert_eq!(super::escape("一 a#b$c.md"), "一\\ a\\#b$$c.md");
    }
}
