//! Where reports go: several formats at once, to standard output and to files.
//!
//! A file appears under its name only when it is complete, so that nobody takes half a report for a clean one.

#![allow(clippy::disallowed_methods, reason = "reports are written to the files that were asked for")]

use super::format::Format;
use super::trouble::{Place, Trouble};
use super::{Run, Summary, Writer, escape};
use crate::batch::Checked;
use crate::redaction::Mask;
use crate::session::Pipe;
use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use totality::lexicon::RulePage;

/// A report that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// How it is written.
    pub(crate) format: Format,
    /// Its file; `None` for standard output.
    pub(crate) file: Option<PathBuf>,
}

impl Wanted {
    /// Reads `--output`: `FORMAT=FILE`, `FORMAT` (to standard output), or `FILE` in the format that is set otherwise, or
    /// else that of its ending.
    ///
    /// # Errors
    /// A format that there is not, two reports on standard output, or two in one file.
    pub(crate) fn all(outputs: &[String], format: Option<Format>) -> Result<Vec<Self>, Trouble> {
        let mut all = outputs.iter().map(|output| Self::read(output, format)).collect::<Result<Vec<_>, _>>()?;
        if all.is_empty() {
            all.push(Self { format: format.unwrap_or(Format::Human), file: None });
        }
        let mut places = HashSet::new();
        if all.iter().all(|wanted| places.insert(&wanted.file)) {
            return Ok(all);
        }
        let help = "give each but one a file of its own: `--output sarif=report.sarif --output human`";
        Err(Trouble::usage("two reports would go to the same place", help))
    }

    fn read(output: &str, format: Option<Format>) -> Result<Self, Trouble> {
        if let Some(format) = Format::named(output) {
            return Ok(Self { format, file: None });
        }
        let (format, file) = match output.split_once('=') {
            // What stands before the sign is a format, or else a slip; a folder (`./a=b`) is neither.
            Some((name, file)) if !name.contains(['/', '\\']) => (Format::asked(name)?, file),
            _ => (format.or_else(|| Format::of_file(Path::new(output))).unwrap_or(Format::Human), output),
        };
        if file.is_empty() {
            let help = "`--output` takes FILE, FORMAT or FORMAT=FILE";
            return Err(Trouble::usage(format!("`--output {output}` names no file"), help));
        }
        Ok(Self { format, file: (file != "-").then(|| PathBuf::from(file)) })
    }
}

/// The reports of a run.
pub(crate) struct Sinks {
    list: Vec<Sink>,
    mask: Option<Mask>,
}

struct Sink {
    writer: Box<dyn Writer>,
    target: Target,
}

enum Target {
    Stdout,
    File {
        path: PathBuf,
        /// Where it is written until it is complete; the file itself where that is a device or a pipe.
        partial: PathBuf,
        out: Box<dyn Write>,
    },
}

/// The columns of a page that goes to a file.
const WIDTH_OF_A_FILE: usize = 100;

impl Sinks {
    /// Opens the reports.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub(crate) fn open(
        wanted: &[Wanted],
        run: &Run,
        rules: &[RulePage],
        (width, quiet): (usize, bool),
    ) -> Result<Self, Trouble> {
        let mut list = Vec::new();
        for Wanted { format, file } in wanted {
            let (target, width) = match file {
                None => (Target::Stdout, width),
                Some(path) => (open(path).map_err(|error| unwritable(path, &error))?, WIDTH_OF_A_FILE),
            };
            list.push(Sink { writer: format.writer(run, rules, width, quiet), target });
        }
        Ok(Self { list, mask: None })
    }

    /// Reports in which the names of texts that could not be read are masked as well.
    pub(crate) fn redacting(mut self, mask: Option<Mask>) -> Self {
        self.mask = mask;
        self
    }

    /// These reports and one more on standard output.
    pub(crate) fn and(mut self, writer: impl Writer + 'static) -> Self {
        self.list.push(Sink { writer: Box::new(writer), target: Target::Stdout });
        self
    }

    /// No report.
    pub(crate) const fn none() -> Self {
        Self { list: Vec::new(), mask: None }
    }
}

