//! Pieces of text to tokens: words, numbers and marks, with what lies between them.
//!
//! A front end (Markdown or plain text) says which stretches of the text are prose; markup between two of them leaves
//! no trace here, so a word may run through it. Invisible characters are part of the word they stand in. What is left
//! out: whether a full stop ends a sentence (`sentences`) and whether words are a label (`fields`).

mod atoms;
pub(crate) mod characters;
mod scan;

pub(super) use atoms::{Break, Piece, PieceKind, Style};
pub(super) use scan::tokenize;

use super::{Word, WordKind};
use characters as is;
use std::borrow::Cow;

/// A word or a mark with its surroundings.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// Span, kind, and whether it is joined to the one before.
    pub word: Word,
    /// What lies between it and the token before. The first token of a run has [`Gap::Line`].
    pub gap: Gap,
    /// How it is emphasised.
    pub style: Style,
}

/// What lies between two tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing, or nothing that can be seen.
    None,
    /// One space.
    Space,
    /// A tab or several spaces.
    Wide,
    /// A line end.
    Line(Break),
}

impl Gap {
    /// Whether a new line starts here.
    pub(super) const fn is_line(self) -> bool {
        matches!(self, Self::Line(_))
    }
}

impl Token {
    /// The character, if it is a mark. A run of marks ("--", "....") gives its character as well.
    pub(super) fn mark(&self, text: &str) -> Option<char> {
        if self.word.kind == WordKind::Mark { self.text(text).chars().next() } else { None }
    }

    /// Whether it is a word or a number.
    pub(super) const fn is_wordlike(&self) -> bool {
        matches!(self.word.kind, WordKind::Word | WordKind::Number)
    }

    /// The text it stands for, as written.
    pub(super) fn text<'a>(&self, text: &'a str) -> &'a str {
        &text[self.word.span().start..self.word.span().end]
    }

    /// Its first character; a letter for a word that starts with one.
    pub(super) fn first(&self, text: &str) -> char {
        self.text(text).chars().next().unwrap_or(' ')
    }
}

/// A word as one would say it: without invisible characters, combining marks and markup, the apostrophe straight.
/// Case is kept.
pub(super) fn plain(written: &str) -> Cow<'_, str> {
    let stands = |c: char| c.is_ascii_alphanumeric() || (!c.is_ascii() && is::letter(c)) || c == '\'' || c == '.';
    if written.chars().all(stands) || !written.contains(char::is_alphabetic) {
        return Cow::Borrowed(written);
    }
    let mut said = String::with_capacity(written.len());
    let mut rest = written;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '<' => rest = rest.split_once('>').map_or("", |(_, after)| after),
            '&' if rest.contains(';') => {
                let (name, after) = rest.split_once(';').unwrap_or((rest, ""));
                said.extend(entity(name));
                rest = after;
            }
            c if is::apostrophe(c) => said.push('\''),
            c if is::combining(c) || is::invisible(c) || matches!(c, '*' | '_' | '~' | '\\') => {}
            c => said.push(c),
        }
    }
    Cow::Owned(said)
}

/// The letter or apostrophe that a character reference stands for, as far as it matters inside a word.
fn entity(name: &str) -> Option<char> {
    let code = match name.strip_prefix('#') {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => number.parse().ok(),
        },
        None => matches!(name, "apos" | "rsquo" | "lsquo" | "prime").then_some(u32::from('\'')),
    };
    let character = code.and_then(char::from_u32)?;
    if is::apostrophe(character) { Some('\'') } else { Some(character).filter(|&c| is::letter(c) || is::digit(c)) }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn plain_words_are_what_one_reads() {
        assert_eq!(plain("didn’t"), "didn't");
        assert_eq!(plain("con\u{ad}vict\u{200b}ed"), "convicted");
        assert_eq!(plain("ra\u{301}ce"), "race");
        assert_eq!(plain("con**vict**ed"), "convicted");
        assert_eq!(plain("con<b class=x>vict</b>ed"), "convicted");
        assert_eq!(plain("didn&rsquo;t"), "didn't");
        assert_eq!(plain("r&#97;ce"), "race");
        assert_eq!(plain("U.S."), "U.S.");
        assert_eq!(plain("11/04/2019"), "11/04/2019");
        assert_eq!(plain("Ōsei"), "Ōsei");
    }
}
