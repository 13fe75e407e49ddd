//! What was learned: the files in `evidence/` of the guidelines' folder.

use super::Files;
use crate::lexicon::LexiconError;
use crate::lexicon::network::{self, Network};
use crate::lexicon::weights::Weights;
use crate::lexicon::windows::{self, Windows};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Weights, networks and windows; those that have no file are empty.
pub(super) struct Learned {
    pub(super) clause_weights: Weights,
    pub(super) status_weights: Weights,
    pub(super) sentence_weights: Weights,
    pub(super) decision_weights: Weights,
    pub(super) clause_network: Network,
    pub(super) sentence_network: Network,
    pub(super) windows: Windows,
}

/// Reads them. Mistakes are added to `found`.
pub(super) fn read(
    files: &Files,
    folder: &str,
    lists_by_word: &BTreeMap<String, Vec<String>>,
    found: &mut Vec<LexiconError>,
) -> Learned {
    let mut learned = Reading { files, folder, found };
    let mut weights = |name: &str| learned.read(name, |text| Weights::parse(text, lists_by_word));
    let (clause_weights, status_weights) = (weights("clause.tsv"), weights("status.tsv"));
    let (sentence_weights, decision_weights) = (weights("sentence.tsv"), weights("decision.tsv"));
    let mut network = |name: &str, inputs: &[String], outcomes: &[String]| {
        learned.read(name, |text| Network::parse(text, inputs, outcomes))
    };
    let (of_clauses, of_sentences) = (clause_weights.outcomes.as_slice(), sentence_weights.outcomes.as_slice());
    let beside = [(network::SENTENCE, of_sentences), (network::CLAUSE, of_clauses)];
    let clause_network = network("clause-again.tsv", &network::inputs(&beside[1..]), of_clauses);
    let sentence_network = network("sentence-again.tsv", &network::inputs(&beside), of_sentences);
    let windows = learned.windows([of_clauses, of_sentences, &status_weights.outcomes]);
    Learned {
        clause_weights,
        status_weights,
        sentence_weights,
        decision_weights,
        clause_network,
        sentence_network,
        windows,
    }
}

struct Reading<'a> {
    files: &'a Files,
    folder: &'a str,
    found: &'a mut Vec<LexiconError>,
}

impl Reading<'_> {
    /// One file, by its name; the default where it is missing or has a mistake.
    fn read<T: Default>(&mut self, name: &str, parse: impl FnOnce(&str) -> Result<T, (usize, String)>) -> T {
        let file = format!("{}/evidence/{name}", self.folder);
        let Some(text) = self.files.get(&file) else { return T::default() };
        parse(text).unwrap_or_else(|(line, message)| {
            let help = "files of weights are written by `totality learn`, all of them together".to_owned();
            self.found.push(LexiconError { file: PathBuf::from(file), line, column: 1, message, help });
            T::default()
        })
    }

    /// Words and filters, and the networks that belong to them.
    fn windows(&mut self, [of_clauses, of_sentences, of_statuses]: [&[String]; 3]) -> Windows {
        let (mut windows, of_factors) = self.read(windows::FILE, Windows::parse);
        let filters = windows.filters.count();
        let mut network = |name: &str, places: &[&str], outcomes: &[String]| {
            self.read(name, |text| Network::parse(text, &windows::inputs(places, filters), outcomes))
        };
        windows.clause = network("clause-windows.tsv", &windows::OF_CLAUSE, of_clauses);
        windows.sentence = network("sentence-windows.tsv", &windows::OF_SENTENCE, of_sentences);
        windows.status = network("status-windows.tsv", &windows::OF_CLAUSE, of_statuses);
        // what each factor adds to the units of the last one
        windows.status.inputs.to_mut().extend(self.read(windows::FILE, |text| {
            let wanted = windows.factors.len() * windows.status.starts.len();
            let other = || "factors add to each unit of `status-windows.tsv`, and there are others".to_owned();
            (of_factors.len() == wanted).then_some(of_factors).ok_or_else(|| (text.lines().count(), other()))
        }));
        windows.get_ready();
        windows
    }
}
