//! What `totality.toml` may say.

use crate::output::format::Format;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;
use totality::diagnostic::Severity;

/// A file of settings. What it does not set comes from the file it extends, or else is as built in.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct File {
    /// Another file, whose settings hold where this one sets nothing.
    pub(crate) extend: Option<Spanned<String>>,
    /// The folder of another lexicon.
    pub(crate) lexicon: Option<Spanned<String>>,
    /// Report these rules only.
    pub(crate) select: Option<Spanned<Vec<Spanned<String>>>>,
    /// Do not report these rules.
    pub(crate) ignore: Option<Spanned<Vec<Spanned<String>>>>,
    /// What rules weigh.
    #[serde(default)]
    pub(crate) severities: BTreeMap<String, Spanned<Level>>,
    /// In folders, read these files.
    pub(crate) include: Option<Spanned<Vec<Spanned<String>>>>,
    /// In folders, do not read these files.
    pub(crate) exclude: Option<Spanned<Vec<Spanned<String>>>>,
    /// The least severity that gates.
    pub(crate) fail_on: Option<Spanned<Gate>>,
    /// The least severity that is shown.
    pub(crate) min_severity: Option<Spanned<Severity>>,
    /// How findings are written.
    pub(crate) output_format: Option<Spanned<Format>>,
    /// The baseline of known findings.
    pub(crate) baseline: Option<Spanned<String>>,
    /// The ledger of waivers.
    pub(crate) waivers: Option<Spanned<String>>,
    /// Which suppressions are allowed.
    #[serde(default)]
    pub(crate) suppressions: Suppressions,
    /// Which fields of a text say what about it.
    #[serde(default)]
    pub(crate) fields: BTreeMap<FieldName, Spanned<Vec<String>>>,
    /// Settings for some files; later ones win.
    #[serde(default)]
    pub(crate) per_file: Vec<PerFile>,
}

/// Which suppressions are allowed.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Suppressions {
    /// Rules that no text and no waiver may silence.
    pub(crate) forbid: Option<Spanned<Vec<Spanned<String>>>>,
}

/// Settings for some files.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct PerFile {
    /// Which.
    pub(crate) files: Spanned<Vec<Spanned<String>>>,
    /// As [`File::select`].
    pub(crate) select: Option<Spanned<Vec<Spanned<String>>>>,
    /// As [`File::ignore`].
    pub(crate) ignore: Option<Spanned<Vec<Spanned<String>>>>,
    /// As [`File::severities`].
    #[serde(default)]
    pub(crate) severities: BTreeMap<String, Spanned<Level>>,
    /// As [`File::fail_on`].
    pub(crate) fail_on: Option<Spanned<Gate>>,
}

/// What a rule weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Level {
    /// An error.
    Error,
    /// A warning.
    Warning,
    /// A note.
    Note,
    /// It is not reported.
    Off,
}

/// What gates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Gate {
    /// Errors.
    Error,
    /// Warnings and errors.
    Warning,
    /// Every finding.
    Note,
    /// Nothing.
    Never,
}

impl Level {
    /// The severity; `None` for a rule that is not reported.
    pub(crate) const fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Note => Some(Severity::Note),
            Self::Off => None,
        }
    }
}

impl Gate {
    /// The least severity that gates.
    pub(crate) const fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Note => Some(Severity::Note),
            Self::Never => None,
        }
    }
}

/// What a field of a text may say about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum FieldName {
    /// The office.
    Office,
    /// The officer.
    Officer,
    /// The date.
    Date,
    /// The decision.
    Decision,
}

impl FieldName {
    /// Its name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Office => "office",
            Self::Officer => "officer",
            Self::Date => "date",
            Self::Decision => "decision",
        }
    }
}
