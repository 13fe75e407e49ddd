//! Learned weights: how strongly each feature of a passage speaks for each outcome.
//!
//! A file of weights (`evidence/*.tsv` of the guidelines' folder) is written by `totality learn` and read here. Each
//! line is a kind of feature, its words, and `outcome=weight` pairs. The first lines, of kind `outcome`, name the
//! outcomes, which are then called by number, and say how likely each is when nothing is known. Weights are natural
//! logarithms of odds, so they add up.

mod table;

pub(crate) use super::hashed::Hashed;

use super::hashed::{MIXER, mixed};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use table::{Head, Place, Slot, Table};

/// What a feature is made of. The letter is how it is written in a file of weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// The beginning of a word of the passage.
    Word,
    /// Two words that follow each other.
    Pair,
    /// A list of the lexicon that holds a word of the passage.
    List,
    /// A word in full, standing for all lists that hold it. It is never written: lists are.
    Form,
    /// The beginning of a word of the sentence.
    Sentence,
    /// The beginning of a word of the sentence before.
    Before,
    /// The beginning of a word in a heading or column head above.
    Heading,
    /// The beginning of a word in the label of the field.
    Label,
    /// What layout the passage stands in.
    Layout,
    /// What a phrase of the lexicon found there.
    Phrase,
    /// A cue of the lexicon in the passage.
    Cue,
    /// A cue of the lexicon elsewhere in the sentence, before or after.
    CueBeside,
    /// Two cues of the sentence, in their order.
    CuePair,
    /// A cue, a kind of factor or a group of rules, and a cue that reaches its words.
    Reach,
    /// How the words of a rule stand: its group, and properly or not.
    Standing,
    /// What is being asked about: a factor, or its kind.
    About,
    /// What the sentence before is likely to be about.
    AboutBefore,
    /// A word of a sentence, beside what the sentence is likely to be about.
    With,
    /// A word of a sentence, beside what the sentence before is likely to be about.
    WithBefore,
    /// Two words with one between them.
    Skip,
    /// Which decisions the clauses of a text state, and how surely.
    Decides,
    /// What the whole text does: its decision, the factors it asserts, its length.
    Setting,
    /// Where a labelled text comes from; only while learning.
    Source,
    /// How soon before or after another sentence's day the day of the sentence is; and that beside what one of the two is
    /// about, or its cues.
    Soon,
    /// What the other sentence is about, or its cues.
    SoonBeside,
}

const KINDS: [(Kind, &str); 25] = [
    (Kind::Word, "word"),
    (Kind::Pair, "pair"),
    (Kind::List, "list"),
    (Kind::Form, "form"),
    (Kind::Sentence, "sentence"),
    (Kind::Before, "before"),
    (Kind::Heading, "heading"),
    (Kind::Label, "label"),
    (Kind::Layout, "layout"),
    (Kind::Phrase, "phrase"),
    (Kind::Cue, "cue"),
    (Kind::CueBeside, "cue-beside"),
    (Kind::CuePair, "cue-pair"),
    (Kind::Reach, "reach"),
    (Kind::Standing, "standing"),
    (Kind::About, "about"),
    (Kind::AboutBefore, "about-before"),
    (Kind::With, "with"),
    (Kind::WithBefore, "with-before"),
    (Kind::Skip, "skip"),
    (Kind::Decides, "decides"),
    (Kind::Setting, "setting"),
    (Kind::Source, "source"),
    (Kind::Soon, "soon"),
    (Kind::SoonBeside, "soon-beside"),
];

impl Kind {
    /// How it is written.
    pub(crate) fn name(self) -> &'static str {
        KINDS.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    fn named(name: &str) -> Option<Self> {
        KINDS.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }

    /// How much a feature of this kind counts against one of the passage's own words.
    pub(crate) fn value(self) -> f32 {
        f32::from(self.tenths()) / 10.0
    }

    const fn tenths(self) -> u8 {
        match self {
            Self::Sentence | Self::With | Self::WithBefore => 5,
            Self::Before => 4,
            // the whole text only leans: what a sentence says plainly stands in a well reasoned text too
            Self::Setting => 8,
            _ => 10,
        }
    }
}

/// A feature, as it is looked up: a hash of its kind and words.
pub(crate) const fn key(kind: Kind, one: Hashed<'_>, other: Hashed<'_>) -> u64 {
    let first = mixed(one.hash ^ (kind as u64 + 1).wrapping_mul(MIXER));
    mixed(first.wrapping_add(other.hash)).wrapping_mul(MIXER)
}

