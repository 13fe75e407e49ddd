//! A file on its way, and what it must not take the place of.
//!
//! A file gets its name only when it is complete; until then it is `NAME.part`. So whoever finds the file finds all
//! of it, and a run that fails leaves an earlier report as it was. A device or a pipe is written to as it is: nothing may
//! take its place; and so is standard output, which goes by `-`.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What stands for standard output.
const STDOUT: &str = "-";

/// Whether a path stands for standard output.
pub(crate) fn is_stdout(path: &Path) -> bool {
    path.as_os_str() == STDOUT
}

/// A path with something behind its name.
pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Parts that are begun and not complete.
static BEGUN: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

fn begun() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    BEGUN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes away what is begun and not complete, where the program ends at once.
pub(crate) fn abandon() {
    for part in std::mem::take(&mut *begun()) {
        // What cannot be taken away is refused by the next run, which says so.
        #[expect(clippy::disallowed_methods, reason = "a part that this run has made")]
        let _ = fs::remove_file(part);
    }
}

/// What the name of a file on its way ends with.
pub(crate) const PART: &str = ".part";

/// Whether what is written there takes the place of nothing: a device, a pipe, standard output.
pub(crate) fn is_stream(path: &Path) -> bool {
    is_stdout(path) || fs::metadata(path).is_ok_and(|meta| !meta.is_file() && !meta.is_dir())
}

/// A file on its way.
pub(crate) struct Part {
    to: PathBuf,
    /// Where it is written until it is complete; the file itself where that is a device or a pipe.
    part: PathBuf,
    file: Option<BufWriter<Box<dyn Write>>>,
}

impl Part {
    /// Starts the file.
    ///
    /// # Errors
    /// Why it cannot be written, with its name.
    pub(crate) fn create(to: &Path) -> io::Result<Self> {
        if is_stdout(to) {
            let file: Box<dyn Write> = Box::new(io::stdout());
            let file = Some(BufWriter::with_capacity(1 << 16, file));
            return Ok(Self { to: to.to_path_buf(), part: to.to_path_buf(), file });
        }
        let is_special = is_stream(to);
        let part = if is_special { to.to_path_buf() } else { beside(to, PART) };
        // A part that is there is another's: it may be all that is left of a run that was ended, or of one that goes on.
        let file = if is_special { fs::OpenOptions::new().write(true).open(&part) } else { File::create_new(&part) };
        let file = file.map_err(|error| with_name(&part, &error))?;
        if !is_special {
            begun().insert(part.clone());
        }
        let file: Box<dyn Write> = Box::new(file);
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
            begun().remove(&self.part);
            if outcome.is_err() && self.part != self.to {
                // The next run would else refuse to write over it.
                #[expect(clippy::disallowed_methods, reason = "a part that this run has made")]
                let _ = fs::remove_file(&self.part);
            }
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
        let is_begun = self.file.take().is_some();
        if is_begun && self.part != self.to {
            begun().remove(&self.part);
            // What is left of a run that failed is of no use; whether it goes is no matter.
            #[expect(clippy::disallowed_methods, reason = "a part that this run has made")]
            let _ = fs::remove_file(&self.part);
        }
    }
}

/// An error of a file that says which.
pub(crate) fn with_name(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", crate::output::escape::path(path)))
}
