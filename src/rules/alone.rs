//! A basis carries the decision by itself: said outright, or shown by the whole text (RULEBOOK § 3.1).

use super::{Case, Finding};
use crate::hits::Hit;
use crate::lexicon::Role;
use crate::lexicon::schema::Mechanism;
use crate::mentions::{Reading, cue};
use crate::report::{Decision, Status};
use std::ops::Range;

const KIND: &str = "basis";

/// The weight of words that speak of the sentence before without taking it up ("Nothing further is needed.").
const BY_ITSELF: u8 = 2;

/// Fires where words make the basis sufficient, else where the ledger holds no other ground.
pub(super) fn check(case: Case<'_>, basis: &str, after: &[String], findings: &mut Vec<Finding>) {
    let (lexicon, ledger, reading) = (case.reading.lexicon, case.ledger, case.reading);
    let before = findings.len();
    let is_weighed = super::weighed::check(case, findings);
    if findings.len() == before {
        said_outright(case, basis, is_weighed, findings);
    }
    if findings.len() > before {
        return;
    }
    let asserted = |name: &str| ledger.has(lexicon, name, Status::Asserted);
    if !ledger.justification
        || ledger.decision != Decision::Enforce
        || lexicon.grounds.iter().any(|ground| asserted(ground))
        || after.iter().any(|earlier| asserted(earlier))
    {
        return;
    }
    let first = ledger.of(lexicon, basis).find(|mention| mention.status == Status::Asserted);
    if let Some(first) = first {
        let decided = ledger.decided_by.as_ref().map(|(_, words)| reading.span(words));
        findings.push(Finding::at(case.id, reading.span(&first.words)).because(decided, "the decision is here"));
    }
}

/// Words make the basis sufficient, by phrases; where weights were learned, only in sentences that they do not clear.
fn said_outright(case: Case<'_>, basis: &str, is_weighed: bool, findings: &mut Vec<Finding>) {
    let reading = case.reading;
    let mut last_sentence = usize::MAX;
    for number in 0..reading.document.sentences.len() {
        for hit in reading.cues(number, cue::SUFFICIENT) {
            if last_sentence == number
                || !is_meant(reading, hit, is_weighed)
                || is_rule_for_all(reading, hit)
                || (is_weighed && !super::weighed::may_break(case, number))
            {
                continue;
            }
            let Some(spoken_of) = nearest_basis(case, hit) else { continue };
            // said of the sentence before, which has said so itself
            if spoken_of.sentence != number && spoken_of.sentence == last_sentence {
                continue;
            }
            if spoken_of.basis != basis {
                continue;
            }
            last_sentence = number;
            let span = reading.span(&spoken_of.words);
            findings.push(
                Finding::at(case.id, hit.span(reading.document)).because(Some(span), "this is made the whole reason"),
            );
        }
    }
}

/// Whether the words make something sufficient in earnest: not denied ("a plea is not enough"), not the rule itself. Where
/// weights were learned, a denial after the words will do ("alone, that decides nothing"): what means more than it is theirs to find.
fn is_meant(reading: &Reading<'_>, hit: &Hit, is_weighed: bool) -> bool {
    let clause = reading.clause(hit.sentence(), hit.words().start);
    let denied = reading.cues(hit.sentence(), cue::NEGATION).any(|no| {
        !no.overlaps(&hit.words())
            && clause.contains(&no.words().start)
            && (is_weighed || no.words().start < hit.words().start)
    });
    !reading.is_silent(hit.sentence())
        && !denied
        && reading
            .in_reach_of(cue::DISCLAIMER, hit.sentence(), &hit.words())
            .is_none_or(|disclaimer| !clause.contains(&disclaimer.words().start))
        && reading.in_reach_of(cue::GENERAL_RULE, hit.sentence(), &hit.words()).is_none()
}

/// Whether the sentence lays down a rule for a class of cases: that is the more specific finding.
fn is_rule_for_all(reading: &Reading<'_>, hit: &Hit) -> bool {
    const RULE: &str = "bright-line";
    reading.hits.of(hit.sentence()).iter().any(|other| match reading.entry(other).role {
        Role::Rule(rule) => reading.lexicon.rules()[rule].id == RULE && super::stated::is_meant(reading, other),
        _ => false,
    })
}

/// A basis where it is spoken of: a mention of the ledger, or a word that by itself is none ("the listing").
struct SpokenOf<'a> {
    basis: &'a str,
    sentence: usize,
    words: Range<usize>,
}

/// The basis that the words speak of: the nearest in their sentence, else, where they take up what went before or can
/// hardly speak of anything else, the last one of the sentence before, or of the one before that if it holds none.
fn nearest_basis<'a>(case: Case<'a>, hit: &Hit) -> Option<SpokenOf<'a>> {
    const BACK: usize = 2;
    let here = bases(case, hit.sentence()).into_iter().min_by_key(|spoken_of| {
        spoken_of.words.start.abs_diff(hit.words().end).min(hit.words().start.abs_diff(spoken_of.words.end))
    });
    if here.is_some() {
        return here;
    }
    let start = case.reading.sentence(hit.sentence()).words.start;
    let takes_up = case.reading.cues(hit.sentence(), cue::ANAPHORA).any(|takes_up| takes_up.words().start <= start + 2);
    if !takes_up && case.reading.entry(hit).weight < BY_ITSELF {
        return None;
    }
    let block = case.reading.sentence(hit.sentence()).block;
    (hit.sentence().saturating_sub(BACK)..hit.sentence())
        .rev()
        .take_while(|&before| case.reading.sentence(before).block == block)
        // a rule about such cases is no antecedent
        .filter(|&before| case.reading.cues(before, cue::GENERAL_RULE).next().is_none())
        .find_map(|before| bases(case, before).pop())
}

/// The bases that a sentence speaks of: those of the ledger first, else the words of the rules that name one.
fn bases<'a>(case: Case<'a>, sentence: usize) -> Vec<SpokenOf<'a>> {
    let (lexicon, reading) = (case.reading.lexicon, case.reading);
    let known: Vec<_> = case.ledger.of(lexicon, KIND).filter(|mention| mention.sentence == sentence).collect();
    let mut found: Vec<_> = known
        .iter()
        .filter(|mention| mention.status != Status::Other && mention.status != Status::Negated)
        .map(|mention| SpokenOf { basis: &lexicon.factors[mention.factor].id, sentence, words: mention.words.clone() })
        .collect();
    if !found.is_empty() || reading.is_silent(sentence) {
        return found;
    }
    for hit in reading.hits.of(sentence) {
        let Role::Rule(rule) = reading.entry(hit).role else { continue };
        let Some(Mechanism::Alone { basis, .. }) = lexicon.mechanisms.get(rule) else { continue };
        let free = known.iter().all(|mention| !hit.overlaps(&mention.words));
        if free && reading.in_reach_of(cue::NEGATION, sentence, &hit.words()).is_none() {
            found.push(SpokenOf { basis, sentence, words: hit.words().clone() });
        }
    }
    found
}
