//! Bulk audit: what a supervisor asks of thousands of memos at once.
//!
//! ```text
//! feed → examine → tally → figures → terminal, HTML
//!                ↘ JSON Lines, CSV, SQLite, pages of the HTML report, sample
//! ```
//!
//! One text is one row from end to end: [`feed`] yields it, [`examine`] turns it into a plain [`entry::Entry`] on any
//! thread, and what looks at all of them ([`tally`], [`sample`]) only adds up. Nothing is held for each document but a
//! few bytes, so that the number of documents does not matter; a distributed engine would do the same with the same
//! two functions. Figures are computed once, as plain data, and drawn by those who show them.

pub(crate) mod anonymous;
pub(crate) mod boilerplate;
pub(crate) mod entry;
pub(crate) mod estimate;
pub(crate) mod examine;
pub(crate) mod feed;
pub(crate) mod figures;
pub(crate) mod html;
pub(crate) mod jsonl;
pub(crate) mod labels;
mod metadata;
pub(crate) mod outputs;
pub(crate) mod part;
pub(crate) mod pipeline;
pub(crate) mod progress;
pub(crate) mod run;
pub(crate) mod sample;
pub(crate) mod sheet;
pub(crate) mod statistics;
pub(crate) mod store;
pub(crate) mod summary;
pub(crate) mod tally;
