//! Learned windows: what words say in their order.
//!
//! Weights add up whatever order words stand in. Here each word is a row of numbers, filters look at windows of one, three
//! and five words, and of a passage the strongest answer of each filter is kept (after Collobert and others, *Natural
//! Language Processing (Almost) from Scratch*, 2011). Networks tell from those answers what the passage speaks for.
//!
//! A file (`evidence/windows.tsv` of the guidelines' folder) is written by `totality learn` and read here. A line `word` holds
//! the numbers of a word, the first one those of all words that are not known; a line `start` what each filter starts with; a
//! line `window` what one number of one word of a window adds to each filter of that width; a line `factor` what it adds to each
//! unit of the network for statuses that this factor is asked about.

use super::hashed::Hashed;
use super::network::{Line, Network, lines, row};
use super::rows::{Laying, Rows, Taking};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt::Write as _;

/// How many words windows hold.
pub(crate) const WIDTHS: [usize; 3] = [1, 3, 5];

/// The number of every word that is not known.
pub(crate) const UNKNOWN: u32 = 0;

/// Words, filters, and the networks that are asked about passages.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Windows {
    /// The hashes of the known words, in order, each in two halves, the higher first, and with its number.
    #[serde(skip)]
    numbers: Rows<3>,
    pub(crate) filters: Filters,
    /// What is asked of a clause, of a sentence, and of a factor in a clause.
    pub(crate) clause: Network,
    pub(crate) sentence: Network,
    pub(crate) status: Network,
    /// The factors whose status may be asked about: the last inputs of that network.
    pub(crate) factors: Vec<String>,
    /// For each word, what it adds to the filters at each place at which it can stand.
    #[serde(skip)]
    answers: Cow<'static, [Add]>,
    /// What each filter starts with.
    #[serde(skip)]
    starts: Vec<Answer>,
}

/// Words as rows of numbers, and what windows of them add up to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Filters {
    /// How many numbers a word has.
    pub(crate) dimensions: usize,
    /// The numbers of each word.
    #[serde(skip)]
    pub(crate) words: Vec<f32>,
    /// What each filter starts with: those of the first width, of the second, of the third. There are as many of each.
    pub(crate) starts: Vec<f32>,
    /// For each width, each word of the window, each number of that word: what it adds to each filter of the width.
    #[serde(skip)]
    pub(crate) adds: Vec<f32>,
}

impl Filters {
    /// How many filters there are of all widths together.
    pub(crate) const fn count(&self) -> usize {
        self.starts.len()
    }

    /// How many filters each width has.
    pub(crate) const fn of_width(&self) -> usize {
        self.starts.len() / WIDTHS.len()
    }

    /// The numbers of a word.
    pub(crate) fn word(&self, number: u32) -> &[f32] {
        &self.words[number as usize * self.dimensions..][..self.dimensions]
    }

    /// Where in `adds` the numbers of the words of a window begin that stand at this place; places are counted through all
    /// widths.
    pub(crate) const fn at_place(&self, place: usize) -> usize {
        place * self.dimensions * self.of_width()
    }

    /// What a word adds to the filters, for each place at which it can stand in a window.
    pub(crate) fn answers_to(&self, number: u32) -> Box<[f32]> {
        let of_width = self.of_width();
        let mut answers = vec![0.0; places().count() * of_width];
        let numbers = self.word(number);
        for (place, answers) in answers.chunks_mut(of_width.max(1)).enumerate() {
            let adds = self.adds[self.at_place(place)..].chunks(of_width);
            for (number, adds) in numbers.iter().zip(adds) {
                answers.iter_mut().zip(adds).for_each(|(answer, add)| *answer += number * add);
            }
        }
        answers.into()
    }
}

/// The places at which a word can stand in a window: which width it has, and how many words of the window stand before.
pub(crate) fn places() -> impl Iterator<Item = (usize, usize)> {
    WIDTHS.into_iter().enumerate().flat_map(|(which, width)| (0..width).map(move |before| (which, before)))
}

/// An answer of a filter, in parts: small whole numbers are added and compared several at a time.
pub(crate) type Answer = i16;

