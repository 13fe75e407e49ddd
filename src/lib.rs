//! totality: a compliance linter for written case justifications.
#![forbid(unsafe_code)]

pub mod check;
pub mod diagnostic;
pub mod document;
pub mod lexicon;
pub mod report;
pub mod source;
