//! How the words of a rule stand: properly, against the subject, or so that it stays open (RULEBOOK §§ 3.2, 3.3).
//!
//! What makes a bad reason cannot be listed; proper mentions can. So the question is turned round: a mention that is
//! identification, claim, credit, someone else's or disclaimed is proper; one that anything in reach evaluates,
//! infers from or gives as a reason is a finding; what is left is a mention to review.
//!
//! Words differ in strength, and the lexicon says so by their `weight`. Of the `adverse` cues those of weight 1 are
//! ordinary words of reasoning (risk, doubt), those of weight 2 tie a reason or an inference to what stands beside
//! them (because, suggests), and those of weight 3 can hardly be meant otherwise (counts against, in the minus column).
//! Of the rule's words those of weight 0 are too common to be pointed at by themselves: they count only beside an
//! adverse cue of weight 2 or more, and are left to review only beside a weaker one. A reproach is a finding without any
//! cue; a reproach of weight 0 (men as a class, "such people") is one unless a claim, credit, history, denial or rule
//! explains it.

use super::{Reading, cue};
use crate::document::BlockKind;
use crate::hits::Hit;
use crate::lexicon::Role;
use crate::lexicon::schema::{Mechanism, SomeoneElse};
use std::ops::Range;

/// Adverse cues that tie a reason to what stands beside them.
pub(crate) const TIES: u8 = 2;
/// Adverse cues that can hardly be meant otherwise.
pub(crate) const UNMISTAKABLE: u8 = 3;
/// How near, in words, a cue must stand to turn what looks like identification into a reason.
const BESIDE: usize = 7;

/// How a mention stands in the text.
#[derive(Clone, Copy)]
pub(crate) enum Standing<'a> {
    Proper,
    Against(Option<&'a Hit>),
    Open,
}

/// How words of a rule stand.
pub(crate) fn standing<'a>(reading: &Reading<'a>, hit: &Hit) -> Standing<'a> {
    let entry = reading.entry(hit);
    let sentence = reading.sentence(hit.sentence());
    let block = &reading.document.blocks[sentence.block];
    let in_label = hit.words().end <= sentence.words.start + sentence.label;
    if matches!(block.kind, BlockKind::Heading { .. } | BlockKind::Item { ticked: Some(false) })
        || (in_label && block.kind != BlockKind::Row)
        || !super::counts_here(reading, hit)
    {
        return Standing::Proper;
    }
    if disclaimed(reading, hit) {
        return Standing::Proper;
    }
    if entry.someone_else != SomeoneElse::Same && super::other_person(reading, hit).is_some() {
        return Standing::Proper;
    }
    if entry.reproach && entry.weight > 0 {
        return Standing::Against(None);
    }
    let near = |name: &str| {
        reading.cues(hit.sentence(), name).any(|cue| {
            let scope = reading.scope(cue);
            !is_head(reading, cue)
                && !cue.overlaps(&hit.words())
                && scope.start <= hit.words().start
                && hit.words().start < scope.end
        })
    };
    let identifies = reading
        .cues(hit.sentence(), cue::IDENTIFICATION)
        .any(|proper| proper.overlaps(&hit.words()) && !is_head(reading, proper))
        || in_label_of(reading, hit, cue::IDENTIFICATION)
        || heading_of(reading, hit, cue::IDENTIFICATION).is_some();
    let least = if entry.weight == 0 { TIES } else { 1 };
    if identifies {
        let turned = adverse(reading, hit, TIES)
            .filter(|adverse| distance(&adverse.words(), &hit.words()) <= BESIDE)
            .filter(|adverse| {
                reading.entry(adverse).weight >= UNMISTAKABLE
                    || (adverse.words().end <= hit.words().start && !near(cue::CLAIM))
            })
            .or_else(|| {
                taken_up_by(reading, hit.sentence(), cue::ADVERSE)
                    .filter(|adverse| sentence.words.len() <= BESIDE && reading.entry(adverse).weight >= UNMISTAKABLE)
            });
        let turned = turned.or_else(|| row_verdict(reading, hit, UNMISTAKABLE));
        return turned.map_or(Standing::Proper, |adverse| Standing::Against(Some(adverse)));
    }
    let speaks_for = near(cue::CLAIM) || near(cue::FAVOURABLE);
    let tells = near(cue::HISTORY);
    let least = if speaks_for {
        UNMISTAKABLE
    } else if tells {
        TIES
    } else {
        least
    };
    if let Some(adverse) = adverse(reading, hit, least) {
        return Standing::Against(Some(adverse));
    }
    if speaks_for || tells || near(cue::NEGATION) || near(cue::GENERAL_RULE) {
        return Standing::Proper;
    }
    if entry.reproach {
        return Standing::Against(None);
    }
    if let Some(adverse) =
        taken_up_by(reading, hit.sentence(), cue::ADVERSE).or_else(|| row_verdict(reading, hit, TIES))
    {
        return Standing::Against(Some(adverse));
    }
    if heading_of(reading, hit, cue::FAVOURABLE).is_some() || heading_of(reading, hit, cue::HISTORY).is_some() {
        return Standing::Proper;
    }
    if let Some(heading) = heading_of(reading, hit, cue::ADVERSE)
        && (entry.weight > 0 || sentence.words.len() < 12)
    {
        return Standing::Against(Some(heading));
    }
    if entry.weight == 0 && adverse(reading, hit, 1).is_none() && judged_next(reading, hit).is_none() {
        return Standing::Proper;
    }
    Standing::Open
}

