//! `totality audit`: what a supervisor asks of thousands of memos at once.

mod estimate;
mod groups;
mod places;

use super::Shape;
use crate::audit::anonymous::Anonymizer;
use crate::audit::examine::{Examiner, Memory, sha256};
use crate::audit::feed::{Options, RowFormat, RowOptions};
use crate::audit::figures::{Figures, Provenance};
use crate::audit::html;
use crate::audit::labels::Labels;
use crate::audit::outputs::Plan;
use crate::audit::run::{self, Order};
use crate::audit::store::Store;
use crate::audit::summary;
use crate::output::json;
use crate::output::trouble::Trouble;
use crate::session::{Outcome, Session};
use clap::{Args, Subcommand, ValueEnum};
use std::collections::BTreeSet;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::PathBuf;
use totality::check::Checker;

const AFTER_HELP: &str = "\
Examples:
  totality audit cases/ --html report.html
  totality audit 2022.zip 2023.tar.zst --group-by office,month --sqlite audit.db
  totality audit memos.csv --text-column narrative --id-column case --jsonl out.jsonl

Rates are of the justifications that the guidelines may have bound: those dated outside the time in which the
guidelines were in force are counted apart.

Exit codes: 0 everything was read; 1 findings at or above `--fail-on`; 2 a text could not be read or the job not done.";

/// Audit many memos: how often each problem occurs, where, when, by whom, and how far the numbers can be trusted.
#[derive(Args)]
#[command(after_help = AFTER_HELP, args_conflicts_with_subcommands = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// Files, folders, patterns, archives (.zip, .tar, .tar.gz, .tar.zst), files of rows, or - for standard input.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Read the paths that stand on this list (- for standard input), one on each line or with a zero byte after each.
    #[arg(long, value_name = "FILE", help_heading = "What is read")]
    files_from: Vec<PathBuf>,
    /// In folders, also read hidden files and those that ignore files name.
    #[arg(long, help_heading = "What is read")]
    no_ignore: bool,
    /// Do not read texts that are longer than so many bytes.
    #[arg(long, value_name = "BYTES", default_value_t = 16 << 20, help_heading = "What is read")]
    max_size: u64,
    /// Read files (and standard input) as rows; .jsonl, .ndjson, .csv and .tsv files are rows in any case, also packed
    /// (.gz, .zst).
    #[arg(long, value_name = "FORMAT", help_heading = "Rows")]
    rows: Option<RowFormat>,
    /// The column that holds the text.
    #[arg(long, value_name = "NAME", default_value = "text", help_heading = "Rows")]
    text_column: String,
    /// The column that names the document; if not given, the number of the row does.
    #[arg(long, value_name = "NAME", help_heading = "Rows")]
    id_column: Option<String>,
    /// What separates values, as one character or \t.
    #[arg(long, value_name = "CHARACTER", value_parser = delimiter, help_heading = "Rows")]
    delimiter: Option<u8>,
    /// Read the texts of rows as Markdown.
    #[arg(long, help_heading = "Rows")]
    markdown: bool,
    /// Compare documents by these (comma separated): month, year, or a header line, front matter key or column; if not
    /// given, by office, officer and month.
    #[arg(long, value_name = "NAME", value_delimiter = ',', help_heading = "What is counted")]
    group_by: Option<Vec<String>>,
    /// Know a header line or column under a name: `office=Sub-station` (may be repeated).
    #[arg(long, value_name = "NAME=LABEL", help_heading = "What is counted")]
    field: Vec<String>,
    /// Write one line of JSON for each document.
    #[arg(long, value_name = "FILE", help_heading = "What is written")]
    jsonl: Option<PathBuf>,
    /// Write documents, findings and factors as rows for a spreadsheet.
    #[arg(long, value_name = "FILE", help_heading = "What is written")]
    csv: Option<PathBuf>,
    /// Write a report to look at: one file that works offline.
    #[arg(long, value_name = "FILE", help_heading = "What is written")]
    html: Option<PathBuf>,
    /// Append the run to an SQLite database.
    #[arg(long, value_name = "FILE", help_heading = "What is written")]
    sqlite: Option<PathBuf>,
    /// Leave the words of memos out of the HTML report.
    #[arg(long, help_heading = "What is written")]
    no_text: bool,
    /// Take alien numbers, dates of birth, telephone numbers, e-mail addresses and the names that fields give out of
    /// every output.
    #[arg(long, help_heading = "What is written")]
    redact: bool,
    /// Take from the database what an earlier run found in the same text with the same program, lexicon and columns;
    /// give it from the first run on.
    #[arg(long, requires = "sqlite", conflicts_with = "redact", help_heading = "Running")]
    resume: bool,
    /// How to write the summary.
    #[arg(long, value_name = "FORMAT", default_value = "human", help_heading = "What is written")]
    output_format: Shape,
    /// Exit with 1 for findings of this severity and above: error, warning, note or never.
    #[arg(
        long,
        value_name = "SEVERITY",
        default_value = "never",
        hide_possible_values = true,
        help_heading = "What gates"
    )]
    fail_on: FailOn,
    /// Draw so many findings and as many documents without one, by chance, as a sheet to label by hand.
    #[arg(long, value_name = "NUMBER", help_heading = "Trust")]
    sample: Option<usize>,
    /// What the draw depends on.
    #[arg(long, value_name = "NUMBER", default_value_t = 1, help_heading = "Trust")]
    seed: u64,
    /// Where the sheet goes; `totality audit estimate SHEET` reads it when it is labelled.
    #[arg(long, value_name = "FILE", default_value = "audit-sample.csv", help_heading = "Trust")]
    sheet: PathBuf,
    /// How many threads work; if not given, one for each core.
    #[arg(long, value_name = "NUMBER", help_heading = "Running")]
    jobs: Option<usize>,
    /// Do not show how far the audit has come.
    #[arg(long, help_heading = "Running")]
    no_progress: bool,
}

