//! Where marks go when lines are cut.

use super::*;

fn marked<'t>(text: &'t str, words: &str) -> Mark<'t> {
    let start = text.find(words).expect("the text holds the words");
    Mark { span: Span::new(start, start + words.len()), primary: true, text: "" }
}

fn shown(text: &str, words: &[&str], width: usize) -> (String, Vec<String>) {
    let source = Source::decode(text.as_bytes()).expect("is a text");
    let marks: Vec<_> = words.iter().map(|words| marked(text, words)).collect();
    let excerpt = excerpt(&source, &marks, width).expect("has marks");
    let places = excerpt.places.iter().map(|place| excerpt.text[place.range.clone()].to_owned()).collect();
    (excerpt.text, places)
}

#[test]
fn a_mark_stays_on_its_words_wherever_a_line_is_cut() {
    let text = "the quick brown fox jumps over the lazy dog near the old river bank at dawn every single day";
    for word in text.split(' ').filter(|word| *word != "the") {
        let (line, places) = shown(text, &[word], 40);
        assert_eq!(places, [word]);
        assert!(columns(line.trim_end()) <= 40, "{line}");
    }
}

#[test]
fn marks_at_both_ends_of_a_very_long_line_are_shown_together() {
    let text = format!("first {}last", "x ".repeat(100_000));
    let (line, places) = shown(&text, &["first", "last"], 60);
    assert_eq!(places, ["first", "last"]);
    assert!(line.len() < 100, "{line}");
}

#[test]
fn a_word_without_end_is_cut_too() {
    let text = format!("{}needle{}", "x".repeat(5_000), "y".repeat(5_000));
    let (line, places) = shown(&text, &["needle"], 60);
    assert_eq!(places, ["needle"]);
    assert!(line.len() < 100, "{line}");
}

#[test]
fn overlapping_and_equal_marks_keep_their_places() {
    let (_, places) = shown("he was convicted of armed robbery", &["convicted of armed", "armed robbery", "armed"], 60);
    assert_eq!(places, ["convicted of armed", "armed robbery", "armed"]);
}

#[test]
fn spans_that_fit_no_text_do_no_harm() {
    let source = Source::decode("é\n".as_bytes()).expect("is a text");
    for (start, end) in [(1, 1), (0, 1), (2, 3), (3, 3), (9, 20), (2, 1)] {
        let mark = Mark { span: Span::new(start, end), primary: true, text: "" };
        assert!(excerpt(&source, &[mark], 60).is_some());
    }
}

#[test]
fn every_kind_of_line_end_ends_a_line() {
    for end in ["\n", "\r\n", "\r"] {
        let text = ["one phrase", "over two", "lines", ""].join(end);
        let (lines, places) = shown(&text, &[&["phrase", "over"].join(end), "lines"], 60);
        assert_eq!((lines.as_str(), places.join("|").as_str()), ("one phrase\nover two\nlines\n", "phrase|over|lines"));
    }
}

#[test]
fn far_lines_are_not_copied() {
    let text = format!("first\n{}last\n", "between\n".repeat(1_000));
    let (lines, _) = shown(&text, &["first", "last"], 60);
    assert!(!lines.contains("between"));
    assert_eq!(lines.matches('\n').count(), 1_002);
}
