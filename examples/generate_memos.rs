//! Invented memos in any number, the same for the same seed: `cargo run --release --example generate_memos -- COUNT OUT [SEED]`.
//!
//! OUT is a folder, a `.tar`, `.tar.gz` or `.zip` archive, or rows (`.jsonl`), by its ending. Every name, number, place and event is
//! invented. Offices differ in how often their memos have problems, one gets better over time, and one repeats a
//! conclusion word for word, so that an audit has something to find. Memos have some 3 KB.

#![allow(clippy::disallowed_methods, reason = "a program that writes files, for benchmarks")]

use std::error::Error;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

/// SplitMix64: small, and the same everywhere.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.next() % most as u64).unwrap_or(0)
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

const OFFICES: [(&str, usize); 8] = [
    ("Elko", 15),
    ("Harlan", 18),
    ("Reno", 20),
    ("Tarrow Bay", 22),
    ("Cicero", 24),
    ("Dalton", 30),
    ("Batavia", 45),
    ("Point Merrow", 20),
];
const FIRST: [&str; 16] = [
    "Anselm",
    "Ileana",
    "Castellan",
    "Emre",
    "Amara",
    "Teodor",
    "Marisol",
    "Oksana",
    "Bela",
    "Ruben",
    "Noor",
    "Paulo",
    "Yesenia",
    "Idris",
    "Lucia",
    "Matthias",
];
const LAST: [&str; 16] = [
    "Rautio",
    "Marchetti",
    "Dube",
    "Tahiri",
    "Lindqvist",
    "Okonjo",
    "Sandoval",
    "Petrenko",
    "Varga",
    "Quispe",
    "Haddad",
    "Ferreira",
    "Ulloa",
    "Bah",
    "Moretti",
    "Keller",
];
const OFFICERS: [&str; 20] = [
    "R. Halloran",
    "T. Okafor",
    "D. Lindholm",
    "M. Tillery",
    "P. Strand",
    "L. Nakagawa",
    "C. Whitlow",
    "J. Berryhill",
    "A. Orsini",
    "K. Vance",
    "S. Pruitt",
    "E. Fontaine",
    "B. Achterberg",
    "H. Quill",
    "N. Sorrel",
    "G. Penhaligon",
    "F. Abara",
    "W. Dunmore",
    "I. Castell",
    "V. Roake",
];
const COUNTRIES: [&str; 12] = [
    "Honduras",
    "Belize",
    "North Macedonia",
    "Jamaica",
    "Guatemala",
    "Peru",
    "Ukraine",
    "Guinea",
    "Brazil",
    "Turkey",
    "Ecuador",
    "Nepal",
];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const OFFENSES: [&str; 8] = [
    "burglary in the second degree",
    "driving under the influence",
    "aggravated assault",
    "wire fraud",
    "possession with intent to distribute",
    "theft by deception",
    "robbery",
    "forgery",
];
const COURTS: [&str; 6] = [
    "Harlan County Circuit Court",
    "the Superior Court of Tarrow County",
    "Whitfield County State Court",
    "the District Court of Elko County",
    "Essex County Superior Court",
    "the federal district court",
];
const AGGRAVATING: [&str; 8] = [
    "The offense was serious: the court called it brazen and imposed a sentence of 30 months.",
    "He carried a loaded pistol and pointed it at the clerk.",
    "One victim suffered a fractured wrist and still receives treatment.",
    "The scheme ran for two years and depended on shell companies and forged appraisals.",
    "There are three earlier convictions for similar conduct, the last of them in 2018.",
    "Nineteen homeowners lost a combined $2.1 million.",
    "The judge described the conduct as violent and sentenced the subject to four years.",
    "The subject brandished a knife during the struggle with the store guard.",
];
const MITIGATING: [&str; 10] = [
    "The subject has lived in the United States for twenty-two years.",
    "Two U.S.-citizen children depend on the subject, one of whom needs dialysis three times a week.",
    "The subject is under treatment for diabetes and takes insulin daily.",
    "Since release there have been no arrests, and the subject finished a course of treatment for alcohol.",
    "The subject has an application for asylum pending before the immigration court.",
    "The subject served in the National Guard and was honorably discharged.",
    "The subject was the victim of an armed robbery in 2017 and testified for the prosecution.",
    "The subject teaches at the parish school on weekends and has worked for the same employer for nine years.",
    "At 71 years of age the subject walks with difficulty.",
    "No mitigating factors were found, although the file was searched for them.",
];
const FILLER: [&str; 12] = [
    "The file was opened on a referral from the county jail and assigned to this office the same week.",
    "An interview was held in the visiting room with an interpreter present; it lasted forty minutes.",
    "Travel documents would have to be requested from the consulate, which has answered within thirty days in other cases.",
    "Counsel entered an appearance and was sent a copy of the charging document.",
    "Service is planned for the Monday release window, and the intake desk has been told when to expect the officers.",
    "The subject answered all questions and signed the record of the interview.",
    "The address given in the interview was confirmed with the utility company.",
    "A copy of the docket sheet is attached as exhibit C, and the certified disposition as exhibit D.",
    "The supervisor was informed by telephone, and a summary was sent to the legal advisor.",
    "The property bag holds a wallet, two keys on a ring and a bus pass.",
    "The weather delayed the transport, which took place on the following morning.",
    "The fingerprints were taken again because the first set was smeared.",
];
const PROBLEMS: [&str; 9] = [
    "The conviction alone is enough, and nothing further needs to be considered.",
    "Under the office standard, all DUI offenders are priorities and go to detainer automatically.",
    "The database hit is sufficient by itself to support this action.",
    "Because he is from a region known for smuggling, his account deserves less weight, and his nationality supports detention.",
    "Her complaint to the wage inspector shows that she is a troublemaker, and it is a reason to proceed now.",
    "Having been here for twenty years shows long disregard for the law and counts against the subject.",
    "His attendance at the mosque on Fridays is a further reason for concern.",
    "The landlord, with whom the tenants are in court over the heating, asked us to take action, and we are doing so.",
    "The subject's accent and dress suggest that the account is not to be believed.",
];
const BOILERPLATE: &str = "was evaluated on an individual basis under the totality of the facts and circumstances and is a current threat to public safety.";

