//! The formats by name.

use super::checkstyle::Checkstyle;
use super::concise::Concise;
use super::csv::Csv;
use super::github::Github;
use super::gitlab::Gitlab;
use super::human::Human;
use super::json::{Content, Json};
use super::jsonl::Jsonl;
use super::junit::Junit;
use super::markdown::Markdown;
use super::rdjson::Rdjson;
use super::sarif::Sarif;
use super::{Run, Writer};
use crate::cli::names;
use crate::inputs;
use crate::output::trouble::Trouble;
use clap::ValueEnum;
use serde::Deserialize;
use std::path::Path;
use totality::lexicon::RulePage;

/// A format for findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, ValueEnum, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Format {
    /// Each finding with its words, the reason and what to do.
    Human,
    /// One line for each finding.
    Concise,
    /// For programs: findings and the ledger of factors.
    Json,
    /// The same, one line for each document.
    Jsonl,
    /// SARIF 2.1.0, for code scanning and audit.
    Sarif,
    /// Workflow commands that annotate a change on GitHub.
    Github,
    /// A code quality report for GitLab.
    Gitlab,
    /// A test report.
    Junit,
    /// The format of reviewdog.
    Rdjson,
    /// The format of Checkstyle.
    Checkstyle,
    /// A table for spreadsheets.
    Csv,
    /// A summary to paste into a review.
    Markdown,
}

impl Format {
    /// Whether programs read it, so that it carries the record of the run.
    pub(crate) const fn is_for_programs(self) -> bool {
        !matches!(self, Self::Human | Self::Concise)
    }

    /// Its name.
    pub(crate) fn name(self) -> String {
        self.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
    }

    /// The format with this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        <Self as ValueEnum>::from_str(name, false).ok()
    }

    /// The format that somebody asks for by name.
    ///
    /// # Errors
    /// There is none of that name.
    pub(crate) fn asked(name: &str) -> Result<Self, Trouble> {
        Self::named(name).ok_or_else(|| {
            let names: Vec<_> = Self::value_variants().iter().map(|format| format.name()).collect();
            let near = names::nearest(name, names.iter().map(String::as_str));
            let help = names::meant(&near, &format!("there are {}", names.join(", ")));
            Trouble::usage(format!("there is no format `{name}`"), help)
        })
    }

    /// The format that a file's name asks for by its ending, where it is the only one of that ending.
    pub(crate) fn of_file(file: &Path) -> Option<Self> {
        match inputs::ending(file).as_deref() {
            Some("md" | "markdown") => Some(Self::Markdown),
            Some(ending @ ("json" | "jsonl" | "sarif" | "csv" | "rdjson")) => Self::named(ending),
            _ => None,
        }
    }

    /// A writer of this format.
    pub(crate) fn writer(self, run: &Run, rules: &[RulePage], width: usize, quiet: bool) -> Box<dyn Writer> {
        match self {
            Self::Human => Box::new(Human::new(width, quiet)),
            Self::Concise => Box::new(Concise),
            Self::Json => Box::new(Json::new(run, Content::Check)),
            Self::Jsonl => Box::new(Jsonl::new(run)),
            Self::Sarif => Box::new(Sarif::new(run, rules)),
            Self::Github => Box::new(Github::new(run)),
            Self::Gitlab => Box::new(Gitlab::new(run)),
            Self::Junit => Box::new(Junit::new(run)),
            Self::Rdjson => Box::new(Rdjson::new(run)),
            Self::Checkstyle => Box::new(Checkstyle::new(run)),
            Self::Csv => Box::new(Csv::new(run)),
            Self::Markdown => Box::new(Markdown::new(run)),
        }
    }
}
