//! The figures below which a score must not fall, and those above which others must not rise.
//!
//! ```toml
//! [at-least]
//! diagnostics.f1 = 0.75
//! diagnostics.protected.recall = 0.8
//!
//! [at-most]
//! false-alarms = 0.1
//! ```
//!
//! Figures are compared as they are printed, with three digits: a floor is copied from a report, and must then hold.

use super::figures::Score;
use std::collections::BTreeMap;

/// Limits for the figures of a score.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Floor {
    at_least: BTreeMap<String, f64>,
    at_most: BTreeMap<String, f64>,
}

/// A limit that a score does not keep.
#[derive(Debug, PartialEq)]
pub(crate) struct Breach {
    /// The figure.
    pub(crate) figure: String,
    /// What it is.
    pub(crate) value: f64,
    /// What it was to be.
    pub(crate) limit: f64,
    /// Whether the limit is a floor; otherwise it is a ceiling.
    pub(crate) is_floor: bool,
}

impl Floor {
    /// Reads limits.
    ///
    /// # Errors
    /// What is wrong with them, in a line, and where if that is known.
    pub(crate) fn parse(text: &str) -> Result<Self, (String, Option<usize>)> {
        let table: toml::Table =
            toml::from_str(text).map_err(|error| (error.message().to_owned(), error.span().map(|span| span.start)))?;
        let mut floor = Self::default();
        for (key, value) in &table {
            let limits = match key.as_str() {
                "at-least" => &mut floor.at_least,
                "at-most" => &mut floor.at_most,
                _ => return Err((format!("there is no table `{key}` here; known are `at-least` and `at-most`"), None)),
            };
            let Some(value) = value.as_table() else {
                return Err((format!("`{key}` is to be a table of figures"), None));
            };
            flatten("", value, limits).map_err(|message| (message, None))?;
        }
        Ok(floor)
    }

    /// The limits that a score does not keep.
    ///
    /// # Errors
    /// The name of a figure that there is not.
    pub(crate) fn breaches(&self, score: &Score) -> Result<Vec<Breach>, String> {
        let figures = score.named();
        let mut breaches = Vec::new();
        let floors = self.at_least.iter().map(|limit| (limit, true));
        let ceilings = self.at_most.iter().map(|limit| (limit, false));
        for ((figure, &limit), is_floor) in floors.chain(ceilings) {
            let Some(&value) = figures.get(figure) else {
                return Err(figure.clone());
            };
            let printed = (value * 1000.0).round() / 1000.0;
            if if is_floor { printed < limit } else { printed > limit } {
                breaches.push(Breach { figure: figure.clone(), value, limit, is_floor });
            }
        }
        Ok(breaches)
    }
}

/// Brings nested tables to dotted names.
fn flatten(before: &str, table: &toml::Table, limits: &mut BTreeMap<String, f64>) -> Result<(), String> {
    for (key, value) in table {
        let name = if before.is_empty() { key.clone() } else { format!("{before}.{key}") };
        match value {
            toml::Value::Table(inner) => flatten(&name, inner, limits)?,
            toml::Value::Float(limit) => {
                limits.insert(name, *limit);
            }
            #[expect(clippy::cast_precision_loss, reason = "a limit is a small number")]
            toml::Value::Integer(limit) => {
                limits.insert(name, *limit as f64);
            }
            _ => return Err(format!("`{name}` is to be a number")),
        }
    }
    Ok(())
}
