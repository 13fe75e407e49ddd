//! `totality config`: the settings in force, and where each comes from.

use super::review::Options;
use crate::config::file::File;
use crate::config::load::Layer;
use crate::output::{escape, table};
use crate::session::{Outcome, Session};
use clap::{Args, Subcommand};
use std::io::{self, Write as _};
use std::ops::Range;
use std::path::PathBuf;
use toml::Spanned;

/// Show the settings in force.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Print the settings in force for a file or folder and where each comes from.
    Show {
        /// The file, which need not be there, or a folder.
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[command(flatten)]
        options: Options,
    },
}

/// Runs the subcommand.
pub(super) fn run(arguments: &Arguments, session: &mut Session) -> io::Result<Outcome> {
    let Action::Show { file, options } = &arguments.action;
    let (settings, chain) = match options.settings_of(file) {
        Ok(found) => found,
        Err(troubles) => {
            troubles.iter().try_for_each(|trouble| session.report(trouble))?;
            return Ok(Outcome::Failed);
        }
    };
    for (number, layer) in chain.iter().enumerate() {
        let how = match number {
            _ if layer.is_above => "forbids, from above",
            0 => "settings",
            _ => "extends",
        };
        writeln!(session.out, "# {how}: {}", escape::visible(&escape::path(&layer.shown)))?;
    }
    if chain.is_empty() {
        writeln!(session.out, "# settings: built in, no file is in force")?;
    }
    let rows: Vec<_> = settings
        .list()
        .into_iter()
        .chain(of_the_run(&chain))
        .map(|(name, value, origin)| {
            [escape::line(&format!("{name} = {value}")), format!("# {}", escape::line(&origin))]
        })
        .collect();
    table::write(&rows, usize::MAX / 2, &mut session.out)?;
    Ok(Outcome::Clean)
}

/// The settings that are for a whole run: which files are read, and with what. The nearest file wins.
fn of_the_run(chain: &[Layer]) -> Vec<(String, String, String)> {
    type Read = fn(&File) -> Option<(String, Range<usize>)>;
    let read: [(&str, Read); 6] = [
        ("include", |file| file.include.as_ref().map(list)),
        ("exclude", |file| file.exclude.as_ref().map(list)),
        ("output-format", |file| {
            file.output_format.as_ref().map(|set| (format!("\"{}\"", set.get_ref().name()), set.span()))
        }),
        ("lexicon", |file| file.lexicon.as_ref().map(text)),
        ("baseline", |file| file.baseline.as_ref().map(text)),
        ("waivers", |file| file.waivers.as_ref().map(text)),
    ];
    let mut shown = Vec::new();
    for (name, read) in read {
        // All files exclude; of the rest, the nearest says.
        let most = if name == "exclude" { chain.len() } else { 1 };
        for (layer, (value, span)) in chain.iter().filter_map(|layer| Some((layer, read(&layer.file)?))).take(most) {
            let origin = format!("{}:{}", escape::path(&layer.shown), layer.line(&span));
            shown.push((name.to_owned(), value, origin));
        }
    }
    shown
}

fn text(words: &Spanned<String>) -> (String, Range<usize>) {
    (format!("{:?}", words.get_ref()), words.span())
}

fn list(globs: &Spanned<Vec<Spanned<String>>>) -> (String, Range<usize>) {
    let written: Vec<_> = globs.get_ref().iter().map(|glob| format!("{:?}", glob.get_ref())).collect();
    (format!("[{}]", written.join(", ")), globs.span())
}
