//! Files of weights in the making: rows of features, what is known of each, and what they teach.

use super::networks;
use super::regression::{self, Draws, Rows};
use crate::evidence::features::Gather;
use crate::lexicon::network::{Input, Network};
use crate::lexicon::weights::{Kind, OUTCOME};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

/// One file of weights in the making.
#[derive(Debug, Default)]
pub(super) struct Task {
    pub(super) columns: HashMap<String, u32>,
    pub(super) seen: Vec<u32>,
    pub(super) rows: Vec<Vec<(u32, f32)>>,
    /// For each outcome, the answer of each row.
    pub(super) answers: BTreeMap<String, Vec<Option<bool>>>,
}

/// Takes up the features of one row by name.
pub(super) struct Names<'a> {
    pub(super) task: &'a mut Task,
    pub(super) lists: &'a BTreeMap<String, Vec<String>>,
    pub(super) row: Vec<(u32, f32)>,
    /// Set where some of what phrases find is to be withheld.
    pub(super) withheld: Option<u64>,
}

impl Names<'_> {
    fn take(&mut self, kind: Kind, one: &str, other: &str) {
        let next = u32::try_from(self.task.seen.len()).unwrap_or(u32::MAX);
        let column = *self.task.columns.entry(format!("{}\t{one}\t{other}", kind.name())).or_insert(next);
        if column == next {
            self.task.seen.push(0);
        }
        self.row.push((column, kind.value()));
    }

    pub(super) fn finish(self) {
        let at = self.task.rows.len();
        self.task.rows.push(Vec::new());
        self.finish_at(at);
    }

    pub(super) fn finish_at(mut self, at: usize) {
        self.row.sort_unstable_by_key(|(column, _)| *column);
        self.row.dedup_by_key(|(column, _)| *column);
        for (column, _) in &self.row {
            self.task.seen[*column as usize] += 1;
        }
        self.task.rows[at] = self.row;
    }
}

impl Gather for Names<'_> {
    fn add(&mut self, kind: Kind, one: &str, other: &str) {
        if kind == Kind::Form {
            for list in self.lists.get(one).into_iter().flatten() {
                self.take(Kind::List, list, "");
            }
            return;
        }
        if let (Kind::Phrase | Kind::Standing, Some(text)) = (kind, self.withheld)
            && is_withheld(text, one)
        {
            return;
        }
        self.take(kind, one, other);
    }
}

/// Half of all, the same half each time.
pub(super) fn is_withheld(text: u64, name: &str) -> bool {
    let mixed = name.bytes().fold(text, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
    Draws(mixed).below(2) == 0
}

/// The rows of a task, with the rare columns left out.
struct Prepared<'t> {
    /// The names of the columns, in order.
    names: Vec<&'t str>,
    pub(super) rows: Rows,
}

impl Task {
    pub(super) fn answer(&mut self, outcome: &str, answer: Option<bool>) {
        let answers = self.answers.entry(outcome.to_owned()).or_default();
        // rows before this outcome was first asked about have not been looked at
        answers.resize(self.rows.len() - 1, None);
        answers.push(answer);
    }

