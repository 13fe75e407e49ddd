//! totality: a compliance linter for written case justifications.
#![forbid(unsafe_code)]

pub mod check;
mod dates;
pub mod dating;
pub mod diagnostic;
pub mod document;
mod embedded;
mod hits;
mod ledger;
mod mentions;
pub mod lexicon;
pub mod report;
mod rules;
pub mod source;
mod span;
