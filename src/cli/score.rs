//! `totality score`: how well the program agrees with labelled memos.

use super::{Shape, names};
use crate::batch;
use crate::inputs::Input;
use crate::output::escape;
use crate::output::score::{Found, write_human, write_json};
use crate::output::trouble::{Place, Trouble};
use crate::score::figures::Score;
use crate::score::floor::Floor;
use crate::score::gold::Labels;
use crate::score::{self, Terms};
use crate::session::{Outcome, Session};
use clap::{Args, ValueEnum};
use ignore::WalkBuilder;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What the name of a file of labels ends with.
const GOLD: &str = ".gold.json";

/// Score the program on labelled memos: each NAME.md or NAME.txt with NAME.gold.json beside it.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The folder with the memos and their labels.
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    /// How to write the score.
    #[arg(long, value_name = "FORMAT", default_value = "human", help_heading = "What is shown")]
    output_format: Shape,
    /// Show the figures for each group of rules, or for each rule.
    #[arg(long, default_value = "group", help_heading = "What is shown")]
    by: By,
    /// List each false alarm and each miss with its words.
    #[arg(long, help_heading = "What is shown")]
    misses: bool,
    /// Exit with 1 if a figure falls under its floor, or rises over its ceiling, in this file.
    #[arg(long, value_name = "FILE", help_heading = "What gates")]
    floor: Option<PathBuf>,
}

/// How figures are broken down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum By {
    /// By group of rules and kind of factors.
    Group,
    /// By rule and factor.
    Rule,
}

/// Runs the subcommand.
pub(super) fn run(arguments: &Arguments, session: &mut Session) -> io::Result<Outcome> {
    let Some(checker) = session.checker()? else {
        return Ok(Outcome::Failed);
    };
    let floor = arguments.floor.as_deref().map(read_floor).transpose();
    let (floor, memos) = match (floor, labelled(&arguments.folder)) {
        (Ok(floor), Ok(memos)) => (floor, memos),
        (Err(trouble), _) | (_, Err(trouble)) => {
            session.report(&trouble)?;
            return Ok(Outcome::Failed);
        }
    };
    let lexicon = checker.lexicon();
    let kind_of = |factor: &str| lexicon.kind_of(factor).map(str::to_owned);
    let terms = Terms::new(lexicon.rules(), &kind_of);
    let (golds, inputs): (Vec<_>, Vec<_>) = memos.into_iter().unzip();
    let mut golds = golds.into_iter();
    let (mut score, mut found, mut outcome) = (Score::default(), Vec::new(), Outcome::Clean);
    batch::check(&checker, &inputs, |result| {
        let gold = golds.next().unwrap_or_default();
        let scored = result.and_then(|document| {
            let labels = fs::read_to_string(&gold).map_err(|error| error.to_string());
            let labels = labels.and_then(|json| Labels::parse(&json, document.source.text(), &terms));
            let labels = labels.map_err(|message| wrong(&gold, message))?;
            Ok((labels, document))
        });
        match scored {
            Ok((labels, document)) => {
                let misses = score::add(&mut score, &terms, &document.report, &labels);
                found.extend(misses.iter().filter(|_| arguments.misses).map(|miss| Found::new(&document, miss)));
                Ok(())
            }
            Err(trouble) => {
                outcome = Outcome::Failed;
                session.report(&trouble)
            }
        }
    })?;
    match arguments.output_format {
        Shape::Human => write_human(&score, &found, arguments.by, &mut session.out)?,
        Shape::Json => {
            write_json(
                &score,
                arguments.misses.then_some(&found),
                arguments.by,
                lexicon.guidelines(),
                &mut session.out,
            )?;
        }
    }
    let Some((path, floor)) = arguments.floor.as_deref().zip(floor) else {
        return Ok(outcome);
    };
    Ok(outcome.max(hold(path, &floor, &score, session)?))
}

/// Says which limits are not kept.
fn hold(path: &Path, floor: &Floor, score: &Score, session: &mut Session) -> io::Result<Outcome> {
    let breaches = match floor.breaches(score) {
        Ok(breaches) => breaches,
        Err(unknown) => {
            let figures = score.named();
            let near = names::nearest(&unknown, figures.keys().map(String::as_str));
            let all: Vec<_> = figures.keys().map(String::as_str).collect();
            let help = names::meant(&near, &format!("figures are: {}", all.join(", ")));
            let message = format!("there is no figure `{unknown}`");
            session.report(&Trouble { message, place: Some(Place::file(path)), help })?;
            return Ok(Outcome::Failed);
        }
    };
    for breach in &breaches {
        let relation = if breach.is_floor { "under its floor" } else { "over its ceiling" };
        let message = format!("`{}` is {:.3}, {relation} of {:.3}", breach.figure, breach.value, breach.limit);
        session.report(&Trouble { message, place: Some(Place::file(path)), help: String::new() })?;
    }
    Ok(if breaches.is_empty() { Outcome::Clean } else { Outcome::Findings })
}

fn read_floor(path: &Path) -> Result<Floor, Trouble> {
    let text = fs::read_to_string(path).map_err(|error| wrong(path, format!("this cannot be read: {error}")))?;
    Floor::parse(&text).map_err(|(message, offset)| {
        let Some(offset) = offset else {
            return wrong(path, message);
        };
        let before = &text[..offset.min(text.len())];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Trouble { message, place: Some(Place::line_of_file(path, line, column)), help: String::new() }
    })
}

/// The files of labels in a folder with the memos beside them, in order of path.
pub(super) fn labelled(folder: &Path) -> Result<Vec<(PathBuf, Input)>, Trouble> {
    let mut golds = Vec::new();
    for entry in WalkBuilder::new(folder).standard_filters(false).build() {
        let path = entry.map_err(|error| wrong(folder, format!("this cannot be read: {error}")))?.into_path();
        if path.file_name().is_some_and(|name| name.as_encoded_bytes().ends_with(GOLD.as_bytes())) {
            golds.push(path);
        }
    }
    golds.sort();
    if golds.is_empty() {
        return Err(wrong(folder, "no labelled memo is here".to_owned()));
    }
    golds.into_iter().map(|gold| memo_beside(&gold).map(|memo| (gold, memo))).collect()
}

fn memo_beside(gold: &Path) -> Result<Input, Trouble> {
    // `NAME.gold.json` without `.json`, and then with another ending for `.gold`.
    let named = gold.with_extension("");
    let memo = ["md", "txt"].map(|ending| named.with_extension(ending)).into_iter().find(|memo| memo.is_file());
    memo.map(Input::file).ok_or_else(|| wrong(gold, "no memo (.md or .txt) is beside these labels".to_owned()))
}

fn wrong(path: &Path, message: String) -> Trouble {
    Trouble { message, place: Some(Place::named(escape::path(path))), help: String::new() }
}
