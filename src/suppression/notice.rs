//! The form of a suppression: `totality: ignore[rule, rule] reason: words`.
//!
//! In Markdown it stands in an HTML comment, in plain text on a line of its own (with or without the comment's
//! brackets). The form is strict, since what is not understood must silence nothing; but whatever looks meant for this
//! program is recognised as such, so that a slip is reported and not passed over.

use crate::source::Span;
use std::ops::Range;

/// What a text addressed to this program says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Notice {
    /// To silence rules.
    Ignore {
        /// For the whole document, not for one block.
        file: bool,
        /// The rules and where each is named.
        rules: Vec<(String, Span)>,
        /// Why; `None` where nothing is said.
        reason: Option<String>,
    },
    /// Something that is not of the form; what is wrong with it.
    Malformed(String),
}

/// What a notice is addressed to.
const PROGRAM: &str = env!("CARGO_PKG_NAME");

/// Words after `totality:` that show that a suppression was meant.
const MEANT: [&str; 8] = ["ignore", "ignore-file", "file-ignore", "disable", "suppress", "skip", "noqa", "allow"];

/// Reads a comment (with its markup) or a line; `None` for what is not addressed to this program.
///
/// `strict` is for lines of prose, where `Totality: all facts were weighed` is a statement and no notice.
pub(super) fn read(text: &str, span: Span, strict: bool) -> Option<Notice> {
    let mut cursor = Cursor { text, at: span.start, end: span.end };
    let mut fault = None;
    if cursor.eat("<!--") {
        match cursor.rest().strip_suffix("-->") {
            Some(inner) => cursor.end = cursor.at + inner.len(),
            None => fault = Some("the comment is not closed: `-->` is missing"),
        }
        while cursor.eat("-") {
            fault = fault.or(Some("the comment must begin with `<!--`, without a further dash"));
        }
    } else if !strict && text.get(span.start..span.end).is_some_and(|words| words.contains("<!--")) {
        // Not at the start: what stands before would be lost.
        return slip(text, span).map(|_| Notice::Malformed("the comment must stand by itself".to_owned()));
    }
    let Some(address) = address(&mut cursor).filter(|address| address.is_meant(strict)) else {
        let misplaced = || Notice::Malformed("it must begin with `totality:`".to_owned());
        return slip(text, span).filter(|_| !strict).map(|_| misplaced());
    };
    Some(match fault {
        Some(fault) => Notice::Malformed(fault.to_owned()),
        None => form(cursor, &address).unwrap_or_else(Notice::Malformed),
    })
}

/// Words that begin in `words`, not at the start of a comment, and are meant for this program, to the end of their line.
/// Prose may speak of the totality of facts: a rule in brackets, or the brackets of a comment, must be there as well.
pub(super) fn slip(text: &str, words: Span) -> Option<Span> {
    let inside = text.as_bytes().get(words.start..words.end)?;
    let is_name = |found: &[u8]| found.eq_ignore_ascii_case(PROGRAM.as_bytes());
    let starts = inside.windows(PROGRAM.len()).enumerate().filter(|(_, found)| is_name(found));
    let mut starts = starts.map(|(at, _)| words.start + at);
    starts.find_map(|start| {
        let end = text[start..].find(['\n', '\r']).map_or(text.len(), |length| start + length);
        let before = &text[..start];
        if before.ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            return None;
        }
        let mut cursor = Cursor { text, at: start, end };
        let address = address(&mut cursor)?;
        let is_in_brackets = before.trim_end_matches([' ', '-']).ends_with("<!");
        let is_named = is_verb(address.verb) && (address.bracket || is_in_brackets);
        is_named.then(|| Span::new(start, start + text[start..end].trim_end().len()))
    })
}

/// The words that a notice begins with.
struct Address<'a> {
    name: &'a str,
    colon: bool,
    verb: &'a str,
    /// Whether a bracket follows.
    bracket: bool,
}

impl Address<'_> {
    /// Whether it is addressed to this program at all.
    fn is_meant(&self, strict: bool) -> bool {
        let Self { colon, verb, bracket, .. } = self;
        is_verb(verb) || if strict { *colon && *bracket && !verb.is_empty() } else { *colon }
    }
}

fn is_verb(verb: &str) -> bool {
    MEANT.iter().any(|meant| verb.eq_ignore_ascii_case(meant))
}

/// Reads up to the bracket; `None` if it is not this program that is named.
fn address<'a>(cursor: &mut Cursor<'a>) -> Option<Address<'a>> {
    cursor.space();
    let name = cursor.word();
    if !name.eq_ignore_ascii_case(PROGRAM) {
        return None;
    }
    cursor.space();
    let colon = cursor.eat(":");
    cursor.space();
    let verb = cursor.word();
    let mut after = *cursor;
    after.space();
    Some(Address { name, colon, verb, bracket: after.eat("[") })
}

