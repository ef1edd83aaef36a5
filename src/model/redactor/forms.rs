//! The forms in which a value may come back: as a URL, a header, a JSON or HTML text has it.
//!
//! May import: nothing of the crate.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use zeroize::Zeroizing;

/// Lines and parts of base64 shorter than this tell too little, and stand in too many other texts.
const SHORTEST_PART: usize = 6;

/// All forms of a value, each once. Of nothing there is none.
pub(super) fn forms(value: &str) -> Vec<Zeroizing<String>> {
    let mut all = Vec::new();
    // What surrounds a value is often lost on the way; the value is not.
    for text in [value, value.trim()] {
        if text.is_empty() {
            continue;
        }
        one(&mut all, text.to_owned());
        one(&mut all, text.to_ascii_lowercase());
        encoded(&mut all, text);
        escaped(&mut all, text);
        based(&mut all, text);
    }
    for line in value.trim().lines().map(str::trim).filter(|_| value.trim().contains('\n')) {
        if line.len() >= SHORTEST_PART && !line.starts_with("-----") {
            one(&mut all, line.to_owned());
            encoded(&mut all, line);
            based(&mut all, line);
        }
    }
    all
}

fn one(all: &mut Vec<Zeroizing<String>>, form: String) {
    let form = Zeroizing::new(form);
    if !form.is_empty() && !all.contains(&form) {
        all.push(form);
    }
}

/// Percent-encoded as strictly as can be, as in a path, as in user info and as in a form; each with capital and
/// with small letters.
fn encoded(all: &mut Vec<Zeroizing<String>>, text: &str) {
    for kept in ["-._~", "-._~/", "-._~/:@!$&'()*+,;=", "-._~!$&'()*+,;=", "-._~!*'()", "-._*"] {
        for is_small in [false, true] {
            one(all, percent(text, kept, is_small));
            one(all, percent(text, kept, is_small).replace("%20", "+"));
        }
    }
    // As browsers and the URL standard write paths, queries and user info: only what must be is encoded.
    if let Ok(mut url) = url::Url::parse("https://h.example/") {
        url.set_path(text);
        one(all, url.path().trim_start_matches('/').to_owned());
        url.set_query(Some(text));
        one(all, url.query().unwrap_or_default().to_owned());
        let _ = url.set_password(Some(text));
        one(all, url.password().unwrap_or_default().to_owned());
    }
}

fn percent(text: &str, kept: &str, is_small: bool) -> String {
    let mut out = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || kept.as_bytes().contains(&byte) {
            out.push(char::from(byte));
        } else if is_small {
            let _ = write!(out, "%{byte:02x}");
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// As JSON, Rust's own `Debug` and HTML write it.
fn escaped(all: &mut Vec<Zeroizing<String>>, text: &str) {
    let json = serde_json::to_string(text).unwrap_or_default();
    let json = json.get(1..json.len().saturating_sub(1)).unwrap_or_default();
    one(all, json.to_owned());
    one(all, json.replace('/', "\\/"));
    // Go writes these three so.
    let go = json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    one(all, go);
    one(all, text.escape_debug().to_string());
    let html = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    one(all, html.replace('"', "&#34;").replace('\'', "&#39;"));
    one(all, html.replace('"', "&quot;").replace('\'', "&#39;"));
    one(all, html.replace('"', "&quot;").replace('\'', "&#x27;"));
    one(all, html.replace('"', "&quot;"));
    one(all, html);
}

/// Base64, also as a part of a longer text (`user:password`): there it begins at one of three places.
fn based(all: &mut Vec<Zeroizing<String>>, text: &str) {
    for engine in [&STANDARD_NO_PAD, &URL_SAFE_NO_PAD] {
        one(all, engine.encode(text));
        for shift in 0..3usize {
            let mut bytes = Zeroizing::new(vec![0u8; shift]);
            bytes.extend_from_slice(text.as_bytes());
            let part = Zeroizing::new(engine.encode(bytes.as_slice()));
            // The first characters also hold bits of what stands before, the last one of what comes after.
            let from = [0, 2, 3].get(shift).copied().unwrap_or_default();
            let to = bytes.len() * 8 / 6;
            let part = part.get(from..to).unwrap_or_default();
            if part.len() >= SHORTEST_PART {
                one(all, part.to_owned());
            }
        }
    }
}
