//! A row without what names people, for every output alike: words are replaced, places stay those of the file.

use super::entry::{Entry, Place};
use super::examine::Examined;
use super::labels::{PEOPLE, SUBJECT};
use crate::redaction::{NAME, Redaction};
use std::hash::{BuildHasher as _, RandomState};

/// Takes names out; officials keep a name that is the same throughout one run and means nothing outside it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Anonymizer {
    salt: RandomState,
}

impl Anonymizer {
    /// Takes out of a row what names people.
    pub(crate) fn apply(&self, examined: &mut Examined) {
        let Examined { entry, source, .. } = examined;
        let text = source.text();
        let names: Vec<String> = PEOPLE.iter().filter_map(|name| entry.metadata.get(*name).cloned()).collect();
        let redaction = Redaction::of(text, names.iter().map(String::as_str));
        let in_place =
            |place: &mut Place| place.text = redaction.slice(text, place.span.start..place.span.end).into_owned();
        let Entry { metadata, factors, diagnostics, conclusions, .. } = entry;
        for (name, value) in metadata.iter_mut() {
            *value = match name.as_str() {
                SUBJECT => NAME.to_owned(),
                name if PEOPLE.contains(&name) => format!("{name} {:06x}", self.salt.hash_one(&*value) & 0xff_ffff),
                _ => redaction.repeated(value),
            };
        }
        factors.iter_mut().for_each(|factor| in_place(&mut factor.place));
        conclusions
            .iter_mut()
            .for_each(|conclusion| conclusion.place.text = redaction.repeated(&conclusion.place.text));
        for finding in diagnostics {
            finding.message = redaction.repeated(&finding.message);
            if let Some(span) = finding.span {
                finding.text = Some(redaction.slice(text, span.start..span.end).into_owned());
            }
        }
        examined.redaction = redaction;
    }
}
