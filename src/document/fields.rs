//! The lines of a paragraph or list item to units: prose, `label: value` fields, boxes.
//!
//! Forms are recognised by their looks alone. A lone `label:` before a long text is more often prose ("To be fair: he
//! has …") than one with others around it, so a label is judged by its emphasis, its capitals, its length, the lines
//! around, and what it introduces. What the words of a label mean plays no part.

use super::boxes;
use super::labels::{self, Label, Separator};
use super::sentences;
use super::sketch::Context;
use super::words::{Gap, Style};
use crate::source::Span;
use std::ops::Range;

/// The most words of a value that needs no further sign that what stands before it is a label.
const SHORT_VALUE: usize = 12;

/// The most words of a label before a long value, if nothing else marks it as one.
const SHORT_LABEL: usize = 3;

/// A line at least so long, in bytes, may go on in the next one.
const LONG_LINE: usize = 55;

/// A sentence, a field, a box with its text; or several sentences of prose.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    /// What it is.
    pub kind: UnitKind,
    /// All its tokens, box and separator included, but not the tokens of a label that it shares.
    pub tokens: Range<usize>,
    /// The tokens of its label, and the place of the separator.
    pub label: Option<(Range<usize>, Span)>,
    /// The tokens of its text, or of its value if it has a label.
    pub body: Range<usize>,
    /// Whether it is a single line.
    pub one_line: bool,
}

/// The kind of a [`Unit`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UnitKind {
    /// Running text.
    Prose,
    /// A label with its value, which may be empty.
    Field,
    /// A box with its text.
    Choice {
        /// Whether it is ticked.
        ticked: bool,
    },
}

/// A line of a paragraph.
struct Line {
    tokens: Range<usize>,
    indent: usize,
    hard: bool,
    label: Option<Label>,
    column: Option<Label>,
    is_box: bool,
}

/// Takes a paragraph or list item apart.
pub(super) fn units(context: &Context<'_>, run: Range<usize>) -> Vec<Unit> {
    let lines = lines(context, run.clone());
    let mut units: Vec<Unit> = Vec::new();
    let mut open_indent = 0;
    for index in 0..lines.len() {
        let line = &lines[index];
        let after_field = units.last().is_some_and(|unit| unit.kind != UnitKind::Prose);
        if line.is_box {
            let found = choices(boxes::leading(context, line.tokens.clone()), None);
            units.extend(found.into_iter().map(|unit| with_own_label(context, unit)));
            open_indent = line.indent;
        } else if let Some(label) = accepted(context, &lines, index, run.end, after_field) {
            fields(context, line, label, &mut units);
            open_indent = line.indent;
        } else if after_field && goes_on(context, &lines, index, open_indent) {
            extend(&mut units, line);
        } else {
            prose(context, line, after_field, &mut units);
            open_indent = line.indent;
        }
    }
    units
}

/// The lines of a run of tokens.
fn lines(context: &Context<'_>, run: Range<usize>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut start = run.start;
    while start < run.end {
        let end = (start + 1..run.end).find(|&at| context.tokens[at].gap.is_line()).unwrap_or(run.end);
        let (indent, hard) = match context.tokens[start].gap {
            Gap::Line(line_end) => (usize::from(line_end.indent), line_end.hard),
            _ => (0, false),
        };
        let tokens = start..end;
        let is_box = boxes::at(context, start, end).or_else(|| boxes::underscored(context, start, end)).is_some();
        let label = labels::find(context, tokens.clone());
        let column = if is_box { None } else { labels::find_column(context, tokens.clone()) };
        lines.push(Line { tokens, indent, hard, label, column, is_box });
        start = end;
    }
    lines
}

/// The label of a line, if it really is one.
fn accepted(context: &Context<'_>, lines: &[Line], index: usize, end: usize, after_field: bool) -> Option<Label> {
    let line = &lines[index];
    let near = |offset: isize| {
        let other = lines.get(index.checked_add_signed(offset)?)?;
        (other.indent == line.indent).then_some(other)
    };
    if let Some(label) = &line.label
        && is_label(context, lines, index, label, end, after_field, &near)
    {
        return Some(label.clone());
    }
    let column = line.column.as_ref()?;
    let is_number = context.tokens[column.tokens.clone()]
        .iter()
        .all(|token| !token.is_wordlike() || token.first(context.text).is_ascii_digit());
    let aligned = |other: &Line| {
        let start = |line: &Line, label: &Label| {
            let first = context.tokens[line.tokens.start].word.span().start;
            context.text[first..context.tokens[label.body].word.span().start].chars().count()
        };
        other.column.as_ref().is_some_and(|label| start(other, label) == start(line, column))
    };
    let is_aligned = near(-1).is_some_and(aligned) || near(1).is_some_and(aligned);
    (is_number || is_aligned).then(|| column.clone())
}

