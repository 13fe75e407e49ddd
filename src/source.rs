//! Bytes to text: decoding, and the line index that turns byte offsets into lines and columns.
//!
//! All later stages speak of places as [`Span`]s: half-open ranges of **bytes** in the decoded UTF-8 text. For a
//! UTF-8 file (with or without a byte order mark, which stays part of the text) these are offsets into the file.
//!
//! Memos come from word processors and old forms, so UTF-16 with a byte order mark and Windows-1252 are read as well;
//! [`Source::encoding`] says so, since offsets are then not those of the file. Other encodings are not guessed.

mod decode;

pub use crate::span::Span;
pub use decode::{DecodeError, Encoding};

use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::sync::OnceLock;

/// U+FEFF at the start of a text.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// A place as people name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Location {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters (Unicode scalar values), from 1. A byte order mark takes no column.
    pub column: usize,
}

/// How long a piece of text is.
#[derive(Clone, Copy, Debug, Default)]
struct Length {
    /// In Unicode scalar values.
    characters: usize,
    /// In UTF-16 code units.
    utf16: usize,
}

impl Length {
    fn of(text: &str) -> Self {
        // a character takes a second unit where it takes a fourth byte
        const FIRST_OF_FOUR: u8 = 0xf0;
        let characters = text.chars().count();
        Self { characters, utf16: characters + text.bytes().filter(|byte| *byte >= FIRST_OF_FOUR).count() }
    }
}

/// One decoded text with its line index.
#[derive(Clone, Debug)]
pub struct Source {
    text: String,
    encoding: Encoding,
    /// Offset in bytes of the first byte of each line; built when first asked for.
    lines: OnceLock<Vec<usize>>,
    /// Every so many bytes, what was counted so far; built when first asked about a long line.
    milestones: OnceLock<Vec<(usize, Length)>>,
}

impl Source {
    /// Takes a text that is already decoded.
    #[must_use]
    pub fn from_text(text: String) -> Self {
        let encoding = if text.starts_with(BYTE_ORDER_MARK) { Encoding::Utf8WithMark } else { Encoding::Utf8 };
        Self { text, encoding, lines: OnceLock::new(), milestones: OnceLock::new() }
    }

    /// Decodes the bytes of a file: UTF-8, UTF-16 with a byte order mark, or else Windows-1252 if it looks like text.
    ///
    /// # Errors
    /// When the bytes are no text in any of these, with the position and what to do about it.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let (text, encoding) = decode::decode(bytes)?;
        if u32::try_from(text.len()).is_err() {
            return Err(DecodeError::TooLong);
        }
        Ok(Self { text, encoding, lines: OnceLock::new(), milestones: OnceLock::new() })
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The same source with another text, whose lines and characters stand in the same places.
    #[must_use]
    pub const fn with_text(&self, text: String) -> Self {
        Self { text, encoding: self.encoding, lines: OnceLock::new(), milestones: OnceLock::new() }
    }