struct Memo {
    id: usize,
    office: &'static str,
    officer: &'static str,
    date: String,
    text: String,
}

fn memo(id: usize, dice: &mut Dice) -> Memo {
    let at = dice.below(OFFICES.len());
    let (office, rate) = OFFICES[at];
    let officer = OFFICERS[(at * 5 + dice.below(5)) % OFFICERS.len()];
    let (last, name) = (dice.pick(&LAST), dice.pick(&FIRST));
    let second = dice.pick(&LAST);
    let name = format!("{name} {last}-{second}");
    // From June 2021 to March 2025, most of it inside the time of the guidelines.
    let month = if dice.chance(85) {
        [dice.below(7) + 11, dice.below(18) + 31][usize::from(dice.chance(60))]
    } else {
        dice.below(46) + 5
    };
    let (year, month_name, day) = (2021 + month / 12, MONTHS[month % 12], dice.below(28) + 1);
    let date = format!("{month_name} {day}, {year}");
    // Reno gets better over time.
    let rate = if office == "Reno" { 60_usize.saturating_sub(month) } else { rate };
    let enforce = dice.chance(78);
    let mut text = String::new();
    let number = format!("A{:03}-{:03}-{:03}", dice.below(100), dice.below(1000), dice.below(1000));
    let mut line = |words: &str| {
        text.push_str(words);
        text.push('\n');
    };
    line("MEMORANDUM FOR THE FIELD OFFICE DIRECTOR\n");
    line(&format!("Office: {office}"));
    line(&format!("Officer: {officer}"));
    if !dice.chance(4) {
        line(&format!("Date: {date}"));
    }
    line(&format!("Subject: {name}"));
    line(&format!("A-number: {number}\n"));
    line("FACTS\n");
    let (country, age, court) = (dice.pick(&COUNTRIES), dice.below(50) + 20, dice.pick(&COURTS));
    let (offense, when) = (dice.pick(&OFFENSES), 1998 + dice.below(24));
    line(&format!(
        "The subject, {name}, is a {age}-year-old native and citizen of {country}. In {when} the subject was convicted of {offense} by {court}."
    ));
    let mut used = Vec::new();
    let mut some = |list: &[&'static str], count: usize, dice: &mut Dice| {
        let mut words = String::new();
        for _ in 0..count {
            let sentence = dice.pick(list);
            if !used.contains(&sentence) {
                used.push(sentence);
                let _ = write!(words, "{sentence} ");
            }
        }
        words.trim_end().to_owned()
    };
    line(&format!("\n{}\n", some(&FILLER, 6, dice)));
    let aggravating = if dice.chance(75) { some(&AGGRAVATING, 2, dice) } else { String::new() };
    let mitigating = if dice.chance(80) { some(&MITIGATING, 3, dice) } else { String::new() };
    line("ASSESSMENT\n");
    line(&format!("{aggravating}\n"));
    line(&format!("{mitigating}\n"));
    if dice.chance(rate) {
        line(&format!("{}\n", dice.pick(&PROBLEMS)));
    }
    if dice.chance(80) {
        line(
            "The charging papers, the certified conviction record and the administrative file were obtained and read.",
        );
    }
    line(&format!("\n{}\n", some(&FILLER, 6, dice)));
    if office == "Point Merrow" && dice.chance(60) {
        line(&format!("{name} {BOILERPLATE}\n"));
    } else if dice.chance(70) {
        let reason = if aggravating.is_empty() { "the recent conduct" } else { "the facts set out above" };
        line(&format!(
            "Weighing both sides in the totality of this case, I find that the subject is a threat to public safety because of {reason}.\n"
        ));
    }
    line("DECISION\n");
    line(if enforce {
        "I recommend that a Notice to Appear be issued to the subject and that the subject be detained."
    } else {
        "I recommend that no enforcement action be taken and that the subject be released."
    });
    line(&format!("\n{}", some(&FILLER, 4, dice)));
    while text.len() < 2900 {
        text.push_str(&format!("\nLog of {}/{}: {}\n", dice.below(12) + 1, dice.below(28) + 1, dice.pick(&FILLER)));
    }
    Memo { id, office, officer, date, text }
}

