//! The laid-out pages as PDF for reading and keeping.

use crate::PrintInput;
use crate::layout::LaidOut;
use crate::told::tell;
use kaiben_source::Diagnostic;
use typst::foundations::{Datetime, Smart};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// Writes the PDF; none if a diagnostic says why not.
pub fn write_pdf(laid_out: &LaidOut, input: &PrintInput<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<Vec<u8>> {
    let settings = &input.resolved.book().settings;
    let names: Vec<PdfStandard> = settings.print.standard.iter().filter_map(|name| standard(name)).collect();
    let standards = match PdfStandards::new(&names) {
        Ok(standards) => standards,
        Err(error) => {
            diagnostics.push(
                Diagnostic::error("print/standard", format!("these standards do not go together: {}", error.message()))
                    .help("write `standard = [\"a-2a\", \"ua-1\"]` under `[print]`"),
            );
            return None;
        }
    };
    // PDF/A demands a date; without one in book.toml it is a fixed one, since no clock is read.
    let day = input.date.as_deref().and_then(day).or_else(|| Datetime::from_ymd_hms(2000, 1, 1, 0, 0, 0));
    let options = PdfOptions {
        ident: Smart::Custom(settings.book.identifier.clone()),
        creator: Smart::Custom(Some(format!("Kaiben {}", env!("CARGO_PKG_VERSION")))),
        timestamp: day.map(Timestamp::new_utc),
        standards,
        ..PdfOptions::default()
    };
    match typst_pdf::pdf(&laid_out.document, &options) {
        Ok(pdf) => Some(pdf),
        Err(errors) => {
            diagnostics.extend(errors.iter().map(|e| tell(e, &laid_out.world, &laid_out.project)));
            None
        }
    }
}

fn day(text: &str) -> Option<Datetime> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Datetime::from_ymd_hms(year, month, day, 0, 0, 0)
}

fn standard(name: &str) -> Option<PdfStandard> {
    Some(match name {
        "a-1b" => PdfStandard::A_1b,
        "a-1a" => PdfStandard::A_1a,
        "a-2b" => PdfStandard::A_2b,
        "a-2u" => PdfStandard::A_2u,
        "a-2a" => PdfStandard::A_2a,
        "a-3b" => PdfStandard::A_3b,
        "a-3u" => PdfStandard::A_3u,
        "a-3a" => PdfStandard::A_3a,
        "a-4" => PdfStandard::A_4,
        "a-4f" => PdfStandard::A_4f,
        "a-4e" => PdfStandard::A_4e,
        "ua-1" => PdfStandard::Ua_1,
        _ => return None,
    })
}
