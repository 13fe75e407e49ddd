//! Clauses to charges: which sentences break a rule, by what they are about and by what they do with it.
//!
//! Two questions are asked apart, since the answers carry over to other words and other matters only so: what a
//! sentence is about (a faith, a wage complaint, a conviction) is told by its clauses; whether it turns that against
//! the person, or lets it decide alone, is told by the sentence as a whole, whatever it is about.

use super::again::{self, Again, First};
use super::clauses::Forms;
use super::features::{self, Gather, Setting, Subjects};
use super::in_order::{self, InOrder};
use super::keys::Keys;
use super::timing::{self, Side, Soon};
use super::{Charge, Weighed, trimmed};
use crate::lexicon::schema::Mechanism;
use crate::lexicon::weights::{Hashed, Sums, log_odds, probability};
use crate::lexicon::{Lexicon, Role};
use crate::mentions::role::stands_plainly_against;
use crate::mentions::{Mention, Reading, cue};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

/// From here on, a clause is likely to be about something.
pub(crate) const IS_ABOUT: f32 = 0.3;
/// From here on, a sentence is said to turn what it is about against the person.
const TURNS: f32 = 0.46;
/// From here on, a short one is: what a memo weighs makes all its sentences less likely to break a rule, and one that says it
/// outright in a few words shows little that could outweigh that.
const SHORT_TURNS: f32 = 0.25;
/// Sentences of fewer words, marks included, are short.
const SHORT: usize = 14;
/// From here on, it is said to let one thing decide: little that is proper comes near to that.
const LETS_DECIDE: f32 = 0.25;
/// From here on, a sentence breaks a rule by itself, whatever another does.
const SURELY_BREAKS: f32 = 0.9;
/// From here on, a reviewer should look at a sentence.
pub(crate) const LOOK_AT: f32 = 0.035;
/// Up to here, a sentence is sure not to break a rule.
const MAY_BREAK_AT_ALL: f32 = 0.01;
/// From here on, a clause shows what a rule asks about better than its whole sentence does, and a reviewer may have to look.
const PERHAPS_ABOUT: f32 = 0.1;
/// From here on, a sentence breaks a rule beside the likeliest one.
const ALSO: f32 = 0.5;

/// One sentence and the clauses in it.
pub(super) struct Statement<'w> {
    number: usize,
    clauses: &'w [Weighed],
}

impl Statement<'_> {
    /// The clause that is likeliest to show this outcome, and how likely.
    fn best(&self, outcome: usize) -> (f32, Range<usize>) {
        self.clauses
            .iter()
            .map(|weighed| (weighed.likely(outcome), weighed.clause.words.clone()))
            .max_by(|one, other| one.0.total_cmp(&other.0))
            .unwrap_or((0.0, 0..0))
    }

    /// The clause that is likeliest to be about what a rule asks about, and how likely.
    fn about(&self, rule: &Weighable<'_>) -> (f32, Range<usize>) {
        let likeliest = rule.subject.iter().chain(&rule.factors).map(|outcome| self.best(*outcome));
        likeliest.max_by(|one, other| one.0.total_cmp(&other.0)).unwrap_or((0.0, 0..0))
    }

    /// The words that show what a rule asks about: the clause that is likeliest to be about it, or all of them.
    fn showing(&self, rule: &Weighable<'_>) -> Range<usize> {
        let (about, words) = self.about(rule);
        let all = || {
            let first = self.clauses.first().map_or(0..0, |first| first.clause.words.clone());
            first.start..self.clauses.last().map_or(first.end, |last| last.clause.words.end)
        };
        if about > PERHAPS_ABOUT { words } else { all() }
    }

    /// What its clauses are likely to be about.
    fn subjects<'l>(&self, lexicon: &'l Lexicon) -> Subjects<'l> {
        let mut subjects = Subjects::default();
        let likely = self.clauses.iter().flat_map(|weighed| &weighed.likely);
        for (outcome, _) in likely.filter(|(_, likely)| *likely > IS_ABOUT) {
            subjects.add(lexicon, &lexicon.clause_weights.outcomes[usize::from(*outcome)]);
        }
        subjects
    }
}

