//! Rows of texts, through the program, as separated values and as JSON Lines. Slow and blind to coverage.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|rows: &[u8]| {
    let folder = tempfile::tempdir().expect("a folder can be made");
    for kind in ["csv", "jsonl"] {
        totality_fuzz::program(&["audit", "-", "--rows", kind], folder.path(), rows);
    }
});