/// The weights of one file, ready to be looked up.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Weights {
    /// The outcomes, in order of their numbers.
    pub(crate) outcomes: Vec<String>,
    /// What each sum begins with, in thousandths.
    bias: Vec<f32>,
    /// Features and their weights.
    table: Table,
}

/// What weights add up to, for each outcome. Sums are kept as whole thousandths, which floating-point numbers of this size
/// add up exactly: in whatever order, and whatever of it was added up before.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sums(Vec<f32>);

impl Sums {
    const THOUSANDTHS: f32 = 1000.0;

    /// The sum for an outcome: the natural logarithm of its odds.
    pub(crate) fn of(&self, outcome: usize) -> f32 {
        self.0[outcome] / Self::THOUSANDTHS
    }

    pub(crate) const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds other sums.
    pub(crate) fn add(&mut self, others: &Self) {
        self.0.iter_mut().zip(&others.0).for_each(|(sum, other)| *sum += other);
    }

    /// The sums for all outcomes, in order.
    pub(crate) fn all(&self) -> impl Iterator<Item = f32> + use<'_> {
        self.0.iter().map(|sum| sum / Self::THOUSANDTHS)
    }

    /// Takes over other sums.
    pub(crate) fn copy(&mut self, others: &Self) {
        self.0.clone_from(&others.0);
    }
}

/// The kind of line that names an outcome.
pub(crate) const OUTCOME: &str = "outcome";

impl Weights {
    /// Reads a file of weights. `lists` tells which lists hold a word: their weights are put together under the word.
    ///
    /// # Errors
    /// The line, from 1, and what is wrong with it.
    pub(crate) fn parse(text: &str, lists: &BTreeMap<String, Vec<String>>) -> Result<Self, (usize, String)> {
        let mut outcomes: Vec<String> = Vec::new();
        let mut bias = Vec::new();
        let mut rows: BTreeMap<u64, Vec<(u8, f32)>> = BTreeMap::new();
        let mut of_lists: BTreeMap<&str, Vec<(u8, f32)>> = BTreeMap::new();
        for (number, line) in text.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let wrong = |message: &str| (number + 1, message.to_owned());
            let mut parts = line.split('\t');
            let (Some(kind), Some(one), Some(other)) = (parts.next(), parts.next(), parts.next()) else {
                return Err(wrong("a kind, two words and weights are wanted, with tabs between them"));
            };
            if kind == OUTCOME {
                outcomes.push(one.to_owned());
                let weight: f32 = other.parse().map_err(|_| wrong("a weight is a number"))?;
                bias.push((weight * Sums::THOUSANDTHS).round());
                continue;
            }
            let mut cells = Vec::new();
            for pair in parts.flat_map(|rest| rest.split(' ')).filter(|pair| !pair.is_empty()) {
                let (outcome, weight) = pair.rsplit_once('=').ok_or_else(|| wrong("`outcome=weight` is wanted"))?;
                let weight: f32 = weight.parse().map_err(|_| wrong("a weight is a number"))?;
                let at = outcome.parse::<u8>().ok().filter(|at| usize::from(*at) < outcomes.len());
                cells.push((at.ok_or_else(|| wrong("there is no outcome with this number"))?, weight));
            }
            match Kind::named(kind) {
                Some(Kind::List) => {
                    of_lists.insert(one, cells);
                }
                Some(kind) => {
                    rows.insert(key(kind, Hashed::new(one), Hashed::new(other)), cells);
                }
                None => return Err(wrong("there is no such kind of feature")),
            }
        }
        for (form, lists) in lists {
            let mut sum: BTreeMap<u8, f32> = BTreeMap::new();
            for (outcome, weight) in lists.iter().filter_map(|list| of_lists.get(list.as_str())).flatten() {
                *sum.entry(*outcome).or_default() += weight;
            }
            if !sum.is_empty() {
                rows.insert(key(Kind::Form, Hashed::new(form), Hashed::NOTHING), sum.into_iter().collect());
            }
        }
        let table = Table::build(&rows, outcomes.len());
        Ok(Self { outcomes, bias, table })
    }

    /// The features and their weights as bytes. They are many, and so are read where they lie: see
    /// [`Weights::with_table`].
    pub(crate) fn table(&self) -> Vec<u8> {
        self.table.lay()
    }

    /// Takes the table that [`Weights::table`] gave, for outcomes and biases that were read without it.
    pub(crate) fn with_table(&mut self, table: &'static [u8]) {
        self.table = Table::take(table);
    }

    /// Whether nothing has been learned.
    pub(crate) const fn is_empty(&self) -> bool {
        self.outcomes.is_empty()
    }

    /// The number of an outcome.
    pub(crate) fn outcome(&self, name: &str) -> Option<usize> {
        self.outcomes.iter().position(|known| known == name)
    }

    /// The sums before any feature is known.
    pub(crate) fn start(&self, sums: &mut Sums) {
        sums.0.clone_from(&self.bias);
    }

    /// Sums of nothing, to be added to others.
    pub(crate) fn start_at_nothing(&self, sums: &mut Sums) {
        sums.0.clear();
        sums.0.resize(self.bias.len(), 0.0);
    }

    /// The weights of a feature: outcome and weight.
    pub(crate) fn of(&self, key: u64) -> Vec<(usize, f32)> {
        let place = self.table.find(key, self.table.first_slot(key));
        place.map_or_else(Vec::new, |place| self.table.weights(place))
    }

    /// Whether a feature may be known: if not, it need not be looked up. Most are not.
    pub(crate) fn may_know(&self, key: u64) -> bool {
        self.table.may_hold(key)
    }

    /// Adds the weights of features, each counted once; forgets them.
    pub(crate) fn add_each(&self, features: &mut Features, sums: &mut Sums) {
        let Features { keys, slots, places } = features;
        // what lies far away is asked for in loops of its own, so that the answers need not wait for each other
        slots.extend(keys.iter().map(|(key, _)| self.table.first_slot(*key)));
        let found = keys.drain(..).zip(slots.drain(..));
        places.extend(found.filter_map(|((key, kind), slot)| Some((self.table.find(key, slot)?, 0, kind))));
        places.sort_unstable_by_key(|(place, ..)| *place);
        places.dedup_by_key(|(place, ..)| *place);
        places.iter_mut().for_each(|(place, head, _)| *head = self.table.head(*place));
        for (place, head, kind) in places.drain(..) {
            self.table.add(place, head, f32::from(kind.tenths()), &mut sums.0);
        }
    }
}

