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

/// A bit for each of so many hashes: most of what is asked for is not held, and few bits of memory that is at hand tell so at
/// once.
pub(super) fn filter(hashes: impl Iterator<Item = u64>, count: usize) -> Vec<[u32; 1]> {
    const BITS_FOR_EACH: usize = 8;
    const WORD: usize = u32::BITS as usize;
    let mut filter = vec![[0]; (count * BITS_FOR_EACH).next_power_of_two().max(WORD) / WORD];
    for hash in hashes {
        let (word, bit) = place_in_filter(hash, filter.len());
        filter[word][0] |= bit;
    }
    filter
}

/// Whether a filter may hold a hash. Few of those that it does not hold seem to be there.
pub(super) fn may_hold(filter: &[[u32; 1]], hash: u64) -> bool {
    let (word, bit) = place_in_filter(hash, filter.len());
    filter.get(word).is_some_and(|[bits]| bits & bit != 0)
}

/// The number of the filter that speaks of a hash, and the bit in it. The filter's length is a power of two.
const fn place_in_filter(hash: u64, length: usize) -> (usize, u32) {
    ((hash >> u32::BITS.ilog2()) as usize & length.wrapping_sub(1), 1 << (hash % u32::BITS as u64))
}
