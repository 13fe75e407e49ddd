//! The lines that a finding is shown with, cut to the width of the page.
//!
//! A paragraph of a memo is often one line of a thousand characters, and a phrase often runs over a line break. So the
//! lines are prepared here and not left to the renderer: what stands far from the marked words gives way to `[...]`, a
//! phrase over several lines is underlined on each of them, and what acts or hides is made visible. Only the marked
//! lines and their close neighbours are touched, however long the text is.

use super::escape;
use std::ops::Range;
use totality::source::{Source, Span};
use unicode_width::UnicodeWidthChar as _;

/// What stands for the words that were left out.
const CUT: &str = "[...]";

/// A phrase over more lines than this is marked on its first two and its last.
const LINES_OF_A_PHRASE: usize = 4;

/// Words to mark.
#[derive(Clone, Debug)]
pub(crate) struct Mark<'a> {
    /// Where.
    pub(crate) span: Span,
    /// Whether they are what the finding is about.
    pub(crate) primary: bool,
    /// What to say of them; may be empty.
    pub(crate) text: &'a str,
}

/// Lines to show.
#[derive(Debug)]
pub(crate) struct Excerpt {
    /// The lines; those that are not to be shown are empty.
    pub(crate) text: String,
    /// The number of the first.
    pub(crate) line: usize,
    /// The marked places in them, each on one line.
    pub(crate) places: Vec<Place>,
}

impl Excerpt {
    /// The number of the last line.
    pub(crate) fn last_line(&self) -> usize {
        self.line + self.text.trim_end_matches('\n').matches('\n').count()
    }
}

/// A marked place in an [`Excerpt`].
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Where in the excerpt's text.
    pub(crate) range: Range<usize>,
    /// Whether it is what the finding is about.
    pub(crate) primary: bool,
    /// What to say of it; may be empty.
    pub(crate) text: String,
}

/// The part of a mark that stands on one line.
struct Piece<'a> {
    line: usize,
    range: Range<usize>,
    primary: bool,
    text: &'a str,
}

/// The excerpt that shows the marks, with lines of at most about `width` columns; `None` if there are no marks.
pub(crate) fn excerpt(source: &Source, marks: &[Mark<'_>], width: usize) -> Option<Excerpt> {
    let mut pieces: Vec<Piece<'_>> = marks.iter().flat_map(|mark| pieces_of(source, mark)).collect();
    pieces.sort_by_key(|piece| (piece.line, piece.range.start));
    let first = pieces.first()?.line;
    let mut excerpt = Excerpt { text: String::new(), line: first, places: Vec::new() };
    let mut next = first;
    for pieces in pieces.chunk_by(|a, b| a.line == b.line) {
        let line = pieces[0].line;
        for between in next..line {
            // A single line between costs no more than saying that it was left out.
            if line - next == 1 {
                cut(source.text(), source.line_span(between), &[], width, &mut excerpt.text);
            }
            excerpt.text.push('\n');
        }
        let ranges: Vec<_> = pieces.iter().map(|piece| piece.range.clone()).collect();
        let went = cut(source.text(), source.line_span(line), &ranges, width, &mut excerpt.text);
        excerpt.places.extend(went.into_iter().zip(pieces).map(|(range, piece)| Place {
            range,
            primary: piece.primary,
            text: escape::line(piece.text),
        }));
        excerpt.text.push('\n');
        next = line + 1;
    }
    Some(excerpt)
}

/// A mark, line by line, without the space around its words.
fn pieces_of<'a>(source: &Source, mark: &Mark<'a>) -> Vec<Piece<'a>> {
    let text = source.text();
    let start = boundary(text, mark.span.start);
    let end = boundary(text, mark.span.end).max(start);
    let (first, last) = (source.location(start).line, source.location(end).line);
    let piece = |line, range| Piece { line, range, primary: mark.primary, text: "" };
    let mut pieces = Vec::new();
    for line in first..=last {
        let bounds = source.line_span(line);
        let part = start.max(bounds.start)..end.min(bounds.end);
        let words = text.get(part.clone()).unwrap_or_default();
        let from = part.start + (words.len() - words.trim_start().len());
        if !words.trim().is_empty() {
            pieces.push(piece(line, from..from + words.trim().len()));
        }
    }
    if pieces.is_empty() {
        let at = start.min(source.line_span(first).end);
        pieces.push(piece(first, at..at));
    }
    if pieces.len() > LINES_OF_A_PHRASE {
        pieces.drain(2..pieces.len() - 1);
    }
    if let Some(last) = pieces.last_mut() {
        last.text = mark.text;
    }
    pieces
}

