//! What `git diff` writes, read strictly: a patch that is cut off or of another shape must not pass for one that changes
//! nothing.

use std::collections::BTreeMap;

/// What a patch says of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// Its lines.
    Lines(Lines),
    /// It is changed, and not said where: it holds what is no text, or not in lines that git counts.
    Whole,
    /// It is taken out.
    Gone,
}

/// The lines of a file that a patch shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::review) struct Lines {
    /// The added ones, by number.
    pub(super) added: Vec<usize>,
    /// Whether there were others that are gone.
    pub(super) is_cut: bool,
    /// Those that the patch shows, added or not, by number: the file must have them.
    pub(super) shown: BTreeMap<usize, String>,
    /// The last line that the patch counts on.
    pub(super) last: usize,
}

/// The header of a file, as far as it was read.
#[derive(Debug, Default)]
struct Section {
    /// The line of the patch where it begins.
    line: usize,
    /// The names behind `diff --git`.
    git: Option<String>,
    before: Option<String>,
    after: Option<String>,
    renamed: Option<String>,
    is_binary: bool,
    is_gone: bool,
    is_new: bool,
    /// Whether it says that the content changes (`index`), and to what.
    index: Option<String>,
    /// Whether it says in full something that needs no lines: another mode, another name.
    is_complete: bool,
    has_hunk: bool,
    /// Whether what follows is a message and no part of it.
    is_over: bool,
    lines: Lines,
    is_unclear: bool,
}

/// The beginning of the name that git gives to an empty file.
const EMPTY: &str = "e69de29";

/// Reads a patch: the files it names, and what it does to them.
///
/// # Errors
/// What is wrong, with the line of the patch.
pub(super) fn read(patch: &str) -> Result<BTreeMap<String, Change>, (usize, String)> {
    let mut files = BTreeMap::new();
    let mut section: Option<Section> = None;
    let mut lines = patch.split_terminator('\n').enumerate().map(|(at, line)| (at + 1, line)).peekable();
    while let Some((at, raw)) = lines.next() {
        let line = raw.strip_suffix('\r').unwrap_or(raw);
        let next_starts = |start: &str, lines: &mut std::iter::Peekable<_>| -> bool {
            lines.peek().is_some_and(|(_, next): &(usize, &str)| next.starts_with(start))
        };
        let wrong = |message: &str| Err((at, message.to_owned()));
        if line.starts_with('\u{1b}') {
            return wrong("this patch is coloured: write it with `--no-color`");
        } else if line.starts_with("diff --cc ") || line.starts_with("diff --combined ") || line.starts_with("@@@") {
            return wrong("this is the patch of a merge, which is not of one text: write it with `git diff`");
        } else if let Some(names) = line.strip_prefix("diff --git ") {
            close(section.take(), &mut files)?;
            section = Some(Section { line: at, git: Some(names.to_owned()), ..Section::default() });
        } else if line.starts_with("--- ") && next_starts("+++ ", &mut lines) {
            // A header of its own, where no other comes before it.
            if section.as_ref().is_none_or(|section| section.after.is_some()) {
                close(section.take(), &mut files)?;
                section = Some(Section { line: at, ..Section::default() });
            }
            let (before, after) = (&line[4..], lines.next().map_or("", |(_, next)| &next[4..]));
            if let Some(section) = &mut section {
                section.before = Some(before.to_owned());
                section.after = Some(after.to_owned());
            }
            if !next_starts("@@ -", &mut lines) {
                return wrong("this patch is cut off: after the names of a file stands no `@@`");
            }
        } else if line.starts_with("@@") {
            let Some(section) = section.as_mut().filter(|section| section.after.is_some()) else {
                return wrong("this patch is damaged: these lines belong to no file");
            };
            let Some((before, after)) = line.strip_prefix("@@ -").and_then(hunk) else {
                return wrong("this patch is damaged: after `@@` stand the places, as `-1,3 +1,4 @@`");
            };
            section.has_hunk = true;
            body(before, after, &mut lines, section).map_err(|message| (at, message.to_owned()))?;
        } else if let Some(section) = &mut section {
            header(section, line).map_err(|message| (at, message.to_owned()))?;
        }
    }
    close(section, &mut files)?;
    if files.is_empty() && !patch.trim().is_empty() {
        return Err((1, "this is no patch".to_owned()));
    }
    Ok(files)
}

