//! Which encoding the bytes are in, and why they are none.
//!
//! A wrong guess is worse than an error: mojibake would be checked as if it were the memo. So Windows-1252 is only a
//! fall-back for what looks like text and shows no sign of being damaged UTF-8.

use std::fmt;

/// What a text was decoded from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-8 with a byte order mark, which stays part of the text.
    Utf8WithMark,
    /// UTF-16, little-endian, by its byte order mark.
    Utf16Le,
    /// UTF-16, big-endian, by its byte order mark.
    Utf16Be,
    /// Windows-1252, guessed because the bytes are no UTF-8.
    Windows1252,
}

impl Encoding {
    /// Whether offsets in the text are offsets in the file.
    #[must_use]
    pub const fn keeps_offsets(self) -> bool {
        matches!(self, Self::Utf8 | Self::Utf8WithMark)
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Utf8 => "UTF-8",
            Self::Utf8WithMark => "UTF-8 with a byte order mark",
            Self::Utf16Le => "UTF-16 (little-endian)",
            Self::Utf16Be => "UTF-16 (big-endian)",
            Self::Windows1252 => "Windows-1252",
        })
    }
}

/// Why bytes are no text. Positions are offsets in bytes into the file, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// A NUL byte, outside UTF-16 with a byte order mark.
    #[error(
        "not a text file: NUL byte at offset {offset}; save the memo as plain text or Markdown in UTF-8 (UTF-16 is \
         read only with a byte order mark)"
    )]
    Binary {
        /// Where the first NUL byte is.
        offset: usize,
    },
    /// Neither UTF-8 nor, by its control characters, Windows-1252.
    #[error(
        "not a text file: control byte 0x{byte:02x} at offset {offset} in what is not UTF-8; save the memo as plain \
         text or Markdown in UTF-8"
    )]
    ControlBytes {
        /// Where the first such byte is.
        offset: usize,
        /// The byte.
        byte: u8,
    },
    /// UTF-8 with a byte sequence that is none, or that is cut off.
    #[error("damaged UTF-8 at offset {offset}; the file may have been cut off or changed in transfer: fetch it again")]
    DamagedUtf8 {
        /// Where the first wrong sequence starts.
        offset: usize,
    },
    /// UTF-16 with an odd number of bytes.
    #[error("UTF-16 cut in half: the last byte, at offset {offset}, has no second half; fetch the file again")]
    HalfUtf16 {
        /// Where the lone byte is.
        offset: usize,
    },
    /// More text than its places can be counted in.
    #[error("more than 4 GiB of text in one file; split it")]
    TooLong,
    /// UTF-16 with a surrogate that has no partner.
    #[error("damaged UTF-16 at offset {offset}: half of a surrogate pair; save the memo again as UTF-8")]
    DamagedUtf16 {
        /// Where the lone surrogate is.
        offset: usize,
    },
}

/// Decodes `bytes`, or says why it cannot.
pub(super) fn decode(bytes: &[u8]) -> Result<(String, Encoding), DecodeError> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => Ok((utf16(rest, u16::from_le_bytes)?, Encoding::Utf16Le)),
        [0xfe, 0xff, rest @ ..] => Ok((utf16(rest, u16::from_be_bytes)?, Encoding::Utf16Be)),
        _ => utf8_or_windows(bytes),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, DecodeError> {
    /// The byte order mark before `bytes`.
    const MARK: usize = 2;
    if bytes.len() % 2 == 1 {
        return Err(DecodeError::HalfUtf16 { offset: MARK + bytes.len() - 1 });
    }
    let mut text = String::with_capacity(bytes.len());
    let mut offset = MARK;
    for decoded in char::decode_utf16(bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]))) {
        match decoded {
            Ok('\0') => return Err(DecodeError::Binary { offset }),
            Ok(character) => {
                text.push(character);
                offset += character.len_utf16() * 2;
            }
            Err(_) => return Err(DecodeError::DamagedUtf16 { offset }),
        }
    }
    Ok(text)
}

