//! Widths of columns: as written, or from the content.

use kaiben_model::*;
use kaiben_plugin::Context;
use kaiben_source::{Diagnostic, Span};

/// `widths="1,2,6"`.
pub fn written(table: &mut Table, text: &str, span: Span, context: &mut Context<'_>) {
    let shares: Option<Vec<f64>> = text.split(',').map(|w| w.trim().trim_end_matches('%').parse().ok().filter(|n| *n > 0.0)).collect();
    match shares {
        Some(shares) if shares.len() == table.columns.len() => share_out(table, &shares),
        Some(shares) => {
            context.report(
                Diagnostic::warning(
                    "table/widths",
                    format!("`widths` names {} columns, the table has {}", shares.len(), table.columns.len()),
                )
                .at(span)
                .help("name one share for each column; they are computed from the content now"),
            );
            computed(table);
        }
        None => {
            context.report(
                Diagnostic::error("table/widths", format!("`widths=\"{text}\"` is no list of shares"))
                    .at(span)
                    .help("write shares such as `widths=\"1,2,6\"`"),
            );
            computed(table);
        }
    }
}

/// Shares from the content. A column of short entries (years, names) gets what it needs and none of them
/// wraps; a column never gets less than its longest word needs; longer ones share by the square root of the
/// text's length, so that a column of long paragraphs is wide but does not starve the others.
pub fn computed(table: &mut Table) {
    let mut natural = vec![0.0_f64; table.columns.len()];
    let mut least = vec![2.0_f64; table.columns.len()];
    for row in walk::rows(table) {
        let mut column = 0;
        for cell in &row.cells {
            let span = usize::from(cell.column_span);
            if span == 1 && column < natural.len() {
                let text = plain_text_of_blocks(&cell.blocks);
                let longest_line = text.lines().map(width).fold(0.0, f64::max);
                natural[column] = natural[column].max(longest_line);
                least[column] = least[column].max(longest_word(&text));
            }
            column += span;
        }
    }
    // A line of the type area holds about 40 Chinese characters: columns that fit into it side by side get
    // what they need, and none wraps.
    const LINE: f64 = 80.0;
    const SHORT: f64 = 12.0;
    let padding = 2.0;
    let total: f64 = natural.iter().map(|n| n + padding).sum();
    let shares: Vec<f64> = if total <= LINE {
        natural.iter().map(|n| n + padding).collect()
    } else {
        let share = |(n, l): (&f64, &f64)| if *n <= SHORT { n + padding } else { (n.min(LINE * 6.0).sqrt() * 3.0).max(l + padding) };
        natural.iter().zip(&least).map(share).collect()
    };
    share_out(table, &shares);
}

fn width(text: &str) -> f64 {
    text.chars().map(|c| if is_wide(c) { 2.0 } else { 1.0 }).sum()
}

/// The longest piece that no line break can divide. Chinese breaks anywhere: two characters are kept together
/// for the eye's sake.
fn longest_word(text: &str) -> f64 {
    text.split(|c: char| c.is_whitespace() || is_wide(c)).map(width).fold(4.0, f64::max).min(24.0)
}

fn share_out(table: &mut Table, shares: &[f64]) {
    let total: f64 = shares.iter().sum();
    if total <= 0.0 {
        return;
    }
    let mut left = 1000_u32;
    let last = table.columns.len().saturating_sub(1);
    for (i, (column, share)) in table.columns.iter_mut().zip(shares).enumerate() {
        let width = if i == last { left } else { ((share / total * 1000.0).round() as u32).min(left) };
        column.width = width;
        left -= width;
    }
}
