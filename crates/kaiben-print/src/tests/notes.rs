//! Notes are on the page of their marks, and each page counts from one.

use super::random::{Chance, chapter};
use super::{Setting, set};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// As many manuscripts as it takes to meet what nobody thought of.
const REPORTS: u64 = 2_000;

/// What one manuscript came to: notes, repaired notes, and what is wrong.
fn try_report(seed: u64) -> (usize, usize, Option<String>) {
    let mut chance = Chance::new(seed);
    let text = chapter(&mut chance);
    let lines = 26 + chance.below(16) as u32;
    let set = set(Setting { lines, measure: 24 + chance.below(16) as u32, ..Setting::of(text) });
    let facts = &set.laid_out.facts;
    let found: Vec<String> = set
        .diagnostics
        .iter()
        .filter(|d| d.code.starts_with("print/"))
        .map(|d| format!("{} {}", d.message, d.span.map_or(String::new(), |s| set.excerpt(s))))
        .collect();
    let wrong = facts.off_page > 0 || !found.is_empty();
    (facts.notes, facts.repaired, wrong.then(|| format!("{seed}: {}", found.join("; "))))
}

#[test]
fn two_thousand_reports_have_no_note_off_its_page() {
    let next = AtomicU64::new(1);
    let all = Mutex::new((0, 0, Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed > REPORTS {
                        break;
                    }
                    let (notes, repaired, wrong) = try_report(seed);
                    let mut all = all.lock().expect("no thread failed");
                    all.0 += notes;
                    all.1 += repaired;
                    all.2.extend(wrong);
                }
            });
        }
    });
    let (notes, repaired, mut wrong) = all.into_inner().expect("no thread failed");
    wrong.sort();
    println!("{REPORTS} reports, {notes} notes, {repaired} repaired");
    assert!(notes > 20_000, "only {notes} notes");
    assert!(wrong.is_empty(), "{} of {REPORTS}:\n{}", wrong.len(), wrong.join("\n"));
}
