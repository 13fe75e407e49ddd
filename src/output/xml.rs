//! Text in XML: escaped, and without the characters that XML 1.0 cannot hold.

/// Text for an attribute or an element. What XML cannot hold is shown by its code point.
pub(super) fn text(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&apos;"),
            // A parser would turn these into spaces in an attribute.
            '\t' | '\n' | '\r' => safe.push_str(&format!("&#{};", u32::from(character))),
            // a command to the runner that logs it
            '[' if super::escape::calls_for_bracket(&safe) => safe.push_str("&#91;"),
            '\u{fffe}' | '\u{ffff}' => safe.push_str(&format!("U+{:04X}", u32::from(character))),
            _ if super::escape::acts_or_hides(character) => safe.push_str(&format!("U+{:04X}", u32::from(character))),
            _ => safe.push(character),
        }
    }
    safe
}

/// Text for a comment, which may not hold two hyphens.
pub(super) fn comment(text: &str) -> String {
    self::text(text).replace("--", "- -")
}

#[cfg(test)]
mod tests {
    #[test]
    fn markup_and_what_cannot_be_held_are_escaped() {
        assert_eq!(
            super::text("<a b=\"c\">&'\n\u{1b}\u{0}\u{ffff}é"),
            "&lt;a b=&quot;c&quot;&gt;&amp;&apos;&#10;U+001BU+0000U+FFFFé"
        );
        assert_eq!(super::comment("a --> b"), "a - -&gt; b");
    }
}
