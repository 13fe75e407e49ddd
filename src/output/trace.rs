//! How a text was read, for people on its own lines and for programs.

use super::escape;
use super::excerpt::{Mark, excerpt};
use super::human::{footer, renderer, stacked};
use super::json::{SCHEMA_VERSION, value};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Snippet};
use serde::Serialize;
use std::io::{self, Write};
use totality::source::{Source, Span};
use totality::trace::{Cue, End, Standing, Trace};

/// Words that were read, of a factor or of a rule.
struct Read<'a> {
    id: &'a str,
    /// The status or standing.
    how: &'static str,
    file: &'a str,
    entry: &'a str,
    span: Span,
    decided_by: Option<Span>,
    cues: &'a [Cue<'a>],
}

fn mentions<'a>(trace: &'a Trace<'_>) -> impl Iterator<Item = Read<'a>> {
    trace.mentions.iter().map(|mention| Read {
        id: mention.factor,
        how: mention.status.name(),
        file: mention.file,
        entry: mention.entry,
        span: mention.span,
        decided_by: mention.decided_by,
        cues: &mention.cues,
    })
}

fn rule_words<'a>(trace: &'a Trace<'_>) -> impl Iterator<Item = Read<'a>> {
    trace.rule_words.iter().map(|words| Read {
        id: words.rule,
        how: standing(words.standing),
        file: words.file,
        entry: words.entry,
        span: words.span,
        decided_by: words.decided_by,
        cues: &words.cues,
    })
}

/// Writes what was read on the lines of the text, the cues beside it.
pub(crate) fn write_human(
    name: &str,
    source: &Source,
    trace: &Trace<'_>,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut all: Vec<_> = mentions(trace).chain(rule_words(trace)).collect();
    all.sort_by_key(|read| (read.span.start, read.span.end));
    for read in &all {
        writeln!(out, "{}\n", render(name, source, read, width))?;
    }
    for account in &trace.weighed {
        let at = source.location(account.span.start);
        let words = escape::line(source.text().get(account.span.start..account.span.end).unwrap_or_default());
        writeln!(
            out,
            "{:.2} {}  {}:{} \u{201c}{words}\u{201d}",
            account.likely,
            escape::line(&account.outcome),
            at.line,
            at.column
        )?;
        let tells = account.tells.iter().map(|tell| format!("{:+.2} {}", tell.weight, escape::line(&tell.feature)));
        writeln!(out, "     {}\n", tells.collect::<Vec<_>>().join(", "))?;
    }
    writeln!(out, "{} phrases of the lexicon found, {} mentions and words of rules.", trace.hits.len(), all.len())
}

fn render(name: &str, source: &Source, read: &Read<'_>, width: usize) -> String {
    let found = format!("{} [{}]", read.file, read.entry);
    // Cues whose words are the mention's own say nothing about it.
    let cues: Vec<_> = read.cues.iter().filter(|cue| cue.covers || read.decided_by == Some(cue.span)).collect();
    let labels: Vec<_> = cues.iter().map(|cue| (cue.span, beside(read, cue))).collect();
    let elsewhere = read.decided_by.filter(|decided| !labels.iter().any(|(span, _)| span == decided));
    let elsewhere = elsewhere.map(|span| (span, "this decides".to_owned()));
    let marks: Vec<_> = std::iter::once(Mark { span: read.span, primary: true, text: &found })
        .chain(labels.iter().chain(&elsewhere).map(|(span, text)| Mark { span: *span, primary: false, text }))
        .collect();
    let title = Level::NOTE.primary_title(format!("read as {}", read.how)).id(escape::line(read.id));
    let at = source.location(read.span.start);
    let head = title.element(Origin::path(escape::visible(name)).line(at.line).char_column(at.column));
    // What reaches the words is marked on the line; of the others it is told why they do not.
    let beyond = read.cues.iter().filter(|cue| !cue.covers);
    let notes = beyond.map(|cue| Level::NOTE.message(footer("note", &reach(source, cue), width)));
    let Some(excerpt) = excerpt(source, &marks, width.saturating_sub(10)) else {
        return renderer(width).render(&[head.elements(notes)]);
    };
    let last_line = excerpt.last_line();
    let places = excerpt.places.into_iter().map(|place| {
        let kind = if place.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
        kind.span(place.range).label((!place.text.is_empty()).then_some(place.text))
    });
    let snippet = Snippet::source(excerpt.text).line_start(excerpt.line).annotations(places);
    stacked(head, Group::with_level(Level::NOTE).element(snippet).elements(notes), last_line, width)
}

fn beside(read: &Read<'_>, cue: &Cue<'_>) -> String {
    let does = if read.decided_by == Some(cue.span) {
        "decides"
    } else if cue.unheard {
        "is not heard by this entry"
    } else {
        "reaches it"
    };
    format!("{} [{}] {does}", cue.name, cue.entry)
}

