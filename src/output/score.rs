//! A score for people, in the layout of `score.py`, and for programs.

use super::{escape, json};
use crate::batch::Checked;
use crate::cli::By;
use crate::score::Miss;
use crate::score::figures::{Figures, Score, Share, Tally};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// A miss with the words it is about.
#[derive(Debug, Serialize)]
pub(crate) struct Found {
    path: String,
    /// `false` for a false alarm, `missed` for a miss.
    what: &'static str,
    of: &'static str,
    id: String,
    status: Option<&'static str>,
    line: Option<usize>,
    column: Option<usize>,
    text: Option<String>,
}

impl Found {
    /// A miss in a document.
    pub(crate) fn new(document: &Checked, miss: &Miss) -> Self {
        let at = miss.span.map(|span| document.source.location(span.start));
        let text = miss.span.and_then(|span| document.source.text().get(span.start..span.end));
        Self {
            path: document.name.clone(),
            what: if miss.reported { "false" } else { "missed" },
            of: if miss.status.is_some() { "factor" } else { "diagnostic" },
            id: miss.id.clone(),
            status: miss.status.map(totality::report::Status::name),
            line: at.map(|at| at.line),
            column: at.map(|at| at.column),
            text: text.map(str::to_owned),
        }
    }
}

/// Writes a score for people.
pub(crate) fn write_human(score: &Score, found: &[Found], by: By, out: &mut dyn Write) -> io::Result<()> {
    for Found { path, what, of, id, status, line, column, text } in found {
        let place = line.zip(*column).map_or_else(String::new, |(line, column)| format!(":{line}:{column}"));
        let status = status.map_or_else(String::new, |status| format!(" {status}"));
        let words = text.as_deref().map_or_else(String::new, |text| format!(" \"{}\"", escape::line(text)));
        writeln!(out, "{}{place}: {what} {of} {}{status}{words}", escape::visible(path), escape::line(id))?;
    }
    for (name, figures) in [("diagnostics", &score.diagnostics), ("factors", &score.factors)] {
        for (key, tally) in broken_down(figures, by) {
            row(name, key, *tally, out)?;
        }
        let Tally { right, wrong, missed } = figures.all;
        if right + wrong + missed > 0 {
            row(name, "ALL", figures.all, out)?;
        }
    }
    let recall = score.recall;
    for (key, share) in [("plain", recall.plain), ("veiled", recall.veiled), ("seen", recall.seen)] {
        writeln!(out, "recall       {key:30}{:.3}  ({}/{})", share.rate(), share.part, share.whole)?;
    }
    writeln!(out, "notes        {:.2} mentions to review a memo", score.pointers_a_memo())?;
    writeln!(out, "decision     {}/{} right", score.decided.part, score.decided.whole)?;
    let Share { part, whole } = score.alarmed;
    writeln!(out, "false alarms {part}/{whole} clean memos with an error reported")
}

fn row(name: &str, key: &str, tally: Tally, out: &mut dyn Write) -> io::Result<()> {
    let Tally { right, wrong, missed } = tally;
    let (precision, recall, f1) = (tally.precision(), tally.recall(), tally.f1());
    writeln!(out, "{name:12}{key:30}P {precision:.3}  R {recall:.3}  F1 {f1:.3}  (tp {right}, fp {wrong}, fn {missed})")
}

const fn broken_down(figures: &Figures, by: By) -> &BTreeMap<String, Tally> {
    match by {
        By::Group => &figures.groups,
        By::Rule => &figures.rules,
    }
}

/// Writes a score for programs.
pub(crate) fn write_json(
    score: &Score,
    found: Option<&Vec<Found>>,
    by: By,
    guidelines: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    let entry = ScoreEntry {
        schema_version: json::SCHEMA_VERSION,
        guidelines,
        memos: score.memos,
        diagnostics: FiguresEntry::new(&score.diagnostics, by),
        factors: FiguresEntry::new(&score.factors, by),
        recall: RecallEntry {
            plain: score.recall.plain.into(),
            veiled: score.recall.veiled.into(),
            seen: score.recall.seen.into(),
        },
        mentions_to_review_a_memo: score.pointers_a_memo(),
        decision: score.decided.into(),
        false_alarms: score.alarmed.into(),
        misses: found,
    };
    json::value(&entry, out)?;
    writeln!(out)
}

#[derive(Serialize)]
struct ScoreEntry<'a> {
    schema_version: u32,
    guidelines: &'a str,
    memos: usize,
    diagnostics: FiguresEntry<'a>,
    factors: FiguresEntry<'a>,
    recall: RecallEntry,
    mentions_to_review_a_memo: f64,
    decision: ShareEntry,
    false_alarms: ShareEntry,
    #[serde(skip_serializing_if = "Option::is_none")]
    misses: Option<&'a Vec<Found>>,
}

#[derive(Serialize)]
struct FiguresEntry<'a> {
    all: TallyEntry,
    by: BTreeMap<&'a str, TallyEntry>,
}

impl<'a> FiguresEntry<'a> {
    fn new(figures: &'a Figures, by: By) -> Self {
        let by = broken_down(figures, by).iter().map(|(key, tally)| (key.as_str(), (*tally).into()));
        Self { all: figures.all.into(), by: by.collect() }
    }
}

#[derive(Serialize)]
struct TallyEntry {
    precision: f64,
    recall: f64,
    f1: f64,
    tp: usize,
    fp: usize,
    #[serde(rename = "fn")]
    missed: usize,
}

impl From<Tally> for TallyEntry {
    fn from(tally: Tally) -> Self {
        let (precision, recall, f1) = (tally.precision(), tally.recall(), tally.f1());
        Self { precision, recall, f1, tp: tally.right, fp: tally.wrong, missed: tally.missed }
    }
}

#[derive(Serialize)]
struct RecallEntry {
    plain: ShareEntry,
    veiled: ShareEntry,
    seen: ShareEntry,
}

#[derive(Serialize)]
struct ShareEntry {
    part: usize,
    whole: usize,
}

impl From<Share> for ShareEntry {
    fn from(Share { part, whole }: Share) -> Self {
        Self { part, whole }
    }
}