/// What a word adds to an answer, in the same parts. There are as many for a word as all places of a window have filters,
/// and most of the time goes in waiting for them, so that they are kept as small as can be.
pub(crate) type Add = i8;

/// Words add up to 2.4 at most, as learned.
const PARTS: f32 = 48.0;

/// The value of an answer.
pub(crate) fn value_of(answer: Answer) -> f32 {
    f32::from(answer) / PARTS
}

#[expect(clippy::cast_possible_truncation, reason = "what is too large becomes the largest")]
fn in_parts(value: f32) -> Answer {
    (value * PARTS).round() as Answer
}

#[expect(clippy::cast_possible_truncation, reason = "what is too large becomes the largest")]
fn in_small_parts(value: f32) -> Add {
    (value * PARTS).round() as Add
}

/// Adds to the filters what the window around the word at `at` says, in a sentence of so many words. `word` tells what each of
/// them adds.
pub(crate) fn look<'a, Number: Copy, Adds: Copy + 'a>(
    answers: &mut [Number],
    of_width: usize,
    length: usize,
    at: usize,
    word: impl Fn(usize) -> &'a [Adds],
    add: impl Fn(Number, Adds) -> Number,
) {
    for (place, (which, before)) in places().enumerate() {
        // the middle word of the window stands at `at`
        let Some(other) = (at + before).checked_sub(WIDTHS[which] / 2).filter(|other| *other < length) else {
            continue;
        };
        let adds = &word(other)[place * of_width..][..of_width];
        answers[which * of_width..][..of_width]
            .iter_mut()
            .zip(adds)
            .for_each(|(answer, adds)| *answer = add(*answer, *adds));
    }
}

impl Windows {
    /// Reads a file; the networks are read apart, and what factors add to one of them is given with it.
    ///
    /// # Errors
    /// The line, from 1, and what is wrong with it.
    pub(crate) fn parse(text: &str) -> Result<(Self, Vec<f32>), (usize, String)> {
        let mut windows = Self::default();
        let filters = &mut windows.filters;
        let (mut words, mut named) = (0_u32, 0);
        let mut numbers_of_words: Vec<[u32; 3]> = Vec::new();
        let mut factors: Vec<(String, Vec<f32>)> = Vec::new();
        for line in lines(text) {
            let Line { number, kind, name, numbers } = line?;
            let wrong = |message: String| (number, message);
            let length = match kind {
                WORD if words == 0 => numbers.len(),
                WORD => filters.dimensions,
                START if filters.starts.is_empty() && numbers.len().is_multiple_of(WIDTHS.len()) => numbers.len(),
                WINDOW => filters.of_width(),
                FACTOR => factors.first().map_or(numbers.len(), |(_, first)| first.len()),
                _ => return Err(wrong(format!("a line of kind `{kind}` is not wanted here"))),
            };
            if numbers.len() != length {
                return Err(wrong(format!("{length} weights are wanted, and there are {}", numbers.len())));
            }
            match kind {
                WORD => {
                    filters.dimensions = length;
                    filters.words.extend(numbers);
                    if words != UNKNOWN {
                        numbers_of_words.push(row_of(Hashed::new(name), words));
                    }
                    words += 1;
                }
                START => filters.starts = numbers,
                FACTOR => factors.push((name.to_owned(), numbers)),
                _ => {
                    if name_of(named, filters.dimensions).as_deref() != Some(name) {
                        return Err(wrong(format!("`{name}` does not stand where it is wanted")));
                    }
                    named += 1;
                    filters.adds.extend(numbers);
                }
            }
        }
        if words == 0 || named < places().count() * filters.dimensions || filters.starts.is_empty() {
            return Err((text.lines().count(), "the file ends before all words and windows are named".to_owned()));
        }
        numbers_of_words.sort_unstable();
        windows.numbers = numbers_of_words.into();
        let of_factors: Vec<Vec<f32>>;
        (windows.factors, of_factors) = factors.into_iter().unzip();
        Ok((windows, of_factors.concat()))
    }

