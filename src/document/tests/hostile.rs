//! Input that is meant to hurt: nothing here may panic, overflow the stack, or take more than linear time.

use super::*;
use invariants::check;
use std::time::{Duration, Instant};

/// Deep and long texts of about `size` bytes.
fn monsters(size: usize) -> Vec<(&'static str, String)> {
    let patterns = [
        "> ",
        "- ",
        "* - ",
        "1. ",
        "[",
        "(",
        "**",
        "*",
        "_",
        "`",
        "<",
        "<!--",
        "&",
        "&#",
        "|",
        "| - ",
        "|\n",
        "a|b\n",
        ".",
        ". ",
        "!",
        "?",
        "a.",
        "a. ",
        "A. ",
        "\"",
        ". \"",
        "(\n",
        ":",
        "a:",
        "a: ",
        "a: \n",
        "A:  ",
        "a b: ",
        "-",
        "a-",
        "a-\n",
        "--",
        "- -\n",
        "\u{200b}",
        "a\u{200b}",
        "\u{ad}\n",
        "e\u{301}",
        "\n",
        "\n\n",
        "a\n\n",
        "\r",
        "\x0c",
        "a\x0c",
        "a\n\x0c",
        "\t",
        "  ",
        "a  b  ",
        "[ ] ",
        "[x] a ",
        "☐",
        "☐ a\n",
        "_ ",
        "__ a\n",
        "#",
        "# a\n",
        "A\n-\n",
        "A\n\n",
        "===\n",
        "1.\n",
        "a. b\n",
        "a: b | c: ",
        "X ... ",
        "x . . . y\n",
        "1,1",
        "1/1/",
        "1-1-",
        "$1.",
        "'",
        "a'",
        "http://",
        "://",
        "a://b ",
        "[^1]",
        "[^1]: ",
        "~~",
        "~~a~~ ",
        "---\n",
        "+++\n",
        "a: b\n    ",
        "    a\n",
        "\u{feff}",
        "é",
        "😀",
        "> a\n>> b\n",
        "- a\n  - b\n",
        "<br>",
        "</",
        "![",
        "](",
        "II. ",
        "(a) ",
    ];
    patterns.into_iter().map(|pattern| (pattern, pattern.repeat(size / pattern.len()))).collect()
}

#[test]
fn odd_texts_keep_the_invariants() {
    for (_, text) in monsters(300) {
        for format in [Format::Markdown, Format::Plain] {
            check(&parse(&text, format), &text);
        }
    }
}

/// Texts made of all pairs of fragments, so that every two layouts meet.
#[test]
fn pairs_of_fragments_keep_the_invariants() {
    let fragments: Vec<String> = monsters(4).into_iter().map(|(pattern, _)| pattern.to_owned()).collect();
    for first in &fragments {
        for second in &fragments {
            let text = format!("{first}{second}b{second}{first}\n{first}c {second}\n\n{second}");
            for format in [Format::Markdown, Format::Plain] {
                check(&parse(&text, format), &text);
            }
        }
    }
}

/// Memos and monsters cut up and put together again by a fixed rule.
#[test]
fn spliced_texts_keep_the_invariants() {
    let mut parts: Vec<String> = invariants::texts().into_iter().map(|(text, _)| text).collect();
    parts.extend(monsters(40).into_iter().map(|(_, text)| text));
    let mut state = 7_usize;
    let mut below = |limit: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % limit.max(1)
    };
    for _ in 0..2000 {
        let mut text = String::new();
        for _ in 0..4 {
            let part = &parts[below(parts.len())];
            let (skip, take) = (below(part.chars().count()), below(200));
            text.extend(part.chars().skip(skip).take(take));
        }
        for format in [Format::Markdown, Format::Plain] {
            check(&parse(&text, format), &text);
        }
    }
}

#[test]
fn deep_nesting_does_not_overflow_and_long_texts_take_linear_time() {
    for (pattern, text) in monsters(40_000) {
        for format in [Format::Markdown, Format::Plain] {
            let start = Instant::now();
            let _ = parse(&text, format);
            // Generous for a slow machine without optimisation; quadratic time would take minutes.
            let took = start.elapsed();
            assert!(took < Duration::from_secs(20), "{pattern:?} as {format:?} took {took:?}");
        }
    }
}

#[test]
#[ignore = "prints how long each monster takes at two sizes, for looking for what grows faster than its input"]
fn time() {
    use std::io::Write;
    let mut out = std::io::stdout();
    for ((pattern, small), (_, large)) in monsters(100_000).into_iter().zip(monsters(400_000)) {
        for format in [Format::Markdown, Format::Plain] {
            let time = |text: &str| {
                let start = Instant::now();
                let _ = parse(text, format);
                start.elapsed()
            };
            let (short, long) = (time(&small), time(&large));
            if long > Duration::from_millis(100) {
                writeln!(out, "{pattern:?} {format:?} {short:?} {long:?}").expect("writable");
            }
        }
    }
}
