//! Learned networks: how a passage is read once more, beside what the rest of the text was first taken to say.
//!
//! A file (`evidence/*-again.tsv` of the guidelines' folder) is written by `totality learn` and read here. A network has one
//! row of hidden units between its inputs and its outcomes. A line `unit` holds what each hidden unit starts with, a line
//! `outcome` what the outcome starts with, what its own input adds and what each unit adds, a line `input` what the input
//! adds to each unit. The first inputs are the outcomes' own, in their order.

use super::rows::{Laying, Taking};
use super::weights::OUTCOME;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt::Write as _;

/// An input and its value. Inputs that are not named have the value 0.
pub(crate) type Input = (usize, f32);

/// Numbers that were learned, lying in the program or made anew.
pub(crate) type Numbers = Cow<'static, [f32]>;

/// A network, ready to be asked.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Network {
    /// What each hidden unit starts with.
    #[serde(skip)]
    pub(crate) starts: Numbers,
    /// For each input, what it adds to each unit.
    #[serde(skip)]
    pub(crate) inputs: Numbers,
    /// What each outcome starts with.
    #[serde(skip)]
    pub(crate) biases: Numbers,
    /// For each outcome, what the input of the same number adds to it directly.
    #[serde(skip)]
    pub(crate) own: Numbers,
    /// For each unit, what it adds to each outcome.
    #[serde(skip)]
    pub(crate) units: Numbers,
}

impl Network {
    /// Reads a file. `inputs` and `outcomes` are the names it must have, in order.
    ///
    /// # Errors
    /// The line, from 1, and what is wrong with it.
    pub(crate) fn parse(text: &str, inputs: &[String], outcomes: &[String]) -> Result<Self, (usize, String)> {
        const STARTS: &str = "unit";
        let mut network = Self::default();
        let mut of_outcomes: Vec<Vec<f32>> = Vec::new();
        let mut of_inputs: Vec<f32> = Vec::new();
        let mut known = 0;
        for line in lines(text) {
            let Line { number, kind, name, numbers } = line?;
            let wrong = |message: String| (number, message);
            let (wanted, length) = match kind {
                STARTS if network.starts.is_empty() && known == 0 && of_outcomes.is_empty() => {
                    (Some(""), numbers.len())
                }
                OUTCOME => (outcomes.get(of_outcomes.len()).map(String::as_str), network.starts.len() + 2),
                INPUT => (inputs.get(known).map(String::as_str), network.starts.len()),
                _ => return Err(wrong(format!("a line of kind `{kind}` is not wanted here"))),
            };
            if wanted != Some(name) {
                let wanted = wanted.map_or_else(|| "nothing more".to_owned(), |wanted| format!("`{wanted}`"));
                return Err(wrong(format!(
                    "`{name}` stands where {wanted} is wanted, as the other files of weights have it"
                )));
            }
            if numbers.len() != length {
                return Err(wrong(format!("{length} weights are wanted, and there are {}", numbers.len())));
            }
            match kind {
                STARTS => network.starts = numbers.into(),
                OUTCOME => of_outcomes.push(numbers),
                _ => {
                    of_inputs.extend(numbers);
                    known += 1;
                }
            }
        }
        if known < inputs.len() || of_outcomes.len() < outcomes.len() {
            return Err((text.lines().count(), "the file ends before all inputs and outcomes are named".to_owned()));
        }
        network.biases = of_outcomes.iter().map(|numbers| numbers[0]).collect();
        network.own = of_outcomes.iter().map(|numbers| numbers[1]).collect();
        let of_unit = |unit: usize| of_outcomes.iter().map(move |numbers| numbers[unit + 2]);
        network.units = (0..network.starts.len()).flat_map(of_unit).collect();
        network.inputs = of_inputs.into();
        Ok(network)
    }

