//! Images without what their makers left in them: places, times, names, cameras, programs, thumbnails, comments.
//!
//! Pixels are kept byte for byte, and so are colour profiles, resolution and orientation, which the page needs. What a
//! walker does not know it leaves out. An image that cannot be walked to its end is handed on up to there: whoever decodes it
//! will say that it is damaged.

mod exif;
mod gif;
mod jpeg;
mod png;
mod riff;
mod svg;

/// The bytes of an image that the page needs, whatever the name of its file ends in.
pub fn bare(bytes: &[u8]) -> Vec<u8> {
    if bytes.starts_with(b"\xff\xd8") {
        jpeg::bare(bytes)
    } else if bytes.starts_with(png::SIGNATURE) {
        png::bare(bytes)
    } else if bytes.starts_with(b"RIFF") {
        riff::bare(bytes)
    } else if bytes.starts_with(b"GIF8") {
        gif::bare(bytes)
    } else {
        match std::str::from_utf8(bytes) {
            Ok(text) => svg::bare(text).into_bytes(),
            // Neither a picture that is known nor text: nothing that could be shown.
            Err(_) => Vec::new(),
        }
    }
}

/// Whether bytes begin as one of the images does that can be shown; an SVG is text with its first element.
pub fn is_image(bytes: &[u8]) -> bool {
    let text = || std::str::from_utf8(bytes).is_ok_and(|text| text.contains("<svg"));
    [&b"\xff\xd8"[..], png::SIGNATURE, b"RIFF", b"GIF8", b"\x1f\x8b"].iter().any(|start| bytes.starts_with(start))
        || text()
}

#[cfg(test)]
mod tests;
