//! Where rows go: what each output makes of a row on any thread, and the files that take it in order.

use super::examine::Examined;
use super::figures::Figures;
use super::html::{self, Html};
use super::part::Part;
use super::sample::Sample;
use super::store::Store;
use super::{jsonl, sheet};
use crate::output::trouble::Trouble;
use std::io::{self, Write as _};
use std::path::PathBuf;

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
