//! What a build asked a book's folder, and what the answers were.
//!
//! The answers are hashed when they are given and not when the build is over: a file that is saved while
//! the build runs must count as changed since.

use crate::{BookPath, Workspace, content_hash};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Mutex;

/// Something that a build wanted to know of the folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Question {
    /// The content of a file, by its path.
    File(String),
    /// Which files there are.
    Listing {
        /// The folder they lie in, at any depth; the empty text is the book's folder.
        folder: String,
        /// How their names may end, upper and lower case alike; empty means any name.
        endings: Vec<String>,
    },
}

/// The hash that stands for two different answers to the same question in one build. No content has it.
const UNSTABLE: &str = "changed while it was read";

/// Every question of a build with the hash of its answer; none for a file that is not there.
#[derive(Debug, Default)]
pub struct Observed(Mutex<BTreeMap<Question, Option<String>>>);

impl Observed {
    /// Remembers an answer. A second, different one makes the question one that has always changed since.
    pub fn note(&self, question: Question, answer: Option<String>) {
        let mut answers = self.0.lock().unwrap_or_else(|e| e.into_inner());
        match answers.get(&question) {
            Some(before) if *before != answer => {
                answers.insert(question, Some(UNSTABLE.to_owned()));
            }
            Some(_) => {}
            None => {
                answers.insert(question, answer);
            }
        }
    }

    /// Remembers a listing.
    pub fn note_listing(&self, folder: &str, endings: &[&str], files: &[String]) {
        let endings = endings.iter().map(ToString::to_string).collect();
        self.note(Question::Listing { folder: folder.to_owned(), endings }, Some(listing_hash(files)));
    }

    /// The questions and answers so far.
    pub fn answers(&self) -> BTreeMap<Question, Option<String>> {
        self.0.lock().unwrap_or_else(|e| e.into_inner()).clone()
    }
}

/// The hash of today's answer; none for a file that is not there.
pub fn ask(workspace: &dyn Workspace, question: &Question) -> Option<String> {
    match question {
        Question::File(path) => workspace.read(&BookPath::new(path).ok()?).ok().map(|b| content_hash(&b)),
        Question::Listing { folder, endings } => {
            let endings: Vec<&str> = endings.iter().map(String::as_str).collect();
            Some(listing_hash(&workspace.list(folder, &endings)))
        }
    }
}

/// Whether a path is among those that a listing asks for.
pub(crate) fn has_ending(path: &str, endings: &[&str]) -> bool {
    endings.is_empty() || endings.iter().any(|e| path.to_ascii_lowercase().ends_with(&e.to_ascii_lowercase()))
}

fn listing_hash(files: &[String]) -> String {
    // No path holds a zero byte, so no two lists of files look alike.
    content_hash(files.join("\0").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MemoryWorkspace;

    #[test]
    fn two_answers_are_none() {
        let observed = Observed::default();
        let question = Question::File("a.md".into());
        observed.note(question.clone(), Some("1".into()));
        observed.note(question.clone(), Some("1".into()));
        assert_eq!(observed.answers()[&question].as_deref(), Some("1"));
        observed.note(question.clone(), Some("2".into()));
        observed.note(question.clone(), Some("1".into()));
        assert_eq!(observed.answers()[&question].as_deref(), Some(UNSTABLE));
    }

    #[test]
    fn a_listing_answers_for_its_endings_only() {
        let question = Question::Listing { folder: "fonts".into(), endings: vec![".ttf".into()] };
        let with = |paths: &[&str]| {
            let workspace = paths.iter().fold(MemoryWorkspace::new(), |w, p| w.with(p, ""));
            ask(&workspace, &question)
        };
        assert_eq!(with(&["fonts/a.ttf"]), with(&["fonts/a.ttf", "fonts/readme.md", "b.ttf"]));
        assert_ne!(with(&["fonts/a.ttf"]), with(&["fonts/a.ttf", "fonts/sub/B.TTF"]));
    }
}
