//! A factor that speaks for the subject is turned against them.

use super::{Case, Finding};
use crate::hits::Hit;
use crate::ledger::Ledger;
use crate::mentions::{Mention, Reading, cue};
use crate::report::Status;
use std::ops::Range;

/// Fires where a mention of one of the factors stands in reach of a cue that turns it round; or is taken up by a
/// sentence soon after, which names it again (the cue `NAME-again`) or only judges it.
///
/// Entries of the cue that are named `heads` work from headings and labels alone, and those named `wherever` wherever
/// they stand, once the text asserts one of the factors.
pub(super) fn check(case: Case<'_>, factors: &[String], turned: &str, findings: &mut Vec<Finding>) {
    let reading = case.reading;
    if !case.ledger.justification || !case.ledger.calls_for_assessment(reading.lexicon) {
        return;
    }
    let again = format!("{turned}-again");
    let mut sentences: Vec<usize> = Vec::new();
    let mut found: Vec<(Range<usize>, Option<&Hit>)> = Vec::new();
    for mention in meant(reading, case.ledger, factors) {
        if sentences.contains(&mention.sentence)
            || in_reach(reading, cue::DISCLAIMER, mention.sentence, &mention.words).is_some()
        {
            continue;
        }
        let decided = in_earnest(reading, turned, mention.sentence, &mention.words)
            .or_else(|| crate::mentions::role::taken_up_by(reading, mention.sentence, turned))
            .or_else(|| named_again(reading, mention.sentence, turned, &again))
            .or_else(|| under_head(reading, mention, turned));
        let Some(decided) = decided else { continue };
        if sentences.contains(&decided.sentence()) {
            continue;
        }
        sentences.extend([mention.sentence, decided.sentence()]);
        let span = if decided.sentence() == mention.sentence || is_named(reading, decided, HEADS) {
            mention.words.clone()
        } else {
            decided.words().clone()
        };
        found.push((span, Some(decided)));
    }
    if meant(reading, case.ledger, factors).next().is_some() {
        for number in 0..reading.document.sentences.len() {
            let hit =
                reading.cues(number, turned).find(|hit| is_named(reading, hit, WHEREVER) && is_meant(reading, hit));
            if let Some(hit) = hit
                && !sentences.contains(&number)
                && !reading.is_silent(number)
            {
                sentences.push(number);
                found.push((hit.words().clone(), None));
            }
        }
    }
    found.sort_by_key(|(words, _)| words.start);
    findings.extend(found.into_iter().map(|(words, decided)| {
        let because = decided.map(|decided| decided.span(reading.document));
        Finding::at(case.id, reading.span(&words)).because(because, "counted against the subject by these words")
    }));
}

/// Entries that are cues only as a label or heading.
const HEADS: &str = "heads";
/// Entries that need no mention near them.
const WHEREVER: &str = "wherever";

fn is_named(reading: &Reading<'_>, hit: &Hit, name: &str) -> bool {
    reading.entry(hit).name == name
}

fn meant<'a>(reading: &'a Reading<'_>, ledger: &'a Ledger, factors: &'a [String]) -> impl Iterator<Item = &'a Mention> {
    ledger.mentions.iter().filter(move |mention| {
        let factor = &reading.lexicon.factors[mention.factor];
        mention.status == Status::Asserted && factors.iter().any(|name| *name == factor.id || *name == factor.kind)
    })
}

fn in_reach<'a>(reading: &Reading<'a>, name: &str, sentence: usize, words: &Range<usize>) -> Option<&'a Hit> {
    reading.in_reach_of(name, sentence, words)
}

/// The first cue of this name that reaches the words and is itself neither denied nor disclaimed.
fn in_earnest<'a>(reading: &Reading<'a>, name: &str, sentence: usize, words: &Range<usize>) -> Option<&'a Hit> {
    reading.cues(sentence, name).filter(|hit| !is_named(reading, hit, HEADS)).find(|hit| {
        let scope = reading.scope(hit);
        // "twenty years of contempt": the mention may run on into the words that judge it
        let apart = !hit.overlaps(words) || words.start < hit.words().start;
        let reaches = apart && scope.start <= words.start && words.start < scope.end;
        (reaches || hit.has_in_gap(words)) && is_meant(reading, hit)
    })
}

fn is_meant(reading: &Reading<'_>, hit: &Hit) -> bool {
    reading.bears_on(cue::NEGATION, hit).is_none()
        && in_reach(reading, cue::DISCLAIMER, hit.sentence(), &hit.words()).is_none()
}

/// A cue in one of the next sentences of the block, in reach of words that name again what was mentioned here.
fn named_again<'a>(reading: &Reading<'a>, sentence: usize, turned: &str, again: &str) -> Option<&'a Hit> {
    const SOON: usize = 3;
    let block = reading.sentence(sentence).block;
    (sentence + 1..reading.document.sentences.len())
        .take(SOON)
        .take_while(|&next| reading.sentence(next).block == block)
        .filter(|&next| {
            // "the verdict of 2022" is not the one that was set aside where no 2022 was spoken of
            let mut before = (0..=sentence).rev().take_while(|&number| reading.sentence(number).block == block);
            let years = years(reading, next);
            years.is_empty()
                || before.any(|number| self::years(reading, number).iter().any(|year| years.contains(year)))
        })
        .find_map(|next| {
            reading
                .cues(next, again)
                .filter(|named| in_reach(reading, cue::DISCLAIMER, next, &named.words()).is_none())
                .find_map(|named| {
                    in_earnest(reading, turned, next, &named.words()).or_else(|| {
                        // "a man with that injury cannot …": the cue names it itself
                        reading.cues(next, turned).find(|hit| {
                            hit.overlaps(&named.words()) && !is_named(reading, hit, HEADS) && is_meant(reading, hit)
                        })
                    })
                })
        })
}

/// The years that a sentence names.
fn years<'a>(reading: &Reading<'a>, sentence: usize) -> Vec<&'a str> {
    let words = &reading.document.words[reading.sentence(sentence).words.clone()];
    let texts = words.iter().map(|word| &reading.text[word.span().start..word.span().end]);
    texts.filter(|text| text.len() == 4 && text.parse::<u16>().is_ok_and(|year| (1900..2100).contains(&year))).collect()
}

/// A heading, column head or label over a short entry.
fn under_head<'a>(reading: &Reading<'a>, mention: &Mention, turned: &str) -> Option<&'a Hit> {
    const SHORT: usize = 16;
    if reading.sentence(mention.sentence).words.len() > SHORT {
        return None;
    }
    reading.above(mention.sentence, mention.words.start, |hit| {
        reading.is_cue(hit, turned) && is_named(reading, hit, HEADS)
    })
}
