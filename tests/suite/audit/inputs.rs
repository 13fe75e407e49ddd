//! Folders, patterns, lists, archives and rows.

use super::{audit, lines, memo, paths};
use crate::harness::PLAIN;
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

#[test]
fn rows_are_read_packed_and_in_wide_characters() {
    let csv = "text,office\n\"Minutes,\nof é.\",Reno\n\"Ünlü 😀\",Elko\n";
    let json = "{\"text\":\"Minutes,\\nof é.\",\"office\":\"Reno\"}\n{\"text\":\"Ünlü 😀\",\"office\":\"Elko\"}\n";
    let wide = |text: &str, unit: fn(u16) -> [u8; 2]| {
        format!("\u{feff}{text}").encode_utf16().flat_map(unit).collect::<Vec<u8>>()
    };
    let zst = |bytes: &[u8]| ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest);
    for (name, bytes) in [
        ("rows.csv", csv.as_bytes().to_vec()),
        ("rows.csv", wide(csv, u16::to_le_bytes)),
        ("rows.csv", wide(csv, u16::to_be_bytes)),
        ("rows.tsv", wide(&csv.replace("text,", "text\t").replace("\",", "\"\t"), u16::to_le_bytes)),
        ("rows.csv.gz", gz(csv.as_bytes())),
        ("rows.csv.gz", gz(&wide(csv, u16::to_le_bytes))),
        ("rows.csv.zst", zst(csv.as_bytes())),
        ("rows.jsonl.gz", gz(json.as_bytes())),
        ("rows.ndjson.zst", zst(json.as_bytes())),
        ("rows.jsonl", format!("\u{feff}{json}").into_bytes()),
        ("rows.jsonl", wide(json, u16::to_le_bytes)),
    ] {
        let found = lines(&audit([name]).file(name, bytes), 0);
        assert_eq!(paths(&found), [format!("{name}:1"), format!("{name}:2")]);
        let office = |at: usize| found[at]["metadata"]["office"].as_str();
        assert_eq!(
            (office(0), office(1), found[1]["bytes"].as_u64()),
            (Some("Reno"), Some("Elko"), Some(11)),
            "{name}"
        );
    }
    let cut = gz(csv.as_bytes());
    assert_eq!(audit(["rows.csv.gz"]).file("rows.csv.gz", &cut[..cut.len() - 12]).run().code, Some(2));
}

#[test]
fn what_separates_values_is_said_clearly() {
    let done = audit(["rows.csv"]).file("rows.csv", "case;text\n1;Minutes.\n").run();
    assert_eq!(done.code, Some(2));
    assert!(done.stderr.contains("`--delimiter ';'`"), "{done}");
    let done = audit(["rows.csv", "--delimiter", "；"]).file("rows.csv", "case；text\n").run();
    assert_eq!(done.code, Some(2));
    assert!(done.stderr.contains("`；` cannot separate values"), "{done}");
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
fn members_with_one_name_are_told_and_what_a_mac_adds_is_no_memo() {
    let mut twins = zip(&[("a1.md", PLAIN.as_bytes()), ("b.md", PLAIN.as_bytes()), ("a2.md", b"Another text.\n")]);
    for at in 0..twins.len() - 5 {
        if &twins[at..at + 5] == b"a2.md" {
            twins[at + 1] = b'1';
        }
    }
    let found = lines(&audit(["in.zip"]).file("in.zip", twins), 2);
    assert_eq!(paths(&found), ["in.zip:a1.md", "in.zip:a1.md", "in.zip:b.md"]);
    assert!(found[0]["unread"].as_str().is_some_and(|why| why.contains("another member")), "{found:?}");
    assert_eq!(found[1]["bytes"].as_u64(), Some(14), "the last of them is read");

    let files: [(&str, &[u8]); 3] =
        [("a.md", PLAIN.as_bytes()), ("__MACOSX/._a.md", b"\0\x05\x16\x07"), ("b/._c.txt", b"\0\x05")];
    for (name, bytes) in [("in.zip", zip(&files)), ("in.tar", tar(&files))] {
        let run = audit([name]).file(name, bytes);
        assert_eq!(paths(&lines(&run, 0)), [format!("{name}:a.md")]);
        assert!(run.run().stderr.contains("2 put beside files by a Mac"), "{}", run.run());
    }
    let folder = audit([".", "--no-ignore"]).file("a.md", PLAIN).file("._a.md", b"\0\x05\x16\x07");
    assert_eq!(paths(&lines(&folder, 0)), ["a.md"]);
}

#[cfg(unix)]
#[test]
fn links_in_a_folder_are_counted_and_followed_only_if_they_are_named() {
    use std::os::unix::fs::symlink;
    let with = |run: crate::harness::Totality| {
        let run = run.file("cases/a.md", PLAIN).file("else/b.md", PLAIN);
        symlink("../else/b.md", run.path().join("cases/b.md")).expect("can be made");
        symlink("../else", run.path().join("cases/more")).expect("can be made");
        symlink("nowhere", run.path().join("cases/gone.md")).expect("can be made");
        symlink("a.md", run.path().join("cases/image.png")).expect("can be made");
        symlink("cases", run.path().join("all")).expect("can be made");
        run
    };
    let run = with(audit(["cases"]));
    assert_eq!(paths(&lines(&run, 0)), ["cases/a.md"]);
    assert!(run.run().stderr.contains("left out: 3 links"), "{}", run.run());
    assert_eq!(paths(&lines(&with(audit(["all"])), 0)), ["all/a.md"], "a link that is named is followed");
    assert_eq!(paths(&lines(&with(audit(["cases/b.md", "cases/more"])), 0)), ["cases/b.md", "cases/more/b.md"]);
}
