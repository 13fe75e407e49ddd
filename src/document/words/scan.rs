//! The scanner: characters to tokens, in one pass with bounded looks ahead.

use super::atoms::{Atom, Atoms};
use super::characters as is;
use super::{Break, Gap, Piece, Style, Token};
use crate::document::{Word, WordKind};
use crate::source::Span;

/// The longest part of an initialism, in letters ("Ph.D.").
const INITIALISM_PART: usize = 2;

/// Appends the tokens of `pieces` to `tokens`.
pub(in crate::document) fn tokenize(text: &str, pieces: &[Piece], tokens: &mut Vec<Token>) {
    let start = Gap::Line(Break { indent: 0, hard: false });
    let mut scanner = Scanner { atoms: Atoms::new(text, pieces), tokens, gap: start, joint: Joint::No };
    while let Some(atom) = scanner.atoms.peek() {
        scanner.step(atom);
    }
}

/// Whether the next word is joined to the last one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    No,
    Hyphen,
    /// A hyphen at a line end.
    Broken,
}

struct Scanner<'a, 't> {
    atoms: Atoms<'a>,
    tokens: &'t mut Vec<Token>,
    gap: Gap,
    joint: Joint,
}

impl Scanner<'_, '_> {
    /// Takes what starts with `first`, which is still the next character.
    fn step(&mut self, first: Atom) {
        if let Some(line_end) = first.line_end {
            self.atoms.next();
            self.gap = Gap::Line(line_end);
        } else if is::letter(first.character) {
            self.word(first);
        } else if is::digit(first.character) {
            self.number(first);
        } else if is::invisible(first.character) || is::combining(first.character) {
            self.atoms.next();
        } else if is::blank(first.character) {
            self.blanks();
        } else {
            self.mark(first);
        }
    }

    fn push(&mut self, kind: WordKind, span: Span, style: Style) {
        let joined = self.joint != Joint::No;
        let word = Word { joined, broken: self.joint == Joint::Broken, ..Word::new(span, kind) };
        self.tokens.push(Token { word, gap: self.gap, style });
        self.gap = Gap::None;
        self.joint = Joint::No;
    }

    fn blanks(&mut self) {
        let mut width = 0;
        while let Some(atom) = self.atoms.peek()
            && atom.line_end.is_none()
            && is::blank(atom.character)
        {
            width += if atom.character == '\t' { 2 } else { 1 };
            self.atoms.next();
        }
        if !self.gap.is_line() {
            self.gap = if width > 1 || self.gap == Gap::Wide { Gap::Wide } else { Gap::Space };
        }
    }

    fn word(&mut self, first: Atom) {
        let mut span = first.span;
        // Letters in the part since the last full stop, and whether there was one.
        let (mut part, mut initialism) = (0, false);
        let mut soft_hyphen = false;
        while let Some(atom) = self.atoms.peek() {
            let c = atom.character;
            if atom.line_end.is_some() {
                break;
            } else if is::letter(c) || is::digit(c) {
                part += 1;
                soft_hyphen = false;
                self.take(&mut span);
            } else if is::combining(c) {
                self.take(&mut span);
            } else if is::apostrophe(c) {
                let mut ahead = self.atoms.clone();
                ahead.next();
                if !next_visible(&mut ahead).is_some_and(|next| is::letter(next.character)) {
                    break;
                }
                self.take(&mut span);
            } else if c == '.' {
                match stop_in_word(&self.atoms, part, initialism) {
                    Stop::Inner => (part, initialism) = (0, true),
                    Stop::Final => {
                        self.take(&mut span);
                        break;
                    }
                    Stop::Outside => break,
                }
                self.take(&mut span);
            } else if is::invisible(c) {
                let mut ahead = self.atoms.clone();
                soft_hyphen = false;
                let next = next_visible_noting(&mut ahead, &mut soft_hyphen);
                // What comes next decides whether the word goes on: a letter, or an apostrophe or full stop inside it.
                self.skip_to(next);
            } else {
                break;
            }
        }
        let is_scheme = self.is_address();
        if is_scheme {
            self.address(&mut span);
        }
        self.push(WordKind::Word, span, first.style);
        if soft_hyphen && self.atoms.peek().is_some_and(|atom| atom.line_end.is_some()) {
            self.joint = self.joint_over_line(self.atoms.clone());
        }
    }

