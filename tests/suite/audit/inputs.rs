//! Folders, patterns, lists, archives and rows.

use super::{audit, lines, memo, paths};
use crate::harness::{PLAIN, totality};
use std::io::Write as _;

#[test]
fn folders_patterns_and_lists_name_texts() {
    let files = |run: crate::harness::Totality| {
        let names = ["cases/b.txt", "cases/a/2022.md", "cases/a/2023.md", "cases/notes.docx", "else/c.md"];
        names.iter().fold(run, |run, name| run.file(name, PLAIN))
    };
    let all = ["cases/a/2022.md", "cases/a/2023.md", "cases/b.txt"];
    assert_eq!(paths(&lines(&files(audit(["cases"])), 0)), all);
    assert_eq!(paths(&lines(&files(audit(["cases/**/*2.md", "else"])), 0)), ["cases/a/2022.md", "else/c.md"]);
    let list = files(audit(["--files-from", "-"])).stdin("else/c.md\r\ncases/b.txt\n\n");
    assert_eq!(paths(&lines(&list, 0)), ["else/c.md", "cases/b.txt"]);
    let list = files(audit(["--files-from", "-"])).stdin(b"else/c.md\0cases/b.txt\0");
    assert_eq!(paths(&lines(&list, 0)), ["else/c.md", "cases/b.txt"]);
    let twice = files(audit(["cases", "cases/b.txt", "cases/*.txt", "else/c.md"]));
    assert_eq!(lines(&twice, 2).len(), 5, "a file is read once, and a pattern that adds nothing is said");
}

#[test]
fn nothing_to_read_is_no_success() {
    for run in [audit([]), audit(["empty"]).folder("empty"), audit(["gone"]), audit(["*.md"])] {
        let done = run.run();
        assert_eq!(done.code, Some(2), "{done}");
        assert!(done.stderr.starts_with("error: "), "{done}");
    }
}

#[test]
fn hidden_and_ignored_memos_are_counted() {
    let with = |run: crate::harness::Totality| {
        let files = [("a.md", PLAIN), (".b.md", PLAIN), ("c.md", PLAIN), (".ignore", "c.md\n")];
        files.iter().fold(run, |run, (name, text)| run.file(name, text))
    };
    let run = with(audit(["."]));
    assert!(run.run().stderr.contains("left out: 1 hidden, 1 named by an ignore file"), "{}", run.run());
    assert_eq!(lines(&with(audit([".", "--no-ignore"])), 0).len(), 3);
}

#[test]
fn one_bad_text_is_told_and_counted_and_the_rest_read() {
    let binary = b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x03\x00\x3e\x00\xff\xfe\x00\x81";
    let run =
        audit(["."]).file("a.md", PLAIN).file("b.txt", binary).file("c.md", PLAIN).file("d.txt", vec![b'x'; 4096]);
    let found = lines(&run, 2);
    assert_eq!(paths(&found), ["a.md", "b.txt", "c.md", "d.txt"]);
    assert!(found[1]["unread"].as_str().is_some_and(|why| why.contains("not a text")));
    let run = audit([".", "--max-size", "2000"]).file("a.md", PLAIN).file("d.txt", vec![b'x'; 4096]);
    assert!(lines(&run, 2)[1]["unread"].as_str().is_some_and(|why| why.contains("longer than 2000 bytes")));
}

