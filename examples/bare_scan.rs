//! The least that any audit must do: read every text of a `.tar` once and find the lexicon's words with a bare
//! Aho-Corasick automaton, on all cores. `cargo run --release --example bare_scan -- ARCHIVE`, from the project's folder.

#![allow(clippy::print_stdout, reason = "a program that prints a figure")]

use aho_corasick::{AhoCorasick, MatchKind};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::error::Error;
use std::fs::{self, File};
use std::io::{BufReader, Read as _};
use std::path::Path;
use std::time::Instant;

/// So many texts are held at once.
const CHUNK: usize = 4096;

fn words(folder: &Path, found: &mut BTreeSet<String>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            words(&path, found)?;
        } else if path.extension().is_some_and(|ending| ending == "toml") {
            let text = fs::read_to_string(&path)?.to_lowercase();
            let all = text.split(|c: char| !c.is_ascii_lowercase()).filter(|word| word.len() > 3);
            found.extend(all.map(str::to_owned));
        }
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let archive = std::env::args().nth(1).ok_or("usage: bare_scan ARCHIVE.tar")?;
    let mut patterns = BTreeSet::new();
    words(Path::new("lexicons"), &mut patterns)?;
    let builder = &mut AhoCorasick::builder();
    let automaton = builder.ascii_case_insensitive(true).match_kind(MatchKind::LeftmostLongest).build(&patterns)?;
    let start = Instant::now();
    let mut archive = tar::Archive::new(BufReader::with_capacity(1 << 20, File::open(archive)?));
    let (mut bytes, mut matches, mut texts) = (0, 0, 0);
    let mut scan = |chunk: &mut Vec<Vec<u8>>| {
        matches += chunk.par_iter().map(|text| automaton.find_iter(text).count()).sum::<usize>();
        bytes += chunk.iter().map(Vec::len).sum::<usize>();
        texts += chunk.len();
        chunk.clear();
    };
    let mut chunk = Vec::new();
    for entry in archive.entries()? {
        let mut text = Vec::new();
        entry?.read_to_end(&mut text)?;
        chunk.push(text);
        if chunk.len() == CHUNK {
            scan(&mut chunk);
        }
    }
    scan(&mut chunk);
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "bare scan: {texts} texts, {:.1} MB, {} patterns, {matches} matches, {seconds:.2} s, {:.0} texts/s, {:.1} MB/s",
        bytes as f64 / 1e6,
        patterns.len(),
        texts as f64 / seconds,
        bytes as f64 / 1e6 / seconds
    );
    Ok(())
}
