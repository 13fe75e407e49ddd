//! The program as people run it: one binary of tests over the real command.

mod harness;
mod inputs;
mod ledgers;
mod outputs;
mod score;
mod settings;
mod streams;
mod suppressions;
mod usage;
