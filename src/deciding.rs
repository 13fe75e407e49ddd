//! What a text decides by a field that somebody has named for it (`[fields] decision`).
//!
//! The field may stand where nothing is read as prose (front matter), under a label of the house ("Box 14"), and hold a
//! word that means nothing elsewhere ("NTA"). So its value is read as what stands behind a label that asks for the
//! decision, by itself. A value that says nothing of the kind leaves it to the text.

use crate::document::{Document, Format};
use crate::evidence::{self, Decided};
use crate::hits;
use crate::ledger;
use crate::lexicon::Lexicon;
use crate::mentions::{self, Reading};
use crate::report::Decision;
use crate::source::Span;

/// A label that every lexicon knows as one that asks for the decision.
const LABEL: &str = "Decision";

/// What the named field decides, and its words, if they stand in a sentence; `None` where none is named or its value
/// states nothing.
pub(crate) fn stated(reading: &Reading<'_>) -> Option<Decided> {
    let document = reading.document;
    let value = document.decision?;
    let decision = of_value(reading.text.get(value.start..value.end)?, reading.lexicon)?;
    Some((decision, words_of(document, value)))
}

/// The sentence and the words in it that a place covers.
fn words_of(document: &Document, place: Span) -> Option<(usize, std::ops::Range<usize>)> {
    let sentence = |sentence: &crate::document::Sentence| {
        let mut within = sentence.words.clone().filter(|word| place.overlaps(document.words[*word].span()));
        let first = within.next()?;
        Some(first..within.next_back().unwrap_or(first) + 1)
    };
    document.sentences.iter().enumerate().find_map(|(number, words)| Some((number, sentence(words)?)))
}

/// The decision that a value states: by its name, by phrases, or as any clause states one.
fn of_value(value: &str, lexicon: &Lexicon) -> Option<Decision> {
    let said = value.trim().trim_matches(['"', '\'', '.']);
    let named = [Decision::Enforce, Decision::Decline, Decision::Unknown];
    if let Some(decision) = named.into_iter().find(|decision| decision.name().eq_ignore_ascii_case(said)) {
        return Some(decision);
    }
    // A value over several lines is one value.
    let line = said.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() {
        return None;
    }
    let text = format!("{LABEL}: {line}");
    let document = Document::parse(&text, Format::Plain, &lexicon.abbreviations);
    let hits = hits::find(&document, &text, lexicon);
    let reading = Reading::new(&text, &document, lexicon, &hits);
    let by_phrases = ledger::decide(&reading);
    if by_phrases.1.is_some() {
        return Some(by_phrases.0);
    }
    let evidence = evidence::weigh(&reading, mentions::find(&reading), None);
    evidence.decided.map(|decided| decided.0).filter(|decision| *decision != Decision::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_read_as_behind_a_label_that_asks_for_the_decision() {
        let lexicon = Lexicon::embedded();
        let read = |value: &str| of_value(value, &lexicon);
        for value in ["enforce", "ENFORCE", "NTA", "Issue NTA", "arrest", "Detain", "Notice to Appear", "\"NTA\""] {
            assert_eq!(read(value), Some(Decision::Enforce), "{value}");
        }
        for value in ["decline", "Decline.", "no action", "release", "do not proceed", "Release on\n  supervision"] {
            assert_eq!(read(value), Some(Decision::Decline), "{value}");
        }
        for value in ["pending", "none", "unknown"] {
            assert_ne!(read(value), Some(Decision::Enforce), "{value}");
        }
        for value in ["", "  ", "\"\"", "see below", "4"] {
            assert_eq!(read(value), None, "{value}");
        }
    }
}
