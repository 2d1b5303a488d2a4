//! The data of a big-endian SPSS file, put round; and how data that are stored in codes end.

use std::io::Read;

use super::frame::{Ending, Frame, Storage};

/// More bytes than packed data give that are no bomb.
const LARGEST: usize = 1 << 30;

/// Puts round the numbers of the data in a file whose header and dictionary are put round already. Packed blocks are
/// unpacked on the way.
///
/// # Errors
/// When the data are not as the format has them.
pub fn turn(bytes: &mut Vec<u8>, frame: &Frame) -> Result<(), ()> {
    match frame.storage {
        Storage::Plain => {
            let cases = bytes[frame.data..].chunks_exact_mut(8 * frame.texts.len());
            for case in cases {
                let numbers = case.chunks_exact_mut(8).zip(&frame.texts).filter(|(_, text)| !**text);
                numbers.for_each(|(number, _)| number.reverse());
            }
        }
        Storage::Codes => codes(&mut bytes[frame.data..], &frame.texts)?,
        Storage::Blocks => {
            let data = unpack(bytes, frame.data)?;
            bytes.truncate(frame.data);
            bytes.extend_from_slice(&data);
            Frame::unpacked(bytes);
            codes(&mut bytes[frame.data..], &frame.texts)?;
        }
    }
    Ok(())
}

/// What a code stands for: eight of them come before what they announce.
enum Code {
    Nothing,
    Value,
    /// Eight bytes that stand behind the eight codes.
    Follows,
    End,
}

fn code(byte: u8) -> Code {
    match byte {
        0 => Code::Nothing,
        252 => Code::End,
        253 => Code::Follows,
        _ => Code::Value,
    }
}

/// Puts round what stands in full between codes; the codes themselves are single bytes.
fn codes(data: &mut [u8], texts: &[bool]) -> Result<(), ()> {
    let (mut at, mut slot) = (0, 0);
    while let Some(eight) = data.get(at..at + 8).and_then(|eight| <[u8; 8]>::try_from(eight).ok()) {
        at += 8;
        for byte in eight {
            match code(byte) {
                Code::Nothing => continue,
                Code::End => return Ok(()),
                Code::Value => {}
                Code::Follows => {
                    let value = data.get_mut(at..at + 8).ok_or(())?;
                    if !texts[slot] {
                        value.reverse();
                    }
                    at += 8;
                }
            }
            slot = (slot + 1) % texts.len();
        }
    }
    Ok(())
}

/// How data in codes end.
pub fn ending(data: &[u8], slots: usize) -> Ending {
    let (mut at, mut slot) = (0, 0);
    while let Some(eight) = data.get(at..at + 8) {
        at += 8;
        for byte in eight {
            match code(*byte) {
                Code::Nothing => continue,
                Code::End if slot == 0 => return Ending::Marked,
                Code::End => return Ending::WithinCase,
                Code::Value => {}
                Code::Follows if at + 8 > data.len() => return Ending::WithinCase,
                Code::Follows => at += 8,
            }
            slot = (slot + 1) % slots;
        }
    }
    if slot == 0 && at == data.len() { Ending::AtCase } else { Ending::WithinCase }
}

/// Unpacks the blocks of a big-endian file, one after another.
fn unpack(bytes: &[u8], header: usize) -> Result<Vec<u8>, ()> {
    let place = |at: usize| -> Result<usize, ()> {
        let number = bytes.get(at..).and_then(|bytes| bytes.first_chunk()).ok_or(())?;
        usize::try_from(i64::from_be_bytes(*number)).map_err(drop)
    };
    let size = |at: usize| -> Result<usize, ()> {
        let number = bytes.get(at..).and_then(|bytes| bytes.first_chunk()).ok_or(())?;
        usize::try_from(i32::from_be_bytes(*number)).map_err(drop)
    };
    let trailer = place(header + 8)?;
    let blocks = size(trailer.checked_add(20).ok_or(())?)?;
    let mut data = Vec::new();
    for block in 0..blocks {
        let entry = trailer + 24 + 24 * block;
        let (start, length) = (place(entry + 8)?, size(entry + 20)?);
        let packed = bytes.get(start..start.checked_add(length).ok_or(())?).ok_or(())?;
        let wanted = size(entry + 16)?;
        if data.len() + wanted > LARGEST {
            return Err(());
        }
        let before = data.len();
        flate2::read::ZlibDecoder::new(packed).take(wanted as u64).read_to_end(&mut data).map_err(drop)?;
        if data.len() - before != wanted {
            return Err(());
        }
    }
    Ok(data)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_put_round_and_texts_are_not() {
        let big = 2.5_f64.to_be_bytes();
        // A number in full, a text in full, a small number as a code, spaces, and the end.
        let mut data = [&[253, 253, 103, 254, 252, 0, 0, 0][..], &big, b"abcdefgh"].concat();
        codes(&mut data, &[false, true]).expect("sound data");
        assert_eq!(data[8..16], 2.5_f64.to_le_bytes());
        assert_eq!(&data[16..], b"abcdefgh");
    }

    #[test]
    fn data_that_stop_within_a_case_are_known() {
        assert_eq!(ending(&[101, 102, 101, 102, 252, 0, 0, 0], 2), Ending::Marked);
        assert_eq!(ending(&[101, 102, 101, 102, 0, 0, 0, 0], 2), Ending::AtCase);
        assert_eq!(ending(&[101, 102, 101, 252, 0, 0, 0, 0], 2), Ending::WithinCase);
        assert_eq!(ending(&[101, 102, 101, 253, 0, 0, 0, 0, 1, 2], 2), Ending::WithinCase);
        assert_eq!(ending(&[101, 102, 101, 102, 0, 0], 2), Ending::WithinCase);
    }
}
