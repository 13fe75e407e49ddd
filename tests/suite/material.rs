//! What the tests read: the lexicon and the memos of the project, found by themselves.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use totality::check::{Checker, Format};
use totality::source::Source;

/// A path in the project.
pub(crate) fn path(below: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(below)
}

/// The folder of the lexicon: the project's, or another whose author wants to run these tests on it.
pub(crate) fn lexicons() -> PathBuf {
    std::env::var_os("TOTALITY_TEST_LEXICONS").map_or_else(|| path("lexicons"), PathBuf::from)
}

/// The lexicon as it stands on disk now, compiled once.
pub(crate) fn checker() -> &'static Checker {
    static CHECKER: OnceLock<Checker> = OnceLock::new();
    CHECKER.get_or_init(|| {
        Checker::from_folder(&lexicons()).unwrap_or_else(|mistakes| {
            let all: Vec<_> = mistakes.iter().map(|mistake| format!("  {mistake}; {}\n", mistake.help)).collect();
            panic!("the lexicon has mistakes:\n{}", all.concat())
        })
    })
}

/// The same, by its phrases and cues alone: what stands beside an entry is said of the entry, not of what was learned.
pub(crate) fn checker_of_phrases() -> &'static Checker {
    static CHECKER: OnceLock<Checker> = OnceLock::new();
    CHECKER.get_or_init(|| Checker::from_folder(&lexicons()).expect("the lexicon is sound").without_evidence())
}

/// A memo of the project.
#[derive(Debug)]
pub(crate) struct Memo {
    /// Its path below the project, with `/`.
    pub(crate) name: String,
    pub(crate) source: Source,
    pub(crate) format: Format,
}

impl Memo {
    pub(crate) fn text(&self) -> &str {
        self.source.text()
    }
}

/// The memos below a folder of the project, in order of their paths.
pub(crate) fn memos(folder: &str) -> Vec<Memo> {
    let mut memos = Vec::new();
    for file in files(&path(folder)) {
        let format = match file.extension().and_then(|ending| ending.to_str()) {
            Some("md") => Format::Markdown,
            Some("txt") => Format::Plain,
            _ => continue,
        };
        let name = below_project(&file);
        match Source::decode(&fs::read(&file).expect("a fixture can be read")) {
            Ok(source) => memos.push(Memo { name, source, format }),
            Err(error) => assert!(name.contains("/hostile/"), "{name}: {error}"),
        }
    }
    assert!(!memos.is_empty(), "there are memos in {folder}");
    memos
}

/// The memos of `fixtures`, and of the corpus every eighth one: some of each writer, in bearable time.
pub(crate) fn memos_of_every_kind() -> Vec<Memo> {
    const EACH: usize = 8;
    let mut of_corpus = (0..EACH).cycle();
    let mut memos = memos("fixtures");
    memos.retain(|memo| !memo.name.starts_with("fixtures/corpus/") || of_corpus.next() == Some(0));
    memos
}

/// All files below a folder, in order.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        for entry in entries {
            let path = entry.expect("a folder can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// The path of a file below the project, with `/`.
pub(crate) fn below_project(file: &Path) -> String {
    file.strip_prefix(path("")).unwrap_or(file).to_string_lossy().replace('\\', "/")
}

/// The memo in which examples are tried: faultless, every requirement met, with one place for a sentence.
pub(crate) fn framed(sentence: &str) -> String {
    const PLACE: &str = "{example}";
    static FRAME: OnceLock<String> = OnceLock::new();
    let frame = FRAME.get_or_init(|| {
        let frame = fs::read_to_string(path("fixtures/frame/frame.md")).expect("the frame can be read");
        assert_eq!(frame.matches(PLACE).count(), 1, "the frame has one place for an example");
        frame
    });
    frame.replace(PLACE, sentence)
}

/// Fails unless the complaints are just those that `fixtures/known-gaps/NAME.txt` lists, by their first lines: a new
/// one is a step back, and one that is listed and no longer there is to be struck. `TOTALITY_UPDATE` writes the list.
#[track_caller]
pub(crate) fn only_known(complaints: &[String], name: &str) {
    let file = path(&format!("fixtures/known-gaps/{name}.txt"));
    let first = |complaint: &String| complaint.lines().next().unwrap_or_default().to_owned();
    let found: BTreeSet<String> = complaints.iter().map(first).collect();
    if std::env::var_os("TOTALITY_UPDATE").is_some() {
        let lines: String = found.iter().map(|line| format!("{line}\n")).collect();
        fs::write(&file, lines).expect("the list of known gaps can be written");
        return;
    }
    let listed = fs::read_to_string(&file).unwrap_or_default();
    let known: BTreeSet<String> = listed.lines().map(str::to_owned).collect();
    let fresh: Vec<&String> = complaints.iter().filter(|complaint| !known.contains(&first(complaint))).collect();
    let mended: Vec<&String> = known.difference(&found).collect();
    assert!(
        fresh.is_empty(),
        "{} new in {name}:\n\n{}\n",
        fresh.len(),
        fresh.iter().map(|c| c.as_str()).collect::<Vec<_>>().join("\n")
    );
    assert!(mended.is_empty(), "strike from {}, they hold now: {mended:#?}", file.display());
}

/// Fails with all complaints at once, if there are any.
#[track_caller]
pub(crate) fn none(complaints: &[String], of: &str) {
    assert!(complaints.is_empty(), "{} {of}:\n\n{}\n", complaints.len(), complaints.join("\n"));
}
