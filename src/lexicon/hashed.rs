//! Hashes of words, the same in every build and on every machine.

/// A word and its hash, so that a word that stands in many features is hashed once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hashed<'w> {
    pub(crate) word: &'w str,
    pub(crate) hash: u64,
}

impl<'w> Hashed<'w> {
    /// No word: the second one of a feature that is made of one.
    pub(crate) const NOTHING: Hashed<'static> = Hashed { word: "", hash: 0 };

    pub(crate) fn new(word: &'w str) -> Self {
        // most words are short: they are taken up eight bytes at a time, the length telling apart what is filled up
        let (mut hash, mut rest) = (0, word.as_bytes());
        while let Some((eight, after)) = rest.split_first_chunk() {
            hash = mixed(hash ^ u64::from_le_bytes(*eight));
            rest = after;
        }
        let tail = match (rest.first_chunk(), rest.last_chunk()) {
            (Some(first), Some(last)) => {
                u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << u32::BITS
            }
            _ => rest.iter().fold(0, |tail, byte| tail << u8::BITS | u64::from(*byte)),
        };
        Self { word, hash: mixed(mixed(hash ^ tail) ^ word.len() as u64) }
    }

    pub(crate) const fn is_empty(self) -> bool {
        self.word.is_empty()
    }
}

pub(super) const MIXER: u64 = 0x9e37_79b9_7f4a_7c15;

pub(super) const fn mixed(number: u64) -> u64 {
    let product = number.wrapping_mul(MIXER);
    product ^ product >> 32
}
