//! Plain text in columns and wrapped lines, by the width that characters have on a terminal.

use std::io::{self, Write};
use unicode_width::UnicodeWidthStr as _;

/// Words on lines of at most `width` columns; a longer word has a line of its own.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Writes rows whose columns line up. The last column is wrapped under itself to fit `width`.
pub(crate) fn write<const N: usize>(rows: &[[String; N]], width: usize, out: &mut dyn Write) -> io::Result<()> {
    let mut widths = [0; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    let before: usize = widths[..N - 1].iter().map(|width| width + 2).sum();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row[..N - 1].iter().zip(widths) {
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', width - cell.width() + 2));
        }
        let mut words = wrap(&row[N - 1], width.saturating_sub(before).max(24)).into_iter();
        writeln!(out, "{}", format!("{line}{}", words.next().unwrap_or_default()).trim_end())?;
        for more in words {
            writeln!(out, "{:before$}{more}", "")?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_line_up_and_the_last_column_wraps() {
        let row = |a: &str, b: &str| [a.to_owned(), b.to_owned()];
        let mut out = Vec::new();
        write(&[row("漢字", "one"), row("e\u{301}", "some words that do not fit here")], 12, &mut out)
            .expect("to memory");
        insta::assert_snapshot!(String::from_utf8_lossy(&out), @r"
        漢字  one
        é     some words that do not
              fit here
        ");
    }
}