#[test]
fn order_and_bytes_do_not_depend_on_threads() {
    let with = |jobs: &'static str| {
        let run = audit([".", "--jobs", jobs]);
        (0..300)
            .fold(run, |run, n| run.file(format!("{n:03}.md"), memo("Reno", "9 June 2022", &format!("Ana Ruiz{n}"))))
    };
    let written = |run: crate::harness::Totality| {
        let done = run.run();
        (done.stdout, std::fs::read(run.path().join("out.jsonl")).expect("the lines are written"))
    };
    assert_eq!(written(with("1")), written(with("7")));
}

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
fn rows_are_texts() {
    let text = memo("Elko", "9 June 2022", "Ana Ruiz").replace('\n', "\\n");
    let json =
        format!("{{\"id\":7,\"text\":\"{text}\",\"office\":\"Reno\"}}\n\n[1]\n{{\"id\":8,\"text\":\"Minutes.\"}}\n");
    let run = audit(["rows.jsonl", "--id-column", "id"]).file("rows.jsonl", json);
    let found = lines(&run, 2);
    assert_eq!(paths(&found), ["rows.jsonl:7", "rows.jsonl:3", "rows.jsonl:8"]);
    assert_eq!(found[0]["metadata"]["office"], "Reno", "a column goes before a header line");
    assert_eq!(found[0]["justification"], true);
    assert!(found[1]["unread"].is_string());

    let csv = "case;office;narrative\n1;Reno;\"Minutes; of\nthe club.\"\n2;Elko\n3;\"Reno, NV\";Minutes.\n";
    let options = ["rows.csv", "--delimiter", ";", "--text-column", "narrative", "--id-column", "case"];
    let found = lines(&audit(options).file("rows.csv", csv), 2);
    assert_eq!(paths(&found), ["rows.csv:1", "rows.csv:2", "rows.csv:3"]);
    assert_eq!((found[0]["bytes"].as_u64(), found[2]["metadata"]["office"].as_str()), (Some(21), Some("Reno, NV")));
    assert!(found[1]["unread"].is_string());

    let piped = audit(["-", "--rows", "tsv"]).stdin("text\tcase\nMinutes.\t1\n");
    assert_eq!(paths(&lines(&piped, 0)), ["<stdin>:1"]);
    let without = audit(["rows.csv"]).file("rows.csv", "a,b\n1,2\n").run();
    assert_eq!(without.code, Some(2));
    assert!(without.stderr.contains("there is no column `text`") && without.stderr.contains("`a`, `b`"), "{without}");
}

fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, content) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        archive.append_data(&mut header, name, *content).expect("to memory");
    }
    archive.into_inner().expect("to memory")
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("to memory")
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in files {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).expect("to memory");
        archive.write_all(content).expect("to memory");
    }
    archive.finish().expect("to memory").into_inner()
}

#[test]
fn archives_are_read_in_place() {
    let files: [(&str, &[u8]); 5] = [
        ("b/x.md", PLAIN.as_bytes()),
        ("a/y.txt", PLAIN.as_bytes()),
        ("a/z.docx", b"PK"),
        ("../../etc/w.md", PLAIN.as_bytes()),
        ("old.zip", b"PK"),
    ];
    let members = &files[..3];
    let zst = ruzstd::encoding::compress_to_vec(&*tar(members), ruzstd::encoding::CompressionLevel::Fastest);
    for (name, bytes) in
        [("in.zip", zip(&files)), ("in.tar", tar(members)), ("in.tar.gz", gz(&tar(members))), ("in.tar.zst", zst)]
    {
        let run = audit([name]).file(name, bytes);
        let found = paths(&lines(&run, 0));
        assert_eq!(found[..2], [format!("{name}:b/x.md"), format!("{name}:a/y.txt")]);
        assert!(run.run().stderr.contains("1 in archives and no memos by their names"), "{}", run.run());
        assert!(!run.path().join("b").exists() && !run.path().join("../../etc/w.md").exists());
    }
}

#[test]
fn a_broken_archive_is_told_and_what_was_read_is_kept() {
    let whole = gz(&tar(&[("a.md", PLAIN.as_bytes()), ("b.md", &[b'y'; 300_000])]));
    let run = audit(["in.tar.gz", "c.md"]).file("in.tar.gz", &whole[..whole.len() - 40]).file("c.md", PLAIN);
    let found = lines(&run, 2);
    assert_eq!(paths(&found).last().map(String::as_str), Some("c.md"));
    assert!(found.iter().any(|line| line["unread"].is_string()));
    let run = audit(["in.zip"]).file("in.zip", "no archive");
    assert!(lines(&run, 2)[0]["unread"].as_str().is_some_and(|why| why.contains("archive")));
}

#[test]
fn a_bomb_is_given_up() {
    let zeros = vec![0; 30 << 20];
    let run = audit(["in.zip", "--max-size", "1000000"])
        .file("in.zip", zip(&[("a.txt", &zeros), ("b.md", PLAIN.as_bytes())]));
    let found = lines(&run, 2);
    assert!(found[0]["unread"].as_str().is_some_and(|why| why.contains("longer than")), "{found:?}");
    assert_eq!(found[1]["path"], "in.zip:b.md");
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