#[derive(Subcommand)]
enum Command {
    Estimate(estimate::Arguments),
}

#[derive(Clone, Copy, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Note,
    Never,
}

fn delimiter(words: &str) -> Result<u8, String> {
    match words.as_bytes() {
        b"\\t" => Ok(b'\t'),
        [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r') => Ok(*byte),
        _ if words.chars().count() == 1 && !words.is_ascii() => {
            Err(format!("`{words}` cannot separate values: it must be one of ASCII, such as ; or | or \\t"))
        }
        _ => Err("one character of ASCII is needed, such as ; or | or \\t, and no quotation mark".to_owned()),
    }
}

/// Runs the subcommand.
pub(super) fn run(arguments: &Arguments, session: &mut Session) -> io::Result<Outcome> {
    if let Some(Command::Estimate(arguments)) = &arguments.command {
        return estimate::run(arguments, session);
    }
    if arguments.paths.is_empty() && arguments.files_from.is_empty() {
        let help = "name files, folders or archives, or a list with `--files-from`";
        session.report(&Trouble::usage("nothing to audit was named", help))?;
        return Ok(Outcome::Failed);
    }
    if let Some(trouble) = places::misplaced(arguments).or_else(|| places::overwritten(arguments)) {
        session.report(&trouble)?;
        return Ok(Outcome::Failed);
    }
    let labels = match Labels::new(&arguments.field, &groups::asked(arguments)) {
        Ok(labels) => labels,
        Err(error) => {
            session.report(&Trouble::usage(error, "`--field` takes a name and a label: `office=Sub-station`"))?;
            return Ok(Outcome::Failed);
        }
    };
    let Some(checker) = session.checker()? else {
        return Ok(Outcome::Failed);
    };
    let figures = match audit(arguments, &checker, &labels, session) {
        Ok(figures) => figures,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Err(error),
        Err(error) => {
            session.report(&Trouble::usage(
                format!("an output cannot be written: {error}"),
                if arguments.sqlite.is_some() {
                    "no file of this run is kept; in the database, the run is not complete"
                } else {
                    "no output of this run is kept"
                },
            ))?;
            return Ok(Outcome::Failed);
        }
    };
    tell(arguments, &figures, session)
}

fn audit(arguments: &Arguments, checker: &Checker, labels: &Labels, session: &mut Session) -> io::Result<Figures> {
    let rows = RowOptions {
        format: arguments.rows,
        text: arguments.text_column.clone(),
        id: arguments.id_column.clone(),
        delimiter: arguments.delimiter,
        is_markdown: arguments.markdown,
        hides_values: arguments.redact,
    };
    let options = Options { no_ignore: arguments.no_ignore, most: arguments.max_size, rows };
    let mut group_by: Vec<String> = groups::asked(arguments).iter().filter_map(|name| labels.name(name)).collect();
    let mut known = BTreeSet::new();
    group_by.retain(|name| known.insert(name.clone()));
    let columns: Vec<String> = group_by.iter().filter(|name| *name != "month").cloned().collect();
    let made = made(checker);
    let rules =
        || checker.lexicon().rules().iter().map(|rule| [rule.id.clone(), rule.summary.clone(), rule.help.clone()]);
    let html = arguments.html.clone().map(|to| html::Plan {
        to,
        no_text: arguments.no_text,
        groups: columns.clone(),
        rules: rules().collect(),
    });
    let sample = arguments.sample.map(|size| (arguments.sheet.clone(), size, arguments.seed));
    let plan = Plan { jsonl: arguments.jsonl.clone(), csv: arguments.csv.clone(), html, sample, columns };
    let store = arguments.sqlite.as_ref().map(|path| Store::open(path, arguments.resume, &made)).transpose()?;
    let engine = if arguments.resume { engine(&made, &arguments.field, labels)? } else { String::new() };
    let memory = store.as_ref().filter(|_| arguments.resume).map(|store| store as &dyn Memory);
    let examiner = Examiner { checker, labels, redacts: arguments.redact, engine, memory };
    let anonymizer = arguments.redact.then(|| Anonymizer::new(labels));
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let order = Order {
        paths: &arguments.paths,
        lists: &arguments.files_from,
        options: &options,
        group_by: &group_by,
        plan: &plan,
        store: store.as_ref(),
        anonymizer: anonymizer.as_ref(),
        threads: arguments.jobs.unwrap_or(cores),
        shows_progress: io::stderr().is_terminal() && !arguments.no_progress && !session.quiet,
        made,
    };
    run::run(order, &examiner, checker, session)
}

/// Writes the summary, and says how the run ends.
fn tell(arguments: &Arguments, figures: &Figures, session: &mut Session) -> io::Result<Outcome> {
    if !figures.left_out.is_empty() {
        session.remark(&figures.left_out)?;
    }
    if figures.documents == 0 && figures.unread == 0 && !figures.interrupted {
        let help =
            "in folders and archives, totality reads .md, .markdown and .txt; a file named outright is always read";
        session.report(&Trouble::usage("nothing to audit is there", help))?;
        return Ok(Outcome::Failed);
    }
    match arguments.output_format {
        Shape::Human if session.quiet => {}
        Shape::Human if places::writes_to_stdout(arguments) => {
            let mut shown = Vec::new();
            summary::write(figures, session.width, &mut shown)?;
            session.tell_aside(&shown)?;
        }
        Shape::Human => summary::write(figures, session.width, &mut session.out)?,
        Shape::Json => {
            json::value(figures, &mut session.out)?;
            writeln!(session.out)?;
        }
    }
    let mut is_done = figures.unread == 0 && !figures.interrupted;
    for trouble in arguments.group_by.iter().flat_map(|_| groups::unknown(figures)) {
        is_done = false;
        session.report(&trouble)?;
    }
    if !is_done {
        return Ok(Outcome::Failed);
    }
    let gating = match arguments.fail_on {
        FailOn::Never => 0,
        FailOn::Error => figures.errors,
        FailOn::Warning => figures.errors + figures.warnings,
        FailOn::Note => figures.errors + figures.warnings + figures.notes,
    };
    Ok(if gating > 0 { Outcome::Findings } else { Outcome::Clean })
}

/// What stands for this program, its lexicon and its settings: what was found with another is not taken over.
fn engine(made: &Provenance, fields: &[String], labels: &Labels) -> io::Result<String> {
    let program = std::fs::read(std::env::current_exe()?)?;
    let mut parts: Vec<&[u8]> = vec![&program, made.lexicon_sha256.as_bytes()];
    parts.extend(fields.iter().map(|field| field.as_bytes()));
    parts.extend(labels.asked().map(str::as_bytes));
    Ok(sha256(&parts))
}

fn made(checker: &Checker) -> Provenance {
    let lexicon = checker.lexicon();
    Provenance {
        version: env!("CARGO_PKG_VERSION"),
        guidelines: lexicon.guidelines().to_owned(),
        title: lexicon.title().to_owned(),
        lexicon_sha256: lexicon.digest(),
        day: jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delimiter_is_one_character() {
        assert_eq!(delimiter("\\t"), Ok(b'\t'));
        assert_eq!(delimiter("|"), Ok(b'|'));
        assert!(delimiter("；").is_err_and(|error| error.contains("；")));
        assert!(delimiter("||").is_err() && delimiter("").is_err() && delimiter("\"").is_err());
    }
}
