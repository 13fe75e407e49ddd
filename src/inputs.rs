//! What was named on the command line, turned into the list of texts to read.
//!
//! A file named outright is always read. A folder is walked for Markdown and plain text; hidden files and those that
//! ignore files name are left out, and counted, because a check that silently misses a memo is worse than none.

use crate::config::{Configs, Reach};
use crate::output::escape;
use crate::output::trouble::{Place, Trouble};
use ignore::WalkBuilder;
use std::collections::HashSet;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use totality::check::{FieldLabels, Format};

/// What stands for standard input among the paths.
const STDIN: &str = "-";

/// The name of standard input where none is given.
const STDIN_NAME: &str = "<stdin>";

/// One text to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Input {
    /// Its name for reports.
    pub(crate) name: String,
    /// How it is marked up.
    pub(crate) format: Format,
    /// Its file; `None` for standard input.
    path: Option<PathBuf>,
    /// The name that standard input goes by.
    goes_by: PathBuf,
    /// The labels of the fields that say something of the whole of it, where settings name them.
    pub(crate) labels: FieldLabels,
}

impl Input {
    /// The file whose settings hold for it.
    pub(crate) fn place(&self) -> &Path {
        self.path.as_deref().unwrap_or(&self.goes_by)
    }

    /// A file.
    pub(crate) fn file(path: PathBuf) -> Self {
        let path = plain(&path).to_path_buf();
        Self {
            name: escape::path(&path),
            format: format_of(&path),
            path: Some(path),
            goes_by: PathBuf::new(),
            labels: FieldLabels::default(),
        }
    }

    /// Standard input, with the name that decides its format.
    fn stdin(name: Option<&Path>) -> Self {
        Self {
            name: name.map_or_else(|| STDIN_NAME.to_owned(), escape::path),
            format: name.map_or(Format::Plain, format_of),
            path: None,
            goes_by: name.unwrap_or_else(|| Path::new(STDIN_NAME)).to_path_buf(),
            labels: FieldLabels::default(),
        }
    }

    /// Whether it is this file, under whatever name.
    pub(crate) fn is_file(&self, file: &Path) -> bool {
        self.path.as_deref().is_some_and(|path| are_same(path, file))
    }

    /// Its bytes.
    pub(crate) fn read(&self) -> Result<Vec<u8>, Trouble> {
        let bytes = if let Some(path) = &self.path {
            fs::read(path)
        } else {
            let mut bytes = Vec::new();
            io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
        };
        bytes.map_err(|error| unreadable(self.name.clone(), &error))
    }
}

/// Whether a path stands for standard input.
pub(crate) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == STDIN
}

/// The paths on a list: one on each line, or with a zero byte after each.
pub(crate) fn listed(list: &Path) -> Result<Vec<PathBuf>, Trouble> {
    let is_stdin = is_stdin(list);
    let bytes = if is_stdin {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        fs::read(list)
    };
    let name = if is_stdin { STDIN_NAME.to_owned() } else { escape::path(list) };
    let bytes = bytes.map_err(|error| unreadable(name, &error))?;
    let separator = if bytes.contains(&0) { 0 } else { b'\n' };
    let line = |line: &[u8]| if separator == 0 { line } else { line.strip_suffix(b"\r").unwrap_or(line) }.to_vec();
    let lines = bytes.split(|byte| *byte == separator).map(line).filter(|line| !line.is_empty());
    Ok(lines.map(|line| path_of(&line)).collect())
}

/// The path that bytes on a list name.
#[cfg(unix)]
fn path_of(line: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt as _;
    PathBuf::from(std::ffi::OsStr::from_bytes(line))
}

/// The path that bytes on a list name.
#[cfg(not(unix))]
fn path_of(line: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(line).into_owned())
}

/// Whether two paths lead to one file that is there.
pub(crate) fn are_same(one: &Path, other: &Path) -> bool {
    one.canonicalize().is_ok_and(|one| other.canonicalize().is_ok_and(|other| one == other))
}

/// A path without a leading `./`, so that a file has one name whether it was named or found.
pub(crate) fn plain(path: &Path) -> &Path {
    path.strip_prefix(".").unwrap_or(path)
}