/// Whether the text says that what it mentions played no part, there or in the next sentence.
fn disclaimed(reading: &Reading<'_>, hit: &Hit) -> bool {
    let in_earnest = |cue: &Hit| !is_denied(reading, cue);
    reading.cues(hit.sentence(), cue::DISCLAIMER).any(|disclaimer| {
        let scope = reading.scope(disclaimer);
        !disclaimer.overlaps(&hit.words())
            && scope.start <= hit.words().start
            && hit.words().start < scope.end
            && in_earnest(disclaimer)
    }) || taken_up_by(reading, hit.sentence(), cue::DISCLAIMER).is_some()
        || heading_of(reading, hit, cue::DISCLAIMER).is_some()
}

/// The adverse cue of at least this weight in whose reach the words stand, the weightiest first.
fn adverse<'a>(reading: &Reading<'a>, hit: &Hit, least: u8) -> Option<&'a Hit> {
    reading
        .cues(hit.sentence(), cue::ADVERSE)
        .filter(|adverse| reading.entry(adverse).weight >= least && !adverse.overlaps(&hit.words()))
        .filter(|adverse| !is_head(reading, adverse))
        .filter(|adverse| {
            let scope = reading.scope(adverse);
            (scope.start <= hit.words().start && hit.words().start < scope.end) || points_back(reading, hit, adverse)
        })
        .filter(|adverse| is_meant(reading, adverse))
        .max_by_key(|adverse| {
            (reading.entry(adverse).weight, std::cmp::Reverse(distance(&adverse.words(), &hit.words())))
        })
}

/// Whether a later clause takes the words up ("…, and this tends to confirm") and evaluates them there.
fn points_back(reading: &Reading<'_>, hit: &Hit, adverse: &Hit) -> bool {
    const FAR: usize = 24;
    let clause = reading.clause(adverse.sentence(), adverse.words().start);
    reading.entry(adverse).weight >= TIES
        && hit.words().end <= clause.start
        && distance(&adverse.words(), &hit.words()) <= FAR
        && reading.cues(adverse.sentence(), cue::ANAPHORA).any(|pronoun| clause.contains(&pronoun.words().start))
}

fn is_meant(reading: &Reading<'_>, adverse: &Hit) -> bool {
    !is_denied(reading, adverse) && reading.in_reach_of(cue::DISCLAIMER, adverse.sentence(), &adverse.words()).is_none()
}

/// Whether a negation stands just before a cue.
fn is_denied(reading: &Reading<'_>, hit: &Hit) -> bool {
    const JUST_BEFORE: usize = 2;
    reading.cues(hit.sentence(), cue::NEGATION).any(|negation| {
        let scope = reading.scope(negation);
        !negation.overlaps(&hit.words())
            && scope.start <= hit.words().start
            && hit.words().start < scope.end
            && distance(&negation.words(), &hit.words()) <= JUST_BEFORE
    })
}

/// Whether a cue is one only as a label or heading: entries that are named so in the cue files.
fn is_head(reading: &Reading<'_>, cue: &Hit) -> bool {
    reading.entry(cue).name == "heads"
}

/// The evaluation in another cell of the row.
fn row_verdict<'a>(reading: &Reading<'a>, hit: &Hit, least: u8) -> Option<&'a Hit> {
    if reading.document.blocks[reading.sentence(hit.sentence()).block].kind != BlockKind::Row {
        return None;
    }
    reading
        .cues(hit.sentence(), cue::ADVERSE)
        .filter(|adverse| reading.entry(adverse).weight >= least && !is_head(reading, adverse))
        .find(|adverse| is_meant(reading, adverse))
}

