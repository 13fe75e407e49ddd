//! Learned weights: how strongly each feature of a passage speaks for each outcome.
//!
//! A file of weights (`evidence/*.tsv` of the guidelines' folder) is written by `totality learn` and read here. Each
//! line is a kind of feature, its words, and `outcome=weight` pairs. The first lines, of kind `outcome`, name the
//! outcomes, which are then called by number, and say how likely each is when nothing is known. Weights are natural
//! logarithms of odds, so they add up.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    /// Where a labelled text comes from; only while learning.
    Source,
}

const KINDS: [(Kind, &str); 18] = [
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
    (Kind::About, "about"),
    (Kind::AboutBefore, "about-before"),
    (Kind::With, "with"),
    (Kind::WithBefore, "with-before"),
    (Kind::Skip, "skip"),
    (Kind::Source, "source"),
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
    pub(crate) const fn value(self) -> f32 {
        match self {
            Self::Sentence | Self::With | Self::WithBefore => 0.5,
            Self::Before => 0.4,
            _ => 1.0,
        }
    }
}

/// A feature, as it is looked up: a hash of its kind and words.
pub(crate) fn key(kind: Kind, one: &str, other: &str) -> u64 {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let mut hash = OFFSET;
    let bytes = [kind as u8].into_iter().chain(one.bytes()).chain([0xff]).chain(other.bytes());
    for byte in bytes {
        hash = (hash ^ u64::from(byte)).wrapping_mul(PRIME);
    }
    // FNV leaves the upper bits of short keys poor; they choose the bucket
    hash ^ (hash << 29) ^ (hash >> 32)
}

/// The weights of one file, ready to be looked up.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Weights {
    /// The outcomes, in order of their numbers.
    pub(crate) outcomes: Vec<String>,
    bias: Vec<f32>,
    /// Hashes of features, in order.
    keys: Vec<u64>,
    /// Where the weights of each feature begin in `cells`; one more than there are keys.
    starts: Vec<u32>,
    /// Outcome and weight.
    cells: Vec<(u8, f32)>,
    /// Where the keys with the same upper bits begin; one more than there are buckets.
    buckets: Vec<u32>,
}

const BUCKET_BITS: u32 = 14;

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
                bias.push(other.parse().map_err(|_| wrong("a weight is a number"))?);
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
                    rows.insert(key(kind, one, other), cells);
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
                rows.insert(key(Kind::Form, form, ""), sum.into_iter().collect());
            }
        }
        let mut weights = Self { outcomes, bias, starts: vec![0], ..Self::default() };
        for (key, cells) in rows {
            weights.keys.push(key);
            weights.cells.extend(cells);
            weights.starts.push(u32::try_from(weights.cells.len()).unwrap_or(u32::MAX));
        }
        let mut at = 0;
        for bucket in 0..=1_u64 << BUCKET_BITS {
            while weights.keys.get(at).is_some_and(|key| key >> (64 - BUCKET_BITS) < bucket) {
                at += 1;
            }
            weights.buckets.push(u32::try_from(at).unwrap_or(u32::MAX));
        }
        Ok(weights)
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
    pub(crate) fn start(&self, sums: &mut Vec<f32>) {
        sums.clear();
        sums.extend_from_slice(&self.bias);
    }

    /// The weights of a feature: outcome and weight.
    pub(crate) fn of(&self, key: u64) -> &[(u8, f32)] {
        if self.keys.is_empty() {
            return &[];
        }
        let bucket = usize::try_from(key >> (64 - BUCKET_BITS)).unwrap_or_default();
        let (from, to) = (self.buckets[bucket] as usize, self.buckets[bucket + 1] as usize);
        match self.keys[from..to].binary_search(&key) {
            Ok(at) => &self.cells[self.starts[from + at] as usize..self.starts[from + at + 1] as usize],
            Err(_) => &[],
        }
    }

    /// Adds the weights of a feature, each times `value`.
    pub(crate) fn add(&self, key: u64, value: f32, sums: &mut [f32]) {
        for (outcome, weight) in self.of(key) {
            sums[*outcome as usize] += weight * value;
        }
    }
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
        let mut sums = Vec::new();
        weights.start(&mut sums);
        weights.add(key(Kind::Word, "brandi", ""), 1.0, &mut sums);
        weights.add(key(Kind::Form, "pistol", ""), 1.0, &mut sums);
        weights.add(key(Kind::Word, "unknown", ""), 1.0, &mut sums);
        assert_eq!(sums, [1.5, -2.5]);
        assert!(probability(sums[0]) > 0.8 && probability(sums[1]) < 0.1);
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
