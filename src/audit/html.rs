//! The report to look at: one file that works offline, with everything in it.
//!
//! ```text
//! policy and style │ figures as text, tables and inline SVG │ documents as data blocks │ one script
//! ```
//!
//! What comes from memos reaches the page in two ways only: escaped, in the figures; or as compressed data that the
//! script puts on the page as text nodes. The page's policy allows that one script, by its hash, and nothing else, so
//! that even a mistake here would not run anything. Documents lie in blocks that are unpacked when they are looked at:
//! what is on the page at once does not grow with their number.

mod charts;
mod data;
mod figures;
mod page;
mod timeline;

use super::figures::Figures;
use super::part::{self, Part};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
pub(crate) use data::{Plan, Row};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write};

/// So many documents lie in one block of texts.
const TEXTS: usize = 64;

/// So many documents lie in one block of the table.
const ROWS: usize = 4096;

/// Texts are in the report up to so many bytes in all; beyond, a browser would labour.
const MOST_TEXT: usize = 160 << 20;

/// A report on its way.
pub(crate) struct Html {
    plan: Plan,
    part: Part,
    /// Data blocks that are complete, kept aside since figures come first in the file.
    aside: std::fs::File,
    texts: Vec<u8>,
    rows: Vec<u8>,
    documents: usize,
    text: usize,
    without_text: usize,
}

/// What the name of the file that holds the data ends with, as long as it has one.
pub(crate) const DATA: &str = ".data";

impl Html {
    /// Starts a report.
    ///
    /// # Errors
    /// Why it cannot be written.
    pub(crate) fn create(plan: &Plan) -> io::Result<Self> {
        let part = Part::create(&plan.to)?;
        let aside = part::beside(&plan.to, DATA);
        let file = std::fs::File::options().read(true).write(true).create_new(true).open(&aside);
        let file = file.map_err(|error| part::with_name(&aside, &error))?;
        // The file lives on without its name until it is closed, and leaves nothing behind.
        #[expect(clippy::disallowed_methods, reason = "a file that this run has made")]
        std::fs::remove_file(&aside)?;
        Ok(Self {
            plan: plan.clone(),
            part,
            aside: file,
            texts: Vec::new(),
            rows: Vec::new(),
            documents: 0,
            text: 0,
            without_text: 0,
        })
    }

    /// Takes a document.
    ///
    /// # Errors
    /// Why it cannot be written.
    pub(crate) fn write(&mut self, row: Row) -> io::Result<()> {
        let Row { detail, detail_without_text, text, row } = row;
        let has_text = text > 0 && self.text + text <= MOST_TEXT;
        if has_text {
            self.text += text;
        } else if !self.plan.no_text && text > 0 {
            self.without_text += 1;
        }
        push(&mut self.texts, if has_text { &detail } else { &detail_without_text });
        push(&mut self.rows, &row);
        self.documents += 1;
        if self.documents.is_multiple_of(TEXTS) {
            self.block('t', self.documents / TEXTS - 1)?;
        }
        if self.documents.is_multiple_of(ROWS) {
            self.block('r', self.documents / ROWS - 1)?;
        }
        Ok(())
    }

    fn block(&mut self, kind: char, number: usize) -> io::Result<()> {
        let list = std::mem::take(if kind == 't' { &mut self.texts } else { &mut self.rows });
        if list.is_empty() {
            return Ok(());
        }
        let mut encoder = GzEncoder::new(Vec::new(), Compression::new(4));
        for part in [&b"["[..], &list, b"]"] {
            encoder.write_all(part)?;
        }
        let packed = STANDARD.encode(encoder.finish()?);
        writeln!(self.aside, "<script type=\"application/gzip;base64\" id=\"{kind}{number}\">{packed}</script>")
    }

    /// Completes the report.
    ///
    /// # Errors
    /// Why it cannot be written.
    pub(crate) fn finish(mut self, figures: &Figures) -> io::Result<()> {
        self.block('t', self.documents / TEXTS)?;
        self.block('r', self.documents / ROWS)?;
        let settings = page::Settings {
            documents: self.documents,
            texts: TEXTS,
            rows: ROWS,
            groups: &self.plan.groups,
            rules: &self.plan.rules,
            no_text: self.plan.no_text,
            without_text: self.without_text,
        };
        page::head(figures, &settings, &mut self.part)?;
        self.aside.seek(SeekFrom::Start(0))?;
        let mut buffer = vec![0; 1 << 16];
        loop {
            let read = self.aside.read(&mut buffer)?;
            if read == 0 {
                break;
            }
            self.part.write_all(&buffer[..read])?;
        }
        page::foot(&settings, &mut self.part)?;
        self.part.finish()
    }
}

fn push(list: &mut Vec<u8>, item: &[u8]) {
    if !list.is_empty() {
        list.push(b',');
    }
    list.extend_from_slice(item);
}
