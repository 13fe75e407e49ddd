//! Which lines of a plain text are headings, and of which level.
//!
//! Levels: 1 the first line in capitals or a double underline, 2 capitals or a single underline, 3 numbered titles, 4
//! other lines that stand alone or above an indented text.

use super::lines::{Line, LineKind};
use super::{LONG_LINE, markers};
use crate::source::Span;

/// The longest heading, in characters, and in words.
const LENGTH: usize = 80;
const WORDS: usize = 10;

/// The most words of a heading that only its place marks as one.
const PLAIN_WORDS: usize = 6;

/// The level of the heading on a line, and its text; `None` if it is none.
pub(super) fn level(text: &str, lines: &[Line], index: usize, starts_group: bool) -> Option<(u8, Span)> {
    let line = &lines[index];
    let written = &text[line.span.start..line.span.end];
    if let Some(found) = hashes(written, line.span) {
        return Some(found);
    }
    let words = written.split_whitespace().count();
    if words > WORDS || written.chars().count() > LENGTH || has_value(written) || has_box(written) {
        return None;
    }
    let next = lines.get(index + 1);
    if starts_group
        && let Some(rule) = next.filter(|next| next.kind == LineKind::Rule)
        && let Some(level) = underline(&text[rule.span.start..rule.span.end])
    {
        return Some((level, line.span));
    }
    let rest = lines.get(index + 1..).unwrap_or_default();
    let after = rest.iter().find(|next| next.kind != LineKind::Blank && next.kind != LineKind::Rule)?;
    let is_alone = starts_group && next.is_none_or(|next| next.kind != LineKind::Text);
    let follows = is_alone || next.is_some_and(|next| next.kind == LineKind::Text && next.quotes == line.quotes);
    let ends_open = !written.ends_with(['.', ',', ';', '!', '-', '–', '—', '&']);
    if !follows || !ends_open {
        return None;
    }
    let after_text = &text[after.span.start..after.span.end];
    let is_deeper = after.indent >= line.indent + 2 && !is_alone;
    let marker = markers::find(written);
    let found = if is_deeper && written.ends_with(':') && written.starts_with(char::is_uppercase) {
        Some(if is_capitals(written) { 2 } else { 4 })
    } else if is_capitals(without_remark(written)) {
        capitals(text, lines, index, starts_group, is_alone, after_text)
    } else if let Some(marker) = marker {
        let is_title = is_alone && (marker.is_number || marker.is_initial) && words <= PLAIN_WORDS + 2;
        (is_title && markers::find(after_text).is_none() && !written.ends_with(':')).then_some(3)
    } else if words > PLAIN_WORDS + 2 || !written.starts_with(char::is_uppercase) || written.contains("  ") {
        None
    } else if is_deeper && written.len() <= LONG_LINE {
        (starts_group || is_ended(text, &lines[index - 1])).then_some(4)
    } else {
        let is_title = is_alone && words <= PLAIN_WORDS && !written.contains([',', ':', '?', '(']);
        let is_long = after_text.len() >= LONG_LINE && !is_capitals(after_text);
        (is_title && is_long && after.indent == line.indent).then_some(4)
    };
    found.map(|level| (level, line.span))
}

/// A title without a remark in brackets behind it: "C. AGGRAVATING (tick and explain)".
fn without_remark(written: &str) -> &str {
    match written.rfind(" (") {
        Some(at) if written.ends_with(')') => &written[..at],
        _ => written,
    }
}

/// The level of a line in capitals.
fn capitals(text: &str, lines: &[Line], index: usize, starts_group: bool, is_alone: bool, after: &str) -> Option<u8> {
    let line = &lines[index];
    let written = &text[line.span.start..line.span.end];
    let before = lines[..index].iter().rev().find(|line| line.kind == LineKind::Text);
    let level = if before.is_none() && !written.ends_with(':') { 1 } else { 2 };
    if is_alone {
        // Between two headings it is what stands under the first.
        let is_answer = index > 1
            && lines[index - 1].kind == LineKind::Blank
            && before.is_some_and(|before| {
                let before = &text[before.span.start..before.span.end];
                is_capitals(before) && before.ends_with(':')
            })
            && is_capitals(after);
        return (!is_answer).then_some(level);
    }
    if !starts_group && !is_ended(text, &lines[index - 1]) {
        return None;
    }
    let is_short = written.split_whitespace().count() <= 4 && !written.contains(|c: char| c.is_ascii_digit());
    (!is_capitals(after) || (is_short && after.len() >= LONG_LINE)).then_some(level)
}

/// Whether a line is not broken by the margin.
fn is_ended(text: &str, line: &Line) -> bool {
    let written = &text[line.span.start..line.span.end];
    written.ends_with(['.', '!', '?', ':']) || written.len() < LONG_LINE
}

/// A heading with hashes, as in Markdown.
fn hashes(written: &str, span: Span) -> Option<(u8, Span)> {
    let title = written.trim_start_matches('#');
    let level = u8::try_from(written.len() - title.len()).ok().filter(|level| (1..=6).contains(level))?;
    let body = title.trim();
    let is_title = title.starts_with([' ', '\t']) && !body.is_empty();
    let start = span.end - title.trim_start().len();
    is_title.then_some((level, Span::new(start, span.end)))
}

/// The level of the heading above an underline.
fn underline(rule: &str) -> Option<u8> {
    match rule.chars().next()? {
        '=' | '═' | '#' => Some(1),
        '-' | '~' | '_' | '─' | '━' | '–' | '—' => Some(2),
        _ => None,
    }
}

/// Whether something follows a colon on the line, so that it is a field.
fn has_value(written: &str) -> bool {
    let is_clock = |at: usize| {
        let bytes = written.as_bytes();
        at > 0 && bytes[at - 1].is_ascii_digit() && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
    };
    written.match_indices(':').any(|(at, _)| at + 1 < written.len() && !is_clock(at)) || written.contains("....")
}

/// Whether there is a box to tick on the line.
fn has_box(written: &str) -> bool {
    let boxes = ["[ ]", "[x]", "[X]", "[]", "( )", "(x)", "(X)", "☐", "☑", "☒", "✓", "✔", "□"];
    boxes.iter().any(|drawn| written.contains(drawn)) || written.starts_with('_')
}

/// Whether the letters of a line are capitals, two at least.
fn is_capitals(written: &str) -> bool {
    let mut letters = written.chars().filter(|c| c.is_alphabetic());
    written.chars().filter(|c| c.is_uppercase()).nth(1).is_some() && letters.all(|c| !c.is_lowercase())
}
