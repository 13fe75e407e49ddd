//! `border-date` (§ II.C): a border-security priority rests on an entry on or before the day that the guidelines name.

use super::{Case, Finding};
use crate::dates::DateMention;
use crate::mentions::cue;
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
    let mut found = Vec::new();
    for number in 0..reading.document.sentences.len() {
        let sentence = reading.sentence(number);
        let mut dates = Vec::new();
        for entry in reading.cues(number, cue::ENTRY) {
            if reading.in_reach_of(cue::NEGATION, number, &entry.words).is_some() {
                continue;
            }
            if dates.is_empty() {
                dates = crate::dates::find(reading.document, reading.text, reading.lexicon, sentence.words.clone());
            }
            let scope = reading.scope(entry);
            let near = dates.iter().filter(|date| scope.contains(&date.words.start)).min_by_key(|date| {
                date.words.start.abs_diff(entry.words.end).min(entry.words.start.abs_diff(date.words.end))
            });
            if let Some(date) = near
                && !found.contains(date)
            {
                found.push(date.clone());
            }
        }
    }
    found
}
