//! Tokens to sentences.
//!
//! A full stop, question mark or exclamation mark ends a sentence, with the quotation marks and brackets that close
//! after it, unless a lower-case word follows or the full stop belongs to an abbreviation. Case is no condition for
//! what follows otherwise, so a text in capitals is split as well. Where a full stop may be both (an initial, "U.S."),
//! the word after it decides: a small word that the text elsewhere writes in lower case starts a sentence.

use super::WordKind;
use super::sketch::Context;
use super::words::{Gap, Token, plain};
use std::ops::Range;

/// A line shorter than this, in bytes, may have been ended by its writer and not by the margin.
const SHORT_LINE: usize = 45;

/// A sentence of more tokens than this is no sentence: a list without stops, a table that lost its lines, a text made to
/// keep us busy. Later stages compare the phrases of a sentence with each other, so it is taken in pieces.
const LONGEST: usize = 400;

/// Appends the sentences of a run of tokens to `sentences`.
pub(super) fn split(context: &Context<'_>, run: Range<usize>, sentences: &mut Vec<Range<usize>>) {
    let first = sentences.len();
    split_at_stops(context, run, sentences);
    if sentences[first..].iter().any(|sentence| sentence.len() > LONGEST) {
        let whole: Vec<_> = sentences.drain(first..).collect();
        sentences.extend(whole.into_iter().flat_map(|sentence| pieces(context, sentence)));
    }
}

/// A long run in pieces, which end after a comma or semicolon if there is one.
pub(super) fn pieces(context: &Context<'_>, mut run: Range<usize>) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    while run.len() > LONGEST {
        let most = run.start + LONGEST;
        let pause = (run.start + LONGEST / 2..most).rfind(|&index| matches!(context.mark(index), Some(',' | ';')));
        let end = pause.map_or(most, |pause| pause + 1);
        pieces.push(run.start..end);
        run.start = end;
    }
    pieces.push(run);
    pieces
}

fn split_at_stops(context: &Context<'_>, run: Range<usize>, sentences: &mut Vec<Range<usize>>) {
    let lines = Lines::measure(context, run.clone());
    let first_word = context.tokens[run.clone()].iter().find(|token| token.word.kind == WordKind::Word);
    let all_lower = first_word.is_some_and(|token| token.first(context.text).is_lowercase());
    let mut start = run.start;
    let mut line_start = run.start;
    let mut at = run.start;
    while at < run.end {
        if context.tokens[at].gap.is_line() && at > run.start {
            if at > start && lines.ends_at(context, line_start, at, run.end) {
                sentences.push(start..at);
                start = at;
            }
            line_start = at;
        }
        if !is_stop(context, at) {
            at += 1;
            continue;
        }
        let after = (at + 1..run.end).find(|&index| !closes(context, index)).unwrap_or(run.end);
        if after < run.end
            && context.tokens[after].gap != Gap::None
            && ends_sentence(context, start, at, first_visible(context, after, run.end), all_lower)
        {
            sentences.push(start..after);
            start = after;
            if context.tokens[after].gap.is_line() {
                line_start = after;
            }
        }
        at = after;
    }
    if start < run.end {
        sentences.push(start..run.end);
    }
}

/// Whether the range has a boundary of sentences inside.
pub(super) fn is_several(context: &Context<'_>, run: Range<usize>) -> bool {
    let mut sentences = Vec::new();
    split(context, run, &mut sentences);
    sentences.len() > 1
}

/// Whether a token is a mark that may end a sentence, or an initialism with its full stop.
fn is_stop(context: &Context<'_>, index: usize) -> bool {
    let token = context.tokens[index];
    match token.word.kind {
        WordKind::Mark => matches!(token.first(context.text), '.' | '!' | '?' | '…' | '。' | '！' | '？' | '‽'),
        WordKind::Word => token.text(context.text).ends_with('.'),
        _ => false,
    }
}

/// Whether a token closes a quotation or bracket, or repeats the stop, right after a stop.
fn closes(context: &Context<'_>, index: usize) -> bool {
    let token = context.tokens[index];
    token.gap == Gap::None
        && matches!(
            token.mark(context.text),
            Some('"' | '\'' | '”' | '’' | '»' | ')' | ']' | '}' | '!' | '?' | '.' | '*' | '_')
        )
}

