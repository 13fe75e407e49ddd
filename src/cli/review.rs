//! What the subcommands share that review findings: settings, ledgers, changes, and what follows from them.

use super::names;
use super::texts::Texts;
use crate::config::file::Gate;
use crate::config::load::{Layer, NAMES};
use crate::config::settings::{Overrides, Settings};
use crate::config::{Chain, Configs};
use crate::inputs::Inputs;
use crate::output::format::Format;
use crate::output::trouble::{Place, Trouble};
use crate::review::Terms;
use crate::review::baseline::Baseline;
use crate::review::changes::Changes;
use crate::review::waivers::Waivers;
use crate::session::{Outcome, Session};
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use toml::Spanned;
use totality::check::Checker;
use totality::diagnostic::Severity;

/// The name of the ledger of waivers where none is given.
pub(super) const LEDGER: &str = "totality.waivers.toml";

/// How findings are reviewed.
#[derive(Args)]
pub(super) struct Options {
    /// Use the settings in this file for all texts.
    #[arg(long, short, value_name = "FILE", help_heading = "Settings")]
    config: Option<PathBuf>,
    /// Use no file of settings and no ledger that is not named.
    #[arg(long, visible_alias = "no-config", conflicts_with = "config", help_heading = "Settings")]
    isolated: bool,
    /// Also leave out files named outright if the settings exclude them, for hooks.
    #[arg(long, help_heading = "Settings")]
    force_exclude: bool,
    /// Report also what comments in the text and waivers would silence.
    #[arg(long, help_heading = "What gates")]
    no_suppressions: bool,
    /// The ledger of waivers; `totality.waivers.toml` here, if there is one.
    #[arg(long, value_name = "FILE", help_heading = "What gates")]
    waivers: Option<PathBuf>,
    /// Judge waivers as of this day, not today.
    #[arg(long, value_name = "DAY", help_heading = "What gates")]
    as_of: Option<Date>,
    /// Report these rules only (comma separated; may be repeated).
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Which rules")]
    select: Vec<String>,
    /// Do not report these rules (comma separated; may be repeated).
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Which rules")]
    ignore: Vec<String>,
}

