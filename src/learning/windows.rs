//! Words, filters and networks learned together from passages in their order, by stochastic descent as in `networks`.

use super::networks::{Moving, add_slopes, at_first, drawn};
use super::regression::Draws;
use crate::lexicon::network::{Input, Network};
use crate::lexicon::weights::{log_odds, probability};
use crate::lexicon::windows::{Filters, OF_CLAUSE, OF_SENTENCE, UNKNOWN, WIDTHS, look, places};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// How many numbers a word has.
const DIMENSIONS: usize = 32;
/// How many filters there are of each width.
const FILTERS: usize = 64;
/// How many hidden units each network has.
const UNITS: usize = 64;
/// How often each sentence is seen.
const ROUNDS: usize = 30;
/// About how many sentences are looked at before anything is changed.
const BATCH: usize = 128;
/// Into how many parts the texts of a batch are split, to be looked at side by side.
const PARTS: usize = 4;
/// How far weights move at most, and after how many batches they do so.
const STEP: f32 = 2e-3;
const UP: i32 = 200;
/// How much of a weight is forgotten, for each step of this size.
const FORGOTTEN: f32 = 0.02;
/// Of a hundred words, answers and units: how many are left out by chance while learning.
const WORDS_OUT: usize = 10;
const ANSWERS_OUT: usize = 40;
const UNITS_OUT: usize = 30;
/// Of a long sentence, so many words are looked at.
const LONG: usize = 96;

/// A sentence of a labelled text.
#[derive(Debug)]
pub(super) struct Sentence {
    pub(super) text: u64,
    /// The row of its answers.
    pub(super) row: usize,
    /// Its words, by the numbers of their forms.
    pub(super) words: Vec<u32>,
    /// The words of its clauses, and the rows of their answers.
    pub(super) clauses: Vec<(Range<usize>, usize)>,
    /// The clauses, as indices into those, and factors whose status is known, and the rows of their answers.
    pub(super) statuses: Vec<(usize, usize, usize)>,
}

/// For each outcome, the answer of each row; `None` where nobody has looked.
pub(super) type Answers<'a> = Vec<&'a [Option<bool>]>;

/// What is learned: of clauses, of sentences, of statuses.
#[derive(Clone, Debug)]
pub(super) struct Learned {
    pub(super) filters: Filters,
    pub(super) networks: [Network; 3],
}

const CLAUSE: usize = 0;
const SENTENCE: usize = 1;
const STATUS: usize = 2;

