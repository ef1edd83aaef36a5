//! What a server says in the body of an answer that refuses, beside its status.
//!
//! May import: `model`.

use std::borrow::Cow;
use std::io::Read;
use std::time::Duration;

use flate2::read::MultiGzDecoder;
use reqwest::{Response, StatusCode};
use serde_json::Value;
use url::Url;

use crate::model::location::mask::is_secret_key;
use crate::model::text::clean;
use crate::model::{Redactor, Secret};

/// So many bytes are read: titles stand at the beginning.
const READ: usize = 16 << 10;
/// A plain text that is longer is no message.
const SHORT: usize = 1000;
/// So many characters are told.
const LONGEST: usize = 120;
/// Nobody waits longer for words.
pub(super) const PATIENCE: Duration = Duration::from_secs(2);

/// The beginning of a body, as far as it comes soon; what happens on the way does not matter.
pub(super) async fn beginning(response: &mut Response) -> Vec<u8> {
    let mut bytes = Vec::new();
    let reading = async {
        while let Ok(Some(chunk)) = response.chunk().await {
            bytes.extend_from_slice(&chunk);
            if bytes.len() >= READ {
                break;
            }
        }
    };
    // What came until then is enough.
    let _ = tokio::time::timeout(PATIENCE, reading).await;
    bytes.truncate(READ);
    bytes
}

/// The server's own words in a body, in one short line without what is secret in the URL; empty where there are
/// none, or where they say no more than the status.
pub(super) fn words(body: &[u8], status: StatusCode, url: &Url) -> String {
    let inflated = inflated(body);
    let text = String::from_utf8_lossy(&inflated);
    let text = text.trim_start_matches('\u{feff}').trim();
    let found = match text.chars().next() {
        Some('<') => ["title", "h1", "message"].map(|name| element(text, name)).into(),
        Some('{' | '[') => messages(text),
        _ => vec![plain(text)],
    };
    let found = found.into_iter().flatten().map(|words| tidied(&words, status));
    let told = found.into_iter().find(|words| says_more(words, status)).unwrap_or_default();
    shortened(&without_query(&told, url))
}

/// The body as it was before it was compressed, as far as it came.
fn inflated(body: &[u8]) -> Cow<'_, [u8]> {
    if !body.starts_with(&[0x1f, 0x8b]) {
        return Cow::Borrowed(body);
    }
    let mut bytes = Vec::new();
    // Its end may be missing.
    let _ = MultiGzDecoder::new(body).take(READ as u64).read_to_end(&mut bytes);
    Cow::Owned(bytes)
}

/// The text of the first element of that name, in a page or in XML.
fn element(page: &str, name: &str) -> Option<String> {
    let lower = page.to_ascii_lowercase();
    let start = lower.find(&format!("<{name}"))?;
    let open = start + lower.get(start..)?.find('>')? + 1;
    let end = open + lower.get(open..)?.find(&format!("</{name}"))?;
    Some(unescaped(&without_tags(page.get(open..end)?)))
}

fn without_tags(text: &str) -> String {
    let mut out = String::new();
    let mut is_inside = false;
    for character in text.chars() {
        match character {
            '<' => is_inside = true,
            '>' if is_inside => is_inside = false,
            other if !is_inside => out.push(other),
            _ => {}
        }
    }
    out
}

fn unescaped(text: &str) -> String {
    let named = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " ")];
    let text = named.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    text.replace("&amp;", "&")
}

/// What may be the message of a JSON document, the most telling first.
fn messages(text: &str) -> Vec<Option<String>> {
    let Ok(value) = serde_json::from_str::<Value>(text) else { return Vec::new() };
    let places = [
        "/message",
        "/error_description",
        "/error/message",
        "/errors/0/message",
        "/errors/0/detail",
        "/detail",
        "/error",
        "/errors/0",
        "/0/message",
    ];
    let told = places.iter().map(|place| value.pointer(place)?.as_str().map(str::to_owned));
    told.collect()
}

/// The first line of a short text.
fn plain(text: &str) -> Option<String> {
    let is_text = !text.chars().any(|c| c == '\u{fffd}' || (c.is_control() && !c.is_whitespace()));
    let line = text.lines().find(|line| !line.trim().is_empty())?;
    (is_text && text.len() <= SHORT).then(|| line.to_owned())
}

/// On one line, without the status that it begins with.
fn tidied(text: &str, status: StatusCode) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = clean(&line);
    let rest = line
        .trim()
        .strip_prefix(status.as_str())
        .filter(|rest| rest.starts_with(|next: char| !next.is_alphanumeric()));
    rest.map_or_else(
        || line.trim().to_owned(),
        |rest| rest.trim_start_matches([' ', ':', '-', '–', '|']).to_owned(),
    )
}

/// Whether there is a word that neither the status nor every page of this kind has.
fn says_more(words: &str, status: StatusCode) -> bool {
    let reason = status.canonical_reason().unwrap_or_default().to_ascii_lowercase();
    let words = words.to_lowercase();
    let mut parts = words.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.any(|part| {
        part != status.as_str()
            && part.chars().any(char::is_alphabetic)
            && !reason.split([' ', '-']).any(|known| known == part)
            && !EMPTY.contains(&part)
    })
}

