//! Files of rows as they are read: unpacked where they are packed, and in UTF-8 whatever their byte order mark says.

use super::archive::Swelling;
use encoding_rs::{Decoder, Encoding, UTF_8};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

/// So many bytes are decoded at once.
const PIECE: usize = 1 << 16;

/// How a file is packed, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Packing {
    Gzip,
    Zstandard,
}

fn packing(path: &Path) -> Option<Packing> {
    match crate::inputs::ending(path)?.as_str() {
        "gz" => Some(Packing::Gzip),
        "zst" => Some(Packing::Zstandard),
        _ => None,
    }
}

/// The name of a file without the ending that says how it is packed.
pub(super) fn bare(path: &Path) -> &Path {
    match (packing(path), path.file_stem()) {
        (Some(_), Some(stem)) => Path::new(stem),
        _ => path,
    }
}

/// What a file holds. What swells beyond `most` bytes is given up.
///
/// # Errors
/// Why it cannot be unpacked.
pub(super) fn open<'f>(path: &Path, file: impl BufRead + 'f, most: u64) -> io::Result<Box<dyn BufRead + 'f>> {
    Ok(match packing(path) {
        None => Box::new(file),
        Some(Packing::Gzip) => {
            let inner = flate2::bufread::MultiGzDecoder::new(file);
            Box::new(BufReader::with_capacity(PIECE, Swelling::new(inner, most)))
        }
        Some(Packing::Zstandard) => {
            let inner = ruzstd::decoding::StreamingDecoder::new(file).map_err(io::Error::other)?;
            Box::new(BufReader::with_capacity(PIECE, Swelling::new(inner, most)))
        }
    })
}

/// How large what a file holds may be.
pub(super) fn most(file: &File) -> u64 {
    super::archive::most(file.metadata().map_or(0, |meta| meta.len()))
}

/// The same bytes without their byte order mark; in UTF-8 if it says that they are in UTF-16. What has no mark is left as it
/// is: each text is decoded by itself.
///
/// # Errors
/// Why the first bytes cannot be read.
pub(super) fn in_utf8<'r>(mut reader: impl BufRead + 'r) -> io::Result<Box<dyn BufRead + 'r>> {
    let mut first = Vec::new();
    (&mut reader).take(3).read_to_end(&mut first)?;
    let (encoding, mark) = Encoding::for_bom(&first).map_or((None, 0), |(encoding, mark)| (Some(encoding), mark));
    let whole = io::Cursor::new(first.split_off(mark)).chain(reader);
    Ok(match encoding {
        Some(encoding) if encoding != UTF_8 => {
            Box::new(BufReader::with_capacity(PIECE, Decoded::new(whole, encoding.new_decoder_without_bom_handling())))
        }
        _ => Box::new(whole),
    })
}

/// Bytes that are decoded as they are read.
struct Decoded<R> {
    inner: R,
    decoder: Decoder,
    /// What was decoded, and how much of it was handed on.
    ready: Vec<u8>,
    given: usize,
    is_over: bool,
}

impl<R: BufRead> Decoded<R> {
    const fn new(inner: R, decoder: Decoder) -> Self {
        Self { inner, decoder, ready: Vec::new(), given: 0, is_over: false }
    }

    fn decode(&mut self) -> io::Result<()> {
        let bytes = self.inner.fill_buf()?;
        self.is_over = bytes.is_empty();
        let bytes = &bytes[..bytes.len().min(PIECE)];
        self.ready.resize(self.decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(4 * PIECE), 0);
        let (_, read, written, _) = self.decoder.decode_to_utf8(bytes, &mut self.ready, self.is_over);
        self.inner.consume(read);
        self.ready.truncate(written);
        self.given = 0;
        Ok(())
    }
}

impl<R: BufRead> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.ready.len() && !self.is_over {
            self.decode()?;
        }
        let rest = &self.ready[self.given..];
        let some = rest.len().min(buffer.len());
        buffer[..some].copy_from_slice(&rest[..some]);
        self.given += some;
        Ok(some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_decoded_by_their_mark_however_they_are_cut() {
        let text = "a\u{e9},\u{1f600}\n".repeat(3000);
        let wide: Vec<u8> = [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
        for (bytes, piece) in [(&wide, 7), (&wide, 1 << 15), (&marked, 5)] {
            let mut found = String::new();
            let mut reader = in_utf8(BufReader::with_capacity(piece, bytes.as_slice())).expect("memory is read");
            reader.read_to_string(&mut found).expect("is decoded");
            assert!(found == text, "{piece}");
        }
        let mut short = String::new();
        in_utf8(&b"a"[..]).and_then(|mut reader| reader.read_to_string(&mut short)).expect("is read");
        assert_eq!(short, "a");
    }

    #[test]
    fn the_ending_of_packing_is_no_ending_of_rows() {
        assert_eq!(bare(Path::new("x/rows.csv.gz")), Path::new("rows.csv"));
        assert_eq!(bare(Path::new("x/rows.csv")), Path::new("x/rows.csv"));
    }
}
