//! Sentences to what happened soon before or after: who asks why a case was taken up when it was finds the answer in two
//! days that stand close to each other (§ IV).

use super::features::{Gather, Subjects};
use crate::dates::{self, DayMention};
use crate::lexicon::weights::Kind;
use crate::mentions::Reading;

/// A sentence whose day is close to that of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Soon {
    pub(crate) sentence: usize,
    /// The other sentence, or the same one.
    pub(crate) other: usize,
    /// How soon, and whether the day of the sentence is before or after.
    pub(crate) when: &'static str,
}

/// The sentences that follow each other closely in time, in order. `numbers` are the sentences that are read.
pub(crate) fn soon(reading: &Reading<'_>, numbers: impl Iterator<Item = usize>) -> Vec<Soon> {
    /// How many dated sentences are looked back to, and how far off they may stand.
    const BACK: usize = 2;
    const REACH: usize = 5;
    let mut dated: Vec<(usize, Vec<DayMention>)> = Vec::new();
    let mut found = Vec::new();
    for sentence in numbers {
        let words = reading.sentence(sentence).words.clone();
        let days: Vec<DayMention> = dates::days(reading.document, reading.text, reading.lexicon, words).collect();
        let Some((first, rest)) = days.split_first() else { continue };
        let within = rest.iter().filter_map(|day| when(day.days_after(*first)));
        found.extend(within.take(1).map(|when| Soon { sentence, other: sentence, when }));
        for (other, of_other) in dated.iter().rev().take_while(|(other, _)| sentence - other <= REACH).take(BACK) {
            let apart = of_other.iter().flat_map(|before| days.iter().map(|day| day.days_after(*before)));
            let Some(days) = apart.min_by_key(|days| days.abs()) else { continue };
            if let (Some(after), Some(before)) = (when(days), when(-days)) {
                found.push(Soon { sentence, other: *other, when: after });
                found.push(Soon { sentence: *other, other: sentence, when: before });
            }
        }
        dated.push((sentence, days));
    }
    found.sort_by_key(|soon| soon.sentence);
    found
}

/// How soon so many days are.
const fn when(days: i32) -> Option<&'static str> {
    match days {
        0 => Some("same day"),
        1..=4 => Some("days after"),
        5..=16 => Some("weeks after"),
        17..=62 => Some("months after"),
        -4..=-1 => Some("days before"),
        -16..=-5 => Some("weeks before"),
        -62..=-17 => Some("months before"),
        _ => None,
    }
}

/// What one of two sentences is about, and its cues.
#[derive(Debug)]
pub(crate) struct Side<'n> {
    pub(crate) subjects: Subjects<'n>,
    pub(crate) cues: Vec<&'n str>,
}

/// The features of a sentence that happened soon before or after another.
pub(crate) fn gather(when: &str, here: &Side<'_>, other: &Side<'_>, to: &mut impl Gather) {
    to.add(Kind::Soon, when, "");
    for (kind, side, beside) in [(Kind::Soon, here, other), (Kind::SoonBeside, other, here)] {
        for name in side.subjects.groups.iter().chain(&side.subjects.outcomes) {
            to.add(kind, name, when);
            to.add(kind, name, "");
        }
        for cue in &side.cues {
            to.add(kind, cue, when);
        }
        for group in &side.subjects.groups {
            beside.cues.iter().for_each(|cue| to.add(kind, group, cue));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Format};
    use crate::hits;
    use crate::lexicon::Lexicon;

    fn found(text: &str) -> Vec<(usize, usize, &'static str)> {
        let lexicon = Lexicon::embedded();
        let document = Document::parse(text, Format::Plain, &lexicon.abbreviations);
        let hits = hits::find(&document, text, &lexicon);
        let reading = Reading::new(text, &document, &lexicon, &hits);
        let soon = soon(&reading, 0..document.sentences.len());
        soon.into_iter().map(|Soon { sentence, other, when }| (sentence, other, when)).collect()
    }

    #[test]
    fn sentences_with_days_that_stand_close_to_each_other_are_found() {
        let text = "On June 2 she complained of the mold. She has two sons. On June 3 her file was called up.";
        assert_eq!(found(text), [(0, 2, "days before"), (2, 0, "days after")]);
        let text = "The file was opened on the 14th. She had complained on the 4th.";
        assert_eq!(found(text), [(0, 1, "weeks after"), (1, 0, "weeks before")]);
        let text = "She complained on June 2 and the file was opened on June 2.";
        assert_eq!(found(text), [(0, 0, "same day")]);
    }

    #[test]
    fn days_far_apart_or_far_off_in_the_text_are_not() {
        assert_eq!(found("On June 2, 2019 she complained. On June 3, 2021 the file was opened."), []);
        let between = "She has two sons. ".repeat(6);
        assert_eq!(found(&format!("On June 2 she complained. {between}On June 3 the file was opened.")), []);
        assert_eq!(found("She is 41. She has lived here for 14 years."), []);
    }
}
