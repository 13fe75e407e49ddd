//! What holds for every text, tried on all memos under `fixtures/` and in the folders that `MEMOS` names.

use super::*;
use std::path::PathBuf;

/// Texts with their formats: the memos, and some odd ones.
pub(super) fn texts() -> Vec<(String, Format)> {
    let mut texts = vec![
        ("\u{feff}---\na: b\n---\n| a | b |\n|---|---|\n| c. d. | e |\n".to_owned(), Format::Markdown),
        ("Näme: Øre\n\n☐ é ☑ e\u{301}\n- \u{200b}x\n\n> q\u{ad}\n".to_owned(), Format::Markdown),
        ("Näme: Øre\n\n☐ é ☑ e\u{301}\n- \u{200b}x\n\n> q\u{ad}\n".to_owned(), Format::Plain),
    ];
    let named = std::env::var("MEMOS").unwrap_or_default();
    let mut folders: Vec<PathBuf> = named.split_whitespace().chain(["fixtures"]).map(PathBuf::from).collect();
    while let Some(folder) = folders.pop() {
        let Ok(entries) = folder.read_dir() else { continue };
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let format = match path.extension().and_then(|extension| extension.to_str()) {
                Some("md") => Format::Markdown,
                Some("txt") => Format::Plain,
                _ => continue,
            };
            if let Ok(text) = std::fs::read_to_string(&path) {
                texts.push((text, format));
            }
        }
    }
    texts
}

/// Checks that all indices and spans of a document make sense.
pub(super) fn check(document: &Document, text: &str) {
    let slice = |span: Span| text.get(span.start..span.end);
    for (index, block) in document.blocks.iter().enumerate() {
        assert!(slice(block.span).is_some(), "block {index} at {:?}", block.span);
        assert!(block.headings.iter().all(|&heading| heading < index), "heads of block {index}");
        assert!(document.sentences[block.sentences.clone()].iter().all(|sentence| sentence.block == index));
    }
    let mut end = 0;
    for sentence in &document.sentences {
        assert_eq!(sentence.words.start, end, "sentences follow each other");
        end = sentence.words.end;
        let words = &document.words[sentence.words.clone()];
        assert!(!words.is_empty() && sentence.label <= words.len());
        for word in words {
            let is_border = word.kind == WordKind::Border;
            assert!(slice(word.span()).is_some_and(|written| is_border || !written.is_empty()), "{word:?}");
        }
        let own = &words[sentence.label..];
        assert!(own.is_sorted_by_key(|word| word.span().start), "{:?}", own);
        assert!(words[..sentence.label].is_sorted_by_key(|word| word.span().start));
        assert!(sentence.columns.iter().all(|(at, head)| *at <= end && *head < document.blocks.len()));
    }
    assert_eq!(end, document.words.len());
    for field in &document.fields {
        assert!(slice(field.label).is_some() && slice(field.value).is_some());
    }
    assert!(document.comments.iter().all(|comment| slice(comment.span).is_some()));
}

#[test]
fn spans_and_indices_make_sense() {
    for (text, format) in texts() {
        check(&parse(&text, format), &text);
        // The other front end must cope as well.
        for other in [Format::Markdown, Format::Plain] {
            check(&parse(&text, other), &text);
        }
    }
}

#[test]
fn line_ends_make_no_difference() {
    for (text, format) in texts() {
        let plain = parse(&text, format);
        for line_end in ["\r\n", "\r"] {
            let other_text = text.replace('\n', line_end);
            let other = parse(&other_text, format);
            assert_eq!(words(&plain, &text), words(&other, &other_text), "{text}");
            assert_eq!(plain.sentences.len(), other.sentences.len(), "{text}");
        }
    }
}

#[test]
fn a_blank_line_on_top_moves_every_span_by_one() {
    let front_matter = |text: &str| text.starts_with(['-', '+', '\u{feff}']);
    for (text, format) in texts().into_iter().filter(|(text, _)| !front_matter(text)) {
        let document = parse(&text, format);
        let moved = parse(&format!("\n{text}"), format);
        let spans = |document: &Document, by: usize| -> Vec<(usize, usize)> {
            document.words.iter().map(|word| (word.span().start + by, word.span().end + by)).collect()
        };
        assert_eq!(spans(&document, 1), spans(&moved, 0), "{text}");
    }
}

#[test]
fn no_word_of_prose_is_lost_in_plain_text() {
    for (text, _) in texts() {
        let document = parse(&text, Format::Plain);
        let mut is_covered = vec![false; text.len()];
        for word in &document.words {
            is_covered[word.span().start..word.span().end].fill(true);
        }
        let lost = text.char_indices().find(|(at, c)| c.is_alphabetic() && !is_covered[*at]);
        let is_marker = |at: usize| text[..at].ends_with(['\n', '(', ' ', '[']);
        assert!(lost.is_none_or(|(at, _)| is_marker(at)), "{lost:?} in {text}");
    }
}
