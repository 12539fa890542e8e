//! The build database of a book: what its editions were made from, and whether they still are.

use crate::editions::Target;
use crate::report::Report;
use kaiben_build::{Database, Fingerprints, Reason, Record, Task, decide};
use kaiben_source::{BookPath, Diagnostic, OutputTree, Question, Sources, Workspace, ask, content_hash, read_output};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// The database, relative to the output folder.
pub const DATABASE: &str = ".kaiben/build.json";

/// The lock of the one that writes, relative to the output folder.
pub const LOCK: &str = ".kaiben/lock";

/// What is told again when nothing has to be built.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Told {
    /// The texts that the diagnostics point into, in the order of their numbers.
    pub sources: Vec<String>,
    /// The warnings.
    pub diagnostics: Vec<Diagnostic>,
    /// The report.
    pub report: Report,
}

/// The state on disk, read at most once a file.
pub struct OnDisk<'a> {
    /// The book's folder.
    pub workspace: &'a dyn Workspace,
    /// The output folder.
    pub out: &'a Path,
}

impl Fingerprints for OnDisk<'_> {
    fn input(&self, question: &Question) -> Option<String> {
        ask(self.workspace, question)
    }

    fn output(&self, path: &str) -> Option<String> {
        read_output(&self.out.join(path)).map(|b| content_hash(&b))
    }
}

/// The version that a database must carry: the release and the program file itself, so that a development
/// build with the same number never takes outputs of another one for its own.
pub fn program_version() -> String {
    let own = std::env::current_exe().ok().and_then(|p| std::fs::metadata(p).ok());
    let stamp = own.map_or_else(String::new, |m| {
        let modified = m.modified().ok().and_then(|t| t.duration_since(std::time::UNIX_EPOCH).ok());
        format!(" {} {}", m.len(), modified.map_or(0, |d| d.as_nanos()))
    });
    format!("{}{stamp}", env!("CARGO_PKG_VERSION"))
}

/// Reads the database of an output folder.
pub fn read_database(out: &Path) -> Database {
    read_output(&out.join(DATABASE)).map_or_else(|| Database::new(program_version()), |b| Database::read(&b, &program_version()))
}

/// The task that makes one edition. The set of editions is among its choices: the site and the EPUB take
/// page numbers from a print edition that is made with them. So is the name of the book's folder, which
/// names the files where `book.toml` does not.
pub fn edition_task(target: Target, targets: &[Target], folder: &str) -> Task {
    let names: Vec<&str> = targets.iter().map(|t| t.name()).collect();
    Task { name: target.name().to_owned(), options: format!("{} of {folder}", names.join(" ")) }
}

/// Why each edition has to be made; an empty list means that none has.
pub fn reasons(
    database: &Database,
    targets: &[Target],
    workspace: &dyn Workspace,
    out: &Path,
    folder: &str,
    force: bool,
) -> Vec<(Target, Reason)> {
    let now = OnDisk { workspace, out };
    targets
        .iter()
        .filter_map(|&t| decide(&edition_task(t, targets, folder), database, &now, force).map(|reason| (t, reason)))
        .collect()
}

/// Remembers what the editions were made from.
pub fn remember(
    database: &mut Database,
    targets: &[Target],
    workspace: &dyn Workspace,
    outputs: &OutputTree,
    folder: &str,
    slug: &str,
    told: &Told,
) {
    let inputs: Vec<_> = workspace.observed().into_iter().collect();
    for &target in targets {
        let path = target.path(slug);
        let mut made = BTreeMap::new();
        if let Some(bytes) = outputs.files.get(&path) {
            made.insert(path.clone(), content_hash(bytes));
        }
        for (name, bytes) in outputs.folders.get(&path).into_iter().flatten() {
            made.insert(format!("{path}/{name}"), content_hash(bytes));
        }
        let task = edition_task(target, targets, folder);
        let record = Record {
            options: task.options,
            inputs: inputs.clone(),
            outputs: made,
            told: serde_json::to_string(told).unwrap_or_default(),
        };
        database.tasks.insert(task.name, record);
    }
}

/// What the last build told, with the texts that it points into.
pub fn told_before(database: &Database, targets: &[Target], workspace: &dyn Workspace) -> Option<(Told, Sources)> {
    let record = database.tasks.get(targets.first()?.name())?;
    let told: Told = serde_json::from_str(&record.told).ok()?;
    let mut sources = Sources::default();
    for path in &told.sources {
        let bytes = workspace.read(&BookPath::new(path).ok()?).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        sources.add(path.as_str(), text.strip_prefix('\u{FEFF}').unwrap_or(&text));
    }
    Some((told, sources))
}
