//! Findings that the text itself silences, by a comment that names the rule and a reason.
//!
//! Nothing is dropped: what a suppression silences is moved aside with the words that silenced it. What is wrong with a
//! suppression (no reason, an unknown rule, nothing to silence, a wrong form) is a finding of two rules of its own
//! (RULEBOOK § 3.6), which no suppression can silence; and a wrong one silences nothing.
//!
//! Reach: a suppression on a line of its own is for the lines that follow, up to the next blank one (a paragraph, a
//! list, a table); one inside a block is for that block; `ignore-file` is for the document. A finding on something
//! absent has no place, so any suppression that names its rule silences it.

mod notice;

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{Comment, Document, Standing};
use crate::fingerprint;
use crate::lexicon::Lexicon;
use crate::names;
use crate::report::{Suppressed, Suppression};
use crate::source::Span;
use notice::Notice;

/// A suppression gives no reason.
const WITHOUT_REASON: &str = "suppression-without-reason";

/// A suppression silences nothing.
const UNUSED: &str = "unused-suppression";

/// Whether a line of plain text is a suppression in good form, and so no prose.
pub(crate) fn is_well_formed_line(text: &str, line: Span) -> bool {
    matches!(notice::read(text, line, true), Some(Notice::Ignore { reason: Some(_), .. }))
}

/// Whether a line of plain text is a suppression, or was meant to be one.
pub(crate) fn is_meant_by_line(text: &str, line: Span) -> bool {
    notice::read(text, line, true).is_some()
}

/// Words among others that are meant for this program, but are no comment there: what begins in `words`, to the end of
/// its line.
pub(crate) fn slip(text: &str, words: Span) -> Option<Span> {
    notice::slip(text, words)
}

/// Moves aside what the text silences, and adds what is wrong with the suppressions.
pub(crate) fn apply(
    text: &str,
    document: &Document,
    lexicon: &Lexicon,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Suppressed> {
    let mut faults = Vec::new();
    let mut claims = claims(text, document, lexicon, &mut faults);
    let mut suppressed = Vec::new();
    if !claims.is_empty() {
        let (mut kept, all) = (Vec::new(), std::mem::take(diagnostics));
        for diagnostic in all {
            match claims.iter_mut().find(|claim| claim.covers(&diagnostic)) {
                Some(claim) => {
                    claim.used = true;
                    let reason = claim.reason.clone();
                    suppressed.push(Suppressed { diagnostic, comment: claim.comment, reason });
                }
                None => kept.push(diagnostic),
            }
        }
        *diagnostics = kept;
    }
    for claim in claims.iter().filter(|claim| !claim.used) {
        // What it would silence may have been silenced by another one, which stands first.
        let is_double = suppressed.iter().any(|suppressed| claim.covers(&suppressed.diagnostic));
        let why = match (is_double, claim.scope) {
            (true, _) => format!("`{}` is silenced by another one already", claim.rule),
            (false, Scope::Document) => format!("the text has no finding `{}`", claim.rule),
            (false, Scope::Within(_)) => format!("what it stands by has no finding `{}`", claim.rule),
        };
        faults.push(fault(lexicon, UNUSED, claim.name, &why));
    }
    diagnostics.append(&mut faults);
    suppressed
}

/// What the comments ask to silence, in order of the text. What can silence nothing is among it, with the reason.
pub(crate) fn list(text: &str, document: &Document, lexicon: &Lexicon) -> Vec<Suppression> {
    let mut faults = Vec::new();
    let claims = claims(text, document, lexicon, &mut faults);
    let claimed = claims.into_iter().map(|Claim { rule, comment, reason, scope, .. }| Suppression {
        rule,
        comment,
        whole: scope == Scope::Document,
        reason,
        fault: None,
    });
    let faulty = faults.into_iter().filter_map(|fault| {
        let place = fault.span?;
        // Where not the comment but one of its rules is wrong, the rule is named.
        let around = document.comments.iter().map(|comment| comment.span);
        let around = around.into_iter().find(|comment| comment.start <= place.start && place.end <= comment.end);
        let comment = around.unwrap_or(place);
        let rule = if comment == place { "" } else { text.get(place.start..place.end).unwrap_or_default() };
        let why = fault.message.split_once(": ").map_or(fault.message.as_str(), |(_, why)| why);
        let (rule, reason, fault) = (rule.to_owned(), String::new(), Some(why.to_owned()));
        Some(Suppression { rule, comment, whole: false, reason, fault })
    });
    let mut all: Vec<_> = claimed.chain(faulty).collect();
    all.sort_by_key(|suppression| suppression.comment.start);
    all
}

/// A finding on a comment that silences nothing though it is in good form.
pub(crate) fn in_vain(lexicon: &Lexicon, comment: Span, why: &str) -> Diagnostic {
    let key = fingerprint::sha256(format!("{UNUSED}\0{why}\0{}", comment.start).as_bytes());
    Diagnostic { fingerprint: key[..32].to_owned(), ..fault(lexicon, UNUSED, comment, why) }
}

/// One rule that one comment silences.
struct Claim {
    rule: String,
    /// Where the rule is named.
    name: Span,
    comment: Span,
    reason: String,
    scope: Scope,
    used: bool,
}

/// What a suppression is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Document,
    Within(Span),
}

impl Claim {
    fn covers(&self, diagnostic: &Diagnostic) -> bool {
        self.rule == diagnostic.rule
            && match (self.scope, diagnostic.span) {
                (Scope::Document, _) | (_, None) => true,
                (Scope::Within(scope), Some(span)) => scope.overlaps(span),
            }
    }
}

