//! Boxes to tick, as people write them: `[x]`, `[ ]`, `(X)`, `☐`, `☑`, `_X_`.

use super::sketch::Context;
use super::words::Gap;
use std::ops::Range;

/// What a box belongs to.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    /// Whether the box is ticked.
    pub ticked: bool,
    /// The tokens of the box and its text.
    pub tokens: Range<usize>,
    /// The tokens of its text.
    pub body: Range<usize>,
}

/// The box that starts at a token, if one does: whether it is ticked, and how many tokens it takes.
pub(super) fn at(context: &Context<'_>, index: usize, end: usize) -> Option<(bool, usize)> {
    let mark = |offset: usize| if index + offset < end { context.mark(index + offset) } else { None };
    let close = match context.mark(index)? {
        '☐' | '□' | '▢' | '◻' | '❏' | '❑' | '✗' | '✘' | '❌' => return Some((false, 1)),
        '☑' | '☒' | '✓' | '✔' | '✅' | '■' | '◼' | '🗹' | '🗷' => return Some((true, 1)),
        '[' => ']',
        '(' => ')',
        _ => return None,
    };
    if mark(1) == Some(close) {
        let is_spaced = context.tokens[index + 1].gap != Gap::None;
        return (close == ']' || is_spaced).then_some((false, 2));
    }
    if mark(2) != Some(close) {
        return None;
    }
    match context.written(index + 1) {
        "x" | "X" | "*" | "+" | "✓" | "✔" | "√" | "✗" | "✘" | "×" => Some((true, 3)),
        blank if close == ']' && blank.chars().all(|c| matches!(c, '_' | '-' | '.')) => Some((false, 3)),
        _ => None,
    }
}

/// A box drawn with underscores at the start of a line: `_X_ Family`, `___ Health`.
pub(super) fn underscored(context: &Context<'_>, index: usize, end: usize) -> Option<(bool, usize)> {
    if context.mark(index) != Some('_') || index + 1 >= end {
        return None;
    }
    if matches!(context.written(index + 1), "x" | "X") && index + 2 < end && context.mark(index + 2) == Some('_') {
        return Some((true, 3));
    }
    let next = context.tokens[index + 1];
    (context.written(index).len() > 1 && next.gap != Gap::None && next.is_wordlike()).then_some((false, 1))
}

/// The choices of a stretch that starts with a box.
pub(super) fn leading(context: &Context<'_>, range: Range<usize>) -> Vec<Choice> {
    let mut choices: Vec<Choice> = Vec::new();
    let mut index = range.start;
    while index < range.end {
        let starts_line = index == range.start || context.tokens[index].gap.is_line();
        let found = at(context, index, range.end)
            .filter(|_| starts_line || context.tokens[index].gap != Gap::None)
            .or_else(|| if starts_line { underscored(context, index, range.end) } else { None });
        if let Some((ticked, taken)) = found {
            let start = index + taken;
            choices.push(Choice { ticked, tokens: index..start, body: start..start });
            index = start;
        } else {
            if let Some(choice) = choices.last_mut() {
                choice.body.end = index + 1;
                choice.tokens.end = index + 1;
            }
            index += 1;
        }
    }
    choices
}

/// The choices of a stretch that ends with a box: `Weapon [ ]  Injury [x]`. Empty if the stretch is not of that kind.
pub(super) fn trailing(context: &Context<'_>, range: Range<usize>) -> Vec<Choice> {
    let mut choices = Vec::new();
    let mut start = range.start;
    let mut index = range.start;
    while index < range.end {
        if let Some((ticked, taken)) = at(context, index, range.end) {
            if start == index {
                return Vec::new();
            }
            choices.push(Choice { ticked, tokens: start..index + taken, body: start..index });
            index += taken;
            start = index;
        } else {
            index += 1;
        }
    }
    if start == range.end { choices } else { Vec::new() }
}
