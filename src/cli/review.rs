//! What the subcommands share that review findings: settings, ledgers, changes, and what follows from them.

use super::kept::{Kept, LEDGER};
use super::texts::Texts;
use super::{environment, names};
use crate::config::file::{FieldName, Gate};
use crate::config::load::{Layer, NAMES};
use crate::config::settings::{Overrides, Settings};
use crate::config::{Chain, Configs};
use crate::inputs::{self, Inputs};
use crate::output::trouble::{Place, Trouble};
use crate::review::Terms;
use crate::review::baseline::Baseline;
use crate::review::changes::Changes;
use crate::review::waivers::Waivers;
use crate::session::{Outcome, Session};
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::io;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use toml::Spanned;
use totality::check::{Checker, FieldLabels};
use totality::diagnostic::Severity;
use totality::lexicon::RulePage;

/// How findings are reviewed.
#[derive(Args)]
pub(super) struct Options {
    /// Use the settings in this file for all texts; if not given, the one that TOTALITY_CONFIG names.
    #[arg(long, short, value_name = "FILE", help_heading = "Settings")]
    config: Option<PathBuf>,
    /// Use no file of settings and no ledger that is not named.
    #[arg(
        long,
        visible_alias = "no-config",
        conflicts_with = "config",
        help_heading = "Settings",
        hide_short_help = true
    )]
    isolated: bool,
    /// Also leave out files named outright if the settings exclude them, for hooks.
    #[arg(long, help_heading = "Settings", hide_short_help = true)]
    force_exclude: bool,
    /// Report also what comments in the text and waivers would silence.
    #[arg(long, help_heading = "What gates")]
    no_suppressions: bool,
    /// The ledger of waivers; `totality.waivers.toml` here, if there is one.
    #[arg(long, value_name = "FILE", help_heading = "What gates")]
    waivers: Option<PathBuf>,
    /// Judge waivers as of this day, not today.
    #[arg(long, value_name = "DAY", help_heading = "What gates", hide_short_help = true)]
    as_of: Option<Date>,
    /// How many threads work; if not given, one for each core.
    #[arg(long, value_name = "NUMBER", help_heading = "Settings", hide_short_help = true)]
    jobs: Option<NonZeroUsize>,
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
    /// The files that the run reads beside the texts and the baseline: settings, ledgers, patches, lists.
    read: Vec<PathBuf>,
    /// What a reader of the reports should know of the settings.
    pub(super) notices: Vec<Trouble>,
}

impl Options {
    /// Prepares a review. What is wrong has been said when there is none, with how the run ends.
    pub(super) fn prepare(
        &self,
        texts: &Texts,
        dials: Dials,
        session: &mut Session,
    ) -> io::Result<Result<Prepared, Outcome>> {
        let configs = match self.configs() {
            Ok(configs) => configs,
            Err(troubles) => return refuse(&troubles, session),
        };
        if let Some(jobs) = self.jobs {
            // It fails only if threads are at work already, which then work on.
            let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs.get()).build_global();
        }
        let (here, _) = configs.of(Path::new(NAMES[0]));
        let mut inputs = match texts.find(Some(&configs), self.force_exclude, session)? {
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
        let set_lexicon = lexicon.and_then(|lexicon| {
            let place = chains.iter().flat_map(|chain| chain.iter()).find_map(|layer| {
                let named = layer.file.lexicon.as_ref()?;
                layer.trouble(&named.span(), String::new(), String::new()).place
            });
            let message = "another lexicon decides".to_owned();
            session.settle_lexicon(lexicon).then(|| Trouble { message, place, help: String::new() })
        });
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
        for (input, (settings, _)) in inputs.list.iter_mut().zip(&settings) {
            let labels = |name| settings.labels(name);
            input.labels = FieldLabels { date: labels(FieldName::Date), decision: labels(FieldName::Decision) };
        }
        let baseline = dials.baseline.clone().or(set_baseline);
        let ledger = self.waivers.clone().or(set_waivers.clone());
        let read = chains.iter().flat_map(|chain| chain.iter()).map(|layer| layer.path.clone());
        let read = read.chain(ledger).chain(dials.diff_file.clone()).chain(texts.files_from.clone()).collect();
        let rules = checker.lexicon().rules();
        let of_settings = settings.iter().flat_map(|(settings, _)| settings.contradictions());
        troubles.extend(once(of_settings));
        let terms = self.terms((&dials, &inputs, rules), baseline.as_deref(), set_waivers, &mut troubles);
        if !troubles.is_empty() {
            return refuse(&troubles, session);
        }
        let mut notices = configs.idle_globs(&inputs.walked);
        for trouble in &notices {
            session.warn(trouble)?;
        }
        if configs.are_found() {
            // A folder from somebody else may bring its own settings, so it is said also where nothing else is.
            let mut narrowed = once(settings.iter().flat_map(|(settings, _)| settings.narrowed(rules)));
            narrowed.extend(set_lexicon);
            for trouble in &narrowed {
                session.announce(trouble)?;
            }
            notices.extend(narrowed);
        }
        Ok(Ok(Prepared { checker, inputs, settings, terms, here, baseline, read, notices }))
    }

