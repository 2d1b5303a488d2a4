//! Pictures lose what their makers left in them, and nothing else.

use super::bare;

const SECRET: &[u8] = b"CANARY";

fn holds(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).expect("short").to_be_bytes();
    [&[0xff, marker], &length[..], body].concat()
}

/// A TIFF block with an orientation, a resolution, a maker and a pointer to places.
fn tiff(little: bool) -> Vec<u8> {
    let short = |n: u16| if little { n.to_le_bytes() } else { n.to_be_bytes() };
    let long = |n: u32| if little { n.to_le_bytes() } else { n.to_be_bytes() };
    let mut out = if little { b"II*\0".to_vec() } else { b"MM\0*".to_vec() };
    out.extend(long(8));
    out.extend(short(4));
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [&short(tag)[..], &short(kind), &long(count), &value].concat()
    };
    out.extend(entry(0x010f, 2, 7, long(62)));
    let turned = if little { [6, 0, 0, 0] } else { [0, 6, 0, 0] };
    out.extend(entry(0x0112, 3, 1, turned));
    out.extend(entry(0x011a, 5, 1, long(70)));
    out.extend(entry(0x8825, 4, 1, long(62)));
    out.extend(long(0));
    out.extend(b"CANARY\0\0");
    out.extend(long(300));
    out.extend(long(1));
    out
}

fn jpeg(parts: &[Vec<u8>]) -> Vec<u8> {
    let mut out = vec![0xff, 0xd8];
    out.extend(parts.concat());
    out.extend(segment(0xdb, &[1; 65]));
    out.extend(segment(0xda, &[1, 1, 0, 0, 63, 0]));
    out.extend([0x12, 0xff, 0x00, 0xff, 0xd0, 0x34, 0xff, 0xd9]);
    out
}

#[test]
fn a_jpeg_keeps_its_picture_profile_and_orientation() {
    for little in [true, false] {
        let exif = [b"Exif\0\0".to_vec(), tiff(little)].concat();
        let with = jpeg(&[
            segment(0xe0, b"JFIF\0\x01\x01\x01\0\x48\0\x48\x01\x01CANARY"),
            segment(0xe0, b"JFXX\0CANARY"),
            segment(0xe1, &exif),
            segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0CANARY"),
            segment(0xe2, b"ICC_PROFILE\0\x01\x01colours"),
            segment(0xe2, b"MPF\0CANARY"),
            segment(0xed, b"Photoshop 3.0\0CANARY"),
            segment(0xee, b"Adobe\0\x64\0\0\0\0\x01CANARY"),
            segment(0xfe, b"CANARY"),
        ]);
        let with = [with, SECRET.to_vec()].concat();
        let without = bare(&with);
        assert!(!holds(&without, SECRET));
        for kept in
            [&b"JFIF\0\x01\x01\x01\0\x48\0\x48\0\0"[..], b"ICC_PROFILE\0\x01\x01colours", b"Adobe\0\x64\0\0\0\0\x01"]
        {
            assert!(holds(&without, kept));
        }
        assert!(holds(&without, &[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0]), "it stays turned");
        assert!(holds(&without, &[0, 0, 1, 0x2c, 0, 0, 0, 1]), "and as large");
        assert!(without.ends_with(&[0x12, 0xff, 0x00, 0xff, 0xd0, 0x34, 0xff, 0xd9]));
        assert_eq!(bare(&without), without, "what is bare stays as it is");
    }
}

#[test]
fn a_png_keeps_what_makes_the_picture() {
    let chunk = |name: &[u8; 4], body: &[u8]| {
        [&u32::try_from(body.len()).expect("short").to_be_bytes()[..], name, body, b"sums"].concat()
    };
    let with = [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", b"header"),
        chunk(b"tEXt", b"Author\0CANARY"),
        chunk(b"iTXt", b"XML:com.adobe.xmp\0CANARY"),
        chunk(b"zTXt", b"CANARY"),
        chunk(b"tIME", b"CANARY"),
        chunk(b"eXIf", &tiff(true)),
        chunk(b"prVW", b"CANARY"),
        chunk(b"iCCP", b"profile"),
        chunk(b"IDAT", b"pixels"),
        chunk(b"IEND", b""),
        SECRET.to_vec(),
    ]
    .concat();
    let without = bare(&with);
    assert!(!holds(&without, SECRET));
    for kept in [&b"IHDRheadersums"[..], b"iCCPprofilesums", b"IDATpixelssums", b"eXIfMM\0*"] {
        assert!(holds(&without, kept));
    }
    assert_eq!(bare(&without), without);
}

