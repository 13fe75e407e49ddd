//! Shapes: regular expressions that show a rule, for what no phrase can say (`____`).

use crate::span::Span;
use regex_automata::meta::{BuildError, Config, Regex};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// A regular expression that shows a rule.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Shape {
    /// The rule, as an index into the lexicon's rules.
    pub(super) rule: usize,
    /// The entry, as an index into the lexicon's entries.
    pub(super) entry: usize,
    pub(super) pattern: String,
    /// A text that holds none of these is not searched; empty if every text is.
    pub(super) within: Vec<String>,
    /// What matches and is none of it: words as written, or `*PART*` for any words that hold the part.
    pub(super) except: BTreeSet<String>,
    #[serde(skip)]
    pub(super) compiled: OnceLock<Option<Regex>>,
}

/// Compiles a pattern. Looking for its letters ahead of a search is left out: texts are short and patterns many, so that
/// getting ready for it takes longer than it saves. Borders of words (`\b`) are those of ASCII words: others cannot be told by
/// the fast engine, and in a long text the slow one takes as long as all the rest.
///
/// # Errors
/// A pattern that is none.
pub(super) fn compile(pattern: &str) -> Result<Regex, Box<BuildError>> {
    let pattern = pattern.replace(r"\b", r"(?-u:\b)");
    Regex::builder().configure(Config::new().auto_prefilter(false)).build(&pattern).map_err(Box::new)
}

impl Shape {
    /// The places in a text that have this shape, without blanks at their ends: a shape may look at what stands around it.
    pub(super) fn places_in<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Span> + 't {
        let places = self.pattern_for(text).map(|pattern| pattern.find_iter(text)).into_iter().flatten();
        places.filter(|place| !self.is_excepted(&text[place.range()])).map(|place| {
            let words = &text[place.range()];
            let start = place.start() + (words.len() - words.trim_start().len());
            Span::new(start, start + words.trim().len())
        })
    }

    /// The pattern, for a text that may hold it. It is compiled when first asked for: most texts need few.
    fn pattern_for(&self, text: &str) -> Option<&Regex> {
        let may_hold = self.within.is_empty() || self.within.iter().any(|part| text.contains(part.as_str()));
        // patterns were tried out when the lexicon was compiled
        may_hold.then(|| self.compiled.get_or_init(|| compile(&self.pattern).ok()).as_ref()).flatten()
    }

    fn is_excepted(&self, words: &str) -> bool {
        let part = |except: &str| {
            except.strip_prefix('*').and_then(|rest| rest.strip_suffix('*')).is_some_and(|part| words.contains(part))
        };
        self.except.contains(words) || self.except.iter().any(|except| part(except))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_without_the_blanks_around_them_and_without_exceptions() {
        let shape = Shape {
            rule: 0,
            entry: 0,
            pattern: r"(?:^|[ \t])\[[^\]\n]*\]".to_owned(),
            within: vec!["[".to_owned()],
            except: [" [sic]".to_owned(), "*held*".to_owned()].into(),
            compiled: OnceLock::new(),
        };
        let text = "Seen [date] and [sic] by [name withheld] – [é]";
        let words: Vec<&str> = shape.places_in(text).map(|span| &text[span.start..span.end]).collect();
        assert_eq!(words, ["[date]", "[é]"]);
        assert_eq!(shape.places_in("Seen in May.").count(), 0);
        assert!(shape.places_in("none").next().is_none());
    }

    #[test]
    fn borders_of_words_are_those_of_ascii_words() {
        let pattern = compile(r"\bX{4,}\b").expect("it is a pattern");
        let found = |text: &str| pattern.find(text).is_some();
        assert!(found("né XXXX né") && found("né–XXXX"));
        assert!(!found("aXXXX") && !found("XXXX_1"));
    }

    #[test]
    fn what_is_no_pattern_is_an_error() {
        assert!(compile("[a").is_err());
    }
}
