//! Texts that were made to do harm, or were broken on the way: each is read right or refused, and nothing in them acts on
//! whoever reads the output.

use crate::harness::totality;
use crate::material::{below_project, files, path};
use std::fs;
use std::time::{Duration, Instant};

/// Characters that no output may hold as they are: they act on a terminal, or turn or hide what is read.
fn acts(character: char) -> bool {
    match character {
        '\n' => false,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{ad}' | '\u{feff}' => true,
        _ => character.is_control(),
    }
}

#[test]
fn nothing_in_a_text_acts_on_its_reader() {
    for file in files(&path("fixtures/hostile")) {
        let name = below_project(&file);
        let ending = file.extension().and_then(|ending| ending.to_str()).expect("a fixture has an ending");
        for arguments in [
            vec!["check"],
            vec!["check", "--output-format", "concise"],
            vec!["check", "--output-format", "json"],
            vec!["factors"],
            vec!["trace"],
        ] {
            let memo = format!("memo.{ending}");
            let bytes = fs::read(&file).expect("a fixture can be read");
            let run = totality(arguments.iter().copied().chain([memo.as_str()])).file(&memo, bytes).run();
            assert!(run.code.is_some_and(|code| (0..=2).contains(&code)), "{name} {arguments:?}\n{run}");
            assert!(
                !run.stderr.contains("panicked") && !run.stderr.contains("is a bug"),
                "{name} {arguments:?}\n{run}"
            );
            let acting: Vec<_> = run.stdout.chars().chain(run.stderr.chars()).filter(|c| acts(*c)).collect();
            assert!(acting.is_empty(), "{name} {arguments:?}: {acting:?}");
        }
    }
}

#[test]
fn a_finding_is_made_in_spite_of_what_hides_it() {
    // The words are there for whoever reads the memo; marks that nobody sees do not hide them from the program.
    for name in ["terminal-escapes.md", "bidirectional-overrides.md", "workflow-command.md", "formula.md"] {
        let bytes = fs::read(path("fixtures/hostile").join(name)).expect("a fixture can be read");
        let (_, report) = totality(["check", "--output-format", "json", name]).file(name, bytes).json();
        let factors = report["documents"][0]["factors"].as_array().cloned().unwrap_or_default();
        assert!(!factors.is_empty(), "{name}: {report}");
    }
}

#[test]
fn what_is_no_text_is_refused() {
    for name in ["nul-bytes.txt", "utf16-cut-in-half.txt"] {
        let bytes = fs::read(path("fixtures/hostile").join(name)).expect("a fixture can be read");
        let run = totality(["check", name]).file(name, bytes).run();
        assert_eq!(run.code, Some(2), "{name}\n{run}");
        assert!(run.stderr.contains("error: this cannot be read"), "{name}\n{run}");
    }
}

#[test]
fn long_lines_and_large_texts_are_read_in_time() {
    let sentence = "He was convicted of theft in 2014 and the conviction is not, on its own, enough; ";
    let memo = "Subject: A000-111-222\n\nI recommend a Notice to Appear.\n";
    let texts = [
        sentence.repeat(1_000),
        "a".repeat(400_000),
        "(".repeat(100_000),
        format!("{sentence}\n\n").repeat(5_000),
        format!("**{sentence}** ").repeat(500),
    ];
    for text in texts {
        let start = Instant::now();
        let run =
            totality(["check", "a.md", "--output-format", "concise"]).file("a.md", format!("{memo}{text}\n")).run();
        assert!(run.code.is_some_and(|code| code < 2), "{}", run.stderr);
        // A bound for what grows with the square of the length, not for how fast a machine is.
        assert!(start.elapsed() < Duration::from_secs(30), "{:?} for {:?} …", start.elapsed(), &text[..20]);
    }
}
