//! One run of the program: its two streams, how wide and how talkative it is, and the lexicon it works with.
//!
//! Standard output is locked and buffered for the whole run. Standard error is not locked: a worker thread that
//! panics writes there, and would otherwise wait for a lock that the main thread holds while it waits for the worker.

use crate::output::escape;
use crate::output::trouble::{Place, Trouble};
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

/// What every subcommand needs.
pub(crate) struct Session {
    /// Standard output; escapes are dropped where it takes no colour.
    pub(crate) out: BufWriter<AutoStream<StdoutLock<'static>>>,
    /// Columns to draw for.
    pub(crate) width: usize,
    /// Whether to leave out everything but findings and errors.
    pub(crate) quiet: bool,
    err: AutoStream<Stderr>,
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
        Self { out: BufWriter::new(AutoStream::auto(stdout.lock())), width, quiet, err: anstream::stderr(), lexicon }
    }

    /// Says on standard error what could not be done.
    pub(crate) fn report(&mut self, trouble: &Trouble) -> io::Result<()> {
        self.out.flush()?;
        write!(self.err, "{}", trouble.render(self.width))
    }

    /// Says on standard error what somebody should know, though nothing was left undone.
    pub(crate) fn warn(&mut self, trouble: &Trouble) -> io::Result<()> {
        self.out.flush()?;
        write!(self.err, "{}", trouble.render_as_warning(self.width))
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
        let place = trouble.place.as_ref().map_or_else(String::new, |place| format!("{}: ", place.short()));
        writeln!(self.err, "{}", escape::line(&format!("{place}{}", trouble.message)))
    }

    /// Says something by the way on standard error, unless asked to be quiet.
    pub(crate) fn remark(&mut self, line: &str) -> io::Result<()> {
        if self.quiet { Ok(()) } else { writeln!(self.err, "{line}") }
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
