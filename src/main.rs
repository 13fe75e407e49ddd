//! Arguments in, exit code out.
#![forbid(unsafe_code)]

mod audit;
mod batch;
mod cli;
mod inputs;
mod output;
mod redact;
mod score;
mod session;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run(std::env::args_os())
}
