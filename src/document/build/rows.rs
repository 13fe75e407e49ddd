//! The rows of tables to sentences.

use super::Builder;
use crate::document::sentences;
use crate::document::sketch::{Cell, Part};
use crate::document::{BlockKind, boxes};
use crate::source::Span;

/// The level of the heads of a table's columns.
const COLUMN_LEVEL: u8 = 7;

/// A cell with the number of its column.
type Place<'c> = (usize, &'c Cell);

impl Builder<'_> {
    /// The first row: each cell that is not empty is a heading, which the cells under it refer to.
    pub(super) fn header(&mut self, part: &Part, cells: &[Cell]) {
        self.columns.clear();
        for cell in cells {
            if cell.tokens.is_empty() {
                self.columns.push(None);
                continue;
            }
            let block = self.block(BlockKind::Heading { level: COLUMN_LEVEL }, part, cell.span);
            self.one_sentence(block, cell.tokens.clone());
            self.columns.push(Some(block));
        }
    }

    /// Another row. One with a single cell that is nothing but a box is an item with that box.
    pub(super) fn row(&mut self, part: &Part, cells: &[Cell]) {
        let mut cells: Vec<Place<'_>> = cells.iter().enumerate().collect();
        if cells.iter().all(|(_, cell)| cell.tokens.is_empty()) {
            return;
        }
        if self.choice_row(part, &cells) {
            return;
        }
        let mut kind = BlockKind::Row;
        let ticks: Vec<(usize, bool)> = cells.iter().filter_map(|&(at, cell)| Some((at, self.tick(cell)?))).collect();
        if let [(at, ticked)] = ticks.as_slice()
            && cells.len() > 1
        {
            kind = BlockKind::Item { ticked: Some(*ticked) };
            cells.remove(*at);
        }
        let block = self.block(kind, part, part.span);
        if let [(_, label), (_, value)] = cells.as_slice()
            && !label.tokens.is_empty()
            && !value.tokens.is_empty()
            && kind == BlockKind::Row
        {
            self.field(label.tokens.clone(), value.tokens.clone());
        }
        let several = |&(_, cell): &Place<'_>| sentences::is_several(&self.context, cell.tokens.clone());
        if cells.iter().any(several) {
            self.split_row(block, &cells);
        } else {
            self.whole_row(block, &cells);
        }
    }

    /// A row whose cells hold boxes with their texts (`[X] Health | [ ] Age`): an item for each. A first cell without
    /// a box is the label of all. Tells whether the row is of that kind.
    fn choice_row(&mut self, part: &Part, cells: &[Place<'_>]) -> bool {
        let choices_of = |cell: &Cell| boxes::leading(&self.context, cell.tokens.clone());
        let is_choice = |cell: &Cell| choices_of(cell).first().is_some_and(|choice| !choice.body.is_empty());
        let (label, boxed) = match cells {
            [first, rest @ ..] if !is_choice(first.1) && !rest.is_empty() => (Some(first.1), rest),
            _ => (None, cells),
        };
        let filled: Vec<&Cell> = boxed.iter().map(|place| place.1).filter(|cell| !cell.tokens.is_empty()).collect();
        if filled.is_empty() || !filled.iter().all(|cell| is_choice(cell)) {
            return false;
        }
        let choices: Vec<boxes::Choice> = filled.into_iter().flat_map(choices_of).collect();
        for choice in choices {
            let Some(span) = self.context.span(choice.tokens) else { continue };
            let block = self.block(BlockKind::Item { ticked: Some(choice.ticked) }, part, span);
            let start = self.document.words.len();
            let head = label.filter(|label| !label.tokens.is_empty());
            let size = head.map_or(0, |label| {
                let size = self.words_of(label.tokens.clone());
                self.border(Span::new(label.span.end, label.span.end));
                size
            });
            self.words_of(choice.body);
            self.sentence(block, start, size, Vec::new());
        }
        true
    }

    /// Whether a cell is nothing but a box, and if so, whether the box is ticked.
    fn tick(&self, cell: &Cell) -> Option<bool> {
        let (ticked, taken) = boxes::at(&self.context, cell.tokens.start, cell.tokens.end)?;
        (taken == cell.tokens.len()).then_some(ticked)
    }

    /// A row as one sentence.
    fn whole_row(&mut self, block: usize, cells: &[Place<'_>]) {
        let label = if cells.len() > 1 { cells[0].1.tokens.len() } else { 0 };
        let start = self.document.words.len();
        let mut columns = Vec::new();
        for (number, &(column, cell)) in cells.iter().enumerate() {
            if number > 0 {
                self.border(self.between(cells[number - 1].1, cell));
            }
            self.column(column, &mut columns);
            self.words_of(cell.tokens.clone());
        }
        self.sentence(block, start, label, columns);
    }

    /// A row with running text in its cells: sentences, the first of which repeats the row head.
    fn split_row(&mut self, block: usize, cells: &[Place<'_>]) {
        let is_head = |cell: &Cell| {
            !cell.tokens.is_empty() && !sentences::is_several(&self.context, cell.tokens.clone()) && cells.len() > 1
        };
        let (mut head, rest) = match cells {
            [first, rest @ ..] if is_head(first.1) => (Some(*first), rest),
            _ => (None, cells),
        };
        for &(column, cell) in rest {
            let mut found = Vec::new();
            sentences::split(&self.context, cell.tokens.clone(), &mut found);
            for range in found {
                let start = self.document.words.len();
                let mut columns = Vec::new();
                let mut label = 0;
                if let Some((head_column, head)) = head.take() {
                    self.column(head_column, &mut columns);
                    label = self.words_of(head.tokens.clone());
                    self.border(self.between(head, cell));
                }
                self.column(column, &mut columns);
                self.words_of(range);
                self.sentence(block, start, label, columns);
            }
        }
    }

    /// Notes that a cell starts at the next word.
    fn column(&self, column: usize, columns: &mut Vec<(usize, usize)>) {
        if let Some(&Some(head)) = self.columns.get(column) {
            columns.push((self.document.words.len(), head));
        }
    }

    /// The place of the bar between two cells.
    fn between(&self, left: &Cell, right: &Cell) -> Span {
        let start = left.span.end.min(right.span.start);
        let gap = &self.context.text[start..right.span.start];
        gap.find('|').map_or(Span::new(start, right.span.start), |at| Span::new(start + at, start + at + 1))
    }
}