    /// Works out what each word adds to the filters, once all is read.
    pub(crate) fn get_ready(&mut self) {
        let words = self.filters.words.chunks(self.filters.dimensions.max(1)).count();
        let answers = (0..).take(words).map(|word: u32| self.filters.answers_to(word));
        self.answers = answers.flat_map(|answers| answers.into_iter().map(in_small_parts)).collect();
        self.begin();
    }

    fn begin(&mut self) {
        self.starts = self.filters.starts.iter().copied().map(in_parts).collect();
    }

    /// Lays its numbers where a program can carry them.
    pub(super) fn lay(&self, laying: &mut Laying) {
        laying.rows(&self.numbers);
        laying.bytes(&self.answers);
        [&self.clause, &self.sentence, &self.status].into_iter().for_each(|network| network.lay(laying));
    }

    /// Takes up what [`Windows::lay`] laid.
    pub(super) fn take_up(&mut self, taking: &mut Taking) {
        self.numbers = taking.rows();
        self.answers = taking.bytes();
        [&mut self.clause, &mut self.sentence, &mut self.status]
            .into_iter()
            .for_each(|network| network.take_up(taking));
        self.begin();
    }

    /// Whether nothing has been learned.
    pub(crate) const fn is_empty(&self) -> bool {
        self.filters.starts.is_empty()
    }

    /// The number of a word, by its form.
    pub(crate) fn number(&self, form: Hashed<'_>) -> u32 {
        let [higher, lower, _] = row_of(form, UNKNOWN);
        let at = self.numbers.binary_search_by_key(&[higher, lower], |[higher, lower, _]| [*higher, *lower]);
        at.map_or(UNKNOWN, |at| self.numbers[at][2])
    }

    /// What the word with this number adds to the filters, for each place at which it can stand in a window.
    pub(crate) fn answers_to(&self, number: u32) -> &[Add] {
        let length = places().count() * self.filters.of_width();
        &self.answers[number as usize * length..][..length]
    }

    /// What each filter starts with.
    pub(crate) fn starts(&self) -> &[Answer] {
        &self.starts
    }
}

/// The file of words and filters.
pub(crate) const FILE: &str = "windows.tsv";

#[expect(clippy::cast_possible_truncation, reason = "both halves are kept")]
const fn row_of(form: Hashed<'_>, number: u32) -> [u32; 3] {
    [(form.hash >> u32::BITS) as u32, form.hash as u32, number]
}

const WORD: &str = "word";
const START: &str = "start";
const WINDOW: &str = "window";
const FACTOR: &str = "factor";

/// What a line `window` is called, by its number among them: the width, the word of the window, the number of that word; all
/// from 1. `None` after the last.
fn name_of(line: usize, dimensions: usize) -> Option<String> {
    let (which, before) = places().nth(line.checked_div(dimensions)?)?;
    Some(format!("{} {} {}", WIDTHS[which], before + 1, line % dimensions + 1))
}

impl Filters {
    /// The file from which they are read; `words` are the known words, in order of their numbers from 1. `factors` are what
    /// each factor adds to the units of a network.
    pub(crate) fn file<'f>(&self, words: &[String], factors: impl Iterator<Item = (&'f str, &'f [f32])>) -> String {
        let mut file = String::new();
        for (name, numbers) in
            std::iter::once("").chain(words.iter().map(String::as_str)).zip(self.words.chunks(self.dimensions.max(1)))
        {
            let _ = writeln!(file, "{WORD}\t{name}\t{}", row(numbers.iter().copied()));
        }
        let _ = writeln!(file, "{START}\t{}", row(self.starts.iter().copied()));
        for (name, adds) in
            (0..).map_while(|line| name_of(line, self.dimensions)).zip(self.adds.chunks(self.of_width().max(1)))
        {
            let _ = writeln!(file, "{WINDOW}\t{name}\t{}", row(adds.iter().copied()));
        }
        for (name, adds) in factors {
            let _ = writeln!(file, "{FACTOR}\t{name}\t{}", row(adds.iter().copied()));
        }
        file
    }
}