    /// The file from which it is read.
    pub(crate) fn file(&self, inputs: &[String], outcomes: &[String]) -> String {
        let mut file = String::new();
        let _ = writeln!(file, "unit\t{}", row(self.starts.iter().copied()));
        for (at, name) in outcomes.iter().enumerate() {
            let units = self.units.iter().skip(at).step_by(outcomes.len());
            let numbers = [self.biases[at], self.own[at]].into_iter().chain(units.copied());
            let _ = writeln!(file, "{OUTCOME}\t{name}\t{}", row(numbers));
        }
        for (name, adds) in inputs.iter().zip(self.inputs.chunks(self.starts.len().max(1))) {
            let _ = writeln!(file, "{INPUT}\t{name}\t{}", row(adds.iter().copied()));
        }
        file
    }

    /// Lays its numbers where a program can carry them.
    pub(super) fn lay(&self, laying: &mut Laying) {
        for numbers in [&self.starts, &self.inputs, &self.biases, &self.own, &self.units] {
            laying.numbers(numbers);
        }
    }

    /// Takes up what [`Network::lay`] laid.
    pub(super) fn take_up(&mut self, taking: &mut Taking) {
        for numbers in [&mut self.starts, &mut self.inputs, &mut self.biases, &mut self.own, &mut self.units] {
            *numbers = taking.numbers();
        }
    }

    /// Whether nothing has been learned.
    pub(crate) fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// What the inputs add up to in each hidden unit; below zero counts as nothing.
    pub(crate) fn stir(&self, inputs: &[Input], units: &mut Vec<f32>) {
        self.start(units);
        self.stir_in(inputs.iter().copied(), units);
        units.iter_mut().for_each(|unit| *unit = unit.max(0.0));
    }

    /// What is in each hidden unit before anything is put in.
    pub(crate) fn start(&self, units: &mut Vec<f32>) {
        units.clear();
        units.extend_from_slice(&self.starts);
    }

    /// Adds some of the inputs to what was stirred before.
    pub(crate) fn stir_in(&self, inputs: impl Iterator<Item = Input>, units: &mut [f32]) {
        for (input, value) in inputs {
            let adds = &self.inputs[input * units.len()..][..units.len()];
            units.iter_mut().zip(adds).for_each(|(unit, add)| *unit += add * value);
        }
    }

    /// The sum of each outcome, as a natural logarithm of odds, by its own input and what was stirred in the hidden units.
    pub(crate) fn settle(&self, inputs: &[Input], units: &[f32], sums: &mut Vec<f32>) {
        sums.clear();
        sums.extend_from_slice(&self.biases);
        for (input, value) in inputs {
            if let (Some(sum), Some(own)) = (sums.get_mut(*input), self.own.get(*input)) {
                *sum += own * value;
            }
        }
        for (unit, adds) in units.iter().zip(self.units.chunks(sums.len().max(1))).filter(|(unit, _)| **unit > 0.0) {
            sums.iter_mut().zip(adds).for_each(|(sum, add)| *sum += add * unit);
        }
    }
}

/// A line of a file of learned numbers.
pub(super) struct Line<'t> {
    /// Counted from 1.
    pub(super) number: usize,
    pub(super) kind: &'t str,
    pub(super) name: &'t str,
    pub(super) numbers: Vec<f32>,
}

/// The lines of such a file, or the number of one that is none, and what is wrong with it.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Result<Line<'_>, (usize, String)>> {
    let said = (1..).zip(text.lines()).filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    said.map(|(number, line)| {
        let (name, numbers) =
            line.rsplit_once('\t').ok_or_else(|| (number, "a name and numbers are wanted".to_owned()))?;
        let numbers: Result<Vec<f32>, _> = numbers.split(' ').map(str::parse).collect();
        let numbers = numbers.ok().filter(|numbers| numbers.iter().all(|number| number.is_finite()));
        let numbers = numbers.ok_or_else(|| (number, "weights are numbers".to_owned()))?;
        let (kind, name) = name.split_once('\t').unwrap_or((name, ""));
        Ok(Line { number, kind, name, numbers })
    })
}

