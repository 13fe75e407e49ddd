//! Mentions to evidence: what each clause speaks for, by learned weights.
//!
//! Phrases find what could be listed. What people say in words that nobody listed is found here: each clause shows
//! features (its words, pairs of them, the lists that hold them, its heading, what the phrases found), each feature
//! has learned how strongly it speaks for each outcome, and the sum is a probability. The weights come from labelled
//! texts (`totality learn`) and stand in `evidence/` of the guidelines' folder; without them phrases decide alone.

mod account;
pub(crate) mod again;
pub(crate) mod clauses;
mod decisions;
pub(crate) mod features;
mod in_order;
mod keys;
mod relations;
pub(crate) mod statements;
pub(crate) mod timing;

pub(crate) use account::accounts;
pub use account::{Account, Tell};
pub(crate) use decisions::Decided;

use crate::lexicon::weights::{Sums, probability};
use crate::mentions::{Mention, Reading, is_out_of_time};
use crate::report::{Decision, Status};
use again::{Again, First};
use clauses::{Clause, Forms};
use features::{Gather, Setting, overlap};
use in_order::InOrder;
use keys::Keys;
use std::ops::Range;

/// From here on, a clause is taken to cite a factor, or to state the decision. It lies under one half, since an outcome
/// is rarer in most clauses than in those that say anything of the kind.
const SAYS: f32 = 0.4;

/// The outcomes of a clause that states a decision.
pub(crate) const DECISIONS: [(&str, Decision); 2] =
    [(Decision::Enforce.name(), Decision::Enforce), (Decision::Decline.name(), Decision::Decline)];

/// What a text says, weighed.
#[derive(Debug, Default)]
pub(crate) struct Evidence {
    /// The factors that the text cites, in order of the text.
    pub(crate) mentions: Vec<Mention>,
    /// Its clauses, in order; empty where nothing was learned.
    pub(crate) clauses: Vec<Weighed>,
    /// What the text decides; `None` where nothing was learned about that.
    pub(crate) decided: Option<Decided>,
    /// Where a rule is broken, and where a reviewer should look; `None` where nothing was learned about that.
    pub(crate) charges: Option<Vec<Charge>>,
}

/// Words with which a sentence breaks a rule, or may break it.
#[derive(Debug)]
pub(crate) struct Charge {
    /// The rule, as an index into the lexicon's rules.
    pub(crate) rule: usize,
    pub(crate) sentence: usize,
    /// The words that name what the rule asks about, as indices into the document's words.
    pub(crate) words: Range<usize>,
    /// How likely it is that the sentence breaks the rule.
    pub(crate) likely: f32,
    /// Whether it is said, since it is likely enough and no likelier one stands for it; else a reviewer should look.
    pub(crate) said: bool,
}

/// A clause and what it speaks for.
#[derive(Debug)]
pub(crate) struct Weighed {
    pub(crate) clause: Clause,
    /// Outcomes of the clause weights, in order, with their probability: those that are not very unlikely, and decisions.
    pub(crate) likely: Box<[(u8, f32)]>,
}

/// Up to here, an outcome of a clause is not asked about. It lies under whatever a probability is compared with.
const VERY_UNLIKELY: f32 = 0.01;

impl Weighed {
    fn new(clause: Clause, sums: impl Iterator<Item = f32>, decisions: [Option<usize>; 2]) -> Self {
        let is_kept =
            |(outcome, likely): &(u8, f32)| *likely > VERY_UNLIKELY || decisions.contains(&Some((*outcome).into()));
        let likely = (0..).zip(sums.map(probability)).filter(is_kept).collect();
        Self { clause, likely }
    }

    /// How likely an outcome is; 0 where it is very unlikely.
    pub(crate) fn likely(&self, outcome: usize) -> f32 {
        self.likely.iter().find(|(known, _)| usize::from(*known) == outcome).map_or(0.0, |(_, likely)| *likely)
    }
}

/// Weighs every clause of a text, and settles by that which factors it cites, and what it decides where that is not given.
pub(crate) fn weigh(reading: &Reading<'_>, mentions: Vec<Mention>, given: Option<Decided>) -> Evidence {
    let weights = &reading.lexicon.clause_weights;
    if weights.is_empty() {
        return Evidence { mentions, decided: given, ..Evidence::default() };
    }
    let mut in_order = InOrder::new(reading);
    let weighed = read(reading, &mentions, &mut in_order);
    let cited = cited(reading, &mentions, &weighed, &mut in_order);
    let learned = || decisions::are_known(weights).then(|| decisions::decide(reading, &cited, &weighed));
    let decided = given.or_else(learned);
    let mut evidence = Evidence { mentions: cited, clauses: weighed, decided, charges: None };
    let setting = evidence.setting(reading);
    evidence.charges = statements::charges(reading, &mentions, &evidence.clauses, &setting, &mut in_order);
    evidence
}

