//! What a passage shows: the features that are weighed. One place for reading and for learning.

use super::DECISIONS;
use super::clauses::{Clause, Forms};
use crate::document::{BlockKind, WordKind};
use crate::lexicon::weights::{Hashed, Kind};
use crate::lexicon::{Lexicon, Role};
use crate::mentions::{Mention, Reading};
use crate::report::{Decision, Status};
use std::collections::BTreeMap;
use std::ops::Range;

/// Takes up a feature: its kind and its one or two words.
pub(crate) trait Gather {
    fn add(&mut self, kind: Kind, one: &str, other: &str);

    /// The same, of words that are hashed already.
    fn add_hashed(&mut self, kind: Kind, one: Hashed<'_>, other: Hashed<'_>) {
        self.add(kind, one.word, other.word);
    }

    /// Takes up features that sentences below the same blocks share, of kinds that nothing else they show is of.
    fn add_shared(&mut self, _blocks: &[usize], gather: impl FnOnce(&mut Self))
    where
        Self: Sized,
    {
        gather(self);
    }
}

/// How many letters of a word tell it from others: a poor man's lemma that does no worse than a stemmer.
const LETTERS: usize = 6;

pub(crate) fn beginning(form: &str) -> &str {
    if form.len() <= LETTERS {
        return form;
    }
    form.char_indices().nth(LETTERS).map_or(form, |(end, _)| &form[..end])
}

/// What the sentence shows to each of its clauses: its words, its label, what stands above it, its layout.
pub(crate) fn of_sentence(reading: &Reading<'_>, number: usize, forms: &Forms<'_>, to: &mut impl Gather) {
    const ABOVE: usize = 2;
    let sentence = reading.sentence(number);
    let label_end = sentence.words.start + sentence.label;
    for word in sentence.words.clone() {
        let begins = forms.beginning(word);
        if begins.is_empty() {
            continue;
        }
        to.add_hashed(Kind::Sentence, begins, Hashed::NOTHING);
        if word < label_end {
            to.add_hashed(Kind::Label, begins, Hashed::NOTHING);
        }
    }
    let block = &reading.document.blocks[sentence.block];
    let headings = &block.headings[..block.headings.len().min(ABOVE)];
    to.add_shared(headings, |to| {
        for heading in headings {
            for above in reading.document.blocks[*heading].sentences.clone() {
                head(reading, above, to);
            }
        }
    });
    let layout = match block.kind {
        BlockKind::Heading { .. } => "heading",
        BlockKind::Paragraph => "paragraph",
        BlockKind::Item { ticked: Some(_) } => "box",
        BlockKind::Item { ticked: None } => "item",
        BlockKind::Row => "row",
        BlockKind::Field => "field",
    };
    to.add(Kind::Layout, layout, "");
    if block.quoted {
        to.add(Kind::Layout, "quoted", "");
    }
}

fn head(reading: &Reading<'_>, sentence: usize, to: &mut impl Gather) {
    let forms = Forms::of(reading, sentence);
    for word in reading.sentence(sentence).words.clone() {
        let begins = forms.beginning(word);
        if !begins.is_empty() && reading.document.words[word].kind != WordKind::Mark {
            to.add_hashed(Kind::Heading, begins, Hashed::NOTHING);
        }
    }
}

/// What the words show by themselves: their beginnings, pairs of them, the lists that hold them.
pub(crate) fn of_words(forms: &Forms<'_>, words: Range<usize>, to: &mut impl Gather) {
    let mut last = Hashed::NOTHING;
    for word in words {
        let begins = forms.beginning(word);
        if begins.is_empty() {
            continue;
        }
        to.add_hashed(Kind::Word, begins, Hashed::NOTHING);
        to.add_hashed(Kind::Form, forms.at(word), Hashed::NOTHING);
        if !last.is_empty() {
            to.add_hashed(Kind::Pair, last, begins);
        }
        last = begins;
    }
}