/// Reads the lines of a hunk, as many as it says that it has.
fn body<'p>(
    (_, mut old): (usize, usize),
    (start, mut new): (usize, usize),
    lines: &mut std::iter::Peekable<impl Iterator<Item = (usize, &'p str)>>,
    section: &mut Section,
) -> Result<(), &'static str> {
    let found = &mut section.lines;
    let (mut at, mut is_change) = (start, false);
    found.last = found.last.max((start + new).saturating_sub(1).max(start));
    while (old, new) != (0, 0) {
        let Some((_, line)) = lines.next() else {
            return Err("this patch is cut off: lines are missing behind this place");
        };
        section.is_unclear |= line.contains(['\0', '\u{fffd}']);
        let (mark, words) = line.split_at_checked(1).unwrap_or((" ", ""));
        match mark {
            "+" if new > 0 => {
                found.added.push(at);
                found.shown.insert(at, words.to_owned());
                (at, new, is_change) = (at + 1, new - 1, true);
            }
            "-" if old > 0 => {
                found.is_cut = true;
                (old, is_change) = (old - 1, true);
            }
            " " | "\r" if old > 0 && new > 0 => {
                found.shown.insert(at, words.to_owned());
                (at, old, new) = (at + 1, old - 1, new - 1);
            }
            "\\" => {}
            _ => return Err("the lines behind this place are not as many as it says, or are not of a patch in lines"),
        }
    }
    if !is_change {
        return Err("nothing is changed behind this place: give the patch in lines, without `--word-diff`");
    }
    while lines.peek().is_some_and(|(_, line)| line.starts_with('\\')) {
        lines.next();
    }
    Ok(())
}

/// Reads a line between the hunks.
fn header(section: &mut Section, line: &str) -> Result<(), &'static str> {
    if section.has_hunk {
        // Behind a file may stand the signature of a mail, or a message; but no lines of the file.
        section.is_over |= line.trim_end() == "--" || line.starts_with("From ") || line.starts_with("commit ");
        return if line.starts_with(['+', '-', ' ']) && !section.is_over {
            Err("there are more lines than the place before them says")
        } else {
            Ok(())
        };
    }
    if line.starts_with("--- ") || line.starts_with("+++ ") {
        return Err("this patch is cut off: the names of a file are not followed by what is changed in it");
    }
    if let Some(name) = line.strip_prefix("rename to ").or_else(|| line.strip_prefix("copy to ")) {
        section.renamed = Some(name.to_owned());
        section.is_complete = true;
    } else if line.starts_with("new mode ") {
        section.is_complete = true;
    } else if line.starts_with("new file mode ") {
        section.is_new = true;
    } else if line.starts_with("deleted file mode ") {
        section.is_gone = true;
    } else if let Some(index) = line.strip_prefix("index ") {
        section.index = Some(index.to_owned());
    } else if line.starts_with("Binary files ") || line == "GIT binary patch" {
        section.is_binary = true;
    }
    Ok(())
}

/// Takes over what was read of a file.
fn close(section: Option<Section>, files: &mut BTreeMap<String, Change>) -> Result<(), (usize, String)> {
    let Some(section) = section else { return Ok(()) };
    let wrong = |message: &str| Err((section.line, message.to_owned()));
    let Some(name) = name(&section) else {
        return wrong("this patch is damaged: the name of this file cannot be read");
    };
    let is_empty = |side: fn((&str, &str)) -> String| {
        let index = section.index.as_deref().and_then(|index| index.split_whitespace().next()?.split_once(".."));
        index.is_none_or(|index| side(index).starts_with(EMPTY))
    };
    let change = if section.is_gone {
        if !section.has_hunk && !section.is_binary && !is_empty(|(before, _)| before.to_owned()) {
            return wrong("this patch is cut off: what is taken out of this file is missing");
        }
        Change::Gone
    } else if section.is_binary || section.is_unclear {
        Change::Whole
    } else if section.has_hunk {
        if section.after.as_deref().is_some_and(|after| label(after) == "/dev/null") {
            Change::Gone
        } else {
            Change::Lines(section.lines)
        }
    } else if section.is_new && is_empty(|(_, after)| after.to_owned()) {
        Change::Whole
    } else if section.is_complete && section.index.is_none() {
        Change::Lines(Lines::default())
    } else {
        return wrong("this patch is cut off: what is changed in this file is missing");
    };
    match files.get(&name) {
        // Another kind of file in its place is written as one taken out and one put in.
        None | Some(Change::Gone) => {
            files.insert(name, change);
            Ok(())
        }
        Some(_) => wrong("this file stands twice in the patch: give one patch from the first state to the last"),
    }
}

