//! Places in the manuscript.

use serde::{Deserialize, Serialize};

/// A file of the manuscript, as numbered by [`Sources`](crate::Sources).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FileId(pub u32);

impl FileId {
    /// What the program made itself and no file says, such as the heading of a generated list.
    pub const GENERATED: Self = Self(u32::MAX);
}

/// A range of bytes in one file: `start` is the first byte, `end` the first byte after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// The file that the range lies in.
    pub file: FileId,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset of the first byte after the range.
    pub end: u32,
}

impl Span {
    /// A range in `file`. Offsets are bytes; a manuscript file is smaller than 4 GiB.
    pub const fn new(file: FileId, start: u32, end: u32) -> Self {
        Self { file, start, end }
    }

    /// The span of what the program made itself.
    pub const fn generated() -> Self {
        Self::new(FileId::GENERATED, 0, 0)
    }

    /// Whether no file holds this.
    pub fn is_generated(self) -> bool {
        self.file == FileId::GENERATED
    }

    /// The smallest range that holds both. Ranges of two files have no union: the first is kept.
    pub fn to(self, other: Self) -> Self {
        if self.file != other.file {
            return self;
        }
        Self::new(self.file, self.start.min(other.start), self.end.max(other.end))
    }

    /// The range as indices into the file's text.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}