impl Writer for Sinks {
    fn start(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.list.iter_mut().try_for_each(|Sink { writer, target }| writer.start(&mut target.or(out)))
    }

    fn document(&mut self, document: &Checked, out: &mut dyn Write) -> io::Result<()> {
        self.list.iter_mut().try_for_each(|Sink { writer, target }| writer.document(document, &mut target.or(out)))
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let mut summary = summary.clone();
        if let Some(mask) = &self.mask {
            let said = summary.unread.iter_mut().chain(&mut summary.notices);
            said.for_each(|trouble| *trouble = mask.trouble(trouble));
        }
        let summary = &summary;
        for Sink { writer, target } in &mut self.list {
            writer.finish(summary, &mut target.or(out))?;
            if let Target::File { path, partial, out } = target {
                out.flush()?;
                if partial != path {
                    fs::rename(partial, path)?;
                }
            }
        }
        Ok(())
    }
}

impl Drop for Sinks {
    fn drop(&mut self) {
        for sink in &self.list {
            if let Target::File { path, partial, .. } = &sink.target
                && partial != path
            {
                // After a rename there is nothing left to remove; before it, half a report helps nobody.
                let _ = fs::remove_file(partial);
            }
        }
    }
}

impl Target {
    /// What to write to, given standard output. Styles are for terminals, so a file gets none.
    fn or<'a>(&'a mut self, out: &'a mut dyn Write) -> Box<dyn Write + 'a> {
        match self {
            Self::Stdout => Box::new(out),
            Self::File { out, .. } => Box::new(anstream::StripStream::new(&mut **out)),
        }
    }
}

fn open(path: &Path) -> io::Result<Target> {
    let is_special = fs::metadata(path).is_ok_and(|meta| !meta.is_file() && !meta.is_dir());
    let mut partial = path.to_path_buf();
    if !is_special {
        if path.is_dir() {
            return Err(io::Error::from(io::ErrorKind::IsADirectory));
        }
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.partial", std::process::id()));
        partial.set_file_name(name);
    }
    let file = if is_special { fs::OpenOptions::new().write(true).open(&partial)? } else { File::create(&partial)? };
    Ok(Target::File { path: path.to_path_buf(), partial, out: Box::new(BufWriter::new(Pipe::new(file))) })
}

fn unwritable(path: &Path, error: &io::Error) -> Trouble {
    Trouble {
        message: format!("this cannot be written: {error}"),
        place: Some(Place::named(escape::path(path))),
        help: "`--output FORMAT=FILE` needs a folder that is there and may be written to".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_output_names_a_format_a_file_or_both() {
        let read = |output: &str| {
            let Wanted { format, file } = Wanted::read(output, Some(Format::Json)).expect("is well formed");
            (format, file.map(|file| file.display().to_string()))
        };
        assert_eq!(read("sarif"), (Format::Sarif, None));
        assert_eq!(read("sarif=a.sarif"), (Format::Sarif, Some("a.sarif".to_owned())));
        assert_eq!(read("sarif=-"), (Format::Sarif, None));
        assert_eq!(read("out.json"), (Format::Json, Some("out.json".to_owned())));
        assert_eq!(read("./a=b"), (Format::Json, Some("./a=b".to_owned())));
        for slip in ["saref=a", "=a", "sarif="] {
            assert!(Wanted::read(slip, None).is_err(), "{slip}");
        }
        let of_file = |output| Wanted::read(output, None).expect("is well formed").format;
        assert_eq!((of_file("a.sarif"), of_file("a.out")), (Format::Sarif, Format::Human));
        let all =
            |outputs: &[&str]| Wanted::all(&outputs.iter().map(|&output| output.to_owned()).collect::<Vec<_>>(), None);
        assert_eq!(all(&[]).map(|all| all.len()), Ok(1));
        assert!(all(&["human", "json"]).is_err());
        assert!(all(&["json=a", "sarif=a"]).is_err());
        assert!(all(&["json=a", "sarif"]).is_ok());
    }
}