/// Judges what may be a label.
fn is_label<'l>(
    context: &Context<'_>,
    lines: &'l [Line],
    index: usize,
    label: &Label,
    end: usize,
    after_field: bool,
    near: &impl Fn(isize) -> Option<&'l Line>,
) -> bool {
    let line = &lines[index];
    let beside = |kind: fn(Separator) -> bool| {
        let has = |other: &Line| other.label.as_ref().is_some_and(|label| kind(label.kind));
        near(-1).is_some_and(has) || near(1).is_some_and(has)
    };
    let words = context.count_words(label.tokens.clone());
    let first = context.tokens[label.tokens.start];
    let starts_small = first.first(context.text).is_lowercase();
    let is_first_person = first.text(context.text) == "I" && !context.tokens[label.tokens.start + 1].word.joined;
    let value = label.body..line.tokens.end;
    match label.kind {
        Separator::Leaders(dots) => dots > 3 || beside(|kind| matches!(kind, Separator::Leaders(_))),
        Separator::Dash => {
            let follows = context.tokens.get(label.body).is_some_and(|next| next.style == Style::Plain);
            let is_prose = words > 5 || starts_small || label.comma;
            let is_value_bold = context.tokens[value].iter().all(|token| token.style == Style::Strong);
            (label.emphasised && follows) || (!is_prose && (is_value_bold || beside(|kind| kind == Separator::Dash)))
        }
        Separator::Question => {
            let answer = context.count_words(value.clone());
            let is_whole = !value.is_empty() && !sentences::is_several(context, value);
            !starts_small && !label.comma && is_whole && (1..=SHORT_LABEL).contains(&answer) && words <= 5
        }
        Separator::Column => false,
        Separator::Colon => {
            if label.emphasised {
                return true;
            }
            if is_first_person || (index > 0 && !after_field && is_wrapped(context, lines, index)) {
                return false;
            }
            let is_capitals = context.is_mixed_case() && context.is_capitals(label.tokens.clone());
            if is_capitals || value.is_empty() {
                return true;
            }
            if label.comma {
                return false;
            }
            if beside(|kind| kind == Separator::Colon) || (after_field && !starts_small) {
                return true;
            }
            let value = label.body..value_end(lines, index, end);
            let is_phrase = words > 1 && context.is_small(first.text(context.text));
            if context.count_words(value.clone()) <= SHORT_VALUE && !sentences::is_several(context, value.clone()) {
                !(is_phrase && context.mark(value.end - 1) == Some('.'))
            } else {
                words <= SHORT_LABEL && !is_phrase && !starts_small
            }
        }
    }
}

/// Where the value of a label would end, at the latest: at the next line that may have a label of its own.
fn value_end(lines: &[Line], index: usize, end: usize) -> usize {
    let next = lines[index + 1..].iter().find(|line| line.label.is_some() || line.is_box);
    next.map_or(end, |line| line.tokens.start)
}

/// Whether a line goes on from the line before, which was ended by the margin.
fn is_wrapped(context: &Context<'_>, lines: &[Line], index: usize) -> bool {
    let (before, line) = (&lines[index - 1], &lines[index]);
    let last = before.tokens.end - 1;
    let is_ended = matches!(context.mark(last), Some('.' | '!' | '?' | ':' | ')' | '"' | '”'));
    let written = context.written(last);
    let leads_on = written == "," || (context.is_small(written) && !written.contains(char::is_uppercase));
    !line.hard && !is_ended && (leads_on || width(context, before) >= LONG_LINE)
}

/// The width of a line in bytes, without its indent.
fn width(context: &Context<'_>, line: &Line) -> usize {
    context.span(line.tokens.clone()).map_or(0, |span| span.end - span.start)
}

/// Whether a line without label or box continues the field or choice before it.
fn goes_on(context: &Context<'_>, lines: &[Line], index: usize, open_indent: usize) -> bool {
    let line = &lines[index];
    // Where labels are written in lower case as well, that is no sign of going on.
    let is_lower = |line: &Line| context.tokens[line.tokens.start].first(context.text).is_lowercase();
    let starts_small = is_lower(line) && !is_lower(&lines[index - 1]);
    let is_deeper = line.indent > open_indent + 1;
    starts_small || is_deeper || (!line.hard && width(context, &lines[index - 1]) >= LONG_LINE)
}

fn extend(units: &mut [Unit], line: &Line) {
    if let Some(unit) = units.last_mut() {
        unit.tokens.end = line.tokens.end;
        unit.body.end = line.tokens.end;
        unit.one_line = false;
    }
}

