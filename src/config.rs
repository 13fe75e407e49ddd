//! Settings: from the command line, from files found upwards from each text, or built in.
//!
//! The nearest file of settings to a text is in force for it, alone, unless it extends another. What may be overridden
//! is resolved in [`settings`]; reading the files and finding their mistakes is [`load`].

pub(crate) mod file;
pub(crate) mod load;
pub(crate) mod settings;

use crate::output::trouble::Trouble;
use load::Layer;
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// The files of settings that are in force somewhere: the nearest first, then what it extends.
pub(crate) type Chain = Rc<Vec<Layer>>;

/// Which files of settings are in force where.
pub(crate) struct Configs {
    /// One for all texts; `None` to find them.
    fixed: Option<Chain>,
    folders: RefCell<HashMap<PathBuf, (PathBuf, Chain)>>,
    chains: RefCell<HashMap<PathBuf, Chain>>,
    troubles: RefCell<Vec<Trouble>>,
    seen: RefCell<BTreeSet<PathBuf>>,
}

/// What settings say of a file met in a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// It is read.
    Read,
    /// It is left out, as its name says that it is no memo.
    NoMemo,
    /// It is left out, as settings say.
    Excluded,
}

impl Configs {
    /// The file named, or none at all, or those found.
    ///
    /// # Errors
    /// Every mistake in the file named.
    pub(crate) fn new(named: Option<&Path>, isolated: bool) -> Result<Self, Vec<Trouble>> {
        let fixed = match named {
            _ if isolated => Some(Rc::new(Vec::new())),
            Some(path) => {
                let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
                Some(Rc::new(load::chain(&path.canonicalize().unwrap_or(path))?))
            }
            None => None,
        };
        Ok(Self {
            fixed,
            folders: RefCell::default(),
            chains: RefCell::default(),
            troubles: RefCell::default(),
            seen: RefCell::default(),
        })
    }

    /// Whether the files are found, not named.
    pub(crate) const fn are_found(&self) -> bool {
        self.fixed.is_none()
    }

    /// The settings for a file, and its place in the file system. Mistakes are kept for [`Self::troubles`].
    pub(crate) fn of(&self, file: &Path) -> (Chain, PathBuf) {
        if file.is_dir() {
            return self.of(&file.join("*"));
        }
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
        let known = self.folders.borrow().get(folder).cloned();
        let (place, chain) = known.unwrap_or_else(|| {
            let place =
                folder.canonicalize().or_else(|_| std::path::absolute(folder)).unwrap_or_else(|_| folder.into());
            let chain = self.fixed.clone().unwrap_or_else(|| self.find(&place));
            self.folders.borrow_mut().insert(folder.to_path_buf(), (place.clone(), chain.clone()));
            (place, chain)
        });
        (chain, file.file_name().map_or(place.clone(), |name| place.join(name)))
    }

    fn find(&self, folder: &Path) -> Chain {
        let path = match load::find(folder) {
            Ok(Some(path)) => path,
            Ok(None) => return Chain::default(),
            Err(trouble) => {
                self.add(vec![trouble]);
                return Chain::default();
            }
        };
        if let Some(chain) = self.chains.borrow().get(&path) {
            return chain.clone();
        }
        let read = |path: &Path| {
            load::chain(path).unwrap_or_else(|troubles| {
                self.add(troubles);
                Vec::new()
            })
        };
        let mut chain = read(&path);
        for above in self.above(&path) {
            for layer in read(&above) {
                if chain.iter().all(|known| known.path != layer.path) && layer.file.suppressions.forbid.is_some() {
                    chain.push(layer.above());
                }
            }
        }
        let chain = Rc::new(chain);
        self.chains.borrow_mut().insert(path, chain.clone());
        chain
    }

    /// The files of settings above one: what they forbid holds below, also where a nearer file does not extend them.
    fn above(&self, path: &Path) -> Vec<PathBuf> {
        let mut all = Vec::new();
        let mut nearest = path.to_path_buf();
        while let Some(folder) = nearest.parent().filter(|folder| !folder.join(".git").exists()) {
            match folder.parent().map_or(Ok(None), load::find) {
                Ok(Some(above)) => {
                    all.push(above.clone());
                    nearest = above;
                }
                Ok(None) => break,
                Err(trouble) => {
                    self.add(vec![trouble]);
                    break;
                }
            }
        }
        all
    }

    fn add(&self, troubles: Vec<Trouble>) {
        let mut known = self.troubles.borrow_mut();
        for trouble in troubles {
            if !known.contains(&trouble) {
                known.push(trouble);
            }
        }
    }

    /// The mistakes found so far.
    pub(crate) fn troubles(&self) -> Vec<Trouble> {
        self.troubles.borrow().clone()
    }

    /// Whether a file met in a folder is read; `is_memo` tells what its name says.
    pub(crate) fn reach(&self, file: &Path, is_memo: bool) -> Reach {
        let (chain, place) = self.of(file);
        let below = |layer: &Layer| place.strip_prefix(layer.folder()).map(Path::to_path_buf).ok();
        if is_memo || chain.iter().any(|layer| layer.include.is_some()) {
            self.seen.borrow_mut().insert(place.clone());
        }
        if chain.iter().any(|layer| below(layer).is_some_and(|path| layer.exclude.is_match(path))) {
            return if is_memo { Reach::Excluded } else { Reach::NoMemo };
        }
        let include = chain.iter().find_map(|layer| layer.include.as_ref().zip(below(layer)));
        match include {
            Some((include, path)) if include.is_match(&path) => Reach::Read,
            Some(_) if is_memo => Reach::Excluded,
            None if is_memo => Reach::Read,
            _ => Reach::NoMemo,
        }
    }

    /// Globs that match no file, of the files of settings in or below a folder that was walked.
    pub(crate) fn idle_globs(&self, walked: &[PathBuf]) -> Vec<Trouble> {
        let walked: Vec<_> = walked.iter().filter_map(|folder| folder.canonicalize().ok()).collect();
        let seen = self.seen.borrow();
        let mut idle = Vec::new();
        for chain in self.chains.borrow().values().chain(&self.fixed) {
            for layer in chain.iter().filter(|layer| walked.iter().any(|folder| layer.folder().starts_with(folder))) {
                let file = &layer.file;
                let lists = file.per_file.iter().map(|some| &some.files).chain(&file.include).chain(&file.exclude);
                for glob in lists.flat_map(|list| list.get_ref()) {
                    let mut below = seen.iter().filter_map(|path| path.strip_prefix(layer.folder()).ok());
                    if !below.any(|path| load::matches(glob.get_ref(), path)) {
                        let message = format!("`{}` matches no file", glob.get_ref());
                        let trouble = layer.trouble(&glob.span(), message, "correct it, or take it out".to_owned());
                        if !idle.contains(&trouble) {
                            idle.push(trouble);
                        }
                    }
                }
            }
        }
        idle.sort_by_key(|trouble| format!("{:?}", trouble.place));
        idle
    }
}