#[test]
fn a_webp_says_no_more_that_it_has_metadata() {
    let chunk = |name: &[u8; 4], body: &[u8]| {
        let mut out = [&name[..], &u32::try_from(body.len()).expect("short").to_le_bytes(), body].concat();
        out.extend(std::iter::repeat_n(0, body.len() % 2));
        out
    };
    let header = [0x2c, 0, 0, 0, 9, 0, 0, 9, 0, 0];
    let body = [chunk(b"VP8X", &header), chunk(b"VP8L", b"pixel"), chunk(b"EXIF", SECRET), chunk(b"XMP ", SECRET)];
    let body = body.concat();
    let length = u32::try_from(body.len() + 4).expect("short").to_le_bytes();
    let without = bare(&[b"RIFF", &length[..], b"WEBP", &body].concat());
    assert!(!holds(&without, SECRET) && holds(&without, b"VP8L\x05\0\0\0pixel\0"));
    assert!(holds(&without, &[b'V', b'P', b'8', b'X', 10, 0, 0, 0, 0x20]));
    assert_eq!(without[4..8], u32::try_from(without.len() - 8).expect("short").to_le_bytes());
}

#[test]
fn a_gif_has_no_comment() {
    let mut gif = b"GIF89a\x01\0\x01\0\x80\0\0".to_vec();
    gif.extend([0, 0, 0, 255, 255, 255]);
    let picture = [0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0];
    gif.extend(b"\x21\xfe\x06CANARY\0");
    gif.extend(b"\x21\xff\x0bXMP DataXMP\x06CANARY\0");
    gif.extend(b"\x21\xf9\x04\0\0\0\0\0");
    gif.extend(picture);
    gif.extend(b"\x3bCANARY");
    let without = bare(&gif);
    assert!(!holds(&without, SECRET) && holds(&without, &picture) && without.ends_with(b"\x3b"));
}

#[test]
fn an_svg_keeps_its_drawing() {
    let svg = r##"<?xml version="1.0"?>
<!-- CANARY -->
<?editor CANARY?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://CANARY/" inkscape:version="CANARY" width="9" height="9">
  <metadata><rdf:RDF><dc:creator>CANARY</dc:creator></rdf:RDF></metadata>
  <sodipodi:namedview inkscape:window-x="CANARY"><inkscape:grid id="CANARY"/></sodipodi:namedview>
  <title>CANARY</title>
  <g inkscape:label="CANARY" data-name="CANARY" id="layer"><rect width="9" height="9" fill="#000"/><text>seen &amp; kept</text></g>
</svg>"##;
    let without = bare(svg.as_bytes());
    let text = String::from_utf8(without.clone()).expect("UTF-8");
    assert!(!holds(&without, SECRET), "{text}");
    assert!(
        text.contains(r##"<g id="layer"><rect width="9" height="9" fill="#000"/><text>seen &amp; kept</text></g>"##)
    );
    assert!(text.starts_with("<?xml version") && text.ends_with("</svg>"));
}

#[test]
fn a_picture_in_a_drawing_is_bare_too() {
    // `GIF89a`, one black pixel and a comment, in the digits of base 64.
    let svg = r#"<svg xmlns="http://www.w3.org/2000/svg"><image href="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH+BkNBTkFSWQAsAAAAAAEAAQAAAgJEAQA7"/></svg>"#;
    let text = String::from_utf8(bare(svg.as_bytes())).expect("UTF-8");
    assert!(!text.contains("Q0FOQVJZ") && !text.contains("BkNBTkFSWQ"), "{text}");
    assert!(
        text.contains(r#"href="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAkQBADs="/>"#),
        "{text}"
    );
}

/// Whatever is cut off or garbled, nothing panics and nothing grows.
#[test]
fn damaged_pictures_are_walked_as_far_as_they_go() {
    let whole = jpeg(&[segment(0xe1, &[b"Exif\0\0".to_vec(), tiff(true)].concat()), segment(0xfe, SECRET)]);
    for end in 0..whole.len() {
        let mut cut = whole[..end].to_vec();
        assert!(!holds(&bare(&cut), SECRET));
        if let Some(byte) = cut.last_mut() {
            *byte ^= 0xff;
        }
        assert!(bare(&cut).len() <= cut.len() + 8);
    }
    for head in [
        &b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIDAT"[..],
        b"RIFF\xff\xff\xff\xffWEBPVP8 \xff\xff\xff\xff",
        b"GIF8",
        b"GIF89a",
        b"\xff\xd8\xff",
        b"RIFF",
    ] {
        let _ = bare(head);
    }
}
