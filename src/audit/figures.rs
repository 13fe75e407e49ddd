//! Counts to figures: shares with their intervals, differences with their tests. Computed once, drawn by others.
//!
//! The same plain data goes to the terminal, into the HTML report and to programs (`--output-format json`).

mod compare;
mod pairs;
mod trend;

use super::entry::InForce;
use super::statistics::wilson;
use super::tally::{Balance, Tally};
use crate::output::severity;
pub(crate) use compare::{Group, Grouping};
pub(crate) use pairs::Pairs;
use serde::Serialize;
use std::collections::BTreeMap;
use totality::diagnostic::Severity;
pub(crate) use trend::moment;

/// The version of the contract of the figures.
const SCHEMA_VERSION: u32 = 1;

/// A conclusion is boilerplate from so many documents on.
const LEAST_SAME: u32 = 5;

/// The most conclusions, pairs of rules, and unread texts that are listed.
const MOST_LISTED: usize = 25;

/// A share, with Wilson's 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) struct Share {
    pub(crate) count: u64,
    pub(crate) of: u64,
    pub(crate) share: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Share {
    /// The share of `count` in `of`.
    pub(crate) fn new(count: u64, of: u64) -> Self {
        let (low, high) = wilson(count, of);
        let share = if of == 0 { 0.0 } else { count as f64 / of as f64 };
        Self { count, of, share, low, high }
    }
}

/// By what and when an audit was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Provenance {
    pub(crate) version: &'static str,
    pub(crate) guidelines: String,
    pub(crate) title: String,
    /// The SHA-256 of the compiled lexicon.
    pub(crate) lexicon_sha256: String,
    /// The day, `2026-02-28`.
    pub(crate) day: String,
}

/// How often a rule fired.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Rule {
    pub(crate) rule: String,
    pub(crate) severity: &'static str,
    pub(crate) section: String,
    pub(crate) summary: String,
    pub(crate) findings: u64,
    pub(crate) justifications: Share,
    /// Justifications with it that are dated outside the time of the guidelines; counted apart.
    pub(crate) outside: u64,
}

/// How often a factor was cited.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Factor {
    pub(crate) factor: String,
    pub(crate) kind: String,
    pub(crate) asserted: Share,
    pub(crate) negated: Share,
}

/// What stands on the scales under one decision.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Scales {
    pub(crate) decision: &'static str,
    pub(crate) justifications: u64,
    pub(crate) kinds: Vec<Kind>,
}

/// The factors of one kind under one decision.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Kind {
    pub(crate) kind: String,
    /// Justifications that assert at least one.
    pub(crate) with: Share,
    /// Different factors asserted, on average.
    pub(crate) mean: f64,
}

/// One of the documents with the most findings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Worst {
    pub(crate) path: String,
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
}

/// A conclusion that many documents share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Boilerplate {
    pub(crate) key: String,
    pub(crate) documents: u32,
    pub(crate) words: String,
    pub(crate) path: String,
}

/// A text that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Unread {
    pub(crate) path: String,
    pub(crate) message: String,
}

/// How a run went.
#[derive(Clone, Debug, Default)]
pub(crate) struct Course {
    pub(crate) unread: u64,
    pub(crate) first_unread: Vec<Unread>,
    pub(crate) left_out: String,
    pub(crate) reused: u64,
    pub(crate) is_interrupted: bool,
}

/// A name of metadata that documents have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) documents: u64,
}

/// All figures of an audit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Figures {
    pub(crate) schema_version: u32,
    pub(crate) made: Provenance,
    pub(crate) documents: u64,
    pub(crate) bytes: u64,
    pub(crate) unread: u64,
    pub(crate) first_unread: Vec<Unread>,
    pub(crate) left_out: String,
    /// Documents whose result was taken from an earlier run.
    pub(crate) reused: u64,
    pub(crate) interrupted: bool,
    pub(crate) justifications: u64,
    pub(crate) findings_elsewhere: u64,
    /// Justifications by whether the guidelines were in force on their date.
    pub(crate) in_force: BTreeMap<InForce, u64>,
    /// Justifications that all rates are of: all but those dated outside.
    pub(crate) judged: u64,
    pub(crate) errors: u64,
    pub(crate) warnings: u64,
    pub(crate) notes: u64,
    pub(crate) with_error: Share,
    pub(crate) with_problem: Share,
    pub(crate) outside_with_error: Share,
    pub(crate) rules: Vec<Rule>,
    pub(crate) factors: Vec<Factor>,
    pub(crate) decisions: Vec<Scales>,
    pub(crate) groupings: Vec<Grouping>,
    /// What documents say of themselves, by name; the first thousand names.
    pub(crate) fields: Vec<Field>,
    #[serde(flatten)]
    pub(crate) pairs: Pairs,
    pub(crate) worst: Vec<Worst>,
    pub(crate) boilerplate: Vec<Boilerplate>,
    /// By how many documents a count of boilerplate may be too low.
    pub(crate) boilerplate_error: u32,
    pub(crate) clean_is_not_approval: bool,
}

