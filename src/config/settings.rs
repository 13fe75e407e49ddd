//! The settings in force for one text, each with where it comes from.

use super::file::{FieldName, Gate, Level};
use super::load::Layer;
use crate::output::escape;
use crate::review::selection::Selection;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;
use toml::Spanned;
use totality::diagnostic::Severity;
use totality::source::Span;

/// Where a setting comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// It is built in.
    BuiltIn,
    /// The command line.
    CommandLine,
    /// A line of a file.
    File(String, usize),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BuiltIn => f.write_str("built in"),
            Self::CommandLine => f.write_str("command line"),
            Self::File(name, line) => write!(f, "{name}:{line}"),
        }
    }
}

/// What the command line sets.
#[derive(Clone, Debug, Default)]
pub(crate) struct Overrides {
    pub(crate) select: Vec<String>,
    pub(crate) ignore: Vec<String>,
    pub(crate) least: Option<Severity>,
    pub(crate) gate: Option<Gate>,
}

/// A setting.
#[derive(Clone, Debug)]
pub(crate) struct Setting<T> {
    pub(crate) value: T,
    pub(crate) origin: Origin,
}

/// The settings in force for one text.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) select: Setting<Option<BTreeSet<String>>>,
    pub(crate) ignore: BTreeMap<String, Origin>,
    pub(crate) severities: BTreeMap<String, Setting<Level>>,
    pub(crate) gate: Setting<Gate>,
    pub(crate) least: Setting<Severity>,
    pub(crate) forbid: BTreeMap<String, Origin>,
    pub(crate) fields: BTreeMap<FieldName, Setting<Vec<String>>>,
}

impl Settings {
    /// Resolves the settings for the text at a place.
    pub(crate) fn resolve(chain: &[Layer], place: &Path, overrides: &Overrides) -> Self {
        let mut settings = Self {
            select: Setting { value: None, origin: Origin::BuiltIn },
            ignore: BTreeMap::new(),
            severities: BTreeMap::new(),
            gate: Setting { value: Gate::Warning, origin: Origin::BuiltIn },
            least: Setting { value: Severity::Note, origin: Origin::BuiltIn },
            forbid: BTreeMap::new(),
            fields: BTreeMap::new(),
        };
        // The nearest file comes last, and so wins; but what is for some files wins over what is for all.
        for layer in chain.iter().rev() {
            let file = &layer.file;
            settings.rules(layer, file.select.as_ref(), file.ignore.as_ref(), &file.severities);
            settings.gate(layer, file.fail_on.as_ref());
            if let Some(least) = &file.min_severity {
                settings.least = Setting { value: *least.get_ref(), origin: origin(layer, least) };
            }
            // What one file forbids, another that extends it cannot allow.
            for rule in file.suppressions.forbid.iter().flat_map(|rules| rules.get_ref()) {
                settings.forbid.insert(rule.get_ref().clone(), origin(layer, rule));
            }
            for (name, labels) in &file.fields {
                let origin = Origin::File(escape::path(&layer.shown), 0);
                settings.fields.insert(*name, Setting { value: labels.clone(), origin });
            }
        }
        for layer in chain.iter().rev() {
            let Ok(below) = place.strip_prefix(layer.folder()) else { continue };
            for (some, _) in layer.file.per_file.iter().zip(&layer.per_file).filter(|(_, files)| files.is_match(below))
            {
                settings.rules(layer, some.select.as_ref(), some.ignore.as_ref(), &some.severities);
                settings.gate(layer, some.fail_on.as_ref());
            }
        }
        settings.override_with(overrides);
        settings
    }

    fn rules(
        &mut self,
        layer: &Layer,
        select: Option<&Spanned<Vec<Spanned<String>>>>,
        ignore: Option<&Spanned<Vec<Spanned<String>>>>,
        severities: &BTreeMap<String, Spanned<Level>>,
    ) {
        if let Some(select) = select {
            let value = Some(select.get_ref().iter().map(|rule| rule.get_ref().clone()).collect());
            self.select = Setting { value, origin: origin(layer, select) };
        }
        for rule in ignore.iter().flat_map(|rules| rules.get_ref()) {
            self.ignore.insert(rule.get_ref().clone(), origin(layer, rule));
        }
        for (rule, level) in severities {
            self.severities.insert(rule.clone(), Setting { value: *level.get_ref(), origin: origin(layer, level) });
        }
    }

