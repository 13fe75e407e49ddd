//! `border-date` (§ II.C): a border-security priority rests on an entry on or before the day that the guidelines name.

use super::{Case, Finding};
use crate::dates::DateMention;
use crate::evidence::clauses_of;
use crate::evidence::features::overlap;
use crate::hits::Hit;
use crate::mentions::{Reading, cue};
use crate::report::Status;

pub(super) const ID: &str = "border-date";

/// The priority, and the factors that make it good (RULEBOOK § 3.5).
pub(super) const PRIORITY: &str = "border-security";
const MAKE_GOOD: [&str; 2] = ["border-apprehension", "recent-entry"];

/// Fires at the words of the entry's date.
pub(super) fn check(case: Case<'_>, findings: &mut Vec<Finding>) {
    let Some(limit) = case.reading.lexicon.recent_entry_after().and_then(crate::dates::civil) else { return };
    if !is_open(case) {
        return;
    }
    let dates = entry_dates(case);
    if dates.iter().any(|date| date.latest > limit) {
        return;
    }
    if let Some(date) = dates.first() {
        let priority =
            case.ledger.of(case.reading.lexicon, PRIORITY).find(|mention| mention.status == Status::Asserted);
        let named = priority.map(|mention| case.reading.span(&mention.words));
        findings.push(Finding::at(ID, case.reading.span(&date.words)).because(named, "the priority is named here"));
    }
}

/// Whether the text asserts the priority and nothing that makes it good.
pub(super) fn is_open(case: Case<'_>) -> bool {
    let lexicon = case.reading.lexicon;
    case.ledger.justification
        && case.ledger.has(lexicon, PRIORITY, Status::Asserted)
        && !MAKE_GOOD.iter().any(|id| case.ledger.has(lexicon, id, Status::Asserted))
}

/// The dates of the subject's entry, in order of the text.
pub(super) fn entry_dates(case: Case<'_>) -> Vec<DateMention> {
    let reading = case.reading;
    let learned = reading.lexicon.clause_weights.outcome(ID);
    let mut found: Vec<DateMention> = Vec::new();
    for number in 0..reading.document.sentences.len() {
        let dates = match learned {
            Some(outcome) => dates_told(case, outcome, number),
            None => dates_at(reading, number),
        };
        for date in dates {
            if !found.contains(&date) {
                found.push(date);
            }
        }
    }
    found
}

/// The dates in a sentence that stand where a clause tells of the entry, by what was learned: likely enough by itself, or
/// less likely and beside words for an entry.
fn dates_told(case: Case<'_>, outcome: usize, number: usize) -> Vec<DateMention> {
    const TELLS: f32 = 0.5;
    const MAY_TELL: f32 = 0.25;
    let likely = |date: &DateMention| {
        let clauses = clauses_of(&case.ledger.clauses, number).iter();
        let clauses = clauses.filter(|weighed| overlap(&weighed.clause.words, &date.words));
        clauses.map(|weighed| weighed.likely(outcome)).fold(0.0, f32::max)
    };
    let mut told = dates(case.reading, number);
    if told.iter().any(|date| likely(date) > MAY_TELL) {
        let beside = dates_at(case.reading, number);
        told.retain(|date| likely(date) > if beside.contains(date) { MAY_TELL } else { TELLS });
    } else {
        told.clear();
    }
    told
}

/// The dates in a sentence but the day that the guidelines name, which is the rule's and not the entry's.
fn dates(reading: &Reading<'_>, number: usize) -> Vec<DateMention> {
    let limit = reading.lexicon.recent_entry_after().and_then(crate::dates::civil);
    let words = reading.sentence(number).words.clone();
    let mut dates = crate::dates::find(reading.document, reading.text, reading.lexicon, words);
    dates.retain(|date| limit != Some(date.earliest) || date.earliest != date.latest);
    dates
}

/// The same by phrases: dates beside words for an entry.
fn dates_at(reading: &Reading<'_>, number: usize) -> Vec<DateMention> {
    let denied = |hit: &Hit| {
        [cue::NEGATION, cue::POSSIBILITY].iter().any(|name| reading.in_reach_of(name, number, &hit.words()).is_some())
    };
    let entries: Vec<&Hit> =
        reading.cues(number, cue::ENTRY).filter(|hit| !is_date_label(reading, hit) && !denied(hit)).collect();
    let labelled = entries.is_empty() && is_date_of_entry(reading, number);
    if entries.is_empty() && !labelled {
        return Vec::new();
    }
    let here = dates(reading, number);
    if labelled {
        return here.into_iter().take(1).collect();
    }
    let mut near: Vec<DateMention> = Vec::new();
    for entry in &entries {
        if crate::mentions::other_person(reading, entry).is_some() {
            continue;
        }
        let scope = reading.scope(entry);
        let distance = |date: &DateMention| {
            date.words.start.abs_diff(entry.words().end).min(entry.words().start.abs_diff(date.words.end))
        };
        // the clause first; a later clause only where it is not about something else that has its own date
        let nearest =
            here.iter().filter(|date| scope.contains(&date.words.start)).min_by_key(|date| distance(date)).or_else(
                || {
                    here.iter()
                        .filter(|date| date.words.start >= entry.words().end && here.len() == 1)
                        .min_by_key(|date| distance(date))
                },
            );
        near.extend(nearest.cloned());
    }
    if near.is_empty() && here.is_empty() {
        near.extend(date_of_next(reading, number));
    }
    near
}

/// "He crossed near Ajo. That was in May 2016.": the next sentence of the block, where it is short and takes this up.
fn date_of_next(reading: &Reading<'_>, number: usize) -> Option<DateMention> {
    const SHORT: usize = 12;
    let next = reading.document.sentences.get(number + 1)?;
    if next.block != reading.sentence(number).block || next.words.len() > SHORT {
        return None;
    }
    let takes_up = reading.cues(number + 1, cue::ANAPHORA).any(|hit| hit.words().start <= next.words.start + 1);
    let fragment = next.words.len() <= SHORT / 2;
    (takes_up || fragment).then(|| dates(reading, number + 1).into_iter().next()).flatten()
}

/// A field whose label asks for a date, under a heading that speaks of the entry.
fn is_date_of_entry(reading: &Reading<'_>, number: usize) -> bool {
    let sentence = reading.sentence(number);
    let label_end = sentence.words.start + sentence.label;
    sentence.label > 0
        && reading.cues(number, cue::ENTRY).any(|hit| is_date_label(reading, hit) && hit.words().end <= label_end)
        && reading
            .context(number, sentence.words.start)
            .any(|above| reading.cues(above, cue::ENTRY).any(|hit| !is_date_label(reading, hit)))
}

/// Whether a cue only names a date, as a label: the entry that is called so in the cue file.
fn is_date_label(reading: &Reading<'_>, hit: &Hit) -> bool {
    reading.entry(hit).name == "date-label"
}
