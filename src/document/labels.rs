//! Where a line has a label: `Name: X`, `Priority .... X`, `**Name** - X`, `Convicted? No`.
//!
//! This looks at one line only and finds what may be a label. Whether it is one, `fields` judges by the lines around.

use super::sketch::Context;
use super::words::{Gap, Style};
use crate::source::Span;
use std::ops::Range;

/// The most words that a label has.
pub(super) const LABEL_WORDS: usize = 7;

/// The most tokens that are looked at.
const LABEL_TOKENS: usize = 32;

/// The fewest dots that separate a label from its value.
const LEADERS: usize = 3;

/// A possible label.
#[derive(Clone, Debug)]
pub(super) struct Label {
    /// Its tokens, without the separator.
    pub tokens: Range<usize>,
    /// The place of the separator.
    pub separator: Span,
    /// The first token after the separator.
    pub body: usize,
    /// What separates it from the value.
    pub kind: Separator,
    /// Whether all of it is emphasised and what follows is not.
    pub emphasised: bool,
    /// Whether it has a comma.
    pub comma: bool,
}

/// What separates a label from its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Separator {
    /// A colon.
    Colon,
    /// A run of so many dots.
    Leaders(usize),
    /// A dash with spaces around.
    Dash,
    /// A question mark; the value is the answer.
    Question,
    /// Nothing but space: the value stands in a column of its own.
    Column,
}

/// Finds the label that a line of tokens starts with.
pub(super) fn find(context: &Context<'_>, line: Range<usize>) -> Option<Label> {
    let mut words = 0;
    let mut comma = false;
    let mut dash: Option<Label> = None;
    for at in line.clone().take(LABEL_TOKENS) {
        let token = context.tokens[at];
        let Some(mark) = token.mark(context.text) else {
            if token.gap == Gap::Wide && at > line.start {
                break;
            }
            words += usize::from(!token.word.joined);
            if words > LABEL_WORDS {
                break;
            }
            continue;
        };
        let label = |body: usize, kind: Separator| {
            let last = context.tokens[body - 1].word.span();
            let tokens = line.start..at;
            let emphasised = is_emphasised(context, tokens.clone());
            Label { tokens, separator: token.word.span().cover(last), body, kind, emphasised, comma }
        };
        if at == line.start && !matches!(mark, '#' | '§' | '(' | '[' | '"' | '“' | '\'') {
            return None;
        }
        match mark {
            ':' => return if words > 0 { Some(label(at + 1, Separator::Colon)) } else { dash },
            '.' | '…' | '·' => {
                let (dots, body) = leaders(context, at, line.end);
                if dots >= LEADERS {
                    return if words > 0 { Some(label(body, Separator::Leaders(dots))) } else { dash };
                }
                if !is_inner_stop(context, at, line.end) {
                    break;
                }
            }
            '-' | '–' | '—' => {
                let spaced = token.gap != Gap::None
                    && context.tokens.get(at + 1).is_some_and(|next| next.gap != Gap::None && at + 1 < line.end);
                if dash.is_none() && spaced && words > 0 {
                    dash = Some(label(at + 1, Separator::Dash));
                }
            }
            '?' => {
                let is_end = context.tokens.get(at + 1).is_none_or(|next| next.gap != Gap::None);
                return if words > 0 && is_end { Some(label(at + 1, Separator::Question)) } else { None };
            }
            ',' => comma = true,
            ';' | '!' | '|' => break,
            _ => {}
        }
    }
    dash
}

/// The value in a column of its own: the first wide gap of a line after a few words.
pub(super) fn find_column(context: &Context<'_>, line: Range<usize>) -> Option<Label> {
    let mut words = 0;
    for at in line.clone().take(LABEL_TOKENS) {
        let token = context.tokens[at];
        if at > line.start && token.gap == Gap::Wide {
            let before = context.tokens[at - 1];
            if words == 0 || matches!(before.mark(context.text), Some('.' | '!' | '?' | ';' | ',' | ':')) {
                return None;
            }
            return Some(Label {
                tokens: line.start..at,
                separator: Span::new(before.word.span().end, token.word.span().start),
                body: at,
                kind: Separator::Column,
                emphasised: false,
                comma: false,
            });
        }
        words += usize::from(token.is_wordlike() && !token.word.joined);
        if words > LABEL_WORDS - 2 {
            return None;
        }
    }
    None
}

/// How many dots in a row there are, spaced or not, and the first token after them.
fn leaders(context: &Context<'_>, from: usize, end: usize) -> (usize, usize) {
    let mut dots = 0;
    let mut at = from;
    while at < end
        && matches!(context.mark(at), Some('.' | '…' | '·'))
        && (at == from || !matches!(context.tokens[at].gap, Gap::Line(_)))
    {
        dots += if context.written(at).starts_with('…') { LEADERS } else { context.written(at).chars().count() };
        at += 1;
    }
    (dots, at)
}

/// Whether a full stop belongs to an abbreviation inside a label ("File No.: X").
fn is_inner_stop(context: &Context<'_>, at: usize, end: usize) -> bool {
    if context.tokens[at].gap != Gap::None || at + 1 >= end {
        return false;
    }
    let next = context.tokens[at + 1];
    let is_before_colon = next.gap == Gap::None && context.mark(at + 1) == Some(':');
    let written = context.written(at - 1);
    let is_short = written.chars().nth(1).is_none() && written.starts_with(char::is_alphabetic);
    is_before_colon || is_short || context.abbreviations.contains(&written.to_lowercase())
}

/// Whether all tokens of the range are emphasised, and are not merely the start of more that is.
fn is_emphasised(context: &Context<'_>, range: Range<usize>) -> bool {
    !range.is_empty() && context.tokens[range].iter().all(|token| token.style != Style::Plain)
}
