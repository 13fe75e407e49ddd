//! What reaches what in a sentence: which cues stand over which words, and how the words of a rule stand.

use super::features::{self, Gather};
use crate::hits::Hit;
use crate::lexicon::Role;
use crate::lexicon::schema::Mechanism;
use crate::lexicon::weights::Kind;
use crate::mentions::role::{Standing, TIES, standing};
use crate::mentions::{Mention, Reading};
use std::ops::Range;

/// Adds them. Few sentences hold more cues and words than are looked at; those that do are lists.
pub(super) fn gather(reading: &Reading<'_>, number: usize, mentions: &[Mention], to: &mut impl Gather) {
    const CUES: usize = 16;
    const TARGETS: usize = 32;
    let lexicon = reading.lexicon;
    let hits = reading.hits.of(number);
    let cues: Vec<(&Hit, &str, Range<usize>)> = hits
        .iter()
        .filter_map(|hit| match lexicon.entries[hit.entry()].role {
            Role::Cue(cue) => Some((hit, lexicon.cues[cue].as_str(), reading.scope(hit))),
            _ => None,
        })
        .take(CUES)
        .collect();
    let mut reached = |name: &str, words: &Range<usize>| {
        let mut free = true;
        for (cue, over, scope) in &cues {
            if !features::overlap(&cue.words(), words) && scope.contains(&words.start) && *over != name {
                free = false;
                to.add(Kind::Reach, name, over);
            }
        }
        if free {
            to.add(Kind::Reach, name, "nothing");
        }
    };
    for (cue, name, _) in &cues {
        reached(name, &cue.words());
    }
    for mention in features::in_sentence(mentions, number).iter().take(TARGETS) {
        reached(&lexicon.factors[mention.factor].kind, &mention.words);
    }
    for hit in hits.iter().take(TARGETS * 2) {
        let Role::Rule(rule) = lexicon.entries[hit.entry()].role else { continue };
        let group = &lexicon.rules()[rule].group;
        reached(group, &hit.words());
    }
    for hit in hits.iter().take(TARGETS * 2) {
        let Role::Rule(rule) = lexicon.entries[hit.entry()].role else { continue };
        if matches!(lexicon.mechanisms[rule], Mechanism::UsedAsReason { .. }) {
            to.add(Kind::Standing, &lexicon.rules()[rule].group, stands(reading, hit));
        }
    }
}

/// How words of a rule stand, and by how strong a cue.
fn stands(reading: &Reading<'_>, hit: &Hit) -> &'static str {
    match standing(reading, hit) {
        Standing::Proper => "proper",
        Standing::Open => "open",
        Standing::Against(None) => "against by itself",
        Standing::Against(Some(cue)) => match reading.entry(cue).weight {
            ..TIES => "against weakly",
            TIES => "against",
            _ => "against plainly",
        },
    }
}
