//! Changed lines, from a patch or from git: only findings on them are reported.
//!
//! A text that git does not know at that revision is new as a whole. A finding on something absent counts when its text
//! was changed at all. Where it cannot be known which lines were changed, all were: git shows no lines of a text that it
//! takes for binary, and counts lines by the bytes of line feeds, which are others in UTF-16.

#![allow(clippy::disallowed_methods, reason = "git is asked what was changed, on demand")]

mod patch;

use crate::output::trouble::{Place, Trouble};
use patch::{Change, Lines};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use totality::source::{Encoding, Source, Span};

/// Which lines were changed, by text.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    files: BTreeMap<PathBuf, Change>,
    /// The texts that were there before; `None` if every text that is not in `files` is unchanged.
    before: Option<BTreeSet<PathBuf>>,
    /// The file of the patch; `None` if git was asked.
    patch: Option<PathBuf>,
    /// The SHA-256 of the patch.
    pub(crate) digest: String,
}

/// What of one text was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Changed<'a> {
    /// Nothing.
    Nothing,
    /// All of it, or nobody knows what.
    All,
    /// These lines, as git counts them.
    Lines(&'a Lines),
}

impl Changed<'_> {
    /// Whether a place of the text was changed; `None` for the text as a whole.
    pub(super) fn touches(self, span: Option<Span>, text: &str) -> bool {
        let lines = match self {
            Self::Nothing => return false,
            Self::All => return true,
            Self::Lines(lines) => lines,
        };
        let Some(span) = span else { return lines.is_cut || !lines.added.is_empty() };
        let last = span.end.saturating_sub(1).max(span.start);
        let range = line(text, span.start)..=line(text, last);
        lines.added.iter().any(|line| range.contains(line))
    }
}

/// The number of the line of an offset, as git counts: by line feeds alone.
fn line(text: &str, offset: usize) -> usize {
    let before = &text.as_bytes()[..offset.min(text.len())];
    memchr::memchr_iter(b'\n', before).count() + 1
}

impl Changes {
    /// The changes of a patch, whose paths are below a folder.
    ///
    /// # Errors
    /// What is wrong with the patch, with its line.
    fn of_patch(patch: &str, root: &Path) -> Result<Self, (usize, String)> {
        let files = patch::read(patch)?.into_iter().map(|(name, change)| (root.join(name), change)).collect();
        Ok(Self { files, digest: totality::fingerprint::sha256(patch.as_bytes()), ..Self::default() })
    }

    /// The changes since a revision, by git.
    ///
    /// # Errors
    /// What git says.
    pub(crate) fn since(revision: &str) -> Result<Self, Trouble> {
        let trouble =
            |message: String| Trouble::usage(message, "`--diff` takes a commit, branch or tag of this repository");
        if revision.starts_with('-') {
            return Err(trouble(format!("`{revision}` is no revision")));
        }
        let git = |arguments: &[&str]| -> Result<String, Trouble> {
            let output = Command::new("git").args(["-c", "core.quotePath=false"]).args(arguments).output();
            let output = output.map_err(|error| trouble(format!("git cannot be run: {error}")))?;
            if output.status.success() {
                return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
            }
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            Err(trouble(format!("git cannot tell what was changed: {}", said.lines().next().unwrap_or_default())))
        };
        let root = git(&["rev-parse", "--show-toplevel"])?;
        let root = PathBuf::from(root.trim_end());
        let root = root.canonicalize().unwrap_or(root);
        let at_root = root.to_string_lossy().into_owned();
        // Whatever the settings of the repository say, the lines of each file are asked for as they are.
        let diff = [
            "diff",
            "--unified=0",
            "--inter-hunk-context=0",
            "--text",
            "--no-textconv",
            "--no-ext-diff",
            "--no-color",
            "--find-renames",
            "--submodule=short",
            "--src-prefix=a/",
            "--dst-prefix=b/",
        ];
        let patch = git(&[&["-C", &at_root], &diff[..], &[revision, "--"]].concat())?;
        let before = git(&["-C", &at_root, "ls-tree", "-r", "-z", "--name-only", "--full-tree", revision])?;
        let before = before.split('\0').filter(|name| !name.is_empty()).map(|name| root.join(name)).collect();
        let changes = Self::of_patch(&patch, &root).map_err(|(line, message)| {
            trouble(format!("what git says was changed cannot be read: {message} (line {line})"))
        })?;
        Ok(Self { before: Some(before), ..changes })
    }

