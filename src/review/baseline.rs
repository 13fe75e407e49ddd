//! The baseline: findings that were there already. Only new ones gate.
//!
//! A finding is known by its text, its rule and its fingerprint, so it stays known when lines move. A text that was
//! renamed is known by its words; one that was renamed and changed keeps the findings that still have their sentence.
//! No words of a case are in the file.

#![allow(clippy::disallowed_methods, reason = "a baseline is written on demand")]

use super::listed::{self, Listed};
use super::selection::Selection;
use super::waivers::named;
use crate::output::escape;
use crate::output::trouble::{Place, Trouble};
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use totality::diagnostic::Diagnostic;
use totality::fingerprint;

/// The name of the file where none is given.
pub(crate) const NAME: &str = "totality.baseline.json";

const SCHEMA_VERSION: u32 = 1;

/// The file.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema_version: u32,
    fingerprints: String,
    documents: BTreeMap<String, Entry>,
}

/// The findings of one text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// The SHA-256 of the text.
    sha256: String,
    findings: BTreeSet<Known>,
}

/// A known finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Known {
    pub(crate) rule: String,
    pub(crate) fingerprint: String,
}

impl Known {
    fn of(finding: &Diagnostic) -> Self {
        Self { rule: finding.rule.clone(), fingerprint: finding.fingerprint.clone() }
    }
}

/// A baseline.
#[derive(Debug)]
pub(crate) struct Baseline {
    path: PathBuf,
    folder: PathBuf,
    file: File,
    /// The known findings that were met, by the name of the text in the file.
    met: RefCell<BTreeMap<String, BTreeSet<Known>>>,
    /// The texts of the file that were checked, under whatever name, and for which rules.
    checked: RefCell<BTreeMap<String, Selection>>,
    /// For which rules texts were checked, whether the file has them or not.
    selections: RefCell<Vec<Selection>>,
    /// The folders that were walked.
    walked: Vec<PathBuf>,
    /// The SHA-256 of the file.
    pub(crate) digest: String,
}