/// How a file is marked up, by its name. What has no known ending is plain text: that reading hides no words.
pub(crate) fn format_of(path: &Path) -> Format {
    match ending(path).as_deref() {
        Some("md" | "markdown") => Format::Markdown,
        _ => Format::Plain,
    }
}

/// Whether a file met in a folder is a memo by its name.
pub(crate) fn is_memo(path: &Path) -> bool {
    matches!(ending(path).as_deref(), Some("md" | "markdown" | "txt"))
}

/// The ending of a file's name in lower case.
pub(crate) fn ending(path: &Path) -> Option<String> {
    path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase)
}

/// How to look for texts.
#[derive(Clone, Copy, Default)]
pub(crate) struct Search<'a> {
    /// The name that standard input goes by.
    pub(crate) stdin_name: Option<&'a Path>,
    /// Whether hidden and ignored files are read too.
    pub(crate) no_ignore: bool,
    /// What settings say of files met in folders.
    pub(crate) configs: Option<&'a Configs>,
    /// Whether settings can also leave out a file named outright.
    pub(crate) force_exclude: bool,
}

impl Search<'_> {
    fn reach(self, path: &Path, is_memo: bool) -> Reach {
        let by_name = if is_memo { Reach::Read } else { Reach::NoMemo };
        self.configs.map_or(by_name, |configs| configs.reach(path, is_memo))
    }
}

/// What a search found.
#[derive(Debug, Default)]
pub(crate) struct Inputs {
    /// The texts, each once, in the order of the command line and, in a folder, of the names.
    pub(crate) list: Vec<Input>,
    /// What could not be looked at.
    pub(crate) troubles: Vec<Trouble>,
    /// How many memos were left out because they or their folder are hidden.
    hidden: usize,
    /// How many memos were left out because an ignore file names them.
    ignored: usize,
    /// How many memos were left out because settings say so.
    excluded: usize,
    /// How many have the name of a memo but are pipes or devices, which may never end.
    special: usize,
    /// The folders that were walked.
    pub(crate) walked: Vec<PathBuf>,
}

impl Inputs {
    /// Finds the texts that paths stand for.
    pub(crate) fn find(paths: &[PathBuf], search: Search<'_>) -> Self {
        let mut found = Self::default();
        let mut known = HashSet::new();
        for path in paths {
            if is_stdin(path) {
                if known.insert(path.clone()) {
                    found.list.push(Input::stdin(search.stdin_name));
                }
                continue;
            }
            match fs::metadata(path) {
                Err(error) => found.troubles.push(unreadable(escape::path(plain(path)), &error)),
                Ok(meta) if meta.is_dir() => found.walk(path, search, &mut known),
                Ok(_) if search.force_exclude && search.reach(path, true) == Reach::Excluded => found.excluded += 1,
                Ok(_) => found.push(path.clone(), &mut known),
            }
        }
        found
    }

    /// What was left out, as a line for people.
    pub(crate) fn left_out(&self) -> Option<String> {
        let excluded = (self.excluded, "excluded by the settings");
        let special = (self.special, "not a regular file");
        let reasons = [(self.hidden, "hidden"), (self.ignored, "named by an ignore file"), excluded, special];
        let reasons: Vec<_> = reasons.iter().filter(|(n, _)| *n > 0).map(|(n, why)| format!("{n} {why}")).collect();
        let files = if self.hidden + self.ignored + self.excluded + self.special == 1 { "file" } else { "files" };
        let help = if self.hidden + self.ignored > 0 { " (`--no-ignore` reads them)" } else { "" };
        (!reasons.is_empty()).then(|| format!("left out {files}: {}{help}", reasons.join(", ")))
    }

    /// Why nothing is there to do, if so.
    pub(crate) fn nothing(&self, paths: &[PathBuf]) -> Option<Trouble> {
        if !self.list.is_empty() || !self.troubles.is_empty() {
            return None;
        }
        let names: Vec<_> = paths.iter().map(|path| format!("`{}`", escape::line(&escape::path(path)))).collect();
        let help = if self.hidden + self.ignored > 0 {
            "`--no-ignore` reads hidden and ignored files; a file named outright is always read"
        } else {
            "in folders, totality reads files that end in .md, .markdown or .txt; a file named outright is always read"
        };
        let why = self.left_out().unwrap_or_else(|| "no file for totality is there".to_owned());
        let message = format!("nothing to check in {}: {why}", names.join(", "));
        Some(Trouble::usage(message, help))
    }

