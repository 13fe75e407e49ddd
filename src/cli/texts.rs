//! Which texts a subcommand reads, and the loop over them.

use crate::batch::{self, Checked};
use crate::config::Configs;
use crate::inputs::{self, Inputs, Search};
use crate::output::{Summary, Writer};
use crate::session::{Outcome, Session};
use clap::Args;
use std::io;
use std::path::PathBuf;
use totality::check::Checker;

/// Which texts to read.
#[derive(Args)]
pub(super) struct Texts {
    /// Files, folders to search for .md, .markdown and .txt, or - for standard input.
    #[arg(required_unless_present = "files_from", value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Read the paths that stand on this list (- for standard input), one on each line or with a zero byte after each.
    #[arg(long, value_name = "FILE", help_heading = "What is read")]
    pub(super) files_from: Vec<PathBuf>,
    /// The name of the text on standard input; its ending decides how it is read.
    #[arg(long, value_name = "NAME", help_heading = "What is read")]
    pub(super) stdin_filename: Option<PathBuf>,
    /// In folders, also read hidden files and those that ignore files name.
    #[arg(long, help_heading = "What is read")]
    pub(super) no_ignore: bool,
}

impl Texts {
    /// The paths that are named, as far as lists of them can be read again, and whether those are all.
    pub(super) fn named(&self) -> (Vec<PathBuf>, bool) {
        let (mut paths, mut are_all) = (self.paths.clone(), true);
        for list in &self.files_from {
            let listed = if inputs::is_stdin(list) { None } else { inputs::listed(list).ok() };
            are_all &= listed.is_some();
            paths.extend(listed.into_iter().flatten());
        }
        (paths, are_all)
    }

    /// Finds the texts; `None` if there is nothing to do, which has then been said, with how the run ends.
    pub(super) fn find(
        &self,
        configs: Option<&Configs>,
        force_exclude: bool,
        session: &mut Session,
    ) -> io::Result<Result<Inputs, Outcome>> {
        let stdin_name = self.stdin_filename.as_deref();
        let search = Search { stdin_name, no_ignore: self.no_ignore, configs, force_exclude };
        let mut paths = self.paths.clone();
        for list in &self.files_from {
            match inputs::listed(list) {
                Ok(listed) => paths.extend(listed),
                Err(trouble) => {
                    session.report(&trouble)?;
                    return Ok(Err(Outcome::Failed));
                }
            }
        }
        let inputs = Inputs::find(&paths, search);
        let is_meant = force_exclude && inputs.all_excluded();
        if let Some(nothing) = inputs.nothing(&paths).filter(|_| !is_meant) {
            for idle in configs.map(|configs| configs.idle_globs(&inputs.walked)).unwrap_or_default() {
                session.warn(&idle)?;
            }
            session.report(&nothing)?;
            return Ok(Err(Outcome::Failed));
        }
        if let Some(left_out) = inputs.left_out() {
            session.remark(&left_out)?;
        }
        if is_meant {
            return Ok(Err(Outcome::Clean));
        }
        Ok(Ok(inputs))
    }
}

/// Checks and writes the texts; `prepare` sees each, with its number among the inputs, before it is written, and `close`
/// the summary when all have been seen.
pub(super) fn each_text(
    inputs: &Inputs,
    checker: &Checker,
    session: &mut Session,
    writer: &mut dyn Writer,
    mut prepare: impl FnMut(usize, &mut Checked, &mut Summary),
    close: impl FnOnce(&mut Summary),
) -> io::Result<Outcome> {
    let mut summary = Summary::default();
    for trouble in &inputs.troubles {
        session.report(trouble)?;
    }
    summary.unread.extend(inputs.troubles.iter().cloned());
    writer.start(&mut session.out)?;
    let mut numbers = 0..;
    batch::check(checker, &inputs.list, |result| {
        let number = numbers.next().unwrap_or_default();
        match result {
            Ok(mut document) => {
                let known = summary.unread.len();
                prepare(number, &mut document, &mut summary);
                for trouble in summary.unread.iter().skip(known) {
                    session.report(trouble)?;
                }
                summary.count(&document);
                writer.document(&document, &mut session.out)
            }
            Err(trouble) => {
                session.report(&trouble)?;
                summary.unread.push(trouble);
                Ok(())
            }
        }
    })?;
    close(&mut summary);
    writer.finish(&summary, &mut session.out)?;
    Ok(if summary.unread.is_empty() { Outcome::Clean } else { Outcome::Failed })
}
