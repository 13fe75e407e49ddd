//! A sketch to a document: forms recognised, headings scoped, sentences split.

mod rows;

use super::fields::{self, Unit, UnitKind};
use super::heads;
use super::sentences;
use super::sketch::{Context, Part, Shape, Sketch};
use super::words::Gap;
use super::{Block, BlockKind, Document, Field, Sentence, Word, WordKind};
use crate::source::Span;
use std::collections::BTreeSet;
use std::ops::Range;

/// The level of headings that are not marked up as such.
const PSEUDO_LEVEL: u8 = 6;

/// The most words of a line ending in a colon that is a heading where no list follows.
const COLON_HEADING: usize = 8;

/// More words than this after a single word and a full stop make that a run-in head.
const LONG_TEXT: usize = 12;

/// How many introductions of lists in lists are kept in mind.
const MAX_INTRODUCTIONS: usize = 16;

/// Builds the document.
pub(super) fn build(text: &str, sketch: Sketch, abbreviations: &BTreeSet<String>) -> Document {
    let Sketch { tokens, mut parts, front_matter, comments } = sketch;
    let mut builder = Builder {
        context: Context::new(text, &tokens, abbreviations),
        document: Document { fields: front_matter, comments, ..Document::default() },
        headings: Vec::new(),
        introductions: Vec::new(),
        pending: None,
        item_head: None,
        columns: Vec::new(),
        after_heading: false,
        has_run_ins: false,
        found: Vec::new(),
    };
    for part in &mut parts {
        itemise(&builder.context, part);
    }
    builder.has_run_ins = builder.count_run_ins(&parts) > 1;
    for part in &parts {
        builder.part(part);
    }
    builder.document
}

/// A block that ended in a colon; what comes next tells what it is.
struct Pending {
    block: usize,
    depth: usize,
    /// Whether it may be a heading by itself.
    lone: bool,
}

struct Builder<'a> {
    context: Context<'a>,
    document: Document,
    /// The open headings with their levels, outermost first.
    headings: Vec<(u8, usize)>,
    /// The open introductions of lists, with the depth they stand at, outermost first.
    introductions: Vec<(usize, usize)>,
    pending: Option<Pending>,
    /// The run-in head of a list item: the item, and the head's block.
    item_head: Option<(usize, usize)>,
    /// The blocks of the current table's column heads.
    columns: Vec<Option<usize>>,
    after_heading: bool,
    /// Whether short first sentences are a habit of this text.
    has_run_ins: bool,
    /// A buffer for sentences.
    found: Vec<Range<usize>>,
}

