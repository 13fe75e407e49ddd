//! Archives, read in place: nothing is ever written out, and names in them are names only.
//!
//! An archive may come from anyone. A text may be no longer than any other; an archive that swells beyond what prose
//! can (a bomb) is given up, with what was read before it kept.

mod twins;

use super::{Body, Feed, Metered, Next, inputs, is_beside, limited, named};
use crate::audit::pipeline::Take;
use crate::output::escape;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Prose shrinks to a third or a quarter, and copies of one form to a fiftieth.
const MOST_SWELLING: u64 = 400;

/// Below this, nothing is called a bomb, in bytes.
const HARMLESS: u64 = 256 << 20;

/// A kind of archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Zip,
    Tar,
    TarGz,
    TarZst,
}

impl Kind {
    /// The kind of a file, by its name.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
        let kinds = [
            (Self::Zip, ".zip"),
            (Self::Tar, ".tar"),
            (Self::TarGz, ".tar.gz"),
            (Self::TarGz, ".tgz"),
            (Self::TarZst, ".tar.zst"),
            (Self::TarZst, ".tzst"),
        ];
        kinds.into_iter().find(|(_, ending)| name.ends_with(ending)).map(|(kind, _)| kind)
    }
}

impl Feed<'_> {
    /// The memos in an archive, in its order.
    pub(super) fn archive(&mut self, file: File, kind: Kind, name: &str, take: &mut Take<'_, Next>) -> ControlFlow<()> {
        let size = file.metadata().map_or(0, |meta| meta.len());
        let reader = BufReader::with_capacity(1 << 17, Metered::new(&file, self.meter));
        let most = self::most(size);
        let outcome = match kind {
            Kind::Zip => return self.zip(&file, reader, name, most, take),
            Kind::Tar => self.tar(reader, name, take),
            Kind::TarGz => self.tar(Swelling::new(flate2::bufread::MultiGzDecoder::new(reader), most), name, take),
            Kind::TarZst => match ruzstd::decoding::StreamingDecoder::new(reader) {
                Ok(decoder) => self.tar(Swelling::new(decoder, most), name, take),
                Err(error) => Err(io::Error::other(error)),
            },
        };
        match outcome {
            Ok(flow) => flow,
            Err(error) => self.give(Err(broken(name, &error)), take),
        }
    }

    fn tar(&mut self, reader: impl Read, name: &str, take: &mut Take<'_, Next>) -> io::Result<ControlFlow<()>> {
        let mut archive = tar::Archive::new(reader);
        for entry in archive.entries()? {
            let entry = entry?;
            let path = entry.path()?.into_owned();
            if entry.header().entry_type().is_file() && self.member(&path, name, entry, take).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    fn zip(
        &mut self,
        file: &File,
        reader: impl Read + io::Seek,
        name: &str,
        most: u64,
        take: &mut Take<'_, Next>,
    ) -> ControlFlow<()> {
        let mut archive = match zip::ZipArchive::new(reader) {
            Ok(archive) => archive,
            Err(error) => return self.give(Err(broken(name, &error)), take),
        };
        for twin in twins::of(file, archive.central_directory_start()) {
            let member = format!("{name}:{}", escape::path(inputs::plain(&twin)));
            let help = "only the last of them is read; unpack the archive with another program, and name the folder";
            self.give(Err(named(&member, "this is not read: another member of the archive has its name", help)), take)?;
        }
        let mut swollen = 0_u64;
        for index in 0..archive.len() {
            match archive.by_index(index) {
                Ok(member) if member.is_file() => {
                    let path = PathBuf::from(String::from_utf8_lossy(member.name_raw()).into_owned());
                    // What the archive says of itself may be a lie; each text is held to its limit as it is read.
                    swollen = swollen.saturating_add(member.size().min(self.options.most));
                    if swollen > most {
                        return self.give(Err(broken(name, &Bomb)), take);
                    }
                    self.member(&path, name, member, take)?;
                }
                Ok(_) => {}
                Err(error) => {
                    let member = format!("{name}:#{index}");
                    self.give(Err(named(&member, &format!("this cannot be read: {error}"), "")), take)?;
                }
            }
        }
        ControlFlow::Continue(())
    }

    /// A file in an archive.
    fn member(&mut self, path: &Path, name: &str, from: impl Read, take: &mut Take<'_, Next>) -> ControlFlow<()> {
        if is_beside(path) {
            self.left_out.beside += 1;
            return ControlFlow::Continue(());
        }
        if Kind::of(path).is_some() {
            self.left_out.nested += 1;
            return ControlFlow::Continue(());
        }
        if !inputs::is_memo(path) {
            self.left_out.others += 1;
            return ControlFlow::Continue(());
        }
        let name = format!("{name}:{}", escape::path(inputs::plain(path)));
        let next = limited(from, self.options.most, &name);
        let next = next.map(|bytes| self.material(name, inputs::format_of(path), Body::Bytes(bytes)));
        self.give(next, take)
    }
}

/// How large what a packed file of some size holds may be.
pub(super) fn most(size: u64) -> u64 {
    HARMLESS.max(size.saturating_mul(MOST_SWELLING))
}

fn broken(name: &str, error: &dyn std::fmt::Display) -> super::Trouble {
    let help = "unpack it with another program, and name the folder; what was read before this is counted";
    named(name, &format!("this archive cannot be read to its end: {error}"), help)
}

/// What is said of an archive that swells too much.
struct Bomb;

impl std::fmt::Display for Bomb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "it swells to more than {MOST_SWELLING} times its size")
    }
}

/// A reader that gives up on a bomb.
pub(super) struct Swelling<R> {
    inner: R,
    left: u64,
}

impl<R> Swelling<R> {
    pub(super) const fn new(inner: R, most: u64) -> Self {
        Self { inner, left: most }
    }
}

impl<R: Read> Read for Swelling<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.left = self.left.checked_sub(read as u64).ok_or_else(|| io::Error::other(Bomb.to_string()))?;
        Ok(read)
    }
}
