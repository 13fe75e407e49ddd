//! Settings, through the program: they are read by it and not by the library. Slow and blind to coverage, so seeds count.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::fs;

fuzz_target!(|settings: &[u8]| {
    let folder = tempfile::tempdir().expect("a folder can be made");
    fs::write(folder.path().join("totality.toml"), settings).expect("a file can be written");
    fs::write(folder.path().join("a.md"), "The judge is ________.\n").expect("a file can be written");
    totality_fuzz::program(&["check", "a.md"], folder.path(), b"");
});
