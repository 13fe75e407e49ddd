//! Conclusions in the same words, but for names, numbers and dates, in text after text: a sign that review was not
//! individual.
//!
//! A sentence states a conclusion if it decides, places the case in a priority, or says how the case was assessed.
//! Its key leaves out what changes from case to case: numbers, words with a capital, and the run of capitals with
//! which it starts (every sentence starts with one, be it "The" or "Ms. Rivera").

use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;
#[cfg(test)]
use totality::check::Format;
use totality::document::{BlockKind, Document, Sentence, Word, WordKind};
use totality::report::Report;
use totality::source::Span;

/// The kinds of factors that are conclusions rather than facts.
const CONCLUSIONS: [&str; 2] = ["priority", "statement"];

/// A sentence of fewer words says the same for want of room, not of thought.
const LEAST_WORDS: usize = 7;

/// So many small words stand inside a name or a date.
const MOST_INSIDE: usize = 2;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    /// Small words inside names and dates.
    inside: BTreeSet<String>,
}

/// The file that is built in. A test sees to it that it can be read.
static WORDS: LazyLock<Words> = LazyLock::new(|| toml::from_str(include_str!("boilerplate.toml")).unwrap_or_default());

/// What stands in a key for what changes from case to case.
const CHANGES: &str = "@";

/// A sentence that states a conclusion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sameness {
    /// Its place.
    pub(crate) span: Span,
    /// Its key.
    pub(crate) key: u64,
}

/// The conclusions of a text.
pub(crate) fn conclusions(text: &str, document: &Document, report: &Report) -> Vec<Sameness> {
    let mentions = report.factors.iter().filter(|factor| CONCLUSIONS.contains(&factor.kind.as_str()));
    let mut places: Vec<usize> = mentions.map(|factor| factor.span.start).collect();
    places.extend(report.decision_span.map(|span| span.start));
    places.sort_unstable();
    let mut found: Vec<Sameness> = Vec::new();
    for sentence in &document.sentences {
        // The words beside a box are those of the form, and a heading says nothing.
        let kind = document.blocks[sentence.block].kind;
        let is_prose = matches!(kind, BlockKind::Paragraph | BlockKind::Item { ticked: None });
        let Some(span) = span(document, &sentence.words).filter(|_| is_prose && sentence.label == 0) else { continue };
        let first = places.partition_point(|place| *place < span.start);
        if places.get(first).is_some_and(|place| *place < span.end)
            && let Some(key) = key(text, document, sentence)
            && found.iter().all(|known| known.key != key)
        {
            found.push(Sameness { span, key });
        }
    }
    found
}

fn span(document: &Document, words: &Range<usize>) -> Option<Span> {
    let words = &document.words[words.clone()];
    Some(words.first()?.span().cover(words.last()?.span()))
}

/// The key of a sentence; `None` for one too short to tell anything.
fn key(text: &str, document: &Document, sentence: &Sentence) -> Option<u64> {
    let words = &document.words[sentence.words.clone()];
    if words.iter().filter(|word| word.kind == WordKind::Word).count() < LEAST_WORDS {
        return None;
    }
    // Where all is written in capitals they mark no name.
    let is_shouted = !words.iter().any(|word| text[word.span().start..word.span().end].contains(char::is_lowercase));
    let changes = |word: &Word| {
        let is_capital = text[word.span().start..].starts_with(char::is_uppercase);
        word.kind == WordKind::Number || (is_capital && !is_shouted)
    };
    let body = words.iter().skip_while(|word| word.kind == WordKind::Mark || changes(word));
    let body = body.filter(|word| matches!(word.kind, WordKind::Word | WordKind::Number));
    let body: Vec<(bool, Cow<'_, str>)> = body.map(|word| (changes(word), word.plain(text))).collect();
    let is_small = |(changes, word): &&(bool, Cow<'_, str>)| !changes && WORDS.inside.contains(&**word);
    let is_inside = |at: usize| {
        let small = body[at..].iter().take(MOST_INSIDE + 1).take_while(is_small).count();
        (1..=MOST_INSIDE).contains(&small) && body.get(at + small).is_some_and(|(changes, _)| *changes)
    };
    let mut hash = Fnv::new();
    // What stands before is a change: with it, the sentence starts.
    let mut is_change = true;
    let mut plain = 0;
    for (at, (changes, word)) in body.iter().enumerate() {
        if *changes {
            if !std::mem::replace(&mut is_change, true) {
                hash.add(CHANGES);
            }
        } else if !(is_change && is_inside(at)) {
            is_change = false;
            plain += 1;
            hash.add(&word.to_lowercase());
        }
    }
    (plain + 1 >= LEAST_WORDS).then_some(hash.0)
}

#[cfg(test)]
pub(crate) fn key_of(checker: &totality::check::Checker, text: &str) -> Option<u64> {
    let document = checker.parse(text, Format::Plain);
    document.sentences.first().and_then(|sentence| key(text, &document, sentence))
}

/// FNV-1a in 64 bits: small, and the same on every machine and in every version.
struct Fnv(u64);

impl Fnv {
    const fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn add(&mut self, word: &str) {
        for byte in word.bytes().chain([b' ']) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use totality::check::Checker;

    #[test]
    fn the_file_can_be_read() {
        assert!(WORDS.inside.contains("de"));
    }

    #[test]
    fn headings_labels_and_words_beside_boxes_are_no_conclusions() {
        let checker = Checker::embedded();
        let found = |text: &str| {
            let document = checker.parse(text, Format::Markdown);
            let report = checker.check_parsed(text, &document);
            conclusions(text, &document, &report).len()
        };
        let words = "He is a threat to public safety under the guidance of this department";
        assert_eq!(found(&format!("{words}.\n")), 1);
        assert_eq!(found(&format!("- {words}.\n")), 1);
        for text in [format!("## {words}\n"), format!("- [x] {words}.\n"), format!("Finding: {words}.\n")] {
            assert_eq!(found(&text), 0, "{text}");
        }
    }

    #[test]
    fn names_numbers_and_dates_make_no_difference_and_words_do() {
        let checker = Checker::embedded();
        let key = |text| key_of(&checker, text);
        let first = key("Ms. Rivera is a threat to public safety given her record of March 3, 2019.");
        assert!(first.is_some());
        assert_eq!(first, key("Tahiri-Lund is a threat to public safety given her record of May 12, 2021."));
        assert_ne!(first, key("Ms. Rivera is no threat to public safety given her record of March 3, 2019."));
        assert_eq!(first, key("Maria de la Cruz is a threat to public safety given her record of 3rd of March 2019."));
        assert_eq!(first, key("Ms. Rivera is a threat to public safety given her record of 03/03/2019."));
        assert_ne!(first, key("Ms. Rivera is a threat to public safety given her record of 3 arrests."));
        assert_eq!(key("He is a threat."), None);
        assert!(key("SUBJECT IS A THREAT TO PUBLIC SAFETY AND MUST BE REMOVED.").is_some());
    }
}
