//! Comments that silence findings: what is given stands where the name of the rule and the reason are expected, before a
//! sentence with a finding.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let body = "\n\nThe judge is ________.\n";
    let memos = [
        format!("<!-- totality: {text} -->{body}"),
        format!("<!-- totality: ignore[unfilled-placeholder] {text}{body}"),
        format!("totality: ignore[{text}{body}"),
    ];
    for memo in &memos {
        for format in totality_fuzz::FORMATS {
            totality_fuzz::sound(memo, &totality_fuzz::checker().check(memo, format));
        }
    }
});