/// What a whole sentence shows: its words, pairs, words with one between them, its cues, the sentence before.
pub(crate) fn of_statement(
    reading: &Reading<'_>,
    number: usize,
    forms: &Forms<'_>,
    mentions: &[Mention],
    to: &mut impl Gather,
) {
    let words = reading.sentence(number).words.clone();
    of_sentence(reading, number, forms, to);
    of_words(forms, words.clone(), to);
    of_skips(forms, words.clone(), to);
    of_cues(reading, number, &words, to);
    of_cue_pairs(reading, number, to);
    super::relations::gather(reading, number, mentions, to);
    of_phrases(reading, number, &words, mentions, to);
    of_before(reading, number, to);
}

/// Each two cues of the sentence, in their order.
fn of_cue_pairs(reading: &Reading<'_>, sentence: usize, to: &mut impl Gather) {
    // few sentences have more, and those that do are lists
    const MANY: usize = 16;
    let cues: Vec<Hashed<'_>> = cues(reading, sentence).take(MANY).map(Hashed::new).collect();
    for (number, one) in cues.iter().enumerate() {
        for other in cues[number + 1..].iter().filter(|other| other.word != one.word) {
            to.add_hashed(Kind::CuePair, *one, *other);
        }
    }
}

/// The words of the sentence before.
pub(crate) fn of_before(reading: &Reading<'_>, number: usize, to: &mut impl Gather) {
    if let Some(before) = before(reading, number) {
        let forms = Forms::of(reading, before);
        for begins in reading.sentence(before).words.clone().map(|word| forms.beginning(word)) {
            if !begins.is_empty() {
                to.add_hashed(Kind::Before, begins, Hashed::NOTHING);
            }
        }
    }
}

/// Two words with one between them.
pub(crate) fn of_skips(forms: &Forms<'_>, words: Range<usize>, to: &mut impl Gather) {
    let mut last = [Hashed::NOTHING; 2];
    for begins in words.map(|word| forms.beginning(word)).filter(|begins| !begins.is_empty()) {
        if !last[0].is_empty() {
            to.add_hashed(Kind::Skip, last[0], begins);
        }
        last = [last[1], begins];
    }
}

/// The sentence before, in the same block.
pub(crate) fn before(reading: &Reading<'_>, number: usize) -> Option<usize> {
    let before = number.checked_sub(1)?;
    (reading.sentence(before).block == reading.sentence(number).block).then_some(before)
}

/// The names of a sentence's cues.
pub(crate) fn cues<'l>(reading: &Reading<'l>, sentence: usize) -> impl Iterator<Item = &'l str> + Clone {
    let lexicon = reading.lexicon;
    reading.hits.of(sentence).iter().filter_map(move |hit| match lexicon.entries[hit.entry()].role {
        Role::Cue(cue) => Some(lexicon.cues[cue].as_str()),
        _ => None,
    })
}

/// What a sentence and the one before it are likely to be about, and the sentence's words and cues beside that.
pub(crate) fn of_subjects<'n>(
    subjects: &Subjects<'n>,
    before: &Subjects<'n>,
    words: impl Iterator<Item = Hashed<'n>> + Clone,
    to: &mut impl Gather,
) {
    const NOTHING: &str = "nothing";
    for (here, kind, with) in [(subjects, Kind::About, Kind::With), (before, Kind::AboutBefore, Kind::WithBefore)] {
        if here.groups.is_empty() {
            to.add(kind, NOTHING, "");
        }
        for name in here.outcomes.iter().chain(&here.groups) {
            to.add(kind, name, "");
        }
        for group in here.groups.iter().map(|group| Hashed::new(group)) {
            for word in words.clone() {
                to.add_hashed(with, group, word);
            }
        }
    }
}

/// What the whole text does, beside which each of its sentences is read: an officer who declines to act holds little
/// against anybody, and one who weighs many facts seldom lets one of them decide.
#[derive(Clone, Debug)]
pub(crate) struct Setting {
    decision: Decision,
    /// For each factor of the lexicon, how often the text asserts it.
    asserted: Vec<usize>,
    sentences: usize,
}

impl Setting {
    pub(crate) const fn new(decision: Decision, sentences: usize) -> Self {
        Self { decision, asserted: Vec::new(), sentences }
    }

