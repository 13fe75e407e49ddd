//! Whether time grows as the text does: each pathological input is checked in three sizes, each twice the one before, and
//! the ratios of the times are printed. About 2 is right; 4 is the square. Never a test: what a machine does beside it
//! shows. The best of three runs counts.
//!
//! `cargo bench --bench growth` tries all of them, `cargo bench --bench growth -- table` those that have it in their name;
//! `--phrases` leaves out what was learned.

#![allow(clippy::print_stdout, reason = "a benchmark tells by printing")]

use std::hint::black_box;
use std::time::{Duration, Instant};
use totality::check::{Checker, Format};

const HEAD: &str = "Subject: A000-111-222\n\nI recommend a Notice to Appear.\n\n";
const PROSE: &str = "He was convicted of theft in 2014 and the conviction is not, on its own, enough; ";
const FINDING: &str = "The conviction alone is enough to place him in removal proceedings. ";

/// The bytes, about, of the smallest size.
const SMALLEST: usize = 100_000;

/// A name, and the text of so many parts.
type Shape = (&'static str, usize, fn(usize) -> String);

/// Each with the bytes of a part.
const SHAPES: [Shape; 38] = [
    ("prose on one line", PROSE.len(), |n| PROSE.repeat(n)),
    ("prose in paragraphs", PROSE.len(), |n| format!("{PROSE}\n\n").repeat(n)),
    ("prose under headings", 110, |n| format!("# Criminal history\n\n{PROSE}\n\n").repeat(n)),
    ("findings on one line", FINDING.len(), |n| FINDING.repeat(n)),
    ("findings in paragraphs", FINDING.len(), |n| format!("{FINDING}\n\n").repeat(n)),
    ("findings silenced", 100, |n| {
        "<!-- totality: ignore[unfilled-placeholder] reason: x -->\n\nThe judge is ________.\n\n".repeat(n)
    }),
    ("one word", 1, |n| "a".repeat(n)),
    ("words", 5, |n| "word ".repeat(n)),
    ("names", 9, |n| "Ana Ruiz ".repeat(n)),
    ("factors on one line", 7, |n| "theft; ".repeat(n)),
    ("denials on one line", 9, |n| "no theft ".repeat(n)),
    ("denials before factors", 9, |n| "no ".repeat(n) + &"theft ".repeat(n)),
    ("reasons on one line", 27, |n| "because convicted of theft ".repeat(n)),
    ("abbreviations", 4, |n| "Mr. ".repeat(n)),
    ("dates", 15, |n| "On 9 June 2022 ".repeat(n)),
    ("placeholders", 9, |n| "________ ".repeat(n)),
    ("full stops", 1, |n| ".".repeat(n)),
    ("empty lines", 1, |n| "\n".repeat(n)),
    ("marks on a letter", 2, |n| format!("e{}", "\u{301}".repeat(n))),
    ("invisible characters", 13, |n| "con\u{200d}victed ".repeat(n)),
    ("headings", 11, |n| "# Heading\n\n".repeat(n)),
    ("capital headings", 16, |n| "HEADING\n\nNone.\n".repeat(n)),
    ("a wide table", 6, |n| format!("|{}\n|{}\n|{}\n", "a|".repeat(n), "-|".repeat(n), "b|".repeat(n))),
    ("a long table", 12, |n| format!("|Factor|Yes|\n|-|-|\n{}", "|Threat|no|\n".repeat(n))),
    ("fields", 13, |n| "Office: Reno\n".repeat(n)),
    ("boxes", 15, |n| "[x] Yes [ ] No\n".repeat(n)),
    ("colons", 3, |n| "a: ".repeat(n)),
    ("items", 29, |n| "- He has no criminal history\n".repeat(n)),
    ("brackets", 2, |n| "[".repeat(n) + &"]".repeat(n)),
    ("links", 5, |n| "[".repeat(n) + &"](x)".repeat(n)),
    ("emphasis", 4, |n| "*a_ ".repeat(n)),
    ("ticks", 3, |n| "`a ".repeat(n)),
    ("tags", 3, |n| "<a ".repeat(n)),
    ("comments", 12, |n| "<!-- x -->\n\n".repeat(n)),
    ("comments never closed", 5, |n| "<!-- ".repeat(n)),
    ("entities", 5, |n| "&amp;".repeat(n)),
    ("references", 16, |n| (0..n).map(|n| format!("[a{n}]: x\n")).collect::<String>() + &"[a1] ".repeat(n)),
    ("quotation marks", 8, |n| "\"theft\" ".repeat(n)),
];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let names: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with("--")).collect();
    let checker = Checker::embedded();
    let by_phrases = arguments.iter().any(|argument| argument == "--phrases");
    let checker = if by_phrases { checker.without_evidence() } else { checker };
    println!("{:24} {:>8} {:>10} {:>10} {:>10}  ratios", "", "", "once", "twice", "4 times");
    for (name, part, text) in SHAPES {
        if !names.is_empty() && !names.iter().any(|asked| name.contains(asked.as_str())) {
            continue;
        }
        for format in [Format::Markdown, Format::Plain] {
            let times = [1, 2, 4].map(|size| best(&checker, &text(size * SMALLEST / part), format));
            let [once, twice, four] = times.map(|time| time.as_secs_f64() * 1e3);
            let format = format!("{format:?}");
            let ratios = format!("{:.1} {:.1}", twice / once, four / twice);
            println!("{name:24} {format:>8} {once:>7.1} ms {twice:>7.1} ms {four:>7.1} ms  {ratios}");
        }
    }
}

fn best(checker: &Checker, text: &str, format: Format) -> Duration {
    let text = format!("{HEAD}{text}\n");
    let once = || {
        let start = Instant::now();
        black_box(checker.check(black_box(&text), format));
        start.elapsed()
    };
    once().min(once()).min(once())
}