/// Adds a line of prose, and the fields that stand on it behind a wide gap.
fn prose(context: &Context<'_>, line: &Line, after_field: bool, units: &mut Vec<Unit>) {
    let trailing = boxes::trailing(context, line.tokens.clone());
    if !trailing.is_empty() {
        units.extend(choices(trailing, None));
        return;
    }
    let next = next_label(context, line.tokens.clone(), line.tokens.start);
    let end = next.as_ref().map_or(line.tokens.end, |label| before_border(context, label.tokens.start));
    let body = line.tokens.start..end;
    match units.last_mut() {
        _ if body.is_empty() => {}
        Some(unit) if !after_field && unit.kind == UnitKind::Prose => {
            unit.tokens.end = end;
            unit.body.end = end;
            unit.one_line = false;
        }
        _ => {
            let tokens = body.clone();
            units.push(Unit { kind: UnitKind::Prose, tokens, label: None, body, one_line: true });
        }
    }
    if let Some(label) = next {
        fields(context, line, label, units);
    }
}

/// Adds the fields of a line, the first of which is given.
fn fields(context: &Context<'_>, line: &Line, first: Label, units: &mut Vec<Unit>) {
    let mut label = first;
    loop {
        let next = next_label(context, line.tokens.clone(), label.body);
        let end = next.as_ref().map_or(line.tokens.end, |label| before_border(context, label.tokens.start));
        let body = label.body..end.max(label.body);
        let tokens = label.tokens.start..body.end;
        let head = (label.tokens, label.separator);
        if boxes::at(context, body.start, body.end).is_some() {
            units.extend(choices(boxes::leading(context, body), Some(&head)));
        } else {
            units.push(Unit { kind: UnitKind::Field, tokens, label: Some(head), body, one_line: true });
        }
        match next {
            Some(next) => label = next,
            None => return,
        }
    }
}

/// The next label on a line, from a token on: behind a wide gap, a bar, or a line to fill in, where bold text starts,
/// or, if the line has had a label already, behind a full stop or semicolon.
fn next_label(context: &Context<'_>, line: Range<usize>, from: usize) -> Option<Label> {
    (from.max(line.start + 1)..line.end).find_map(|at| {
        let (before, token) = (context.tokens[at - 1], context.tokens[at]);
        let is_after_stop = matches!(before.mark(context.text), Some('.' | '!' | '?' | ';' | ','));
        let width = token.word.span().start - before.word.span().end;
        // Two spaces after a full stop are a typist's habit.
        let is_behind_gap = token.gap == Gap::Wide && at > from && (width > 2 || !is_after_stop);
        let is_bold = token.style == Style::Strong && before.style != Style::Strong && at > from;
        let is_behind_bar = match before.mark(context.text) {
            Some('|') => true,
            Some('_') => before.text(context.text).len() > 2,
            _ => false,
        };
        let is_next_sentence = from > line.start && matches!(before.mark(context.text), Some('.' | ';'));
        if !(is_behind_gap || is_bold || is_behind_bar || is_next_sentence) {
            return None;
        }
        let label = labels::find(context, at..line.end).filter(|label| label.kind == Separator::Colon)?;
        let is_short = context.count_words(label.tokens.clone()) <= SHORT_LABEL + 2 && !label.comma;
        let starts_small = token.first(context.text).is_lowercase();
        let words = context.count_words(label.tokens.clone());
        let is_sure = is_behind_gap || is_behind_bar;
        let is_phrase = words > 1 && context.is_small(token.text(context.text));
        let is_plain = is_short && !starts_small && !is_bold && (is_sure || (words <= SHORT_LABEL && !is_phrase));
        (label.emphasised || is_plain).then_some(label)
    })
}

/// The end of what stands before a label, without the bar between them; a full stop stays.
fn before_border(context: &Context<'_>, start: usize) -> usize {
    if context.mark(start - 1) == Some('|') { start - 1 } else { start }
}

/// Units for choices; each takes the label that they share.
/// A box whose text has a label of its own: `[x] Family: two sons`.
fn with_own_label(context: &Context<'_>, mut unit: Unit) -> Unit {
    if let Some(label) = labels::find(context, unit.body.clone())
        && label.kind == Separator::Colon
        && label.body < unit.body.end
        && context.count_words(label.tokens.clone()) <= SHORT_LABEL + 1
    {
        unit.body = label.body..unit.body.end;
        unit.label = Some((label.tokens, label.separator));
    }
    unit
}

fn choices(choices: Vec<boxes::Choice>, label: Option<&(Range<usize>, Span)>) -> Vec<Unit> {
    let unit = |(index, choice): (usize, boxes::Choice)| {
        let start = label.filter(|_| index == 0).map_or(choice.tokens.start, |(tokens, _)| tokens.start);
        Unit {
            kind: UnitKind::Choice { ticked: choice.ticked },
            tokens: start..choice.tokens.end,
            label: label.cloned(),
            body: choice.body,
            one_line: true,
        }
    };
    choices.into_iter().enumerate().map(unit).collect()
}
