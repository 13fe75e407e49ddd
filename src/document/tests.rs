//! Representative layouts as outlines, and what holds for every text.

use super::*;

/// Abbreviations as the lexicon has them.
fn abbreviations() -> HashSet<String> {
    let words = [
        "mr", "mrs", "ms", "dr", "sgt", "lt", "off", "ofc", "st", "no", "nos", "v", "vs", "u.s.c", "u.s", "art", "sec",
        "dec", "jan", "feb", "sept", "approx", "inc", "dept", "d.o",
    ];
    words.map(str::to_owned).into()
}

#[test]
#[ignore = "prints all outlines of a folder, for looking at"]
fn show() {
    use std::io::Write;
    let mut out = std::io::stdout();
    for path in std::env::var("SHOW").expect("SHOW names files").split_whitespace() {
        let text = std::fs::read_to_string(path).expect("readable");
        let format = if path.ends_with(".md") { Format::Markdown } else { Format::Plain };
        let outline = Document::parse(&text, format, &abbreviations()).outline(&text);
        writeln!(out, "=== {path}\n{outline}").expect("writable");
    }
}
