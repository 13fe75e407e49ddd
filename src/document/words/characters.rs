//! Classes of characters that the standard library does not name.

/// Whether a character is invisible: zero-width characters, soft hyphens, direction marks, tags.
pub(super) const fn invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{e0000}'..='\u{e007f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Whether a character is a mark over or under the letter before it.
pub(super) const fn combining(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe20}'..='\u{fe2f}')
}

/// Whether a character is a letter of a word.
pub(super) fn letter(c: char) -> bool {
    c.is_alphabetic() && !combining(c)
}

/// Whether a character starts a number.
pub(super) fn digit(c: char) -> bool {
    c.is_ascii_digit() || (!c.is_ascii() && c.is_numeric() && !c.is_alphabetic())
}

/// Whether a character separates words and is not seen: spaces of any kind, and control characters.
pub(super) fn blank(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// Whether a character may be an apostrophe inside a word.
pub(super) const fn apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '\u{201b}' | '\u{2bc}' | '\u{2032}' | '\u{ff07}' | '`' | '\u{b4}')
}

/// Whether a character is a hyphen that joins words.
pub(super) const fn hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// Whether several of this character in a row are one mark.
pub(super) const fn runs(c: char) -> bool {
    matches!(c, '.' | '-' | '_' | '=' | '*' | '~' | '#' | '\u{2013}' | '\u{2014}' | '\u{2026}' | '\u{b7}')
}
