//! Representative layouts as outlines, and what holds for every text.

mod hostile;
mod invariants;
mod markdown;
mod plain;

use super::*;

/// Abbreviations as the lexicon has them.
fn abbreviations() -> BTreeSet<String> {
    let words = [
        "mr", "mrs", "ms", "dr", "sgt", "lt", "off", "ofc", "st", "no#", "nos#", "v", "vs", "art#", "sec#", "dec",
        "jan", "feb", "sept", "approx", "inc", "dept", "d.o",
    ];
    words.map(str::to_owned).into()
}

fn parse(text: &str, format: Format) -> Document {
    Document::parse(text, format, &abbreviations())
}

fn outline(text: &str, format: Format) -> String {
    parse(text, format).outline(text)
}

/// The texts of a document's words.
fn words(document: &Document, text: &str) -> Vec<String> {
    document.words.iter().map(|word| word.plain(text).into_owned()).collect()
}

#[test]
#[ignore = "prints the outlines of the files named in SHOW, for looking at"]
fn show() {
    use std::io::Write;
    let mut out = std::io::stdout();
    for path in std::env::var("SHOW").expect("SHOW names files").split_whitespace() {
        let text = std::fs::read_to_string(path).expect("readable");
        let format = if path.ends_with(".md") { Format::Markdown } else { Format::Plain };
        writeln!(out, "=== {path}\n{}", outline(&text, format)).expect("writable");
    }
}
