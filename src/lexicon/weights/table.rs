//! Features and their weights as flat tables of numbers, which a program carries in itself and reads where they lie.

use crate::lexicon::hashed;
use crate::lexicon::rows::{Laying, Rows, Taking};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Where the weights of a feature lie.
pub(super) type Place = u32;

/// How many cells a feature has, and how they are to be read.
pub(super) type Head = u32;

/// Half of a key, and one more than the place of its weights, or 0.
pub(super) type Slot = [u32; 2];

#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Table {
    /// The filter of all keys: most features of a text are not known.
    #[serde(skip)]
    filter: Rows<1>,
    /// An open hash table.
    #[serde(skip)]
    slots: Rows<2>,
    /// For each feature, how many cells follow and how they are to be read, then the cells.
    #[serde(skip)]
    cells: Rows<1>,
}

/// Weights are kept as whole hundredths.
const HUNDREDTHS: f32 = 100.0;

/// The cells of a feature with weights for most outcomes hold two weights each: in their lower halves those of the first
/// outcomes, in their upper halves those of the others. Else a cell is an outcome and its weight.
const DENSE: u32 = 1 << 31;

impl Table {
    /// `rows` tell the outcomes and weights of each key.
    pub(super) fn build(rows: &BTreeMap<u64, Vec<(u8, f32)>>, outcomes: usize) -> Self {
        let filter = hashed::filter(rows.keys().copied(), rows.len());
        let mut slots = vec![[0; 2]; (rows.len() + rows.len() / 4 + 1).next_power_of_two()];
        let mut cells: Vec<[u32; 1]> = Vec::new();
        // features with weights for many outcomes are common ones: what is often read lies together
        let mut by_size: Vec<(&u64, &Vec<(u8, f32)>)> = rows.iter().collect();
        by_size.sort_by_key(|(_, weights)| Reverse(weights.len()));
        for (&key, weights) in by_size {
            let mut slot = first_slot(key, slots.len());
            while slots[slot] != [0; 2] {
                slot = (slot + 1) % slots.len();
            }
            slots[slot] = [lower_half(key), number(cells.len() + 1)];
            let own = if weights.len() > outcomes / 2 { dense(weights, outcomes) } else { sparse(weights) };
            cells.push([number(own.len()) | if weights.len() > outcomes / 2 { DENSE } else { 0 }]);
            cells.extend(own.into_iter().map(|cell| [cell]));
        }
        Self { filter: filter.into(), slots: slots.into(), cells: cells.into() }
    }

    pub(super) fn lay(&self) -> Vec<u8> {
        let mut laying = Laying::default();
        laying.rows(&self.filter);
        laying.rows(&self.slots);
        laying.rows(&self.cells);
        laying.into_bytes()
    }

    pub(super) fn take(table: &'static [u8]) -> Self {
        let mut taking = Taking::new(table);
        Self { filter: taking.rows(), slots: taking.rows(), cells: taking.rows() }
    }

    /// Whether a key may be held. Few of those that are not seem to be.
    pub(super) fn may_hold(&self, key: u64) -> bool {
        hashed::may_hold(&self.filter, key)
    }

    /// The first slot that may hold a key.
    pub(super) fn first_slot(&self, key: u64) -> Slot {
        let slots = &*self.slots;
        slots.get(first_slot(key, slots.len())).copied().unwrap_or_default()
    }

    /// Where the weights of a key lie, by the first slot that may hold it.
    pub(super) fn find(&self, key: u64, first: Slot) -> Option<Place> {
        let slots = &*self.slots;
        let [mut half, mut place] = first;
        let mut slot = first_slot(key, slots.len());
        loop {
            let found = place.checked_sub(1)?;
            if half == lower_half(key) {
                return Some(found);
            }
            slot = (slot + 1) & slots.len().wrapping_sub(1);
            [half, place] = *slots.get(slot)?;
        }
    }

    /// How many cells lie at a place, and how they are to be read.
    pub(super) fn head(&self, place: Place) -> Head {
        self.cells.get(place as usize).map_or(0, |[head]| *head)
    }

