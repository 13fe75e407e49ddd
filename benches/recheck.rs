//! How long an editor waits: a memo of some thirty pages is checked again after each keystroke, by the library and on one
//! thread. The memo is made of memos of `fixtures/`, one after the other. The fastest and the middle run are printed.
//!
//! `cargo bench --bench recheck`

#![allow(clippy::print_stdout, reason = "a benchmark tells by printing")]

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use totality::check::{Checker, Format};

const BYTES: usize = 90_000;
const KEYSTROKES: usize = 40;

fn memos(folder: &Path) -> Vec<PathBuf> {
    let below = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut found: Vec<PathBuf> =
        below.flat_map(|path| if path.is_dir() { memos(&path) } else { vec![path] }).collect();
    found.retain(|path| path.extension().is_some_and(|ending| ending == "md"));
    found.sort();
    found
}

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/corpus");
    let mut text = String::new();
    for memo in memos(&folder) {
        if text.len() < BYTES {
            text.push_str(&fs::read_to_string(memo).unwrap_or_default());
            text.push('\n');
        }
    }
    let checker = Checker::embedded();
    let middle = (text.len() / 2..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    let mut times: Vec<Duration> = Vec::new();
    for letter in ('a'..='z').cycle().take(KEYSTROKES) {
        text.insert(middle, letter);
        let start = Instant::now();
        black_box(checker.check(&text, Format::Markdown));
        times.push(start.elapsed());
    }
    times.sort();
    let milliseconds = |time: Duration| time.as_secs_f64() * 1e3;
    println!(
        "{} bytes checked again after each of {KEYSTROKES} keystrokes: {:.1} ms at best, {:.1} ms in the middle",
        text.len(),
        milliseconds(times[0]),
        milliseconds(times[times.len() / 2])
    );
}
