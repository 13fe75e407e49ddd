//! One run of the program: its two streams, how wide and how talkative it is, and the lexicon it works with.
//!
//! Standard output is locked and buffered for the whole run. Standard error is not locked: a worker thread that
//! panics writes there, and would otherwise wait for a lock that the main thread holds while it waits for the worker.

use crate::output::trouble::{Place, Trouble};
use crate::output::{escape, notice_line};
use crate::redaction::Mask;
use anstream::AutoStream;
use std::io::{self, BufWriter, IsTerminal as _, Stderr, StdoutLock, Write as _};
use std::path::PathBuf;
use totality::check::Checker;

/// The width to draw for where the output is no terminal.
const WIDTH_OF_A_FILE: usize = 100;

/// How a run ends. The order is that of precedence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    /// Everything was read and nothing gates.
    Clean,
    /// Something gates: a finding at or above `--fail-on`, a figure under its floor.
    Findings,
    /// The job could not be done, or not all of it.
    Failed,
}

impl Outcome {
    /// The exit code.
    pub(crate) const fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Failed => 2,
        }
    }
}

/// A stream that somebody reads, or no longer does: `totality check cases/ | head`. What is written after that goes
/// nowhere, and the work is done to its end, so that other reports are whole and it is known what could not be read.
pub(crate) struct Pipe<W> {
    inner: W,
    is_closed: bool,
}

impl<W> Pipe<W> {
    /// To a stream that is open.
    pub(crate) const fn new(inner: W) -> Self {
        Self { inner, is_closed: false }
    }

    fn or_closed<T>(&mut self, done: io::Result<T>, instead: T) -> io::Result<T> {
        match done {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.is_closed = true;
                Ok(instead)
            }
            done => done,
        }
    }
}

impl<W: io::Write> io::Write for Pipe<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.is_closed {
            return Ok(bytes.len());
        }
        let done = self.inner.write(bytes);
        self.or_closed(done, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.is_closed {
            return Ok(());
        }
        let done = self.inner.flush();
        self.or_closed(done, ())
    }
}

/// What every subcommand needs.
pub(crate) struct Session {
    /// Standard output; escapes are dropped where it takes no colour.
    pub(crate) out: BufWriter<Pipe<AutoStream<StdoutLock<'static>>>>,
    /// Columns to draw for.
    pub(crate) width: usize,
    /// Whether to leave out everything but findings and errors.
    pub(crate) quiet: bool,
    /// Whether a report goes to a file, so that it matters how the run ends also if nobody reads standard output.
    pub(crate) writes_files: bool,
    /// What hides names in all that is said beside the reports.
    pub(crate) mask: Option<Mask>,
    /// What could not be done, as it was said.
    pub(crate) troubles: Vec<Trouble>,
    err: Pipe<AutoStream<Stderr>>,
    lexicon: Option<PathBuf>,
}

impl Session {
    /// Opens the streams; the choice of colour must have been made before.
    pub(crate) fn new(quiet: bool, lexicon: Option<PathBuf>) -> Self {
        let stdout = io::stdout();
        let width = if stdout.is_terminal() {
            terminal_size::terminal_size().map_or(WIDTH_OF_A_FILE, |(width, _)| usize::from(width.0).clamp(60, 140))
        } else {
            WIDTH_OF_A_FILE
        };
        Self {
            out: BufWriter::new(Pipe::new(AutoStream::auto(stdout.lock()))),
            width,
            quiet,
            writes_files: false,
            mask: None,
            troubles: Vec::new(),
            err: Pipe::new(anstream::stderr()),
            lexicon,
        }
    }

    /// Says on standard error what could not be done.
    pub(crate) fn report(&mut self, trouble: &Trouble) -> io::Result<()> {
        self.out.flush()?;
        self.report_alone(trouble)
    }

    /// The same where standard output may be what fails: what still waits for it is left there.
    pub(crate) fn report_alone(&mut self, trouble: &Trouble) -> io::Result<()> {
        let trouble = self.masked(trouble);
        write!(self.err, "{}", trouble.render(self.width))?;
        self.troubles.push(trouble);
        Ok(())
    }

    /// Says on standard error what somebody should know, though nothing was left undone.
    pub(crate) fn warn(&mut self, trouble: &Trouble) -> io::Result<()> {
        self.out.flush()?;
        let trouble = self.masked(trouble);
        write!(self.err, "{}", trouble.render_as_warning(self.width))
    }

    fn masked(&self, trouble: &Trouble) -> Trouble {
        self.mask.as_ref().map_or_else(|| trouble.clone(), |mask| mask.trouble(trouble))
    }

    /// Whether whoever read standard output has seen enough, and that is all that there is to see.
    pub(crate) fn is_left(&self) -> bool {
        self.out.get_ref().is_closed && !self.writes_files
    }

    /// Uses a lexicon that settings name, unless the command line names one.
    ///
    /// Says whether it is used.
    pub(crate) fn settle_lexicon(&mut self, folder: PathBuf) -> bool {
        let is_free = self.lexicon.is_none();
        self.lexicon.get_or_insert(folder);
        is_free
    }

    /// Says on standard error, in one line, what a reader of the findings must know.
    pub(crate) fn announce(&mut self, trouble: &Trouble) -> io::Result<()> {
        self.out.flush()?;
        writeln!(self.err, "{}", escape::line(&notice_line(&self.masked(trouble))))
    }

    /// Says something by the way on standard error, unless asked to be quiet.
    pub(crate) fn remark(&mut self, line: &str) -> io::Result<()> {
        if self.quiet {
            return Ok(());
        }
        match &self.mask {
            Some(mask) => writeln!(self.err, "{}", mask.line(line)),
            None => writeln!(self.err, "{line}"),
        }
    }

    /// Says on standard error what else would stand on standard output, unless asked to be quiet.
    pub(crate) fn tell_aside(&mut self, shown: &[u8]) -> io::Result<()> {
        if self.quiet { Ok(()) } else { self.err.write_all(shown) }
    }

    /// Compiles the lexicon; `None` when it is broken, which has then been said.
    pub(crate) fn checker(&mut self) -> io::Result<Option<Checker>> {
        let Some(folder) = self.lexicon.take() else {
            return Ok(Some(Checker::embedded()));
        };
        if !folder.is_dir() {
            let help = "`--lexicon` takes a folder that has the layout of `lexicons/`".to_owned();
            let place = Some(Place::file(&folder));
            self.report(&Trouble { message: "there is no such folder".to_owned(), place, help })?;
            return Ok(None);
        }
        let errors = match Checker::from_folder(&folder) {
            Ok(checker) => return Ok(Some(checker)),
            Err(errors) => errors,
        };
        for error in errors {
            let file = folder.join(&error.file);
            let place = if file.exists() {
                Place::line_of_file(&file, error.line, error.column)
            } else {
                Place::named(format!("{}:{} (built in)", escape::path(&error.file), error.line))
            };
            self.report(&Trouble { message: error.message, place: Some(place), help: error.help })?;
        }
        Ok(None)
    }
}