    fn configs(&self) -> Result<Configs, Vec<Trouble>> {
        let named = self.config.clone().or_else(|| environment::path("TOTALITY_CONFIG").filter(|_| !self.isolated));
        Configs::new(named.as_deref(), self.isolated)
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
        (dials, inputs, rules): (&Dials, &Inputs, &[RulePage]),
        baseline: Option<&Path>,
        set_waivers: Option<PathBuf>,
        troubles: &mut Vec<Trouble>,
    ) -> Terms {
        let mut kept = Vec::new();
        let mut keep = |more: Vec<Trouble>| kept.extend(more);
        let found = (!self.isolated && Path::new(LEDGER).is_file()).then(|| PathBuf::from(LEDGER));
        let waivers = self.waivers.clone().or(set_waivers).or(found).filter(|_| !self.no_suppressions);
        let waivers = waivers.and_then(|path| Waivers::load(&path, self.today()).map_err(&mut keep).ok());
        keep(waivers.as_ref().map(|waivers| waivers.unknown_rules(rules)).unwrap_or_default());
        let baseline = baseline.filter(|_| dials.heed_baseline);
        let baseline = baseline.and_then(|path| Baseline::load(path).map_err(|trouble| keep(vec![trouble])).ok());
        let baseline = baseline.map(|baseline| baseline.over(&inputs.walked));
        let changes = match (&dials.diff, &dials.diff_file) {
            (Some(revision), _) => Some(Changes::since(revision)),
            (None, Some(path)) => Some(Changes::in_file(path)),
            (None, None) => None,
        };
        let changes = changes.and_then(|changes| changes.map_err(|trouble| keep(vec![trouble])).ok());
        troubles.append(&mut kept);
        Terms { heed_suppressions: !self.no_suppressions, waivers, baseline, changes }
    }

    /// The day as of which waivers are judged.
    pub(super) fn today(&self) -> Date {
        self.as_of.unwrap_or_else(|| jiff::Zoned::now().date())
    }

    /// The ledger of waivers that new ones go to.
    pub(super) fn ledger(&self, here: &Chain) -> PathBuf {
        let set = here.iter().find_map(|layer| layer.file.waivers.as_ref().map(|path| layer.resolve(path.get_ref())));
        self.waivers.clone().or(set).unwrap_or_else(|| PathBuf::from(LEDGER))
    }

    /// The settings of the folder that the program runs in, if they can be read.
    pub(super) fn chain_here(&self) -> Option<Chain> {
        let (here, _) = self.configs().ok()?.of(Path::new(NAMES[0]));
        Some(here)
    }

    /// The files of settings and waivers that are named, whether they can be read or not.
    pub(super) fn named(&self) -> impl Iterator<Item = PathBuf> {
        [self.config.clone(), self.waivers.clone(), environment::path("TOTALITY_CONFIG")].into_iter().flatten()
    }

    /// The settings for one file.
    pub(super) fn settings_of(&self, file: &Path) -> Result<(Settings, Chain), Vec<Trouble>> {
        let configs = self.configs()?;
        let (chain, place) = configs.of(file);
        let troubles = configs.troubles();
        if !troubles.is_empty() {
            return Err(troubles);
        }
        let overrides = Overrides { select: self.select.clone(), ignore: self.ignore.clone(), ..Overrides::default() };
        Ok((Settings::resolve(&chain, &place, &overrides), Rc::clone(&chain)))
    }
}

/// Each trouble once, in order of its place.
fn once(troubles: impl Iterator<Item = Trouble>) -> Vec<Trouble> {
    let key = |trouble: &Trouble| (trouble.place.as_ref().map(Place::short), trouble.message.clone());
    let all: BTreeMap<_, _> = troubles.map(|trouble| (key(&trouble), trouble)).collect();
    all.into_values().collect()
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

impl Prepared {
    /// What no output takes the place of.
    pub(super) fn kept(&self) -> Kept<'_> {
        Kept { inputs: &self.inputs, read: &self.read, baseline: self.baseline.as_deref() }
    }

    /// What a reader of the reports should know of settings, ledger and baseline; of the ledger also into `told`.
    pub(super) fn notices(&self, told: &mut Vec<Trouble>) -> Vec<Trouble> {
        told.extend(self.terms.waivers.iter().flat_map(|waivers| waivers.remarks(&self.inputs.walked)));
        let fixed = self.terms.baseline.iter().flat_map(Baseline::fixed);
        let fixed = fixed.map(|(name, known)| Trouble {
            message: format!("`{}` is fixed, but still in the baseline", known.rule),
            place: Some(Place::named(name)),
            help: String::new(),
        });
        self.notices.iter().chain(told.iter()).cloned().chain(fixed).collect()
    }

    /// What to say of reports that a later run of the same folders would take for memos.
    pub(super) fn taken_for_memos(&self, files: &[&Path]) -> Vec<Trouble> {
        let walked: Vec<_> = self.inputs.walked.iter().filter_map(|folder| folder.canonicalize().ok()).collect();
        let is_walked = |file: &Path| {
            let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            folder.canonicalize().is_ok_and(|folder| walked.iter().any(|walked| folder.starts_with(walked)))
        };
        let taken = files.iter().filter(|file| inputs::is_memo(file) && is_walked(file));
        let trouble = |file: &&Path| Trouble {
            message: "the next run over this folder will read this report as a memo".to_owned(),
            place: Some(Place::file(file)),
            help: "write it outside the folder, or `exclude` it in the settings".to_owned(),
        };
        taken.map(trouble).collect()
    }
}