/// The name of the file that a section is about, below the folder of the patch.
fn name(section: &Section) -> Option<String> {
    if let Some(renamed) = &section.renamed {
        return unquoted(renamed);
    }
    let (before, after) = match (&section.before, &section.after) {
        (Some(before), Some(after)) => (unquoted(label(before))?, unquoted(label(after))?),
        _ => pair(section.git.as_ref()?)?,
    };
    match (before.as_str(), after.as_str()) {
        // With `--no-prefix` both sides have the same name; and with prefixes, never.
        ("/dev/null", _) | (_, "/dev/null") => {
            let present = if after == "/dev/null" { before } else { after };
            match section.git.as_ref().and_then(|names| pair(names)) {
                Some((before, after)) => bare(&before, &after),
                // A patch of `diff`, or a name that cannot be told in the first line: by custom.
                None => Some(
                    ["a/", "b/"].iter().find_map(|prefix| present.strip_prefix(prefix)).unwrap_or(&present).to_owned(),
                ),
            }
        }
        (before, after) => bare(before, after),
    }
}

/// The name without the prefixes of its two sides, if they are prefixes.
fn bare(before: &str, after: &str) -> Option<String> {
    if before == after {
        return Some(after.to_owned());
    }
    let parts = |name: &str| name.split_once('/').map(|(prefix, name)| (prefix.to_owned(), name.to_owned()));
    match (parts(before), parts(after)) {
        (Some((_, old)), Some((_, new))) if old == new => Some(new),
        // Prefixes and another name on each side; a rename is told by lines of its own.
        (Some((a, _)), Some((b, new))) if a.len() == 1 && b.len() == 1 && a != b => Some(new),
        _ => Some(after.to_owned()),
    }
}

/// The two names behind `diff --git`, where no other line tells them.
fn pair(names: &str) -> Option<(String, String)> {
    if let Some(rest) = names.strip_prefix('"') {
        // The first ends at the next mark that is not escaped.
        let mut is_escaped = false;
        let end = rest.char_indices().find_map(|(at, c)| {
            let is_end = c == '"' && !is_escaped;
            is_escaped = c == '\\' && !is_escaped;
            is_end.then_some(at)
        })?;
        let (before, after) = names.split_at(end + 2);
        return Some((unquoted(before)?, unquoted(after.trim_start())?));
    }
    // Without a rename, both are the same but for prefixes: the space between them is the one that parts them so.
    let middles = names.match_indices(' ').map(|(at, _)| (&names[..at], &names[at + 1..]));
    let tail = |name: &str| name.split_once('/').map(|(_, tail)| tail.to_owned());
    let is_pair = |(before, after): &(&str, &str)| {
        before == after || (before.len() == after.len() && tail(before).is_some() && tail(before) == tail(after))
    };
    let found = middles.clone().find(is_pair).or_else(|| {
        // Prefixes of different lengths.
        middles.clone().find(|(before, after)| tail(before).is_some() && tail(before) == tail(after))
    });
    found.map(|(before, after)| (before.to_owned(), after.to_owned()))
}

/// A name in a header without the time that `diff` writes behind it.
fn label(written: &str) -> &str {
    written.split('\t').next().unwrap_or(written).trim_end_matches('\r')
}

