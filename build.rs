//! Compiles the folder `lexicons/` into the program, so that nothing is parsed when it starts. Its files are packed in as
//! well, for those who lay files of their own over them.

#![allow(dead_code, missing_docs, unreachable_pub)]
#![allow(clippy::disallowed_methods, reason = "a build script is told where to write, and writes there")]

/// The modules of the program that reading a lexicon needs.
#[path = "src"]
mod program {
    pub mod diagnostic;
    pub mod hexadecimal;
    pub mod lexicon;
    pub mod report;
    pub mod span;
}

use program::{diagnostic, hexadecimal, lexicon, report, span};
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=lexicons");
    println!("cargo::rerun-if-changed=src/lexicon.rs");
    println!("cargo::rerun-if-changed=src/hexadecimal.rs");
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
        lexicon.tables().iter().try_for_each(|(name, table)| {
            std::fs::write(Path::new(&folder).join(name), table).map_err(|error| error.to_string())
        })
    });
    let written = written.and_then(|()| {
        std::fs::write(Path::new(&folder).join("digest.txt"), lexicon.digest()).map_err(|error| error.to_string())
    });
    match written.and_then(|()| pack(&Path::new(&folder).join("files.gz"))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("cargo::error=the compiled lexicon cannot be written: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Packs the files themselves.
fn pack(to: &Path) -> Result<(), String> {
    let files = lexicon::load::read_folder(Path::new("lexicons")).map_err(|_| "the files cannot be read".to_owned())?;
    let bytes = postcard::to_stdvec(&files).map_err(|error| error.to_string())?;
    let file = std::fs::File::create(to).map_err(|error| error.to_string())?;
    let mut packed = flate2::write::GzEncoder::new(file, flate2::Compression::default());
    packed.write_all(&bytes).and_then(|()| packed.finish().map(|_| ())).map_err(|error| error.to_string())
}
