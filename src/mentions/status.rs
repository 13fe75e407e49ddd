//! The status of a phrase from the cues around it (RULEBOOK § 2).

use super::{Reading, cue};
use crate::hits::Hit;
use crate::lexicon::Entry;
use crate::lexicon::schema::SomeoneElse;
use crate::report::Status;

/// The status and the cue that decided it; `None` where the words are no mention at all.
///
/// What is only possible is not denied, and what is another's is neither: the order is hypothetical, other, negated.
pub(crate) fn of<'a>(reading: &Reading<'a>, hit: &Hit) -> Option<(Status, Option<&'a Hit>)> {
    let entry = reading.entry(hit);
    if let Some(answer) = answered(reading, hit) {
        return Some(answer);
    }
    for name in [cue::POSSIBILITY, cue::GENERAL_RULE] {
        if !deaf(reading, entry, name)
            && let Some(decided) = reading.bears_on(name, hit)
        {
            return Some((Status::Hypothetical, Some(decided)));
        }
    }
    if entry.someone_else != SomeoneElse::Same
        && let Some(decided) = other_person(reading, hit)
    {
        return match entry.someone_else {
            SomeoneElse::Nothing => None,
            _ => Some((Status::Other, Some(decided))),
        };
    }
    if let Some(fixed) = entry.status {
        return Some((fixed, None));
    }
    if !deaf(reading, entry, cue::NEGATION)
        && let Some(decided) = reading.bears_on(cue::NEGATION, hit)
    {
        return Some((Status::Negated, Some(decided)));
    }
    Some((Status::Asserted, None))
}

/// A phrase in the head of a row ("Weapon used? | no"): the value decides.
fn answered<'a>(reading: &Reading<'a>, hit: &Hit) -> Option<(Status, Option<&'a Hit>)> {
    let sentence = reading.sentence(hit.sentence());
    let value = sentence.words.start + sentence.label;
    if sentence.label == 0 || hit.words().end > value {
        return None;
    }
    let at_head = |name: &str| {
        reading.cues(hit.sentence(), name).find(|cue| cue.words().start >= value && cue.words().start <= value + 1)
    };
    if let Some(open) = at_head(cue::OPEN_VALUE) {
        return Some((Status::Hypothetical, Some(open)));
    }
    if let Some(none) = at_head(cue::NONE_VALUE) {
        return Some((Status::Negated, Some(none)));
    }
    // a question in the label is answered by what stands there
    let asked = reading.cues(hit.sentence(), cue::POSSIBILITY).any(|cue| cue.words().end <= value);
    asked.then_some((Status::Asserted, None))
}

fn deaf(reading: &Reading<'_>, entry: &Entry, name: &str) -> bool {
    reading.lexicon.cue(name).is_some_and(|number| entry.deaf_to.contains(&number))
}

/// The cue by which a phrase is someone else's: another person at the head of its clause, with no return to the
/// subject in between, or words that give it to another.
pub(crate) fn other_person<'a>(reading: &Reading<'a>, hit: &Hit) -> Option<&'a Hit> {
    if let Some(owner) = reading.in_reach_of(cue::BELONGS_TO_OTHER, hit.sentence(), &hit.words()) {
        return Some(owner);
    }
    let last_return = reading
        .cues(hit.sentence(), cue::SUBJECT_REFERENCE)
        .filter(|subject| subject.words().end <= hit.words().start + 1)
        .filter(|subject| near_head(reading, subject))
        .map(|subject| subject.words().start)
        .max();
    reading
        .cues(hit.sentence(), cue::OTHER_PERSON)
        .filter(|person| person.words().end <= hit.words().start && near_head(reading, person))
        .filter(|person| last_return.is_none_or(|subject| subject <= person.words().start))
        .last()
        .or_else(|| if last_return.is_none() { in_heading(reading, hit.sentence()) } else { None })
        .or_else(|| given_away_next(reading, hit.sentence()))
}

/// Another person in the nearest heading: "What the others did".
fn in_heading<'a>(reading: &Reading<'a>, sentence: usize) -> Option<&'a Hit> {
    let block = &reading.document.blocks[reading.sentence(sentence).block];
    let heading = *block.headings.first()?;
    reading.document.blocks[heading]
        .sentences
        .clone()
        .find_map(|above| reading.cues(above, cue::OTHER_PERSON).find(|person| near_head(reading, person)))
}

/// Words in the next sentence that give what this one says to another: "It is for a nephew of the same name."
fn given_away_next<'a>(reading: &Reading<'a>, sentence: usize) -> Option<&'a Hit> {
    let following = reading.document.sentences.get(sentence + 1)?;
    if following.block != reading.sentence(sentence).block {
        return None;
    }
    let takes_up = reading.cues(sentence + 1, cue::ANAPHORA).any(|up| up.words().start <= following.words.start);
    reading
        .cues(sentence + 1, cue::BELONGS_TO_OTHER)
        .find(|owner| takes_up && owner.words().start <= following.words.start + 2)
}

/// The cue by which a decision is another official's.
pub(crate) fn other_official<'a>(reading: &Reading<'a>, hit: &Hit) -> Option<&'a Hit> {
    reading
        .cues(hit.sentence(), cue::OTHER_OFFICIAL)
        .filter(|official| official.words().end <= hit.words().start && near_head(reading, official))
        .last()
}

/// Whether words stand at the head of their clause, where English puts the one who acts.
fn near_head(reading: &Reading<'_>, hit: &Hit) -> bool {
    const BEFORE_THE_NOUN: usize = 3;
    let clause = reading.clause(hit.sentence(), hit.words().start);
    hit.words().start - clause.start <= BEFORE_THE_NOUN
        || reading.cues(hit.sentence(), cue::COMPLEMENTIZER).any(|before| {
            before.words().end <= hit.words().start && hit.words().start - before.words().end < BEFORE_THE_NOUN
        })
}