/// What gates and what is shown, where findings are written.
#[derive(Default)]
pub(super) struct Dials {
    pub(super) least: Option<Least>,
    pub(super) gate: Option<GateChoice>,
    pub(super) baseline: Option<PathBuf>,
    pub(super) diff: Option<String>,
    pub(super) diff_file: Option<PathBuf>,
    /// Whether a baseline that settings name is used.
    pub(super) heed_baseline: bool,
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Least {
    Error,
    Warning,
    Note,
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum GateChoice {
    Error,
    Warning,
    Note,
    Never,
}

impl From<Least> for Severity {
    fn from(least: Least) -> Self {
        match least {
            Least::Error => Self::Error,
            Least::Warning => Self::Warning,
            Least::Note => Self::Note,
        }
    }
}

impl From<GateChoice> for Gate {
    fn from(gate: GateChoice) -> Self {
        match gate {
            GateChoice::Error => Self::Error,
            GateChoice::Warning => Self::Warning,
            GateChoice::Note => Self::Note,
            GateChoice::Never => Self::Never,
        }
    }
}

/// Everything that a review needs.
pub(super) struct Prepared {
    pub(super) checker: Checker,
    pub(super) inputs: Inputs,
    /// The settings for each input and its place in the file system.
    pub(super) settings: Vec<(Settings, PathBuf)>,
    pub(super) terms: Terms,
    /// The settings of the folder that the program runs in.
    pub(super) here: Chain,
    /// The baseline that is named, also if it is not heeded.
    pub(super) baseline: Option<PathBuf>,
}

impl Options {
    /// Prepares a review. What is wrong has been said when there is none, with how the run ends.
    pub(super) fn prepare(
        &self,
        texts: &Texts,
        dials: Dials,
        session: &mut Session,
    ) -> io::Result<Result<Prepared, Outcome>> {
        let configs = match Configs::new(self.config.as_deref(), self.isolated) {
            Ok(configs) => configs,
            Err(troubles) => return refuse(&troubles, session),
        };
        let (here, _) = configs.of(Path::new(NAMES[0]));
        let inputs = match texts.find(Some(&configs), self.force_exclude, session)? {
            Ok(inputs) => inputs,
            Err(outcome) => {
                let troubles = configs.troubles();
                return if troubles.is_empty() { Ok(Err(outcome)) } else { refuse(&troubles, session) };
            }
        };
        let places: Vec<_> = inputs.list.iter().map(|input| configs.of(input.place())).collect();
        let mut troubles = configs.troubles();
        let chains: Vec<_> = places.iter().map(|(chain, _)| chain.clone()).chain([here.clone()]).collect();
        let mut one = |what, setting: fn(&Layer) -> Option<&Spanned<String>>| {
            only(what, &chains, setting).unwrap_or_else(|trouble| {
                troubles.push(trouble);
                None
            })
        };
        let lexicon = one("lexicon", |layer| layer.file.lexicon.as_ref());
        let set_baseline = one("baseline", |layer| layer.file.baseline.as_ref());
        let set_waivers = one("waivers", |layer| layer.file.waivers.as_ref());
        if !troubles.is_empty() {
            return refuse(&troubles, session);
        }
        if let Some(lexicon) = lexicon {
            session.settle_lexicon(lexicon);
        }
        let Some(checker) = session.checker()? else {
            return Ok(Err(Outcome::Failed));
        };
        let mut troubles = self.unknown_rules(&chains, &checker);
        let overrides = Overrides {
            select: self.select.clone(),
            ignore: self.ignore.clone(),
            least: dials.least.map(Into::into),
            gate: dials.gate.map(Into::into),
        };
        let resolve = |(chain, place): (Chain, PathBuf)| (Settings::resolve(&chain, &place, &overrides), place);
        let settings: Vec<_> = places.into_iter().map(resolve).collect();
        let baseline = dials.baseline.clone().or(set_baseline);
        let terms = self.terms(&dials, baseline.as_deref(), set_waivers, &mut troubles);
        if !troubles.is_empty() {
            return refuse(&troubles, session);
        }
        for trouble in configs.idle_globs(&inputs.walked) {
            session.warn(&trouble)?;
        }
        if configs.are_found() {
            say_what_is_off(&settings, session)?;
        }
        Ok(Ok(Prepared { checker, inputs, settings, terms, here, baseline }))
    }

    fn unknown_rules(&self, chains: &[Chain], checker: &Checker) -> Vec<Trouble> {
        let rules = checker.lexicon().rules();
        let mut asked: Vec<_> = self.select.iter().chain(&self.ignore).collect();
        asked.sort();
        asked.dedup();
        let unknown = asked.into_iter().filter(|name| !rules.iter().any(|rule| rule.id == **name));
        let mut troubles: Vec<_> = unknown.map(|name| names::unknown_rule(name, rules)).collect();
        for trouble in chains.iter().flat_map(|chain| chain.iter()).flat_map(|layer| layer.unknown_rules(rules)) {
            if !troubles.contains(&trouble) {
                troubles.push(trouble);
            }
        }
        troubles
    }

    fn terms(
        &self,
        dials: &Dials,
        baseline: Option<&Path>,
        set_waivers: Option<PathBuf>,
        troubles: &mut Vec<Trouble>,
    ) -> Terms {
        let mut kept = Vec::new();
        let mut keep = |more: Vec<Trouble>| kept.extend(more);
        let found = (!self.isolated && Path::new(LEDGER).is_file()).then(|| PathBuf::from(LEDGER));
        let waivers = self.waivers.clone().or(set_waivers).or(found).filter(|_| !self.no_suppressions);
        let today = self.as_of.unwrap_or_else(|| jiff::Zoned::now().date());
        let waivers = waivers.and_then(|path| Waivers::load(&path, today).map_err(&mut keep).ok());
        let baseline = baseline.filter(|_| dials.heed_baseline);
        let baseline = baseline.and_then(|path| Baseline::load(path).map_err(|trouble| keep(vec![trouble])).ok());
        let changes = match (&dials.diff, &dials.diff_file) {
            (Some(revision), _) => Some(Changes::since(revision)),
            (None, Some(path)) => Some(Changes::in_file(path)),
            (None, None) => None,
        };
        let changes = changes.and_then(|changes| changes.map_err(|trouble| keep(vec![trouble])).ok());
        troubles.append(&mut kept);
        Terms { heed_suppressions: !self.no_suppressions, waivers, baseline, changes }
    }

    /// The ledger of waivers that new ones go to.
    pub(super) fn ledger(&self, here: &Chain) -> PathBuf {
        let set = here.iter().find_map(|layer| layer.file.waivers.as_ref().map(|path| layer.resolve(path.get_ref())));
        self.waivers.clone().or(set).unwrap_or_else(|| PathBuf::from(LEDGER))
    }

    /// The files that the command line names, of settings and of waivers.
    pub(super) fn read(&self) -> impl Iterator<Item = &Path> {
        [&self.config, &self.waivers].into_iter().flatten().map(PathBuf::as_path)
    }

    /// The output format that the settings here name, if they can be read.
    pub(super) fn format_here(&self) -> Option<Format> {
        let configs = Configs::new(self.config.as_deref(), self.isolated).ok()?;
        let (here, _) = configs.of(Path::new(NAMES[0]));
        here.iter().find_map(|layer| layer.file.output_format.as_ref().map(|format| *format.get_ref()))
    }

    /// The settings for one file.
    pub(super) fn settings_of(&self, file: &Path) -> Result<(Settings, Chain), Vec<Trouble>> {
        let configs = Configs::new(self.config.as_deref(), self.isolated)?;
        let (chain, place) = configs.of(file);
        let troubles = configs.troubles();
        if !troubles.is_empty() {
            return Err(troubles);
        }
        let overrides = Overrides { select: self.select.clone(), ignore: self.ignore.clone(), ..Overrides::default() };
        Ok((Settings::resolve(&chain, &place, &overrides), Rc::clone(&chain)))
    }
}

/// Says which rules found settings switch off: a folder from somebody else may bring its own.
fn say_what_is_off(settings: &[(Settings, PathBuf)], session: &mut Session) -> io::Result<()> {
    let off = settings.iter().flat_map(|(settings, _)| settings.switched_off());
    let mut lines: Vec<_> = off.map(|(rule, origin)| format!("{origin}: `{rule}` is switched off")).collect();
    lines.sort();
    lines.dedup();
    lines.iter().try_for_each(|line| session.remark(line))
}

/// A path that settings name, which must be the same for all texts of a run.
fn only(
    what: &str,
    chains: &[Chain],
    setting: fn(&Layer) -> Option<&Spanned<String>>,
) -> Result<Option<PathBuf>, Trouble> {
    let mut found: Option<(PathBuf, &Layer)> = None;
    for chain in chains {
        let Some(layer) = chain.iter().find(|layer| setting(layer).is_some()) else { continue };
        let Some(named) = setting(layer) else { continue };
        let path = layer.resolve(named.get_ref());
        match &found {
            Some((known, _)) if *known != path => {
                let message = format!("these texts have settings that name different files as `{what}`");
                return Err(layer.trouble(&named.span(), message, "check them in runs of their own".to_owned()));
            }
            _ => found = Some((path, layer)),
        }
    }
    Ok(found.map(|(path, _)| path))
}

/// Says why nothing can be done.
pub(super) fn refuse<T>(troubles: &[Trouble], session: &mut Session) -> io::Result<Result<T, Outcome>> {
    troubles.iter().try_for_each(|trouble| session.report(trouble))?;
    Ok(Err(Outcome::Failed))
}

/// A report that would take the place of a text, or of another file that the run reads.
pub(super) fn overwritten(files: &[&Path], inputs: &Inputs, read: &[&Path]) -> Option<Trouble> {
    let is_same = |a: &Path, b: &Path| a.canonicalize().is_ok_and(|a| b.canonicalize().is_ok_and(|b| a == b));
    let is_text = |file: &Path| file.is_file() && inputs.list.iter().any(|input| input.is_file(file));
    let is_set =
        |file: &Path| file.file_name().is_some_and(|name| NAMES.iter().chain([&LEDGER]).any(|own| name == *own));
    let is_read = |file: &Path| file.is_file() && (is_set(file) || read.iter().any(|read| is_same(file, read)));
    let why = |file: &&Path| match (is_text(file), is_read(file)) {
        (true, _) => Some("this would take the place of a text"),
        (false, true) => Some("this would take the place of a file that is read, not of a report"),
        _ => None,
    };
    let (file, message) = files.iter().find_map(|file| Some((file, why(file)?)))?;
    let help = "give the report a name of its own".to_owned();
    Some(Trouble { message: message.to_owned(), place: Some(Place::file(file)), help })
}
