//! What a front end hands over: the parts of a text as its markup or layout shows them, with their tokens, before
//! forms are recognised, headings scoped and sentences split.

use super::words::Token;
use super::{Comment, Field};
use crate::source::Span;
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::ops::Range;

/// Words up to this many letters are looked up by [`Context::is_small`].
const SMALL: usize = 4;

/// A text in parts.
#[derive(Debug, Default)]
pub(super) struct Sketch {
    /// The tokens of all parts.
    pub tokens: Vec<Token>,
    /// The parts in order of the text.
    pub parts: Vec<Part>,
    /// The fields of the front matter.
    pub front_matter: Vec<Field>,
    /// Invisible comments.
    pub comments: Vec<Comment>,
}

/// A heading, a paragraph, a list item, a row of a table.
#[derive(Debug)]
pub(super) struct Part {
    /// What it looks like.
    pub shape: Shape,
    /// Its place in the text, markup included.
    pub span: Span,
    /// Its tokens, as indices into [`Sketch::tokens`].
    pub tokens: Range<usize>,
    /// Whether the layout says that it is quoted.
    pub quoted: bool,
    /// How many lists (or tables) it is in.
    pub depth: usize,
    /// Which list item it is in: one more than the offset in bytes at which the item starts; 0 for none.
    pub item: usize,
}

/// What a part looks like.
#[derive(Debug)]
pub(super) enum Shape {
    /// A heading.
    Heading {
        /// 1 is the outermost.
        level: u8,
    },
    /// Lines of text, which may turn out to be a form.
    Prose,
    /// The first lines of a list item.
    Item {
        /// As [`super::BlockKind::Item`].
        ticked: Option<bool>,
    },
    /// The heads of a table's columns.
    Header(Vec<Cell>),
    /// Another row of the table.
    Row(Vec<Cell>),
}

/// A cell of a table.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    /// Its place in the text.
    pub span: Span,
    /// Its tokens, as indices into [`Sketch::tokens`].
    pub tokens: Range<usize>,
}

/// What the later steps look things up in.
pub(super) struct Context<'a> {
    /// The whole text.
    pub text: &'a str,
    /// All tokens.
    pub tokens: &'a [Token],
    /// Lower-case words without their full stop that do not end a sentence.
    pub abbreviations: &'a BTreeSet<String>,
    small: OnceCell<BTreeSet<&'a str>>,
    mixed_case: OnceCell<bool>,
}

impl<'a> Context<'a> {
    pub(super) const fn new(text: &'a str, tokens: &'a [Token], abbreviations: &'a BTreeSet<String>) -> Self {
        Self { text, tokens, abbreviations, small: OnceCell::new(), mixed_case: OnceCell::new() }
    }

    /// The mark at an index, if there is one.
    pub(super) fn mark(&self, index: usize) -> Option<char> {
        self.tokens.get(index)?.mark(self.text)
    }

    /// The text of the token at an index.
    pub(super) fn written(&self, index: usize) -> &'a str {
        self.tokens.get(index).map_or("", |token| token.text(self.text))
    }

    /// How many words a range of tokens has; joined ones count as one.
    pub(super) fn count_words(&self, range: Range<usize>) -> usize {
        self.tokens[range].iter().filter(|token| token.is_wordlike() && !token.word.joined).count()
    }

    /// Whether a word of up to [`SMALL`] letters is written in lower case somewhere in the text. Names are not, so a
    /// capital on such a word tells of its place (the start of a sentence), without a list of words.
    pub(super) fn is_small(&self, word: &str) -> bool {
        if word.chars().nth(SMALL).is_some() {
            return false;
        }
        let small = self.small.get_or_init(|| {
            let words = self.tokens.iter().filter(|token| token.is_wordlike()).map(|token| token.text(self.text));
            words.filter(|word| word.len() <= 2 * SMALL && word.chars().all(char::is_lowercase)).collect()
        });
        small.contains(word) || small.contains(word.to_lowercase().as_str())
    }

    /// Whether capitals mean anything in this text.
    pub(super) fn is_mixed_case(&self) -> bool {
        *self.mixed_case.get_or_init(|| {
            let words = || self.tokens.iter().filter(|token| token.is_wordlike() && token.word.span().end > 0);
            let lower = words().filter(|token| token.first(self.text).is_lowercase()).count();
            lower * 4 > words().count()
        })
    }

    /// Whether the words of a range have capitals only, at least two letters of them.
    pub(super) fn is_capitals(&self, range: Range<usize>) -> bool {
        let mut capitals = 0;
        for token in &self.tokens[range] {
            if !token.is_wordlike() {
                continue;
            }
            let written = token.text(self.text);
            if written.starts_with(|c: char| c.is_ascii_digit()) {
                continue;
            }
            if written.chars().any(char::is_lowercase) {
                return false;
            }
            capitals += written.chars().filter(|c| c.is_uppercase()).count();
        }
        capitals > 1
    }

    /// The place of a range of tokens.
    pub(super) fn span(&self, range: Range<usize>) -> Option<Span> {
        let tokens = &self.tokens[range];
        Some(tokens.first()?.word.span().cover(tokens.last()?.word.span()))
    }
}
