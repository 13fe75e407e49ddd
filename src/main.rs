//! Arguments in, exit code out.
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::disallowed_methods, reason = "tests make files"))]

mod audit;
mod batch;
mod cli;
mod config;
mod inputs;
mod output;
mod redaction;
mod review;
mod score;
mod session;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run(std::env::args_os())
}
