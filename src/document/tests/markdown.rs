//! Markdown layouts.

use super::*;
use insta::assert_snapshot;

fn outlined(text: &str) -> String {
    outline(text, Format::Markdown)
}

#[test]
fn emphasis_links_and_line_ends_vanish_between_words() {
    let text =
        "The *prior* **conv**iction\nand [the record](http://x.y \"t\") <b>stand</b>  \nhere. See <http://a.b>.\n";
    assert_snapshot!(outlined(text), @r#"
    0 p:
        - The prior conviction and the record stand here .
        - See .
    "#);
}

#[test]
fn code_html_comments_images_and_struck_text_are_not_prose() {
    let text = "Use `code` and ~~not this~~ but ~5 of it. ![alt](x.png)<!-- hidden -->\n\n```\ncode\n```\n\n\
                <div>\nraw\n<!-- note -->\n</div>\n\n<!-- totality: allow x -->\n\nEnd.\n";
    assert_snapshot!(outlined(text), @r#"
    0 p: Use and but ~ 5 of it .
    1 p: End .
    <!-- hidden -->
    <!-- note -->
    <!-- totality: allow x -->
    "#);
}

#[test]
fn front_matter_gives_fields_only() {
    let text = "---\ndate: 2021-03-04\noffice: \"Reno\"\n---\n\n# Memo\n\nText.\n";
    assert_snapshot!(outlined(text), @r#"
    0 h1: Memo
    1 p [0]: Text .
    date = 2021-03-04
    office = Reno
    "#);
    assert_snapshot!(outlined("+++\ndate = 2021-03-04\n+++\nText.\n"), @r#"
    0 p: Text .
    date = 2021-03-04
    "#);
}

#[test]
fn headings_scope_until_the_next_of_their_rank() {
    let text = "# A\n\n## B\n\n**C**\n\nOne.\n\n**D**\n\nTwo.\n\n## E\n\nThree.\n";
    assert_snapshot!(outlined(text), @r#"
    0 h1: A
    1 h2 [0]: B
    2 h6 [1, 0]: C
    3 p [2, 1, 0]: One .
    4 h6 [1, 0]: D
    5 p [4, 1, 0]: Two .
    6 h2 [0]: E
    7 p [6, 0]: Three .
    "#);
}

#[test]
fn boxes_are_ticked_or_not() {
    let text = "- [x] Family: two sons\n- [ ] Health\n- [X] Age\n- [ ]\n- ☑ Work\n- (x) Home\n\n☐ One ☒ Two\n\n\
                Custody: [ ] Yes [x] No\n\nWeapon [ ]   Injury [x]\n";
    assert_snapshot!(outlined(text), @r#"
     0 [x]: Family » two sons
     1 [ ]: Health
     2 [x]: Age
     3 [ ]:
     4 [x]: Work
     5 [x]: Home
     6 [ ]: One
     7 [x]: Two
     8 [ ]: Custody » Yes
     9 [x]: Custody » No
    10 [ ]: Weapon
    11 [x]: Injury
     Family = two sons
     Custody = No
    "#);
}

#[test]
fn tables_have_row_heads_and_column_heads() {
    let text = "| Item | Entry | Note |\n|---|---|---|\n| Age | 71 | |\n| Home | Fresno. Since 1981. | He owns \
                it. |\n\n\
                | | |\n|---|---|\n| Name | X |\n\n| Factor | Yes? | Note |\n|---|---|---|\n| Age | ☐ | |\n| \
                Ties | [x] | A wife. Two sons. |\n";
    assert_snapshot!(outlined(text), @r#"
     0 h7: Item
     1 h7: Entry
     2 h7: Note
     3 row: <0>Age » <1>71 |
     4 row:
         - <0>Home » <1>Fresno .
         - <1>Since 1981 .
         - <2>He owns it .
     5 row: Name » X
     6 h7: Factor
     7 h7: Yes ?
     8 h7: Note
     9 [ ]: <6>Age »
    10 [x]:
         - <6>Ties » <8>A wife .
         - <8>Two sons .
     Name = X
    "#);
}

#[test]
fn lines_of_labels_are_fields() {
    let text = "**Subject:** X  \n**Sex:** M  |  **File No.:** A000\nOffice: Reno\n\n- Name: X\n- **Decision: \
                DENIED**\n\n\
                Sex: F   Eyes: brown\n\nTECS — no record\nNCIC — clear\n\n**Port:** Hidalgo **Date:** May 3\n\n\
                Name: ____ Title: ____\n\nOutgoing: Tolliver. Incoming: Beauchamp.\n\nOutcome — **ARREST**\n";
    assert_snapshot!(outlined(text), @r#"
     0 field: Subject » X
     1 field: Sex » M
     2 field: File No . » A000
     3 field: Office » Reno
     4 item: Name » X
     5 item: Decision » DENIED
     6 field: Sex » F
     7 field: Eyes » brown
     8 field: TECS » no record
     9 field: NCIC » clear
    10 field: Port » Hidalgo
    11 field: Date » May 3
    12 field: Name » ____
    13 field: Title » ____
    14 field: Outgoing » Tolliver .
    15 field: Incoming » Beauchamp .
    16 field: Outcome » ARREST
     Subject = X
     Sex = M
     File No. = A000
     Office = Reno
     Name = X
     Decision = DENIED
     Sex = F
     Eyes = brown
     TECS = no record
     NCIC = clear
     Port = Hidalgo
     Date = May 3
     Name = ____
     Title = ____
     Outgoing = Tolliver.
     Incoming = Beauchamp.
     Outcome = ARREST
    "#);
}

#[test]
fn prose_with_a_colon_is_not_a_field() {
    let text = "I concur: he is a danger to the people around him and to those who live with him.\n\n\
                To be fair to him: he has lived here for ten years and has a wife and a boy. I thought of it.\n\n\
                He has been to the\nOffice: they were closed and nobody could say when they would open again.\n\n\
                Priority: public safety. I have tried to set down every circumstance of the case.\n";
    assert_snapshot!(outlined(text), @r#"
    0 p: I concur : he is a danger to the people around him and to those who live with him .
    1 p:
        - To be fair to him : he has lived here for ten years and has a wife and a boy .
        - I thought of it .
    2 p: He has been to the Office : they were closed and nobody could say when they would open again .
    3 p:
        - Priority » public safety .
        - I have tried to set down every circumstance of the case .
    Priority = public safety.
    "#);
}

#[test]
fn run_in_heads_stand_over_their_paragraph() {
    let text = "**Facts.** He left.\n\n*The offense.* In 2017 he ran.\n\n1. **Ties.** He has two.\n2. None.\n\n\
                Reasons. He has now left the country for the second time and is not expected to come back.\n\n\
                He stayed.\n";
    assert_snapshot!(outlined(text), @r#"
    0 h6: Facts .
    1 p [0]: He left .
    2 h6: The offense .
    3 p [2]: In 2017 he ran .
    4 h6 [2]: Ties .
    5 item [4, 2]: He has two .
    6 item [2]: None .
    7 h6: Reasons .
    8 p [7]: He has now left the country for the second time and is not expected to come back .
    9 p [7]: He stayed .
    "#);
}

#[test]
fn a_short_answer_is_no_run_in_head() {
    assert_snapshot!(outlined("Denied. He left.\n\n## Weapon\n\nNone. He says so.\n"), @r#"
    0 p:
        - Denied .
        - He left .
    1 h2: Weapon
    2 p [1]:
        - None .
        - He says so .
    "#);
}

#[test]
fn a_paragraph_ending_in_a_colon_is_a_head_of_its_list() {
    let text =
        "My concerns are these:\n\n1. One.\n   - Nested:\n     - deep\n2. Two.\n\nAfter.\n\nNow this:\n\nText.\n";
    assert_snapshot!(outlined(text), @r#"
    0 p: My concerns are these :
    1 item [0]: One .
    2 item [0]: Nested »
    3 item [2, 0]: deep
    4 item [0]: Two .
    5 p: After .
    6 h6: Now this :
    7 p [6]: Text .
    Nested =
    "#);
}

#[test]
fn quotes_are_marked_and_lettered_paragraphs_are_items() {
    assert_snapshot!(outlined("> He left.\n>\n> - item\n\n(a) One.\n\n(b) Two.\n"), @r#"
    0 > p: He left .
    1 > item: item
    2 item: One .
    3 item: Two .
    "#);
}

#[test]
fn indented_code_is_read_as_text() {
    assert_snapshot!(outlined("He left.\n\n    She was convicted\n    in 2019.\n"), @r#"
    0 p: He left .
    1 p: She was convicted in 2019 .
    "#);
}

#[test]
fn entities_escapes_and_marks_keep_words_whole() {
    let text = "didn&rsquo;t r&#97;ce\\* con&shy;victed a&nbsp;b <br>c[^1]\n\n[^1]: A note.\n";
    assert_snapshot!(outlined(text), @r#"
    0 p: didn't race * convicted a b c
    1 p: A note .
    "#);
    assert_snapshot!(outlined("\u{feff}# Title\n"), @r#"
      0 h1: Title
    "#);
}
