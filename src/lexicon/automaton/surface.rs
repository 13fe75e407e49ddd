//! Surface forms: which symbols a word carries.

use super::{Symbol, number_of};
use crate::lexicon::hashed::Hashed;
use crate::lexicon::rows::{Laying, Rows, Taking};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Surface forms, lower case, to the symbols they carry: an open hash table.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Forms {
    text: String,
    /// For each form, where it begins in `text` and where its symbols begin in `symbols`; one more at the end.
    #[serde(skip)]
    starts: Rows<2>,
    #[serde(skip)]
    symbols: Rows<1>,
    /// A power of two of slots: the number of a form plus one, or 0.
    #[serde(skip)]
    slots: Rows<1>,
}

impl Forms {
    pub(super) fn build(carried: &BTreeMap<Box<str>, Vec<Symbol>>) -> Self {
        let mut slots = vec![[0]; (carried.len() * 2).next_power_of_two().max(2)];
        let (mut text, mut starts, mut symbols) = (String::new(), Vec::new(), Vec::new());
        for (number, (form, own)) in carried.iter().enumerate() {
            starts.push([number_of(text.len()), number_of(symbols.len())]);
            text.push_str(form);
            symbols.extend(own.iter().map(|&symbol| [symbol]));
            let mask = slots.len() - 1;
            let mut slot = hash(form) & mask;
            while slots[slot] != [0] {
                slot = (slot + 1) & mask;
            }
            slots[slot] = [number_of(number + 1)];
        }
        starts.push([number_of(text.len()), number_of(symbols.len())]);
        Self { text, starts: starts.into(), symbols: symbols.into(), slots: slots.into() }
    }

    pub(super) fn lay(&self, laying: &mut Laying) {
        laying.rows(&self.starts);
        laying.rows(&self.symbols);
        laying.rows(&self.slots);
    }

    pub(super) fn take(&mut self, taking: &mut Taking) {
        self.starts = taking.rows();
        self.symbols = taking.rows();
        self.slots = taking.rows();
    }

    pub(super) fn symbols(&self, form: &str) -> &[Symbol] {
        let slots = &*self.slots;
        if slots.is_empty() {
            return &[];
        }
        let mask = slots.len() - 1;
        let mut slot = hash(form) & mask;
        loop {
            let Some(number) = (slots[slot][0] as usize).checked_sub(1) else { return &[] };
            let ([text, symbols], [text_end, symbols_end]) = (self.starts[number], self.starts[number + 1]);
            if &self.text.as_bytes()[text as usize..text_end as usize] == form.as_bytes() {
                return self.symbols[symbols as usize..symbols_end as usize].as_flattened();
            }
            slot = (slot + 1) & mask;
        }
    }
}

fn hash(form: &str) -> usize {
    usize::try_from(Hashed::new(form).hash & u64::from(u32::MAX)).unwrap_or(0)
}
