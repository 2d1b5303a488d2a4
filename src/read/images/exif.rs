//! What of EXIF the page needs: which way is up, and how many dots an inch has.

/// Orientation, horizontal and vertical resolution, and the unit of these.
const KEPT: [u16; 4] = [0x0112, 0x011a, 0x011b, 0x0128];

/// A TIFF block with the kept entries of another; nothing where it has none of them.
pub fn bare(tiff: &[u8]) -> Option<Vec<u8>> {
    let little = match tiff.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let short = |at: usize| -> Option<u16> {
        let bytes = tiff.get(at..at + 2)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let long = |at: usize| -> Option<u32> {
        let bytes = tiff.get(at..at + 4)?.try_into().ok()?;
        Some(if little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    };
    let first = usize::try_from(long(4)?).ok()?;
    let mut shorts: Vec<(u16, u16)> = Vec::new();
    let mut ratios: Vec<(u16, [u32; 2])> = Vec::new();
    for entry in 0..usize::from(short(first)?) {
        let at = first + 2 + 12 * entry;
        let (tag, kind, count) = (short(at)?, short(at + 2)?, long(at + 4)?);
        if !KEPT.contains(&tag) || count != 1 {
            continue;
        }
        match kind {
            3 if shorts.iter().all(|(known, _)| *known != tag) => shorts.push((tag, short(at + 8)?)),
            5 if ratios.iter().all(|(known, _)| *known != tag) => {
                let place = usize::try_from(long(at + 8)?).ok()?;
                if let Some(ratio) = long(place).zip(place.checked_add(4).and_then(long)) {
                    ratios.push((tag, [ratio.0, ratio.1]));
                }
            }
            _ => {}
        }
    }
    if shorts.is_empty() && ratios.is_empty() {
        return None;
    }
    Some(written(&shorts, &ratios))
}

/// The entries as a big-endian TIFF block, in the order of their tags.
fn written(shorts: &[(u16, u16)], ratios: &[(u16, [u32; 2])]) -> Vec<u8> {
    let count = shorts.len() + ratios.len();
    let mut entries: Vec<(u16, Vec<u8>)> = Vec::new();
    let mut behind: Vec<u8> = Vec::new();
    for (tag, value) in shorts {
        let value = u32::from(*value) << 16;
        entries.push((*tag, entry(*tag, 3, value)));
    }
    for (tag, ratio) in ratios {
        let place = 8 + 2 + 12 * count + 4 + behind.len();
        ratio.iter().for_each(|part| behind.extend(part.to_be_bytes()));
        entries.push((*tag, entry(*tag, 5, u32::try_from(place).unwrap_or(0))));
    }
    entries.sort();
    let mut out = b"MM\0*\0\0\0\x08".to_vec();
    out.extend(u16::try_from(count).unwrap_or(0).to_be_bytes());
    entries.into_iter().for_each(|(_, bytes)| out.extend(bytes));
    out.extend([0; 4]);
    out.extend(behind);
    out
}

fn entry(tag: u16, kind: u16, value: u32) -> Vec<u8> {
    let mut out = tag.to_be_bytes().to_vec();
    out.extend(kind.to_be_bytes());
    out.extend(1_u32.to_be_bytes());
    out.extend(value.to_be_bytes());
    out
}
