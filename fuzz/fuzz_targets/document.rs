//! Bytes to text to sentences and fields.
#![no_main]

use libfuzzer_sys::fuzz_target;
use totality::source::Source;

fuzz_target!(|bytes: &[u8]| {
    let Ok(source) = Source::decode(bytes) else { return };
    for format in totality_fuzz::FORMATS {
        let document = totality_fuzz::checker().parse(source.text(), format);
        // The outline quotes each block, sentence and field.
        let _ = document.outline(source.text());
    }
});
