//! Folders and patterns: walked in the order of names, without a list of what is in them.

use super::{Feed, Next, archive};
use crate::audit::pipeline::Take;
use crate::inputs;
use ignore::WalkBuilder;
use ignore::overrides::{Override, OverrideBuilder};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// What makes a path a pattern.
const WILD: [char; 3] = ['*', '?', '['];

/// Whether a path that leads nowhere may be meant as a pattern.
pub(super) fn is_pattern(path: &Path) -> bool {
    path.to_str().is_some_and(|path| path.contains(WILD))
}

/// The bytes of all files that a walk of the folder reads; for the progress that is shown.
pub(super) fn size(folder: &Path) -> u64 {
    let files = walker(folder, true).build().flatten().filter(is_wanted);
    files.filter_map(|entry| entry.metadata().ok()).map(|meta| meta.len()).sum()
}

/// Links are not followed: they lead to what is read in its own place, or to what nobody named.
fn walker(folder: &Path, has_filters: bool) -> WalkBuilder {
    let mut walker = inputs::walker(folder, has_filters);
    walker.follow_links(false);
    walker
}

fn is_wanted(entry: &ignore::DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_file()) && has_name(entry.path())
}

/// Whether a file is read by its name.
fn has_name(path: &Path) -> bool {
    (inputs::is_memo(path) || archive::Kind::of(path).is_some()) && !super::is_beside(path)
}

/// Whether this is a link that would lead to something to read.
fn is_link(entry: &ignore::DirEntry) -> bool {
    entry.path_is_symlink() && entry.depth() > 0 && (has_name(entry.path()) || entry.path().is_dir())
}

impl Feed<'_> {
    /// What a folder holds; of a pattern, only what fits it.
    pub(super) fn walk(
        &mut self,
        folder: &Path,
        fits: Option<&Override>,
        take: &mut Take<'_, Next>,
    ) -> ControlFlow<()> {
        let has_filters = !self.options.no_ignore;
        let does_fit = |entry: &ignore::DirEntry| {
            is_wanted(entry) && fits.is_none_or(|fits| fits.matched(entry.path(), false).is_whitelist())
        };
        let mut read = 0_u64;
        for entry in walker(folder, has_filters).build() {
            match entry {
                Ok(entry) if does_fit(&entry) => {
                    read += 1;
                    self.file(entry.path(), false, take)?;
                }
                Ok(entry) => self.left_out.links += u64::from(is_link(&entry)),
                Err(error) => {
                    if let Some(trouble) = inputs::trouble_of_walk(folder, &error) {
                        self.give(Err(trouble), take)?;
                    }
                }
            }
        }
        if has_filters {
            self.count_left_out(folder, read, does_fit);
        }
        ControlFlow::Continue(())
    }

    /// The walker does not say what it passes over: a second walk that passes over nothing tells.
    fn count_left_out(&mut self, folder: &Path, read: u64, does_fit: impl Fn(&ignore::DirEntry) -> bool) {
        let (mut all, mut hidden) = (0_u64, 0_u64);
        for entry in walker(folder, false).build().flatten().filter(does_fit) {
            all += 1;
            let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
            hidden += u64::from(below.components().any(|part| part.as_os_str().as_encoded_bytes().starts_with(b".")));
        }
        self.left_out.hidden += hidden;
        self.left_out.ignored += all.saturating_sub(read + hidden);
    }

    /// The files that fit a pattern such as `cases/**/2022-*.md`.
    pub(super) fn pattern(&mut self, pattern: &Path, take: &mut Take<'_, Next>) -> ControlFlow<()> {
        let name = crate::output::escape::path(pattern);
        let is_wild = |part: &std::path::Component<'_>| part.as_os_str().to_string_lossy().contains(WILD);
        let folder: PathBuf = pattern.components().take_while(|part| !is_wild(part)).collect();
        let rest: PathBuf = pattern.components().skip_while(|part| !is_wild(part)).collect();
        let folder = if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder };
        let mut fits = OverrideBuilder::new(&folder);
        let built = fits.add(&format!("/{}", rest.to_string_lossy().replace('\\', "/"))).and_then(|fits| fits.build());
        let fits = match built {
            Ok(fits) => fits,
            Err(error) => {
                let message = format!("this pattern cannot be read: {error}");
                return self.give(Err(super::named(&name, &message, "quote it, or name the files outright")), take);
            }
        };
        let before = self.known.len();
        self.walk(&folder, Some(&fits), take)?;
        if self.known.len() == before {
            let help = "a pattern finds .md, .markdown and .txt files and archives that are not hidden or ignored";
            return self.give(Err(super::named(&name, "no file fits this pattern", help)), take);
        }
        ControlFlow::Continue(())
    }
}
