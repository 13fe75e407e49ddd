//! What a text says of itself: columns that stand beside it, its front matter, and its header lines.
//!
//! Prose has colons as well ("He said: …"). A label that is known counts wherever it stands; any other only in the
//! header, the lines with labels before the first prose, and only if it may be one ([`Labels::may_be`]).

use super::feed::Material;
use super::labels::Labels;
use std::collections::BTreeMap;
use totality::document::{BlockKind, Document, Sentence};
use totality::source::Span;

/// A line without a label that has fewer words is a title, unless it ends as a sentence does.
const LEAST_PROSE: usize = 7;

/// The metadata of a text. If it is `strict`, labels in the text that nobody knows are left out: they may be names.
pub(super) fn of(
    labels: &Labels,
    material: &Material,
    text: &str,
    document: &Document,
    strict: bool,
) -> BTreeMap<String, String> {
    let mut metadata = BTreeMap::new();
    for (label, value) in &material.metadata {
        labels.add(&mut metadata, label, value);
    }
    let words = |span: Span| text.get(span.start..span.end).unwrap_or_default();
    let body = document.words.iter().map(|word| word.span().start).min().unwrap_or(text.len());
    let prose = prose(text, document);
    let mut is_header = !strict;
    for field in &document.fields {
        let (label, value) = (words(field.label), words(field.value));
        let is_front_matter = field.label.start < body;
        if !is_front_matter && !labels.knows(label) {
            is_header &= field.label.start < prose && (value.is_empty() || labels.may_be(label, value));
            if !is_header {
                continue;
            }
        }
        labels.add(&mut metadata, label, value);
    }
    metadata
}

/// Where the prose of a text starts, after its titles and header lines.
fn prose(text: &str, document: &Document) -> usize {
    let is_prose = |sentence: &&Sentence| {
        let words = &document.words[sentence.words.clone()];
        let is_title = matches!(document.blocks[sentence.block].kind, BlockKind::Heading { .. });
        let is_ended =
            words.last().is_some_and(|word| matches!(&text[word.span().start..word.span().end], "." | "!" | "?"));
        !is_title && sentence.label == 0 && (words.len() >= LEAST_PROSE || (is_ended && words.len() > 3))
    };
    let first = document.sentences.iter().find(is_prose).and_then(|sentence| document.words.get(sentence.words.start));
    first.map_or(usize::MAX, |word| word.span().start)
}
