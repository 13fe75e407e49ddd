//! The program as people run it, and what holds for the lexicon and the memos of the project: one binary of tests.

#![allow(clippy::disallowed_methods, reason = "tests make files and run the program")]

mod audit;
mod documents;
mod fixtures;
mod formats;
mod harness;
mod hostile;
mod inputs;
mod ledgers;
mod lexicon_entries;
mod material;
mod outputs;
mod outright;
mod properties;
mod readme;
mod redaction;
mod registry;
mod rule_pages;
mod rulebook;
mod schemas;
mod score;
mod settings;
mod shell;
mod statistics;
mod streams;
mod suppression_list;
mod suppressions;
mod trace;
mod usage;