impl Builder<'_> {
    fn part(&mut self, part: &Part) {
        self.settle_pending(part);
        while self.introductions.last().is_some_and(|&(depth, _)| part.depth <= depth) {
            self.introductions.pop();
        }
        if self.item_head.is_some_and(|(item, _)| item != part.item) {
            self.item_head = None;
        }
        match &part.shape {
            Shape::Heading { level } => self.heading(*level, part, part.tokens.clone(), part.span),
            Shape::Header(cells) => self.header(part, cells),
            Shape::Row(cells) => self.row(part, cells),
            Shape::Prose => self.text(part, None),
            Shape::Item { ticked } => self.text(part, Some(*ticked)),
        }
        self.after_heading = matches!(part.shape, Shape::Heading { .. })
            || self.document.blocks.last().is_some_and(|block| matches!(block.kind, BlockKind::Heading { .. }));
    }

    /// Decides what the block that ended in a colon is.
    fn settle_pending(&mut self, next: &Part) {
        let Some(pending) = self.pending.take() else { return };
        let introduces = next.depth > pending.depth && !matches!(next.shape, Shape::Heading { .. });
        if introduces {
            if self.introductions.len() < MAX_INTRODUCTIONS {
                self.introductions.push((pending.depth, pending.block));
            }
        } else if pending.lone && pending.depth == 0 {
            self.close_headings(PSEUDO_LEVEL);
            let headings = self.headings.iter().rev().map(|&(_, block)| block).collect();
            let block = &mut self.document.blocks[pending.block];
            block.kind = BlockKind::Heading { level: PSEUDO_LEVEL };
            block.headings = headings;
            self.headings.push((PSEUDO_LEVEL, pending.block));
            self.after_heading = true;
        }
    }

    /// Ends the scope of headings of this level and deeper ones.
    fn close_headings(&mut self, level: u8) {
        while self.headings.last().is_some_and(|&(open, _)| open >= level) {
            self.headings.pop();
        }
    }

    /// A paragraph or a list item.
    fn text(&mut self, part: &Part, item: Option<Option<bool>>) {
        if part.tokens.is_empty() {
            if item.is_some_and(|ticked| ticked.is_some()) {
                self.block(BlockKind::Item { ticked: item.flatten() }, part, part.span);
            }
            return;
        }
        let mut units = fields::units(&self.context, part.tokens.clone());
        let mut start = part.span.start;
        if let Some(first) = units.first()
            && first.kind == UnitKind::Prose
            && let Some(rest) = self.run_in(part, first.body.clone())
        {
            self.run_in_head(part, item.is_some(), part.tokens.start..rest);
            start = self.context.tokens[rest].word.span().start;
            units = fields::units(&self.context, rest..part.tokens.end);
        } else if item.is_none()
            && let [unit] = units.as_mut_slice()
            && unit.label.as_ref().is_none_or(|_| unit.body.is_empty())
            && heads::is_bold_heading(&self.context, part.tokens.clone())
        {
            self.heading(PSEUDO_LEVEL, part, part.tokens.clone(), part.span);
            return;
        }
        let last = units.len().saturating_sub(1);
        for (index, unit) in units.into_iter().enumerate() {
            let mut span = self.context.span(unit.tokens.clone()).unwrap_or(part.span);
            if index == 0 {
                span.start = start;
            }
            if index == last {
                span.end = part.span.end.max(span.start);
            }
            self.unit(part, item, unit, span, index == 0 && last == 0);
        }
    }

    fn unit(&mut self, part: &Part, item: Option<Option<bool>>, mut unit: Unit, span: Span, is_whole: bool) {
        let ends_in_colon = self.ends_in_colon(&unit);
        if ends_in_colon && is_whole && unit.kind == UnitKind::Field && item.is_none() {
            // An introduction, not a field that was left empty.
            unit = Unit { kind: UnitKind::Prose, label: None, body: unit.tokens.clone(), ..unit };
        }
        let is_long = is_running_text(&self.context, &unit);
        let kind = match (unit.kind, item) {
            (UnitKind::Choice { ticked }, _) => BlockKind::Item { ticked: Some(ticked) },
            (_, Some(ticked)) => BlockKind::Item { ticked },
            (UnitKind::Field, None) if !(is_whole && is_long) => BlockKind::Field,
            (_, None) => BlockKind::Paragraph,
        };
        let block = self.block(kind, part, span);
        let words = self.context.count_words(unit.tokens.clone());
        let one_line = unit.one_line;
        self.labelled(block, unit);
        if ends_in_colon {
            let lone = is_whole && item.is_none() && one_line && words <= COLON_HEADING;
            self.pending = Some(Pending { block, depth: part.depth, lone });
        }
    }

    /// The run-in head of a paragraph, or of a list item, where it is a heading of that item only.
    fn run_in_head(&mut self, part: &Part, in_item: bool, head: Range<usize>) {
        let span = self.context.span(head.clone()).unwrap_or(part.span);
        let span = Span::new(part.span.start, span.end);
        if in_item {
            let block = self.block(BlockKind::Heading { level: PSEUDO_LEVEL }, part, span);
            self.one_sentence(block, head);
            self.item_head = Some((part.item, block));
        } else {
            self.heading(PSEUDO_LEVEL, part, head, span);
        }
    }

    /// Whether a unit ends in a colon, so that it introduces what comes next.
    fn ends_in_colon(&self, unit: &Unit) -> bool {
        let last = unit.tokens.end - 1;
        self.context.mark(last) == Some(':')
            || (unit.body.is_empty() && unit.label.as_ref().is_some_and(|(_, separator)| self.is_colon(*separator)))
    }

    fn is_colon(&self, separator: Span) -> bool {
        self.context.text[separator.start..separator.end].starts_with(':')
    }

    /// Where the text begins after a run-in head.
    fn run_in(&self, part: &Part, body: Range<usize>) -> Option<usize> {
        if let Some(rest) = heads::marked_run_in(&self.context, body.clone()) {
            return Some(rest);
        }
        let rest = heads::plain_run_in(&self.context, body.clone())?;
        // One word before much text is no statement, or hardly one ("Denied." would be followed by less).
        let is_one_word = self.context.count_words(body.start..rest) == 1;
        let is_alone = is_one_word && self.context.count_words(rest..body.end) > LONG_TEXT;
        let is_prose = matches!(part.shape, Shape::Prose) && body.start == part.tokens.start;
        (is_prose && !self.after_heading && (is_alone || self.has_run_ins)).then_some(rest)
    }

    /// How many paragraphs start with a sentence that may be a run-in head.
    fn count_run_ins(&self, parts: &[Part]) -> usize {
        let mut after_heading = false;
        let mut count = 0;
        for part in parts {
            if matches!(part.shape, Shape::Prose) && !part.tokens.is_empty() && !after_heading {
                count += usize::from(heads::plain_run_in(&self.context, part.tokens.clone()).is_some());
            }
            after_heading = matches!(part.shape, Shape::Heading { .. });
        }
        count
    }

    fn heading(&mut self, level: u8, part: &Part, tokens: Range<usize>, span: Span) {
        self.close_headings(level);
        let block = self.block(BlockKind::Heading { level }, part, span);
        self.headings.push((level, block));
        self.one_sentence(block, tokens);
    }

    /// Opens a block under the headings that are open now.
    fn block(&mut self, kind: BlockKind, part: &Part, span: Span) -> usize {
        let item_head = self.item_head.map(|(_, block)| block);
        let introductions = self.introductions.iter().rev().map(|&(_, block)| block);
        let headings = self.headings.iter().rev().map(|&(_, block)| block);
        let headings = item_head.into_iter().chain(introductions).chain(headings).collect();
        let sentences = self.document.sentences.len();
        let sentences = sentences..sentences;
        self.document.blocks.push(Block { kind, span, sentences, headings, quoted: part.quoted });
        self.document.blocks.len() - 1
    }

    /// Adds the sentences of a unit with its label.
    fn labelled(&mut self, block: usize, unit: Unit) {
        let Some((label, separator)) = unit.label else {
            self.sentences_of(block, unit.body);
            return;
        };
        let mut found = std::mem::take(&mut self.found);
        found.clear();
        sentences::split(&self.context, unit.body, &mut found);
        if unit.kind != (UnitKind::Choice { ticked: false }) {
            self.field(label.clone(), found.first().cloned().unwrap_or(0..0));
        }
        let start = self.document.words.len();
        let count = self.words_of(label);
        self.border(separator);
        let mut rest = found.iter();
        if let Some(first) = rest.next() {
            self.words_of(first.clone());
        }
        self.sentence(block, start, count, Vec::new());
        rest.for_each(|range| self.plain_sentence(block, range.clone()));
        self.found = found;
    }

    /// Adds a heading's words, which are one sentence whatever marks they have, unless they are too many for one.
    fn one_sentence(&mut self, block: usize, tokens: Range<usize>) {
        for piece in sentences::pieces(&self.context, tokens) {
            self.plain_sentence(block, piece);
        }
    }

    fn sentences_of(&mut self, block: usize, tokens: Range<usize>) {
        let mut found = std::mem::take(&mut self.found);
        found.clear();
        sentences::split(&self.context, tokens, &mut found);
        found.iter().for_each(|range| self.plain_sentence(block, range.clone()));
        self.found = found;
    }

    /// Adds a sentence that has neither a label nor columns.
    fn plain_sentence(&mut self, block: usize, tokens: Range<usize>) {
        let start = self.document.words.len();
        self.words_of(tokens);
        self.sentence(block, start, 0, Vec::new());
    }

    /// Ends a sentence that started at word `start`.
    fn sentence(&mut self, block: usize, start: usize, label: usize, columns: Vec<(usize, usize)>) {
        let words = start..self.document.words.len();
        if words.is_empty() {
            return;
        }
        self.document.sentences.push(Sentence { words, label, block, columns });
        self.document.blocks[block].sentences.end = self.document.sentences.len();
    }

    /// Adds words; returns how many.
    fn words_of(&mut self, tokens: Range<usize>) -> usize {
        let count = tokens.len();
        self.document.words.extend(self.context.tokens[tokens].iter().map(|token| token.word));
        count
    }

    fn border(&mut self, span: Span) {
        self.document.words.push(Word::new(span, WordKind::Border));
    }

    fn field(&mut self, label: Range<usize>, value: Range<usize>) {
        if let Some(label) = self.context.span(label) {
            let value = self.context.span(value).unwrap_or(Span::new(label.end, label.end));
            self.document.fields.push(Field { label, value });
        }
    }
}

