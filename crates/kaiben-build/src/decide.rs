//! The walk that decides and explains.

use crate::{Database, Record};
use kaiben_source::Question;
use std::fmt;

/// Something to build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Its name in the database.
    pub name: String,
    /// Choices that change the outputs.
    pub options: String,
}

/// Why a task runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The user asked for it.
    Forced,
    /// No build of it is remembered.
    NeverBuilt,
    /// It was built with other choices.
    OptionsChanged,
    /// An input has other content.
    Changed(String),
    /// An input is gone.
    Vanished(String),
    /// A file that was looked for and absent is there now.
    Appeared(String),
    /// Files came or went in a folder that was listed; the empty text is the whole book.
    Listed(String),
    /// An output is gone.
    OutputMissing(String),
    /// An output was changed by somebody else.
    OutputChanged(String),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Forced => f.write_str("forced"),
            Self::NeverBuilt => f.write_str("never built by this version"),
            Self::OptionsChanged => f.write_str("built with other options"),
            Self::Changed(path) => write!(f, "changed: {path}"),
            Self::Vanished(path) => write!(f, "gone: {path}"),
            Self::Appeared(path) => write!(f, "new: {path}"),
            Self::Listed(folder) if folder.is_empty() => f.write_str("files came or went"),
            Self::Listed(folder) => write!(f, "files came or went in {folder}"),
            Self::OutputMissing(path) => write!(f, "missing output: {path}"),
            Self::OutputChanged(path) => write!(f, "changed output: {path}"),
        }
    }
}

/// What is on disk now.
pub trait Fingerprints {
    /// Hash of today's answer to a question; none for a file that is absent.
    fn input(&self, question: &Question) -> Option<String>;
    /// Content hash of an output; none if it is absent.
    fn output(&self, path: &str) -> Option<String>;
}

/// Why the task has to run; none if its outputs are up to date.
pub fn decide(task: &Task, database: &Database, now: &dyn Fingerprints, force: bool) -> Option<Reason> {
    if force {
        return Some(Reason::Forced);
    }
    let Some(Record { options, inputs, outputs, .. }) = database.tasks.get(&task.name) else {
        return Some(Reason::NeverBuilt);
    };
    if *options != task.options {
        return Some(Reason::OptionsChanged);
    }
    for (question, before) in inputs {
        let now = now.input(question);
        if now == *before {
            continue;
        }
        return Some(match (question, before, now) {
            (Question::Listing { folder, .. }, ..) => Reason::Listed(folder.clone()),
            (Question::File(path), None, _) => Reason::Appeared(path.clone()),
            (Question::File(path), Some(_), None) => Reason::Vanished(path.clone()),
            (Question::File(path), Some(_), Some(_)) => Reason::Changed(path.clone()),
        });
    }
    for (path, before) in outputs {
        match now.output(path) {
            None => return Some(Reason::OutputMissing(path.clone())),
            Some(now) if now != *before => return Some(Reason::OutputChanged(path.clone())),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[derive(Default)]
    struct Disk {
        inputs: BTreeMap<&'static str, &'static str>,
        outputs: BTreeMap<&'static str, &'static str>,
    }

    impl Fingerprints for Disk {
        fn input(&self, question: &Question) -> Option<String> {
            let key = match question {
                Question::File(path) => path,
                Question::Listing { folder, .. } => folder,
            };
            self.inputs.get(key.as_str()).map(ToString::to_string)
        }
        fn output(&self, path: &str) -> Option<String> {
            self.outputs.get(path).map(ToString::to_string)
        }
    }

    #[test]
    fn reasons() {
        let mut database = Database::new("1");
        let record = Record {
            options: "pdf".into(),
            inputs: vec![
                (Question::File("01.md".into()), Some("a".into())),
                (Question::File("templates/x".into()), None),
                (Question::Listing { folder: "fonts".into(), endings: vec![] }, Some("l".into())),
            ],
            outputs: [("book.pdf".into(), "p".into())].into(),
            told: String::new(),
        };
        database.tasks.insert("pdf".into(), record);
        let task = |options: &str| Task { name: "pdf".into(), options: options.into() };
        let good = || Disk { inputs: [("01.md", "a"), ("fonts", "l")].into(), outputs: [("book.pdf", "p")].into() };
        let check = |disk: Disk, options: &str, want: Option<Reason>| {
            assert_eq!(decide(&task(options), &database, &disk, false), want);
        };
        check(good(), "pdf", None);
        check(good(), "epub", Some(Reason::OptionsChanged));
        check(Disk { inputs: [("01.md", "b")].into(), ..good() }, "pdf", Some(Reason::Changed("01.md".into())));
        check(Disk { inputs: BTreeMap::new(), ..good() }, "pdf", Some(Reason::Vanished("01.md".into())));
        check(Disk { inputs: [("01.md", "a"), ("fonts", "m")].into(), ..good() }, "pdf", Some(Reason::Listed("fonts".into())));
        check(Disk { inputs: [("01.md", "a"), ("fonts", "l"), ("templates/x", "t")].into(), ..good() }, "pdf", Some(Reason::Appeared("templates/x".into())));
        check(Disk { outputs: BTreeMap::new(), ..good() }, "pdf", Some(Reason::OutputMissing("book.pdf".into())));
        check(Disk { outputs: [("book.pdf", "q")].into(), ..good() }, "pdf", Some(Reason::OutputChanged("book.pdf".into())));
        assert_eq!(decide(&task("pdf"), &database, &good(), true), Some(Reason::Forced));
        assert_eq!(decide(&Task { name: "epub".into(), options: String::new() }, &database, &good(), false), Some(Reason::NeverBuilt));
    }

    #[test]
    fn foreign_databases_are_empty() {
        let database = Database::new("1");
        assert_eq!(Database::read(&database.to_bytes(), "1"), database);
        for bytes in [&b""[..], b"{", b"{\"layout\":9}", b"[]"] {
            assert_eq!(Database::read(bytes, "1"), Database::new("1"));
        }
        assert_eq!(Database::read(&database.to_bytes(), "2"), Database::new("2"));
    }
}
