//! Features to sums: each is hashed, looked up and added.

use super::features::Gather;
use crate::lexicon::weights::{self, Features, Hashed, Kind, Sums, Weights};

/// Features as they come, to be looked up.
#[derive(Debug)]
pub(super) struct Keys<'l> {
    weights: &'l Weights,
    found: Features,
    /// The blocks whose features were shared last, and what they add up to.
    shared: Option<Vec<usize>>,
    of_shared: Sums,
    /// Whether they belong to what is gathered.
    with_shared: bool,
}

impl Gather for Keys<'_> {
    fn add(&mut self, kind: Kind, one: &str, other: &str) {
        self.add_hashed(kind, Hashed::new(one), Hashed::new(other));
    }

    fn add_hashed(&mut self, kind: Kind, one: Hashed<'_>, other: Hashed<'_>) {
        let key = weights::key(kind, one, other);
        if self.weights.may_know(key) {
            self.found.push(key, kind);
        }
    }

    fn add_shared(&mut self, blocks: &[usize], gather: impl FnOnce(&mut Self)) {
        if self.shared.as_deref() != Some(blocks) {
            let others = std::mem::take(&mut self.found);
            gather(self);
            self.weights.start_at_nothing(&mut self.of_shared);
            self.weights.add_each(&mut self.found, &mut self.of_shared);
            self.found = others;
            self.shared = Some(blocks.to_vec());
        }
        self.with_shared = true;
    }
}

impl<'l> Keys<'l> {
    pub(super) const fn new(weights: &'l Weights) -> Self {
        let of_shared = Sums::new();
        Self { weights, found: Features::new(), shared: None, of_shared, with_shared: false }
    }

    /// Adds up the weights of all features, each counted once, and forgets them.
    pub(super) fn settle(&mut self, sums: &mut Sums) {
        self.weights.add_each(&mut self.found, sums);
        if std::mem::take(&mut self.with_shared) {
            sums.add(&self.of_shared);
        }
    }
}