    /// The changes in a file that holds a patch; its paths are below the root of the repository, or else below here.
    ///
    /// # Errors
    /// A file that cannot be read, that is no patch or not all of one, or whose files are not there.
    pub(crate) fn in_file(path: &Path) -> Result<Self, Trouble> {
        let trouble = |message: String, place: Place| {
            let help =
                "`--diff-file` takes all of what `git diff --no-color` writes in the state that is checked".to_owned();
            Trouble { message, place: Some(place), help }
        };
        let bytes =
            std::fs::read(path).map_err(|error| trouble(format!("this cannot be read: {error}"), Place::file(path)))?;
        let patch = String::from_utf8_lossy(&bytes).into_owned();
        let here = std::env::current_dir().unwrap_or_default();
        let here = here.canonicalize().unwrap_or(here);
        let root = here.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(&here);
        let changes = Self::of_patch(&patch, root)
            .map_err(|(line, message)| trouble(message, Place::line_of_file(path, line, 1)))?;
        let is_missing =
            |(file, change): &(&PathBuf, &Change)| **change != Change::Gone && file.symlink_metadata().is_err();
        if let Some((file, _)) = changes.files.iter().find(is_missing) {
            let name = crate::output::escape::path(file.strip_prefix(root).unwrap_or(file));
            let message = format!("this patch is not of what is here: it changes `{name}`, and there is no such file");
            return Err(trouble(message, Place::file(path)));
        }
        Ok(Self { patch: Some(path.to_path_buf()), ..changes })
    }

    /// What of the text at a place was changed.
    ///
    /// # Errors
    /// A patch that is of another state of the text.
    pub(super) fn of(&self, place: &Path, source: &Source) -> Result<Changed<'_>, Trouble> {
        let Some(change) = self.files.get(place) else {
            let is_new = self.before.as_ref().is_some_and(|before| !before.contains(place));
            return Ok(if is_new { Changed::All } else { Changed::Nothing });
        };
        let lines = match change {
            Change::Lines(lines) => lines,
            Change::Whole => return Ok(Changed::All),
            Change::Gone => return self.stale("the patch takes this text away, and it is there"),
        };
        if matches!(source.encoding(), Encoding::Utf16Le | Encoding::Utf16Be) {
            return Ok(if lines.is_cut || !lines.added.is_empty() { Changed::All } else { Changed::Nothing });
        }
        let text = source.text();
        let written: Vec<&str> = text.split_terminator('\n').collect();
        let is_same = |(number, shown): (&usize, &String)| {
            let bare = |line: &str| line.trim_start_matches('\u{feff}').trim_end_matches('\r').to_owned();
            number.checked_sub(1).and_then(|at| written.get(at)).is_some_and(|line| bare(line) == bare(shown))
        };
        if lines.last > written.len() || !lines.shown.iter().all(is_same) {
            return self.stale("the patch is of another state of this text: its lines are not those that are here");
        }
        Ok(Changed::Lines(lines))
    }

    /// What holds where the patch does not fit a text. Git is asked about the files as they are; only filters can make a
    /// difference, and then it is not known what was changed.
    fn stale(&self, message: &str) -> Result<Changed<'_>, Trouble> {
        let Some(patch) = &self.patch else { return Ok(Changed::All) };
        let help = "write the patch anew, with the text as it is".to_owned();
        Err(Trouble { message: message.to_owned(), place: Some(Place::file(patch)), help })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn added_lines_count_and_so_do_lines_taken_out_for_the_text() {
        let patch = "diff --git a/a.md b/a.md\n--- a/a.md\n+++ b/a.md\n@@ -1,3 +1,4 @@\n one\n+two\n three\n four\n\
                     diff --git a/b.md b/b.md\n--- a/b.md\n+++ b/b.md\n@@ -4,2 +0,0 @@\n-x\n-y\n";
        let changes = Changes::of_patch(patch, Path::new("/r")).expect("is a patch");
        let text = "one\ntwo\nthree\nfour\n";
        let source = Source::from_text(text.to_owned());
        let touches = |name: &str, words: Option<&str>| {
            let span = words.map(|words| {
                let start = text.find(words).expect("is there");
                Span::new(start, start + words.len())
            });
            changes.of(&Path::new("/r").join(name), &source).expect("fits").touches(span, text)
        };
        assert!(touches("a.md", Some("two")) && touches("a.md", Some("one\ntwo")) && touches("a.md", None));
        assert!(!touches("a.md", Some("one")) && !touches("a.md", Some("three\nfour")));
        assert!(touches("b.md", None) && !touches("b.md", Some("one")));
        assert!(!touches("other.md", None));
        let other = Source::from_text("one\ntoo\nthree\nfour\n".to_owned());
        assert_eq!(changes.of(Path::new("/r/a.md"), &other).expect("git was asked"), Changed::All);
    }
}
