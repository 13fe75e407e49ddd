//! Surface forms: which symbols a word carries.

use super::{Symbol, number_of};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Surface forms, lower case, to the symbols they carry: an open hash table.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Forms {
    text: String,
    /// Where each form begins in `text`; one more at the end.
    starts: Vec<u32>,
    /// Where the symbols of each form begin in `symbols`; one more at the end.
    first_symbol: Vec<u32>,
    symbols: Vec<Symbol>,
    /// A power of two of slots: the number of a form plus one, or 0.
    slots: Vec<u32>,
}

impl Forms {
    pub(super) fn build(carried: &BTreeMap<Box<str>, Vec<Symbol>>) -> Self {
        let mut forms = Self { slots: vec![0; (carried.len() * 2).next_power_of_two().max(2)], ..Self::default() };
        for (number, (form, symbols)) in carried.iter().enumerate() {
            forms.starts.push(number_of(forms.text.len()));
            forms.text.push_str(form);
            forms.first_symbol.push(number_of(forms.symbols.len()));
            forms.symbols.extend(symbols);
            let mask = forms.slots.len() - 1;
            let mut slot = hash(form) & mask;
            while forms.slots[slot] != 0 {
                slot = (slot + 1) & mask;
            }
            forms.slots[slot] = number_of(number + 1);
        }
        forms.starts.push(number_of(forms.text.len()));
        forms.first_symbol.push(number_of(forms.symbols.len()));
        forms
    }

    pub(super) fn symbols(&self, form: &str) -> &[Symbol] {
        if self.slots.is_empty() {
            return &[];
        }
        let mask = self.slots.len() - 1;
        let mut slot = hash(form) & mask;
        loop {
            let Some(number) = (self.slots[slot] as usize).checked_sub(1) else { return &[] };
            if &self.text[self.starts[number] as usize..self.starts[number + 1] as usize] == form {
                return &self.symbols[self.first_symbol[number] as usize..self.first_symbol[number + 1] as usize];
            }
            slot = (slot + 1) & mask;
        }
    }
}

/// A hash that is the same in every build and on every machine.
fn hash(form: &str) -> usize {
    const PRIME: u64 = 0x0100_0000_01b3;
    let mixed = form.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME));
    usize::try_from((mixed ^ (mixed >> 32)) & 0xffff_ffff).unwrap_or(0)
}
