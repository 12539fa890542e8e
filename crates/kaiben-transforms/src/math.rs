//! # math
//!
//! Reads TeX once, so that a formula is the same in all editions: `$…$` and `$$…$$` become MathML, which the
//! site and the EPUB show as it is and print turns into its own. TeX that cannot be read is an error at its
//! place. It has no settings.

use kaiben_model::{BlockKind, Book, Equation, InlineKind, walk};
use kaiben_plugin::{Context, Plugin, Stage};
use kaiben_source::{Diagnostic, Span};
use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

/// The plugin.
pub struct Math;

impl Plugin for Math {
    fn name(&self) -> &'static str {
        "math"
    }

    fn stage(&self) -> Stage {
        Stage::Structure
    }

    fn run(&self, book: &mut Book, context: &mut Context<'_>) {
        let Ok(converter) = LatexToMathML::new(MathCoreConfig::default()) else { return };
        for division in &mut book.divisions {
            walk::each_block_mut(&mut division.blocks, &mut |block| {
                if let BlockKind::Equation(equation) = &mut block.kind {
                    read(&converter, equation, MathDisplay::Block, block.span, context);
                }
            });
            walk::each_inline_of_blocks_mut(&mut division.blocks, &mut |inline| {
                if let InlineKind::Math(equation) = &mut inline.kind {
                    read(&converter, equation, MathDisplay::Inline, inline.span, context);
                }
                walk::Descend::Yes
            });
        }
    }
}

fn read(converter: &LatexToMathML, equation: &mut Equation, display: MathDisplay, span: Span, context: &mut Context<'_>) {
    match converter.convert_with_local_state(&equation.tex, display) {
        Ok(result) => equation.mathml = Some(result.mathml),
        Err(error) => context.report(
            Diagnostic::error("math/tex", format!("this TeX cannot be read: {error}"))
                .at(span)
                .help("write it with commands of LaTeX's math mode"),
        ),
    }
}
