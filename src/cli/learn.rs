//! `totality learn`: weights for the evidence, from labelled texts.

use super::names;
use crate::inputs::Input;
use crate::output::escape;
use crate::output::trouble::{Place as Where, Trouble};
use crate::session::{Outcome, Session};
use clap::Args;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use totality::check::Format;
use totality::learning::{Labels, Learner, Place, Texts};
use totality::lexicon::Lexicon;
use totality::report::{Decision, Status};
use totality::source::Source;

/// What beside a memo marks further words: lines of `{"memo": …, "decides": […], "mentions": […]}`.
const MARKS: &str = "marks.jsonl";
/// What the name of a file of passages ends with.
const PASSAGES: &str = "jsonl";

/// Learn the weights of the evidence from labelled memos and passages, and write them into a lexicon.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Folders of labelled memos (with `marks.jsonl` where there is one), and `.jsonl` files of labelled passages.
    #[arg(value_name = "TEXTS", required = true)]
    texts: Vec<PathBuf>,
    /// Of these, the ones that the lexicon's phrases were written from.
    #[arg(long, value_name = "TEXTS")]
    known: Vec<PathBuf>,
    /// The folder to write `clause.tsv` and its companions into: `evidence/` of the guidelines' folder.
    #[arg(long, value_name = "DIR")]
    into: PathBuf,
    /// The folder of a labelled memo: the sentences that stand as examples in the lexicon are read as sentences of it, and
    /// by themselves if none is given.
    #[arg(long, value_name = "DIR")]
    frame: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Passage {
    #[serde(default)]
    decision: Option<Decision>,
    #[serde(default)]
    text: String,
    #[serde(default)]
    factors: Vec<Factor>,
    #[serde(default)]
    diagnostics: Vec<Named>,
    #[serde(default)]
    decides: Option<Vec<Decides>>,
    #[serde(default)]
    mentions: Option<Vec<Named>>,
}

#[derive(Deserialize)]
struct Factor {
    id: String,
    status: Status,
    quote: String,
}

#[derive(Deserialize)]
struct Named {
    rule: String,
    quote: Option<String>,
    #[serde(default)]
    veiled: bool,
}

#[derive(Deserialize)]
struct Decides {
    decision: Decision,
    quote: String,
}

#[derive(Deserialize)]
struct Marks {
    memo: String,
    #[serde(default)]
    decides: Option<Vec<Decides>>,
    #[serde(default)]
    mentions: Option<Vec<Named>>,
}

/// Runs the subcommand.
pub(super) fn run(arguments: &Arguments, session: &mut Session) -> io::Result<Outcome> {
    let Some(checker) = session.checker()? else {
        return Ok(Outcome::Failed);
    };
    let mut learner = Learner::new(&checker);
    let known = arguments.known.iter().map(|path| (path, true));
    let mut read = 0;
    for (path, known_to_phrases) in arguments.texts.iter().map(|path| (path, false)).chain(known) {
        let taken = if path.extension().is_some_and(|ending| ending == PASSAGES) {
            passages(path, known_to_phrases, checker.lexicon(), &mut learner)
        } else {
            memos(path, known_to_phrases, checker.lexicon(), &mut learner)
        };
        match taken {
            Ok(number) => read += number,
            Err(trouble) => {
                session.report(&trouble)?;
                return Ok(Outcome::Failed);
            }
        }
    }
    if let Err(trouble) = own_examples(arguments.frame.as_deref(), checker.lexicon(), &mut learner) {
        session.report(&trouble)?;
        return Ok(Outcome::Failed);
    }
    session.remark(&format!("learning from {read} labelled texts"))?;
    for (name, text) in learner.learn() {
        let path = arguments.into.join(name);
        if let Err(error) = write(&arguments.into, &path, &text) {
            session.report(&wrong(&path, 0, format!("this cannot be written: {error}")))?;
            return Ok(Outcome::Failed);
        }
    }
    Ok(Outcome::Clean)
}

/// Takes up a file of passages; tells how many.
fn passages(path: &Path, known: bool, lexicon: &Lexicon, learner: &mut Learner<'_>) -> Result<usize, Trouble> {
    let mut number = 0;
    for (at, line) in read(path)?.lines().enumerate().filter(|(_, line)| !line.is_empty()) {
        let passage: Passage =
            serde_json::from_str(line).map_err(|error| wrong(path, at + 1, format!("this cannot be read: {error}")))?;
        let text = passage.text.clone();
        let markup = text.starts_with('#') || text.contains("**") || text.contains('|');
        let format = if markup { Format::Markdown } else { Format::Plain };
        let labels = labels(passage, &text, lexicon).map_err(|message| wrong(path, at + 1, message))?;
        learner.add(&text, format, &labels, Texts { passages: true, known_to_phrases: known });
        number += 1;
    }
    Ok(number)
}

