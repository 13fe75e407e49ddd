//! totality: a compliance linter for written case justifications.
#![forbid(unsafe_code)]

pub mod diagnostic;
pub mod document;
pub mod report;
pub mod source;