/// What the comments claim; what is wrong with them goes to `faults`.
fn claims(text: &str, document: &Document, lexicon: &Lexicon, faults: &mut Vec<Diagnostic>) -> Vec<Claim> {
    let mut claims = Vec::new();
    for &Comment { span: comment, standing } in &document.comments {
        let Some(notice) = notice::read(text, comment, false) else { continue };
        if let Some(why) = misplaced(text, comment, standing) {
            faults.push(fault(lexicon, UNUSED, comment, why));
            continue;
        }
        match notice {
            Notice::Malformed(why) => faults.push(fault(lexicon, UNUSED, comment, &why)),
            Notice::Ignore { reason: None, .. } => {
                let why = "after the bracket stands `reason:` and why the finding may stand";
                faults.push(fault(lexicon, WITHOUT_REASON, comment, why));
            }
            Notice::Ignore { file, rules, reason: Some(reason) } => {
                let scope = if file { Scope::Document } else { Scope::Within(reach(text, document, comment)) };
                for (rule, name) in rules {
                    if [WITHOUT_REASON, UNUSED].contains(&rule.as_str()) {
                        faults.push(fault(lexicon, UNUSED, name, &format!("`{rule}` cannot be silenced")));
                    } else if lexicon.rule(&rule).is_none() {
                        let near = names::nearest(&rule, lexicon.rules().iter().map(|rule| rule.id.as_str()));
                        let why = format!("there is no rule `{rule}`: {}", names::question(&near));
                        faults.push(fault(lexicon, UNUSED, name, why.trim_end_matches([':', ' '])));
                    } else {
                        claims.push(Claim { rule, name, comment, reason: reason.clone(), scope, used: false });
                    }
                }
            }
        }
    }
    claims
}

/// A finding on a suppression. The lexicon's page says what it weighs and why; without a page it is said all the same.
fn fault(lexicon: &Lexicon, rule: &str, span: Span, why: &str) -> Diagnostic {
    let page = lexicon.rule(rule);
    let (what, severity) = match rule {
        WITHOUT_REASON => ("this suppression gives no reason and silences nothing", Severity::Error),
        _ => ("this suppression silences nothing", Severity::Warning),
    };
    Diagnostic {
        rule: rule.to_owned(),
        severity: page.map_or(severity, |page| page.severity),
        message: format!("{}: {why}", page.map_or(what, |page| page.message.as_str())),
        section: page.map_or_else(String::new, |page| page.section.clone()),
        note: page.map_or_else(String::new, |page| page.note.clone()),
        help: page.map_or_else(String::new, |page| page.help.clone()),
        span: Some(span),
        caption: page.map_or_else(String::new, |page| page.caption.clone()),
        labels: Vec::new(),
        fingerprint: String::new(),
    }
}

/// What stands on the comment's first line before it and on its last line after it.
fn around(text: &str, comment: Span) -> (&str, &str) {
    let start = text[..comment.start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let end = text[comment.end..].find(['\n', '\r']).map_or(text.len(), |at| comment.end + at);
    (&text[start..comment.start], &text[comment.end..end])
}

/// Why a comment cannot silence anything where it stands; `None` if it can.
fn misplaced(text: &str, comment: Span, standing: Standing) -> Option<&'static str> {
    match standing {
        Standing::Quotation => Some("quoted text cannot silence anything"),
        Standing::Image => Some("the words for an image cannot silence anything"),
        Standing::Script => Some("a script or another element without markup cannot silence anything"),
        Standing::Prose => {
            Some("it is no comment: in Markdown it stands in `<!-- ... -->`, in plain text on a line of its own")
        }
        Standing::Text => is_quoted(text, comment).then_some("quoted text cannot silence anything"),
    }
}

/// Whether the layout says that the comment is quoted from someone else.
fn is_quoted(text: &str, comment: Span) -> bool {
    around(text, comment).0.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').starts_with('>')
}

/// What a suppression that is not for the whole document is for.
fn reach(text: &str, document: &Document, comment: Span) -> Span {
    let (before, after) = around(text, comment);
    let is_blank = |text: &str| text.chars().all(|c| c.is_whitespace() || c == '\u{feff}');
    if is_blank(before) && is_blank(after) {
        return following(text, document, comment.end);
    }
    let holds = |block: &Span| block.start <= comment.start && comment.end <= block.end;
    let ends_on_the_line = |block: &Span| block.end > comment.start - before.len() && block.start < comment.start;
    let blocks = || document.blocks.iter().map(|block| block.span);
    let around = blocks().filter(holds).min_by_key(|block| block.end - block.start);
    // The last words of a list item may end before the comment.
    around.or_else(|| blocks().rfind(ends_on_the_line)).unwrap_or_else(|| following(text, document, comment.end))
}

/// The lines after an offset, from the first that holds more than comments up to the next blank one.
fn following(text: &str, document: &Document, offset: usize) -> Span {
    let comments = || document.comments.iter().filter(|comment| comment.standing != Standing::Prose);
    let is_comment = |at: usize| comments().any(|comment| comment.span.start <= at && at < comment.span.end);
    let (mut at, mut start) = (offset, None);
    for line in text[offset..].split_inclusive('\n') {
        let words = at + line.len() - line.trim_start().len();
        let is_blank = line.trim().is_empty();
        match start {
            None if is_blank || is_comment(words) => {}
            None => start = Some(words),
            Some(start) if is_blank => return Span::new(start, at),
            Some(_) => {}
        }
        at += line.len();
    }
    Span::new(start.unwrap_or(text.len()), text.len())
}