/// Where memos go.
enum Sink {
    Folder(std::path::PathBuf),
    Tar(tar::Builder<Box<dyn Write>>),
    Zip(Box<zip::ZipWriter<BufWriter<File>>>),
    Rows(BufWriter<File>),
}

impl Sink {
    fn open(out: &Path) -> Result<Self, Box<dyn Error>> {
        let name = out.to_string_lossy().into_owned();
        let file = || File::create(out).map(BufWriter::new);
        Ok(if name.ends_with(".tar.gz") {
            Self::Tar(tar::Builder::new(Box::new(flate2::write::GzEncoder::new(file()?, flate2::Compression::fast()))))
        } else if name.ends_with(".tar") {
            Self::Tar(tar::Builder::new(Box::new(file()?)))
        } else if name.ends_with(".zip") {
            Self::Zip(Box::new(zip::ZipWriter::new(file()?)))
        } else if name.ends_with(".jsonl") {
            Self::Rows(file()?)
        } else {
            Self::Folder(out.to_path_buf())
        })
    }

    fn write(&mut self, memo: &Memo) -> Result<(), Box<dyn Error>> {
        let Memo { id, office, officer, date, text } = memo;
        let name = format!("{:04}/{id:07}.txt", id / 1000);
        match self {
            Self::Folder(folder) => {
                let path = folder.join(name);
                fs::create_dir_all(path.parent().unwrap_or(folder))?;
                fs::write(path, text)?;
            }
            Self::Tar(archive) => {
                let mut header = tar::Header::new_gnu();
                header.set_size(text.len() as u64);
                header.set_mode(0o644);
                archive.append_data(&mut header, name, text.as_bytes())?;
            }
            Self::Zip(archive) => {
                archive.start_file(name, zip::write::SimpleFileOptions::default())?;
                archive.write_all(text.as_bytes())?;
            }
            Self::Rows(file) => {
                let row =
                    serde_json::json!({"id": id, "office": office, "officer": officer, "date": date, "text": text});
                writeln!(file, "{row}")?;
            }
        }
        Ok(())
    }

    fn close(self) -> Result<(), Box<dyn Error>> {
        match self {
            Self::Folder(_) => {}
            Self::Tar(archive) => archive.into_inner()?.flush()?,
            Self::Zip(archive) => archive.finish()?.flush()?,
            Self::Rows(mut file) => file.flush()?,
        }
        Ok(())
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, count, out, seed @ ..] = arguments.as_slice() else {
        return Err("usage: generate_memos COUNT OUT [SEED]".into());
    };
    let seed = seed.first().map_or(Ok(1), |seed| seed.parse())?;
    let mut dice = Dice(seed);
    let mut sink = Sink::open(Path::new(out))?;
    for id in 0..count.parse()? {
        sink.write(&memo(id, &mut dice))?;
    }
    sink.close()
}
