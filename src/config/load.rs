//! Files of settings: found, read, checked. Every mistake is reported on the file, with its line.

use super::file::{File, PerFile};
use crate::cli::names;
use crate::output::trouble::{Place, Trouble};
use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};
use std::ops::Range;
use std::path::{Path, PathBuf};
use toml::Spanned;
use totality::lexicon::RulePage;

/// The names of a file of settings; there may be one of them in a folder.
pub(crate) const NAMES: [&str; 2] = ["totality.toml", ".totality.toml"];

/// How many files may extend each other.
const DEEPEST: usize = 16;

/// One file of settings, read.
#[derive(Debug)]
pub(crate) struct Layer {
    /// The file, absolute.
    pub(crate) path: PathBuf,
    /// Its name for people.
    pub(crate) shown: PathBuf,
    /// What it says.
    pub(crate) file: File,
    text: String,
    pub(super) include: Option<GlobSet>,
    pub(super) exclude: GlobSet,
    pub(super) per_file: Vec<GlobSet>,
    /// Whether it is not in force but for what it forbids, as it stands above the file that is.
    pub(crate) is_above: bool,
}

impl Layer {
    /// What it forbids, and nothing else.
    pub(super) fn above(self) -> Self {
        let file = File { suppressions: self.file.suppressions, ..File::default() };
        Self { file, include: None, exclude: GlobSet::empty(), per_file: Vec::new(), is_above: true, ..self }
    }

    /// The folder to which its globs and paths are relative.
    pub(crate) fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(&self.path)
    }

    /// A path that it names.
    pub(crate) fn resolve(&self, named: &str) -> PathBuf {
        let folder = self.shown.parent().unwrap_or_else(|| Path::new(""));
        folder.join(named)
    }

    /// The line of a place in it, from 1.
    pub(crate) fn line(&self, span: &Range<usize>) -> usize {
        position(&self.text, span.start).0
    }

    /// Trouble at a place in it.
    pub(crate) fn trouble(&self, span: &Range<usize>, message: String, help: String) -> Trouble {
        let (line, column) = position(&self.text, span.start);
        Trouble { message, place: Some(Place::line_of_file(&self.shown, line, column)), help }
    }

    /// Every rule that it names, with its place.
    fn rules(&self) -> Vec<(&str, Range<usize>)> {
        let File { select, ignore, severities, suppressions, per_file, .. } = &self.file;
        let mut lists: Vec<_> = [select, ignore, &suppressions.forbid].into_iter().flatten().collect();
        let mut levels = vec![severities];
        for PerFile { select, ignore, severities, .. } in per_file {
            lists.extend([select, ignore].into_iter().flatten());
            levels.push(severities);
        }
        let named = lists.into_iter().flat_map(|list| list.get_ref());
        let named = named.map(|name| (name.get_ref().as_str(), name.span()));
        let weighed = levels.into_iter().flatten().map(|(name, level)| (name.as_str(), level.span()));
        named.chain(weighed).collect()
    }

    /// What it names that there is not.
    pub(crate) fn unknown_rules(&self, rules: &[RulePage]) -> Vec<Trouble> {
        let is_known = |name: &str| rules.iter().any(|rule| rule.id == name);
        let unknown = self.rules().into_iter().filter(|(name, _)| !is_known(name));
        let trouble = |(name, span): (&str, Range<usize>)| {
            let Trouble { message, help, .. } = names::unknown_rule(name, rules);
            self.trouble(&span, message, help)
        };
        unknown.map(trouble).collect()
    }
}

fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = &text[..offset.min(text.len())];
    (before.matches('\n').count() + 1, before.rsplit('\n').next().unwrap_or_default().chars().count() + 1)
}

/// The file of settings for a folder: in it, or in the nearest folder above, up to the root of its repository.
pub(crate) fn find(folder: &Path) -> Result<Option<PathBuf>, Trouble> {
    for above in folder.ancestors() {
        // A link that leads nowhere is there as well: whoever made it did not mean the settings that are built in.
        let mut found = NAMES.iter().map(|name| above.join(name)).filter(|path| path.symlink_metadata().is_ok());
        if let Some(path) = found.next() {
            if !path.is_file() {
                let place = Some(Place::file(&shown(&path)));
                let message = "this is no file of settings, though it has the name of one".to_owned();
                let help = "correct the link, or give the folder another name".to_owned();
                return Err(Trouble { message, place, help });
            }
            if found.next().is_some() {
                let message = format!("there are two files of settings here, {} and {}", NAMES[0], NAMES[1]);
                let place = Some(Place::file(&shown(&path)));
                return Err(Trouble { message, place, help: "keep one of them".to_owned() });
            }
            return Ok(Some(path));
        }
        if above.join(".git").exists() {
            break;
        }
    }
    Ok(None)
}

/// A path as people would write it in the folder that they are in.
pub(crate) fn shown(path: &Path) -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(&here).map_or_else(|_| path.to_path_buf(), Path::to_path_buf)
}

