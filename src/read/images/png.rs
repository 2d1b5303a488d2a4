//! PNG: the chunks that make the picture, with their checksums.

use super::exif;

pub const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Chunks that say what a pixel looks like, and how large it is.
const KEPT: [&[u8; 4]; 13] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs", b"cICP",
];

pub fn bare(bytes: &[u8]) -> Vec<u8> {
    let mut out = SIGNATURE.to_vec();
    let mut at = SIGNATURE.len();
    while let Some((name, body)) = chunk(bytes, at) {
        let whole = at..at + 12 + body.len();
        if KEPT.contains(&name) {
            out.extend(&bytes[whole.clone()]);
        } else if name == b"eXIf"
            && let Some(kept) = exif::bare(body)
        {
            put(&mut out, b"eXIf", &kept);
        }
        if name == b"IEND" {
            break;
        }
        at = whole.end;
    }
    out
}

/// A chunk's name and what it holds; nothing where it is broken off.
fn chunk(bytes: &[u8], at: usize) -> Option<(&[u8; 4], &[u8])> {
    let length = usize::try_from(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?)).ok()?;
    let name = bytes.get(at + 4..at + 8)?.try_into().ok()?;
    let end = at.checked_add(8)?.checked_add(length)?;
    bytes.get(end..end.checked_add(4)?)?;
    Some((name, bytes.get(at + 8..end)?))
}

fn put(out: &mut Vec<u8>, name: &[u8; 4], body: &[u8]) {
    out.extend(u32::try_from(body.len()).unwrap_or(0).to_be_bytes());
    let from = out.len();
    out.extend(name);
    out.extend(body);
    let sum = checksum(&out[from..]);
    out.extend(sum.to_be_bytes());
}

/// CRC-32 as PNG defines it (ISO 3309).
fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ if sum & 1 == 1 { 0xedb8_8320 } else { 0 })
    })
}
