//! WebP: the chunks that make the picture.

use super::exif;

const KEPT: [&[u8; 4]; 7] = [b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];

/// The flags of an extended header that say that there is EXIF, and XMP.
const EXIF_FLAG: u8 = 0x08;
const XMP_FLAG: u8 = 0x04;

pub fn bare(bytes: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    let mut header = None;
    let mut oriented = false;
    let mut at = 12;
    while let Some((name, held)) = chunk(bytes, at) {
        if KEPT.contains(&name) {
            if name == b"VP8X" && header.is_none() && !held.is_empty() {
                header = Some(body.len() + 8);
            }
            put(&mut body, name, held);
        } else if name == b"EXIF"
            && let Some(kept) = exif::bare(held.strip_prefix(b"Exif\0\0").unwrap_or(held))
        {
            oriented = true;
            put(&mut body, b"EXIF", &kept);
        }
        at += 8 + held.len() + held.len() % 2;
    }
    if let Some(flags) = header.and_then(|at| body.get_mut(at)) {
        *flags &= !(EXIF_FLAG | XMP_FLAG);
        *flags |= if oriented { EXIF_FLAG } else { 0 };
    }
    let mut out = b"RIFF".to_vec();
    out.extend(u32::try_from(body.len() + 4).unwrap_or(0).to_le_bytes());
    out.extend(bytes.get(8..12).unwrap_or(b"WEBP"));
    out.extend(body);
    out
}

fn chunk(bytes: &[u8], at: usize) -> Option<(&[u8; 4], &[u8])> {
    let name = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    let length = usize::try_from(u32::from_le_bytes(bytes.get(at + 4..at + 8)?.try_into().ok()?)).ok()?;
    Some((name, bytes.get(at + 8..(at + 8).checked_add(length)?)?))
}

fn put(out: &mut Vec<u8>, name: &[u8; 4], body: &[u8]) {
    out.extend(name);
    out.extend(u32::try_from(body.len()).unwrap_or(0).to_le_bytes());
    out.extend(body);
    out.extend(std::iter::repeat_n(0, body.len() % 2));
}
