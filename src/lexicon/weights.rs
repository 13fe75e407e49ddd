//! Learned weights: how strongly each feature of a passage speaks for each outcome.
//!
//! A file of weights (`evidence/*.tsv` of the guidelines' folder) is written by `totality learn` and read here. Each
//! line is a kind of feature, its words, and `outcome=weight` pairs. The first lines, of kind `outcome`, name the
//! outcomes, which are then called by number, and say how likely each is when nothing is known. Weights are natural
//! logarithms of odds, so they add up.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

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
}

const KINDS: [(Kind, &str); 23] = [
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
            // the whole text only leans: what a sentence says plainly stands in a well reasoned text too
            Self::Setting => 0.8,
            _ => 1.0,
        }
    }
}

/// A feature, as it is looked up: a hash of its kind and words.
pub(crate) fn key(kind: Kind, one: &str, other: &str) -> u64 {
    const MIXER: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut hash = (kind as u64 + 1).wrapping_mul(MIXER);
    for word in [one, other] {
        // most words are short: they are taken up eight bytes at a time, the length telling apart what is filled up
        for bytes in word.as_bytes().chunks(8) {
            let mut eight = [0; 8];
            eight[..bytes.len()].copy_from_slice(bytes);
            hash = (hash ^ u64::from_le_bytes(eight)).wrapping_mul(MIXER);
            hash ^= hash >> 29;
        }
        hash = (hash ^ word.len() as u64).wrapping_mul(MIXER);
        hash ^= hash >> 32;
    }
    hash.wrapping_mul(MIXER)
}

/// The weights of one file, ready to be looked up.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Weights {
    /// The outcomes, in order of their numbers.
    pub(crate) outcomes: Vec<String>,
    bias: Vec<f32>,
    /// Features and their weights. It is large, and so is read where it lies: see [`Weights::table`].
    #[serde(skip)]
    table: Cow<'static, [u8]>,
}

/// Most features of a text are not known. A bit for each of the keys that share their lower bits tells so at once.
const FILTER_BITS: u32 = 20;
const FILTER: usize = 1 << (FILTER_BITS - 3);
const BUCKET_BITS: u32 = 16;
const BUCKETS: usize = 1 << BUCKET_BITS;
/// How many bytes a number in the table takes: where things begin, a key, a cell (an outcome and a weight).
const START: usize = 4;
const KEY: usize = 8;
const CELL: usize = 3;
/// Weights are kept as whole hundredths.
const PARTS: f32 = 100.0;

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
        Ok(Self { outcomes, bias, table: Cow::Owned(lay_out(&rows)) })
    }

    /// The features and their weights as bytes, all numbers little-endian: a bit for the lower bits of each key; where the keys with the same upper bits begin,
    /// one more than there are buckets; the keys, in order; where the cells of each begin, one more than there are keys;
    /// the cells.
    pub(crate) fn table(&self) -> &[u8] {
        &self.table
    }

    /// Takes the table that [`Weights::table`] gave, for outcomes and biases that were read without it.
    pub(crate) fn with_table(&mut self, table: &'static [u8]) {
        self.table = Cow::Borrowed(table);
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
    pub(crate) fn of(&self, key: u64) -> impl Iterator<Item = (u8, f32)> + use<'_> {
        let cells = self.cells(key).map_or(&[][..], |place| &self.table[place]).chunks_exact(CELL);
        cells.map(|cell| (cell[0], f32::from(i16::from_le_bytes([cell[1], cell[2]])) / PARTS))
    }

    /// Where the cells of a feature lie in the table.
    fn cells(&self, key: u64) -> Option<Range<usize>> {
        let (filter, rest) = self.table.split_at_checked(FILTER)?;
        let (byte, bit) = place_in_filter(key);
        if filter[byte] & bit == 0 {
            return None;
        }
        let (buckets, rest) = rest.split_at_checked((BUCKETS + 1) * START)?;
        let bucket = usize::try_from(key >> (64 - BUCKET_BITS)).ok()?;
        let (from, to) = (number(buckets, bucket)?, number(buckets, bucket + 1)?);
        let (keys, rest) = rest.split_at_checked(number(buckets, BUCKETS)? * KEY)?;
        let (starts, cells) = rest.split_at_checked((keys.len() / KEY + 1) * START)?;
        let here = keys.get(from * KEY..to * KEY)?.chunks_exact(KEY);
        let at = from + here.enumerate().find_map(|(at, known)| (known == key.to_le_bytes()).then_some(at))?;
        let (from, to) = (number(starts, at)? * CELL, number(starts, at + 1)? * CELL);
        let first = self.table.len() - cells.len();
        (from < to && to <= cells.len()).then_some(first + from..first + to)
    }

    /// Adds the weights of a feature, each times `value`.
    pub(crate) fn add(&self, key: u64, value: f32, sums: &mut [f32]) {
        if let Some(place) = self.cells(key) {
            self.add_cells(place, value, sums);
        }
    }

    /// Adds the weights of features, each times its value and each feature once; forgets them.
    pub(crate) fn add_each(
        &self,
        features: &mut Vec<(u64, f32)>,
        known: &mut Vec<(Range<usize>, f32)>,
        sums: &mut [f32],
    ) {
        // most features are not known, so they are looked up before doubles are sought
        known.extend(features.drain(..).filter_map(|(key, value)| Some((self.cells(key)?, value))));
        known.sort_unstable_by_key(|(place, _)| place.start);
        known.dedup_by_key(|(place, _)| place.start);
        known.drain(..).for_each(|(place, value)| self.add_cells(place, value, sums));
    }

    fn add_cells(&self, place: Range<usize>, value: f32, sums: &mut [f32]) {
        let value = value / PARTS;
        for cell in self.table[place].chunks_exact(CELL) {
            sums[usize::from(cell[0])] += f32::from(i16::from_le_bytes([cell[1], cell[2]])) * value;
        }
    }
}

/// The byte of the filter that speaks of a key, and the bit in it.
fn place_in_filter(key: u64) -> (usize, u8) {
    let place = usize::try_from(key & ((1 << FILTER_BITS) - 1)).unwrap_or_default();
    (place / 8, 1 << (place % 8))
}

/// The number at a place of a row of them.
fn number(row: &[u8], at: usize) -> Option<usize> {
    let bytes = row.get(at * START..(at + 1) * START)?;
    usize::try_from(u32::from_le_bytes(bytes.try_into().ok()?)).ok()
}

fn lay_out(rows: &BTreeMap<u64, Vec<(u8, f32)>>) -> Vec<u8> {
    let mut table = vec![0; FILTER];
    for key in rows.keys() {
        let (byte, bit) = place_in_filter(*key);
        table[byte] |= bit;
    }
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes();
    let mut keys = rows.keys().peekable();
    let mut before = 0;
    for bucket in 0..=BUCKETS as u64 {
        while keys.next_if(|key| *key >> (64 - BUCKET_BITS) < bucket).is_some() {
            before += 1;
        }
        table.extend(count(before));
    }
    table.extend(rows.keys().flat_map(|key| key.to_le_bytes()));
    let mut cells = 0;
    table.extend(count(cells));
    for row in rows.values() {
        cells += row.len();
        table.extend(count(cells));
    }
    for (outcome, weight) in rows.values().flatten() {
        let parts = (weight * PARTS).round().clamp(f32::from(i16::MIN), f32::from(i16::MAX)) as i16;
        table.push(*outcome);
        table.extend(parts.to_le_bytes());
    }
    table
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
