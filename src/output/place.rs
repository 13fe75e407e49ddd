//! Places in the units that formats count in. All count lines from 1; what differs is the unit of columns.

use totality::source::{Source, Span};

/// The unit of columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// Unicode scalar values.
    Characters,
    /// Code units of UTF-16.
    Utf16,
    /// Bytes of UTF-8.
    Bytes,
}

/// A place: start and end, the end exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
}

impl Place {
    /// The start of the text, for what has no place.
    pub(super) const START: Self = Self { line: 1, column: 1, end_line: 1, end_column: 1 };

    /// A span in a unit.
    pub(super) fn of(source: &Source, span: Span, unit: Unit) -> Self {
        let (line, column) = at(source, span.start, unit);
        let (end_line, end_column) = at(source, span.end, unit);
        Self { line, column, end_line, end_column }
    }

    /// A span in a unit, or the start of the text.
    pub(super) fn or_start(source: &Source, span: Option<Span>, unit: Unit) -> Self {
        span.map_or(Self::START, |span| Self::of(source, span, unit))
    }
}

fn at(source: &Source, offset: usize, unit: Unit) -> (usize, usize) {
    let at = source.location(offset);
    let column = match unit {
        Unit::Characters => at.column,
        Unit::Utf16 => source.column_utf16(offset),
        Unit::Bytes => {
            let start = source.line_span(at.line).start;
            // A byte order mark takes no column in any unit.
            let mark = if at.line == 1 && source.text().starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
            offset.saturating_sub(start + mark) + 1
        }
    };
    (at.line, column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_unit_counts_its_own_way() {
        let source = Source::from_text("\u{feff}é😀x\nab".to_owned());
        let x = Span::new(9, 10);
        assert_eq!(&source.text()[x.start..x.end], "x");
        let columns = |unit| (Place::of(&source, x, unit).column, Place::of(&source, x, unit).end_column);
        assert_eq!(columns(Unit::Characters), (3, 4));
        assert_eq!(columns(Unit::Utf16), (4, 5));
        assert_eq!(columns(Unit::Bytes), (7, 8));
        let over = Place::of(&source, Span::new(9, 12), Unit::Characters);
        assert_eq!((over.end_line, over.end_column), (2, 2));
    }
}
