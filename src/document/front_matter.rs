//! The fields of a front matter block: top-level `key: value` (YAML) and `key = value` (TOML) lines.
//!
//! Nested values are left alone; nothing in a memo's front matter that matters to a reader is nested.

use super::Field;
use crate::source::Span;

/// The fields in the block at `span`, fences included.
pub(super) fn fields(text: &str, span: Span) -> Vec<Field> {
    let block = &text[span.start..span.end];
    let mut fields = Vec::new();
    let mut start = span.start;
    for line in block.split_inclusive(['\n', '\r']) {
        let separator = line.find([':', '=']).filter(|_| line.starts_with(|c: char| c.is_alphabetic() || c == '"'));
        if let Some(at) = separator {
            let label = trim(text, Span::new(start, start + at));
            let value = trim(text, Span::new(start + at + 1, start + line.len()));
            if label.start < label.end {
                fields.push(Field { label, value });
            }
        }
        start += line.len();
    }
    fields
}

/// The span without spaces and quotation marks around.
fn trim(text: &str, span: Span) -> Span {
    let written = &text[span.start..span.end];
    let is_border = |c: char| c.is_whitespace() || c == '"' || c == '\'';
    let start = span.start + written.len() - written.trim_start_matches(is_border).len();
    let end = start + written.trim_matches(is_border).len();
    Span::new(start, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_values_are_trimmed_and_nested_ones_left_out() {
        let text = "---\ntitle: \"A: b\"\ndate: 2021-03-04\nlist:\n  - x: y\n---\n";
        let shown: Vec<(&str, &str)> = fields(text, Span::new(0, text.len()))
            .into_iter()
            .map(|field| (&text[field.label.start..field.label.end], &text[field.value.start..field.value.end]))
            .collect();
        assert_eq!(shown, [("title", "A: b"), ("date", "2021-03-04"), ("list", "")]);
    }
}
