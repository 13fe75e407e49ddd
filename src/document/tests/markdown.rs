//! Markdown layouts.

use super::*;
use insta::assert_snapshot;

fn outlined(text: &str) -> String {
    outline(text, Format::Markdown)
}

#[test]
fn emphasis_links_and_line_ends_vanish_between_words() {
    let text = "The *prior* **conv**iction\nand [the record](http://x.y \"t\") <b>stand</b>  \nhere. See <http://a.b>.\n";
    assert_snapshot!(outlined(text), @"");
}

#[test]
fn code_html_comments_images_and_struck_text_are_not_prose() {
    let text = "Use `code` and ~~not this~~ but ~5 of it. ![alt](x.png)<!-- hidden -->\n\n```\ncode\n```\n\n\
                <div>\nraw\n<!-- note -->\n</div>\n\n<!-- totality: allow x -->\n\nEnd.\n";
    assert_snapshot!(outlined(text), @"");
}

#[test]
fn front_matter_gives_fields_only() {
    let text = "---\ndate: 2021-03-04\noffice: \"Reno\"\n---\n\n# Memo\n\nText.\n";
    assert_snapshot!(outlined(text), @"");
    assert_snapshot!(outlined("+++\ndate = 2021-03-04\n+++\nText.\n"), @"");
}

#[test]
fn headings_scope_until_the_next_of_their_rank() {
    let text = "# A\n\n## B\n\n**C**\n\nOne.\n\n**D**\n\nTwo.\n\n## E\n\nThree.\n";
    assert_snapshot!(outlined(text), @"");
}

#[test]
fn boxes_are_ticked_or_not() {
    let text = "- [x] Family: two sons\n- [ ] Health\n- [X] Age\n- [ ]\n- ☑ Work\n- (x) Home\n\n☐ One ☒ Two\n\n\
                Custody: [ ] Yes [x] No\n\nWeapon [ ]   Injury [x]\n";
    assert_snapshot!(outlined(text), @"");
}

#[test]
fn tables_have_row_heads_and_column_heads() {
    let text = "| Item | Entry | Note |\n|---|---|---|\n| Age | 71 | |\n| Home | Fresno. Since 1981. | He owns it. |\n\n\
                | | |\n|---|---|\n| Name | X |\n";
    assert_snapshot!(outlined(text), @"");
}

#[test]
fn lines_of_labels_are_fields() {
    let text = "**Subject:** X  \n**Sex:** M  |  **File No.:** A000\nOffice: Reno\n\n- Name: X\n- **Decision: DENIED**\n\n\
                Sex: F   Eyes: brown\n\nTECS — no record\nNCIC — clear\n\n**Port:** Hidalgo **Date:** May 3\n";
    assert_snapshot!(outlined(text), @"");
}

#[test]
fn prose_with_a_colon_is_not_a_field() {
    let text = "I concur: he is a danger to the people around him and to those who live with him.\n\n\
                To be fair to him: he has lived here for ten years and has a wife and a boy. I thought of it.\n\n\
                He has been to the\nOffice: they were closed and nobody could say when they would open again.\n\n\
                Priority: public safety. I have tried to set down every circumstance of the case.\n";
    assert_snapshot!(outlined(text), @"");
}

#[test]
fn run_in_heads_stand_over_their_paragraph() {
    let text = "**Facts.** He left.\n\n*The offense.* In 2017 he ran.\n\n1. **Ties.** He has two.\n2. None.\n\n\
                Reasons. He has now left.\n\nHe stayed.\n";
    assert_snapshot!(outlined(text), @"");
}

#[test]
fn a_paragraph_ending_in_a_colon_is_a_head_of_its_list() {
    let text = "My concerns are these:\n\n1. One.\n   - Nested:\n     - deep\n2. Two.\n\nAfter.\n\nNow this:\n\nText.\n";
    assert_snapshot!(outlined(text), @"");
}

#[test]
fn quotes_are_marked_and_lettered_paragraphs_are_items() {
    assert_snapshot!(outlined("> He left.\n>\n> - item\n\n(a) One.\n\n(b) Two.\n"), @"");
}

#[test]
fn indented_code_is_read_as_text() {
    assert_snapshot!(outlined("He left.\n\n    She was convicted\n    in 2019.\n"), @"");
}

#[test]
fn entities_escapes_and_marks_keep_words_whole() {
    let text = "didn&rsquo;t r&#97;ce\\* con&shy;victed a&nbsp;b <br>c[^1]\n\n[^1]: A note.\n";
    assert_snapshot!(outlined(text), @"");
    assert_snapshot!(outlined("\u{feff}# Title\n"), @"");
}