/// A name as git writes it: in quotation marks if it holds special characters.
fn unquoted(written: &str) -> Option<String> {
    let written = written.trim_end_matches('\r');
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

    fn added(patch: &str) -> Vec<(String, Option<Vec<usize>>)> {
        let lines = |change| match change {
            Change::Lines(lines) => Some(lines.added),
            Change::Whole | Change::Gone => None,
        };
        let files = read(patch).unwrap_or_else(|error| panic!("{patch}: {error:?}"));
        files.into_iter().map(|(name, change)| (name, lines(change))).collect()
    }

    #[test]
    fn the_lines_of_a_patch_are_read() {
        let patch = "diff --git a/a.md b/a.md\nindex 1..2 100644\n--- a/a.md\n+++ b/a.md\n@@ -1,3 +1,4 @@\n one\n+two\n three\n \
                     four\n--- a/gone.md\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n--- a/b c.md\n+++ \"b/b \\303\\251.md\"\n\
                     @@ -4,2 +3,0 @@\n-x\n-+++ b/fake.md\ndiff --git a/old.md b/new.md\nsimilarity index 100%\n\
                     rename from old.md\nrename to new.md\n-- \n2.39\n";
        assert_eq!(
            added(patch.replace("\n-- \n2.39", "").as_str()),
            [
                ("a.md".to_owned(), Some(vec![2])),
                ("b \u{e9}.md".to_owned(), Some(vec![])),
                ("gone.md".to_owned(), None),
                ("new.md".to_owned(), Some(vec![])),
            ]
        );
        assert!(read(patch).is_ok());
        assert_eq!(read(""), Ok(BTreeMap::new()));
    }

    #[test]
    fn names_are_told_from_prefixes() {
        let body = "@@ -1 +1 @@\n-x\n+y\n";
        for (head, name) in [
            ("diff --git a/s.md b/s.md\n--- a/s.md\n+++ b/s.md\n", "s.md"),
            ("diff --git s/b c.md s/b c.md\n--- s/b c.md\t\n+++ s/b c.md\t\n", "s/b c.md"),
            ("diff --git i/b/c.md w/b/c.md\n--- i/b/c.md\n+++ w/b/c.md\n", "b/c.md"),
            ("diff --git old/b/c.md new/b/c.md\n--- old/b/c.md\n+++ new/b/c.md\n", "b/c.md"),
            ("diff --git a/n.md a/n.md\nnew file mode 100644\n--- /dev/null\n+++ a/n.md\n", "a/n.md"),
            ("diff --git a/a b.md b/a b.md\nnew file mode 100644\n--- /dev/null\n+++ b/a b.md\n", "a b.md"),
            ("--- old.md\t2020-01-01\n+++ old.md\t2020-01-02\n", "old.md"),
        ] {
            assert_eq!(added(&format!("{head}{body}")), [(name.to_owned(), Some(vec![1]))], "{head}");
        }
    }

    #[test]
    fn what_git_cannot_show_is_changed_as_a_whole() {
        for patch in [
            "diff --git a/a.md b/a.md\nindex 1..2 100644\nBinary files a/a.md and b/a.md differ\n",
            "diff --git a/a.md b/a.md\nindex 1..2 100644\n--- a/a.md\n+++ b/a.md\n@@ -1 +1 @@\n-x\n+\0y\n",
            "diff --git a/a.md b/a.md\nnew file mode 100644\nindex 0000000..e69de29\n",
        ] {
            assert_eq!(read(patch), Ok(BTreeMap::from([("a.md".to_owned(), Change::Whole)])), "{patch}");
        }
    }

    #[test]
    fn what_is_no_whole_patch_is_an_error() {
        let head = "diff --git a/a.md b/a.md\nindex 1..2 100644\n--- a/a.md\n+++ b/a.md\n";
        for patch in [
            "Roses are red.\n".to_owned(),
            "diff --git a/a.md b/a.md\n".to_owned(),
            "diff --git a/a.md b/a.md\nindex 1..2 100644\n".to_owned(),
            "diff --git a/a.md b/a.md\nindex 1..2 100644\n--- a/a.md\n".to_owned(),
            head.to_owned(),
            format!("{head}@@ -1,3 +1,3 @@\n"),
            format!("{head}@@ -1,3 +1,3 @@\n one\n-two\n"),
            format!("{head}@@ -1 +1 @@\n-two\n+two\n+three\n"),
            format!("{head}@@ -1 +1 @@\nThe [-two-]{{+three+}}\n"),
            format!("{head}@@ -1 +1 @@\n  [-two-]{{+three+}}\n"),
            format!("{head}@@ one @@\n"),
            format!("{head}@@ -1 +1 @@\n-two\n+one\n{head}@@ -1 +1 @@\n-one\n+two\n"),
            "\u{1b}[1mdiff --git a/a.md b/a.md\u{1b}[m\n".to_owned(),
            "diff --cc a.md\nindex 1,2..3\n--- a/a.md\n+++ b/a.md\n@@@ -1,1 -1,1 +1,1 @@@\n- x\n -y\n++z\n".to_owned(),
        ] {
            assert!(read(&patch).is_err(), "{patch}: {:?}", read(&patch));
        }
    }
}