/// The evaluation in the next sentence of the block, where this one is left without any.
pub(crate) fn judged_next<'a>(reading: &Reading<'a>, hit: &Hit) -> Option<&'a Hit> {
    let next = hit.sentence() + 1;
    if reading.document.sentences.get(next)?.block != reading.sentence(hit.sentence()).block {
        return None;
    }
    reading
        .cues(next, cue::ADVERSE)
        .filter(|adverse| reading.entry(adverse).weight >= TIES && !is_head(reading, adverse))
        .find(|adverse| is_meant(reading, adverse))
        .filter(|_| {
            [cue::FAVOURABLE, cue::CLAIM].iter().all(|name| reading.cues(next, name).all(|cue| is_head(reading, cue)))
        })
}

/// How many words lie between.
fn distance(one: &Range<usize>, other: &Range<usize>) -> usize {
    one.start.saturating_sub(other.end).max(other.start.saturating_sub(one.end))
}

fn in_label_of(reading: &Reading<'_>, hit: &Hit, name: &str) -> bool {
    let sentence = reading.sentence(hit.sentence());
    let label_end = sentence.words.start + sentence.label;
    reading.cues(hit.sentence(), name).any(|label| label.words().end <= label_end)
}

/// The cue in the label, the column's head, the words that introduce the list or the nearest heading.
fn heading_of<'a>(reading: &Reading<'a>, hit: &Hit, name: &str) -> Option<&'a Hit> {
    let sentence = reading.sentence(hit.sentence());
    let label_end = sentence.words.start + sentence.label;
    if let Some(label) = reading.cues(hit.sentence(), name).find(|label| label.words().end <= label_end) {
        return Some(label);
    }
    let meant = |block: usize| {
        reading.document.blocks[block].sentences.clone().find_map(|above| {
            reading.cues(above, name).find(|cue| match name {
                cue::ADVERSE => is_meant(reading, cue),
                cue::IDENTIFICATION => is_head(reading, cue),
                _ => true,
            })
        })
    };
    let column = sentence.columns.iter().rev().find(|(start, _)| *start <= hit.words().start).map(|(_, head)| *head);
    if let Some(found) = column.and_then(meant) {
        return Some(found);
    }
    for &heading in &reading.document.blocks[sentence.block].headings {
        if let Some(found) = meant(heading) {
            return Some(found);
        }
        if matches!(reading.document.blocks[heading].kind, BlockKind::Heading { .. }) {
            break;
        }
    }
    None
}

/// The cue in the next sentence of the block, where that sentence takes up this one ("That alone …") or is a mere
/// verdict on it ("Scored against.").
pub(crate) fn taken_up_by<'a>(reading: &Reading<'a>, sentence: usize, name: &str) -> Option<&'a Hit> {
    const VERDICT: usize = 7;
    const FRAGMENT: usize = 5;
    let next = sentence + 1;
    let here = reading.sentence(sentence);
    let following = reading.document.sentences.get(next)?;
    if following.block != here.block {
        return None;
    }
    let takes_up = reading.cues(next, cue::ANAPHORA).any(|hit| hit.words().start <= following.words.start + 1);
    let short = following.words.len() <= VERDICT || here.words.len() <= FRAGMENT;
    reading
        .cues(next, name)
        .filter(|hit| !is_head(reading, hit))
        .filter(|hit| {
            let weight = reading.entry(hit).weight;
            takes_up
                || (short && weight >= TIES)
                || (weight >= UNMISTAKABLE
                    && (name == cue::DISCLAIMER || hit.words().start <= following.words.start + 2))
        })
        .find(|hit| {
            reading.in_reach_of(cue::NEGATION, hit.sentence(), &hit.words()).is_none()
                && (name == cue::DISCLAIMER
                    || reading.in_reach_of(cue::DISCLAIMER, hit.sentence(), &hit.words()).is_none())
        })
}

/// Whether words of a rule that asks how they are used stand plainly against the person in a sentence.
pub(crate) fn stands_plainly_against(reading: &Reading<'_>, sentence: usize, rule: usize) -> bool {
    let plainly = |hit: &Hit| match standing(reading, hit) {
        Standing::Against(cue) => cue.is_none_or(|cue| reading.entry(cue).weight >= TIES),
        Standing::Proper | Standing::Open => false,
    };
    let is_asked = matches!(reading.lexicon.mechanisms[rule], Mechanism::UsedAsReason { .. });
    let mut hits = reading.hits.of(sentence).iter();
    is_asked && hits.any(|hit| reading.entry(hit).role == Role::Rule(rule) && plainly(hit))
}
