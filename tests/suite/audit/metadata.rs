//! What texts say of themselves: header lines, front matter and columns.

use super::{audit, lines, memo};
use crate::harness::{PLAIN, totality};

#[test]
fn header_lines_front_matter_and_columns_are_metadata() {
    let front = format!("---\noffice: Reno\ndate: 2022-09-01\n---\n\n{}", memo("Elko", "9 June 2020", "Ana Ruiz"));
    let run = audit(["."]).file("a.txt", memo("Elko", "9 June 2022", "Ana Ruiz")).file("b.md", front);
    let found = lines(&run.file("c.txt", PLAIN), 0);
    assert_eq!(found[0]["metadata"]["office"], "Elko");
    assert_eq!(found[0]["metadata"]["officer"], "R. Halloran");
    assert_eq!((found[0]["month"].as_str(), found[0]["in_force"].as_str()), (Some("2022-06"), Some("yes")));
    assert_eq!(found[0]["justification"], true);
    assert_eq!(found[1]["metadata"]["office"], "Reno");
    assert_eq!((found[1]["month"].as_str(), found[1]["in_force"].as_str()), (Some("2022-09"), Some("no")));
    assert!(found[1]["in_force_note"].as_str().is_some_and(|note| note.contains("vacatur")));
    assert_eq!(found[2]["in_force"], "undated");
}

#[test]
fn a_field_of_ones_own_groups() {
    let text = memo("Reno", "9 June 2022", "Ana Ruiz").replace("Office:", "Sub-Station:");
    let run =
        totality(["audit", ".", "--field", "office=Sub Station", "--group-by", "office", "--output-format", "json"]);
    let (code, figures) = run.file("a.txt", text).json();
    assert_eq!(code, Some(0));
    assert_eq!(figures["groupings"][0]["groups"][0]["name"], "Reno");
}

#[test]
fn prose_with_a_colon_is_no_metadata() {
    let text = "MEMORANDUM\n\nOffice: Reno\nDocket: 4\nCountry of citizenship: Honduras\n\nHe said: no.\nTo be fair: he has two sons.\n\
        Mr. Ruiz is a native of Honduras who was convicted of burglary in 2014.\n\nWitness: none.\nHe said: I will not go.\n\
        Region: West\n\nDate: 9 June 2022\n";
    let front = "---\nreviewed on: 2022\nodd_key: it is so\n---\n\n# Memo\n\nNote: the record is silent.\n\nTeam: 4\n";
    let keys = |more: &[&'static str]| {
        let run = audit(["a.txt", "b.md"]).with(more.iter().copied()).file("a.txt", text).file("b.md", front);
        let found = lines(&run, 0);
        let keys =
            |at: usize| found[at]["metadata"].as_object().map(|all| all.keys().cloned().collect::<Vec<_>>().join(" "));
        [keys(0).expect("is an object"), keys(1).expect("is an object")]
    };
    assert_eq!(keys(&[]), ["country-of-citizenship date docket office", "odd-key reviewed-on"]);
    assert_eq!(keys(&["--group-by", "region,team"])[0], "country-of-citizenship date docket office region");
    assert_eq!(keys(&["--field", "place=Region"])[0], "country-of-citizenship date docket office place");
}

#[test]
fn a_cut_month_and_a_compact_date_are_read_wherever_a_date_stands() {
    let text = |date: &str| memo("Reno", date, "Ana Ruiz");
    let front = |date: &str| format!("---\ndate: {date}\n---\n\n{PLAIN}");
    let run = audit(["a.txt", "b.txt", "c.md", "d.md", "rows.csv"])
        .file("a.txt", text("Sept. 9, 2022"))
        .file("b.txt", text("20220609"))
        .file("c.md", front("9 Jun. 2022"))
        .file("d.md", front("20220609"))
        .file("rows.csv", "text,Date\nMinutes.,20220609\nMinutes.,\"Jun. 9, 2022\"\n");
    let found = lines(&run, 0);
    let days: Vec<_> = found.iter().map(|line| line["date"]["latest"].as_str().unwrap_or("none")).collect();
    assert_eq!(days, ["2022-09-09", "2022-06-09", "2022-06-09", "2022-06-09", "2022-06-09", "2022-06-09"]);
}
