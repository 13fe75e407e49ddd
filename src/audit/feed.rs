//! Where texts come from: files, folders, patterns, lists, archives and rows, one after the other, never all at once.
//!
//! A file named outright is always read. In a folder, memos and archives are; what is left out is counted. What cannot
//! be read is handed on as trouble in its place, so that nothing is missed silently and nothing stops the others.

mod archive;
mod rows;
mod unpacked;
mod walk;

pub(crate) use rows::{RowFormat, RowOptions};

use super::pipeline::Take;
use crate::inputs;
use crate::output::escape;
use crate::output::trouble::{Place, Trouble};
use std::collections::HashSet;
use std::fs::{self, File};
use std::hash::{BuildHasher as _, RandomState};
use std::io::{self, BufReader, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use totality::check::Format;

/// What stands for standard input among the paths.
const STDIN: &str = "-";

/// One text to examine.
#[derive(Debug)]
pub(crate) struct Material {
    /// Its name for reports.
    pub(crate) name: String,
    /// How it is marked up.
    pub(crate) format: Format,
    /// Columns that stand beside it.
    pub(crate) metadata: Vec<(String, String)>,
    body: Body,
    most: u64,
}

#[derive(Debug)]
enum Body {
    File(PathBuf),
    Bytes(Vec<u8>),
}

impl Material {
    /// Its bytes.
    ///
    /// # Errors
    /// Why they cannot be read, or that there are too many.
    pub(crate) fn read(&self) -> Result<std::borrow::Cow<'_, [u8]>, Trouble> {
        match &self.body {
            Body::Bytes(bytes) => Ok(bytes.into()),
            Body::File(path) => {
                let file = File::open(path).map_err(|error| inputs::unreadable(self.name.clone(), &error))?;
                limited(file, self.most, &self.name).map(Into::into)
            }
        }
    }

    /// How much memory it takes by now.
    pub(crate) fn weight(&self) -> usize {
        match &self.body {
            Body::File(_) => 4096,
            Body::Bytes(bytes) => bytes.len() + 256,
        }
    }

    /// A word for its format.
    pub(crate) const fn format_word(&self) -> &'static str {
        match self.format {
            Format::Markdown => "markdown",
            Format::Plain => "plain",
        }
    }
}

/// What to read and how.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    /// Whether hidden and ignored files in folders are read too.
    pub(crate) no_ignore: bool,
    /// A longer text is not read, in bytes.
    pub(crate) most: u64,
    /// How files of rows are read.
    pub(crate) rows: RowOptions,
}

/// What was left out of folders and archives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct LeftOut {
    /// Memos that are hidden or in hidden folders.
    pub(crate) hidden: u64,
    /// Memos that an ignore file names.
    pub(crate) ignored: u64,
    /// Files in archives that are no memos by their names.
    pub(crate) others: u64,
    /// Archives in archives.
    pub(crate) nested: u64,
    /// What a Mac puts beside files.
    pub(crate) beside: u64,
    /// Links met in folders.
    pub(crate) links: u64,
}

impl LeftOut {
    /// As a line for people, if anything was.
    pub(crate) fn line(&self) -> Option<String> {
        let parts = [
            (self.hidden, "hidden"),
            (self.ignored, "named by an ignore file (`--no-ignore` reads them)"),
            (self.others, "in archives and no memos by their names"),
            (self.nested, "archives inside archives"),
            (self.beside, "put beside files by a Mac (`__MACOSX`, `._…`)"),
            (self.links, "links (name what they lead to, to read it)"),
        ];
        let parts: Vec<_> = parts.iter().filter(|(n, _)| *n > 0).map(|(n, why)| format!("{n} {why}")).collect();
        (!parts.is_empty()).then(|| format!("left out: {}", parts.join(", ")))
    }
}

/// How far reading has come; shared with whoever shows it.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    /// Bytes in all, as far as they are known beforehand.
    pub(crate) total: AtomicU64,
    /// Bytes of files and archives that were read.
    pub(crate) read: AtomicU64,
    /// Whether to stop.
    pub(crate) stop: AtomicBool,
}

/// Reads everything that was named.
pub(crate) struct Feed<'a> {
    options: &'a Options,
    meter: &'a Arc<Meter>,
    /// Names of files that were read, as hashes: a file that two paths lead to is read once.
    known: HashSet<u64>,
    hasher: RandomState,
    left_out: LeftOut,
}

/// The next text, or why it cannot be had.
pub(crate) type Next = Result<Material, Trouble>;

impl<'a> Feed<'a> {
    /// Ready to read.
    pub(crate) fn new(options: &'a Options, meter: &'a Arc<Meter>) -> Self {
        Self { options, meter, known: HashSet::new(), hasher: RandomState::new(), left_out: LeftOut::default() }
    }

    /// Reads the paths in order, and then those on the lists; says what was left out.
    pub(crate) fn run(mut self, paths: &[PathBuf], lists: &[PathBuf], take: &mut Take<'_, Next>) -> LeftOut {
        let size = |path: &PathBuf| {
            fs::metadata(path).map_or(0, |meta| if meta.is_dir() { walk::size(path) } else { meta.len() })
        };
        self.meter.total.store(paths.iter().map(size).sum(), Ordering::Relaxed);
        let _ = self.paths(paths, take).is_continue() && lists.iter().all(|list| self.list(list, take).is_continue());
        self.left_out
    }

