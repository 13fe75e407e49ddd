//! `totality trace`: why the words of a text were read as they were.

use super::Shape;
use crate::inputs::{Inputs, Search};
use crate::output::trace::{write_human, write_json};
use crate::output::trouble::{Place, Trouble};
use crate::session::{Outcome, Session};
use clap::Args;
use std::io;
use std::path::PathBuf;
use totality::source::Source;

/// Show how a memo was read: which entry found each mention, which cues were heard, and where their reach ends.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The memo, or - for standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The name of the text on standard input; its ending decides how it is read.
    #[arg(long, value_name = "NAME", help_heading = "What is read")]
    stdin_filename: Option<PathBuf>,
    /// Show these factors and rules only (comma separated; may be repeated).
    #[arg(long, value_name = "ID", value_delimiter = ',', help_heading = "What is shown")]
    only: Vec<String>,
    /// How to write what was found.
    #[arg(long, value_name = "FORMAT", default_value = "human", help_heading = "What is shown")]
    output_format: Shape,
}

/// Runs the subcommand.
pub(super) fn run(arguments: &Arguments, session: &mut Session) -> io::Result<Outcome> {
    let Some(checker) = session.checker()? else {
        return Ok(Outcome::Failed);
    };
    if arguments.file.is_dir() {
        let message = "a trace is of one file, and this is a folder".to_owned();
        session.report(&Trouble { message, place: Some(Place::file(&arguments.file)), help: String::new() })?;
        return Ok(Outcome::Failed);
    }
    let search = Search { stdin_name: arguments.stdin_filename.as_deref(), no_ignore: true, ..Search::default() };
    let inputs = Inputs::find(std::slice::from_ref(&arguments.file), search);
    let Some(input) = inputs.list.first() else {
        inputs.troubles.iter().try_for_each(|trouble| session.report(trouble))?;
        return Ok(Outcome::Failed);
    };
    let place = || Some(Place::named(input.name.clone()));
    let source = match input.read().and_then(|bytes| {
        Source::decode(&bytes).map_err(|error| Trouble {
            message: format!("this cannot be read: {error}"),
            place: place(),
            help: String::new(),
        })
    }) {
        Ok(source) => source,
        Err(trouble) => {
            session.report(&trouble)?;
            return Ok(Outcome::Failed);
        }
    };
    let mut trace = checker.trace(source.text(), input.format);
    if !arguments.only.is_empty() {
        let asked = |id: &str| arguments.only.iter().any(|only| only == id);
        trace.mentions.retain(|mention| asked(mention.factor));
        trace.rule_words.retain(|words| asked(words.rule));
        trace.weighed.retain(|account| asked(&account.outcome));
    }
    match arguments.output_format {
        Shape::Human => write_human(&input.name, &source, &trace, session.width, &mut session.out)?,
        Shape::Json => write_json(&input.name, &source, &trace, checker.lexicon().guidelines(), &mut session.out)?,
    }
    Ok(Outcome::Clean)
}
