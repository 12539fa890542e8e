//! `{#id .class key=value}`.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What an author wrote in braces behind a construct.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Attributes {
    /// `#id`: the label that references name. After the plugins ran it is unique in the book.
    pub id: Option<String>,
    /// `.class`, in order.
    pub classes: Vec<String>,
    /// `key=value`.
    pub pairs: BTreeMap<String, String>,
}

impl Attributes {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.pairs.get(key).map(String::as_str)
    }

    /// Whether the class is there.
    pub fn has_class(&self, class: &str) -> bool {
        self.classes.iter().any(|c| c == class)
    }

    /// The language of the content, if the author named one: `lang=en`, a BCP 47 tag.
    pub fn language(&self) -> Option<&str> {
        self.get("lang")
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.id.is_none() && self.classes.is_empty() && self.pairs.is_empty()
    }
}