/// The first token from `index` on that opens no quotation or bracket; looks at a few only.
fn first_visible(context: &Context<'_>, index: usize, end: usize) -> Option<usize> {
    let opens =
        |index: usize| matches!(context.mark(index), Some('"' | '\'' | '“' | '‘' | '«' | '(' | '[' | '{' | '*' | '_'));
    (index..end.min(index + 8)).find(|&index| !opens(index))
}

/// Whether the stop at `at` ends the sentence that starts at `start`, given what comes next.
fn ends_sentence(context: &Context<'_>, start: usize, at: usize, next: Option<usize>, all_lower: bool) -> bool {
    let Some(next_index) = next else { return true };
    let next = context.tokens[next_index];
    if next.word.kind == WordKind::Word && next.first(context.text).is_lowercase() && !all_lower {
        return false;
    }
    if context.tokens[at].word.kind == WordKind::Word {
        return starts_sentence(context, &next);
    }
    if context.mark(at) != Some('.') || context.written(at).len() > 1 || at == start {
        return true;
    }
    let before = context.tokens[at - 1];
    if context.tokens[at].gap != Gap::None {
        return true;
    }
    let written = plain(before.text(context.text));
    match before.word.kind {
        WordKind::Word if at - 1 == start && is_enumerator(&written) => false,
        WordKind::Word if written.chars().nth(1).is_none() => starts_sentence(context, &next),
        WordKind::Word => {
            let lower = written.to_lowercase();
            let is_before_number = next.word.kind == WordKind::Number || matches!(next.first(context.text), '§' | '#');
            if context.abbreviations.contains(&lower) {
                !is_before_number && ends_after_abbreviation(context, start, at, &next)
            } else {
                !(is_before_number && context.abbreviations.contains(&format!("{lower}#")))
            }
        }
        WordKind::Number if at - 1 == start => written.len() > 3,
        WordKind::Number => {
            !(next.word.kind == WordKind::Number && at > 1 && matches!(context.mark(at - 2), Some('§')))
        }
        _ => true,
    }
}

/// Whether a sentence ends after an abbreviation before a word. A title ("Mr.") leads on to a name that may look like a
/// small word; what stands after a name ("Acme Inc.") or a number, or is no name itself ("no."), does not.
fn ends_after_abbreviation(context: &Context<'_>, start: usize, at: usize, next: &Token) -> bool {
    let is_capital = context.written(at - 1).starts_with(char::is_uppercase) && context.is_mixed_case();
    if is_capital {
        let follows_name = at - 1 > start
            && context.tokens[at - 2].is_wordlike()
            && !context.tokens[at - 2].first(context.text).is_lowercase();
        return follows_name && starts_sentence(context, next);
    }
    let written = next.text(context.text);
    let is_tiny = written.chars().nth(3).is_none() && written.starts_with(char::is_uppercase);
    starts_sentence(context, next) || (is_tiny && written.ends_with(char::is_lowercase))
}

/// Whether a first word is a letter or a Roman numeral, as before a title ("II. Facts").
fn is_enumerator(written: &str) -> bool {
    written.chars().nth(1).is_none() || (written.len() <= 5 && written.chars().all(|c| matches!(c, 'I' | 'V' | 'X')))
}

/// Whether a word after a doubtful full stop has its capital from the start of a sentence.
fn starts_sentence(context: &Context<'_>, token: &Token) -> bool {
    let written = token.text(context.text);
    let mut letters = written.chars();
    token.word.kind == WordKind::Word
        && letters.next().is_some_and(char::is_uppercase)
        && letters.all(char::is_lowercase)
        && context.is_small(written)
}

/// The lines of a run, as far as their ends may be ends of sentences.
struct Lines {
    /// The width of the longest, in bytes.
    widest: usize,
    /// Whether none starts in lower case.
    all_start_anew: bool,
}

impl Lines {
    fn measure(context: &Context<'_>, run: Range<usize>) -> Self {
        let mut lines = Self { widest: 0, all_start_anew: true };
        let mut start = run.start;
        for at in run.clone() {
            if context.tokens[at].gap.is_line() && at > run.start {
                lines.widest = lines.widest.max(width(context, start, at));
                lines.all_start_anew &= starts_anew(context, at, run.end);
                start = at;
            }
        }
        if start < run.end {
            lines.widest = lines.widest.max(width(context, start, run.end));
        }
        lines
    }

