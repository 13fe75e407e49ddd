//! Tables of numbers that a program carries in itself and reads where they lie.

use std::borrow::Cow;

/// A table: rows of numbers, made anew or lying in the program.
pub(super) type Rows<const WIDTH: usize> = Cow<'static, [[u32; WIDTH]]>;

/// Lays tables one behind the other, each after the number of its rows; all numbers little-endian.
#[derive(Debug, Default)]
pub(super) struct Laying(Vec<u8>);

impl Laying {
    pub(super) fn rows<const WIDTH: usize>(&mut self, rows: &[[u32; WIDTH]]) {
        self.0.extend(u32::try_from(rows.len()).unwrap_or(u32::MAX).to_le_bytes());
        self.0.extend(rows.as_flattened().iter().flat_map(|number| number.to_le_bytes()));
    }

    /// Numbers with a point.
    pub(super) fn numbers(&mut self, numbers: &[f32]) {
        let bits: Vec<[u32; 1]> = numbers.iter().map(|number| [number.to_bits()]).collect();
        self.rows(&bits);
    }

    /// Small numbers, four in each row, the first in its lowest byte.
    pub(super) fn bytes(&mut self, bytes: &[i8]) {
        let row = |four: &[i8]| {
            let byte = |at: usize| four.get(at).copied().unwrap_or_default().cast_unsigned();
            [u32::from_le_bytes([byte(0), byte(1), byte(2), byte(3)])]
        };
        let rows: Vec<[u32; 1]> = bytes.chunks(size_of::<u32>()).map(row).collect();
        self.rows(&rows);
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

/// Takes tables up again, in the order in which they were laid.
#[derive(Debug)]
pub(super) struct Taking(&'static [u32]);

impl Taking {
    pub(super) fn new(bytes: &'static [u8]) -> Self {
        match bytemuck::try_cast_slice(bytes) {
            Ok(numbers) if cfg!(target_endian = "little") => Self(numbers),
            // once in a program, for the lexicon that is built into it
            _ => {
                let numbers = bytes.chunks_exact(size_of::<u32>()).map(|number| number.try_into().unwrap_or_default());
                Self(numbers.map(u32::from_le_bytes).collect::<Vec<_>>().leak())
            }
        }
    }

    /// The next table; empty when there is none.
    pub(super) fn rows<const WIDTH: usize>(&mut self) -> Rows<WIDTH> {
        let Some((&count, rest)) = self.0.split_first() else { return Rows::default() };
        let (rows, rest) = rest.split_at_checked(count as usize * WIDTH).unwrap_or((rest, &[]));
        self.0 = rest;
        Cow::Borrowed(rows.as_chunks().0)
    }

    /// The next small numbers; up to three more than were laid, if their count was no multiple of four.
    pub(super) fn bytes(&mut self) -> Cow<'static, [i8]> {
        match self.rows::<1>() {
            Cow::Borrowed(rows) if cfg!(target_endian = "little") => Cow::Borrowed(bytemuck::cast_slice(rows)),
            rows => rows.iter().flat_map(|[row]| row.to_le_bytes()).map(u8::cast_signed).collect(),
        }
    }

    /// The next numbers with a point.
    pub(super) fn numbers(&mut self) -> Cow<'static, [f32]> {
        match self.rows::<1>() {
            Cow::Borrowed(rows) => Cow::Borrowed(bytemuck::cast_slice(rows)),
            Cow::Owned(rows) => rows.iter().map(|[bits]| f32::from_bits(*bits)).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_taken_up_as_they_were_laid() {
        let mut laying = Laying::default();
        laying.rows(&[[1, 2], [3, 4]]);
        laying.rows::<3>(&[]);
        laying.rows(&[[u32::MAX]]);
        laying.numbers(&[0.5, -1.0]);
        laying.bytes(&[1, -2, 100, -128, 5]);
        let bytes = laying.into_bytes();
        for shift in 0..4 {
            // wherever the bytes lie
            let mut lying = vec![0; shift];
            lying.extend(&bytes);
            let mut taking = Taking::new(&lying.leak()[shift..]);
            assert_eq!(*taking.rows::<2>(), [[1, 2], [3, 4]]);
            assert!(taking.rows::<3>().is_empty());
            assert_eq!(*taking.rows::<1>(), [[u32::MAX]]);
            assert_eq!(*taking.numbers(), [0.5, -1.0]);
            assert_eq!(*taking.bytes(), [1, -2, 100, -128, 5, 0, 0, 0]);
            assert!(taking.rows::<1>().is_empty());
        }
    }
}