    fn prepare(&self) -> Prepared<'_> {
        const RARE: u32 = 2;
        let common = self.columns.iter().filter(|(_, column)| self.seen[**column as usize] >= RARE);
        let mut kept: Vec<(&str, u32)> = common.map(|(name, column)| (name.as_str(), *column)).collect();
        kept.sort_unstable();
        let mut number = vec![None; self.seen.len()];
        for (at, (_, column)) in kept.iter().enumerate() {
            number[*column as usize] = u32::try_from(at).ok();
        }
        let mut rows = Rows::default();
        for row in &self.rows {
            rows.push(row.iter().filter_map(|(column, value)| Some((number[*column as usize]?, *value))));
        }
        Prepared { names: kept.into_iter().map(|(name, _)| name).collect(), rows }
    }

    /// For each outcome, the weight of each column and, last, the bias, from the rows that are not left out.
    fn solve(&self, prepared: &Prepared<'_>, is_left_out: impl Fn(usize) -> bool) -> Vec<(&str, Vec<f32>)> {
        const COST: f64 = 1.0;
        let of_outcome = |answers: &Vec<Option<bool>>| {
            let answer = |row: usize| answers.get(row).copied().flatten().filter(|_| !is_left_out(row));
            (0..prepared.rows.len()).map(answer).collect()
        };
        let answers: Vec<Vec<Option<bool>>> = self.answers.values().map(of_outcome).collect();
        let weights = regression::learn(&prepared.rows, &answers, prepared.names.len(), COST);
        self.answers.keys().map(String::as_str).zip(weights).collect()
    }

    /// The file of weights that these rows teach, without those that are slighter than `slight`.
    pub(super) fn file(&self, slight: f32) -> String {
        let prepared = self.prepare();
        let outcomes = self.solve(&prepared, |_| false);
        let mut file = HEAD.to_owned();
        for (outcome, weights) in &outcomes {
            let _ = writeln!(file, "{OUTCOME}\t{outcome}\t{:.2}", weights[prepared.names.len()]);
        }
        for (column, name) in prepared.names.iter().enumerate() {
            let telling = outcomes.iter().map(|(_, weights)| weights[column]).enumerate();
            let cells: Vec<String> = telling
                .filter(|(_, weight)| weight.abs() >= slight)
                .map(|(outcome, weight)| format!("{outcome}={weight:.2}"))
                .collect();
            if !cells.is_empty() && !name.starts_with(Kind::Source.name()) {
                let _ = writeln!(file, "{name}\t{}", cells.join(" "));
            }
        }
        file
    }

    /// The file of the network that rows of inputs, one for each row of the task, teach.
    pub(super) fn network_file(&self, inputs: &[String], rows: &[Vec<Input>]) -> String {
        let network = networks::learn(inputs.len(), rows, &self.all_answers(), |_| false);
        self.file_of(&network, inputs)
    }

    /// The file of a network whose outcomes are those of the task.
    pub(super) fn file_of(&self, network: &Network, inputs: &[String]) -> String {
        let outcomes: Vec<String> = self.answers.keys().cloned().collect();
        format!("{HEAD}{}", network.file(inputs, &outcomes))
    }

    /// For each row of inputs, the sum of each outcome by the networks that the other texts teach.
    pub(super) fn network_sums_by_others(&self, inputs: usize, rows: &[Vec<Input>], text: &[u64]) -> Vec<Vec<f32>> {
        let parts: Vec<u64> = (0..PARTS).collect();
        let answers = self.all_answers();
        let learned =
            parts.par_iter().map(|part| networks::learn(inputs, rows, &answers, |row| text[row] % PARTS == *part));
        let learned: Vec<Network> = learned.collect();
        let mut units = Vec::new();
        let read = |(inputs, text): (&Vec<Input>, &u64)| {
            let mut sums = Vec::new();
            let network = &learned[usize::try_from(text % PARTS).unwrap_or_default()];
            network.stir(inputs, &mut units);
            network.settle(inputs, &units, &mut sums);
            sums
        };
        rows.iter().zip(text).map(read).collect()
    }

    pub(super) fn all_answers(&self) -> Vec<&[Option<bool>]> {
        self.answers.values().map(Vec::as_slice).collect()
    }

    /// For each row, the sum of each outcome, in order, by what the other texts teach; `text` tells the text of a row.
    pub(super) fn sums_by_others(&self, text: &[u64]) -> Vec<Vec<f32>> {
        let prepared = self.prepare();
        let solve = |part| self.solve(&prepared, |row| text[row] % PARTS == part);
        let learned: Vec<Vec<(&str, Vec<f32>)>> = (0..PARTS).into_par_iter().map(solve).collect();
        let sum = |row: usize, weights: &[f32]| {
            let cells = prepared.rows.row(row).iter();
            let sum: f32 = cells.map(|(column, value)| weights[*column as usize] * value).sum();
            sum + weights[prepared.names.len()]
        };
        let sums = |(row, text): (usize, &u64)| {
            let by_others = &learned[usize::try_from(text % PARTS).unwrap_or_default()];
            by_others.iter().map(|(_, weights)| sum(row, weights)).collect()
        };
        text.iter().enumerate().map(sums).collect()
    }
}

/// Into how many parts texts are split, so that each can be read by what the others teach.
const PARTS: u64 = 3;

pub(super) const HEAD: &str =
    "# Written by `totality learn` from labelled texts. To change it, add or mend labelled texts.\n";
