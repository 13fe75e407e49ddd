//! What the README shows is what the program prints.
//!
//! `TOTALITY_UPDATE=1 cargo test readme` puts what is printed now into the README.

use crate::harness::totality;
use crate::material::path;
use std::fs;

const FENCE: &str = "```";

#[test]
fn the_finding_in_the_readme_is_what_is_printed() {
    let file = path("README.md");
    let text = fs::read_to_string(&file).expect("the README can be read");
    // <!-- printed: check fixtures/flagged/NAME.md -->, and then a fenced block
    let (before, rest) = text.split_once("<!-- printed: ").expect("the README shows what is printed");
    let (command, rest) = rest.split_once(" -->\n").expect("the mark is closed");
    let (opening, rest) = rest.split_once('\n').expect("a fence is opened");
    assert!(opening.starts_with(FENCE), "a fence follows the mark");
    let (shown, after) = rest.split_once(&format!("{FENCE}\n")).expect("the fence is closed");

    let arguments: Vec<_> = command.split(' ').collect();
    let memo = arguments.last().expect("a memo is named");
    let run = totality(&arguments).file(memo, fs::read(path(memo)).expect("the memo can be read")).run();
    // The README shows the first finding, up to the blank line after it.
    let printed = run.stdout.split("\n\n").next().unwrap_or_default().to_owned() + "\n";
    if std::env::var_os("TOTALITY_UPDATE").is_some() {
        let text = format!("{before}<!-- printed: {command} -->\n{opening}\n{printed}{FENCE}\n{after}");
        fs::write(&file, text).expect("the README can be written");
        return;
    }
    assert_eq!(shown, printed, "TOTALITY_UPDATE=1 cargo test readme");
    assert!(text.contains(&format!("cargo run --release -- {command}")), "the README gives the command");
}
