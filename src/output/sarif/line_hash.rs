//! GitHub's own fingerprint of a line (`primaryLocationLineHash`), to the letter: its upload warns of any other value.
//!
//! A polynomial hash, to the base 37 modulo 2^64, of the hundred UTF-16 units from the start of the line that are
//! neither space nor tab; line ends count as LF, the end of the text as 65535, and what lies beyond as 0. A number
//! behind it counts lines with equal hashes.

use std::collections::HashMap;

const WINDOW: usize = 100;
const BASE: u64 = 37;
const END: u64 = 65535;
const LINE_FEED: u64 = 10;

/// The fingerprints of all lines that hold anything or end, in order.
pub(super) fn of_lines(text: &str) -> Vec<String> {
    let (mut units, mut starts) = (Vec::with_capacity(text.len() + 1), Vec::new());
    let (mut at_start, mut after_return) = (true, false);
    for unit in text.encode_utf16().map(u64::from).chain([END]) {
        let skipped = unit == u64::from(b' ') || unit == u64::from(b'\t') || (after_return && unit == LINE_FEED);
        after_return = !skipped && unit == u64::from(b'\r');
        if skipped {
            continue;
        }
        if at_start {
            starts.push(units.len());
        }
        let unit = if after_return { LINE_FEED } else { unit };
        at_start = unit == LINE_FEED;
        units.push(unit);
    }
    let mut seen: HashMap<u64, usize> = HashMap::new();
    let hash = |start: usize| {
        let units = units[start..].iter().copied().chain(std::iter::repeat(0)).take(WINDOW);
        units.fold(0_u64, |hash, unit| hash.wrapping_mul(BASE).wrapping_add(unit))
    };
    let mut named = |hash: u64| {
        let count = seen.entry(hash).or_default();
        *count += 1;
        format!("{hash:x}:{count}")
    };
    starts.into_iter().map(|start| named(hash(start))).collect()
}

#[cfg(test)]
mod tests {
    use super::of_lines;

    #[test]
    fn the_hashes_are_those_of_github() {
        assert_eq!(of_lines(""), ["c129715d7a2bc9a3:1"]);
        let lines = ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"];
        assert_eq!(of_lines(" a\nb\n  \t\tc\n d"), lines);
        let hashes = of_lines(&"Lorem ipsum dolor sit amet.\n".repeat(10));
        assert_eq!(hashes[0], "a7f2ff13bc495cf2:1");
        assert_eq!(hashes[5], "a7f2ff13bc495cf2:6");
        assert_eq!(
            hashes[6..],
            [
                "a7f2ff1481e87703:1",
                "a9cf91f7bbf1862b:1",
                "55ec222b86bcae53:1",
                "cc97dc7b1d7d8f7b:1",
                "c129715d7a2bc9a3:1"
            ]
        );
    }
}
