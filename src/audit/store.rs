//! The audit as an SQLite database: documents, findings, factors and metadata of every run, and a memory of what was
//! examined, so that a later run examines only what has changed.
//!
//! A run is appended, never overwritten. Rows are written in transactions of some thousand documents; a run that was
//! interrupted keeps those that were done and is marked as not complete, and one that was killed keeps all but the last
//! transaction: what a later run needs of them is kept with them.

use super::entry::Entry;
use super::examine::{Examined, Memory};
use super::figures::{Figures, Provenance};
use crate::output::{json, severity};
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use rusqlite::{Connection, OptionalExtension as _, params};
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use totality::diagnostic::Severity;

/// What marks a database as ours ("tota"), and the version of its tables.
const APPLICATION: i32 = 0x746f_7461;
const VERSION: i32 = 1;

/// So many documents are written at once.
const BATCH: u32 = 2000;

const TABLES: &str = "
CREATE TABLE runs(
  id INTEGER PRIMARY KEY, day TEXT NOT NULL, version TEXT NOT NULL, guidelines TEXT NOT NULL,
  lexicon_sha256 TEXT NOT NULL, complete INTEGER NOT NULL DEFAULT 0, figures TEXT);
CREATE TABLE documents(
  id INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES runs, path TEXT NOT NULL, unread TEXT, sha256 TEXT,
  bytes INTEGER, justification INTEGER, decision TEXT, date_earliest TEXT, date_latest TEXT, month TEXT, in_force TEXT,
  in_force_note TEXT, errors INTEGER, warnings INTEGER, notes INTEGER, reused INTEGER);