    fn push(&mut self, path: PathBuf, known: &mut HashSet<PathBuf>) {
        let input = Input::file(path);
        if let Some(path) = &input.path
            && known.insert(path.clone())
        {
            self.list.push(input);
        }
    }

    /// Whether everything named was left out, as it was asked for.
    pub(crate) fn all_excluded(&self) -> bool {
        self.list.is_empty() && self.troubles.is_empty() && self.walked.is_empty() && self.excluded > 0
    }

    fn walk(&mut self, folder: &Path, search: Search<'_>, known: &mut HashSet<PathBuf>) {
        let no_ignore = search.no_ignore;
        self.walked.push(folder.to_path_buf());
        let mut kept = HashSet::new();
        for entry in walker(folder, !no_ignore).build() {
            match entry {
                Ok(entry) if entry.file_type().is_some_and(|kind| !kind.is_dir() && !kind.is_file()) => {
                    self.special += usize::from(is_memo(entry.path()));
                }
                Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                    let reach = search.reach(entry.path(), is_memo(entry.path()));
                    self.excluded += usize::from(reach == Reach::Excluded);
                    if reach != Reach::NoMemo {
                        kept.insert(entry.path().to_path_buf());
                    }
                    if reach == Reach::Read {
                        self.push(entry.into_path(), known);
                    }
                }
                Ok(_) => {}
                Err(error) => self.troubles.extend(trouble_of_walk(folder, &error)),
            }
        }
        if no_ignore {
            return;
        }
        // The walker does not say what it passes over: a second walk that passes over nothing tells.
        for entry in walker(folder, false).build().flatten() {
            if !is_memo_file(&entry) || kept.contains(entry.path()) {
                continue;
            }
            let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
            if below.components().any(|part| part.as_os_str().as_encoded_bytes().starts_with(b".")) {
                self.hidden += 1;
            } else {
                self.ignored += 1;
            }
        }
    }
}

fn is_memo_file(entry: &ignore::DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_file()) && is_memo(entry.path())
}

/// What walks a folder, in the order of the names.
pub(crate) fn walker(folder: &Path, filters: bool) -> WalkBuilder {
    let mut walker = WalkBuilder::new(folder);
    walker.standard_filters(filters).follow_links(true).sort_by_file_name(std::ffi::OsStr::cmp);
    walker.filter_entry(|entry| entry.depth() == 0 || entry.file_name() != ".git");
    walker
}

/// What to say of an error met in a walk; `None` for what hides no memo (a link back up, a dangling link of another
/// kind of file).
pub(crate) fn trouble_of_walk(folder: &Path, error: &ignore::Error) -> Option<Trouble> {
    let mut path = folder;
    let mut cause = error;
    loop {
        match cause {
            ignore::Error::Loop { .. } => return None,
            ignore::Error::WithPath { path: inner, err } => (path, cause) = (inner, err),
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => cause = err,
            _ => break,
        }
    }
    let dangling = path.symlink_metadata().is_ok_and(|meta| meta.is_symlink());
    if dangling && !is_memo(path) {
        return None;
    }
    Some(match cause.io_error() {
        Some(error) => unreadable(escape::path(plain(path)), error),
        None => Trouble {
            message: format!("this cannot be read: {cause}"),
            place: Some(Place::file(plain(path))),
            help: String::new(),
        },
    })
}

/// What to say of a file that cannot be read.
pub(crate) fn unreadable(name: String, error: &io::Error) -> Trouble {
    let (why, help) = match error.kind() {
        io::ErrorKind::NotFound => ("it does not exist".to_owned(), "check the spelling, and the folder you are in"),
        io::ErrorKind::PermissionDenied => {
            ("permission denied".to_owned(), "ask for the right to read it, or leave it out")
        }
        _ => (error.to_string(), ""),
    };
    Trouble { message: format!("this cannot be read: {why}"), place: Some(Place::named(name)), help: help.to_owned() }
}
