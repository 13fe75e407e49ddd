//! Plain-text layouts.

use super::*;
use insta::assert_snapshot;

fn outlined(text: &str) -> String {
    outline(text, Format::Plain)
}

#[test]
fn headings_by_capitals_underlines_numbers_and_place() {
    let text = "FIELD REQUEST       Salinas\n---------------------------\n\nNARRATIVE\n\nHe left.\n\nIII. CONCLUSION\n\nShe stayed.\n\n\
                1. Question\n\nWhether he left.\n\n## Marked\n\nText.\n\nDecision\n   Serve the notice.\n\nUnder it\n========\nText.\n";
    assert_snapshot!(outlined(text), @"");
}

#[test]
fn statements_without_a_stop_are_no_headings() {
    assert_snapshot!(outlined("He left.\n\nDetain\n\nA000-257-964\n\nThanks,\nTom\n"), @"");
}

#[test]
fn lists_with_hanging_indents() {
    let text = "Found:\n\n1. He left and\n   did not come back.\n\n   He wrote.\n2. She stayed.\n   - a\n   - b\n\n(a) One\n(b) Two\n\n\
                * x\n* y\nProse again.\n\nA. Rosvold\nDirector\n";
    assert_snapshot!(outlined(text), @"");
}

#[test]
fn the_margin_makes_no_list_items() {
    let text = "He was sentenced for the second of these offenses on May\n12. He then left the country, and nobody has heard of\n\
                - to be exact - where he went.\n";
    assert_snapshot!(outlined(text), @"");
}

#[test]
fn forms_with_colons_leaders_columns_and_gaps() {
    let text = "Subject ............ X\nPriority ........... public safety\nCriminal history ... none\n\n\
                NAME:          Ambrose\nLOSS:          Two windows,\n               $5,900\nOFFICE:\n\n\
                SEX: F     COMPLEXION: BROWN\nSUBJECT: DOE, B.      FILE: A000\n\n\
                Records\n   CIS        LPR, adjusted 1994\n   IDENT      no match\n";
    assert_snapshot!(outlined(text), @"");
}

#[test]
fn boxes_on_a_line() {
    let text = "[x] Public safety   [ ] Border security\n[ ] National security\n_X_ Family\n___ Health\n\
                Custody: (X) yes ( ) no\n";
    assert_snapshot!(outlined(text), @"");
}

#[test]
fn time_stamps_label_their_first_sentence() {
    let text = "03/02/2022 0915  Held at the station and\nhanded over. Male, 29.\n\n10/4  Call from a trooper.\n      He left.\n";
    assert_snapshot!(outlined(text), @"");
}

#[test]
fn mail_headers_and_quotes() {
    let text = "From: A\nTo: B\nSubject: Re: C,\n    continued\n\nI agree.\n\n> NAME: X\n> He left and\n> did not come back.\n>> Deeper.\n";
    assert_snapshot!(outlined(text), @"");
}

#[test]
fn capitals_throughout() {
    let text = "NARRATIVE:\n\nSUBJECT LEFT. SHE ANSWERED THE DOOR AND SPOKE WITH THE OFFICERS\nIN ENGLISH. NO ONE WAS HURT.\n\n\
                RECORDS CHECKED:\n   NCIC ........ NEG\n   TECS ........ NEG\n";
    assert_snapshot!(outlined(text), @"");
}

#[test]
fn pages_break_text_only_between_sentences() {
    assert_snapshot!(outlined("He was\n\n\x0cconvicted. Done.\n\x0cNext page.\n"), @"");
}

#[test]
fn short_lines_are_sentences_of_their_own() {
    assert_snapshot!(outlined("NCIC negative\nNo children\nDiabetes\n"), @"");
}

#[test]
fn tables_of_bars() {
    assert_snapshot!(outlined("| Item | Entry |\n|------|-------|\n| Age  | 71    |\n"), @"");
}
