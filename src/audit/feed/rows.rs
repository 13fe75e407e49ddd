//! Rows: a text in one column, what names it in another, and the rest as metadata.
//!
//! JSON Lines and separated values with any delimiter, quoted line ends included. A row that cannot be read is trouble
//! of its own and the next one is read.

use super::{Body, Feed, Material, Next, named, unpacked};
use crate::audit::pipeline::Take;
use crate::inputs;
use std::io::BufRead;
use std::ops::ControlFlow;
use std::path::Path;
use totality::check::Format;

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum RowFormat {
    /// One JSON object on each line.
    Jsonl,
    /// Values separated by commas.
    Csv,
    /// Values separated by tabs.
    Tsv,
}

/// How files of rows are read.
#[derive(Clone, Debug, Default)]
pub(crate) struct RowOptions {
    /// How they are written; if not given, by the ending of the name.
    pub(crate) format: Option<RowFormat>,
    /// The column that holds the text.
    pub(crate) text: String,
    /// The column that names it.
    pub(crate) id: Option<String>,
    /// What separates values, if not what the format says.
    pub(crate) delimiter: Option<u8>,
    /// Whether the texts are Markdown.
    pub(crate) is_markdown: bool,
    /// Whether what stands in the rows may be said of nobody: they are then named by their numbers.
    pub(crate) hides_values: bool,
}

impl RowOptions {
    /// Whether a file that was named is rows.
    pub(super) fn is_rows(&self, path: &Path) -> bool {
        self.format.is_some() || by_ending(path).is_some()
    }

    /// How the rows of a file are written.
    pub(super) fn format_of(&self, path: &Path) -> RowFormat {
        self.format.or_else(|| by_ending(path)).unwrap_or(RowFormat::Jsonl)
    }
}

fn by_ending(path: &Path) -> Option<RowFormat> {
    match inputs::ending(unpacked::bare(path))?.as_str() {
        "jsonl" | "ndjson" => Some(RowFormat::Jsonl),
        "csv" => Some(RowFormat::Csv),
        "tsv" | "tab" => Some(RowFormat::Tsv),
        _ => None,
    }
}

