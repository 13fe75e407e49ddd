//! A document as an indented list, for tests and for looking at what was understood.

use super::{Block, BlockKind, Document, Sentence, WordKind};
use std::fmt::Write;

impl Document {
    /// One line per block, or per sentence where a block has several. Labels end in `»`, other borders are `|`; words
    /// joined by a hyphen have it before them. The heads a block stands under follow in brackets, by block number.
    #[must_use]
    pub fn outline(&self, text: &str) -> String {
        let mut outline = String::new();
        for (number, block) in self.blocks.iter().enumerate() {
            let _ = write!(outline, "{number:>3} {}{}", if block.quoted { "> " } else { "" }, kind(block.kind));
            if !block.headings.is_empty() {
                let _ = write!(outline, " {:?}", block.headings);
            }
            outline.push(':');
            self.sentences_of(block, text, &mut outline);
        }
        for field in &self.fields {
            let (label, value) = (field.label, field.value);
            let _ = writeln!(outline, "  {} = {}", &text[label.start..label.end], &text[value.start..value.end]);
        }
        for comment in &self.comments {
            let _ = writeln!(outline, "  {}", &text[comment.span.start..comment.span.end]);
        }
        outline
    }

    fn sentences_of(&self, block: &Block, text: &str, outline: &mut String) {
        let sentences = &self.sentences[block.sentences.clone()];
        let separator = if sentences.len() > 1 { "\n      - " } else { " " };
        for sentence in sentences {
            outline.push_str(separator);
            self.words_of(sentence, text, outline);
        }
        outline.push('\n');
    }

    fn words_of(&self, sentence: &Sentence, text: &str, outline: &mut String) {
        for (number, index) in sentence.words.clone().enumerate() {
            let word = &self.words[index];
            if number > 0 {
                outline.push_str(match (word.broken, word.joined) {
                    (true, _) => "-/",
                    (false, true) => "-",
                    _ => " ",
                });
            }
            if let Some((_, head)) = sentence.columns.iter().find(|(start, _)| *start == index) {
                let _ = write!(outline, "<{head}>");
            }
            match word.kind {
                WordKind::Border if number == sentence.label && number > 0 => outline.push('»'),
                WordKind::Border => outline.push('|'),
                _ => outline.push_str(&word.plain(text)),
            }
        }
    }
}

fn kind(kind: BlockKind) -> String {
    match kind {
        BlockKind::Heading { level } => format!("h{level}"),
        BlockKind::Paragraph => "p".to_owned(),
        BlockKind::Item { ticked: None } => "item".to_owned(),
        BlockKind::Item { ticked: Some(true) } => "[x]".to_owned(),
        BlockKind::Item { ticked: Some(false) } => "[ ]".to_owned(),
        BlockKind::Row => "row".to_owned(),
        BlockKind::Field => "field".to_owned(),
    }
}
