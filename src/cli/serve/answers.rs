//! What a request gets.

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tiny_http::{Method, Request};

use super::{Desk, Shared};
use crate::analyse::{Field, StudyResult};
use crate::compose::{Place, address_within, label_of};
use crate::typeset::Spot;

const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

const ICON: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16 16\"><rect width=\"16\" height=\"16\" rx=\"3\" fill=\"#1f5c99\"/><path d=\"M3 5h10M3 8h10M3 11h6\" stroke=\"#fff\" stroke-width=\"1.6\"/></svg>";

/// Nothing from elsewhere is ever loaded, and nothing of the page runs but its own script.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// Status, kind, how long it may be kept, and the bytes.
type Answer = (u16, String, &'static str, Vec<u8>);

pub fn answer(request: Request, shared: &Arc<Shared>) {
    let answer = if !is_local(&request) {
        plain(403, "text/plain", "this page is for this machine only")
    } else if *request.method() != Method::Get {
        plain(405, "text/plain", "there is nothing to send here")
    } else if request.url() == "/events" {
        return events(request, shared);
    } else {
        found(request.url(), shared)
    };
    give(request, &answer);
}

/// Writes an answer and ends its connection. One that stayed open would keep a thread of the server, and a further one
/// could wait behind it without end.
fn give(request: Request, (status, kind, keep, body): &Answer) {
    let word = if *status == 200 { "OK" } else { "No" };
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status} {word}\r\nContent-Type: {kind}; charset=utf-8\r\nContent-Length: {length}\r\n\
         Cache-Control: {keep}\r\nContent-Security-Policy: {POLICY}\r\nX-Content-Type-Options: nosniff\r\n\
         Referrer-Policy: no-referrer\r\nConnection: close\r\n\r\n"
    );
    let mut reader = request.into_writer();
    // A reader who went away needs no answer.
    let _ = reader.write_all(head.as_bytes()).and_then(|()| reader.write_all(body)).and_then(|()| reader.flush());
}