fn boundary(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// Appends a line, cut so that its marked ranges and some words around them stay, and says where these ranges went.
fn cut(text: &str, line: Span, marked: &[Range<usize>], width: usize, shown: &mut String) -> Vec<Range<usize>> {
    let start = shown.len();
    let mut went = vec![0..0; marked.len()];
    let kept = kept(text, line, marked, width);
    for (n, part) in kept.iter().enumerate() {
        if n > 0 {
            shown.push(' ');
        }
        if n > 0 || text[line.start..part.start].contains(|character: char| !character.is_whitespace()) {
            shown.push_str(CUT);
            shown.push(' ');
        }
        let note = |at: usize, shown: &str, went: &mut Vec<Range<usize>>| {
            for (range, went) in marked.iter().zip(went) {
                if range.start == at {
                    went.start = shown.len();
                }
                if range.end == at {
                    went.end = shown.len();
                }
            }
        };
        for (offset, character) in text[part.clone()].char_indices() {
            note(part.start + offset, shown, &mut went);
            // The mark of the byte order is no character of the text.
            if character != '\u{feff}' || part.start + offset > 0 {
                escape::push(shown, character);
            }
        }
        note(part.end, shown, &mut went);
    }
    if kept.last().is_some_and(|part| text[part.end..line.end].contains(|character: char| !character.is_whitespace())) {
        shown.push(' ');
        shown.push_str(CUT);
    }
    // Only what this line ends with: the ends of the lines before are counted by whoever numbers them.
    let last = went.iter().map(|range| range.end).max().unwrap_or(start).max(start);
    shown.truncate(shown.trim_end().len().max(last));
    went
}

/// The parts of a line to keep, in order and apart.
fn kept(text: &str, line: Span, marked: &[Range<usize>], width: usize) -> Vec<Range<usize>> {
    if walk(text[line.start..line.end].chars(), width).is_none() {
        return std::iter::once(line.start..line.end).collect();
    }
    // A marked phrase longer than this keeps its beginning and its end.
    let longest = width * 2 / 3;
    let mut anchors: Vec<Range<usize>> = Vec::new();
    for range in marked {
        match walk(text[range.clone()].chars(), longest) {
            None => anchors.push(range.clone()),
            Some(_) => {
                let head = word_before(text, range.start, forward(text, range, longest / 2));
                let tail = word_after(text, backward(text, range, longest / 3), range.end);
                anchors.extend([range.start..head, tail..range.end]);
            }
        }
    }
    if anchors.is_empty() {
        anchors.push(line.start..line.start);
    }
    let taken: usize = anchors.iter().map(|anchor| columns(&text[anchor.clone()])).sum();
    let taken = taken + (CUT.len() + 1) * (anchors.len() + 1);
    let around = (width.saturating_sub(taken) / (2 * anchors.len())).max(12);
    let mut kept: Vec<Range<usize>> = Vec::new();
    anchors.sort_by_key(|anchor| anchor.start);
    for anchor in anchors {
        let left = backward(text, &(line.start..anchor.start), around);
        let spare = around - columns(&text[left..anchor.start]).min(around);
        let right = forward(text, &(anchor.end..line.end), around + spare);
        let start = if left > line.start { word_after(text, left, anchor.start) } else { left };
        let end = if right < line.end { word_before(text, anchor.end, right) } else { right };
        match kept.last_mut() {
            Some(last) if start <= last.end + CUT.len() => last.end = last.end.max(end),
            _ => kept.push(start..end),
        }
    }
    kept
}

/// The offset at which the columns are used up, `None` if they suffice.
fn walk(characters: impl Iterator<Item = char>, columns: usize) -> Option<usize> {
    let (mut used, mut bytes) = (0, 0);
    for character in characters {
        used += columns_of(character);
        if used > columns {
            return Some(bytes);
        }
        bytes += character.len_utf8();
    }
    None
}

fn forward(text: &str, range: &Range<usize>, columns: usize) -> usize {
    walk(text[range.clone()].chars(), columns).map_or(range.end, |bytes| range.start + bytes)
}

fn backward(text: &str, range: &Range<usize>, columns: usize) -> usize {
    walk(text[range.clone()].chars().rev(), columns).map_or(range.start, |bytes| range.end - bytes)
}

/// The end of the last whole word in a range; the range's own end where there is only one word.
fn word_before(text: &str, start: usize, end: usize) -> usize {
    text[start..end].rfind(char::is_whitespace).map_or(end, |at| start + text[start..start + at].trim_end().len())
}

/// The start of the first whole word in a range; the range's own start where there is only one word.
fn word_after(text: &str, start: usize, end: usize) -> usize {
    text[start..end].find(char::is_whitespace).map_or(start, |at| end - text[start + at..end].trim_start().len())
}

fn columns(text: &str) -> usize {
    text.chars().map(columns_of).sum()
}

/// The columns a character takes in the form that is shown.
fn columns_of(character: char) -> usize {
    match character {
        '\t' => 4,
        _ if escape::acts_or_hides(character) => "<U+0000>".len(),
        _ => character.width().unwrap_or(0),
    }
}

#[cfg(test)]
mod tests;
