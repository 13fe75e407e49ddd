//! The forms a word takes: plurals, `-s`, `-ed`, `-ing`, and the irregular ones that the lexicon lists.
//!
//! Forms are generated from the words of the lexicon when it is compiled, not guessed back from the words of a text;
//! a form that English does not have does no harm, since no text holds it.

use std::collections::HashMap;

/// Which forms the words of a list take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Inflection {
    /// Plurals only.
    Noun,
    /// Plurals and the forms of a verb.
    Any,
    /// None.
    Fixed,
}

/// What the lexicon says of words that do not follow the rules.
#[derive(Debug, Default)]
pub(crate) struct Irregular {
    /// Base form to its irregular forms, which stand beside the regular ones.
    pub(crate) forms: HashMap<String, Vec<String>>,
    /// Words that take no forms (pronouns, prepositions …).
    pub(crate) uninflected: std::collections::HashSet<String>,
}

/// Every form of `word`, itself first.
pub(crate) fn forms(word: &str, how: Inflection, irregular: &Irregular) -> Vec<String> {
    let mut all = vec![word.to_owned()];
    if how == Inflection::Fixed || irregular.uninflected.contains(word) {
        return all;
    }
    if let Some(listed) = irregular.forms.get(word) {
        all.extend(listed.iter().cloned());
    }
    if word.chars().count() < 3 || !word.chars().all(char::is_alphabetic) {
        return all;
    }
    all.push(with_s(word));
    if how == Inflection::Any {
        all.extend(verb_forms(word));
    }
    all
}

fn ends_in_consonant_y(word: &str) -> bool {
    let mut back = word.chars().rev();
    back.next() == Some('y') && back.next().is_some_and(|c| !is_vowel(c))
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u')
}

fn with_s(word: &str) -> String {
    if ends_in_consonant_y(word) {
        return format!("{}ies", &word[..word.len() - 1]);
    }
    if ["s", "x", "z", "ch", "sh"].iter().any(|end| word.ends_with(end)) {
        return format!("{word}es");
    }
    format!("{word}s")
}

fn verb_forms(word: &str) -> Vec<String> {
    if word.ends_with("ee") || word.ends_with("oe") || word.ends_with("ye") {
        return vec![format!("{word}d"), format!("{word}ing")];
    }
    if let Some(stem) = word.strip_suffix("ie") {
        return vec![format!("{word}d"), format!("{stem}ying")];
    }
    if let Some(stem) = word.strip_suffix('e') {
        return vec![format!("{word}d"), format!("{stem}ing")];
    }
    if ends_in_consonant_y(word) {
        let stem = &word[..word.len() - 1];
        return vec![format!("{stem}ied"), format!("{word}ing")];
    }
    let mut all = vec![format!("{word}ed"), format!("{word}ing")];
    // stop → stopped, admit → admitted; both spellings are made, since stress cannot be seen
    let tail: Vec<char> = word.chars().rev().take(3).collect();
    if let [last, vowel, before] = tail[..]
        && !is_vowel(last)
        && !matches!(last, 'w' | 'x' | 'y')
        && is_vowel(vowel)
        && !is_vowel(before)
    {
        all.push(format!("{word}{last}ed"));
        all.push(format!("{word}{last}ing"));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_and_irregular_forms() {
        let mut irregular = Irregular::default();
        irregular.forms.insert("steal".into(), vec!["stole".into(), "stolen".into()]);
        irregular.uninflected.insert("his".into());
        let check = |word: &str, expected: &[&str]| {
            let got = forms(word, Inflection::Any, &irregular);
            for form in expected {
                assert!(got.iter().any(|g| g == form), "{word}: {form} not in {got:?}");
            }
        };
        check("convict", &["convict", "convicts", "convicted", "convicting"]);
        check("carry", &["carries", "carried", "carrying"]);
        check("admit", &["admitted", "admitting"]);
        check("file", &["files", "filed", "filing"]);
        check("steal", &["stole", "stolen"]);
        assert_eq!(forms("his", Inflection::Any, &irregular), ["his"]);
        assert_eq!(forms("arm", Inflection::Noun, &irregular), ["arm", "arms"]);
    }
}
