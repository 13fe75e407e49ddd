//! Where rows go: what each output makes of a row on any thread, and the files that take it in order.
//!
//! A file gets its name only when it is complete; until then it is `NAME.part`. So whoever finds the file finds all
//! of it, and a run that fails leaves an earlier report as it was. A device or a pipe is written to as it is: nothing may
//! take its place.

use super::examine::Examined;
use super::figures::Figures;
use super::html::{self, Html};
use super::sample::Sample;
use super::store::Store;
use super::{jsonl, sheet};
use crate::output::trouble::Trouble;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Which outputs there are, and what they need to know of a row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Plan {
    /// JSON Lines.
    pub(crate) jsonl: Option<PathBuf>,
    /// Separated values.
    pub(crate) csv: Option<PathBuf>,
    /// The report to look at.
    pub(crate) html: Option<html::Plan>,
    /// A sample to label: where it goes, how many rows, and the seed.
    pub(crate) sample: Option<(PathBuf, usize, u64)>,
    /// Names of metadata that have a column in separated values.
    pub(crate) columns: Vec<String>,
}

/// A row in the forms that outputs take.
#[derive(Debug, Default)]
pub(crate) struct Prepared {
    jsonl: Vec<u8>,
    csv: Vec<u8>,
    html: html::Row,
    memory: Vec<u8>,
}

impl Plan {
    /// Puts a row into the forms that are asked for; on any thread.
    pub(crate) fn prepare(&self, examined: &Examined, store: Option<&Store>) -> Prepared {
        let Examined { entry, .. } = examined;
        Prepared {
            jsonl: self.jsonl.as_ref().map_or_else(Vec::new, |_| jsonl::line(entry)),
            csv: self.csv.as_ref().map_or_else(Vec::new, |_| sheet::rows(entry, &self.columns)),
            html: self.html.as_ref().map_or_else(html::Row::default, |plan| plan.row(examined)),
            memory: store.map_or_else(Vec::new, |store| store.prepare(examined)),
        }
    }
}

/// The open files.
pub(crate) struct Outputs<'a> {
    jsonl: Option<Part>,
    csv: Option<Part>,
    html: Option<Html>,
    store: Option<&'a Store>,
    sample: Option<(Part, Sample)>,
}

impl<'a> Outputs<'a> {
    /// Opens the files.
    ///
    /// # Errors
    /// Which one cannot be written, and why.
    pub(crate) fn open(plan: &Plan, store: Option<&'a Store>) -> io::Result<Self> {
        let part = |path: &Option<PathBuf>| path.as_deref().map(Part::create).transpose();
        let html = plan.html.as_ref().map(Html::create).transpose()?;
        let sample = match &plan.sample {
            Some((to, size, seed)) => Some((Part::create(to)?, Sample::new(*size, *seed))),
            None => None,
        };
        let mut outputs = Self { jsonl: part(&plan.jsonl)?, csv: part(&plan.csv)?, html, store, sample };
        if let Some(csv) = &mut outputs.csv {
            csv.write_all(&sheet::head(&plan.columns))?;
        }
        Ok(outputs)
    }

    /// Takes a row.
    ///
    /// # Errors
    /// Why it cannot be written.
    pub(crate) fn write(&mut self, examined: &Examined, prepared: Prepared) -> io::Result<()> {
        for (part, bytes) in [(&mut self.jsonl, &prepared.jsonl), (&mut self.csv, &prepared.csv)] {
            part.as_mut().map_or(Ok(()), |part| part.write_all(bytes))?;
        }
        if let Some((_, sample)) = &mut self.sample {
            sample.add(examined);
        }
        if let Some(html) = &mut self.html {
            html.write(prepared.html)?;
        }
        self.store.map_or(Ok(()), |store| store.write(examined, &prepared.memory))
    }

    /// Takes a text that could not be read.
    ///
    /// # Errors
    /// Why that cannot be written.
    pub(crate) fn write_unread(&mut self, trouble: &Trouble) -> io::Result<()> {
        let name = trouble.place.as_ref().map_or("", |place| &place.name);
        self.jsonl.as_mut().map_or(Ok(()), |part| part.write_all(&jsonl::unread(name, &trouble.message)))?;
        self.store.map_or(Ok(()), |store| store.write_unread(name, &trouble.message))
    }

    /// Completes the files.
    ///
    /// # Errors
    /// Which one cannot be completed, and why.
    pub(crate) fn finish(self, figures: &Figures) -> io::Result<()> {
        self.store.map_or(Ok(()), |store| store.finish(figures))?;
        self.html.map_or(Ok(()), |html| html.finish(figures))?;
        if let Some((mut part, sample)) = self.sample {
            part.write_all(&sample.sheet())?;
            part.finish()?;
        }
        [self.jsonl, self.csv].into_iter().flatten().try_for_each(Part::finish)
    }
}

/// A file on its way.
pub(crate) struct Part {
    to: PathBuf,
    /// Where it is written until it is complete; the file itself where that is a device or a pipe.
    part: PathBuf,
    file: Option<BufWriter<File>>,
}

impl Part {
    /// Starts the file.
    ///
    /// # Errors
    /// Why it cannot be written, with its name.
    pub(crate) fn create(to: &Path) -> io::Result<Self> {
        let is_special = fs::metadata(to).is_ok_and(|meta| !meta.is_file() && !meta.is_dir());
        let mut part = to.as_os_str().to_owned();
        if !is_special {
            part.push(".part");
        }
        let part = PathBuf::from(part);
        #[expect(clippy::disallowed_methods, reason = "an output that was asked for by name")]
        let file = if is_special { fs::OpenOptions::new().write(true).open(&part) } else { File::create(&part) };
        let file = file.map_err(|error| with_name(&part, &error))?;
        Ok(Self { to: to.to_path_buf(), part, file: Some(BufWriter::with_capacity(1 << 16, file)) })
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// Why it cannot be completed, with its name.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        if let Some(mut file) = self.file.take() {
            #[expect(clippy::disallowed_methods, reason = "the output gets the name that was asked for")]
            let name = || if self.part == self.to { Ok(()) } else { fs::rename(&self.part, &self.to) };
            let outcome = file.flush().and_then(|()| name());
            outcome.map_err(|error| with_name(&self.to, &error))?;
        }
        Ok(())
    }
}

impl Write for Part {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.file {
            Some(file) => file.write(bytes).map_err(|error| with_name(&self.to, &error)),
            None => Err(io::Error::other("the file is complete")),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), BufWriter::flush)
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if self.file.take().is_some() && self.part != self.to {
            // What is left of a run that failed is of no use; whether it goes is no matter.
            #[expect(clippy::disallowed_methods, reason = "a part that this run has made")]
            let _ = fs::remove_file(&self.part);
        }
    }
}

/// An error of a file that says which.
fn with_name(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", crate::output::escape::path(path)))
}