    /// Adds the weights that lie at a place to sums of thousandths, each so many tenths.
    pub(super) fn add(&self, place: Place, head: Head, tenths: f32, sums: &mut [f32]) {
        let Some((is_dense, cells)) = self.cells_at(place, head) else { return };
        if is_dense {
            let (first, others) = sums.split_at_mut(cells.len());
            for (sum, [cell]) in first.iter_mut().zip(cells) {
                *sum += f32::from(lower(*cell)) * tenths;
            }
            for (sum, [cell]) in others.iter_mut().zip(cells) {
                *sum += f32::from(upper(*cell)) * tenths;
            }
        } else {
            for [cell] in cells {
                sums[(cell >> 16) as usize] += f32::from(lower(*cell)) * tenths;
            }
        }
    }

    /// The outcomes and weights that lie at a place.
    pub(super) fn weights(&self, place: Place) -> Vec<(usize, f32)> {
        let Some((is_dense, cells)) = self.cells_at(place, self.head(place)) else { return Vec::new() };
        let weight = |hundredths: i16| f32::from(hundredths) / HUNDREDTHS;
        if is_dense {
            let of_cells = cells.iter().enumerate();
            let first = of_cells.clone().map(|(at, [cell])| (at, weight(lower(*cell))));
            let others = of_cells.map(|(at, [cell])| (cells.len() + at, weight(upper(*cell))));
            first.chain(others).filter(|(_, weight)| *weight != 0.0).collect()
        } else {
            cells.iter().map(|[cell]| ((cell >> 16) as usize, weight(lower(*cell)))).collect()
        }
    }

    fn cells_at(&self, place: Place, head: Head) -> Option<(bool, &[[u32; 1]])> {
        let first = place as usize + 1;
        Some((head & DENSE != 0, self.cells.get(first..first + (head & !DENSE) as usize)?))
    }
}

const fn lower(cell: u32) -> i16 {
    cell as i16
}

const fn upper(cell: u32) -> i16 {
    (cell >> 16) as i16
}

const fn lower_half(key: u64) -> u32 {
    key as u32
}

/// The slot from which on a key is sought: by its upper half, so that together with what the slot holds all of it tells.
fn first_slot(key: u64, slots: usize) -> usize {
    (key >> u32::BITS) as usize & slots.wrapping_sub(1)
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn hundredths(weight: f32) -> u32 {
    let whole = (weight * HUNDREDTHS).round().clamp(f32::from(i16::MIN), f32::from(i16::MAX)) as i16;
    u32::from(whole.cast_unsigned())
}

fn sparse(weights: &[(u8, f32)]) -> Vec<u32> {
    weights.iter().map(|(outcome, weight)| u32::from(*outcome) << 16 | hundredths(*weight)).collect()
}

fn dense(weights: &[(u8, f32)], outcomes: usize) -> Vec<u32> {
    let mut cells = vec![0; outcomes.div_ceil(2)];
    for (outcome, weight) in weights {
        let (at, shift) = match usize::from(*outcome).checked_sub(cells.len()) {
            None => (usize::from(*outcome), 0),
            Some(beyond) => (beyond, 16),
        };
        cells[at] |= hundredths(*weight) << shift;
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_for_many_and_for_few_outcomes_are_found_and_added() {
        let few = vec![(3, -1.25), (4, 0.5)];
        let many: Vec<(u8, f32)> = (0..5).map(|outcome| (outcome, f32::from(outcome) - 2.5)).collect();
        let rows = BTreeMap::from([(7, few.clone()), (7 << 40, many.clone()), (u64::MAX, few.clone())]);
        let table = Table::build(&rows, 5);
        let table = Table::take(table.lay().leak());
        for (key, weights) in [(7, few), (7 << 40, many), (u64::MAX, Vec::new())] {
            assert!(table.may_hold(key));
            let place = table.find(key, table.first_slot(key)).expect("it is held");
            let mut sums = [1.0; 5];
            table.add(place, table.head(place), 10.0, &mut sums);
            for (outcome, weight) in weights {
                assert_eq!(sums[usize::from(outcome)], 1.0 + weight * 1000.0);
                assert!(table.weights(place).contains(&(usize::from(outcome), weight)));
            }
        }
        let is_found = |key: &u64| table.find(*key, table.first_slot(*key)).is_some();
        assert_eq!((8..4000).filter(is_found).count(), 0);
        let empty = Table::default();
        assert!(!empty.may_hold(7) && empty.find(7, empty.first_slot(7)).is_none());
    }
}