fn utf8_or_windows(bytes: &[u8]) -> Result<(String, Encoding), DecodeError> {
    if let Some(offset) = memchr::memchr(0, bytes) {
        return Err(DecodeError::Binary { offset });
    }
    let marked = bytes.starts_with(&[0xef, 0xbb, 0xbf]);
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => {
            let encoding = if marked { Encoding::Utf8WithMark } else { Encoding::Utf8 };
            return Ok((text.to_owned(), encoding));
        }
        Err(error) => error,
    };
    if marked || looks_like_utf8(bytes) {
        return Err(DecodeError::DamagedUtf8 { offset: error.valid_up_to() });
    }
    if let Some(offset) = too_many_controls(bytes) {
        return Err(DecodeError::ControlBytes { offset, byte: bytes[offset] });
    }
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
    Ok((text.into_owned(), Encoding::Windows1252))
}

/// Whether more characters outside ASCII are well-formed UTF-8 than are not. Such runs hardly occur by chance.
fn looks_like_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|character| !character.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad
}

/// The first control byte, if there are more than stray ones (one in a hundred). The five bytes that Windows-1252 does
/// not define count as well.
fn too_many_controls(bytes: &[u8]) -> Option<usize> {
    let is_control =
        |byte: &u8| matches!(byte, 0x01..=0x08 | 0x0b | 0x0e..=0x1f | 0x7f | 0x81 | 0x8d | 0x8f | 0x90 | 0x9d);
    let count = bytes.iter().filter(|byte| is_control(byte)).count();
    if count * 100 > bytes.len() { bytes.iter().position(is_control) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn utf8_keeps_its_mark() {
        assert_eq!(decode("é".as_bytes()), Ok(("é".to_owned(), Encoding::Utf8)));
        assert_eq!(decode(b"\xef\xbb\xbfa"), Ok(("\u{feff}a".to_owned(), Encoding::Utf8WithMark)));
        assert_eq!(decode(b""), Ok((String::new(), Encoding::Utf8)));
    }

    #[test]
    fn utf16_is_read_by_its_mark() {
        assert_eq!(decode(&units("\u{feff}né😀", u16::to_le_bytes)), Ok(("né😀".to_owned(), Encoding::Utf16Le)));
        assert_eq!(decode(&units("\u{feff}né😀", u16::to_be_bytes)), Ok(("né😀".to_owned(), Encoding::Utf16Be)));
    }

    #[test]
    fn half_a_unit_and_half_a_pair_are_errors_with_their_place() {
        assert_eq!(decode(b"\xff\xfea\0b"), Err(DecodeError::HalfUtf16 { offset: 4 }));
        assert_eq!(decode(b"\xff\xfea\0\x3d\xd8"), Err(DecodeError::DamagedUtf16 { offset: 4 }));
    }

    #[test]
    fn nul_bytes_are_binary() {
        assert_eq!(decode(b"PK\x03\0"), Err(DecodeError::Binary { offset: 3 }));
        assert_eq!(decode(b"\xff\xfea\0\0\0"), Err(DecodeError::Binary { offset: 4 }));
    }

    #[test]
    fn windows_1252_is_the_fall_back_for_text() {
        let decoded = decode(b"He didn\x92t say \x93no\x94 \x96 caf\xe9.");
        assert_eq!(decoded, Ok(("He didn’t say “no” – café.".to_owned(), Encoding::Windows1252)));
    }

    #[test]
    fn damaged_utf8_is_not_taken_for_windows_1252() {
        assert_eq!(decode("naïve café\u{2019}".as_bytes().split_last().map_or(&[], |(_, head)| head)), {
            Err(DecodeError::DamagedUtf8 { offset: 12 })
        });
    }

    #[test]
    fn control_bytes_are_no_text() {
        assert_eq!(decode(b"\x89\x01\x02\x03"), Err(DecodeError::ControlBytes { offset: 1, byte: 1 }));
    }

    #[test]
    fn messages_name_the_place_and_the_remedy() {
        let message = DecodeError::Binary { offset: 3 }.to_string();
        assert!(message.contains("offset 3") && message.contains("save the memo"), "{message}");
    }
}
