//! Headings that are not marked up as such: bold lines, and run-in heads ("**Facts.** He …", "Reasons. He …").

use super::sketch::Context;
use super::words::Style;
use std::ops::Range;

/// The most words of a bold line that is a heading.
const BOLD_HEADING: usize = 12;

/// The most words of a run-in head that is emphasised or in capitals.
const MARKED_HEAD: usize = 10;

/// The most words of a run-in head that nothing marks.
const PLAIN_HEAD: usize = 3;

/// Whether a whole paragraph is a heading in bold.
pub(super) fn is_bold_heading(context: &Context<'_>, run: Range<usize>) -> bool {
    let tokens = &context.tokens[run.clone()];
    let words = context.count_words(run.clone());
    let is_bold = tokens.iter().all(|token| token.style == Style::Strong || !token.is_wordlike());
    let is_line = !tokens.iter().skip(1).any(|token| token.gap.is_line());
    let limit = if context.mark(run.end - 1) == Some('.') { PLAIN_HEAD } else { BOLD_HEADING };
    is_bold && is_line && (1..=limit).contains(&words) && context.mark(run.end - 1) != Some(',')
}

/// Where the text begins after a run-in head that is emphasised or in capitals; `None` if there is no such head.
pub(super) fn marked_run_in(context: &Context<'_>, run: Range<usize>) -> Option<usize> {
    let style = context.tokens[run.start].style;
    if style == Style::Plain {
        let end = first_stop(context, run.clone(), MARKED_HEAD)?;
        let is_head = context.is_capitals(run.start..end) && !context.is_capitals(end..run.end);
        return is_head.then_some(end);
    }
    let mut end = run.start;
    while end < run.end && (context.tokens[end].style == style || is_adjacent_stop(context, end)) {
        end += 1;
    }
    let is_stopped = matches!(context.mark(end - 1), Some('.' | '?' | '!' | ':'));
    let words = context.count_words(run.start..end);
    (is_stopped && end < run.end && (1..=MARKED_HEAD).contains(&words)).then_some(end)
}

/// Where the text begins after a first sentence that is so short that it may be a run-in head.
pub(super) fn plain_run_in(context: &Context<'_>, run: Range<usize>) -> Option<usize> {
    let end = first_stop(context, run.clone(), PLAIN_HEAD)?;
    let first = context.tokens[run.start];
    let is_odd = first.first(context.text).is_lowercase() || first.text(context.text) == "I";
    let has_comma = (run.start..end).any(|at| context.mark(at) == Some(','));
    (!is_odd && !has_comma && end < run.end).then_some(end)
}

/// The end of the first sentence, if it has a full stop and at most `limit` words.
fn first_stop(context: &Context<'_>, run: Range<usize>, limit: usize) -> Option<usize> {
    let mut words = 0;
    for at in run.clone() {
        let token = context.tokens[at];
        if token.is_wordlike() {
            words += usize::from(!token.word.joined);
            if words > limit {
                return None;
            }
        } else if context.written(at) == "." {
            let is_enumerator = at == run.start + 1 && context.written(run.start).len() <= 3;
            let next = context.tokens.get(at + 1).filter(|_| at + 1 < run.end)?;
            let is_end = next.gap != super::words::Gap::None && !next.first(context.text).is_lowercase();
            let is_short_word =
                at > run.start && context.abbreviations.contains(&context.written(at - 1).to_lowercase());
            if is_end && !is_enumerator && !is_short_word {
                return (words > 0).then_some(at + 1);
            }
        } else if !matches!(context.mark(at), Some(',' | '/' | '&' | '(' | ')' | '\'' | '’')) {
            return None;
        }
    }
    None
}

/// Whether a token is a stop right after the one before.
fn is_adjacent_stop(context: &Context<'_>, at: usize) -> bool {
    context.tokens[at].gap == super::words::Gap::None && matches!(context.mark(at), Some('.' | '?' | '!' | ':'))
}
