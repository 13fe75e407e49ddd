//! Plain-text layouts.

use super::*;
use insta::assert_snapshot;

fn outlined(text: &str) -> String {
    outline(text, Format::Plain)
}

#[test]
fn headings_by_capitals_underlines_numbers_and_place() {
    let text = "FIELD REQUEST       Salinas\n---------------------------\n\nNARRATIVE\n\nHe left.\n\nIII. \
                CONCLUSION\n\nShe stayed.\n\n\
                1. Question\n\nWhether he left.\n\n## Marked\n\nText.\n\nDecision\n   Serve the notice.\n\n\
                Under it\n========\nText.\n";
    assert_snapshot!(outlined(text), @r#"
     0 h2: FIELD REQUEST Salinas
     1 h2: NARRATIVE
     2 p [1]: He left .
     3 h2: III . CONCLUSION
     4 p [3]: She stayed .
     5 h3 [3]: 1 . Question
     6 p [5, 3]: Whether he left .
     7 h2: Marked
     8 p [7]: Text .
     9 h4 [7]: Decision
    10 p [9, 7]: Serve the notice .
    11 h1: Under it
    12 p [11]: Text .
    "#);
}

#[test]
fn statements_without_a_stop_are_no_headings() {
    assert_snapshot!(outlined("He left.\n\nDetain\n\nA000-257-964\n\nThanks,\nTom\n"), @r#"
    0 p: He left .
    1 p: Detain
    2 p: A000-257-964
    3 p: Thanks , Tom
    "#);
}

#[test]
fn lists_with_hanging_indents() {
    let text = "Found:\n\n1. He left and\n   did not come back.\n\n   He wrote.\n2. She stayed.\n   - a\n   - \
                b\n\n(a) One\n(b) Two\n\n\
                * x\n* y\nProse again.\n\nA. Rosvold\nDirector\n";
    assert_snapshot!(outlined(text), @r#"
     0 p: Found :
     1 item [0]: He left and did not come back .
     2 p [0]: He wrote .
     3 item [0]: She stayed .
     4 item [0]: a
     5 item [0]: b
     6 item [0]: One
     7 item [0]: Two
     8 item [0]: x
     9 item [0]: y
    10 p: Prose again .
    11 p:
         - A . Rosvold
         - Director
    "#);
}

#[test]
fn the_margin_makes_no_list_items() {
    let text = "He was sentenced for the second of these offenses on May\n12. He then left the country, and \
                nobody in the office has heard of\n\
                - to be exact - where he went.\n";
    assert_snapshot!(outlined(text), @r#"
    0 p:
        - He was sentenced for the second of these offenses on May 12 .
        - He then left the country , and nobody in the office has heard of - to be exact - where he went .
    "#);
}

#[test]
fn forms_with_colons_leaders_columns_and_gaps() {
    let text = "Subject ............ X\nPriority ........... public safety\nCriminal history ... none\n\n\
                NAME:          Ambrose\nLOSS:          Two windows,\n               $5,900\nOFFICE:\n\n\
                SEX: F     COMPLEXION: BROWN\nSUBJECT: DOE, B.      FILE: A000\n\n\
                Records\n   CIS        LPR, adjusted 1994\n   IDENT      no match\n";
    assert_snapshot!(outlined(text), @r#"
     0 field: Subject » X
     1 field: Priority » public safety
     2 field: Criminal history » none
     3 field: NAME » Ambrose
     4 field: LOSS » Two windows , $ 5,900
     5 field: OFFICE »
     6 field: SEX » F
     7 field: COMPLEXION » BROWN
     8 field: SUBJECT » DOE , B .
     9 field: FILE » A000
    10 h4: Records
    11 field [10]: CIS » LPR , adjusted 1994
    12 field [10]: IDENT » no match
     Subject = X
     Priority = public safety
     Criminal history = none
     NAME = Ambrose
     LOSS = Two windows,
                  $5,900
     OFFICE = 
     SEX = F
     COMPLEXION = BROWN
     SUBJECT = DOE, B.
     FILE = A000
     CIS = LPR, adjusted 1994
     IDENT = no match
    "#);
}

#[test]
fn boxes_on_a_line() {
    let text = "[x] Public safety   [ ] Border security\n[ ] National security\n_X_ Family\n___ Health\n\
                Custody: (X) yes ( ) no\n";
    assert_snapshot!(outlined(text), @r#"
    0 [x]: Public safety
    1 [ ]: Border security
    2 [ ]: National security
    3 [x]: Family
    4 [ ]: Health
    5 [x]: Custody » yes
    6 [ ]: Custody » no
    Custody = yes
    "#);
}

#[test]
fn time_stamps_label_their_first_sentence() {
    let text = "03/02/2022 0915  Held at the station and\nhanded over. Male, 29.\n\n\
                10/4  Call from a trooper.\n      He left.\n";
    assert_snapshot!(outlined(text), @r#"
      0 p:
          - 03/02/2022 0915 » Held at the station and handed over .
          - Male , 29 .
      1 p:
          - 10/4 » Call from a trooper .
          - He left .
      03/02/2022 0915 = Held at the station and
    handed over.
      10/4 = Call from a trooper.
    "#);
}

#[test]
fn mail_headers_and_quotes() {
    let text = "From: A\nTo: B\nSubject: Re: C,\n    continued\n\nI agree.\n\n> NAME: X\n> He left and\n> did \
                not come back.\n>> Deeper.\n";
    assert_snapshot!(outlined(text), @r#"
    0 field: From » A
    1 field: To » B
    2 field: Subject » Re : C , continued
    3 p: I agree .
    4 > field: NAME » X
    5 > p: He left and did not come back .
    6 > p: Deeper .
    From = A
    To = B
    Subject = Re: C,
      continued
    NAME = X
    "#);
}

#[test]
fn capitals_throughout() {
    let text = "NARRATIVE:\n\nSUBJECT LEFT. SHE ANSWERED THE DOOR AND SPOKE WITH THE OFFICERS\nIN ENGLISH. NO \
                ONE WAS HURT.\n\n\
                RECORDS CHECKED:\n   NCIC ........ NEG\n   TECS ........ NEG\n";
    assert_snapshot!(outlined(text), @r#"
    0 h2: NARRATIVE :
    1 p [0]:
        - SUBJECT LEFT .
        - SHE ANSWERED THE DOOR AND SPOKE WITH THE OFFICERS IN ENGLISH .
        - NO ONE WAS HURT .
    2 h2: RECORDS CHECKED :
    3 field [2]: NCIC » NEG
    4 field [2]: TECS » NEG
    NCIC = NEG
    TECS = NEG
    "#);
}

#[test]
fn pages_break_text_only_between_sentences() {
    assert_snapshot!(outlined("He was\n\n\x0cconvicted. Done.\n\x0cNext page.\n"), @r#"
    0 p:
        - He was convicted .
        - Done .
    1 p: Next page .
    "#);
}

#[test]
fn short_lines_are_sentences_of_their_own() {
    assert_snapshot!(outlined("NCIC negative\nNo children\nDiabetes\n"), @r#"
    0 p:
        - NCIC negative
        - No children
        - Diabetes
    "#);
}

#[test]
fn tables_of_bars() {
    assert_snapshot!(outlined("| Item | Entry |\n|------|-------|\n| Age  | 71    |\n"), @r#"
    0 h7: Item
    1 h7: Entry
    2 row: <0>Age » <1>71
    Age = 71
    "#);
}
