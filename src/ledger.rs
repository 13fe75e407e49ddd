//! Mentions to ledger: what the text cites, what it decides, and whether it is a justification at all.

use crate::document::BlockKind;
use crate::evidence::{Charge, Decided, Evidence, Weighed};
use crate::hits::Hit;
use crate::lexicon::{Lexicon, Role};
use crate::mentions::{Mention, Reading, cue};
use crate::report::{Decision, Status};
use std::ops::Range;

/// What one text says of its case.
#[derive(Debug)]
pub(crate) struct Ledger {
    pub(crate) mentions: Vec<Mention>,
    pub(crate) decision: Decision,
    /// The sentence and words that decide.
    pub(crate) decided_by: Option<(usize, Range<usize>)>,
    /// Where rules are broken by the weight of the words; `None` where nothing was learned about that.
    pub(crate) charges: Option<Vec<Charge>>,
    /// What its clauses speak for, in order; empty where nothing was learned.
    pub(crate) clauses: Vec<Weighed>,
    /// Whether the text is a justification (RULEBOOK § 1).
    pub(crate) justification: bool,
}

impl Ledger {
    /// The mentions of a factor, or of all factors of a kind.
    pub(crate) fn of<'a>(&'a self, lexicon: &'a Lexicon, name: &'a str) -> impl Iterator<Item = &'a Mention> {
        self.mentions.iter().filter(move |mention| {
            let factor = &lexicon.factors[mention.factor];
            factor.id == name || factor.kind == name
        })
    }

    /// Whether a factor, or one of a kind, has this status somewhere.
    pub(crate) fn has(&self, lexicon: &Lexicon, name: &str, status: Status) -> bool {
        self.of(lexicon, name).any(|mention| mention.status == status)
    }

    /// Whether the rules that need a decision to enforce apply: the text decides so, or decides nothing and places
    /// the case in a priority or cites a basis (RULEBOOK § 3.4).
    pub(crate) fn calls_for_assessment(&self, lexicon: &Lexicon) -> bool {
        match self.decision {
            Decision::Enforce => true,
            Decision::Decline => false,
            Decision::Unknown => ["priority", "basis"].iter().any(|kind| self.has(lexicon, kind, Status::Asserted)),
        }
    }
}

/// Draws up the ledger.
pub(crate) fn draw_up(reading: &Reading<'_>, evidence: Evidence) -> Ledger {
    let subject = (speaks_of_one_person(reading) && !evidence.tells_of_something_else(reading))
        || evidence.tells_of_a_case(reading);
    let Evidence { mut mentions, charges, decided, clauses } = evidence;
    let decided = if subject { decided.unwrap_or_else(|| decide(reading)) } else { (Decision::Unknown, None) };
    let (decision, decided_by) = decided;
    if !subject {
        // a handout or an instruction states no facts of a case
        mentions.retain(|mention| mention.entry.is_some());
        mentions.iter_mut().for_each(|mention| mention.status = Status::Hypothetical);
    }
    let placed = mentions
        .iter()
        .any(|mention| matches!(reading.lexicon.factors[mention.factor].kind.as_str(), "priority" | "basis"));
    let justification = subject && (decision != Decision::Unknown || placed);
    Ledger { mentions, decision, decided_by, charges, clauses, justification }
}

/// Whether the text is about one person's case: the words that say so weigh enough together.
fn speaks_of_one_person(reading: &Reading<'_>) -> bool {
    const ENOUGH: u32 = 4;
    // "he" or "she" so often that somebody must be meant
    const OFTEN: usize = 8;
    let sentences = 0..reading.document.sentences.len();
    let weight: u32 = sentences
        .clone()
        .flat_map(|number| reading.hits.of(number))
        .map(|hit| reading.entry(hit))
        .filter(|entry| entry.role == Role::Subject)
        .map(|entry| u32::from(entry.weight))
        .sum();
    let references: usize = sentences.map(|number| reading.cues(number, cue::SUBJECT_REFERENCE).count()).sum();
    weight >= ENOUGH || references >= OFTEN
}

/// The decision that the weightiest words state; of equal words, the later ones, since texts close with it.
pub(crate) fn decide(reading: &Reading<'_>) -> Decided {
    let mut best: Option<(u32, &Hit, Decision)> = None;
    for number in 0..reading.document.sentences.len() {
        for hit in reading.hits.of(number) {
            let Role::Decision(decision) = reading.entry(hit).role else { continue };
            let Some((weight, decision)) = weigh(reading, hit, decision) else { continue };
            if best.as_ref().is_none_or(|(known, _, _)| weight >= *known) {
                best = Some((weight, hit, decision));
            }
        }
    }
    best.map_or((Decision::Unknown, None), |(_, hit, decision)| (decision, Some((hit.sentence(), hit.words().clone()))))
}

fn weigh(reading: &Reading<'_>, hit: &Hit, decision: Decision) -> Option<(u32, Decision)> {
    let entry = reading.entry(hit);
    let sentence = reading.sentence(hit.sentence());
    let block = &reading.document.blocks[sentence.block];
    if block.kind == (BlockKind::Item { ticked: Some(false) }) {
        return None;
    }
    if let Some(under) = entry.under
        && reading.above(hit.sentence(), hit.words().start, |above| above.entry() == under).is_none()
    {
        return None;
    }
    let blocked = [cue::POSSIBILITY, cue::GENERAL_RULE]
        .iter()
        .filter(|name| reading.lexicon.cue(name).is_none_or(|number| !entry.deaf_to.contains(&number)))
        .any(|name| reading.bears_on(name, hit).is_some());
    if blocked
        || (entry.someone_else != crate::lexicon::schema::SomeoneElse::Same
            && (crate::mentions::other_person(reading, hit).is_some()
                || crate::mentions::other_official(reading, hit).is_some()))
    {
        return None;
    }
    let deaf = reading.lexicon.cue(cue::NEGATION).is_some_and(|number| entry.deaf_to.contains(&number));
    let denied = !deaf && reading.bears_on(cue::NEGATION, hit).is_some();
    let decision = match (denied, decision) {
        (true, Decision::Enforce) => Decision::Decline,
        (true, _) => return None,
        (false, decision) => decision,
    };
    let weight = u32::from(entry.weight) * if block.quoted { 1 } else { 2 };
    Some((weight, decision))
}
