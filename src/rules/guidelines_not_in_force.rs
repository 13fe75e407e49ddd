//! `guidelines-not-in-force` (§ VI): the text is dated on a day on which the guidelines did not bind it.

use super::{Case, Finding};
use crate::dates::{self, DateMention};
use crate::document::{Document, Format};
use crate::lexicon::schema::Interval;
use crate::mentions::cue;
use crate::source::Span;
use jiff::civil::Date;

pub(super) const ID: &str = "guidelines-not-in-force";

/// Fires at the date of the text.
pub(super) fn check(case: Case<'_>, findings: &mut Vec<Finding>) {
    if !case.ledger.justification {
        return;
    }
    let Some((date, span)) = date_of_text(case) else { return };
    let intervals = &case.reading.lexicon.in_force;
    let within = |day: Date| intervals.iter().any(|interval| holds(interval, day));
    if !within(date.earliest) && !within(date.latest) {
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

/// The date in a field or line whose label says that it is the text's own, and its place.
fn date_of_text(case: Case<'_>) -> Option<(DateMention, Span)> {
    let reading = case.reading;
    if let Some(span) = reading.document.date {
        // The value may stand in front matter, whose words are no sentences.
        let value = &reading.text[span.start..span.end];
        let document = Document::parse(value, Format::Plain, &reading.lexicon.abbreviations);
        let dates = dates::find(&document, value, reading.lexicon, 0..document.words.len());
        if let Some(date) = dates.into_iter().next() {
            return Some((date, span));
        }
    }
    (0..reading.document.sentences.len()).find_map(|number| {
        let sentence = reading.sentence(number);
        let label_end = sentence.words.start + sentence.label;
        reading.cues(number, cue::TEXT_DATE).find(|label| label.words().end <= label_end)?;
        let within = label_end..sentence.words.end;
        let date = dates::find(reading.document, reading.text, reading.lexicon, within).into_iter().next()?;
        let span = reading.span(&date.words);
        Some((date, span))
    })
}
