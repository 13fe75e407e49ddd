//! Changed lines, from a patch or from git: only findings on them are reported.
//!
//! A text that git does not know at that revision is new as a whole. A finding on something absent counts when its text
//! was changed at all.

#![allow(clippy::disallowed_methods, reason = "git is asked what was changed, on demand")]

use crate::output::trouble::{Place, Trouble};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Which lines were changed, by text.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    files: BTreeMap<PathBuf, Vec<RangeInclusive<usize>>>,
    /// The texts that were there before; `None` if every text that is not in `files` is unchanged.
    before: Option<BTreeSet<PathBuf>>,
    /// The SHA-256 of the patch.
    pub(crate) digest: String,
}

impl Changes {
    /// The changes of a patch, whose paths are below a folder.
    pub(crate) fn of_patch(patch: &str, root: &Path) -> Self {
        let mut files: BTreeMap<PathBuf, Vec<RangeInclusive<usize>>> = BTreeMap::new();
        let mut file: Option<PathBuf> = None;
        // Where the next line of the hunk stands, and how many lines are still to come, old and new: until then the
        // text of a line may look like a header.
        let (mut at, mut old, mut new) = (0, 0_usize, 0_usize);
        for line in patch.lines() {
            let changed = file.as_ref().and_then(|file| files.get_mut(file));
            if (old, new) != (0, 0) {
                match (line.as_bytes().first(), changed) {
                    (Some(b'+'), changed) => {
                        changed.into_iter().for_each(|lines| lines.push(at..=at));
                        (at, new) = (at + 1, new.saturating_sub(1));
                    }
                    (Some(b'-'), changed) => {
                        // No line of the new text, but the text is changed.
                        changed.into_iter().for_each(|lines| lines.push(0..=0));
                        old = old.saturating_sub(1);
                    }
                    (Some(b'\\'), _) => {}
                    _ => (at, old, new) = (at + 1, old.saturating_sub(1), new.saturating_sub(1)),
                }
            } else if let Some((before, after)) = line.strip_prefix("@@ -").and_then(hunk) {
                (at, old, new) = (after.0, before.1, after.1);
            } else if let Some(named) =
                line.strip_prefix("+++ ").map(name).or_else(|| line.strip_prefix("rename to ").map(whole))
            {
                file = named.map(|name| root.join(name));
                if let Some(file) = &file {
                    files.entry(file.clone()).or_default();
                }
            }
        }
        Self { files, before: None, digest: totality::fingerprint::sha256(patch.as_bytes()) }
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
        let diff = [
            "diff",
            "--unified=0",
            "--no-color",
            "--no-ext-diff",
            "--find-renames",
            "--src-prefix=a/",
            "--dst-prefix=b/",
        ];
        let patch = git(&[&["-C", &at_root], &diff[..], &[revision, "--"]].concat())?;
        let before = git(&["-C", &at_root, "ls-tree", "-r", "-z", "--name-only", "--full-tree", revision])?;
        let before = before.split('\0').filter(|name| !name.is_empty()).map(|name| root.join(name)).collect();
        Ok(Self { before: Some(before), ..Self::of_patch(&patch, &root) })
    }

    /// The changes in a file that holds a patch; its paths are below the root of the repository, or else below here.
    ///
    /// # Errors
    /// A file that cannot be read, or that is no patch.
    pub(crate) fn in_file(path: &Path) -> Result<Self, Trouble> {
        let trouble = |message: String| {
            let help = "`--diff-file` takes what `git diff` writes".to_owned();
            Trouble { message, place: Some(Place::file(path)), help }
        };
        let bytes = std::fs::read(path).map_err(|error| trouble(format!("this cannot be read: {error}")))?;
        let patch = String::from_utf8_lossy(&bytes).into_owned();
        let here = std::env::current_dir().unwrap_or_default();
        let here = here.canonicalize().unwrap_or(here);
        let root = here.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(&here);
        let changes = Self::of_patch(&patch, root);
        if changes.files.is_empty()
            && !patch.trim().is_empty()
            && !patch.contains("+++ ")
            && !patch.contains("diff --git")
        {
            return Err(trouble("this is no patch".to_owned()));
        }
        Ok(changes)
    }

    /// Whether the lines of a text hold a change; `None` for the text as a whole.
    pub(crate) fn touch(&self, place: &Path, lines: Option<RangeInclusive<usize>>) -> bool {
        let Some(changed) = self.files.get(place) else {
            return self.before.as_ref().is_some_and(|before| !before.contains(place));
        };
        match lines {
            None => !changed.is_empty(),
            Some(lines) => changed.iter().any(|range| range.start() <= lines.end() && lines.start() <= range.end()),
        }
    }
}

/// The name in a header, without its prefix; `None` for a text that is gone.
fn name(written: &str) -> Option<String> {
    let written = whole(written.split('\t').next().unwrap_or(written).trim_end())?;
    if written == "/dev/null" {
        return None;
    }
    let bare =
        written.split_once('/').filter(|(prefix, _)| prefix.len() == 1).map_or(written.as_str(), |(_, name)| name);
    Some(bare.to_owned())
}

/// A name as git writes it: in quotation marks if it holds special characters.
fn whole(written: &str) -> Option<String> {
    let Some(inner) = written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
        return Some(written.to_owned());
    };
    let (mut bytes, mut rest) = (Vec::new(), inner.bytes());
    while let Some(byte) = rest.next() {
        if byte != b'\\' {
            bytes.push(byte);
            continue;
        }
        match rest.next()? {
            b'n' => bytes.push(b'\n'),
            b't' => bytes.push(b'\t'),
            b'r' => bytes.push(b'\r'),
            digit @ b'0'..=b'7' => {
                let more = [digit, rest.next()?, rest.next()?];
                let octal = std::str::from_utf8(&more).ok()?;
                bytes.push(u8::from_str_radix(octal, 8).ok()?);
            }
            other => bytes.push(other),
        }
    }
    String::from_utf8(bytes).ok()
}

/// The old and new start and length of a hunk, from behind `@@ -`.
fn hunk(rest: &str) -> Option<((usize, usize), (usize, usize))> {
    let (old, rest) = rest.split_once(" +")?;
    let (new, _) = rest.split_once(" @@")?;
    let range = |text: &str| {
        let (start, length) = text.split_once(',').unwrap_or((text, "1"));
        start.parse().ok().zip(length.parse().ok())
    };
    Some((range(old)?, range(new)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATCH: &str = "diff --git a/a.md b/a.md\n--- a/a.md\n+++ b/a.md\n@@ -1,3 +1,4 @@\n one\n+two\n three\n four\n\
                         --- a/gone.md\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n\
                         --- a/b c.md\n+++ \"b/b \\303\\251.md\"\n@@ -4,2 +3,0 @@\n-x\n-+++ b/fake.md\n\
                         diff --git a/old.md b/new.md\nrename from old.md\nrename to new.md\n";

    #[test]
    fn added_lines_count_and_so_do_lines_taken_out_for_the_text() {
        let changes = Changes::of_patch(PATCH, Path::new("/r"));
        let touch = |name: &str, lines| changes.touch(&Path::new("/r").join(name), lines);
        assert!(touch("a.md", Some(2..=2)) && touch("a.md", Some(1..=5)));
        assert!(!touch("a.md", Some(1..=1)) && !touch("a.md", Some(3..=4)));
        assert!(touch("a.md", None));
        assert!(touch("b \u{e9}.md", None) && !touch("b \u{e9}.md", Some(3..=3)));
        assert!(!touch("new.md", None) && !touch("other.md", None) && !touch("fake.md", None));
    }
}
