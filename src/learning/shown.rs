//! What labelled words show of a clause.

use super::{Labels, Place};
use crate::lexicon::schema::Told;
use crate::report::Status;
use crate::span::Span;

/// Whether a clause tells of what a rule asks about; `None` where nobody has looked for it.
pub(super) fn tells_of(rule: &str, told: &Told, labels: &Labels, clause: Span) -> Option<bool> {
    let factors = labels.factors.iter().flatten();
    let cited = factors.filter(|(id, status, _)| told.factors.contains(id) && *status == Status::Asserted);
    let own = labels.rules.iter().filter(|(id, _)| id == rule);
    let mut places = cited.map(|(_, _, place)| *place).chain(own.map(|(_, place)| *place));
    let is_looked_for =
        || labels.rules.iter().any(|(id, _)| id == rule || told.looked_for_with.iter().any(|other| other == id));
    if places.any(|place| clause.overlaps(place)) { Some(true) } else { is_looked_for().then_some(false) }
}

/// Whether a clause shows what is labelled: it holds much of the labelled words, or is mostly made of them.
pub(super) fn shows(clause: Span, place: Place) -> bool {
    let common = clause.end.min(place.end).saturating_sub(clause.start.max(place.start));
    let much = |whole: usize, parts: usize| common * 10 >= whole * parts;
    common > 0 && (much(place.end - place.start, 4) || much(clause.end - clause.start, 5))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told() -> Told {
        Told { factors: vec!["recent-entry".to_owned()], looked_for_with: vec!["border-no-basis".to_owned()] }
    }

    fn asked(labels: &Labels) -> [Option<bool>; 2] {
        [Span::new(0, 10), Span::new(20, 30)].map(|clause| tells_of("border-date", &told(), labels, clause))
    }

    #[test]
    fn a_clause_tells_what_labels_show_and_nothing_is_known_of_texts_nobody_looked_through() {
        let place = Place::new(5, 8);
        let nothing = Labels::default();
        assert_eq!(asked(&nothing), [None, None]);
        let of_rule = |id: &str| Labels { rules: vec![(id.to_owned(), place)], ..Labels::default() };
        assert_eq!(asked(&of_rule("border-date")), [Some(true), Some(false)]);
        assert_eq!(asked(&of_rule("border-no-basis")), [Some(false), Some(false)]);
        assert_eq!(asked(&of_rule("bright-line")), [None, None]);
        let cited =
            |status| Labels { factors: Some(vec![("recent-entry".to_owned(), status, place)]), ..Labels::default() };
        assert_eq!(asked(&cited(Status::Asserted)), [Some(true), None]);
        assert_eq!(asked(&cited(Status::Other)), [None, None]);
    }

    #[test]
    fn a_clause_shows_labelled_words_that_it_holds_or_is_made_of() {
        let label = Place::new(10, 20);
        assert!(shows(Span::new(0, 40), label), "it holds them");
        assert!(shows(Span::new(12, 16), label), "it is made of them");
        assert!(!shows(Span::new(0, 12), label), "it only touches them");
        assert!(!shows(Span::new(20, 40), label));
    }
}