/// Reads each clause of a text, and where it was learned how, once more beside the others.
fn read(reading: &Reading<'_>, mentions: &[Mention], in_order: &mut InOrder<'_>) -> Vec<Weighed> {
    let (weights, network) = (&reading.lexicon.clause_weights, &reading.lexicon.clause_network);
    let deciding = DECISIONS.map(|(name, _)| weights.outcome(name));
    let (mut keys, mut split) = (Keys::new(weights), Vec::new());
    let (mut base, mut sums) = (Sums::default(), Sums::default());
    let (mut first, mut read_once) = (First::new(weights.outcomes.len()), Vec::new());
    let mut weighed = Vec::new();
    for number in reading.sentences_read() {
        let forms = Forms::of(reading, number);
        in_order.take_up(number, &forms);
        weights.start(&mut base);
        features::of_sentence(reading, number, &forms, &mut keys);
        keys.settle(&mut base);
        clauses::split(reading, number, &forms, &mut split);
        for clause in split.drain(..) {
            of_clause(reading, &clause, &forms, mentions, &mut keys);
            sums.copy(&base);
            keys.settle(&mut sums);
            if network.is_empty() {
                weighed.push(Weighed::new(clause, sums.all(), deciding));
            } else {
                first.add(sums.all());
                read_once.push(clause);
            }
        }
    }
    let mut again = Again::new(network);
    weighed.extend(read_once.into_iter().enumerate().map(|(number, clause)| {
        let sums = again.read(|inputs| first.put_in(number, inputs));
        in_order.on_clause(&clause, sums);
        Weighed::new(clause, sums.iter().copied(), deciding)
    }));
    weighed
}

/// The features of one clause, beside those of its sentence.
pub(crate) fn of_clause(
    reading: &Reading<'_>,
    clause: &Clause,
    forms: &Forms<'_>,
    mentions: &[Mention],
    to: &mut impl Gather,
) {
    features::of_words(forms, clause.words.clone(), to);
    features::of_skips(forms, clause.words.clone(), to);
    features::of_cues(reading, clause.sentence, &clause.words, to);
    features::of_column(reading, clause, to);
    features::of_phrases(reading, clause.sentence, &clause.words, mentions, to);
}

/// The features that tell the status of factors in a clause, beside those of its sentence and of the question.
pub(crate) fn of_status(reading: &Reading<'_>, clause: &Clause, forms: &Forms<'_>, to: &mut impl Gather) {
    features::of_words(forms, clause.words.clone(), to);
    features::of_column(reading, clause, to);
    features::of_cues(reading, clause.sentence, &clause.words, to);
}

/// The factors that are cited: the phrases' mentions that the weights bear out, and those that only the weights find.
fn cited<'a>(
    reading: &'a Reading<'a>,
    phrases: &[Mention],
    weighed: &[Weighed],
    in_order: &mut InOrder<'a>,
) -> Vec<Mention> {
    let weights = &reading.lexicon.clause_weights;
    let mut statuses = Statuses::new(reading, phrases, in_order);
    // for each mention of a phrase, how well its clauses bear it out, and which does best
    let mut borne_out: Vec<Option<(f32, usize)>> = vec![None; phrases.len()];
    let mut mentions: Vec<Mention> = Vec::new();
    let outcomes: Vec<Option<usize>> =
        reading.lexicon.factors.iter().map(|factor| weights.outcome(&factor.id)).collect();
    for (at, here) in weighed.iter().enumerate() {
        let clause = &here.clause;
        let numbers = features::range_in_sentence(phrases, clause.sentence);
        let stated = || numbers.clone().filter(|number| overlap(&phrases[*number].words, &clause.words));
        for number in stated() {
            let Some(outcome) = outcomes[phrases[number].factor] else { continue };
            let likely = here.likely(outcome);
            if borne_out[number].is_none_or(|(best, _)| likely > best) {
                borne_out[number] = Some((likely, at));
            }
        }
        for (outcome, _) in here.likely.iter().filter(|(_, likely)| *likely > SAYS) {
            let outcome = Some(usize::from(*outcome));
            let Some(factor) = outcomes.iter().position(|known| *known == outcome) else { continue };
            let is_known = stated().any(|number| phrases[number].factor == factor);
            if !is_known && !is_out_of_time(reading, factor, clause.words.clone()) {
                let status = statuses.of(clause, factor);
                let words = trimmed(reading, &clause.words);
                mentions.push(Mention {
                    factor,
                    entry: None,
                    sentence: clause.sentence,
                    words,
                    status,
                    decided_by: None,
                });
            }
        }
    }
    for (number, mention) in phrases.iter().enumerate() {
        let known = outcomes.get(mention.factor).copied().flatten().is_some();
        match borne_out[number] {
            Some((likely, _)) if known && likely <= SAYS => {}
            Some((_, at)) if known => {
                let status = statuses.of(&weighed[at].clause, mention.factor);
                let decided_by = mention.decided_by.clone().filter(|_| status == mention.status);
                mentions.push(Mention { status, decided_by, ..mention.clone() });
            }
            _ => mentions.push(mention.clone()),
        }
    }
    mentions.sort_by_key(|mention| (mention.sentence, mention.words.start, mention.words.end, mention.factor));
    absorb(reading, &mut mentions, weighed);
    mentions
}