    fn gate(&mut self, layer: &Layer, gate: Option<&Spanned<Gate>>) {
        if let Some(gate) = gate {
            self.gate = Setting { value: *gate.get_ref(), origin: origin(layer, gate) };
        }
    }

    fn override_with(&mut self, overrides: &Overrides) {
        let Overrides { select, ignore, least, gate } = overrides;
        if !select.is_empty() {
            let value = Some(select.iter().cloned().collect());
            self.select = Setting { value, origin: Origin::CommandLine };
            // Who asks for a rule by name gets it.
            self.ignore.retain(|rule, _| !select.contains(rule));
        }
        self.ignore.extend(ignore.iter().map(|rule| (rule.clone(), Origin::CommandLine)));
        if let Some(value) = *least {
            self.least = Setting { value, origin: Origin::CommandLine };
        }
        if let Some(value) = *gate {
            self.gate = Setting { value, origin: Origin::CommandLine };
        }
    }

    /// The fields of a text that say what the settings name, the first of each.
    pub(crate) fn fields_of(&self, fields: &[(Span, Span)], text: &str) -> Vec<(&'static str, Span)> {
        let says = |label: Span, labels: &[String]| {
            let written = text.get(label.start..label.end).unwrap_or_default().trim().trim_end_matches(':');
            labels.iter().any(|known| known.trim_end_matches(':').eq_ignore_ascii_case(written))
        };
        let found = self.fields.iter().filter_map(|(name, labels)| {
            let field = fields.iter().find(|(label, _)| says(*label, &labels.value));
            field.map(|(_, value)| (name.name(), *value))
        });
        found.collect()
    }

    /// The labels of fields that name people.
    pub(crate) fn naming_labels(&self) -> &[String] {
        self.fields.get(&FieldName::Officer).map_or(&[], |labels| &labels.value)
    }

    /// Which rules are reported.
    pub(crate) fn selection(&self) -> Selection {
        let off = self.severities.iter().filter(|(_, level)| level.value == Level::Off).map(|(rule, _)| rule.clone());
        Selection { only: self.select.value.clone(), without: self.ignore.keys().cloned().chain(off).collect() }
    }

    /// The rules that files of settings switch off, with where.
    pub(crate) fn switched_off(&self) -> impl Iterator<Item = (&str, &Origin)> {
        let ignored = self.ignore.iter().map(|(rule, origin)| (rule.as_str(), origin));
        let off = self.severities.iter().filter(|(_, level)| level.value == Level::Off);
        let off = off.map(|(rule, level)| (rule.as_str(), &level.origin));
        ignored.chain(off).filter(|(_, origin)| matches!(origin, Origin::File(..)))
    }

    /// Each setting with its value, as it would stand in a file, and where it comes from.
    pub(crate) fn list(&self) -> Vec<(String, String, String)> {
        let names = |names: &mut dyn Iterator<Item = &String>| {
            format!("[{}]", names.map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", "))
        };
        let word = |word: &dyn fmt::Debug| format!("\"{}\"", format!("{word:?}").to_lowercase());
        let mut list = vec![
            ("fail-on".to_owned(), word(&self.gate.value), self.gate.origin.to_string()),
            ("min-severity".to_owned(), word(&self.least.value), self.least.origin.to_string()),
        ];
        if let Some(select) = &self.select.value {
            list.push(("select".to_owned(), names(&mut select.iter()), self.select.origin.to_string()));
        }
        for (rule, origin) in &self.ignore {
            list.push(("ignore".to_owned(), format!("[{rule:?}]"), origin.to_string()));
        }
        for (rule, level) in &self.severities {
            list.push((format!("severities.{rule}"), word(&level.value), level.origin.to_string()));
        }
        for (rule, origin) in &self.forbid {
            list.push(("suppressions.forbid".to_owned(), format!("[{rule:?}]"), origin.to_string()));
        }
        for (name, labels) in &self.fields {
            let Origin::File(file, _) = &labels.origin else { continue };
            list.push((format!("fields.{}", name.name()), names(&mut labels.value.iter()), file.clone()));
        }
        list
    }

    /// Everything that decides what is reported and what gates, as one text that is the same for the same settings.
    pub(crate) fn canonical(&self) -> String {
        let list = self.list();
        let lines = list.iter().map(|(name, value, _)| format!("{name} = {value}\n"));
        lines.collect()
    }
}

fn origin<T>(layer: &Layer, place: &Spanned<T>) -> Origin {
    Origin::File(escape::path(&layer.shown), layer.line(&place.span()))
}
