//! How well reports agree with labelled memos (RULEBOOK § 4). Plain data in, plain data out.
//!
//! The figures are those of `score.py`, by which the rulebook's authors measure. Which rules count, what groups they
//! form and of what kind a factor is, is told by the lexicon.

pub(crate) mod figures;
pub(crate) mod floor;
pub(crate) mod gold;

use figures::{Figures, Score};
use gold::Labels;
use std::collections::{BTreeMap, BTreeSet};
use totality::diagnostic::Severity;
use totality::lexicon::RulePage;
use totality::report::{Report, Status};
use totality::source::Span;

/// How far, in bytes, a reported finding may stand beside the labelled words.
const SLACK_OF_DIAGNOSTICS: usize = 80;

/// How far, in bytes, a reported factor may stand beside the labelled words.
const SLACK_OF_FACTORS: usize = 40;

/// Something at a place, or something absent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry<K> {
    /// What it is.
    pub(crate) key: K,
    /// Where; `None` for what is absent.
    pub(crate) span: Option<Span>,
}

/// What reported and labelled entries have in common, and what either has alone.
#[derive(Debug, PartialEq, Eq)]
struct Pairing<'a, K> {
    hits: Vec<&'a Entry<K>>,
    wrong: Vec<&'a Entry<K>>,
    missed: Vec<&'a Entry<K>>,
}

/// What the lexicon says of the words that labels use.
pub(crate) struct Terms<'a> {
    rules: BTreeMap<&'a str, &'a RulePage>,
    /// Groups whose rules have a net under them.
    netted: BTreeSet<&'a str>,
    kind_of: &'a dyn Fn(&str) -> Option<String>,
}

impl<'a> Terms<'a> {
    /// From the rules' pages and the kinds of factors.
    pub(crate) fn new(rules: &'a [RulePage], kind_of: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Self {
            rules: rules.iter().map(|rule| (rule.id.as_str(), rule)).collect(),
            netted: rules.iter().flat_map(|rule| rule.net_for.iter().map(String::as_str)).collect(),
            kind_of,
        }
    }

    /// Whether labels may name this rule.
    pub(crate) fn scores(&self, rule: &str) -> bool {
        self.rules.get(rule).is_some_and(|page| page.scored)
    }

    fn group(&self, rule: &str) -> &'a str {
        self.rules.get(rule).map_or("?", |page| &page.group)
    }

    fn is_error(&self, rule: &str) -> bool {
        self.rules.get(rule).is_some_and(|page| page.severity == Severity::Error)
    }

    fn points(&self, rule: &str) -> bool {
        self.rules.get(rule).is_some_and(|page| !page.net_for.is_empty())
    }
}

/// What a report got wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Miss {
    /// Whether it was reported and is not labelled; otherwise it is labelled and was not reported.
    pub(crate) reported: bool,
    /// The rule or the factor.
    pub(crate) id: String,
    /// For a factor, its status.
    pub(crate) status: Option<Status>,
    /// Where.
    pub(crate) span: Option<Span>,
}