fn form(mut cursor: Cursor<'_>, address: &Address<'_>) -> Result<Notice, String> {
    let verb = address.verb;
    if address.name != PROGRAM || !address.colon {
        return Err("it must begin with `totality:`".to_owned());
    }
    let file = match verb {
        "ignore" => false,
        "ignore-file" => true,
        _ => return Err(format!("there is `ignore` and `ignore-file`, but no `{verb}`")),
    };
    cursor.space();
    if !cursor.eat("[") {
        return Err(format!("the rules must be named: `{verb}[rule]`"));
    }
    let rules = cursor.until(']').ok_or_else(|| "the bracket `[` is not closed".to_owned())?;
    let rules = names(cursor.text, rules);
    let is_name = |name: &str| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_' || c == '*');
    if rules.iter().any(|(name, _)| name.is_empty() || !is_name(name)) {
        return Err("between the brackets stand the names of rules, parted by commas".to_owned());
    }
    cursor.space();
    let rest = cursor.rest();
    let reason = match rest.strip_prefix("reason") {
        Some(said) => said.trim_start().strip_prefix(':').unwrap_or_default(),
        None => "",
    };
    let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    // Only punctuation, or a word like "x", is no reason that anyone could weigh.
    let reason = (reason.chars().filter(|c| c.is_alphabetic()).count() > 1).then_some(reason);
    Ok(Notice::Ignore { file, rules, reason })
}

fn names(text: &str, inside: Range<usize>) -> Vec<(String, Span)> {
    let mut start = inside.start;
    let mut found = Vec::new();
    for part in text[inside].split(',') {
        let lead = part.len() - part.trim_start().len();
        let name = part.trim();
        found.push((name.to_owned(), Span::new(start + lead, start + lead + name.len())));
        start += part.len() + 1;
    }
    found
}

/// A place in a stretch of the text.
#[derive(Clone, Copy)]
struct Cursor<'a> {
    text: &'a str,
    at: usize,
    end: usize,
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..self.end).unwrap_or_default()
    }

    fn space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').len();
    }

    fn eat(&mut self, token: &str) -> bool {
        let is_there = self.rest().starts_with(token);
        self.at += if is_there { token.len() } else { 0 };
        is_there
    }

    fn word(&mut self) -> &'a str {
        let rest = self.rest();
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    fn until(&mut self, end: char) -> Option<Range<usize>> {
        let length = self.rest().find(end)?;
        let found = self.at..self.at + length;
        self.at += length + end.len_utf8();
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str, strict: bool) -> Option<Notice> {
        read(text, Span::new(0, text.len()), strict)
    }

    fn rules(text: &str) -> Vec<String> {
        match told(text, false) {
            Some(Notice::Ignore { rules, reason: Some(_), .. }) => rules.into_iter().map(|(name, _)| name).collect(),
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn odd_spaces_and_line_breaks_are_no_matter() {
        assert_eq!(rules("<!-- totality: ignore[a-b] reason: it is so -->"), ["a-b"]);
        assert_eq!(rules("<!--totality:ignore[a,b]reason:it is so-->"), ["a", "b"]);
        assert_eq!(rules("<!--\n  totality : ignore [ a ,\n b ]\n  reason : it\n  is so\n-->"), ["a", "b"]);
        assert_eq!(rules("totality: ignore-file[a] reason: it is so"), ["a"]);
    }

    #[test]
    fn a_reason_has_words() {
        for none in ["", "reason:", "reason: ---", "reason: x", "because", "reason it is so", "reasonable: yes"] {
            let text = format!("<!-- totality: ignore[a] {none} -->");
            assert!(matches!(told(&text, false), Some(Notice::Ignore { reason: None, .. })), "{text}");
        }
    }

    #[test]
    fn names_have_their_places() {
        let text = "é <!-- totality: ignore[ab , cd] -->";
        let Some(Notice::Ignore { rules, .. }) = read(text, Span::new(3, text.len()), false) else { panic!() };
        let shown: Vec<_> = rules.iter().map(|(_, span)| &text[span.start..span.end]).collect();
        assert_eq!(shown, ["ab", "cd"]);
    }

    #[test]
    fn slips_are_seen_and_other_words_are_not() {
        for slip in [
            "<!-- totality: ignore -->",
            "<!-- totality: ignore[] reason: so it is -->",
            "<!-- totality: ignore[a reason: so it is -->",
            "<!-- totality: ignroe[a] reason: so it is -->",
            "<!-- Totality: ignore[a] reason: so it is -->",
            "<!-- totality ignore[a] reason: so it is -->",
            "<!-- totality: ignore[a,,b] reason: so it is -->",
            "<!-- totality:",
            "<!-- totality: ignore[a] reason: so it is",
            "<!--- totality: ignore[a] reason: so it is --->",
            "<!-- # totality: ignore[a] reason: so it is -->",
            "<!-->",
        ]
        .iter()
        .filter(|slip| slip.contains("otality"))
        {
            assert!(matches!(told(slip, false), Some(Notice::Malformed(_))), "{slip}: {:?}", told(slip, false));
        }
        for other in ["<!-- note to self -->", "<!-- totality of facts -->", "<!---->", "<!-->", ""] {
            assert_eq!(told(other, false), None, "{other}");
        }
        for prose in ["Totality: all facts were weighed", "totality of the circumstances", "Totality [x]"] {
            assert_eq!(told(prose, true), None, "{prose}");
        }
        assert!(matches!(told("totality: ignroe[a] reason: so", true), Some(Notice::Malformed(_))));
    }
}