    fn number(&mut self, first: Atom) {
        let mut span = first.span;
        let mut dashes = date_dashes(&self.atoms);
        while let Some(atom) = self.atoms.peek() {
            let c = atom.character;
            if atom.line_end.is_some() {
                break;
            } else if is::letter(c) || is::digit(c) || is::combining(c) {
                self.take(&mut span);
            } else if is::invisible(c) {
                let next = next_visible(&mut self.atoms.clone());
                self.skip_to(next);
            } else if matches!(c, '.' | '/' | ':' | ',') {
                let mut ahead = self.atoms.clone();
                ahead.next();
                let digits = digits_ahead(&mut ahead);
                if digits == 0 || (c == ',' && digits != 3) {
                    break;
                }
                self.take(&mut span);
            } else if c == '-' && dashes > 0 {
                dashes -= 1;
                self.take(&mut span);
            } else {
                break;
            }
        }
        self.push(WordKind::Number, span, first.style);
    }

    fn mark(&mut self, first: Atom) {
        let mut span = first.span;
        self.take(&mut span);
        let after_word = self.gap == Gap::None && self.tokens.last().is_some_and(Token::is_wordlike);
        if is::hyphen(first.character) && after_word {
            let mut ahead = self.atoms.clone();
            let next = next_visible(&mut ahead);
            if next.is_some_and(|next| is::letter(next.character) || is::digit(next.character)) {
                self.joint = Joint::Hyphen;
                return;
            }
            self.joint = self.joint_over_line(self.atoms.clone());
            if self.joint != Joint::No {
                return;
            }
        }
        if is::runs(first.character) {
            while self.atoms.peek().is_some_and(|next| next.character == first.character) {
                self.take(&mut span);
            }
        }
        self.push(WordKind::Mark, span, first.style);
    }

    /// Takes the next character into the span.
    fn take(&mut self, span: &mut Span) {
        if let Some(atom) = self.atoms.next() {
            span.end = span.end.max(atom.span.end);
        }
    }

    /// Skips the characters before `next`.
    fn skip_to(&mut self, next: Option<Atom>) {
        while let Some(atom) = self.atoms.peek()
            && next.is_none_or(|next| next.span.start != atom.span.start || next.line_end != atom.line_end)
        {
            self.atoms.next();
        }
    }

    /// After a hyphen: whether the line ends here and the next one starts with a letter or digit.
    fn joint_over_line(&self, mut ahead: Atoms<'_>) -> Joint {
        let mut line_ended = false;
        for atom in &mut ahead {
            match atom.line_end {
                Some(_) if line_ended => return Joint::No,
                Some(_) => line_ended = true,
                None if is::letter(atom.character) && line_ended => return Joint::Broken,
                None if is::digit(atom.character) && line_ended => return Joint::Hyphen,
                None if is::blank(atom.character) || is::invisible(atom.character) => {}
                None => return Joint::No,
            }
        }
        Joint::No
    }

    /// Whether "://" follows.
    fn is_address(&self) -> bool {
        let mut ahead = self.atoms.clone();
        [':', '/', '/'].into_iter().all(|c| ahead.next().is_some_and(|atom| atom.character == c))
    }