/// Learns from sentences, those of a text one after the other. `words` tells how many forms of words have numbers.
pub(super) fn learn(sentences: &[Sentence], words: usize, factors: usize, answers: &[Answers<'_>; 3]) -> Learned {
    let mut draws = Draws(11);
    let mut learned = Learned::at_first(words, factors, answers, &mut draws);
    let mut texts: Vec<&[Sentence]> = sentences.chunk_by(|one, next| one.text == next.text).collect();
    let lengths: Vec<usize> = learned.weights().iter().map(|weights| weights.len()).collect();
    let mut moving: Vec<Moving> = lengths.iter().copied().map(Moving::new).collect();
    let mut sums: Vec<Vec<f32>> = lengths.into_iter().map(|length| vec![0.0; length]).collect();
    let batches = ROUNDS * sentences.len().div_ceil(BATCH);
    let (mut batch_number, mut seen) = (0, 0);
    for _ in 0..ROUNDS {
        for at in (1..texts.len()).rev() {
            texts.swap(at, draws.below(at + 1));
        }
        let mut rest = texts.as_slice();
        while !rest.is_empty() {
            let mut length = 0;
            let mut fits = |text: &&[Sentence]| {
                length += text.len();
                length <= BATCH
            };
            let count = rest.iter().take_while(|text| fits(text)).count().max(1);
            let (batch, others) = rest.split_at(count);
            rest = others;
            batch_number += 1;
            let parts: Vec<&[&[Sentence]]> = batch.chunks(batch.len().div_ceil(PARTS)).collect();
            let seeds: Vec<u64> = parts.iter().map(|_| draws.below(usize::MAX >> 1) as u64).collect();
            let met = Met::new(&learned.filters, batch);
            let slopes: Vec<Slopes> = parts
                .par_iter()
                .zip(seeds)
                .map(|(texts, seed)| {
                    let mut part = Part::new(&learned, &met, answers, Draws(seed));
                    texts.iter().for_each(|text| part.look_at(text));
                    part.slopes
                })
                .collect();
            let size: usize = batch.iter().map(|text| text.len()).sum();
            seen += size;
            let left = 1.0 - seen as f32 / (batches * BATCH) as f32;
            let step = STEP * (batch_number as f32 / UP as f32).min(1.0) * left.max(0.02);
            add_up(&slopes, &mut sums, size);
            for ((weights, slopes), moving) in learned.weights().into_iter().zip(&sums).zip(&mut moving) {
                moving.follow(slopes, batch_number, step, 1.0 - step * FORGOTTEN, weights);
            }
        }
    }
    learned
}

impl Learned {
    fn at_first(words: usize, factors: usize, answers: &[Answers<'_>; 3], draws: &mut Draws) -> Self {
        let all = WIDTHS.len() * FILTERS;
        let of_width = |width: usize, draws: &mut Draws| drawn(width * DIMENSIONS * FILTERS, width * DIMENSIONS, draws);
        let filters = Filters {
            dimensions: DIMENSIONS,
            words: drawn(words * DIMENSIONS, 10, draws),
            starts: vec![0.0; all],
            adds: WIDTHS.into_iter().flat_map(|width| of_width(width, draws)).collect(),
        };
        let inputs = [OF_CLAUSE.len() * all, OF_SENTENCE.len() * all, OF_CLAUSE.len() * all];
        let networks = [CLAUSE, SENTENCE, STATUS].map(|which| {
            let mut network = at_first(inputs[which], UNITS, answers[which].len(), draws);
            network.own.to_mut().fill(0.0);
            for (bias, answers) in network.biases.to_mut().iter_mut().zip(&answers[which]) {
                let known = || answers.iter().flatten();
                let so = known().filter(|so| **so).count() as f32 + 1.0;
                *bias = log_odds(so / (known().count() as f32 + 2.0));
            }
            if which == STATUS {
                let inputs = network.inputs.to_mut();
                inputs.resize(inputs.len() + factors * UNITS, 0.0);
            }
            network
        });
        Self { filters, networks }
    }

    /// All that is learned.
    fn weights(&mut self) -> Vec<&mut Vec<f32>> {
        let Filters { words, starts, adds, .. } = &mut self.filters;
        let mut all = vec![words, starts, adds];
        for Network { inputs, starts, units, biases, .. } in &mut self.networks {
            all.extend([inputs, starts, units, biases].map(Cow::to_mut));
        }
        all
    }
}

/// How many tables of a network are learned.
const OF_NETWORK: usize = 4;

/// How the loss changes with each weight.
struct Slopes {
    words: BTreeMap<u32, [f32; DIMENSIONS]>,
    starts: Vec<f32>,
    /// Filter by filter.
    adds: Vec<f32>,
    networks: [[Vec<f32>; 5]; 3],
}

/// The mean of the slopes of parts, in the order of [`Learned::weights`]; `size` is that of the batch.
fn add_up(parts: &[Slopes], sums: &mut [Vec<f32>], size: usize) {
    let share = 1.0 / size as f32;
    let (of_words, others) = sums.split_at_mut(1);
    of_words[0].fill(0.0);
    for (word, slopes) in parts.iter().flat_map(|part| &part.words) {
        let sums = &mut of_words[0][*word as usize * DIMENSIONS..][..DIMENSIONS];
        sums.iter_mut().zip(slopes).for_each(|(sum, slope)| *sum += slope * share);
    }
    others.par_iter_mut().enumerate().for_each(|(table, sums)| {
        sums.fill(0.0);
        for part in parts {
            let slopes = match table {
                0 => &part.starts,
                1 => &part.adds,
                _ => &part.networks[(table - 2) / OF_NETWORK][(table - 2) % OF_NETWORK],
            };
            sums.iter_mut().zip(slopes).for_each(|(sum, slope)| *sum += slope * share);
        }
    });
    // they are learned filter by filter, and kept number by number
    others[1] = turned(&others[1], FILTERS);
}

/// What the numbers of words add to the filters, at each place of a window a table of so many rows, column by column: filter by
/// filter where it has a row for each number, and number by number where it has one for each filter.
fn turned(adds: &[f32], rows: usize) -> Vec<f32> {
    let columns = DIMENSIONS * FILTERS / rows;
    let of_place = |table: &[f32]| -> Vec<f32> {
        (0..columns).flat_map(|column| (0..rows).map(move |row| table[row * columns + column])).collect()
    };
    adds.chunks(DIMENSIONS * FILTERS).flat_map(of_place).collect()
}

/// What the words of a batch add to the filters.
struct Met {
    words: BTreeMap<u32, Box<[f32]>>,
    /// What each number of a word adds to a filter, filter by filter.
    by_filter: Vec<f32>,
}

impl Met {
    fn new(filters: &Filters, batch: &[&[Sentence]]) -> Self {
        let words = batch.iter().flat_map(|text| *text).flat_map(|sentence| &sentence.words);
        let words: BTreeSet<u32> = words.copied().chain([UNKNOWN]).collect();
        Self {
            words: words.into_par_iter().map(|word| (word, filters.answers_to(word))).collect(),
            by_filter: turned(&filters.adds, DIMENSIONS),
        }
    }
}

/// The strongest answers of filters in a passage, and at which word each was given.
struct Strongest {
    answers: Vec<f32>,
    at: Vec<usize>,
}

/// A sentence while it is looked at.
struct Looked {
    words: Vec<u32>,
    /// The answers of all filters at each word.
    answers: Vec<f32>,
    strongest: Strongest,
    /// How the loss changes with the strongest answers, and with the answers at each word.
    of_strongest: Vec<f32>,
    of_answers: Vec<f32>,
}

/// Some of the texts of a batch.
struct Part<'a> {
    learned: &'a Learned,
    met: &'a Met,
    answers: &'a [Answers<'a>; 3],
    draws: Draws,
    slopes: Slopes,
    units: Vec<f32>,
    sums: Vec<f32>,
    of_units: Vec<f32>,
}

