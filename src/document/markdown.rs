//! Markdown to a sketch.
//!
//! Only the ranges of the parser's events are used, never their strings, so that every word keeps its place in the
//! text. Emphasis, links and inline markup vanish between words. Not prose: fenced code, inline code, HTML blocks,
//! images, web addresses, and what is ~~struck out~~. Indented code is read as plain text: in a memo it is a paragraph
//! that somebody indented.

use super::front_matter;
use super::markup;
use super::plain;
use super::sketch::{Cell, Part, Shape, Sketch};
use super::words::{Break, Piece, PieceKind, Style, tokenize};
use super::{Comment, Standing};
use crate::source::Span;
use crate::suppression;
use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};
use std::borrow::Cow;
use std::ops::Range;

/// Takes a Markdown text apart.
pub(super) fn sketch(text: &str) -> Sketch {
    let text = &*with_line_feeds(text);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    // A byte order mark before the first heading or front matter would hide it.
    let base = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut reader = Reader::new(text);
    for (event, range) in Parser::new_ext(&text[base..], options).into_offset_iter() {
        reader.event(&event, Span::new(base + range.start, base + range.end));
    }
    reader.flush_item();
    reader.sketch
}

/// The text with a line feed for each lone carriage return, which the parser does not always take for a line end. The
/// offsets stay the same.
fn with_line_feeds(text: &str) -> Cow<'_, str> {
    let is_lone = |at: usize| text.as_bytes().get(at + 1) != Some(&b'\n');
    if !memchr::memchr_iter(b'\r', text.as_bytes()).any(is_lone) {
        return Cow::Borrowed(text);
    }
    let replaced = |(at, c)| if c == '\r' && is_lone(at) { '\n' } else { c };
    Cow::Owned(text.char_indices().map(replaced).collect())
}

/// A list item that is open.
struct Item {
    /// See [`Part::item`].
    number: usize,
    ticked: Option<bool>,
    /// Whether its first text has been handed over.
    is_started: bool,
}