impl Feed<'_> {
    /// The texts of a file of rows.
    pub(super) fn rows(
        &self,
        reader: impl BufRead,
        name: &str,
        format: RowFormat,
        take: &mut Take<'_, Next>,
    ) -> ControlFlow<()> {
        let reader = match unpacked::in_utf8(reader) {
            Ok(reader) => reader,
            Err(error) => return self.give(Err(inputs::unreadable(name.to_owned(), &error)), take),
        };
        match format {
            RowFormat::Jsonl => self.objects(reader, name, take),
            RowFormat::Csv => self.records(reader, name, b',', take),
            RowFormat::Tsv => self.records(reader, name, b'\t', take),
        }
    }

    fn objects(&self, mut reader: impl BufRead, name: &str, take: &mut Take<'_, Next>) -> ControlFlow<()> {
        let most = self.options.most.saturating_mul(2);
        for number in 1_u64.. {
            let mut line = Vec::new();
            let row = format!("{name}:{number}");
            match std::io::Read::take(&mut reader, most).read_until(b'\n', &mut line) {
                Ok(0) => break,
                Ok(read) if read as u64 == most => {
                    let message = format!("this row is longer than {most} bytes; the rows after it are not read");
                    return self.give(Err(named(&row, &message, "`--max-size` sets the limit")), take);
                }
                Ok(_) => {}
                Err(error) => return self.give(Err(inputs::unreadable(row, &error)), take),
            }
            if line.trim_ascii().is_empty() {
                continue;
            }
            let next = match serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(&line) {
                Ok(object) => {
                    let columns =
                        object.into_iter().filter_map(|(column, value)| Some((column, plain(value)?.into_bytes())));
                    self.row(columns.collect(), name, &row)
                }
                // Of a value that is no object, the error would show what it is.
                Err(error) if error.is_data() => Err(named(&row, "this row is no JSON object", "")),
                Err(error) => Err(named(&row, &format!("this row is no JSON object: {error}"), "")),
            };
            self.give(next, take)?;
        }
        ControlFlow::Continue(())
    }

    fn records(&self, reader: impl BufRead, name: &str, delimiter: u8, take: &mut Take<'_, Next>) -> ControlFlow<()> {
        let delimiter = self.options.rows.delimiter.unwrap_or(delimiter);
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(reader);
        let heads = match reader.byte_headers() {
            Ok(heads) => heads.clone(),
            Err(error) => return self.give(Err(named(name, &format!("this cannot be read: {error}"), "")), take),
        };
        let heads: Vec<String> = heads.iter().map(words).collect();
        if !heads.contains(&self.options.rows.text) {
            return self.give(Err(self.no_text(name, heads.iter().map(String::as_str))), take);
        }
        let mut record = csv::ByteRecord::new();
        for number in 1_u64.. {
            let row = format!("{name}:{number}");
            let next = match reader.read_byte_record(&mut record) {
                Ok(false) => break,
                Ok(true) => {
                    let columns = heads.iter().cloned().zip(record.iter().map(<[u8]>::to_vec)).collect();
                    self.row(columns, name, &row)
                }
                Err(error) => {
                    let is_over = error.is_io_error();
                    let trouble = named(&row, &format!("this row cannot be read: {error}"), "");
                    self.give(Err(trouble), take)?;
                    if is_over {
                        break;
                    }
                    continue;
                }
            };
            self.give(next, take)?;
        }
        ControlFlow::Continue(())
    }

    /// One row as a text.
    fn row(&self, mut columns: Vec<(String, Vec<u8>)>, file: &str, row: &str) -> Next {
        let options = &self.options.rows;
        let Some(at) = columns.iter().position(|(column, _)| *column == options.text) else {
            return Err(self.no_text(row, columns.iter().map(|(column, _)| column.as_str())));
        };
        let (_, text) = columns.remove(at);
        if text.len() as u64 > self.options.most {
            let message = format!("this is not read: it is longer than {} bytes", self.options.most);
            return Err(named(row, &message, "no memo is so long; `--max-size` sets the limit"));
        }
        let columns: Vec<(String, String)> =
            columns.into_iter().map(|(column, value)| (column, words(&value))).collect();
        let mut name = row.to_owned();
        if let Some(id) = &options.id {
            match columns.iter().find(|(column, value)| column == id && !value.is_empty()) {
                Some(_) if options.hides_values => {}
                Some((_, value)) => name = format!("{file}:{value}"),
                None => return Err(named(row, &format!("this row has no `{id}`"), "`--id-column` names the column")),
            }
        }
        let format = if options.is_markdown { Format::Markdown } else { Format::Plain };
        Ok(Material { metadata: columns, ..self.material(name, format, Body::Bytes(text)) })
    }

    fn no_text<'c>(&self, name: &str, columns: impl Iterator<Item = &'c str>) -> super::Trouble {
        let columns: Vec<_> = columns.take(20).map(|column| format!("`{column}`")).collect();
        // A spreadsheet may have separated them otherwise.
        let other = if let [only] = columns.as_slice() {
            [';', '\t', '|'].into_iter().find(|c| only.contains(*c))
        } else {
            None
        };
        if let Some(other) = other {
            let other = if other == '\t' { "\\t".to_owned() } else { other.to_string() };
            let help = format!("its first row has one column; does `--delimiter '{other}'` separate them?");
            return named(name, &format!("there is no column `{}`", self.options.rows.text), &help);
        }
        // The first row may be no heads.
        let there =
            if self.options.rows.hides_values { String::new() } else { format!("; there are {}", columns.join(", ")) };
        let help = format!("`--text-column` names the column of the text{there}");
        named(name, &format!("there is no column `{}`", self.options.rows.text), &help)
    }
}

/// A value as words, if it is no list or object.
fn plain(value: serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::String(words) => Some(words),
        serde_json::Value::Number(number) => Some(number.to_string()),
        serde_json::Value::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}

/// A value beside the text, in whatever encoding it is; the text itself is decoded where trouble with it is reported.
fn words(value: &[u8]) -> String {
    totality::source::Source::decode(value)
        .map_or_else(|_| String::from_utf8_lossy(value).into_owned(), |source| source.text().to_owned())
}
