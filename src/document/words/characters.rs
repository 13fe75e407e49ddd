//! Classes of characters that the standard library does not name.

/// Whether a character is invisible: zero-width characters, soft hyphens, direction marks, tags.
pub(crate) const fn invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{e0000}'..='\u{e007f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Whether a character is a mark over or under the letter before it.
pub(crate) const fn combining(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe20}'..='\u{fe2f}')
}

/// The Latin letter that a letter of another script, or of another form, is taken for by whoever reads it. Letters that
/// only resemble one in some typefaces are left out.
pub(crate) const fn latin(c: char) -> Option<char> {
    Some(match c {
        // Cyrillic
        'а' | 'А' => 'a',
        'В' => 'b',
        'с' | 'С' => 'c',
        'ԁ' | 'Ԁ' => 'd',
        'е' | 'Е' | 'ҽ' | 'Ҽ' => 'e',
        'Ԍ' | 'ԍ' => 'g',
        'һ' | 'Н' | 'Һ' => 'h',
        'і' | 'І' | 'ӏ' | 'Ӏ' => 'i',
        'ј' | 'Ј' => 'j',
        'К' | 'к' => 'k',
        'М' | 'м' => 'm',
        'о' | 'О' => 'o',
        'р' | 'Р' => 'p',
        'ԛ' | 'Ԛ' => 'q',
        'ѕ' | 'Ѕ' => 's',
        'Т' | 'т' => 't',
        'ѵ' | 'Ѵ' => 'v',
        'ԝ' | 'Ԝ' => 'w',
        'х' | 'Х' => 'x',
        'у' | 'У' | 'ү' | 'Ү' => 'y',
        // Greek
        'α' | 'Α' => 'a',
        'Β' => 'b',
        'ϲ' | 'Ϲ' => 'c',
        'Ε' => 'e',
        'Η' => 'h',
        'ι' | 'Ι' => 'i',
        'ϳ' | 'Ϳ' => 'j',
        'κ' | 'Κ' => 'k',
        'Μ' => 'm',
        'Ν' => 'n',
        'ο' | 'Ο' => 'o',
        'ρ' | 'Ρ' => 'p',
        'Τ' | 'τ' => 't',
        'υ' | 'Υ' => 'y',
        'ν' => 'v',
        'χ' | 'Χ' => 'x',
        'Ζ' => 'z',
        // Armenian, and Latin letters of phonetics
        'օ' => 'o',
        'հ' => 'h',
        'ո' => 'n',
        'ս' => 'u',
        'ց' => 'g',
        'ı' | 'ɩ' => 'i',
        'ɑ' => 'a',
        'ɡ' => 'g',
        _ => return None,
    })
}

/// The letter or digit of which a character is another form (fullwidth, mathematical), in lower case.
pub(crate) fn plain_form(c: char) -> Option<char> {
    let code = u32::from(c);
    let letter = |at: u32| char::from_digit(10 + at % 26, 36);
    match code {
        0xff10..=0xff19 => char::from_digit(code - 0xff10, 10),
        0xff21..=0xff3a => letter(code - 0xff21),
        0xff41..=0xff5a => letter(code - 0xff41),
        // Thirteen alphabets, each of capitals and small letters.
        0x1d400..=0x1d6a3 => letter(code - 0x1d400),
        0x1d7ce..=0x1d7ff => char::from_digit((code - 0x1d7ce) % 10, 10),
        _ => None,
    }
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