/// Whether the request names this machine, as the address line of a browser on it does.
fn is_local(request: &Request) -> bool {
    let host = request.headers().iter().find(|header| header.field.equiv("Host"));
    let host = host.map(|header| header.value.as_str()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    ["127.0.0.1", "localhost"].contains(&name)
}

fn found(url: &str, shared: &Arc<Shared>) -> Answer {
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    match path {
        "/" => plain(200, "text/html", PAGE),
        "/icon.svg" => plain(200, "image/svg+xml", ICON),
        "/page.css" => plain(200, "text/css", STYLE),
        "/page.js" => plain(200, "text/javascript", SCRIPT),
        "/state" => plain(200, "application/json", &shared.desk().state),
        "/at" => match at(query, &shared.desk()) {
            Some(found) => plain(200, "application/json", &found.to_string()),
            None => plain(404, "application/json", "null"),
        },
        "/places" => match places(query, &shared.desk()) {
            Some(found) => plain(200, "application/json", &found.to_string()),
            None => plain(404, "application/json", "null"),
        },
        "/explain" => match explained(&decoded(value(query, "address").unwrap_or_default()), &[], &shared.desk()) {
            Some(found) => plain(200, "application/json", &found.to_string()),
            None => plain(404, "application/json", "null"),
        },
        _ => match path.strip_prefix("/sheet/").and_then(|name| name.rsplit_once('.')) {
            Some((key, "svg")) => match drawn(key, &mut shared.desk()) {
                Some(svg) => lasting("image/svg+xml", svg.as_bytes().to_vec()),
                None => plain(404, "text/plain", "there is no such page"),
            },
            Some((key, "txt")) => match words(key, &shared.desk()) {
                Some(words) => plain(200, "text/plain", &words),
                None => plain(404, "text/plain", "there is no such page"),
            },
            _ => plain(404, "text/plain", "there is nothing here"),
        },
    }
}

fn plain(status: u16, kind: &str, text: &str) -> Answer {
    made(status, kind, text.as_bytes().to_vec(), "no-store")
}

/// What has its own name for ever.
fn lasting(kind: &str, bytes: Vec<u8>) -> Answer {
    made(200, kind, bytes, "max-age=31536000, immutable")
}

fn made(status: u16, kind: &str, bytes: Vec<u8>, keep: &'static str) -> Answer {
    (status, kind.to_owned(), keep, bytes)
}

/// Says the number of each new version, for as long as somebody listens. What writes answers elsewhere keeps them until
/// they are whole, which this one never is.
fn events(request: Request, shared: &Shared) {
    let mut reader = request.into_writer();
    let mut seen = 0;
    let head =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n";
    let mut words = head.to_owned();
    // A reader who went away cannot be written to.
    while reader.write_all(words.as_bytes()).and_then(|()| reader.flush()).is_ok() {
        let version = shared.later(seen, Duration::from_secs(15));
        words = match version > seen {
            true => format!("data: {version}\n\n"),
            // Something must be sent for the thread to find out that nobody listens.
            false => ": still here\n\n".to_owned(),
        };
        seen = version;
    }
}

/// A page by the name of its look, drawn when it is first asked for.
fn drawn(key: &str, desk: &mut Desk) -> Option<Arc<str>> {
    if let Some(svg) = desk.drawn.get(key) {
        return Some(svg.clone());
    }
    let at = desk.resident.built.as_ref()?.pages.iter().position(|page| page == key)?;
    let (sheets, _) = desk.resident.presses.as_ref()?.sheets.as_ref()?;
    let svg: Arc<str> = sheets.svg(at)?.into();
    desk.drawn.insert(key.to_owned(), svg.clone());
    Some(svg)
}

fn words(key: &str, desk: &Desk) -> Option<String> {
    let at = desk.resident.built.as_ref()?.pages.iter().position(|page| page == key)?;
    let (sheets, _) = desk.resident.presses.as_ref()?.sheets.as_ref()?;
    Some(sheets.text(at))
}

fn value<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    query.split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// Percent signs undone; addresses hold nothing else that a browser encodes.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let pair = after.get(..2).and_then(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
        match (first, pair) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What stands at a point of a page: its place, and for a value what it is.
fn at(query: &str, desk: &Desk) -> Option<Value> {
    let page: usize = value(query, "page")?.parse().ok()?;
    let point: (f64, f64) = (value(query, "x")?.parse().ok()?, value(query, "y")?.parse().ok()?);
    let presses = desk.resident.presses.as_ref()?;
    let (sheets, pages) = presses.sheets.as_ref()?;
    let spot = presses.paper.place_at(sheets, pages, page, point)?;
    let origin = spot.place.origin();
    let address = address(&spot.place);
    let fields = spot.place.shown().map_or(&[][..], |shown| &shown.fields);
    let explanation = address.as_deref().and_then(|address| explained(address, fields, desk));
    Some(json!({
        "file": &*origin.file,
        "line": origin.line,
        "column": origin.column,
        "source": desk.sources.line(&origin).unwrap_or_default(),
        "address": address,
        "fields": fields.iter().map(|field| field.as_str()).collect::<Vec<_>>(),
        "area": area(&spot),
        "explanation": explanation,
    }))
}

/// Everything on a page that shows a result, a claim, a proposition or an excerpt: the values in its sentences, the cells
/// of its tables, the marks of its charts.
fn places(query: &str, desk: &Desk) -> Option<Value> {
    let page: usize = value(query, "page")?.parse().ok()?;
    let presses = desk.resident.presses.as_ref()?;
    let (sheets, pages) = presses.sheets.as_ref()?;
    let spots = presses.paper.spots(sheets, pages, page);
    let told = spots.iter().filter_map(|spot| {
        let address = address(&spot.place);
        if address.is_none() && spot.place.shown().is_none() {
            return None;
        }
        let origin = spot.place.origin();
        let fields = spot.place.shown().map_or(&[][..], |shown| &shown.fields);
        let result = address.as_deref().and_then(|address| result(address, desk));
        let label = result.and_then(|result| Some(label_of(result, &desk.resident.built.as_ref()?.grid.findings)));
        Some(json!({
            "area": area(spot),
            "address": address,
            "fields": fields.iter().map(|field| field.as_str()).collect::<Vec<_>>(),
            "label": label,
            "file": &*origin.file,
            "line": origin.line,
        }))
    });
    Some(told.collect())
}

fn area(spot: &Spot) -> Value {
    let area = spot.area;
    let short = |points: f64| (points * 100.0).round() / 100.0;
    json!([short(area.left), short(area.top), short(area.right), short(area.bottom)])
}

/// The address of what is shown, or of the value in a sentence.
fn address(place: &Place) -> Option<String> {
    match place {
        Place::Shown(shown) => shown.full_address(),
        Place::Part(text, range) => address_within(text.markdown.get(range.clone())?),
        Place::Known(_) => None,
    }
}

/// The result at an address, or that of which it names a field.
fn result<'a>(address: &str, desk: &'a Desk) -> Option<&'a StudyResult> {
    let findings = &desk.resident.built.as_ref()?.grid.findings;
    findings.get(address).or_else(|| findings.get(address.rsplit_once('.')?.0))
}

/// What `explain` tells of an address; of a whole result the named fields, or all where none is named.
fn explained(address: &str, fields: &[Field], desk: &Desk) -> Option<Value> {
    let built = desk.resident.built.as_ref()?;
    let mut explanation = crate::explain::explain(&built.grid, address)?;
    explanation.fields.retain(|explained| fields.is_empty() || fields.contains(&explained.field));
    Some(crate::cli::explain::object(&explanation))
}
