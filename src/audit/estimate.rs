//! A labelled sheet to precision and recall, with intervals.
//!
//! Precision is estimated for each rule and, weighted by how many findings each rule has, for all. Recall needs what
//! was missed: the sheet has documents without a finding for that. What is missed in documents that do have a finding
//! is not sampled, so that recall is an upper estimate; it is said with the figure.

use super::figures::Share;
use super::sample::{COLUMNS, UNFLAGGED};
use super::statistics::wilson;
use serde::Serialize;
use std::collections::BTreeMap;
use totality::source::Source;

/// The precision of one rule.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Precision {
    pub(crate) rule: String,
    /// How many findings the audit has.
    pub(crate) findings: u64,
    /// Right ones among those labelled.
    pub(crate) right: Share,
}

/// A figure with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) struct Interval {
    pub(crate) value: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

/// What a labelled sheet tells.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Estimate {
    pub(crate) schema_version: u32,
    pub(crate) labelled: u64,
    pub(crate) unlabelled: u64,
    pub(crate) rules: Vec<Precision>,
    /// `None` where a rule with findings has no label at all, or nothing is labelled.
    pub(crate) precision: Option<Interval>,
    /// Documents without a finding in which something was missed.
    pub(crate) missed: Share,
    /// At most: what is missed in documents that have a finding is not in the sample.
    pub(crate) recall_at_most: Option<Interval>,
}

/// What separates values: a spreadsheet may save a sheet with semicolons or tabs, as the habits of its country are.
fn delimiter(sheet: &str) -> u8 {
    let heads = sheet.lines().next().unwrap_or_default();
    let count = |delimiter: &u8| heads.bytes().filter(|byte| byte == delimiter).count();
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

#[derive(Default)]
struct Stratum {
    population: u64,
    right: u64,
    labelled: u64,
}

/// What is wrong with a sheet, and in which row.
pub(crate) type Mistake = (Option<u64>, String);

/// Reads a sheet.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn estimate(sheet: &[u8]) -> Result<Estimate, Mistake> {
    let source = Source::decode(sheet).map_err(|error| (None, error.to_string()))?;
    let sheet = source.text().trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter(sheet)).flexible(true).from_reader(sheet.as_bytes());
    let heads = reader.headers().map_err(|error| (None, error.to_string()))?.clone();
    let at = |name: &str| {
        let found = heads.iter().position(|head| head.trim() == name);
        found.ok_or_else(|| (None, format!("there is no column `{name}`; a sheet has {}", COLUMNS.join(", "))))
    };
    let (stratum, population, label, missed) = (at("stratum")?, at("population")?, at("label")?, at("missed")?);
    let mut strata: BTreeMap<String, Stratum> = BTreeMap::new();
    let mut unlabelled = 0;
    for (number, row) in (2_u64..).zip(reader.records()) {
        let row = row.map_err(|error| (Some(number), error.to_string()))?;
        let cell = |column: usize| row.get(column).unwrap_or_default().trim();
        let name = cell(stratum);
        let found = strata.entry(name.to_owned()).or_default();
        found.population =
            cell(population).parse().map_err(|_| (Some(number), "the population is no number".to_owned()))?;
        let cell = if name == UNFLAGGED { cell(missed) } else { cell(label) };
        let Some(is_right) = is_yes(cell).map_err(|message| (Some(number), message))? else {
            unlabelled += 1;
            continue;
        };
        found.labelled += 1;
        found.right += u64::from(is_right);
    }
    let unflagged = strata.remove(UNFLAGGED).unwrap_or_default();
    let labelled = unflagged.labelled + strata.values().map(|stratum| stratum.labelled).sum::<u64>();
    let precision = precision(&strata);
    let missed = Share::new(unflagged.right, unflagged.labelled);
    let findings: u64 = strata.values().map(|stratum| stratum.population).sum();
    let recall = precision.filter(|_| unflagged.labelled > 0 || unflagged.population == 0).map(|precision| {
        let (findings, quiet) = (findings as f64, unflagged.population as f64);
        let recall = |precision: f64, missed: f64| {
            let (found, lost) = (precision * findings, missed * quiet);
            if found + lost > 0.0 { found / (found + lost) } else { 1.0 }
        };
        let share = if unflagged.labelled == 0 { (0.0, 0.0, 0.0) } else { (missed.share, missed.low, missed.high) };
        Interval {
            value: recall(precision.value, share.0),
            low: recall(precision.low, share.2),
            high: recall(precision.high, share.1),
        }
    });
    let rules = strata.into_iter().map(|(rule, stratum)| Precision {
        rule,
        findings: stratum.population,
        right: Share::new(stratum.right, stratum.labelled),
    });
    Ok(Estimate {
        schema_version: 1,
        labelled,
        unlabelled,
        rules: rules.collect(),
        precision,
        missed,
        recall_at_most: recall,
    })
}

