//! The lexicon that is built into the program, compiled by `build.rs`.

use crate::lexicon::{Lexicon, LexiconError};
use std::io::Read as _;
use std::path::Path;

static COMPILED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.bin"));

/// Bytes at a place where numbers of 32 bits may lie.
#[repr(C)]
struct Aligned<Bytes: ?Sized>([u32; 0], Bytes);

/// A table that the build wrote.
macro_rules! table {
    ($name:literal) => {{
        static TABLE: &Aligned<[u8]> = &Aligned([], *include_bytes!(concat!(env!("OUT_DIR"), "/", $name)));
        &TABLE.1
    }};
}

/// Its tables: they are read where they lie.
static TABLES: [&[u8]; 7] = [
    table!("automaton.table"),
    table!("clause.table"),
    table!("status.table"),
    table!("sentence.table"),
    table!("decision.table"),
    table!("networks.table"),
    table!("examples.table"),
];

/// What it holds, as one number.
static DIGEST: &str = include_str!(concat!(env!("OUT_DIR"), "/digest.txt"));

/// Its files, packed.
static FILES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/files.gz"));

impl Lexicon {
    /// The built-in one, with the files of a folder in place of its own or beside them.
    ///
    /// # Errors
    /// Every mistake in what both make together.
    ///
    /// # Panics
    /// Never in a program that was built whole, as [`Lexicon::embedded`].
    pub fn over_embedded(folder: &Path) -> Result<Self, Vec<LexiconError>> {
        let mut packed = Vec::new();
        let files = flate2::read::GzDecoder::new(FILES).read_to_end(&mut packed).map_err(|error| error.to_string());
        match files.and_then(|_| postcard::from_bytes(&packed).map_err(|error| error.to_string())) {
            Ok(files) => Self::laid_over(files, folder),
            Err(error) => panic!("the files of the built-in lexicon cannot be read: {error}"),
        }
    }

    /// The built-in one.
    ///
    /// # Panics
    /// Never in a program that was built whole: the build writes what is read here.
    #[must_use]
    pub fn embedded() -> Self {
        match postcard::from_bytes::<Self>(COMPILED) {
            Ok(mut lexicon) => {
                lexicon.with_tables(TABLES, DIGEST);
                lexicon
            }
            Err(error) => panic!("the built-in lexicon cannot be read: {error}"),
        }
    }
}