impl Baseline {
    /// An empty one, to be written to a file.
    pub(crate) fn empty(path: &Path) -> Self {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
        Self {
            path: path.to_path_buf(),
            folder: folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf()),
            file: File {
                schema_version: SCHEMA_VERSION,
                fingerprints: fingerprint::VERSION.to_owned(),
                documents: BTreeMap::new(),
            },
            met: RefCell::default(),
            checked: RefCell::default(),
            selections: RefCell::default(),
            walked: Vec::new(),
            digest: String::new(),
        }
    }

    /// Reads one.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub(crate) fn load(path: &Path) -> Result<Self, Trouble> {
        let trouble = |message: String| {
            let help = "`totality baseline write` writes a baseline".to_owned();
            Trouble { message, place: Some(Place::file(path)), help }
        };
        let text = fs::read_to_string(path).map_err(|error| trouble(format!("this cannot be read: {error}")))?;
        let file: File =
            serde_json::from_str(&text).map_err(|error| trouble(format!("this is no baseline: {error}")))?;
        if file.schema_version != SCHEMA_VERSION || file.fingerprints != fingerprint::VERSION {
            return Err(trouble("this baseline was written by another version".to_owned()));
        }
        Ok(Self { file, digest: fingerprint::sha256(text.as_bytes()), ..Self::empty(path) })
    }

    /// Whether a file is a baseline, of whatever version.
    pub(crate) fn is_at(path: &Path) -> bool {
        let text = path.is_file().then(|| fs::read_to_string(path).ok()).flatten();
        let value: Option<serde_json::Value> = text.and_then(|text| serde_json::from_str(&text).ok());
        value.is_some_and(|value| value.get("fingerprints").is_some())
    }

    /// Why a baseline cannot take the place of a file: it is none.
    pub(crate) fn occupied(path: &Path) -> Option<Trouble> {
        fs::read_to_string(path).ok().filter(|text| !text.trim().is_empty())?;
        (!Self::is_at(path)).then(|| Trouble {
            message: "this is no baseline, and a baseline would take its place".to_owned(),
            place: Some(Place::file(path)),
            help: "name another file with `--baseline`".to_owned(),
        })
    }

    /// The same, for a run that walks these folders.
    pub(crate) fn over(mut self, walked: &[PathBuf]) -> Self {
        self.walked = walked.iter().filter_map(|folder| folder.canonicalize().ok()).collect();
        self
    }

    /// Notes a text that is checked for some rules, and gives the name under which its findings are known.
    pub(crate) fn note(&self, place: &Path, digest: &str, selection: &Selection) -> Option<String> {
        let name = named(&self.folder, place);
        let documents = &self.file.documents;
        let known = if documents.contains_key(&name) {
            Some(name)
        } else {
            let mut gone = documents.iter().filter(|(name, _)| !self.folder.join(name).exists());
            gone.find(|(_, entry)| entry.sha256 == digest).map(|(name, _)| name.clone())
        };
        if let Some(known) = &known {
            self.checked.borrow_mut().insert(known.clone(), selection.clone());
        }
        let mut selections = self.selections.borrow_mut();
        if !selections.contains(selection) {
            selections.push(selection.clone());
        }
        known
    }

    /// Whether a finding is known, of a text known by that name.
    pub(crate) fn holds(&self, name: Option<&str>, finding: &Diagnostic) -> bool {
        let known = Known::of(finding);
        let documents = &self.file.documents;
        let name = match name {
            Some(name) => documents.get_key_value(name).filter(|(_, entry)| entry.findings.contains(&known)),
            None if finding.span.is_some() => documents
                .iter()
                .find(|(name, entry)| entry.findings.contains(&known) && !self.folder.join(name).exists()),
            None => None,
        };
        let Some((name, _)) = name else { return false };
        self.met.borrow_mut().entry(name.clone()).or_default().insert(known)
    }

    /// The known findings that were looked for and not met: of texts that were checked, and of texts that are gone from
    /// a folder that was walked.
    pub(crate) fn fixed(&self) -> Vec<(String, Known)> {
        let (met, checked) = (self.met.borrow(), self.checked.borrow());
        let selections = self.selections.borrow();
        let is_gone = |name: &str| {
            let place = self.folder.join(name);
            self.walked.iter().any(|folder| place.starts_with(folder)) && !place.exists()
        };
        let mut fixed = Vec::new();
        for (name, entry) in &self.file.documents {
            let is_looked_for = |known: &&Known| match checked.get(name) {
                Some(selection) => selection.holds(&known.rule),
                None => is_gone(name) && selections.iter().all(|selection| selection.holds(&known.rule)),
            };
            let is_met = |known: &Known| met.get(name).is_some_and(|met| met.contains(known));
            let left = entry.findings.iter().filter(is_looked_for).filter(|known| !is_met(known));
            fixed.extend(left.map(|known| (name.clone(), known.clone())));
        }
        fixed
    }

    /// The findings that are known of texts that were checked.
    pub(crate) fn listed(&self) -> Vec<Listed> {
        let (met, checked) = (self.met.borrow(), self.checked.borrow());
        let touching =
            self.file.documents.iter().filter(|(name, _)| met.contains_key(*name) || checked.contains_key(*name));
        let listed = touching.flat_map(|(name, entry)| {
            let met = met.get(name);
            let is_met = move |known: &Known| met.is_some_and(|met| met.contains(known));
            entry.findings.iter().map(move |known| Listed {
                kind: "baseline",
                status: if is_met(known) { listed::USED } else { "unused" },
                rule: known.rule.clone(),
                file: escape::path(&self.path),
                path: name.clone(),
                fingerprint: known.fingerprint.clone(),
                ..Listed::default()
            })
        });
        listed.collect()
    }

    /// Adds a finding of the text at a place.
    pub(crate) fn add(&mut self, place: &Path, digest: &str, finding: &Diagnostic) {
        let entry = self.file.documents.entry(named(&self.folder, place));
        let entry = entry.or_insert_with(|| Entry { sha256: digest.to_owned(), findings: BTreeSet::new() });
        entry.findings.insert(Known::of(finding));
    }

    /// Takes the fixed findings out; says how many.
    pub(crate) fn prune(&mut self) -> usize {
        let fixed = self.fixed();
        for (name, known) in &fixed {
            if let Some(entry) = self.file.documents.get_mut(name) {
                entry.findings.remove(known);
            }
        }
        self.file.documents.retain(|_, entry| !entry.findings.is_empty());
        fixed.len()
    }

    /// How many findings it holds.
    pub(crate) fn len(&self) -> usize {
        self.file.documents.values().map(|entry| entry.findings.len()).sum()
    }

    /// Writes it.
    ///
    /// # Errors
    /// Why it cannot be written.
    pub(crate) fn write(&self) -> Result<(), Trouble> {
        let trouble = |message: String| {
            let place = Some(Place::file(&self.path));
            Trouble { message: format!("this cannot be written: {message}"), place, help: String::new() }
        };
        let text = serde_json::to_string_pretty(&self.file).map_err(|error| trouble(error.to_string()))?;
        fs::write(&self.path, text + "\n").map_err(|error| trouble(error.to_string()))
    }
}