/// "negation [not] “No” reaches only “weapon was used”, to “but” [contrast]"
fn reach(source: &Source, cue: &Cue<'_>) -> String {
    let words = |span: Span| escape::line(source.text().get(span.start..span.end).unwrap_or_default());
    let reached = match cue.reach.map(words) {
        None => "reaches nothing".to_owned(),
        Some(all) if all.chars().count() > 60 => {
            format!("reaches \u{201c}{} [...] {}\u{201d}", head(&all, 28), tail(&all, 28))
        }
        Some(all) => format!("reaches \u{201c}{all}\u{201d}"),
    };
    let mut ends: Vec<_> = cue
        .ends
        .iter()
        .filter_map(|end| match *end {
            End::Cue => None,
            End::Clause { entry, span } => Some(format!("with \u{201c}{}\u{201d} [{entry}]", words(span))),
            End::Cell => Some("with the cell".to_owned()),
            End::Sentence => Some("with the sentence".to_owned()),
        })
        .collect();
    ends.dedup();
    let ends = if ends.is_empty() { String::new() } else { format!("; its reach ends {}", ends.join(" and ")) };
    format!("{} [{}] \u{201c}{}\u{201d} {reached}{ends}", cue.name, cue.entry, words(cue.span))
}

fn head(text: &str, characters: usize) -> String {
    text.chars().take(characters).collect()
}

fn tail(text: &str, characters: usize) -> String {
    text.chars().skip(text.chars().count().saturating_sub(characters)).collect()
}

const fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Proper => "proper",
        Standing::Against => "against",
        Standing::Open => "open",
    }
}

#[derive(Serialize)]
struct Report<'a> {
    schema_version: u32,
    guidelines: &'a str,
    path: &'a str,
    mentions: Vec<Entry<'a>>,
    rule_words: Vec<Entry<'a>>,
    weighed: Vec<WeighedEntry<'a>>,
}

/// How words were weighed for one outcome.
#[derive(Serialize)]
struct WeighedEntry<'a> {
    outcome: &'a str,
    likely: f32,
    #[serde(flatten)]
    place: Place<'a>,
    tells: Vec<TellEntry<'a>>,
}

#[derive(Serialize)]
struct TellEntry<'a> {
    feature: &'a str,
    weight: f32,
}

#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    read_as: &'static str,
    file: &'a str,
    entry: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    decided_by: Option<Place<'a>>,
    cues: Vec<CueEntry<'a>>,
}

#[derive(Serialize)]
struct CueEntry<'a> {
    cue: &'a str,
    entry: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    reach: Option<Place<'a>>,
    /// What ends the reach, before and after.
    ends: [EndEntry<'a>; 2],
    covers: bool,
    unheard: bool,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum EndEntry<'a> {
    Cue,
    Clause {
        entry: &'a str,
        #[serde(flatten)]
        place: Place<'a>,
    },
    Cell,
    Sentence,
}

#[derive(Serialize)]
struct Place<'a> {
    span: SpanEntry,
    line: usize,
    column: usize,
    text: Option<&'a str>,
}

#[derive(Serialize)]
struct SpanEntry {
    start: usize,
    end: usize,
}

impl<'a> Place<'a> {
    fn new(source: &'a Source, span: Span) -> Self {
        let at = source.location(span.start);
        let text = source.text().get(span.start..span.end);
        Self { span: SpanEntry { start: span.start, end: span.end }, line: at.line, column: at.column, text }
    }
}

impl<'a> Entry<'a> {
    fn new(source: &'a Source, read: &Read<'a>) -> Self {
        Self {
            id: read.id,
            read_as: read.how,
            file: read.file,
            entry: read.entry,
            place: Place::new(source, read.span),
            decided_by: read.decided_by.map(|span| Place::new(source, span)),
            cues: read.cues.iter().map(|cue| CueEntry::new(source, cue)).collect(),
        }
    }
}

impl<'a> CueEntry<'a> {
    fn new(source: &'a Source, cue: &Cue<'a>) -> Self {
        Self {
            cue: cue.name,
            entry: cue.entry,
            place: Place::new(source, cue.span),
            reach: cue.reach.map(|span| Place::new(source, span)),
            ends: cue.ends.map(|end| match end {
                End::Cue => EndEntry::Cue,
                End::Clause { entry, span } => EndEntry::Clause { entry, place: Place::new(source, span) },
                End::Cell => EndEntry::Cell,
                End::Sentence => EndEntry::Sentence,
            }),
            covers: cue.covers,
            unheard: cue.unheard,
        }
    }
}

/// Writes the same for programs.
pub(crate) fn write_json(
    name: &str,
    source: &Source,
    trace: &Trace<'_>,
    guidelines: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    let report = Report {
        schema_version: SCHEMA_VERSION,
        guidelines,
        path: name,
        mentions: mentions(trace).map(|read| Entry::new(source, &read)).collect(),
        rule_words: rule_words(trace).map(|read| Entry::new(source, &read)).collect(),
        weighed: trace
            .weighed
            .iter()
            .map(|account| WeighedEntry {
                outcome: &account.outcome,
                likely: account.likely,
                place: Place::new(source, account.span),
                tells: account
                    .tells
                    .iter()
                    .map(|tell| TellEntry { feature: &tell.feature, weight: tell.weight })
                    .collect(),
            })
            .collect(),
    };
    value(&report, out)?;
    writeln!(out)
}
