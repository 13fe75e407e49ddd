//! Labels: what a person found in a memo (`NAME.gold.json` beside `NAME.md` or `NAME.txt`).

use super::{Entry, Terms};
use serde::Deserialize;
use totality::report::{Decision, Status};
use totality::source::Span;

/// The labels of one memo, placed in its text.
#[derive(Debug)]
pub(crate) struct Labels {
    /// What the memo decides.
    pub(crate) decision: Decision,
    /// The factors, by identifier and status.
    pub(crate) factors: Vec<Entry<(String, Status)>>,
    /// The diagnostics, by rule.
    pub(crate) diagnostics: Vec<Entry<String>>,
    /// For each of the diagnostics, whether it is there only by inference.
    pub(crate) veiled: Vec<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    decision: Decision,
    factors: Vec<Factor>,
    diagnostics: Vec<Diagnostic>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Factor {
    id: String,
    status: Status,
    quote: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Diagnostic {
    rule: String,
    quote: Option<String>,
    #[serde(default)]
    veiled: bool,
}

impl Labels {
    /// Reads the labels of a memo with that text.
    ///
    /// # Errors
    /// What is wrong with them, in a line.
    pub(crate) fn parse(json: &str, text: &str, terms: &Terms<'_>) -> Result<Self, String> {
        let file: File = serde_json::from_str(json).map_err(|error| format!("these labels cannot be read: {error}"))?;
        let place = |quote: &str| match text.find(quote) {
            Some(start) => Ok(Some(Span::new(start, start + quote.len()))),
            None => Err(format!("the memo does not hold the quote {quote:?}")),
        };
        let mut labels =
            Self { decision: file.decision, factors: Vec::new(), diagnostics: Vec::new(), veiled: Vec::new() };
        for Factor { id, status, quote } in file.factors {
            labels.factors.push(Entry { key: (id, status), span: place(&quote)? });
        }
        for Diagnostic { rule, quote, veiled } in file.diagnostics {
            if !terms.scores(&rule) {
                return Err(format!("`{rule}` is no rule that memos are labelled with"));
            }
            labels.diagnostics.push(Entry { key: rule, span: quote.as_deref().map_or(Ok(None), place)? });
            labels.veiled.push(veiled);
        }
        Ok(labels)
    }
}
