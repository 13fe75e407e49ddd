//! A lexicon of few files, the one named by the first byte being what is given; if it is sound, a text is checked with it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::fs;
use totality::check::{Checker, Format};

/// Beside `guidelines.toml`, without which there is no lexicon. `fuzz/seed` writes their letters before what it takes.
const FILES: [(u8, &str); 11] = [
    (b'g', "guidelines/guidelines.toml"),
    (b'f', "guidelines/factors/some-factor.toml"),
    (b'c', "guidelines/cues/some-cue.toml"),
    (b'd', "guidelines/decisions/enforce.toml"),
    (b'r', "guidelines/rules/some-rule.md"),
    (b'w', "english/words.toml"),
    (b'e', "english/cues/negation.toml"),
    (b'l', "english/lists/month.txt"),
    (b't', "guidelines/evidence/clause.tsv"),
    (b'n', "guidelines/evidence/clause-again.tsv"),
    (b'o', "guidelines/evidence/windows.tsv"),
];

const GUIDELINES: &str = include_str!("../../lexicons/dhs-2021/guidelines.toml");

fuzz_target!(|given: &[u8]| {
    let Some((first, content)) = given.split_first() else { return };
    let Some((_, file)) = FILES.iter().find(|(letter, _)| letter == first) else { return };
    let folder = tempfile::tempdir().expect("a folder can be made");
    let write = |file: &str, content: &[u8]| {
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().expect("is in a folder")).expect("a folder can be made");
        fs::write(path, content).expect("a file can be written");
    };
    write("guidelines/guidelines.toml", GUIDELINES.as_bytes());
    write(file, content);
    match Checker::from_folder(folder.path()) {
        Ok(checker) => {
            let text = "Subject: A000-111-222\n\nHe was not convicted of theft in May 2014, which is enough.\n";
            totality_fuzz::sound(text, &checker.check(text, Format::Plain));
        }
        Err(mistakes) => assert!(mistakes.iter().all(|mistake| mistake.line > 0 && !mistake.message.is_empty())),
    }
});
