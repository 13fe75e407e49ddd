//! Where outputs go, and where they must not.

use super::Arguments;
use crate::audit::{html, part};
use crate::cli::Shape;
use crate::cli::kept::{Kept, in_place_of};
use crate::inputs::{self, Inputs};
use crate::output::trouble::{Place, Trouble};
use std::path::{Path, PathBuf};

/// Whether an output goes where the summary would.
pub(super) fn writes_to_stdout(arguments: &Arguments) -> bool {
    outputs(arguments).any(part::is_stdout)
}

/// Where outputs go.
fn outputs(arguments: &Arguments) -> impl Iterator<Item = &Path> {
    let Arguments { jsonl, csv, html, sqlite, sample, sheet, .. } = arguments;
    let sheet = sample.map(|_| sheet);
    [jsonl, csv, html, sqlite].into_iter().flatten().chain(sheet).map(PathBuf::as_path)
}

/// Why the outputs cannot be where they are to be: two of them in one place, or one where it cannot be.
pub(super) fn misplaced(arguments: &Arguments) -> Option<Trouble> {
    let Arguments { html, sqlite, output_format, .. } = arguments;
    for (option, to) in [("--html", html), ("--sqlite", sqlite)] {
        if to.as_deref().is_some_and(part::is_stdout) {
            let help = format!("name a file: `{option} FILE`");
            return Some(Trouble::usage(format!("`{option}` cannot write to standard output"), help));
        }
    }
    if writes_to_stdout(arguments) && matches!(output_format, Shape::Json) {
        let help = "write one of them to a file";
        return Some(Trouble::usage(
            "two outputs would go to standard output: one of them, and the figures as JSON",
            help,
        ));
    }
    // Until an output is complete, it has another name, and a report keeps its data aside.
    let all: Vec<&Path> = outputs(arguments).collect();
    let streams = |path: &Path| part::is_stream(path) && !part::is_stdout(path);
    let files = || all.iter().copied().filter(|path| !streams(path));
    let parts = files().map(|path| part::beside(path, part::PART));
    let data = html.iter().filter(|path| !streams(path)).map(|path| part::beside(path, html::DATA));
    let aside: Vec<PathBuf> = parts.chain(data).collect();
    let mut known: Vec<PathBuf> = Vec::new();
    for path in files().map(Path::to_path_buf).chain(aside.iter().cloned()) {
        let place = real(&path);
        if known.contains(&place) {
            let help = "give each output a file of its own".to_owned();
            let message = "two outputs would be written to this file".to_owned();
            return Some(Trouble { message, place: Some(Place::file(&path)), help });
        }
        known.push(place);
    }
    aside.into_iter().find(|path| path.exists()).map(|path| {
        let help = "an output has this name until it is complete; if it is left of a run that was ended, remove it, or else \
                    name another output";
        let message = "this would take the place of a file that is there".to_owned();
        Trouble { message, place: Some(Place::file(&path)), help: help.to_owned() }
    })
}

/// A path by which a file is known whatever leads to it, whether or not it is there.
fn real(path: &Path) -> PathBuf {
    if let Ok(found) = path.canonicalize() {
        return found;
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
    path.file_name().map_or_else(|| folder.clone(), |name| folder.join(name))
}

/// Why an output must not be written: it would take the place of something that is read or kept.
pub(super) fn overwritten(arguments: &Arguments) -> Option<Trouble> {
    let Arguments { paths, files_from, .. } = arguments;
    let lists = files_from.iter().filter(|list| !inputs::is_stdin(list));
    let listed: Vec<_> = lists.filter_map(|list| inputs::listed(list).ok()).flatten().collect();
    let is_text = |file: &Path| {
        let is_named = paths.iter().chain(&listed).any(|path| inputs::are_same(path, file));
        file.is_file() && (is_named || inputs::is_memo(file))
    };
    // Texts in folders may be very many, and are known by their names.
    let kept = Kept { inputs: &Inputs::default(), read: files_from, baseline: None };
    outputs(arguments)
        .find_map(|file| if is_text(file) { Some(in_place_of(file, "of a text")) } else { kept.overwritten([file]) })
}