impl<'a> Part<'a> {
    fn new(learned: &'a Learned, met: &'a Met, answers: &'a [Answers<'a>; 3], draws: Draws) -> Self {
        let networks = learned.networks.each_ref().map(|network| {
            [&network.inputs, &network.starts, &network.units, &network.biases, &network.own]
                .map(|weights| vec![0.0; weights.len()])
        });
        let Filters { starts, adds, .. } = &learned.filters;
        Self {
            learned,
            met,
            answers,
            draws,
            slopes: Slopes {
                words: BTreeMap::new(),
                starts: vec![0.0; starts.len()],
                adds: vec![0.0; adds.len()],
                networks,
            },
            units: Vec::new(),
            sums: Vec::new(),
            of_units: Vec::new(),
        }
    }

    /// Looks at a text, and adds up how the loss changes.
    fn look_at(&mut self, text: &[Sentence]) {
        let mut looked: Vec<Looked> = text.iter().map(|sentence| self.look(sentence)).collect();
        for (at, sentence) in text.iter().enumerate() {
            let around = [Some(at), at.checked_sub(1), Some(at + 1).filter(|after| *after < text.len())];
            let inputs = self.inputs(None, around.map(|at| at.map(|at| &looked[at].strongest)));
            let of_inputs = self.ask(SENTENCE, &inputs, sentence.row);
            hand_back(&of_inputs, 0, around, &mut looked);
            for (number, (words, row)) in sentence.clauses.iter().enumerate() {
                let length = looked[at].words.len();
                let words = words.start.min(length)..words.end.min(length);
                let strongest = strongest(&looked[at].answers, self.filters(), words);
                let mut inputs = self.inputs(Some(&strongest), around.map(|at| at.map(|at| &looked[at].strongest)));
                let mut of_inputs = self.ask(CLAUSE, &inputs, *row);
                for (_, factor, row) in sentence.statuses.iter().filter(|(clause, _, _)| *clause == number) {
                    inputs.push((OF_CLAUSE.len() * self.filters() + factor, 1.0));
                    of_inputs.extend(self.ask(STATUS, &inputs, *row));
                    inputs.pop();
                }
                hand_back(&of_inputs, 1, around, &mut looked);
                for (input, slope) in of_inputs.into_iter().filter(|(input, _)| *input < strongest.at.len()) {
                    looked[at].of_answers[strongest.at[input] * self.filters() + input] += slope;
                }
            }
        }
        looked.into_iter().for_each(|looked| self.pass_on(looked));
    }

    fn filters(&self) -> usize {
        self.learned.filters.count()
    }

    fn look(&mut self, sentence: &Sentence) -> Looked {
        let filters = &self.learned.filters;
        let mut words = sentence.words[..sentence.words.len().min(LONG)].to_vec();
        for word in &mut words {
            if self.draws.below(100) < WORDS_OUT {
                *word = UNKNOWN;
            }
        }
        let met: Vec<&[f32]> = words.iter().map(|word| &*self.met.words[word]).collect();
        let mut answers = filters.starts.repeat(words.len());
        for (at, answers) in answers.chunks_mut(filters.count()).enumerate() {
            look(answers, filters.of_width(), words.len(), at, |word| met[word], |one, other| one + other);
        }
        let strongest = strongest(&answers, filters.count(), 0..words.len());
        Looked {
            of_strongest: vec![0.0; filters.count()],
            of_answers: vec![0.0; answers.len()],
            words,
            answers,
            strongest,
        }
    }

    /// What is put into a network, some of it left out by chance: the answers in a clause, and those in the sentences around.
    fn inputs(&mut self, clause: Option<&Strongest>, around: [Option<&Strongest>; 3]) -> Vec<Input> {
        let mut inputs = Vec::new();
        let filters = self.filters();
        let passages = clause.map(Some).into_iter().chain(around);
        for (place, strongest) in passages.enumerate() {
            for (filter, answer) in strongest.into_iter().flat_map(|strongest| strongest.answers.iter().enumerate()) {
                if *answer > 0.0 && self.draws.below(100) >= ANSWERS_OUT {
                    inputs.push((place * filters + filter, answer * KEPT));
                }
            }
        }
        inputs
    }

    /// Asks a network, and adds up how the loss changes with it. Returns how it changes with the answers put in.
    fn ask(&mut self, which: usize, inputs: &[Input], row: usize) -> Vec<Input> {
        let network = &self.learned.networks[which];
        network.stir(inputs, &mut self.units);
        for unit in &mut self.units {
            *unit *= if self.draws.below(100) < UNITS_OUT { 0.0 } else { UNIT_KEPT };
        }
        network.settle(&[], &self.units, &mut self.sums);
        for (sum, answers) in self.sums.iter_mut().zip(&self.answers[which]) {
            let answer = answers.get(row).copied().flatten();
            *sum = answer.map_or(0.0, |so| probability(*sum) - f32::from(u8::from(so)));
        }
        let slopes = &mut self.slopes.networks[which];
        add_slopes(network, inputs, &self.units, &self.sums, UNIT_KEPT, slopes, &mut self.of_units);
        let of_input = |(input, _): &Input| {
            let adds = &network.inputs[input * self.of_units.len()..][..self.of_units.len()];
            (*input, product(adds, &self.of_units) * KEPT)
        };
        inputs.iter().map(of_input).collect()
    }

    /// Adds up how the loss changes with filters and words, by how it changes with the answers in a sentence.
    fn pass_on(&mut self, mut looked: Looked) {
        let filters = &self.learned.filters;
        let (all, of_width) = (filters.count(), filters.of_width());
        for (filter, slope) in looked.of_strongest.iter().enumerate().filter(|(_, slope)| **slope != 0.0) {
            looked.of_answers[looked.strongest.at[filter] * all + filter] += slope;
        }
        let met: Vec<&[f32]> = looked.words.iter().map(|word| filters.word(*word)).collect();
        let mut of_words = vec![[0.0_f32; DIMENSIONS]; met.len()];
        for (at, slopes) in looked.of_answers.chunks(all).enumerate() {
            for (filter, slope) in slopes.iter().enumerate().filter(|(_, slope)| **slope != 0.0) {
                self.slopes.starts[filter] += slope;
                for (place, (which, before)) in
                    places().enumerate().filter(|(_, (which, _))| *which == filter / of_width)
                {
                    let other = (at + before).checked_sub(WIDTHS[which] / 2).filter(|other| *other < met.len());
                    let Some(other) = other else { continue };
                    let first = (place * of_width + filter % of_width) * DIMENSIONS;
                    let slopes = &mut self.slopes.adds[first..][..DIMENSIONS];
                    slopes.iter_mut().zip(met[other]).for_each(|(of_add, number)| *of_add += slope * number);
                    let adds = &self.met.by_filter[first..][..DIMENSIONS];
                    of_words[other].iter_mut().zip(adds).for_each(|(of_number, add)| *of_number += slope * add);
                }
            }
        }
        for (word, slopes) in looked.words.iter().zip(of_words) {
            let sum = self.slopes.words.entry(*word).or_insert([0.0; DIMENSIONS]);
            sum.iter_mut().zip(slopes).for_each(|(sum, slope)| *sum += slope);
        }
    }
}

