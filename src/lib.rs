//! totality: a compliance linter for written immigration-enforcement justifications.
//!
//! A [`Checker`](check::Checker) holds a compiled lexicon and checks any number of texts, from memory and from any number
//! of threads. What it gives back is plain data: the factors that the text cites, what it decides, and the findings.
//!
//! ```
//! use totality::check::{Checker, Format};
//!
//! let checker = Checker::embedded();
//! let text = "Subject: A000-123-456. No weapon was used or threatened.";
//! let report = checker.check(text, Format::Plain);
//!
//! let weapon = report.factors.iter().find(|factor| factor.id == "weapon").expect("a weapon is spoken of");
//! assert!(text[weapon.span.start..weapon.span.end].contains("weapon"));
//! for finding in &report.diagnostics {
//!     println!("{}: {}", finding.rule, finding.message);
//! }
//! ```
//!
//! [`Checker::from_folder`](check::Checker::from_folder) reads another lexicon, and
//! [`Checker::trace`](check::Checker::trace) tells how a text was read.
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::disallowed_methods, reason = "tests read and make files"))]

pub mod check;
mod dates;
pub mod dating;
mod deciding;
pub mod diagnostic;
pub mod document;
mod embedded;
mod evidence;
pub mod fingerprint;
mod hexadecimal;
mod hits;
pub mod learning;
mod ledger;
pub mod lexicon;
mod mentions;
pub mod names;
pub mod report;
mod rules;
pub mod source;
mod span;
mod suppression;
pub mod trace;