/// Weights in thousandths.
pub(super) fn row(numbers: impl Iterator<Item = f32>) -> String {
    let cells: Vec<String> = numbers.map(|number| ((number * 1000.0).round() / 1000.0).to_string()).collect();
    cells.join(" ")
}

/// What inputs of the clauses of a text are called.
pub(crate) const CLAUSE: &str = "clause";
/// What inputs of its sentences are called.
pub(crate) const SENTENCE: &str = "sentence";
const INPUT: &str = "input";

/// Where an input stands, seen from the passage that is read once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Where {
    /// The passage itself.
    Here,
    /// The passage before it.
    Before,
    /// The passage after it.
    After,
    /// The one before that.
    BeforeThat,
    /// The one after that.
    AfterThat,
    /// Wherever else in the text it is likeliest.
    Elsewhere,
}

impl Where {
    /// All of them, in the order of inputs.
    pub(crate) const ALL: [Self; 6] =
        [Self::Here, Self::Before, Self::After, Self::BeforeThat, Self::AfterThat, Self::Elsewhere];

    const fn name(self) -> &'static str {
        match self {
            Self::Here => "here",
            Self::Before => "before",
            Self::After => "after",
            Self::BeforeThat => "before that",
            Self::AfterThat => "after that",
            Self::Elsewhere => "elsewhere",
        }
    }
}

/// The inputs of a network: each outcome of the weights named, at each place.
pub(crate) fn inputs(weights: &[(&str, &[String])]) -> Vec<String> {
    let at = |name: &str, place: Where, outcome: &String| format!("{name} {}\t{outcome}", place.name());
    weights
        .iter()
        .flat_map(|(name, outcomes)| {
            Where::ALL.into_iter().flat_map(move |place| outcomes.iter().map(move |outcome| at(name, place, outcome)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn a_network_that_is_written_is_read_and_answers_the_same() {
        let network = Network {
            starts: vec![0.5, -1.0].into(),
            inputs: vec![1.0, 0.0, -2.0, 3.0, 0.125, 0.25].into(),
            biases: vec![-0.5].into(),
            own: vec![0.5].into(),
            units: vec![2.0, -1.0].into(),
        };
        let (inputs, outcomes) = (names(&["clause here\tage", "b", "c"]), names(&["age"]));
        let again = Network::parse(&network.file(&inputs, &outcomes), &inputs, &outcomes);
        assert_eq!(again, Ok(network.clone()));
        let (mut units, mut sums) = (Vec::new(), Vec::new());
        network.stir(&[(0, 1.0), (2, 2.0)], &mut units);
        assert_eq!(units, [1.75, 0.0], "what lies below zero counts as nothing");
        network.settle(&[(0, 1.0), (2, 2.0)], &units, &mut sums);
        assert_eq!(sums, [3.5]);
    }

    #[test]
    fn a_file_with_other_names_or_too_few_of_them_is_a_mistake() {
        let network = Network {
            starts: vec![1.0].into(),
            inputs: vec![1.0].into(),
            biases: vec![1.0].into(),
            own: vec![1.0].into(),
            units: vec![1.0].into(),
        };
        let (inputs, outcomes) = (names(&["here"]), names(&["age"]));
        let file = network.file(&inputs, &outcomes);
        assert!(Network::parse(&file, &names(&["there"]), &outcomes).is_err_and(|(line, _)| line == 3));
        assert!(Network::parse(&file, &names(&["here", "there"]), &outcomes).is_err());
        assert!(
            Network::parse(&file.replace("unit\t1", "unit\t1 x"), &inputs, &outcomes).is_err_and(|(line, _)| line == 1)
        );
        assert!(
            Network::parse(&file.replace("unit\t1", "unit\t1 2"), &inputs, &outcomes).is_err_and(|(line, _)| line == 2)
        );
        let (unit, rest) = file.split_once('\n').expect("it has lines");
        assert!(Network::parse(&format!("{rest}{unit}\n"), &inputs, &outcomes).is_err(), "units come first");
        assert!(Network::parse(&file.replace("unit\t1", "unit\tnan"), &inputs, &outcomes).is_err());
    }
}
