//! GIF: pictures with their palettes and times, without comments, texts and what programs add.

pub fn bare(bytes: &[u8]) -> Vec<u8> {
    let Some(&flags) = bytes.get(10) else { return bytes[..6.min(bytes.len())].to_vec() };
    let start = 13 + palette(flags);
    let Some(head) = bytes.get(..start) else { return bytes[..6].to_vec() };
    let mut out = head.to_vec();
    let mut at = start;
    while let Some(&kind) = bytes.get(at) {
        let end = match kind {
            0x21 => blocks(bytes, at + 2),
            0x2c => bytes.get(at + 9).and_then(|flags| blocks(bytes, at + 11 + palette(*flags))),
            0x3b => {
                out.push(0x3b);
                return out;
            }
            _ => None,
        };
        let Some(end) = end else { return out };
        // Of the extensions only how a picture is shown is kept.
        if kind == 0x2c || bytes.get(at + 1) == Some(&0xf9) {
            out.extend(&bytes[at..end]);
        }
        at = end;
    }
    out
}

/// Bytes of the palette that a byte of flags announces.
fn palette(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// Where a row of blocks ends that begins here.
fn blocks(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let length = usize::from(*bytes.get(at)?);
        at += 1 + length;
        if length == 0 {
            return (at <= bytes.len()).then_some(at);
        }
    }
}
