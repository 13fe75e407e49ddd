//! The lines of a plain text: indent, quote marks, and whether there is anything on them.

use crate::source::Span;

/// How wide a tab is, in columns.
const TAB: usize = 4;

/// One line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// Its text, without indent, quote marks and trailing space.
    pub span: Span,
    /// How far it is indented, in columns.
    pub indent: usize,
    /// How many quote marks (`>`) it starts with.
    pub quotes: usize,
    /// What is on it.
    pub kind: LineKind,
}

/// What is on a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineKind {
    /// Nothing.
    Blank,
    /// A rule or an underline: `-----`, `=====`.
    Rule,
    /// Cells between bars.
    Bars,
    /// Text.
    Text,
}

/// The lines of a stretch. A page break is a blank line, unless a sentence goes on after it.
pub(super) fn read(text: &str, span: Span) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let bytes = text.as_bytes();
    let mut start = span.start;
    // The number of lines up to the last page break.
    let mut page = None;
    while start < span.end {
        let end = memchr::memchr3(b'\n', b'\r', b'\x0c', &bytes[start..span.end]).map_or(span.end, |at| start + at);
        let line = line(text, Span::new(start, end));
        if let Some(page) = page
            && line.kind == LineKind::Text
        {
            end_page(text, &mut lines, page, line);
        }
        if line.kind != LineKind::Blank {
            page = None;
        }
        lines.push(line);
        if bytes.get(end) == Some(&b'\x0c') {
            page = Some(lines.len());
        }
        let is_pair = bytes.get(end) == Some(&b'\r') && end + 1 < span.end && bytes[end + 1] == b'\n';
        start = end + if is_pair { 2 } else { 1 };
    }
    lines
}

/// Joins the text before a page break with the line after it, or parts them.
fn end_page(text: &str, lines: &mut Vec<Line>, page: usize, next: Line) {
    let last = lines[..page].iter().rposition(|line| line.kind != LineKind::Blank);
    let goes_on = text[next.span.start..].starts_with(char::is_lowercase);
    match last {
        Some(last) if goes_on && lines[last].kind == LineKind::Text => lines.truncate(last + 1),
        _ => lines.push(Line { span: Span::new(next.span.start, next.span.start), kind: LineKind::Blank, ..next }),
    }
}

/// Reads one line, given without its line end.
fn line(text: &str, span: Span) -> Line {
    let mut quotes = 0;
    let (mut start, mut indent) = (span.start, 0);
    for (at, c) in text[span.start..span.end].char_indices() {
        match c {
            '>' => {
                quotes += 1;
                indent = 0;
            }
            '\t' => indent += TAB - indent % TAB,
            '\u{feff}' => {}
            c if c.is_whitespace() || c.is_control() => indent += 1,
            _ => {
                start = span.start + at;
                break;
            }
        }
        start = span.start + at + c.len_utf8();
    }
    // The space after a quote mark belongs to it.
    indent = if quotes > 0 { indent.saturating_sub(1) } else { indent };
    let written = text[start..span.end].trim_end_matches(|c: char| c.is_whitespace() || c.is_control());
    let kind = match written {
        "" => LineKind::Blank,
        rule if is_rule(rule) => LineKind::Rule,
        bars if bars.starts_with('|') && bars[1..].contains('|') => LineKind::Bars,
        _ => LineKind::Text,
    };
    Line { span: Span::new(start, start + written.len()), indent, quotes, kind }
}

/// Whether a line is drawn, not written.
fn is_rule(written: &str) -> bool {
    let drawn =
        |c: char| matches!(c, '-' | '=' | '_' | '*' | '~' | '#' | '+' | '–' | '—' | '─' | '━' | '═' | '.' | ' ');
    written.chars().nth(2).is_some() && written.chars().all(drawn)
}

/// Whether a line of bars only parts the header from the rows.
pub(super) fn is_separator(written: &str) -> bool {
    written.contains('-') && written.chars().all(|c| matches!(c, '|' | '-' | ':' | '=' | '+' | ' '))
}
