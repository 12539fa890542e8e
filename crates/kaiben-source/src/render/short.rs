//! One line a diagnostic, as compilers and editors read it: `path:line:column: error[code]: message`.

use crate::{Diagnostic, Severity, Sources};

/// Renders one diagnostic as one line, without the line end.
pub fn render_short(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let place = diagnostic
        .span
        .and_then(|s| sources.position(s))
        .map(|p| format!("{}:{}:{}: ", p.path, p.line, p.column))
        .unwrap_or_default();
    let severity = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    };
    format!("{place}{severity}[{}]: {}", diagnostic.code, diagnostic.message)
}
