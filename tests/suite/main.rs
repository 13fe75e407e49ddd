//! The program as people run it: one binary of tests over the real command.

mod audit;
mod harness;
mod inputs;
mod score;
mod streams;
mod usage;
