//! Members of a ZIP archive with one name: those that a reader by names never sees.

use crate::inputs;
use std::collections::HashSet;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::PathBuf;

/// What an entry of the directory of an archive starts with, and how long its fixed part is.
const ENTRY: [u8; 4] = *b"PK\x01\x02";
const FIXED: usize = 46;

/// The names of memos that the directory of the archive, which starts there, has once more, each as often as it has it
/// too often. What cannot be read is for the reader of the archive to say.
pub(super) fn of(archive: impl Read + Seek, start: u64) -> Vec<PathBuf> {
    let mut twins = Vec::new();
    let _ = entries(archive, start, &mut twins);
    twins
}

fn entries(mut archive: impl Read + Seek, start: u64, twins: &mut Vec<PathBuf>) -> io::Result<()> {
    archive.seek(SeekFrom::Start(start))?;
    let mut directory = BufReader::with_capacity(1 << 16, archive);
    let mut known = HashSet::new();
    let mut fixed = [0; FIXED];
    loop {
        directory.read_exact(&mut fixed)?;
        if !fixed.starts_with(&ENTRY) {
            return Ok(());
        }
        let length = |at: usize| usize::from(u16::from_le_bytes([fixed[at], fixed[at + 1]]));
        let mut name = vec![0; length(28)];
        directory.read_exact(&mut name)?;
        let rest = (length(30) + length(32)) as u64;
        io::copy(&mut (&mut directory).take(rest), &mut io::sink())?;
        if !known.insert(name.clone()) {
            let path = PathBuf::from(String::from_utf8_lossy(&name).into_owned());
            if inputs::is_memo(&path) {
                twins.push(path);
            }
        }
    }
}