    /// Takes the rest of a web address, but not the punctuation after it.
    fn address(&mut self, span: &mut Span) {
        let mut ahead = self.atoms.clone();
        let mut end = None;
        for atom in &mut ahead {
            if is::blank(atom.character) || matches!(atom.character, '<' | '>' | '"' | '”' | ')' | ']' | '|') {
                break;
            }
            if !matches!(atom.character, '.' | ',' | ';' | ':' | '!' | '?' | '\'') {
                end = Some(atom.span);
            }
        }
        let Some(end) = end else { return };
        while span.end < end.end && self.atoms.peek().is_some() {
            self.take(span);
        }
    }
}

/// Where a full stop after letters belongs.
enum Stop {
    /// Between the letters of an initialism.
    Inner,
    /// At its end.
    Final,
    /// Not to the word.
    Outside,
}

/// Judges the full stop that comes next, after `part` letters.
fn stop_in_word(atoms: &Atoms<'_>, part: usize, initialism: bool) -> Stop {
    let mut ahead = atoms.clone();
    ahead.next();
    let mut letters = 0;
    for atom in ahead.by_ref().take(INITIALISM_PART + 1) {
        if !is::letter(atom.character) {
            break;
        }
        letters += 1;
    }
    if part <= INITIALISM_PART && (1..=INITIALISM_PART).contains(&letters) && (part == 1 || letters == 1) {
        Stop::Inner
    } else if initialism && part <= INITIALISM_PART && letters == 0 && !stop_run(atoms) {
        Stop::Final
    } else {
        Stop::Outside
    }
}

/// Whether two full stops come next.
fn stop_run(atoms: &Atoms<'_>) -> bool {
    let mut ahead = atoms.clone();
    ahead.next();
    ahead.next().is_some_and(|atom| atom.character == '.')
}

/// The next character that can be seen.
fn next_visible(atoms: &mut Atoms<'_>) -> Option<Atom> {
    next_visible_noting(atoms, &mut false)
}

/// The next character that can be seen; notes whether the one before it was a soft hyphen.
fn next_visible_noting(atoms: &mut Atoms<'_>, soft_hyphen: &mut bool) -> Option<Atom> {
    atoms.find(|atom| {
        let is_hidden = atom.line_end.is_none() && (is::invisible(atom.character) || is::combining(atom.character));
        if is_hidden {
            *soft_hyphen = atom.character == '\u{ad}';
        }
        !is_hidden
    })
}

/// How many ASCII digits come next, counted up to four.
fn digits_ahead(atoms: &mut Atoms<'_>) -> usize {
    let mut count = 0;
    while count < 4 && atoms.peek().is_some_and(|atom| atom.character.is_ascii_digit()) {
        atoms.next();
        count += 1;
    }
    count
}