/// Those of a text's clauses that make up one sentence.
pub(crate) fn clauses_of(weighed: &[Weighed], sentence: usize) -> &[Weighed] {
    let from = weighed.partition_point(|weighed| weighed.clause.sentence < sentence);
    &weighed[from..weighed.partition_point(|weighed| weighed.clause.sentence <= sentence)]
}

/// Drops what only weights find right beside a likelier mention of the same: "convicted of fraud" goes on in "on May
/// 3, 2019, in Weller County".
fn absorb(reading: &Reading<'_>, mentions: &mut Vec<Mention>, weighed: &[Weighed]) {
    const BESIDE: usize = 3;
    let likely = |mention: &Mention| {
        let outcome = reading.lexicon.clause_weights.outcome(&reading.lexicon.factors[mention.factor].id);
        let clauses = clauses_of(weighed, mention.sentence).iter();
        let clauses = clauses.filter(|weighed| overlap(&weighed.clause.words, &mention.words));
        clauses.filter_map(|weighed| Some(weighed.likely(outcome?))).fold(0.0, f32::max)
    };
    let all = mentions.clone();
    mentions.retain(|mention| {
        let goes_on = |other: &Mention| {
            let gap = mention.words.start.saturating_sub(other.words.end);
            let gap = gap.max(other.words.start.saturating_sub(mention.words.end));
            (other.factor, other.status) == (mention.factor, mention.status)
                && other.words != mention.words
                && gap <= BESIDE
                && likely(other) > likely(mention)
        };
        mention.entry.is_some() || !features::in_sentence(&all, mention.sentence).iter().any(goes_on)
    });
}

/// Tells the status of factors. What a sentence shows to all of its clauses, and a clause of all of its factors, is looked
/// up once.
struct Statuses<'a, 'm> {
    reading: &'a Reading<'a>,
    in_order: &'m mut InOrder<'a>,
    phrases: &'m [Mention],
    keys: Keys<'a>,
    sentence: Option<(usize, Forms<'a>)>,
    /// The sums of that sentence.
    base: Sums,
    /// The words of the clause asked about last, and its sums.
    clause: Option<Range<usize>>,
    of_clause: Sums,
    sums: Sums,
    /// The same sums, once the order of words has had its say.
    shared: Vec<f32>,
}

impl<'a, 'm> Statuses<'a, 'm> {
    fn new(reading: &'a Reading<'a>, phrases: &'m [Mention], in_order: &'m mut InOrder<'a>) -> Self {
        let keys = Keys::new(&reading.lexicon.status_weights);
        let [base, of_clause, sums] = [const { Sums::new() }; 3];
        Self {
            reading,
            in_order,
            phrases,
            keys,
            sentence: None,
            base,
            clause: None,
            of_clause,
            sums,
            shared: Vec::new(),
        }
    }

    fn of(&mut self, clause: &Clause, factor: usize) -> Status {
        const ALL: [Status; 4] = [Status::Asserted, Status::Negated, Status::Hypothetical, Status::Other];
        let weights = &self.reading.lexicon.status_weights;
        if self.clause.as_ref() != Some(&clause.words) {
            self.weigh(clause);
        }
        self.sums.copy(&self.of_clause);
        features::of_question(self.reading, factor, clause.sentence, &clause.words, self.phrases, &mut self.keys);
        self.keys.settle(&mut self.sums);
        self.shared.clear();
        self.shared.extend(self.sums.all());
        self.in_order.on_status(clause, factor, &mut self.shared);
        let sum = |status: &Status| weights.outcome(status.name()).map_or(f32::MIN, |outcome| self.shared[outcome]);
        // of equal ones the first
        ALL.into_iter().rev().max_by(|one, other| sum(one).total_cmp(&sum(other))).unwrap_or(Status::Asserted)
    }