/// The sum of the products of numbers, some of them side by side.
fn product(one: &[f32], other: &[f32]) -> f32 {
    const ABREAST: usize = 8;
    let mut sums = [0.0; ABREAST];
    for (one, other) in one.chunks(ABREAST).zip(other.chunks(ABREAST)) {
        sums.iter_mut().zip(one.iter().zip(other)).for_each(|(sum, (one, other))| *sum += one * other);
    }
    sums.iter().sum()
}

/// What an answer, and a unit, that is not left out counts for.
const KEPT: f32 = 100.0 / (100 - ANSWERS_OUT) as f32;
const UNIT_KEPT: f32 = 100.0 / (100 - UNITS_OUT) as f32;

fn strongest(answers: &[f32], filters: usize, words: Range<usize>) -> Strongest {
    let mut strongest = Strongest { answers: vec![0.0; filters], at: vec![0; filters] };
    for at in words {
        let here = &answers[at * filters..][..filters];
        for ((best, best_at), answer) in strongest.answers.iter_mut().zip(&mut strongest.at).zip(here) {
            if answer > best {
                (*best, *best_at) = (*answer, at);
            }
        }
    }
    strongest
}

/// Hands how the loss changes with inputs back to the sentences that they came from, whose places begin at `first`.
fn hand_back(of_inputs: &[Input], first: usize, around: [Option<usize>; 3], looked: &mut [Looked]) {
    for (input, slope) in of_inputs {
        let filters = looked[0].of_strongest.len();
        let place = (input / filters).checked_sub(first);
        if let Some(Some(at)) = place.and_then(|place| around.get(place)) {
            looked[*at].of_strongest[input % filters] += slope;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sentences of two words that each may be 1 or 2, between others: "1 2" in that order is what is asked about.
    fn sentences() -> (Vec<Sentence>, Vec<Option<bool>>) {
        let mut draws = Draws(3);
        let sentence = |number: usize| {
            let words: Vec<u32> =
                (0..6).map(|_| 1 + u32::from(draws.below(3) == 0) + u32::from(draws.below(4) == 0)).collect();
            Sentence {
                text: number as u64,
                row: number,
                clauses: vec![(0..6, number)],
                statuses: vec![(0, 0, number)],
                words,
            }
        };
        let sentences: Vec<Sentence> = (0..1500).map(sentence).collect();
        let so = |sentence: &Sentence| Some(sentence.words.windows(2).any(|pair| pair == [1, 3]));
        let answers = sentences.iter().map(so).collect();
        (sentences, answers)
    }

    #[test]
    fn an_order_of_words_is_learned_and_the_same_texts_teach_the_same() {
        let (sentences, so) = sentences();
        let answers = || [vec![so.as_slice()], vec![so.as_slice()], vec![so.as_slice()]];
        let learned = learn(&sentences, 4, 1, &answers());
        let [clause, ..] = &learned.networks;
        let filters = &learned.filters;
        let says = |words: &[u32]| {
            let met: Vec<Box<[f32]>> = words.iter().map(|word| filters.answers_to(*word)).collect();
            let mut answers = filters.starts.repeat(words.len());
            for (at, answers) in answers.chunks_mut(filters.count()).enumerate() {
                look(answers, filters.of_width(), words.len(), at, |word| &*met[word], |one, other| one + other);
            }
            let best = strongest(&answers, filters.count(), 0..words.len());
            let inputs: Vec<Input> = best
                .answers
                .iter()
                .copied()
                .enumerate()
                .flat_map(|(at, answer)| [(at, answer), (at + filters.count(), answer)])
                .collect();
            let (mut units, mut sums) = (Vec::new(), Vec::new());
            clause.stir(&inputs, &mut units);
            clause.settle(&[], &units, &mut sums);
            sums[0]
        };
        assert!(says(&[2, 2, 1, 3, 2, 2]) > 0.0, "{}", says(&[2, 2, 1, 3, 2, 2]));
        assert!(says(&[2, 2, 3, 1, 2, 2]) < 0.0, "{}", says(&[2, 2, 3, 1, 2, 2]));
        assert_eq!(learn(&sentences, 4, 1, &answers()).filters, *filters);
    }
}