/// The precision over all rules, each weighted by its findings. The interval is Wilson's for as many independent labels
/// as would have the same variance.
fn precision(strata: &BTreeMap<String, Stratum>) -> Option<Interval> {
    let total: u64 = strata.values().map(|stratum| stratum.population).sum();
    if total == 0 || strata.values().any(|stratum| stratum.labelled == 0) {
        return None;
    }
    let (mut value, mut variance, mut labels) = (0.0, 0.0, 0_u64);
    for stratum in strata.values() {
        let weight = stratum.population as f64 / total as f64;
        let n = stratum.labelled as f64;
        value += weight * stratum.right as f64 / n;
        // Half a label is added to each side, so that a stratum of few labels, all alike, is not taken for certain.
        let smooth = (stratum.right as f64 + 0.5) / (n + 1.0);
        let rest = 1.0 - (n / stratum.population as f64).min(1.0);
        variance += weight * weight * smooth * (1.0 - smooth) / n * rest;
        labels += stratum.labelled;
    }
    let smooth = (value * labels as f64 + 0.5) / (labels as f64 + 1.0);
    let alike = if variance > 0.0 { smooth * (1.0 - smooth) / variance } else { f64::INFINITY };
    if alike.is_infinite() {
        return Some(Interval { value, low: value, high: value });
    }
    let alike = alike.max(1.0).round();
    let (low, high) = wilson((value * alike).round() as u64, alike as u64);
    Some(Interval { value, low: low.min(value), high: high.max(value) })
}

fn is_yes(cell: &str) -> Result<Option<bool>, String> {
    match cell.trim_start_matches('\'').to_lowercase().as_str() {
        "" => Ok(None),
        "right" | "yes" | "y" | "1" | "true" => Ok(Some(true)),
        "wrong" | "no" | "n" | "0" | "false" => Ok(Some(false)),
        _ => Err(format!("`{cell}` is no label: write yes or no (or right, wrong)")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(rows: &[&str]) -> Vec<u8> {
        format!("{}\n{}\n", COLUMNS.join(","), rows.join("\n")).into_bytes()
    }

    #[test]
    fn rules_are_weighted_by_their_findings() {
        let rows = [
            "common,900,2,a,,,,,right,,",
            "common,900,2,b,,,,,yes,,",
            "rare,100,2,c,,,,,wrong,,",
            "rare,100,2,d,,,,,no,,",
            "(unflagged),500,2,e,,,,,,no,",
            "(unflagged),500,2,f,,,,,,yes,",
            "rare,100,2,g,,,,,,,",
        ];
        let found = estimate(&sheet(&rows)).expect("is well formed");
        let precision = found.precision.expect("all rules have labels");
        assert!((precision.value - 0.9).abs() < 1e-9 && precision.low < 0.9 && precision.high <= 1.0);
        let recall = found.recall_at_most.expect("is labelled");
        assert!(
            (recall.value - 900.0 / 1150.0).abs() < 1e-9 && recall.low < recall.value && recall.high > recall.value
        );
        assert_eq!((found.labelled, found.unlabelled), (6, 1));
    }

    #[test]
    fn a_sheet_that_a_spreadsheet_saved_is_read() {
        let sheet = sheet(&["common,900,2,a,,,,\"x; y\",right,,", "(unflagged),500,2,e,,,,,,no,"]);
        let expected = estimate(&sheet).expect("is well formed");
        let text = String::from_utf8(sheet).expect("is text");
        let other = text.replace("\"x; y\"", "@").replace(',', ";").replace('@', "\"x; y\"");
        let tabs = text.replace(',', "\t");
        let wide = format!("\u{feff}{tabs}").encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let marked = format!("\u{feff}{}", other.replace('\n', "\r\n"));
        for saved in [other.into_bytes(), marked.into_bytes(), tabs.into_bytes(), wide] {
            assert_eq!(estimate(&saved), Ok(expected.clone()));
        }
    }

    #[test]
    fn what_is_no_label_is_said_with_its_row() {
        assert_eq!(estimate(&sheet(&["a,1,1,x,,,,,maybe,,"])).map_err(|(row, _)| row), Err(Some(2)));
        assert!(estimate(b"a,b\n1,2\n").is_err());
        let empty = estimate(&sheet(&["a,1,1,x,,,,,,,"])).expect("is well formed");
        assert_eq!((empty.precision, empty.recall_at_most), (None, None));
    }
}
