//! Words from a memo or a file name, made safe to show.
//!
//! A memo comes from anyone. Its words may hold terminal escapes, marks that turn the reading direction, or characters
//! that nobody sees. What is shown replaces each by its code point (`<U+202E>`), so that what a reviewer reads is what
//! stands in the file. What is reported as data (JSON) keeps every character, in the escapes that format has.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::Path;

/// Whether a character must not reach a reader's eyes as it is: it acts, or it hides.
pub(crate) const fn acts_or_hides(character: char) -> bool {
    matches!(character,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether a bracket after these words would make them a command to the runner of a workflow that logs them, wherever
/// they stand on a line: `##[error]`, `##vso[task.complete]`.
pub(crate) fn calls_for_bracket(words: &str) -> bool {
    words.trim_end_matches(|c: char| c.is_ascii_alphanumeric()).ends_with("##")
}

/// Appends a character in the form that is shown; a tab becomes four spaces.
pub(crate) fn push(shown: &mut String, character: char) {
    if character == '\t' {
        shown.push_str("    ");
    } else if acts_or_hides(character) || (character == '[' && calls_for_bracket(shown)) {
        // Writing to a string cannot fail.
        let _ = write!(shown, "<U+{:04X}>", u32::from(character));
    } else {
        shown.push(character);
    }
}

/// Text in which every acting or hidden character is visible, line ends included.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(acts_or_hides) && !text.contains("##") {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        push(&mut shown, character);
    }
    Cow::Owned(shown)
}

/// Words on one line: space of any length, line ends included, becomes one space; the rest is made visible.
pub(crate) fn line(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for word in text.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty()) {
        if !shown.is_empty() {
            shown.push(' ');
        }
        shown.push_str(&visible(word));
    }
    shown
}

/// Text of several lines, none of which is a command where it is printed to the log of a workflow: `::error::` at the head
/// of a line, `##[error]` anywhere.
pub(crate) fn without_commands(text: &str) -> Cow<'_, str> {
    if !text.contains("::") && !text.contains("##") {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 8);
    for line in text.split_inclusive(['\n', '\r']) {
        if line.trim_start().starts_with("::") {
            safe.push('\'');
        }
        for character in line.chars() {
            if character == '[' && calls_for_bracket(&safe) {
                safe.push(' ');
            }
            safe.push(character);
        }
    }
    Cow::Owned(safe)
}

/// The name of a file as text. Bytes that are no Unicode become `\xNN`, so that two names never look the same by loss.
pub(crate) fn path(path: &Path) -> String {
    let mut name = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        name.push_str(chunk.valid());
        for byte in chunk.invalid() {
            let _ = write!(name, "\\x{byte:02x}");
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_or_hides_is_shown_by_its_code_point() {
        assert_eq!(visible("a\u{1b}[31mb\u{202e}c\u{200b}d\u{9b}"), "a<U+001B>[31mb<U+202E>c<U+200B>d<U+009B>");
        assert_eq!(visible("a\nb\rc"), "a<U+000A>b<U+000D>c");
        assert_eq!(visible("## [1] a[2] ##vso[x] ##[y]"), "## [1] a[2] ##vso<U+005B>x] ##<U+005B>y]");
        assert_eq!(visible("Ñandú “é” 漢字"), "Ñandú “é” 漢字");
    }

    #[test]
    fn a_phrase_over_a_line_break_is_one_line() {
        assert_eq!(line(" of his\r\n  2009\tconviction\u{7} "), "of his 2009 conviction<U+0007>");
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_no_unicode_stay_apart() {
        use std::os::unix::ffi::OsStrExt as _;
        let name = |bytes| path(Path::new(std::ffi::OsStr::from_bytes(bytes)));
        assert_eq!(name(b"caf\xe9.md"), "caf\\xe9.md");
        assert_ne!(name(b"caf\xe9.md"), name(b"caf\xe8.md"));
    }
}