struct Reader<'a> {
    text: &'a str,
    sketch: Sketch,
    /// The prose of the current part so far.
    pieces: Vec<Piece>,
    /// How many markups of each kind are open.
    strong: usize,
    emphasis: usize,
    hidden: usize,
    quotes: usize,
    images: usize,
    /// The element that is open whose text is no markup.
    raw: Option<&'static str>,
    depth: usize,
    /// For each open link, whether its text is hidden.
    links: Vec<bool>,
    items: Vec<Item>,
    cells: Vec<Cell>,
    /// Whether the code block that is open is one by its indent only.
    is_indented_code: bool,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            sketch: Sketch::default(),
            pieces: Vec::new(),
            strong: 0,
            emphasis: 0,
            hidden: 0,
            quotes: 0,
            images: 0,
            raw: None,
            depth: 0,
            links: Vec::new(),
            items: Vec::new(),
            cells: Vec::new(),
            is_indented_code: false,
        }
    }

    fn event(&mut self, event: &Event<'_>, span: Span) {
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(*tag, span),
            Event::Text(shown) => self.prose(shown, span),
            Event::Code(_) => self.piece(span, PieceKind::Character(' ')),
            Event::InlineHtml(_) => self.inline_html(span),
            Event::SoftBreak => self.piece(span, PieceKind::Break(Break { indent: 0, hard: false })),
            Event::HardBreak => self.piece(span, PieceKind::Break(Break { indent: 0, hard: true })),
            Event::TaskListMarker(ticked) => {
                if let Some(item) = self.items.last_mut() {
                    item.ticked = Some(*ticked);
                }
            }
            Event::Rule => self.flush_item(),
            Event::Html(_) | Event::FootnoteReference(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span) {
        match tag {
            Tag::Emphasis => self.emphasis += 1,
            Tag::Strong => self.strong += 1,
            Tag::Strikethrough => self.hidden += usize::from(self.is_struck(span)),
            Tag::Link { link_type, .. } => {
                let is_hidden = matches!(link_type, LinkType::Autolink | LinkType::Email);
                self.links.push(is_hidden);
                self.hidden += usize::from(is_hidden);
            }
            Tag::Image { .. } => {
                self.hidden += 1;
                self.images += 1;
            }
            Tag::TableCell => self.pieces.clear(),
            Tag::Paragraph | Tag::Heading { .. } => self.flush_item(),
            Tag::BlockQuote(_) => {
                self.flush_item();
                self.quotes += 1;
            }
            Tag::List(_) | Tag::Table(_) => {
                self.flush_item();
                self.depth += 1;
            }
            Tag::Item => {
                self.items.push(Item { number: span.start + 1, ticked: None, is_started: false });
            }
            Tag::CodeBlock(kind) => {
                self.flush_item();
                self.is_indented_code = matches!(kind, CodeBlockKind::Indented);
                self.hidden += 1;
            }
            Tag::HtmlBlock => {
                self.flush_item();
                self.comments(span);
                self.hidden += 1;
            }
            Tag::MetadataBlock(_) => {
                self.sketch.front_matter = front_matter::fields(self.text, span);
                self.hidden += 1;
            }
            _ => self.flush_item(),
        }
    }

    fn end(&mut self, tag: TagEnd, span: Span) {
        match tag {
            TagEnd::Emphasis => self.emphasis -= 1,
            TagEnd::Strong => self.strong -= 1,
            TagEnd::Strikethrough => self.hidden -= usize::from(self.is_struck(span)),
            TagEnd::Link => self.hidden -= usize::from(self.links.pop().unwrap_or(false)),
            TagEnd::Image => {
                self.hidden -= 1;
                self.images -= 1;
            }
            TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) => self.hidden -= 1,
            TagEnd::Paragraph => self.flush_text(span),
            TagEnd::Heading(level) => self.flush(Shape::Heading { level: level as u8 }, span),
            TagEnd::BlockQuote(_) => {
                self.flush_item();
                self.quotes -= 1;
            }
            TagEnd::List(_) | TagEnd::Table => {
                self.flush_item();
                self.depth -= 1;
            }
            TagEnd::Item => {
                self.flush_item();
                if self.items.last().is_some_and(|item| !item.is_started && item.ticked.is_some()) {
                    self.flush_text(span);
                }
                self.items.pop();
            }
            TagEnd::CodeBlock => {
                self.hidden -= 1;
                if self.is_indented_code {
                    let item = self.items.last().map_or(0, |item| item.number);
                    let place = plain::Place { depth: self.depth, item, quoted: self.quotes > 0 };
                    plain::sketch_part(self.text, self.whole_lines(span), place, &mut self.sketch);
                }
            }
            TagEnd::TableCell => {
                let tokens = self.take_tokens();
                self.cells.push(Cell { span, tokens });
            }
            TagEnd::TableHead => {
                let cells = std::mem::take(&mut self.cells);
                self.row(Shape::Header(cells), span);
            }
            TagEnd::TableRow => {
                let cells = std::mem::take(&mut self.cells);
                self.row(Shape::Row(cells), span);
            }
            _ => self.flush_item(),
        }
    }

    fn prose(&mut self, shown: &str, span: Span) {
        self.slip(span);
        let written = &self.text[span.start..span.end];
        if written != shown && written.starts_with('&') {
            for character in shown.chars() {
                self.piece(span, PieceKind::Character(character));
            }
        } else {
            self.piece(span, PieceKind::Text);
        }
    }

    fn piece(&mut self, span: Span, kind: PieceKind) {
        if self.hidden > 0 {
            return;
        }
        let style = match (self.strong, self.emphasis) {
            (0, 0) => Style::Plain,
            (0, _) => Style::Emphasis,
            _ => Style::Strong,
        };
        self.pieces.push(Piece { span, kind, style });
    }

    fn inline_html(&mut self, span: Span) {
        let written = &self.text[span.start..span.end];
        self.comments(span);
        if written.get(..3).is_some_and(|tag| tag.eq_ignore_ascii_case("<br")) {
            self.piece(span, PieceKind::Break(Break { indent: 0, hard: true }));
        }
    }

    /// Notes the comments in HTML.
    fn comments(&mut self, span: Span) {
        let standing = self.standing();
        for (span, is_raw) in markup::comments(self.text, span, &mut self.raw) {
            let standing = if is_raw { Standing::Script } else { standing };
            self.sketch.comments.push(Comment { span, standing });
        }
    }

    /// What a comment here stands in.
    const fn standing(&self) -> Standing {
        match (self.quotes, self.images) {
            (0, 0) => Standing::Text,
            (0, _) => Standing::Image,
            _ => Standing::Quotation,
        }
    }

    /// Notes words of prose that were meant to be a comment.
    fn slip(&mut self, span: Span) {
        if self.hidden > 0 {
            return;
        }
        if let Some(slip) = suppression::slip(self.text, span) {
            let standing = if self.quotes > 0 { Standing::Quotation } else { Standing::Prose };
            self.sketch.comments.push(Comment { span: slip, standing });
        }
    }

    /// Whether text is struck out by two tildes; one is often typed for "about".
    fn is_struck(&self, span: Span) -> bool {
        self.text[span.start..span.end].starts_with("~~")
    }

    /// The span from the start of its first line.
    fn whole_lines(&self, span: Span) -> Span {
        let start = self.text[..span.start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let lead = &self.text[start..span.start];
        if lead.chars().all(|c| c == ' ' || c == '\t') { Span::new(start, span.end) } else { span }
    }

    /// Hands over the text of a tight list item, which has no paragraph around it.
    fn flush_item(&mut self) {
        if let (Some(first), Some(last)) = (self.pieces.first(), self.pieces.last()) {
            self.flush_text(Span::new(first.span.start, last.span.end));
        }
    }

    /// Hands over a paragraph, or the first text of a list item.
    fn flush_text(&mut self, span: Span) {
        let shape = match self.items.last_mut() {
            Some(item) if !item.is_started => {
                item.is_started = true;
                Shape::Item { ticked: item.ticked }
            }
            _ => Shape::Prose,
        };
        self.flush(shape, span);
    }

    fn flush(&mut self, shape: Shape, span: Span) {
        let written = &self.text[span.start..span.end];
        let span = Span::new(span.start, span.start + written.trim_end().len());
        let tokens = self.take_tokens();
        let item = self.items.last().map_or(0, |item| item.number);
        self.sketch.parts.push(Part { shape, span, tokens, quoted: self.quotes > 0, depth: self.depth, item });
    }

    fn row(&mut self, shape: Shape, span: Span) {
        let tokens = self.sketch.tokens.len()..self.sketch.tokens.len();
        self.sketch.parts.push(Part { shape, span, tokens, quoted: self.quotes > 0, depth: self.depth, item: 0 });
    }

    fn take_tokens(&mut self) -> Range<usize> {
        let start = self.sketch.tokens.len();
        tokenize(self.text, &self.pieces, &mut self.sketch.tokens);
        self.pieces.clear();
        start..self.sketch.tokens.len()
    }
}
