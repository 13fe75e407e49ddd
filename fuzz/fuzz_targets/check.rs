//! The whole check of a text, and that the text can be quoted at every place of the report.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for format in totality_fuzz::FORMATS {
        totality_fuzz::sound(text, &totality_fuzz::checker().check(text, format));
    }
});
