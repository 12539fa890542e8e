//! The text that a parser sees and where it stands in the file.

use comrak::nodes::{LineColumn, Sourcepos};
use kaiben_source::{FileId, Span};

/// A masked text with its places in the file.
#[derive(Debug)]
pub(crate) struct View {
    /// The file.
    pub file: FileId,
    /// The masked text as comrak reads it.
    pub text: String,
    line_starts: Vec<usize>,
    /// (offset in `text`, offset in the file) of each run that is copied from the file, ascending.
    segments: Vec<(usize, u32)>,
    /// All spans are this one: for texts whose characters do not stand in the file as they are.
    fixed: Option<Span>,
    /// The part of `text` that is content: what stands outside was added to guard it.
    content: std::ops::Range<usize>,
}

impl View {
    /// A text that stands in the file as it is, from `base`.
    pub fn whole(file: FileId, text: String, base: u32) -> Self {
        let content = 0..text.len();
        Self::new(file, text, vec![(0, base)], None, content)
    }

    /// A text made of several runs of the file, or one whose characters are not in the file.
    pub fn new(
        file: FileId,
        text: String,
        segments: Vec<(usize, u32)>,
        fixed: Option<Span>,
        content: std::ops::Range<usize>,
    ) -> Self {
        let bytes = text.as_bytes();
        let mut line_starts = vec![0];
        for (i, &b) in bytes.iter().enumerate() {
            if b == b'\n' || (b == b'\r' && bytes.get(i + 1) != Some(&b'\n')) {
                line_starts.push(i + 1);
            }
        }
        Self { file, text, line_starts, segments, fixed, content }
    }

    /// Offset in the text of a place that comrak names (both from 1, columns in bytes).
    pub fn offset(&self, place: LineColumn) -> usize {
        let start = self.line_starts.get(place.line.wrapping_sub(1)).copied().unwrap_or(self.text.len());
        self.floor(start + place.column.saturating_sub(1))
    }

    /// The range in the text that comrak names: its end is inclusive. `correct` moves a single offset to
    /// where its byte really stands.
    pub fn range(&self, place: Sourcepos, correct: impl Fn(usize) -> usize) -> (usize, usize) {
        let line = |n: usize| self.line_starts.get(n.wrapping_sub(1)).copied().unwrap_or(self.text.len());
        let start = self.floor(correct(line(place.start.line) + place.start.column.saturating_sub(1)));
        let end = match place.end.column {
            0 => line(place.end.line),
            column => correct(line(place.end.line) + column - 1) + 1,
        };
        (start, self.ceil(end).max(start))
    }

    /// The line (from 0) in which an offset stands.
    pub fn line_of(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|&s| s <= offset).saturating_sub(1)
    }

    /// The end of the line in which an offset stands, before its line end.
    pub fn line_end(&self, offset: usize) -> usize {
        let rest = self.text.get(offset..).unwrap_or("");
        offset + rest.find(['\n', '\r']).unwrap_or(rest.len())
    }

    /// A slice of the text; empty where the range does not fit.
    pub fn slice(&self, start: usize, end: usize) -> &str {
        self.text.get(start..end).unwrap_or("")
    }

    /// Whether an offset is part of the content.
    pub fn is_content(&self, offset: usize) -> bool {
        self.content.contains(&offset)
    }

    /// The place in the file of an offset in the text.
    pub fn place(&self, offset: usize) -> u32 {
        let offset = offset.clamp(self.content.start, self.content.end);
        match self.segments.partition_point(|s| s.0 <= offset) {
            0 => self.segments.first().map_or(0, |s| s.1),
            i => {
                let (from, to) = self.segments[i - 1];
                to + (offset - from) as u32
            }
        }
    }

    /// The span of a range in the text.
    pub fn span(&self, start: usize, end: usize) -> Span {
        if let Some(fixed) = self.fixed {
            return fixed;
        }
        let from = self.place(start);
        // The end belongs to the run of the last byte: behind it another run may begin far away.
        let to = if end > start { self.place(end - 1) + 1 } else { from };
        Span::new(self.file, from, to.max(from))
    }

    /// Whether spans of single characters mean anything here.
    pub fn is_exact(&self) -> bool {
        self.fixed.is_none()
    }

    fn floor(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    fn ceil(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset += 1;
        }
        offset
    }
}
