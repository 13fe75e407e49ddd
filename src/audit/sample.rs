//! A sample to label by hand, so that rates can be quoted with their error.
//!
//! Findings are drawn by rule (each rule is a stratum) and documents without a finding apart. What is drawn depends on
//! the seed and on the names of the documents only: every candidate has a number made of these, and the least numbers
//! are drawn. So the sample is the same on any number of threads, and nothing but the candidates drawn is held.

use super::entry::{Finding, InForce, Range};
use super::examine::{Examined, sha256};
use super::sheet;
use std::collections::BTreeMap;
use totality::diagnostic::Severity;

/// The stratum of documents without a finding.
pub(crate) const UNFLAGGED: &str = "(unflagged)";

/// The columns of a sheet. The last three are for whoever labels.
pub(crate) const COLUMNS: [&str; 11] =
    ["stratum", "population", "sampled", "path", "line", "severity", "words", "context", "label", "missed", "comment"];

/// So many characters are shown before and after the words.
const CONTEXT: usize = 200;

/// A candidate that is drawn so far.
#[derive(Clone, Debug)]
struct Drawn {
    path: String,
    line: String,
    severity: &'static str,
    words: String,
    context: String,
}

#[derive(Debug, Default)]
struct Stratum {
    population: u64,
    /// By their numbers; at most as many as the sample has rows.
    drawn: BTreeMap<String, Drawn>,
}

/// A sample on its way.
#[derive(Debug)]
pub(crate) struct Sample {
    size: usize,
    seed: u64,
    strata: BTreeMap<String, Stratum>,
}

impl Sample {
    /// Of so many findings and as many documents without.
    pub(crate) const fn new(size: usize, seed: u64) -> Self {
        Self { size, seed, strata: BTreeMap::new() }
    }

    /// Considers a document.
    pub(crate) fn add(&mut self, examined: &Examined) {
        let entry = &examined.entry;
        if !entry.justification || entry.in_force == InForce::No {
            return;
        }
        let problems = entry.diagnostics.iter().enumerate().filter(|(_, finding)| finding.severity > Severity::Note);
        let mut is_flagged = false;
        for (index, finding) in problems {
            is_flagged = true;
            self.consider(&finding.rule, index, examined, Some(finding));
        }
        if !is_flagged {
            self.consider(UNFLAGGED, 0, examined, None);
        }
    }

    fn consider(&mut self, name: &str, index: usize, examined: &Examined, finding: Option<&Finding>) {
        let path = &examined.entry.path;
        let number = sha256(&[&self.seed.to_le_bytes(), path.as_bytes(), name.as_bytes(), &index.to_le_bytes()]);
        let stratum = self.strata.entry(name.to_owned()).or_default();
        stratum.population += 1;
        let is_drawn =
            stratum.drawn.len() < self.size || stratum.drawn.keys().next_back().is_some_and(|last| number < *last);
        if is_drawn {
            stratum.drawn.insert(number, drawn(examined, finding));
            if stratum.drawn.len() > self.size {
                stratum.drawn.pop_last();
            }
        }
    }

    /// The sheet, as separated values.
    pub(crate) fn sheet(&self) -> Vec<u8> {
        let mut rows = sheet::row(COLUMNS);
        for (name, count) in self.allotted() {
            let Some(stratum) = self.strata.get(name) else { continue };
            let (population, sampled) = (stratum.population.to_string(), count.to_string());
            for Drawn { path, line, severity, words, context } in stratum.drawn.values().take(count) {
                rows.extend(sheet::row([
                    name,
                    &population,
                    &sampled,
                    path,
                    line,
                    severity,
                    words,
                    context,
                    "",
                    "",
                    "",
                ]));
            }
        }
        rows
    }

    /// How many rows each stratum has: one at least, and the rest by its size.
    fn allotted(&self) -> Vec<(&str, usize)> {
        let findings: Vec<_> = self.strata.iter().filter(|(name, _)| *name != UNFLAGGED).collect();
        let total: u64 = findings.iter().map(|(_, stratum)| stratum.population).sum();
        let mut allotted: Vec<(&str, usize)> = findings
            .iter()
            .map(|(name, stratum)| {
                let share = self.size as f64 * stratum.population as f64 / total.max(1) as f64;
                (name.as_str(), (share.round() as usize).clamp(1, stratum.drawn.len().max(1)))
            })
            .collect();
        // Rounding up rare rules may give some rows too many: the largest strata give them back.
        while allotted.iter().map(|(_, count)| count).sum::<usize>() > self.size.max(allotted.len()) {
            let Some(largest) = allotted.iter_mut().max_by_key(|(_, count)| *count) else { break };
            largest.1 -= 1;
        }
        if let Some(stratum) = self.strata.get(UNFLAGGED) {
            allotted.push((UNFLAGGED, stratum.drawn.len().min(self.size)));
        }
        allotted
    }
}

/// A candidate with what one needs to see to judge it.
fn drawn(examined: &Examined, finding: Option<&Finding>) -> Drawn {
    let Examined { entry, source, redaction, .. } = examined;
    let text = source.text();
    let span = finding.and_then(|finding| finding.span).unwrap_or(Range { start: 0, end: text.len().min(4 * CONTEXT) });
    let start = text[..floor(text, span.start)].char_indices().rev().nth(CONTEXT).map_or(0, |(at, _)| at);
    let after = floor(text, span.end);
    let end = text[after..].char_indices().nth(CONTEXT).map_or(text.len(), |(at, _)| after + at);
    let context = redaction.slice(text, start..end).split_whitespace().collect::<Vec<_>>().join(" ");
    let line = finding.and_then(|finding| finding.line);
    Drawn {
        path: entry.path.clone(),
        line: line.map_or_else(String::new, |line| line.to_string()),
        severity: finding.map_or("", |finding| crate::output::severity(finding.severity)),
        words: finding.and_then(|finding| finding.text.clone()).unwrap_or_default(),
        context,
    }
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
