//! The notation for phrases, and its reading into [`Item`]s.
//!
//! A phrase is a row of words. `word` matches the word and its inflected forms, `=word` that form only, `a|b` either,
//! `word?` may be left out, `{list}` is any member of a list, `..` stands for up to three words and `...` for up to
//! nine, `#` for a number, `#year`, `#date` and `#amount` for numbers of that shape. `two-words` stands for words in a
//! row, with or without a hyphen in the text. There is nothing else: no nesting, no conditions.

/// One position of a phrase.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Item {
    /// Any of these.
    OneOf(Vec<Atom>),
    /// Up to so many words of any kind.
    Gap(u8),
}

/// The smallest part of a phrase.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Atom {
    /// A word in any of its forms.
    Word(String),
    /// A word in just this form.
    Form(String),
    /// Words in a row, as one of several alternatives ("in-favor|for").
    Row(Vec<String>),
    /// A member of a list.
    List(String),
    /// A number of some shape: "", "year", "date", "amount".
    Number(String),
}

const SHORT_GAP: u8 = 3;
const LONG_GAP: u8 = 9;

/// Reads a phrase; optional words give several readings.
///
/// # Errors
/// What is wrong with the notation, for the writer of the lexicon.
pub(crate) fn parse(phrase: &str) -> Result<Vec<Vec<Item>>, String> {
    let mut readings: Vec<Vec<Item>> = vec![Vec::new()];
    for part in phrase.split_whitespace() {
        let (part, optional) = match part.strip_suffix('?') {
            Some(rest) if !rest.is_empty() => (rest, true),
            _ => (part, false),
        };
        let item = item(part)?;
        let without = if optional { readings.clone() } else { Vec::new() };
        for reading in &mut readings {
            reading.push(item.clone());
        }
        readings.extend(without);
        if readings.len() > 64 {
            return Err("more than six optional words; write two phrases".to_owned());
        }
    }
    // an optional word at an end may leave a gap there; the reading with the word is enough
    let ends_in_gap = |reading: &Vec<Item>| {
        matches!(reading.first(), Some(Item::Gap(_))) || matches!(reading.last(), Some(Item::Gap(_)))
    };
    if readings.iter().any(|reading| !reading.is_empty() && !ends_in_gap(reading)) {
        readings.retain(|reading| !reading.is_empty() && !ends_in_gap(reading));
    }
    for reading in &readings {
        match (reading.first(), reading.last()) {
            (None, _) => return Err("a phrase needs at least one word that is not optional".to_owned()),
            (Some(Item::Gap(_)), _) | (_, Some(Item::Gap(_))) => {
                return Err("a phrase cannot begin or end with a gap (`..`, `...`)".to_owned());
            }
            _ => {}
        }
    }
    for reading in &mut readings {
        // an optional word between two gaps, left out, leaves one gap
        reading.dedup_by(|next, last| match (next, last) {
            (Item::Gap(next), Item::Gap(last)) => {
                *last = (*last).max(*next);
                true
            }
            _ => false,
        });
    }
    Ok(readings)
}

fn item(part: &str) -> Result<Item, String> {
    match part {
        ".." => return Ok(Item::Gap(SHORT_GAP)),
        "..." => return Ok(Item::Gap(LONG_GAP)),
        "|" => return Ok(Item::OneOf(vec![Atom::Form("|".to_owned())])),
        _ => {}
    }
    part.split('|').map(atom).collect::<Result<Vec<_>, _>>().map(|mut atoms| {
        atoms.sort();
        atoms.dedup();
        Item::OneOf(atoms)
    })
}

fn atom(part: &str) -> Result<Atom, String> {
    if part.is_empty() {
        return Err("nothing beside `|`".to_owned());
    }
    if let Some(name) = part.strip_prefix('{') {
        return match name.strip_suffix('}') {
            Some(name) if !name.is_empty() => Ok(Atom::List(name.to_owned())),
            _ => Err(format!("`{part}` lacks its closing brace or a name")),
        };
    }
    if let Some(shape) = part.strip_prefix('#') {
        return match shape {
            "" | "year" | "date" | "amount" => Ok(Atom::Number(shape.to_owned())),
            _ => Err(format!("`{part}` is no shape of number; there are `#`, `#year`, `#date` and `#amount`")),
        };
    }
    if part.chars().any(char::is_uppercase) {
        return Err(format!("`{part}` has capitals; write phrases in lower case"));
    }
    if part.len() > 1 && part.contains('-') {
        let words: Vec<String> = part.split('-').map(str::to_owned).collect();
        if words.iter().any(String::is_empty) {
            return Err(format!("`{part}` has a hyphen with nothing beside it"));
        }
        return Ok(Atom::Row(words));
    }
    Ok(match part.strip_prefix('=') {
        Some(form) if !form.is_empty() => Atom::Form(form.to_owned()),
        _ => Atom::Word(part.to_owned()),
    })
}
