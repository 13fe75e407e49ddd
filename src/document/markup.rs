//! Comments in HTML, told from what only looks like one: the text of a script, the value of an attribute.

use crate::source::Span;

/// Elements whose text is no markup, up to their end tag.
const RAW: [&str; 8] = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

/// The comments in a stretch of HTML, each with whether an element makes it mere text. `raw` is the element that is open
/// before the stretch, and after it.
pub(super) fn comments(text: &str, span: Span, raw: &mut Option<&'static str>) -> Vec<(Span, bool)> {
    let mut found = Vec::new();
    let mut at = span.start;
    let mut is_closed = true;
    while let Some(open) = text[at..span.end].find('<').map(|offset| at + offset) {
        let rest = &text[open..span.end];
        if rest.starts_with("<!--") {
            let length = rest.find("-->").filter(|_| is_closed).map(|length| length + "-->".len());
            is_closed = length.is_some();
            // In a script there is no comment that could hide its end.
            let is_raw = raw.is_some();
            let length = length.or_else(|| rest.find('\n').filter(|_| is_raw)).unwrap_or(rest.len());
            found.push((Span::new(open, open + length), is_raw));
            at = open + if is_raw { "<!--".len() } else { length };
        } else if let Some(name) = *raw {
            if is_tag(&rest[1..], "/", name) {
                *raw = None;
            }
            at = open + 1;
        } else {
            *raw = RAW.into_iter().find(|name| is_tag(&rest[1..], "", name));
            at = if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
                open + tag(rest)
            } else {
                open + 1
            };
        }
    }
    found
}

/// Whether a tag, given without its bracket, is of an element.
fn is_tag(tag: &str, before: &str, name: &str) -> bool {
    let rest = tag.strip_prefix(before).and_then(|tag| tag.split_at_checked(name.len()));
    rest.is_some_and(|(found, after)| {
        found.eq_ignore_ascii_case(name) && !after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-')
    })
}

/// The length of a tag. A bracket in the value of an attribute does not end it.
fn tag(written: &str) -> usize {
    let mut quote = None;
    for (at, c) in written.char_indices() {
        match (quote, c) {
            (None, '>') => return at + 1,
            // Only after an equals sign is it a value; elsewhere it is a stray mark.
            (None, '"' | '\'') if written[..at].trim_end().ends_with('=') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            _ => {}
        }
    }
    written.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, bool)> {
        let comments = comments(text, Span::new(0, text.len()), &mut None);
        comments.into_iter().map(|(span, is_raw)| (&text[span.start..span.end], is_raw)).collect()
    }

    #[test]
    fn comments_are_told_from_scripts_and_attributes() {
        assert_eq!(found("<p>a < b <!-- x --></p><!-- y"), [("<!-- x -->", false), ("<!-- y", false)]);
        assert_eq!(found("<a title=\"<!-- x -->\" b='>'><!-- y -->"), [("<!-- y -->", false)]);
        assert_eq!(found("<Script>\n<!-- x -->\n</script ><!-- y -->"), [("<!-- x -->", true), ("<!-- y -->", false)]);
        assert_eq!(found("<scripture><!-- x -->"), [("<!-- x -->", false)]);
        assert_eq!(found("<!-- <script> --><!-- y -->"), [("<!-- <script> -->", false), ("<!-- y -->", false)]);
    }

    #[test]
    fn an_element_may_stay_open() {
        let mut raw = None;
        assert_eq!(comments("<style>", Span::new(0, 7), &mut raw), []);
        assert_eq!(comments("<!-- x -->", Span::new(0, 10), &mut raw), [(Span::new(0, 10), true)]);
    }
}