/// How many hyphens belong to the number that comes next: two for a date ("2021-03-04", "3-4-2021"), else none.
fn date_dashes(atoms: &Atoms<'_>) -> usize {
    let mut ahead = atoms.clone();
    let mut part = || {
        let digits = digits_ahead(&mut ahead);
        (digits, ahead.next().map(|atom| atom.character))
    };
    let (first, second, third) = (part(), part(), part());
    let dashed = first.1 == Some('-') && second.1 == Some('-');
    let ends = third.1.is_none_or(|c| !c.is_alphanumeric() && c != '-');
    let lengths = matches!((first.0, second.0, third.0), (4, 1..=2, 1..=2) | (1..=2, 1..=2, 2 | 4));
    if dashed && ends && lengths { 2 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::super::PieceKind;
    use super::*;

    fn shown(text: &str) -> String {
        let piece = Piece { span: Span::new(0, text.len()), kind: PieceKind::Text, style: Style::Plain };
        render(text, &[piece])
    }

    /// Words by spaces; "+" before a joined word, "~" before one broken over a line.
    fn render(text: &str, pieces: &[Piece]) -> String {
        let mut tokens = Vec::new();
        tokenize(text, pieces, &mut tokens);
        let shown: Vec<String> = tokens
            .iter()
            .map(|token| {
                let joint = match token.word {
                    Word { broken: true, .. } => "~",
                    Word { joined: true, .. } => "+",
                    _ => "",
                };
                format!("{joint}{}", token.text(text))
            })
            .collect();
        shown.join(" ")
    }

    /// Each line a piece, as the plain-text front end gives them.
    fn lines(text: &str) -> String {
        let mut pieces = Vec::new();
        let mut start = 0;
        for line in text.split('\n') {
            let end = start + line.len();
            pieces.push(Piece { span: Span::new(start, end), kind: PieceKind::Text, style: Style::Plain });
            let line_end = PieceKind::Break(Break { indent: 0, hard: false });
            pieces.push(Piece { span: Span::new(end, end), kind: line_end, style: Style::Plain });
            start = end + 1;
        }
        render(text, &pieces)
    }

    #[test]
    fn apostrophes_inside_stay() {
        assert_eq!(shown("didn't o’brien's parents' 'no'"), "didn't o’brien's parents ' ' no '");
    }

    #[test]
    fn initialisms_are_one_word() {
        assert_eq!(shown("the U.S. and A.R.S. 13, 9 a.m., Ph.D."), "the U.S. and A.R.S. 13 , 9 a.m. , Ph.D.");
        assert_eq!(shown("J. Doe came.He left... I. Facts"), "J . Doe came . He left ... I . Facts");
    }

    #[test]
    fn numbers_keep_their_inner_marks() {
        assert_eq!(shown("$212,000 or $2.1, 11/04/2019; 16:42."), "$ 212,000 or $ 2.1 , 11/04/2019 ; 16:42 .");
        assert_eq!(shown("2021-03-04 9th 1990s 5K in 2014,2018"), "2021-03-04 9th 1990s 5K in 2014 , 2018");
    }

    #[test]
    fn hyphens_join() {
        assert_eq!(shown("life-threatening 41-year-old"), "life +threatening 41 +year +old");
        assert_eq!(shown("A000-318-442 I-213 1993-1998"), "A000 +318 +442 I +213 1993 +1998");
        assert_eq!(shown("pre- and post - war -- no–yes and/or"), "pre - and post - war -- no – yes and / or");
    }

    #[test]
    fn hyphens_at_line_ends_break_words() {
        assert_eq!(lines("con-\nvicted"), "con ~victed");
        assert_eq!(lines("con\u{ad}\nvicted"), "con ~victed");
        assert_eq!(lines("A000-\n318"), "A000 +318");
        assert_eq!(lines("no -\nyes"), "no - yes");
    }

    #[test]
    fn invisible_characters_do_not_split() {
        let text = "con\u{200b}vict\u{ad}ed ra\u{301}ce\u{200b} x\u{a0}y";
        assert_eq!(shown(text), "con\u{200b}vict\u{ad}ed ra\u{301}ce x y");
    }

    #[test]
    fn whatever_cannot_be_seen_does_not_split() {
        let unseen = "\u{61c}\u{2066}\u{2067}\u{2068}\u{2069}\u{200e}\u{200f}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{fe00}\
                      \u{fe0f}\u{2060}\u{2061}\u{2062}\u{2063}\u{2064}\u{feff}\u{ad}\u{200b}\u{200c}\u{200d}";
        for c in unseen.chars() {
            let text = format!("no wea{c}pon in 20{c}21, did{c}n't{c} U{c}.S. go");
            let seen: Vec<_> = shown(&text).split(' ').map(|word| word.replace(c, "")).collect();
            assert_eq!(seen, ["no", "weapon", "in", "2021", ",", "didn't", "U.S.", "go"], "{c:?}");
        }
    }

    #[test]
    fn a_soft_hyphen_breaks_a_word_at_the_line_end_only() {
        assert_eq!(lines("con\u{ad}vict\nhim"), "con\u{ad}vict him");
    }

    #[test]
    fn addresses_are_one_word() {
        assert_eq!(shown("see https://a.b/c?d=e. Then"), "see https://a.b/c?d=e . Then");
    }
}