    /// Whether the line from `start` up to `at` was ended by its writer, so that its end is that of a sentence.
    fn ends_at(&self, context: &Context<'_>, start: usize, at: usize, end: usize) -> bool {
        let Gap::Line(line_end) = context.tokens[at].gap else { return false };
        if context.tokens[at].word.joined || !starts_anew(context, at, end) {
            return false;
        }
        let last = context.tokens[at - 1];
        let leads_on = match last.word.kind {
            WordKind::Mark => {
                matches!(last.first(context.text), ',' | ';' | ':' | '-' | '–' | '—' | '/' | '&' | '(' | '[')
            }
            _ => {
                let written = last.text(context.text);
                written.chars().all(char::is_lowercase) && context.is_small(written)
            }
        };
        let width = width(context, start, at);
        let is_short =
            width < SHORT_LINE && (width * 100 < self.widest * 65 || (self.all_start_anew && self.widest < SHORT_LINE));
        !leads_on && (line_end.hard || is_short)
    }
}

/// The width of the line of tokens from `start` up to `end`, in bytes.
fn width(context: &Context<'_>, start: usize, end: usize) -> usize {
    context.tokens[end - 1].word.span().end - context.tokens[start].word.span().start
}

/// Whether a line starts with something else than a lower-case word.
fn starts_anew(context: &Context<'_>, at: usize, end: usize) -> bool {
    first_visible(context, at, end).is_some_and(|index| !context.tokens[index].first(context.text).is_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::words::{Piece, PieceKind, Style, tokenize};
    use crate::source::Span;
    use std::collections::BTreeSet;

    fn sentences(text: &str) -> Vec<String> {
        let piece = Piece { span: Span::new(0, text.len()), kind: PieceKind::Text, style: Style::Plain };
        let mut tokens = Vec::new();
        tokenize(text, &[piece], &mut tokens);
        let abbreviations: BTreeSet<String> = ["no", "mr", "sgt", "st", "v", "art#"].map(str::to_owned).into();
        let context = Context::new(text, &tokens, &abbreviations);
        let mut found = Vec::new();
        split(&context, 0..tokens.len(), &mut found);
        let spans = found.into_iter().filter_map(|range| context.span(range));
        spans.map(|span| text[span.start..span.end].to_owned()).collect()
    }

    #[test]
    fn stops_end_sentences_with_what_closes_after_them() {
        assert_eq!(
            sentences("He left. She \"stayed.\" (They ate.) Why? Now!"),
            ["He left.", "She \"stayed.\"", "(They ate.)", "Why?", "Now!"]
        );
    }

    #[test]
    fn abbreviations_and_numbers_do_not() {
        assert_eq!(
            sentences("Mr. Doe v. Roe, No. 5 at St. Paul. It cost $2.1 million at 9 a.m. sharp."),
            ["Mr. Doe v. Roe, No. 5 at St. Paul.", "It cost $2.1 million at 9 a.m. sharp."]
        );
        assert_eq!(sentences("See § 13. 4 and art. 5. Done."), ["See § 13. 4 and art. 5.", "Done."]);
    }

    #[test]
    fn a_small_word_after_a_doubtful_stop_starts_a_sentence() {
        assert_eq!(
            sentences("The answer is no. We will not. Then we left the U.S. We won."),
            ["The answer is no.", "We will not.", "Then we left the U.S.", "We won."]
        );
        assert_eq!(
            sentences("Class A. The clerk and the U.S. Army met J. Doe."),
            ["Class A.", "The clerk and the U.S. Army met J. Doe."]
        );
    }

    #[test]
    fn case_does_not_matter_for_capitals_and_semicolons_do_not_split() {
        assert_eq!(sentences("HE LEFT. SHE STAYED; THEY ATE."), ["HE LEFT.", "SHE STAYED; THEY ATE."]);
        assert_eq!(sentences("he left. she stayed."), ["he left.", "she stayed."]);
        assert_eq!(sentences("He said stop. and left"), ["He said stop. and left"]);
    }

    #[test]
    fn an_enumerator_is_no_sentence() {
        assert_eq!(sentences("1. He left. 2. She stayed."), ["1. He left.", "2. She stayed."]);
        assert_eq!(sentences("I. Facts"), ["I. Facts"]);
    }
}
