//! The characters of a run of prose, one after the other, over the borders of its pieces.

use crate::source::Span;
use std::slice;
use std::str::CharIndices;

/// How a piece of text is emphasised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::document) enum Style {
    /// Not at all.
    #[default]
    Plain,
    /// In italics.
    Emphasis,
    /// In bold.
    Strong,
}

/// A line end inside a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::document) struct Break {
    /// How far the next line is indented, in columns; 0 where that says nothing.
    pub indent: u16,
    /// Whether the writer asked for it.
    pub hard: bool,
}

/// A stretch of a run of prose.
#[derive(Clone, Copy, Debug)]
pub(in crate::document) struct Piece {
    /// Its place in the text.
    pub span: Span,
    /// What it stands for.
    pub kind: PieceKind,
    /// How it is emphasised.
    pub style: Style,
}

/// What a piece stands for.
#[derive(Clone, Copy, Debug)]
pub(in crate::document) enum PieceKind {
    /// Itself.
    Text,
    /// One character, written otherwise (`&rsquo;`).
    Character(char),
    /// A line end.
    Break(Break),
}

/// One character with its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Atom {
    /// The character; `'\n'` for a line end.
    pub character: char,
    /// Its place in the text.
    pub span: Span,
    /// How it is emphasised.
    pub style: Style,
    /// Set if it is a line end.
    pub line_end: Option<Break>,
}

/// Goes over the characters of pieces. Cheap to clone, for looking ahead.
#[derive(Clone, Debug)]
pub(super) struct Atoms<'a> {
    text: &'a str,
    pieces: slice::Iter<'a, Piece>,
    /// What is left of the current piece, its offset in the text, and its style.
    characters: CharIndices<'a>,
    offset: usize,
    style: Style,
}

impl<'a> Atoms<'a> {
    pub(super) fn new(text: &'a str, pieces: &'a [Piece]) -> Self {
        Self { text, pieces: pieces.iter(), characters: "".char_indices(), offset: 0, style: Style::Plain }
    }

    /// The next character, which stays the next one.
    pub(super) fn peek(&self) -> Option<Atom> {
        self.clone().next()
    }
}

impl Iterator for Atoms<'_> {
    type Item = Atom;

    fn next(&mut self) -> Option<Atom> {
        loop {
            if let Some((at, character)) = self.characters.next() {
                let start = self.offset + at;
                let span = Span::new(start, start + character.len_utf8());
                return Some(Atom { character, span, style: self.style, line_end: None });
            }
            let &Piece { span, kind, style } = self.pieces.next()?;
            match kind {
                PieceKind::Text => {
                    self.characters = self.text[span.start..span.end].char_indices();
                    self.offset = span.start;
                    self.style = style;
                }
                PieceKind::Character(character) => return Some(Atom { character, span, style, line_end: None }),
                PieceKind::Break(line_end) => {
                    return Some(Atom { character: '\n', span, style, line_end: Some(line_end) });
                }
            }
        }
    }
}
