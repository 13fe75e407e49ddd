//! What a lexicon holds, as one number, so that a report can say what it was made with.

use super::Lexicon;
use crate::hexadecimal::hexadecimal;
use sha2::{Digest as _, Sha256};

impl Lexicon {
    /// What the lexicon holds, as a SHA-256 in hexadecimal: the same for the same words, rules and weights, built in or
    /// not. For the built-in one it was worked out when the program was built.
    #[must_use]
    pub fn digest(&self) -> String {
        self.digest.get_or_init(|| self.work_out_digest()).clone()
    }

    fn work_out_digest(&self) -> String {
        let mut hash = Sha256::new();
        // Plain data in memory is always written.
        hash.update(postcard::to_stdvec(self).unwrap_or_default());
        self.tables().iter().for_each(|(_, table)| hash.update(table));
        hexadecimal(&hash.finalize())
    }
}
