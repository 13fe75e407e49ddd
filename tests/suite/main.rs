//! The program as people run it, and what holds for the lexicon and the memos of the project: one binary of tests.


#![allow(clippy::disallowed_methods, reason = "tests make files and run the program")]
mod audit;
mod fixtures;
mod harness;
mod hostile;
mod inputs;
mod lexicon_entries;
mod material;
mod outputs;
mod properties;
mod readme;
mod registry;
mod rule_pages;
mod rulebook;
mod score;
mod streams;
mod trace;
mod usage;