    /// Takes up that the text asserts a factor, an index into the lexicon's factors.
    pub(crate) fn assert(&mut self, factor: usize) {
        if self.asserted.len() <= factor {
            self.asserted.resize(factor + 1, 0);
        }
        self.asserted[factor] += 1;
    }
}

/// What the whole text does.
pub(crate) fn of_setting(lexicon: &Lexicon, setting: &Setting, to: &mut impl Gather) {
    const LENGTHS: [&str; 9] = ["1", "2", "4", "8", "16", "32", "64", "128", "256 or more"];
    to.add(Kind::Setting, "decision", setting.decision.name());
    let length = setting.sentences.max(1).ilog2() as usize;
    to.add(Kind::Setting, "sentences", LENGTHS[length.min(LENGTHS.len() - 1)]);
    let mut of_kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for (number, factor) in lexicon.factors.iter().enumerate() {
        let times = setting.asserted.get(number).copied().unwrap_or_default();
        *of_kinds.entry(&factor.kind).or_default() += times;
        to.add(Kind::Setting, &factor.id, if times > 0 { "asserted" } else { "not asserted" });
    }
    for (kind, times) in of_kinds {
        to.add(Kind::Setting, kind, count(times));
    }
}

/// How likely each clause of a text states each decision, in the order of `DECISIONS`.
pub(crate) type Clauses = Vec<[f32; 2]>;

/// What tells the decision of a text: how surely its clauses state one, which of them do so first and last, and the facts
/// it cites, by factor and status. Who finds no danger and much on the other side seldom acts.
pub(crate) fn of_decision(
    lexicon: &Lexicon,
    clauses: &Clauses,
    facts: impl Iterator<Item = (usize, Status)>,
    to: &mut impl Gather,
) {
    const STATED: f32 = 0.5;
    let level = |likely: f32| match likely {
        ..0.05 => "not",
        ..0.2 => "hardly",
        ..0.5 => "perhaps",
        ..0.8 => "probably",
        ..0.95 => "likely",
        _ => "surely",
    };
    let most = [0, 1].map(|which| clauses.iter().map(|likely| likely[which]).fold(0.0, f32::max));
    to.add(Kind::Decides, level(most[0]), level(most[1]));
    for (which, (name, _)) in DECISIONS.iter().enumerate() {
        to.add(Kind::Decides, name, level(most[which]));
        let stated = clauses.iter().filter(|likely| likely[which] > STATED).count();
        to.add(Kind::Decides, name, count(stated));
    }
    let stated = || clauses.iter().filter(|likely| likely[0].max(likely[1]) > STATED);
    let which = |likely: &[f32; 2]| DECISIONS[usize::from(likely[1] > likely[0])].0;
    for (place, likely) in [("first", stated().next()), ("last", stated().next_back())] {
        to.add(Kind::Decides, place, likely.map_or("none", which));
    }
    let mut of_kinds: BTreeMap<(&str, Status), usize> = BTreeMap::new();
    let mut known: Vec<(usize, Status)> = Vec::new();
    for (factor, status) in facts {
        let factor_of = &lexicon.factors[factor];
        *of_kinds.entry((&factor_of.kind, status)).or_default() += 1;
        if !known.contains(&(factor, status)) {
            known.push((factor, status));
            to.add(Kind::Setting, &factor_of.id, status.name());
        }
    }
    for ((kind, status), times) in of_kinds {
        to.add(Kind::Setting, kind, status.name());
        if status == Status::Asserted {
            to.add(Kind::Setting, kind, count(times));
        }
    }
}

/// A number, or that it is five or more.
fn count(number: usize) -> &'static str {
    const COUNTS: [&str; 6] = ["0", "1", "2", "3", "4", "5 or more"];
    COUNTS[number.min(COUNTS.len() - 1)]
}

/// What a sentence is likely to be about: outcomes of its clauses, and the groups of those that rules ask about.
#[derive(Clone, Debug, Default)]
pub(crate) struct Subjects<'n> {
    pub(crate) outcomes: Vec<&'n str>,
    pub(crate) groups: Vec<&'n str>,
}

