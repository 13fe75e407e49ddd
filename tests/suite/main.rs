//! The program as people run it: one binary of tests over the real command.

mod harness;
mod inputs;
mod lexicon_entries;
mod material;
mod score;
mod streams;
mod usage;
