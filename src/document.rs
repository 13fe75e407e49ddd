//! Text to document: blocks, sentences and words, each with its exact place in the text.
//!
//! This stage knows markup and layout (Markdown, plain-text forms, e-mail), and nothing of what the words mean.
//!
//! The unit that later stages read is the [`Sentence`]: a run of [`Word`]s. A `label: value` line and a table row
//! are sentences too, whose first words are the label ([`Sentence::label`]). Words keep the span of the text they
//! stand for; a label that governs several sentences has its words repeated at the head of the first of them only.

mod boxes;
mod build;
mod fields;
mod front_matter;
mod heads;
mod labels;
mod markdown;
mod markup;
mod outline;
mod plain;
mod sentences;
mod sketch;
pub(crate) mod words;

use crate::source::Span;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

/// How a text is marked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Markdown (CommonMark with tables, task lists, footnotes and front matter).
    Markdown,
    /// Plain text: e-mail, forms, logs, scans.
    Plain,
}

/// One text, taken apart.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Blocks in order of the text.
    pub blocks: Vec<Block>,
    /// Sentences in order of the text; those of one block are consecutive.
    pub sentences: Vec<Sentence>,
    /// Words and punctuation marks, in reading order; those of one sentence are consecutive.
    pub words: Vec<Word>,
    /// Front matter and header fields (`Date: 9 June 2022`), in order; these are metadata *and*, for header lines in
    /// the text, also ordinary sentences. Rows of two cells are among them; boxes that are not ticked are not.
    pub fields: Vec<Field>,
    /// The value of the field that says when the text was written, where somebody has named its label.
    pub date: Option<Span>,
    /// The value of the field that says what the text decides, where somebody has named its label.
    pub decision: Option<Span>,
    /// Comments that are invisible when rendered (HTML comments), with their markup; not prose. In plain text, the lines
    /// addressed to this program: those in good form are not prose either.
    pub comments: Vec<Comment>,
}

/// A comment, or words that are meant to be one for this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Its place, with its markup.
    pub span: Span,
    /// What it stands in.
    pub standing: Standing,
}

/// What a comment stands in, which decides whether it says anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The text itself.
    Text,
    /// Words that are quoted from someone else.
    Quotation,
    /// The words that stand for an image.
    Image,
    /// A script or another element whose text is no markup, so that it is no comment.
    Script,
    /// Prose: it is addressed to this program, but is no comment there.
    Prose,
}

impl Document {
    /// Takes a text apart. Spans are offsets into `text`, which may start with a byte order mark.
    ///
    /// `abbreviations` are lower-case words without their final full stop that do not end a sentence ("mr", "no"). A
    /// word with a `#` ("art#") is one before a number only.
    #[must_use]
    pub fn parse(text: &str, format: Format, abbreviations: &BTreeSet<String>) -> Self {
        let sketch = match format {
            Format::Markdown => markdown::sketch(text),
            Format::Plain => plain::sketch(text),
        };
        build::build(text, sketch, abbreviations)
    }
}

impl Word {
    pub(crate) fn new(span: Span, kind: WordKind) -> Self {
        let small = |offset| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { start: small(span.start), end: small(span.end), kind, joined: false, broken: false }
    }

    /// Its place in the text.
    #[must_use]
    pub const fn span(&self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }

    /// The word as one would say it: without invisible characters, combining marks and markup inside, the apostrophe
    /// straight. Case is kept. `text` is the text that was parsed.
    #[must_use]
    pub fn plain<'t>(&self, text: &'t str) -> Cow<'t, str> {
        words::plain(&text[self.span().start..self.span().end])
    }
}

/// A heading, a paragraph, a list item, a row of a table, a line of a form.
#[derive(Clone, Debug)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its place in the text, markup included.
    pub span: Span,
    /// Its sentences, as indices into [`Document::sentences`].
    pub sentences: Range<usize>,
    /// The headings it stands under, nearest first, as indices into [`Document::blocks`]. A paragraph that only
    /// introduces a list ("My concerns are these:") counts as a heading of the list's items.
    pub headings: Vec<usize>,
    /// Whether it is quoted from someone else by the layout (`>` lines, block quotes).
    pub quoted: bool,
}

/// The kind of a [`Block`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading; its words are context for what follows, not statements. They are one sentence.
    Heading {
        /// 1 is the outermost. Bold lines and run-in heads ("**Facts.** He …") have 6, the heads of columns 7.
        level: u8,
    },
    /// Running text.
    Paragraph,
    /// An item of a list; or a box with its text, wherever it stands; or a row of a table with one box in it.
    Item {
        /// `Some(true)` for a ticked box, `Some(false)` for an empty one, `None` where there is no box.
        ticked: Option<bool>,
    },
    /// A row of a table.
    Row,
    /// A `label: value` line of a form or a header.
    Field,
}

/// A sentence, a form field or a table row.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// Its words, as indices into [`Document::words`], label words included.
    pub words: Range<usize>,
    /// How many of its first words are the label (row head, `label:`), the separator not counted; 0 where there is
    /// none.
    pub label: usize,
    /// The block it belongs to.
    pub block: usize,
    /// For table rows with column heads: the word index at which each cell starts, and the block of its column head.
    pub columns: Vec<(usize, usize)>,
}

/// A word, a number or a punctuation mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where its first byte is, and the one after its last: a text has many words, and none is longer than
    /// [`Source`](crate::source::Source) takes.
    start: u32,
    end: u32,
    /// What it is.
    pub kind: WordKind,
    /// Whether a hyphen (not a space) joins it to the word before, as in the second word of "life-threatening". A
    /// hyphen between two words is no word of its own.
    pub joined: bool,
    /// Whether that hyphen stands at a line end, so that it may be the typesetter's: the second word of "con-" and
    /// "victed" may be one word with the first, or not ("life-" and "threatening").
    pub broken: bool,
}

/// The kind of a [`Word`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordKind {
    /// Letters, with apostrophes, digits and full stops inside ("didn't", "I-213" is two words: "I", "213"; "U.S.").
    Word,
    /// Starts with a digit ("1998", "$2.1" is "$" and "2.1", "11/04/2019", "9th").
    Number,
    /// One punctuation mark.
    Mark,
    /// The border between the cells of a row, or between a label and its value; its span is the separator's.
    Border,
}

/// A metadata field of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The label as written, without separator.
    pub label: Span,
    /// The value as written, trimmed.
    pub value: Span,
}

impl Field {
    /// Whether its label is one of these, whatever the case and with or without a colon.
    #[must_use]
    pub fn is_labelled(&self, text: &str, labels: &[String]) -> bool {
        let written = text.get(self.label.start..self.label.end).unwrap_or_default().trim().trim_end_matches(':');
        labels.iter().any(|known| known.trim_end_matches(':').eq_ignore_ascii_case(written))
    }
}

#[cfg(test)]
mod tests;