    /// Weighs what a clause shows of whatever factor.
    fn weigh(&mut self, clause: &Clause) {
        let number = clause.sentence;
        let forms = match self.sentence.take().filter(|(known, _)| *known == number) {
            Some((_, forms)) => forms,
            None => {
                let forms = Forms::of(self.reading, number);
                self.reading.lexicon.status_weights.start(&mut self.base);
                features::of_sentence(self.reading, number, &forms, &mut self.keys);
                self.keys.settle(&mut self.base);
                forms
            }
        };
        self.of_clause.copy(&self.base);
        of_status(self.reading, clause, &forms, &mut self.keys);
        self.keys.settle(&mut self.of_clause);
        self.clause = Some(clause.words.clone());
        self.sentence = Some((number, forms));
    }
}

/// Words without the marks and borders at their ends.
fn trimmed(reading: &Reading<'_>, words: &Range<usize>) -> Range<usize> {
    use crate::document::WordKind;
    let speaks = |word: &usize| matches!(reading.document.words[*word].kind, WordKind::Word | WordKind::Number);
    let start = words.clone().find(speaks).unwrap_or(words.start);
    let end = words.clone().rev().find(speaks).map_or(words.end, |last| last + 1);
    start..end.max(start)
}

impl Evidence {
    /// What the whole text does.
    fn setting(&self, reading: &Reading<'_>) -> Setting {
        let decision = self.decided.as_ref().map_or(Decision::Unknown, |decided| decided.0);
        let mut setting = Setting::new(decision, reading.document.sentences.len());
        let asserted = self.mentions.iter().filter(|mention| mention.status == Status::Asserted);
        asserted.for_each(|mention| setting.assert(mention.factor));
        setting
    }

    /// Whether the text is about a case by what was weighed: it states many facts for its length, and still more where it
    /// does not surely state a decision. Announcements and instructions speak of decisions too, and of facts, but in
    /// many more words.
    pub(crate) fn tells_of_a_case(&self, reading: &Reading<'_>) -> bool {
        const SURELY: f32 = 0.7;
        /// How many words there may be to a fact, and how many different facts there are at the least.
        const WHERE_DECIDED: [(usize, usize); 2] = [(30, 1), (38, 3)];
        const WHERE_OPEN: [(usize, usize); 1] = [(25, 6)];
        let mut facts: Vec<usize> = self.stated().map(|mention| mention.factor).collect();
        facts.sort_unstable();
        facts.dedup();
        let weights = &reading.lexicon.clause_weights;
        let outcomes: Vec<usize> = DECISIONS.iter().filter_map(|(name, _)| weights.outcome(name)).collect();
        let decides = |weighed: &Weighed| outcomes.iter().any(|outcome| weighed.likely(*outcome) > SURELY);
        let enough = if self.clauses.iter().any(decides) { &WHERE_DECIDED[..] } else { &WHERE_OPEN[..] };
        let is_enough =
            |&(to_a_fact, least): &(usize, usize)| facts.len() >= least && self.states_a_fact_in(to_a_fact, reading);
        !self.clauses.is_empty() && enough.iter().any(is_enough)
    }

    /// Whether the text goes on for pages and hardly states a fact, so that it cannot be about a case, whoever it speaks of.
    pub(crate) fn tells_of_something_else(&self, reading: &Reading<'_>) -> bool {
        const PAGES: usize = 500;
        const WORDS_TO_A_FACT: usize = 100;
        let is_long = reading.document.words.len() > PAGES;
        is_long && !self.clauses.is_empty() && !self.states_a_fact_in(WORDS_TO_A_FACT, reading)
    }

    fn states_a_fact_in(&self, words: usize, reading: &Reading<'_>) -> bool {
        let all = reading.document.words.iter().filter(|word| word.kind == crate::document::WordKind::Word);
        self.stated().count() * words >= all.count()
    }

    /// What is said to be so or not to be so, of whomever.
    fn stated(&self) -> impl Iterator<Item = &Mention> {
        self.mentions.iter().filter(|mention| mention.status != Status::Hypothetical)
    }
}
