//! The ledger of waivers: findings that somebody answers for, outside the text, until a day.
//!
//! `totality.waivers.toml` holds a `[[waiver]]` for each: rule, fingerprint, path, reason, approver, date, expires. A
//! waiver on something absent must name its text, whose head alone tells it from others. Its last day is included; a
//! day that is none counts as past.

use super::listed::{self, Listed};
use super::selection::Selection;
use crate::cli::names;
use crate::output::trouble::{Place, Trouble};
use jiff::civil::Date;
use serde::Deserialize;
use std::cell::Cell;
use std::path::{Component, Path, PathBuf};
use toml::Spanned;
use totality::diagnostic::Diagnostic;
use totality::lexicon::RulePage;

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
    /// The text that `path` names, absolute.
    place: Option<PathBuf>,
    /// Why the finding may stand.
    pub(crate) reason: String,
    /// Who answers for it.
    pub(crate) approver: String,
    /// Its last day; `None` if what is written is no day.
    pub(crate) expires: Option<Date>,
    /// The day on which it was given.
    pub(crate) date: String,
    line: usize,
    used: Cell<bool>,
    checked: Cell<bool>,
}

impl Waiver {
    /// Whether it names a text, by its name in the ledger or by its place.
    fn is_for(&self, name: &str, place: &Path) -> bool {
        self.path.as_ref().is_some_and(|path| path == name) || self.place.as_ref().is_some_and(|known| known == place)
    }
}

/// The ledger.
#[derive(Debug)]
pub(crate) struct Waivers {
    path: PathBuf,
    folder: PathBuf,
    list: Vec<Waiver>,
    today: Date,
    digest: String,
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
        let place = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
        let folder = place.parent().map(Path::to_path_buf).unwrap_or_default();
        let list = file.waiver.into_iter().map(|entry| {
            let line = line(entry.span().start);
            let Entry { rule, fingerprint, path, reason, approver, date, expires } = entry.into_inner();
            Waiver {
                place: path.as_ref().map(|path| normal(&folder.join(path))),
                date: day(date.get_ref()).map_or_else(String::new, |date| date.to_string()),
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
        let list = list.collect();
        let digest = totality::fingerprint::sha256(text.as_bytes());
        Ok(Self { path: path.to_path_buf(), folder, list, today, digest })
    }

    /// The SHA-256 of what it holds and of which waivers are in force on its day.
    pub(crate) fn digest(&self) -> String {
        let in_force = self.list.iter().map(|waiver| if self.is_in_force(waiver) { '1' } else { '0' });
        let in_force: String = in_force.collect();
        totality::fingerprint::sha256(format!("{} {in_force}", self.digest).as_bytes())
    }

    /// The day as of which waivers are judged.
    pub(crate) const fn day(&self) -> Date {
        self.today
    }

    fn is_in_force(&self, waiver: &Waiver) -> bool {
        waiver.expires.is_some_and(|last| self.today <= last)
    }

    /// What it names that there is not.
    pub(crate) fn unknown_rules(&self, rules: &[RulePage]) -> Vec<Trouble> {
        let unknown = self.list.iter().filter(|waiver| !rules.iter().any(|rule| rule.id == waiver.rule));
        let trouble = |waiver: &Waiver| {
            let place = Some(Place::line_of_file(&self.path, waiver.line, 1));
            Trouble { place, ..names::unknown_rule(&waiver.rule, rules) }
        };
        unknown.map(trouble).collect()
    }

    /// The waiver of a finding of the text at a place, if one is in force.
    pub(crate) fn of(&self, place: &Path, finding: &Diagnostic) -> Option<&Waiver> {
        let name = named(&self.folder, place);
        let is_meant = |waiver: &&Waiver| {
            let here = waiver.is_for(&name, place);
            waiver.rule == finding.rule
                && waiver.fingerprint == finding.fingerprint
                && (here || (waiver.path.is_none() && finding.span.is_some()))
        };
        let waiver = self.list.iter().filter(is_meant).max_by_key(|waiver| waiver.expires)?;
        waiver.used.set(true);
        Some(waiver).filter(|waiver| self.is_in_force(waiver))
    }

    /// The waivers that are for texts that were checked, or that met a finding in one.
    pub(crate) fn listed(&self) -> Vec<Listed> {
        let file = crate::output::escape::path(&self.path);
        let touching = self.list.iter().filter(|waiver| waiver.checked.get() || waiver.used.get());
        let listed = touching.map(|waiver| Listed {
            kind: "waiver",
            status: match (self.is_in_force(waiver), waiver.used.get()) {
                (false, _) => "ended",
                (true, true) => listed::USED,
                (true, false) => "unused",
            },
            rule: waiver.rule.clone(),
            file: file.clone(),
            line: Some(waiver.line),
            path: waiver.path.clone().unwrap_or_default(),
            reason: waiver.reason.clone(),
            approver: waiver.approver.clone(),
            date: waiver.date.clone(),
            expires: waiver.expires.map_or_else(String::new, |day| day.to_string()),
            fingerprint: waiver.fingerprint.clone(),
            ..Listed::default()
        });
        listed.collect()
    }

    /// Notes that the text at a place was checked for some rules, so that its waivers of those should have met a finding.
    pub(crate) fn note(&self, place: &Path, selection: &Selection) {
        let name = named(&self.folder, place);
        let meant = self.list.iter().filter(|waiver| waiver.is_for(&name, place) && selection.holds(&waiver.rule));
        meant.for_each(|waiver| waiver.checked.set(true));
    }

    /// What the ledger's keeper should know after these folders were walked: waivers that have ended, will end soon,
    /// meet no finding, or name a text that is not there.
    pub(crate) fn remarks(&self, walked: &[PathBuf]) -> Vec<Trouble> {
        let walked: Vec<_> = walked.iter().filter_map(|folder| folder.canonicalize().ok()).collect();
        let is_gone = |place: &PathBuf| walked.iter().any(|folder| place.starts_with(folder)) && !place.exists();
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
            } else if waiver.place.as_ref().is_some_and(is_gone) {
                say(format!("{what} is for a text that is not there"), "correct its `path`, or strike it");
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

/// A path without `.` and `..`.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                normal.pop();
            }
            part => normal.push(part),
        }
    }
    normal
}

/// A day: a date of TOML, or a text that is one.
fn day(value: &toml::Value) -> Option<Date> {
    match value {
        toml::Value::Datetime(date) => date.to_string().parse().ok(),
        toml::Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}
