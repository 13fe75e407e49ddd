//! What names a person, masked: A-numbers, dates of birth, phone numbers, e-mail addresses, social security numbers, and
//! the values of fields that hold names.
//!
//! A mask has as many bytes and characters as what it hides, so that every place stays right. The text is masked after
//! it was checked, and words that were masked in it are masked wherever a message repeats them. It is a help for passing
//! reports on, not a proof: a name in running text is masked only if a field names it.

use crate::batch::Checked;
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;
use totality::diagnostic::Diagnostic;
use totality::fingerprint::sha256;
use totality::source::Span;

/// What is masked by its form. A group `x` is the part to mask; without one, all of it.
static FORMS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        // A-numbers: A012345678, A 012 345 678, A# 012-345-678.
        r"(?i)\ba(?:lien)?[\s#:.-]{0,3}(?:no\.?|number|file)?[\s#:.-]{0,3}(?P<x>[0-9]{3}[\s-]?[0-9]{3}[\s-]?[0-9]{2,3})\b",
        // Dates after words for birth.
        r"(?i)\b(?:d\.?o\.?b\.?|date of birth|birth ?date|born)\b[^0-9\n]{0,24}?(?P<x>[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{1,4})",
        r"(?i)\b(?:d\.?o\.?b\.?|date of birth|birth ?date|born)\b[^0-9\n]{0,12}?(?P<x>(?:[0-9]{1,2}(?:st|nd|rd|th)?\s+)?[a-z]{3,9}\.?\s+(?:[0-9]{1,2}(?:st|nd|rd|th)?,?\s+)?[0-9]{4})",
        // Social security numbers.
        r"\b[0-9]{3}-[0-9]{2}-[0-9]{4}\b",
        // Phone numbers.
        r"(?:\+?1[\s.-]?)?(?:\([0-9]{3}\)\s?|\b[0-9]{3}[\s.-])[0-9]{3}[\s.-][0-9]{4}\b",
        r"\+[0-9]{1,3}(?:[\s.-]?[0-9]{2,4}){2,5}\b",
        // E-mail addresses.
        r"[\w.%+-]+@[\w-]+(?:\.[\w-]+)+",
    ]
    .iter()
    .filter_map(|form| Regex::new(form).ok())
    .collect()
});

/// Labels of fields that hold a name or what stands for one.
static NAMING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let labels = r"(?ix)\b(?:names?|subject|respondent|applicant|petitioner|alien|noncitizen|officer|agent|supervisor|attorney
        |counsel|from|to|cc|by|author|prepared|approved|spouse|victim|witness|in\ re|in\ the\ matter\ of
        |a-?(?:number|file|no)|dob|date\ of\ birth|phone|telephone|mobile|cell|address|e-?mail)\b";
    Regex::new(labels).ok()
});

/// Masks what names a person in a document, in its name, its text and every message about it.
pub(crate) fn redact(document: &mut Checked) {
    let text = document.source.text().to_owned();
    let mut spans = forms(&text);
    let mut names = BTreeSet::new();
    for &(label, value) in &document.report.fields {
        let is_naming =
            text.get(label.start..label.end).zip(NAMING.as_ref()).is_some_and(|(label, naming)| naming.is_match(label));
        if let Some(words) = text.get(value.start..value.end).filter(|_| is_naming) {
            spans.push(value);
            names.extend(parts(words));
        }
    }
    // A name that a field gives is masked wherever it stands.
    for name in &names {
        let found = text.match_indices(name.as_str());
        let is_whole = |&(at, name): &(usize, &str)| {
            let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            !letter(text[..at].chars().next_back()) && !letter(text[at + name.len()..].chars().next())
        };
        spans.extend(found.filter(is_whole).map(|(at, name)| Span::new(at, at + name.len())));
    }
    let words: BTreeSet<String> =
        spans.iter().filter_map(|span| text.get(span.start..span.end)).flat_map(parts).chain(names).collect();
    document.source = document.source.with_text(masked(&text, &spans));
    document.is_redacted = true;
    document.name = line(&document.name, &words);
    let answered = document.answered.iter_mut();
    for answered in answered {
        finding(&mut answered.diagnostic, &words);
        answered.by.redact(|said| line(said, &words));
    }
    for diagnostic in &mut document.report.diagnostics {
        finding(diagnostic, &words);
    }
}

