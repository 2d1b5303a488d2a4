//! JPEG: segments up to the picture, the picture with its own segments, and nothing behind its end.

use super::exif;

const EXIF: &[u8] = b"Exif\0\0";

/// Segments that make the picture: tables, frames, restart intervals.
fn makes_picture(marker: u8) -> bool {
    matches!(marker, 0xc0..=0xcf | 0xdb | 0xdc | 0xdd | 0xde | 0xdf)
}

pub fn bare(bytes: &[u8]) -> Vec<u8> {
    let mut out = bytes[..2].to_vec();
    let mut at = 2;
    let mut oriented = false;
    while let Some(marker) = marker(bytes, &mut at) {
        match marker {
            0xd9 => {
                out.extend([0xff, 0xd9]);
                return out;
            }
            // Markers without a length; restarts stand in the picture and are taken with it.
            0x01 | 0xd0..=0xd7 => continue,
            _ => {}
        }
        let Some(body) = body(bytes, at) else { return out };
        let keep = match marker {
            0xe0 => jfif(body),
            0xe1 => {
                // Which way is up is said once; a second block would say something else.
                let kept = body.strip_prefix(EXIF).filter(|_| !oriented).and_then(exif::bare);
                oriented |= kept.is_some();
                kept.map(|tiff| [EXIF, &tiff].concat())
            }
            0xe2 if body.starts_with(b"ICC_PROFILE\0") => Some(body.to_vec()),
            // Adobe's says how the colours are meant.
            0xee if body.starts_with(b"Adobe") => Some(body[..body.len().min(12)].to_vec()),
            0xda => Some(body.to_vec()),
            marker if makes_picture(marker) => Some(body.to_vec()),
            _ => None,
        };
        if let Some(keep) = keep {
            let length = u16::try_from(keep.len() + 2).unwrap_or(u16::MAX);
            out.extend([0xff, marker]);
            out.extend(length.to_be_bytes());
            out.extend(keep);
        }
        at += 2 + body.len();
        if marker == 0xda {
            let end = picture(bytes, at);
            out.extend(&bytes[at..end]);
            at = end;
        }
    }
    out
}

/// The next marker, and where its segment begins; bytes to fill are passed over.
fn marker(bytes: &[u8], at: &mut usize) -> Option<u8> {
    if *bytes.get(*at)? != 0xff {
        return None;
    }
    while *bytes.get(*at)? == 0xff {
        *at += 1;
    }
    let marker = *bytes.get(*at)?;
    *at += 1;
    Some(marker)
}

/// What a segment holds, behind its length.
fn body(bytes: &[u8], at: usize) -> Option<&[u8]> {
    let length = usize::from(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
    bytes.get(at + 2..at + length.max(2))
}

/// JFIF's resolution; its thumbnail is left out, and so is any other block under its marker.
fn jfif(body: &[u8]) -> Option<Vec<u8>> {
    let mut kept = body.strip_prefix(b"JFIF\0").and(body.get(..14))?.to_vec();
    kept[12..].fill(0);
    Some(kept)
}

/// Where the coded picture ends: at the next marker that is neither a restart nor a byte that is only escaped.
fn picture(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(next) = bytes[at..].iter().position(|byte| *byte == 0xff).map(|next| at + next) {
        match bytes.get(next + 1) {
            Some(0x00 | 0xd0..=0xd7) => at = next + 2,
            Some(0xff) => at = next + 1,
            _ => return next,
        }
    }
    bytes.len()
}