/// Reads a file and what it extends, the nearest first.
pub(crate) fn chain(path: &Path) -> Result<Vec<Layer>, Vec<Trouble>> {
    let mut layers: Vec<Layer> = Vec::new();
    let mut next = Some((path.to_path_buf(), None::<(usize, Range<usize>)>));
    while let Some((path, from)) = next.take() {
        let known = layers.iter().any(|layer| layer.path == path) || layers.len() == DEEPEST;
        if let Some((layer, span)) = from.as_ref().filter(|_| known) {
            let message = "these files of settings extend each other in a circle".to_owned();
            return Err(vec![layers[*layer].trouble(span, message, "take one `extend` out".to_owned())]);
        }
        let layer = read(&path).map_err(|troubles| match (&from, &troubles[..]) {
            (Some((layer, span)), [Trouble { message, place: None, .. }]) => {
                vec![layers[*layer].trouble(
                    span,
                    message.clone(),
                    "`extend` names another file of settings".to_owned(),
                )]
            }
            (None, [Trouble { message, place: None, help }]) => {
                let place = Some(Place::file(&shown(&path)));
                vec![Trouble { message: message.clone(), place, help: help.clone() }]
            }
            _ => troubles,
        })?;
        if let Some(extend) = &layer.file.extend {
            let path = layer.folder().join(extend.get_ref());
            next = Some((path.canonicalize().unwrap_or(path), Some((layers.len(), extend.span()))));
        }
        layers.push(layer);
    }
    Ok(layers)
}

fn read(path: &Path) -> Result<Layer, Vec<Trouble>> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        vec![Trouble::usage(format!("this cannot be read: {error}"), "`--config` takes a file of settings")]
    })?;
    let file = toml::from_str(&text).map_err(|error| {
        let (line, column) = position(&text, error.span().unwrap_or(0..0).start);
        let place = Some(Place::line_of_file(&shown(path), line, column));
        vec![Trouble { message: first_line(error.message()), place, help: help(error.message()) }]
    })?;
    let mut layer = Layer {
        path: path.to_path_buf(),
        shown: shown(path),
        file,
        text,
        include: None,
        exclude: GlobSet::empty(),
        per_file: Vec::new(),
        is_above: false,
    };
    let mut troubles = Vec::new();
    let mut compile = |globs: Option<&Spanned<Vec<Spanned<String>>>>| {
        let globs = globs.map(|globs| globs.get_ref().as_slice()).unwrap_or_default();
        compile(&layer, globs).unwrap_or_else(|mut mistakes| {
            troubles.append(&mut mistakes);
            GlobSet::empty()
        })
    };
    let include = layer.file.include.as_ref().map(|globs| compile(Some(globs)));
    let exclude = compile(layer.file.exclude.as_ref());
    let per_file = layer.file.per_file.iter().map(|some| compile(Some(&some.files))).collect();
    for some in layer.file.per_file.iter().filter(|some| some.files.get_ref().is_empty()) {
        let help = "name files, or take the table out".to_owned();
        troubles.push(layer.trouble(&some.files.span(), "these settings are for no file".to_owned(), help));
    }
    if !troubles.is_empty() {
        return Err(troubles);
    }
    (layer.include, layer.exclude, layer.per_file) = (include, exclude, per_file);
    Ok(layer)
}

fn first_line(message: &str) -> String {
    let message = message.lines().next().unwrap_or_default();
    message.split_once(", expected").map_or(message, |(what, _)| what).to_owned()
}

/// What was perhaps meant, out of what the reader of the file says it expected.
fn help(message: &str) -> String {
    const SCHEMA: &str = "`totality schema config` prints what may stand here";
    let mut quoted = message.split('`').skip(1).step_by(2);
    let asked = quoted.next().unwrap_or_default();
    if !message.starts_with("unknown") {
        return SCHEMA.to_owned();
    }
    let expected: Vec<&str> = quoted.collect();
    let near = names::nearest(asked, expected.iter().copied());
    let all: Vec<_> = expected.iter().map(|name| format!("`{name}`")).collect();
    names::meant(&near, &format!("here may stand {}", all.join(", ")))
}

/// Compiles globs, as paths relative to the file's folder; one that ends in `/` or names a folder is for all below it.
fn compile(layer: &Layer, globs: &[Spanned<String>]) -> Result<GlobSet, Vec<Trouble>> {
    let (mut builder, mut troubles) = (GlobSetBuilder::new(), Vec::new());
    for glob in globs {
        if glob.get_ref().trim().trim_end_matches('/').is_empty() {
            let help = "name a file, a folder or a pattern: `cases/2019/**/*.md`".to_owned();
            troubles.push(layer.trouble(&glob.span(), "this pattern is empty".to_owned(), help));
            continue;
        }
        match patterns(glob.get_ref()) {
            Ok(patterns) => patterns.into_iter().for_each(|pattern| {
                builder.add(pattern);
            }),
            Err(error) => {
                let message = format!("this is no pattern for files: {}", error.kind());
                troubles.push(layer.trouble(&glob.span(), message, "for example `cases/2019/**/*.md`".to_owned()));
            }
        }
    }
    if troubles.is_empty() {
        builder.build().map_err(|error| vec![Trouble::usage(error.to_string(), "")])
    } else {
        Err(troubles)
    }
}

fn patterns(glob: &str) -> Result<Vec<Glob>, globset::Error> {
    let written = glob.strip_prefix("./").unwrap_or(glob).trim_end_matches('/');
    // As in ignore files, a pattern without a folder is for any folder.
    let anywhere = if written.contains('/') { written.to_owned() } else { format!("**/{written}") };
    let build = |pattern: &str| GlobBuilder::new(pattern).literal_separator(true).build();
    Ok(vec![build(&anywhere)?, build(&format!("{anywhere}/**"))?])
}

/// Whether one glob matches a path relative to the file's folder.
pub(crate) fn matches(glob: &str, path: &Path) -> bool {
    let mut builder = GlobSetBuilder::new();
    for pattern in patterns(glob).unwrap_or_default() {
        builder.add(pattern);
    }
    builder.build().is_ok_and(|set| set.is_match(path))
}