/// The features of a sentence, by what it and the one before it are likely to be about.
fn of_statement(
    reading: &Reading<'_>,
    number: usize,
    forms: &Forms<'_>,
    mentions: &[Mention],
    [subjects, before]: [&Subjects<'_>; 2],
    to: &mut impl Gather,
) {
    features::of_statement(reading, number, forms, mentions, to);
    let words = reading.sentence(number).words.clone();
    let words = words.map(|word| forms.beginning(word)).filter(|word| !word.is_empty());
    let words: Vec<Hashed<'_>> = words.chain(features::cues(reading, number).map(Hashed::new)).collect();
    features::of_subjects(subjects, before, words.iter().copied(), to);
}

/// The features of one of a text's sentences.
pub(super) fn of_sentence_again(
    reading: &Reading<'_>,
    number: usize,
    mentions: &[Mention],
    statements: &[Statement<'_>],
    soon: &[Soon],
    setting: &Setting,
    to: &mut impl Gather,
) {
    let subjects = |number: usize| subjects_of(reading.lexicon, statements, number).unwrap_or_default();
    let here = subjects(number);
    let before = features::before(reading, number).map(subjects).unwrap_or_default();
    let forms = Forms::of(reading, number);
    of_statement(reading, number, &forms, mentions, [&here, &before], to);
    of_timing(reading, soon, statements, (number, &here), to);
    features::of_setting(reading.lexicon, setting, to);
}

/// What a sentence is likely to be about, by its number, if it is one of those that are read.
fn subjects_of<'l>(lexicon: &'l Lexicon, statements: &[Statement<'_>], number: usize) -> Option<Subjects<'l>> {
    let at = statements.binary_search_by_key(&number, |statement| statement.number).ok()?;
    Some(statements[at].subjects(lexicon))
}

/// The sentences that stand close to each other in time.
pub(super) fn timing_of(reading: &Reading<'_>, statements: &[Statement<'_>]) -> Vec<Soon> {
    timing::soon(reading, statements.iter().map(|statement| statement.number))
}

/// The features of a sentence, by what happened soon before or after what it tells.
fn of_timing(
    reading: &Reading<'_>,
    soon: &[Soon],
    statements: &[Statement<'_>],
    (number, subjects): (usize, &Subjects<'_>),
    to: &mut impl Gather,
) {
    let from = soon.partition_point(|soon| soon.sentence < number);
    for Soon { other, when, .. } in soon[from..].iter().take_while(|soon| soon.sentence == number) {
        let Some(of_other) = subjects_of(reading.lexicon, statements, *other) else { continue };
        let [here, other] = [(number, subjects.clone()), (*other, of_other)]
            .map(|(number, subjects)| Side { subjects, cues: features::cues(reading, number).collect() });
        timing::gather(when, &here, &other, to);
    }
}

/// The charges in a text, in order; `None` if nothing was learned about sentences.
pub(super) fn charges(
    reading: &Reading<'_>,
    mentions: &[Mention],
    weighed: &[Weighed],
    setting: &Setting,
    in_order: &mut InOrder<'_>,
) -> Option<Vec<Charge>> {
    let lexicon = reading.lexicon;
    let weights = &lexicon.sentence_weights;
    if weights.is_empty() {
        return None;
    }
    let statements = statements(weighed);
    let sums = sums(reading, mentions, &statements, setting, in_order);
    let rules: Vec<Weighable> = weighable(reading);
    let (mut charges, mut said) = (Vec::new(), BTreeMap::new());
    for (statement, sums) in statements.iter().zip(&sums) {
        charge(reading, &rules, statement, sums, &mut charges, &mut said);
    }
    charges.sort_by_key(|charge: &Charge| charge.sentence);
    for charge in &mut charges {
        charge.words = named(reading, mentions, charge).unwrap_or_else(|| trimmed(reading, &charge.words));
    }
    Some(charges)
}

/// The sentences of a text, by its clauses.
pub(super) fn statements(weighed: &[Weighed]) -> Vec<Statement<'_>> {
    let by_sentence = weighed.chunk_by(|one, next| one.clause.sentence == next.clause.sentence);
    by_sentence.map(|clauses| Statement { number: clauses[0].clause.sentence, clauses }).collect()
}

/// For each sentence, the sum of each outcome; none where nothing was learned.
pub(super) fn sums(
    reading: &Reading<'_>,
    mentions: &[Mention],
    statements: &[Statement<'_>],
    setting: &Setting,
    in_order: &mut InOrder<'_>,
) -> Vec<Vec<f32>> {
    if reading.lexicon.sentence_weights.is_empty() {
        return Vec::new();
    }
    let shared = shared(reading.lexicon, &reading.lexicon.sentence_weights.outcomes);
    let mut sums = again(reading.lexicon, &shared, first_sums(reading, mentions, statements, setting), statements);
    for (statement, sums) in statements.iter().zip(&mut sums) {
        if joint(&shared, sums).any(in_order::comes_into_question) {
            in_order.on_sentence(statement.number, sums);
        }
    }
    sums
}

/// The same, by what each sentence shows by itself.
fn first_sums(
    reading: &Reading<'_>,
    mentions: &[Mention],
    statements: &[Statement<'_>],
    setting: &Setting,
) -> Vec<Vec<f32>> {
    let lexicon = reading.lexicon;
    let weights = &lexicon.sentence_weights;
    let (mut keys, mut base, mut sums) = (Keys::new(weights), Sums::default(), Sums::default());
    // what the whole text does is the same for each of its sentences
    weights.start(&mut base);
    features::of_setting(lexicon, setting, &mut keys);
    keys.settle(&mut base);
    let soon = timing_of(reading, statements);
    let mut last: Option<(usize, Subjects<'_>)> = None;
    let mut first = Vec::with_capacity(statements.len());
    for statement in statements {
        let number = statement.number;
        let subjects = statement.subjects(lexicon);
        let before = last.take().filter(|(before, _)| features::before(reading, number) == Some(*before));
        let forms = Forms::of(reading, number);
        sums.copy(&base);
        let nothing = Subjects::default();
        let of_before = before.as_ref().map_or(&nothing, |(_, subjects)| subjects);
        of_statement(reading, number, &forms, mentions, [&subjects, of_before], &mut keys);
        of_timing(reading, &soon, statements, (number, &subjects), &mut keys);
        keys.settle(&mut sums);
        first.push(sums.all().collect());
        last = Some((number, subjects));
    }
    first
}

/// The sums of each sentence read once more, beside what it, the others and their clauses were first taken to say.
fn again(
    lexicon: &Lexicon,
    shared: &[Option<usize>],
    sums: Vec<Vec<f32>>,
    statements: &[Statement<'_>],
) -> Vec<Vec<f32>> {
    let network = &lexicon.sentence_network;
    if network.is_empty() {
        return sums;
    }
    let outcomes = lexicon.clause_weights.outcomes.len();
    let (mut sentences, mut clauses) = (First::new(shared.len()), First::new(outcomes));
    for (statement, sums) in statements.iter().zip(&sums) {
        sentences.add(joint(shared, sums));
        let mut most = vec![f32::NEG_INFINITY; outcomes];
        for (outcome, likely) in statement.clauses.iter().flat_map(|weighed| &weighed.likely) {
            let most = &mut most[usize::from(*outcome)];
            *most = most.max(log_odds(*likely));
        }
        clauses.add(most.into_iter());
    }
    let mut again = Again::new(network);
    let read = |sentence| again.read(|inputs| again::of_sentence(&sentences, &clauses, sentence, inputs)).to_vec();
    (0..statements.len()).map(read).collect()
}

/// For each outcome of a sentence, the one that tells whether it comes into question: which of some rules is broken is asked
/// only where one is.
pub(crate) fn shared(lexicon: &Lexicon, outcomes: &[String]) -> Vec<Option<usize>> {
    let at = |name: &String| outcomes.iter().position(|outcome| outcome == name);
    let shared = |name: &String| lexicon.rule(name).map(|rule| &rule.weighed).filter(|shared| *shared != name);
    outcomes.iter().map(|name| shared(name).and_then(at)).collect()
}

/// The sums of a sentence, those of what comes into question only with another together with that.
pub(crate) fn joint(shared: &[Option<usize>], sums: &[f32]) -> impl Iterator<Item = f32> {
    sums.iter().zip(shared).map(|(sum, with)| match with {
        Some(with) => log_odds(probability(*sum) * probability(sums[*with])),
        None => *sum,
    })
}

/// Charges a sentence with the rules that it breaks or may break.
fn charge(
    reading: &Reading<'_>,
    rules: &[Weighable<'_>],
    statement: &Statement<'_>,
    sums: &[f32],
    charges: &mut Vec<Charge>,
    said: &mut BTreeMap<usize, usize>,
) {
    let number = statement.number;
    for (outcome, name) in reading.lexicon.sentence_weights.outcomes.iter().enumerate() {
        let likely = probability(sums[outcome]);
        let asked: Vec<&Weighable> = rules.iter().filter(|rule| rule.weighed == *name).collect();
        if likely > breaks_from(reading, number, &asked) {
            for rule in broken(&asked, sums) {
                let words = statement.showing(rule);
                let charge = Charge { rule: rule.rule, sentence: number, words, likely, said: true };
                keep(reading, charges, said, charge);
            }
        } else if likely > MAY_BREAK_AT_ALL && !identifies(reading, number) {
            let mut asked: Vec<_> = asked.iter().map(|rule| (statement.about(rule), rule.rule)).collect();
            asked.retain(|((about, _), rule)| {
                likely > LOOK_AT || *about > PERHAPS_ABOUT || stands_plainly_against(reading, number, *rule)
            });
            asked.sort_by(|one, other| other.0.0.total_cmp(&one.0.0));
            charges.extend(asked.into_iter().map(|((_, words), rule)| Charge {
                rule,
                sentence: number,
                words,
                likely,
                said: false,
            }));
        }
    }
}

/// From where on a sentence is said to break one of the rules that share an outcome.
fn breaks_from(reading: &Reading<'_>, number: usize, rules: &[&Weighable<'_>]) -> f32 {
    let turns = |rule: &&Weighable<'_>| {
        matches!(reading.lexicon.mechanisms[rule.rule], Mechanism::UsedAsReason { .. } | Mechanism::HeldAgainst { .. })
    };
    let is_short = reading.sentence(number).words.len() < SHORT;
    match (rules.iter().any(turns), is_short) {
        (false, _) => LETS_DECIDE,
        (true, true) => SHORT_TURNS,
        (true, false) => TURNS,
    }
}

/// Whether a sentence is a field of a form that says who somebody is.
fn identifies(reading: &Reading<'_>, number: usize) -> bool {
    let sentence = reading.sentence(number);
    let label_end = sentence.words.start + sentence.label;
    reading.cues(number, cue::IDENTIFICATION).any(|cue| cue.words().end <= label_end)
}

/// The words of a phrase that names, in the clause of a charge, what the rule asks about: the longest.
fn named(reading: &Reading<'_>, mentions: &[Mention], charge: &Charge) -> Option<Range<usize>> {
    let lexicon = reading.lexicon;
    let of_rule = reading.hits.of(charge.sentence).iter();
    let of_rule = of_rule.filter(|hit| lexicon.entries[hit.entry()].role == Role::Rule(charge.rule));
    let of_rule = of_rule.map(|hit| hit.words().clone());
    let factors = match &lexicon.mechanisms[charge.rule] {
        Mechanism::HeldAgainst { factors, .. } => factors.as_slice(),
        Mechanism::Alone { basis, .. } => std::slice::from_ref(basis),
        _ => &[],
    };
    let of_factors = features::in_sentence(mentions, charge.sentence).iter();
    let of_factors = of_factors.filter(|mention| factors.contains(&lexicon.factors[mention.factor].id));
    let of_factors = of_factors.map(|mention| mention.words.clone());
    of_rule
        .chain(of_factors)
        .filter(|words| features::overlap(words, &charge.words))
        .max_by_key(|words| (words.len(), Reverse(words.start)))
}

/// A rule that weights decide.
struct Weighable<'l> {
    rule: usize,
    /// The outcome of a sentence that breaks it.
    weighed: &'l str,
    /// The outcome of a clause that is about what it asks about.
    subject: Option<usize>,
    /// The outcomes of clauses that cite a factor it asks about.
    factors: Vec<usize>,
    /// The outcome of a sentence that breaks this rule rather than another with the same outcome.
    told_apart: Option<usize>,
}

fn weighable<'l>(reading: &Reading<'l>) -> Vec<Weighable<'l>> {
    let lexicon = reading.lexicon;
    let outcome = |name: &str| lexicon.clause_weights.outcome(name);
    let pages = lexicon.rules().iter().zip(&lexicon.mechanisms).enumerate();
    pages
        .filter(|(_, (page, _))| !page.weighed.is_empty())
        .map(|(rule, (page, mechanism))| {
            let factors: Vec<usize> = match mechanism {
                Mechanism::HeldAgainst { factors, .. } => factors.iter().filter_map(|name| outcome(name)).collect(),
                Mechanism::Alone { basis, .. } => outcome(basis).into_iter().collect(),
                _ => Vec::new(),
            };
            let told_apart = lexicon.sentence_weights.outcome(&page.id);
            Weighable { rule, weighed: &page.weighed, subject: outcome(&page.id), factors, told_apart }
        })
        .collect()
}

/// Which of the rules a sentence that breaks one of them breaks: the likeliest, and others that are likely.
fn broken<'r, 'l>(asked: &[&'r Weighable<'l>], sums: &[f32]) -> Vec<&'r Weighable<'l>> {
    const MOST: usize = 2;
    let likely = |rule: &Weighable<'_>| rule.told_apart.map_or(0.0, |outcome| probability(sums[outcome]));
    let mut found: Vec<&Weighable<'_>> = asked.to_vec();
    found.sort_by(|one, other| likely(other).total_cmp(&likely(one)));
    let also = found.iter().skip(1).take_while(|rule| likely(rule) > ALSO).count();
    found.truncate((1 + also).min(MOST));
    found
}

/// One charge for one point. Few memos break one rule twice: of sentences close to each other the likelier one is charged, and
/// of others that a memo may hold each only if both are sure; a reviewer should look at the rest. `said` tells which charge
/// of each rule came last.
fn keep(reading: &Reading<'_>, charges: &mut Vec<Charge>, said: &mut BTreeMap<usize, usize>, mut charge: Charge) {
    const CLOSE: usize = 2;
    const OF_A_MEMO: usize = 200;
    let block = |charge: &Charge| reading.sentence(charge.sentence).block;
    if let Some(other) = said.get(&charge.rule).map(|at| &mut charges[*at]) {
        let apart = charge.sentence - other.sentence;
        let is_close = apart <= CLOSE && block(other) == block(&charge);
        let are_sure = other.likely.min(charge.likely) > SURELY_BREAKS;
        if is_close || (!are_sure && apart <= OF_A_MEMO) {
            if other.likely < charge.likely {
                std::mem::swap(other, &mut charge);
            }
            if !is_close {
                charges.push(Charge { said: false, ..charge });
            }
            return;
        }
    }
    said.insert(charge.rule, charges.len());
    charges.push(charge);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Format};
    use crate::hits;

    /// Which sentences are charged and which are left to a reviewer, of sentences that break one rule so likely.
    fn kept(likely: &[(usize, f32)]) -> (Vec<usize>, Vec<usize>) {
        let lexicon = Lexicon::embedded();
        let text = "She has two sons. ".repeat(12);
        let document = Document::parse(&text, Format::Plain, &lexicon.abbreviations);
        let hits = hits::find(&document, &text, &lexicon);
        let reading = Reading::new(&text, &document, &lexicon, &hits);
        let (mut charges, mut said) = (Vec::new(), BTreeMap::new());
        for &(sentence, likely) in likely {
            let charge = Charge { rule: 0, sentence, words: 0..1, likely, said: true };
            keep(&reading, &mut charges, &mut said, charge);
        }
        charges.sort_by_key(|charge: &Charge| charge.sentence);
        let (said, open): (Vec<Charge>, Vec<Charge>) = charges.into_iter().partition(|charge| charge.said);
        let sentences = |charges: Vec<Charge>| charges.into_iter().map(|charge| charge.sentence).collect();
        (sentences(said), sentences(open))
    }

    #[test]
    fn of_sentences_close_to_each_other_the_likelier_one_is_charged() {
        assert_eq!(kept(&[(2, 0.5), (3, 0.8)]), (vec![3], vec![]));
        assert_eq!(kept(&[(2, 0.95), (4, 0.99)]), (vec![4], vec![]));
    }

    #[test]
    fn a_memo_breaks_a_rule_twice_where_both_places_are_sure() {
        assert_eq!(kept(&[(1, 0.95), (9, 0.99)]), (vec![1, 9], vec![]));
        assert_eq!(kept(&[(1, 0.5), (9, 0.99)]), (vec![9], vec![1]));
        assert_eq!(kept(&[(1, 0.99), (9, 0.5)]), (vec![1], vec![9]));
    }
}