/// Takes up a folder of memos; tells how many.
fn memos(folder: &Path, known: bool, lexicon: &Lexicon, learner: &mut Learner<'_>) -> Result<usize, Trouble> {
    let mut marks: BTreeMap<String, Marks> = BTreeMap::new();
    let file = folder.join(MARKS);
    if file.is_file() {
        for (at, line) in read(&file)?.lines().enumerate() {
            let found: Marks = serde_json::from_str(line)
                .map_err(|error| wrong(&file, at + 1, format!("this cannot be read: {error}")))?;
            marks.insert(found.memo.clone(), found);
        }
    }
    let labelled = super::score::labelled(folder)?;
    let number = labelled.len();
    for (gold, memo) in labelled {
        let (source, labels) = memo_of(&gold, &memo, &mut marks, lexicon)?;
        learner.add(source.text(), memo.format, &labels, Texts { passages: false, known_to_phrases: known });
    }
    Ok(number)
}

/// Takes up the lexicon's own examples, as sentences of the memo in this folder if there is one.
fn own_examples(folder: Option<&Path>, lexicon: &Lexicon, learner: &mut Learner<'_>) -> Result<(), Trouble> {
    let Some(folder) = folder else {
        learner.add_own_examples(None);
        return Ok(());
    };
    let Some((gold, memo)) = super::score::labelled(folder)?.into_iter().next() else {
        return Err(wrong(folder, 0, "no labelled memo is here".to_owned()));
    };
    let (source, labels) = memo_of(&gold, &memo, &mut BTreeMap::new(), lexicon)?;
    learner.add_own_examples(Some((source.text(), memo.format, &labels)));
    Ok(())
}

/// A memo and its labels.
fn memo_of(
    gold: &Path,
    memo: &Input,
    marks: &mut BTreeMap<String, Marks>,
    lexicon: &Lexicon,
) -> Result<(Source, Labels), Trouble> {
    let source = Source::decode(&memo.read()?).map_err(|error| wrong(gold, 0, format!("its memo: {error}")))?;
    let mut passage: Passage = serde_json::from_str(&read(gold)?)
        .map_err(|error| wrong(gold, 0, format!("these labels cannot be read: {error}")))?;
    let name = memo.name.rsplit(['/', '\\']).next().unwrap_or_default();
    if let Some(marks) = marks.remove(name) {
        (passage.decides, passage.mentions) = (marks.decides, marks.mentions);
    }
    let labels = labels(passage, source.text(), lexicon).map_err(|message| wrong(gold, 0, message))?;
    Ok((source, labels))
}

/// Places the quotes in the text.
fn labels(passage: Passage, text: &str, lexicon: &Lexicon) -> Result<Labels, String> {
    let place = |quote: &str| {
        let start = text.find(quote).ok_or_else(|| format!("the text does not hold the quote {quote:?}"))?;
        Ok::<_, String>(Place::new(start, start + quote.len()))
    };
    let rule = |named: Named| {
        if lexicon.rule(&named.rule).is_none() {
            let near = names::nearest(&named.rule, lexicon.rules().iter().map(|rule| rule.id.as_str()));
            return Err(names::meant(&near, &format!("there is no rule `{}`", named.rule)));
        }
        named.quote.as_deref().map(place).transpose().map(|place| place.map(|place| (named.rule, place)))
    };
    let mut labels = Labels { decision: passage.decision, ..Labels::default() };
    let mut factors = Vec::new();
    for Factor { id, status, quote } in passage.factors {
        if lexicon.kind_of(&id).is_none() {
            return Err(format!("there is no factor `{id}`"));
        }
        factors.push((id, status, place(&quote)?));
    }
    labels.factors = Some(factors);
    for named in passage.diagnostics {
        let veiled = named.veiled;
        let placed = rule(named)?;
        labels.veiled.extend(placed.iter().filter(|_| veiled).map(|(_, place)| *place));
        labels.rules.extend(placed);
    }
    if let Some(decides) = passage.decides {
        let placed = decides.into_iter().map(|Decides { decision, quote }| Ok((decision, place(&quote)?)));
        labels.decides = Some(placed.collect::<Result<_, String>>()?);
    }
    if let Some(mentions) = passage.mentions {
        let placed = mentions.into_iter().map(rule).collect::<Result<Vec<_>, String>>()?;
        labels.mentions = Some(placed.into_iter().flatten().collect());
    }
    Ok(labels)
}

fn read(path: &Path) -> Result<String, Trouble> {
    fs::read_to_string(path).map_err(|error| wrong(path, 0, format!("this cannot be read: {error}")))
}

fn wrong(path: &Path, line: usize, message: String) -> Trouble {
    let place = if line == 0 { Where::named(escape::path(path)) } else { Where::line_of_file(path, line, 1) };
    Trouble { message, place: Some(place), help: String::new() }
}

#[expect(clippy::disallowed_methods, reason = "the folder to write into was named for that")]
fn write(folder: &Path, path: &Path, text: &str) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    fs::write(path, text)
}