    /// What the file was encoded in.
    #[must_use]
    pub const fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// How many lines the text has; at least 1, and an empty last line counts.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.lines().len()
    }

    /// Line and column of an offset in bytes. An offset inside a character is that character's, one past the end is
    /// the end's.
    #[must_use]
    pub fn location(&self, offset: usize) -> Location {
        let (line, before) = self.before(offset);
        Location { line, column: self.measure(before).characters + 1 }
    }

    /// Column of an offset in UTF-16 code units, from 1, as editors count.
    #[must_use]
    pub fn column_utf16(&self, offset: usize) -> usize {
        self.measure(self.before(offset).1).utf16 + 1
    }

    /// The place of a line (from 1) without its line end. A line past the end is empty, at the end of the text.
    #[must_use]
    pub fn line_span(&self, line: usize) -> Span {
        let lines = self.lines();
        let Some(&start) = lines.get(line.saturating_sub(1)) else {
            return Span::new(self.text.len(), self.text.len());
        };
        let end = lines.get(line.max(1)).copied().unwrap_or(self.text.len());
        let written = self.text[start..end].trim_end_matches(['\r', '\n']);
        Span::new(start, start + written.len())
    }

    /// The line (from 1) of an offset, and the place of what stands on it before the offset.
    fn before(&self, offset: usize) -> (usize, Range<usize>) {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let lines = self.lines();
        let line = lines.partition_point(|&start| start <= offset);
        let start = lines.get(line - 1).copied().unwrap_or(0);
        let before = &self.text[start..offset];
        let written = if line == 1 { before.trim_start_matches(BYTE_ORDER_MARK) } else { before };
        (line, offset - written.len()..offset)
    }

    /// How long the text at a place is, without going through all of a line that has no end.
    fn measure(&self, place: Range<usize>) -> Length {
        const STEP: usize = 4096;
        if place.len() <= STEP {
            return Length::of(&self.text[place]);
        }
        let milestones = self.milestones.get_or_init(|| {
            let mut milestones = vec![(0, Length::default())];
            let mut last = (0, Length::default());
            while self.text.len() - last.0 > STEP {
                let next = (last.0 + STEP..).find(|&at| self.text.is_char_boundary(at)).unwrap_or(self.text.len());
                let length = Length::of(&self.text[last.0..next]);
                let (characters, utf16) = (last.1.characters + length.characters, last.1.utf16 + length.utf16);
                last = (next, Length { characters, utf16 });
                milestones.push(last);
            }
            milestones
        });
        let up_to = |offset: usize| {
            let (at, before) = milestones[milestones.partition_point(|(at, _)| *at <= offset).saturating_sub(1)];
            let rest = Length::of(&self.text[at..offset]);
            Length { characters: before.characters + rest.characters, utf16: before.utf16 + rest.utf16 }
        };
        let (start, end) = (up_to(place.start), up_to(place.end));
        Length { characters: end.characters - start.characters, utf16: end.utf16 - start.utf16 }
    }

    /// The starts of the lines. LF, CR and CRLF each end one.
    fn lines(&self) -> &[usize] {
        self.lines.get_or_init(|| {
            let bytes = self.text.as_bytes();
            let ends = memchr::memchr2_iter(b'\r', b'\n', bytes)
                .filter(|&at| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'))
                .map(|at| at + 1);
            std::iter::once(0).chain(ends).collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn location(text: &str, offset: usize) -> (usize, usize) {
        let place = Source::from_text(text.to_owned()).location(offset);
        (place.line, place.column)
    }

    #[test]
    fn every_kind_of_line_end_ends_one_line() {
        let text = "a\nb\r\nc\rd";
        assert_eq!(location(text, 0), (1, 1));
        assert_eq!(location(text, 2), (2, 1));
        assert_eq!(location(text, 5), (3, 1));
        assert_eq!(location(text, 7), (4, 1));
        assert_eq!(Source::from_text(text.to_owned()).line_count(), 4);
    }

    #[test]
    fn columns_on_a_long_line_are_counted_as_on_a_short_one() {
        let text = format!("\u{feff}{}\n{}", "né 😀 ".repeat(3000), "né 😀 ".repeat(3000));
        let source = Source::from_text(text.clone());
        for (offset, _) in text.char_indices().step_by(997) {
            let line = text[..offset].rfind('\n').map_or('\u{feff}'.len_utf8(), |end| end + 1);
            let before = text.get(line..offset).unwrap_or_default();
            assert_eq!(source.location(offset).column, before.chars().count() + 1, "{offset}");
            assert_eq!(source.column_utf16(offset), before.encode_utf16().count() + 1, "{offset}");
        }
    }

    #[test]
    fn columns_count_characters_and_offsets_inside_one_belong_to_it() {
        let text = "né 😀 x";
        assert_eq!(location(text, 2), (1, 2));
        assert_eq!(location(text, 3), (1, 3));
        assert_eq!(location(text, text.len()), (1, 7));
        assert_eq!(location(text, 999), (1, 7));
        assert_eq!(Source::from_text(text.to_owned()).column_utf16(text.len()), 8);
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        assert_eq!(location("\u{feff}ab", 4), (1, 2));
        assert_eq!(location("\u{feff}ab", 0), (1, 1));
    }

    #[test]
    fn line_spans_leave_the_line_end_out() {
        let source = Source::from_text("one\r\n\r\nthree\n".to_owned());
        let lines: Vec<&str> =
            (1..=5).map(|line| source.line_span(line)).map(|span| &source.text()[span.start..span.end]).collect();
        assert_eq!(lines, ["one", "", "three", "", ""]);
    }

    #[test]
    fn an_empty_text_has_one_line() {
        assert_eq!(location("", 0), (1, 1));
        assert_eq!(Source::from_text(String::new()).line_count(), 1);
    }
}
