//! A name for a finding that outlives edits elsewhere: a hash of its rule, its words and the sentence around them.
//!
//! No line number, heading or file name goes into it, so that text may be inserted above and paragraphs moved. Equal
//! sentences with equal findings are told apart by counting them. A finding on something absent has no words; the head
//! of the document stands in for them, so that another memo that takes the place of the first has findings of its own,
//! and an edit below the head changes nothing. The hash is cut to 128 bits; still, the hash of a short text can be
//! guessed, so it is no redaction.

use crate::diagnostic::Diagnostic;
use crate::document::{Document, Sentence, WordKind};
use crate::hexadecimal::hexadecimal;
use crate::source::Span;
use sha2::{Digest as _, Sha256};
use std::cell::LazyCell;
use std::collections::HashMap;

/// The way in which fingerprints are made, as it stands in reports and ledgers.
pub const VERSION: &str = "totality/v1";

/// How many words belong to the head of a document, to the end of the sentence: what a memo calls its subject, and how
/// it begins.
const HEAD: usize = 100;

/// How many bytes of the hash are kept.
const LENGTH: usize = 16;

/// The SHA-256 of some bytes, in hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// Gives each finding its fingerprint.
pub(crate) fn mark<'a>(text: &str, document: &Document, findings: impl Iterator<Item = &'a mut Diagnostic>) {
    let mut seen: HashMap<[u8; LENGTH], u32> = HashMap::new();
    let mut head = None;
    let places = LazyCell::new(|| Places::of(document));
    for finding in findings {
        let words = finding.span.map_or_else(String::new, |span| plain(text, span));
        let around = match finding.span {
            Some(span) => surroundings(text, document, &places, span),
            None => head.get_or_insert_with(|| head_of(text, document)).clone(),
        };
        let mut hash = Sha256::new();
        for part in [VERSION, &finding.rule, &words, &around] {
            hash.update(part);
            hash.update([0]);
        }
        let mut key = [0; LENGTH];
        key.copy_from_slice(&hash.clone().finalize()[..LENGTH]);
        let ordinal = seen.entry(key).or_default();
        *ordinal += 1;
        hash.update(ordinal.to_le_bytes());
        finding.fingerprint = hexadecimal(&hash.finalize()[..LENGTH]);
    }
}

/// What tells a document from others: its front matter, header and first sentences.
fn head_of(text: &str, document: &Document) -> String {
    let fields = document.fields.iter().flat_map(|field| [field.label, field.value]);
    let first = document.words.first().map_or(text.len(), |word| word.span().start);
    let mut head: Vec<_> = fields.filter(|span| span.end <= first).map(|span| plain(text, span)).collect();
    let mut words = 0;
    for sentence in &document.sentences {
        head.push(words_of(text, document, sentence));
        words += sentence.words.len();
        if words >= HEAD {
            break;
        }
    }
    head.join("\n")
}

/// The words of the sentence in which a span starts, or of its line where it is in none.
fn surroundings(text: &str, document: &Document, places: &Places, span: Span) -> String {
    let Some(sentence) = places.first_that_holds(span.start).map(|number| &document.sentences[number]) else {
        let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
        let end = text[span.end..].find('\n').map_or(text.len(), |at| span.end + at);
        return plain(text, Span::new(start, end));
    };
    words_of(text, document, sentence)
}

/// Where the sentences of a document lie, by their starts. A label that is repeated may lie far before its sentence, so
/// that one sentence may hold others.
struct Places {
    /// The start, the end and the number of each sentence.
    sentences: Vec<(usize, usize, usize)>,
    /// How far those up to each reach.
    furthest: Vec<usize>,
}

impl Places {
    fn of(document: &Document) -> Self {
        let ends = |(number, sentence): (usize, &Sentence)| {
            let words = &document.words[sentence.words.clone()];
            words.first().zip(words.last()).map(|(first, last)| (first.span().start, last.span().end, number))
        };
        let mut sentences: Vec<_> = document.sentences.iter().enumerate().filter_map(ends).collect();
        sentences.sort_unstable();
        let mut furthest = 0;
        let reach = |(_, end, _): &(usize, usize, usize)| {
            furthest = furthest.max(*end);
            furthest
        };
        let furthest = sentences.iter().map(reach).collect();
        Self { sentences, furthest }
    }

    /// The first sentence, in the order of the document, that holds a place.
    fn first_that_holds(&self, place: usize) -> Option<usize> {
        let after = self.sentences.partition_point(|(start, ..)| *start <= place);
        let reaching = (0..after).rev().take_while(|at| self.furthest[*at] > place);
        reaching.filter(|at| self.sentences[*at].1 > place).map(|at| self.sentences[at].2).min()
    }
}

/// The words of a sentence, without its marks.
fn words_of(text: &str, document: &Document, sentence: &Sentence) -> String {
    let words = document.words[sentence.words.clone()].iter();
    let words = words.filter(|word| matches!(word.kind, WordKind::Word | WordKind::Number));
    words.map(|word| word.plain(text).to_lowercase()).collect::<Vec<_>>().join(" ")
}

/// Text without what a new line width, a change of case or of emphasis changes.
fn plain(text: &str, span: Span) -> String {
    let text = text.get(span.start..span.end).unwrap_or_default().to_lowercase();
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}
