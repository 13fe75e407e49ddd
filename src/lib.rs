//! totality: a compliance linter for written case justifications.
#![forbid(unsafe_code)]

pub mod check;
mod dates;
pub mod diagnostic;
pub mod document;
mod embedded;
pub mod fingerprint;
mod hits;
mod ledger;
pub mod lexicon;
mod mentions;
pub mod names;
pub mod report;
mod rules;
pub mod source;
mod span;
mod suppression;