/// Makes a list item of a paragraph that starts with "(a)" or "(1)".
fn itemise(context: &Context<'_>, part: &mut Part) {
    let start = part.tokens.start;
    let has_brackets =
        part.tokens.len() > 3 && context.mark(start) == Some('(') && context.mark(start + 2) == Some(')');
    let marker = context.written(start + 1);
    let is_marker = match context.tokens.get(start + 1).map(|token| token.word.kind) {
        Some(WordKind::Number) => marker.len() <= 2,
        Some(WordKind::Word) => {
            let is_roman = marker.len() <= 4 && marker.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
            is_roman || (marker.len() == 1 && !matches!(marker, "x" | "X"))
        }
        _ => false,
    };
    if matches!(part.shape, Shape::Prose)
        && has_brackets
        && is_marker
        && matches!(context.tokens[start + 3].gap, Gap::Space | Gap::Wide)
    {
        part.shape = Shape::Item { ticked: None };
        part.tokens.start += 3;
        part.depth += 1;
        part.item = part.span.start + 1;
    }
}

/// Whether a field's value is running text.
fn is_running_text(context: &Context<'_>, unit: &Unit) -> bool {
    /// More words than this are.
    const PROSE: usize = 25;
    context.count_words(unit.body.clone()) > PROSE || sentences::is_several(context, unit.body.clone())
}