    fn paths(&mut self, paths: &[PathBuf], take: &mut Take<'_, Next>) -> ControlFlow<()> {
        paths.iter().try_for_each(|path| self.path(path, take))
    }

    fn path(&mut self, path: &Path, take: &mut Take<'_, Next>) -> ControlFlow<()> {
        if path.as_os_str() == STDIN {
            return self.stdin(take);
        }
        match fs::metadata(path) {
            Ok(meta) if meta.is_dir() => self.walk(path, None, take),
            Ok(_) => self.file(path, true, take),
            Err(_) if walk::is_pattern(path) => self.pattern(path, take),
            Err(error) => self.give(Err(inputs::unreadable(escape::path(inputs::plain(path)), &error)), take),
        }
    }

    fn stdin(&mut self, take: &mut Take<'_, Next>) -> ControlFlow<()> {
        let stdin = io::stdin().lock();
        if self.options.rows.format.is_some() {
            let format = self.options.rows.format_of(Path::new(""));
            return self.rows(stdin, "<stdin>", format, take);
        }
        let bytes = limited(stdin, self.options.most, "<stdin>");
        let next = bytes.map(|bytes| self.material("<stdin>".to_owned(), Format::Plain, Body::Bytes(bytes)));
        self.give(next, take)
    }

    /// The paths on a list.
    fn list(&mut self, list: &Path, take: &mut Take<'_, Next>) -> ControlFlow<()> {
        match inputs::listed(list) {
            Ok(paths) => paths.iter().try_for_each(|path| self.path(path, take)),
            Err(trouble) => self.give(Err(trouble), take),
        }
    }

    /// A file: rows, an archive, or a text. Rows in folders are read only if they are named outright.
    fn file(&mut self, path: &Path, is_named: bool, take: &mut Take<'_, Next>) -> ControlFlow<()> {
        let path = inputs::plain(path);
        if !self.known.insert(self.hasher.hash_one(path)) {
            return ControlFlow::Continue(());
        }
        let name = escape::path(path);
        let is_rows = is_named && self.options.rows.is_rows(path);
        let archive = archive::Kind::of(path);
        if !is_rows && archive.is_none() {
            let size = fs::metadata(path).map_or(0, |meta| meta.len());
            self.meter.read.fetch_add(size, Ordering::Relaxed);
            let material = self.material(name, inputs::format_of(path), Body::File(path.to_path_buf()));
            return self.give(Ok(material), take);
        }
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) => return self.give(Err(inputs::unreadable(name, &error)), take),
        };
        match archive {
            Some(kind) if !is_rows => self.archive(file, kind, &name, take),
            _ => {
                let (format, most) = (self.options.rows.format_of(path), unpacked::most(&file));
                match unpacked::open(path, BufReader::new(Metered::new(file, self.meter)), most) {
                    Ok(reader) => self.rows(reader, &name, format, take),
                    Err(error) => self.give(Err(inputs::unreadable(name, &error)), take),
                }
            }
        }
    }

    fn material(&self, name: String, format: Format, body: Body) -> Material {
        Material { name, format, metadata: Vec::new(), body, most: self.options.most }
    }

    /// Hands on what was found, unless the run is to stop.
    fn give(&self, next: Next, take: &mut Take<'_, Next>) -> ControlFlow<()> {
        if self.meter.stop.load(Ordering::Relaxed) {
            return ControlFlow::Break(());
        }
        take(next)
    }
}

/// Whether a Mac has put this beside a file, to keep what it knows of it: it is no text, whatever its name ends with.
fn is_beside(path: &Path) -> bool {
    let starts = |part: &std::ffi::OsStr| part.as_encoded_bytes().starts_with(b"._");
    path.file_name().is_some_and(starts) || path.components().any(|part| part.as_os_str() == "__MACOSX")
}

/// Reads to the end, but no more than a text may have.
fn limited(from: impl Read, most: u64, name: &str) -> Result<Vec<u8>, Trouble> {
    let mut bytes = Vec::new();
    let outcome = from.take(most.saturating_add(1)).read_to_end(&mut bytes);
    outcome.map_err(|error| inputs::unreadable(name.to_owned(), &error))?;
    if bytes.len() as u64 > most {
        let message = format!("this is not read: it is longer than {most} bytes");
        return Err(named(name, &message, "no memo is so long; `--max-size` sets the limit"));
    }
    Ok(bytes)
}

/// Trouble with something that has a name.
fn named(name: &str, message: &str, help: &str) -> Trouble {
    Trouble { message: message.to_owned(), place: Some(Place::named(name.to_owned())), help: help.to_owned() }
}

/// A reader that counts.
struct Metered<R> {
    inner: R,
    meter: Arc<Meter>,
}

impl<R> Metered<R> {
    fn new(inner: R, meter: &Arc<Meter>) -> Self {
        Self { inner, meter: Arc::clone(meter) }
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.meter.read.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

impl<R: io::Seek> io::Seek for Metered<R> {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}
