//! One text to one row: read, decode, check, and put into plain data. Any thread, any order, nothing shared.

use super::entry::{Conclusion, Entry, Factor, Finding, InForce, Place, Range};
use super::feed::Material;
use super::labels::{self, DATE, Labels};
use super::{boilerplate, metadata};
use crate::output::trouble::{self, Trouble};
use crate::redaction::{self, Redaction};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use totality::check::Checker;
use totality::dating::{Standing, TextDate};
use totality::document::Document;
use totality::report::Report;
use totality::source::{Source, Span};

/// A sentence is kept up to this many characters.
const LONGEST_SENTENCE: usize = 300;

/// One text that was examined.
#[derive(Debug)]
pub(crate) struct Examined {
    /// What is kept of it.
    pub(crate) entry: Entry,
    /// Its text.
    pub(crate) source: Source,
    /// Whether what is kept was taken from an earlier run.
    pub(crate) is_reused: bool,
    /// The key under which a later run finds it.
    pub(crate) key: String,
    /// What names people in it, if names are to be taken out.
    pub(crate) people: People,
    /// What is taken out of its text where it is shown.
    pub(crate) redaction: Redaction,
}

/// What fields and columns say to be the names of people.
#[derive(Debug, Default)]
pub(crate) struct People {
    /// Values of fields, as places in the text.
    pub(crate) values: Vec<Span>,
    /// Values of columns.
    pub(crate) names: Vec<String>,
}

/// What an earlier run knows of a text.
pub(crate) trait Memory: Sync {
    /// What was kept under a key.
    fn recall(&self, key: &str) -> Option<Entry>;
}

/// With what texts are examined.
pub(crate) struct Examiner<'a> {
    /// Checks.
    pub(crate) checker: &'a Checker,
    /// Names metadata.
    pub(crate) labels: &'a Labels,
    /// Whether names are to be taken out.
    pub(crate) redacts: bool,
    /// What stands for program, lexicon and settings in keys; empty where no later run is to find anything.
    pub(crate) engine: String,
    /// What an earlier run knows.
    pub(crate) memory: Option<&'a dyn Memory>,
}