/// The inputs of the networks: the strongest answer of each filter in each of these places.
pub(crate) const OF_CLAUSE: [&str; 4] = ["clause", "sentence", "sentence before", "sentence after"];
/// The same for those that are asked about sentences.
pub(crate) const OF_SENTENCE: [&str; 3] = ["sentence", "sentence before", "sentence after"];

/// The names of inputs, for so many filters.
pub(crate) fn inputs(places: &[&str], filters: usize) -> Vec<String> {
    places.iter().flat_map(|place| (1..=filters).map(move |filter| format!("{place}\t{filter}"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two known words of one number each, and one filter for each width.
    fn filters() -> Filters {
        Filters {
            dimensions: 1,
            words: vec![0.0, 1.0, 2.0],
            starts: vec![0.0, 0.5, 0.0],
            // alone; before, here, after; and so on
            adds: vec![3.0, 10.0, 1.0, -1.0, 0.0, 0.0, 7.0, 0.0, 100.0],
        }
    }

    fn file() -> String {
        filters().file(&["no".to_owned(), "record".to_owned()], [("age", &[0.25, -0.5][..])].into_iter())
    }

    #[test]
    fn windows_that_are_written_are_read_with_the_numbers_of_words() {
        let (windows, of_factors) = Windows::parse(&file()).expect("what is written can be read");
        assert_eq!(windows.filters, filters());
        assert_eq!((windows.factors, of_factors), (vec!["age".to_owned()], vec![0.25, -0.5]));
        let numbers = ["no", "record", "unheard"]
            .map(|word| Windows::parse(&file()).map(|(read, _)| read.number(Hashed::new(word))));
        assert_eq!(numbers, [Ok(1), Ok(2), Ok(UNKNOWN)]);
    }

    #[test]
    fn what_is_laid_is_taken_up() {
        let (mut windows, _) = Windows::parse(&file()).expect("it can be read");
        windows.get_ready();
        let mut laying = Laying::default();
        windows.lay(&mut laying);
        let mut again =
            Windows { filters: Filters { words: Vec::new(), adds: Vec::new(), ..filters() }, ..Windows::default() };
        again.take_up(&mut Taking::new(laying.into_bytes().leak()));
        assert_eq!(again.number(Hashed::new("record")), 2);
        let answers: Vec<f32> = again.answers_to(2).iter().copied().map(Answer::from).map(value_of).collect();
        let most = value_of(Add::MAX.into());
        assert_eq!(answers, [most, most, 2.0, -2.0, 0.0, 0.0, most, 0.0, most]);
    }

    #[test]
    fn a_window_looks_at_the_words_around_and_not_beyond_the_sentence() {
        let filters = filters();
        let words = [2, 1, 1].map(|word| filters.answers_to(word));
        let at = |at: usize| {
            let mut answers = filters.starts.clone();
            look(&mut answers, filters.of_width(), words.len(), at, |word| &words[word], |one, other| one + other);
            answers
        };
        // alone 3 times its number; the word before counts 10, the word itself 1, the one after -1; two words on 100
        assert_eq!(at(0), [6.0, 0.5 + 2.0 - 1.0, 14.0 + 100.0]);
        assert_eq!(at(1), [3.0, 0.5 + 20.0 + 1.0 - 1.0, 7.0]);
        assert_eq!(at(2), [3.0, 0.5 + 10.0 + 1.0, 7.0]);
    }

    #[test]
    fn a_file_that_is_cut_or_changed_is_a_mistake_with_its_line() {
        let file = file();
        assert!(Windows::parse("").is_err());
        assert!(Windows::parse(&file.replace("word\tno\t1", "word\tno\t1 2")).is_err_and(|(line, _)| line == 2));
        assert!(Windows::parse(&file.replace("word\tno\t1", "word\tno\tinf")).is_err_and(|(line, _)| line == 2));
        assert!(Windows::parse(&file.replace("start", "begin")).is_err_and(|(line, _)| line == 4));
        assert!(Windows::parse(&file.replace("window\t3 2 1", "window\t3 2 2")).is_err_and(|(line, _)| line == 7));
        let cut = file.split("window\t5 4").next().expect("there is a beginning");
        assert!(Windows::parse(cut).is_err());
    }
}
