//! A row without what names people, for every output alike: words are replaced, places stay those of the file.
//!
//! Metadata that name people or cases get a name that is the same wherever the value is, throughout one run, and means
//! nothing outside it, so that documents can still be grouped by them. So do metadata that nobody knows: what they hold
//! may be a name. Of a file's name, the parts that tell what the text tells are taken out.

use super::entry::Entry;
use super::examine::{Examined, short};
use super::labels::{self, Labels};
use crate::output::trouble::Trouble;
use crate::redaction::Redaction;
use std::collections::BTreeMap;
use std::hash::{BuildHasher as _, RandomState};

/// What stands in the place of a part of a file's name.
const PART: &str = "[name]";

/// So much of the hash of a text tells files apart whose names are taken out, in characters.
const DIGITS: usize = 10;

/// Takes names out.
#[derive(Clone, Debug)]
pub(crate) struct Anonymizer<'a> {
    labels: &'a Labels,
    salt: RandomState,
}

impl<'a> Anonymizer<'a> {
    /// For metadata with these labels.
    pub(crate) fn new(labels: &'a Labels) -> Self {
        Self { labels, salt: RandomState::new() }
    }

    /// Takes out of a row what names people.
    pub(crate) fn apply(&self, examined: &mut Examined) {
        let Examined { entry, source, people, .. } = examined;
        let text = source.text();
        let of_people = entry.metadata.iter().filter(|(name, _)| labels::is_person(name)).map(|(_, value)| value);
        let names: Vec<String> = of_people.chain(&people.names).cloned().collect();
        let redaction = Redaction::of(text, &people.values, names.iter().map(String::as_str));
        let Entry { path, sha256, metadata, factors, diagnostics, conclusions, .. } = entry;
        *path = self::path(path, sha256, &redaction);
        *metadata = std::mem::take(metadata)
            .into_iter()
            .map(|(name, value)| self.metadatum(name, &value, &redaction))
            .collect::<BTreeMap<_, _>>();
        for factor in factors {
            let span = factor.place.span;
            factor.place.text = redaction.slice(text, span.start..span.end).into_owned();
        }
        for conclusion in conclusions {
            // A name may be cut in two where the words are cut off.
            let span = conclusion.place.span;
            conclusion.place.text = short(&redaction.slice(text, span.start..span.end));
        }
        for finding in diagnostics {
            finding.message = redaction.repeated(&finding.message);
            if let Some(span) = finding.span {
                finding.text = Some(redaction.slice(text, span.start..span.end).into_owned());
            }
        }
        examined.redaction = redaction;
    }

    /// What could not be done, without what has the shape of a number or an address.
    pub(crate) fn trouble(&self, trouble: &Trouble) -> Trouble {
        trouble.with(|said| Redaction::default().repeated(said))
    }

    fn metadatum(&self, name: String, value: &str, redaction: &Redaction) -> (String, String) {
        let is_harmless = self.labels.is_harmless(&name);
        let is_name = !self.labels.is_known(&name) && redaction.is_told_by(&name);
        let name = if is_name { self.pseudonym("field", &name) } else { name };
        let shown = redaction.repeated(value);
        // Its words may be written otherwise than the text writes them ("ruiz-ana").
        let is_shown = is_harmless && (shown != value || !redaction.is_told_by(value));
        let shown = if is_shown { shown } else { self.pseudonym(&name, value) };
        (name, shown)
    }

    /// A name that is the same for the same value.
    fn pseudonym(&self, name: &str, value: &str) -> String {
        format!("{name} {:010x}", self.salt.hash_one(value) & 0xff_ffff_ffff)
    }
}

/// The name of a file without the parts that tell what the text tells. What its text is keeps it apart from others.
fn path(path: &str, sha256: &str, redaction: &Redaction) -> String {
    let mut is_changed = false;
    let part = |part: &str| {
        let bare = part.trim_end_matches(['/', '\\', ':']);
        if !redaction.is_told_by_file(bare) {
            return part.to_owned();
        }
        is_changed = true;
        format!("{PART}{}", &part[bare.len()..])
    };
    let shown: String = path.split_inclusive(['/', '\\', ':']).map(part).collect();
    if is_changed { format!("{shown} {}", &sha256[..DIGITS.min(sha256.len())]) } else { shown }
}
