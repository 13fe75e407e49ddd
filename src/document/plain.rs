//! Plain text to a sketch: headings, lists, quotes and paragraphs by their layout.
//!
//! Blank lines, indents, capitals and underlines are all there is. Where a layout may be read in two ways, running text
//! wins: a heading taken for a sentence is harmless, a sentence taken for a heading is not read. What the lines of a
//! paragraph are (forms, columns, boxes) is found later, alike for Markdown (`fields`).

mod lines;
mod markers;
mod titles;

use super::sketch::{Cell, Part, Shape, Sketch};
use super::words::{Break, Piece, PieceKind, Style, tokenize};
use super::{Comment, Standing};
use crate::source::Span;
use crate::suppression;
use lines::{Line, LineKind};
use markers::Marker;

/// A line at least so long, in bytes, may go on in the next one.
const LONG_LINE: usize = 55;

/// Where a stretch of plain text stands inside another layout.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place {
    /// As [`Part::depth`].
    pub depth: usize,
    /// As [`Part::item`].
    pub item: usize,
    /// As [`Part::quoted`].
    pub quoted: bool,
}

/// Takes a plain text apart.
pub(super) fn sketch(text: &str) -> Sketch {
    let whole = Span::new(0, text.len());
    let lines = lines::read(text, whole);
    let comments = lines.iter().filter_map(|line| comment(text, line)).collect();
    let mut sketch = Sketch { comments, ..Sketch::default() };
    sketch_part(text, whole, Place::default(), &mut sketch);
    sketch
}

/// What of a line is addressed to this program.
fn comment(text: &str, line: &Line) -> Option<Comment> {
    if suppression::is_meant_by_line(text, line.span) {
        let standing = if line.quotes > 0 { Standing::Quotation } else { Standing::Text };
        return Some(Comment { span: line.span, standing });
    }
    let slip = suppression::slip(text, line.span)?;
    Some(Comment { span: Span::new(slip.start, line.span.end.max(slip.end)), standing: Standing::Prose })
}

/// Takes a stretch of a text apart, which starts at the start of a line.
pub(super) fn sketch_part(text: &str, span: Span, place: Place, sketch: &mut Sketch) {
    let mut lines = lines::read(text, span);
    for line in &mut lines {
        let is_comment = |comment: &Comment| comment.span == line.span && comment.standing != Standing::Prose;
        if sketch.comments.iter().any(is_comment) && suppression::is_well_formed_line(text, line.span) {
            line.kind = LineKind::Blank;
        }
    }
    let mut reader = Reader { text, lines: &lines, place, sketch, open: None, items: Vec::new() };
    reader.read();
}

/// A list item that is open.
struct Item {
    number: usize,
    /// How far its marker is indented, in columns.
    indent: usize,
}

/// A part that is being gathered.
struct Open {
    shape: Shape,
    pieces: Vec<Piece>,
    span: Span,
    quoted: bool,
}

struct Reader<'a, 's> {
    text: &'a str,
    lines: &'a [Line],
    place: Place,
    sketch: &'s mut Sketch,
    open: Option<Open>,
    items: Vec<Item>,
}

impl Reader<'_, '_> {
    fn read(&mut self) {
        let mut index = 0;
        while index < self.lines.len() {
            match self.lines[index].kind {
                LineKind::Blank | LineKind::Rule => {
                    self.flush();
                    index += 1;
                }
                LineKind::Bars => index = self.table(index),
                LineKind::Text => {
                    let starts_group = self.starts_group(index);
                    if starts_group {
                        self.flush();
                    }
                    self.line(index, starts_group);
                    index += 1;
                }
            }
        }
        self.flush();
    }

    /// Whether a line has no line of text right before it that it could belong to.
    fn starts_group(&self, index: usize) -> bool {
        let Some(before) = index.checked_sub(1).map(|index| &self.lines[index]) else { return true };
        before.kind != LineKind::Text || before.quotes != self.lines[index].quotes
    }

    fn line(&mut self, index: usize, starts_group: bool) {
        let line = self.lines[index];
        if starts_group {
            self.leave_items(line.indent);
        }
        if let Some((level, span)) = titles::level(self.text, self.lines, index, starts_group) {
            self.flush();
            if starts_group || line.indent == 0 {
                self.items.clear();
            }
            self.start(Shape::Heading { level }, line, span, line.indent);
            self.flush();
        } else if let Some(marker) = self.marker(index, starts_group) {
            self.flush();
            while self.items.last().is_some_and(|item| item.indent >= line.indent) {
                self.items.pop();
            }
            self.items.push(Item { number: line.span.start + 1, indent: line.indent });
            let body = Span::new(line.span.start + marker.length, line.span.end);
            self.start(Shape::Item { ticked: None }, line, body, line.indent + marker.columns);
        } else {
            if self.ends_item(index) {
                self.flush();
                self.items.clear();
            }
            match &mut self.open {
                Some(open) => {
                    open.span.end = line.span.end;
                    push_line(&mut open.pieces, line.span, line.span, line.indent);
                }
                None => self.start(Shape::Prose, line, line.span, line.indent),
            }
        }
    }

    /// After a blank line: closes the items that a line with this indent is no part of.
    fn leave_items(&mut self, indent: usize) {
        while self.items.last().is_some_and(|item| item.indent >= indent) {
            self.items.pop();
        }
    }