CREATE TABLE findings(
  document INTEGER NOT NULL REFERENCES documents, rule TEXT NOT NULL, severity TEXT NOT NULL, section TEXT NOT NULL,
  message TEXT NOT NULL, start INTEGER, \"end\" INTEGER, line INTEGER, \"column\" INTEGER, words TEXT);
CREATE TABLE factors(
  document INTEGER NOT NULL REFERENCES documents, factor TEXT NOT NULL, kind TEXT NOT NULL, status TEXT NOT NULL,
  start INTEGER NOT NULL, \"end\" INTEGER NOT NULL, line INTEGER NOT NULL, \"column\" INTEGER NOT NULL, words TEXT NOT NULL);
CREATE TABLE metadata(document INTEGER NOT NULL REFERENCES documents, name TEXT NOT NULL, value TEXT NOT NULL);
CREATE TABLE memory(key TEXT PRIMARY KEY, entry BLOB NOT NULL) WITHOUT ROWID;
";

/// Made when a run is over: rows go in faster without.
const INDEXES: &str = "
CREATE INDEX IF NOT EXISTS documents_run ON documents(run, path);
CREATE INDEX IF NOT EXISTS documents_sha256 ON documents(sha256);
CREATE INDEX IF NOT EXISTS findings_document ON findings(document);
CREATE INDEX IF NOT EXISTS findings_rule ON findings(rule);
CREATE INDEX IF NOT EXISTS factors_document ON factors(document);
CREATE INDEX IF NOT EXISTS factors_factor ON factors(factor, status);
CREATE INDEX IF NOT EXISTS metadata_document ON metadata(document);
CREATE INDEX IF NOT EXISTS metadata_name ON metadata(name, value);
";

/// An open database.
pub(crate) struct Store {
    open: Mutex<Open>,
    remembers: bool,
}

struct Open {
    connection: Connection,
    run: i64,
    pending: u32,
}

impl Store {
    /// Opens or makes the database and begins a run; `remembers` if later runs are to build on it.
    ///
    /// # Errors
    /// Why it cannot be used, with its name.
    pub(crate) fn open(path: &Path, remembers: bool, made: &Provenance) -> io::Result<Self> {
        Self::begin(path, remembers, made).map_err(|error| with_name(path, &error))
    }

    fn begin(path: &Path, remembers: bool, made: &Provenance) -> rusqlite::Result<Self> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(std::time::Duration::from_secs(5))?;
        let pragma = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
        let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        if tables == 0 {
            // All at once: a database without some of its tables would be refused for ever.
            connection.execute_batch(&format!(
                "BEGIN IMMEDIATE; PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION}; {TABLES} COMMIT"
            ))?;
        } else if pragma("application_id")? != APPLICATION || pragma("user_version")? != VERSION {
            let message = "this is another program's database, or another version's; name a new file";
            return Err(rusqlite::Error::ToSqlConversionFailure(message.into()));
        }
        connection.set_prepared_statement_cache_capacity(32);
        let Provenance { version, guidelines, lexicon_sha256, day, .. } = made;
        connection.execute_batch("BEGIN IMMEDIATE")?;
        connection.execute(
            "INSERT INTO runs(day, version, guidelines, lexicon_sha256) VALUES (?1, ?2, ?3, ?4)",
            params![day, version, guidelines, lexicon_sha256],
        )?;
        let run = connection.last_insert_rowid();
        Ok(Self { open: Mutex::new(Open { connection, run, pending: 0 }), remembers })
    }

    fn locked(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a later run will need to recall a document; on any thread.
    pub(crate) fn prepare(&self, examined: &Examined) -> Vec<u8> {
        if !self.remembers || examined.is_reused || examined.key.is_empty() {
            return Vec::new();
        }
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
        // Writing plain data to memory cannot fail; an entry that did would not be recalled.
        let _ = encoder.write_all(&serde_json::to_vec(&examined.entry).unwrap_or_default());
        encoder.finish().unwrap_or_default()
    }

    /// Takes a document.
    ///
    /// # Errors
    /// Why it cannot be written.
    pub(crate) fn write(&self, examined: &Examined, remembered: &[u8]) -> io::Result<()> {
        self.locked().write(examined, remembered).map_err(other)
    }

    /// Takes a text that could not be read.
    ///
    /// # Errors
    /// Why it cannot be written.
    pub(crate) fn write_unread(&self, path: &str, message: &str) -> io::Result<()> {
        let mut open = self.locked();
        let statement = "INSERT INTO documents(run, path, unread) VALUES (?1, ?2, ?3)";
        let written = open.connection.execute(statement, params![open.run, path, message]);
        written.and_then(|_| open.count()).map_err(other)
    }

    /// Ends the run.
    ///
    /// # Errors
    /// Why it cannot be written.
    pub(crate) fn finish(&self, figures: &Figures) -> io::Result<()> {
        let open = self.locked();
        let mut shown = Vec::new();
        json::value(figures, &mut shown)?;
        let statement = "UPDATE runs SET complete = ?2, figures = ?3 WHERE id = ?1";
        let is_complete = !figures.interrupted;
        open.connection
            .execute(statement, params![open.run, is_complete, String::from_utf8_lossy(&shown)])
            .and_then(|_| open.connection.execute_batch("COMMIT"))
            .and_then(|()| open.connection.execute_batch(INDEXES))
            .map_err(other)
    }
}

impl Memory for Store {
    fn recall(&self, key: &str) -> Option<Entry> {
        let known: Option<Vec<u8>> = {
            let open = self.locked();
            let mut statement = open.connection.prepare_cached("SELECT entry FROM memory WHERE key = ?1").ok()?;
            statement.query_row([key], |row| row.get(0)).optional().ok()?
        };
        // What cannot be read is examined again.
        serde_json::from_reader(DeflateDecoder::new(known?.as_slice())).ok()
    }
}

impl Open {
    fn write(&mut self, examined: &Examined, remembered: &[u8]) -> rusqlite::Result<()> {
        let Examined { entry, is_reused, key, .. } = examined;
        let count = |severity| i64::try_from(entry.count(severity)).unwrap_or(i64::MAX);
        self.connection
            .prepare_cached(
                "INSERT INTO documents(run, path, sha256, bytes, justification, decision, date_earliest, date_latest, \
                 month, in_force, in_force_note, errors, warnings, notes, reused) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
            )?
            .execute(params![
                self.run,
                entry.path,
                entry.sha256,
                number(entry.bytes),
                entry.justification,
                entry.decision.name(),
                entry.date.map(|date| date.earliest.to_string()),
                entry.date.map(|date| date.latest.to_string()),
                entry.month,
                entry.in_force.word(),
                entry.in_force_note,
                count(Severity::Error),
                count(Severity::Warning),
                count(Severity::Note),
                is_reused,
            ])?;
        let document = self.connection.last_insert_rowid();
        self.write_parts(document, entry)?;
        if !remembered.is_empty() {
            let mut statement =
                self.connection.prepare_cached("INSERT OR REPLACE INTO memory(key, entry) VALUES (?1, ?2)")?;
            statement.execute(params![key, remembered])?;
        }
        self.count()
    }

    /// One document more; from time to time, what was written is kept whatever happens after.
    fn count(&mut self) -> rusqlite::Result<()> {
        self.pending += 1;
        if self.pending >= BATCH {
            self.pending = 0;
            self.connection.execute_batch("COMMIT; BEGIN IMMEDIATE")?;
        }
        Ok(())
    }

    fn write_parts(&self, document: i64, entry: &Entry) -> rusqlite::Result<()> {
        let mut statement =
            self.connection.prepare_cached("INSERT INTO findings VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")?;
        for finding in &entry.diagnostics {
            statement.execute(params![
                document,
                finding.rule,
                severity(finding.severity),
                finding.section,
                finding.message,
                finding.span.map(|span| number(span.start)),
                finding.span.map(|span| number(span.end)),
                finding.line.map(number),
                finding.column.map(number),
                finding.text,
            ])?;
        }
        let mut statement =
            self.connection.prepare_cached("INSERT INTO factors VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?;
        for factor in &entry.factors {
            let place = &factor.place;
            statement.execute(params![
                document,
                factor.id,
                factor.kind,
                factor.status.name(),
                number(place.span.start),
                number(place.span.end),
                number(place.line),
                number(place.column),
                place.text,
            ])?;
        }
        let mut statement = self.connection.prepare_cached("INSERT INTO metadata VALUES (?1, ?2, ?3)")?;
        entry
            .metadata
            .iter()
            .try_for_each(|(name, value)| statement.execute(params![document, name, value]).map(|_| ()))
    }
}

fn number(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn other(error: rusqlite::Error) -> io::Error {
    io::Error::other(format!("the database cannot be written: {error}"))
}

fn with_name(path: &Path, error: &rusqlite::Error) -> io::Error {
    io::Error::other(format!("{}: {error}", crate::output::escape::path(path)))
}
