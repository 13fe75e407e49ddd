//! The ledger of waivers: findings that somebody answers for, outside the text, until a day.
//!
//! `totality.waivers.toml` holds a `[[waiver]]` for each: rule, fingerprint, path, reason, approver, date, expires. A
//! waiver on something absent must name its text, since all texts share that fingerprint. Its last day is included; a
//! day that is none counts as past.

use crate::output::trouble::{Place, Trouble};
use jiff::civil::Date;
use serde::Deserialize;
use std::cell::Cell;
use std::path::{Path, PathBuf};
use toml::Spanned;
use totality::diagnostic::Diagnostic;

/// How many days ahead the end of a waiver is announced.
const NOTICE: i32 = 14;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    waiver: Vec<Spanned<Entry>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    rule: Spanned<String>,
    fingerprint: String,
    #[serde(default)]
    path: Option<String>,
    reason: Spanned<String>,
    approver: Spanned<String>,
    date: Spanned<toml::Value>,
    expires: Spanned<toml::Value>,
}

/// A waiver.
#[derive(Debug)]
pub(crate) struct Waiver {
    rule: String,
    fingerprint: String,
    path: Option<String>,
    /// Why the finding may stand.
    pub(crate) reason: String,
    /// Who answers for it.
    pub(crate) approver: String,
    /// Its last day; `None` if what is written is no day.
    pub(crate) expires: Option<Date>,
    line: usize,
    used: Cell<bool>,
    checked: Cell<bool>,
}

/// The ledger.
#[derive(Debug)]
pub(crate) struct Waivers {
    path: PathBuf,
    folder: PathBuf,
    list: Vec<Waiver>,
    today: Date,
    /// The SHA-256 of the file.
    pub(crate) digest: String,
}

impl Waivers {
    /// Reads a ledger as of a day.
    ///
    /// # Errors
    /// Every mistake in it.
    pub(crate) fn load(path: &Path, today: Date) -> Result<Self, Vec<Trouble>> {
        let whole = |message: String, help: &str| {
            vec![Trouble { message, place: Some(Place::file(path)), help: help.to_owned() }]
        };
        let text = std::fs::read_to_string(path)
            .map_err(|error| whole(format!("this cannot be read: {error}"), "`totality waive` writes a ledger"))?;
        let line = |offset: usize| text[..offset.min(text.len())].matches('\n').count() + 1;
        let at = |offset: usize, message: String, help: &str| {
            let column = text[..offset].rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            let place = Some(Place::line_of_file(path, line(offset), column));
            Trouble { message, place, help: help.to_owned() }
        };
        let file: File = toml::from_str(&text).map_err(|error| {
            let help = "a `[[waiver]]` has rule, fingerprint, path, reason, approver, date and expires";
            vec![at(error.span().map_or(0, |span| span.start), error.message().to_owned(), help)]
        })?;
        let mut troubles = Vec::new();
        for entry in &file.waiver {
            let entry = entry.get_ref();
            for (name, said) in [("reason", &entry.reason), ("approver", &entry.approver)] {
                if said.get_ref().chars().filter(|c| c.is_alphabetic()).count() < 2 {
                    let message = format!("this waiver gives no {name}");
                    troubles.push(at(said.span().start, message, "a waiver counts only with both"));
                }
            }
            if day(entry.date.get_ref()).is_none() {
                troubles.push(at(entry.date.span().start, "this is no day".to_owned(), "write it as 2026-01-31"));
            }
        }
        if !troubles.is_empty() {
            return Err(troubles);
        }
        let list = file.waiver.into_iter().map(|entry| {
            let line = line(entry.span().start);
            let Entry { rule, fingerprint, path, reason, approver, expires, .. } = entry.into_inner();
            Waiver {
                rule: rule.into_inner(),
                fingerprint,
                path,
                reason: reason.into_inner(),
                approver: approver.into_inner(),
                expires: day(expires.get_ref()),
                line,
                used: Cell::new(false),
                checked: Cell::new(false),
            }
        });
        let place = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
        let folder = place.parent().map(Path::to_path_buf).unwrap_or_default();
        let digest = totality::fingerprint::sha256(text.as_bytes());
        Ok(Self { path: path.to_path_buf(), folder, list: list.collect(), today, digest })
    }

    /// The waiver of a finding of the text at a place, if one is in force.
    pub(crate) fn of(&self, place: &Path, finding: &Diagnostic) -> Option<&Waiver> {
        let name = named(&self.folder, place);
        let is_meant = |waiver: &&Waiver| {
            let here = waiver.path.as_ref().is_some_and(|path| *path == name);
            waiver.rule == finding.rule
                && waiver.fingerprint == finding.fingerprint
                && (here || (waiver.path.is_none() && finding.span.is_some()))
        };
        let waiver = self.list.iter().filter(is_meant).max_by_key(|waiver| waiver.expires)?;
        waiver.used.set(true);
        waiver.expires.is_some_and(|last| self.today <= last).then_some(waiver)
    }

    /// Notes that the text at a place was checked, so that its waivers should have met a finding.
    pub(crate) fn note(&self, place: &Path) {
        let name = named(&self.folder, place);
        for waiver in self.list.iter().filter(|waiver| waiver.path.as_ref() == Some(&name)) {
            waiver.checked.set(true);
        }
    }

    /// What the ledger's keeper should know: waivers that have ended, will end soon, or meet no finding.
    pub(crate) fn remarks(&self) -> Vec<Trouble> {
        let mut remarks = Vec::new();
        for waiver in &self.list {
            let about = waiver.path.as_ref().map_or_else(String::new, |path| format!(" in {path}"));
            let what = format!("the waiver of `{}`{about}", waiver.rule);
            let mut say = |message: String, help: &str| {
                let place = Some(Place::line_of_file(&self.path, waiver.line, 1));
                remarks.push(Trouble { message, place, help: help.to_owned() });
            };
            match waiver.expires {
                None => {
                    say(format!("{what} has no day that it ends on, and counts as ended"), "write it as 2026-01-31")
                }
                Some(last) if last < self.today => {
                    say(
                        format!("{what} ended on {last}"),
                        "review the finding again, and renew the waiver or strike it",
                    );
                }
                Some(last) if (last - self.today).get_days() <= NOTICE => {
                    say(format!("{what} ends on {last}"), "review the finding again before then");
                }
                Some(_) => {}
            }
            if waiver.checked.get() && !waiver.used.get() {
                say(format!("{what} meets no finding"), "strike it");
            }
        }
        remarks
    }
}

/// A place as it is named in a ledger in a folder: relative to it if it is below, with `/`.
pub(crate) fn named(folder: &Path, place: &Path) -> String {
    let below = place.strip_prefix(folder).unwrap_or(place);
    crate::output::escape::path(below).replace('\\', if cfg!(windows) { "/" } else { "\\" })
}

/// A day: a date of TOML, or a text that is one.
fn day(value: &toml::Value) -> Option<Date> {
    match value {
        toml::Value::Datetime(date) => date.to_string().parse().ok(),
        toml::Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}
