//! A rule's page for the terminal: Markdown as wrapped plain text.
//!
//! Pages are short and plain; images, footnotes and raw HTML are left out.

use super::{escape, table};
use anstyle::Style;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Wider lines of running text are hard to read.
pub(crate) const WIDEST: usize = 88;

/// What stands under the bullet of an item.
const UNDER_A_BULLET: &str = "  ";

/// The style of headings.
pub(crate) const BOLD: Style = Style::new().bold();

/// Draws a page. What it shows is safe for a terminal apart from its own styles.
pub(crate) fn render(markdown: &str, width: usize) -> String {
    let mut page = Page { width, ..Page::default() };
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        page.event(&event);
    }
    page.flush();
    page.shown
}

#[derive(Default)]
struct Page {
    width: usize,
    shown: String,
    /// The words of the block that is being read.
    words: String,
    /// What stands before each line of a block, from the outermost: quotation marks, the space under a bullet.
    margins: Vec<&'static str>,
    /// The bullet or number that the next block of an item starts with.
    bullet: Option<String>,
    /// Numbers of the open lists; `None` for bullets.
    lists: Vec<Option<u64>>,
    code: bool,
    /// Whether a blank line stands before the next block.
    apart: bool,
    link: String,
}

impl Page {
    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) if self.code => self.code_lines(text),
            Event::Text(text) => self.words.push_str(text),
            Event::Code(text) => self.words.extend(["`", text, "`"]),
            Event::SoftBreak => self.words.push(' '),
            Event::HardBreak => self.break_line(),
            Event::Rule => {
                self.flush();
                self.apart = true;
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { .. } => {
                self.flush();
                self.apart = true;
            }
            Tag::BlockQuote(_) => {
                self.flush();
                self.margins.push("> ");
            }
            Tag::CodeBlock(_) => {
                self.flush();
                self.code = true;
                self.blank_line();
                self.margins.push("    ");
            }
            Tag::List(first) => {
                self.flush();
                self.lists.push(*first);
            }
            Tag::Item => {
                self.flush();
                let bullet = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}.", *number - 1)
                    }
                    _ => "-".to_owned(),
                };
                self.bullet = Some(bullet);
                self.margins.push(UNDER_A_BULLET);
            }
            Tag::Link { dest_url, .. } => self.link = dest_url.to_string(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                let words = escape::line(&std::mem::take(&mut self.words));
                self.blank_line();
                self.shown.push_str(&format!("{BOLD}{words}{BOLD:#}\n"));
                self.apart = false;
            }
            TagEnd::Paragraph | TagEnd::TableHead | TagEnd::TableRow => {
                self.flush();
                self.apart = !matches!(tag, TagEnd::TableHead | TagEnd::TableRow);
            }
            TagEnd::TableCell => self.words.push_str("  "),
            TagEnd::Table | TagEnd::HtmlBlock => self.apart = true,
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.margins.pop();
                self.apart = true;
            }
            TagEnd::CodeBlock => {
                self.margins.pop();
                self.code = false;
                self.apart = true;
            }
            TagEnd::Item => {
                self.flush();
                self.bullet = None;
                self.margins.pop();
            }
            TagEnd::List(_) => {
                self.lists.pop();
                self.apart = true;
            }
            TagEnd::Link => {
                let link = std::mem::take(&mut self.link);
                if !link.is_empty() && !self.words.ends_with(&link) {
                    self.words.extend([" <", &link, ">"]);
                }
            }
            _ => {}
        }
    }

    /// Writes the words read so far as a block.
    fn flush(&mut self) {
        let words = escape::line(&std::mem::take(&mut self.words));
        if words.is_empty() {
            return;
        }
        self.blank_line();
        let margin = self.margins.concat();
        let lines = table::wrap(&words, self.width.saturating_sub(margin.len()).max(24));
        for line in lines {
            let margin = self.margin_with_bullet();
            self.line(&margin, &line);
        }
    }

    fn code_lines(&mut self, text: &str) {
        let margin = self.margins.concat();
        for line in text.lines() {
            self.line(&margin, &escape::visible(line));
        }
    }

    fn break_line(&mut self) {
        let apart = std::mem::take(&mut self.apart);
        self.flush();
        self.apart = apart && self.shown.is_empty();
    }

    /// The margin of a line; the first of an item has its bullet in it.
    fn margin_with_bullet(&mut self) -> String {
        let mut margin = self.margins.concat();
        if let Some(bullet) = self.bullet.take() {
            margin.truncate(margin.len().saturating_sub(UNDER_A_BULLET.len()));
            margin.push_str(&bullet);
            margin.push(' ');
        }
        margin
    }

    fn line(&mut self, margin: &str, line: &str) {
        let whole = format!("{margin}{line}");
        self.shown.push_str(whole.trim_end());
        self.shown.push('\n');
    }

    fn blank_line(&mut self) {
        if std::mem::take(&mut self.apart) && !self.shown.is_empty() {
            self.shown.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_page_reads_well_without_markup() {
        let page = "# Title\n\nA decision may *not* rest on `this` alone; what is longer than the page is wrapped.\n\n\
                    ## Examples\n\n- one\n- two, which runs on for rather longer than the page is wide\n\n\
                    1. first\n2. second\n\n```text\nHe is\u{1b}[2J here.\n```\n\n> quoted words\n\nSee [the text](https://example.org).\n";
        let shown = anstream::adapter::strip_str(&super::render(page, 48)).to_string();
        insta::assert_snapshot!(shown, @r"
        Title
        A decision may not rest on `this` alone; what is
        longer than the page is wrapped.

        Examples
        - one
        - two, which runs on for rather longer than the
          page is wide

        1. first
        2. second

            He is<U+001B>[2J here.

        > quoted words

        See the text <https://example.org>.
        ");
    }
}