/// Adds a memo to the score, and says what its report got wrong.
pub(crate) fn add(score: &mut Score, terms: &Terms<'_>, report: &Report, labels: &Labels) -> Vec<Miss> {
    let entries = report.diagnostics.iter().map(|found| Entry { key: found.rule.clone(), span: found.span });
    let (scored, rest): (Vec<_>, Vec<_>) = entries.partition(|entry| terms.scores(&entry.key));
    let pointed: Vec<_> = rest.iter().filter(|entry| terms.points(&entry.key)).collect();
    score.memos += 1;
    score.pointers += pointed.len();
    score.decided.add(report.decision == labels.decision);

    for (label, &veiled) in labels.diagnostics.iter().zip(&labels.veiled) {
        let found = scored.iter().any(|entry| fits(entry, label, SLACK_OF_DIAGNOSTICS));
        if veiled { &mut score.recall.veiled } else { &mut score.recall.plain }.add(found);
        if terms.netted.contains(terms.group(&label.key)) {
            let near = |entry: &&Entry<String>| near(entry.span, label.span, SLACK_OF_DIAGNOSTICS);
            score.recall.seen.add(found || pointed.iter().copied().any(|entry| near(&entry)));
        }
    }

    let mut misses = Vec::new();
    let diagnostics = pair_once(&scored, &labels.diagnostics, SLACK_OF_DIAGNOSTICS);
    tally(&mut score.diagnostics, &diagnostics, |rule| (terms.group(rule), rule));
    misses.extend(diagnostics.misses(|rule| (rule.clone(), None)));

    let factors =
        report.factors.iter().map(|found| Entry { key: (found.id.clone(), found.status), span: Some(found.span) });
    let factors: Vec<_> = factors.collect();
    let kinds: BTreeMap<_, _> = factors
        .iter()
        .chain(&labels.factors)
        .map(|entry| {
            let factor = entry.key.0.as_str();
            (factor, (terms.kind_of)(factor).unwrap_or_else(|| "?".to_owned()))
        })
        .collect();
    let factors = pair_any(&factors, &labels.factors, SLACK_OF_FACTORS);
    tally(&mut score.factors, &factors, |(factor, _)| (kinds[factor.as_str()].as_str(), factor));
    misses.extend(factors.misses(|(factor, status)| (factor.clone(), Some(*status))));

    if !labels.diagnostics.iter().any(|label| terms.is_error(&label.key)) {
        score.alarmed.add(scored.iter().any(|entry| terms.is_error(&entry.key)));
    }
    misses
}

impl<K> Pairing<'_, K> {
    fn misses(&self, name: impl Fn(&K) -> (String, Option<Status>)) -> Vec<Miss> {
        let wrong = self.wrong.iter().map(|entry| (true, entry));
        let missed = self.missed.iter().map(|entry| (false, entry));
        let miss = |(reported, entry): (bool, &&Entry<K>)| {
            let (id, status) = name(&entry.key);
            Miss { reported, id, status, span: entry.span }
        };
        wrong.chain(missed).map(miss).collect()
    }
}

fn tally<'a, K: 'a>(figures: &mut Figures, pairing: &Pairing<'a, K>, names: impl Fn(&'a K) -> (&'a str, &'a str)) {
    for entry in &pairing.hits {
        figures.each(names(&entry.key), |tally| tally.right += 1);
    }
    for entry in &pairing.wrong {
        figures.each(names(&entry.key), |tally| tally.wrong += 1);
    }
    for entry in &pairing.missed {
        figures.each(names(&entry.key), |tally| tally.missed += 1);
    }
}

/// Whether two places overlap once one of them is widened on both sides; two absent places are the same.
fn near(a: Option<Span>, b: Option<Span>, slack: usize) -> bool {
    match (a, b) {
        (None, None) => true,
        (Some(a), Some(b)) => a.start < b.end + slack && b.start < a.end + slack,
        _ => false,
    }
}

fn fits<K: PartialEq>(a: &Entry<K>, b: &Entry<K>, slack: usize) -> bool {
    a.key == b.key && near(a.span, b.span, slack)
}

/// One label for one report, the nearest of those left.
fn pair_once<'a, K: PartialEq>(reported: &'a [Entry<K>], labels: &'a [Entry<K>], slack: usize) -> Pairing<'a, K> {
    let mut pairing = Pairing { hits: Vec::new(), wrong: Vec::new(), missed: labels.iter().collect() };
    for entry in reported {
        let distance = |label: &Entry<K>| match (label.span, entry.span) {
            (Some(a), Some(b)) => a.start.abs_diff(b.start),
            _ => 0,
        };
        let fitting = pairing.missed.iter().enumerate().filter(|(_, label)| fits(entry, label, slack));
        match fitting.min_by_key(|(_, label)| distance(label)) {
            Some((at, _)) => {
                pairing.missed.remove(at);
                pairing.hits.push(entry);
            }
            None => pairing.wrong.push(entry),
        }
    }
    pairing
}

/// Several reports may share a label; hits are counted in labels.
fn pair_any<'a, K: PartialEq>(reported: &'a [Entry<K>], labels: &'a [Entry<K>], slack: usize) -> Pairing<'a, K> {
    let (hits, missed) = labels.iter().partition(|label| reported.iter().any(|entry| fits(entry, label, slack)));
    let wrong = reported.iter().filter(|entry| !labels.iter().any(|label| fits(entry, label, slack))).collect();
    Pairing { hits, wrong, missed }
}

#[cfg(test)]
mod tests;