/// Features to be added, and room to look them up.
#[derive(Debug, Default)]
pub(crate) struct Features {
    keys: Vec<(u64, Kind)>,
    slots: Vec<Slot>,
    places: Vec<(Place, Head, Kind)>,
}

impl Features {
    pub(crate) const fn new() -> Self {
        Self { keys: Vec::new(), slots: Vec::new(), places: Vec::new() }
    }

    pub(crate) fn push(&mut self, key: u64, kind: Kind) {
        self.keys.push((key, kind));
    }
}

/// The sum that stands for a probability.
pub(crate) fn log_odds(probability: f32) -> f32 {
    (probability / (1.0 - probability)).ln()
}

/// The probability that a sum of weights stands for.
pub(crate) fn probability(sum: f32) -> f32 {
    1.0 / (1.0 + (-sum).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_add_up_and_lists_speak_through_their_words() {
        let lists = BTreeMap::from([("pistol".to_owned(), vec!["weapon".to_owned()])]);
        let text = "outcome\tweapon\t-2\noutcome\tharm\t-3\nword\tbrandi\t\t0=1.5\nlist\tweapon\t\t0=2 1=0.5\n";
        let weights = Weights::parse(text, &lists).expect("it is well formed");
        let mut sums = Sums::default();
        weights.start(&mut sums);
        let feature = |kind: Kind, word: &str| (key(kind, Hashed::new(word), Hashed::NOTHING), kind);
        let brandished = feature(Kind::Word, "brandi");
        let mut features = Features::new();
        for (key, kind) in [brandished, feature(Kind::Form, "pistol"), feature(Kind::Word, "unknown"), brandished] {
            features.push(key, kind);
        }
        weights.add_each(&mut features, &mut sums);
        assert_eq!([sums.of(0), sums.of(1)], [1.5, -2.5]);
        assert!(probability(sums.of(0)) > 0.8 && probability(sums.of(1)) < 0.1);
        assert_eq!(weights.of(brandished.0), [(0, 1.5)]);
    }

    #[test]
    fn a_mistake_is_named_with_its_line() {
        let lists = BTreeMap::new();
        let wrong = |text: &str| Weights::parse(text, &lists).expect_err("it is not well formed").0;
        assert_eq!(wrong("outcome\ta\t1\nword\tx\n"), 2);
        assert_eq!(wrong("outcome\ta\t1\n\nword\tx\t\t1=1\n"), 3);
        assert_eq!(wrong("outcome\ta\tmuch\n"), 1);
        assert_eq!(wrong("letter\tx\t\t\n"), 1);
    }
}
