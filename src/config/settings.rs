//! The settings in force for one text, each with where it comes from.

use super::file::{FieldName, Gate, Level};
use super::load::Layer;
use crate::output::trouble::{Place, Trouble};
use crate::output::{self, escape};
use crate::review::selection::Selection;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;
use toml::Spanned;
use totality::diagnostic::Severity;
use totality::lexicon::RulePage;
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

impl Origin {
    /// The place in a file.
    fn place(&self) -> Option<Place> {
        match self {
            Self::File(name, line) => Some(Place::line_of_file(Path::new(name), *line, 1)),
            Self::BuiltIn | Self::CommandLine => None,
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
                let setting = Setting { value: labels.get_ref().clone(), origin: origin(layer, labels) };
                settings.fields.insert(*name, setting);
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

    /// The labels of the fields that say something of a text.
    pub(crate) fn labels(&self, name: FieldName) -> Vec<String> {
        self.fields.get(&name).map(|labels| labels.value.clone()).unwrap_or_default()
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

    /// Which rules are reported: no file leaves out what one of them forbids to silence.
    pub(crate) fn selection(&self) -> Selection {
        let off = self.severities.iter().filter(|(_, level)| level.value == Level::Off).map(|(rule, _)| rule.clone());
        let mut only = self.select.value.clone();
        if let Some(only) = only.as_mut().filter(|_| matches!(self.select.origin, Origin::File(..))) {
            only.extend(self.forbid.keys().cloned());
        }
        Selection { only, without: self.ignore.keys().cloned().chain(off).collect() }
    }

    /// The rules that files of settings switch off, with where.
    fn switched_off(&self) -> impl Iterator<Item = (&str, &Origin)> {
        let ignored = self.ignore.iter().map(|(rule, origin)| (rule.as_str(), origin));
        let off = self.severities.iter().filter(|(_, level)| level.value == Level::Off);
        let off = off.map(|(rule, level)| (rule.as_str(), &level.origin));
        ignored.chain(off).filter(|(_, origin)| matches!(origin, Origin::File(..)))
    }

    /// Rules that one file switches off though one forbids to silence them.
    pub(crate) fn contradictions(&self) -> Vec<Trouble> {
        let both = self.switched_off().filter_map(|(rule, at)| Some((rule, at, self.forbid.get(rule)?)));
        let trouble = |(rule, at, by): (&str, &Origin, &Origin)| Trouble {
            message: format!("`{rule}` is switched off here, and {by} forbids to silence it"),
            place: at.place(),
            help: "take one of the two out".to_owned(),
        };
        both.map(trouble).collect()
    }

    /// What files of settings leave out of what is checked, shown or gates, with where.
    pub(crate) fn narrowed(&self, rules: &[RulePage]) -> Vec<Trouble> {
        let mut said: Vec<(String, &Origin)> =
            self.switched_off().map(|(rule, origin)| (format!("`{rule}` is switched off"), origin)).collect();
        if let Setting { value: Some(only), origin } = &self.select {
            said.push((format!("only {} of {} rules are reported", only.len(), rules.len()), origin));
        }
        for (rule, Setting { value, origin }) in &self.severities {
            let page = rules.iter().find(|page| page.id == *rule);
            if value.severity().zip(page).is_some_and(|(severity, page)| severity < page.severity) {
                said.push((format!("`{rule}` weighs less than it is built to"), origin));
            }
        }
        match self.gate.value {
            Gate::Never => said.push(("no finding gates".to_owned(), &self.gate.origin)),
            Gate::Error => said.push(("only errors gate".to_owned(), &self.gate.origin)),
            Gate::Warning | Gate::Note => {}
        }
        if self.least.value > Severity::Note {
            let shown = format!("findings below `{}` are not shown", output::severity(self.least.value));
            said.push((shown, &self.least.origin));
        }
        let found = said.into_iter().filter(|(_, origin)| matches!(origin, Origin::File(..)));
        found.map(|(message, origin)| Trouble { message, place: origin.place(), help: String::new() }).collect()
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
            let labels = (names(&mut labels.value.iter()), labels.origin.to_string());
            list.push((format!("fields.{}", name.name()), labels.0, labels.1));
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
