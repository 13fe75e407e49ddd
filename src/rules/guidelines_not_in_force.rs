//! `guidelines-not-in-force` (§ VI): the text is dated on a day on which the guidelines did not bind it.

use super::{Case, Finding};
use crate::dates::{self, DateMention};
use crate::lexicon::schema::Interval;
use crate::mentions::cue;
use jiff::civil::Date;

pub(super) const ID: &str = "guidelines-not-in-force";

/// Fires at the date of the text.
pub(super) fn check(case: Case<'_>, findings: &mut Vec<Finding>) {
    if !case.ledger.justification {
        return;
    }
    let Some(date) = date_of_text(case) else { return };
    let intervals = &case.reading.lexicon.in_force;
    let within = |day: Date| intervals.iter().any(|interval| holds(interval, day));
    if !within(date.earliest) && !within(date.latest) {
        let span = case.reading.span(&date.words);
        let mut finding = Finding::at(ID, span);
        if let Some(ended) = intervals.iter().rfind(|interval| has_ended(interval, date.earliest)) {
            let doubt = if ended.end_unverified { ", which no source confirms" } else { "" };
            finding = finding.because(Some(span), &format!("after the {}{doubt}", ended.ended_by));
        }
        findings.push(finding);
    }
}

fn holds(interval: &Interval, day: Date) -> bool {
    let after_start = dates::civil(interval.from).is_none_or(|from| from <= day);
    let before_end = interval.until.and_then(dates::civil).is_none_or(|until| day < until);
    after_start && before_end
}

fn has_ended(interval: &Interval, day: Date) -> bool {
    !interval.ended_by.is_empty() && interval.until.and_then(dates::civil).is_some_and(|until| until <= day)
}

/// The date in a field or line whose label says that it is the text's own.
fn date_of_text(case: Case<'_>) -> Option<DateMention> {
    let reading = case.reading;
    (0..reading.document.sentences.len()).find_map(|number| {
        let sentence = reading.sentence(number);
        let label_end = sentence.words.start + sentence.label;
        reading.cues(number, cue::TEXT_DATE).find(|label| label.words.end <= label_end)?;
        dates::find(reading.document, reading.text, reading.lexicon, label_end..sentence.words.end).into_iter().next()
    })
}
