//! What stops the program from doing its job: bad usage, a file that cannot be read, a mistake in the lexicon.
//!
//! Not findings: these go to standard error, carry no rule, and make the exit code 2.

use super::escape;
use super::human;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Snippet};
use std::path::Path;

/// Where something is wrong outside the memos' words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// The name of the file.
    pub(crate) name: String,
    /// The SHA-256 of its bytes, of a text that was read and could not be checked.
    pub(crate) digest: Option<String>,
    /// Line and column, and the line's text if the file can be read.
    line: Option<Box<(usize, usize, Option<String>)>>,
}

impl Place {
    /// A file as a whole.
    pub(crate) fn file(path: &Path) -> Self {
        Self::named(escape::path(path))
    }

    /// Something that has a name but is perhaps no file.
    pub(crate) const fn named(name: String) -> Self {
        Self { name, digest: None, line: None }
    }

    /// The same, of a text whose bytes have that SHA-256.
    pub(crate) fn with_digest(self, digest: &str) -> Self {
        Self { digest: Some(digest.to_owned()), ..self }
    }

    /// The number of its line.
    pub(crate) fn line_number(&self) -> Option<usize> {
        self.line.as_ref().map(|line| line.0)
    }

    /// The file, and the line where one is known, as one word.
    pub(crate) fn short(&self) -> String {
        let line = self.line_number().map_or_else(String::new, |line| format!(":{line}"));
        format!("{}{line}", self.name)
    }

    /// A line of a file, shown if the file can be read.
    pub(crate) fn line_of_file(path: &Path, line: usize, column: usize) -> Self {
        let text = std::fs::read(path).ok().and_then(|bytes| {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            text.lines().nth(line.saturating_sub(1)).map(str::to_owned)
        });
        Self { name: escape::path(path), digest: None, line: Some(Box::new((line, column, text))) }
    }
}

/// Something that could not be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Trouble {
    /// What, in one line.
    pub(crate) message: String,
    /// Where.
    pub(crate) place: Option<Place>,
    /// What to do about it; may be empty.
    pub(crate) help: String,
}

impl Trouble {
    /// Trouble with what was asked for.
    pub(crate) fn usage(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), place: None, help: help.into() }
    }

    /// The same in other words.
    pub(crate) fn with(&self, words: impl Fn(&str) -> String) -> Self {
        let place = self.place.as_ref().map(|Place { name, digest, line }| Place {
            name: words(name),
            digest: digest.clone(),
            line: line.as_ref().map(|line| {
                let (line, column, text) = &**line;
                Box::new((*line, *column, text.as_deref().map(&words)))
            }),
        });
        Self { message: words(&self.message), place, help: words(&self.help) }
    }

    /// As an error for the terminal, with a line end.
    pub(crate) fn render(&self, width: usize) -> String {
        self.render_as(&Level::ERROR, width)
    }

    /// As a warning for the terminal, with a line end.
    pub(crate) fn render_as_warning(&self, width: usize) -> String {
        self.render_as(&Level::WARNING, width)
    }

    fn render_as(&self, level: &Level<'static>, width: usize) -> String {
        let title = level.clone().primary_title(escape::line(&self.message));
        let help = (!self.help.is_empty()).then(|| Level::HELP.message(human::footer("help", &self.help, width)));
        let line = self.place.as_ref().and_then(|place| place.line.as_deref());
        let origin = self.place.as_ref().map(|place| Origin::path(escape::line(&place.name)));
        let origin = origin.map(|origin| match line {
            Some((line, column, _)) => origin.line(*line).char_column(*column),
            None => origin,
        });
        let head = title.elements(origin);
        let mut shown = if let Some((line, column, Some(text))) = line {
            let (text, span) = pointed(text, *column);
            let snippet = Snippet::source(text).line_start(*line).annotation(AnnotationKind::Primary.span(span));
            human::stacked(head, Group::with_level(level.clone()).element(snippet).elements(help), *line, width)
        } else {
            human::renderer(width).render(&[head.elements(help)])
        };
        shown.push('\n');
        shown
    }
}

/// A line made safe, and the place in it of the word that starts at a column.
fn pointed(text: &str, column: usize) -> (String, std::ops::Range<usize>) {
    let at = text.char_indices().nth(column.saturating_sub(1)).map_or(text.len(), |(at, _)| at);
    let word = text[at..].find([' ', '=', ',', ']']).filter(|&length| length > 0).unwrap_or(text.len() - at);
    let (before, rest) = text.split_at(at);
    let (word, after) = rest.split_at(word);
    let before = escape::visible(before);
    let word = escape::visible(word);
    let span = before.len()..before.len() + word.len();
    (format!("{before}{word}{}", escape::visible(after)), span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_in_a_file_is_shown_with_its_line() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let file = folder.path().join("terms.toml");
        std::fs::write(&file, "[[factor]]\n\tterms = []\u{1b}\n").expect("a file can be written");
        let place = Place { name: "terms.toml".to_owned(), ..Place::line_of_file(&file, 2, 2) };
        let help = "give at least one term".to_owned();
        let trouble = Trouble { message: "no term is given".to_owned(), place: Some(place), help };
        let shown = anstream::adapter::strip_str(&trouble.render(80)).to_string();
        insta::assert_snapshot!(shown, @r"
        error: no term is given
         --> terms.toml:2:2
          |
        2 |     terms = []<U+001B>
          |     ^^^^^
          |
          = help: give at least one term
        ");
        for (line, column) in [(1, 0), (1, 99), (3, 1), (0, 0)] {
            let trouble = Trouble { place: Some(Place::line_of_file(&file, line, column)), ..trouble.clone() };
            assert!(trouble.render(80).contains("terms.toml"));
        }
    }
}
