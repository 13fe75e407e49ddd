//! Bytes to text: decoding, and the line index that turns byte offsets into lines and columns.
//!
//! All later stages speak of places as [`Span`]s: half-open ranges of **bytes** in the decoded UTF-8 text. For a
//! UTF-8 file (with or without a byte order mark, which stays part of the text) these are offsets into the file.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A half-open range of byte offsets into the text of one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset after the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` up to, not including, `end`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// Whether the two share at least one byte.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// Where an offset stands, for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// Why bytes are not a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    offset: usize,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a text: byte {} is no UTF-8", self.offset)
    }
}

impl std::error::Error for DecodeError {}

/// A decoded text with its line index. (A placeholder: the branch of the document stage holds the real one.)
#[derive(Clone, Debug)]
pub struct Source {
    text: String,
    lines: Vec<usize>,
}

impl Source {
    /// Decodes the bytes of a file.
    ///
    /// # Errors
    /// When they are no text.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let text = std::str::from_utf8(bytes).map_err(|error| DecodeError { offset: error.valid_up_to() })?.to_owned();
        let ends = memchr::memchr2_iter(b'\r', b'\n', text.as_bytes())
            .filter(|&at| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'))
            .map(|at| at + 1);
        let lines = std::iter::once(0).chain(ends).collect();
        Ok(Self { text, lines })
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The line and column of an offset.
    #[must_use]
    pub fn location(&self, offset: usize) -> Location {
        let offset = (0..=offset.min(self.text.len())).rev().find(|&at| self.text.is_char_boundary(at)).unwrap_or(0);
        let line = self.lines.partition_point(|&start| start <= offset);
        let before = self.text[self.lines[line - 1]..offset].trim_start_matches('\u{feff}');
        Location { line, column: before.chars().count() + 1 }
    }

    /// The place of a line (from 1) without its line end. A line past the end is empty, at the end of the text.
    #[must_use]
    pub fn line_span(&self, line: usize) -> Span {
        let Some(&start) = self.lines.get(line.saturating_sub(1)) else {
            return Span::new(self.text.len(), self.text.len());
        };
        let end = self.lines.get(line.max(1)).copied().unwrap_or(self.text.len());
        Span::new(start, start + self.text[start..end].trim_end_matches(['\r', '\n']).len())
    }

    /// The name of the encoding.
    #[must_use]
    pub const fn encoding(&self) -> &'static str {
        "UTF-8"
    }
}