impl<'n> Subjects<'n> {
    /// Takes up an outcome of the clause weights.
    pub(crate) fn add(&mut self, lexicon: &'n Lexicon, outcome: &'n str) {
        if self.outcomes.contains(&outcome) {
            return;
        }
        self.outcomes.push(outcome);
        let group = lexicon.rule(outcome).map(|rule| rule.group.as_str()).or_else(|| lexicon.kind_of(outcome));
        if let Some(group) = group
            && !self.groups.contains(&group)
        {
            self.groups.push(group);
        }
    }
}

/// The column head over a clause in a row.
pub(crate) fn of_column(reading: &Reading<'_>, clause: &Clause, to: &mut impl Gather) {
    let sentence = reading.sentence(clause.sentence);
    let column = sentence.columns.iter().rev().find(|(start, _)| *start < clause.words.end);
    if let Some((_, block)) = column {
        for above in reading.document.blocks[*block].sentences.clone() {
            head(reading, above, to);
        }
    }
}

/// What the lexicon's phrases have found in the words: factors with their status, words of rules, decisions.
pub(crate) fn of_phrases(
    reading: &Reading<'_>,
    sentence: usize,
    words: &Range<usize>,
    mentions: &[Mention],
    to: &mut impl Gather,
) {
    for mention in in_sentence(mentions, sentence).iter().filter(|mention| overlap(&mention.words, words)) {
        let factor = &reading.lexicon.factors[mention.factor].id;
        to.add(Kind::Phrase, factor, "");
        to.add(Kind::Phrase, factor, mention.status.name());
    }
    for hit in reading.hits.of(sentence).iter().filter(|hit| overlap(&hit.words(), words)) {
        match reading.entry(hit).role {
            Role::Rule(rule) => to.add(Kind::Phrase, &reading.lexicon.rules()[rule].id, ""),
            Role::Decision(crate::report::Decision::Enforce) => to.add(Kind::Phrase, "enforce", ""),
            Role::Decision(crate::report::Decision::Decline) => to.add(Kind::Phrase, "decline", ""),
            _ => {}
        }
    }
}

/// Those of a text's mentions, which stand in its order, that stand in one sentence.
pub(crate) fn in_sentence(mentions: &[Mention], sentence: usize) -> &[Mention] {
    &mentions[range_in_sentence(mentions, sentence)]
}

/// The same, as indices.
pub(crate) fn range_in_sentence(mentions: &[Mention], sentence: usize) -> Range<usize> {
    let from = mentions.partition_point(|mention| mention.sentence < sentence);
    from..mentions.partition_point(|mention| mention.sentence <= sentence)
}

/// The cues in the words, and those before and after them in the sentence.
pub(crate) fn of_cues(reading: &Reading<'_>, sentence: usize, words: &Range<usize>, to: &mut impl Gather) {
    for hit in reading.hits.of(sentence) {
        let Role::Cue(cue) = reading.entry(hit).role else { continue };
        let name = &reading.lexicon.cues[cue];
        if overlap(&hit.words(), words) {
            to.add(Kind::Cue, name, "");
            to.add(Kind::Cue, name, &reading.entry(hit).name);
        } else {
            let side = if hit.words().end <= words.start { "before" } else { "after" };
            to.add(Kind::CueBeside, name, side);
        }
    }
}

/// Whose status is asked: the factor, its kind, and how the phrases have read it.
pub(crate) fn of_question(
    reading: &Reading<'_>,
    factor: usize,
    sentence: usize,
    words: &Range<usize>,
    mentions: &[Mention],
    to: &mut impl Gather,
) {
    let asked = &reading.lexicon.factors[factor];
    to.add(Kind::About, &asked.id, "");
    to.add(Kind::About, &asked.kind, "");
    let mut known = false;
    let here = in_sentence(mentions, sentence).iter();
    for mention in here.filter(|mention| mention.factor == factor && overlap(&mention.words, words)) {
        known = true;
        to.add(Kind::About, "read", mention.status.name());
        to.add(Kind::About, &asked.id, mention.status.name());
    }
    if !known {
        to.add(Kind::About, "read", "nothing");
    }
}

pub(crate) const fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}
