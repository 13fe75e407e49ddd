//! Form fields, ticked boxes and cells: a label that names a factor, and a value that says yes, no or not yet.

use super::{Mention, Reading, cue};
use crate::document::BlockKind;
use crate::hits::Hit;
use crate::lexicon::Role;
use crate::report::Status;
use std::ops::Range;

/// Adds the mentions that stand in a sentence by its label, where its words have not been found to say more.
pub(super) fn find(reading: &Reading<'_>, number: usize, mentions: &mut Vec<Mention>, first: usize) {
    let sentence = reading.sentence(number);
    let block = &reading.document.blocks[sentence.block];
    match block.kind {
        BlockKind::Heading { .. } | BlockKind::Item { ticked: Some(false) } => return,
        _ => {}
    }
    let label_end = sentence.words.start + sentence.label;
    let value = first_value_word(reading, label_end)..sentence.words.end;
    if sentence.label > 0 {
        for (hit, factor) in labels(reading, number) {
            if hit.words().end <= label_end && !value.is_empty() {
                add(reading, number, hit, factor, &value, mentions, first);
            }
        }
    } else if block.kind == (BlockKind::Item { ticked: Some(true) }) {
        for (hit, factor) in labels(reading, number) {
            if hit.words().start <= sentence.words.start + 3 {
                add(reading, number, hit, factor, &(sentence.words.end..sentence.words.end), mentions, first);
            }
        }
    }
    for (at, (start, head)) in sentence.columns.iter().enumerate() {
        let end = sentence.columns.get(at + 1).map_or(sentence.words.end, |next| next.0.saturating_sub(1));
        if *start < label_end || *start >= end {
            continue;
        }
        for above in reading.document.blocks[*head].sentences.clone() {
            for (hit, factor) in labels(reading, above) {
                add(reading, number, hit, factor, &(*start..end), mentions, first);
            }
        }
    }
    answer_to_heading(reading, number, mentions, first);
}

/// "### Weapon", and under it only "None.": the answer makes the heading a label.
fn answer_to_heading(reading: &Reading<'_>, number: usize, mentions: &mut Vec<Mention>, first: usize) {
    let sentence = reading.sentence(number);
    let block = &reading.document.blocks[sentence.block];
    if sentence.label > 0 || block.sentences.start != number {
        return;
    }
    let value = sentence.words.clone();
    if verdict(reading, number, &value).0 == Status::Asserted {
        return;
    }
    if let Some(&heading) = block.headings.first() {
        for above in reading.document.blocks[heading].sentences.clone() {
            for (hit, factor) in labels(reading, above) {
                add(reading, number, hit, factor, &value, mentions, first);
            }
        }
    }
}

fn labels<'a>(reading: &Reading<'a>, sentence: usize) -> impl Iterator<Item = (&'a Hit, usize)> + use<'a> {
    let entries = &reading.lexicon.entries;
    reading.hits.of(sentence).iter().filter_map(move |hit| match entries[hit.entry()].role {
        Role::Label(owner) => match entries[owner].role {
            Role::Factor(factor) => Some((hit, factor)),
            _ => None,
        },
        _ => None,
    })
}

fn first_value_word(reading: &Reading<'_>, label_end: usize) -> usize {
    let words = &reading.document.words;
    let mut at = label_end;
    while words.get(at).is_some_and(|word| matches!(word.kind, crate::document::WordKind::Border)) {
        at += 1;
    }
    at
}

fn add(
    reading: &Reading<'_>,
    number: usize,
    hit: &Hit,
    factor: usize,
    value: &Range<usize>,
    mentions: &mut Vec<Mention>,
    first: usize,
) {
    let entry = reading.entry(hit);
    let (status, decided_by) = match entry.status {
        Some(fixed) => (fixed, None),
        None => verdict(reading, number, value),
    };
    if let Some(cell) = mentions[first..].iter_mut().find(|other| {
        other.factor == factor
            && (value.contains(&other.words.start) || other.sentence == hit.sentence() && hit.overlaps(&other.words))
    }) {
        if cell.status == Status::Asserted && status != Status::Asserted && !value.contains(&cell.words.start) {
            cell.status = status;
        }
        return;
    }
    let words = if hit.sentence() == number && value.is_empty() {
        hit.words().clone()
    } else {
        const SHOWN: usize = 12;
        value.start..value.end.min(value.start + SHOWN)
    };
    let owner = match reading.entry(hit).role {
        Role::Label(owner) => owner,
        _ => hit.entry(),
    };
    mentions.push(Mention { factor, entry: Some(owner), sentence: number, words, status, decided_by });
}

/// What a value says: no, not yet known, or yes.
fn verdict(reading: &Reading<'_>, number: usize, value: &Range<usize>) -> (Status, Option<Range<usize>>) {
    let at_head = |name: &str| {
        reading
            .cues(number, name)
            .find(|hit| {
                hit.words().start >= value.start && hit.words().start <= value.start + 1 && hit.words().end <= value.end
            })
            .map(|hit| hit.words().clone())
    };
    if let Some(words) = at_head(cue::OPEN_VALUE) {
        return (Status::Hypothetical, Some(words));
    }
    if let Some(words) = at_head(cue::NONE_VALUE) {
        return (Status::Negated, Some(words));
    }
    (Status::Asserted, None)
}
