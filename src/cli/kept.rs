//! Files that no output takes the place of: what people write or keep, and what the run reads.

use crate::config::load;
use crate::inputs::{self, Inputs};
use crate::output::trouble::{Place, Trouble};
use crate::review::baseline::{self, Baseline};
use std::path::{Path, PathBuf};

/// The name of the ledger of waivers where none is given.
pub(super) const LEDGER: &str = "totality.waivers.toml";

/// The names of files that are written by people, or for them to keep.
const NAMES: [&str; 3] = [load::NAMES[0], load::NAMES[1], LEDGER];

/// What a run reads, as far as it is known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kept<'a> {
    /// The texts.
    pub(super) inputs: &'a Inputs,
    /// Settings, ledgers, patches and lists of paths.
    pub(super) read: &'a [PathBuf],
    /// The baseline that is named, also if it is not heeded.
    pub(super) baseline: Option<&'a Path>,
}

impl Kept<'_> {
    /// Why reports must not be written to one of these files.
    pub(super) fn overwritten<'a>(self, reports: impl IntoIterator<Item = &'a Path>) -> Option<Trouble> {
        let is_baseline = |file: &Path| {
            let is_known = self.baseline.is_some_and(|baseline| inputs::are_same(baseline, file));
            is_known || file.file_name().is_some_and(|name| name == baseline::NAME) || Baseline::is_at(file)
        };
        let why = |file| self.taken(file).or_else(|| is_baseline(file).then(|| in_place_of(file, "of the baseline")));
        reports.into_iter().find_map(why)
    }

    /// Why a baseline must not be written to a file.
    pub(super) fn taken(self, file: &Path) -> Option<Trouble> {
        let is_named = file.file_name().is_some_and(|name| NAMES.iter().any(|kept| name == *kept));
        // Whatever it is called, what is there in this form is settings or a ledger.
        let is_set = inputs::ending(file).is_some_and(|ending| ending == "toml") && file.is_file();
        if file.is_file() && self.inputs.list.iter().any(|input| input.is_file(file)) {
            Some(in_place_of(file, "of a text"))
        } else if is_named || is_set || self.read.iter().any(|read| inputs::are_same(read, file)) {
            Some(in_place_of(file, "of settings, a ledger, a patch or a list"))
        } else {
            None
        }
    }
}

/// What to say of a file that something else would take the place of.
pub(super) fn in_place_of(file: &Path, what: &str) -> Trouble {
    let help = "write to a file of its own".to_owned();
    Trouble { message: format!("this would take the place {what}"), place: Some(Place::file(file)), help }
}