/// Words that tell nothing in such a place.
const EMPTY: &[&str] = &[
    "a",
    "access",
    "an",
    "are",
    "be",
    "code",
    "could",
    "denied",
    "error",
    "file",
    "found",
    "http",
    "https",
    "is",
    "message",
    "not",
    "null",
    "object",
    "oops",
    "on",
    "page",
    "permission",
    "request",
    "requested",
    "resource",
    "server",
    "site",
    "sorry",
    "status",
    "that",
    "the",
    "this",
    "to",
    "url",
    "was",
    "you",
    "your",
];

/// Servers like to tell back what they were asked.
fn without_query(text: &str, url: &Url) -> String {
    let mut redactor = Redactor::default();
    let query = url.query().unwrap_or_default();
    let raw = query.split('&').filter_map(|pair| pair.split_once('='));
    for (_, value) in raw.filter(|(key, _)| is_secret_key(key)) {
        redactor.hide(&Secret::from(value), "***");
    }
    for (_, value) in url.query_pairs().filter(|(key, _)| is_secret_key(key)) {
        redactor.hide(&Secret::from(&*value), "***");
    }
    redactor.text(text)
}

/// Cut between words, so that no part of a value is left that nobody would know again.
fn shortened(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(LONGEST) else { return text.to_owned() };
    let start = text.get(..end).unwrap_or_default();
    let start = start.rsplit_once(' ').map_or(start, |(whole, _)| whole);
    format!("{start}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(status: u16, body: &str, expected: &str) {
        let status = StatusCode::from_u16(status).unwrap();
        let url = Url::parse("https://h/index.yaml?token=hun%2Fter2&x=plain").unwrap();
        assert_eq!(words(body.as_bytes(), status, &url), expected, "{body}");
    }

    #[test]
    fn the_words_of_pages_documents_and_texts_are_found() {
        let nginx = "<html>\r\n<head><title>400 No required SSL certificate was sent</title></head>\r\n<body>";
        check(400, nginx, "No required SSL certificate was sent");
        check(
            403,
            "<HTML><H1 class=x>Quota <b>exceeded</b>\n for A &amp; B</H1>",
            "Quota exceeded for A & B",
        );
        check(
            403,
            "<title>403 Forbidden</title><h1>Blocked by the filter</h1>",
            "Blocked by the filter",
        );
        check(
            403,
            "<?xml version='1.0'?><Error><Message>Key is off</Message></Error>",
            "Key is off",
        );
        check(401, r#"{"message": "Bad credentials", "status": 401}"#, "Bad credentials");
        check(401, r#"{"error": "invalid_token"}"#, "invalid_token");
        check(401, r#"{"error": {"code": 7, "message": "token ended"}}"#, "token ended");
        check(403, r#"{"errors": [{"status": 403, "message": "no licence"}]}"#, "no licence");
        check(
            503,
            "\n  upstream connect error or disconnect\nmore",
            "upstream connect error or disconnect",
        );
        check(
            400,
            "Client sent an HTTP request to an HTTPS server.\n",
            "Client sent an HTTP request to an HTTPS server.",
        );
    }

    #[test]
    fn what_says_no_more_than_the_status_is_left_out() {
        check(404, "<title>404 Not Found</title><center><h1>404 Not Found</h1></center>", "");
        check(404, "<title>Page not found</title>", "");
        check(404, "404 page not found\n", "");
        check(403, "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>", "");
        check(500, r#"{"status": 500, "error": "Internal Server Error"}"#, "");
        check(404, r#"{"error": null, "errors": []}"#, "");
        check(404, "{ no json", "");
        check(404, "<title>never ends", "");
        check(404, "", "");
        check(500, &"a long report\n".repeat(200), "");
        check(500, "\u{1}\u{2}binary", "");
    }

    #[test]
    fn words_are_short_clean_and_without_the_secrets_of_the_url() {
        check(400, "a \u{1b}[2Jb", "");
        check(400, "<title>re\u{202e}versed\n\ttext</title>", "reversed text");
        check(400, "no index.yaml?token=hun%2Fter2&x=plain", "no index.yaml?token=***&x=plain");
        check(400, "the token hun/ter2 has ended", "the token *** has ended");
        check(400, &"word ".repeat(100), &format!("{}…", "word ".repeat(24).trim_end()));
        check(400, &"名".repeat(200), &format!("{}…", "名".repeat(120)));
    }

    #[test]
    fn a_compressed_body_is_read_as_far_as_it_came() {
        use std::io::Write;
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
        let rest = "x".repeat(50_000);
        write!(encoder, "<title>Over the quota</title>{rest}").unwrap();
        let body = encoder.finish().unwrap();
        let url = Url::parse("https://h/").unwrap();
        for end in [body.len(), 16 << 10] {
            assert_eq!(words(&body[..end], StatusCode::FORBIDDEN, &url), "Over the quota");
        }
    }
}