/// The name of a file, masked by its form.
pub(crate) fn name(name: &str) -> String {
    masked(name, &forms(name))
}

fn finding(diagnostic: &mut Diagnostic, words: &BTreeSet<String>) {
    diagnostic.message = line(&diagnostic.message, words);
    for label in &mut diagnostic.labels {
        label.text = line(&label.text, words);
    }
    // A hash of few words can be guessed back: what is passed on names the finding by what it shows.
    let shown =
        format!("redacted\0{}\0{}\0{:?}", diagnostic.rule, diagnostic.message, diagnostic.span.map(|span| span.start));
    diagnostic.fingerprint = sha256(shown.as_bytes()).chars().take(32).collect();
}

/// A message, masked by its forms and by the words that were masked in the text.
fn line(said: &str, words: &BTreeSet<String>) -> String {
    let mut spans = forms(said);
    for word in words.iter().filter(|word| word.chars().count() > 2) {
        spans.extend(said.match_indices(word.as_str()).map(|(at, word)| Span::new(at, at + word.len())));
    }
    masked(said, &spans)
}

fn forms(text: &str) -> Vec<Span> {
    let found = FORMS.iter().flat_map(|form| form.captures_iter(text));
    found
        .filter_map(|captures| captures.name("x").or_else(|| captures.get(0)))
        .map(|found| Span::new(found.start(), found.end()))
        .collect()
}

/// A value, and the words of it that could stand alone elsewhere.
fn parts(words: &str) -> Vec<String> {
    let words = words.trim();
    let single = words
        .split(|c: char| !c.is_alphanumeric() && c != '-' && c != '\'')
        .filter(|word| word.chars().count() > 2 && word.chars().next().is_some_and(char::is_uppercase));
    let whole = (!words.is_empty()).then(|| words.to_owned());
    whole.into_iter().chain(single.map(str::to_owned)).collect()
}

/// The text with masks of the same length in bytes, characters and UTF-16 units; line ends and space stay.
fn masked(text: &str, spans: &[Span]) -> String {
    let is_masked = |at: usize| spans.iter().any(|span| span.start <= at && at < span.end);
    text.char_indices()
        .map(|(at, character)| match character.len_utf8() {
            _ if character.is_whitespace() || character.is_control() || !is_masked(at) => character,
            1 => '*',
            2 => '\u{b7}',
            3 => '\u{2588}',
            _ => '\u{1f7e5}',
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let masked = masked(text, &forms(text));
        assert_eq!(masked.len(), text.len());
        assert_eq!(masked.chars().count(), text.chars().count());
        assert_eq!(masked.encode_utf16().count(), text.encode_utf16().count());
        masked
    }

    #[test]
    fn numbers_and_addresses_are_masked_by_their_form() {
        for (text, expected) in [
            ("A012345678 and A# 012-345-678.", "A********* and A# ***********."),
            ("DOB: 03/04/1985, convicted 05/06/2009", "DOB: **********, convicted 05/06/2009"),
            ("born on March 4, 1985 in Tela", "born on ***** ** **** in Tela"),
            ("call (555) 123-4567 or 555.123.4567", "call ***** ******** or ************"),
            ("write to ana.ruiz@example.org, please", "write to ********************, please"),
            ("SSN 123-45-6789", "SSN ***********"),
            ("8 U.S.C. 1182, § 13-1204, 9 years", "8 U.S.C. 1182, § 13-1204, 9 years"),
        ] {
            assert_eq!(shown(text), expected);
        }
    }

    #[test]
    fn a_mask_is_as_long_as_what_it_hides() {
        let text = "é漢😀 x";
        assert_eq!(masked(text, &[Span::new(0, text.len())]), "\u{b7}\u{2588}\u{1f7e5} *");
    }
}
