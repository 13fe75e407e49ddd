//! List markers: bullets, numbers, letters.

/// The marker that a line starts with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Marker {
    /// Its length in bytes, with the space after it.
    pub length: usize,
    /// Its width in columns, with the space after it.
    pub columns: usize,
    /// Whether it is a bullet that hardly occurs in running text.
    pub is_plain_bullet: bool,
    /// Whether it is a letter with a full stop, which may be an initial.
    pub is_initial: bool,
    /// Whether it is a number or a Roman numeral with a full stop.
    pub is_number: bool,
}

/// Finds the marker of a line, which is given without indent.
pub(super) fn find(line: &str) -> Option<Marker> {
    let first = line.chars().next()?;
    let bullet = |sure: bool| after(line, first.len_utf8(), sure, false, false);
    match first {
        '•' | '●' | '▪' | '◦' | '‣' | '▸' | '►' | '➢' | '·' | '\u{f0a7}' | '\u{f0b7}' => bullet(true),
        '-' | '*' | '–' | '—' | '+' => bullet(false),
        'o' if line.starts_with("o\t") || line.starts_with("o  ") => bullet(false),
        '(' => {
            let inner = line[1..].split_once(')')?.0;
            let is_short = is_digits(inner) || is_letter(inner) || is_roman(inner);
            if is_short { after(line, inner.len() + 2, false, false, false) } else { None }
        }
        _ => {
            let end = line.find(['.', ')'])?;
            let inner = &line[..end];
            let is_stop = line.as_bytes()[end] == b'.';
            if is_digits(inner) || (inner.len() > 1 && is_roman(inner)) {
                after(line, end + 1, false, false, is_stop)
            } else if is_letter(inner) {
                after(line, end + 1, false, is_stop, false)
            } else {
                None
            }
        }
    }
}

/// The marker of so many bytes, if space and text follow.
fn after(line: &str, length: usize, is_plain_bullet: bool, is_initial: bool, is_number: bool) -> Option<Marker> {
    let rest = &line[length..];
    let body = rest.trim_start();
    if body.is_empty() || body.len() == rest.len() {
        return None;
    }
    let columns = line[..line.len() - body.len()].chars().count();
    Some(Marker { length: line.len() - body.len(), columns, is_plain_bullet, is_initial, is_number })
}

fn is_digits(inner: &str) -> bool {
    (1..=3).contains(&inner.len()) && inner.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_letter(inner: &str) -> bool {
    inner.len() == 1 && inner.as_bytes()[0].is_ascii_alphabetic()
}

fn is_roman(inner: &str) -> bool {
    let all = |letters: &[u8]| inner.bytes().all(|byte| letters.contains(&byte));
    (1..=5).contains(&inner.len()) && (all(b"ivx") || all(b"IVX"))
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn bullets_numbers_and_letters_are_markers() {
        for (line, body) in [
            ("- a", "a"),
            ("•\ta", "a"),
            ("1. a", "a"),
            ("12)  a", "a"),
            ("(3) a", "a"),
            ("(a) a", "a"),
            ("(iv) a", "a"),
            ("b) a", "a"),
            ("A. a", "a"),
            ("III. a", "a"),
            ("o  a", "a"),
        ] {
            assert_eq!(find(line).map(|marker| &line[marker.length..]), Some(body), "{line}");
        }
    }

    #[test]
    fn other_starts_are_not() {
        for line in ["-a", "-- a", "2019. A", "1.5 a", "1.", "(see) a", "Mr. a", "o a", "10/4  Call", "-"] {
            assert_eq!(find(line), None, "{line}");
        }
    }
}