    /// The list marker of a line, if it is really one and not the end of a sentence that the margin broke.
    fn marker(&self, index: usize, starts_group: bool) -> Option<Marker> {
        let line = self.lines[index];
        let marker = markers::find(&self.text[line.span.start..line.span.end])?;
        if starts_group {
            return (!marker.is_initial || self.has_sibling(index)).then_some(marker);
        }
        let before = self.lines[index - 1];
        let written = &self.text[before.span.start..before.span.end];
        let is_ended = written.ends_with(['.', ':', ';', '?', '!', ')', '"', ',']) || written.len() < LONG_LINE;
        let is_in_list = self.open.as_ref().is_some_and(|open| matches!(open.shape, Shape::Item { .. }));
        let has_item_here = is_in_list && self.items.iter().any(|item| item.indent == line.indent);
        let is_sure = marker.is_plain_bullet || is_ended || has_item_here;
        (is_sure && (!marker.is_initial || self.has_sibling(index))).then_some(marker)
    }

    /// Whether a line that starts with a letter and a full stop has a sibling near it, and is no name.
    fn has_sibling(&self, index: usize) -> bool {
        /// How many lines are searched each way.
        const NEAR: usize = 40;
        let letter = |line: &Line| self.text[line.span.start..].chars().next().map_or(0, u32::from);
        let line = &self.lines[index];
        let is_sibling = |other: &Line, step: u32, base: &Line| {
            other.kind == LineKind::Text
                && other.indent == base.indent
                && letter(other) == letter(base).wrapping_add(step)
                && markers::find(&self.text[other.span.start..other.span.end]).is_some_and(|marker| marker.is_initial)
        };
        let after = self.lines.iter().skip(index + 1).take(NEAR);
        let before = self.lines[..index].iter().rev().take(NEAR);
        after.into_iter().any(|other| is_sibling(other, 1, line))
            || before.into_iter().any(|other| is_sibling(line, 1, other))
    }

    /// Whether a line without marker ends the list item before it.
    fn ends_item(&self, index: usize) -> bool {
        let Some(Open { shape: Shape::Item { .. }, .. }) = &self.open else { return false };
        let (line, before) = (self.lines[index], self.lines[index - 1]);
        let starts_small = self.text[line.span.start..].starts_with(char::is_lowercase);
        let is_deeper = self.items.last().is_some_and(|item| line.indent > item.indent);
        !is_deeper && !starts_small && before.span.end - before.span.start < LONG_LINE
    }

    fn start(&mut self, shape: Shape, line: Line, body: Span, indent: usize) {
        let mut pieces = Vec::new();
        push_line(&mut pieces, line.span, body, indent);
        self.open = Some(Open { shape, pieces, span: line.span, quoted: line.quotes > 0 });
    }

    fn flush(&mut self) {
        let Some(open) = self.open.take() else { return };
        let start = self.sketch.tokens.len();
        tokenize(self.text, &open.pieces, &mut self.sketch.tokens);
        let is_heading = matches!(open.shape, Shape::Heading { .. });
        self.sketch.parts.push(Part {
            shape: open.shape,
            span: open.span,
            tokens: start..self.sketch.tokens.len(),
            quoted: open.quoted || self.place.quoted,
            depth: self.place.depth + if is_heading { 0 } else { self.items.len() },
            item: self.items.last().map_or(self.place.item, |item| item.number),
        });
    }

    /// Reads the rows of a table drawn with bars; returns the index of the line after it.
    fn table(&mut self, start: usize) -> usize {
        self.flush();
        let end = (start..self.lines.len())
            .find(|&index| self.lines[index].kind != LineKind::Bars)
            .unwrap_or(self.lines.len());
        for index in start..end {
            let line = self.lines[index];
            if lines::is_separator(&self.text[line.span.start..line.span.end]) {
                continue;
            }
            let cells = self.cells(line.span);
            let is_header = self.lines[index + 1..end]
                .first()
                .is_some_and(|next| lines::is_separator(&self.text[next.span.start..next.span.end]));
            let shape = if is_header { Shape::Header(cells) } else { Shape::Row(cells) };
            let tokens = self.sketch.tokens.len()..self.sketch.tokens.len();
            self.sketch.parts.push(Part {
                shape,
                span: line.span,
                tokens,
                quoted: line.quotes > 0 || self.place.quoted,
                depth: self.place.depth + self.items.len() + 1,
                item: 0,
            });
        }
        end
    }

    fn cells(&mut self, line: Span) -> Vec<Cell> {
        let written = &self.text[line.start..line.end];
        let inner = written.trim_start_matches('|');
        let mut start = line.start + written.len() - inner.len();
        let mut cells = Vec::new();
        for cell in inner.strip_suffix('|').unwrap_or(inner).split('|') {
            let span = Span::new(start, start + cell.len());
            start = span.end + 1;
            let first = self.sketch.tokens.len();
            let mut pieces = Vec::new();
            push_line(&mut pieces, span, span, 0);
            tokenize(self.text, &pieces, &mut self.sketch.tokens);
            cells.push(Cell { span, tokens: first..self.sketch.tokens.len() });
        }
        cells
    }
}

/// Adds a line's body behind its line end.
fn push_line(pieces: &mut Vec<Piece>, line: Span, body: Span, indent: usize) {
    let indent = u16::try_from(indent).unwrap_or(u16::MAX);
    let line_end = PieceKind::Break(Break { indent, hard: false });
    pieces.push(Piece { span: Span::new(line.start, line.start), kind: line_end, style: Style::Plain });
    pieces.push(Piece { span: body, kind: PieceKind::Text, style: Style::Plain });
}