impl Figures {
    /// The figures for these counts.
    pub(crate) fn new(
        tally: &Tally,
        kinds: &[String],
        rules: &[(String, String)],
        made: Provenance,
        course: Course,
    ) -> Self {
        let Course { unread, first_unread, left_out, reused, is_interrupted } = course;
        let severities = |severity| tally.severities.get(&severity).copied().unwrap_or_default();
        let outside = tally.in_force.get(&InForce::No).copied().unwrap_or_default();
        Self {
            schema_version: SCHEMA_VERSION,
            made,
            documents: tally.documents,
            bytes: tally.bytes,
            unread,
            first_unread: first_unread.into_iter().take(MOST_LISTED).collect(),
            left_out,
            reused,
            interrupted: is_interrupted,
            justifications: tally.justifications,
            findings_elsewhere: tally.findings_elsewhere,
            in_force: tally.in_force.clone(),
            judged: tally.judged,
            errors: severities(Severity::Error),
            warnings: severities(Severity::Warning),
            notes: severities(Severity::Note),
            with_error: Share::new(tally.with_error, tally.judged),
            with_problem: Share::new(tally.with_problem, tally.judged),
            outside_with_error: Share::new(tally.outside_with_error, outside),
            rules: self::rules(tally, rules),
            factors: factors(tally, kinds),
            decisions: tally.decisions.iter().map(|(decision, balance)| scales(decision, balance, kinds)).collect(),
            groupings: compare::groupings(tally),
            fields: tally
                .fields
                .iter()
                .map(|(name, documents)| Field { name: name.clone(), documents: *documents })
                .collect(),
            pairs: Pairs::new(tally),
            worst: worst(tally),
            boilerplate: boilerplate(tally),
            boilerplate_error: tally.sameness.error(),
            clean_is_not_approval: true,
        }
    }
}

/// Rules, the most frequent first.
fn rules(tally: &Tally, summaries: &[(String, String)]) -> Vec<Rule> {
    let figure = |(id, rule): (&String, &super::tally::Rule)| Rule {
        rule: id.clone(),
        severity: severity(rule.severity),
        section: rule.section.clone(),
        summary: summaries
            .iter()
            .find(|(known, _)| known == id)
            .map_or_else(String::new, |(_, summary)| summary.clone()),
        findings: rule.findings,
        justifications: Share::new(rule.justifications, tally.judged),
        outside: rule.outside,
    };
    let mut rules: Vec<Rule> = tally.rules.iter().map(figure).collect();
    rules.sort_by(|a, b| b.justifications.count.cmp(&a.justifications.count).then(a.rule.cmp(&b.rule)));
    rules
}

/// Factors by kind, the most frequent first.
fn factors(tally: &Tally, kinds: &[String]) -> Vec<Factor> {
    let figure = |(id, factor): (&String, &super::tally::Factor)| Factor {
        factor: id.clone(),
        kind: factor.kind.clone(),
        asserted: Share::new(factor.asserted, tally.judged),
        negated: Share::new(factor.negated, tally.judged),
    };
    let mut factors: Vec<Factor> = tally.factors.iter().map(figure).collect();
    let order = |factor: &Factor| kinds.iter().position(|kind| *kind == factor.kind);
    factors.sort_by(|a, b| {
        order(a).cmp(&order(b)).then(b.asserted.count.cmp(&a.asserted.count)).then(a.factor.cmp(&b.factor))
    });
    factors
}

fn scales(decision: &'static str, balance: &Balance, kinds: &[String]) -> Scales {
    let kind = |kind: &String| {
        let weight = balance.kinds.get(kind).copied().unwrap_or_default();
        let mean =
            if balance.justifications == 0 { 0.0 } else { weight.factors as f64 / balance.justifications as f64 };
        Kind { kind: kind.clone(), with: Share::new(weight.with, balance.justifications), mean }
    };
    Scales { decision, justifications: balance.justifications, kinds: kinds.iter().map(kind).collect() }
}

fn worst(tally: &Tally) -> Vec<Worst> {
    let worst = tally.worst.iter().rev();
    worst
        .map(|(errors, warnings, _, path)| Worst { path: path.clone(), errors: *errors, warnings: *warnings })
        .collect()
}

fn boilerplate(tally: &Tally) -> Vec<Boilerplate> {
    let known = |words: &Option<Box<str>>| words.as_deref().unwrap_or_default().to_owned();
    let figure = |(key, same): (&str, &super::tally::Same)| Boilerplate {
        key: key.to_owned(),
        documents: same.documents,
        words: known(&same.words),
        path: known(&same.path),
    };
    tally.sameness.frequent(LEAST_SAME).into_iter().take(MOST_LISTED).map(figure).collect()
}
