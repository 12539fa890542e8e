//! What is told to the author.

use crate::Span;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// How grave a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// For information: something was done that the author may want to know.
    Info,
    /// The editions are made, but something in them is not as it should be.
    Warning,
    /// The editions are not made.
    Error,
}

/// A further place that explains a diagnostic.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is there, such as `first defined here`.
    pub text: String,
}

/// A change to the source that cures the cause without changing anything else.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Fix {
    /// The range to replace.
    pub span: Span,
    /// What to put there.
    pub replacement: String,
}

/// One finding. Messages are lower case, without a full stop, with code in backticks.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Stable name of the kind of finding: `area/what`, such as `note/undefined`.
    pub code: Cow<'static, str>,
    /// How grave it is.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: String,
    /// Where, if it has a place.
    pub span: Option<Span>,
    /// What is wrong at that place, if the message alone does not say.
    pub annotation: Option<String>,
    /// Further places.
    pub labels: Vec<Label>,
    /// What to type or do, one line each.
    pub help: Vec<String>,
    /// A safe change, where there is one.
    pub fix: Option<Fix>,
    /// The printed page, where the finding is about one.
    pub page: Option<String>,
}

impl Diagnostic {
    fn new(severity: Severity, code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            severity,
            message: message.into(),
            span: None,
            annotation: None,
            labels: Vec::new(),
            help: Vec::new(),
            fix: None,
            page: None,
        }
    }

    /// Something that keeps the editions from being made.
    pub fn error(code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    /// Something that is not as it should be.
    pub fn warning(code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    /// Something worth knowing.
    pub fn info(code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self::new(Severity::Info, code, message)
    }

    /// Says where. Generated places are left out: nobody can open them.
    pub fn at(mut self, span: Span) -> Self {
        self.span = (!span.is_generated()).then_some(span);
        self
    }

    /// Says what is wrong at the place itself.
    pub fn annotated(mut self, text: impl Into<String>) -> Self {
        self.annotation = Some(text.into());
        self
    }

    /// Adds a further place.
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        if !span.is_generated() {
            self.labels.push(Label { span, text: text.into() });
        }
        self
    }

    /// Adds a line that says what to do.
    pub fn help(mut self, line: impl Into<String>) -> Self {
        self.help.push(line.into());
        self
    }

    /// Adds a safe change.
    pub fn fix(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.fix = Some(Fix { span, replacement: replacement.into() });
        self
    }

    /// Names the printed page.
    pub fn on_page(mut self, folio: impl Into<String>) -> Self {
        self.page = Some(folio.into());
        self
    }
}

/// Whether any of them keeps the editions from being made.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity == Severity::Error)
}