impl Examiner<'_> {
    /// Examines a text.
    ///
    /// # Errors
    /// Why it could not be read or checked.
    pub(crate) fn examine(&self, material: Material) -> Result<Examined, Trouble> {
        let bytes = material.read()?;
        let sha256 = sha256(&[&bytes]);
        let source = Source::decode(&bytes).map_err(|error| {
            // The error says what is wrong and then, after a semicolon, what to do.
            let error = error.to_string();
            let (what, help) = error.split_once("; ").unwrap_or((&error, "save it as plain text in UTF-8"));
            trouble_with(&material, &format!("this cannot be read: {what}"), help)
        })?;
        let key = self.key(&material, &sha256);
        let recalled = self.memory.and_then(|memory| memory.recall(&key));
        if let Some(entry) = recalled {
            let entry = Entry { path: material.name, ..entry };
            let (people, redaction) = (People::default(), Redaction::default());
            return Ok(Examined { entry, source, is_reused: true, key, people, redaction });
        }
        let examined = catch_unwind(AssertUnwindSafe(|| self.entry(&material, &source, bytes.len(), sha256)));
        let (entry, people) = examined.map_err(|_| {
            let help =
                "this is a bug in totality, not in the text: please report it, with the text if it may be shared";
            trouble_with(&material, "totality failed on this text", help)
        })?;
        Ok(Examined { entry, source, is_reused: false, key, people, redaction: Redaction::default() })
    }

    fn entry(&self, material: &Material, source: &Source, bytes: usize, sha256: String) -> (Entry, People) {
        let text = source.text();
        let document = self.checker.parse(text, material.format);
        let report = self.checker.check_parsed(text, &document);
        let metadata = metadata::of(self.labels, material, text, &document, self.redacts);
        let people = if self.redacts { self.people(material, text, &document) } else { People::default() };
        let date = metadata.get(DATE).and_then(|words| self.checker.date_in(words));
        let (in_force, in_force_note) = self.in_force(date.as_ref());
        let sentences = boilerplate::conclusions(text, &document, &report);
        let Report { justification, decision, factors, diagnostics, .. } = report;
        let factors = factors.into_iter().map(|factor| Factor {
            place: place(source, factor.span),
            id: factor.id,
            kind: factor.kind,
            status: factor.status,
        });
        let diagnostics = diagnostics.into_iter().map(|finding| {
            let place = finding.span.map(|span| place(source, span));
            Finding {
                rule: finding.rule,
                severity: finding.severity,
                message: finding.message,
                section: finding.section,
                span: place.as_ref().map(|place| place.span),
                line: place.as_ref().map(|place| place.line),
                column: place.as_ref().map(|place| place.column),
                text: place.map(|place| place.text),
            }
        });
        let conclusions = sentences.into_iter().map(|sentence| Conclusion {
            key: format!("{:016x}", sentence.key),
            place: shortened(place(source, sentence.span)),
        });
        let entry = Entry {
            path: material.name.clone(),
            sha256,
            bytes,
            justification,
            decision,
            month: date.as_ref().and_then(TextDate::month),
            date,
            in_force,
            in_force_note,
            metadata,
            factors: factors.collect(),
            diagnostics: diagnostics.collect(),
            conclusions: conclusions.collect(),
        };
        (entry, people)
    }

    fn people(&self, material: &Material, text: &str, document: &Document) -> People {
        let names = material.metadata.iter().filter(|(label, _)| {
            let name = self.labels.name(label).unwrap_or_default();
            labels::is_person(&name)
        });
        // A field that dates the text may have a label that could name who signed.
        let words = |span: Span| text.get(span.start..span.end).unwrap_or_default();
        let dates =
            document.fields.iter().filter(|field| self.labels.name(words(field.label)).as_deref() == Some(DATE));
        let dates: Vec<Span> = dates.map(|field| field.value).collect();
        let mut values = redaction::values(document, text, &[]);
        values.retain(|value| dates.iter().all(|date| !date.overlaps(*value)));
        People { values, names: names.map(|(_, value)| value.clone()).collect() }
    }

    fn in_force(&self, date: Option<&TextDate>) -> (InForce, String) {
        let Some(date) = date else {
            return (
                InForce::Undated,
                "no date is stated: whether the guidelines were in force is not known".to_owned(),
            );
        };
        let day = if date.earliest == date.latest {
            format!("on {}", date.earliest)
        } else {
            format!("between {} and {}", date.earliest, date.latest)
        };
        match self.checker.standing(date) {
            Standing::InForce => (InForce::Yes, String::new()),
            Standing::NotYet => (InForce::No, format!("the guidelines were not yet in force {day}")),
            Standing::Ended { by, unverified } => {
                let doubt = if unverified { "; no source confirms the day on which they ended" } else { "" };
                (InForce::No, format!("the guidelines were not in force {day} ({by}{doubt})"))
            }
            Standing::Uncertain => {
                (InForce::Uncertain, format!("the guidelines were in force for only a part of the time {day}"))
            }
        }
    }

    /// What stands for a text, its columns, and all that decides what is found in it.
    fn key(&self, material: &Material, sha256: &str) -> String {
        if self.engine.is_empty() {
            return String::new();
        }
        let mut parts: Vec<&[u8]> = vec![self.engine.as_bytes(), sha256.as_bytes(), material.format_word().as_bytes()];
        for (label, value) in &material.metadata {
            parts.extend([label.as_bytes(), value.as_bytes()]);
        }
        self::sha256(&parts)
    }
}

/// The SHA-256 of some parts in hexadecimal; several are kept apart from each other.
pub(crate) fn sha256(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        if parts.len() > 1 {
            hash.update(part.len().to_le_bytes());
        }
        hash.update(part);
    }
    hash.finalize().iter().fold(String::with_capacity(64), |mut shown, byte| {
        // Writing to a string cannot fail.
        let _ = write!(shown, "{byte:02x}");
        shown
    })
}

fn trouble_with(material: &Material, message: &str, help: &str) -> Trouble {
    let place = Some(trouble::Place::named(material.name.clone()));
    Trouble { message: message.to_owned(), place, help: help.to_owned() }
}

fn place(source: &Source, span: Span) -> Place {
    let at = source.location(span.start);
    let text = source.text().get(span.start..span.end).unwrap_or_default().to_owned();
    Place { span: Range { start: span.start, end: span.end }, line: at.line, column: at.column, text }
}

/// A place whose words are [`short`].
fn shortened(mut place: Place) -> Place {
    place.text = short(&place.text);
    place
}

/// Words on one line, cut off where they get long.
pub(super) fn short(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut cut: String = words.chars().take(LONGEST_SENTENCE).collect();
    if cut.len() < words.len() {
        cut.push('…');
    }
    cut
}
