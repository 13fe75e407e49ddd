//! Compiles the folder `lexicons/` into the program, so that nothing is parsed when it starts.

#![allow(dead_code, missing_docs, unreachable_pub)]
#![allow(clippy::disallowed_methods, reason = "a build script is told where to write, and writes there")]

/// The modules of the program that reading a lexicon needs.
#[path = "src"]
mod program {
    pub mod diagnostic;
    pub mod lexicon;
    pub mod report;
    pub mod span;
}

use program::{diagnostic, lexicon, report, span};
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=lexicons");
    println!("cargo::rerun-if-changed=src/lexicon.rs");
    println!("cargo::rerun-if-changed=src/lexicon");
    match lexicon::Lexicon::from_folder(Path::new("lexicons")) {
        Ok(lexicon) => write(&lexicon),
        Err(problems) => {
            for problem in problems {
                println!("cargo::error=lexicons/{problem} ({})", problem.help);
            }
            ExitCode::FAILURE
        }
    }
}

fn write(lexicon: &lexicon::Lexicon) -> ExitCode {
    let Some(folder) = std::env::var_os("OUT_DIR") else {
        println!("cargo::error=OUT_DIR is not set");
        return ExitCode::FAILURE;
    };
    let written = postcard::to_stdvec(lexicon).map_err(|error| error.to_string()).and_then(|bytes| {
        std::fs::write(Path::new(&folder).join("lexicon.bin"), bytes).map_err(|error| error.to_string())
    });
    let written = written.and_then(|()| {
        lexicon.weights().into_iter().try_for_each(|(name, weights)| {
            std::fs::write(Path::new(&folder).join(name), weights.table()).map_err(|error| error.to_string())
        })
    });
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("cargo::error=the compiled lexicon cannot be written: {error}");
            ExitCode::FAILURE
        }
    }
}
